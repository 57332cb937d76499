// SPDX-License-Identifier: Apache-2.0
// Intervals of measures of how far groups lie apart: docs/statistics.md 3.2.
#include "stats/spread_ends.h"
#include "stats/spread_range.h"

#include "stats/equality.h"
#include "stats/philox.h"
#include "stats/student.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 8, RATES = 2 * MOST };

// Groups of independent trials.
typedef struct study {
    size_t n, m;
    double rate[RATES], trials[RATES], nu[RATES], covariance[RATES * RATES];
    assay_spread_table table;
    assay_spread_draws draws;
    double *room;
} study;

static void make(study *s, const double *rates, size_t n, size_t m,
                 double trials)
{
    *s = (study){.n = n, .m = m};
    double pooled[2] = {0, 0};
    for (size_t i = 0; i < m; i++) {
        s->rate[i] = rates[i];
        s->trials[i] = trials;
        s->nu[i] = INFINITY;
        s->covariance[i * m + i] = rates[i] * (1 - rates[i]) / trials;
        pooled[i / n] += rates[i] / (double)n;
    }
    s->table = (assay_spread_table){.n = n,
                                    .m = m,
                                    .rate = s->rate,
                                    .trials = s->trials,
                                    .covariance = s->covariance,
                                    .nu = s->nu,
                                    .pooled = {pooled[0], pooled[1]},
                                    .alpha = 0.5,
                                    .confidence = 0.95,
                                    .seed = 7};
    s->room = malloc(assay_spread_draws_room(m) * sizeof(double));
    assert_non_null(s->room);
    assay_spread_draws_make(&s->table, s->room, &s->draws);
}

static double value_of(const study *s, assay_spread kind)
{
    double room[MOST];
    const assay_spread_rates rates = {s->rate, s->rate + s->n, s->n, 0.5, 0,
                                      room};
    return assay_spread_value(kind, &rates, NULL);
}

static assay_interval range_of(const study *s, assay_spread kind)
{
    return assay_spread_range(&s->draws, kind, value_of(s, kind));
}

static const double far[RATES] = {.01, .02, .02, .03, .04, .1, .05, .08,
                                  .2,  .1,  .3,  .1,  .1,  .2, .15, .25};

static void every_range_holds_its_value(void **state)
{
    (void)state;
    for (size_t n = 2; n <= MOST; n += 3)
        for (double trials = 100; trials < 1e7; trials *= 30) {
            study s, again;
            make(&s, far, n, 2 * n, trials);
            make(&again, far, n, 2 * n, trials);
            for (assay_spread k = 0; k < ASSAY_SPREADS; k++) {
                const assay_interval r = range_of(&s, k),
                                     t = range_of(&again, k);
                const double v = value_of(&s, k);
                assert_true(r.low <= v && v <= r.high);
                assert_memory_equal(&r, &t, sizeof r);
                if (k != ASSAY_FDR && k != ASSAY_WORST_REFERENCE)
                    assert_true(r.low >= (k == ASSAY_IR || k < ASSAY_GINI));
            }
            free(s.room);
            free(again.room);
        }
}

// Chance has no part in it: what the delta method says.
static void of_many_events_it_is_the_delta_method(void **state)
{
    (void)state;
    static const assay_spread kinds[] = {ASSAY_GINI, ASSAY_THEIL, ASSAY_COV,
                                         ASSAY_SD_LOG, ASSAY_GARBE};
    const double rates[] = {.01, .02, .04, .09, .05, .1, .2, .4};
    study s;
    make(&s, rates, 4, 8, 1e6);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const bool joint = assay_spread_is_joint(kinds[i]);
        double gradient[8] = {0}, room[4];
        const assay_spread_rates of = {rates, rates + 4, 4, 0.5, 0, room};
        const double v = assay_spread_value(kinds[i], &of, gradient);
        double variance = 0;
        for (size_t k = 0; k < (joint ? 8 : 4); k++)
            variance += gradient[k] * gradient[k] * s.covariance[k * 8 + k];
        const double half = 1.96 * sqrt(variance);
        const assay_interval r = range_of(&s, kinds[i]);
        assert_true(r.low > v - 1.6 * half && r.low < v - 0.7 * half);
        assert_true(r.high < v + 1.6 * half && r.high > v + 0.7 * half);
    }
    free(s.room);
}

