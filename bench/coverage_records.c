// SPDX-License-Identifier: Apache-2.0
// Records of deployments, as assay simulate street draws them: false and true
// alerts are Poisson counts, each about a rate that a deployment multiplies by
// a log-normal effect of mean 1 of its own, or where deployments are of unequal
// length by a gamma one. Rates are pooled and the next deployment, or the next
// ten together, are foreseen as the product does it.
#include "bench/coverage.h"

#include "measure/operational_pool.h"
#include "stats/elementary.h"
#include "stats/foreseen.h"
#include "stats/gamma.h"
#include "stats/to_come.h"

#include <math.h>
#include <string.h>

static const double CONFIDENCE = 0.95;
enum { AFTER = 10 }; // deployments that are foreseen together

static const assay_pooled_rate per_alert = {
    "false alerts per alert", ASSAY_DEPLOYED_FALSE, ASSAY_POOL_ALERTS};
static const assay_pooled_rate per_hour = {
    "false alerts per hour", ASSAY_DEPLOYED_FALSE, ASSAY_POOL_HOURS};

// A deployment to come, or several.
typedef struct after {
    double hours, wrong;
} after;

// One run: a record, and the deployments after it.
typedef struct record {
    assay_deployed *rows;
    double *wrong, *hours; // of each
    double *room;          // 4 a row
    after next, all;
} record;

static void end_record(record *r)
{
    assay_free(r->rows);
    assay_free(r->wrong);
    assay_free(r->hours);
    assay_free(r->room);
}

static bool make_record(size_t n, record *r)
{
    *r = (record){.rows = assay_new(0, n, sizeof *r->rows),
                  .wrong = assay_new(0, n, sizeof *r->wrong),
                  .hours = assay_new(0, n, sizeof *r->hours),
                  .room = assay_new(0, 4 * n, sizeof *r->room)};
    return r->rows && r->wrong && r->hours && r->room;
}

// Points of a process of rate 1 before `mean`.
static double poisson(cover_random *random, double mean)
{
    double count = 0;
    for (double at = 0;; count++) {
        at -= assay_log(assay_random_uniform(&random->words));
        if (at > mean) return count;
    }
}

// cell->a is the variance of an effect by the square of its mean.
static double effect(const cover_cell *cell, cover_random *random)
{
    const double variance = assay_log1p(cell->a);
    if (cell->unequal) {
        const double u = assay_random_uniform(&random->words);
        const assay_tails at = {u, 1 - u};
        return assay_gamma_quantile(at, 1 / cell->a) * cell->a;
    }
    return assay_exp(sqrt(variance) * cover_normal(random) - variance / 2);
}

// 3 to 8 hours, unequal ones 1 to 20; false and true alerts an hour are
// cell->at[0] and [1].
static void draw_day(const cover_cell *cell, cover_random *random,
                     double *hours, double alerts[2])
{
    *hours = cell->unequal ? 1 + assay_random_below(&random->words, 20)
                           : 3 + assay_random_below(&random->words, 6);
    for (int i = 0; i < 2; i++)
        alerts[i] =
            poisson(random, *hours * cell->at[i] * effect(cell, random));
}

static assay_known known(double count)
{
    return (assay_known){(int64_t)count, (int64_t)count};
}

static void draw(const cover_cell *cell, cover_random *random, record *r)
{
    double alerts[2];
    for (size_t i = 0; i < cell->probes; i++) {
        assay_deployed *row = &r->rows[i];
        draw_day(cell, random, &r->hours[i], alerts);
        for (size_t c = 0; c < ASSAY_DEPLOYED_COUNTS; c++)
            row->counts[c] = (assay_known){-1, -1};
        row->counts[ASSAY_DEPLOYED_FALSE] = known(alerts[0]);
        row->counts[ASSAY_DEPLOYED_TRUE] = known(alerts[1]);
        row->counts[ASSAY_DEPLOYED_ALERTS] = known(alerts[0] + alerts[1]);
        row->seconds = (int64_t)(3600 * r->hours[i]);
        r->wrong[i] = alerts[0];
    }
    r->all = (after){0, 0};
    for (int i = 0; i < (cell->unequal ? AFTER : 1); i++) {
        double hours;
        draw_day(cell, random, &hours, alerts);
        if (!i) r->next = (after){hours, alerts[0]};
        r->all.hours += hours;
        r->all.wrong += alerts[0];
    }
}

