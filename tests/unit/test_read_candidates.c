// SPDX-License-Identifier: Apache-2.0
#include "unit/read_help.h"

#include "read/candidate_lists.h"

static const char probes_csv[] = "sample_id,subject_id\nq-1,a\nq-2,b\nq-3,c\n";
static const char references_csv[] =
    "sample_id,subject_id\nw-1,a\nw-2,b\nw-3,x\n";

static assay_strings *ids;
static assay_candidate_lists *lists;
static assay_candidate_files files;
static assay_read_options options;

static int setup(void **state)
{
    ids = assay_strings_new();
    lists = NULL;
    files = (assay_candidate_files){0};
    options = (assay_read_options){.threads = 1};
    return ids ? help_setup(state) : 1;
}

static int teardown(void **state)
{
    assay_candidate_lists_free(lists);
    lists = NULL;
    assay_strings_free(ids);
    return help_teardown(state);
}

static assay_status open_files(const char *const *paths, size_t n)
{
    assay_candidate_lists_free(lists);
    files.lists = (assay_texts){paths, n};
    return assay_candidate_lists_open(&files, &options, &intake, ids, &lists,
                                      &err);
}

static assay_status open_path(const char *path)
{
    return open_files(&path, 1);
}

// With the three probes and the three references above.
static assay_status open_text(const char *text)
{
    if (!files.probes) {
        files.probes = help_text(probes_csv);
        files.references = help_text(references_csv);
    }
    const assay_status status = open_path(help_text(text));
    if (status != ASSAY_OK) (void)unlink(help_paths[--help_count]);
    return status;
}

// "w-1:0.9 w-2:0.5": the list of a probe.
static const char *list_of(size_t probe)
{
    static char text[4096];
    size_t length = 0;
    const assay_listed_search s = assay_candidate_lists_search(lists, probe);
    const assay_sample_list *from = assay_candidate_lists_references(lists);
    assert_int_equal(s.probe, probe);
    text[0] = '\0';
    for (size_t i = 0; i < s.count; i++) {
        const uint32_t id =
            assay_sample_list_samples(from)[s.list[i].reference];
        length += (size_t)snprintf(
            text + length, sizeof text - length, "%s%s:%g", i ? " " : "",
            assay_strings_text(ids, id).text, (double)s.list[i].score);
        assert_int_equal(s.list[i].probe, probe);
    }
    return text;
}

static void a_list_for_each_probe(void **state)
{
    (void)state;
    assert_int_equal(open_text("probe_id,rank,reference_id,score\n"
                               "q-2,1,w-3,0.75\nq-1,2,w-2,0.5\nq-1,1,w-1,0.9\n"
                               "q-2,2,w-1,0.75\nq-1,3,w-3,-0\n"),
                     ASSAY_OK);
    assert_string_equal(list_of(0), "w-1:0.9 w-2:0.5 w-3:0");
    assert_string_equal(list_of(1), "w-3:0.75 w-1:0.75");
    assert_string_equal(list_of(2), "");
    assert_int_equal(assay_candidate_lists_longest(lists), 3);
    assert_int_equal(assay_candidate_lists_total(lists), 5);
    const assay_listed_search first = assay_candidate_lists_search(lists, 0);
    assert_true(first.told && first.whole && !first.failed);
    assert_int_equal(first.list[2].rank, 3);
    const assay_listed_search second = assay_candidate_lists_search(lists, 1);
    assert_true(second.told && !second.whole && !second.failed);
    const assay_listed_search third = assay_candidate_lists_search(lists, 2);
    assert_true(!third.told && !third.whole && !third.failed && !third.list);
    assert_int_equal(assay_candidate_lists_fail(lists, &first.list[1], &err),
                     err.status);
}

