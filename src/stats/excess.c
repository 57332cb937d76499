// SPDX-License-Identifier: Apache-2.0
// Probability-weighted moments need the sum of the excesses and the sum over
// each two of the lesser: both change by little where a person is left out.
#include "stats/excess.h"

#include "stats/elementary.h"

#include <math.h>

enum { LOG_ABOVE, SHAPE, LOG_SCALE, PARAMETERS };

void assay_excesses_sum(const double *y, size_t n, double *below)
{
    below[0] = 0;
    for (size_t i = 0; i < n; i++) below[i + 1] = below[i] + y[i];
}

// Sum of min(y_i, v).
static double lesser(const assay_excesses *all, double v)
{
    size_t low = 0, high = all->n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (all->y[middle] < v)
            low = middle + 1;
        else
            high = middle;
    }
    return all->below[low] + v * (double)(all->n - low);
}

// The sum over each two of the lesser: each is it once for each above.
static double pairs_of(const assay_excesses *all)
{
    double pairs = 0;
    for (size_t i = 0; i < all->n; i++)
        pairs += all->y[i] * (double)(all->n - 1 - i);
    return pairs;
}

assay_excess_moments assay_excess_moments_of(const assay_excesses *all)
{
    return (assay_excess_moments){(double)all->n, all->below[all->n],
                                  pairs_of(all)};
}

assay_excess_moments assay_excess_moments_without(
    const assay_excess_moments *moments, const assay_excesses *all,
    const assay_excesses *gone, const assay_excesses *come)
{
    assay_excess_moments m = *moments;
    m.n += (double)come->n - (double)gone->n;
    m.sum += come->below[come->n] - gone->below[gone->n];
    // Those that go with all (themselves too), less what was taken twice.
    for (size_t i = 0; i < gone->n; i++)
        m.pairs -= lesser(all, gone->y[i]) - gone->y[i];
    m.pairs += pairs_of(gone);
    for (size_t i = 0; i < come->n; i++)
        m.pairs += lesser(all, come->y[i]) - lesser(gone, come->y[i]);
    m.pairs += pairs_of(come);
    return m;
}

assay_gpd assay_excess_fit(const assay_excess_moments *m)
{
    const assay_gpd none = {NAN, NAN};
    if (!(m->n >= 2) || !(m->sum > 0)) return none;
    // Plotting positions (i - 0.35)/n: 1 - p is (those above + 0.35)/n.
    const double b0 = m->sum / m->n;
    const double b1 = (m->pairs + 0.35 * m->sum) / m->n / m->n;
    const double rest = b0 - 2 * b1;
    if (!(rest > 0)) return none;
    return (assay_gpd){2 - b0 / rest, 2 * b0 * b1 / rest};
}

void assay_tail_jackknife_add_all(assay_tail_jackknife *j,
                                  assay_tail_fit without, double times)
{
    const double at[PARAMETERS] = {assay_log(without.above), without.gpd.shape,
                                   assay_log(without.gpd.scale)};
    double step[PARAMETERS];
    if (!(times > 0)) return;
    if (!(without.above > 0) || !(without.gpd.scale > 0)) {
        j->lost = true;
        return;
    }
    const double n = j->n + times;
    for (int i = 0; i < PARAMETERS; i++) step[i] = at[i] - j->mean[i];
    for (int i = 0; i < PARAMETERS; i++) {
        for (int k = 0; k < PARAMETERS; k++)
            j->products[i][k] += step[i] * step[k] * (j->n * times / n);
        j->mean[i] += step[i] * (times / n);
    }
    j->n = n;
}

void assay_tail_jackknife_add(assay_tail_jackknife *jackknife,
                              assay_tail_fit without)
{
    assay_tail_jackknife_add_all(jackknife, without, 1);
}

// The standard error of what has these slopes.
static double error_of(const assay_tail_jackknife *j,
                       const double slope[PARAMETERS])
{
    double v = 0;
    if (j->lost || !(j->n >= 2)) return NAN;
    for (int i = 0; i < PARAMETERS; i++)
        for (int k = 0; k < PARAMETERS; k++)
            v += slope[i] * slope[k] * j->products[i][k];
    return v > 0 ? sqrt(v * (j->n - 1) / j->n) : 0;
}

assay_interval assay_tail_shape(const assay_tail_fit *tail,
                                const assay_tail_jackknife *jackknife, double t)
{
    const double slope[PARAMETERS] = {[SHAPE] = 1};
    const double half = t * error_of(jackknife, slope);
    return (assay_interval){tail->gpd.shape - half, tail->gpd.shape + half};
}

// By how much ln P(Y > y) changes with the shape, w = y/scale: ln(1 + x)/xi^2 -
// w/(xi (1 + x)), x = xi w; its series where that would cancel.
static double slope_of_shape(double shape, double w)
{
    const double x = shape * w;
    if (fabs(x) < 1e-3)
        return w * w * (0.5 - x * (2.0 / 3 - x * (0.75 - 0.8 * x)));
    return (assay_log1p(x) - x / (1 + x)) / (shape * shape);
}

assay_interval assay_tail_interval(const assay_tail_fit *tail,
                                   const assay_tail_jackknife *jackknife,
                                   double y, double t)
{
    const double w = y / tail->gpd.scale, z = 1 + tail->gpd.shape * w;
    const assay_interval none = {NAN, NAN};
    if (!(z > 0)) return none;
    const double p = assay_gpd_above(tail->gpd, tail->above, y);
    const double slope[PARAMETERS] = {
        [LOG_ABOVE] = 1,
        [SHAPE] = slope_of_shape(tail->gpd.shape, w),
        [LOG_SCALE] = w / z,
    };
    const double half = t * error_of(jackknife, slope);
    const double high = p * assay_exp(half);
    return (assay_interval){p * assay_exp(-half),
                            high > tail->above ? tail->above : high};
}

double assay_tail_quantile(const assay_tail_fit *tail, double p)
{
    const double rise = assay_log(tail->above / p), x = tail->gpd.shape * rise;
    // (e^x - 1)/xi.
    const double steps =
        fabs(x) < 1e-12 ? rise : assay_expm1(x) / tail->gpd.shape;
    return tail->gpd.scale * steps;
}
