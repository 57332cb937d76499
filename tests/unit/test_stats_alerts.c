// SPDX-License-Identifier: Apache-2.0
// What rates of a test say of alerts: docs/statistics.md T5.9, T7.2, and how
// often the intervals hold where the truth is known.
#include "stats/alerts_in_crowd.h"
#include "stats/cluster.h"
#include "stats/operators.h"
#include "stats/philox.h"
#include "stats/proportions.h"
#include "stats/student.h"
#include "stats/zero.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void near(double have, double want, double unit)
{
    if (fabs(have - want) <= 0.5000001 * unit) return;
    fail_msg("have %.15g, want %.15g", have, want);
}

static assay_ranged exactly(double value)
{
    return (assay_ranged){value, value, value};
}

static double right(double prevalence, double found, double wrong)
{
    const assay_ranged f = exactly(found), w = exactly(wrong);
    const assay_ranged out = assay_alerts_right(prevalence, &f, &w, false);
    near(out.low, out.value, 1e-14);
    near(out.high, out.value, 1e-14);
    return out.value;
}

static void T5_9_share_of_right_alerts(void **state)
{
    (void)state;
    near(right(1e-4, .89, 1. / 6000), .34813221, 1e-8);
    near(right(1e-4, .89, 1. / 33000), .74601844, 1e-8);
    near(right(1e-5, .89, 1. / 6000), .05069348, 1e-8);
}

static void T7_2_after_people_who_review(void **state)
{
    (void)state;
    near(right(1e-4, .89 * .95, .2 / 6000), .717255, 1e-6);
}

static void ends_of_the_share(void **state)
{
    (void)state;
    const assay_ranged found = {.8, .7, .9}, wrong = {1e-3, 5e-4, 2e-3};
    const assay_ranged out = assay_alerts_right(1e-3, &found, &wrong, false);
    const double down = sqrt(log(.8 / .7) * log(.8 / .7) + log(2) * log(2));
    const double odds = 1e-3 / .999 * 800 * exp(-down);
    near(out.low, odds / (1 + odds), 1e-13);
    const assay_ranged far = assay_alerts_right(1e-3, &found, &wrong, true);
    near(far.low, assay_predictive_value(1e-3, .7, 2e-3), 1e-15);
    near(far.high, assay_predictive_value(1e-3, .9, 5e-4), 1e-15);
    // No wrong alert in the test: all may be right, and not all need be.
    const assay_ranged none = {0, 0, 1e-3};
    const assay_ranged zero = assay_alerts_right(1e-3, &found, &none, false);
    assert_true(zero.value == 1 && zero.high == 1);
    near(zero.low, assay_predictive_value(1e-3, .7, 1e-3), 1e-15);
    const assay_ranged unknown = {.5, NAN, NAN};
    const assay_ranged bare = assay_alerts_right(1e-3, &unknown, &none, false);
    assert_true(bare.value == 1 && isnan(bare.low) && isnan(bare.high));
}

static void sums_and_chances(void **state)
{
    (void)state;
    const assay_ranged a = {10, 7, 14}, b = {5, 1, 8};
    const assay_ranged sum = assay_ranged_sum(a, b);
    near(sum.value, 15, 1e-15);
    near(sum.low, 10, 1e-14);
    near(sum.high, 20, 1e-14);
    const assay_ranged any =
        assay_ranged_any((assay_ranged){1e-5, 1e-6, 1e-4}, 50000);
    near(any.value, -expm1(50000 * log1p(-1e-5)), 1e-15);
    near(any.high, -expm1(50000 * log1p(-1e-4)), 1e-15);
}

static void what_a_rate_is_worth(void **state)
{
    (void)state;
    // n_eff 300, 12 degrees of freedom: n* = 300 (z/t)^2.
    const double t = assay_student_two_sided(.95, 12);
    const double ratio = 1.959963984540054 / t;
    const assay_interval ends = assay_wilson(.02, 300, t);
    const assay_ranged rate = {.02, ends.low, ends.high};
    const assay_past past = assay_past_of(&rate, .95);
    near(past.exposure, 300 * ratio * ratio, 1e-8);
    near(past.events, .02 * past.exposure, 1e-12);
    const assay_ranged none = {0, 0, assay_zero_bound(4000, .025)};
    const assay_past nothing = assay_past_of(&none, .95);
    near(nothing.exposure, 4000, 1e-6);
    assert_true(nothing.events == 0);
    const assay_ranged all = {1, 1 - assay_zero_bound(50, .025), 1};
    near(assay_past_of(&all, .95).exposure, 50, 1e-9);
    const assay_ranged bare = {.5, NAN, NAN};
    assert_true(isnan(assay_past_of(&bare, .95).exposure));
    // 27 events in 500 hours, 9 degrees of freedom.
    const double t9 = assay_student_two_sided(.95, 9), hours = 500;
    const double root = t9 * sqrt(27 + t9 * t9 / 4);
    const assay_ranged each = {.054, (27 + t9 * t9 / 2 - root) / hours,
                               (27 + t9 * t9 / 2 + root) / hours};
    const double part = 1.959963984540054 / t9;
    near(assay_past_of_exposure(&each, .95).exposure, hours * part * part,
         1e-9);
    const assay_ranged calm = {0, 0, 3.6888794541 / 40};
    near(assay_past_of_exposure(&calm, .95).exposure, 40, 1e-8);
}

