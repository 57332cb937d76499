// SPDX-License-Identifier: Apache-2.0
// Cluster-robust variance: docs/statistics.md T1.4, T4.2 to T4.5b, 4.6, and
// designs counted pair by pair the slow way.
#include "stats/cluster.h"
#include "stats/philox.h"
#include "stats/zero.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define MOST 12
#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static const double z = 1.959963984540054;

static void near(double have, double want, double unit)
{
    if (fabs(have - want) <= 0.5000001 * unit) return;
    fail_msg("have %.15g, want %.15g", have, want);
}

static void close_to(double have, double want)
{
    if (fabs(have - want) <= 1e-12 * fabs(want) + 1e-300) return;
    fail_msg("have %.17g, want %.17g", have, want);
}

// Every pair of a small design: e events among m comparisons. Dyadic designs
// use a < b, two-way ones all of [rows][columns].
typedef struct design {
    size_t rows, columns;
    double e[MOST][MOST], m[MOST][MOST];
} design;

typedef struct margins {
    double x[2][MOST], m[2][MOST];
    assay_pair_sums pairs;
} margins;

static margins margins_of(const design *d, bool dyadic)
{
    margins s = {0};
    for (size_t a = 0; a < d->rows; a++)
        for (size_t b = dyadic ? a + 1 : 0; b < d->columns; b++) {
            const double e = d->e[a][b], m = d->m[a][b];
            s.x[0][a] += e;
            s.m[0][a] += m;
            s.x[!dyadic][b] += e;
            s.m[!dyadic][b] += m;
            s.pairs.events += e;
            s.pairs.trials += m;
            s.pairs.ee += e * e;
            s.pairs.em += e * m;
            s.pairs.mm += m * m;
        }
    return s;
}

static assay_cluster dyadic(const design *d, bool counted)
{
    const margins s = margins_of(d, true);
    const assay_side side = {s.x[0], s.m[0], d->rows, NULL};
    return assay_cluster_dyadic(side, s.pairs, counted);
}

static assay_cluster two_way(const design *d, bool counted)
{
    const margins s = margins_of(d, false);
    const assay_side rows = {s.x[0], s.m[0], d->rows, NULL};
    const assay_side columns = {s.x[1], s.m[1], d->columns, NULL};
    return assay_cluster_two_way(rows, columns, s.pairs, counted);
}

static design all_pairs(size_t k, const int (*errors)[2], size_t n)
{
    design d = {.rows = k, .columns = k};
    for (size_t a = 0; a < k; a++)
        for (size_t b = a + 1; b < k; b++) d.m[a][b] = 1;
    for (size_t i = 0; i < n; i++) d.e[errors[i][0] - 1][errors[i][1] - 1] = 1;
    return d;
}

static void T4_2_floor(void **state)
{
    (void)state;
    static const int errors[][2] = {{1, 2}, {1, 3}, {4, 5}};
    const design d = all_pairs(5, errors, 3);
    const assay_cluster c = dyadic(&d, true);
    near(c.rate, .3, 1e-15);
    near(c.variance, .021, 1e-15);
    near(c.jackknife, .021, 1e-15); // .0177777778 under its floor
    assert_true(c.nu == 2 && c.bearers == 5 && c.subjects == 5);
    close_to(dyadic(&d, false).jackknife, .021);
    close_to(assay_cluster_effective(&c, c.variance), 10);
    close_to(assay_cluster_deff(&c, c.variance), 1);
}

static void T4_3_star(void **state)
{
    (void)state;
    static const int errors[][2] = {{1, 2}, {1, 3}, {1, 4}, {1, 5}};
    const design d = all_pairs(6, errors, 4);
    const assay_cluster c = dyadic(&d, true);
    near(c.rate, .2666666667, 1e-10);
    near(c.variance, .0711111111, 1e-10);
    near(c.jackknife, .0777777778, 1e-10);
    near(assay_cluster_effective(&c, c.variance), 2.75, 1e-12);
    assert_true(c.nu == 2);
    const assay_interval t = assay_cluster_wilson(&c, c.variance, 0.95);
    near(t.low, .0098919525, 1e-10);
    near(t.high, .9297523044, 1e-10);
    const assay_interval naive = assay_wilson(c.rate, 15, z);
    near(naive.low, .1089745333, 1e-10);
    near(naive.high, .5195043406, 1e-10);
}