static void without_ranks_scores_order(void **state)
{
    (void)state;
    assert_int_equal(open_text("score;reference_id;probe_id\n0.25;w-1;q-3\n"
                               "0.5;w-3;q-3\n0.125;w-2;q-3\n"),
                     ASSAY_OK);
    assert_string_equal(list_of(2), "w-3:0.5 w-1:0.25 w-2:0.125");
    files.distance = true;
    assert_int_equal(open_text("score;reference_id;probe_id\n0.25;w-1;q-3\n"
                               "0.5;w-3;q-3\n0.125;w-2;q-3\n"),
                     ASSAY_OK);
    assert_string_equal(list_of(2), "w-2:0.125 w-1:0.25 w-3:0.5");
}

// A search may lie in several files, and its columns under other headings.
static void several_files_and_other_headings(void **state)
{
    (void)state;
    const assay_pair pairs[] = {{"probe_id", "query"}, {"score", "sim"}};
    options.columns = (assay_pairs){pairs, 2};
    files.probes = help_text(probes_csv);
    files.references = help_text(references_csv);
    const char *paths[] = {
        help_text("query,sim,reference_id,rank\nq-1,7,w-1,0\n"),
        help_text("rank,reference_id,sim,query\n1,w-2,6,q-1\n0,w-2,1,q-2\n")};
    assert_int_equal(open_files(paths, 2), ASSAY_OK);
    assert_string_equal(list_of(0), "w-1:7 w-2:6");
    assert_string_equal(list_of(1), "w-2:1");
    const assay_listed_search s = assay_candidate_lists_search(lists, 0);
    memset(&err, 0, sizeof err);
    (void)assay_candidate_lists_fail(lists, &s.list[1], &err);
    assert_string_equal(err.file, paths[1]);
    assert_int_equal(err.line, 2);
}

static void empty_lists(void **state)
{
    (void)state;
    assert_int_equal(
        open_text("probe_id,rank,reference_id,score\nq-1,,,\nq-2,1,w-1,5\n"),
        ASSAY_OK);
    const assay_listed_search first = assay_candidate_lists_search(lists, 0);
    assert_true(first.told && !first.failed && !first.count);
    assert_false(assay_candidate_lists_search(lists, 2).told);
    assert_int_equal(open_text("probe_id,rank,reference_id,score\n"), ASSAY_OK);
    assert_int_equal(assay_candidate_lists_longest(lists), 0);
}

// Ties may share a rank, and ranks may start at 0.
static void ranks_of_ties(void **state)
{
    (void)state;
    static const char *const good[] = {"1 1 3", "0 0 2", "1 1 2", "2 1 3",
                                       "0 1 2"};
    char text[200];
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        const char *r = good[i];
        (void)snprintf(text, sizeof text,
                       "probe_id,rank,reference_id,score\nq-1,%c,w-1,5\n"
                       "q-1,%c,w-2,5\nq-1,%c,w-3,4\n",
                       r[0], r[2], r[4]);
        assert_int_equal(open_text(text), ASSAY_OK);
        (void)unlink(help_paths[--help_count]);
    }
}

