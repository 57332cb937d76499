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
    // r = 30/300; S = -8, 2, 6; sum S^2/(1 - m/M) = 104/(2/3) = 156.
    static const double events[] = {2, 12, 16}, faces[] = {100, 100, 100};
    const assay_dispersion d =
        assay_dispersion_of((assay_exposures){events, faces, 3});
    near(d.rate, .1, 1e-15);
    near(d.variance, 156. / 90000, 1e-15);
    // (156 - 30)/(.01 x 30,000).
    near(d.between, .42, 1e-14);
    const double deff = d.variance / (d.rate / d.exposure);
    near(assay_dispersion_between(deff, 3, 30), .42, 1e-13);
    assert_true(assay_dispersion_between(.9, 3, 30) == 0);
    // (64 + 4 + 36)^2/(64^2 + 4^2 + 36^2) = 2; t = 4.302652729749464.
    near(d.nu, 2, 1e-14);
    const assay_past past = assay_dispersion_past(&d, .95);
    const double ratio = 1.959963984540054 / 4.302652729749464;
    within(past.exposure, .1 / (156. / 90000) * ratio * ratio, 1e-12);
    within(past.events, .1 * past.exposure, 1e-15);
    const assay_predictive next = assay_predict(&past, 100);
    const double seen = past.events + .5;
    within(next.mean, 100 * seen / past.exposure, 1e-14);
    within(next.shape, 1 / (1 / seen + .42 * (1 + 1 / seen)), 1e-14);
}

static void days_that_do_not(void **state)
{
    (void)state;
    static const double events[] = {1, 1, 1, 1}, faces[] = {50, 50, 50, 50};
    const assay_dispersion d =
        assay_dispersion_of((assay_exposures){events, faces, 4});
    assert_true(d.between == 0);
    near(d.variance, .02 / 200, 1e-18); // Poisson's, never less
    static const double none[] = {0, 0}, more[] = {1000, 0};
    const assay_dispersion zero =
        assay_dispersion_of((assay_exposures){none, more, 2});
    assert_true(zero.deployments == 1);
    assert_true(isnan(zero.variance) && isnan(zero.between));
    const assay_past past = assay_dispersion_past(&zero, .95);
    assert_true(past.events == 0 && past.exposure == 1000);
    assert_true(past.between == 0);
    const assay_dispersion nothing =
        assay_dispersion_of((assay_exposures){NULL, NULL, 0});
    assert_true(isnan(nothing.rate) && nothing.exposure == 0);
}

static void order_does_not_matter(void **state)
{
    (void)state;
    static const double a[][5] = {{3, 0, 7, 1, 1}, {1, 7, 1, 0, 3}};
    static const double m[][5] = {{907, 13, 5003, 77, 41},
                                  {77, 5003, 41, 13, 907}};
    const assay_dispersion x =
        assay_dispersion_of((assay_exposures){a[0], m[0], 5});
    const assay_dispersion y =
        assay_dispersion_of((assay_exposures){a[1], m[1], 5});
    assert_true(x.variance == y.variance && x.between == y.between);
}

enum { DAYS = 40, RUNS = 2000 };

// Events of a Poisson count, by its chances one after the other.
static double drawn(assay_random *random, double mean)
{
    const assay_predictive law = {mean, INFINITY};
    const double u = assay_random_uniform(random);
    double k = 0;
    while (assay_predictive_at_most(&law, k) < u) k++;
    return k;
}

// The share of next days inside the 95 % interval of the days before, when
// days differ by a factor of 0.5 or 1.5 (`unequal`) or not at all.
static double share_inside(uint64_t seed, bool unequal)
{
    double inside = 0;
    for (uint32_t run = 0; run < RUNS; run++) {
        assay_random random =
            assay_random_at((assay_place){.seed = seed, .replicate = run});
        double events[DAYS + 1], faces[DAYS + 1];
        for (size_t i = 0; i <= DAYS; i++) {
            const bool high = assay_random_uniform(&random) < .5;
            faces[i] = 500 + 100 * (double)(i % 7);
            events[i] = drawn(&random, .01 * faces[i] *
                                           (!unequal ? 1
                                            : high   ? 1.5
                                                     : .5));
        }
        const assay_dispersion d =
            assay_dispersion_of((assay_exposures){events, faces, DAYS});
        const assay_past past = assay_dispersion_past(&d, .95);
        const assay_predictive next = assay_predict(&past, faces[DAYS]);
        const assay_interval range = assay_predictive_interval(&next, .95);
        inside += events[DAYS] >= range.low && events[DAYS] <= range.high;
    }
    return inside / RUNS;
}

static void next_days_fall_inside(void **state)
{
    (void)state;
    const double even = share_inside(1, false), uneven = share_inside(2, true);
    print_message("# of next days inside 95 %%: %.4f, and %.4f where days "
                  "differ\n",
                  even, uneven);
    // Counts are whole, so that more than 95 % lie inside.
    assert_true(even >= .94 && even <= .99);
    assert_true(uneven >= .94 && uneven <= .99);
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
        cmocka_unit_test(days_that_do_not),
        cmocka_unit_test(order_does_not_matter),
        cmocka_unit_test(next_days_fall_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