static void T4_3b_eight(void **state)
{
    (void)state;
    static const int errors[][2] = {{1, 2}, {1, 3}, {1, 4}, {2, 3}, {5, 6}};
    const design d = all_pairs(8, errors, 5);
    const assay_cluster c = dyadic(&d, true);
    near(c.rate, .1785714286, 1e-10);
    near(c.variance, .0080782313, 1e-10);
    near(c.jackknife, .0148809524, 1e-10);
    near(assay_cluster_effective(&c, c.variance), 18.1578947368, 1e-10);
    near(c.nu, 3.7735849057, 1e-10);
    const assay_interval t = assay_cluster_wilson(&c, c.variance, 0.95);
    near(t.low, .0430839753, 1e-10);
    near(t.high, .5121106074, 1e-10);
}

static void T4_4_rectangle(void **state)
{
    (void)state;
    design d = {.rows = 3, .columns = 4};
    for (size_t a = 0; a < 3; a++)
        for (size_t b = 0; b < 4; b++) d.m[a][b] = 1;
    d.e[0][0] = d.e[0][1] = d.e[1][0] = 1;
    const assay_cluster c = two_way(&d, true);
    near(c.rate, .25, 1e-15);
    near(c.variance, .0347222222, 1e-10);
    // R^2 = 1, 0, 1... of R = {1, .25, -.75 ...}: (2 + 2.75)^2 / sum of squares
    const double q[] = {1, 0, 1, 1.5625, 0.0625, 0.5625, 0.5625};
    double s2 = 0, s4 = 0;
    for (size_t i = 0; i < COUNT(q); i++) {
        s2 += q[i];
        s4 += q[i] * q[i];
    }
    close_to(c.nu, s2 * s2 / s4);
    assert_true(c.subjects == 7 && c.bearers == 4);
}

static void T4_5_one_way(void **state)
{
    (void)state;
    const double x[] = {2, 0, 1}, m[] = {4, 4, 2};
    const assay_cluster c =
        assay_cluster_one_way((assay_side){x, m, 3, NULL}, true);
    near(c.rate, .3, 1e-15);
    near(c.variance, .0366666667, 1e-10);
    near(c.jackknife, .0401234568, 1e-10);
    near(assay_cluster_effective(&c, c.variance), 5.7272727, 1e-7);
    near(c.nu, 2, 1e-14);
    const assay_interval w =
        assay_wilson(c.rate, assay_cluster_effective(&c, c.variance), z);
    near(w.low, .0790390290, 1e-10);
    // Often given as ...7978; with 30 digits it is .68154479770600.
    near(w.high, .6815447977, 1e-10);
    const assay_interval t = assay_cluster_wilson(&c, c.variance, 0.95);
    near(t.low, .0241268572, 1e-10);
    near(t.high, .8813640554, 1e-10);
}

static void T4_5b_no_spread(void **state)
{
    (void)state;
    const double x[] = {1, 1, 1}, m[] = {2, 2, 2};
    const assay_side s = {x, m, 3, NULL};
    const assay_cluster c = assay_cluster_one_way(s, true);
    near(c.variance, .0416666667, 1e-10);
    assert_true(c.nu == 2);
    assert_true(assay_cluster_one_way(s, false).variance == 0);
}

static void T1_4_micro_and_macro(void **state)
{
    (void)state;
    const double x[] = {2, 0, 1}, m[] = {4, 4, 2};
    const double share[] = {0.5, 0, 0.5}, ones[] = {1, 1, 1};
    const assay_side micro = {x, m, 3, NULL}, macro = {share, ones, 3, NULL};
    near(assay_cluster_one_way(micro, true).rate, .3, 1e-15);
    const assay_cluster c = assay_cluster_one_way(macro, false);
    near(c.rate, .3333333, 1e-7);
    // The mean of three numbers: their variance over 3.
    near(c.variance, (1 / 36.0 + 1 / 9.0 + 1 / 36.0) / 2 / 3, 1e-15);
    const assay_balance b = assay_cluster_balance(m, 3);
    assert_true(b.ratio == 2 && !b.unequal && b.subjects == 3);
    close_to(b.effective, 100.0 / 36);
    near(b.largest, 0.4, 1e-15);
}

// --- the slow way ---------------------------------------------------------

