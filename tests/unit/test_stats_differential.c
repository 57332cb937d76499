// SPDX-License-Identifier: Apache-2.0
// Measures of how far groups lie apart: docs/statistics.md T3.1, T3.2, T3.3,
// the table of 3.3, and the published figures of RFW Balanced34.
#include "stats/composition.h"
#include "stats/differential.h"
#include "stats/equality.h"
#include "stats/gamma.h"
#include "stats/sorted.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MOST_GROUPS = 12 };

static void near(double have, double want, double unit)
{
    if (fabs(have - want) <= 0.5000001 * unit) return;
    fail_msg("have %.15g, want %.15g", have, want);
}

static double of_two(assay_spread kind, const double *first,
                     const double *second, size_t n)
{
    double room[MOST_GROUPS];
    const assay_spread_rates rates = {first, second, n, 0.5, 0, room};
    return assay_spread_value(kind, &rates, NULL);
}

static double of(assay_spread kind, const double *rates, size_t n)
{
    return of_two(kind, rates, NULL, n);
}

static void T3_1_composition(void **state)
{
    (void)state;
    const double white[] = {1e-5, 1e-6}, black[] = {1e-6, 5e-5};
    static const double lists[3][2] = {
        {7000, 3000}, {5000, 5000}, {3000, 7000}};
    static const double sel[] = {2.15068, 4.63636, 9.54054};
    static const double fpir[] = {2.06392, 4.20607, 8.18822};
    for (size_t i = 0; i < 3; i++) {
        near(assay_composition_sel(black, lists[i], 2) /
                 assay_composition_sel(white, lists[i], 2),
             sel[i], 1e-5);
        near(assay_composition_fpir(black, lists[i], 2) /
                 assay_composition_fpir(white, lists[i], 2),
             fpir[i], 1e-5);
    }
    near(assay_composition_sel(white, lists[0], 2), .073, 1e-15);
    near(assay_composition_sel(black, lists[0], 2), .157, 1e-15);
    near(assay_composition_fpir(white, lists[0], 2), .07039950, 1e-8);
    near(assay_composition_fpir(black, lists[0], 2), .14529915, 1e-8);
    const double sure[] = {1, 0};
    assert_true(assay_composition_fpir(sure, lists[0], 2) == 1);
}

static void T3_2_measures(void **state)
{
    (void)state;
    const double fmr[] = {1e-4, 2e-4, 4e-4, 8e-4};
    const double fnmr[] = {.01, .02, .02, .03};
    near(of(ASSAY_MAX_MIN, fmr, 4), 8, 1e-12);
    near(of(ASSAY_MAX_MIN, fnmr, 4), 3, 1e-12);
    near(of(ASSAY_MAX_GEOMETRIC, fmr, 4), 2.8284271, 1e-7);
    near(of(ASSAY_MAX_GEOMETRIC, fnmr, 4), 1.6118549, 1e-7);
    near(of(ASSAY_GINI, fmr, 4), .51111111, 1e-8);
    near(of(ASSAY_GINI, fnmr, 4), .25, 1e-12);
    near(of(ASSAY_COV, fmr, 4), .82551892, 1e-8);
    near(of(ASSAY_COV, fnmr, 4), .40824829, 1e-8);
    near(of(ASSAY_THEIL, fmr, 4), .24937777, 1e-8);
    near(of(ASSAY_THEIL, fnmr, 4), .065406018, 1e-9);
    near(of(ASSAY_SD_LOG, fmr, 4), .89484916, 1e-8);
    near(of(ASSAY_SD_LOG, fnmr, 4), .45613036, 1e-8);
    near(of_two(ASSAY_FDR, fmr, fnmr, 4), .98965, 1e-12);
    near(of_two(ASSAY_IR, fmr, fnmr, 4), 4.89897949, 1e-8);
    near(of_two(ASSAY_GARBE, fmr, fnmr, 4), .38055556, 1e-8);
    near(of(ASSAY_WORST_REFERENCE, fmr, 4), 8, 1e-12);
}

