// SPDX-License-Identifier: Apache-2.0
// By digits from the last one on, each pass stable. Where the bits in which
// keys differ and those of the largest index fit into one word, words are moved
// in place of items. Digits are small, so that the places they go to are few.
#include "count/ranked.h"

#include "base/alloc.h"

#include <string.h>

enum { DIGIT = 8, VALUES = 1 << DIGIT, WORD = 64 };

// What all keys and indices take.
typedef struct extent {
    uint64_t low, high; // keys
    uint32_t index;     // the largest
    bool sorted;
} extent;

static extent extent_of(const assay_ranked *items, size_t n)
{
    extent e = {UINT64_MAX, 0, 0, true};
    uint64_t before = 0;
    for (size_t i = 0; i < n; i++) {
        const uint64_t key = items[i].key;
        e.sorted = e.sorted && key >= before;
        if (key < e.low) e.low = key;
        if (key > e.high) e.high = key;
        if (items[i].index > e.index) e.index = items[i].index;
        before = key;
    }
    return e;
}

static unsigned bits_of(uint64_t value)
{
    return value ? WORD - (unsigned)__builtin_clzll(value) : 0;
}

// Where each value's first comes to lie, of how often it occurs.
static void sum_up(size_t counts[VALUES])
{
    size_t sum = 0;
    for (size_t v = 0; v < VALUES; v++) {
        const size_t count = counts[v];
        counts[v] = sum;
        sum += count;
    }
}

static size_t digit_of(uint64_t word, unsigned shift)
{
    return (size_t)(word >> shift) & (VALUES - 1);
}

static void pass_words(const uint64_t *from, uint64_t *to, size_t n,
                       unsigned shift)
{
    size_t starts[VALUES] = {0};
    for (size_t i = 0; i < n; i++) starts[digit_of(from[i], shift)]++;
    sum_up(starts);
    for (size_t i = 0; i < n; i++)
        to[starts[digit_of(from[i], shift)]++] = from[i];
}

static void pass_items(const assay_ranked *from, assay_ranked *to, size_t n,
                       unsigned shift)
{
    size_t starts[VALUES] = {0};
    for (size_t i = 0; i < n; i++) starts[digit_of(from[i].key, shift)]++;
    sum_up(starts);
    for (size_t i = 0; i < n; i++)
        to[starts[digit_of(from[i].key, shift)]++] = from[i];
}

// `room` has that of `n` items: of twice as many words.
static void rank_words(assay_ranked *items, size_t n, const extent *e,
                       assay_ranked *room)
{
    const unsigned low = bits_of(e->index);
    const unsigned most = low + bits_of(e->high - e->low);
    uint64_t *from = (uint64_t *)(void *)room;
    uint64_t *to = from + n;
    for (size_t i = 0; i < n; i++)
        from[i] = (items[i].key - e->low) << low | items[i].index;
    for (unsigned shift = low; shift < most; shift += DIGIT) {
        pass_words(from, to, n, shift);
        uint64_t *swap = from;
        from = to;
        to = swap;
    }
    const uint64_t mask = ((uint64_t)1 << low) - 1;
    for (size_t i = 0; i < n; i++)
        items[i] = (assay_ranked){(from[i] >> low) + e->low,
                                  (uint32_t)(from[i] & mask)};
}

static void rank_items(assay_ranked *items, size_t n, const extent *e,
                       assay_ranked *room)
{
    assay_ranked *from = items, *to = room;
    const unsigned most = bits_of(e->high ^ e->low);
    for (unsigned shift = 0; shift < most; shift += DIGIT) {
        pass_items(from, to, n, shift);
        assay_ranked *swap = from;
        from = to;
        to = swap;
    }
    if (from != items) memcpy(items, from, n * sizeof *items);
}

bool assay_rank(assay_ranked *items, size_t n)
{
    const extent e = extent_of(items, n);
    if (e.sorted) return true;
    assay_ranked *room = assay_new(0, n, sizeof *room);
    if (!room) return false;
    if (bits_of(e.index) + bits_of(e.high - e.low) <= WORD)
        rank_words(items, n, &e, room);
    else
        rank_items(items, n, &e, room);
    assay_free(room);
    return true;
}
