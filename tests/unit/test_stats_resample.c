// SPDX-License-Identifier: Apache-2.0
// Resampling of people against sums over all comparisons, and intervals from
// replicates: docs/statistics.md 4.4, T4.6, T4.7, T9.4.
#include "stats/cluster.h"
#include "stats/gamma.h"
#include "stats/philox.h"
#include "stats/replicates.h"
#include "stats/resample.h"
#include "stats/threshold.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static void near(double have, double want, double unit)
{
    if (fabs(have - want) <= 0.5000001 * unit) return;
    fail_msg("have %.15g, want %.15g", have, want);
}

static void T9_4_weights_are_those_of_philox(void **state)
{
    (void)state;
    enum { people = 5 };
    uint8_t w[people * ASSAY_LANES];
    const uint64_t seed = 0x299f31d0a4093822u;
    assay_resample_weights(seed, 7, 128, people, w);
    unsigned long sum = 0;
    for (uint32_t i = 0; i < people; i++)
        for (uint32_t l = 0; l < ASSAY_LANES; l++) {
            const assay_place place = {seed, i, (128 + l) / 4, 7};
            const uint32_t word = assay_philox_at(place).w[l % 4];
            assert_int_equal(w[i * ASSAY_LANES + l],
                             assay_poisson_weight(word));
            sum += w[i * ASSAY_LANES + l];
        }
    assert_in_range(sum, 260, 380); // 320 +- 3.3 sd
}

static void many_weights_are_each_weight(void **state)
{
    (void)state;
    uint32_t words[59];
    uint8_t w[59];
    for (uint32_t i = 0; i < 59; i++)
        words[i] = i < 20 ? UINT32_MAX >> i : (i - 20) * 110000000u + i % 3;
    words[58] = 0;
    assay_poisson_weights(words, 59, w);
    for (size_t i = 0; i < 59; i++)
        assert_int_equal(w[i], assay_poisson_weight(words[i]));
    assert_int_equal(w[0], 13);
}

// --- a design with every comparison written out ------------------------------

enum { PEOPLE = 24, MOST = 8000, TARGETS = 5 };

typedef struct comparison {
    uint32_t score, probe, reference;
} comparison;

typedef struct study {
    bool one_set;
    uint32_t a[PEOPLE], b[PEOPLE], mated_of[PEOPLE];
    comparison mated[MOST], others[MOST];
    size_t mates, rest;
    assay_two pairs[MOST];
    uint32_t below[MOST], misses[MOST];
    double alphas[TARGETS];
} study;

static int descending(const void *x, const void *y)
{
    const comparison *a = x, *b = y;
    return (a->score < b->score) - (a->score > b->score);
}

static int ascending(const void *x, const void *y)
{
    return descending(y, x);
}

static void compare_two(study *s, assay_random *r, uint32_t i, uint32_t j)
{
    const bool same = i == j;
    // Few values: many ties; mates are more alike.
    const comparison c = {
        assay_random_below(r, 400) + (same ? 250 : 0) + (i < 3 ? 40 : 0), i, j};
    if (same) {
        s->mated_of[i]++;
        s->mated[s->mates++] = c;
    } else
        s->others[s->rest++] = c;
}

static void fill(study *s, assay_random *r)
{
    for (uint32_t i = 0; i < PEOPLE; i++)
        for (uint32_t j = s->one_set ? i : 0; j < PEOPLE; j++) {
            const uint32_t all = i == j && s->one_set
                                     ? s->a[i] * (s->a[i] - 1) / 2
                                     : s->a[i] * s->b[j];
            for (uint32_t k = 0; k < all; k++) compare_two(s, r, i, j);
        }
    qsort(s->mated, s->mates, sizeof s->mated[0], ascending);
    qsort(s->others, s->rest, sizeof s->others[0], descending);
    for (size_t k = 0; k < s->mates; k++) s->misses[k] = s->mated[k].probe;
    for (size_t k = 0; k < s->rest; k++) {
        s->pairs[k] = (assay_two){s->others[k].probe, s->others[k].reference};
        uint32_t below = 0;
        while (below < s->mates && s->mated[below].score <= s->others[k].score)
            below++;
        s->below[k] = below;
    }
}

static study *make(uint32_t seed, bool one_set)
{
    study *s = calloc(1, sizeof *s);
    assert_non_null(s);
    assay_random r = assay_random_at((assay_place){99, 0, seed, 3});
    s->one_set = one_set;
    for (uint32_t i = 0; i < PEOPLE; i++) {
        s->a[i] = 1 + assay_random_below(&r, 4);
        s->b[i] = one_set ? s->a[i] : assay_random_below(&r, 5);
    }
    fill(s, &r);
    static const double alphas[TARGETS] = {0.001, 0.01, 0.05, 0.05, 0.4};
    memcpy(s->alphas, alphas, sizeof alphas);
    return s;
}

