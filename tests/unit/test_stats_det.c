// SPDX-License-Identifier: Apache-2.0
// FNMR at an FMR, EER, AUC and allowed false matches: T6.1, and
// docs/statistics.md 4.8 and "EER, AUC, d'".
#include "stats/beta.h"
#include "stats/det.h"
#include "stats/philox.h"
#include "stats/student.h"
#include "stats/threshold.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static void near(double have, double want, double unit)
{
    if (fabs(have - want) <= 0.5000001 * unit) return;
    fail_msg("have %.15g, want %.15g", have, want);
}

// --- allowed false matches --------------------------------------------------

static void T6_1_wilks(void **state)
{
    (void)state;
    uint64_t m;
    assert_true(assay_wilks_allowed(10000, 1e-3, 0.05, &m));
    assert_int_equal(m, 4);
    near(assay_binomial_at_most(4, 10000, 1e-3), .029196, 1e-6);
    near(assay_binomial_at_most(5, 10000, 1e-3), .066991, 1e-6);
    assert_int_equal(assay_wilks_least(1e-3, 0.05), 2995);
    assert_int_equal(assay_wilks_least(1e-4, 0.05), 29956);
    assert_int_equal(assay_wilks_least(1e-6, 0.05), 2995731);
    assert_false(assay_wilks_allowed(2994, 1e-3, 0.05, &m));
    assert_true(assay_wilks_allowed(2995, 1e-3, 0.05, &m));
    assert_int_equal(m, 0);
    // True FMR at the naive threshold (6.2)
    near(1 - assay_binomial_at_least(11, 10000, 1e-3), .583, 1e-3);
}

static void wilks_is_the_largest(void **state)
{
    (void)state;
    static const double n[] = {3000, 87307271, 1e12};
    for (size_t i = 0; i < COUNT(n); i++) {
        uint64_t m;
        assert_true(assay_wilks_allowed(n[i], 1e-3, 0.05, &m));
        const double at = assay_binomial_at_most((double)m, n[i], 1e-3);
        const double next = assay_binomial_at_most((double)m + 1, n[i], 1e-3);
        assert_true(at <= 0.05 && next > 0.05);
    }
}

// As many of n as there are independent ones allow, times what each stands for.
static void clustered_ones_stand_for_several(void **state)
{
    (void)state;
    uint64_t m = 0;
    // 10,000 of 20,000: 4 of them (T6.1), which are 8.
    assert_true(assay_wilks_clustered(20000, 2, 1e-3, 0.05, &m));
    assert_int_equal(m, 8);
    assert_true(assay_wilks_clustered(13000, 1.3, 1e-3, 0.05, &m));
    assert_int_equal(m, 5);
    assert_false(assay_wilks_clustered(5988, 2, 1e-3, 0.05, &m));
}

static void clustering_never_allows_more(void **state)
{
    (void)state;
    static const double misses[] = {0.01, 0.05, 0.2, 0.4};
    uint64_t own = 0, all = 0;
    for (size_t i = 0; i < COUNT(misses); i++)
        for (double n = 20; n < 4000; n *= 1.07)
            for (double deff = 1; deff < 12; deff += 0.17) {
                if (!assay_wilks_clustered(floor(n), deff, 0.01, misses[i],
                                           &own))
                    continue;
                assert_true(
                    assay_wilks_allowed(floor(n), 0.01, misses[i], &all));
                assert_true(own <= all);
            }
}

static void allowed_is_decimal(void **state)
{
    (void)state;
    assert_int_equal(assay_allowed(1e-6, 1000000), 1);
    assert_int_equal(assay_allowed(1e-6, 999999), 0);
    assert_int_equal(assay_allowed(1e-5, 300000), 3);
    assert_int_equal(assay_allowed(0.003, 1000), 3);
    assert_int_equal(assay_allowed(0.29, 100), 29);
    assert_int_equal(assay_allowed(0.07, 100), 7);
    assert_int_equal(assay_allowed(1e-4, 87307271), 8730);
    assert_int_equal(assay_allowed(1e-22, UINT64_MAX), 0);
    assert_int_equal(assay_allowed(1, UINT64_MAX), UINT64_MAX);
    assert_int_equal(assay_allowed(0, 5), 0);
    // Every k/1000 of 1000 is k, though most k/1000 are no doubles.
    for (unsigned k = 0; k <= 1000; k++) {
        assert_int_equal(assay_allowed(k / 1000.0, 1000), k);
        assert_int_equal(assay_allowed(k / 1000.0, 999999), k * 1000 - (k > 0));
    }
    // No short decimal: the double itself
    assert_int_equal(assay_allowed(1.0 / 3, 3), 0); // 1/3 rounds down
    assert_int_equal(assay_allowed(1.0 / 3, 4), 1);
    assert_int_equal(assay_allowed(0x1.999999999999ap-4, 10), 1); // 0.1
}

