// SPDX-License-Identifier: Apache-2.0
// Two systems on the same data: docs/statistics.md 4.7, McNemar's and
// Newcombe's cases (4.1), and a twin of T4.9.
#include "stats/cluster.h"
#include "stats/det.h"
#include "stats/normal.h"
#include "stats/paired.h"
#include "stats/philox.h"
#include "stats/student.h"

#include "certified/delong.inc"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void near(double have, double want, double by)
{
    if (fabs(have - want) <= by) return;
    fail_msg("have %.17g, want %.17g", have, want);
}

static const double Z95 = 1.959963984540054;

// 100 people with a comparison each, 5 missed by A alone and 15 by B alone: the
// difference 0.1 has the variance (b + c - (b - c)^2/n)/(n (n - 1)), and where
// the systems are alike it is McNemar's statistic (b - c)^2/(b + c).
static void one_comparison_a_person_is_mcnemar(void **state)
{
    (void)state;
    enum { N = 100, B = 5, C = 15 };
    double x[N] = {0}, m[N];
    for (int i = 0; i < N; i++) m[i] = 1;
    for (int i = 0; i < B + C; i++) x[i] = i < B ? -1 : 1;
    const assay_cluster c =
        assay_cluster_one_way((assay_side){x, m, N, NULL}, false);
    near(c.rate, 0.1, 1e-15);
    near(c.variance, (B + C - 1.0) / N / (N - 1), 1e-15);
    // (b - c)^2/(b + c) = 5 has p = .0253473187; Wald's statistic has the
    // variance about the mean in place of b + c.
    const double wald = 0.1 * 0.1 / c.variance * 19.0 / 20 * N / (N - 1);
    near(wald, 5, 1e-12);
    near(2 * assay_student_above(sqrt(wald), INFINITY), .0253473187, 1e-10);
    const assay_spread spread = {c.variance, c.nu};
    const assay_paired d = assay_paired_difference(c.rate, spread, 0.95);
    const double half = assay_student_two_sided(0.95, c.nu) * sqrt(c.variance);
    near(d.low, 0.1 - half, 1e-15);
    near(d.high, 0.1 + half, 1e-15);
    near(d.p, 2 * assay_student_above(0.1 / sqrt(c.variance), c.nu), 1e-15);
}

static void ratio_is_one_of_logs(void **state)
{
    (void)state;
    const assay_spread spread = {0.04, INFINITY};
    const assay_paired r = assay_paired_ratio(0.1, 0.2, spread, 0.95);
    near(r.value, 2, 1e-15);
    near(r.low, 2 * exp(-Z95 * 0.2), 1e-14);
    near(r.high, 2 * exp(Z95 * 0.2), 1e-14);
    near(r.p, 2 * assay_normal_cdf(-log(2) / 0.2), 1e-15);
    assert_true(isnan(assay_paired_ratio(0, 0.2, spread, 0.95).value));
    assert_true(isnan(assay_paired_ratio(0.2, 0, spread, 0.95).low));
}

// boot's city: what each of ten moves the ratio. boot takes its derivative by a
// step of 0.001/n, so that the denominator moves a little too; without the step
// it is the variance of the ratio, with n in place of n - 1.
static void T4_7_ratio_of_city(void **state)
{
    (void)state;
    static const double u[] = {138, 93, 61, 179, 48, 37, 29, 23, 30, 2};
    static const double x[] = {143, 104, 69, 260, 75, 63, 50, 48, 111, 50};
    const double ratio = 1.5203125;
    double e[10], ones[10], stepped = 0, exact = 0;
    for (int i = 0; i < 10; i++) {
        const double moved = x[i] - ratio * u[i];
        const double l = moved / (64 + 1e-4 * (u[i] - 64));
        if (i == 0) near(l, -1.04367815284, 1e-11);
        if (i == 8) near(l, 1.02178279783, 1e-11);
        stepped += l * l / 100;
        exact += moved * moved / (64.0 * 64 * 100);
        ones[i] = 1;
        e[i] = x[i] / 97.3 - u[i] / 64;
    }
    near(stepped, .0324870139409, 1e-13);
    const assay_cluster c =
        assay_cluster_one_way((assay_side){e, ones, 10, NULL}, false);
    near(c.rate, 0, 1e-15);
    near(c.variance * 0.9 * ratio * ratio, exact, 1e-15);
    const assay_paired r = assay_paired_ratio(
        64, 97.3, (assay_spread){c.variance, INFINITY}, 0.95);
    near(r.value, ratio, 1e-15);
    near(r.high, ratio * exp(Z95 * sqrt(c.variance)), 1e-14);
}

