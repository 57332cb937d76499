// SPDX-License-Identifier: Apache-2.0
#include "stats/proportions.h"

#include "stats/beta.h"
#include "stats/erf.h"
#include "stats/gamma.h"
#include "stats/normal.h"

#include <math.h>

static const assay_interval none = {NAN, NAN};

static assay_tails left(double tail)
{
    return (assay_tails){tail, 1 - tail};
}

static assay_tails right(double tail)
{
    return (assay_tails){1 - tail, tail};
}

// The ends solve (p - q)^2 = z^2 q(1-q)/n; their product is p^2 / (1 + z^2/n),
// so the lower follows from the upper without a subtraction, and the upper
// from its complement.
assay_interval assay_wilson(double p, double n, double z)
{
    if (!(n > 0) || !(p >= 0 && p <= 1)) return none;
    const double q = 1 - p, share = z * z / n;
    const double half = sqrt(share * (p * q + 0.25 * share));
    const double low = p * p / (p + 0.5 * share + half);
    const double rest = q * q / (q + 0.5 * share + half);
    assay_interval out = {p > 0 ? low : 0, q > 0 ? 1 - rest : 1};
    if (p < 0.5) out.high = (p + 0.5 * share + half) / (1 + share);
    return out;
}

assay_interval assay_wilson_counts(double x, double n, double confidence)
{
    if (!(n > 0)) return none;
    return assay_wilson(x / n, n, assay_normal_two_sided(confidence));
}

assay_interval assay_clopper_pearson(double x, double n, double confidence)
{
    if (!(n > 0) || !(x >= 0 && x <= n)) return none;
    const double tail = 0.5 * (1 - confidence);
    assay_interval out = {0, 1};
    if (x > 0) out.low = assay_beta_quantile(left(tail), x, n - x + 1).x;
    if (x < n) out.high = assay_beta_quantile(right(tail), x + 1, n - x).x;
    return out;
}

assay_interval assay_jeffreys(double x, double n, double confidence)
{
    if (!(n > 0) || !(x >= 0 && x <= n)) return none;
    const double tail = 0.5 * (1 - confidence);
    const double a = x + 0.5, b = n - x + 0.5;
    assay_interval out = {0, 1};
    if (x > 0) out.low = assay_beta_quantile(left(tail), a, b).x;
    if (x < n) out.high = assay_beta_quantile(right(tail), a, b).x;
    return out;
}

assay_interval assay_poisson_interval(double x, double confidence)
{
    if (!(x >= 0)) return none;
    const double tail = 0.5 * (1 - confidence);
    assay_interval out = {0, assay_gamma_quantile(right(tail), x + 1)};
    if (x > 0) out.low = assay_gamma_quantile(left(tail), x);
    return out;
}

double assay_poisson_low(double x, double miss)
{
    return assay_gamma_quantile(left(miss), x);
}

assay_interval assay_newcombe(double x1, double n1, double x2, double n2,
                              double confidence)
{
    if (!(n1 > 0) || !(n2 > 0)) return none;
    const double p1 = x1 / n1, p2 = x2 / n2, d = p1 - p2;
    const assay_interval a = assay_wilson_counts(x1, n1, confidence);
    const assay_interval b = assay_wilson_counts(x2, n2, confidence);
    const double down1 = p1 - a.low, up1 = a.high - p1;
    const double down2 = p2 - b.low, up2 = b.high - p2;
    return (assay_interval){d - sqrt(down1 * down1 + up2 * up2),
                            d + sqrt(up1 * up1 + down2 * down2)};
}

assay_mcnemar assay_mcnemar_test(double b, double c)
{
    const double n = b + c;
    if (!(n > 0)) return (assay_mcnemar){NAN, NAN, NAN};
    const double chi2 = (b - c) * (b - c) / n;
    const double tail = assay_binomial_at_most(b < c ? b : c, n, 0.5);
    return (assay_mcnemar){chi2, assay_erfc(sqrt(0.5 * chi2)),
                           2 * tail < 1 ? 2 * tail : 1};
}
