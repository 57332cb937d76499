// SPDX-License-Identifier: Apache-2.0
/// What a test is to show: reading fills it, measuring plans for it.
#ifndef BASE_GOAL_H
#define BASE_GOAL_H

#include <stdint.h>

/// The rates of which tests are planned.
typedef enum assay_goal_rate {
    ASSAY_GOAL_TPIR,
    ASSAY_GOAL_FNIR,
    ASSAY_GOAL_FPIR,
    ASSAY_GOAL_FMR,
    ASSAY_GOAL_FNMR
} assay_goal_rate;

/// What is to be shown of a rate.
typedef enum assay_goal_kind {
    ASSAY_GOAL_WIDTH,    ///< +- number
    ASSAY_GOAL_PART,     ///< +- number %, of the rate
    ASSAY_GOAL_AT_MOST,  ///< <= number
    ASSAY_GOAL_AT_LEAST, ///< >= number
    ASSAY_GOAL_RATIO     ///< ratio number
} assay_goal_kind;

/// A goal. NaN, or 0: not given.
typedef struct assay_size_goal {
    assay_goal_rate rate;
    assay_goal_kind kind;
    double number; ///< in (0, 1); of PART the proportion; of RATIO above 1
    double expect; ///< in (0, 1)
    uint64_t watchlist_size;
    double threshold, fmr, fpir; ///< kept for the record
} assay_size_goal;

/// "TPIR", "FNIR"...
const char *assay_goal_rate_name(assay_goal_rate rate);

#endif
