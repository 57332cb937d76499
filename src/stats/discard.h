// SPDX-License-Identifier: Apache-2.0
/// Error versus discard: the error rate of what is left when the comparisons
/// of the lowest quality are left out (docs/statistics.md 7.1).
///
/// T7.1, held by tests/unit/test_stats_quality.c.
#ifndef STATS_DISCARD_H
#define STATS_DISCARD_H

#include <stddef.h>
#include <stdint.h>

/// Comparisons of one quality, which are discarded together.
typedef struct assay_discard_level {
    uint64_t trials; ///< above 0
    uint64_t errors; ///< of them
} assay_discard_level;

/// A point of the curve; it holds until the next one (to the right).
typedef struct assay_discard_point {
    double discarded;          ///< share of all comparisons, 0 to 1
    double rate;               ///< of those left; 0 by convention when none is
    uint64_t trials_discarded; ///< comparisons discarded
    uint64_t errors;           ///< errors among those left
} assay_discard_point;

/// The curve of `n` > 0 levels, ascending by quality: `n + 1` points, the first
/// with nothing discarded, the last with everything.
void assay_discard_curve(const assay_discard_level *levels, size_t n,
                         assay_discard_point *points);

/// Areas from 0 to `limit` in [0, 1] discarded.
typedef struct assay_discard_areas {
    double area;  ///< under the curve
    double ideal; ///< if errors were discarded first, one by one
    double none;  ///< limit times the rate at the start: quality tells nothing
} assay_discard_areas;

/// Of the same levels. The curve is a step: each rate holds to the right.
/// Takes time that grows with the errors.
assay_discard_areas assay_discard_areas_of(const assay_discard_level *levels,
                                           size_t n, double limit);

/// How many of the lowest levels are discarded so that at most floor(fraction x
/// trials) comparisons go, all those of a level or none; `fraction` in [0, 1]
/// as assay_allowed() (stats/threshold.h) takes it.
size_t assay_discard_gate(const assay_discard_level *levels, size_t n,
                          double fraction);

#endif
