// SPDX-License-Identifier: Apache-2.0
/// What changed from one system to another on the same data: each figure of
/// two results, their difference and ratio, and whether it can be told.
#ifndef ASSAY_COMPARE_H
#define ASSAY_COMPARE_H

#include "assay/options.h"

#ifdef __cplusplus
extern "C" {
#endif

/// What is kept in check where many figures are compared together.
typedef enum assay_multiplicity {
    ASSAY_MULTIPLICITY_HOLM, ///< the chance of any wrong verdict
    ASSAY_MULTIPLICITY_BH,   ///< the share of wrong ones among the verdicts
    ASSAY_MULTIPLICITY_NONE  ///< each figure alone
} assay_multiplicity;

/// What to compare. Both results are of one kind (assay_result_evaluation()),
/// of the same people and comparisons or searches, and keep their counts.
typedef struct assay_compare_options {
    assay_options common; ///< of it confidence, about, require, command and
                          ///< review count
    const char *a;        ///< a result file
    const char *b;        ///< another one; differences are B minus A
    bool unpaired;        ///< they are of different data, or keep no counts:
                          ///< compared as if independent
    double margin;        ///< above 1: "equal within" it is a ratio whose whole
                          ///< interval lies from 1/margin to margin; 1.25
    assay_multiplicity multiplicity; ///< ASSAY_MULTIPLICITY_HOLM
} assay_compare_options;

/// Fills `*options` with the defaults.
ASSAY_API void assay_compare_options_default(assay_compare_options *options);

/// Compares; the result's evaluation is "comparison". Of each figure NAME that
/// both results have it holds "A NAME", "B NAME", "difference NAME" (B minus A;
/// its note says: A lower, B lower, equal within, cannot tell) and "ratio NAME"
/// (B over A). Refused (ASSAY_EINPUT): results of different kinds, rules,
/// people or comparisons, or without counts, unless `unpaired`. On success the
/// caller owns `*out`; on failure it is NULL.
ASSAY_API ASSAY_MUST_CHECK assay_status
assay_compare_evaluate(const assay_compare_options *options, assay_result **out,
                       assay_error *error);

#ifdef __cplusplus
}
#endif
#endif
