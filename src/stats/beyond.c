// SPDX-License-Identifier: Apache-2.0
#include "stats/beyond.h"

#include "stats/elementary.h"
#include "stats/lgamma.h"
#include "stats/sums.h"

#include <math.h>
#include <stdbool.h>

double assay_union_limit(double fmr, double n)
{
    const double limit = n * fmr;
    return limit < 1 ? limit : 1;
}

// A function of one number.
typedef struct curve {
    double (*at)(double x, const void *of);
    const void *of;
} curve;

// Where it crosses 0 between two points on either side of it: regula falsi,
// the end that stays halved each time (Illinois).
static double root(curve f, double low, double high)
{
    double at_low = f.at(low, f.of), at_high = f.at(high, f.of);
    int side = 0;
    for (int i = 0; i < 200 && fabs(high - low) > 1e-13; i++) {
        double x = (low * at_high - high * at_low) / (at_high - at_low);
        if (!(x > low && x < high)) x = 0.5 * (low + high);
        const double y = f.at(x, f.of);
        if (y == 0) return x;
        if ((y > 0) == (at_low > 0)) {
            low = x;
            at_low = y;
            if (side == -1) at_high *= 0.5;
            side = -1;
        } else {
            high = x;
            at_high = y;
            if (side == 1) at_low *= 0.5;
            side = 1;
        }
    }
    return 0.5 * (low + high);
}

// digamma(x) - ln x by its asymptotic series, x >= 32.
static double digamma_rest(double x)
{
    const double r = 1 / (x * x);
    return -0.5 / x - r * (1.0 / 12 - r * (1.0 / 120 - r * (1.0 / 252)));
}

// digamma(x + n) - digamma(x), the sum of 1/(x + t) over t < n.
static double rise(double x, double n)
{
    double sum = 0;
    while (n > 0 && x < 32) {
        sum += 1 / x;
        x += 1;
        n -= 1;
    }
    if (!(n > 0)) return sum;
    return sum + (assay_log1p(n / x) + (digamma_rest(x + n) - digamma_rest(x)));
}

// The likelihood of a beta-binomial with mean m and a + b = s.
typedef struct sample {
    const assay_seen_k *seen;
    size_t count;
    double all, searches, scale;
} sample;

// Sums over the searches of what a and b add to the slopes.
static void slopes(const sample *of, double m, double *by_a, double *by_b)
{
    const double a = m * of->scale, b = (1 - m) * of->scale;
    assay_exact sum_a = {0}, sum_b = {0};
    for (size_t i = 0; i < of->count; i++) {
        const double k = (double)of->seen[i].k, w = of->seen[i].searches;
        if (!(w > 0)) continue;
        assay_exact_add(&sum_a, w * rise(a, k));
        assay_exact_add(&sum_b, w * rise(b, of->all - k));
    }
    *by_a = assay_exact_value(&sum_a);
    *by_b = assay_exact_value(&sum_b);
}

static double slope_of_mean(double log_mean, const void *of)
{
    double by_a = 0, by_b = 0;
    slopes(of, assay_exp(log_mean), &by_a, &by_b);
    return by_a - by_b;
}

// For a scale the likelihood is concave in the mean. At most `all` searches'
// worth of matches: below 0.
static double best_mean(const sample *of)
{
    return root((curve){slope_of_mean, of}, -60, -1e-12);
}

static double slope_of_scale(double log_scale, const void *of)
{
    sample at = *(const sample *)of;
    at.scale = assay_exp(log_scale);
    const double m = assay_exp(best_mean(&at));
    double by_a = 0, by_b = 0;
    slopes(&at, m, &by_a, &by_b);
    return m * by_a + (1 - m) * by_b - at.searches * rise(at.scale, at.all);
}

// More variance than the binomial: only then has the likelihood a peak.
static bool is_over_dispersed(sample *of)
{
    assay_exact n = {0}, sum = {0}, squares = {0};
    for (size_t i = 0; i < of->count; i++) {
        const double k = (double)of->seen[i].k, w = of->seen[i].searches;
        assay_exact_add(&n, w);
        assay_exact_add(&sum, w * k);
        assay_exact_add(&squares, w * k * k);
    }
    of->searches = assay_exact_value(&n);
    const double mean = assay_exact_value(&sum) / of->searches;
    const double variance =
        assay_exact_value(&squares) / of->searches - mean * mean;
    return mean > 0 && mean < of->all && variance > mean * (1 - mean / of->all);
}

assay_beta_binomial assay_beta_binomial_fit(const assay_seen_k *seen,
                                            size_t count, uint64_t all)
{
    const assay_beta_binomial none = {NAN, NAN};
    const double from = -12, to = 45;
    sample of = {seen, count, (double)all, 0, 0};
    if (!is_over_dispersed(&of)) return none;
    const curve slope = {slope_of_scale, &of};
    double low = from;
    while (low < to && slope.at(low + 1, &of) > 0) low += 1;
    if (!(low < to) || !(slope.at(low, &of) > 0)) return none;
    of.scale = assay_exp(root(slope, low, low + 1));
    const double m = assay_exp(best_mean(&of));
    return (assay_beta_binomial){m * of.scale, (1 - m) * of.scale};
}

// (x + 1/2) ln(1 + a/x) - a + rest(x + a) - rest(x): what ln Gamma(x + a + 1) -
// ln Gamma(x + 1) is beyond a ln(x + a).
static double beyond_power(double x, double a)
{
    const double r = a / x;
    return x * assay_log1p_minus(r) + 0.5 * assay_log1p(r) +
           (assay_stirling_rest(x + a) - assay_stirling_rest(x));
}

