// SPDX-License-Identifier: Apache-2.0
// How large a test must be: docs/statistics.md 3.4, 4.1, T6.1, and whether
// tests of the planned size do what was planned, by simulation.
#include "stats/beta.h"
#include "stats/cluster.h"
#include "stats/philox.h"
#include "stats/plan.h"
#include "stats/ratio.h"
#include "stats/threshold.h"

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

static assay_plan_design one_way(double each, double icc)
{
    return (assay_plan_design){.each = each, .icc = icc, .deff = NAN};
}

static void T6_1_trials_without_an_event(void **state)
{
    (void)state;
    static const double limits[] = {1e-3, 1e-4, 1e-6};
    static const double wanted[] = {2995, 29956, 2995731};
    for (size_t i = 0; i < 3; i++) {
        const assay_plan_limit at =
            assay_plan_limit_trials(limits[i], 0, .8, .05);
        assert_true(at.trials == wanted[i] && at.allowed == 0);
        assert_true(at.power == 1);
    }
    // T6.1: 10,000 trials allow 4.
    near(assay_plan_limit_power(10000, 1e-3, 2e-4, .05),
         assay_binomial_at_most(4, 10000, 2e-4), 1e-14);
    assert_true(assay_plan_limit_power(2994, 1e-3, 0, .05) == 0);
}

static void events_of_3_4(void **state)
{
    (void)state;
    near(assay_plan_events(.2, .95), 96.04, .01);
    near(assay_plan_events(.3, .95), 42.68, .01);
    near(assay_plan_events(.5, .95), 15.37, .01);
    // Rare events: as many as 3.4 says, 24.51 for a ratio of 2.
    const assay_plan_design alone = one_way(1, 0);
    const double people = assay_plan_people_for_ratio(&alone, 1e-6, 2, .8, .95);
    near(people * 1e-6, assay_ratio_events(2, .8, .95), .001);
}

static void limits_are_the_least(void **state)
{
    (void)state;
    const assay_plan_limit at = assay_plan_limit_trials(1e-3, 5e-4, .8, .05);
    assert_true(at.power >= .8 && at.allowed > 0);
    near(assay_binomial_at_most(at.allowed, at.trials, 5e-4), at.power, 1e-14);
    assert_true(assay_binomial_at_most(at.allowed, at.trials, 1e-3) <= .05);
    assert_true(assay_binomial_at_most(at.allowed, at.trials - 1, 1e-3) > .05);
    uint64_t m = 0;
    assert_true(assay_wilks_allowed(at.trials, 1e-3, .05, &m));
    assert_true((double)m == at.allowed);
    for (double k = 0; k < at.allowed; k++) {
        double n = k + 1;
        while (assay_binomial_at_most(k, n, 1e-3) > .05) n++;
        assert_true(assay_binomial_at_most(k, n, 5e-4) < .8);
    }
    // A rate at the limit is never shown to be below it.
    assert_true(isinf(assay_plan_limit_trials(.1, .1, .8, .05).trials));
}

static void what_designs_are_worth(void **state)
{
    (void)state;
    const assay_plan_design ten = one_way(10, .2);
    near(assay_plan_effective(&ten, 100), 1000 / 2.8, 1e-10);
    const assay_plan_design alike = one_way(10, 1);
    near(assay_plan_effective(&alike, 100), 100, 1e-12);
    const assay_plan_design given = {.each = 10, .icc = .2, .deff = 4};
    near(assay_plan_effective(&given, 100), 250, 1e-12);
    const assay_plan_design pairs = {.each = 1, .deff = NAN, .pairs = true};
    near(assay_plan_effective(&pairs, 200), 19900, 1e-9);
    const assay_plan_design shared = {
        .each = 1, .icc = .01, .deff = NAN, .pairs = true};
    near(assay_plan_effective(&shared, 200), 19900 / (1 + 2 * 198 * .01), 1e-9);
    assert_true(assay_plan_people(&pairs, 19900) == 200);
    assert_true(assay_plan_people(&pairs, 19901) == 201);
}

static double gamma_like(assay_random *random, unsigned half_shape)
{
    // A sum of exponentials: gamma of a whole shape.
    double sum = 0;
    for (unsigned i = 0; i < half_shape; i++)
        sum -= log(assay_random_uniform(random));
    return sum;
}

// A person's own rate: beta(a, b), whose outcomes correlate by 1/(a + b + 1).
static double own_rate(assay_random *random, unsigned a, unsigned b)
{
    const double x = gamma_like(random, a), y = gamma_like(random, b);
    return x / (x + y);
}

enum { MOST = 4096, RUNS = 1500 };

// Outcomes of `people` with `each` trials.
static assay_cluster seen(assay_random *random, double people, unsigned each,
                          unsigned a, unsigned b)
{
    static double x[MOST], m[MOST];
    const size_t n = (size_t)people;
    assert_true(n <= MOST);
    for (size_t i = 0; i < n; i++) {
        const double p = own_rate(random, a, b);
        m[i] = each;
        x[i] = 0;
        for (unsigned k = 0; k < each; k++)
            x[i] += assay_random_uniform(random) < p;
    }
    return assay_cluster_one_way((assay_side){x, m, n, NULL}, true);
}

static assay_random start(uint64_t seed, uint32_t run)
{
    return assay_random_at((assay_place){.seed = seed, .replicate = run});
}

