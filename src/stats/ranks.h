// SPDX-License-Identifier: Apache-2.0
/// Interval of a quantile between two order statistics.
#ifndef STATS_RANKS_H
#define STATS_RANKS_H

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

#endif