static bool share_subject(const size_t p[2], const size_t q[2], bool is_dyadic)
{
    if (!is_dyadic) return p[0] == q[0] || p[1] == q[1];
    return p[0] == q[0] || p[0] == q[1] || p[1] == q[0] || p[1] == q[1];
}

// sum over ordered pairs of pairs that share nobody of d d' and of m m'.
typedef struct disjoint {
    double d, m, squares;
} disjoint;

static disjoint count_disjoint(const design *g, double p, bool is_dyadic)
{
    disjoint out = {0, 0, 0};
    for (size_t i = 0; i < g->rows * g->columns; i++) {
        const size_t a[] = {i / g->columns, i % g->columns};
        if (is_dyadic && a[0] >= a[1]) continue;
        const double d = g->e[a[0]][a[1]] - p * g->m[a[0]][a[1]];
        out.squares += d * d;
        for (size_t j = 0; j < g->rows * g->columns; j++) {
            const size_t b[] = {j / g->columns, j % g->columns};
            if (is_dyadic && b[0] >= b[1]) continue;
            if (share_subject(a, b, is_dyadic)) continue;
            out.d += d * (g->e[b[0]][b[1]] - p * g->m[b[0]][b[1]]);
            out.m += g->m[a[0]][a[1]] * g->m[b[0]][b[1]];
        }
    }
    return out;
}

static design without(const design *g, size_t v, bool row, bool column)
{
    design d = *g;
    for (size_t i = 0; i < MOST; i++) {
        if (row) d.e[v][i] = d.m[v][i] = 0;
        if (column) d.e[i][v] = d.m[i][v] = 0;
    }
    return d;
}

static double slow_rate(const design *d, bool is_dyadic)
{
    const assay_pair_sums t = margins_of(d, is_dyadic).pairs;
    return t.events / t.trials;
}

static double slow_jackknife(const design *g, size_t k, bool row, bool column)
{
    double theta[MOST], mean = 0, sum = 0;
    for (size_t v = 0; v < k; v++) {
        const design d = without(g, v, row, column);
        theta[v] = slow_rate(&d, row && column);
        mean += theta[v] / (double)k;
    }
    for (size_t v = 0; v < k; v++) sum += (theta[v] - mean) * (theta[v] - mean);
    return sum * (double)(k - 1) / (double)k;
}

static design random_design(assay_random *r, bool is_dyadic)
{
    design d = {.rows = 5 + assay_random_below(r, 5)};
    d.columns = is_dyadic ? d.rows : 4 + assay_random_below(r, 6);
    for (size_t a = 0; a < d.rows; a++)
        for (size_t b = is_dyadic ? a + 1 : 0; b < d.columns; b++) {
            const uint32_t m = 1 + assay_random_below(r, 4);
            d.m[a][b] = m;
            d.e[a][b] =
                assay_random_below(r, 3) ? 0 : assay_random_below(r, m + 1);
        }
    return d;
}

static void dyadic_equals_counting_disjoint_pairs(void **state)
{
    (void)state;
    assay_random r = assay_random_at((assay_place){1, 0, 0, 0});
    unsigned raw = 0;
    for (int i = 0; i < 300; i++) {
        const design g = random_design(&r, true);
        const assay_cluster c = dyadic(&g, false);
        const disjoint s = count_disjoint(&g, c.rate, true);
        // The mean product of disjoint pairs, against its own weight.
        const double v = -s.d / s.m;
        const double d = s.squares / (c.trials * c.trials);
        raw += v > d;
        close_to(c.variance, v > d ? v : d);
        const double j = slow_jackknife(&g, g.rows, true, true);
        close_to(c.jackknife, j > d ? j : d);
        assert_true(dyadic(&g, true).variance >=
                    c.rate * (1 - c.rate) / c.trials * (1 - 1e-15));
    }
    assert_true(raw > 50 && raw < 250); // both sides of the floor were seen
}

