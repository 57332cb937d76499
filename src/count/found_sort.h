// SPDX-License-Identifier: Apache-2.0
/// Comparisons in the order in which they are kept: by key descending, then
/// probe row, then reference row.
#ifndef COUNT_FOUND_SORT_H
#define COUNT_FOUND_SORT_H

#include "count/found.h"

/// Whether `a` comes before `b`.
static inline bool assay_pair_before(const assay_pair_found *a,
                                     const assay_pair_found *b)
{
    if (a->key != b->key) return a->key > b->key;
    if (a->probe != b->probe) return a->probe < b->probe;
    return a->reference < b->reference;
}

/// Sorts `n` pairs on up to `threads` threads, in memory for far fewer unless
/// most have the same upper half of the key. False without memory, and nothing
/// changed.
bool assay_pairs_sort(assay_pair_found *pairs, uint64_t n, unsigned threads);
/// The key of rank `rank` (0: the largest, `rank` < n). False without memory.
bool assay_pairs_rank(const assay_pair_found *pairs, uint64_t n, uint64_t rank,
                      uint32_t *key);
/// A lower bound of that key, as high as the upper half of keys tells; quicker.
bool assay_pairs_rank_below(const assay_pair_found *pairs, uint64_t n,
                            uint64_t rank, uint32_t *key);

#endif
