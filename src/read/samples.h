// SPDX-License-Identifier: Apache-2.0
/// The samples of a matrix: the CSV whose lines are its rows or its columns.
#ifndef READ_SAMPLES_H
#define READ_SAMPLES_H

#include "read/reader.h"

/// Samples in the order of the file. All zero is an empty list.
typedef struct assay_samples {
    size_t count;
    assay_strings *ids; ///< of sample i: i, since no id comes twice
    uint32_t *subject;  ///< indices into the table that was handed in
    uint8_t *failed;    ///< 1: not acquired
    uint32_t *sample;   ///< indices into the samples of the intake; NULL: the
                        ///< file doesn't say which were acquired
    /// Values of the intake's wanted columns, as indices into its tables;
    /// NULL where this file doesn't have the column.
    uint32_t *column[ASSAY_BATCH_COLUMNS];
} assay_samples;

/// Reads source `i` of the reader, whose role is "probes" or "references":
/// sample_id and subject_id, optionally acquired, and the columns that the
/// intake wants. A wanted `probe_sex` or `sex` is the column `probe_sex` or
/// else `sex` of the probes, `reference_sex` the same of the references.
/// Refused with its line: an empty id, a sample_id that comes twice. Subjects
/// are interned in `subjects`. On failure assay_samples_end() is still due.
assay_status assay_samples_read(assay_reader *reader, size_t i,
                                assay_strings *subjects, assay_samples *samples,
                                assay_error *err);
/// Frees what it holds.
void assay_samples_end(assay_samples *samples);

#endif
