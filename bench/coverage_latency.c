// SPDX-License-Identifier: Apache-2.0
// Times from entry to alert, as assay simulate street draws them: log-normal
// with sigma 0.4. Here a share of the variance of the logarithm is the
// person's; order statistics by person, and as if times were independent.
#include "bench/coverage.h"

#include "stats/elementary.h"
#include "stats/normal.h"
#include "stats/ranks.h"
#include "stats/sorted.h"

#include <math.h>

static const double CONFIDENCE = 0.95, SIGMA = 0.4;
static const double quantiles[] = {0.5, 0.95};
enum { QUANTILES = 2 };

static void draw(const cover_cell *cell, cover_random *random, double *times)
{
    for (uint32_t i = 0; i < cell->probes; i++) {
        const double own = sqrt(cell->rho) * cover_effect(random, cell->law);
        for (uint32_t t = 0; t < cell->transits; t++)
            *times++ = assay_exp(
                SIGMA * (own + sqrt(1 - cell->rho) * cover_normal(random)));
    }
}

static void put(cover_outcome *to, assay_ranks ranks, const double *times,
                size_t n, double truth)
{
    // An end without an order statistic is that of what can be.
    *to = (cover_outcome){
        ranks.low >= 1 ? times[ranks.low - 1] : 0,
        ranks.high <= n ? times[ranks.high - 1] : (double)INFINITY, truth};
}

// The product's ranks of a quantile. `room`: two numbers a person.
static assay_ranks ranks_of(const cover_cell *cell, const double *times,
                            double p, double value, double *room)
{
    double worth = 0;
    double *x = room, *m = room + cell->probes;
    for (uint32_t i = 0; i < cell->probes; i++) {
        x[i] = 0;
        m[i] = cell->transits;
        for (uint32_t t = 0; t < cell->transits; t++) x[i] += *times++ <= value;
    }
    return assay_quantile_ranks_clustered(
        (assay_side){x, m, cell->probes, NULL}, p, CONFIDENCE, &worth);
}

static bool run_latency(const cover_cell *cell, uint32_t at,
                        cover_outcome outcome[COVER_PER_RUN])
{
    const size_t n = (size_t)cell->probes * cell->transits;
    double *times = assay_new(0, 2 * n + 2 * cell->probes, sizeof *times);
    if (!times) return false;
    double *sorted = times + n;
    cover_random random = cover_random_of(cell, at);
    draw(cell, &random, times);
    for (size_t i = 0; i < n; i++) sorted[i] = times[i];
    assay_sort(sorted, n);
    for (size_t q = 0; q < QUANTILES; q++) {
        cover_outcome *row = outcome + q * COVER_METHODS;
        const double truth = cell->figures[q].truth;
        const double value = assay_sorted_quantile(sorted, n, quantiles[q]);
        put(row + COVER_PRINTED,
            ranks_of(cell, times, quantiles[q], value, sorted + n), sorted, n,
            truth);
        put(row + COVER_INDEPENDENT,
            assay_quantile_ranks(n, quantiles[q], CONFIDENCE), sorted, n,
            truth);
    }
    assay_free(times);
    return true;
}

void cover_latency_cell(cover_cell *cell)
{
    cell->run = run_latency;
    cover_add(cell, COVER_LATENCY, "median latency", 1, INFINITY);
    cover_add(cell, COVER_LATENCY, "95 % of latencies",
              assay_exp(SIGMA * assay_normal_quantile(quantiles[1])), INFINITY);
}
