// SPDX-License-Identifier: Apache-2.0
// Dealt into buckets by the upper half of the key, the highest first; then each
// bucket, which mostly fits in a near cache, by the lower half in three rounds,
// and pairs of one key by merging.
#include "count/found_sort.h"

#include "base/alloc.h"
#include "base/pool.h"

#include <string.h>

enum { BUCKETS = 1 << 16, FEW = 24, MERGED = 256 };

static uint32_t bucket_of(const assay_pair_found *pair)
{
    return BUCKETS - 1 - (pair->key >> 16);
}

// How many pairs lie in each bucket, the highest keys first.
static uint64_t *count_buckets(const assay_pair_found *pairs, uint64_t n)
{
    uint64_t *count = assay_new(0, BUCKETS + 1, sizeof *count);
    for (uint64_t i = 0; count && i < n; i++) count[bucket_of(&pairs[i])]++;
    return count;
}

static uint32_t bucket_with(const uint64_t *count, uint64_t *rank)
{
    uint32_t b = 0;
    for (; b < BUCKETS - 1 && *rank >= count[b]; b++) *rank -= count[b];
    return b;
}

bool assay_pairs_rank_below(const assay_pair_found *pairs, uint64_t n,
                            uint64_t rank, uint32_t *key)
{
    ASSAY_AUTO(assay_drop) uint64_t *count = count_buckets(pairs, n);
    if (!count) return false;
    *key = (BUCKETS - 1 - bucket_with(count, &rank)) << 16;
    return true;
}

bool assay_pairs_rank(const assay_pair_found *pairs, uint64_t n, uint64_t rank,
                      uint32_t *key)
{
    ASSAY_AUTO(assay_drop) uint64_t *count = count_buckets(pairs, n);
    if (!count) return false;
    const uint32_t b = bucket_with(count, &rank);
    memset(count, 0, BUCKETS * sizeof *count);
    for (uint64_t i = 0; i < n; i++)
        if (bucket_of(&pairs[i]) == b)
            count[BUCKETS - 1 - (pairs[i].key & 0xffff)]++;
    *key = (BUCKETS - 1 - b) << 16 | (BUCKETS - 1 - bucket_with(count, &rank));
    return true;
}

static bool in_order(const assay_pair_found *pairs, uint64_t n)
{
    for (uint64_t i = 1; i < n; i++)
        if (assay_pair_before(&pairs[i], &pairs[i - 1])) return false;
    return true;
}

static void insert_each(assay_pair_found *pairs, uint64_t n)
{
    for (uint64_t i = 1; i < n; i++) {
        const assay_pair_found one = pairs[i];
        uint64_t at = i;
        for (; at && assay_pair_before(&one, &pairs[at - 1]); at--)
            pairs[at] = pairs[at - 1];
        pairs[at] = one;
    }
}

// Two sorted neighbours, `half` and `n` - `half`, into one.
static void merge(const assay_pair_found *from, uint64_t half, uint64_t n,
                  assay_pair_found *to)
{
    uint64_t a = 0;
    uint64_t b = half;
    for (uint64_t i = 0; i < n; i++) {
        const bool second =
            a == half || (b < n && assay_pair_before(&from[b], &from[a]));
        to[i] = from[second ? b++ : a++];
    }
}

static void merge_sort(assay_pair_found *pairs, uint64_t n,
                       assay_pair_found *spare)
{
    assay_pair_found *from = pairs;
    assay_pair_found *to = spare;
    for (uint64_t i = 0; i < n; i += FEW)
        insert_each(pairs + i, n - i < FEW ? n - i : FEW);
    for (uint64_t run = FEW; run < n; run *= 2) {
        for (uint64_t i = 0; i < n; i += 2 * run) {
            const uint64_t both = n - i < 2 * run ? n - i : 2 * run;
            merge(from + i, run < both ? run : both, both, to + i);
        }
        assay_pair_found *swapped = from;
        from = to;
        to = swapped;
    }
    if (from != pairs) memcpy(pairs, from, (size_t)n * sizeof *pairs);
}

// One round over a bucket: by 6 bits of the key from `shift`, the largest
// first.
static void deal(const assay_pair_found *from, assay_pair_found *to, uint64_t n,
                 unsigned shift)
{
    enum { WAYS = 64 };
    uint64_t place[WAYS + 1] = {0};
    for (uint64_t i = 0; i < n; i++)
        place[WAYS - (from[i].key >> shift & (WAYS - 1))]++;
    for (unsigned w = 1; w <= WAYS; w++) place[w] += place[w - 1];
    for (uint64_t i = 0; i < n; i++)
        to[place[WAYS - 1 - (from[i].key >> shift & (WAYS - 1))]++] = from[i];
}

static void sort_ties(assay_pair_found *pairs, uint64_t n,
                      assay_pair_found *spare)
{
    for (uint64_t first = 0; first < n;) {
        uint64_t end = first + 1;
        while (end < n && pairs[end].key == pairs[first].key) end++;
        merge_sort(pairs + first, end - first, spare + first);
        first = end;
    }
}

// A bucket that lies in `spare`, sorted to `pairs`. The third round looks again
// at bits of the second: 16 are no multiple of 6.
static void sort_bucket(assay_pair_found *pairs, uint64_t n,
                        assay_pair_found *spare)
{
    if (n <= MERGED) {
        memcpy(pairs, spare, (size_t)n * sizeof *pairs);
        merge_sort(pairs, n, spare);
        return;
    }
    deal(spare, pairs, n, 0);
    deal(pairs, spare, n, 6);
    deal(spare, pairs, n, 10);
    sort_ties(pairs, n, spare);
}

typedef struct sorting {
    assay_pair_found *pairs, *spare;
    const uint64_t *end; // of each bucket
} sorting;

enum { AT_ONCE = 16 }; // buckets of a part

static bool sort_some(void *context, size_t part, unsigned thread)
{
    const sorting *s = context;
    (void)thread;
    for (size_t b = part * AT_ONCE; b < (part + 1) * AT_ONCE; b++) {
        const uint64_t first = b ? s->end[b - 1] : 0;
        sort_bucket(s->pairs + first, s->end[b] - first, s->spare + first);
    }
    return true;
}

bool assay_pairs_sort(assay_pair_found *pairs, uint64_t n,
                      assay_pair_found *spare, unsigned threads)
{
    if (n <= MERGED || in_order(pairs, n)) {
        if (n <= MERGED) merge_sort(pairs, n, spare);
        return true;
    }
    ASSAY_AUTO(assay_drop) uint64_t *count = count_buckets(pairs, n);
    if (!count) return false;
    uint64_t sum = 0;
    for (uint32_t b = 0; b < BUCKETS; b++) {
        const uint64_t here = count[b];
        count[b] = sum;
        sum += here;
    }
    for (uint64_t i = 0; i < n; i++)
        spare[count[bucket_of(&pairs[i])]++] = pairs[i];
    sorting s = {pairs, spare, count};
    (void)assay_pool_run(threads, BUCKETS / AT_ONCE, sort_some, &s);
    return true;
}
