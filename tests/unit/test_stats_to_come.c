// SPDX-License-Identifier: Apache-2.0
// Counts to come after a record: T5.10 where deployments do not differ, the
// mixture against sums over a fine grid, and what comes against what was said.
#include "stats/to_come.h"

#include "stats/philox.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void near(double have, double want, double unit)
{
    if (fabs(have - want) <= unit) return;
    fail_msg("have %.15g, want %.15g", have, want);
}

static void T5_10_where_nothing_is_between(void **state)
{
    (void)state;
    double x[] = {4, 6, 0}, e[] = {1573718, 1573718, 0};
    assay_to_come of = assay_to_come_of(x, e, 3);
    assert_true(of.count == 1 && !of.differ);
    assay_foreseen f = assay_to_come_in(&of, 50000, 0.95);
    near(f.mean, .16680244, 5e-9);
    near(f.none, .84747715, 5e-9);
    assert_true(f.low == 0 && f.high == 1);
    assert_true(assay_to_come_in(&of, 50000, 0.98).high == 2);
    near(assay_to_come_any(&of, .1), -expm1(-.1), 1e-14);
    // 3 to 21 in the same exposure.
    f = assay_to_come_in(&of, 3147436, 0.95);
    near(f.mean, 10.5, 1e-12);
    assert_true(f.low == 3 && f.high == 21);
}

static void of_too_little_nothing_is_learned(void **state)
{
    (void)state;
    double none[] = {0, 0, 0}, e[] = {5, 20, 100};
    assay_to_come of = assay_to_come_of(none, e, 3);
    assert_true(of.count == 1 && !of.differ);
    near(of.parts[0].rate, .5 / 125, 1e-15);
    double one[] = {7}, over[] = {20};
    of = assay_to_come_of(one, over, 1);
    assert_true(of.count == 1 && !of.differ && of.parts[0].shape == 7.5);
    double nowhere[] = {1}, nothing[] = {0};
    assert_true(!assay_to_come_of(nowhere, nothing, 1).count);
    assert_true(!assay_to_come_of(NULL, NULL, 0).count);
}

// ln of the weight of a squared spread, by ln b, and of a rate at it.
static double log_fit(const double *x, const double *e, size_t n, double rate,
                      double b)
{
    double sum = log(b) - 2 * log1p(b);
    for (size_t i = 0; i < n; i++) {
        const double mean = rate * e[i];
        sum += lgamma(x[i] + 1 / b) - lgamma(1 / b) +
               x[i] * log(b * mean / (1 + b * mean)) - log1p(b * mean) / b;
    }
    return sum;
}

static double log_rate(double x, double mean, double spread)
{
    const double root = sqrt(mean / (1 + spread * mean));
    return log(root) + x * log(mean / (1 + spread * mean)) -
           log1p(spread * mean) / spread;
}

// P(at most k), by sums over many steps and the C library.
static double summed(const double *x, const double *e, size_t n, double next,
                     double k)
{
    enum { STEPS = 300 };
    double all = 0, at_most = 0, sum = 0, over = 0, squares = 0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i];
        over += e[i];
        squares += e[i] * e[i];
    }
    for (int i = 0; i < STEPS; i++) {
        const double b = exp(-9.2 + 12.2 * (i + .5) / STEPS);
        const double fit = exp(log_fit(x, e, n, sum / over, b) -
                               log_fit(x, e, n, sum / over, 1));
        double weights = 0, below = 0;
        for (int j = 0; j < STEPS; j++) {
            const double mean = sum * exp(-7 + 16.0 * (j + .5) / STEPS);
            const double spread = b * squares / (over * over);
            const double w =
                exp(log_rate(sum, mean, spread) - log_rate(sum, sum, spread));
            const assay_predictive part = {mean / over * next, 1 / b};
            weights += w;
            if (w > 1e-12) below += w * assay_predictive_at_most(&part, k);
        }
        all += fit;
        at_most += fit * below / weights;
    }
    return at_most / all;
}

