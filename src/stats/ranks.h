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

/// Of `n` values that several come from each person, how many independent ones
/// they are worth: `at_most` says of each person how many of their m[i] values
/// are the sample's median or less. p(1-p)/V of that share, V the larger of the
/// one-way variances of cluster.h, times (z/t)^2. `n` where nobody has two; 0
/// with fewer than two people.
double assay_ranks_effective(assay_side at_most, double confidence);

/// The ranks among `n` values that are worth `effective` independent ones:
/// those of so many (the whole number below), spread over n and rounded away
/// from the quantile. docs/statistics.md 2.
assay_ranks assay_quantile_ranks_spread(uint64_t n, double effective, double p,
                                        double confidence);

#endif
