// SPDX-License-Identifier: Apache-2.0
#include "unit/read_help.h"

#include <math.h>

static assay_read_options options;

static int setup(void **state)
{
    options = (assay_read_options){.threads = 1};
    return help_setup(state);
}

#define csv_test(f) cmocka_unit_test_setup_teardown(f, setup, help_teardown)

static assay_status read_path(const char *path)
{
    assay_reader *reader = NULL;
    assay_status status =
        assay_reader_open(path, &options, &intake, &reader, &err);
    if (status == ASSAY_OK) status = help_read(reader);
    assay_reader_close(reader);
    return status;
}

// Reads a text in blocks of several sizes; the outcome of the last one.
static assay_status read_text(const char *text)
{
    static const size_t blocks[] = {1, 7, 100, 0};
    const char *path = help_text(text);
    assay_status status = ASSAY_OK;
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
        const assay_status before = status;
        options.block = blocks[i];
        intake.merged = intake.repeated = 0;
        status = read_path(path);
        assert_true(i == 0 || status == before);
    }
    (void)unlink(help_paths[--help_count]);
    return status;
}

static void assert_row(size_t i, float score, int flags)
{
    assert_true(i < rows.count);
    assert_true(rows.score[i] == score);
    assert_int_equal(rows.flags[i], flags);
}

static void columns_are_found_by_name(void **state)
{
    (void)state;
    assert_int_equal(read_text("pair,mated,score\n1,1,0.5\n2,0,-0\n"),
                     ASSAY_OK);
    assert_int_equal(rows.count, 2);
    assert_int_equal(rows.first_line, 2);
    assert_row(0, 0.5f, ASSAY_ROW_MATED);
    assert_row(1, 0.0f, 0);
    assert_false(signbit(rows.score[1]));
    assert_int_equal(rows.probe[0], 77); // no subjects in the file
}

static void tabs_and_semicolons_separate_too(void **state)
{
    (void)state;
    assert_int_equal(read_text("score\tmated\n0.5\ttrue\n"), ASSAY_OK);
    assert_row(0, 0.5f, ASSAY_ROW_MATED);
    assert_int_equal(read_text("mated;score\n-1;0.5\n"), ASSAY_OK);
    assert_row(0, 0.5f, 0);
    assert_refused(read_text("mated;score\n0;1,5\n"),
                   "2: score \"1,5\" has a comma: write it with a decimal "
                   "point");
}

static void labels_in_words_and_numbers(void **state)
{
    (void)state;
    static const char *const yes[] = {"1", "true", "TRUE", "mated", "1.0"};
    static const char *const no[] = {"0",     "-1",        "false",
                                     "False", "non-mated", "nonmated"};
    char text[64];
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
        (void)snprintf(text, sizeof text, "score,mated\n1,%s\n", yes[i]);
        assert_int_equal(read_text(text), ASSAY_OK);
        assert_row(0, 1, ASSAY_ROW_MATED);
    }
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++) {
        (void)snprintf(text, sizeof text, "score,mated\n1,%s\n", no[i]);
        assert_int_equal(read_text(text), ASSAY_OK);
        assert_row(0, 1, 0);
    }
    assert_refused(read_text("score,mated\n1,genuine\n"),
                   "2: mated is \"genuine\": write 1 for two samples of one "
                   "person, 0 for two people");
    assert_refused(read_text("score,mated\n1,\n"), "2: mated is empty");
}

static void subjects_make_a_comparison_mated(void **state)
{
    (void)state;
    assert_int_equal(read_text("probe_subject,reference_subject,score\n"
                               "a,a,1\nb,a,2\n"),
                     ASSAY_OK);
    assert_row(0, 1, ASSAY_ROW_MATED);
    assert_row(1, 2, 0);
    assert_string_equal(help_subject(rows.probe[1]), "b");
    assert_string_equal(help_subject(rows.reference[1]), "a");
    assert_refused(read_text("probe_subject,reference_subject,score\n,a,1\n"),
                   "2: probe_subject is empty");
}

static void a_label_must_not_contradict_the_subjects(void **state)
{
    (void)state;
    static const char head[] = "probe_subject,reference_subject,mated,score\n";
    char text[128];
    (void)snprintf(text, sizeof text, "%sa,a,1,1\na,b,1,1\n", head);
    assert_refused(read_text(text),
                   "3: mated says one person, but the subjects differ");
    (void)snprintf(text, sizeof text, "%sa,a,0,1\n", head);
    assert_refused(read_text(text),
                   "2: mated says two people, but the subjects are the same");
    (void)snprintf(text, sizeof text, "%s,b,1,1\n", head);
    assert_int_equal(read_text(text), ASSAY_OK);
    assert_int_equal(rows.probe[0], ASSAY_NO_STRING);
    assert_string_equal(help_subject(rows.reference[0]), "b");
}

