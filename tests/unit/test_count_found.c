// SPDX-License-Identifier: Apache-2.0
// Findings that are added, cut, merged in any order, packed and read again,
// against plain sorting of all comparisons.
#include "base/alloc.h"
#include "count/found_fill.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PROBES = 60, REFERENCES = 5000, MOST = 200000 };

static uint64_t random_state;

static uint32_t next(void)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 33);
}

static int compare(const void *a, const void *b)
{
    const assay_pair_found *x = a;
    const assay_pair_found *y = b;
    if (x->key != y->key) return x->key < y->key ? 1 : -1;
    if (x->probe != y->probe) return x->probe < y->probe ? -1 : 1;
    return (x->reference > y->reference) - (x->reference < y->reference);
}

// All comparisons of 60 x 5000, in random order, with keys that tie.
static assay_pair_found *draw(size_t n, uint32_t ways)
{
    assay_pair_found *all = assay_new(0, n, sizeof *all);
    assert_non_null(all);
    for (size_t i = 0; i < n; i++)
        all[i] = (assay_pair_found){.key = 0x80000000u +
                                           next() % ways * (0x30000000u / ways),
                                    .probe = (uint32_t)(i / REFERENCES),
                                    .reference = (uint32_t)(i % REFERENCES)};
    for (size_t i = n; i > 1; i--) {
        const size_t other = (size_t)next() % i;
        const assay_pair_found one = all[i - 1];
        all[i - 1] = all[other];
        all[other] = one;
    }
    return all;
}

static assay_found *make(uint64_t capacity)
{
    const assay_found shape = {.probe_rows = PROBES,
                               .reference_rows = REFERENCES,
                               .capacity = capacity,
                               .galleries = 2,
                               .list_length = 3};
    assay_found *found = assay_found_new(&shape, true);
    assert_non_null(found);
    return found;
}

static void assert_tail(const assay_found *found,
                        const assay_pair_found *sorted, size_t n)
{
    const uint32_t floor =
        n > found->capacity ? sorted[found->capacity].key : 0;
    size_t kept = 0;
    while (kept < n && sorted[kept].key > floor) kept++;
    assert_int_equal(found->floor, floor);
    assert_int_equal(found->tail_count, kept);
    if (kept) assert_memory_equal(found->tail, sorted, kept * sizeof *sorted);
}

static void keeps_the_tail_of_all(void **state)
{
    static const uint64_t capacities[] = {1, 2, 7, 1000, 70000, MOST, 1u << 24};
    (void)state;
    for (unsigned i = 0; i < 14; i++) {
        random_state = i + 1;
        const size_t n = i % 3 ? MOST : 500 + next() % 100;
        assay_pair_found *all = draw(n, i % 2 ? 50 : 100000000);
        assay_found *found = make(capacities[i % 7]);
        for (size_t at = 0; at < n;) {
            const size_t some = 1 + next() % 90000;
            const size_t part = some < n - at ? some : n - at;
            assert_true(assay_found_add_tail(found, all + at, part));
            if (next() % 4 == 0) assert_true(assay_found_settle(found, 2));
            at += part;
        }
        assert_true(assay_found_settle(found, 2));
        qsort(all, n, sizeof *all, compare);
        assert_tail(found, all, n);
        assay_found_free(found);
        assay_free(all);
    }
}

static void merges_in_any_order(void **state)
{
    enum { PARTS = 5, N = 9000 };
    (void)state;
    for (unsigned i = 0; i < 40; i++) {
        random_state = i + 100;
        assay_pair_found *all = draw(N, i % 2 ? 30 : 100000000);
        assay_found *parts[PARTS];
        const uint64_t capacity = i % 4 ? 1 + next() % 4000 : N + 1;
        assay_error err = {0};
        for (int k = 0; k < PARTS; k++) parts[k] = make(capacity);
        for (size_t j = 0; j < N; j++) {
            // Some parts get much, some hardly anything.
            const size_t k = next() % 3 ? 0 : next() % PARTS;
            assert_true(assay_found_add_tail(parts[k], all + j, 1));
            parts[k]->comparisons[ASSAY_NON_MATED]++;
        }
        for (int k = 0; k < PARTS; k++)
            assert_true(assay_found_settle(parts[k], 1));
        const int first = (int)(next() % PARTS);
        for (int k = 1; k < PARTS; k++)
            assert_int_equal(assay_found_merge(parts[first],
                                               parts[(first + k) % PARTS],
                                               &err),
                             ASSAY_OK);
        qsort(all, N, sizeof *all, compare);
        assert_tail(parts[first], all, N);
        assert_int_equal(parts[first]->comparisons[ASSAY_NON_MATED], N);
        for (int k = 0; k < PARTS; k++) assay_found_free(parts[k]);
        assay_free(all);
    }
}

