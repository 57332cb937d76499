// SPDX-License-Identifier: Apache-2.0
// How unequally matches fall on people: docs/statistics.md T5.7, T5.8 (scipy
// 1.10.1 gives the same), and the definitions taken literally.
#include "stats/philox.h"
#include "stats/zoo.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static void near(double have, double want, double unit)
{
    if (fabs(have - want) <= 0.5000001 * unit) return;
    fail_msg("have %.15g, want %.15g", have, want);
}

static void close_to(double have, double want)
{
    if (fabs(have - want) <= 1e-12 * fabs(want) + 1e-15) return;
    fail_msg("have %.17g, want %.17g", have, want);
}

static void T5_7_overdispersion(void **state)
{
    (void)state;
    const assay_seen_k seen[] = {{0, 7}, {1, 1}, {2, 1}, {5, 1}};
    const assay_seen_k back[] = {{5, 1}, {2, 1}, {0, 4}, {1, 1}, {0, 3}};
    const assay_tested t = assay_overdispersion(seen, 4);
    assert_true(t.statistic == 29.5);
    assert_true(t.df == 9);
    near(t.p, 5.334344e-4, 1e-10);
    assert_true(assay_overdispersion(back, 5).statistic == 29.5);
    // Nothing but the mean.
    const assay_seen_k even[] = {{3, 20}};
    assert_true(assay_overdispersion(even, 1).statistic == 0);
    assert_true(assay_overdispersion(even, 1).p == 1);
    const assay_seen_k none[] = {{0, 20}}, one[] = {{3, 1}};
    assert_true(isnan(assay_overdispersion(none, 1).p));
    assert_true(isnan(assay_overdispersion(one, 1).p));
    assert_true(isnan(assay_overdispersion(NULL, 0).p));
}

static void T5_8_kruskal_wallis(void **state)
{
    (void)state;
    const assay_grouped sorted[] = {{1, 0}, {2, 2}, {2, 0}, {3, 1},
                                    {3, 0}, {4, 0}, {5, 1}, {7, 1},
                                    {8, 2}, {9, 1}, {9, 2}, {10, 2}};
    assay_rank_sum room[4];
    // The fourth group has nobody.
    const assay_tested t = assay_kruskal_wallis(sorted, 12, room, 4);
    near(t.statistic, 4.35335689, 1e-8);
    assert_true(t.df == 2);
    near(t.p, .113417629, 1e-9);
}

static int by_value(const void *a, const void *b)
{
    const assay_grouped *x = a;
    const assay_grouped *y = b;
    return (x->value > y->value) - (x->value < y->value);
}

// H = (12/(n(n+1)) sum R^2/n_g - 3 (n+1)) / (1 - sum (t^3 - t)/(n^3 - n)), each
// rank counted by itself.
static double by_definition(const assay_grouped *v, size_t n, size_t groups)
{
    double sums[5] = {0}, sizes[5] = {0}, ties = 0, h = 0;
    for (size_t i = 0; i < n; i++) {
        double below = 0, equal = 0;
        for (size_t k = 0; k < n; k++) {
            below += v[k].value < v[i].value;
            equal += v[k].value == v[i].value;
        }
        sums[v[i].group] += below + (equal + 1) / 2;
        sizes[v[i].group] += 1;
        ties += equal * equal - 1;
    }
    const double m = (double)n;
    for (size_t g = 0; g < groups; g++)
        if (sizes[g] > 0) h += sums[g] * sums[g] / sizes[g];
    h = 12 / (m * (m + 1)) * h - 3 * (m + 1);
    return h / (1 - ties / (m * m * m - m));
}

static void ranks_counted_one_by_one(void **state)
{
    (void)state;
    assay_random rng = assay_random_at((assay_place){.seed = 5});
    for (unsigned run = 0; run < 300; run++) {
        const size_t n = 6 + assay_random_below(&rng, 40);
        const size_t groups = 2 + assay_random_below(&rng, 4);
        assay_grouped v[46];
        assay_rank_sum room[5];
        for (size_t i = 0; i < n; i++) {
            v[i].value = assay_random_below(&rng, 12);
            v[i].group = i < groups
                             ? (uint32_t)i
                             : assay_random_below(&rng, (uint32_t)groups);
        }
        qsort(v, n, sizeof *v, by_value);
        const assay_tested t = assay_kruskal_wallis(v, n, room, groups);
        assert_true(fabs(t.statistic - by_definition(v, n, groups)) < 1e-10);
        assert_true(t.df == (double)groups - 1);
        // Equal values in another order.
        for (size_t i = 0; i + 1 < n; i++)
            if (v[i].value == v[i + 1].value) {
                const uint32_t g = v[i].group;
                v[i].group = v[i + 1].group;
                v[i + 1].group = g;
            }
        const assay_tested u = assay_kruskal_wallis(v, n, room, groups);
        assert_true(u.statistic == t.statistic && u.p == t.p);
    }
}