// Beta(4, 1): a mean of 0.8, icc 1/6.
static void planned_widths_come_out(void **state)
{
    (void)state;
    const assay_plan_design design = one_way(10, 1. / 6);
    const double people = assay_plan_people_for_width(&design, .8, .05, .95);
    assert_true(assay_plan_half_width(&design, people, .8, .95) <= .05);
    assert_true(assay_plan_half_width(&design, people - 1, .8, .95) > .05);
    double sum = 0;
    for (uint32_t run = 0; run < RUNS; run++) {
        assay_random random = start(3, run);
        const assay_cluster c = seen(&random, people, 10, 4, 1);
        const assay_interval ends =
            assay_cluster_interval(&c, c.variance, c.subjects, .95);
        sum += 0.5 * (ends.high - ends.low);
    }
    print_message("# %.0f people: half width %.4f of 0.05 planned\n", people,
                  sum / RUNS);
    assert_true(sum / RUNS < 1.04 * .05 && sum / RUNS > .93 * .05);
}

// Beta(2, 3) against beta(3, 2): 0.4 and 0.6, icc 1/6.
static void planned_power_comes_out(void **state)
{
    (void)state;
    const assay_plan_design design = one_way(5, 1. / 6);
    const double people =
        assay_plan_people_for_ratio(&design, .4, 1.5, .8, .95);
    double shown = 0;
    for (uint32_t run = 0; run < RUNS; run++) {
        assay_random random = start(4, run);
        const assay_cluster a = seen(&random, people, 5, 3, 2);
        const assay_cluster b = seen(&random, people, 5, 2, 3);
        const assay_interval ratio = assay_ratio_clustered(
            (assay_rate){a.rate, a.variance, a.nu},
            (assay_rate){b.rate, b.variance, b.nu}, 0, .95);
        shown += ratio.low > 1;
    }
    print_message("# %.0f people a group: shown in %.3f of 0.8 planned\n",
                  people, shown / RUNS);
    assert_true(shown / RUNS > .76 && shown / RUNS < .87);
}

// One trial a person, a true rate of a third of the limit.
// Groups of a quarter of the size, with the lower rate or the higher: shown no
// less often than planned, and not much more often; t is planned with a third
// of the fewer people.
static double shown_of_unequal(double lower, double higher, uint32_t stream)
{
    double shown = 0;
    for (uint32_t run = 0; run < RUNS; run++) {
        assay_random random = start(stream, run);
        const assay_cluster a = seen(&random, higher, 5, 3, 2);
        const assay_cluster b = seen(&random, lower, 5, 2, 3);
        const assay_interval ratio = assay_ratio_clustered(
            (assay_rate){a.rate, a.variance, a.nu},
            (assay_rate){b.rate, b.variance, b.nu}, 0, .95);
        shown += ratio.low > 1;
    }
    return shown / RUNS;
}

static void planned_power_of_unequal_groups(void **state)
{
    (void)state;
    const assay_plan_design design = one_way(5, 1. / 6);
    const double sizes[2][2] = {{30, 120}, {120, 30}};
    for (uint32_t i = 0; i < 2; i++) {
        const assay_plan_groups groups = {{sizes[i][0], sizes[i][1]}, .4};
        const double planned =
            assay_plan_ratio_power(&design, &groups, 1.5, .95);
        const double shown = shown_of_unequal(sizes[i][0], sizes[i][1], 10 + i);
        print_message("# %.0f people with the lower rate, %.0f with the "
                      "higher: shown in %.3f of %.3f planned\n",
                      sizes[i][0], sizes[i][1], shown, planned);
        assert_true(shown > planned - .03 && shown < planned + .1);
    }
}

static void planned_limits_are_met(void **state)
{
    (void)state;
    const assay_plan_limit at = assay_plan_limit_trials(.02, .02 / 3, .8, .05);
    double met = 0, broken = 0;
    for (uint32_t run = 0; run < RUNS; run++) {
        assay_random random = start(5, run);
        double good = 0, bad = 0;
        for (double i = 0; i < at.trials; i++) {
            good += assay_random_uniform(&random) < .02 / 3;
            bad += assay_random_uniform(&random) < .02;
        }
        met += good <= at.allowed;
        broken += bad <= at.allowed;
    }
    print_message("# %.0f trials, %.0f allowed: met in %.3f, at the limit in "
                  "%.3f\n",
                  at.trials, at.allowed, met / RUNS, broken / RUNS);
    assert_true(met / RUNS > .77);
    assert_true(broken / RUNS < .07);
}

static void least_ratios(void **state)
{
    (void)state;
    const assay_plan_design design = one_way(10, .2);
    const assay_plan_groups groups = {{60, 140}, .5};
    const double ratio = assay_plan_least_ratio(&design, &groups, .8, .95);
    near(assay_plan_ratio_power(&design, &groups, ratio, .95), .8, 1e-9);
    assert_true(assay_plan_ratio_power(&design, &groups, 0.99 * ratio, .95) <
                .8);
    // Two people show nothing.
    const assay_plan_groups few = {{2, 2}, .5};
    assert_true(isinf(assay_plan_least_ratio(&design, &few, .8, .95)));
    // Higher rates than 1 there are none.
    assert_true(isinf(assay_plan_people_for_ratio(&design, .9, 1.25, .8, .95)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T6_1_trials_without_an_event),
        cmocka_unit_test(events_of_3_4),
        cmocka_unit_test(limits_are_the_least),
        cmocka_unit_test(what_designs_are_worth),
        cmocka_unit_test(planned_widths_come_out),
        cmocka_unit_test(planned_power_comes_out),
        cmocka_unit_test(planned_power_of_unequal_groups),
        cmocka_unit_test(planned_limits_are_met),
        cmocka_unit_test(least_ratios),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
