// SPDX-License-Identifier: Apache-2.0
// Quality, operators, attacks: docs/statistics.md T7.1, T7.2, T7.3, and bounds
// where no attack of a species passed.
#include "stats/discard.h"
#include "stats/morphs.h"
#include "stats/operators.h"
#include "stats/proportions.h"
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

// q = {10,20,30,40,50,50,70,80,90,95}, err = {1,1,0,1,0,0,0,0,1,0}.
static const assay_discard_level T7_1[] = {
    {1, 1}, {1, 1}, {1, 0}, {1, 1}, {2, 0}, {1, 0}, {1, 0}, {1, 1}, {1, 0}};

static void T7_1_curve(void **state)
{
    (void)state;
    static const double want[][2] = {
        {0, .4},   {.1, .33333333}, {.2, .25}, {.3, .28571429}, {.4, .16666667},
        {.6, .25}, {.7, .33333333}, {.8, .5},  {.9, 0},         {1, 0}};
    assay_discard_point points[COUNT(T7_1) + 1];
    assay_discard_curve(T7_1, COUNT(T7_1), points);
    assert_int_equal(COUNT(want), COUNT(points));
    for (size_t i = 0; i < COUNT(want); i++) {
        near(points[i].discarded, want[i][0], 1e-8);
        near(points[i].rate, want[i][1], 1e-8);
    }
    assert_int_equal(points[5].trials_discarded, 6);
    assert_int_equal(points[5].errors, 1);
    assert_int_equal(points[9].trials_discarded, 10);
    assert_int_equal(points[9].errors, 0);
}

static void T7_1_areas(void **state)
{
    (void)state;
    assay_discard_areas areas = assay_discard_areas_of(T7_1, COUNT(T7_1), .4);
    near(areas.area, .1269047619, 1e-10);
    near(areas.ideal, .1126190476, 1e-10);
    near(areas.none, .16, 1e-10);
    // A limit within a step.
    areas = assay_discard_areas_of(T7_1, COUNT(T7_1), .05);
    near(areas.area, .02, 1e-10);
    near(areas.ideal, .02, 1e-10);
    // The whole curve; within it a step of two.
    areas = assay_discard_areas_of(T7_1, COUNT(T7_1), 1);
    near(areas.area,
         (.4 + 1. / 3 + .25 + 2. / 7 + 2. / 6 + .25 + 1. / 3 + .5) / 10, 1e-10);
    areas = assay_discard_areas_of(T7_1, COUNT(T7_1), 0);
    near(areas.area, 0, 1e-10);
}

// Errors only in the lowest level of each pair: no curve lies below the ideal.
static void ideal_is_least(void **state)
{
    (void)state;
    static const assay_discard_level perfect[] = {
        {1, 1}, {1, 1}, {1, 1}, {7, 0}};
    const assay_discard_areas areas =
        assay_discard_areas_of(perfect, COUNT(perfect), .5);
    near(areas.area, areas.ideal, 1e-15);
    static const assay_discard_level tied[] = {{5, 3}, {5, 0}};
    assert_true(assay_discard_areas_of(tied, 2, .5).area > areas.ideal);
}

static void gates(void **state)
{
    (void)state;
    static const struct {
        double fraction;
        size_t levels;
    } want[] = {{0, 0},  {.05, 0}, {.1, 1}, {.3, 3}, {.4, 4},
                {.5, 4}, {.6, 5},  {.9, 8}, {1, 9}};
    for (size_t i = 0; i < COUNT(want); i++)
        assert_int_equal(
            assay_discard_gate(T7_1, COUNT(T7_1), want[i].fraction),
            want[i].levels);
}

static void T7_2_operators(void **state)
{
    (void)state;
    assay_detection d = assay_detection_of(.95, .20);
    near(d.d_prime, 2.48647486, 1e-8);
    near(d.c, -.40161620, 1e-8);
    near(d.beta, .36839167, 1e-8);
    near(d.auc, .96064353, 1e-8);
    d = assay_detection_of(assay_log_linear(20, 20), assay_log_linear(0, 20));
    near(d.d_prime, 3.96150479, 1e-8);
    near(d.c, 0, 1e-12);
    near(d.beta, 1, 1e-12);
}

static void T7_2_after_operators(void **state)
{
    (void)state;
    near(assay_predictive_value(1e-4, .89, 1. / 6000), .348132, 1e-6);
    near(assay_predictive_value(1e-4, .89 * .95, .2 / 6000), .717255, 1e-6);
    assert_true(isnan(assay_predictive_value(.5, 0, 0)));
    near(assay_predictive_value(.5, 1, 0), 1, 1e-15);
}

static void T7_3_morphs(void **state)
{
    (void)state;
    // T = .6, strictly above: m1 a{.7,.4} b{.65,.62}; m2 a{.8,.7} b{.55,.3};
    // m3 a{.61,.59} b{.9,.2}.
    static const assay_contributor m[3][2] = {
        {{2, 1}, {2, 2}}, {{2, 2}, {2, 0}}, {{2, 1}, {2, 1}}};
    assay_morphs sum = {0}, turned = {0};
    assert_true(isnan(assay_morphs_min_max(&sum)));
    assert_true(isnan(assay_morphs_prod_avg(&sum)));
    for (size_t i = 0; i < 3; i++) {
        assay_morphs_add(&sum, m[i], 2);
        assay_morphs_add(&turned, m[2 - i], 2);
    }
    near(assay_morphs_min_max(&sum), .66666667, 1e-8);
    near(assay_morphs_prod_avg(&sum), .25, 1e-15);
    assert_int_equal(sum.by_all, 0);
    assert_int_equal(sum.morphs, 3);
    assert_true(assay_morphs_prod_avg(&turned) == assay_morphs_prod_avg(&sum));
    static const assay_contributor three[] = {{1, 1}, {3, 3}, {2, 2}};
    assay_morphs_add(&sum, three, 3);
    assert_int_equal(sum.by_all, 1);
    assert_int_equal(sum.by_best, 3);
}

// A morph in three systems: 2, 0 and 3 attempts of each contributor match.
static void systems_that_match(void **state)
{
    (void)state;
    static const uint64_t matched[] = {2, 0, 3};
    static const size_t want[] = {2, 2, 1, 0};
    for (uint64_t r = 1; r <= 4; r++)
        assert_int_equal(assay_morphs_systems(matched, 3, r), want[r - 1]);
    assert_int_equal(assay_morphs_systems(matched, 0, 1), 0);
    // A contributor who was not compared is not matched.
    static const assay_contributor half[] = {{2, 2}, {0, 0}};
    assay_morphs sum = {0};
    assert_false(assay_morphs_all(half, 2));
    assay_morphs_add(&sum, half, 2);
    assert_int_equal(sum.by_best + sum.by_all, 0);
    assert_true(assay_morphs_prod_avg(&sum) == 0);
}

// None of 150 attacks of a species.
static void none_of_a_species(void **state)
{
    (void)state;
    near(assay_clopper_pearson(0, 150, .95).high, .02429260, 1e-8);
    near(assay_zero_bound(150, .05), .01977344, 1e-8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T7_1_curve),
        cmocka_unit_test(T7_1_areas),
        cmocka_unit_test(ideal_is_least),
        cmocka_unit_test(gates),
        cmocka_unit_test(T7_2_operators),
        cmocka_unit_test(T7_2_after_operators),
        cmocka_unit_test(T7_3_morphs),
        cmocka_unit_test(systems_that_match),
        cmocka_unit_test(none_of_a_species),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