// The p-value is below the level exactly when the interval leaves 0 (1) out.
static void tests_agree_with_intervals(void **state)
{
    (void)state;
    for (int i = 1; i < 400; i++) {
        const double d = (i - 200) / 1000.0, level = 0.5 + i / 1000.0;
        const assay_spread spread = {0.002, 2 + i % 30};
        const assay_paired x = assay_paired_difference(d, spread, level);
        assert_int_equal(x.p < 1 - level, x.low > 0 || x.high < 0);
        const assay_paired r = assay_paired_ratio(
            0.3, 0.3 * exp(d), (assay_spread){0.01, spread.nu}, level);
        assert_int_equal(r.p < 1 - level, r.low > 1 || r.high < 1);
        const assay_valued a = {0.3, 0.25, 0.37},
                           b = {0.3 + d, 0.28 + d, 0.33 + d};
        const assay_paired y = assay_apart_difference(a, b, level);
        assert_int_equal(y.p < 1 - level, y.low > 0 || y.high < 0);
    }
}

static void swapped_systems_negate(void **state)
{
    (void)state;
    const assay_valued a = {0.3, 0.2, 0.35}, b = {0.5, 0.41, 0.66};
    const assay_paired x = assay_apart_difference(a, b, 0.95);
    const assay_paired y = assay_apart_difference(b, a, 0.95);
    near(x.value, -y.value, 1e-16);
    near(x.low, -y.high, 1e-16);
    near(x.high, -y.low, 1e-16);
    near(x.p, y.p, 1e-16);
    const assay_paired r = assay_apart_ratio(a, b, 0.95);
    const assay_paired q = assay_apart_ratio(b, a, 0.95);
    near(r.value, 1 / q.value, 1e-15);
    near(r.low, 1 / q.high, 1e-14);
    near(r.high, 1 / q.low, 1e-14);
}

// Newcombe 56/70 - 48/80, from the Wilson intervals of both.
static void apart_is_newcombe(void **state)
{
    (void)state;
    const assay_interval i = assay_wilson_counts(56, 70, 0.95);
    const assay_interval k = assay_wilson_counts(48, 80, 0.95);
    const assay_paired d =
        assay_apart_difference((assay_valued){0.6, k.low, k.high},
                               (assay_valued){0.8, i.low, i.high}, 0.95);
    near(d.low, .0524314724, 1e-10);
    near(d.high, .3338726540, 1e-10);
    const assay_paired none =
        assay_apart_difference((assay_valued){0.6, NAN, NAN},
                               (assay_valued){0.8, i.low, i.high}, 0.95);
    near(none.value, 0.2, 1e-15);
    assert_true(isnan(none.low) && isnan(none.p));
    // An end at 0 leaves the ratio open on that side.
    const assay_paired open = assay_apart_ratio(
        (assay_valued){0.01, 0, 0.02}, (assay_valued){0.02, 0.01, 0.04}, 0.95);
    assert_true(isinf(open.high) && open.low > 0);
    near(open.p, 2 * assay_normal_cdf(-log(2) / (log(2 / open.low) / Z95)),
         1e-12);
}

static void few_people_widen(void **state)
{
    (void)state;
    const double bound = 1 - pow(0.025, 1.0 / 50);
    assay_paired d = {0, 0, 0, 1}, r = {1, 1, 1, 1};
    assay_paired_widen(&d, &r, 0.1, 0, bound);
    near(d.low, -bound, 1e-15);
    near(d.high, bound, 1e-15);
    near(r.low, 1 - bound / 0.1 > 0 ? 1 - bound / 0.1 : 0, 1e-15);
    near(r.high, 1 + bound / 0.1, 1e-15);
    assay_paired e = {0.08, 0.01, 0.15, 0.001}, q = {1.8, 1.1, 2.5, 0.001};
    assay_paired_widen(&e, &q, 0.1, 4, bound);
    near(e.low, -bound, 1e-15);
    near(e.high, 0.15, 1e-15);
    near(e.p, 0.125, 1e-15);
    near(q.p, 0.125, 1e-15);
    near(q.high, 2.5, 1e-15);
    assay_paired f = {0.08, 0.01, 0.15, 0.001};
    assay_paired_widen(&f, &q, 0.1, 5, bound);
    near(f.low, 0.01, 0);
}

