// SPDX-License-Identifier: Apache-2.0
#include "stats/ranks.h"

#include "stats/beta.h"
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

static double larger(double a, double b)
{
    return a > b ? a : b;
}

// V of the share of values at or below the quantile.
static double variance_of(const assay_cluster *c, double p)
{
    const bool inside = c->rate > 0 && c->rate < 1;
    return inside ? larger(c->variance, c->jackknife)
                  : p * (1 - p) / c->subjects;
}

assay_ranks assay_quantile_ranks_clustered(assay_side at_most, double p,
                                           double confidence, double *effective)
{
    const assay_cluster c = assay_cluster_one_way(at_most, true);
    const uint64_t n = (uint64_t)c.trials;
    assay_ranks r = {0, n + 1, NAN};
    *effective = 0;
    if (c.status != ASSAY_CLUSTER_OK) return r;
    const bool inside = c.rate > 0 && c.rate < 1;
    const double share = inside ? c.rate : p;
    const double worth = share * (1 - share) / variance_of(&c, p);
    const assay_ranks plain = assay_quantile_ranks(n, p, confidence);
    const bool several = c.trials > c.subjects;
    *effective = several && worth < c.trials ? worth : c.trials;
    if (!several) return plain;
    const double t = assay_student_two_sided(confidence, c.nu);
    const assay_interval share_of = assay_wilson(p, *effective, t);
    r.low = (uint64_t)floor(c.trials * share_of.low);
    r.high = (uint64_t)ceil(c.trials * share_of.high) + 1;
    if (plain.low < r.low) r.low = plain.low;
    if (plain.high > r.high) r.high = plain.high;
    return r;
}
