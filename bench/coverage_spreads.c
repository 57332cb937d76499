// SPDX-License-Identifier: Apache-2.0
// Groups of people with rates of their own: FMR within a group, s = a (u_i +
// u_j) + noise, and FNMR of four mated comparisons a person, s = sqrt(rho) g_i
// + noise, all of variance 1; measures of how far the rates lie apart.
#include "bench/coverage.h"

#include "stats/cluster.h"
#include "stats/elementary.h"
#include "stats/normal.h"
#include "stats/replicates.h"
#include "stats/resample.h"
#include "stats/spread_range.h"
#include "stats/student.h"

#include <math.h>

enum { MATES = 4, MOST = 8, RATES = 2 * MOST, B = COVER_REPLICATES };
static const double CONFIDENCE = 0.95, ALPHA = 0.5;

static const assay_spread kinds[] = {ASSAY_MAX_MIN,  ASSAY_MAX_GEOMETRIC,
                                     ASSAY_MAX_MEAN, ASSAY_GINI,
                                     ASSAY_THEIL,    ASSAY_COV,
                                     ASSAY_SD_LOG,   ASSAY_WORST_REFERENCE,
                                     ASSAY_FDR,      ASSAY_IR,
                                     ASSAY_GARBE};
static const char *const names[] = {"max/min FMR",   "max/geometric-mean FMR",
                                    "max/mean FMR",  "Gini FMR",
                                    "Theil FMR",     "CoV FMR",
                                    "sd of log FMR", "worst/reference FMR",
                                    "FDR",           "IR",
                                    "GARBE"};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

const char *cover_shape_name(unsigned shape)
{
    static const char *const of[COVER_SHAPES] = {"equal", "one double",
                                                 "1 to 3"};
    return of[shape];
}

// Of group g to the mean of all.
static double share_of(const cover_cell *cell, size_t g)
{
    double sum = 0, own = 0;
    for (size_t i = 0; i < cell->groups; i++) {
        const double part = (double)i / (double)(cell->groups - 1);
        const double x = cell->shape == 2   ? assay_exp(part * assay_log(3))
                         : cell->shape == 1 ? (i + 1 == cell->groups ? 2 : 1)
                                            : 1;
        sum += x;
        if (i == g) own = x;
    }
    return own * (double)cell->groups / sum;
}

static double pairs_of(const cover_cell *cell)
{
    return 0.5 * cell->probes * (cell->probes - 1.0);
}

static void true_rates(const cover_cell *cell, double rates[RATES])
{
    const size_t n = cell->groups;
    for (size_t g = 0; g < n; g++) {
        const double events = cell->events * share_of(cell, g);
        rates[g] = events / pairs_of(cell);
        rates[n + g] = events / (MATES * (double)cell->probes);
    }
}

static double measure(const cover_cell *cell, assay_spread kind,
                      const double *rates, double *gradient)
{
    double room[MOST];
    const assay_spread_rates of = {
        rates, rates + cell->groups, cell->groups, ALPHA, 0, room};
    return assay_spread_value(kind, &of, gradient);
}

// A run: rates as seen and, in replicates, [replicate * RATES + rate].
typedef struct study {
    const cover_cell *cell;
    assay_cluster seen[RATES];
    double replicates[B * RATES];
    double *effects, *x, *m;
    assay_two *errors;
    uint32_t *singles, *samples;
    uint8_t *weights;
} study;

static void end_study(study *s)
{
    if (!s) return;
    assay_free(s->effects);
    assay_free(s->x);
    assay_free(s->m);
    assay_free(s->errors);
    assay_free(s->singles);
    assay_free(s->samples);
    assay_free(s->weights);
    assay_free(s);
}

static study *new_study(const cover_cell *cell)
{
    const size_t people = cell->probes, pairs = people * (people - 1) / 2;
    study *s = assay_new(sizeof *s, 0, 0);
    if (!s) return NULL;
    s->cell = cell;
    s->effects = assay_new(0, people, sizeof *s->effects);
    s->x = assay_new(0, people, sizeof *s->x);
    s->m = assay_new(0, people, sizeof *s->m);
    s->errors = assay_new(0, pairs, sizeof *s->errors);
    s->singles = assay_new(0, people, sizeof *s->singles);
    s->samples = assay_new(0, people, sizeof *s->samples);
    s->weights = assay_new(0, people * ASSAY_LANES, 1);
    if (s->effects && s->x && s->m && s->errors && s->singles && s->samples &&
        s->weights)
        return s;
    end_study(s);
    return NULL;
}

static double threshold(double above)
{
    return 0.0 - assay_normal_quantile(above);
}

