// SPDX-License-Identifier: Apache-2.0
// Dealt into buckets by the upper half of the key, the highest first, in place;
// then each bucket, which mostly fits in a near cache, by the lower half in two
// rounds, and pairs of one key by merging.
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

// One round over a bucket: by 8 bits of the key from `shift`, the largest
// first.
static void deal(const assay_pair_found *from, assay_pair_found *to, uint64_t n,
                 unsigned shift)
{
    enum { WAYS = 256 };
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
        if (end - first > 1) merge_sort(pairs + first, end - first, spare);
        first = end;
    }
}

static void sort_bucket(assay_pair_found *pairs, uint64_t n,
                        assay_pair_found *spare)
{
    if (n <= MERGED) {
        merge_sort(pairs, n, spare);
        return;
    }
    deal(pairs, spare, n, 0);
    deal(spare, pairs, n, 8);
    sort_ties(pairs, n, spare);
}

typedef struct sorting {
    assay_pair_found *pairs, *spare;
    uint64_t *end; // of each bucket
    uint64_t most; // pairs of a bucket; each thread has as many spare places
} sorting;

enum { AT_ONCE = 16 }; // buckets of a part

static bool sort_some(void *context, size_t part, unsigned thread)
{
    const sorting *s = context;
    for (size_t b = part * AT_ONCE; b < (part + 1) * AT_ONCE; b++) {
        const uint64_t first = b ? s->end[b - 1] : 0;
        sort_bucket(s->pairs + first, s->end[b] - first,
                    s->spare + thread * s->most);
    }
    return true;
}

// From how many pairs each bucket has to where it ends; the most of one.
static uint64_t find_ends(uint64_t *count)
{
    uint64_t most = 0;
    for (uint32_t b = 0; b < BUCKETS; b++) {
        if (count[b] > most) most = count[b];
        if (b) count[b] += count[b - 1];
    }
    return most;
}

// Each pair into its bucket, where another one has to go on.
static void permute(assay_pair_found *pairs, const uint64_t *end,
                    uint64_t *next)
{
    for (uint32_t b = 0; b < BUCKETS; b++) next[b] = b ? end[b - 1] : 0;
    for (uint32_t b = 0; b < BUCKETS; b++)
        while (next[b] < end[b]) {
            assay_pair_found one = pairs[next[b]];
            for (uint32_t to = bucket_of(&one); to != b; to = bucket_of(&one)) {
                const assay_pair_found other = pairs[next[to]];
                pairs[next[to]++] = one;
                one = other;
            }
            pairs[next[b]++] = one;
        }
}

static bool sort_many(assay_pair_found *pairs, uint64_t n, unsigned threads)
{
    ASSAY_AUTO(assay_drop) uint64_t *end = count_buckets(pairs, n);
    ASSAY_AUTO(assay_drop) uint64_t *next = assay_new(0, BUCKETS, sizeof *next);
    ASSAY_AUTO(assay_drop) assay_pair_found *spare = NULL;
    if (!end || !next) return false;
    const uint64_t most = find_ends(end);
    if (n / most < threads) threads = (unsigned)(n / most);
    if (!assay_grow(&spare, (size_t)(most * threads), sizeof *spare))
        return false;
    permute(pairs, end, next);
    sorting s = {pairs, spare, end, most};
    (void)assay_pool_run(threads, BUCKETS / AT_ONCE, sort_some, &s);
    return true;
}

bool assay_pairs_sort(assay_pair_found *pairs, uint64_t n, unsigned threads)
{
    assay_pair_found spare[MERGED];
    if (n > MERGED)
        return in_order(pairs, n) || sort_many(pairs, n, threads ? threads : 1);
    if (n) merge_sort(pairs, n, spare);
    return true;
}
