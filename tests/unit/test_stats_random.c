// SPDX-License-Identifier: Apache-2.0
// Philox, what is drawn from it, and sums: docs/statistics.md T9.3, T9.4.
#include "stats/philox.h"
#include "stats/sums.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

__extension__ typedef __int128 wide;

typedef struct known_answer {
    uint32_t counter[4], key[2], words[4];
    unsigned weights[4];
} known_answer;

static const known_answer answers[] = {
    {{0, 0, 0, 0},
     {0, 0},
     {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8},
     {1, 2, 1, 1}},
    {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
     {0xffffffff, 0xffffffff},
     {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
     {0, 0, 1, 1}},
    {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
     {0xa4093822, 0x299f31d0},
     {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
     {2, 1, 0, 0}},
};

static void T9_4_known_answers(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(answers); i++) {
        const assay_philox_words w =
            assay_philox(answers[i].counter, answers[i].key);
        for (size_t j = 0; j < 4; j++) {
            assert_int_equal(w.w[j], answers[i].words[j]);
            assert_int_equal(assay_poisson_weight(w.w[j]),
                             answers[i].weights[j]);
        }
    }
}

static void T9_4_place_is_counter_and_key(void **state)
{
    (void)state;
    const assay_place place = {0x299f31d0a4093822u, 0x85a308d3243f6a88u,
                               0x13198a2e, 0x03707344};
    const assay_philox_words w = assay_philox_at(place);
    assert_memory_equal(w.w, answers[2].words, sizeof w.w);
}

static void T9_4_boundary_words(void **state)
{
    (void)state;
    static const uint32_t steps[13] = {
        0x5E2D58D8, 0xBC5AB1B1, 0xEB715E1D, 0xFB239797, 0xFF1025F5,
        0xFFD90F3B, 0xFFFA8B71, 0xFFFF540C, 0xFFFFED1F, 0xFFFFFE21,
        0xFFFFFFD4, 0xFFFFFFFC, 0xFFFFFFFF};
    double below = 0, term = exp(-1), mean = 0;
    for (unsigned k = 0; k < 13; k++) {
        assert_int_equal(assay_poisson_weight(steps[k] - 1), k);
        assert_int_equal(assay_poisson_weight(steps[k]), k + 1);
        if (k > 0) term /= k;
        below += term;
        assert_true(fabs(steps[k] - floor(below * 0x1p32)) <= 1);
        mean += 1 - steps[k] * 0x1p-32;
    }
    assert_true(fabs(mean - 1) < 1e-8);
    assert_int_equal(assay_poisson_weight(0), 0);
}

static void T9_3_neumaier(void **state)
{
    (void)state;
    const double x[] = {1, 1e100, 1, -1e100};
    assert_true(assay_sum(x, 4) == 2);
    assay_exact e = {0};
    for (size_t i = 0; i < 4; i++) assay_exact_add(&e, x[i]);
    assert_true(assay_exact_value(&e) == 2);
    assert_true(assay_sum(x, 0) == 0);
}

static double exact_of(const double *x, size_t n)
{
    assay_exact e = {0};
    for (size_t i = 0; i < n; i++) assay_exact_add(&e, x[i]);
    return assay_exact_value(&e);
}

static void adding_many_times_is_adding_each(void **state)
{
    (void)state;
    static const double x[] = {
        0.1, -0.1, 0x1p-1074, -0x1.fffffffffffffp1023, 0x1.fffffffffffffp-30,
        0,   3};
    for (size_t i = 0; i < sizeof x / sizeof x[0]; i++) {
        assay_exact one = {0}, many = {0};
        assay_exact_add(&one, 1e-9);
        assay_exact_add(&many, 1e-9);
        for (int n = 0; n < 1001; n++) assay_exact_add(&one, x[i]);
        assay_exact_add_times(&many, x[i], 1001);
        assert_true(assay_exact_value(&many) == assay_exact_value(&one));
    }
    assay_exact e = {0};
    assay_exact_add_times(&e, 3, (UINT64_C(1) << 31) + 5);
    assay_exact_add(&e, 0.5);
    assert_true(assay_exact_value(&e) == 3 * (0x1p31 + 5) + 0.5);
}

static void exact_sum_rounds_once(void **state)
{
    (void)state;
    const double half[] = {1, 0x1p-53};            // tie: to even
    const double over[] = {1, 0x1p-53, 0x1p-1074}; // just above it
    const double odd[] = {1 + 0x1p-52, 0x1p-53};
    const double back[] = {-1, -0x1p-53, -0x1p-1074};
    const double tiny[] = {0x1p-1074, 0x1p-1074, 0x1p-1074};
    const double huge[] = {0x1p1023, 0x1p1022, -0x1p1023};
    const double gone[] = {3.5, -1e-300, 1e-300, -3.5};
    assert_true(exact_of(half, 2) == 1);
    assert_true(exact_of(over, 3) == 1 + 0x1p-52);
    assert_true(exact_of(odd, 2) == 1 + 0x1p-51);
    assert_true(exact_of(back, 3) == -1 - 0x1p-52);
    assert_true(exact_of(tiny, 3) == 3 * 0x1p-1074);
    assert_true(exact_of(huge, 3) == 0x1p1022);
    assert_true(exact_of(gone, 4) == 0);
    assay_exact e = {0};
    assay_exact_add(&e, INFINITY);
    assert_true(isinf(assay_exact_value(&e)));
    assay_exact_add(&e, -INFINITY);
    assert_true(isnan(assay_exact_value(&e)));
}

// Against 128-bit integers, and in every order the same.
static void exact_sum_does_not_depend_on_order(void **state)
{
    (void)state;
    enum { n = 1000 };
    double x[n];
    uint32_t order[n];
    assay_random r = assay_random_at((assay_place){7, 0, 0, 0});
    wide sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        const int shift = (int)assay_random_below(&r, 60);
        const double m = (double)assay_random_word(&r) - 0x1p31;
        x[i] = ldexp(m, shift - 60);
        sum += (wide)m * ((wide)1 << shift);
        order[i] = i;
    }
    const double want = ldexp((double)sum, -60);
    for (int round = 0; round < 20; round++) {
        assay_random_shuffle(&r, order, n);
        assay_exact e = {0};
        for (size_t i = 0; i < n; i++) assay_exact_add(&e, x[order[i]]);
        assert_true(assay_exact_value(&e) == want);
    }
}

