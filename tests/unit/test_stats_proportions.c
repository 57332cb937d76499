// SPDX-License-Identifier: Apache-2.0
// Intervals of one proportion: docs/statistics.md T1.2, T2.1, T2.2, T2.4, T2.6,
// T4.1.
#include "stats/beta.h"
#include "stats/proportions.h"
#include "stats/ranks.h"
#include "stats/rates.h"
#include "stats/zero.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

// To the printed digits: half a unit of the last one.
static void near(double have, double want, double unit)
{
    if (fabs(have - want) <= 0.5000001 * unit) return;
    fail_msg("have %.15g, want %.15g", have, want);
}

static void is_interval(assay_interval have, double low, double high,
                        double unit)
{
    near(have.low, low, unit);
    near(have.high, high, unit);
}

typedef struct newcombe_case {
    double x, n, unit;
    assay_interval wilson, exact, jeffreys;
} newcombe_case;

static void T4_1_newcombe_cases(void **state)
{
    (void)state;
    static const newcombe_case cases[] = {
        {0, 20, 1e-10, {0, .1611251581}, {0, .1684334710}, {0, .1166389829}},
        {1,
         29,
         1e-10,
         {.0061132143, .1717552188},
         {.0008726469, .1776442955},
         {.0037461736, .1500776860}},
        {15,
         148,
         1e-10,
         {.0623863995, .1604872417},
         {.0578440101, .1616504903},
         {.0604485170, .1576431435}},
        {81,
         263,
         1e-10,
         {.2552885199, .3662095770},
         {.2527367456, .3676219226},
         {.2545219350, .3656474992}},
        {10,
         3147436,
         1e-12,
         {1.725846e-6, 5.849028e-6},
         {1.523587e-6, 5.842956e-6},
         {1.633537e-6, 5.636148e-6}},
        {0, 150, 1e-10, {0, .0249702444}, {0, .0242925972}, {0, .0165793851}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const newcombe_case *c = &cases[i];
        is_interval(assay_wilson_counts(c->x, c->n, 0.95), c->wilson.low,
                    c->wilson.high, c->unit);
        is_interval(assay_clopper_pearson(c->x, c->n, 0.95), c->exact.low,
                    c->exact.high, c->unit);
        is_interval(assay_jeffreys(c->x, c->n, 0.95), c->jeffreys.low,
                    c->jeffreys.high, c->unit);
    }
}

static void T4_1_poisson_exact(void **state)
{
    (void)state;
    is_interval(assay_poisson_interval(0, 0.95), 0, 3.6888794541, 1e-10);
    is_interval(assay_poisson_interval(1, 0.95), .0253178080, 5.5716433909,
                1e-10);
    is_interval(assay_poisson_interval(7, 0.95), 2.8143630515, 14.4226753617,
                1e-10);
    is_interval(assay_poisson_interval(10, 0.95), 4.7953886961, 18.3903560420,
                1e-10);
    is_interval(assay_poisson_interval(30, 0.95), 20.2408740214, 42.8268653948,
                1e-10);
}

static void T4_1_newcombe_difference_and_mcnemar(void **state)
{
    (void)state;
    is_interval(assay_newcombe(56, 70, 48, 80, 0.95), .0524314724, .3338726540,
                1e-10);
    const assay_mcnemar m = assay_mcnemar_test(5, 15);
    near(m.chi2, 5, 1e-14);
    near(m.p, .0253473187, 1e-10);
    near(m.exact, .0413894653, 1e-10);
}

static void T2_1_deployments(void **state)
{
    (void)state;
    near(10 / 3147436.0, 3.17719e-6, 1e-11);
    is_interval(assay_clopper_pearson(10, 3147436, 0.95), 1.523587e-6,
                5.842956e-6, 1e-12);
    is_interval(assay_clopper_pearson(10, 2077, 0.95), .002311, .008836, 1e-6);
}

static void T2_2_one_in_many(void **state)
{
    (void)state;
    is_interval(assay_clopper_pearson(1, 383356, 0.95), 6.604e-8, 1.4534e-5,
                1e-9);
    near(assay_clopper_pearson(1, 383356, 0.95).low, 6.604e-8, 1e-11);
    is_interval(assay_clopper_pearson(10, 44468, 0.95), 1.0784e-4, 4.1352e-4,
                1e-8);
}

static void T2_6_seven_events(void **state)
{
    (void)state;
    const assay_interval i = assay_poisson_interval(7, 0.95);
    is_interval(i, 2.814363, 14.422675, 1e-6);
    near(6000 * 7 / i.high, 2912, 1);
    near(6000 * 7 / i.low, 14923, 1);
    near(assay_binomial_at_least(7, 7, 2.0 / 3), .058528, 1e-6);
}

static void T2_4_order_statistics(void **state)
{
    (void)state;
    assay_ranks r = assay_quantile_ranks(100, 0.5, 0.95);
    assert_true(r.low == 40 && r.high == 61);
    near(r.coverage, .964800, 1e-6);
    r = assay_quantile_ranks(100, 0.95, 0.95);
    assert_true(r.low == 90 && r.high == 100);
    near(r.coverage, .982607, 1e-6);
    r = assay_quantile_ranks(50, 0.5, 0.95);
    assert_true(r.low == 18 && r.high == 33);
    near(r.coverage, .967161, 1e-6);
    r = assay_quantile_ranks(3, 0.5, 0.95);
    assert_true(r.low == 0 && r.high == 4);
}

// Values of people: no two alike, all alike, and one each.
static void order_statistics_by_person(void **state)
{
    (void)state;
    const double one[] = {1, 1, 1, 1}, two[] = {2, 2, 2, 2};
    const double half[] = {1, 1, 1, 1}, whole[] = {2, 0, 2, 0};
    const double some[] = {1, 0, 1, 0};
    double worth = NAN;
    // One value each: as if independent, 4 of them.
    assay_ranks r = assay_quantile_ranks_clustered(
        (assay_side){some, one, 4, NULL}, .5, .95, &worth);
    assert_true(r.low == 0 && r.high == 5 && worth >= 4 && worth <= 4);
    r = assay_quantile_ranks_clustered((assay_side){whole, two, 1, NULL}, .5,
                                       .95, &worth);
    assert_true(r.low == 0 && r.high == 3 && worth >= 0 && worth <= 0);
    // T4.5b: V = 1/24 of 6, nu 2.
    r = assay_quantile_ranks_clustered((assay_side){half, two, 3, NULL}, .5,
                                       .95, &worth);
    near(worth, 6, 1e-12);
    assert_true(r.low == 0 && r.high == 7);
    // V = 1/12 of 8 that are worth 3.
    (void)assay_quantile_ranks_clustered((assay_side){whole, two, 4, NULL}, .5,
                                         .95, &worth);
    near(worth, 3, 1e-12);
    // 20 people with 10 each of whom half have all at or below the median: 19
    // are as good as they are, t of 19 degrees of freedom 2.093024, Wilson of
    // .5 at 19 [.2833, .7167]: ranks 56 and 145.
    double x[20], m[20];
    for (int i = 0; i < 20; i++) {
        x[i] = i % 2 ? 10 : 0;
        m[i] = 10;
    }
    r = assay_quantile_ranks_clustered((assay_side){x, m, 20, NULL}, .5, .95,
                                       &worth);
    near(worth, 19, 1e-12);
    assert_true(r.low == 56 && r.high == 145);
    // All are at or below it: each person counts as one of 20.
    for (int i = 0; i < 20; i++) x[i] = 10;
    r = assay_quantile_ranks_clustered((assay_side){x, m, 20, NULL}, .95, .95,
                                       &worth);
    near(worth, 20, 1e-12);
    assert_true(r.low > 100 && r.low < 182 && r.high > 197);
}

static void T1_2_transactions(void **state)
{
    (void)state;
    near(assay_rate_frr(.01, .03), .0397, 1e-16);
    near(assay_rate_far(.01, .001), .00099, 1e-17);
    near(assay_rate_gfrr(.02, .01, .03), .058906, 1e-15);
    near(assay_rate_gfar(.02, .01, .001), .0009702, 1e-17);
}

static void one_sided_bounds(void **state)
{
    (void)state;
    near(assay_zero_bound(1000, 0.05), .0029912495, 1e-10);
    near(assay_zero_bound(150, 0.05), .01977344, 1e-8);
    near(assay_zero_bound(150, 0.025), .02429260, 1e-8);
    near(assay_poisson_low(1, 0.05), .051293, 1e-6);
    near(assay_poisson_low(2, 0.05), .355362, 1e-6);
    near(assay_poisson_low(3, 0.05), .817691, 1e-6);
}

// Ends rise with x, hold the rate, and the exact interval holds the others'
// middle; x of n mirrors n - x of n.
static void intervals_are_ordered_and_mirror(void **state)
{
    (void)state;
    assay_interval before = {-1, -1}, exact_before = {-1, -1};
    for (int x = 0; x <= 40; x++) {
        const assay_interval w = assay_wilson_counts(x, 40, 0.95);
        const assay_interval c = assay_clopper_pearson(x, 40, 0.95);
        const assay_interval m = assay_wilson_counts(40 - x, 40, 0.95);
        const assay_interval e = assay_clopper_pearson(40 - x, 40, 0.95);
        assert_true(w.low <= x / 40.0 && x / 40.0 <= w.high);
        assert_true(c.low <= x / 40.0 && x / 40.0 <= c.high);
        assert_true(w.low >= before.low && w.high > before.high);
        assert_true(c.low >= exact_before.low && c.high >= exact_before.high);
        near(w.low, 1 - m.high, 1e-15);
        near(c.low, 1 - e.high, 1e-14);
        before = w;
        exact_before = c;
    }
    assert_true(assay_wilson_counts(0, 40, 0.95).low == 0);
    assert_true(assay_wilson_counts(40, 40, 0.95).high == 1);
}

// The definition of the exact interval: the ends are the rates at which a tail
// of the binomial is 2.5 %.
static void exact_ends_have_their_tails(void **state)
{
    (void)state;
    static const double cases[][2] = {
        {1, 20}, {10, 3147436}, {599, 600}, {3e5, 1e9}, {40, 1e12}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        const double x = cases[i][0], n = cases[i][1];
        const assay_interval c = assay_clopper_pearson(x, n, 0.95);
        near(assay_binomial_at_least(x, n, c.low), 0.025, 1e-11);
        near(assay_binomial_at_most(x, n, c.high), 0.025, 1e-11);
    }
}

static void nothing_from_nothing(void **state)
{
    (void)state;
    assert_true(isnan(assay_wilson_counts(0, 0, 0.95).low));
    assert_true(isnan(assay_clopper_pearson(3, 2, 0.95).low));
    assert_true(isnan(assay_jeffreys(-1, 2, 0.95).high));
    assert_true(isnan(assay_newcombe(1, 2, 0, 0, 0.95).high));
    assert_true(isnan(assay_mcnemar_test(0, 0).p));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T4_1_newcombe_cases),
        cmocka_unit_test(T4_1_poisson_exact),
        cmocka_unit_test(T4_1_newcombe_difference_and_mcnemar),
        cmocka_unit_test(T2_1_deployments),
        cmocka_unit_test(T2_2_one_in_many),
        cmocka_unit_test(T2_6_seven_events),
        cmocka_unit_test(T2_4_order_statistics),
        cmocka_unit_test(order_statistics_by_person),
        cmocka_unit_test(T1_2_transactions),
        cmocka_unit_test(one_sided_bounds),
        cmocka_unit_test(intervals_are_ordered_and_mirror),
        cmocka_unit_test(exact_ends_have_their_tails),
        cmocka_unit_test(nothing_from_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
