// SPDX-License-Identifier: Apache-2.0
/// Samples that files name and say were acquired or not: each counts once for
/// the failures to acquire and to enrol, however many comparisons it is in.
#ifndef EVALUATE_ATTEMPTS_H
#define EVALUATE_ATTEMPTS_H

#include "base/rows.h"
#include "count/counter.h"

/// All zero is empty; ended by assay_attempts_end().
typedef struct assay_attempts {
    assay_attempt *side[ASSAY_SIDES]; ///< by number of the sample
    size_t count[ASSAY_SIDES];
} assay_attempts;

/// Notes the samples of row `i` with its flags and profiles. A sample is lost
/// where any row says so. False without memory.
bool assay_attempts_note(assay_attempts *attempts, const assay_batch *batch,
                         size_t i, uint8_t flags, const uint16_t profile[2]);
/// Hands them to the counter.
assay_status assay_attempts_count(const assay_attempts *attempts,
                                  assay_counter *counter, assay_error *err);
void assay_attempts_end(assay_attempts *attempts);

#endif
