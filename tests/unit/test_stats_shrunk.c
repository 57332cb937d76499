// SPDX-License-Identifier: Apache-2.0
// Rates of groups drawn toward that of all.
#include "stats/equality.h"
#include "stats/gamma.h"
#include "stats/philox.h"
#include "stats/shrunk.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void near(double have, double want, double unit)
{
    if (fabs(have - want) <= 0.5000001 * unit) return;
    fail_msg("have %.15g, want %.15g", have, want);
}

// By hand: m = 16/40, sum e (r - m)^2 = .9 + .1 + .8, v = (1.8 - .8)/25 = .04,
// so a = 4 and b = 10.
static void posterior_means_by_hand(void **state)
{
    (void)state;
    static const assay_exposed groups[] = {{1, 10}, {3, 10}, {12, 20}};
    static const double wanted[] = {5. / 20, 7. / 20, 16. / 30};
    static const double own[] = {.5, .5, 2. / 3};
    const assay_shrinkage fit = assay_shrink_fit(groups, 3);
    assert_false(fit.complete);
    near(fit.mean, .4, 1e-15);
    near(fit.between, .04, 1e-15);
    near(fit.mean_variance, .025, 1e-15);
    near(fit.between_variance, 4. / 3 * 2.72 / 625, 1e-16);
    for (size_t i = 0; i < 3; i++) {
        const assay_shrunk got = assay_shrink(&fit, groups[i], .95);
        near(got.value, wanted[i], 1e-14);
        near(got.own, own[i], 1e-14);
    }
}

// The interval of the first: a normal around .04 with v's variance x 2, cut at
// 0, has the mean w; variance .25 w/(.4 + 10 w) + .25 x .025 + (.3 x .25 x
// 10/.4)^2 of v's, a gamma of that and of the mean .25.
static void interval_by_hand(void **state)
{
    (void)state;
    static const assay_exposed groups[] = {{1, 10}, {3, 10}, {12, 20}};
    const assay_shrinkage fit = assay_shrink_fit(groups, 3);
    const assay_shrunk got = assay_shrink(&fit, groups[0], .9);
    const double moved = .3 * .25 * 10 / .4, w = 0.10221279006449636;
    near(fit.spread, w, 1e-14);
    const double variance =
        .25 * w / (.4 + 10 * w) + .00625 + moved * moved * 4. / 3 * 2.72 / 625;
    const double shape = .0625 / variance, scale = variance / .25;
    near(assay_gamma_tails(shape, got.low / scale).lower, .05, 1e-12);
    near(assay_gamma_tails(shape, got.high / scale).upper, .05, 1e-12);
}

// Rates that lie no farther apart than chance has it: all are that of all, and
// the interval is not empty.
static void complete_where_chance_is_enough(void **state)
{
    (void)state;
    static const assay_exposed groups[] = {{2, 10}, {3, 10}, {10, 20}};
    const assay_shrinkage fit = assay_shrink_fit(groups, 3);
    assert_true(fit.complete && fit.between <= 0);
    for (size_t i = 0; i < 3; i++) {
        const assay_shrunk got = assay_shrink(&fit, groups[i], .95);
        near(got.value, .375, 1e-14);
        near(got.own, 0, 1e-14);
        assert_true(got.low > .05 && got.low < .35);
        assert_true(got.high > .4 && got.high < 1);
    }
    static const assay_exposed same[] = {{5, 10}, {5, 10}, {10, 20}};
    assert_true(assay_shrink_fit(same, 3).complete);
}

static void nothing_to_fit(void **state)
{
    (void)state;
    static const assay_exposed none[] = {{0, 10}, {0, 20}};
    assert_true(assay_shrink_fit(none, 2).mean <= 0);
    assert_true(assay_shrink_fit(none, 2).complete);
    assert_true(isnan(assay_shrink_fit(none, 1).mean));
}

// No event in a group: above 0, and below all others.
static void no_event_is_no_rate_of_zero(void **state)
{
    (void)state;
    static const assay_exposed groups[] = {{0, 10}, {9, 10}, {30, 20}};
    const assay_shrinkage fit = assay_shrink_fit(groups, 3);
    const assay_shrunk none = assay_shrink(&fit, groups[0], .95);
    assert_true(none.value > 0 && none.low > 0 && none.high < 1);
    assert_true(none.value < assay_shrink(&fit, groups[1], .95).value);
}

