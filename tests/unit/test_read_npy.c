// SPDX-License-Identifier: Apache-2.0
#include "unit/read_help.h"

#include "base/alloc.h"
#include "read/floats.h"
#include "read/npy.h"

#include <math.h>

#define HEAD(type, shape)                                                      \
    "{'descr': '" type "', 'fortran_order': False, 'shape': " shape ", }"

static const assay_read_options plain = {.threads = 1};

// Opens a .npy of mated scores; the failure, if it is one, is in `err`.
static assay_status open_bytes(const char *path,
                               const assay_read_options *options,
                               assay_reader **out)
{
    return assay_reader_open_bare(path, true, options, &intake, out, &err);
}

static assay_status read_file(const char *path)
{
    assay_reader *reader = NULL;
    assay_status status = open_bytes(path, &plain, &reader);
    if (status == ASSAY_OK) status = help_read(reader);
    assay_reader_close(reader);
    return status;
}

static assay_status read_npy(const char *header, const void *values,
                             size_t bytes)
{
    return read_file(help_npy(header, values, bytes));
}

static void float32_come_as_they_are(void **state)
{
    (void)state;
    const float values[] = {0.5f, -0.0f, INFINITY, -INFINITY, 1e-42f};
    assert_int_equal(read_npy(HEAD("<f4", "(5,)"), values, sizeof values),
                     ASSAY_OK);
    assert_int_equal(rows.count, 5);
    assert_int_equal(rows.uniform, 1);
    assert_int_equal(rows.flags[0], ASSAY_ROW_MATED);
    assert_true(rows.score[0] == 0.5f && rows.score[2] == INFINITY);
    assert_true(rows.score[3] == -INFINITY && rows.score[4] == 1e-42f);
    assert_false(signbit(rows.score[1]));
}

static void other_byte_order_is_turned(void **state)
{
    (void)state;
    const unsigned char f4[] = {0x3f, 0x00, 0, 0, 0xbf, 0x80, 0, 0};
    assert_int_equal(read_npy(HEAD(">f4", "(2,)"), f4, sizeof f4), ASSAY_OK);
    assert_true(rows.score[0] == 0.5f && rows.score[1] == -1.0f);
    const unsigned char i2[] = {0x01, 0x00, 0xff, 0xff};
    assert_int_equal(read_npy(HEAD(">i2", "(2,)"), i2, sizeof i2), ASSAY_OK);
    assert_true(rows.score[0] == 256.0f && rows.score[1] == -1.0f);
}

static void float64_are_rounded_and_merged_counted(void **state)
{
    (void)state;
    const double values[] = {0.1, 0.1 + 1e-12, 0.1 + 1e-12, 0.2, -0.0, 0.0};
    assert_int_equal(read_npy(HEAD("<f8", "(6,)"), values, sizeof values),
                     ASSAY_OK);
    assert_int_equal(rows.count, 6);
    assert_true(rows.score[0] == 0.1f && rows.score[1] == 0.1f);
    assert_false(signbit(rows.score[4]));
    assert_int_equal(intake.merged, 1);
}

static void merged_are_counted_across_batches_and_once(void **state)
{
    (void)state;
    static double values[ASSAY_BATCH_ROWS + 2];
    for (size_t i = 0; i < ASSAY_BATCH_ROWS + 2; i++) values[i] = (double)i;
    values[ASSAY_BATCH_ROWS] = values[ASSAY_BATCH_ROWS - 1] + 1e-12;
    assay_reader *reader = NULL;
    char head[100];
    (void)snprintf(head, sizeof head, HEAD("<f8", "(%d,)"),
                   ASSAY_BATCH_ROWS + 2);
    const char *path = help_npy(head, values, sizeof values);
    assert_int_equal(open_bytes(path, &plain, &reader), ASSAY_OK);
    assert_int_equal(help_read(reader), ASSAY_OK);
    assert_int_equal(intake.merged, 1);
    assert_true(assay_reader_can_rewind(reader));
    assert_int_equal(assay_reader_rewind(reader, &err), ASSAY_OK);
    assert_int_equal(help_read(reader), ASSAY_OK);
    assert_int_equal(rows.count, ASSAY_BATCH_ROWS + 2);
    assert_int_equal(intake.merged, 1);
    assay_reader_close(reader);
}

static void integers_are_scores(void **state)
{
    (void)state;
    const int64_t wide[] = {-3, 1 << 20};
    assert_int_equal(read_npy(HEAD("<i8", "(2,)"), wide, sizeof wide),
                     ASSAY_OK);
    assert_true(rows.score[0] == -3.0f && rows.score[1] == 1048576.0f);
    const uint8_t narrow[] = {0, 200, 255};
    assert_int_equal(read_npy(HEAD("|u1", "(3,)"), narrow, sizeof narrow),
                     ASSAY_OK);
    assert_true(rows.score[2] == 255.0f);
    const uint32_t four[] = {7};
    assert_int_equal(read_npy(HEAD("<u4", "(1,)"), four, sizeof four),
                     ASSAY_OK);
    assert_true(rows.score[0] == 7.0f);
}