static void two_way_equals_counting_disjoint_pairs(void **state)
{
    (void)state;
    assay_random r = assay_random_at((assay_place){2, 0, 0, 0});
    for (int i = 0; i < 300; i++) {
        const design g = random_design(&r, false);
        const assay_cluster c = two_way(&g, false);
        const margins t = margins_of(&g, false);
        const disjoint s = count_disjoint(&g, c.rate, false);
        const double m2 = c.trials * c.trials;
        double rows = 0, columns = 0;
        for (size_t a = 0; a < g.rows; a++)
            rows += pow(t.x[0][a] - c.rate * t.m[0][a], 2);
        for (size_t b = 0; b < g.columns; b++)
            columns += pow(t.x[1][b] - c.rate * t.m[1][b], 2);
        const double floor = fmax(fmax(rows, columns), s.squares) / m2;
        close_to(c.variance, fmax(-s.d / s.m, floor));
        const double j = slow_jackknife(&g, g.rows, true, false) +
                         slow_jackknife(&g, g.columns, false, true);
        close_to(c.jackknife, fmax(j, s.squares / m2));
    }
}

static void one_way_jackknife_equals_deletion(void **state)
{
    (void)state;
    assay_random r = assay_random_at((assay_place){3, 0, 0, 0});
    for (int i = 0; i < 200; i++) {
        double x[MOST], m[MOST], theta[MOST], sx = 0, sm = 0;
        const size_t k = 3 + assay_random_below(&r, 9);
        for (size_t v = 0; v < k; v++) {
            m[v] = 1 + assay_random_below(&r, 9);
            x[v] = assay_random_below(&r, (uint32_t)m[v] + 1);
            sx += x[v];
            sm += m[v];
        }
        double mean = 0, jackknife = 0, v1 = 0;
        for (size_t v = 0; v < k; v++) {
            theta[v] = (sx - x[v]) / (sm - m[v]);
            mean += theta[v] / (double)k;
            const double s = x[v] - m[v] * sx / sm;
            v1 += s * s / (1 - m[v] / sm) / (sm * sm);
        }
        for (size_t v = 0; v < k; v++)
            jackknife += pow(theta[v] - mean, 2) * (double)(k - 1) / (double)k;
        const assay_cluster c =
            assay_cluster_one_way((assay_side){x, m, k, NULL}, false);
        if (jackknife > 1e-20) close_to(c.jackknife, jackknife);
        if (v1 > 1e-20) close_to(c.variance, v1);
        assert_true(c.nu >= 2 && c.nu <= fmax(2, (double)k - 1));
    }
}

// With equal m, c (sum S^2 - D)/M^2 is exactly unbiased in every exchangeable
// model: here e_ab = [type_a and type_b], every one of the 2^7 sets of types
// weighted by p^ones (1-p)^zeros.
static void dyadic_is_exactly_unbiased(void **state)
{
    (void)state;
    enum { k = 7 };
    const double p = 0.3;
    double mean = 0, square = 0, raw = 0;
    for (unsigned types = 0; types < 1u << k; types++) {
        design g = all_pairs(k, NULL, 0);
        double weight = 1;
        for (size_t a = 0; a < k; a++) {
            weight *= types >> a & 1 ? p : 1 - p;
            for (size_t b = a + 1; b < k; b++)
                g.e[a][b] = (types >> a & 1) && (types >> b & 1);
        }
        const double rate = slow_rate(&g, true);
        const disjoint s = count_disjoint(&g, rate, true);
        const assay_cluster c = dyadic(&g, false);
        const double v = -s.d / s.m;
        if (rate > 0 && rate < 1 && v > 1.0000001 * s.squares / 441)
            close_to(c.variance, v);
        mean += weight * rate;
        square += weight * rate * rate;
        raw += weight * v;
    }
    near(raw, square - mean * mean, 1e-14);
}

// Every person brings each image twice: the rate and its variance stay.
static void twice_the_images_change_nothing(void **state)
{
    (void)state;
    assay_random r = assay_random_at((assay_place){4, 0, 0, 0});
    for (int i = 0; i < 100; i++) {
        design g = random_design(&r, true);
        const assay_cluster one = dyadic(&g, false);
        design twice = g;
        for (size_t a = 0; a < MOST; a++)
            for (size_t b = 0; b < MOST; b++) {
                twice.e[a][b] *= 4;
                twice.m[a][b] *= 4;
            }
        const assay_cluster two = dyadic(&twice, false);
        close_to(two.variance, one.variance);
        close_to(two.jackknife, one.jackknife);
        close_to(two.nu, one.nu);
        assert_true(two.rate == one.rate);
    }
}

