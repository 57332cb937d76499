// SPDX-License-Identifier: Apache-2.0
// Interned strings: numbers in the order of first sight, whatever the batch.
#include "base/strings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int make(void **state)
{
    *state = assay_strings_new();
    return *state ? 0 : -1;
}

static int end(void **state)
{
    assay_strings_free(*state);
    return 0;
}

static uint32_t add(assay_strings *strings, const char *text)
{
    uint32_t index = ASSAY_NO_STRING;
    assert_true(assay_strings_add(strings, assay_slice_of(text), &index));
    return index;
}

static void numbers_follow_first_sight(void **state)
{
    assay_strings *strings = *state;
    assert_int_equal(assay_strings_count(strings), 0);
    assert_int_equal(assay_strings_find(strings, assay_slice_of("b")),
                     ASSAY_NO_STRING);
    assert_int_equal(add(strings, "b"), 0);
    assert_int_equal(add(strings, "a"), 1);
    assert_int_equal(add(strings, "b"), 0);
    assert_int_equal(add(strings, ""), 2);
    assert_int_equal(assay_strings_count(strings), 3);
    assert_int_equal(assay_strings_find(strings, assay_slice_of("a")), 1);
    assert_int_equal(assay_strings_find(strings, (assay_slice){NULL, 0}), 2);
    assert_string_equal(assay_strings_text(strings, 0).text, "b");
    assert_string_equal(assay_strings_text(strings, 2).text, "");
}

// Every length around the words of the hash, and texts that differ in one
// byte only, zeros included. Each copy ends where its memory does.
static void lengths_and_bytes_are_told_apart(void **state)
{
    assay_strings *strings = *state;
    uint32_t expected = 0;
    for (size_t n = 1; n < 70; n++) {
        for (size_t place = 0; place <= n; place++) {
            char *text = calloc(n, 1);
            uint32_t index = ASSAY_NO_STRING;
            assert_non_null(text);
            if (place < n) text[place] = 1;
            const assay_slice slice = {text, n};
            assert_true(assay_strings_add(strings, slice, &index));
            assert_int_equal(index, expected);
            assert_int_equal(assay_strings_text(strings, index).length, n);
            assert_int_equal(assay_strings_find(strings, slice), expected++);
            free(text);
        }
    }
}

enum { MANY = 50000, BATCH = 1000 };

// Ids out of order in batches of any size, with runs of the same id.
static void batches_give_what_single_calls_give(void **state)
{
    assay_strings *strings = *state;
    static char text[BATCH][24];
    static uint32_t number[MANY];
    assay_slice slices[BATCH];
    uint32_t index[BATCH], which[BATCH];
    uint64_t seed = 1;
    memset(number, 0xFF, sizeof number);
    for (size_t round = 0; round < 300; round++) {
        const size_t n = round % BATCH + (round > 200 ? 700 : 1);
        for (size_t i = 0; i < n; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            which[i] = i && seed % 5 == 0 ? which[i - 1]
                                          : (uint32_t)(seed >> 33) % MANY;
            const int length =
                snprintf(text[i], sizeof text[i], "%s%u",
                         which[i] % 3 ? "s" : "subject_number_", which[i]);
            slices[i] = (assay_slice){text[i], (size_t)length};
        }
        const uint32_t before = assay_strings_count(strings);
        uint32_t next = before;
        assert_true(assay_strings_intern(strings, slices, n, index));
        for (size_t i = 0; i < n; i++) {
            if (number[which[i]] == UINT32_MAX) number[which[i]] = next++;
            assert_int_equal(index[i], number[which[i]]);
        }
        assert_int_equal(assay_strings_count(strings), next);
    }
    for (uint32_t k = 0; k < assay_strings_count(strings); k++) {
        const assay_slice kept = assay_strings_text(strings, k);
        assert_int_equal(kept.text[kept.length], 0);
        assert_int_equal(assay_strings_find(strings, kept), k);
    }
}

static void order_depends_on_the_set_alone(void **state)
{
    static const char *const sorted[] = {"",      "10", "9", "a",
                                         "a\x01", "ab", "b", "\xc3\xa4"};
    enum { N = sizeof sorted / sizeof sorted[0] };
    uint32_t order[N];
    assay_strings *strings = *state;
    assert_true(assay_strings_order(strings, order));
    for (size_t i = 0; i < N; i++) add(strings, sorted[(i * 3 + 5) % N]);
    assert_int_equal(assay_strings_count(strings), N);
    assert_true(assay_strings_order(strings, order));
    for (size_t i = 0; i < N; i++)
        assert_string_equal(assay_strings_text(strings, order[i]).text,
                            sorted[i]);
}

