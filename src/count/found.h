// SPDX-License-Identifier: Apache-2.0
/// What a search of templates found: counts of a size that does not grow with
/// comparisons. Parts of one search (threads, shards, ranks) merge into what
/// the whole would have found, bit for bit, in any order.
///
///     mates  every mated comparison, with its score
///     tail   the non-mated comparisons strictly above the floor
///     lists  for each probe row and gallery its best identities
///     body   a tally of non-mated scores, exact or a sample
#ifndef COUNT_FOUND_H
#define COUNT_FOUND_H

#include "base/fail.h"
#include "count/tally.h"

/// A comparison: rows of the two sides, and the key of the score
/// (base/order.h).
typedef struct assay_pair_found {
    uint32_t key;
    uint32_t probe;     ///< row of the probes
    uint32_t reference; ///< row of the references
} assay_pair_found;

/// A candidate of a list: an identity other than the probe's own, with the
/// best of its references in the gallery.
typedef struct assay_candidate {
    uint32_t key;
    uint32_t person;
} assay_candidate;

/// What was found. All arrays belong to it.
typedef struct assay_found {
    uint64_t probe_rows, reference_rows; ///< of the whole search
    bool all_pairs;
    uint64_t comparisons[2]; ///< made, by class: ASSAY_NON_MATED, ASSAY_MATED
    /// Mated comparisons, by key descending, then probe row, reference row.
    assay_pair_found *mates;
    uint64_t mate_count;
    /// Non-mated comparisons with key > floor, in the same order. The floor is
    /// the key of the (capacity + 1)-th largest non-mated score; 0 when there
    /// are no more than `capacity`: then the tail is all of them.
    assay_pair_found *tail;
    uint64_t tail_count;
    uint64_t capacity;
    uint32_t floor;
    uint64_t mate_room, tail_room; ///< places of the two arrays (found_fill.h)
    /// List of probe row q in gallery g: `list_length` places from
    /// (q * galleries + g) * list_length, best first (by key descending, then
    /// person), unused places all zero; list_used says how many are used.
    assay_candidate *lists;
    uint16_t *list_used;
    unsigned galleries, list_length;
    /// Non-mated scores by bucket; NULL: none. With moments.
    assay_tally *body;
    bool body_sampled;
} assay_found;

/// Adds `from`, another part of the same search, to `to`. Fails without memory,
/// or where they can't be parts of one search.
assay_status assay_found_merge(assay_found *to, const assay_found *from,
                               assay_error *err);
/// As bytes, the same for the same counts. The caller owns `*bytes`
/// (assay_free()).
assay_status assay_found_pack(const assay_found *found, unsigned char **bytes,
                              size_t *size, assay_error *err);
/// Again; refuses bytes that no packing made (ASSAY_EINPUT, with the byte).
assay_status assay_found_unpack(const unsigned char *bytes, size_t size,
                                assay_found **out, assay_error *err);
/// Frees; NULL is allowed.
void assay_found_free(assay_found *found);

#endif
