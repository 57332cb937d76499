// SPDX-License-Identifier: Apache-2.0
/// A set of templates: a matrix file, a row a sample, and the CSV that says
/// whose sample each row is.
///
///     faces.npy   128 float32      faces.csv  sample_id,subject_id,sex
///                 128 float32                 a-1,a,F
///                 ...                         ...
///
/// Matrices: .npy of float32, float16, int8 or uint8; `FILE.h5:/dataset`, or
/// FILE.h5 where it holds one dataset of two dimensions (only where the
/// program was built with HDF5). Plain regular files: a matrix is read in any
/// order and more than once.
#ifndef READ_TEMPLATE_SET_H
#define READ_TEMPLATE_SET_H

#include "base/matrix.h"
#include "read/comparisons.h"

/// Opaque; ended by assay_template_set_close().
typedef struct assay_template_set assay_template_set;

/// Opens the matrix and reads the samples. `role` ("templates", "probes",
/// "references") is for the record and decides which columns are taken for the
/// attributes that the intake wants (`probe_sex`, `sex`, `reference_sex`, as
/// samples.h says; "templates" are both: the plain name or either prefix).
/// `ids` interns sample ids and is shared by both sets of a search, so that a
/// sample has one number; subjects go into intake->subjects. Refused with file
/// and line or byte: row counts that disagree, an empty id, a sample_id twice
/// in this set, a matrix that is no matrix, or cut short.
assay_status assay_template_set_open(const char *matrix, const char *samples,
                                     const char *role,
                                     const assay_read_options *options,
                                     assay_intake *intake, assay_strings *ids,
                                     assay_template_set **out,
                                     assay_error *err);
/// The matrix; reads from it are safe from several threads.
const assay_matrix *assay_template_set_matrix(const assay_template_set *set);
/// Of each row: index into intake->subjects; into `ids`; 1 where `acquired` is
/// 0 (NULL: the file doesn't say); value of wanted column `c` as an index into
/// intake->values[c] (NULL: the file doesn't have it).
const uint32_t *assay_template_set_subjects(const assay_template_set *set);
const uint32_t *assay_template_set_samples(const assay_template_set *set);
const uint8_t *assay_template_set_lost(const assay_template_set *set);
const uint32_t *assay_template_set_column(const assay_template_set *set,
                                          size_t c);
/// Line of a row in the CSV, for errors.
uint64_t assay_template_set_line(const assay_template_set *set, uint64_t row);
/// Reads the matrix once from start to end where a digest was asked for, and
/// fills in both inputs for the record. Strings live as long as the set.
assay_status assay_template_set_inputs(assay_template_set *set,
                                       assay_input inputs[2], assay_error *err);
/// Forgets what is known of each row: arrays and lines. The matrix and the
/// inputs stay.
void assay_template_set_forget(assay_template_set *set);
/// Closes; NULL is allowed.
void assay_template_set_close(assay_template_set *set);

#endif