// The same bits for any order of the subjects.
static void order_changes_no_bit(void **state)
{
    (void)state;
    enum { k = 400 };
    double x[k], m[k], y[k], n[k];
    uint32_t order[k];
    assay_random r = assay_random_at((assay_place){5, 0, 0, 0});
    for (uint32_t v = 0; v < k; v++) {
        m[v] = 1 + assay_random_below(&r, 1000);
        x[v] = assay_random_below(&r, 1 + (uint32_t)m[v] / 9) / 7.0;
        order[v] = v;
    }
    const assay_cluster a =
        assay_cluster_one_way((assay_side){x, m, k, NULL}, false);
    for (int i = 0; i < 10; i++) {
        assay_random_shuffle(&r, order, k);
        for (size_t v = 0; v < k; v++) {
            y[v] = x[order[v]];
            n[v] = m[order[v]];
        }
        const assay_cluster b =
            assay_cluster_one_way((assay_side){y, n, k, NULL}, false);
        assert_true(a.rate == b.rate && a.variance == b.variance);
        assert_true(a.jackknife == b.jackknife && a.nu == b.nu);
    }
}

// A subject without comparisons is as if it were not there.
static void absent_subjects_change_nothing(void **state)
{
    (void)state;
    const double x[] = {2, 0, 0, 1}, m[] = {4, 0, 4, 2};
    const assay_cluster c =
        assay_cluster_one_way((assay_side){x, m, 4, NULL}, true);
    near(c.variance, .0366666667, 1e-10);
    near(c.jackknife, .0401234568, 1e-10);
    assert_true(c.subjects == 3 && c.bearers == 2);
}

static void no_interval_where_none_is_possible(void **state)
{
    (void)state;
    const double x[] = {1, 0, 0}, m[] = {3, 0, 0};
    const assay_side one = {x, m, 3, NULL}, empty = {x, m, 0, NULL};
    assay_cluster c = assay_cluster_one_way(one, true);
    assert_int_equal(c.status, ASSAY_CLUSTER_FEW_SUBJECTS);
    near(c.rate, 1 / 3.0, 1e-15);
    assert_true(isnan(c.variance));
    assert_true(isnan(assay_cluster_interval(&c, c.variance, 1, 0.95).low));
    c = assay_cluster_one_way(empty, true);
    assert_int_equal(c.status, ASSAY_CLUSTER_NO_DATA);
    assert_true(isnan(c.rate));
    const design three = all_pairs(3, NULL, 0);
    assert_int_equal(dyadic(&three, true).status, ASSAY_CLUSTER_FEW_SUBJECTS);
    design star = {.rows = 6, .columns = 6};
    for (size_t b = 1; b < 6; b++) star.m[0][b] = 1;
    star.e[0][1] = 1;
    assert_int_equal(dyadic(&star, true).status, ASSAY_CLUSTER_TANGLED);
    design row = {.rows = 1, .columns = 4};
    for (size_t b = 0; b < 4; b++) row.m[0][b] = 1;
    assert_int_equal(two_way(&row, true).status, ASSAY_CLUSTER_FEW_SUBJECTS);
}

// --- the rules around the interval ------------------------------------------

static void few_errors_widen(void **state)
{
    (void)state;
    // 2 subjects of 40 bear 1 error each, among 10 comparisons each.
    double x[40] = {1, 1}, m[40];
    for (size_t i = 0; i < 40; i++) m[i] = 10;
    assay_cluster c = assay_cluster_one_way((assay_side){x, m, 40, NULL}, true);
    const assay_interval plain = assay_cluster_wilson(&c, c.variance, 0.95);
    const assay_interval ruled =
        assay_cluster_interval(&c, c.variance, 40, 0.95);
    near(ruled.high, 1 - pow(0.025, 1 / 40.0), 1e-14);
    assert_true(ruled.high > plain.high && ruled.low < plain.low);
    assert_true(ruled.low > 0);
    // 5 and more: the plain interval
    for (size_t i = 0; i < 6; i++) x[i] = 1;
    c = assay_cluster_one_way((assay_side){x, m, 40, NULL}, true);
    const assay_interval a = assay_cluster_wilson(&c, c.variance, 0.95);
    const assay_interval b = assay_cluster_interval(&c, c.variance, 40, 0.95);
    assert_true(a.low == b.low && a.high == b.high);
    // Balanced rates: the number of errors is the caller's
    c.errors = 4;
    assert_true(assay_cluster_interval(&c, c.variance, 40, 0.95).low < a.low);
}