static void wrong_lists_are_refused_with_their_line(void **state)
{
    (void)state;
    const struct {
        const char *rows, *reason;
    } cases[] = {
        {"q-9,1,w-1,5\n", "2: probe_id \"q-9\" is no sample_id of "},
        {"q-1,1,w-1,5\nq-1,2,w-9,4\n",
         "3: reference_id \"w-9\" is no sample_id of "},
        {"q-1,1,q-2,5\n", "2: reference_id \"q-2\" is no sample_id of "},
        {",1,w-1,5\n", "2: probe_id is empty"},
        {"q-1,1,,5\n", "2: reference_id is empty"},
        {"q-1,1,w-1,\n", "2: score is empty"},
        {"q-1,1,w-1,nan\n", "2: a score that is not a number (NaN)"},
        {"q-1,1,w-1,1e99\n", "2: score 1e99 is not finite as float32"},
        {"q-1,1,w-1,abc\n", "2: score \"abc\" is not a decimal number"},
        {"q-1,one,w-1,1\n", "2: rank \"one\": a whole number"},
        {"q-1,4294967295,w-1,1\n", "2: rank \"4294967295\": a whole number"},
        {"q-1,1,w-1,5\nq-2,1,w-1,5\nq-1,2,w-1,5\n",
         "4: this reference is in the list of this search already"},
        {"q-1,1,w-1,5\nq-1,2,w-2,6\n",
         "2: rank 1 with the score 5, but rank 2 has 6: ranks and scores "
         "contradict each other; are these distances (--distance)?"},
        {"q-1,1,w-1,5\nq-1,1,w-2,4\n",
         "3: rank 1 with the score 4, but rank 1 has 5"},
        {"q-1,1,w-1,5\nq-1,3,w-2,4\n",
         "3: rank 3, but the list has only 1 candidate before it"},
        {"q-1,2,w-1,5\nq-1,3,w-2,4\n",
         "2: rank 2, but the list has only 0 candidates before it"},
        {"q-2,0,w-1,5\nq-1,1,w-1,5\n",
         "3: rank 1, but the list has only 0 candidates before it"},
        {"q-1,1,w-1\n", "2: 3 fields where the header has 4"},
    };
    char text[200];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        (void)snprintf(text, sizeof text,
                       "probe_id,rank,reference_id,score\n%s", cases[i].rows);
        assert_refused(open_text(text), cases[i].reason);
        assert_null(lists);
    }
    assert_refused(open_text("probe_id,rank,score\nq-1,1,5\n"),
                   "1: no column \"reference_id\"");
    files.distance = true;
    assert_refused(open_text("probe_id,rank,reference_id,score\n"
                             "q-1,1,w-1,5\nq-1,2,w-2,4\n"),
                   "2: rank 1 with the score 5, but rank 2 has 4: ranks and "
                   "scores contradict each other; are these similarities");
}

static void candidates_of_what_was_not_acquired(void **state)
{
    (void)state;
    files.probes = help_text("sample_id,subject_id,acquired\nq-1,a,0\nq-2,b,1");
    files.references =
        help_text("sample_id,subject_id,acquired\nw-1,a,1\nw-2,b,0\n");
    assert_refused(open_text("probe_id,reference_id,score\nq-1,w-1,5\n"),
                   "2: the probe was not acquired (its acquired is 0 in ");
    assert_refused(
        open_text("probe_id,reference_id,score\nq-2,w-1,5\nq-2,w-2,4\n"),
        "3: the reference was not acquired (its acquired is 0 in ");
    assert_int_equal(
        open_text("probe_id,reference_id,score\nq-2,w-1,5\nq-1,,\n"), ASSAY_OK);
    assert_int_equal(
        assay_sample_list_lost(assay_candidate_lists_probes(lists))[0], 1);
}

#define FRVT                                                                   \
    "searchId candidateRank searchRetCode isAssigned templateId score "        \
    "decision\n"

static void logs_of_frvt(void **state)
{
    (void)state;
    assert_int_equal(open_text(FRVT "q-1 0 0 1 w-3 12.5 1\n"
                                    "q-1 1 0 1 w-1 11.25 0 \n"
                                    "q-1 2 0 0  -1 0\n" FRVT
                                    "q-2 0 7 0  0 0\nq-2 1 7 0  0 0\n"
                                    "q-3 0 0 0  -1 0\r\n"),
                     ASSAY_OK);
    assert_string_equal(list_of(0), "w-3:12.5 w-1:11.25");
    assert_string_equal(list_of(1), "");
    assert_false(assay_candidate_lists_search(lists, 0).failed);
    assert_true(assay_candidate_lists_search(lists, 1).failed);
    assert_true(assay_candidate_lists_search(lists, 2).told);
    assert_false(assay_candidate_lists_search(lists, 2).failed);
    assert_int_equal(assay_candidate_lists_inputs(lists), 3);
    const assay_input input = assay_candidate_lists_input(lists, 0);
    assert_string_equal(input.format, "frvt");
    assert_string_equal(input.role, "candidates");
    assert_int_equal(input.rows, 6);
    assert_string_equal(assay_candidate_lists_input(lists, 1).role, "probes");
    assert_string_equal(assay_candidate_lists_input(lists, 2).role,
                        "references");
}