double assay_beta_binomial_hit(assay_beta_binomial fit, double n)
{
    const double a = fit.a, b = fit.b;
    if (!(n > 0)) return 0;
    // ln of Gamma(b+n) Gamma(a+b) / (Gamma(b) Gamma(a+b+n)); what turns
    // Gamma(x) into Gamma(x+1) is the last two terms.
    const double log_miss = -a * assay_log1p(n / (a + b)) +
                            (beyond_power(b, a) - beyond_power(b + n, a)) -
                            assay_log1p(a / b) + assay_log1p(a / (b + n));
    return -assay_expm1(log_miss);
}

static const assay_gpd no_gpd = {NAN, NAN};

assay_gpd assay_gpd_moments(const double *y, size_t m)
{
    assay_exact sum = {0}, weighted = {0};
    const double count = (double)m;
    for (size_t i = 0; i < m; i++) {
        assay_exact_add(&sum, y[i]);
        // (1 - p) m, p = (i + 1 - 0.35)/m.
        assay_exact_add(&weighted, (count - ((double)i + 0.65)) * y[i]);
    }
    const double b0 = assay_exact_value(&sum) / count;
    const double b1 = assay_exact_value(&weighted) / count / count;
    const double rest = b0 - 2 * b1;
    if (m < 2 || !(b0 > 0) || !(rest > 0)) return no_gpd;
    return (assay_gpd){2 - b0 / rest, 2 * b0 * b1 / rest};
}

// Excesses in units of the largest.
typedef struct excesses {
    const double *y;
    size_t m;
    double most;
} excesses;

// With tau = shape/scale the best shape is the mean of ln(1 + tau y).
static double shape_at(const excesses *of, double tau)
{
    double sum = 0;
    for (size_t i = 0; i < of->m; i++)
        sum += assay_log1p(tau * (of->y[i] / of->most));
    return sum / (double)of->m;
}

// The scale that goes with it; at 0 the limit.
static double scale_at(const excesses *of, double tau, double shape)
{
    if (fabs(tau) > 1e-6) return shape / tau;
    double sum = 0;
    for (size_t i = 0; i < of->m; i++) {
        const double y = of->y[i] / of->most;
        sum += y * (1 - tau * y * (0.5 - tau * y / 3));
    }
    return sum / (double)of->m;
}

// Slope of the profile -ln(scale) - shape in tau, 1 + tau = e^x: tau runs from
// -1, where the largest excess is the end.
static double slope_of_profile(double x, const void *of)
{
    const excesses *e = of;
    const double tau = assay_expm1(x), count = (double)e->m;
    double by_shape = 0, by_scale = 0;
    for (size_t i = 0; i < e->m; i++) {
        const double y = e->y[i] / e->most, z = tau * y;
        by_shape += y / (1 + z);
        // Of ln(1 + z)/tau; its series where it would cancel.
        by_scale += fabs(z) > 1e-3
                        ? (z / (1 + z) - assay_log1p(z)) / (tau * tau)
                        : y * y * (-0.5 + z * (2.0 / 3 - z * (0.75 - 0.8 * z)));
    }
    const double scale = scale_at(e, tau, shape_at(e, tau));
    return -(by_scale / count) / scale - by_shape / count;
}

// Where the slope crosses 0, and the logarithm of the likelihood there, less
// what does not depend on the fit.
static double peak_at(const excesses *e, double x, assay_gpd *fit)
{
    const double tau = assay_expm1(x);
    const double shape = shape_at(e, tau);
    const double scale = scale_at(e, tau, shape);
    *fit = (assay_gpd){shape, scale * e->most};
    return shape > -1 ? -assay_log(scale) - shape : -(double)INFINITY;
}

assay_gpd assay_gpd_likely(const double *y, size_t m)
{
    const double from = -24, step = 0.5;
    const excesses e = {y, m, m ? y[m - 1] : 0};
    const curve slope = {slope_of_profile, &e};
    assay_gpd best = no_gpd, fit;
    double highest = -INFINITY;
    if (m < 2 || !(e.most > 0)) return best;
    double before = slope.at(from, &e);
    for (int i = 0; i < 128; i++) {
        const double x = from + i * step, after = slope.at(x + step, &e);
        const bool falls = before > 0 && after <= 0;
        before = after;
        if (!falls) continue;
        const double here = peak_at(&e, root(slope, x, x + step), &fit);
        if (!(here > highest)) continue;
        highest = here;
        best = fit;
    }
    return best;
}

// ln(1 + shape y/scale) / shape, y/scale for shape 0; infinite beyond the end.
static double hazard(assay_gpd fit, double y)
{
    const double z = y / fit.scale, x = fit.shape * z;
    if (x <= -1) return INFINITY;
    return fabs(x) > 1e-300 ? assay_log1p(x) / fit.shape : z;
}

double assay_gpd_log_likelihood(assay_gpd fit, const double *y, size_t m)
{
    assay_exact sum = {0};
    for (size_t i = 0; i < m; i++)
        assay_exact_add(&sum, -(1 + fit.shape) * hazard(fit, y[i]));
    return assay_exact_value(&sum) - (double)m * assay_log(fit.scale);
}

double assay_gpd_above(assay_gpd fit, double above, double y)
{
    return above * assay_exp(-hazard(fit, y));
}

double assay_gpd_end(assay_gpd fit)
{
    return fit.shape < 0 ? -fit.scale / fit.shape : (double)INFINITY;
}
