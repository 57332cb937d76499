// SPDX-License-Identifier: Apache-2.0
#include "unit/read_help.h"

#include <float.h>
#include <math.h>

static assay_read_options options;

// A BEE file: header with this first line and this kind, 2 x 2 values.
static const char *bee(const char *direction, const char *matrix,
                       const char *magic, const void *values, size_t bytes)
{
    char file[400];
    const int n = snprintf(file, sizeof file, "%s\ngallery.xml\nprobe.xml\n%s ",
                           direction, matrix);
    memcpy(file + n, magic, 4);
    file[n + 4] = '\n';
    memcpy(file + n + 5, values, bytes);
    return help_file(file, (size_t)n + 5 + bytes);
}

#define LITTLE "\x78\x56\x34\x12"
#define BIG "\x12\x34\x56\x78"

static const unsigned char good_mask[4] = {0xff, 0x7f, 0x00, 0xff};

static assay_status open_both(const char *scores, const char *mask,
                              assay_reader **out)
{
    options = (assay_read_options){.threads = 1, .mask = mask};
    return assay_reader_open(scores, &options, &intake, out, &err);
}

static assay_status read_both(const char *scores, const char *mask)
{
    assay_reader *reader = NULL;
    assay_status status = open_both(scores, mask, &reader);
    if (status == ASSAY_OK) status = help_read(reader);
    assay_reader_close(reader);
    return status;
}

static void marks_become_flags(void **state)
{
    (void)state;
    const float values[] = {0.5f, -0.0f, 9.0f, -3.0f};
    const char *mask = bee("S2", "MB 2 2", LITTLE, good_mask, 4);
    assay_reader *reader = NULL;
    assert_int_equal(
        open_both(bee("S2", "MF 2 2", LITTLE, values, 16), mask, &reader),
        ASSAY_OK);
    assert_int_equal(assay_reader_direction(reader), ASSAY_SIMILARITY);
    assert_true(assay_reader_can_rewind(reader));
    for (int pass = 0; pass < 2; pass++) {
        assert_int_equal(help_read(reader), ASSAY_OK);
        assert_int_equal(rows.count, 4);
        assert_int_equal(rows.flags[0], ASSAY_ROW_MATED);
        assert_int_equal(rows.flags[1], 0);
        assert_int_equal(rows.flags[2], ASSAY_ROW_SKIP);
        assert_int_equal(rows.flags[3], ASSAY_ROW_MATED);
        assert_true(rows.score[0] == 0.5f && rows.score[3] == -3.0f);
        assert_false(signbit(rows.score[1]));
        assert_int_equal(assay_reader_rewind(reader, &err), ASSAY_OK);
    }
    assay_input inputs[4];
    assert_int_equal(assay_reader_inputs(reader, inputs), 2);
    assert_string_equal(inputs[1].role, "mask");
    assert_int_equal(inputs[1].rows, 4);
    assay_reader_close(reader);
}

static void both_byte_orders_and_directions(void **state)
{
    (void)state;
    const unsigned char values[16] = {0x3f, 0, 0, 0, 0xbf, 0x80};
    const char *mask = bee("D2", "MB 2 2", LITTLE, good_mask, 4);
    assay_reader *reader = NULL;
    assert_int_equal(
        open_both(bee("D2", "MF 2 2", BIG, values, 16), mask, &reader),
        ASSAY_OK);
    assert_int_equal(assay_reader_direction(reader), ASSAY_DISTANCE);
    assert_int_equal(help_read(reader), ASSAY_OK);
    assert_true(rows.score[0] == 0.5f && rows.score[1] == -1.0f);
    assay_reader_close(reader);
}

static void nan_and_the_least_float_are_failures(void **state)
{
    (void)state;
    const float values[] = {NAN, -FLT_MAX, NAN, 1.0f};
    assert_int_equal(read_both(bee("S2", "MF 2 2", LITTLE, values, 16),
                               bee("S2", "MB 2 2", LITTLE, good_mask, 4)),
                     ASSAY_OK);
    assert_int_equal(rows.flags[0], ASSAY_ROW_MATED | ASSAY_ROW_FAILED);
    assert_int_equal(rows.flags[1], ASSAY_ROW_FAILED);
    assert_int_equal(rows.flags[2], ASSAY_ROW_SKIP);
    assert_int_equal(rows.flags[3], ASSAY_ROW_MATED);
    for (size_t i = 0; i < 3; i++) assert_true(rows.score[i] == 0.0f);
}