static void decimals(void **state)
{
    (void)state;
    assay_decimal d;
    assert_true(assay_decimal_of(0.0125, &d));
    assert_true(d.digits == 125 && d.places == 4);
    assert_true(assay_decimal_of(1, &d) && d.digits == 1 && d.places == 0);
    assert_false(assay_decimal_of(1.0 / 3, &d));
    assert_false(assay_decimal_of(-0.1, &d));
    assert_false(assay_decimal_of(NAN, &d));
}

static void trials_that_a_target_needs(void **state)
{
    (void)state;
    assert_int_equal(assay_allowed_trials(1e-4, 1), 10000);
    assert_int_equal(assay_allowed_trials(1e-6, 1), 1000000);
    assert_int_equal(assay_allowed_trials(0.003, 1), 334);
    assert_int_equal(assay_allowed_trials(0.003, 10), 3334);
    assert_int_equal(assay_allowed_trials(0, 1), UINT64_MAX);
    assert_int_equal(assay_allowed_trials(1e-22, 1), UINT64_MAX);
    static const double alphas[] = {1e-3, 0.07, 1.0 / 3, 0.1234567890123456};
    for (size_t i = 0; i < COUNT(alphas); i++)
        for (uint64_t m = 1; m < 30; m++) {
            const uint64_t n = assay_allowed_trials(alphas[i], m);
            assert_true(assay_allowed(alphas[i], n) >= m);
            assert_true(assay_allowed(alphas[i], n - 1) < m);
        }
}

// --- FNMR at an FMR ---------------------------------------------------------

enum { K = 30 };

typedef struct sample {
    double xm[K], mm[K], xn[K], mn[K];
    assay_det_point point;
} sample;

static void fill(sample *s)
{
    assay_random r = assay_random_at((assay_place){21, 0, 0, 0});
    s->point = (assay_det_point){
        {s->xm, s->mm, K, NULL}, {s->xn, s->mn, K, NULL}, 0, 0, 0, 0};
    for (size_t i = 0; i < K; i++) {
        s->mm[i] = assay_random_below(&r, 6);
        s->xm[i] = assay_random_below(&r, (uint32_t)s->mm[i] + 1);
        s->mn[i] = 400 + assay_random_below(&r, 50);
        s->xn[i] = assay_random_below(&r, 12);
        s->point.mated_events += s->xm[i];
        s->point.mated_trials += s->mm[i];
        s->point.non_mated_events += s->xn[i] / 2;
        s->point.non_mated_trials += s->mn[i] / 2;
    }
}

static void delta_method_by_hand(void **state)
{
    (void)state;
    sample s;
    fill(&s);
    const assay_det_point *d = &s.point;
    const double fnmr = d->mated_events / d->mated_trials;
    const double fmr = d->non_mated_events / d->non_mated_trials;
    const double slope = -7, v_fmr = 3e-6;
    double cov = 0, q2 = 0, q4 = 0;
    for (size_t i = 0; i < K; i++) {
        const double f = (s.xm[i] - s.mm[i] * fnmr) / d->mated_trials;
        const double g = (s.xn[i] - s.mn[i] * fmr) / d->non_mated_trials;
        cov += f * g;
        q2 += pow(f - slope * g, 2);
        q4 += pow(f - slope * g, 4);
    }
    near(assay_det_covariance(d), cov, 1e-15 * fabs(cov) * 1e3);
    const assay_cluster one = assay_cluster_one_way(d->mated, true);
    const assay_cluster c = assay_det_fnmr(d, &one, v_fmr, slope, true);
    const double v = one.variance + 49 * v_fmr + 14 * cov;
    near(c.variance, v, 1e-12 * v);
    near(c.nu, q2 * q2 / q4, 1e-10);
    assert_true(isnan(c.jackknife) && c.rate == one.rate);
    // No slope: the threshold might as well be given.
    const assay_cluster flat = assay_det_fnmr(d, &one, v_fmr, 0, true);
    assert_true(flat.variance == one.variance);
    // The floor holds
    const assay_cluster low = assay_det_fnmr(d, &one, -1, slope, true);
    near(low.variance, fnmr * (1 - fnmr) / d->mated_trials, 1e-16);
}