static void put(cover_outcome *row, cover_method method, double low,
                double high, double truth)
{
    row[method] = (cover_outcome){low, high, truth};
}

static void measure_pool(const cover_cell *cell, const record *r,
                         const assay_pooled_rate *rate, double truth,
                         cover_outcome *row)
{
    const assay_deployments all = {.rows = r->rows, .count = cell->probes};
    const assay_pool pool =
        assay_pool_rows(&all, NULL, cell->probes, rate, CONFIDENCE, r->room);
    put(row, COVER_PRINTED, pool.ends.low, pool.ends.high, truth);
    if (!(pool.trials[0] > 0)) return;
    const assay_interval mean =
        assay_poisson_interval(pool.events[0], CONFIDENCE);
    const assay_interval one =
        assay_pool_base_of(rate->trials).share
            ? assay_clopper_pearson(pool.events[0], pool.trials[0], CONFIDENCE)
            : (assay_interval){mean.low / pool.trials[0],
                               mean.high / pool.trials[0]};
    put(row, COVER_INDEPENDENT, one.low, one.high, truth);
}

// Counts from 1 on, so that a width has something to be divided by.
static void put_count(cover_outcome *row, cover_method method, double low,
                      double high, double truth)
{
    put(row, method, low + 1, high + 1, truth + 1);
}

static void put_foreseen(cover_outcome *row, cover_method method,
                         assay_foreseen f, after came)
{
    put_count(row, method, f.low, f.high, came.wrong);
}

static void measure_next(const cover_cell *cell, const record *r, after came,
                         cover_outcome *row)
{
    const assay_sessions of = {r->wrong, r->hours, cell->probes, false};
    const assay_between_draws draws = {1, 0, r->room};
    const assay_between between = assay_between_of(&of, draws);
    double x = 0, e = 0;
    for (size_t i = 0; i < cell->probes; i++) {
        x += r->wrong[i];
        e += r->hours[i];
    }
    const assay_known_rate one = assay_rate_known(x, e);
    put_foreseen(row, COVER_INDEPENDENT,
                 assay_foresee_count(one, came.hours, CONFIDENCE), came);
    put_foreseen(row, COVER_OTHER,
                 assay_foresee_count(assay_rate_to_come(one, &between, 1),
                                     came.hours, CONFIDENCE),
                 came);
    double *events = r->room, *hours = events + cell->probes;
    memcpy(events, r->wrong, cell->probes * sizeof *events);
    memcpy(hours, r->hours, cell->probes * sizeof *hours);
    const assay_to_come next = assay_to_come_of(events, hours, cell->probes);
    put_foreseen(row, COVER_PRINTED,
                 assay_to_come_in(&next, came.hours, CONFIDENCE), came);
}

static bool run_records(const cover_cell *cell, uint32_t at,
                        cover_outcome outcome[COVER_PER_RUN])
{
    cover_random random = cover_random_of(cell, at);
    record r;
    const bool done = make_record(cell->probes, &r);
    if (done) {
        draw(cell, &random, &r);
        measure_pool(cell, &r, &per_alert, cell->figures[0].truth, outcome);
        measure_pool(cell, &r, &per_hour, cell->figures[1].truth,
                     outcome + COVER_METHODS);
        measure_next(cell, &r, r.next, outcome + 2 * COVER_METHODS);
        if (cell->unequal)
            measure_next(cell, &r, r.all, outcome + 3 * COVER_METHODS);
    }
    end_record(&r);
    return done;
}

void cover_records_cell(cover_cell *cell)
{
    const double hours = (cell->unequal ? 10.5 : 5.5) * cell->probes;
    cell->run = run_records;
    cover_add(cell, COVER_PER_ALERT, "false alerts per alert",
              cell->at[0] / (cell->at[0] + cell->at[1]), hours * cell->at[0]);
    cover_add(cell, COVER_PER_HOUR, "false alerts per hour", cell->at[0],
              hours * cell->at[0]);
    cover_add(cell, COVER_NEXT, "next deployment", NAN, hours * cell->at[0]);
    if (cell->unequal)
        cover_add(cell, COVER_NEXT, "next ten", NAN, hours * cell->at[0]);
}
