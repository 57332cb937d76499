// SPDX-License-Identifier: Apache-2.0
// Files of Bob, and scores of one class as text.
#include "unit/read_help.h"

#include <math.h>

static assay_read_options options;

static int setup(void **state)
{
    options = (assay_read_options){.threads = 1};
    return help_setup(state);
}

#define bob_test(f) cmocka_unit_test_setup_teardown(f, setup, help_teardown)

enum { LABELLED, BARE };

static assay_status read_path(const char *path, int kind)
{
    assay_reader *reader = NULL;
    assay_status status =
        kind == BARE
            ? assay_reader_open_bare(path, true, &options, &intake, &reader,
                                     &err)
            : assay_reader_open(path, &options, &intake, &reader, &err);
    if (status == ASSAY_OK) status = help_read(reader);
    assay_reader_close(reader);
    return status;
}

// Reads a text in blocks of several sizes; the outcome of the last one.
static assay_status read_text(const char *text, int kind)
{
    static const size_t blocks[] = {1, 7, 100, 0};
    const char *path = help_text(text);
    assay_status status = ASSAY_OK;
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
        const assay_status before = status;
        options.block = blocks[i];
        intake.merged = intake.repeated = 0;
        status = read_path(path, kind);
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

static void two_columns_are_label_and_score(void **state)
{
    (void)state;
    assert_int_equal(read_text("# made by hand\n\n1 0.5\n-1\t-0.25 # why\n"
                               "  +1  1e-3\n0 2\n-1 nan\n",
                               LABELLED),
                     ASSAY_OK);
    assert_int_equal(rows.count, 5);
    assert_int_equal(rows.first_line, 3);
    assert_row(0, 0.5f, ASSAY_ROW_MATED);
    assert_row(1, -0.25f, 0);
    assert_row(2, 1e-3f, ASSAY_ROW_MATED);
    assert_row(3, 2, 0);
    assert_row(4, 0, ASSAY_ROW_FAILED);
    assert_int_equal(rows.probe[0], 77);
    assert_refused(read_text("1 0.5\nyes 0.5\n", LABELLED),
                   "2: label \"yes\" is not a number: 1 is mated, -1 "
                   "non-mated");
}

static void four_columns_compare_claimed_and_real(void **state)
{
    (void)state;
    help_want("probe_id");
    assert_int_equal(read_text("f/1 f/1 p,1 0.5\nf/1 f/2 p2 -Inf\n", LABELLED),
                     ASSAY_OK);
    assert_row(0, 0.5f, ASSAY_ROW_MATED);
    assert_row(1, -INFINITY, 0);
    assert_string_equal(help_subject(rows.reference[1]), "f/1");
    assert_string_equal(help_subject(rows.probe[1]), "f/2");
    assert_string_equal(help_value(0, 0), "p,1");
}

static void five_columns_have_a_model(void **state)
{
    (void)state;
    help_want("reference_id");
    assert_int_equal(read_text("a m1 a p 0.5\r\na m2 b p 0.25\r\n", LABELLED),
                     ASSAY_OK);
    assert_row(0, 0.5f, ASSAY_ROW_MATED);
    assert_row(1, 0.25f, 0);
    assert_string_equal(help_value(0, 1), "m2");
}

static void a_line_of_another_width_is_refused(void **state)
{
    (void)state;
    assert_refused(read_text("a a p 0.5\na m a p 0.5\n", LABELLED),
                   "2: 5 fields where Bob 4-column text has 4 (claimed real "
                   "probe score): correct the line, or name another --format");
    assert_refused(read_text("1 0.5\n1\n", LABELLED),
                   "2: 1 field where Bob 2-column text has 2");
}

static void scores_that_are_none_are_refused(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"a a p 0.5\na a p 1e999\n",
         "2: score 1e999 is not finite as float32: write inf"},
        {"a a p 0.5\na a p 0x1p3\n",
         "2: score \"0x1p3\" is not a decimal number"},
        {"a a p 0.5\na a p 1,5\n", "2: score \"1,5\" has a comma"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_refused(read_text(bad[i][0], LABELLED), bad[i][1]);
}

static void other_failures_are_named(void **state)
{
    (void)state;
    static const char *const failed[] = {"-1"};
    options.failed = (assay_texts){failed, 1};
    assert_int_equal(read_text("a a p -1.000\na b p 0\n", LABELLED), ASSAY_OK);
    assert_row(0, 0, ASSAY_ROW_MATED | ASSAY_ROW_FAILED);
    assert_row(1, 0, 0);
}

static void what_repeats_is_counted(void **state)
{
    (void)state;
    assert_int_equal(read_text("a a p 0.5\na a p 0.5\na a q 0.5\na a q nan\n"
                               "a a q nan\n",
                               LABELLED),
                     ASSAY_OK);
    assert_int_equal(intake.repeated, 2);
    assert_int_equal(read_text("1 0.5\n1 0.5\n", LABELLED), ASSAY_OK);
    assert_int_equal(intake.repeated, 0);
}

static void files_without_rows_are_refused(void **state)
{
    (void)state;
    options.format = "bob4";
    assert_refused(read_text("", LABELLED),
                   "1: no scores: each line should hold claimed real probe "
                   "score");
    options.format = "bob2";
    assert_refused(read_text("# nothing\n", LABELLED), "1: no scores");
    options.format = NULL;
    assert_refused(read_text("", LABELLED), "1: the file is empty");
}

static void subjects_that_nobody_wants_are_still_compared(void **state)
{
    (void)state;
    assay_strings_free(intake.subjects);
    intake.subjects = NULL;
    assert_int_equal(read_text("a a p 0.5\na b p 0.25\n", LABELLED), ASSAY_OK);
    assert_row(0, 0.5f, ASSAY_ROW_MATED);
    assert_row(1, 0.25f, 0);
    assert_int_equal(rows.probe[0], 77);
}

static void bare_scores_are_last_on_their_line(void **state)
{
    (void)state;
    assert_int_equal(read_text("0.5\na b\t0.25 \n\n  1e2\r\n-inf", BARE),
                     ASSAY_OK);
    assert_int_equal(rows.count, 4);
    assert_int_equal(rows.uniform, 1);
    assert_row(0, 0.5f, ASSAY_ROW_MATED);
    assert_row(1, 0.25f, ASSAY_ROW_MATED);
    assert_row(2, 100, ASSAY_ROW_MATED);
    assert_row(3, -INFINITY, ASSAY_ROW_MATED);
}

static void a_failed_bare_score_is_marked(void **state)
{
    (void)state;
    static const char *const failed[] = {"nan", "-1"};
    assert_refused(read_text("0.5\nnan\n", BARE),
                   "2: a score that is not a number (NaN)");
    options.failed = (assay_texts){failed, 2};
    assert_int_equal(read_text("0.5\nnan\n-1\n", BARE), ASSAY_OK);
    assert_int_equal(rows.uniform, 0);
    assert_row(0, 0.5f, ASSAY_ROW_MATED);
    assert_row(1, 0, ASSAY_ROW_MATED | ASSAY_ROW_FAILED);
    assert_row(2, 0, ASSAY_ROW_MATED | ASSAY_ROW_FAILED);
}

static void bare_scores_have_no_other_columns(void **state)
{
    (void)state;
    help_want("sex");
    assert_int_equal(read_text("0.5\n", BARE), ASSAY_OK);
    assert_int_equal(rows.column[0][0], ASSAY_NO_STRING);
    assert_false(intake.found[0]);
    assert_int_equal(rows.probe[0], 77);
}

static void bare_text_that_is_none_is_refused(void **state)
{
    (void)state;
    assert_refused(read_text("", BARE), "1: the file is empty: scores were "
                                        "expected, one a line");
    assert_refused(read_text("score\n0.5\n", BARE),
                   "1: score \"score\" is not a decimal number");
    assert_refused(read_text("0.5\n1,5\n", BARE), "2: score \"1,5\" has");
}

// The files of ../shared/data/formats.
static void real_lists_have_their_counts(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        size_t rows, mated, subjects;
    } files[] = {
        {ASSAY_DATA "/formats/dev-4col.txt", 910, 390, 26},
        {ASSAY_DATA "/formats/dev-5col.txt", 910, 390, 26},
        {ASSAY_DATA "/formats/scores-cmc-4col.txt", 2000, 100, 20},
        {ASSAY_DATA "/formats/scores-cmc-5col.txt", 2000, 100, 20},
    };
    if (access(files[0].path, R_OK) != 0) skip();
    for (size_t k = 0; k < sizeof files / sizeof files[0]; k++) {
        size_t mated = 0;
        assay_strings_free(intake.subjects);
        intake.subjects = assay_strings_new();
        assert_int_equal(read_path(files[k].path, LABELLED), ASSAY_OK);
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
        bob_test(two_columns_are_label_and_score),
        bob_test(four_columns_compare_claimed_and_real),
        bob_test(five_columns_have_a_model),
        bob_test(a_line_of_another_width_is_refused),
        bob_test(scores_that_are_none_are_refused),
        bob_test(other_failures_are_named),
        bob_test(what_repeats_is_counted),
        bob_test(files_without_rows_are_refused),
        bob_test(subjects_that_nobody_wants_are_still_compared),
        bob_test(bare_scores_are_last_on_their_line),
        bob_test(a_failed_bare_score_is_marked),
        bob_test(bare_scores_have_no_other_columns),
        bob_test(bare_text_that_is_none_is_refused),
        bob_test(real_lists_have_their_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
