// SPDX-License-Identifier: Apache-2.0
// Passages of volunteers, as assay simulate street draws them: those on the
// list have scores sqrt(c) z_i + sqrt(1 - c) e of their own entry, those who
// are not sqrt(a) u_i + sqrt(w) q_t + sqrt(1 - a - w) e_j of each of n entries.
// Counted by person, measured as any rate of trials that belong to people.
#include "bench/coverage.h"

#include "measure/estimate.h"
#include "stats/elementary.h"
#include "stats/normal.h"

#include <math.h>
#include <stdio.h>

static const double CONFIDENCE = 0.95;

// One run's people: events and passages of each.
typedef struct walk {
    const cover_cell *cell;
    uint64_t *events; // [figure * people + person]
    uint64_t *passages;
    uint64_t all;
    double *room;
} walk;

static void end_walk(walk *w)
{
    assay_free(w->events);
    assay_free(w->passages);
    assay_free(w->room);
}

static bool make_walk(const cover_cell *cell, walk *w)
{
    const size_t people = cell->probes;
    *w = (walk){.cell = cell};
    w->events = assay_new(0, people * cell->figure_count, sizeof *w->events);
    w->passages = assay_new(0, people, sizeof *w->passages);
    w->room = assay_new(0, 2 * people, sizeof *w->room);
    return w->events && w->passages && w->room;
}

static uint64_t *events_of(const walk *w, size_t figure)
{
    return w->events + figure * w->cell->probes;
}

// A passage of somebody with these effects of their own.
static void pass(walk *w, uint32_t person, double own, double probe,
                 cover_random *random)
{
    const cover_cell *cell = w->cell;
    const double score = own + sqrt(1 - cell->rho) * cover_normal(random);
    const double x = probe + sqrt(cell->w) * cover_normal(random);
    const double noise = sqrt(1 - cell->a - cell->w);
    const double luck = assay_random_uniform(&random->words);
    for (size_t f = 0; f < cell->figure_count; f++) {
        const double one = assay_normal_cdf((x - cell->at[f]) / noise);
        const bool event = cell->figures[f].family == COVER_TPIR
                               ? score >= cell->at[f]
                               : luck < assay_chance_any(one, cell->list);
        events_of(w, f)[person] += event;
    }
}

// From 2 to 60 where they are unequal, each ratio as likely as any.
static uint64_t passages_of(const cover_cell *cell, cover_random *random)
{
    if (!cell->unequal) return cell->transits;
    const double u = assay_random_uniform(&random->words);
    return (uint64_t)floor(2 * assay_exp(u * assay_log(30.5)));
}

static void draw(walk *w, cover_random *random)
{
    const cover_cell *cell = w->cell;
    for (uint32_t i = 0; i < cell->probes; i++) {
        const double own = sqrt(cell->rho) * cover_effect(random, cell->law);
        const double probe = sqrt(cell->a) * cover_effect(random, cell->law);
        w->passages[i] = passages_of(cell, random);
        for (uint64_t t = 0; t < w->passages[i]; t++)
            pass(w, i, own, probe, random);
        w->all += w->passages[i];
    }
}

static void put(cover_outcome *row, cover_method method, double low,
                double high, double truth)
{
    row[method] = (cover_outcome){low, high, truth};
}

static void measure(const walk *w, size_t f, cover_outcome *row)
{
    const cover_cell *cell = w->cell;
    const double truth = cell->figures[f].truth;
    assay_tallied seen = {"passage",       0,           w->all,
                          events_of(w, f), w->passages, cell->probes,
                          w->room};
    for (size_t i = 0; i < cell->probes; i++) seen.events += seen.events_of[i];
    const assay_estimate micro = assay_estimate_tallied(&seen, CONFIDENCE);
    const bool equally = assay_unequal(seen.trials_of, seen.people);
    const assay_estimate e =
        equally ? assay_estimate_balanced(&seen, CONFIDENCE) : micro;
    const bool wide = e.guard_low == e.guard_low;
    put(row, COVER_PRINTED, e.low, e.high, truth);
    put(row, COVER_WIDE, wide ? e.guard_low : e.low,
        wide ? e.guard_high : e.high, truth);
    if (equally) put(row, COVER_MICRO, micro.low, micro.high, truth);
    const assay_interval z =
        e.effective > 0 ? assay_wilson(e.value, e.effective,
                                       assay_normal_two_sided(CONFIDENCE))
                        : (assay_interval){e.low, e.high};
    put(row, COVER_NORMAL_Z, z.low, z.high, truth);
    const assay_interval plain = assay_wilson_counts(
        (double)seen.events, (double)seen.trials, CONFIDENCE);
    put(row, COVER_INDEPENDENT, plain.low, plain.high, truth);
}

static bool run_street(const cover_cell *cell, uint32_t at,
                       cover_outcome outcome[COVER_PER_RUN])
{
    cover_random random = cover_random_of(cell, at);
    walk w;
    const bool done = make_walk(cell, &w);
    if (done) {
        draw(&w, &random);
        for (size_t f = 0; f < cell->figure_count; f++)
            measure(&w, f, outcome + f * COVER_METHODS);
    }
    end_walk(&w);
    return done;
}

// The threshold at which lists of cell->list have this FPIR.
static double threshold_of(const cover_cell *cell, const cover_spread *match,
                           double rate)
{
    double low = 0, high = 10;
    while (high - low > 1e-9) {
        const double middle = 0.5 * (low + high);
        if (cover_fpir(&cell->probe, match, middle, cell->list) > rate)
            low = middle;
        else
            high = middle;
    }
    return 0.5 * (low + high);
}

void cover_street_cell(cover_cell *cell)
{
    static const double found[] = {0.5, 0.75, 0.9};
    static const double pointed[] = {0.01, 0.03, 0.1};
    const double own = sqrt(cell->rho), probe = sqrt(cell->a);
    // The mean of those that are unequal, less the half that is cut off.
    const double each =
        cell->unequal ? 59 / assay_log(30.5) - .5 : (double)cell->transits;
    const double passages = cell->probes * each;
    cover_spread mated, match;
    cell->run = run_street;
    if (!cover_spread_make(&mated, cell->law, &own, 1, sqrt(1 - cell->rho)) ||
        !cover_spread_make(&match, COVER_NORMAL, NULL, 0,
                           sqrt(1 - cell->a - cell->w)) ||
        !cover_spread_make(&cell->probe, cell->law, &probe, 1, sqrt(cell->w)))
        return;
    for (size_t i = 0; i < 3; i++) {
        cell->at[cell->figure_count] = cover_quantile(&mated, found[i]);
        snprintf(cover_add(cell, COVER_TPIR, "", found[i],
                           passages * fmin(found[i], 1 - found[i]))
                     ->name,
                 sizeof cell->figures[0].name, "TPIR %g", found[i]);
    }
    for (size_t i = 0; i < 3; i++) {
        cell->at[cell->figure_count] = threshold_of(cell, &match, pointed[i]);
        snprintf(cover_add(cell, COVER_FPIR_PASSAGES, "", pointed[i],
                           passages * pointed[i])
                     ->name,
                 sizeof cell->figures[0].name, "FPIR %g", pointed[i]);
    }
    cover_spread_end(&mated);
    cover_spread_end(&match);
}
