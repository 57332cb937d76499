// SPDX-License-Identifier: Apache-2.0
// The tails are those of a beta distribution: P(N <= k) = I_p(shape, k + 1)
// with p = shape/(shape + mean). Quantiles start where the normal would have
// them and close in by doubling, then by halves.
#include "stats/predictive.h"

#include "stats/beta.h"
#include "stats/cluster.h"
#include "stats/gamma.h"
#include "stats/normal.h"
#include "stats/student.h"
#include "stats/sums.h"

#include <math.h>

static const double exact_most = 9007199254740992.0; // 2^53

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
    return k > 0 ? k : 0;
}

double assay_predictive_quantile(const assay_predictive *count, double chance)
{
    double high = guess(count, chance), low = high - 1, step = 1;
    for (; !reaches(count, high, chance) && high < exact_most; step *= 2) {
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

static double squares(const double *x, size_t n)
{
    assay_exact sum = {0};
    for (size_t i = 0; i < n; i++) assay_exact_add(&sum, x[i] * x[i]);
    return assay_exact_value(&sum);
}

// What deployments differ by beyond their counts, over the square of the mean:
// of E(x - e r)^2 = e r + between (e r)^2, summed.
static double between_of(const assay_dispersion *record, double squared,
                         double exposures)
{
    const double rest = squared - record->events;
    return rest > 0 ? rest / (record->rate * record->rate * exposures) : 0;
}

assay_dispersion assay_dispersion_of(assay_exposures record)
{
    const assay_side side = {record.events, record.exposure, record.n, NULL};
    const assay_cluster c = assay_cluster_one_way(side, false);
    assay_dispersion d = {.deployments = c.subjects,
                          .events = c.events,
                          .exposure = c.trials,
                          .rate = c.rate,
                          .variance = NAN,
                          .nu = c.nu,
                          .between = NAN};
    if (c.status != ASSAY_CLUSTER_OK) return d;
    const double least = c.rate / c.trials;
    d.variance = c.variance > least ? c.variance : least;
    d.between = 0;
    if (c.rate > 0)
        d.between = between_of(&d, c.variance * c.trials * c.trials,
                               squares(record.exposure, record.n));
    return d;
}

double assay_dispersion_between(double deff, double deployments, double events)
{
    return deff > 1 && events > 0 ? (deff - 1) * deployments / events : 0;
}

assay_past assay_dispersion_past(const assay_dispersion *record,
                                 double confidence)
{
    const bool known = record->deployments >= 2 && record->rate > 0;
    assay_past past = {record->events, record->exposure, 0};
    if (!known) return past;
    const double ratio = assay_normal_two_sided(confidence) /
                         assay_student_two_sided(confidence, record->nu);
    past.exposure = record->rate / record->variance * (ratio * ratio);
    past.events = record->rate * past.exposure;
    past.between = record->between;
    return past;
}
