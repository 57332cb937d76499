// SPDX-License-Identifier: Apache-2.0
/// What measures of difference show of groups that do not differ.
/// docs/statistics.md 3.3.
///
/// Held by tests/unit/test_stats_differential.c against the exact distribution.
#ifndef STATS_EQUALITY_H
#define STATS_EQUALITY_H

#include "stats/differential.h"

#include <stddef.h>
#include <stdint.h>

/// Tests that are drawn.
enum { ASSAY_EQUAL_REPLICATES = 1999 };

/// `n` groups with one rate, or with one pair of rates.
typedef struct assay_equal {
    size_t n;
    /// Events that carry as much as each group's would at the common rate:
    /// p^2 / V, the count over deff where events are rare; above 0, infinite:
    /// no chance in it. The second NULL: one rate.
    const double *events[2];
    double rate[2];   ///< the common ones, in (0, 1]
    double alpha;     ///< of joint measures
    size_t reference; ///< of ASSAY_WORST_REFERENCE
    uint64_t seed;
    bool always; ///< half an event is added always, not only where a group of
                 ///< a draw has none
} assay_equal;

/// Of the replicates: the middle one, and the `low` and `high` ends between
/// which 95 of 100 lie (as `confidence` says); 95 of 100 are at most `most`,
/// and 95 of 100 at least `least`.
typedef struct assay_expected {
    double median, low, high, most, least;
} assay_expected;

/// Numbers of room that assay_equal_expect() needs for `n` groups and `kinds`
/// measures.
size_t assay_equal_room(size_t n, size_t kinds);

/// Draws Poisson events of each group and measures them; `out[i]` is of
/// `kinds[i]`, NaN where some draw gave none. The same for the same seed.
void assay_equal_expect(const assay_equal *equal, const assay_spread *kinds,
                        size_t kind_count, double confidence, double *room,
                        assay_expected *out);

/// A Poisson count of mean `mean` >= 0 from a uniform in (0, 1): by inversion
/// up to a mean of 64; beyond, mean + z sqrt(mean) + (z^2 - 1)/6 (Cornish and
/// Fisher), at least 0, which is no whole number.
double assay_poisson_draw(double mean, double uniform);

#endif
