// SPDX-License-Identifier: Apache-2.0
// Notation of docs/statistics.md 4.3: p = X/M; S_v = x_v - m_v p over the
// comparisons that touch v; D = sum over pairs of (e - m p)^2. The jackknife
// needs no second count: leaving v out moves the rate by -S_v/(M - m_v).
#include "stats/cluster.h"

#include "stats/beta.h"
#include "stats/elementary.h"
#include "stats/normal.h"
#include "stats/student.h"
#include "stats/sums.h"
#include "stats/zero.h"

#include <math.h>

// What one role's subjects add up to.
typedef struct role {
    double subjects, bearers;
    double s2, s4;    // sum S^2, sum S^4
    double leveraged; // sum S^2 / (1 - m/M)
    double m2;        // sum m^2
    double jackknife;
} role;

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static double deviation(double x, double m, const assay_pair_sums *total)
{
    return assay_product_difference(x, total->trials, m, total->events) /
           total->trials;
}

static double times(assay_side side, size_t i)
{
    return side.w ? side.w[i] : 1;
}

// (K-1)/K sum (d_v - mean)^2, d_v = -S_v/(M - m_v). NaN where m_v = M.
static double jackknife(assay_side side, const assay_pair_sums *total, double k)
{
    assay_exact sum = {0}, squares = {0};
    for (size_t i = 0; i < side.n; i++) {
        const double rest = total->trials - side.m[i];
        if (!(rest > 0)) return NAN;
        const double d = deviation(side.x[i], side.m[i], total) / rest;
        assay_exact_add(&sum, times(side, i) * d);
    }
    const double mean = assay_exact_value(&sum) / k;
    for (size_t i = 0; i < side.n; i++) {
        if (!(side.m[i] > 0)) continue;
        const double s = deviation(side.x[i], side.m[i], total);
        const double d = s / (total->trials - side.m[i]) - mean;
        assay_exact_add(&squares, times(side, i) * (d * d));
    }
    return (k - 1) / k * assay_exact_value(&squares);
}

static role sums_of(assay_side side, const assay_pair_sums *total)
{
    assay_exact s2 = {0}, s4 = {0}, leveraged = {0}, m2 = {0};
    role r = {0};
    for (size_t i = 0; i < side.n; i++) {
        const double m = side.m[i];
        if (!(m > 0)) continue;
        const double s = deviation(side.x[i], m, total);
        const double q = s * s, rest = total->trials - m;
        const double w = times(side, i);
        r.subjects += w;
        r.bearers += side.x[i] > 0 ? w : 0;
        assay_exact_add(&s2, w * q);
        assay_exact_add(&s4, w * (q * q));
        assay_exact_add(&m2, w * (m * m));
        if (rest > 0)
            assay_exact_add(&leveraged, w * (q * total->trials / rest));
    }
    r.s2 = assay_exact_value(&s2);
    r.s4 = assay_exact_value(&s4);
    r.leveraged = assay_exact_value(&leveraged);
    r.m2 = assay_exact_value(&m2);
    r.jackknife = jackknife(side, total, r.subjects);
    return r;
}

// D = sum e^2 - 2p sum em + p^2 sum m^2.
static double pair_squares(const assay_pair_sums *t)
{
    const double a =
        assay_product_difference(t->ee, t->trials, t->em, t->events);
    const double b =
        assay_product_difference(t->em, t->trials, t->mm, t->events);
    const double d = (a - t->events / t->trials * b) / t->trials;
    return d > 0 ? d : 0;
}

static assay_cluster start(const assay_pair_sums *total)
{
    assay_cluster c = {ASSAY_CLUSTER_NO_DATA,
                       total->events,
                       total->trials,
                       NAN,
                       NAN,
                       NAN,
                       NAN,
                       total->events,
                       0,
                       0};
    if (total->trials > 0) c.rate = total->events / total->trials;
    return c;
}

// M^2 times p(1-p)/M.
static double naive(const assay_pair_sums *t, bool counted)
{
    if (!counted) return 0;
    return t->events / t->trials * (t->trials - t->events);
}

static double kish(double s2, double s4, double otherwise)
{
    const double nu = s4 > 0 ? s2 * s2 / s4 : otherwise;
    return larger(nu, 2);
}

static void set_variances(assay_cluster *c, double v, double vj, double floor)
{
    const double m2 = c->trials * c->trials;
    c->status = ASSAY_CLUSTER_OK;
    c->variance = larger(v, floor) / m2;
    c->jackknife = vj != vj ? (double)NAN : larger(vj, floor / m2);
}

assay_cluster assay_cluster_one_way(assay_side subjects, bool counted)
{
    assay_exact x = {0}, m = {0};
    for (size_t i = 0; i < subjects.n; i++) {
        assay_exact_add(&x, times(subjects, i) * subjects.x[i]);
        assay_exact_add(&m, times(subjects, i) * subjects.m[i]);
    }
    const assay_pair_sums total = {assay_exact_value(&x), assay_exact_value(&m),
                                   0, 0, 0};
    assay_cluster c = start(&total);
    if (!(total.trials > 0)) return c;
    const role r = sums_of(subjects, &total);
    c.subjects = r.subjects;
    c.bearers = r.bearers;
    c.status = ASSAY_CLUSTER_FEW_SUBJECTS;
    if (r.subjects < 2) return c;
    const double most = r.subjects - 1;
    const double nu = kish(r.s2, r.s4, most);
    c.nu = larger(nu < most ? nu : most, 2);
    set_variances(&c, r.leveraged, r.jackknife, naive(&total, counted));
    return c;
}

