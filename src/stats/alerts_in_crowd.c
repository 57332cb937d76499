// SPDX-License-Identifier: Apache-2.0
#include "stats/alerts_in_crowd.h"

#include "stats/elementary.h"
#include "stats/normal.h"
#include "stats/operators.h"

#include <math.h>

static bool is_inside(const assay_ranged *x)
{
    return x->low > 0 && x->value > 0 && x->high > 0;
}

// The share for odds of prevalence times found/wrong.
static double share(double prevalence, double found, double wrong)
{
    const double at = assay_predictive_value(prevalence, found, wrong);
    return __builtin_isnan(at) ? 1 : at;
}

// ln of found/wrong moves by so much to the end where found is `f` and wrong
// `w`.
static double distance(const assay_ranged *found, const assay_ranged *wrong,
                       double f, double w)
{
    const double a = assay_log(found->value / f);
    const double b = assay_log(wrong->value / w);
    return sqrt(a * a + b * b);
}

assay_ranged assay_alerts_right(double prevalence, const assay_ranged *found,
                                const assay_ranged *wrong, bool corners)
{
    const double p = prevalence;
    assay_ranged out = {assay_predictive_value(p, found->value, wrong->value),
                        share(p, found->low, wrong->high),
                        share(p, found->high, wrong->low)};
    if (__builtin_isnan(found->low + found->high + wrong->low + wrong->high))
        out.low = out.high = NAN;
    if (corners || !is_inside(found) || !is_inside(wrong)) return out;
    const double down = distance(found, wrong, found->low, wrong->high);
    const double up = distance(found, wrong, found->high, wrong->low);
    out.low = share(p, found->value * assay_exp(-down), wrong->value);
    out.high = share(p, found->value * assay_exp(up), wrong->value);
    return out;
}

assay_ranged assay_ranged_times(assay_ranged x, double by)
{
    return (assay_ranged){x.value * by, x.low * by, x.high * by};
}

assay_ranged assay_ranged_sum(assay_ranged a, assay_ranged b)
{
    const double sum = a.value + b.value;
    const double al = a.value - a.low, bl = b.value - b.low;
    const double ah = a.high - a.value, bh = b.high - b.value;
    return (assay_ranged){sum, sum - sqrt(al * al + bl * bl),
                          sum + sqrt(ah * ah + bh * bh)};
}

assay_ranged assay_ranged_any(assay_ranged x, double trials)
{
    return (assay_ranged){assay_chance_any(x.value, trials),
                          assay_chance_any(x.low, trials),
                          assay_chance_any(x.high, trials)};
}

// Trials in which a rate of `bound` shows no event with half of what the
// confidence leaves.
static double trials_of_none(double bound, double confidence)
{
    return assay_log(0.5 * (1 - confidence)) / assay_log1p(-bound);
}

// Wilson's interval gets narrower as trials grow: halved on their logarithm.
static double trials_of_width(double rate, double width, double z)
{
    double low = -10, high = 45;
    for (int i = 0; i < 60; i++) {
        const double middle = 0.5 * (low + high);
        const assay_interval at = assay_wilson(rate, assay_exp(middle), z);
        if (at.high - at.low > width)
            low = middle;
        else
            high = middle;
    }
    return assay_exp(0.5 * (low + high));
}

assay_past assay_past_of(const assay_ranged *rate, double confidence)
{
    const double z = assay_normal_two_sided(confidence);
    const double width = rate->high - rate->low;
    assay_past past = {0, NAN, 0};
    if (!(width > 0)) return past;
    if (!(rate->value > 0))
        past.exposure = trials_of_none(rate->high, confidence);
    else if (!(rate->value < 1))
        past.exposure = trials_of_none(1 - rate->low, confidence);
    else
        past.exposure = trials_of_width(rate->value, width, z);
    past.events = rate->value * past.exposure;
    return past;
}

// (width/2)^2 = rate u + u^2/4 with u = z^2/E.
assay_past assay_past_of_exposure(const assay_ranged *rate, double confidence)
{
    const double z = assay_normal_two_sided(confidence);
    const double r = rate->value, half = 0.5 * (rate->high - rate->low);
    assay_past past = {0, NAN, 0};
    if (!(half > 0)) return past;
    if (r > 0)
        past.exposure =
            z * z * (r + sqrt(r * r + half * half)) / (2 * half * half);
    else
        past.exposure = -assay_log(0.5 * (1 - confidence)) / rate->high;
    past.events = r * past.exposure;
    return past;
}
