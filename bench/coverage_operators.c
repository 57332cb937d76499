// SPDX-License-Identifier: Apache-2.0
// Alerts that operators take on: one is where sqrt(a) u_o + sqrt(b) v_f +
// sqrt(1 - a - b) e of the operator, the face and the alert is above a
// threshold. Each face has so many alerts, and each alert an operator at
// random.
#include "bench/coverage.h"

#include "measure/estimate.h"
#include "measure/scenario_crossed.h"
#include "stats/normal.h"

#include <math.h>
#include <stdio.h>

static const double CONFIDENCE = 0.95;

// One run's decisions, by figure; and events and decisions of operators.
typedef struct desk {
    assay_crossed *all; // [figure * count + alert]
    size_t count;
    uint64_t *events, *trials;
    double *room;
} desk;

static void end_desk(desk *d)
{
    assay_free(d->all);
    assay_free(d->events);
    assay_free(d->trials);
    assay_free(d->room);
}

static bool make_desk(const cover_cell *cell, desk *d)
{
    *d = (desk){.count = (size_t)cell->references * cell->transits};
    d->all = assay_new(0, d->count * cell->figure_count, sizeof *d->all);
    d->events = assay_new(0, cell->probes, sizeof *d->events);
    d->trials = assay_new(0, cell->probes, sizeof *d->trials);
    d->room = assay_new(0, 3 * (size_t)cell->probes, sizeof *d->room);
    return d->all && d->events && d->trials && d->room;
}

static void draw(const cover_cell *cell, cover_random *random, desk *d)
{
    double *lenient = d->room + 2 * (size_t)cell->probes;
    const double noise = sqrt(1 - cell->a - cell->b);
    for (uint32_t o = 0; o < cell->probes; o++)
        lenient[o] = sqrt(cell->a) * cover_effect(random, cell->law);
    double face = 0;
    for (size_t i = 0; i < d->count; i++) {
        if (i % cell->transits == 0)
            face = sqrt(cell->b) * cover_effect(random, cell->law);
        const double u = assay_random_uniform(&random->words);
        const uint32_t o = (uint32_t)floor(u * cell->probes);
        const double seen = lenient[o] + face + noise * cover_normal(random);
        const uint32_t f = (uint32_t)(i / cell->transits);
        for (size_t g = 0; g < cell->figure_count; g++)
            d->all[g * d->count + i] =
                (assay_crossed){o, f, seen > cell->at[g]};
    }
}

// Counts by operator; the share's estimate as the product has it.
static assay_estimate estimate(const cover_cell *cell, const desk *d, size_t g,
                               uint64_t *events)
{
    *events = 0;
    for (uint32_t o = 0; o < cell->probes; o++) d->events[o] = d->trials[o] = 0;
    for (size_t i = 0; i < d->count; i++) {
        const assay_crossed *one = &d->all[g * d->count + i];
        d->events[one->officer] += one->yes;
        d->trials[one->officer]++;
        *events += one->yes;
    }
    const assay_tallied seen = {"decision", *events,      d->count, d->events,
                                d->trials,  cell->probes, d->room};
    return assay_unequal(seen.trials_of, seen.people)
               ? assay_estimate_balanced(&seen, CONFIDENCE)
               : assay_estimate_tallied(&seen, CONFIDENCE);
}

// As measure/scenario_review.c has it: the wider of both.
static bool measure(const cover_cell *cell, const desk *d, size_t g,
                    cover_outcome *row)
{
    bool crossed = false;
    assay_interval both;
    uint64_t events = 0;
    const double truth = cell->figures[g].truth;
    const assay_estimate e = estimate(cell, d, g, &events);
    if (!assay_scenario_crossed(d->all + g * d->count, d->count, CONFIDENCE,
                                &crossed, &both))
        return false;
    const double shift = e.value - (double)events / (double)d->count;
    row[COVER_OTHER] = row[COVER_PRINTED] =
        (cover_outcome){e.low, e.high, truth};
    if (crossed && !isnan(e.low) && !isnan(both.low)) {
        row[COVER_PRINTED].low = fmin(e.low, both.low + shift);
        row[COVER_PRINTED].high = fmax(e.high, both.high + shift);
    }
    const assay_interval plain =
        assay_wilson_counts((double)events, (double)d->count, CONFIDENCE);
    row[COVER_INDEPENDENT] = (cover_outcome){plain.low, plain.high, truth};
    return true;
}

static bool run_operators(const cover_cell *cell, uint32_t at,
                          cover_outcome outcome[COVER_PER_RUN])
{
    cover_random random = cover_random_of(cell, at);
    desk d;
    bool done = make_desk(cell, &d);
    if (done) draw(cell, &random, &d);
    for (size_t g = 0; done && g < cell->figure_count; g++)
        done = measure(cell, &d, g, outcome + g * COVER_METHODS);
    end_desk(&d);
    return done;
}

void cover_operators_cell(cover_cell *cell)
{
    static const double shares[] = {0.2, 0.95};
    const double scales[] = {sqrt(cell->a), sqrt(cell->b)};
    const double alerts = (double)cell->references * cell->transits;
    cover_spread spread;
    cell->run = run_operators;
    if (!cover_spread_make(&spread, cell->law, scales, 2,
                           sqrt(1 - cell->a - cell->b)))
        return;
    for (size_t i = 0; i < 2; i++) {
        cell->at[cell->figure_count] = cover_quantile(&spread, shares[i]);
        snprintf(cover_add(cell, COVER_DECISIONS, "", shares[i],
                           alerts * fmin(shares[i], 1 - shares[i]))
                     ->name,
                 sizeof cell->figures[0].name, "taken on %g", shares[i]);
    }
    cover_spread_end(&spread);
}