static assay_resample_det det_of(const study *s, size_t kept)
{
    return (assay_resample_det){
        .sides = {PEOPLE, s->a, s->one_set ? s->a : s->b},
        .mated = s->mated_of,
        .pairs = s->pairs,
        .below = s->below,
        .pair_count = kept,
        .misses = s->misses,
        .alphas = s->alphas,
        .targets = TARGETS};
}

static uint64_t weighed(const comparison *c, const uint8_t *w, bool mated)
{
    return (uint64_t)w[c->probe * ASSAY_LANES] *
           (mated ? 1 : w[c->reference * ASSAY_LANES]);
}

// The lowest threshold at which at most `most` match, then what does not.
static uint64_t by_hand(const study *s, size_t kept, const uint8_t *w,
                        double alpha)
{
    uint64_t trials = 0, sum = 0, misses = 0;
    for (size_t k = 0; k < s->rest; k++)
        trials += weighed(&s->others[k], w, false);
    const uint64_t most = assay_allowed(alpha, trials);
    for (size_t k = 0; k < kept; k++) {
        sum += weighed(&s->others[k], w, false);
        if (sum <= most) continue;
        for (size_t i = 0; i < s->mates; i++)
            if (s->mated[i].score <= s->others[k].score)
                misses += weighed(&s->mated[i], w, true);
        return misses;
    }
    return ASSAY_BEYOND;
}

static void check_study(const study *s, uint32_t first, size_t kept)
{
    static uint8_t w[PEOPLE * ASSAY_LANES];
    static uint64_t errors[TARGETS * ASSAY_LANES];
    assay_resampled out = {.errors = errors};
    const assay_resample_det det = det_of(s, kept);
    uint64_t sums[ASSAY_LANES];
    assay_resample_weights(1, 2, first, PEOPLE, w);
    assay_resample_fnmr(&det, w, &out);
    assay_resample_pairs(w, s->pairs, kept, sums);
    for (size_t l = 0; l < ASSAY_LANES; l++) {
        uint64_t mated = 0, others = 0, some = 0;
        for (size_t k = 0; k < s->mates; k++)
            mated += weighed(&s->mated[k], w + l, true);
        for (size_t k = 0; k < s->rest; k++) {
            others += weighed(&s->others[k], w + l, false);
            some += k < kept ? weighed(&s->others[k], w + l, false) : 0;
        }
        assert_int_equal(out.mated[l], mated);
        assert_int_equal(out.others[l], others);
        assert_int_equal(sums[l], some);
        for (size_t t = 0; t < TARGETS; t++)
            assert_int_equal(errors[t * ASSAY_LANES + l],
                             by_hand(s, kept, w + l, s->alphas[t]));
    }
}

static void replicates_are_sums_over_all_comparisons(void **state)
{
    (void)state;
    for (uint32_t seed = 0; seed < 4; seed++) {
        study *s = make(seed, seed % 2);
        assert_true(s->rest > 1000 && s->mates > 30);
        check_study(s, 0, s->rest);
        check_study(s, 64 + 64 * seed, s->rest / 3);
        check_study(s, 64, 20 + seed);
        check_study(s, 64, 0);
        free(s);
    }
}

// Who is compared with whom, pair by pair in place of a design.
static void a_list_of_a_design_is_the_design(void **state)
{
    (void)state;
    static uint8_t w[PEOPLE * ASSAY_LANES];
    static uint64_t errors[2][TARGETS * ASSAY_LANES];
    for (uint32_t seed = 0; seed < 2; seed++) {
        assay_two who[PEOPLE * PEOPLE];
        uint32_t times[PEOPLE * PEOPLE];
        study *s = make(seed, seed % 2);
        assay_resample_det det = det_of(s, s->rest);
        assay_resampled design = {.errors = errors[0]};
        assay_resampled list = {.errors = errors[1]};
        for (uint32_t k = 0; k < PEOPLE * PEOPLE; k++) {
            who[k] = (assay_two){k / PEOPLE, k % PEOPLE};
            times[k] = 0;
        }
        for (size_t k = 0; k < s->rest; k++)
            times[s->others[k].probe * PEOPLE + s->others[k].reference]++;
        assay_resample_weights(4, 2, 0, PEOPLE, w);
        assay_resample_fnmr(&det, w, &design);
        det.sides.probes = det.sides.references = NULL;
        det.compared = who;
        det.times = times;
        det.compared_count = PEOPLE * PEOPLE;
        assay_resample_fnmr(&det, w, &list);
        assert_memory_equal(list.others, design.others, sizeof list.others);
        assert_memory_equal(errors[0], errors[1], sizeof errors[0]);
        free(s);
    }
}

