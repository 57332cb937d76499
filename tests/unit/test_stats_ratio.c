// SPDX-License-Identifier: Apache-2.0
// Two groups' counts: docs/statistics.md T3.4, T3.5, the power table of 3.4,
// and the figures asked of `assay counts`.
#include "stats/beta.h"
#include "stats/ratio.h"

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

static void T3_4_katz(void **state)
{
    (void)state;
    const assay_exposed a = {20, 10000}, b = {10, 10000};
    const assay_interval i = assay_ratio_katz(a, b, 0.95);
    near(i.low, .93665770, 1e-8);
    near(i.high, 4.27050351, 1e-8);
    assert_true(isnan(assay_ratio_katz((assay_exposed){0, 9}, b, 0.95).low));
}

static void T3_5_exact_conditional(void **state)
{
    (void)state;
    const assay_exposed eight = {8, 1}, two = {2, 1}, seven = {7, 1};
    const assay_exposed zero = {0, 1};
    assay_ratio r = assay_ratio_exact(eight, two, 0.95);
    near(r.value, 4, 1e-14);
    near(r.low, .79825240, 1e-8);
    near(r.high, 38.66565608, 1e-8);
    near(r.p, .109375, 1e-13);
    r = assay_ratio_exact(seven, zero, 0.95);
    near(r.low, 1.44130852, 1e-8);
    assert_true(isinf(r.high) && isinf(r.value));
    r = assay_ratio_exact(zero, seven, 0.95);
    assert_true(r.value == 0 && r.low == 0);
    near(r.high, 1 / 1.441308518835, 1e-11);
    assert_true(isnan(assay_ratio_exact(zero, zero, 0.95).low));
}

static void share_8_of_10(void **state)
{
    (void)state;
    const assay_interval i = assay_clopper_pearson(8, 10, 0.95);
    near(i.low, .4439045377, 1e-10);
    near(i.high, .9747892737, 1e-10);
    near(assay_binomial_at_least(8, 10, .135), 3.845466e-6, 1e-12);
}

static void power_of_7_events(void **state)
{
    (void)state;
    assay_power p = assay_ratio_power(7, 1.0 / 3, 0.8, 0.95);
    assert_true(p.least == 6);
    near(p.ratio, 14.73, 0.01);
    near(assay_binomial_at_least(6, 7, p.expected), 0.8, 1e-12);
    p = assay_ratio_power(7, 2.0 / 3, 0.8, 0.95);
    assert_true(isnan(p.least) && isinf(p.ratio));
    p = assay_ratio_power(0, 0.5, 0.8, 0.95);
    assert_true(isnan(p.least) && isinf(p.ratio));
}

// The least excess is where the exact test starts to reject, and nowhere else.
static void least_excess_is_where_the_test_rejects(void **state)
{
    (void)state;
    for (int n = 1; n <= 60; n += 7) {
        const double share = 0.3;
        const assay_power p = assay_ratio_power(n, share, 0.8, 0.95);
        for (int k = 0; k <= n; k++) {
            const assay_exposed a = {k, share}, b = {n - k, 1 - share};
            const assay_ratio r = assay_ratio_exact(a, b, 0.95);
            const int counts = !isnan(p.least) && k >= p.least;
            assert_int_equal(r.low > 1, counts);
        }
    }
}

// More events, smaller ratios come into sight; a million of them need little.
static void power_grows_with_events(void **state)
{
    (void)state;
    double before = INFINITY;
    static const double events[] = {10, 30, 100, 1000, 1e5, 1e8};
    for (size_t i = 0; i < 6; i++) {
        const assay_power p = assay_ratio_power(events[i], 0.4, 0.8, 0.95);
        assert_true(p.ratio > 1 && p.ratio < before);
        before = p.ratio;
    }
    assert_true(before < 1.001);
}

static void events_for_a_ratio(void **state)
{
    (void)state;
    near(assay_ratio_events(1.5, 0.8, 0.95), 79.57, 0.01);
    near(assay_ratio_events(2, 0.8, 0.95), 24.505, 0.001);
    near(assay_ratio_events(3, 0.8, 0.95), 8.671, 0.001);
    near(assay_ratio_events(5, 0.8, 0.95), 3.636, 0.001);
}

