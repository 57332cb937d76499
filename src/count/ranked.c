// SPDX-License-Identifier: Apache-2.0
// By digits from the last one on, each pass stable. Digits are small, so that
// the places they go to are few. Where the bits in which keys differ and those
// of the largest index fit into one word, an item becomes a word: half of the
// items' memory then holds all, and the other half is free to move them to.
#include "count/ranked.h"

#include "base/alloc.h"

#include <string.h>

enum { DIGIT = 8, VALUES = 1 << DIGIT, WORD = 64 };

// An item may be seen as two of them.
typedef uint64_t __attribute__((may_alias)) word;

static word *words_of(assay_ranked *items)
{
    return (word *)(void *)items;
}

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

static size_t digit_of(uint64_t key, unsigned shift)
{
    return (size_t)(key >> shift) & (VALUES - 1);
}

static void pass_words(const word *from, word *to, size_t n, unsigned shift)
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

// Words in the front half, or those in the rear half, become items again from
// the end that is not in their way.
static void unpack(assay_ranked *items, size_t n, const extent *e, bool rear)
{
    const unsigned shift = bits_of(e->index);
    const uint64_t mask = ((uint64_t)1 << shift) - 1;
    const word *words = words_of(items) + (rear ? n : 0);
    for (size_t k = 0; k < n; k++) {
        const size_t i = rear ? k : n - 1 - k;
        const uint64_t w = words[i];
        items[i] = (assay_ranked){(w >> shift) + e->low, (uint32_t)(w & mask)};
    }
}

static void rank_words(assay_ranked *items, size_t n, const extent *e)
{
    const unsigned low = bits_of(e->index);
    const unsigned most = low + bits_of(e->high - e->low);
    word *from = words_of(items), *to = from + n;
    bool rear = false;
    for (size_t i = 0; i < n; i++)
        from[i] = (items[i].key - e->low) << low | items[i].index;
    for (unsigned shift = low; shift < most; shift += DIGIT) {
        pass_words(from, to, n, shift);
        word *swap = from;
        from = to;
        to = swap;
        rear = !rear;
    }
    unpack(items, n, e, rear);
}

static bool rank_items(assay_ranked *items, size_t n, const extent *e)
{
    assay_ranked *room = assay_new(0, n, sizeof *room);
    if (!room) return false;
    assay_ranked *from = items, *to = room;
    const unsigned most = bits_of(e->high ^ e->low);
    for (unsigned shift = 0; shift < most; shift += DIGIT) {
        pass_items(from, to, n, shift);
        assay_ranked *swap = from;
        from = to;
        to = swap;
    }
    if (from != items) memcpy(items, from, n * sizeof *items);
    assay_free(room);
    return true;
}

bool assay_rank(assay_ranked *items, size_t n)
{
    const extent e = extent_of(items, n);
    if (e.sorted) return true;
    if (bits_of(e.index) + bits_of(e.high - e.low) > WORD)
        return rank_items(items, n, &e);
    rank_words(items, n, &e);
    return true;
}
