// SPDX-License-Identifier: Apache-2.0
#include "stats/normal.h"

#include "stats/elementary.h"
#include "stats/erf.h"

#include <math.h>

static const double sqrt_half = 0x1.6a09e667f3bcdp-1;
static const double per_sqrt_2pi = 0x1.9884533d43651p-2;

// e^(-x^2/2) factor
static double bell(double x, double factor)
{
    return assay_exp_times(assay_product(x, -0.5 * x), factor);
}

double assay_normal_density(double x)
{
    return fabs(x) > 40 ? 0 : bell(x, per_sqrt_2pi);
}

double assay_normal_cdf(double x)
{
    if (!(x < -1)) return 0.5 * assay_erfc(-x * sqrt_half);
    if (x < -40) return 0;
    return bell(x, 0.5 * assay_erfc_scaled(-x * sqrt_half));
}

// ln P(Z <= x) is concave, so Newton's steps from the left of the root stay
// left of it and cannot miss; P(Z <= -x) <= e^(-x^2/2) / 2 gives the start.
static double tail_quantile(double p)
{
    const double target = assay_log(p);
    double x = -sqrt(-2 * (target + assay_log(2)));
    for (int i = 0; i < 60; i++) {
        const double cdf = 0.5 * assay_erfc_scaled(-x * sqrt_half);
        const double log_cdf = assay_log(cdf) - 0.5 * x * x;
        const double step = (target - log_cdf) * cdf / per_sqrt_2pi;
        x += step;
        if (fabs(step) < 1e-15 * fabs(x)) break;
    }
    return x;
}

// erf is concave right of 0: the same from x = 0 on.
static double middle_quantile(double distance)
{
    double x = distance / per_sqrt_2pi;
    for (int i = 0; i < 60; i++) {
        const double miss = distance - 0.5 * assay_erf(x * sqrt_half);
        const double step = miss / assay_normal_density(x);
        x += step;
        if (fabs(step) < 1e-15 * fabs(x)) break;
    }
    return x;
}

double assay_normal_quantile(double p)
{
    if (!(p >= 0 && p <= 1)) return NAN;
    if (p == 0 || p == 1) return p == 0 ? -INFINITY : INFINITY;
    if (p == 0.5) return 0;
    const double sign = p < 0.5 ? -1 : 1;
    const double tail = p < 0.5 ? p : 1 - p;
    if (tail > 0.15) return sign * middle_quantile(0.5 - tail);
    return -sign * tail_quantile(tail);
}

double assay_normal_two_sided(double confidence)
{
    return -assay_normal_quantile(0.5 * (1 - confidence));
}