static void headers_of_all_versions_and_spellings(void **state)
{
    (void)state;
    static const char *const good[] = {
        HEAD("<f4", "(1,)"),
        HEAD("=f4", "( 1 , )"),
        HEAD("<f4", "(1L,)"),
        HEAD("<f4", "(1, 1)"),
        "{\"shape\":(1,),\"descr\":\"<f4\",\"fortran_order\":False}   ",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        const float one = 1;
        assert_int_equal(read_npy(good[i], &one, sizeof one), ASSAY_OK);
        assert_int_equal(rows.count, 1);
    }
    const char head[] = HEAD("<f4", "(1,)") "\n";
    for (char version = 2; version <= 3; version++) {
        char file[200] = "\x93NUMPY";
        file[6] = version;
        file[8] = (char)(sizeof head - 1);
        memcpy(file + 12, head, sizeof head - 1);
        assert_int_equal(read_file(help_file(file, 12 + sizeof head - 1 + 4)),
                         ASSAY_OK);
        assert_int_equal(rows.count, 1);
    }
}

// What is wrong with a header, where, and how the refusal begins.
static const struct {
    const char *header;
    const char *refusal;
} bad_headers[] = {
    {HEAD("<f2", "(1,)"), "byte 20: values of type '<f2'"},
    {HEAD("<c8", "(1,)"), "byte 20: values of type '<c8'"},
    {HEAD("<U3", "(1,)"), "byte 20: values of type '<U3'"},
    {HEAD("|O", "(1,)"), "byte 20: values of type '|O'"},
    {HEAD("<f16", "(1,)"), "byte 20: values of type '<f16'"},
    {"{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}",
     "byte 20: an array of records"},
    {"{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }",
     "byte 44: values in Fortran order"},
    {"{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }",
     "byte 44: 'fortran_order' is neither"},
    {HEAD("<f4", "()"), "byte 60: an array of 0 dimensions"},
    {HEAD("<f4", "(1, 1, 1)"), "byte 60: an array of 3 dimensions"},
    {HEAD("<f4", "(-1,)"), "byte 60: 'shape' is not a list"},
    {HEAD("<f4", "(1 1)"), "byte 60: 'shape' is not a list"},
    {HEAD("<f4", "(99999999999999999999,)"), "byte 60: 'shape' is not"},
    {HEAD("<f4", "(4294967296, 4294967296)"),
     "byte 87: the header declares more values"},
    {HEAD("<f4", "(4611686018427387904,)"),
     "byte 85: the header declares more values"},
    {"{'descr': '<f4', 'shape': (1,), }", "byte 43: the header ends without"},
    {"{'descr': '<f4', 'descr': '<f4', }", "byte 27: the header doesn't hold"},
    {"{'descr': '<f4', 'order': 1, }", "byte 27: the header doesn't hold"},
    {"{'descr': '<f4' 'shape': (1,)}", "byte 26: a comma or }"},
    {"['descr']", "byte 10: the header doesn't start with {"},
    {HEAD("<f4", "(1,)") " x", "byte 68: the header doesn't end"},
    {HEAD("<f4", "(0,)"), "byte 0: the header declares no values"},
    {HEAD("<f4", "(2, 2)"), "byte 0: a matrix of 2 x 2"},
    {HEAD("|b1", "(4,)"), "byte 0: values of type bool"},
    {HEAD("<f4", "(2,)"), "byte 72: the header declares a vector of 2 float32"},
};

static void wrong_headers_are_refused_with_their_byte(void **state)
{
    const float values[4] = {1, 2, 3, 4};
    for (size_t i = 0; i < sizeof bad_headers / sizeof *bad_headers; i++) {
        const char *header = bad_headers[i].header;
        const size_t n = strstr(header, "(2, 2)") ? 16
                         : strstr(header, "(0,)") ? 0
                                                  : 4;
        assert_refused(read_npy(header, values, n), bad_headers[i].refusal);
        help_teardown(state);
        help_setup(state);
    }
}

static void other_versions_and_long_headers_are_refused(void **state)
{
    (void)state;
    assert_refused(read_file(help_file("\x93NUMPY\x04\x00\x01\x00{}\n", 13)),
                   "byte 6: a .npy version other than");
    assert_refused(read_file(help_file("\x93NUMPY\x01\x00", 8)),
                   "byte 6: the file ends within its header");
    assert_refused(read_file(help_file("\x93NUMPY\x01\x00\xff\xff{", 11)),
                   "byte 8: the header is said to be longer");
    assert_refused(
        read_file(help_file("\x93NUMPY\x02\x00\xff\xff\xff\xff{", 13)),
        "byte 8: the header is said to be longer");
}

