// SPDX-License-Identifier: Apache-2.0
#include "unit/read_help.h"

#include "assay/look.h"

// What assay_look() says of the file, without its name.
static char *look_at(const char *path)
{
    static char kept[20000];
    char *text = NULL;
    assert_int_equal(assay_look(path, &text, &err), ASSAY_OK);
    (void)snprintf(kept, sizeof kept, "%s", text);
    assay_text_free(text);
    for (char *at = strstr(kept, path); at; at = strstr(at, path)) {
        const size_t n = strlen(path);
        *at = '@';
        memmove(at + 1, at + n, strlen(at + n) + 1);
    }
    return kept;
}

static void assert_look(const char *bytes, size_t n, const char *expected)
{
    assert_string_equal(look_at(help_file(bytes, n)), expected);
}

#define assert_look_text(text, expected)                                       \
    assert_look(text, strlen(text), expected)

static void tables_name_their_columns_and_the_command(void **state)
{
    (void)state;
    assert_look_text("probe_subject,reference_subject,score\na,b,1\n",
                     "@: table of comparisons, one a line\n"
                     "  columns: probe_subject, reference_subject, score\n"
                     "  assay scores @\n");
    assert_look_text("group;label;Distance\nx;1;0.5\n",
                     "@: table of comparisons, one a line\n"
                     "  columns: group, label, Distance\n"
                     "  assay scores @ --column score=Distance --column "
                     "mated=label --distance\n"
                     "  assay scores @ --column score=Distance --column "
                     "mated=label --distance --by group\n");
    assert_look_text("score,mated,fold,pair,note,probe_sex\n1,1,1,1,a,F\n",
                     "@: table of comparisons, one a line\n"
                     "  columns: score, mated, fold, pair, note, probe_sex\n"
                     "  assay scores @\n"
                     "  assay scores @ --by sex\n");
    assert_look_text("score,mated,fold\n1,1,1\n",
                     "@: table of comparisons, one a line\n"
                     "  columns: score, mated, fold\n"
                     "  assay scores @\n");
    assert_look_text("id1,id2,sim,it's\na,b,1,2\n",
                     "@: table of comparisons, one a line\n"
                     "  columns: id1, id2, sim, it's\n"
                     "  assay scores @ --column score=sim --column "
                     "probe_subject=id1 --column reference_subject=id2\n"
                     "  if 'it'\\''s' tells groups apart: add --by "
                     "'it'\\''s'\n");
    assert_look_text("colour,size\nred,1\n",
                     "@: table without a column that is known\n"
                     "  columns: colour, size\n"
                     "  if it holds scores: assay scores @ --column "
                     "score=HEADING --column mated=HEADING\n");
}

static void tables_of_attacks_and_qualities(void **state)
{
    (void)state;
    assert_look_text("subject,PAI species,score\na,print,1\n",
                     "@: table of presentations, one a line\n"
                     "  columns: subject, PAI species, score\n"
                     "  assay scores @ --attack 'PAI species'\n");
    assert_look_text("mated,attack_type,similarity\n1,,1\n",
                     "@: table of comparisons, one a line\n"
                     "  columns: mated, attack_type, similarity\n"
                     "  assay scores @ --column score=similarity --attack "
                     "attack_type\n");
    assert_look_text("mated,score,probe_quality,reference_quality\n1,1,2,3\n",
                     "@: table of comparisons, one a line\n"
                     "  columns: mated, score, probe_quality, "
                     "reference_quality\n"
                     "  assay scores @\n"
                     "  assay scores @ --quality quality\n");
}

static void tables_beside_scores(void **state)
{
    (void)state;
    assert_look_text("subject_id,sex\na,F\n",
                     "@: table of people, which --subjects takes\n"
                     "  columns: subject_id, sex\n"
                     "  assay scores FILE --subjects @ --by sex\n"
                     "  assay alerts ALERTS.csv --transits T.csv --watchlist "
                     "W.csv --subjects @ --by sex\n"
                     "  assay size 'TPIR +- 0.05' --subjects @ --by sex\n"
                     "  assay templates and assay candidates take --subjects "
                     "too\n");
    assert_look_text("sample_id,subject_id\na,b\n",
                     "@: table of samples, for templates, candidate lists or "
                     "a matrix of scores\n"
                     "  columns: sample_id, subject_id\n"
                     "  assay templates M.npy @ --protocol all-pairs\n"
                     "  assay candidates LIST.csv --probes @ --references "
                     "R.csv\n"
                     "  assay scores --matrix M.npy --probes @ --references "
                     "@\n");
    assert_look_text("group,events,trials\nx,1,2\n",
                     "@: table of counts\n"
                     "  columns: group, events, trials\n"
                     "  assay counts @\n");
}