static void subjects_that_nobody_wants_are_still_compared(void **state)
{
    (void)state;
    assay_strings_free(intake.subjects);
    intake.subjects = NULL;
    assert_int_equal(
        read_text("score,probe_subject,reference_subject\n1,a,a\n2,a,b\n"),
        ASSAY_OK);
    assert_row(0, 1, ASSAY_ROW_MATED);
    assert_row(1, 2, 0);
    assert_int_equal(rows.probe[0], 77);
}

static void a_failed_comparison_has_no_score(void **state)
{
    (void)state;
    static const char *const failed[] = {"-1", "nan"};
    assert_int_equal(read_text("score,mated\n,1\n0.5,0\n"), ASSAY_OK);
    assert_row(0, 0, ASSAY_ROW_MATED | ASSAY_ROW_FAILED);
    options.failed = (assay_texts){failed, 2};
    assert_int_equal(read_text("score,mated\n-1.0,1\nNaN,0\n-2,0\n"), ASSAY_OK);
    assert_row(0, 0, ASSAY_ROW_MATED | ASSAY_ROW_FAILED);
    assert_row(1, 0, ASSAY_ROW_FAILED);
    assert_row(2, -2, 0);
}

static void failed_values_are_compared_as_float32(void **state)
{
    (void)state;
    static const char *const failed[] = {"0.1"};
    options.failed = (assay_texts){failed, 1};
    assert_int_equal(read_text("score,mated\n0.10000000149011612,1\n0.2,1\n"),
                     ASSAY_OK);
    assert_row(0, 0, ASSAY_ROW_MATED | ASSAY_ROW_FAILED);
    assert_row(1, 0.2f, ASSAY_ROW_MATED);
}

static void what_failed_takes_is_checked(void **state)
{
    (void)state;
    static const char *const failed[] = {"none"};
    options.failed = (assay_texts){failed, 1};
    assert_int_equal(read_text("score,mated\n1,1\n"), ASSAY_EUSAGE);
    assert_non_null(strstr(err.reason, "--failed none: give a number or nan"));
}

static void samples_that_were_not_acquired(void **state)
{
    (void)state;
    static const char head[] =
        "score,mated,probe_acquired,reference_acquired\n";
    char text[160];
    (void)snprintf(text, sizeof text,
                   "%snan,1,0,1\n,0,2,0\nx,1,0,0\n0.5,1,1,true\n", head);
    assert_int_equal(read_text(text), ASSAY_OK);
    assert_row(0, 0, ASSAY_ROW_MATED | ASSAY_ROW_NO_PROBE);
    assert_row(1, 0, ASSAY_ROW_NO_REFERENCE);
    assert_row(2, 0,
               ASSAY_ROW_MATED | ASSAY_ROW_NO_PROBE | ASSAY_ROW_NO_REFERENCE);
    assert_row(3, 0.5f, ASSAY_ROW_MATED);
    (void)snprintf(text, sizeof text, "%s1,1,1,no\n", head);
    assert_refused(read_text(text), "2: reference_acquired is \"no\": write 1, "
                                    "or 0 for a failure to enrol");
    (void)snprintf(text, sizeof text, "%s1,1,,1\n", head);
    assert_refused(read_text(text), "2: probe_acquired is \"\": write 1, or 0 "
                                    "for a failure to acquire");
}

static void scores_that_are_none_are_refused(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"nan", "2: a score that is not a number (NaN)"},
        {"1e999", "2: score 1e999 is not finite as float32: write inf"},
        {"-4e38", "2: score -4e38 is not finite as float32"},
        {"0x1p3", "2: score \"0x1p3\" is not a decimal number"},
        {"\"1,5\"", "2: score \"1,5\" has a comma"},
        {"1 2", "2: score \"1 2\" is not a decimal number"},
    };
    char text[64];
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        (void)snprintf(text, sizeof text, "score,mated\n%s,1\n", bad[i][0]);
        assert_refused(read_text(text), bad[i][1]);
    }
    assert_int_equal(read_text("score,mated\ninf,1\n-Infinity,0\n1e-60,0\n"),
                     ASSAY_OK);
    assert_row(0, INFINITY, ASSAY_ROW_MATED);
    assert_row(1, -INFINITY, 0);
    assert_row(2, 0, 0);
}

