// SPDX-License-Identifier: Apache-2.0
#include "stats/contrast.h"

#include "stats/elementary.h"
#include "stats/student.h"

#include <math.h>
#include <stdbool.h>

static const double FEW = 5;         // events of a group
static const double COUNTED = 100.0; // events in all, over deff

static assay_exposed exposed(const assay_contrasted *group)
{
    const double deff = group->deff > 1 ? group->deff : 1;
    return (assay_exposed){group->rate * group->trials / deff,
                           group->trials / deff};
}

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

static double greater(double a, double b)
{
    return a > b ? a : b;
}

static double nu_of(const assay_contrast *of)
{
    return smaller(of->a.nu, of->b.nu);
}

// Of ln(p1/p2).
static double se_of(const assay_contrast *of)
{
    const double a = of->a.rate, b = of->b.rate;
    const double variance = of->a.variance / (a * a) +
                            of->b.variance / (b * b) -
                            2 * of->covariance / (a * b);
    return variance > 0 ? sqrt(variance) : 0;
}

static bool has_none(const assay_contrast *of)
{
    return !(of->a.rate > 0) || !(of->b.rate > 0);
}

static bool is_few(const assay_contrast *of)
{
    return smaller(of->a.events, of->b.events) < FEW;
}

// P(T > x / se), also where se is 0.
static double above(double x, double se, double nu)
{
    if (se > 0) return assay_student_above(x / se, nu);
    return x > 0 ? 0 : 1;
}

static assay_ratio clustered(const assay_contrast *of, double confidence)
{
    const double value = of->a.rate / of->b.rate, nu = nu_of(of);
    const double se = se_of(of);
    const double spread =
        assay_exp(assay_student_two_sided(confidence, nu) * se);
    const double p = 2 * above(fabs(assay_log(value)), se, nu);
    return (assay_ratio){value, value / spread, value * spread, p < 1 ? p : 1};
}

assay_ratio assay_contrast_ratio(const assay_contrast *of, double confidence)
{
    const assay_exposed a = exposed(&of->a), b = exposed(&of->b);
    if (has_none(of)) return assay_ratio_exact(a, b, confidence);
    assay_ratio out = clustered(of, confidence);
    if (!is_few(of)) return out;
    const assay_ratio exact = assay_ratio_exact(a, b, confidence);
    out.low = smaller(out.low, exact.low);
    out.high = greater(out.high, exact.high);
    out.p = greater(out.p, exact.p);
    return out;
}

double assay_contrast_equivalence(const assay_contrast *of, double margin)
{
    if (!(margin > 1)) return NAN;
    const double exact =
        assay_ratio_equivalence(exposed(&of->a), exposed(&of->b), margin);
    if (has_none(of)) return exact;
    const double left =
        assay_log(margin) - fabs(assay_log(of->a.rate / of->b.rate));
    const double p = above(left, se_of(of), nu_of(of));
    return is_few(of) ? greater(p, exact) : p;
}

double assay_contrast_least(const assay_contrast *of, double power,
                            double confidence)
{
    const assay_exposed a = exposed(&of->a), b = exposed(&of->b);
    const double events = a.events + b.events;
    const double trials = a.exposure + b.exposure;
    const double rate = events / trials, nu = nu_of(of);
    if (events < COUNTED) {
        const assay_power shown = assay_ratio_power(
            floor(events), a.exposure / trials, power, confidence);
        return isnan(shown.least) ? (double)NAN : shown.ratio;
    }
    const double variance =
        (1 - rate) / rate * (1 / a.exposure + 1 / b.exposure);
    const double t = assay_student_two_sided(confidence, nu) +
                     assay_student_quantile(1 - power, nu);
    return assay_exp(t * sqrt(variance > 0 ? variance : 0));
}

assay_adequacy assay_contrast_adequacy(const assay_contrast *of, double ratio,
                                       double power, double confidence)
{
    return assay_ratio_adequacy(exposed(&of->a), exposed(&of->b), ratio, power,
                                confidence);
}