static void nobody_drawn(void **state)
{
    (void)state;
    study *s = make(1, true);
    static const uint8_t none[PEOPLE * ASSAY_LANES];
    static uint64_t errors[TARGETS * ASSAY_LANES];
    assay_resampled out = {.errors = errors};
    const assay_resample_det det = det_of(s, s->rest);
    assay_resample_fnmr(&det, none, &out);
    for (size_t l = 0; l < ASSAY_LANES; l++) {
        assert_int_equal(out.mated[l], 0);
        assert_int_equal(out.others[l], 0);
        assert_true(errors[l] == ASSAY_BEYOND);
    }
    free(s);
}

// Means of weighted sums are the sums, of which the weights of two people
// are independent: E w_i w_j = 1.
static void replicates_are_centred(void **state)
{
    (void)state;
    enum { batches = 100 };
    study *s = make(3, true);
    static uint8_t w[PEOPLE * ASSAY_LANES];
    double mean = 0, square = 0;
    for (uint32_t b = 0; b < batches; b++) {
        uint64_t sums[ASSAY_LANES];
        assay_resample_weights(5, 0, b * ASSAY_LANES, PEOPLE, w);
        assay_resample_pairs(w, s->pairs, 300, sums);
        for (size_t l = 0; l < ASSAY_LANES; l++) {
            mean += (double)sums[l];
            square += (double)sums[l] * (double)sums[l];
        }
    }
    const double n = batches * ASSAY_LANES;
    mean /= n;
    const double error = sqrt((square / n - mean * mean) / n);
    assert_true(fabs(mean - 300) < 4 * error);
    assert_true(error < 3);
    free(s);
}

// --- intervals from replicates ----------------------------------------------

static void T4_6_bca(void **state)
{
    (void)state;
    enum { B = 999 };
    double x[B];
    for (size_t i = 0; i < B; i++) {
        const double p = (double)(B - i) / (B + 1);
        x[i] = assay_gamma_quantile((assay_tails){p, 1 - p}, 9) / 9;
    }
    assert_int_equal(assay_replicates_sort(x, B), B);
    for (size_t i = 1; i < B; i++) assert_true(x[i - 1] < x[i]);
    const assay_bca bca = assay_bca_of(x, B, 1, 0.05, 0.95);
    near(bca.z0, .111889640242, 1e-12);
    near(bca.low, .0570693871873, 1e-13);
    near(bca.high, .992307255576, 1e-12);
    near(bca.interval.low, .535734909635, 1e-12);
    near(bca.interval.high, 1.9840174834, 1e-10);
    assert_true(bca.tied == 0);
    const assay_interval plain = assay_replicates_percentile(x, B, 0.95);
    near(plain.low, .457263677486, 1e-12);
    near(plain.high, 1.75146546891, 1e-11);
}

// 1920 and 1930 populations of ten cities.
static const double city_u[] = {138, 93, 61, 179, 48, 37, 29, 23, 30, 2};
static const double city_x[] = {143, 104, 69, 260, 75, 63, 50, 48, 111, 50};

static void T4_7_jackknife_of_a_ratio(void **state)
{
    (void)state;
    enum { n = COUNT(city_u) };
    static const double influence[n] = {
        -1.04367815284, -.584177631016, -.370924590274, -.189589956496,
        .031641416034,  .105448784555,  .092363449562,  .203650741686,
        1.02178279783,  .733811322344};
    double without[n], u = 0, x = 0, squares = 0;
    for (size_t i = 0; i < n; i++) {
        u += city_u[i];
        x += city_x[i];
    }
    assert_true(x / u == 1.5203125);
    for (size_t i = 0; i < n; i++)
        without[i] = (x - city_x[i]) / (u - city_u[i]);
    const assay_jackknife j = assay_jackknife_of(without, n);
    near(sqrt(j.variance), .194790993588, 1e-12);
    for (size_t i = 0; i < n; i++) {
        // R's are differences, where a ten thousandth of all weight goes to i:
        // four digits are lost, and 2e-12 added to half a unit.
        const double s = (x / u - without[i]) * (u - city_u[i]);
        near(n * s / ((1 - 1e-4) * u + 1e-4 * n * city_u[i]), influence[i],
             1.4e-11);
        squares += influence[i] * influence[i] / (n * n);
    }
    near(squares, .0324870139409, 1e-12);
    // The one-way variances of cluster.h are those of a ratio.
    const assay_side side = {city_x, city_u, n, NULL};
    const assay_cluster c = assay_cluster_one_way(side, false);
    near(c.rate, 1.5203125, 1e-15);
    near(sqrt(c.jackknife), .194790993588, 1e-12);
}

