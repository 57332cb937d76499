// SPDX-License-Identifier: Apache-2.0
// Rates of two groups against each other where people are known.
#include "stats/beta.h"
#include "stats/cluster.h"
#include "stats/contrast.h"
#include "stats/philox.h"
#include "stats/student.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void near(double have, double want, double unit)
{
    if (fabs(have - want) <= 0.5000001 * unit) return;
    fail_msg("have %.15g, want %.15g", have, want);
}

// A group of x events in n trials that cost deff times what they show.
static assay_contrasted group(double x, double n, double deff)
{
    const double rate = x / n;
    return (assay_contrasted){.rate = rate,
                              .variance = deff * rate * (1 - rate) / n,
                              .nu = 30,
                              .events = x,
                              .trials = n,
                              .deff = deff};
}

static void ratio_is_the_clustered_one(void **state)
{
    (void)state;
    const assay_contrast c = {group(60, 1000, 2), group(30, 800, 3), 1e-6};
    const assay_ratio have = assay_contrast_ratio(&c, .95);
    const assay_rate a = {c.a.rate, c.a.variance, c.a.nu};
    const assay_rate b = {c.b.rate, c.b.variance, c.b.nu};
    const assay_interval want = assay_ratio_clustered(a, b, 1e-6, .95);
    near(have.value, .06 / .0375, 1e-14);
    near(have.low, want.low, 1e-14);
    near(have.high, want.high, 1e-14);
    assert_true(have.p > .05 && have.low < 1 && have.high > 1);
}

// The p-value is below .05 exactly where the interval leaves 1 out; swapped
// groups give the inverse.
static void test_and_interval_agree(void **state)
{
    (void)state;
    for (double x = 0; x < 60; x++)
        for (double y = 0; y < 60; y++) {
            if (!(x + y > 0)) continue;
            const assay_contrast c = {group(x, 1000, 1.5), group(y, 700, 1.5),
                                      0};
            const assay_contrast swapped = {c.b, c.a, 0};
            const assay_ratio r = assay_contrast_ratio(&c, .95);
            const assay_ratio s = assay_contrast_ratio(&swapped, .95);
            assert_int_equal(r.p < .05, r.low > 1 || r.high < 1);
            near(r.p, s.p, 1e-9);
            if (x > 0) near(r.low * s.high, 1, 1e-8);
            if (y > 0) near(r.high * s.low, 1, 1e-8);
        }
}

static void no_event_leaves_one_end(void **state)
{
    (void)state;
    const assay_contrast c = {group(12, 600, 2), group(0, 600, 2), 0};
    const assay_ratio r = assay_contrast_ratio(&c, .95);
    const assay_exposed six = {6, 300}, none = {0, 300};
    const assay_ratio want = assay_ratio_exact(six, none, .95);
    assert_true(isinf(r.value) && isinf(r.high));
    near(r.low, want.low, 1e-13);
    assert_true(r.low > 1);
    const assay_contrast neither = {group(0, 600, 1), group(0, 600, 1), 0};
    assert_true(isnan(assay_contrast_ratio(&neither, .95).low));
    assert_true(isnan(assay_contrast_equivalence(&neither, 1.25)));
    assert_true(isnan(assay_contrast_least(&neither, .8, .95)));
}

// With fewer than 5 events neither interval alone is trusted.
static void few_events_take_the_wider(void **state)
{
    (void)state;
    const assay_contrast c = {group(4, 900, 1), group(40, 900, 1), 0};
    const assay_ratio r = assay_contrast_ratio(&c, .95);
    const assay_exposed a = {4, 900}, b = {40, 900};
    const assay_ratio exact = assay_ratio_exact(a, b, .95);
    const assay_rate p = {c.a.rate, c.a.variance, 30};
    const assay_rate q = {c.b.rate, c.b.variance, 30};
    const assay_interval clustered = assay_ratio_clustered(p, q, 0, .95);
    near(r.low, fmin(exact.low, clustered.low), 1e-14);
    near(r.high, fmax(exact.high, clustered.high), 1e-14);
    assert_true(exact.low != clustered.low);
}

// Equal within the margin is said where the interval of twice the tail, 90 %,
// lies inside it.
static void equivalence_is_the_90_percent_interval(void **state)
{
    (void)state;
    for (double x = 900; x < 1300; x += 7) {
        const assay_contrast c = {group(x, 20000, 1.2), group(1050, 20000, 1.2),
                                  0};
        const assay_ratio r = assay_contrast_ratio(&c, .9);
        const bool inside = r.low > 1 / 1.25 && r.high < 1.25;
        assert_int_equal(assay_contrast_equivalence(&c, 1.25) < .05, inside);
    }
    const assay_contrast few = {group(3, 900, 1), group(3, 900, 1), 0};
    assert_true(assay_contrast_equivalence(&few, 1.25) > .3);
    assert_true(isnan(assay_contrast_equivalence(&few, 1)));
}

