// SPDX-License-Identifier: Apache-2.0
// Larger watchlists than were tested, tails, and rates with a known truth:
// docs/statistics.md T5.1, T5.2, T5.4 to T5.6, and mpmath.
#include "stats/beyond.h"
#include "stats/elementary.h"
#include "stats/latent.h"
#include "stats/normal.h"
#include "stats/watchlist.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "certified/watchlist.inc"

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

static const double at_1e6 = 4.753424308823;

static void T5_1_latent_fpir(void **state)
{
    (void)state;
    static const double n[] = {1e3, 1e4, 1e5};
    static const struct {
        double rho, fpir[3];
    } want[] = {
        {0, {9.995007e-4, 9.950171e-3, 9.516263e-2}},
        {.05, {9.983967e-4, 9.843578e-3, 8.719879e-2}},
        {.1, {9.953927e-4, 9.589765e-3, 7.608494e-2}},
        {.2, {9.736455e-4, 8.471341e-3, 5.341644e-2}},
    };
    static const double unit[] = {1e-10, 1e-9, 1e-8};
    near(assay_latent_fpir(0, at_1e6, 1), 1e-6, 1e-17);
    for (size_t i = 0; i < COUNT(want); i++) {
        // One identity: whoever searches, the FMR.
        within(assay_latent_fpir(want[i].rho, at_1e6, 1), 1e-6, 1e-11);
        for (size_t k = 0; k < COUNT(n); k++)
            near(assay_latent_fpir(want[i].rho, at_1e6, n[k]), want[i].fpir[k],
                 unit[k]);
    }
}

static void T5_2_scaling_down(void **state)
{
    (void)state;
    static const struct {
        double rho, linear, binomial, truth;
    } want[] = {{.1, .006684, .007091, .009590},
                {.2, .004422, .004596, .008471}};
    near(assay_latent_fpir(.1, at_1e6, 178000), .1189794, 1e-7);
    for (size_t i = 0; i < COUNT(want); i++) {
        const double large = assay_latent_fpir(want[i].rho, at_1e6, 178000);
        const double each = -assay_expm1(assay_log1p(-large) / 178000);
        near(large * 10000 / 178000, want[i].linear, 1e-6);
        near(assay_chance_any(each, 10000), want[i].binomial, 1e-6);
        near(assay_latent_fpir(want[i].rho, at_1e6, 10000), want[i].truth,
             1e-6);
    }
}

static void latent_against_mpmath(void **state)
{
    (void)state;
    double most = 0;
    for (size_t i = 0; i < COUNT(latent_values); i++) {
        const double *v = latent_values[i];
        const double error =
            fabs(assay_latent_fpir(v[0], v[1], v[2]) / v[3] - 1);
        if (!(error <= most)) most = error;
    }
    print_message("# latent FPIR: relative error at most %.2g\n", most);
    assert_true(most < 1e-12);
}

static void T5_4_beta_binomial(void **state)
{
    (void)state;
    const assay_beta_binomial fit = {.5, 4999.5};
    const double fmr = fit.a / (fit.a + fit.b);
    near(assay_beta_binomial_hit(fit, 1000), .0871404830, 1e-10);
    near(assay_chance_any(fmr, 1000), .0951671064, 1e-10);
    near(assay_beta_binomial_hit(fit, 10000), .4226786002, 1e-10);
    near(assay_chance_any(fmr, 10000), .6321389536, 1e-10);
    within(assay_beta_binomial_hit(fit, 1), fmr, 1e-13);
    assert_true(assay_beta_binomial_hit(fit, 0) == 0);
}

static void beta_binomial_against_mpmath(void **state)
{
    (void)state;
    double most = 0;
    for (size_t i = 0; i < COUNT(beta_binomial_values); i++) {
        const double *v = beta_binomial_values[i];
        const assay_beta_binomial fit = {v[0], v[1]};
        const double error =
            fabs(assay_beta_binomial_hit(fit, v[2]) / v[3] - 1);
        if (!(error <= most)) most = error;
        if (!(error < 1e-11))
            fail_msg("%g, %g, %g: error %g", v[0], v[1], v[2], error);
    }
    print_message("# beta-binomial: relative error at most %.2g\n", most);
}

