// SPDX-License-Identifier: Apache-2.0
/// Intervals of measures of how far the rates of groups lie apart.
/// docs/statistics.md 3.2.
///
/// Chance alone lifts such a measure, and equal groups are the end of its
/// scale, so the value -+ t se says little about groups that are nearly equal.
/// Here groups are imagined c times as far apart as they were seen, c from 0,
/// and drawn: a c is in the range as long as the measure that was seen lies in
/// the middle of what is drawn. That is done with all groups in proportion, and
/// with two blocks of equal groups, and the wider end is taken. The upper end
/// of a largest of several is the greatest that any of them has.
///
/// Held by tests/unit/test_stats_spread_range.c and, in coverage, by
/// bench/coverage.
#ifndef STATS_SPREAD_RANGE_H
#define STATS_SPREAD_RANGE_H

#include "stats/differential.h"

#include <stdint.h>

/// Rates of groups, first those of one kind, then (m = 2 n) of another; the
/// arrays have `m` places, the caller's.
typedef struct assay_spread_table {
    size_t n, m;
    const double *rate; ///< above 0: with half an event more where one was 0
    const double *trials;
    const double *covariance; ///< of the rates, `m` x `m`
    const double *nu;         ///< degrees of freedom of each variance
    double pooled[2];         ///< the rate of all groups together, above 0
    double alpha;             ///< of joint measures
    size_t reference;         ///< of ASSAY_WORST_REFERENCE
    double confidence;
    uint64_t seed;
} assay_spread_table;

/// What is drawn from a table; begun by assay_spread_draws_make().
typedef struct assay_spread_draws {
    const assay_spread_table *table;
    const double *z;   ///< normals, correlated as the rates are
    const double *t;   ///< of each rate
    const double *per; ///< variance of each as a share of p(1-p), with t
    const double *distance[2]; ///< logits less that of all: in proportion; two
                               ///< blocks
    double *room;
} assay_spread_draws;

/// Numbers of room that assay_spread_draws_make() needs.
size_t assay_spread_draws_room(size_t m);

/// Draws; the same for the same seed. `table` and `room` stay in use.
void assay_spread_draws_make(const assay_spread_table *table, double *room,
                             assay_spread_draws *draws);

/// The range of a measure that is `value`; it holds the value.
assay_interval assay_spread_range(const assay_spread_draws *draws,
                                  assay_spread kind, double value);

#endif