static void a_matrix_needs_its_mask(void **state)
{
    (void)state;
    const float values[4] = {0};
    const char *scores = bee("S2", "MF 2 2", LITTLE, values, 16);
    const char *mask = bee("S2", "MB 2 2", LITTLE, good_mask, 4);
    assert_refused(
        read_both(scores, NULL),
        "byte 0: a BEE matrix doesn't say which of its pairs are mated: "
        "give its mask with --mask");
    assert_refused(read_both(scores, scores),
                   "byte 0: this is a matrix of scores");
    assert_refused(read_both(mask, scores), "byte 0: this is a mask (MB)");
    const char *other = bee("S2", "MB 1 4", LITTLE, good_mask, 4);
    assert_refused(read_both(scores, other),
                   "byte 0: the mask is 1 x 4, the matrix of scores 2 x 2");
}

static void sizes_must_be_exact(void **state)
{
    (void)state;
    const float values[5] = {0};
    const char *mask = bee("S2", "MB 2 2", LITTLE, good_mask, 4);
    assert_refused(read_both(bee("S2", "MF 2 2", LITTLE, values, 15), mask),
                   "byte 52: the header declares a matrix of 2 x 2 float32, "
                   "which ends at byte 53");
    assert_refused(read_both(bee("S2", "MF 2 2", LITTLE, values, 17), mask),
                   "byte 53: the header declares a matrix of 2 x 2 float32, "
                   "which ends here");
    assert_refused(read_both(bee("S2", "MF 2 2", LITTLE, values, 16),
                             bee("S2", "MB 2 2", LITTLE, good_mask, 3)),
                   "byte 40: the header declares a matrix of 2 x 2 uint8");
}

static void wrong_headers_are_refused(void **state)
{
    static const char *const matrices[] = {
        "MF 2",
        "MF 2 x",
        "MX 2 2",
        "MF 2 -2",
        "MF 99999999999999999999 1",
        "MF 4294967296 4294967296",
    };
    const float values[4] = {0};
    for (size_t i = 0; i < sizeof matrices / sizeof *matrices; i++) {
        assert_refused(
            read_both(bee("S2", matrices[i], LITTLE, values, 16), NULL),
            "byte 25: not the header of a BEE matrix");
        help_teardown(state);
        help_setup(state);
    }
    assert_refused(read_both(bee("S2", "MF 2 2", "abcd", values, 16), NULL),
                   "byte 25: not the header");
    assert_refused(read_both(bee("S2", "MF 0 2", LITTLE, values, 0), NULL),
                   "byte 25: the header declares a matrix without values");
    options = (assay_read_options){.threads = 1, .format = "bee"};
    assay_reader *reader = NULL;
    assert_refused(assay_reader_open(help_text("hello\n"), &options, &intake,
                                     &reader, &err),
                   "byte 0: not the header");
}

static void other_marks_are_refused(void **state)
{
    (void)state;
    const float values[4] = {0};
    const unsigned char mask[4] = {0xff, 0x7f, 0x01, 0xff};
    assert_refused(read_both(bee("S2", "MF 2 2", LITTLE, values, 16),
                             bee("S2", "MB 2 2", LITTLE, mask, 4)),
                   "byte 39: the byte 0x01 in a mask");
}

static void the_real_file_is_read(void **state)
{
    (void)state;
    static const char scores[] = ASSAY_DATA "/formats/scores.mtx";
    if (access(scores, R_OK) != 0) skip();
    assert_int_equal(read_both(scores, ASSAY_DATA "/formats/scores.mask"),
                     ASSAY_OK);
    size_t mated = 0;
    for (size_t i = 0; i < rows.count; i++)
        mated += rows.flags[i] == ASSAY_ROW_MATED;
    assert_int_equal(rows.count, 2000);
    assert_int_equal(mated, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        help_test(marks_become_flags),
        help_test(both_byte_orders_and_directions),
        help_test(nan_and_the_least_float_are_failures),
        help_test(a_matrix_needs_its_mask),
        help_test(sizes_must_be_exact),
        help_test(wrong_headers_are_refused),
        help_test(other_marks_are_refused),
        help_test(the_real_file_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