// FMR of all pairs of a group; returns how many match.
static size_t draw_pairs(study *s, double rate, cover_random *random,
                         assay_cluster *seen)
{
    const uint32_t people = s->cell->probes;
    const double a = sqrt(s->cell->rho / 2), rest = sqrt(1 - s->cell->rho);
    const double t = threshold(rate), all = pairs_of(s->cell);
    size_t n = 0;
    for (uint32_t i = 0; i < people; i++) {
        s->effects[i] = a * cover_normal(random);
        s->x[i] = 0;
        s->m[i] = people - 1;
    }
    for (uint32_t i = 0; i < people; i++)
        for (uint32_t j = i + 1; j < people; j++) {
            const double own = s->effects[i] + s->effects[j];
            if (own + rest * cover_normal(random) < t) continue;
            s->x[i] += 1;
            s->x[j] += 1;
            s->errors[n++] = (assay_two){i, j};
        }
    const assay_side side = {s->x, s->m, people, NULL};
    const double e = (double)n;
    const assay_pair_sums sums = {e, all, e, e, all};
    *seen = assay_cluster_dyadic(side, sums, true);
    return n;
}

static void draw_mates(study *s, double rate, cover_random *random,
                       assay_cluster *seen)
{
    const double a = sqrt(s->cell->rho), rest = sqrt(1 - s->cell->rho);
    const double t = threshold(rate);
    for (uint32_t i = 0; i < s->cell->probes; i++) {
        const double own = a * cover_normal(random);
        s->singles[i] = 0;
        for (int k = 0; k < MATES; k++)
            s->singles[i] += own + rest * cover_normal(random) >= t;
        s->x[i] = s->singles[i];
        s->m[i] = MATES;
    }
    const assay_side side = {s->x, s->m, s->cell->probes, NULL};
    *seen = assay_cluster_one_way(side, true);
}

static double share(uint64_t x, uint64_t n)
{
    return n ? (double)x / (double)n : (double)NAN;
}

// Both rates of group g in all replicates.
static void resample(study *s, size_t g, size_t errors, uint64_t seed)
{
    const uint32_t people = s->cell->probes;
    const assay_sides sides = {people, s->samples, s->samples};
    uint64_t x[ASSAY_LANES], n[ASSAY_LANES], y[ASSAY_LANES], w[ASSAY_LANES];
    for (uint32_t i = 0; i < people; i++) s->samples[i] = 1;
    for (uint32_t b = 0; b < B; b += ASSAY_LANES) {
        assay_resample_weights(seed, s->cell->stream + (uint32_t)g, b, people,
                               s->weights);
        assay_resample_pairs(s->weights, s->errors, errors, x);
        assay_resample_trials(s->weights, sides, n);
        assay_resample_singles(s->weights, s->singles, people, y);
        assay_resample_singles(s->weights, s->samples, people, w);
        for (size_t l = 0; l < ASSAY_LANES && b + l < B; l++) {
            double *rates = s->replicates + (b + l) * RATES;
            rates[g] = share(x[l], n[l]);
            rates[s->cell->groups + g] = share(y[l], MATES * w[l]);
        }
    }
}

// As measure/spreads.c has it: half an event more for all where one has none.
typedef struct rates_seen {
    bool zero;
    double plain[RATES], rate[RATES], trials[RATES], nu[RATES];
    double covariance[2][RATES * RATES]; // of both
    double pooled[2];
} rates_seen;

static double deff_of(const study *s, size_t i)
{
    const size_t n = s->cell->groups, from = i / n * n;
    double sum = 0, known = 0;
    const double own = assay_cluster_deff(&s->seen[i], s->seen[i].variance);
    if (own > 0) return own;
    for (size_t g = from; g < from + n; g++) {
        const double one = assay_cluster_deff(&s->seen[g], s->seen[g].variance);
        if (!(one > 0)) continue;
        sum += one;
        known += 1;
    }
    return known > 0 ? sum / known : 1;
}

static void look(const study *s, rates_seen *r)
{
    const size_t n = s->cell->groups, m = 2 * n;
    *r = (rates_seen){0};
    for (size_t i = 0; i < m; i++) {
        const assay_cluster *c = &s->seen[i];
        const double half = (c->events + 0.5) / (c->trials + 1);
        r->plain[i] = c->rate;
        r->rate[i] = half;
        r->trials[i] = c->trials;
        r->nu[i] = c->nu;
        r->zero = r->zero || !(c->rate > 0);
        r->pooled[i / n] += c->rate / (double)n;
        r->covariance[0][i * m + i] = c->variance;
        r->covariance[1][i * m + i] =
            deff_of(s, i) * half * (1 - half) / c->trials;
    }
    for (size_t i = 0; !r->zero && i < m; i++) r->rate[i] = r->plain[i];
}

static void put(cover_outcome *row, cover_method method, assay_interval ends,
                double truth)
{
    row[method] = (cover_outcome){ends.low, ends.high, truth};
}

