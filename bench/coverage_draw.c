// SPDX-License-Identifier: Apache-2.0
// Random numbers of the coverage suite, and the truths that belong to them.
#include "bench/coverage.h"

#include "stats/elementary.h"
#include "stats/normal.h"

#include <math.h>

cover_random cover_random_of(const cover_cell *cell, uint32_t run)
{
    const assay_place place = {cell->seed, 0, run, cell->stream};
    return (cover_random){.words = assay_random_at(place)};
}

double cover_normal(cover_random *random)
{
    if (random->has_spare) {
        random->has_spare = false;
        return random->spare;
    }
    double pair[2];
    assay_philox_words words;
    for (size_t i = 0; i < 4; i++)
        words.w[i] = assay_random_word(&random->words);
    assay_normals(words, pair);
    random->spare = pair[1];
    random->has_spare = true;
    return pair[0];
}

// t4 = z / sqrt(chi2_4 / 4), chi2_4 = -2 ln(u v); its variance is 2.
double cover_effect(cover_random *random, cover_law law)
{
    const double z = cover_normal(random);
    if (law == COVER_NORMAL) return z;
    const double u = assay_random_uniform(&random->words);
    const double v = assay_random_uniform(&random->words);
    return z / sqrt(-(assay_log(u) + assay_log(v)));
}

uint32_t cover_geometric(cover_random *random)
{
    const double u = assay_random_uniform(&random->words);
    return 1 + (uint32_t)floor(assay_log(u) / assay_log(2.0 / 3));
}

// --- truths -----------------------------------------------------------------

// Effects of t4 reach far: beyond +-30 lies less than 1e-7 of what the scales
// here make of one.
static const double REACH = 30, STEP = 0.02;

// The density of a law of variance 1, up to a factor; of t4 that of t at
// x sqrt(2).
static double density(cover_law law, double x)
{
    if (law == COVER_NORMAL) return assay_normal_density(x);
    const double q = 1 + 0.5 * x * x;
    return 1 / (q * q * sqrt(q));
}

// Puts one more effect on the grid.
static bool add_effect(cover_spread *spread, cover_law law, double scale)
{
    const double reach = law == COVER_NORMAL ? 8 * scale : REACH;
    const size_t half = (size_t)(reach / STEP), n = 2 * half + 1;
    const size_t points = spread->points + n - 1;
    double *effect = assay_new(0, n, sizeof *effect);
    double *sum = assay_new(0, points, sizeof *sum);
    if (!effect || !sum) {
        assay_free(effect);
        assay_free(sum);
        return false;
    }
    double all = 0;
    for (size_t i = 0; i < n; i++) {
        effect[i] = density(law, STEP * ((double)i - (double)half) / scale);
        all += effect[i];
    }
    for (size_t i = 0; i < spread->points; i++)
        for (size_t j = 0; j < n; j++)
            sum[i + j] += spread->weights[i] * effect[j] / all;
    assay_free(effect);
    assay_free(spread->weights);
    spread->weights = sum;
    spread->points = points;
    spread->first -= STEP * (double)half;
    return true;
}

bool cover_spread_make(cover_spread *spread, cover_law law,
                       const double *scales, size_t n, double residual)
{
    double variance = residual * residual;
    *spread = (cover_spread){.step = STEP, .points = 1};
    spread->weights = assay_new(0, 1, sizeof *spread->weights);
    if (!spread->weights) return false;
    spread->weights[0] = 1;
    for (size_t i = 0; i < n; i++) {
        // Normal effects are one normal part.
        if (law == COVER_NORMAL)
            variance += scales[i] * scales[i];
        else if (scales[i] > 0 && !add_effect(spread, law, scales[i]))
            return false;
    }
    spread->residual = sqrt(variance);
    return true;
}

void cover_spread_end(cover_spread *spread)
{
    assay_free(spread->weights);
    *spread = (cover_spread){0};
}

double cover_above(const cover_spread *spread, double t)
{
    double sum = 0;
    for (size_t i = 0; i < spread->points; i++) {
        const double x = spread->first + spread->step * (double)i;
        sum +=
            spread->weights[i] * assay_normal_cdf((x - t) / spread->residual);
    }
    return sum;
}

double cover_quantile(const cover_spread *spread, double p)
{
    double low = -20, high = 20;
    while (high - low > 1e-9) {
        const double middle = 0.5 * (low + high);
        if (cover_above(spread, middle) > p)
            low = middle;
        else
            high = middle;
    }
    return 0.5 * (low + high);
}

// --- searches ---------------------------------------------------------------

// The chance that one of n identities reaches t - x, on a grid of x.
typedef struct hits {
    double first, step, *chance;
    size_t points;
} hits;

static double hit_at(const hits *h, double x)
{
    const double place = (x - h->first) / h->step;
    if (!(place > 0)) return h->chance[0];
    if (!(place < (double)h->points - 1)) return h->chance[h->points - 1];
    const size_t i = (size_t)place;
    const double part = place - (double)i;
    return h->chance[i] * (1 - part) + h->chance[i + 1] * part;
}

// Mean of hit_at over the probe's part, its normal part in 241 steps of a
// twentieth of a deviation.
static double mean_hit(const cover_spread *probe, const hits *h)
{
    double sum = 0, mass = 0;
    for (int q = -120; q <= 120; q++) {
        const double z = 0.05 * q, weight = assay_normal_density(z);
        mass += weight;
        for (size_t i = 0; i < probe->points; i++)
            sum += weight * probe->weights[i] *
                   hit_at(h, probe->first + probe->step * (double)i +
                                 z * probe->residual);
    }
    return sum / mass;
}

double cover_fpir(const cover_spread *probe, const cover_spread *match,
                  double t, double n)
{
    enum { POINTS = 8001 };
    hits h = {-20, 0.005, assay_new(0, POINTS, sizeof(double)), POINTS};
    if (!h.chance) return NAN;
    for (size_t i = 0; i < POINTS; i++) {
        const double x = h.first + h.step * (double)i;
        const double one = cover_above(match, t - x);
        h.chance[i] = one < 1 ? -assay_expm1(n * assay_log1p(-one)) : 1;
    }
    const double mean = mean_hit(probe, &h);
    assay_free(h.chance);
    return mean;
}

// In steps of a seventh of the noise: nothing bends faster.
double cover_fpir_fixed(const cover_spread *probe, const double *gallery,
                        size_t n, double t, double noise)
{
    enum { MOST = 241 };
    double chance[MOST];
    hits h = {-12, 0.1, chance, MOST};
    for (size_t i = 0; i < MOST; i++) {
        const double x = h.first + h.step * (double)i;
        double none = 1;
        for (size_t j = 0; j < n && none > 1e-12; j++)
            none *= assay_normal_cdf((t - x - gallery[j]) / noise);
        chance[i] = 1 - none;
    }
    return mean_hit(probe, &h);
}
