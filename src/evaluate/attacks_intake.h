// SPDX-License-Identifier: Apache-2.0
/// `--attack`: rows of attacks, and of presentations without comparisons, kept
/// apart from the counts of comparisons.
#ifndef EVALUATE_ATTACKS_INTAKE_H
#define EVALUATE_ATTACKS_INTAKE_H

#include "assay/scores.h"
#include "base/rows.h"
#include "measure/attacks.h"

/// Opaque; ended by assay_attacks_free().
typedef struct assay_attacks assay_attacks;

/// Asks the intake for the columns. `*out` is NULL where no attacks are asked
/// for.
assay_status assay_attacks_new(const assay_scores_options *options,
                               assay_intake *intake, assay_attacks **out,
                               assay_error *err);
/// The rows to come are of this file, which must outlive them: their system,
/// where they have no column `system`.
void assay_attacks_file(assay_attacks *attacks, const char *name);
/// Takes row `i` of the batch, an attack or a presentation with this score (in
/// the direction of similarities), of people of this profile.
assay_status assay_attacks_take(assay_attacks *attacks,
                                const assay_batch *batch, size_t i, float score,
                                uint16_t profile, assay_error *err);
/// After the last row: fails where no file has the column, and where files
/// hold comparisons and presentations.
assay_status assay_attacks_close(assay_attacks *attacks, assay_error *err);
/// What was read, once closed; lives as long as `attacks`.
const assay_attack_set *assay_attacks_set(const assay_attacks *attacks);
void assay_attacks_free(assay_attacks *attacks);

#endif