static void nothing_to_free_is_fine(void **state)
{
    (void)state;
    assay_strings_free(NULL);
}

static void settled_texts_stay(void **state)
{
    assay_strings *strings = *state;
    uint32_t order[2];
    add(strings, "b");
    add(strings, "a");
    assay_strings_settle(strings);
    assert_int_equal(assay_strings_count(strings), 2);
    assert_string_equal(assay_strings_text(strings, 0).text, "b");
    assert_true(assay_strings_order(strings, order));
    assert_int_equal(order[0], 1);
    assert_int_equal(order[1], 0);
}

// Texts that come in order or do not, each number twice.
static void number_all(assay_strings *strings, unsigned step, unsigned n)
{
    char text[24];
    for (unsigned i = 0; i < 2 * n; i++) {
        (void)snprintf(text, sizeof text, "t%u", i / 2 * step % n);
        assert_int_equal(add(strings, text), i / 2);
    }
}

static void find_all(const assay_strings *strings, unsigned step, unsigned n)
{
    char text[24];
    for (unsigned i = 0; i < n; i++) {
        (void)snprintf(text, sizeof text, "t%u", i * step % n);
        assert_int_equal(assay_strings_find(strings, assay_slice_of(text)), i);
    }
    assert_int_equal(assay_strings_find(strings, assay_slice_of("t")),
                     ASSAY_NO_STRING);
    assert_int_equal(assay_strings_find(strings, assay_slice_of("t0 ")),
                     ASSAY_NO_STRING);
    assert_int_equal(assay_strings_find(strings, assay_slice_of("t999999")),
                     ASSAY_NO_STRING);
}

static void order_changes_no_number(void **state)
{
    static const unsigned steps[] = {1, 7, 4999};
    enum { N = 5000 };
    (void)state;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        assay_strings *strings = assay_strings_new_in_order();
        assert_non_null(strings);
        assert_int_equal(assay_strings_find(strings, assay_slice_of("")),
                         ASSAY_NO_STRING);
        number_all(strings, steps[i], N);
        find_all(strings, steps[i], N);
        assay_strings_index(strings);
        find_all(strings, steps[i], N);
        assert_int_equal(add(strings, "t0"), 0);
        assert_int_equal(add(strings, ""), N);
        assert_int_equal(assay_strings_count(strings), N + 1);
        assay_strings_free(strings);
    }
}

// What was in order is found again by what comes in batches, or out of order.
static void order_may_end(void **state)
{
    static const char *const texts[] = {"", "a", "b", "aa", "ab", "a\x80", "b"};
    static const uint32_t wanted[] = {0, 1, 2, 3, 4, 5, 2};
    enum { N = sizeof texts / sizeof *texts };
    assay_slice slices[N];
    uint32_t index[N];
    (void)state;
    assay_strings *one = assay_strings_new_in_order();
    assay_strings *all = assay_strings_new_in_order();
    for (size_t i = 0; i < N; i++) {
        slices[i] = assay_slice_of(texts[i]);
        assert_int_equal(add(one, texts[i]), wanted[i]);
        if (i < 3) assert_int_equal(add(all, texts[i]), wanted[i]);
    }
    assert_true(assay_strings_intern(all, slices, N, index));
    assert_memory_equal(index, wanted, sizeof wanted);
    assay_strings_free(one);
    assay_strings_free(all);
}

static void longer_texts_are_refused(void **state)
{
    assay_strings *strings = *state;
    uint32_t index = ASSAY_NO_STRING;
    char *text = calloc(1 << 16, 1);
    assert_non_null(text);
    assay_slice slice = {text, (1 << 16) - 1};
    assert_true(assay_strings_add(strings, slice, &index));
    assert_int_equal(assay_strings_text(strings, index).length, slice.length);
    slice.length++;
    assert_false(assay_strings_add(strings, slice, &index));
    assert_int_equal(assay_strings_count(strings), 1);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(numbers_follow_first_sight, make, end),
        cmocka_unit_test_setup_teardown(lengths_and_bytes_are_told_apart, make,
                                        end),
        cmocka_unit_test_setup_teardown(settled_texts_stay, make, end),
        cmocka_unit_test_setup_teardown(longer_texts_are_refused, make, end),
        cmocka_unit_test_setup_teardown(batches_give_what_single_calls_give,
                                        make, end),
        cmocka_unit_test_setup_teardown(order_depends_on_the_set_alone, make,
                                        end),
        cmocka_unit_test(order_changes_no_number),
        cmocka_unit_test(order_may_end),
        cmocka_unit_test(nothing_to_free_is_fine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
