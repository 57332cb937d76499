// SPDX-License-Identifier: Apache-2.0
#include "unit/read_help.h"

#include <math.h>

#define HEAD(type, shape)                                                      \
    "{'descr': '" type "', 'fortran_order': False, 'shape': " shape ", }"

static assay_read_options options = {.threads = 1};

static assay_status read_two(const char *scores, const char *labels)
{
    assay_reader *reader = NULL;
    assay_status status = assay_reader_open_vectors(scores, labels, &options,
                                                    &intake, &reader, &err);
    if (status == ASSAY_OK) status = help_read(reader);
    assay_reader_close(reader);
    return status;
}

static const float three[] = {0.5f, -0.0f, 2.0f};

static const char *npy_scores(void)
{
    return help_npy(HEAD("<f4", "(3,)"), three, sizeof three);
}

// The rows that every spelling of the same vectors must give.
static void assert_three(void)
{
    const uint8_t flags[] = {ASSAY_ROW_MATED, 0, ASSAY_ROW_MATED};
    assert_int_equal(rows.count, 3);
    assert_memory_equal(rows.flags, flags, sizeof flags);
    assert_true(rows.score[0] == 0.5f && rows.score[2] == 2.0f);
    assert_false(signbit(rows.score[1]));
}

static void labels_of_all_types(void **state)
{
    const struct {
        const char *header;
        const void *values;
        size_t bytes;
    } cases[] = {
        {HEAD("|b1", "(3,)"), "\1\0\1", 3},
        {HEAD("|i1", "(3,)"), "\1\xff\1", 3},
        {HEAD("|u1", "(3, 1)"), "\1\0\1", 3},
        {HEAD("<i2", "(3,)"), "\1\0\xff\xff\1\0", 6},
        {HEAD("<i4", "(3,)"), (const int32_t[]){1, 0, 1}, 12},
        {HEAD("<i8", "(3,)"), (const int64_t[]){1, -1, 1}, 24},
        {HEAD("<u8", "(3,)"), (const uint64_t[]){1, 0, 1}, 24},
        {HEAD("<f4", "(3,)"), (const float[]){1, -1, 1}, 12},
        {HEAD("<f8", "(3,)"), (const double[]){1, 0, 1}, 24},
        {HEAD(">i2", "(3,)"), "\0\1\0\0\0\1", 6},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(
            read_two(npy_scores(), help_npy(cases[i].header, cases[i].values,
                                            cases[i].bytes)),
            ASSAY_OK);
        assert_three();
        help_teardown(state);
        help_setup(state);
    }
}

static void text_and_npy_mix(void **state)
{
    (void)state;
    const char *labels = help_text("1\n-1\nTrue\n");
    assert_int_equal(read_two(npy_scores(), labels), ASSAY_OK);
    assert_three();
    const char *scores = help_text(" 0.5\r\n-0\r\n2e0");
    assert_int_equal(read_two(scores, labels), ASSAY_OK);
    assert_three();
    assert_int_equal(rows.first_line, 1);
    const char *npy = help_npy(HEAD("|b1", "(3,)"), "\1\0\1", 3);
    assert_int_equal(read_two(scores, npy), ASSAY_OK);
    assert_three();
    assert_int_equal(read_two(scores, help_text("1.000e+00\nfalse\n1.0\n")),
                     ASSAY_OK);
    assert_three();
}

static void only_npy_can_be_read_again(void **state)
{
    (void)state;
    const char *scores = npy_scores();
    const char *npy = help_npy(HEAD("|b1", "(3,)"), "\1\0\1", 3);
    assay_reader *reader = NULL;
    assert_int_equal(assay_reader_open_vectors(scores, npy, &options, &intake,
                                               &reader, &err),
                     ASSAY_OK);
    assert_true(assay_reader_can_rewind(reader));
    for (int pass = 0; pass < 2; pass++) {
        assert_int_equal(help_read(reader), ASSAY_OK);
        assert_three();
        assert_int_equal(assay_reader_rewind(reader, &err), ASSAY_OK);
    }
    assay_reader_close(reader);
    assert_int_equal(assay_reader_open_vectors(scores, help_text("1\n0\n1\n"),
                                               &options, &intake, &reader,
                                               &err),
                     ASSAY_OK);
    assert_false(assay_reader_can_rewind(reader));
    assay_reader_close(reader);
}

