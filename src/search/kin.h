// SPDX-License-Identifier: Apache-2.0
/// Whom a probe row does not meet as a stranger: the reference rows of its own
/// person (mated comparisons) and of its own sample (no comparison at all).
/// Known from the labels before a single score.
#ifndef SEARCH_KIN_H
#define SEARCH_KIN_H

#include "search/search.h"

/// Kin of probe row q: reference rows rows[first[q]] .. rows[first[q + 1] - 1],
/// ascending; none that was lost, and none of a lost probe. All zero: none
/// made.
typedef struct assay_kin {
    uint64_t *first;
    uint32_t *rows;
} assay_kin;

/// Finds them. With all_pairs those of row q are rows of the same side behind
/// q. False without memory; `*kin` is then all zero.
bool assay_kin_find(const assay_search_side *probes,
                    const assay_search_side *references, bool all_pairs,
                    assay_kin *kin);
/// Place in kin->rows of the first kin of `probe` that is not before
/// `reference`.
uint64_t assay_kin_from(const assay_kin *kin, uint32_t probe,
                        uint32_t reference);
/// Frees the arrays.
void assay_kin_free(assay_kin *kin);

#endif