static void other_headings_are_mapped(void **state)
{
    (void)state;
    static const assay_pair pairs[] = {{"score", "Sim score"},
                                       {"mated", "label"}};
    options.columns = (assay_pairs){pairs, 2};
    assert_int_equal(read_text("label,Sim score\n1,0.25\n"), ASSAY_OK);
    assert_row(0, 0.25f, ASSAY_ROW_MATED);
    assert_refused(read_text("label,similarity\n1,0.25\n"),
                   "1: no column \"Sim score\" for --column score=: the "
                   "columns are label, similarity");
}

static void a_mapping_the_wrong_way_round_is_turned(void **state)
{
    (void)state;
    static const assay_pair pairs[] = {{"similarity", "score"}};
    options.columns = (assay_pairs){pairs, 1};
    assert_int_equal(read_text("mated,similarity\n1,0.25\n"), ASSAY_EUSAGE);
    assert_non_null(strstr(err.reason, "--column score=similarity"));
}

static void a_missing_column_is_answered_with_a_line_to_paste(void **state)
{
    (void)state;
    assert_refused(read_text("id1,id2,Match Score,label\n1,2,3,0\n"),
                   "1: no column \"score\" (the columns are id1, id2, Match "
                   "Score, label): add --column 'score=Match Score' --column "
                   "mated=label");
    assert_refused(read_text("mated,distance\n1,2\n"),
                   "1: no column \"score\" (the columns are mated, distance): "
                   "add --column score=distance --distance");
    assert_refused(read_text("x,y\n1,2\n"),
                   "1: no column \"score\" (the columns are x, y): name the "
                   "one that holds it with --column score=HEADING");
    assert_refused(read_text("score,label\n1,1\n"),
                   "1: no column says which comparisons are mated (the columns "
                   "are score, label): add --column mated=label");
    assert_refused(read_text("score,id1,id2\n1,1,2\n"),
                   "1: no column says which comparisons are mated (the columns "
                   "are score, id1, id2): add --column probe_subject=id1 "
                   "--column reference_subject=id2");
    assert_refused(read_text("score,a\n1,1\n"),
                   "1: no column says which comparisons are mated (the columns "
                   "are score, a): name it with --column mated=HEADING");
}

static void a_line_to_paste_is_safe_to_paste(void **state)
{
    (void)state;
    assert_refused(read_text("mated,'|score|'\n1,1\n"),
                   "1: no column \"score\" (the columns are mated, '|score|'): "
                   "name the one that holds it with --column score=HEADING");
    assert_refused(read_text("mated,sco\x1bre\n1,1\n"),
                   "1: no column \"score\" (the columns are mated, sco?re): "
                   "name the one");
    assert_refused(read_text("mated,$(score)\n1,1\n"),
                   "1: no column \"score\" (the columns are mated, $(score)): "
                   "add --column 'score=$(score)'");
}

static void many_columns_are_not_all_listed(void **state)
{
    (void)state;
    char text[2000] = "mated";
    for (int i = 0; i < 90; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, ",column_%d", i);
        strcat(text, name);
    }
    strcat(text, "\n");
    assert_refused(read_text(text), "1: no column \"score\" (the columns are "
                                    "mated, column_0, column_1");
    assert_non_null(strstr(err.reason, " more): name the one"));
    assert_true(strlen(err.reason) < 480);
}

static void a_heading_must_not_come_twice(void **state)
{
    (void)state;
    assert_refused(read_text("score,mated,score\n1,1,2\n"),
                   "1: two columns are called \"score\": rename one");
}

static void wanted_columns_are_kept(void **state)
{
    (void)state;
    static const assay_pair pairs[] = {{"sex", "gender"}};
    options.columns = (assay_pairs){pairs, 1};
    help_want("sex");
    help_want("fold");
    assert_int_equal(read_text("score,mated,gender\n1,1,F\n2,0,\n3,0,M\n"),
                     ASSAY_OK);
    assert_true(intake.found[0]);
    assert_false(intake.found[1]);
    assert_string_equal(help_value(0, 0), "F");
    assert_int_equal(rows.column[0][1], ASSAY_NO_STRING);
    assert_string_equal(help_value(0, 2), "M");
    assert_int_equal(rows.column[1][0], ASSAY_NO_STRING);
}

static void a_sample_is_not_compared_with_itself(void **state)
{
    (void)state;
    assert_refused(
        read_text("probe_id,reference_id,mated,score\na,b,1,1\na,a,1,1\n"),
        "3: a sample is compared with itself");
}