static assay_interval delta(const study *s, const rates_seen *r,
                            assay_spread kind)
{
    const bool half = r->zero && assay_spread_needs_events(kind);
    const double *rates = half ? r->rate : r->plain;
    const double *covariance = r->covariance[half];
    const size_t m = 2 * s->cell->groups;
    double gradient[RATES] = {0};
    const double value = measure(s->cell, kind, rates, gradient);
    const double nu = assay_spread_nu(gradient, covariance, r->nu, m);
    return assay_spread_interval(
        kind, value, assay_spread_variance(gradient, covariance, m),
        assay_student_two_sided(CONFIDENCE, nu > 1 ? nu : 1));
}

// Where some group has no event, each of its replicate has half a one more.
static assay_interval percentile(const study *s, const rates_seen *r,
                                 assay_spread kind)
{
    double x[B];
    const size_t n = s->cell->groups;
    for (size_t b = 0; b < B; b++) {
        double rates[RATES];
        bool zero = false;
        for (size_t i = 0; i < 2 * n; i++) {
            rates[i] = s->replicates[b * RATES + i];
            zero = zero || !(rates[i] > 0);
        }
        for (size_t i = 0; i < 2 * n && zero; i++)
            rates[i] = (rates[i] * r->trials[i] + 0.5) / (r->trials[i] + 1);
        x[b] = measure(s->cell, kind, rates, NULL);
    }
    const size_t known = assay_replicates_sort(x, B);
    return assay_replicates_percentile(x, known, CONFIDENCE);
}

static void put_kind(const study *s, const rates_seen *r,
                     const assay_spread_draws *draws, size_t k,
                     cover_outcome *outcome)
{
    cover_outcome *row = outcome + k * COVER_METHODS;
    const double truth = s->cell->figures[k].truth;
    const assay_spread kind = kinds[k];
    const bool half = r->zero && assay_spread_needs_events(kind);
    const double value =
        measure(s->cell, kind, half ? r->rate : r->plain, NULL);
    put(row, COVER_PRINTED, assay_spread_range(draws, kind, value), truth);
    put(row, COVER_OTHER, delta(s, r, kind), truth);
    put(row, COVER_BOOTSTRAP, percentile(s, r, kind), truth);
}

static bool measure_all(const study *s, uint64_t seed, cover_outcome *outcome)
{
    const size_t n = s->cell->groups;
    double *room = assay_new(0, assay_spread_draws_room(2 * n), sizeof *room);
    rates_seen r;
    if (!room) return false;
    look(s, &r);
    // First measures of one rate, then those of both.
    assay_spread_table table = {.n = n,
                                .m = n,
                                .rate = r.rate,
                                .trials = r.trials,
                                .nu = r.nu,
                                .pooled = {r.pooled[0], r.pooled[1]},
                                .alpha = ALPHA,
                                .confidence = CONFIDENCE,
                                .seed = seed};
    assay_spread_draws draws = {0};
    double own[MOST * MOST];
    for (size_t i = 0; i < n * n; i++)
        own[i] = r.covariance[r.zero][i / n * 2 * n + i % n];
    for (size_t k = 0; k < KINDS; k++) {
        const bool joint = assay_spread_is_joint(kinds[k]);
        if (k == 0 || joint != assay_spread_is_joint(kinds[k - 1])) {
            table.m = joint ? 2 * n : n;
            table.covariance = joint ? r.covariance[r.zero] : own;
            assay_spread_draws_make(&table, room, &draws);
        }
        put_kind(s, &r, &draws, k, outcome);
    }
    assay_free(room);
    return true;
}

static bool run(const cover_cell *cell, uint32_t at,
                cover_outcome outcome[COVER_PER_RUN])
{
    cover_random random = cover_random_of(cell, at);
    const uint64_t key = ((uint64_t)at + 1) << 32 | cell->seed;
    double rates[RATES];
    study *s = new_study(cell);
    if (!s) return false;
    true_rates(cell, rates);
    for (size_t g = 0; g < cell->groups; g++) {
        const size_t other = cell->groups + g;
        const size_t errors = draw_pairs(s, rates[g], &random, &s->seen[g]);
        draw_mates(s, rates[other], &random, &s->seen[other]);
        resample(s, g, errors, key);
    }
    const bool done = measure_all(s, key, outcome);
    end_study(s);
    return done;
}

// Of equal groups without the last bit's rounding, which is a miss there.
static double truth_of(const cover_cell *cell, assay_spread kind)
{
    double rates[RATES];
    true_rates(cell, rates);
    const double truth = measure(cell, kind, rates, NULL);
    return cell->shape ? truth : floor(truth + 0.5);
}

void cover_spread_cell(cover_cell *cell)
{
    cell->run = run;
    for (size_t k = 0; k < KINDS; k++)
        cover_add(cell, COVER_SPREAD, names[k], truth_of(cell, kinds[k]),
                  cell->events);
}
