// SPDX-License-Identifier: Apache-2.0
/// Interval of a quantile between two order statistics.
#ifndef STATS_RANKS_H
#define STATS_RANKS_H

#include "stats/cluster.h"

#include <stdint.h>

/// Ranks from 1; `low` 0 and `high` n + 1 mean that the sample has no such
/// bound.
typedef struct assay_ranks {
    uint64_t low, high;
    double coverage; ///< P(x_(low) <= quantile < x_(high)), continuous data
} assay_ranks;

/// The ranks of a two-sided interval for the `p`-quantile of `n` independent
/// values: low is the largest l with P(Bin(n,p) < l) <= (1-confidence)/2, high
/// the smallest u with P(Bin(n,p) < u) >= (1+confidence)/2. docs/statistics.md
/// T2.4, held by tests/unit/test_stats_proportions.c.
assay_ranks assay_quantile_ranks(uint64_t n, double p, double confidence);

/// Of `n` values of which several come from each person, those of the
/// `p`-quantile: `at_most` says of each how many of their m[i] values are the
/// sample's p-quantile or less. Wilson's interval of p with as many effective
/// values as that share has (cluster.h, the larger of the one-way variances)
/// and t, rounded away from the quantile, and never narrower than independent
/// values have. `*effective` is that number, at most n. Where all values are at
/// most the quantile each person counts as one; with fewer than two people both
/// ends are open. docs/statistics.md 2.6; `coverage` is NaN.
assay_ranks assay_quantile_ranks_clustered(assay_side at_most, double p,
                                           double confidence,
                                           double *effective);

#endif
