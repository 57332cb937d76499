// SPDX-License-Identifier: Apache-2.0
// Rows by species: ranks, counts and people, against sorting.
#include "base/order.h"
#include "count/presented.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROWS = 9000, MARKS = 5, PEOPLE = 40, PROFILES = 4 };

static assay_marked_row rows[ROWS];

static unsigned next(unsigned *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

// Scores of both signs with many ties, infinities among them.
static assay_marked *make(void)
{
    unsigned seed = 5;
    assay_error err;
    assay_marked *marked = NULL;
    assert_int_equal(assay_marked_new("/tmp", 4096, NULL, &marked, &err),
                     ASSAY_OK);
    for (size_t i = 0; i < ROWS; i++) {
        const unsigned draw = next(&seed) % 2000;
        const float score = draw == 0   ? __builtin_inff()
                            : draw == 1 ? -__builtin_inff()
                                        : ((float)draw - 900) / 64;
        rows[i] = (assay_marked_row){.key = assay_key_of(score),
                                     .mark = next(&seed) % MARKS,
                                     .person = next(&seed) % PEOPLE,
                                     .profile = (uint16_t)(i % PROFILES)};
        assert_int_equal(assay_marked_add(marked, &rows[i], &err), ASSAY_OK);
    }
    assert_int_equal(assay_marked_close(marked, &err), ASSAY_OK);
    return marked;
}

static int descending(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x > y ? -1 : x < y;
}

static void ranks_are_those_of_sorting(void **state)
{
    (void)state;
    static const uint64_t wanted[] = {1, 2, 17, 400, 1500};
    enum { EACH = sizeof wanted / sizeof *wanted };
    static uint32_t sorted[MARKS][ROWS];
    size_t counts[MARKS] = {0};
    assay_presented_rank ranks[MARKS * EACH];
    uint64_t totals[MARKS];
    assay_error err;
    assay_marked *marked = make();
    for (size_t i = 0; i < ROWS; i++)
        sorted[rows[i].mark][counts[rows[i].mark]++] = rows[i].key;
    assert_int_equal(assay_presented_totals(marked, NULL, totals, &err),
                     ASSAY_OK);
    for (size_t m = 0; m < MARKS; m++) {
        qsort(sorted[m], counts[m], sizeof **sorted, descending);
        assert_int_equal(totals[m], counts[m]);
        for (size_t r = 0; r < EACH; r++)
            ranks[m * EACH + r] = (assay_presented_rank){m, wanted[r], 0};
    }
    assert_int_equal(assay_presented_ranks(marked, ranks, MARKS * EACH, &err),
                     ASSAY_OK);
    for (size_t m = 0; m < MARKS; m++)
        for (size_t r = 0; r < EACH; r++)
            assert_int_equal(ranks[m * EACH + r].key, sorted[m][wanted[r] - 1]);
    assay_marked_free(marked);
}

// Of all rows, or those of some profiles.
static void check_above(assay_marked *marked, const bool *profiles)
{
    uint32_t keys[7] = {0,
                        assay_key_of(-3),
                        assay_key_of(0),
                        assay_key_of(.5f),
                        assay_key_of(2),
                        ASSAY_KEY_PLUS_INFINITY,
                        UINT32_MAX};
    uint64_t have[MARKS * 7], want[MARKS * 7] = {0};
    uint64_t totals[MARKS];
    assay_error err;
    const assay_presented_keys at = {keys, 7, profiles};
    for (size_t i = 0; i < ROWS; i++)
        for (size_t k = 0; k < 7; k++)
            want[rows[i].mark * 7 + k] +=
                rows[i].key >= keys[k] &&
                (!profiles || profiles[rows[i].profile]);
    assert_int_equal(assay_presented_above(marked, &at, have, &err), ASSAY_OK);
    assert_memory_equal(have, want, sizeof want);
    assert_true(want[5] + want[12] + want[19] + want[26] + want[33] > 0);
    assert_int_equal(assay_presented_totals(marked, profiles, totals, &err),
                     ASSAY_OK);
    for (size_t m = 0; m < MARKS; m++) assert_int_equal(totals[m], want[m * 7]);
}

static const bool some[PROFILES] = {true, false, true, false};

static void what_passes_is_counted(void **state)
{
    (void)state;
    assay_marked *marked = make();
    check_above(marked, NULL);
    check_above(marked, some);
    assay_marked_free(marked);
}

static void people_are_told_apart(void **state)
{
    (void)state;
    uint64_t trials[PEOPLE], passed[PEOPLE];
    uint64_t want[2][PEOPLE] = {{0}, {0}};
    assay_error err;
    assay_marked *marked = make();
    assay_presented_people of = {3,      assay_key_of(1), PEOPLE,
                                 trials, passed,          some};
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].mark != 3 || !some[rows[i].profile]) continue;
        want[0][rows[i].person]++;
        want[1][rows[i].person] += rows[i].key >= of.key;
    }
    assert_int_equal(assay_presented_persons(marked, &of, &err), ASSAY_OK);
    assert_memory_equal(trials, want[0], sizeof trials);
    assert_memory_equal(passed, want[1], sizeof passed);
    assay_marked_free(marked);
}

static void buckets_hold_all(void **state)
{
    (void)state;
    static uint64_t have[65536][2], want[65536][2];
    assay_error err;
    assay_marked *marked = make();
    for (size_t i = 0; i < ROWS; i++)
        want[rows[i].key >> 16][rows[i].mark == 2]++;
    assert_int_equal(assay_presented_buckets(marked, 2, have, &err), ASSAY_OK);
    assert_memory_equal(have, want, sizeof want);
    assay_marked_free(marked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_are_those_of_sorting),
        cmocka_unit_test(what_passes_is_counted),
        cmocka_unit_test(people_are_told_apart),
        cmocka_unit_test(buckets_hold_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
