// SPDX-License-Identifier: Apache-2.0
// Between deployments, and the next one. Reference values: SciPy 1.10 (nbinom,
// betabinom, binom) and sums in double precision.
#include "stats/equality.h"
#include "stats/foreseen.h"
#include "stats/gamma.h"
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

static void near(double have, double want, double error)
{
    if (fabs(have - want) <= error) return;
    fail_msg("have %.15g, want %.15g", have, want);
}

static void T5_10_false_alerts_to_come(void **state)
{
    (void)state;
    const assay_known_rate rate = assay_rate_known(10, 3147436);
    assay_foreseen f = assay_foresee_count(rate, 50000, 0.95);
    near(f.mean, 0.16680244, 5e-9);
    near(f.none, 0.84747715, 5e-9);
    near(1 - f.none, 0.15252285, 5e-9);
    const assay_predictive next = assay_count_to_come(rate, 50000);
    assert_true(assay_predictive_quantile(&next, 0.95) == 1.0);
    assert_true(assay_predictive_quantile(&next, 0.99) == 2.0);
    f = assay_foresee_count(rate, 3147436, 0.95);
    near(f.mean, 10.5, 1e-12);
    assert_true(f.low == 3.0 && f.high == 21.0);
    f = assay_foresee_share(assay_share_known(10, 3147436), 50000, 0.95);
    near(f.none, 0.84747694, 5e-9);
    near(f.none, 0.847476943366, 1e-12); // product of (b + i)/(a + b + i)
}

static void counts_to_come(void **state)
{
    (void)state;
    const assay_known_rate rate = {15.0 / 2, 225.0 / 4 / 2}; // shape 2
    const assay_foreseen f = assay_foresee_count(rate, 2, 0.95);
    near(f.none, 0.013840830449826985, 1e-14);
    assert_true(f.low == 1.0 && f.high == 44.0);
    const assay_predictive next = assay_count_to_come(rate, 2);
    assert_true(assay_predictive_quantile(&next, 0.7494) == 20.0);
    assert_true(assay_predictive_quantile(&next, 0.7495) == 21.0);
}

static void shares_to_come(void **state)
{
    (void)state;
    assay_foreseen f = assay_foresee_share(assay_share_known(27, 688), 7, 0.95);
    near(f.none, 0.7528720302422515, 1e-12);
    assert_true(f.low == 0.0 && f.high == 2.0);
    f = assay_foresee_share(assay_share_known(271, 771), 1000, 0.95);
    assert_true(f.low == 307.0 && f.high == 397.0);
    assert_true(f.none < 1e-30);
    f = assay_foresee_share(assay_share_known(0, 599), 0, 0.95);
    assert_true(f.none == 1.0 && f.high == 0.0);
}

static void limits_of_a_chart(void **state)
{
    (void)state;
    const double p[] = {0.039, 0.039, 0.2, 0}, n[] = {7, 20, 14, 5};
    const double high[] = {3, 4, 8, 0};
    for (size_t i = 0; i < 4; i++) {
        const assay_interval l = assay_control_limits(p[i], n[i], 0.00135);
        assert_true(l.low == 0.0 && l.high == high[i]);
    }
    const assay_interval all = assay_control_limits(1, 5, 0.00135);
    assert_true(all.low == 5.0 && all.high == 5.0);
    // A count of any size is as quick.
    const assay_interval many = assay_control_limits(0.25, 1e12, 0.00135);
    near(many.low, 2.5e11 - 2.99998 * 433012.7, 1e3);
    near(many.high, 2.5e11 + 2.99998 * 433012.7, 1e3);
}

static void counts_between_deployments(void **state)
{
    (void)state;
    const double x[] = {0, 2, 5, 1, 9, 3}, e[] = {3, 4, 6, 2, 5, 4};
    double room[12];
    const assay_sessions of = {x, e, 6, false};
    const assay_between b =
        assay_between_of(&of, (assay_between_draws){1, 4999, room});
    near(b.rate, 20 / 24.0, 1e-15);
    near(b.spread, 0.4325623505463543, 1e-13);
    near(b.index, 1.788, 1e-12);
    near(b.variance, 0.0703721288396568, 1e-14);
    near(b.p, 0.1042, 4 * 0.1042 / 10);
}