static void matrices_and_vectors(void **state)
{
    (void)state;
    assert_look_text(",a,b\na,1,2\n",
                     "@: matrix of scores with ids (CSV)\n"
                     "  a row a probe, a column a reference: 2 references\n"
                     "  mated where the id of the row is that of the column\n"
                     "  assay scores @\n");
    static const char header[] = "{'descr': '<f4', 'fortran_order': False, "
                                 "'shape': (1,), }";
    assert_string_equal(
        look_at(help_npy(header, "\0\0\0", 4)),
        "@: NumPy array (.npy)\n"
        "  vector of 1 float32; with scores of one class, or with labels:\n"
        "  assay scores --mated @ --non-mated OTHER.npy\n"
        "  assay scores --scores @ --labels LABELS.npy\n");
    static const char matrix[] = "{'descr': '<f4', 'fortran_order': False, "
                                 "'shape': (2, 3), }";
    assert_string_equal(look_at(help_npy(matrix, "", 0)),
                        "@: NumPy array (.npy)\n"
                        "  matrix of 2 x 3 float32; if it holds scores, a row "
                        "a probe:\n"
                        "  assay scores --matrix @ --probes P.csv "
                        "--references R.csv\n");
    static const char bee[] = "D2\ng.xml\np.xml\nMF 2 3 \x78\x56\x34\x12\n";
    assert_look(bee, sizeof bee - 1,
                "@: BEE matrix (.mtx with its .mask)\n"
                "  distances (D2); 2 probes x 3 references\n"
                "  references: g.xml; probes: p.xml\n"
                "  assay scores @ --mask FILE.mask --distance\n");
}

#define HEADER(type, shape)                                                    \
    "{'descr': '" type "', 'fortran_order': False, 'shape': " shape ", }"

static void templates(void **state)
{
    (void)state;
    assert_string_equal(
        look_at(help_npy(HEADER("<f4", "(9, 128)"), "", 0)),
        "@: NumPy array (.npy)\n"
        "  matrix of 9 x 128 float32; if a row is the template of a sample:\n"
        "  assay templates @ SAMPLES.csv --protocol all-pairs\n"
        "  if it holds scores, a row a probe:\n"
        "  assay scores --matrix @ --probes P.csv --references R.csv\n");
    assert_string_equal(
        look_at(help_npy(HEADER("<f2", "(9, 3)"), "", 0)),
        "@: NumPy array (.npy)\n"
        "  matrix of 9 x 3 float16; if a row is the template of a sample:\n"
        "  assay templates @ SAMPLES.csv --protocol all-pairs\n");
    assert_non_null(
        strstr(look_at(help_npy(HEADER("<f8", "(9, 512)"), "", 0)),
               "  matrix of 9 x 512 float64; if a row is the template of a "
               "sample, save it as float32, then:\n"));
    assert_non_null(strstr(look_at(help_npy(HEADER("<c8", "(9, 5)"), "", 0)),
                           "  can't be used: values of type '<c8'"));
    assert_non_null(strstr(look_at(help_file("\x89HDF\r\n\x1a\nrest", 12)),
                           "@: HDF5, but no templates that can be read\n  "));
    char *text = NULL;
    assert_int_equal(assay_look("/nowhere/a.h5:/faces", &text, &err),
                     ASSAY_EREAD);
}

static void candidate_lists(void **state)
{
    (void)state;
    assert_look_text("probe_id,rank,reference_id,score\n",
                     "@: candidate lists of searches, a candidate a line\n"
                     "  columns: probe_id, rank, reference_id, score\n"
                     "  assay candidates @ --probes P.csv --references "
                     "R.csv\n");
    assert_look_text("probe_id,reference_id,distance\n",
                     "@: candidate lists of searches, a candidate a line\n"
                     "  columns: probe_id, reference_id, distance\n"
                     "  assay candidates @ --probes P.csv --references R.csv "
                     "--column score=distance --distance\n");
    assert_non_null(
        strstr(look_at(help_text("probe_id,reference_id,score,mated\n")),
               "@: table of comparisons, one a line\n"));
    assert_look_text("searchId candidateRank searchRetCode isAssigned "
                     "templateId score decision\n0 0 0 1 3 0.5 1\n",
                     "@: candidate lists, as the FRVT 1:N validation logs "
                     "them\n"
                     "  assay candidates @ --probes P.csv --references "
                     "R.csv\n");
    assert_look_text("a a p 0.5\n",
                     "@: Bob 4-column text: claimed real probe score\n"
                     "  assay scores @\n"
                     "  as searches, the list of a probe being all its "
                     "lines:\n"
                     "  assay candidates @\n");
}

