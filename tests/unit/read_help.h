// SPDX-License-Identifier: Apache-2.0
/// For tests of readers: files made on the spot, rows kept.
#ifndef UNIT_READ_HELP_H
#define UNIT_READ_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "read/comparisons.h"

enum { HELP_FILES = 8, HELP_ROWS = 20000 };

/// Files of this test, in the order they were made.
static char help_paths[HELP_FILES][64];
static size_t help_count;

/// All rows of a file, a field an array.
typedef struct help_rows {
    size_t count;
    size_t uniform; ///< batches that were uniform
    float score[HELP_ROWS];
    uint8_t flags[HELP_ROWS];
    uint32_t probe[HELP_ROWS];
    uint32_t reference[HELP_ROWS];
    uint32_t column[2][HELP_ROWS];
    uint64_t first_line; ///< of the first batch
} help_rows;

static help_rows rows;
static assay_batch help_batch;
static assay_intake intake;
static assay_error err;

/// A file with these bytes; its path lives until the test ends.
static inline const char *help_file(const void *bytes, size_t n)
{
    assert_true(help_count < HELP_FILES);
    char *path = help_paths[help_count++];
    (void)snprintf(path, sizeof help_paths[0], "/tmp/assay-test-XXXXXX");
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    for (size_t done = 0; done < n;) {
        const ssize_t put = write(fd, (const char *)bytes + done, n - done);
        assert_true(put > 0);
        done += (size_t)put;
    }
    assert_int_equal(close(fd), 0);
    return path;
}

static inline const char *help_text(const char *text)
{
    return help_file(text, strlen(text));
}

/// A .npy file of version 1: header and values.
static inline const char *help_npy(const char *header, const void *values,
                                   size_t bytes)
{
    static char file[1 << 20];
    const size_t length = strlen(header) + 1;
    assert_true(10 + length + bytes < sizeof file);
    memcpy(file, "\x93NUMPY\x01\x00", 8);
    file[8] = (char)(length & 0xff);
    file[9] = (char)(length >> 8);
    memcpy(file + 10, header, length - 1);
    file[10 + length - 1] = '\n';
    memcpy(file + 10 + length, values, bytes);
    return help_file(file, 10 + length + bytes);
}

/// Keeps what all batches of the reader hold, to the end or the failure.
static inline assay_status help_read(assay_reader *reader)
{
    rows.count = rows.uniform = 0;
    for (;;) {
        const assay_status status =
            assay_reader_next(reader, &help_batch, &err);
        if (status != ASSAY_OK || help_batch.rows == 0) return status;
        if (rows.count == 0) rows.first_line = help_batch.first_line;
        rows.uniform += help_batch.uniform;
        for (size_t i = 0; i < help_batch.rows; i++) {
            const size_t at = rows.count++;
            assert_true(at < HELP_ROWS);
            rows.score[at] = help_batch.score[i];
            rows.flags[at] = help_batch.flags[help_batch.uniform ? 0 : i];
            rows.probe[at] = help_batch.has_subjects ? help_batch.probe[i] : 77;
            rows.reference[at] =
                help_batch.has_subjects ? help_batch.reference[i] : 77;
            for (size_t c = 0; c < help_batch.columns && c < 2; c++)
                rows.column[c][at] = help_batch.column[c][i];
        }
    }
}

/// The reason and place of the failure, as a user sees them, without the path.
static inline const char *help_error(void)
{
    static char text[900];
    assay_error_text(&err, text, sizeof text);
    const char *colon = strchr(text, ':');
    return err.file[0] && colon ? colon + 1 : text;
}

/// Asserts the place and the start of the reason.
#define assert_refused(status, text)                                           \
    do {                                                                       \
        assert_int_equal(status, ASSAY_EINPUT);                                \
        const char *got_ = help_error();                                       \
        if (strncmp(got_, text, strlen(text)) != 0)                            \
            fail_msg("refused with \"%s\", not \"%s\"", got_, text);           \
    } while (0)

static inline int help_setup(void **state)
{
    (void)state;
    memset(&intake, 0, sizeof intake);
    memset(&err, 0, sizeof err);
    help_count = 0;
    intake.subjects = assay_strings_new();
    return intake.subjects ? 0 : 1;
}

static inline int help_teardown(void **state)
{
    (void)state;
    while (help_count > 0) (void)unlink(help_paths[--help_count]);
    assay_strings_free(intake.subjects);
    for (size_t c = 0; c < intake.wanted_count; c++)
        assay_strings_free(intake.values[c]);
    return 0;
}

/// Makes the intake want this column.
static inline void help_want(const char *name)
{
    const size_t c = intake.wanted_count++;
    intake.wanted[c] = name;
    intake.values[c] = assay_strings_new();
    assert_non_null(intake.values[c]);
}

/// The text of a column's value in row `i`; "" where it is not known.
static inline const char *help_value(size_t c, size_t i)
{
    const uint32_t index = rows.column[c][i];
    if (index == ASSAY_NO_STRING) return "";
    return assay_strings_text(intake.values[c], index).text;
}

/// The text of a subject.
static inline const char *help_subject(uint32_t index)
{
    return index == ASSAY_NO_STRING
               ? ""
               : assay_strings_text(intake.subjects, index).text;
}

#define help_test(f)                                                           \
    cmocka_unit_test_setup_teardown(f, help_setup, help_teardown)

#endif
