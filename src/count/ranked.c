// SPDX-License-Identifier: Apache-2.0
#include "count/ranked.h"

#include "base/alloc.h"

#include <string.h>

enum { DIGIT = 11, VALUES = 1 << DIGIT, DIGITS = (64 + DIGIT - 1) / DIGIT };

static size_t digit_of(uint64_t key, unsigned d)
{
    return (size_t)(key >> (d * DIGIT)) & (VALUES - 1);
}

// How often digit `d` has each value.
static void count_digit(const assay_ranked *items, size_t n, unsigned d,
                        size_t counts[VALUES])
{
    memset(counts, 0, VALUES * sizeof *counts);
    for (size_t i = 0; i < n; i++) counts[digit_of(items[i].key, d)]++;
}

// Moves all by digit `d`, of which `starts` says how often each value occurs.
static void pass(const assay_ranked *from, assay_ranked *to, size_t n,
                 unsigned d, size_t starts[VALUES])
{
    size_t sum = 0;
    for (size_t v = 0; v < VALUES; v++) {
        const size_t count = starts[v];
        starts[v] = sum;
        sum += count;
    }
    for (size_t i = 0; i < n; i++)
        to[starts[digit_of(from[i].key, d)]++] = from[i];
}

// Whether they are sorted; `*varies` has the bits in which keys differ.
static bool is_sorted(const assay_ranked *items, size_t n, uint64_t *varies)
{
    bool sorted = true;
    *varies = 0;
    for (size_t i = 1; i < n; i++) {
        sorted = sorted && items[i].key >= items[i - 1].key;
        *varies |= items[i].key ^ items[0].key;
    }
    return sorted;
}

bool assay_rank(assay_ranked *items, size_t n)
{
    size_t counts[VALUES];
    uint64_t varies = 0;
    if (is_sorted(items, n, &varies)) return true;
    assay_ranked *room = assay_new(0, n, sizeof *room);
    if (!room) return false;
    assay_scattered(room, n * sizeof *room);
    assay_ranked *from = items, *to = room;
    for (unsigned d = 0; d < DIGITS; d++) {
        if (!digit_of(varies, d)) continue;
        count_digit(from, n, d, counts);
        pass(from, to, n, d, counts);
        assay_ranked *swap = from;
        from = to;
        to = swap;
    }
    if (from != items) memcpy(items, from, n * sizeof *items);
    assay_free(room);
    return true;
}
