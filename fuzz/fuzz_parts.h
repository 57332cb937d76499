// SPDX-License-Identifier: Apache-2.0
/// For fuzz targets of readers of several files, or of files that are read
/// again.
#ifndef FUZZ_FUZZ_PARTS_H
#define FUZZ_FUZZ_PARTS_H

#include "fuzz_help.h"

/// Parts of an input: each but the last has its length, two bytes, before it.
typedef struct fuzz_parts {
    const uint8_t *data;
    size_t size;
} fuzz_parts;

/// The next part as a file.
static inline fuzz_file fuzz_part(fuzz_parts *parts, bool is_last)
{
    size_t n = parts->size;
    if (!is_last && n >= 2) {
        n = (size_t)parts->data[0] << 8 | parts->data[1];
        parts->data += 2;
        parts->size -= 2;
        if (n > parts->size) n = parts->size;
    }
    const fuzz_file file = fuzz_open(parts->data, n);
    parts->data += n;
    parts->size -= n;
    return file;
}

/// An intake with a table of subjects and two wanted columns.
static inline assay_intake fuzz_intake(void)
{
    return (assay_intake){
        .subjects = assay_strings_new(),
        .wanted_count = 2,
        .wanted = {"sex", "reference_sex"},
        .values = {assay_strings_new(), assay_strings_new()},
    };
}

static inline void fuzz_intake_end(assay_intake *intake)
{
    assay_strings_free(intake->subjects);
    assay_strings_free(intake->values[0]);
    assay_strings_free(intake->values[1]);
}

/// Reads what was opened to the end, and where it can be read again, again:
/// the same comes of it. Closes it.
static inline void fuzz_again(assay_status status, assay_reader *reader,
                              const assay_intake *intake, assay_error *err)
{
    fuzz_require((reader != NULL) == (status == ASSAY_OK));
    uint64_t first = 0;
    if (status == ASSAY_OK) first = fuzz_rows(reader, intake, err, &status);
    if (status != ASSAY_OK) fuzz_error(err, 0);
    if (status == ASSAY_OK && assay_reader_can_rewind(reader)) {
        fuzz_require(assay_reader_rewind(reader, err) == ASSAY_OK);
        fuzz_require(fuzz_rows(reader, intake, err, &status) == first);
        fuzz_require(status == ASSAY_OK);
    }
    assay_reader_close(reader);
}

/// With NaN and -1 as failures, or without.
static inline assay_read_options fuzz_options(bool failures)
{
    static const char *const failed[] = {"nan", "-1"};
    assay_read_options options = {.threads = 1};
    if (failures) options.failed = (assay_texts){failed, 2};
    return options;
}

#endif
