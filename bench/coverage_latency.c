// SPDX-License-Identifier: Apache-2.0
// Times from entry to alert, as assay simulate street draws them: log-normal
// with sigma 0.4. Here a share of the variance of the logarithm is the
// person's: the interval takes times as independent, and says so.
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

static bool run_latency(const cover_cell *cell, uint32_t at,
                        cover_outcome outcome[COVER_PER_RUN])
{
    const size_t n = (size_t)cell->probes * cell->transits;
    double *times = assay_new(0, n, sizeof *times);
    if (!times) return false;
    cover_random random = cover_random_of(cell, at);
    draw(cell, &random, times);
    assay_sort(times, n);
    for (size_t q = 0; q < QUANTILES; q++) {
        const assay_ranks ranks =
            assay_quantile_ranks(n, quantiles[q], CONFIDENCE);
        const bool low = ranks.low >= 1, high = ranks.high <= n;
        // An end without an order statistic is that of what can be.
        outcome[q * COVER_METHODS + COVER_PRINTED] =
            (cover_outcome){low ? times[ranks.low - 1] : 0,
                            high ? times[ranks.high - 1] : (double)INFINITY,
                            cell->figures[q].truth};
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
