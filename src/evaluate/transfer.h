// SPDX-License-Identifier: Apache-2.0
/// Thresholds taken over from another result (`--thresholds-from`).
#ifndef EVALUATE_TRANSFER_H
#define EVALUATE_TRANSFER_H

#include "assay/scores.h"
#include "evaluate/set_on.h"

/// Numbers that the evaluation owns; `items` ended by assay_free().
typedef struct assay_numbers_taken {
    double *items;
    size_t count;
    assay_set_on people; ///< on whom they were set; by assay_set_on_end()
} assay_numbers_taken;

/// Adds the thresholds of everybody in `options->thresholds_from` to those
/// given: `taken` owns the new list and `options->thresholds` points at it.
/// Refuses a result with another rule or direction, or without thresholds.
assay_status assay_transfer_thresholds(assay_scores_options *options,
                                       assay_numbers_taken *taken,
                                       assay_error *err);

#endif
