// SPDX-License-Identifier: Apache-2.0
/// For fuzz targets of readers: the input as a file, and what came of reading
/// it as one number, so that two ways of reading can be compared.
#ifndef FUZZ_FUZZ_HELP_H
#define FUZZ_FUZZ_HELP_H

#include "read/comparisons.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/// Ends the program where a property does not hold.
#define fuzz_require(condition)                                                \
    do {                                                                       \
        if (!(condition)) {                                                    \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);    \
            abort();                                                           \
        }                                                                      \
    } while (0)

/// The input as a file without a name.
typedef struct fuzz_file {
    int fd;
    char path[32];
} fuzz_file;

static inline fuzz_file fuzz_open(const uint8_t *data, size_t size)
{
    fuzz_file file = {memfd_create("fuzz", 0), ""};
    fuzz_require(file.fd >= 0);
    fuzz_require(size == 0 || write(file.fd, data, size) == (ssize_t)size);
    (void)snprintf(file.path, sizeof file.path, "/proc/self/fd/%d", file.fd);
    return file;
}

static inline void fuzz_close(fuzz_file file)
{
    close(file.fd);
}

/// Mixes bytes into a number (FNV-1a).
static inline uint64_t fuzz_mix(uint64_t sum, const void *bytes, size_t n)
{
    const unsigned char *b = bytes;
    for (size_t i = 0; i < n; i++) sum = (sum ^ b[i]) * 0x100000001b3u;
    return sum;
}

/// A failure is for a user: one line that says something, a good status, and
/// never a line and a byte.
static inline uint64_t fuzz_error(const assay_error *err, uint64_t sum)
{
    fuzz_require(err->status == ASSAY_EINPUT || err->status == ASSAY_EUSAGE);
    fuzz_require(err->reason[0] && !strchr(err->reason, '\n'));
    fuzz_require(!(err->line && err->has_byte));
    if (err->status == ASSAY_EINPUT) fuzz_require(err->line || err->has_byte);
    sum = fuzz_mix(sum, &err->line, sizeof err->line);
    return fuzz_mix(sum, err->reason, strlen(err->reason));
}

/// A text by its bytes: numbers of strings depend on who was interned first.
static inline uint64_t fuzz_string(const assay_strings *strings, uint32_t index,
                                   uint64_t sum)
{
    if (index == ASSAY_NO_STRING) return fuzz_mix(sum, "\1", 1);
    fuzz_require(index < assay_strings_count(strings));
    const assay_slice text = assay_strings_text(strings, index);
    fuzz_require(text.length);
    return fuzz_mix(fuzz_mix(sum, text.text, text.length), "", 1);
}

static inline uint64_t fuzz_row(const assay_batch *batch, size_t i,
                                const assay_intake *intake, uint64_t sum)
{
    const float score = batch->score[i];
    const uint8_t flags = batch->flags[batch->uniform ? 0 : i];
    fuzz_require(!isnan(score));
    fuzz_require(score != 0 || !signbit(score));
    fuzz_require(flags < 2 * ASSAY_ROW_BONA_FIDE);
    fuzz_require(!(flags & ASSAY_ROW_FAILED) || score == 0);
    sum = fuzz_mix(sum, &score, sizeof score);
    sum = fuzz_mix(sum, &flags, sizeof flags);
    if (batch->has_subjects) {
        sum = fuzz_string(intake->subjects, batch->probe[i], sum);
        sum = fuzz_string(intake->subjects, batch->reference[i], sum);
    }
    for (size_t c = 0; c < batch->columns; c++)
        sum = fuzz_string(intake->values[c], batch->column[c][i], sum);
    return sum;
}

/// Reads to the end, or to the failure. Batches are full but for the last.
static inline uint64_t fuzz_rows(assay_reader *reader,
                                 const assay_intake *intake, assay_error *err,
                                 assay_status *status)
{
    static assay_batch batch;
    uint64_t sum = 0xcbf29ce484222325u;
    size_t before = ASSAY_BATCH_ROWS;
    for (;;) {
        *status = assay_reader_next(reader, &batch, err);
        if (*status != ASSAY_OK || batch.rows == 0) break;
        fuzz_require(before == ASSAY_BATCH_ROWS);
        before = batch.rows;
        for (size_t i = 0; i < batch.rows; i++)
            sum = fuzz_row(&batch, i, intake, sum);
    }
    if (*status == ASSAY_OK) {
        *status = assay_reader_next(reader, &batch, err);
        fuzz_require(*status == ASSAY_OK && batch.rows == 0);
    }
    return sum;
}

/// How a target opens a file.
typedef assay_status fuzz_opener(const char *path,
                                 const assay_read_options *options,
                                 assay_intake *intake, assay_reader **out,
                                 assay_error *err);

/// Opens and reads with subjects and a column; everything that came of it.
static inline uint64_t fuzz_read(fuzz_opener *open, const char *path,
                                 const assay_read_options *options)
{
    assay_reader *reader = NULL;
    assay_error err;
    assay_intake intake = {
        .subjects = assay_strings_new(),
        .wanted_count = 1,
        .wanted = {"sex"},
        .values = {assay_strings_new()},
    };
    uint64_t sum = 0;
    assay_status status = open(path, options, &intake, &reader, &err);
    fuzz_require((reader != NULL) == (status == ASSAY_OK));
    if (status == ASSAY_OK) sum = fuzz_rows(reader, &intake, &err, &status);
    if (status != ASSAY_OK) sum = fuzz_error(&err, sum);
    assay_reader_close(reader);
    sum = fuzz_mix(sum, &intake.merged, sizeof intake.merged);
    sum = fuzz_mix(sum, &intake.repeated, sizeof intake.repeated);
    assay_strings_free(intake.subjects);
    assay_strings_free(intake.values[0]);
    return sum;
}

/// The same comes of it whatever the size of a block.
static inline void fuzz_blocks(fuzz_opener *open, const char *path,
                               assay_read_options options, size_t size)
{
    options.block = 0;
    const uint64_t whole = fuzz_read(open, path, &options);
    options.block = 1 + size % 97;
    fuzz_require(fuzz_read(open, path, &options) == whole);
    options.block = 1000 + size % 100;
    fuzz_require(fuzz_read(open, path, &options) == whole);
}

#endif
