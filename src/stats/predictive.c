// SPDX-License-Identifier: Apache-2.0
// The tails are those of a beta distribution: P(N <= k) = I_p(shape, k + 1)
// with p = shape/(shape + mean). Quantiles start where the normal would have
// them and close in by doubling, then by halves.
#include "stats/predictive.h"

#include "stats/beta.h"
#include "stats/gamma.h"
#include "stats/normal.h"

#include <math.h>
#include <stdbool.h>

static const double most_counted = 1e15; // beyond, halves are no whole numbers

assay_predictive assay_predict(const assay_past *past, double next)
{
    const double events = past->events + 0.5;
    const double spread = 1 / events + past->between * (1 + 1 / events);
    return (assay_predictive){.mean = events * next / past->exposure,
                              .shape = past->between > 0 ? 1 / spread : events};
}

static assay_tails tails(const assay_predictive *count, double k)
{
    const double sum = count->shape + count->mean;
    const assay_share s = {count->shape / sum, count->mean / sum};
    return assay_beta_tails(count->shape, k + 1, s);
}

double assay_predictive_at_most(const assay_predictive *count, double k)
{
    if (!(count->mean > 0)) return 1;
    if (__builtin_isinf(count->shape))
        return assay_poisson_at_most(k, count->mean);
    return tails(count, k).lower;
}

double assay_predictive_at_least(const assay_predictive *count, double k)
{
    if (!(k > 0)) return 1;
    if (!(count->mean > 0)) return 0;
    if (__builtin_isinf(count->shape))
        return assay_poisson_at_least(k, count->mean);
    return tails(count, k - 1).upper;
}

// Whether P(count <= k) >= chance, by the tail that is the smaller.
static bool reaches(const assay_predictive *count, double k, double chance)
{
    if (chance <= 0.5) return assay_predictive_at_most(count, k) >= chance;
    return assay_predictive_at_least(count, k + 1) <= 1 - chance;
}

static double guess(const assay_predictive *count, double chance)
{
    const double variance = count->mean * (1 + count->mean / count->shape);
    const double k =
        floor(count->mean + assay_normal_quantile(chance) * sqrt(variance));
    if (!(k > 0)) return 0;
    return k < most_counted ? k : most_counted;
}

double assay_predictive_quantile(const assay_predictive *count, double chance)
{
    double high = guess(count, chance), low = high - 1, step = 1;
    for (; !reaches(count, high, chance); step *= 2) {
        if (high >= most_counted) return INFINITY;
        low = high;
        high += step;
    }
    for (; low >= 0 && reaches(count, low, chance); step *= 2) {
        high = low;
        low = low > step ? low - step : -1;
    }
    while (high - low > 1) {
        const double middle = floor(low + 0.5 * (high - low));
        if (reaches(count, middle, chance))
            high = middle;
        else
            low = middle;
    }
    return high;
}

assay_interval assay_predictive_interval(const assay_predictive *count,
                                         double confidence)
{
    return (assay_interval){
        assay_predictive_quantile(count, 0.5 * (1 - confidence)),
        assay_predictive_quantile(count, 0.5 * (1 + confidence))};
}

double assay_dispersion_between(double deff, double deployments, double events)
{
    return deff > 1 && events > 0 ? (deff - 1) * deployments / events : 0;
}