static void acceleration_by_hand(void **state)
{
    (void)state;
    static const double without[] = {1, 2, 6}; // L = 2, 1, -3
    const assay_jackknife j = assay_jackknife_of(without, 3);
    near(j.variance, 2.0 / 3 * 14, 1e-14);
    near(j.acceleration, -18 / (6 * 14 * sqrt(14)), 1e-16);
}

static void quantiles_of_type_6(void **state)
{
    (void)state;
    double x[] = {10, NAN, 2, 1, 4, 3, NAN};
    assert_int_equal(assay_replicates_sort(x, COUNT(x)), 5);
    static const double sorted[] = {1, 2, 3, 4, 10};
    for (size_t i = 0; i < 5; i++) assert_true(x[i] == sorted[i]);
    near(assay_replicates_quantile(x, 5, 0.5), 3, 1e-15);
    near(assay_replicates_quantile(x, 5, 0.75), 7, 1e-14);
    near(assay_replicates_quantile(x, 5, 0.9), 10, 1e-14);
    near(assay_replicates_quantile(x, 5, 0.01), 1, 1e-14);
    assert_true(isnan(assay_replicates_quantile(x, 0, 0.5)));
    assert_true(isnan(assay_replicates_quantile(x, 5, NAN)));
}

// Two figures: of one alone the 95 % point of |z| is 1.96, of two independent
// ones 2.236.
static void the_farthest_of_two_figures(void **state)
{
    (void)state;
    enum { n = 20000 };
    static double x[3 * n], room[n];
    for (uint32_t i = 0; i < n; i++) {
        double pair[2];
        assay_normals(assay_philox_at((assay_place){4, i, 0, 0}), pair);
        x[i] = 7 + 3 * pair[0];
        x[n + i] = pair[1];
        x[2 * n + i] = i % 2 ? 5 : (double)NAN; // differs nowhere
    }
    const double one = assay_replicates_farthest(x, 1, n, 0.95, room);
    const double two = assay_replicates_farthest(x, 3, n, 0.95, room);
    assert_true(fabs(one - 1.96) < 0.04);
    assert_true(fabs(two - 2.236) < 0.04);
    assert_true(isnan(assay_replicates_farthest(x + 2 * n, 1, n, 0.95, room)));
    static const double three[] = {-1, 0, NAN, 1};
    near(assay_replicates_farthest(three, 1, 4, 0.5, room), 1, 1e-15);
    near(assay_replicates_logit(0, 4), -2.19722457733622, 1e-14);
}

static void nothing_to_take_a_quantile_of(void **state)
{
    (void)state;
    static const double same[] = {2, 2, 2, 2};
    assay_bca bca = assay_bca_of(same, 4, 1, 0, 0.95);
    assert_true(isnan(bca.interval.low) && isnan(bca.interval.high));
    bca = assay_bca_of(same, 4, 2, 0, 0.95);
    assert_true(bca.z0 == 0 && bca.tied == 1);
    assert_true(bca.interval.low == 2 && bca.interval.high == 2);
    bca = assay_bca_of(same, 4, 2, 0.6, 0.95); // beyond the pole above
    assert_true(bca.interval.low == 2 && isnan(bca.interval.high));
    assert_true(isnan(assay_jackknife_of(same, 1).variance));
    const assay_jackknife j = assay_jackknife_of(same, 4);
    assert_true(j.variance == 0 && j.acceleration == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T9_4_weights_are_those_of_philox),
        cmocka_unit_test(many_weights_are_each_weight),
        cmocka_unit_test(replicates_are_sums_over_all_comparisons),
        cmocka_unit_test(a_list_of_a_design_is_the_design),
        cmocka_unit_test(nobody_drawn),
        cmocka_unit_test(replicates_are_centred),
        cmocka_unit_test(T4_6_bca),
        cmocka_unit_test(T4_7_jackknife_of_a_ratio),
        cmocka_unit_test(acceleration_by_hand),
        cmocka_unit_test(quantiles_of_type_6),
        cmocka_unit_test(the_farthest_of_two_figures),
        cmocka_unit_test(nothing_to_take_a_quantile_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
