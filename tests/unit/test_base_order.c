// SPDX-License-Identifier: Apache-2.0
// The order map of float32 (method.md 9.1).
#include "base/order.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct {
    float score;
    uint32_t key;
} vectors[] = {
    {0.0f, 0x80000000u},   {-0.0f, 0x7FFFFFFFu},    {1.0f, 0xBF800000u},
    {-1.0f, 0x407FFFFFu},  {INFINITY, 0xFF800000u}, {-INFINITY, 0x007FFFFFu},
    {1e-45f, 0x80000001u}, {-1e-45f, 0x7FFFFFFEu},  {.6f, 0xBF19999Au},
    {.64f, 0xBF23D70Au},
};

enum { VECTORS = sizeof vectors / sizeof vectors[0] };

static void T9_1_order_map(void **state)
{
    (void)state;
    for (size_t i = 0; i < VECTORS; i++)
        assert_int_equal(assay_key_of(vectors[i].score), vectors[i].key);
}

static void the_score_below_is_a_score(void **state)
{
    (void)state;
    for (size_t i = 0; i < VECTORS; i++) {
        const float score = vectors[i].score;
        if (score == -INFINITY || i == 1) continue; // -0.0 is none
        const float below = assay_score_of(assay_key_before(vectors[i].key));
        assert_true(below < score);
        assert_true(nextafterf(below, INFINITY) == score);
    }
}

static void T9_1_there_and_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < VECTORS; i++) {
        const float back = assay_score_of(vectors[i].key);
        assert_memory_equal(&back, &vectors[i].score, sizeof back);
    }
    for (uint32_t key = ASSAY_KEY_MINUS_INFINITY;
         key < ASSAY_KEY_PLUS_INFINITY - 65521u; key += 65521u)
        assert_int_equal(assay_key_of(assay_score_of(key)), key);
}

static void T9_1_keys_sort_as_scores_do(void **state)
{
    (void)state;
    for (uint32_t key = ASSAY_KEY_MINUS_INFINITY;
         key < ASSAY_KEY_PLUS_INFINITY - 65521u; key += 65521u) {
        if (key == 0x7FFFFFFFu) continue; // -0, which no score is
        assert_true(assay_score_of(key) < assay_score_of(key + 65521u));
    }
}

static void the_infinities_are_the_ends(void **state)
{
    (void)state;
    assert_int_equal(assay_key_of(-INFINITY), ASSAY_KEY_MINUS_INFINITY);
    assert_int_equal(assay_key_of(INFINITY), ASSAY_KEY_PLUS_INFINITY);
}

static void T9_1_minus_zero_is_made_zero(void **state)
{
    (void)state;
    const float zero = assay_score_clean(-0.0f);
    assert_int_equal(assay_key_of(zero), 0x80000000u);
    assert_true(assay_score_clean(-1e-45f) == -1e-45f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T9_1_order_map),
        cmocka_unit_test(the_score_below_is_a_score),
        cmocka_unit_test(T9_1_there_and_back),
        cmocka_unit_test(T9_1_keys_sort_as_scores_do),
        cmocka_unit_test(the_infinities_are_the_ends),
        cmocka_unit_test(T9_1_minus_zero_is_made_zero),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