static void what_repeats_is_counted(void **state)
{
    (void)state;
    assert_int_equal(read_text("pair,mated,score\n1,1,0.5\n1,1,0.5\n"
                               "1,1,0.5\n2,1,0.5\n3,1,\n3,1,\n"),
                     ASSAY_OK);
    assert_int_equal(intake.repeated, 3);
    assert_int_equal(intake.merged, 0);
    // Without ids rows repeat by chance.
    assert_int_equal(read_text("mated,score\n1,0.5\n1,0.5\n"), ASSAY_OK);
    assert_int_equal(intake.repeated, 0);
}

static void doubles_that_become_one_float_are_counted(void **state)
{
    (void)state;
    assert_int_equal(read_text("mated,score\n1,0.1\n1,0.1000000000001\n1,0.10\n"
                               "1,0.10\n1,0.3\n1,0.1\n"),
                     ASSAY_OK);
    assert_int_equal(intake.merged, 2);
}

static void rows_must_be_as_wide_as_the_header(void **state)
{
    (void)state;
    assert_refused(read_text("score,mated\n1,1\n1\n"),
                   "3: 1 field where the header has 2");
    assert_refused(read_text("score,mated\n1,1,1\n"),
                   "2: 3 fields where the header has 2: put fields that hold "
                   "the separator in quotes");
}

static void files_without_rows_are_refused(void **state)
{
    (void)state;
    assert_refused(read_text(""), "1: the file is empty");
    assert_refused(read_text("score,mated\n"), "1: a header without rows");
    assert_refused(read_text("score,mated"), "1: a header without rows");
    assert_refused(read_text("score,mated\n\n\n"), "1: a header without rows");
    options.format = "csv";
    assert_refused(read_text(""), "1: the file is empty");
    assert_refused(read_text("\nscore,mated\n1,1\n"),
                   "1: an empty line where the header should be");
}

static void what_is_accepted(void **state)
{
    (void)state;
    static const char *const good[] = {
        "score,mated\r\n0.5,1\r\n",   "\xef\xbb\xbfscore,mated\n0.5,1\n",
        "score,mated\n0.5,1",         "\"score\",\"mated\"\n\"0.5\",\"1\"\n",
        "score , mated\n 0.5 , 1 \n", "score,mated\n\n0.5,1\n\n",
        ",score,mated\n0,0.5,1\n",
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_int_equal(read_text(good[i]), ASSAY_OK);
        assert_int_equal(rows.count, 1);
        assert_row(0, 0.5f, ASSAY_ROW_MATED);
    }
}

static void csv_of_bob(void **state)
{
    (void)state;
    help_want("reference_sex");
    assert_int_equal(
        read_text("probe_template_id,probe_subject_id,bio_ref_template_id,"
                  "bio_ref_subject_id,bio_ref_sex,score\n"
                  "p1,7,7,7,F,0.5\np2,8,7,7,F,nan\n"),
        ASSAY_OK);
    assert_row(0, 0.5f, ASSAY_ROW_MATED);
    assert_row(1, 0, ASSAY_ROW_FAILED);
    assert_string_equal(help_subject(rows.probe[1]), "8");
    assert_string_equal(help_subject(rows.reference[1]), "7");
    assert_string_equal(help_value(0, 1), "F");
    assert_refused(read_text("probe_subject_id,bio_ref_subject_id,score,"
                             "probe_attack_type\n1,1,0.5,\n1,1,0.5,print\n"),
                   "3: a presentation attack (probe_attack_type)");
}

static void formats_are_forced_by_name(void **state)
{
    (void)state;
    options.format = "bob2";
    assert_refused(read_text("score,mated\n1,1\n"),
                   "1: 1 field where Bob 2-column text has 2 (label score)");
    options.format = "sqlite";
    assert_int_equal(read_text("score,mated\n1,1\n"), ASSAY_EUSAGE);
    assert_string_equal(err.reason,
                        "unknown format \"sqlite\": --format takes csv, "
                        "bob-csv, bob2, bob4, bob5, matrix, bee");
}

static void other_files_are_told_what_they_are(void **state)
{
    (void)state;
    assert_refused(read_text("\x93NUMPY\x01"),
                   "1: an array of scores without labels");
    assert_refused(read_text("SQLite format 3"),
                   "1: a result (or another SQLite");
    assert_refused(read_text("PK\x03\x04"), "1: zip archive");
    assert_refused(read_text("BZh9"), "1: packed in a way that isn't read");
    assert_refused(read_text("0.25\n0.5\n"), "1: scores without labels");
    assert_refused(read_text("a,b,0.5\nc,d,0.25\n"),
                   "1: a table without a header: put the names");
    assert_refused(read_text("Once upon a time\n"),
                   "1: in no format that is known");
}