// --- coverage ---------------------------------------------------------------

enum { CROWD = 100, RUNS = 1000 };

// Scores of all pairs of a crowd by two systems, whose people and pairs go
// together by 0.6: a fifth of the variance is people's.
typedef struct simulated {
    assay_place place;
    double people[2][CROWD];
} simulated;

static void two_alike(simulated *s, double out[2])
{
    double two[2];
    assay_normals(assay_philox_at(s->place), two);
    s->place.unit++;
    out[0] = two[0];
    out[1] = 0.6 * two[0] + 0.8 * two[1];
}

// Whether the interval of the difference holds the truth, which is 0.
static bool covers(uint32_t run, double threshold, double confidence)
{
    simulated s = {.place = {.seed = 47, .replicate = run}};
    double x[CROWD] = {0}, m[CROWD], two[2];
    assay_pair_sums pairs = {0, CROWD * (CROWD - 1) / 2.0, 0, 0, 0};
    for (int i = 0; i < CROWD; i++) {
        two_alike(&s, two);
        for (int k = 0; k < 2; k++) s.people[k][i] = two[k];
        m[i] = CROWD - 1;
    }
    for (int i = 0; i < CROWD; i++)
        for (int j = i + 1; j < CROWD; j++) {
            double e[2];
            two_alike(&s, two);
            for (int k = 0; k < 2; k++) {
                const double own = s.people[k][i] + s.people[k][j];
                e[k] = sqrt(0.1) * own + sqrt(0.8) * two[k] >= threshold;
            }
            const double d = e[1] - e[0];
            x[i] += d;
            x[j] += d;
            pairs.events += d;
            pairs.ee += d * d;
        }
    pairs.em = pairs.events;
    pairs.mm = pairs.trials;
    const assay_cluster c =
        assay_cluster_dyadic((assay_side){x, m, CROWD, NULL}, pairs, false);
    const assay_paired d = assay_paired_difference(
        c.rate, (assay_spread){c.variance, c.nu}, confidence);
    return d.low <= 0 && d.high >= 0;
}

// FMR 0.01, 50 false matches a system. Over 4,000 runs this loop covers .963;
// tests/certified/paired_coverage.py, with numbers of its own, .968 (.954 with
// z in place of t, .832 as if pairs were independent).
static void paired_intervals_cover(void **state)
{
    (void)state;
    const double threshold = 2.3263478740408408;
    unsigned covered = 0;
    for (uint32_t run = 0; run < RUNS; run++)
        covered += covers(run, threshold, 0.95);
    assert_int_equal(covered, 964);
}

// --- areas ------------------------------------------------------------------

enum {
    CASES = DELONG_MATED + DELONG_OTHER,
    PEOPLE = DELONG_MATED + 2 * DELONG_OTHER
};

// Placements of a system, person by person: a mated case has one person, a
// non-mated one has two of its own.
typedef struct system {
    double x10[PEOPLE], m10[PEOPLE], x01[PEOPLE], m01[PEOPLE];
    assay_placed placed;
} system;

static void place(system *s, int which)
{
    memset(s, 0, sizeof *s);
    double sum = 0;
    for (int i = 0; i < DELONG_MATED; i++)
        for (int j = 0; j < DELONG_OTHER; j++) {
            const double a = delong_scores[i][which];
            const double b = delong_scores[DELONG_MATED + j][which];
            const double win = a > b ? 1 : a < b ? 0 : 0.5;
            s->x10[i] += win / DELONG_OTHER;
            for (int side = 0; side < 2; side++)
                s->x01[DELONG_MATED + 2 * j + side] += win / DELONG_MATED;
            sum += win;
        }
    assay_pair_sums p10 = {0, DELONG_MATED, 0, 0, DELONG_MATED};
    assay_pair_sums p01 = {0, DELONG_OTHER, 0, 0, DELONG_OTHER};
    for (int i = 0; i < PEOPLE; i++) {
        const bool mated = i < DELONG_MATED;
        s->m10[i] = mated;
        s->m01[i] = !mated;
        p10.ee += s->x10[i] * s->x10[i];
        p10.em += s->x10[i];
        p01.ee += 0.5 * s->x01[i] * s->x01[i];
        p01.em += 0.5 * s->x01[i];
    }
    s->placed = (assay_placed){sum / DELONG_MATED / DELONG_OTHER,
                               {{s->x10, s->m10, PEOPLE, NULL}, p10},
                               {{s->x01, s->m01, PEOPLE, NULL}, p01}};
}

