// SPDX-License-Identifier: Apache-2.0
/// Two results figure by figure: difference, ratio, verdict
/// (docs/statistics.md 4.7, 3.5).
#ifndef MEASURE_COMPARISON_H
#define MEASURE_COMPARISON_H

#include "assay/compare.h"
#include "count/searches.h"
#include "count/view.h"
#include "measure/identification.h"
#include "measure/ledger.h"
#include "stats/paired.h"

/// A system: what its result tells, and the counts behind it. Arrays are the
/// caller's.
typedef struct assay_compared_side {
    const assay_result *result;
    assay_view *const *views; ///< unpacked, `view_count`; none: compared apart
    size_t view_count;
    const assay_searches *searches;   ///< NULL: none, or compared apart
    const assay_search_group *groups; ///< of the searches
    size_t group_count;
} assay_compared_side;

/// Somebody of whom the systems differ, for --review alone.
typedef struct assay_differing {
    const char *figure; ///< its id
    uint32_t person;
    double events[2], trials; ///< of A and B
} assay_differing;

/// What is compared. Both sides are of the same people and comparisons, unless
/// options->unpaired.
typedef struct assay_comparison_input {
    const assay_compare_options *options;
    assay_compared_side sides[2];
    /// Told of everybody of whom a figure of everybody differs; or NULL.
    void (*differ)(void *context, const assay_differing *one);
    void *context; ///< handed to `differ`
} assay_comparison_input;

/// Adds figures, curves, statements, warnings and requirements to `result`.
assay_status assay_comparison_measure(const assay_comparison_input *input,
                                      assay_result *result, assay_error *err);

#endif