static void window_of_the_slope(void **state)
{
    (void)state;
    assay_interval w = assay_det_window(1e-3, 1e-8);
    near(w.low, 9e-4, 1e-18);
    near(w.high, 1.1e-3, 1e-18);
    w = assay_det_window(1e-3, 1e-6);
    near(w.low, 2.5e-4, 1e-18);
    near(w.high, 2e-3, 1e-17);
}

// --- EER
// ----------------------------------------------------------------------

// Crossing of two segments, in rationals small enough to be exact in doubles.
static void eer_is_the_crossing(void **state)
{
    (void)state;
    // FMR 2/8 -> 1/8, FNMR 0/4 -> 1/4: d 1/4 -> -1/8, a = 2/3, 1/4 - 2/3/8
    near(assay_eer((assay_errors){2, 0}, (assay_errors){1, 1}, 4, 8), 1.0 / 6,
         1e-16);
    // Meeting exactly at a threshold
    assert_true(assay_eer((assay_errors){3, 1}, (assay_errors){2, 1}, 5, 10) ==
                0.2);
    // Perfect separation
    assert_true(assay_eer((assay_errors){1, 0}, (assay_errors){0, 0}, 5, 9) ==
                0);
    // Sizes at which FMR and FNMR as doubles would lose the crossing
    const uint64_t big = UINT64_C(1) << 52;
    const assay_errors before = {big / 2 + 1, big / 2};
    const assay_errors after = {big / 2, big / 2 + 1};
    near(assay_eer(before, after, big, big), 0.5, 1e-15);
}

static void eer_interval(void **state)
{
    (void)state;
    assay_eer_parts p = {0.1, -1, 4e-4, 2e-4, 1e-4, 30, 12};
    // w = 1/2: (4e-4 + 2e-4 + 2e-4)/4
    near(assay_eer_variance(&p), 2e-4, 1e-18);
    const double half = assay_student_two_sided(0.95, 12) * sqrt(2e-4) / 0.09;
    const assay_interval i = assay_eer_interval(&p, 0.95);
    near(log(i.low / (1 - i.low)), log(1 / 9.0) - half, 1e-13);
    near(log(i.high / (1 - i.high)), log(1 / 9.0) + half, 1e-13);
    p.slope = 0;
    assert_true(assay_eer_variance(&p) == p.v_fnmr);
    p.slope = -INFINITY;
    assert_true(assay_eer_variance(&p) == p.v_fmr);
    p.eer = 0;
    assert_true(isnan(assay_eer_interval(&p, 0.95).low));
}

// --- AUC
// ----------------------------------------------------------------------

// T1.1's scores, one comparison a subject: DeLong's two sums of squares.
static void auc_of_independent_comparisons(void **state)
{
    (void)state;
    static const double mated[] = {.9, .8, .6, .6, .3};
    static const double other[] = {.7, .6, .5, .4, .4, .2, .1, .1, .05, 0};
    double x10[15] = {0}, m10[15] = {0}, x01[15] = {0}, m01[15] = {0};
    double sum = 0, s10 = 0, s01 = 0;
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < 10; j++) {
            const double win = mated[i] > other[j]    ? 1
                               : mated[i] == other[j] ? 0.5
                                                      : 0;
            x10[i] += win / 10;
            x01[5 + j] += win / 5;
            sum += win;
        }
    const double auc = sum / 50;
    near(auc, 0.84, 1e-15);
    assay_pair_sums p10 = {0, 5, 0, 0, 5}, p01 = {0, 10, 0, 0, 10};
    for (size_t i = 0; i < 15; i++) {
        m10[i] = i < 5;
        m01[i] = i >= 5;
        p10.ee += x10[i] * x10[i];
        p10.em += x10[i];
        p01.ee += x01[i] * x01[i];
        p01.em += x01[i];
        s10 += i < 5 ? pow(x10[i] - auc, 2) : 0;
        s01 += i >= 5 ? pow(x01[i] - auc, 2) : 0;
    }
    const assay_placements a = {{x10, m10, 15, NULL}, p10};
    const assay_placements b = {{x01, m01, 15, NULL}, p01};
    const assay_auc out = assay_auc_of(auc, &a, &b);
    near(out.variance, s10 / 25 + s01 / 100, 1e-15);
    near(out.squares, out.variance, 1e-15);
    const assay_placements c = {{NULL, NULL, 0, NULL}, p10};
    const assay_placements d = {{NULL, NULL, 0, NULL}, p01};
    const assay_auc same = assay_auc_of(auc, &c, &d);
    near(same.variance, out.variance, 1e-15);
    assert_true(isinf(same.nu));
    const assay_interval i = assay_auc_interval(&same, 0.95);
    const double half =
        1.959963984540054 * sqrt(same.variance) / (auc * (1 - auc));
    near(log(i.low / (1 - i.low)), log(auc / (1 - auc)) - half, 1e-13);
    assert_true(i.high < 1 && i.high > auc);
}