static void T3_3_published_fpir(void **state)
{
    (void)state;
    const double fpir[] = {.0004, .040, .055}, black[] = {.004, .099};
    near(of(ASSAY_MAX_MIN, fpir, 3), 137.5, 1e-10);
    near(of(ASSAY_MAX_GEOMETRIC, fpir, 3), 5.7394261, 1e-7);
    near(of(ASSAY_MAX_MEAN, fpir, 3), 1.7295597, 1e-7);
    near(of(ASSAY_GINI, fpir, 3), .57232704, 1e-8);
    near(of(ASSAY_COV, fpir, 3), .88706004, 1e-8);
    near(of(ASSAY_THEIL, fpir, 3), .39369919, 1e-8);
    near(of(ASSAY_MAX_MIN, black, 2), 24.75, 1e-12);
}

// RFW Balanced34 at the published threshold: African, Asian, Caucasian, Indian.
static void rfw_balanced34(void **state)
{
    (void)state;
    const double fmr[] = {254 / 3000., 91 / 3000., 51 / 3000., 190 / 3000.};
    const double fnmr[] = {197 / 3000., 349 / 3000., 238 / 3000., 192 / 3000.};
    near(of_two(ASSAY_IR, fmr, fnmr, 4), 3.008804, 1e-6);
    near(of_two(ASSAY_GARBE, fmr, fnmr, 4), .288797, 1e-6);
    near(of_two(ASSAY_FDR, fmr, fnmr, 4), .940000, 1e-6);
}

// FMR of 1e-5 and 1e-3 leave FDR at .999505: the table of 3.2.
static void fdr_hides_small_rates(void **state)
{
    (void)state;
    const double fmr[] = {1e-5, 1e-3}, same[] = {.02, .02};
    near(of_two(ASSAY_FDR, fmr, same, 2), .999505, 1e-9);
}

static void zeros(void **state)
{
    (void)state;
    const double none[] = {0, 0, 0}, one[] = {0, .1, .2};
    for (int kind = 0; kind < ASSAY_SPREADS; kind++) {
        const assay_spread k = (assay_spread)kind;
        const double value = of_two(k, one, one, 3);
        assert_int_equal(isnan(value), assay_spread_needs_events(k));
        assert_true(isnan(of_two(k, one, one, 1)));
    }
    assert_true(of(ASSAY_GINI, none, 3) == 0);
    assert_true(of_two(ASSAY_GARBE, none, none, 3) == 0);
    assert_true(isnan(of(ASSAY_COV, none, 3)));
    assert_true(isnan(of(ASSAY_THEIL, none, 3)));
    assert_true(isnan(of(ASSAY_MAX_MEAN, none, 3)));
}

// Derivatives against differences.
static void gradients(void **state)
{
    (void)state;
    enum { N = 5 };
    double both[2 * N] = {.01, .027, .013, .08, .041, .3, .11, .25, .2, .14};
    double room[N], gradient[2 * N];
    const assay_spread_rates rates = {both, both + N, N, 0.3, 2, room};
    for (int kind = 0; kind < ASSAY_SPREADS; kind++) {
        const assay_spread k = (assay_spread)kind;
        const size_t m = assay_spread_is_joint(k) ? 2 * N : N;
        (void)assay_spread_value(k, &rates, gradient);
        for (size_t i = 0; i < m; i++) {
            const double at = both[i], step = 1e-6 * at;
            both[i] = at + step;
            const double up = assay_spread_value(k, &rates, NULL);
            both[i] = at - step;
            const double down = assay_spread_value(k, &rates, NULL);
            both[i] = at;
            const double slope = (up - down) / (2 * step);
            if (fabs(slope - gradient[i]) > 1e-6 * (1 + fabs(slope)))
                fail_msg("measure %d, rate %zu: %g, not %g", kind, i,
                         gradient[i], slope);
        }
    }
}