// Seven events of a third: 14.73-fold, as of counts alone; two people each:
// half as many, which show nothing.
static void least_ratio(void **state)
{
    (void)state;
    const assay_contrast seven = {group(2, 1000, 1), group(5, 2000, 1), 0};
    near(assay_contrast_least(&seven, .8, .95), 14.73, .01);
    const assay_contrast doubled = {group(2, 1000, 2), group(5, 2000, 2), 0};
    assert_true(isnan(assay_contrast_least(&doubled, .8, .95)));
}

// What counts is events over the design effect.
static void enough_over_the_design_effect(void **state)
{
    (void)state;
    const assay_contrast one = {group(30, 1000, 1), group(30, 1000, 1), 0};
    const assay_contrast two = {group(30, 1000, 2), group(60, 1000, 1), 0};
    const assay_adequacy alone = assay_contrast_adequacy(&one, 2, .8, .95);
    const assay_adequacy twins = assay_contrast_adequacy(&two, 2, .8, .95);
    assert_true(alone.has == 30 && alone.has >= alone.takes);
    assert_true(twins.has == 15 && twins.has < twins.takes);
}

// Where events are many, a ratio of that size is seen in 80 of 100 tests.
static void least_ratio_of_many(void **state)
{
    (void)state;
    const assay_contrast c = {group(400, 20000, 2), group(400, 20000, 2), 0};
    const double least = assay_contrast_least(&c, .8, .95);
    const double se = sqrt(2 * .98 / .02 / 10000);
    near(least,
         exp((assay_student_two_sided(.95, 30) +
              assay_student_quantile(.2, 30)) *
             se),
         1e-9);
    assert_true(least > 1.3 && least < 1.6);
}

// Events of 60 people, some of whom are missed more often than others.
static assay_contrasted drawn(assay_random *random, uint32_t each)
{
    enum { PEOPLE = 60 };
    double x[PEOPLE], m[PEOPLE];
    for (int i = 0; i < PEOPLE; i++) {
        const uint32_t odds = assay_random_below(random, 4) ? 3 : 33;
        m[i] = each;
        x[i] = 0;
        for (uint32_t k = 0; k < each; k++)
            x[i] += assay_random_below(random, 100) < odds;
    }
    const assay_cluster c =
        assay_cluster_one_way((assay_side){x, m, PEOPLE, NULL}, true);
    return (assay_contrasted){.rate = c.rate,
                              .variance = c.variance,
                              .nu = c.nu,
                              .events = c.events,
                              .trials = c.trials,
                              .deff = assay_cluster_deff(&c, c.variance)};
}

// Where two groups of people do not differ, 5 of 100 tests may say they do: nu
// is Kish's index, and low, so that 2 or 3 do. As if trials were
// independent, 26.
static void equal_groups_are_rejected_as_often_as_is_said(void **state)
{
    (void)state;
    enum { RUNS = 2000 };
    unsigned rejected = 0, naive = 0;
    for (uint64_t run = 0; run < RUNS; run++) {
        assay_random random = assay_random_at((assay_place){.seed = 500 + run});
        const assay_contrast c = {drawn(&random, 12), drawn(&random, 12), 0};
        const assay_interval katz =
            assay_ratio_katz((assay_exposed){c.a.events, c.a.trials},
                             (assay_exposed){c.b.events, c.b.trials}, .95);
        rejected += assay_contrast_ratio(&c, .95).p < .05;
        naive += katz.low > 1 || katz.high < 1;
    }
    assert_in_range(rejected, 25, 115);
    assert_true(naive > 400);
}

// Rates that lie at the margin are called equal in 5 of 100 tests at most.
static void unequal_groups_are_seldom_called_equal(void **state)
{
    (void)state;
    enum { RUNS = 1000 };
    unsigned equal = 0, inside = 0;
    for (uint64_t run = 0; run < RUNS; run++) {
        assay_random random =
            assay_random_at((assay_place){.seed = 9000 + run});
        assay_contrast c = {drawn(&random, 60), drawn(&random, 60), 0};
        inside += assay_contrast_equivalence(&c, 3) <= .05;
        c.a.rate *= 1.25;
        c.a.variance *= 1.25 * 1.25;
        equal += assay_contrast_equivalence(&c, 1.25) <= .05;
    }
    assert_in_range(equal, 0, 80);
    assert_true(inside > 900);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ratio_is_the_clustered_one),
        cmocka_unit_test(test_and_interval_agree),
        cmocka_unit_test(no_event_leaves_one_end),
        cmocka_unit_test(few_events_take_the_wider),
        cmocka_unit_test(equivalence_is_the_90_percent_interval),
        cmocka_unit_test(least_ratio),
        cmocka_unit_test(enough_over_the_design_effect),
        cmocka_unit_test(least_ratio_of_many),
        cmocka_unit_test(equal_groups_are_rejected_as_often_as_is_said),
        cmocka_unit_test(unequal_groups_are_seldom_called_equal),
    };
    return cmocka_run_group_tests_name("stats_contrast", tests, NULL, NULL);
}
