// SPDX-License-Identifier: Apache-2.0
// Tails of excesses with their uncertainty: docs/statistics.md T5.5, T5.6, and
// the fit made again from nothing without each person.
#include "stats/excess.h"
#include "stats/philox.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void near(double have, double want, double unit)
{
    if (fabs(have - want) <= 0.5000001 * unit) return;
    fail_msg("have %.15g, want %.15g", have, want);
}

static void within(double have, double want, double relative)
{
    if (fabs(have - want) <= relative * (fabs(want) + 1e-12)) return;
    fail_msg("have %.17g, want %.17g", have, want);
}

static void T5_5_tail_with_its_quantile(void **state)
{
    (void)state;
    const assay_tail_fit tail = {.01, {-.1, .05}};
    const assay_tail_fit flat = {.01, {0, .05}};
    near(assay_tail_quantile(&tail, 6.0466176e-5), .2, 1e-12);
    near(assay_tail_quantile(&flat, 1.831563888873e-4), .2, 1e-12);
    assert_true(assay_tail_quantile(&tail, .01) == 0);
    // The end is at 1.0 with u = .5.
    assert_true(assay_tail_quantile(&tail, 1e-30) < .5);
    assay_tail_jackknife jackknife = {.n = 0};
    for (int i = 0; i < 40; i++)
        assay_tail_jackknife_add(
            &jackknife,
            (assay_tail_fit){.01 + 1e-5 * i, {-.1 + 1e-4 * (i % 7), .05}});
    const assay_interval at = assay_tail_interval(&tail, &jackknife, .2, 2);
    assert_true(at.low < 6.0466176e-5 && at.high > 6.0466176e-5);
    within(at.low * at.high, 6.0466176e-5 * 6.0466176e-5, 1e-8);
    assert_true(isnan(assay_tail_interval(&tail, &jackknife, .5, 2).high));
    // No more than what exceeds u at all.
    assert_true(assay_tail_interval(&tail, &jackknife, 0, 2).high == .01);
    jackknife.lost = true;
    assert_true(isnan(assay_tail_interval(&tail, &jackknife, .2, 2).low));
    assert_true(isnan(assay_tail_shape(&tail, &jackknife, 2).low));
}

static void T5_6_by_sums_of_pairs(void **state)
{
    (void)state;
    static const double y[] = {.1, .3, .5, .7, .9, 1.1, 1.4, 2.2, 3.1, 4.6};
    double below[11];
    assay_excesses_sum(y, 10, below);
    const assay_excesses all = {y, below, 10};
    const assay_excess_moments m = assay_excess_moments_of(&all);
    const assay_gpd fit = assay_excess_fit(&m);
    near(m.sum / 10, 1.49, 1e-12);
    near((m.pairs + .35 * m.sum) / 100, .36815, 1e-12);
    near(fit.shape, .02308611, 1e-8);
    near(fit.scale, 1.45560170, 1e-8);
    within(fit.shape, assay_gpd_moments(y, 10).shape, 1e-12);
    const assay_excess_moments one = {1, 2, 0}, zeros = {5, 0, 0};
    assert_true(isnan(assay_excess_fit(&one).shape));
    assert_true(isnan(assay_excess_fit(&zeros).shape));
}

static int ascending(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

// Excesses in steps, so that some are equal.
static size_t draw(assay_random *rng, double *y, size_t most)
{
    const size_t n = assay_random_below(rng, (uint32_t)most + 1);
    for (size_t i = 0; i < n; i++) y[i] = assay_random_below(rng, 30) / 8.0;
    if (n) qsort(y, n, sizeof *y, ascending);
    return n;
}

static void without_some_as_from_nothing(void **state)
{
    (void)state;
    assay_random rng = assay_random_at((assay_place){.seed = 3});
    for (unsigned run = 0; run < 300; run++) {
        double kept[160], gone[20], come[20], all[80];
        double sums[3][81];
        const size_t a = 2 + draw(&rng, kept, 50), g = draw(&rng, gone, 20);
        const size_t c = draw(&rng, come, 20);
        kept[a - 2] = kept[a - 1] = 4;
        memcpy(all, kept, a * sizeof *all);
        memcpy(all + a, gone, g * sizeof *all);
        memcpy(kept + a, come, c * sizeof *kept);
        qsort(all, a + g, sizeof *all, ascending);
        qsort(kept, a + c, sizeof *kept, ascending);
        assay_excesses_sum(all, a + g, sums[0]);
        assay_excesses_sum(gone, g, sums[1]);
        assay_excesses_sum(come, c, sums[2]);
        const assay_excesses of[3] = {
            {all, sums[0], a + g}, {gone, sums[1], g}, {come, sums[2], c}};
        const assay_excess_moments m = assay_excess_moments_of(&of[0]);
        const assay_excess_moments rest =
            assay_excess_moments_without(&m, &of[0], &of[1], &of[2]);
        const assay_gpd have = assay_excess_fit(&rest);
        const assay_gpd want = assay_gpd_moments(kept, a + c);
        assert_true(rest.n == (double)(a + c));
        within(have.shape, want.shape, 1e-9);
        within(have.scale, want.scale, 1e-9);
    }
}

static void slopes_are_differences(void **state)
{
    (void)state;
    static const double shapes[] = {-.3, -1e-4, 0, 1e-4, .2};
    const double y = .13, h = 1e-5;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        for (int which = 0; which < 3; which++) {
            const assay_tail_fit tail = {.02, {shapes[i], .05}};
            assay_tail_jackknife jackknife = {.n = 0};
            double at[2];
            for (int side = 0; side < 2; side++) {
                const double step = side ? h : -h;
                assay_tail_fit moved = tail;
                if (which == 0) moved.above *= exp(step);
                if (which == 1) moved.gpd.shape += step;
                if (which == 2) moved.gpd.scale *= exp(step);
                at[side] = log(assay_gpd_above(moved.gpd, moved.above, y));
                assay_tail_jackknife_add(&jackknife, moved);
            }
            // Of two: (1/2) sum of squares about the mean.
            const double want = fabs(at[1] - at[0]) / 2;
            const assay_interval in =
                assay_tail_interval(&tail, &jackknife, y, 1);
            within(-log(in.low / assay_gpd_above(tail.gpd, tail.above, y)),
                   want, 1e-6);
        }
}

static void many_at_once_as_one_by_one(void **state)
{
    (void)state;
    const assay_tail_fit a = {.01, {-.1, .05}}, b = {.012, {-.2, .06}};
    assay_tail_jackknife one = {.n = 0}, all = {.n = 0};
    for (int i = 0; i < 9; i++) assay_tail_jackknife_add(&one, a);
    for (int i = 0; i < 4; i++) assay_tail_jackknife_add(&one, b);
    assay_tail_jackknife_add_all(&all, a, 9);
    assay_tail_jackknife_add_all(&all, b, 4);
    assay_tail_jackknife_add_all(&all, b, 0);
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            within(all.products[i][k], one.products[i][k], 1e-9);
    assert_true(one.n == all.n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T5_5_tail_with_its_quantile),
        cmocka_unit_test(T5_6_by_sums_of_pairs),
        cmocka_unit_test(without_some_as_from_nothing),
        cmocka_unit_test(slopes_are_differences),
        cmocka_unit_test(many_at_once_as_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