// max/min of two independent groups has the interval of their ratio.
static void interval_of_a_ratio(void **state)
{
    (void)state;
    const double rates[] = {.04, .01}, covariance[] = {4e-6, 0, 0, 1e-6};
    const double nu[] = {10, 20};
    double gradient[2], room[2];
    const assay_spread_rates r = {rates, NULL, 2, 0, 0, room};
    const double value = assay_spread_value(ASSAY_MAX_MIN, &r, gradient);
    const double variance = assay_spread_variance(gradient, covariance, 2);
    const double se = sqrt(4e-6 / 1.6e-3 + 1e-6 / 1e-4);
    near(sqrt(variance) / value, se, 1e-15);
    const assay_interval i =
        assay_spread_interval(ASSAY_MAX_MIN, value, variance, 2);
    near(i.low, 4 / exp(2 * se), 1e-12);
    near(i.high, 4 * exp(2 * se), 1e-12);
    // Welch: q = 16 * .0025 and 16 * .01.
    const double q1 = .04, q2 = .16;
    near(assay_spread_nu(gradient, covariance, nu, 2),
         (q1 + q2) * (q1 + q2) / (q1 * q1 / 10 + q2 * q2 / 20), 1e-12);
    const assay_interval wide = assay_spread_interval(ASSAY_MAX_MIN, 1.1, 1, 2);
    assert_true(wide.low == 1 && wide.high > 2);
    const assay_interval fdr = assay_spread_interval(ASSAY_FDR, .9, .01, 2);
    near(fdr.low, 1 - .1 * exp(2), 1e-12);
    near(fdr.high, 1 - .1 * exp(-2), 1e-12);
    assert_true(isnan(assay_spread_interval(ASSAY_FDR, 1, .01, 2).low));
    assert_true(isnan(assay_spread_interval(ASSAY_GINI, 0, 0, 2).low));
}

static double at_most(double x, double mean)
{
    return x < 0 ? 0 : assay_poisson_at_most(x, mean);
}

// P((max + .5)/(min + .5) <= limit) of `k` groups, exactly: the sum over the
// least count of P(all in least..most) - P(all in least+1..most).
static double exact(int k, double mean, double limit)
{
    double sum = 0;
    for (int low = 0; low < 4 * (int)mean + 40; low++) {
        const double top = floor((low + .5) * limit - .5 + 1e-9);
        if (top < low) continue;
        const double from = at_most(top, mean) - at_most(low - 1, mean);
        const double above = at_most(top, mean) - at_most(low, mean);
        sum += pow(from, k) - pow(above > 0 ? above : 0, k);
    }
    return sum;
}

typedef struct null_case {
    int groups;
    double events, median, most;
} null_case;

// What 1,999 draws give: three standard errors of the chance at most.
static void is_quantile(const null_case *c, double value, double p)
{
    const double three = 3 * sqrt(p * (1 - p) / ASSAY_EQUAL_REPLICATES);
    assert_true(exact(c->groups, c->events, value - 1e-3) < p + three);
    assert_true(exact(c->groups, c->events, value + 1e-3) > p - three);
}

// The table of 3.3, by its exact distribution and as it is drawn.
static void expected_under_equality(void **state)
{
    (void)state;
    static const null_case table[] = {
        {2, 10, 1.353, 2.467}, {6, 5, 3.000, 7.667},   {6, 10, 2.200, 3.889},
        {6, 30, 1.571, 2.128}, {6, 100, 1.280, 1.503}, {12, 30, 1.800, 2.394}};
    const assay_spread kind = ASSAY_MAX_MIN;
    double *room = calloc(assay_equal_room(MOST_GROUPS, 1), sizeof *room);
    assert_non_null(room);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const null_case *c = &table[i];
        double events[MOST_GROUPS];
        assay_expected have;
        for (int g = 0; g < c->groups; g++) events[g] = c->events;
        const assay_equal equal = {.n = (size_t)c->groups,
                                   .events = {events, NULL},
                                   .rate = {1e-6, 0},
                                   .seed = 1,
                                   .always = true};
        assay_equal_expect(&equal, &kind, 1, .95, room, &have);
        assert_true(exact(c->groups, c->events, c->median + 1e-3) >= .5);
        assert_true(exact(c->groups, c->events, c->median - 1e-3) < .5);
        assert_true(exact(c->groups, c->events, c->most + 1e-3) >= .95);
        assert_true(exact(c->groups, c->events, c->most - 1e-3) < .95);
        is_quantile(c, have.median, .5);
        is_quantile(c, have.most, .95);
    }
    free(room);
}

