// SPDX-License-Identifier: Apache-2.0
/// The samples of a matrix: the CSV whose lines are its rows or its columns.
#ifndef READ_SAMPLES_H
#define READ_SAMPLES_H

#include "read/reader.h"

/// Where in a file the lines no longer follow on from those before.
typedef struct assay_samples_break {
    uint64_t line; ///< of `sample`; those behind it have the next lines
    size_t sample;
} assay_samples_break;

/// Samples in the order of the file. All zero is an empty list; `ids` may be
/// set to a table that others share.
typedef struct assay_samples {
    size_t count;
    size_t room;        ///< samples that there is room for
    assay_strings *ids; ///< of sample i: id[i]; in a table of its own, i
    bool own_ids;       ///< the table ends with the samples
    uint32_t *id;
    uint32_t *place;    ///< of an id: its sample; ASSAY_NO_STRING: none
    size_t places;      ///< ids that `place` has
    uint32_t *subject;  ///< indices into the table that was handed in
    uint8_t *failed;    ///< 1: not acquired
    bool says_acquired; ///< the file has the column
    uint32_t *sample;   ///< indices into the samples of the intake; NULL: the
                        ///< file doesn't say which were acquired
    /// Values of the intake's wanted columns, as indices into its tables;
    /// NULL where this file doesn't have the column.
    uint32_t *column[ASSAY_BATCH_COLUMNS];
    assay_samples_break *breaks;
    size_t break_count;
    assay_input input; ///< the file; strings are the source's
} assay_samples;

/// What is read, and where to.
typedef struct assay_samples_from {
    assay_source *source; ///< stands at its first byte
    /// "probes", "references", or "templates": both.
    const char *role;
    const assay_read_options *options;
    assay_intake *intake;
    assay_strings *subjects; ///< where people are interned
} assay_samples_from;

/// Reads a file: sample_id and subject_id, optionally acquired, and the columns
/// that the intake wants. A wanted `probe_sex` or `sex` is the column
/// `probe_sex` or else `sex` of the probes, `reference_sex` the same of the
/// references; of templates each of the three is its own column or else `sex`.
/// Refused with its line: an empty id, a sample_id that comes twice in this
/// file. On failure assay_samples_end() is still due.
assay_status assay_samples_read(const assay_samples_from *from,
                                assay_samples *samples, assay_error *err);
/// Adds a sample, by the number of its id, that is not in the list, to one that
/// no file was read into: not lost, without line and columns. False without
/// memory.
bool assay_samples_add(assay_samples *samples, uint32_t id, uint32_t subject);
/// The sample whose id has this number in `ids`; ASSAY_NO_STRING: none.
uint32_t assay_samples_find(const assay_samples *samples, uint32_t id);
/// Line of a sample in the file.
uint64_t assay_samples_line(const assay_samples *samples, size_t sample);
/// Frees what it holds.
void assay_samples_end(assay_samples *samples);

#endif