static void wrong_logs_of_frvt(void **state)
{
    (void)state;
    assert_refused(open_text(FRVT "q-1 0 0 1 w-3 12.5\n"),
                   "2: 6 fields between single blanks");
    assert_refused(open_text(FRVT "q-1 0 0 0 -1 0\n"),
                   "2: 6 fields between single blanks");
    assert_refused(open_text(FRVT "q-1 0 0 1 w-3 12.5 1 2\n"),
                   "2: 8 fields between single blanks");
    assert_refused(open_text(FRVT "q-1 0 0 1 w-3 12.5 1\nq-1 1 7 0  0 0\n"),
                   "3: this search failed on one line and not on another");
    assert_refused(open_text(FRVT "q-1 x 0 1 w-3 12.5 1\n"),
                   "2: candidateRank \"x\": a whole number is needed");
    assert_refused(open_text(FRVT "q-1 1 0 1 w-3 12.5 1\n"),
                   "2: rank 2, but the list has only 0");
    assert_refused(open_text(FRVT "q-1 0 0 1 w-9 12.5 1\n"),
                   "2: reference_id \"w-9\" is no sample_id");
    options.format = "frvt";
    assert_refused(open_text("probe_id,rank,reference_id,score\n"),
                   "1: 1 field between single blanks");
}

static void scores_of_bob_are_whole_lists(void **state)
{
    (void)state;
    assert_int_equal(
        open_path(help_text("1 1 p1 0.5\n1 2 p2 0.25\n2 1 p1 nan\n2 2 p2 1\n"
                            "1 9 p3 nan\n2 9 p3 nan\n")),
        ASSAY_OK);
    assert_string_equal(list_of(0), "1:0.5");
    assert_string_equal(list_of(1), "2:1 1:0.25");
    assert_true(assay_candidate_lists_search(lists, 1).whole);
    assert_false(assay_candidate_lists_search(lists, 0).whole);
    assert_false(assay_candidate_lists_search(lists, 0).failed);
    assert_true(assay_candidate_lists_search(lists, 2).failed);
    const assay_sample_list *probes = assay_candidate_lists_probes(lists);
    assert_int_equal(assay_sample_list_count(probes), 3);
    assert_string_equal(help_subject(assay_sample_list_subjects(probes)[2]),
                        "9");
    assert_int_equal(assay_candidate_lists_inputs(lists), 1);
    assert_string_equal(assay_candidate_lists_input(lists, 0).format, "bob4");
    assert_int_equal(assay_candidate_lists_input(lists, 0).rows, 6);
}

static void models_of_bob_are_references(void **state)
{
    (void)state;
    assert_int_equal(
        open_path(help_text("1 m1 1 p1 5\n1 m2 1 p1 6\n2 m3 1 p1 4\n")),
        ASSAY_OK);
    assert_string_equal(list_of(0), "m2:6 m1:5 m3:4");
    const assay_sample_list *from = assay_candidate_lists_references(lists);
    assert_string_equal(help_subject(assay_sample_list_subjects(from)[1]), "1");
    assert_string_equal(help_subject(assay_sample_list_subjects(from)[2]), "2");
}

static void wrong_scores_of_bob(void **state)
{
    (void)state;
    assert_refused(open_path(help_text("1 1 p1 5\n1 2 p1 5\n")),
                   "2: the probe \"p1\" is of \"1\" on an earlier line");
    assert_refused(open_path(help_text("1 m 1 p1 5\n2 m 1 p2 5\n")),
                   "2: the reference \"m\" is of \"1\" on an earlier line");
    assert_refused(open_path(help_text("1 1 p1 5\n1 1 p1 5\n")),
                   "2: this reference is in the list of this search already");
    files.probes = files.references = "people.csv";
    assert_int_equal(open_path(help_text("1 1 p1 5\n")), ASSAY_EUSAGE);
    assert_string_equal(err.reason,
                        "bob4 text says itself who everybody is: leave out "
                        "--probes and --references");
}

