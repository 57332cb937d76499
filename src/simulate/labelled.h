// SPDX-License-Identifier: Apache-2.0
/// Labelled scores of drawn people: scores.csv and subjects.csv.
#ifndef SIMULATE_LABELLED_H
#define SIMULATE_LABELLED_H

#include "base/output.h"
#include "simulate/drawn.h"
#include "simulate/truth.h"

/// Writes all comparisons, one a line, each subject's probes in order: first
/// the mated one, then those with `drawn->references` references of others.
/// Adds what was made to `parts` (one for each group, zero before).
assay_status assay_labelled_scores(const assay_population *population,
                                   const assay_drawn *drawn,
                                   assay_output *output,
                                   assay_truth_part *parts, assay_error *err);

/// Writes subject_id and, with groups, their attribute.
void assay_labelled_subjects(const assay_population *population,
                             const assay_drawn *drawn, assay_output *output);

#endif