static size_t seen_of(const double *row, assay_seen_k *seen)
{
    const size_t first = (size_t)row[1], count = (size_t)row[2];
    for (size_t i = 0; i < count; i++)
        seen[i] = (assay_seen_k){(uint64_t)fit_seen[first + i][0],
                                 fit_seen[first + i][1]};
    return count;
}

static void fits_against_mpmath(void **state)
{
    (void)state;
    assay_seen_k seen[16], back[16];
    for (size_t i = 0; i < COUNT(fit_values); i++) {
        const double *v = fit_values[i];
        const uint64_t all = (uint64_t)v[0];
        const size_t count = seen_of(v, seen);
        const assay_beta_binomial fit =
            assay_beta_binomial_fit(seen, count, all);
        within(fit.a, v[3], 1e-7);
        within(fit.b, v[4], 1e-7);
        for (size_t k = 0; k < count; k++) back[k] = seen[count - 1 - k];
        const assay_beta_binomial same =
            assay_beta_binomial_fit(back, count, all);
        assert_true(same.a == fit.a && same.b == fit.b);
    }
}

static void nothing_to_fit(void **state)
{
    (void)state;
    const assay_seen_k none[] = {{0, 50}}, every[] = {{20, 50}};
    const assay_seen_k even[] = {{1, 50}};
    // Exactly the binomial's variance: 4 searches of 2, chance 1/2.
    const assay_seen_k binomial[] = {{0, 1}, {1, 2}, {2, 1}};
    assert_true(isnan(assay_beta_binomial_fit(none, 1, 20).a));
    assert_true(isnan(assay_beta_binomial_fit(every, 1, 20).a));
    assert_true(isnan(assay_beta_binomial_fit(even, 1, 20).b));
    assert_true(isnan(assay_beta_binomial_fit(binomial, 3, 2).b));
}

static void the_limit_is_above(void **state)
{
    (void)state;
    const assay_beta_binomial fit = {.5, 4999.5};
    for (double n = 1; n < 1e6; n *= 3) {
        const double limit = assay_union_limit(1e-4, n);
        assert_true(assay_beta_binomial_hit(fit, n) <= limit * (1 + 1e-13));
        assert_true(limit <= 1);
    }
    assert_true(assay_union_limit(1e-4, 1e5) == 1);
    within(assay_union_limit(1e-4, 100), .01, 1e-15);
    assert_int_equal(ASSAY_BEYOND_MOST, 10);
    assert_int_equal(ASSAY_EXCESSES_LEAST, 50);
    assert_int_equal(ASSAY_EXCESS_SUBJECTS_LEAST, 30);
}

static void T5_5_tail(void **state)
{
    (void)state;
    const double u = .5;
    const assay_gpd ends = {-.1, .05}, exponential = {0, .05};
    near(assay_gpd_above(ends, .01, .7 - u), 6.0466176e-5, 1e-12);
    within(u + assay_gpd_end(ends), 1, 1e-15);
    near(assay_gpd_above(exponential, .01, .7 - u), 1.831563888873e-4, 1e-16);
    assert_true(isinf(assay_gpd_end(exponential)));
    assert_true(assay_gpd_above(ends, .01, .5) == 0);
    assert_true(assay_gpd_above(ends, .01, .6) == 0);
    assert_true(assay_gpd_above(ends, .01, 0) == .01);
    // Next to the exponential the formula does not fall apart.
    const assay_gpd next = {1e-13, .05};
    within(assay_gpd_above(next, .01, .2),
           assay_gpd_above(exponential, .01, .2), 1e-11);
}

static const double ten[] = {.1, .3, .5, .7, .9, 1.1, 1.4, 2.2, 3.1, 4.6};