static void uniforms_and_normals(void **state)
{
    (void)state;
    enum { n = 20000 };
    assert_true(assay_uniform(0, 0) > 0);
    assert_true(assay_uniform(0xffffffff, 0xffffffff) < 1);
    double sum = 0, squares = 0, fourth = 0, product = 0, uniform = 0;
    for (uint32_t i = 0; i < n; i++) {
        const assay_philox_words w = assay_philox_at((assay_place){3, i, 0, 1});
        double z[2];
        assay_normals(w, z);
        sum += z[0] + z[1];
        squares += z[0] * z[0] + z[1] * z[1];
        fourth += z[0] * z[0] * z[0] * z[0] + z[1] * z[1] * z[1] * z[1];
        product += z[0] * z[1];
        uniform += assay_uniform(w.w[0], w.w[1]);
    }
    // 5 standard errors each
    assert_true(fabs(sum / (2 * n)) < 5 / sqrt(2 * n));
    assert_true(fabs(squares / (2 * n) - 1) < 5 * sqrt(2.0 / (2 * n)));
    assert_true(fabs(fourth / (2 * n) - 3) < 5 * sqrt(96.0 / (2 * n)));
    assert_true(fabs(product / n) < 5 / sqrt(n));
    assert_true(fabs(uniform / n - 0.5) < 5 * sqrt(1.0 / 12 / n));
}

// A value that any change of the path from counter to normal would move.
static void normals_are_the_same_everywhere(void **state)
{
    (void)state;
    double z[2];
    assay_normals(assay_philox_at((assay_place){1, 2, 3, 4}), z);
    assert_true(z[0] == -0x1.93e50855c410bp-4 && z[1] == -0x1.697d79e424d5bp-1);
}

static void below_is_even(void **state)
{
    (void)state;
    assay_random r = assay_random_at((assay_place){11, 0, 0, 0});
    unsigned seen[7] = {0};
    for (int i = 0; i < 70000; i++) seen[assay_random_below(&r, 7)]++;
    double chi2 = 0;
    for (int i = 0; i < 7; i++) chi2 += (seen[i] - 1e4) * (seen[i] - 1e4) / 1e4;
    assert_true(chi2 < 28); // P = 1e-4 with 6 degrees of freedom
    assert_int_equal(assay_random_below(&r, 1), 0);
    const uint32_t most = 0x80000001u; // nearly half of the words are rejected
    for (int i = 0; i < 1000; i++)
        assert_true(assay_random_below(&r, most) < most);
}

// Many blocks at once are the same as one after the other, also where the
// replicate starts anew at 0.
static void philox_filled(void **state)
{
    (void)state;
    enum { MOST = 5 };
    const assay_place place = {77, UINT64_C(5) << 40, UINT32_MAX - 1, 9};
    for (uint32_t blocks = 0; blocks <= MOST; blocks++) {
        uint32_t words[4 * MOST + 1];
        words[4 * blocks] = 12345;
        assay_philox_fill(place, blocks, words);
        for (uint32_t i = 0; i < blocks; i++) {
            assay_place one = place;
            one.replicate += i;
            const assay_philox_words block = assay_philox_at(one);
            assert_memory_equal(block.w, words + 4 * i, sizeof block.w);
        }
        assert_int_equal(words[4 * blocks], 12345);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(philox_filled),
        cmocka_unit_test(T9_4_known_answers),
        cmocka_unit_test(T9_4_place_is_counter_and_key),
        cmocka_unit_test(T9_4_boundary_words),
        cmocka_unit_test(T9_3_neumaier),
        cmocka_unit_test(adding_many_times_is_adding_each),
        cmocka_unit_test(exact_sum_rounds_once),
        cmocka_unit_test(exact_sum_does_not_depend_on_order),
        cmocka_unit_test(uniforms_and_normals),
        cmocka_unit_test(normals_are_the_same_everywhere),
        cmocka_unit_test(below_is_even),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
