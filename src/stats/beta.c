// SPDX-License-Identifier: Apache-2.0
#include "stats/beta.h"

#include "stats/elementary.h"
#include "stats/lgamma.h"

#include <math.h>
#include <stdbool.h>

static const double per_2pi = 0x1.45f306dc9c883p-3;
static const double large = 1000;

// A tail as e^log_density times factor, so that its logarithm always exists.
// The density is that of the log odds: x^a y^b / B(a, b).
typedef struct scaled_tail {
    double log_density, factor;
} scaled_tail;

// a - (a+b) x, from the smaller of x and y, with the product's lost digits.
static double excess(double a, double b, assay_share s)
{
    const double n = a + b;
    if (s.x <= s.y) {
        const assay_long p = assay_product(n, s.x);
        return (a - p.high) - p.low;
    }
    const assay_long p = assay_product(n, s.y);
    return -((b - p.high) - p.low);
}

static double log_density(double a, double b, assay_share s)
{
    const double n = a + b;
    const double d = excess(a, b, s);
    const double rests = assay_stirling_rest(n) - assay_stirling_rest(a) -
                         assay_stirling_rest(b);
    return 0.5 * assay_log(a * (b / n) * per_2pi) + rests -
           assay_deviance(a, n * s.x, d) - assay_deviance(b, n * s.y, -d);
}

// t s + ln(1 + t (e^-s - 1)): what the log odds leave of a share t <= 1/2.
static double bend(double t, double s)
{
    return t * assay_expm1_minus(-s) + assay_log1p_minus(t * assay_expm1(-s));
}

// p = {a + b, slope, x, y}
static double phi(double s, const double *p)
{
    const double b = p[2] <= p[3] ? bend(p[2], s) : bend(p[3], -s);
    return s * p[1] + p[0] * b;
}

// The even part of the continued fraction of I_x(a, b), by Lentz's method:
// x^a y^b / (B I). Its terms are written with d = a - (a+b) x, as Didonato and
// Morris (1992) do, so nothing cancels where a or b is huge.
static double fraction(double a, double b, assay_share s, double d)
{
    double f = a * (d + 1) / (a + 1);
    double c = f, e = 0;
    for (int m = 1; m < 100000; m++) {
        const double odd = a + 2 * m - 1;
        const double w = m * (b - m) * s.x / odd;
        const double above = w * (a + m - 1) * (a + b + m - 1) * s.x / odd;
        const double below =
            m + w + (a + m) * (d + 1 + m * (1 + s.y)) / (odd + 2);
        e = 1 / (below + above * e);
        c = below + above / c;
        f *= c * e;
        if (fabs(c * e - 1) < 2e-16) break;
    }
    return f;
}

static bool both_large(double a, double b)
{
    return a > large && b > large;
}

static bool left_of_middle(double a, double b, assay_share s)
{
    if (both_large(a, b)) return excess(a, b, s) >= 0;
    return s.x * (a + b + 2) < a + 1;
}

static scaled_tail lower_tail(double a, double b, assay_share s)
{
    scaled_tail t = {log_density(a, b, s), 0};
    if (both_large(a, b)) {
        const double n = a + b;
        const double p[] = {n, excess(a, b, s), s.x, s.y};
        t.factor = assay_tail_integral(phi, p, p[1], n * s.x * s.y);
    } else {
        t.factor = 1 / fraction(a, b, s, excess(a, b, s));
    }
    return t;
}

static assay_share swapped(assay_share s)
{
    return (assay_share){s.y, s.x};
}

static double value(scaled_tail t)
{
    const double p = assay_exp(t.log_density) * t.factor;
    return p < 1 ? p : 1;
}

assay_tails assay_beta_tails(double a, double b, assay_share s)
{
    if (!(a > 0) || !(b > 0) || s.x != s.x) return (assay_tails){NAN, NAN};
    if (s.x <= 0) return (assay_tails){0, 1};
    if (s.y <= 0) return (assay_tails){1, 0};
    if (left_of_middle(a, b, s)) {
        const double p = value(lower_tail(a, b, s));
        return (assay_tails){p, 1 - p};
    }
    const double q = value(lower_tail(b, a, swapped(s)));
    return (assay_tails){1 - q, q};
}

// ln of the lower tail at log odds w, and its slope in w.
static double log_lower(double a, double b, assay_share s, double *slope)
{
    if (left_of_middle(a, b, s)) {
        const scaled_tail t = lower_tail(a, b, s);
        *slope = 1 / t.factor;
        return t.log_density + assay_log(t.factor);
    }
    const scaled_tail t = lower_tail(b, a, swapped(s));
    const double density = assay_exp(t.log_density);
    const double p = 1 - density * t.factor;
    *slope = density / p;
    return assay_log(p);
}

static assay_share from_log_odds(double w)
{
    const double e = assay_exp(-fabs(w));
    const assay_share s = {e / (1 + e), 1 / (1 + e)};
    return w < 0 ? s : swapped(s);
}

// One step in x itself, for the digits that the log odds have no room for.
static assay_share polished(double a, double b, double p, assay_share s)
{
    const double miss = p - assay_beta_tails(a, b, s).lower;
    const double density = assay_exp(log_density(a, b, s));
    if (!(density > 0)) return s;
    const double step = miss / density;
    return (assay_share){s.x + s.x * s.y * step, s.y - s.x * s.y * step};
}

// The lower tail is log-concave in the log odds, so Newton converges from
// anywhere but may step too far left once, and comes back from there.
static assay_share lower_quantile(double p, double a, double b)
{
    const double target = assay_log(p);
    double w = assay_log(a / b);
    for (int i = 0; i < 100; i++) {
        double slope;
        const double have = log_lower(a, b, from_log_odds(w), &slope);
        const double step = (target - have) / slope;
        w += step;
        if (w < -700) return (assay_share){0, 1};
        if (w > 700) return (assay_share){1, 0};
        if (fabs(step) <= 1e-11 * (1 + fabs(w))) break;
    }
    return polished(a, b, p, from_log_odds(w));
}

assay_share assay_beta_quantile(assay_tails tails, double a, double b)
{
    const bool valid = a > 0 && b > 0 && tails.lower >= 0 && tails.upper >= 0;
    if (!valid) return (assay_share){NAN, NAN};
    if (tails.lower == 0) return (assay_share){0, 1};
    if (tails.upper == 0) return (assay_share){1, 0};
    if (tails.lower <= tails.upper) return lower_quantile(tails.lower, a, b);
    return swapped(lower_quantile(tails.upper, b, a));
}

double assay_binomial_at_most(double events, double trials, double p)
{
    if (events < 0) return 0;
    if (events >= trials) return 1;
    const assay_share s = {p, 1 - p};
    return assay_beta_tails(events + 1, trials - events, s).upper;
}

double assay_binomial_at_least(double events, double trials, double p)
{
    if (events <= 0) return 1;
    if (events > trials) return 0;
    const assay_share s = {p, 1 - p};
    return assay_beta_tails(events, trials - events + 1, s).lower;
}
