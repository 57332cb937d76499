// SPDX-License-Identifier: Apache-2.0
#include "stats/watchlist.h"

#include "stats/elementary.h"
#include "stats/lgamma.h"
#include "stats/sums.h"

#include <math.h>

// Beyond so many steps Stirling's formula is faster, and as good.
enum { STEPS_MOST = 10000 };

// The chance with one more over the threshold: that one is among the n of the
// `left` identities that may be it, or an earlier one was.
static double step(double hit, double n, double left)
{
    return hit + (1 - hit) * (n / left);
}

// ln of C(all - k, n) / C(all, n) for large k and n, k + n < all, by Stirling's
// formula. With x = k/all, y = n/all and d = ln(1 - xy/((1-x)(1-y))), that is
// ln(1-x-y) - ln(1-x) - ln(1-y), nothing cancels.
static double log_miss(double k, double all, double n)
{
    const double a = all - k, b = all - n, c = all - k - n;
    const double d = assay_log1p(-(k / a) * (n / b));
    const double powers =
        n * assay_log1p(-k / all) + k * assay_log1p(-n / all) - (c + 0.5) * d;
    return powers + (assay_stirling_rest(a) - assay_stirling_rest(all)) +
           (assay_stirling_rest(b) - assay_stirling_rest(c));
}

double assay_watchlist_hit(uint64_t k, uint64_t all, uint64_t n)
{
    // k and n are alike: which of the two is drawn first does not matter.
    const uint64_t few = k < n ? k : n, many = k < n ? n : k;
    if (!few) return 0;
    if (many >= all || few > all - many) return 1;
    if (few > STEPS_MOST) {
        if (few == all - many) return 1;
        return -assay_expm1(log_miss((double)few, (double)all, (double)many));
    }
    double hit = 0;
    for (uint64_t t = 0; t < few; t++)
        hit = step(hit, (double)many, (double)(all - t));
    return hit;
}

void assay_watchlist_hits(uint64_t all, uint64_t n, double *hit, size_t count)
{
    if (count) hit[0] = 0;
    for (size_t k = 1; k < count; k++) {
        const uint64_t left = all - (k - 1);
        hit[k] = n < left ? step(hit[k - 1], (double)n, (double)left) : 1;
        if (!n) hit[k] = 0;
    }
}

double assay_watchlist_influence(uint64_t k, uint64_t all, uint64_t n)
{
    const uint64_t kept = n < all ? n : all - 1;
    if (!k || k >= all || !kept) return 0;
    // One of the others is missed, and then this one is drawn.
    const double missed = 1 - assay_watchlist_hit(k - 1, all - 1, kept);
    return missed * ((double)kept / (double)(all - k));
}

double assay_watchlist_hit_strata(const assay_stratum *strata, size_t count)
{
    double hit = 0;
    for (size_t i = 0; i < count; i++) {
        const assay_stratum *s = &strata[i];
        hit += (1 - hit) * assay_watchlist_hit(s->k, s->all, s->n);
    }
    return hit;
}

double assay_watchlist_selectivity(double over, double slots, double n)
{
    return slots > 0 ? n * over / slots : (double)NAN;
}

static double larger(double a, double b)
{
    return a > b ? a : b;
}

// (N-1)/N sum (G - mean)^2. Of a long list most are 0.
static double delete_one(const double *g, size_t n)
{
    assay_exact sum = {0}, spread = {0};
    size_t none = 0;
    for (size_t j = 0; j < n; j++) assay_exact_add(&sum, g[j]);
    const double mean = assay_exact_value(&sum) / (double)n;
    for (size_t j = 0; j < n; j++) {
        if (g[j] > 0 || g[j] < 0)
            assay_exact_add(&spread, (g[j] - mean) * (g[j] - mean));
        else
            none++;
    }
    assay_exact_add_times(&spread, mean * mean, none);
    return (double)(n - 1) / (double)n * assay_exact_value(&spread);
}

assay_watchlist_parts assay_watchlist_variance(const assay_cluster *fixed,
                                               const double *influence,
                                               size_t identities, double shared)
{
    const double p2 = fixed->trials * fixed->trials;
    assay_watchlist_parts v = {NAN, NAN, NAN, NAN};
    if (fixed->status != ASSAY_CLUSTER_OK || identities < 2) return v;
    v.probes = fixed->variance;
    v.gallery = delete_one(influence, identities) / p2;
    v.both = shared / p2;
    v.variance =
        larger(v.probes + v.gallery - v.both, larger(v.probes, v.gallery));
    return v;
}

// Kish's index of the squares of R_s and G_j together, at least 2.
static double freedom(const assay_cluster *fixed, assay_side probes,
                      const double *g, size_t identities)
{
    assay_exact squares = {0}, fourths = {0};
    for (size_t i = 0; i < probes.n; i++) {
        if (!(probes.m[i] > 0)) continue;
        const double w = probes.w ? probes.w[i] : 1;
        const double r = assay_product_difference(probes.x[i], fixed->trials,
                                                  probes.m[i], fixed->events) /
                         fixed->trials;
        assay_exact_add(&squares, w * (r * r));
        assay_exact_add(&fourths, w * ((r * r) * (r * r)));
    }
    for (size_t j = 0; j < identities; j++) {
        const double q = g[j] * g[j];
        assay_exact_add(&squares, q);
        assay_exact_add(&fourths, q * q);
    }
    const double s2 = assay_exact_value(&squares);
    const double s4 = assay_exact_value(&fourths);
    return s4 > 0 ? larger(s2 * s2 / s4, 2) : 2;
}

assay_cluster assay_watchlist_random(const assay_cluster *fixed,
                                     assay_side probes, const double *influence,
                                     size_t identities, double shared,
                                     bool counted)
{
    assay_cluster c = *fixed;
    if (c.status != ASSAY_CLUSTER_OK) return c;
    c.variance = c.jackknife = NAN;
    c.status = ASSAY_CLUSTER_FEW_SUBJECTS;
    if (identities < 2) return c;
    const double floor = counted ? c.rate * (1 - c.rate) / c.trials : 0;
    const assay_watchlist_parts v =
        assay_watchlist_variance(fixed, influence, identities, shared);
    c.status = ASSAY_CLUSTER_OK;
    c.variance = c.jackknife = larger(v.variance, floor);
    c.nu = freedom(fixed, probes, influence, identities);
    return c;
}

assay_watchlist_zero assay_watchlist_zero_upper(assay_watchlist_design design,
                                                double deff, double miss)
{
    const double s = design.subjects, n = design.identities;
    assay_watchlist_zero out = {
        assay_zero_upper(design.searches, deff, s, miss), NAN};
    if (!design.random) return out;
    const double bound = n * assay_zero_bound(s < n ? s : n, miss);
    out.bounds.guaranteed = NAN;
    if (n > 0 && bound < 1) out.any = bound;
    return out;
}