// Of two groups there is one ratio.
static void of_two_groups_it_is_their_ratio(void **state)
{
    (void)state;
    const double rates[] = {.01, .04};
    study s;
    make(&s, rates, 2, 2, 5000);
    s.nu[0] = 12;
    s.nu[1] = 40;
    assay_spread_draws_make(&s.table, s.room, &s.draws);
    const double se = sqrt(s.covariance[0] / 1e-4 + s.covariance[3] / 1.6e-3);
    const double t = assay_student_two_sided(0.95, 12);
    const assay_interval worst = range_of(&s, ASSAY_WORST_REFERENCE);
    assert_true(fabs(worst.low - 4 * exp(-t * se)) < 1e-9);
    assert_true(fabs(worst.high - 4 * exp(t * se)) < 1e-9);
    const assay_interval most = range_of(&s, ASSAY_MAX_MIN);
    assert_true(fabs(most.high - worst.high) < 1e-9);
    assert_true(fabs(most.low / worst.low - 1) < 0.1);
    const assay_interval half = range_of(&s, ASSAY_MAX_GEOMETRIC);
    // Degrees of freedom of both together, of which the ratio takes the fewer.
    assert_true(half.high < sqrt(worst.high));
    assert_true(half.high > sqrt(4 * exp(1.96 * se)));
    free(s.room);
}

// Shared people move two groups alike: their ratio is known better.
static void correlated_groups_are_closer(void **state)
{
    (void)state;
    const double rates[] = {.01, .04, .02};
    study s;
    make(&s, rates, 3, 3, 5000);
    const assay_interval apart = range_of(&s, ASSAY_SD_LOG);
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 3; j++)
            if (i != j)
                s.covariance[i * 3 + j] =
                    0.7 * sqrt(s.covariance[i * 4] * s.covariance[j * 4]);
    assay_spread_draws_make(&s.table, s.room, &s.draws);
    const assay_interval shared = range_of(&s, ASSAY_SD_LOG);
    assert_true(shared.high - shared.low < 0.8 * (apart.high - apart.low));
    // Estimates that no people can have: each agrees with the first, which the
    // others do not with each other.
    s.covariance[5] = s.covariance[7] = 0 - s.covariance[5];
    assay_spread_draws_make(&s.table, s.room, &s.draws);
    const assay_interval odd = range_of(&s, ASSAY_SD_LOG);
    assert_true(odd.low <= odd.high && isfinite(odd.high));
    free(s.room);
}

static void rates_at_the_ends(void **state)
{
    (void)state;
    const double rates[] = {1, 1, .5, .005};
    study s;
    make(&s, rates, 2, 4, 100);
    for (size_t i = 0; i < 4; i++) s.covariance[i * 5] = .002;
    s.table.pooled[0] = 1;
    assay_spread_draws_make(&s.table, s.room, &s.draws);
    for (assay_spread k = 0; k < ASSAY_SPREADS; k++) {
        const assay_interval r = range_of(&s, k);
        assert_true(isfinite(r.low) && isfinite(r.high) && r.low <= r.high);
    }
    free(s.room);
}

// Of six equal groups with 20 events each, in 400 draws.
static void equal_groups_are_in_the_range(void **state)
{
    (void)state;
    static const assay_spread kinds[] = {ASSAY_MAX_MIN, ASSAY_MAX_MEAN,
                                         ASSAY_GINI, ASSAY_SD_LOG};
    enum { N = 6, RUNS = 400, KINDS = 4 };
    int held[KINDS] = {0};
    assay_random random = assay_random_at((assay_place){3, 0, 0, 1});
    for (int run = 0; run < RUNS; run++) {
        double rates[N];
        study s;
        for (size_t i = 0; i < N; i++)
            rates[i] =
                assay_poisson_draw(20, assay_random_uniform(&random)) / 1e5;
        make(&s, rates, N, N, 1e5);
        for (size_t k = 0; k < KINDS; k++)
            held[k] +=
                range_of(&s, kinds[k]).low <= (double)(kinds[k] < ASSAY_GINI);
        free(s.room);
    }
    // .975 -+ three standard errors.
    for (size_t k = 0; k < KINDS; k++) assert_in_range(held[k], 380, 399);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_range_holds_its_value),
        cmocka_unit_test(of_many_events_it_is_the_delta_method),
        cmocka_unit_test(of_two_groups_it_is_their_ratio),
        cmocka_unit_test(correlated_groups_are_closer),
        cmocka_unit_test(rates_at_the_ends),
        cmocka_unit_test(equal_groups_are_in_the_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