static void T4_9_twin_areas(void **state)
{
    (void)state;
    static system a, b;
    place(&a, 0);
    place(&b, 1);
    near(a.placed.auc, delong_auc_a, 1e-15);
    near(b.placed.auc, delong_auc_b, 1e-15);
    const assay_auc d = assay_auc_paired(&a.placed, &b.placed, a.m01);
    near(d.variance, delong_linear, 1e-17);
    near(d.auc, delong_auc_b - delong_auc_a, 1e-15);
    // n for n - 1 is all that parts it from DeLong's own.
    const double most =
        delong_var_difference * (DELONG_OTHER - 1) / DELONG_OTHER;
    const double least =
        delong_var_difference * (DELONG_MATED - 1) / DELONG_MATED;
    assert_true(d.variance > least && d.variance < most);
    near(delong_var_a + delong_var_b - 2 * delong_cov, delong_var_difference,
         1e-17);
    const double z =
        d.auc / sqrt(d.variance * delong_var_difference / delong_linear);
    near(z, delong_z, 1e-12);
    near(2 * assay_normal_cdf(-fabs(z)), delong_p, 1e-13);
}

// Whatever the systems share pair by pair, the variance is no smaller than with
// that known.
static void areas_are_never_too_sure(void **state)
{
    (void)state;
    enum { N = 12, PAIRS = N * (N - 1) / 2 };
    uint32_t seed = 7;
    for (int run = 0; run < 200; run++) {
        double x[2][N] = {{0}}, y[2][N] = {{0}}, m[N], n[N], q[2][PAIRS];
        assay_placed placed[2];
        double known = 0, mean[2] = {0, 0};
        for (int s = 0; s < 2; s++) {
            assay_pair_sums own = {0, N, 0, 0, N},
                            other = {0, PAIRS, 0, 0, PAIRS};
            int p = 0;
            for (int i = 0; i < N; i++) {
                seed = seed * 1664525 + 1013904223;
                x[s][i] = (double)(seed >> 8) / 0x1p24;
                own.ee += x[s][i] * x[s][i];
                own.em += x[s][i];
                m[i] = 1;
                n[i] = N - 1;
                for (int j = i + 1; j < N; j++, p++) {
                    seed = seed * 1664525 + 1013904223;
                    q[s][p] = (double)(seed >> 8) / 0x1p24;
                    y[s][i] += q[s][p];
                    y[s][j] += q[s][p];
                    other.ee += q[s][p] * q[s][p];
                    other.em += q[s][p];
                }
            }
            mean[s] = other.em / PAIRS;
            placed[s] = (assay_placed){mean[s],
                                       {{x[s], m, N, NULL}, own},
                                       {{y[s], n, N, NULL}, other}};
        }
        for (int p = 0; p < PAIRS; p++) {
            const double d = (q[1][p] - mean[1] - q[0][p] + mean[0]) / PAIRS;
            known += d * d;
        }
        const assay_auc d = assay_auc_paired(&placed[0], &placed[1], n);
        assert_true(d.other_pairs <= known * (1 + 1e-12));
        assert_true(d.variance >= (d.squares - known) * (1 - 1e-12));
        assert_true(d.variance >= d.mated_pairs);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_comparison_a_person_is_mcnemar),
        cmocka_unit_test(ratio_is_one_of_logs),
        cmocka_unit_test(T4_7_ratio_of_city),
        cmocka_unit_test(tests_agree_with_intervals),
        cmocka_unit_test(swapped_systems_negate),
        cmocka_unit_test(apart_is_newcombe),
        cmocka_unit_test(few_people_widen),
        cmocka_unit_test(paired_intervals_cover),
        cmocka_unit_test(T4_9_twin_areas),
        cmocka_unit_test(areas_are_never_too_sure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
