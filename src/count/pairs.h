// SPDX-License-Identifier: Apache-2.0
/// Non-mated comparisons by pair of people: all comparisons of a pair lie in
/// one part of the store, so a table of one part at a time is enough.
#ifndef COUNT_PAIRS_H
#define COUNT_PAIRS_H

#include "count/view_store.h"

/// Whether the reference of a comparison is the first of its pair.
static inline bool assay_pairs_turned(const assay_view *view, uint32_t probe,
                                      uint32_t reference)
{
    return !view->disjoint_roles && reference < probe;
}

/// Opaque; ended by assay_pairs_free().
typedef struct assay_pairs_table assay_pairs_table;

/// For the pairs of `view`, whose points and columns of balanced sums stand;
/// NULL without memory.
assay_pairs_table *assay_pairs_new(assay_view *view);
/// Makes room for a part of `rows` comparisons. False without memory.
bool assay_pairs_begin(assay_pairs_table *pairs, uint64_t rows);
/// Adds a comparison that matches at the first `slot` points; `placement` of
/// its score (0 where the area isn't counted). False without memory.
bool assay_pairs_add(assay_pairs_table *pairs, uint32_t probe,
                     uint32_t reference, uint32_t slot, uint32_t placement);
/// Ends a part: adds what was seen of its pairs to the view (pairs, sum m^2,
/// partners, balanced sums, pair sums of the area) and to its events.
void assay_pairs_end(assay_pairs_table *pairs);
/// A comparison of somebody with another person that matches at the first
/// `slot` > 0 points.
typedef struct assay_pair_row {
    uint32_t other, slot;
} assay_pair_row;

/// Adds all comparisons that match somewhere of the pairs that `person` is the
/// first of (as probe where roles are apart, else by number): of a design,
/// where no area is counted, and once for each person. False without memory.
bool assay_pairs_add_person(assay_pairs_table *pairs, uint32_t person,
                            const assay_pair_row *rows, size_t n);
void assay_pairs_free(assay_pairs_table *pairs);

#endif