static void T5_6_fits(void **state)
{
    (void)state;
    const assay_gpd moments = assay_gpd_moments(ten, 10);
    near(moments.shape, .02308611, 1e-8);
    near(moments.scale, 1.45560170, 1e-8);
    near(assay_gpd_log_likelihood(moments, ten, 10), -14.009533, 1e-6);
    const assay_gpd likely = assay_gpd_likely(ten, 10);
    // T5.6 has -.18015 and 1.76876, where an optimiser stopped: the likelihood
    // is the same to 9 digits.
    near(likely.shape, -.18014, 1e-5);
    near(likely.scale, 1.76874, 1e-5);
    near(assay_gpd_log_likelihood(likely, ten, 10), -13.901288, 1e-6);
    within(likely.shape, gpd_ten[0][0], 1e-9);
    within(likely.scale, gpd_ten[0][1], 1e-9);
    within(assay_gpd_log_likelihood(likely, ten, 10), gpd_ten[0][2], 1e-13);
}

static void likely_tails_against_mpmath(void **state)
{
    (void)state;
    double y[200];
    for (size_t i = 0; i < COUNT(gpd_values); i++) {
        const double *v = gpd_values[i];
        const size_t m = (size_t)v[1];
        for (size_t k = 0; k < m; k++) {
            const double p = ((double)k + .5) / (double)m;
            y[k] = .03 * assay_expm1(-v[0] * assay_log1p(-p)) / v[0];
        }
        const assay_gpd fit = assay_gpd_likely(y, m);
        within(fit.shape, v[2], 1e-8);
        within(fit.scale, v[3], 1e-8);
        within(assay_gpd_log_likelihood(fit, y, m), v[4], 1e-12);
        // Another unit of score changes the scale alone.
        for (size_t k = 0; k < m; k++) y[k] *= 1024;
        const assay_gpd larger = assay_gpd_likely(y, m);
        assert_true(larger.shape == fit.shape);
        assert_true(larger.scale == 1024 * fit.scale);
    }
}

static void exponential_excesses(void **state)
{
    (void)state;
    // Where the peak lies at shape 0 nothing cancels: quantiles of an
    // exponential law, of which one is moved until it does.
    double y[60];
    for (size_t k = 0; k < 60; k++) y[k] = -assay_log1p(-((double)k + .5) / 60);
    double low = y[58], high = 100;
    for (int i = 0; i < 60; i++) {
        y[59] = .5 * (low + high);
        if (assay_gpd_likely(y, 60).shape > 0)
            high = y[59];
        else
            low = y[59];
    }
    const assay_gpd fit = assay_gpd_likely(y, 60);
    double mean = 0;
    for (size_t k = 0; k < 60; k++) mean += y[k] / 60;
    assert_true(fabs(fit.shape) < 1e-9);
    within(fit.scale, mean, 1e-9);
}

static void no_tail(void **state)
{
    (void)state;
    const double nothing[] = {0, 0, 0}, equal[] = {1, 1, 1, 1};
    const double one[] = {2};
    assert_true(isnan(assay_gpd_moments(nothing, 3).shape));
    assert_true(isnan(assay_gpd_moments(one, 1).shape));
    assert_true(isnan(assay_gpd_likely(nothing, 3).shape));
    assert_true(isnan(assay_gpd_likely(one, 1).shape));
    assert_true(isnan(assay_gpd_likely(one, 0).shape));
    // All at the end: the likelihood only rises towards it.
    assert_true(isnan(assay_gpd_likely(equal, 4).shape));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T5_1_latent_fpir),
        cmocka_unit_test(T5_2_scaling_down),
        cmocka_unit_test(latent_against_mpmath),
        cmocka_unit_test(T5_4_beta_binomial),
        cmocka_unit_test(beta_binomial_against_mpmath),
        cmocka_unit_test(fits_against_mpmath),
        cmocka_unit_test(nothing_to_fit),
        cmocka_unit_test(the_limit_is_above),
        cmocka_unit_test(T5_5_tail),
        cmocka_unit_test(T5_6_fits),
        cmocka_unit_test(likely_tails_against_mpmath),
        cmocka_unit_test(exponential_excesses),
        cmocka_unit_test(no_tail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