static void what_cannot_be_read_at_all(void **state)
{
    (void)state;
    const char *list = help_text("probe_id,rank,reference_id,score\n");
    assert_int_equal(open_path(list), ASSAY_EUSAGE);
    assert_string_equal(err.reason,
                        "candidate lists need --probes P.csv and --references "
                        "R.csv: sample_id and subject_id, a line a sample");
    assert_int_equal(open_files(NULL, 0), ASSAY_EUSAGE);
    options.format = "bob2";
    assert_int_equal(open_path(list), ASSAY_EUSAGE);
    options.format = NULL;
    assert_int_equal(open_path("/nowhere/list.csv"), ASSAY_EREAD);
    files.probes = "/nowhere/p.csv";
    files.references = list;
    assert_int_equal(open_path(list), ASSAY_EREAD);
    files.probes = NULL;
    assert_refused(open_text("a b\n1 2\n"), "1: no column \"probe_id\"");
}

static void long_lists_are_sorted(void **state)
{
    (void)state;
    enum { N = 3000 };
    static char text[N * 40];
    static char people[N * 16];
    size_t length = (size_t)snprintf(text, 40, "probe_id,reference_id,score\n");
    size_t named = (size_t)snprintf(people, 40, "sample_id,subject_id\n");
    for (unsigned i = 0; i < N; i++) {
        length += (size_t)snprintf(text + length, 40, "q-%u,w%u,%u\n",
                                   1 + i % 2, i / 2, i * 7919u % N);
        named += (size_t)snprintf(people + named, 16, "w%u,p%u\n", i, i);
    }
    files.probes = help_text(probes_csv);
    files.references = help_text(people);
    assert_int_equal(open_text(text), ASSAY_OK);
    for (size_t p = 0; p < 2; p++) {
        const assay_listed_search s = assay_candidate_lists_search(lists, p);
        assert_int_equal(s.count, N / 2);
        for (size_t i = 1; i < s.count; i++)
            assert_true(s.list[i - 1].score > s.list[i].score);
        for (size_t i = 0; i < s.count; i++) {
            const unsigned row = 2 * s.list[i].reference + (unsigned)p;
            assert_true(s.list[i].score == (float)(row * 7919u % N));
        }
    }
}

static void real_scores_of_bob(void **state)
{
    (void)state;
    const struct {
        const char *name;
        size_t probes, references;
    } cases[] = {
        {ASSAY_DATA "/formats/scores-cmc-4col-open-set.txt", 9, 3},
        {ASSAY_DATA "/formats/scores-cmc-4col.txt", 100, 20},
        {ASSAY_DATA "/formats/scores-cmc-5col.txt", 100, 20},
    };
    if (access(cases[0].name, R_OK) != 0) skip();
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(open_path(cases[i].name), ASSAY_OK);
        assert_int_equal(
            assay_sample_list_count(assay_candidate_lists_probes(lists)),
            cases[i].probes);
        assert_int_equal(
            assay_sample_list_count(assay_candidate_lists_references(lists)),
            cases[i].references);
        for (size_t p = 0; p < cases[i].probes; p++)
            assert_true(assay_candidate_lists_search(lists, p).whole);
    }
}

#define list_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        list_test(a_list_for_each_probe),
        list_test(without_ranks_scores_order),
        list_test(several_files_and_other_headings),
        list_test(empty_lists),
        list_test(ranks_of_ties),
        list_test(wrong_lists_are_refused_with_their_line),
        list_test(candidates_of_what_was_not_acquired),
        list_test(logs_of_frvt),
        list_test(wrong_logs_of_frvt),
        list_test(scores_of_bob_are_whole_lists),
        list_test(models_of_bob_are_references),
        list_test(wrong_scores_of_bob),
        list_test(what_cannot_be_read_at_all),
        list_test(long_lists_are_sorted),
        list_test(real_scores_of_bob),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
