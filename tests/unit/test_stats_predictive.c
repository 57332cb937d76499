// SPDX-License-Identifier: Apache-2.0
// Counts to come: docs/statistics.md T5.10, mpmath, sums, and simulation.
#include "stats/beyond.h"
#include "stats/philox.h"
#include "stats/predictive.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "certified/predictive.inc"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static void near(double have, double want, double unit)
{
    if (fabs(have - want) <= 0.5000001 * unit) return;
    fail_msg("have %.15g, want %.15g", have, want);
}

static void within(double have, double want, double relative)
{
    if (fabs(have - want) <= relative * fabs(want)) return;
    fail_msg("have %.17g, want %.17g", have, want);
}

static void T5_10_next_exposure(void **state)
{
    (void)state;
    const assay_past met = {10, 3147436, 0};
    const assay_predictive day = assay_predict(&met, 50000);
    near(day.mean, .16680244, 1e-8);
    near(assay_predictive_at_most(&day, 0), .84747715, 1e-8);
    near(assay_predictive_at_least(&day, 1), .15252285, 1e-8);
    assert_true(assay_predictive_quantile(&day, .95) == 1);
    assert_true(assay_predictive_quantile(&day, .99) == 2);
    const assay_predictive same = assay_predict(&met, met.exposure);
    near(same.mean, 10.5, 1e-12);
    const assay_interval range = assay_predictive_interval(&same, .95);
    assert_true(range.low == 3 && range.high == 21);
}

static void T5_10_beta_binomial_twin(void **state)
{
    (void)state;
    const assay_beta_binomial faces = {10.5, 3147436 - 10 + .5};
    near(1 - assay_beta_binomial_hit(faces, 50000), .84747694, 1e-8);
}

static void tails_against_mpmath(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(predictive_values); i++) {
        const double *v = predictive_values[i];
        const assay_predictive count = {v[0], v[1]};
        within(assay_predictive_at_most(&count, v[2]), v[3], 1e-11);
        within(assay_predictive_at_least(&count, v[2] + 1), v[4], 1e-11);
    }
}

// The least k, against a walk from 0.
static void quantiles_against_a_walk(void **state)
{
    (void)state;
    static const double means[] = {0, 1e-4, .3, 4, 90, 2000};
    static const double shapes[] = {.5, 3, 800, INFINITY};
    static const double chances[] = {1e-6, .025, .5, .9, .975, .999999};
    for (size_t i = 0; i < COUNT(means) * COUNT(shapes) * COUNT(chances); i++) {
        const assay_predictive count = {
            means[i % COUNT(means)], shapes[i / COUNT(means) % COUNT(shapes)]};
        const double chance = chances[i / COUNT(means) / COUNT(shapes)];
        double k = 0;
        while (assay_predictive_at_most(&count, k) < chance) k++;
        assert_true(assay_predictive_quantile(&count, chance) == k);
    }
}

static void one_rate_is_poisson(void **state)
{
    (void)state;
    const assay_predictive known = {2.5, INFINITY};
    near(assay_predictive_at_most(&known, 0), .0820849986, 1e-10);
    near(assay_predictive_at_least(&known, 3), .4561868841, 1e-10);
    const assay_predictive never = {0, .5};
    assert_true(assay_predictive_at_most(&never, 0) == 1);
    assert_true(assay_predictive_at_least(&never, 1) == 0);
    assert_true(assay_predictive_at_least(&never, 0) == 1);
}

static void days_that_differ(void **state)
{
    (void)state;
    near(assay_dispersion_between(156. / 30, 3, 30), .42, 1e-13);
    assert_true(assay_dispersion_between(.9, 3, 30) == 0);
    const assay_past past = {30, 300, .42};
    const assay_predictive next = assay_predict(&past, 100);
    within(next.mean, 100 * 30.5 / 300, 1e-14);
    within(next.shape, 1 / (1 / 30.5 + .42 * (1 + 1 / 30.5)), 1e-14);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T5_10_next_exposure),
        cmocka_unit_test(T5_10_beta_binomial_twin),
        cmocka_unit_test(tails_against_mpmath),
        cmocka_unit_test(quantiles_against_a_walk),
        cmocka_unit_test(one_rate_is_poisson),
        cmocka_unit_test(days_that_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