static void unknown_files_are_told_what_is_read(void **state)
{
    (void)state;
    char *text = look_at(help_text("Dear reader\n"));
    assert_non_null(strstr(text, "@: in no format that assay reads\n"));
    for (size_t i = 0; assay_formats[i]; i++)
        assert_non_null(strstr(text, assay_formats[i]->in_words));
    text = look_at(help_text(""));
    assert_non_null(strstr(text, "@: empty\n"));
    assert_look("PK\x03\x04zzzz", 8,
                "@: zip archive: a spreadsheet (.xlsx)? save the sheet as CSV "
                "(File, Save As, \"CSV UTF-8\"); else unpack it and give the "
                "files\n");
    assert_look("\xff\xfes\0c\0", 6,
                "@: UTF-16 text: save it as UTF-8 (of a spreadsheet: \"CSV "
                "UTF-8\")\n");
    assert_look_text("\x89PNG\r\n",
                     "@: image: assay compares no images, it reads scores and "
                     "templates\n");
    assert_look_text("<HTML><body>", "@: web page: save its table as CSV\n");
    text = look_at(help_file("SQLite format 3\0 and so on", 26));
    assert_non_null(
        strstr(text, "@: SQLite database, but no result that can be read\n"));
}

static void what_steers_a_terminal_is_taken_out(void **state)
{
    (void)state;
    assert_look_text("score,mated,\x1b[2J\xc2\x9b\n1,1,1\n",
                     "@: table of comparisons, one a line\n"
                     "  columns: score, mated, ?[2J?"
                     "?\n"
                     "  assay scores @\n"
                     "  if '?[2J?"
                     "?' tells groups apart: add --by "
                     "'?[2J?"
                     "?'\n");
}

static void a_name_is_quoted_for_the_shell(void **state)
{
    (void)state;
    char *text = NULL;
    char path[64] = "/tmp/assay it's XXXXXX";
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "events,trials\n", 14), 14);
    assert_int_equal(close(fd), 0);
    assert_int_equal(assay_look(path, &text, &err), ASSAY_OK);
    assert_non_null(strstr(text, "assay counts '/tmp/assay it'\\''s "));
    assay_text_free(text);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(assay_look(path, &text, &err), ASSAY_EREAD);
    assert_null(text);
}

// The order of the table: case ignored, blanks and underscores as dashes.
static int compare_words(const char *a, const char *b)
{
    for (;; a++, b++) {
        const char *const texts[] = {a, b};
        int c[2];
        for (int i = 0; i < 2; i++) {
            c[i] = *texts[i];
            if (c[i] >= 'A' && c[i] <= 'Z') c[i] += 'a' - 'A';
            if (c[i] == ' ' || c[i] == '_') c[i] = '-';
        }
        if (c[0] != c[1] || !c[0]) return c[0] - c[1];
    }
}

static void words_are_sorted_and_whole(void **state)
{
    (void)state;
    size_t count = 0;
    const assay_word *words = assay_words(&count);
    assert_true(count > 100);
    for (size_t i = 0; i < count; i++) {
        if (i) assert_true(compare_words(words[i - 1].word, words[i].word) < 0);
        assert_ptr_equal(assay_word_find(words[i].word), &words[i]);
        const size_t length = strlen(words[i].meaning);
        assert_true(length > 0 && words[i].meaning[length - 1] == '.');
        if (words[i].option) assert_int_equal(words[i].option[0], '-');
    }
}

static void old_words_lead_to_ours(void **state)
{
    (void)state;
    static const struct {
        const char *word, *see, *option;
    } cases[] = {
        {"--genuine", "mated", "--mated"},
        {"--impostor", "non-mated", "--non-mated"},
        {"--gallery", "reference", "--references"},
        {"--threshold-at", "threshold", "--fmr"},
        {"--far", "FMR", "--fmr"},
        {"FAR", "FMR", "--fmr"},
        {"FPR", "FMR", "--fmr"},
        {"--bootstrap", "cluster-robust interval", "--bootstrap"},
        {"--group_by", "group", "--by"},
        {"dissimilarity", "distance", "--distance"},
        {"FMR1000", "FNMR@FMR=0.001", "--fmr"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const assay_word *word = assay_word_find(cases[i].word);
        assert_non_null(word);
        assert_string_equal(word->see, cases[i].see);
        assert_string_equal(word->option, cases[i].option);
    }
    static const char *const others[] = {
        "FRR",  "TAR",    "TPR",         "GAR",        "client",   "hit rate",
        "CMC",  "rank-1", "d-prime",     "similarity", "accuracy", "d'",
        "FPIR", "FNIR",   "selectivity", "EER",        "DIR",      "imposter",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_non_null(assay_word_find(others[i]));
    assert_null(assay_word_find("FNMR")->see);
    assert_null(assay_word_find("nonsense"));
    assert_null(assay_word_find(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        help_test(tables_name_their_columns_and_the_command),
        help_test(tables_of_attacks_and_qualities),
        help_test(tables_beside_scores),
        help_test(matrices_and_vectors),
        help_test(templates),
        help_test(candidate_lists),
        help_test(unknown_files_are_told_what_is_read),
        help_test(what_steers_a_terminal_is_taken_out),
        help_test(a_name_is_quoted_for_the_shell),
        help_test(words_are_sorted_and_whole),
        help_test(old_words_lead_to_ours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
