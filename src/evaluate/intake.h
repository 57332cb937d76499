// SPDX-License-Identifier: Apache-2.0
/// The files of an evaluation of scores, read once into a counter.
#ifndef EVALUATE_INTAKE_H
#define EVALUATE_INTAKE_H

#include "assay/scores.h"
#include "base/build.h"
#include "count/counter.h"
#include "evaluate/attacks_intake.h"
#include "evaluate/groups.h"
#include "evaluate/qualities.h"
#include "measure/verification.h"

/// Opaque; ended by assay_scores_intake_free(), after the counter's views.
typedef struct assay_scores_intake assay_scores_intake;

/// Reads everything that the options name. On success rows are counted and
/// kept, groups are closed, and the counter is ready for views.
assay_status assay_scores_intake_read(const assay_scores_options *options,
                                      assay_scores_intake **out,
                                      assay_error *err);
assay_counter *assay_scores_intake_counter(assay_scores_intake *intake);
const assay_groups *assay_scores_intake_groups(const assay_scores_intake *in);
/// The qualities of mated comparisons; NULL where none are asked for.
assay_qualities *assay_scores_intake_qualities(assay_scores_intake *in);
/// The attacks; NULL where none are asked for.
const assay_attack_set *
assay_scores_intake_attacks(const assay_scores_intake *in);
/// Facts about the rows; lives as long as the intake.
const assay_row_facts *assay_scores_intake_facts(const assay_scores_intake *in);
/// Whether scores were distances (`--distance`, or the file says so).
bool assay_scores_intake_distance(const assay_scores_intake *intake);
/// Adds the inputs and the counts of rows to the record of a result.
void assay_scores_intake_record(const assay_scores_intake *intake,
                                assay_result *result);
/// Ids of people, in the order of first sight; or NULL.
const assay_strings *assay_scores_intake_people(const assay_scores_intake *in);
void assay_scores_intake_free(assay_scores_intake *intake);

#endif