static void lengths_must_agree(void **state)
{
    (void)state;
    const char *scores = npy_scores();
    const char *two = help_npy(HEAD("|b1", "(2,)"), "\1\0", 2);
    assert_refused(read_two(scores, two),
                   "byte 0: 2 labels for the 3 scores of ");
    assert_refused(read_two(scores, help_text("1\n0\n")),
                   "3: ends after 2 values, but ");
    assert_refused(read_two(scores, help_text("1\n0\n1\n0\n")),
                   "byte 80: ends after 3 values, but ");
    assert_refused(read_two(help_text("1\n"), two),
                   "2: ends after 1 values, but ");
}

static void long_vectors_cross_batches(void **state)
{
    (void)state;
    enum { MANY = 3 * ASSAY_BATCH_ROWS + 17 };
    static float scores[MANY];
    static char labels[2 * MANY + 1];
    char header[100];
    for (int i = 0; i < MANY; i++) {
        scores[i] = (float)i;
        labels[2 * i] = i % 3 ? '0' : '1';
        labels[2 * i + 1] = '\n';
    }
    (void)snprintf(header, sizeof header, HEAD("<f4", "(%d,)"), MANY);
    assert_int_equal(
        read_two(help_npy(header, scores, sizeof scores), help_text(labels)),
        ASSAY_OK);
    assert_int_equal(rows.count, MANY);
    for (int i = 0; i < MANY; i++) {
        assert_true(rows.score[i] == (float)i);
        assert_int_equal(rows.flags[i], i % 3 == 0);
    }
}

static void failures_keep_their_label(void **state)
{
    (void)state;
    const char *const failed[] = {"0", "nan"};
    const char *labels = help_text("1\n0\n1\n");
    options.failed = (assay_texts){failed, 2};
    assert_int_equal(read_two(npy_scores(), labels), ASSAY_OK);
    assert_int_equal(rows.flags[1], ASSAY_ROW_FAILED);
    assert_int_equal(rows.flags[2], ASSAY_ROW_MATED);
    assert_int_equal(read_two(help_text("NaN\n1\n0.0\n"), labels), ASSAY_OK);
    assert_int_equal(rows.flags[0], ASSAY_ROW_MATED | ASSAY_ROW_FAILED);
    assert_int_equal(rows.flags[1], 0);
    assert_int_equal(rows.flags[2], ASSAY_ROW_MATED | ASSAY_ROW_FAILED);
    options.failed = (assay_texts){NULL, 0};
}

static void wrong_values_are_refused(void **state)
{
    static const struct {
        const char *scores, *labels, *refusal;
    } cases[] = {
        {"1\nx\n", "1\n1\n", "2: score \"x\" is not a decimal number"},
        {"1\nnan\n", "1\n1\n", "2: a score that is not a number (NaN)"},
        {"1\n1e999\n", "1\n1\n", "2: score 1e999 is not finite"},
        {"1\n\n2\n", "1\n1\n1\n", "2: 0 values: a vector in text has one"},
        {"1\n1 2\n", "1\n1\n", "2: 2 values: a vector in text has one"},
        {"1\n2\n", "1\n2\n", "2: label \"2\": 1 or true means mated"},
        {"1\n2\n", "1\nmated\n", "2: label \"mated\": 1 or true"},
        {"", "", "1: there are no scores in this file"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_refused(
            read_two(help_text(cases[i].scores), help_text(cases[i].labels)),
            cases[i].refusal);
        help_teardown(state);
        help_setup(state);
    }
    const char *scores = npy_scores();
    assert_refused(
        read_two(scores, help_npy(HEAD("|u1", "(3,)"), "\1\xff\1", 3)),
        "byte 69: the label 255: 1 or true");
    assert_refused(read_two(scores, help_npy(HEAD("|i1", "(3,)"), "\1\0\2", 3)),
                   "byte 70: the label 2: 1 or true");
    assert_refused(read_two(scores, help_npy(HEAD("<f4", "(3,)"), three, 12)),
                   "byte 68: the label 0.5: 1 or true");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        help_test(labels_of_all_types),
        help_test(text_and_npy_mix),
        help_test(only_npy_can_be_read_again),
        help_test(lengths_must_agree),
        help_test(long_vectors_cross_batches),
        help_test(failures_keep_their_label),
        help_test(wrong_values_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
