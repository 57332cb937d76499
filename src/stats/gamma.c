// SPDX-License-Identifier: Apache-2.0
#include "stats/gamma.h"

#include "stats/elementary.h"
#include "stats/lgamma.h"

#include <math.h>

static const double per_2pi = 0x1.45f306dc9c883p-3;
static const double large = 1000;

// A tail as e^log_density times factor, so that its logarithm always exists.
// The density is that of ln X: x^a e^-x / Gamma(a).
typedef struct scaled_tail {
    double log_density, factor;
} scaled_tail;

static double log_density(double a, double x)
{
    return 0.5 * assay_log(a * per_2pi) - assay_stirling_rest(a) -
           assay_deviance(a, x, a - x);
}

// Both: p = {a, x}.
static double lower_phi(double s, const double *p)
{
    return s * (p[0] - p[1]) + p[1] * assay_expm1_minus(-s);
}

static double upper_phi(double s, const double *p)
{
    return s * (p[1] - p[0]) + p[1] * assay_expm1_minus(s);
}

static double series(double a, double x)
{
    double term = 1 / a, sum = term;
    for (int i = 1; i < 100000 && term > sum * 1e-17; i++) {
        term *= x / (a + i);
        sum += term;
    }
    return sum;
}

// Lentz's way through x + 1 - a - 1(1-a)/(x + 3 - a - ...).
static double fraction(double a, double x)
{
    double b = x + 1 - a;
    double c = 1e300, d = 1 / b, h = d;
    for (int i = 1; i < 100000; i++) {
        const double an = -i * (i - a);
        b += 2;
        d = an * d + b;
        d = fabs(d) < 1e-300 ? 1e300 : 1 / d;
        c = b + an / c;
        if (fabs(c) < 1e-300) c = 1e-300;
        h *= d * c;
        if (fabs(d * c - 1) < 2e-16) break;
    }
    return h;
}

// The lower tail where x is left of the middle, else the upper.
static scaled_tail smaller(double a, double x, int *is_lower)
{
    scaled_tail t = {log_density(a, x), 0};
    const double p[] = {a, x};
    *is_lower = a > large ? x <= a : x < a + 1;
    if (a <= large) {
        t.factor = *is_lower ? series(a, x) : fraction(a, x);
    } else if (*is_lower) {
        t.factor = assay_tail_integral(lower_phi, p, a - x, x);
    } else {
        t.factor = assay_tail_integral(upper_phi, p, x - a, x);
    }
    return t;
}

assay_tails assay_gamma_tails(double a, double x)
{
    if (!(a > 0) || !(x >= 0)) return (assay_tails){NAN, NAN};
    if (x == 0) return (assay_tails){0, 1};
    if (x > 0x1p1000) return (assay_tails){1, 0};
    int is_lower;
    const scaled_tail t = smaller(a, x, &is_lower);
    double p = assay_exp(t.log_density) * t.factor;
    if (p > 1) p = 1;
    return is_lower ? (assay_tails){p, 1 - p} : (assay_tails){1 - p, p};
}

// ln of the wanted tail at e^w and its slope in w.
static double log_tail(double a, double w, int want_lower, double *slope)
{
    int is_lower;
    const scaled_tail t = smaller(a, assay_exp(w), &is_lower);
    if (is_lower == want_lower) {
        *slope = (want_lower ? 1 : -1) / t.factor;
        return t.log_density + assay_log(t.factor);
    }
    const double density = assay_exp(t.log_density);
    const double tail = 1 - density * t.factor;
    *slope = (want_lower ? 1 : -1) * density / tail;
    return assay_log(tail);
}

// One step in x itself, for the digits that ln x has no room for.
static double polished(double a, double x, assay_tails target)
{
    const assay_tails t = assay_gamma_tails(a, x);
    const double miss = target.lower <= target.upper ? target.lower - t.lower
                                                     : t.upper - target.upper;
    const double slope = assay_exp(log_density(a, x));
    return slope > 0 ? x + x * (miss / slope) : x;
}

// Both tails are log-concave in ln x, so Newton converges from anywhere but
// may step too far once, towards the far end, and come back from there.
double assay_gamma_quantile(assay_tails tails, double a)
{
    if (!(a > 0) || !(tails.lower >= 0) || !(tails.upper >= 0)) return NAN;
    if (tails.lower == 0) return 0;
    if (tails.upper == 0) return INFINITY;
    const int want_lower = tails.lower <= tails.upper;
    const double target = assay_log(want_lower ? tails.lower : tails.upper);
    double w = assay_log(a);
    for (int i = 0; i < 100; i++) {
        double slope;
        const double have = log_tail(a, w, want_lower, &slope);
        const double step = (target - have) / slope;
        w += step;
        if (w < -700) return 0;
        if (fabs(step) <= 1e-11 * (1 + fabs(w))) break;
    }
    return polished(a, assay_exp(w), tails);
}

double assay_poisson_at_most(double events, double mean)
{
    if (events < 0) return 0;
    return assay_gamma_tails(events + 1, mean).upper;
}

double assay_poisson_at_least(double events, double mean)
{
    if (events <= 0) return 1;
    return assay_gamma_tails(events, mean).lower;
}
