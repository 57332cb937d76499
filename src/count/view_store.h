// SPDX-License-Identifier: Apache-2.0
/// What a view keeps behind its public fields. Per-person arrays are in the
/// order in which people were first seen; `rank` gives their canonical place.
#ifndef COUNT_VIEW_STORE_H
#define COUNT_VIEW_STORE_H

#include "base/arena.h"
#include "count/error_pairs.h"
#include "count/store.h"
#include "count/tally.h"

/// Which comparisons belong to a view.
typedef struct assay_members {
    const bool *profiles; ///< by profile of the probe; NULL: all
    bool same_references; ///< the reference's profile must be in it as well
    bool either; ///< of both samples alike: either in it, or (same) both
} assay_members;

struct assay_view_store {
    assay_arena arena;
    assay_members members;
    const uint32_t *rank; ///< people; NULL: already canonical
    assay_point *points;
    assay_events *events;
    assay_bucket *buckets;
    /// People x points: mated comparisons that match at exactly the first s
    /// points lie in column s (0 .. points-1), non-mated ones in column s - 1.
    uint32_t *errors[ASSAY_ROLES];
    uint64_t *margins[ASSAY_ROLES];
    uint64_t *placements[ASSAY_ROLES];
    uint64_t *tried[ASSAY_SIDES], *lost[ASSAY_SIDES]; ///< samples; or NULL
    /// Side 0: probes, or either side in the dyadic design; side 1: references.
    uint64_t *partners[2];
    uint64_t *balanced[2]; ///< people x balanced points, in columns as above
    /// Where the comparisons are those of a design (rest.h): samples of each
    /// person, as probes and as references; all against all, in the group and
    /// outside. Else NULL.
    uint64_t *samples_of[2];
    bool all_pairs;
    size_t balanced_points;
    uint32_t *balanced_of; ///< point -> column; UINT32_MAX for the band
    bool keep_error_pairs; ///< asked for
    assay_error_pairs error_pairs;
};

/// Where errors and placements of the reference's person stand: all against
/// all, references are no other role.
static inline assay_role assay_other_role(const assay_view *view)
{
    return view->store->all_pairs ? ASSAY_ROLE_PROBE : ASSAY_ROLE_REFERENCE;
}

/// The most rows of a block that any scan shows.
enum { ASSAY_SCAN_ROWS = 32768 };

/// Room for the rows of a block that are members.
typedef struct assay_gathered {
    assay_block block;
    float score[ASSAY_SCAN_ROWS];
    uint32_t probe[ASSAY_SCAN_ROWS];
    uint32_t reference[ASSAY_SCAN_ROWS];
} assay_gathered;

/// The rows of `block` that are members: `block` itself, or `to->block` with
/// scores and people of those that are.
const assay_block *assay_members_of(const assay_members *members,
                                    const assay_block *block,
                                    assay_gathered *to);

#endif
