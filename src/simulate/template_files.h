// SPDX-License-Identifier: Apache-2.0
/// Simulated templates in files: a matrix and the CSV of its rows.
#ifndef SIMULATE_TEMPLATE_FILES_H
#define SIMULATE_TEMPLATE_FILES_H

#include "base/output.h"
#include "simulate/template_maker.h"

/// What was made of a side.
typedef struct assay_template_count {
    uint64_t rows;
    uint64_t subjects;
} assay_template_count;

/// How many rows and subjects a side has.
assay_status assay_template_count_side(const assay_sphere *sphere,
                                       assay_sphere_side side,
                                       assay_template_count *count,
                                       assay_error *err);

/// Writes the rows of `side`, subject after subject, on the threads of the
/// options; `count` is from assay_template_count_side().
assay_status assay_template_put_matrix(const assay_template_maker *maker,
                                       assay_sphere_side side,
                                       assay_template_count count,
                                       assay_output *output, assay_error *err);

/// Writes the line of each row: sample_id, subject_id and the group.
assay_status assay_template_put_samples(const assay_sphere *sphere,
                                        assay_sphere_side side,
                                        assay_output *output, assay_error *err);

/// Writes subject_id and the group of each subject.
assay_status assay_template_put_subjects(const assay_sphere *sphere,
                                         assay_output *output,
                                         assay_error *err);

/// The length of a row of whole numbers, of `dimensions` values: such that six
/// standard deviations of a value, or a row's whole length, reach 127.
double assay_template_int8_length(unsigned dimensions);

#endif