// The share of pairs of comparisons that have no subject in common, times M^2.
static bool is_tangled(double disjoint, double m)
{
    return !(disjoint > 1e-12 * m * m);
}

assay_cluster assay_cluster_dyadic(assay_side subjects, assay_pair_sums pairs,
                                   bool counted)
{
    assay_cluster c = start(&pairs);
    if (!(pairs.trials > 0)) return c;
    const role r = sums_of(subjects, &pairs);
    c.subjects = r.subjects;
    c.bearers = r.bearers;
    c.status = ASSAY_CLUSTER_FEW_SUBJECTS;
    if (r.subjects < 4) return c;
    const double m2 = pairs.trials * pairs.trials;
    const double disjoint = m2 - r.m2 + pairs.mm;
    c.status = ASSAY_CLUSTER_TANGLED;
    if (is_tangled(disjoint, pairs.trials)) return c;
    const double d = pair_squares(&pairs);
    c.nu = kish(r.s2, r.s4, r.subjects);
    set_variances(&c, m2 / disjoint * (r.s2 - d), r.jackknife,
                  larger(d, naive(&pairs, counted)));
    return c;
}

assay_cluster assay_cluster_two_way(assay_side probes, assay_side references,
                                    assay_pair_sums pairs, bool counted)
{
    assay_cluster c = start(&pairs);
    if (!(pairs.trials > 0)) return c;
    const role r = sums_of(probes, &pairs);
    const role g = sums_of(references, &pairs);
    c.subjects = r.subjects + g.subjects;
    c.bearers = r.bearers + g.bearers;
    c.status = ASSAY_CLUSTER_FEW_SUBJECTS;
    if (r.subjects < 2 || g.subjects < 2) return c;
    const double m2 = pairs.trials * pairs.trials;
    const double disjoint = (m2 - r.m2) - (g.m2 - pairs.mm);
    c.status = ASSAY_CLUSTER_TANGLED;
    if (is_tangled(disjoint, pairs.trials)) return c;
    const double d = pair_squares(&pairs);
    c.nu = kish(r.s2 + g.s2, r.s4 + g.s4, c.subjects);
    set_variances(&c, m2 / disjoint * (r.s2 + g.s2 - d),
                  r.jackknife + g.jackknife, larger(d, naive(&pairs, counted)));
    c.variance = larger(c.variance, larger(r.s2, g.s2) / m2);
    return c;
}

static bool inside(const assay_cluster *c)
{
    return c->rate > 0 && c->rate < 1;
}

double assay_cluster_effective(const assay_cluster *c, double variance)
{
    return inside(c) ? c->rate * (1 - c->rate) / variance : (double)NAN;
}

double assay_cluster_deff(const assay_cluster *c, double variance)
{
    return c->trials / assay_cluster_effective(c, variance);
}

bool assay_cluster_few(const assay_cluster *c)
{
    return c->subjects < 8 || c->nu < 4;
}

assay_interval assay_cluster_wilson(const assay_cluster *c, double variance,
                                    double confidence)
{
    const bool possible = c->status == ASSAY_CLUSTER_OK && inside(c);
    if (!possible || !(variance > 0)) return (assay_interval){NAN, NAN};
    const double t = assay_student_two_sided(confidence, c->nu);
    return assay_wilson(c->rate, assay_cluster_effective(c, variance), t);
}

static double few_errors_low(const assay_cluster *c, double variance,
                             double confidence)
{
    const double tail = 0.5 * (1 - confidence);
    const double ratio = assay_normal_two_sided(confidence) /
                         assay_student_two_sided(confidence, c->nu);
    const double n = assay_cluster_effective(c, variance) * ratio * ratio;
    const assay_tails tails = {tail, 1 - tail};
    return assay_beta_quantile(tails, c->rate * n, n * (1 - c->rate) + 1).x;
}

assay_interval assay_cluster_interval(const assay_cluster *c, double variance,
                                      double units, double confidence)
{
    if (c->status != ASSAY_CLUSTER_OK) return (assay_interval){NAN, NAN};
    const double bound = assay_zero_bound(units, 0.5 * (1 - confidence));
    if (!(c->rate > 0)) return (assay_interval){0, bound};
    if (!(c->rate < 1)) return (assay_interval){1 - bound, 1};
    assay_interval out = assay_cluster_wilson(c, variance, confidence);
    if (c->bearers < 5) out.high = larger(out.high, bound);
    if (c->errors < 5) {
        const double low = few_errors_low(c, variance, confidence);
        if (low < out.low) out.low = low;
    }
    return out;
}

assay_balance assay_cluster_balance(const double *m, size_t n)
{
    assay_exact sum = {0}, squares = {0};
    double least = INFINITY, most = 0, subjects = 0;
    for (size_t i = 0; i < n; i++) {
        if (!(m[i] > 0)) continue;
        subjects += 1;
        assay_exact_add(&sum, m[i]);
        assay_exact_add(&squares, m[i] * m[i]);
        if (m[i] < least) least = m[i];
        if (m[i] > most) most = m[i];
    }
    if (!(subjects > 0)) return (assay_balance){0, NAN, NAN, NAN, false};
    const double total = assay_exact_value(&sum);
    assay_balance b = {subjects, 0, most / least, most / total, false};
    b.effective = total * (total / assay_exact_value(&squares));
    b.unequal = b.ratio > 3 || b.effective < 0.7 * subjects;
    return b;
}