// Subjects with several comparisons of both classes, against psi summed
// comparison by comparison.
static void auc_of_clustered_comparisons(void **state)
{
    (void)state;
    enum { n = 6, images = 2 };
    assay_random r = assay_random_at((assay_place){31, 0, 0, 0});
    double x10[n] = {0}, m10[n] = {0}, x01[n] = {0}, m01[n] = {0}, s[n] = {0};
    const double auc = 0.75, mated = n * images, other = 2 * n * (n - 1) / 2.0;
    assay_pair_sums p10 = {0, mated, 0, 0, 0}, p01 = {0, other, 0, 0, 0};
    double own = 0, pairs = 0;
    for (size_t a = 0; a < n; a++)
        for (size_t b = a; b < n; b++) {
            // Two comparisons a pair, each of its own placement
            const double e =
                assay_random_uniform(&r) + assay_random_uniform(&r);
            double *x = a == b ? x10 : x01, *m = a == b ? m10 : m01;
            assay_pair_sums *p = a == b ? &p10 : &p01;
            const double psi = (e - 2 * auc) / p->trials;
            p->ee += e * e;
            p->em += 2 * e;
            p->mm += 4;
            *(a == b ? &own : &pairs) += psi * psi;
            x[a] += e;
            m[a] += 2;
            s[a] += psi;
            if (a == b) continue;
            x[b] += e;
            m[b] += 2;
            s[b] += psi;
        }
    double s2 = 0, s4 = 0;
    for (size_t v = 0; v < n; v++) {
        s2 += s[v] * s[v];
        s4 += pow(s[v], 4);
    }
    const assay_placements a = {{x10, m10, n, NULL}, p10},
                           b = {{x01, m01, n, NULL}, p01};
    const assay_auc out = assay_auc_of(auc, &a, &b);
    near(out.squares, s2, 1e-14);
    near(out.mated_pairs, own, 1e-14);
    near(out.other_pairs, pairs, 1e-14);
    near(out.nu, fmax(2, s2 * s2 / s4), 1e-11);
    near(out.variance, fmax(s2 - pairs, own + pairs), 1e-14);
}

// Of 100 people .0362 bear what none of them shows; ten or more that weigh show
// it.
static void auc_of_few_who_weigh(void **state)
{
    (void)state;
    assay_auc auc = {.auc = .99, .variance = 1e-6, .nu = 9.5, .people = 100};
    const double plain =
        1 / (1 + exp(assay_student_two_sided(.95, 9.5) * 1e-3 / (.99 * .01) -
                     log(99)));
    assay_interval i = assay_auc_interval(&auc, .95);
    near(i.low, .99 - (1 - pow(.025, .01)), 1e-15);
    assert_true(i.low < plain && i.high > .99);
    auc.nu = 10;
    i = assay_auc_interval(&auc, .95);
    assert_true(i.low > .98);
    auc = (assay_auc){.auc = .15, .variance = 1e-4, .nu = 4.9, .people = 20};
    assert_true(assay_auc_interval(&auc, .95).low == 0);
    auc.people = 19;
    assert_true(assay_auc_interval(&auc, .95).low == 0);
    auc.nu = 5;
    auc.people = 20;
    assert_true(assay_auc_interval(&auc, .95).low > .1);
}

static void auc_at_its_ends(void **state)
{
    (void)state;
    const assay_auc best = {.auc = 1, .nu = 5}, worst = {.auc = 0, .nu = 5};
    assert_true(isnan(assay_auc_interval(&best, 0.95).low));
    assert_true(isnan(assay_auc_interval(&worst, 0.95).high));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T6_1_wilks),
        cmocka_unit_test(wilks_is_the_largest),
        cmocka_unit_test(clustered_ones_stand_for_several),
        cmocka_unit_test(clustering_never_allows_more),
        cmocka_unit_test(allowed_is_decimal),
        cmocka_unit_test(decimals),
        cmocka_unit_test(trials_that_a_target_needs),
        cmocka_unit_test(delta_method_by_hand),
        cmocka_unit_test(window_of_the_slope),
        cmocka_unit_test(eer_is_the_crossing),
        cmocka_unit_test(eer_interval),
        cmocka_unit_test(auc_of_independent_comparisons),
        cmocka_unit_test(auc_of_clustered_comparisons),
        cmocka_unit_test(auc_of_few_who_weigh),
        cmocka_unit_test(auc_at_its_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