static void averaged_over_rate_and_spread(void **state)
{
    (void)state;
    double x[] = {1, 12, 0, 30, 2}, e[] = {1, 3, 2, 20, 7};
    const double k[] = {0, 2, 9, 40, 200};
    double y[5], f[5];
    memcpy(y, x, sizeof x);
    memcpy(f, e, sizeof e);
    const assay_to_come of = assay_to_come_of(y, f, 5);
    assert_true(of.differ && of.count > 20);
    for (size_t i = 0; i < 5; i++) {
        const double want = summed(x, e, 5, 6, k[i]);
        near(assay_to_come_at_most(&of, 6, k[i]), want, 2e-3);
    }
    const assay_foreseen to_come = assay_to_come_in(&of, 6, 0.95);
    near(to_come.none, assay_to_come_at_most(&of, 6, 0), 1e-15);
    assert_true(assay_to_come_at_most(&of, 6, to_come.low) >= .025);
    assert_true(assay_to_come_at_most(&of, 6, to_come.low - 1) < .025 ||
                to_come.low == 0);
    assert_true(assay_to_come_at_most(&of, 6, to_come.high) >= .975 - 1e-12);
    assert_true(assay_to_come_at_most(&of, 6, to_come.high - 1) < .975);
}

static void order_does_not_matter(void **state)
{
    (void)state;
    double x[] = {3, 0, 7, 1, 1, 9, 0}, e[] = {9, 1, 5, .7, 4.1, 5, 0};
    double y[] = {0, 9, 1, 7, 1, 0, 3}, f[] = {0, 5, 4.1, 5, .7, 1, 9};
    const assay_to_come a = assay_to_come_of(x, e, 7);
    const assay_to_come b = assay_to_come_of(y, f, 7);
    assert_true(a.count == b.count && a.differ);
    assert_memory_equal(a.parts, b.parts, a.count * sizeof *a.parts);
}

static double of_law(assay_random *random, double mean, double shape)
{
    const assay_predictive law = {mean, shape};
    const double u = assay_random_uniform(random);
    double k = 0;
    while (assay_predictive_at_most(&law, k) < u) k++;
    return k;
}

typedef struct design {
    size_t n;
    double between;
    bool unequal; // 1 to 20, else of one size
} design;

static double exposure_of(assay_random *random, design d)
{
    return d.unequal ? 1 + (double)assay_random_below(random, 20) : 5;
}

// The share of next deployments inside their range, and its ends, ln(1 + end)
// over all.
static double held(uint64_t seed, design d, double *width)
{
    enum { RUNS = 150, MOST = 32 };
    double inside = 0, sum = 0;
    for (uint32_t run = 0; run < RUNS; run++) {
        assay_random random =
            assay_random_at((assay_place){.seed = seed, .replicate = run});
        double x[MOST], e[MOST];
        for (size_t i = 0; i <= d.n; i++) {
            e[i] = exposure_of(&random, d);
            x[i] = of_law(&random, 2 * e[i], 1 / d.between);
        }
        const double next = e[d.n], came = x[d.n];
        const assay_to_come of = assay_to_come_of(x, e, d.n);
        const assay_foreseen f = assay_to_come_in(&of, next, 0.95);
        inside += f.low <= came && came <= f.high;
        sum += (f.high - f.low) / (2 * next);
    }
    *width = sum / RUNS;
    return inside / RUNS;
}

static void few_and_unequal_deployments(void **state)
{
    (void)state;
    static const size_t n[] = {5, 8, 20};
    static const double between[] = {.3, 1, 3};
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 3; j++) {
            double width;
            const double share =
                held(11, (design){n[i], between[j], true}, &width);
            print_message("# %zu deployments, spread %g: %.4f of the next "
                          "inside, width %.2f of the mean\n",
                          n[i], between[j], share, width);
            // 2 standard errors below .93 of these 150.
            assert_true(share >= .885);
        }
}

// Counts that no whole number can tell any more have an open end; none is
// searched for without end.
static void more_than_can_be_counted(void **state)
{
    (void)state;
    double events[] = {17, 100, 1e9}, exposure[] = {100, 17, 3};
    const assay_to_come of = assay_to_come_of(events, exposure, 3);
    const assay_foreseen day = assay_to_come_in(&of, 100, 0.95);
    assert_true(of.differ && day.low >= 0 && day.low < day.mean);
    assert_true(isinf(day.high));
    const assay_predictive huge = {1e17, 0.5};
    assert_true(isinf(assay_predictive_quantile(&huge, 0.975)));
    assert_true(assay_predictive_quantile(&huge, 1e-9) < 1e15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T5_10_where_nothing_is_between),
        cmocka_unit_test(of_too_little_nothing_is_learned),
        cmocka_unit_test(averaged_over_rate_and_spread),
        cmocka_unit_test(order_does_not_matter),
        cmocka_unit_test(few_and_unequal_deployments),
        cmocka_unit_test(more_than_can_be_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