// The same seed gives the same; another one not quite; no chance, no spread.
static void draws_are_of_the_seed(void **state)
{
    (void)state;
    const assay_spread kinds[] = {ASSAY_GINI, ASSAY_GARBE};
    const double few[] = {4, 9, 7}, sure[] = {INFINITY, INFINITY, INFINITY};
    double *room = calloc(assay_equal_room(3, 2), sizeof *room);
    assert_non_null(room);
    assay_expected a[2], b[2], c[2];
    assay_equal equal = {.n = 3,
                         .events = {few, few},
                         .rate = {.01, .1},
                         .alpha = .5,
                         .seed = 7};
    assay_equal_expect(&equal, kinds, 2, .95, room, a);
    assay_equal_expect(&equal, kinds, 2, .95, room, b);
    equal.seed = 8;
    assay_equal_expect(&equal, kinds, 2, .95, room, c);
    assert_memory_equal(a, b, sizeof a);
    assert_true(a[0].median != c[0].median);
    assert_true(a[0].low < a[0].median && a[0].median < a[0].most &&
                a[0].most < a[0].high);
    equal.events[0] = equal.events[1] = sure;
    assay_equal_expect(&equal, kinds, 2, .95, room, c);
    assert_true(c[0].high == 0 && c[1].high == 0);
    free(room);
}

static void poisson_draws(void **state)
{
    (void)state;
    static const double means[] = {0, .01, 1, 7.5, 64, 64.5, 1000};
    for (size_t i = 0; i < sizeof means / sizeof *means; i++)
        for (double u = .003; u < 1; u += .0371) {
            const double x = assay_poisson_draw(means[i], u);
            const double cell = means[i] > 64 ? x + .5 : x;
            if (means[i] <= 64) {
                assert_true(at_most(x, means[i]) >= u - 1e-12);
                assert_true(at_most(x - 1, means[i]) < u);
            } else {
                assert_true(at_most(ceil(cell), means[i]) > u - .03);
                assert_true(at_most(floor(cell) - 1, means[i]) < u + .03);
            }
        }
    assert_true(assay_poisson_draw(7.5, 1 - 1e-16) < 401);
}

static void sorting(void **state)
{
    (void)state;
    double x[100];
    for (size_t n = 0; n <= 100; n++) {
        for (size_t i = 0; i < n; i++) x[i] = (double)(i * 37 % 101 % 50);
        assay_sort(x, n);
        for (size_t i = 1; i < n; i++) assert_true(x[i - 1] <= x[i]);
    }
    const double five[] = {1, 2, 3, 4, 10};
    assert_true(assay_sorted_quantile(five, 5, .5) == 3);
    assert_true(assay_sorted_quantile(five, 5, .9) == 10);
    assert_true(assay_sorted_quantile(five, 5, 0) == 1);
    assert_true(assay_sorted_quantile(five, 5, 1) == 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T3_1_composition),
        cmocka_unit_test(T3_2_measures),
        cmocka_unit_test(T3_3_published_fpir),
        cmocka_unit_test(rfw_balanced34),
        cmocka_unit_test(fdr_hides_small_rates),
        cmocka_unit_test(zeros),
        cmocka_unit_test(gradients),
        cmocka_unit_test(interval_of_a_ratio),
        cmocka_unit_test(expected_under_equality),
        cmocka_unit_test(draws_are_of_the_seed),
        cmocka_unit_test(poisson_draws),
        cmocka_unit_test(sorting),
    };
    return cmocka_run_group_tests_name("stats_differential", tests, NULL, NULL);
}