static void a_file_too_long_or_too_short_is_refused(void **state)
{
    (void)state;
    const float values[3] = {1, 2, 3};
    assert_refused(read_npy(HEAD("<f4", "(2,)"), values, 12),
                   "byte 76: the header declares a vector of 2 float32, which "
                   "ends here, but the file goes on");
    assert_refused(read_npy(HEAD("<f4", "(3,)"), values, 11),
                   "byte 79: the header declares a vector of 3 float32, which "
                   "ends at byte 80, but the file ends here");
}

static void a_file_cut_short_meanwhile_is_an_error(void **state)
{
    (void)state;
    static float values[ASSAY_BATCH_ROWS * 3];
    char head[100];
    assay_reader *reader = NULL;
    (void)snprintf(head, sizeof head, HEAD("<f4", "(%d,)"),
                   ASSAY_BATCH_ROWS * 3);
    const char *path = help_npy(head, values, sizeof values);
    assert_int_equal(open_bytes(path, &plain, &reader), ASSAY_OK);
    assert_int_equal(help_read(reader), ASSAY_OK);
    assert_int_equal(truncate(path, 20000), 0);
    assert_int_equal(assay_reader_rewind(reader, &err), ASSAY_OK);
    const assay_status status = help_read(reader);
    assert_true(status == ASSAY_EINPUT || status == ASSAY_EREAD);
    assert_true(err.has_byte);
    assert_int_equal(err.byte, 20000);
    assay_reader_close(reader);
}

static void nan_is_refused_unless_it_means_failed(void **state)
{
    (void)state;
    const float values[] = {1, 2, NAN, 4};
    const char *path = help_npy(HEAD("<f4", "(4,)"), values, sizeof values);
    assert_refused(read_file(path), "byte 76: a score that is not a number");
    const char *const nan_text[] = {"nan"};
    assay_read_options options = plain;
    options.failed = (assay_texts){nan_text, 1};
    assay_reader *reader = NULL;
    assert_int_equal(open_bytes(path, &options, &reader), ASSAY_OK);
    assert_int_equal(help_read(reader), ASSAY_OK);
    assert_int_equal(rows.uniform, 0);
    assert_int_equal(rows.flags[1], ASSAY_ROW_MATED);
    assert_int_equal(rows.flags[2], ASSAY_ROW_MATED | ASSAY_ROW_FAILED);
    assert_true(rows.score[2] == 0.0f && rows.score[3] == 4.0f);
    assay_reader_close(reader);
}

static void scores_that_mean_failed_are_marked(void **state)
{
    (void)state;
    const double values[] = {0.25, -1, 0.1, 0.75};
    const char *path = help_npy(HEAD("<f8", "(4,)"), values, sizeof values);
    const char *const texts[] = {"-1", "0.1"};
    assay_read_options options = plain;
    options.failed = (assay_texts){texts, 2};
    assay_reader *reader = NULL;
    assert_int_equal(open_bytes(path, &options, &reader), ASSAY_OK);
    assert_int_equal(help_read(reader), ASSAY_OK);
    assert_int_equal(rows.flags[0], ASSAY_ROW_MATED);
    assert_int_equal(rows.flags[1], ASSAY_ROW_MATED | ASSAY_ROW_FAILED);
    assert_int_equal(rows.flags[2], ASSAY_ROW_MATED | ASSAY_ROW_FAILED);
    assert_int_equal(rows.flags[3], ASSAY_ROW_MATED);
    assay_reader_close(reader);
}

static void a_float64_beyond_float32_is_refused(void **state)
{
    (void)state;
    const double values[] = {1, INFINITY, 1e39};
    assert_refused(read_npy(HEAD("<f8", "(3,)"), values, sizeof values),
                   "byte 84: the score 1e+39 is not finite as float32");
}

static void clean_floats_finds_nan_at_every_place(void **state)
{
    (void)state;
    float scores[600];
    for (size_t n = 0; n < 600; n += n < 70 ? 1 : 97) {
        for (size_t i = 0; i < n; i++) scores[i] = -0.0f;
        assert_false(assay_floats_clean(scores, n));
        for (size_t i = 0; i < n; i++) assert_false(signbit(scores[i]));
        for (size_t i = 0; i < n; i++) {
            scores[i] = NAN;
            assert_true(assay_floats_clean(scores, n));
            assert_int_equal(assay_floats_find_nan(scores, n), i);
            scores[i] = 0;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        help_test(float32_come_as_they_are),
        help_test(other_byte_order_is_turned),
        help_test(float64_are_rounded_and_merged_counted),
        help_test(merged_are_counted_across_batches_and_once),
        help_test(integers_are_scores),
        help_test(headers_of_all_versions_and_spellings),
        help_test(wrong_headers_are_refused_with_their_byte),
        help_test(other_versions_and_long_headers_are_refused),
        help_test(a_file_too_long_or_too_short_is_refused),
        help_test(a_file_cut_short_meanwhile_is_an_error),
        help_test(nan_is_refused_unless_it_means_failed),
        help_test(scores_that_mean_failed_are_marked),
        help_test(a_float64_beyond_float32_is_refused),
        help_test(clean_floats_finds_nan_at_every_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
