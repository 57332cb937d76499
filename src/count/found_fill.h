// SPDX-License-Identifier: Apache-2.0
/// Filling an assay_found: for the search, and for merging two.
///
/// While it is filled the tail holds up to half as many again as its capacity,
/// unsorted, all above a floor that only rises; assay_found_settle() ends that.
/// The floor of a part never exceeds the floor of the whole: what was dropped
/// can't come back, and the end is a function of the set of comparisons alone.
#ifndef COUNT_FOUND_FILL_H
#define COUNT_FOUND_FILL_H

#include "count/found.h"

enum {
    ASSAY_FOUND_LIST_MOST = 4096,   ///< candidates of a list
    ASSAY_FOUND_GALLERIES_MOST = 64 ///< galleries
};

/// An empty one of the shape (rows, all_pairs, capacity, galleries,
/// list_length, body_sampled) of `shape`; `body`: with an empty body. NULL
/// without memory. Ended by assay_found_free().
assay_found *assay_found_new(const assay_found *shape, bool body);
/// Adds mated comparisons. False without memory.
bool assay_found_add_mates(assay_found *found, const assay_pair_found *pairs,
                           size_t n);
/// Adds non-mated comparisons; those at or below the floor are dropped. False
/// without memory.
bool assay_found_add_tail(assay_found *found, const assay_pair_found *pairs,
                          size_t n);
/// Adds a candidate to a list of up to `length` places, best first. True where
/// the list changed.
bool assay_found_add_candidate(assay_candidate *list, uint16_t *used,
                               unsigned length, assay_candidate candidate);
/// The same of somebody who is not on the list.
bool assay_found_add_other(assay_candidate *list, uint16_t *used,
                           unsigned length, assay_candidate candidate);
/// Brings the floor to what it is of all comparisons added, and mates and tail
/// into their order, on up to `threads` threads. More may be added afterwards.
/// False without memory, and nothing lost.
bool assay_found_settle(assay_found *found, unsigned threads);

#endif