static void no_event_and_nothing_else(void **state)
{
    (void)state;
    double x[40] = {0}, m[40];
    for (size_t i = 0; i < 40; i++) m[i] = 10;
    assay_cluster c = assay_cluster_one_way((assay_side){x, m, 40, NULL}, true);
    assay_interval i = assay_cluster_interval(&c, c.variance, 40, 0.95);
    assert_true(i.low == 0);
    near(i.high, 1 - pow(0.025, 1 / 40.0), 1e-14);
    assert_true(isnan(assay_cluster_wilson(&c, c.variance, 0.95).low));
    c = assay_cluster_one_way((assay_side){m, m, 40, NULL}, true);
    i = assay_cluster_interval(&c, c.variance, 40, 0.95);
    near(i.low, pow(0.025, 1 / 40.0), 1e-14);
    assert_true(i.high == 1);
}

static void zero_bounds_by_design(void **state)
{
    (void)state;
    assert_true(assay_design_units(ASSAY_DESIGN_ONE_WAY, 41, 0) == 41);
    assert_true(assay_design_units(ASSAY_DESIGN_DYADIC, 41, 0) == 20);
    assert_true(assay_design_units(ASSAY_DESIGN_TWO_WAY, 41, 17) == 17);
    const assay_zero_bounds b = assay_zero_upper(19900, 4, 100, 0.05);
    near(b.independent, 1 - pow(0.05, 1 / 19900.0), 1e-15);
    near(b.borrowed, 1 - pow(0.05, 4 / 19900.0), 1e-15);
    near(b.guaranteed, 1 - pow(0.05, 1 / 100.0), 1e-15);
    assert_true(b.independent < b.borrowed && b.borrowed < b.guaranteed);
    assert_true(assay_zero_upper(100, 0.5, 9, 0.05).borrowed ==
                assay_zero_upper(100, 1, 9, 0.05).independent);
    assert_true(isnan(assay_zero_upper(100, NAN, 9, 0.05).borrowed));
    assert_true(assay_zero_upper(100, NAN, 0, 0.05).guaranteed == 1);
    const assay_zero_bounds l = assay_zero_lower(19900, 4, 100, 0.05);
    assert_true(l.guaranteed == 1 - b.guaranteed);
    // The chance of no event at the bound is the chance of missing it.
    near(pow(1 - b.guaranteed, 100), 0.05, 1e-14);
}

static void few_and_unequal(void **state)
{
    (void)state;
    assay_cluster c = {.subjects = 8, .nu = 4};
    assert_false(assay_cluster_few(&c));
    c.subjects = 7;
    assert_true(assay_cluster_few(&c));
    c = (assay_cluster){.subjects = 100, .nu = 3.9};
    assert_true(assay_cluster_few(&c));
    const double steep[] = {1, 4}, many[] = {2, 2, 2, 6, 0};
    assert_true(assay_cluster_balance(steep, 2).unequal);
    assert_false(assay_cluster_balance(many, 5).unequal);
    assert_true(assay_cluster_balance(many, 5).ratio == 3);
    assert_true(isnan(assay_cluster_balance(many, 0).effective));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T1_4_micro_and_macro),
        cmocka_unit_test(T4_2_floor),
        cmocka_unit_test(T4_3_star),
        cmocka_unit_test(T4_3b_eight),
        cmocka_unit_test(T4_4_rectangle),
        cmocka_unit_test(T4_5_one_way),
        cmocka_unit_test(T4_5b_no_spread),
        cmocka_unit_test(dyadic_equals_counting_disjoint_pairs),
        cmocka_unit_test(two_way_equals_counting_disjoint_pairs),
        cmocka_unit_test(one_way_jackknife_equals_deletion),
        cmocka_unit_test(dyadic_is_exactly_unbiased),
        cmocka_unit_test(twice_the_images_change_nothing),
        cmocka_unit_test(order_changes_no_bit),
        cmocka_unit_test(absent_subjects_change_nothing),
        cmocka_unit_test(no_interval_where_none_is_possible),
        cmocka_unit_test(few_errors_widen),
        cmocka_unit_test(no_event_and_nothing_else),
        cmocka_unit_test(zero_bounds_by_design),
        cmocka_unit_test(few_and_unequal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