static void shares_between_deployments(void **state)
{
    (void)state;
    const double x[] = {1, 6, 0, 9, 8, 1}, e[] = {10, 12, 8, 20, 15, 9};
    double room[12];
    const assay_sessions of = {x, e, 6, true};
    const assay_between b =
        assay_between_of(&of, (assay_between_draws){1, 4999, room});
    near(b.spread, 0.1683084780662508, 1e-13);
    near(b.index, 2.755283446712018, 1e-12);
    near(b.variance, 0.007663204836293535, 1e-15);
    near(b.p, 0.01404, 4 * 0.0017);
}

// (spread/rate)^2 and what the design effect of the rate says of a record that
// is not at hand: sum S^2/(1 - e/E) = 156 of 30 events.
static void one_size_gives_one_answer(void **state)
{
    (void)state;
    const double x[] = {2, 12, 16}, same[] = {100, 100, 100};
    double room[6];
    const assay_between_draws how = {1, 19, room};
    assay_between b =
        assay_between_of(&(assay_sessions){x, same, 3, false}, how);
    near(b.spread * b.spread / (b.rate * b.rate),
         assay_dispersion_between(156. / 30, 3, 30), 1e-14);
    const double other[] = {50, 50, 200};
    b = assay_between_of(&(assay_sessions){x, other, 3, false}, how);
    near(b.spread * b.spread / (b.rate * b.rate), 59. / 125, 1e-14);
}

static void none_says_nothing(void **state)
{
    (void)state;
    const double x[] = {0, 0, 0}, e[] = {4, 2, 1};
    double room[6];
    assay_sessions of = {x, e, 3, true};
    const assay_between_draws how = {1, 99, room};
    assay_between b = assay_between_of(&of, how);
    assert_true(isnan(b.p) && isnan(b.index) && b.spread == 0.0);
    const assay_known_rate plain = assay_share_known(0, 7);
    assert_true(assay_rate_to_come(plain, &b, 1).variance == plain.variance);
    of.x = e; // nothing but
    assert_true(isnan(assay_between_of(&of, how).p));
    of.n = 1;
    b = assay_between_of(&of, how);
    assert_true(isnan(b.variance) && isnan(b.p));
}

enum { SESSIONS = 60, RECORDS = 400 };

static double gamma_draw(assay_random *random, double shape)
{
    const double u = assay_random_uniform(random);
    return assay_gamma_quantile((assay_tails){u, 1 - u}, shape) / shape;
}

// Whether the interval for a deployment of 5 hours holds what it sees, and
// the variance between deployments, of which 0.4^2/2 is true.
static bool foreseen(uint64_t seed, double *variance)
{
    double x[SESSIONS], e[SESSIONS], room[2 * SESSIONS], sx = 0, se = 0;
    assay_random random =
        assay_random_at((assay_place){.seed = seed, .stream = 8});
    for (size_t i = 0; i < SESSIONS; i++) {
        e[i] = 2 + 6 * assay_random_uniform(&random);
        x[i] = assay_poisson_draw(0.4 * e[i] * gamma_draw(&random, 2),
                                  assay_random_uniform(&random));
        sx += x[i];
        se += e[i];
    }
    const assay_sessions of = {x, e, SESSIONS, false};
    const assay_between b =
        assay_between_of(&of, (assay_between_draws){1, 19, room});
    const assay_foreseen f = assay_foresee_count(
        assay_rate_to_come(assay_rate_known(sx, se), &b, 1), 5, 0.95);
    const double next = assay_poisson_draw(2 * gamma_draw(&random, 2),
                                           assay_random_uniform(&random));
    *variance += b.spread * b.spread;
    return next >= f.low && next <= f.high;
}

static void the_next_lies_inside(void **state)
{
    (void)state;
    double variance = 0;
    uint32_t held = 0;
    for (uint64_t seed = 1; seed <= RECORDS; seed++)
        held += foreseen(seed, &variance);
    print_message("held %u of %u, variance %g\n", held, RECORDS,
                  variance / RECORDS);
    assert_in_range(held, 380, 395); // discrete: a little above 95 of 100
    near(variance / RECORDS, 0.08, 0.008);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T5_10_false_alerts_to_come),
        cmocka_unit_test(counts_to_come),
        cmocka_unit_test(shares_to_come),
        cmocka_unit_test(limits_of_a_chart),
        cmocka_unit_test(counts_between_deployments),
        cmocka_unit_test(shares_between_deployments),
        cmocka_unit_test(one_size_gives_one_answer),
        cmocka_unit_test(none_says_nothing),
        cmocka_unit_test(the_next_lies_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
