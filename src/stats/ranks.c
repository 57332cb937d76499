// SPDX-License-Identifier: Apache-2.0
#include "stats/ranks.h"

#include "stats/beta.h"

// P(Bin(n, p) < rank)
static double below(uint64_t rank, uint64_t n, double p)
{
    if (rank == 0) return 0;
    return assay_binomial_at_most((double)(rank - 1), (double)n, p);
}

// The smallest rank in [0, n+1] with P(Bin < rank) > limit (or >= limit).
static uint64_t first_above(uint64_t n, double p, double limit, int equal)
{
    uint64_t from = 0, to = n + 1;
    while (from < to) {
        const uint64_t middle = from + (to - from) / 2;
        const double chance = below(middle, n, p);
        if (chance > limit || (equal && chance >= limit)) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    return from;
}

assay_ranks assay_quantile_ranks(uint64_t n, double p, double confidence)
{
    const double tail = 0.5 * (1 - confidence);
    assay_ranks r = {0, 0, 0};
    r.low = first_above(n, p, tail, 0) - 1;
    r.high = first_above(n, p, 1 - tail, 1);
    r.coverage = below(r.high, n, p) - below(r.low, n, p);
    return r;
}
