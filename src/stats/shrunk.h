// SPDX-License-Identifier: Apache-2.0
/// Rates of groups drawn toward the rate of all, the more the less their events
/// say: for the order of groups. docs/statistics.md 3.3.
///
/// Held by tests/unit/test_stats_shrunk.c.
#ifndef STATS_SHRUNK_H
#define STATS_SHRUNK_H

#include "stats/ratio.h"

#include <stdbool.h>
#include <stddef.h>

/// Groups as the law has it: events Poisson with mean exposure x rate, rates
/// gamma(a, b) over groups, by moments (Marshall 1991): with e the exposure and
/// r = x/e of each group, the mean m = sum x / sum e and
/// v = (sum e (r - m)^2 - (n - 1) m) / (sum e - sum e^2 / sum e),
/// which is the variance of rates between groups on average. a = m^2/v, b =
/// m/v. Where v <= 0 rates lie no farther apart than chance has it: v is taken
/// to be 0, and shrinkage is complete.
typedef struct assay_shrinkage {
    double mean;    ///< m; 0: no events, NaN: fewer than 2 groups
    double between; ///< v, at least 0
    bool complete;  ///< v came out as 0 or less
    double spread;  ///< mean of the variances above 0 that such a v leaves open
    double mean_variance, between_variance; ///< of m and v by chance
} assay_shrinkage;

/// Fits the law to `n` >= 2 groups, all of exposure above 0. Clustered events
/// and exposures are given over the deff.
assay_shrinkage assay_shrink_fit(const assay_exposed *groups, size_t n);

/// A rate after that.
typedef struct assay_shrunk {
    double value;     ///< posterior mean (x + a)/(e + b)
    double own;       ///< what the group's own rate weighs in it, e/(e + b)
    double low, high; ///< quantiles of a gamma of that mean
} assay_shrunk;

/// That of one of the groups. The gamma of the interval has the variance w
/// value/(m + e w), which is that of the posterior, (x + a)/(e + b)^2, at a
/// variance w between groups that is never 0: the mean of a normal around v cut
/// at 0, of variance Var(v) (n - 1)/(n - 3). To it comes that by which chance
/// in m and v moves the value (Morris 1983): B^2 Var(m) + (r - m)^2 (B^2 e/m)^2
/// Var(v), B = b/(e + b). With that of the posterior alone, intervals of few
/// groups hold 3 to 9 of 10. Not for a mean of 0.
assay_shrunk assay_shrink(const assay_shrinkage *fit, assay_exposed group,
                          double confidence);

#endif