// At equal exposure the table of events_for_a_ratio, by the side with fewer; at
// others both sides as the one with the lower rate.
static void enough_for_a_ratio(void **state)
{
    (void)state;
    assay_adequacy got = assay_ratio_adequacy(
        (assay_exposed){24, 500}, (assay_exposed){60, 500}, 2, 0.8, 0.95);
    near(got.takes, 24.505, 0.001);
    assert_true(got.has == 24 && got.has < got.takes);
    got = assay_ratio_adequacy((assay_exposed){60, 500},
                               (assay_exposed){25, 500}, 2, 0.8, 0.95);
    assert_true(got.has == 25 && got.has >= got.takes);
    // A tenth of the other's exposure: (2.80159)^2 (1 + 1/20) / (ln 2)^2; the
    // other takes (2.80159)^2 (1 + 5) / (ln 2)^2 = 98.0.
    got = assay_ratio_adequacy((assay_exposed){17, 100},
                               (assay_exposed){170, 1000}, 2, 0.8, 0.95);
    near(got.takes, 17.153, 0.002);
    assert_true(got.has == 17);
    got = assay_ratio_adequacy((assay_exposed){40, 100},
                               (assay_exposed){90, 1000}, 2, 0.8, 0.95);
    near(got.takes, 98.02, 0.01);
    assert_true(got.has == 90);
    // Less sure, fewer events: (1.64485 + 0.84162)^2 x 1.5 / (ln 2)^2.
    got = assay_ratio_adequacy((assay_exposed){30, 1}, (assay_exposed){30, 1},
                               2, 0.8, 0.9);
    near(got.takes, 19.302, 0.002);
}

// The p-value and the interval tell one story; swapping groups inverts it.
static void test_and_interval_agree(void **state)
{
    (void)state;
    for (int x = 0; x <= 30; x++)
        for (int y = 0; y <= 30; y++) {
            if (x + y == 0) continue;
            const assay_exposed a = {x, 3}, b = {y, 5};
            const assay_ratio r = assay_ratio_exact(a, b, 0.95);
            const assay_ratio s = assay_ratio_exact(b, a, 0.95);
            assert_int_equal(r.p <= 0.05, r.low >= 1 || r.high <= 1);
            if (x > 0 && y > 0) {
                near(r.low * s.high, 1, 1e-12);
                near(r.value * s.value, 1, 1e-14);
            }
        }
}

static void equivalence(void **state)
{
    (void)state;
    const assay_exposed many = {10000, 1e6}, same = {10020, 1e6};
    const assay_exposed more = {13000, 1e6}, few = {7, 1e6};
    assert_true(assay_ratio_equivalence(many, same, 1.25) < 1e-6);
    assert_true(assay_ratio_equivalence(many, more, 1.25) > 0.9);
    assert_true(assay_ratio_equivalence(few, few, 1.25) > 0.05);
    // Two one-sided 5 % tests are the 90 % interval inside the margin.
    for (int x = 300; x <= 420; x += 5) {
        const assay_exposed a = {x, 1}, b = {360, 1};
        const assay_ratio r = assay_ratio_exact(a, b, 0.90);
        const int inside = r.low >= 0.8 && r.high <= 1.25;
        assert_int_equal(assay_ratio_equivalence(a, b, 1.25) <= 0.05, inside);
    }
    assert_true(isnan(assay_ratio_equivalence(few, few, 1)));
}

static void clustered_ratio(void **state)
{
    (void)state;
    // ln 2 -+ 1.96 sqrt(0.01 + 0.04 - 2 0.001)
    const assay_rate a = {0.02, 0.01 * 4e-4, 1e18};
    const assay_rate b = {0.01, 0.04 * 1e-4, 1e18};
    const assay_interval i = assay_ratio_clustered(a, b, 0.001 * 2e-4, 0.95);
    const double half = 1.959963984540054 * sqrt(0.048);
    near(log(i.low), log(2) - half, 1e-13);
    near(log(i.high), log(2) + half, 1e-13);
    const assay_rate none = {0, 0, 5};
    assert_true(isnan(assay_ratio_clustered(none, b, 0, 0.95).low));
}

static void difference_of_rates(void **state)
{
    (void)state;
    const assay_exposed a = {7, 100}, none = {0, 100};
    const assay_interval i = assay_rate_difference(a, none, 0.95);
    // sqrt((7 - 2.8144)^2 + 3.6889^2)/100 below, only a's own way up
    const double down =
        sqrt(4.1856369485 * 4.1856369485 + 3.6888794541 * 3.6888794541);
    near(i.low, 0.07 - down / 100, 1e-11);
    near(i.high, 0.144226753617, 1e-11);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T3_4_katz),
        cmocka_unit_test(T3_5_exact_conditional),
        cmocka_unit_test(share_8_of_10),
        cmocka_unit_test(power_of_7_events),
        cmocka_unit_test(least_excess_is_where_the_test_rejects),
        cmocka_unit_test(power_grows_with_events),
        cmocka_unit_test(events_for_a_ratio),
        cmocka_unit_test(enough_for_a_ratio),
        cmocka_unit_test(test_and_interval_agree),
        cmocka_unit_test(equivalence),
        cmocka_unit_test(clustered_ratio),
        cmocka_unit_test(difference_of_rates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
