// SPDX-License-Identifier: Apache-2.0
#include "count/ranked.h"

#include "base/alloc.h"

#include <string.h>

enum { DIGIT = 11, VALUES = 1 << DIGIT, DIGITS = (64 + DIGIT - 1) / DIGIT };

static size_t digit_of(uint64_t key, unsigned d)
{
    return (size_t)(key >> (d * DIGIT)) & (VALUES - 1);
}

// How often each digit has each value, in one go.
static void count_digits(const assay_ranked *items, size_t n,
                         size_t counts[DIGITS][VALUES])
{
    for (size_t i = 0; i < n; i++)
        for (unsigned d = 0; d < DIGITS; d++)
            counts[d][digit_of(items[i].key, d)]++;
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

static bool is_sorted(const assay_ranked *items, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (items[i].key < items[i - 1].key) return false;
    return true;
}

bool assay_rank(assay_ranked *items, size_t n)
{
    size_t counts[DIGITS][VALUES] = {{0}};
    if (is_sorted(items, n)) return true;
    assay_ranked *room = assay_new(0, n, sizeof *room);
    if (!room) return false;
    assay_ranked *from = items, *to = room;
    count_digits(items, n, counts);
    for (unsigned d = 0; d < DIGITS; d++) {
        if (counts[d][digit_of(items[0].key, d)] == n) continue;
        pass(from, to, n, d, counts[d]);
        assay_ranked *swap = from;
        from = to;
        to = swap;
    }
    if (from != items) memcpy(items, from, n * sizeof *items);
    assay_free(room);
    return true;
}