static void lists_hold_the_best_identities(void **state)
{
    enum { PEOPLE = 9, LENGTH = 4 };
    (void)state;
    for (unsigned i = 0; i < 2000; i++) {
        uint32_t best[PEOPLE] = {0};
        assay_candidate list[LENGTH] = {{0, 0}};
        uint16_t used = 0;
        random_state = i + 7;
        for (unsigned k = next() % 40; k > 0; k--) {
            const assay_candidate one = {1 + next() % 12, next() % PEOPLE};
            if (one.key > best[one.person]) best[one.person] = one.key;
            (void)assay_found_add_candidate(list, &used, LENGTH, one);
        }
        for (unsigned k = 0; k < LENGTH; k++) {
            uint32_t top = 0;
            for (uint32_t p = 1; p < PEOPLE; p++)
                if (best[p] > best[top]) top = p;
            assert_int_equal(k < used, best[top] > 0);
            assert_int_equal(list[k].key, best[top]);
            if (k < used) assert_int_equal(list[k].person, top);
            best[top] = 0;
        }
    }
}

static void refuses_parts_of_other_searches(void **state)
{
    assay_error err = {0};
    assay_found *a = make(5);
    assay_found *b = make(6);
    (void)state;
    assert_int_equal(assay_found_merge(a, b, &err), ASSAY_EINPUT);
    assert_non_null(strstr(err.reason, "not parts of one search"));
    b->capacity = 5;
    assert_int_equal(assay_found_merge(a, b, &err), ASSAY_OK);
    b->body_sampled = true;
    assert_int_equal(assay_found_merge(a, b, &err), ASSAY_EINPUT);
    assay_found_free(a);
    assay_found_free(b);
}

// A small one with something in every part.
static assay_found *sample(void)
{
    const assay_kernels *kernels = assay_kernels_choose(NULL);
    const assay_pair_found mates[] = {{0xbf000000u, 3, 4}, {0xbf800000u, 1, 2}};
    const assay_pair_found tail[] = {
        {0xbe000000u, 1, 300}, {0xbe000000u, 1, 200}, {0x80000000u, 59, 4999}};
    const float scores[] = {-0.5f, 0, 0.125f, 0.25f};
    assay_found *found = make(2);
    assert_true(assay_found_add_mates(found, mates, 2));
    assert_true(assay_found_add_tail(found, tail, 3));
    assay_tally_add(found->body, kernels, scores, 4, true);
    found->comparisons[ASSAY_NON_MATED] = 4;
    found->comparisons[ASSAY_MATED] = 2;
    (void)assay_found_add_candidate(found->lists, &found->list_used[0], 3,
                                    (assay_candidate){0x80000001u, 9});
    (void)assay_found_add_candidate(found->lists + 3, &found->list_used[1], 3,
                                    (assay_candidate){0x80000001u, 9});
    (void)assay_found_add_candidate(found->lists + 3, &found->list_used[1], 3,
                                    (assay_candidate){0x80000001u, 2});
    assert_true(assay_found_settle(found, 2));
    assert_int_equal(found->tail_count, 2);
    assert_int_equal(found->floor, 0x80000000u);
    return found;
}

static void packs_and_comes_back(void **state)
{
    unsigned char *bytes[2] = {NULL, NULL};
    size_t size[2] = {0, 0};
    assay_found *again = NULL;
    assay_error err = {0};
    assay_found *found = sample();
    (void)state;
    assert_int_equal(assay_found_pack(found, &bytes[0], &size[0], &err),
                     ASSAY_OK);
    assert_int_equal(assay_found_unpack(bytes[0], size[0], &again, &err),
                     ASSAY_OK);
    assert_int_equal(again->mate_count, 2);
    assert_memory_equal(again->mates, found->mates, 2 * sizeof *found->mates);
    assert_memory_equal(again->tail, found->tail, 2 * sizeof *found->tail);
    assert_int_equal(again->floor, found->floor);
    assert_memory_equal(again->lists, found->lists,
                        (size_t)PROBES * 2 * 3 * sizeof *found->lists);
    assert_memory_equal(again->list_used, found->list_used,
                        (size_t)PROBES * 2 * sizeof *found->list_used);
    assert_memory_equal(again->body, found->body, sizeof *found->body);
    assert_int_equal(assay_found_pack(again, &bytes[1], &size[1], &err),
                     ASSAY_OK);
    assert_int_equal(size[0], size[1]);
    assert_memory_equal(bytes[0], bytes[1], size[0]);
    for (int i = 0; i < 2; i++) assay_free(bytes[i]);
    assay_found_free(found);
    assay_found_free(again);
}

static void refuses_what_is_cut_short(void **state)
{
    unsigned char *bytes = NULL;
    size_t size = 0;
    assay_error err = {0};
    assay_found *found = sample();
    (void)state;
    assert_int_equal(assay_found_pack(found, &bytes, &size, &err), ASSAY_OK);
    for (size_t n = 0; n < size; n++) {
        assay_found *again = NULL;
        assert_int_equal(assay_found_unpack(bytes, n, &again, &err),
                         ASSAY_EINPUT);
        assert_null(again);
        assert_true(err.has_byte && err.byte <= n);
    }
    assay_free(bytes);
    assay_found_free(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_the_tail_of_all),
        cmocka_unit_test(merges_in_any_order),
        cmocka_unit_test(lists_hold_the_best_identities),
        cmocka_unit_test(refuses_parts_of_other_searches),
        cmocka_unit_test(packs_and_comes_back),
        cmocka_unit_test(refuses_what_is_cut_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
