// SPDX-License-Identifier: Apache-2.0
#include "stats/shrunk.h"

#include "stats/gamma.h"
#include "stats/normal.h"

#include <math.h>

// The mean of a normal that is cut at 0.
static double above_0(double mean, double sd)
{
    if (!(sd > 0)) return mean > 0 ? mean : 0;
    const double z = mean / sd;
    return mean + sd * assay_normal_density(z) / assay_normal_cdf(z);
}

assay_shrinkage assay_shrink_fit(const assay_exposed *groups, size_t n)
{
    double x = 0, e = 0, e2 = 0, apart = 0, chance = 0;
    assay_shrinkage fit = {.mean = NAN};
    if (n < 2) return fit;
    for (size_t i = 0; i < n; i++) {
        x += groups[i].events;
        e += groups[i].exposure;
        e2 += groups[i].exposure * groups[i].exposure;
    }
    const double rest = e - e2 / e, more = (double)n - 1;
    fit.mean = x / e;
    for (size_t i = 0; i < n; i++) {
        const double off = groups[i].events / groups[i].exposure - fit.mean;
        apart += groups[i].exposure * off * off;
    }
    fit.between = (apart - more * fit.mean) / rest;
    const double found = fit.between;
    fit.complete = !(found > 0);
    if (fit.complete) fit.between = 0;
    for (size_t i = 0; i < n; i++) {
        const double one = groups[i].exposure * fit.between + fit.mean;
        chance += one * one;
    }
    fit.mean_variance = (fit.between * e2 / e + fit.mean) / e;
    fit.between_variance = 2 * more / (double)n * chance / (rest * rest);
    fit.spread = above_0(
        found, sqrt(fit.between_variance * more / (more > 3 ? more - 2 : 1)));
    return fit;
}

assay_shrunk assay_shrink(const assay_shrinkage *fit, assay_exposed group,
                          double confidence)
{
    const double m = fit->mean, v = fit->between, e = group.exposure;
    const double tail = 0.5 * (1 - confidence), off = group.events / e - m;
    const double of_all = m / (m + e * v); // B
    assay_shrunk out = {.value = m + (1 - of_all) * off, .own = 1 - of_all};
    const double moved = off * of_all * of_all * e / m;
    const double variance = out.value * fit->spread / (m + e * fit->spread) +
                            of_all * of_all * fit->mean_variance +
                            moved * moved * fit->between_variance;
    const double shape = out.value * out.value / variance;
    const double scale = variance / out.value;
    out.low =
        scale * assay_gamma_quantile((assay_tails){tail, 1 - tail}, shape);
    out.high =
        scale * assay_gamma_quantile((assay_tails){1 - tail, tail}, shape);
    return out;
}