enum { RUNS = 3000 };

static double binomial(assay_random *random, unsigned n, double p)
{
    double x = 0;
    for (unsigned i = 0; i < n; i++) x += assay_random_uniform(random) < p;
    return x;
}

static assay_ranged seen(assay_random *random, unsigned n, double p)
{
    const double x = binomial(random, n, p);
    const assay_interval ends = assay_wilson_counts(x, n, .95);
    return (assay_ranged){x / n, ends.low, ends.high};
}

// The share of right alerts, and the wrong ones of a next day, at a truth of
// 0.8 and 0.01: how often intervals from a test hold them.
static void intervals_hold(void **state)
{
    (void)state;
    const double truth = assay_predictive_value(1e-3, .8, .01);
    double held = 0, days = 0;
    for (uint32_t run = 0; run < RUNS; run++) {
        assay_random random =
            assay_random_at((assay_place){.seed = 9, .replicate = run});
        const assay_ranged found = seen(&random, 150, .8);
        const assay_ranged wrong = seen(&random, 1500, .01);
        const assay_ranged out =
            assay_alerts_right(1e-3, &found, &wrong, false);
        held += out.low <= truth && truth <= out.high;
        const assay_past past = assay_past_of(&wrong, .95);
        const assay_predictive day = assay_predict(&past, 2000);
        const assay_interval range = assay_predictive_interval(&day, .95);
        const double x = binomial(&random, 2000, .01);
        days += range.low <= x && x <= range.high;
    }
    print_message("# held: share of right alerts %.4f, next day %.4f\n",
                  held / RUNS, days / RUNS);
    assert_true(held / RUNS > .94 && held / RUNS < .98);
    assert_true(days / RUNS > .94 && days / RUNS < .98);
}

// Rates of 30 people who are searched for on a list and off it: of those who
// are found more seldom more wrong alerts come.
static void rates_of_the_same_people(assay_random *random, assay_ranged *found,
                                     assay_ranged *wrong)
{
    enum { PEOPLE = 30, ON = 10, OFF = 60 };
    double x[PEOPLE], m[PEOPLE], y[PEOPLE], n[PEOPLE];
    for (size_t i = 0; i < PEOPLE; i++) {
        const bool poor = assay_random_uniform(random) < .5;
        m[i] = ON;
        n[i] = OFF;
        x[i] = binomial(random, ON, poor ? .5 : .9);
        y[i] = binomial(random, OFF, poor ? .05 : .01);
    }
    const assay_cluster a =
        assay_cluster_one_way((assay_side){x, m, PEOPLE, NULL}, true);
    const assay_cluster b =
        assay_cluster_one_way((assay_side){y, n, PEOPLE, NULL}, true);
    const assay_interval on = assay_cluster_wilson(&a, a.variance, .95);
    const assay_interval off = assay_cluster_wilson(&b, b.variance, .95);
    *found = (assay_ranged){a.rate, on.low, on.high};
    *wrong = (assay_ranged){b.rate, off.low, off.high};
}

static void the_same_people_give_both(void **state)
{
    (void)state;
    const double truth = assay_predictive_value(1e-3, .7, .03);
    double apart = 0, together = 0;
    for (uint32_t run = 0; run < RUNS; run++) {
        assay_random random =
            assay_random_at((assay_place){.seed = 10, .replicate = run});
        assay_ranged found, wrong;
        rates_of_the_same_people(&random, &found, &wrong);
        assay_ranged out = assay_alerts_right(1e-3, &found, &wrong, false);
        apart += out.low <= truth && truth <= out.high;
        out = assay_alerts_right(1e-3, &found, &wrong, true);
        together += out.low <= truth && truth <= out.high;
    }
    print_message("# of the same people: held %.4f, as if of others %.4f\n",
                  together / RUNS, apart / RUNS);
    assert_true(together / RUNS >= .95);
    assert_true(apart < together);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T5_9_share_of_right_alerts),
        cmocka_unit_test(T7_2_after_people_who_review),
        cmocka_unit_test(ends_of_the_share),
        cmocka_unit_test(sums_and_chances),
        cmocka_unit_test(what_a_rate_is_worth),
        cmocka_unit_test(intervals_hold),
        cmocka_unit_test(the_same_people_give_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