static void nothing_to_compare(void **state)
{
    (void)state;
    const assay_grouped equal[] = {{1, 0}, {1, 1}, {1, 1}};
    const assay_grouped single[] = {{1, 1}, {2, 1}};
    assay_rank_sum room[2];
    assert_true(isnan(assay_kruskal_wallis(equal, 3, room, 2).p));
    assert_true(isnan(assay_kruskal_wallis(single, 2, room, 2).p));
    assert_true(isnan(assay_kruskal_wallis(NULL, 0, room, 2).p));
}

static void gini_by_all_pairs(void **state)
{
    (void)state;
    static const double x[] = {0, 0, 1, 1, 2, 4, 4, 30};
    double differences = 0, sum = 0;
    for (size_t i = 0; i < COUNT(x); i++) {
        sum += x[i];
        for (size_t k = 0; k < COUNT(x); k++) differences += fabs(x[i] - x[k]);
    }
    close_to(assay_gini(x, COUNT(x)),
             differences / (2 * (double)COUNT(x) * sum));
    const double even[] = {.1, .1, .1}, one[] = {0, 0, 0, 8}, none[] = {0, 0};
    assert_true(assay_gini(even, 3) == 0);
    close_to(assay_gini(one, 4), .75);
    assert_true(isnan(assay_gini(none, 2)));
    assert_true(isnan(assay_gini(none, 0)));
}

static void share_of_the_top(void **state)
{
    (void)state;
    static const double x[] = {0, 1, 2, 3, 14};
    close_to(assay_top_share(x, 5, 1), .7);
    close_to(assay_top_share(x, 5, 1.5), .775);
    close_to(assay_top_share(x, 5, .05), .035);
    assert_true(assay_top_share(x, 5, 0) == 0);
    assert_true(assay_top_share(x, 5, 5) == 1);
    assert_true(assay_top_share(x, 5, 9) == 1);
    const double none[] = {0, 0};
    assert_true(isnan(assay_top_share(none, 2, 1)));
}

// All counts of up to so many people, each with its chance.
enum { PEOPLE = 4, MOST = 16 };

static double chance_of(const int *counts, int people, double mean)
{
    double chance = 1;
    for (int i = 0; i < people; i++) {
        chance *= exp(-mean);
        for (int k = 1; k <= counts[i]; k++) chance *= mean / k;
    }
    return chance;
}

// Greatest first.
static void sort_counts(double *x, int n)
{
    for (int i = 0; i < n; i++)
        for (int j = i + 1; j < n; j++)
            if (x[j] > x[i]) {
                const double swapped = x[i];
                x[i] = x[j];
                x[j] = swapped;
            }
}

static double enumerated(double mean, int people, double top)
{
    int counts[PEOPLE] = {0};
    double sum = 0;
    for (int at = 0; at >= 0;) {
        double x[PEOPLE];
        const double chance = chance_of(counts, people, mean);
        for (int i = 0; i < people; i++) x[i] = counts[i];
        sort_counts(x, people);
        for (int i = 0; i < people; i++) {
            const double take = top - i < 0 ? 0 : top - i > 1 ? 1 : top - i;
            sum += chance * take * x[i];
        }
        for (at = people - 1; at >= 0 && counts[at] == MOST; at--)
            counts[at] = 0;
        if (at >= 0) counts[at]++;
    }
    return sum / (mean * people);
}

static void T5_11_share_of_the_top_by_chance(void **state)
{
    (void)state;
    // The greater of two Poisson counts of mean 1: 1 + (I0(2) + I1(2))/e^2 of
    // 2, Bessel functions from mpmath.
    const double of_two =
        (1 + exp(-2) * (2.2795853023360673 + 1.5906368546373291)) / 2;
    close_to(assay_top_share_by_chance(1, 2, 1), of_two);
    for (int people = 1; people <= PEOPLE; people++)
        for (double top = 0.25; top <= people; top += 0.25) {
            const double mean = 0.2 * people;
            const double want = enumerated(mean, people, top);
            const double have = assay_top_share_by_chance(mean, people, top);
            if (!(fabs(have - want) < 1e-9))
                fail_msg("%g of %d: %.15g, not %.15g", top, people, have, want);
        }
    assert_true(assay_top_share_by_chance(0.3, 50, 0) == 0);
    assert_true(assay_top_share_by_chance(0.3, 50, 50) == 1);
    // Many matches of each leave nothing to chance; few leave all of it.
    assert_true(fabs(assay_top_share_by_chance(1e6, 1000, 10) - 0.01) < 1e-4);
    assert_true(assay_top_share_by_chance(1e-6, 1000, 10) > 0.999);
    // The share grows with the part, the more slowly the further down.
    double before = 0, step = 1;
    for (double top = 5; top <= 200; top += 5) {
        const double share = assay_top_share_by_chance(2.5, 200, top);
        assert_true(share > before && share - before <= step + 1e-12);
        step = share - before;
        before = share;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T5_7_overdispersion),
        cmocka_unit_test(T5_8_kruskal_wallis),
        cmocka_unit_test(T5_11_share_of_the_top_by_chance),
        cmocka_unit_test(ranks_counted_one_by_one),
        cmocka_unit_test(nothing_to_compare),
        cmocka_unit_test(gini_by_all_pairs),
        cmocka_unit_test(share_of_the_top),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
