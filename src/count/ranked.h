// SPDX-License-Identifier: Apache-2.0
/// Indices sorted by 64-bit keys.
#ifndef COUNT_RANKED_H
#define COUNT_RANKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A key and whose it is.
typedef struct assay_ranked {
    uint64_t key;
    uint32_t index;
} assay_ranked;

/// How far ahead of its use memory is asked for where indices lead all over it.
enum { ASSAY_RANK_AHEAD = 16 };

/// The key of a signed number, in the same order.
static inline uint64_t assay_rank_key(int64_t value)
{
    return (uint64_t)value ^ ((uint64_t)1 << 63);
}

/// The number of a key.
static inline int64_t assay_rank_value(uint64_t key)
{
    return (int64_t)(key ^ ((uint64_t)1 << 63));
}

/// Sorts by key, ascending; equal keys keep their order. False without memory,
/// and nothing changed.
bool assay_rank(assay_ranked *items, size_t n);

#endif