// ---- Groups of known rates --------------------------------------------------

enum { GROUPS = 12 };

// What tests of such groups gave.
typedef struct outcome {
    double plain, shrunk;           // squared errors of rates
    double plain_rank, shrunk_rank; // of ranks
    double held, groups, between;
} outcome;

// A gamma of mean 1 and variance 1/shape.
static double gamma_draw(assay_random *random, double shape)
{
    const double u = assay_random_uniform(random);
    return assay_gamma_quantile((assay_tails){u, 1 - u}, shape) / shape;
}

static double rank_of(const double *rates, size_t g)
{
    double rank = 0;
    for (size_t h = 0; h < GROUPS; h++)
        rank += (rates[h] < rates[g]) +
                0.5 * (h != g && rates[h] <= rates[g] && rates[h] >= rates[g]);
    return rank;
}

static double square(double x)
{
    return x * x;
}

// One test of groups whose rates vary by `shape`, of few events.
static void one_test(assay_random *random, double events, double shape,
                     outcome *sum)
{
    static const double sizes[] = {.1, 1, 3};
    assay_exposed groups[GROUPS];
    double truth[GROUPS], plain[GROUPS], shrunk[GROUPS];
    for (size_t g = 0; g < GROUPS; g++) {
        const double e = events * sizes[g % 3];
        truth[g] = gamma_draw(random, shape);
        groups[g] = (assay_exposed){
            assay_poisson_draw(e * truth[g], assay_random_uniform(random)), e};
        plain[g] = groups[g].events / e;
    }
    const assay_shrinkage fit = assay_shrink_fit(groups, GROUPS);
    if (!(fit.mean > 0)) return;
    sum->between += fit.between;
    for (size_t g = 0; g < GROUPS; g++) {
        const assay_shrunk one = assay_shrink(&fit, groups[g], .95);
        shrunk[g] = one.value;
        sum->held += one.low <= truth[g] && truth[g] <= one.high;
        sum->groups++;
        sum->plain += square(plain[g] - truth[g]);
        sum->shrunk += square(shrunk[g] - truth[g]);
    }
    for (size_t g = 0; g < GROUPS; g++) {
        const double at = rank_of(truth, g);
        sum->plain_rank += square(rank_of(plain, g) - at);
        sum->shrunk_rank += square(rank_of(shrunk, g) - at);
    }
}

static outcome many_tests(double events, double shape)
{
    outcome sum = {0};
    assay_random random = assay_random_at((assay_place){.seed = 20});
    for (int i = 0; i < 1000; i++) one_test(&random, events, shape, &sum);
    return sum;
}

// With few events rates and ranks of groups lie closer to the truth than as
// counted, and intervals hold it as often as docs/statistics.md says.
static void closer_to_the_truth_with_few_events(void **state)
{
    (void)state;
    static const double events[] = {2, 5, 10};
    static const double shapes[] = {1 / (.3 * .3), 1 / (.6 * .6)};
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < 2; k++) {
            const outcome got = many_tests(events[i], shapes[k]);
            assert_true(got.shrunk < 0.6 * got.plain);
            assert_true(got.shrunk_rank < 0.88 * got.plain_rank);
            assert_true(got.held > 0.92 * got.groups);
        }
}

// v is unbiased but for being cut at 0: with much between groups it is their
// variance.
static void moments_find_the_variance(void **state)
{
    (void)state;
    const outcome got = many_tests(30, 1 / (.6 * .6));
    near(got.between / 1000, .36, .06);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(posterior_means_by_hand),
        cmocka_unit_test(interval_by_hand),
        cmocka_unit_test(complete_where_chance_is_enough),
        cmocka_unit_test(nothing_to_fit),
        cmocka_unit_test(no_event_is_no_rate_of_zero),
        cmocka_unit_test(closer_to_the_truth_with_few_events),
        cmocka_unit_test(moments_find_the_variance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
