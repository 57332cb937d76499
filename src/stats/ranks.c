// SPDX-License-Identifier: Apache-2.0
#include "stats/ranks.h"

#include "stats/beta.h"
#include "stats/normal.h"
#include "stats/student.h"

#include <math.h>

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

double assay_ranks_effective(assay_side at_most, double confidence)
{
    double n = 0, people = 0;
    for (size_t i = 0; i < at_most.n; i++) {
        n += at_most.m[i];
        people += at_most.m[i] > 0;
    }
    if (people < 2) return 0;
    if (!(n > people)) return n;
    const assay_cluster c = assay_cluster_one_way(at_most, true);
    const double variance = c.jackknife > c.variance ? c.jackknife : c.variance;
    const double t = assay_student_two_sided(confidence, c.nu);
    const double z = assay_normal_two_sided(confidence);
    if (!(variance > 0)) return 0;
    const double worth = c.rate * (1 - c.rate) / variance * (z / t) * (z / t);
    return worth < n ? worth : n;
}

assay_ranks assay_quantile_ranks_spread(uint64_t n, double effective, double p,
                                        double confidence)
{
    const uint64_t worth = (uint64_t)effective;
    if (worth >= n) return assay_quantile_ranks(n, p, confidence);
    assay_ranks r = {0, n + 1, 0};
    if (!worth) return r;
    const assay_ranks of = assay_quantile_ranks(worth, p, confidence);
    // The l-th of so many lies where l/(worth + 1) of all do, on average.
    const double each = ((double)n + 1) / ((double)worth + 1);
    if (of.low) r.low = (uint64_t)floor((double)of.low * each);
    if (of.high <= worth) r.high = (uint64_t)ceil((double)of.high * each);
    r.coverage = of.coverage;
    return r;
}
