// SPDX-License-Identifier: Apache-2.0
// Indices sorted by keys of any width; equal keys keep their order.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "count/ranked.h"

enum { MOST = 3000 };

static uint64_t draw(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed ^ *seed >> 31;
}

// Checks order and stability: indices grow with the place they came from.
static void check(const assay_ranked *items, const assay_ranked *were, size_t n,
                  uint32_t step)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        const size_t place = items[i].index / step;
        assert_true(place < n);
        assert_true(items[i].key == were[place].key);
        sum += place;
        if (!i) continue;
        assert_true(items[i].key >= items[i - 1].key);
        if (items[i].key == items[i - 1].key)
            assert_true(items[i].index > items[i - 1].index);
    }
    assert_int_equal(sum, n ? n * (n - 1) / 2 : 0);
}

// Keys of each width from a low end on, and indices that leave no room for
// them in a word.
static void any_width(void **state)
{
    static assay_ranked items[MOST], were[MOST];
    static const uint32_t steps[] = {1, UINT32_MAX / MOST};
    uint64_t seed = 1;
    (void)state;
    for (unsigned bits = 0; bits <= 64; bits++)
        for (size_t k = 0; k < 4; k++) {
            const size_t n = draw(&seed) % MOST;
            const uint64_t low = bits < 60 && k & 1 ? draw(&seed) >> 4 : 0;
            const uint32_t step = steps[k / 2];
            for (size_t i = 0; i < n; i++) {
                const uint64_t key = bits ? draw(&seed) >> (64 - bits) : 0;
                items[i] = (assay_ranked){low + key, (uint32_t)i * step};
            }
            memcpy(were, items, sizeof were);
            assert_true(assay_rank(items, n));
            check(items, were, n, step);
        }
}

static void few(void **state)
{
    (void)state;
    assay_ranked items[2] = {{UINT64_MAX, 0}, {0, UINT32_MAX}};
    assert_true(assay_rank(NULL, 0));
    assert_true(assay_rank(items, 1));
    assert_true(items[0].key == UINT64_MAX);
    assert_true(assay_rank(items, 2));
    assert_true(items[0].key == 0);
    assert_int_equal(items[0].index, UINT32_MAX);
    assert_int_equal(items[1].index, 0);
}

static void signs(void **state)
{
    (void)state;
    static const int64_t values[] = {INT64_MIN, -1, 0, 1, INT64_MAX};
    for (size_t i = 0; i < 5; i++) {
        assert_true(assay_rank_value(assay_rank_key(values[i])) == values[i]);
        if (i)
            assert_true(assay_rank_key(values[i]) >
                        assay_rank_key(values[i - 1]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_width),
        cmocka_unit_test(few),
        cmocka_unit_test(signs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