static void batches_are_full_and_inputs_are_listed(void **state)
{
    (void)state;
    enum { ROWS = 2 * ASSAY_BATCH_ROWS + 5 };
    char *text = malloc(ROWS * 32 + 64);
    assert_non_null(text);
    size_t n = (size_t)sprintf(text, "probe_subject,reference_subject,score\n");
    for (int i = 0; i < ROWS; i++)
        n += (size_t)sprintf(text + n, "s%d,s%d,%d\n", i % 100, i % 7, i);
    options.digest = true;
    assay_reader *reader = NULL;
    assay_input inputs[4];
    const char *path = help_file(text, n);
    assert_int_equal(assay_reader_open(path, &options, &intake, &reader, &err),
                     ASSAY_OK);
    assert_false(assay_reader_can_rewind(reader));
    for (int i = 0; i < 4; i++) {
        static const size_t sizes[] = {ASSAY_BATCH_ROWS, ASSAY_BATCH_ROWS, 5,
                                       0};
        assert_int_equal(assay_reader_next(reader, &help_batch, &err),
                         ASSAY_OK);
        assert_int_equal(help_batch.rows, sizes[i]);
    }
    assert_int_equal(assay_reader_inputs(reader, inputs), 1);
    assert_int_equal(inputs[0].rows, ROWS);
    assert_int_equal(inputs[0].bytes, n);
    assert_string_equal(inputs[0].format, "csv");
    assert_string_equal(inputs[0].role, "scores");
    assert_string_equal(inputs[0].name, strrchr(path, '/') + 1);
    assert_int_equal(strlen(inputs[0].digest), 64);
    assert_int_equal(assay_strings_count(intake.subjects), 100);
    assay_reader_close(reader);
    free(text);
}

// The files of ../shared/data whose counts stand in its README.
static void real_lists_have_their_counts(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        size_t rows, mated, subjects;
    } files[] = {
        {ASSAY_DATA "/scores/lfw_view2_mobilefacenet.csv", 6000, 3000, 4281},
        {ASSAY_DATA "/scores/lfw_view2_mobilenet.csv", 6000, 3000, 4281},
    };
    if (access(files[0].path, R_OK) != 0) skip();
    for (size_t k = 0; k < 2; k++) {
        size_t mated = 0;
        assert_int_equal(read_path(files[k].path), ASSAY_OK);
        for (size_t i = 0; i < rows.count; i++)
            mated += rows.flags[i] & ASSAY_ROW_MATED;
        assert_int_equal(rows.count, files[k].rows);
        assert_int_equal(mated, files[k].mated);
        assert_int_equal(assay_strings_count(intake.subjects),
                         files[k].subjects);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        csv_test(columns_are_found_by_name),
        csv_test(tabs_and_semicolons_separate_too),
        csv_test(labels_in_words_and_numbers),
        csv_test(subjects_make_a_comparison_mated),
        csv_test(a_label_must_not_contradict_the_subjects),
        csv_test(subjects_that_nobody_wants_are_still_compared),
        csv_test(a_failed_comparison_has_no_score),
        csv_test(failed_values_are_compared_as_float32),
        csv_test(what_failed_takes_is_checked),
        csv_test(samples_that_were_not_acquired),
        csv_test(scores_that_are_none_are_refused),
        csv_test(other_headings_are_mapped),
        csv_test(a_mapping_the_wrong_way_round_is_turned),
        csv_test(a_missing_column_is_answered_with_a_line_to_paste),
        csv_test(a_line_to_paste_is_safe_to_paste),
        csv_test(many_columns_are_not_all_listed),
        csv_test(a_heading_must_not_come_twice),
        csv_test(wanted_columns_are_kept),
        csv_test(a_sample_is_not_compared_with_itself),
        csv_test(what_repeats_is_counted),
        csv_test(doubles_that_become_one_float_are_counted),
        csv_test(rows_must_be_as_wide_as_the_header),
        csv_test(files_without_rows_are_refused),
        csv_test(what_is_accepted),
        csv_test(csv_of_bob),
        csv_test(formats_are_forced_by_name),
        csv_test(other_files_are_told_what_they_are),
        csv_test(batches_are_full_and_inputs_are_listed),
        csv_test(real_lists_have_their_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
