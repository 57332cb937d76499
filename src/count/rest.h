// SPDX-License-Identifier: Apache-2.0
/// Comparisons of a whole design: each probe with each reference, or each two
/// samples of one set. How many there are, of whom with whom, follows from who
/// the samples are; so non-mated comparisons need not all be rows. In time and
/// memory of people and samples, not of pairs; all sums are exact.
///
/// All against all, nobody is more probe than reference: the comparison of a
/// pair counts for both people alike. A comparison belongs to a group when
/// either sample does; the margin of a person in role PROBE then counts their
/// samples of the group, in role REFERENCE their other samples. Errors and
/// placements of both people stand in role PROBE.
#ifndef COUNT_REST_H
#define COUNT_REST_H

#include "count/tally.h"
#include "count/view_store.h"

/// What became of a sample.
enum {
    ASSAY_REST_LOST = 1, ///< not acquired or enrolled: tried, never compared
    ASSAY_REST_OUT = 2   ///< takes no part
};

/// The samples of a side; arrays have a place for each row and are the
/// caller's.
typedef struct assay_rest_side {
    const uint32_t *person; ///< whose it is
    /// Combination of group labels (counter.h); NULL: 0 throughout.
    const uint16_t *profile;
    /// Which sample it is, the same numbers on both sides, dense; NULL: no
    /// sample is on both. A sample never meets itself. Not looked at where all
    /// pairs are made, or nothing was lost.
    const uint32_t *sample;
    const uint8_t *lost; ///< ASSAY_REST_..., 0: compared; NULL: all are
    size_t rows;
} assay_rest_side;

/// A design, and what is known of the scores of non-mated comparisons that are
/// no rows: those with key <= floor.
typedef struct assay_rest {
    assay_rest_side sides[ASSAY_SIDES]; ///< with all_pairs only the first
    bool all_pairs; ///< each two rows of the first side once
    uint32_t floor; ///< 0: all comparisons are rows
    /// Non-mated scores of everybody: all of them, those at or below the floor,
    /// or (sampled) a sample of all; NULL: none are known.
    const assay_tally *body;
    bool body_sampled;
} assay_rest;

/// Counts the design of a view: its non-mated trials, and the comparisons of
/// both classes that could not be made, added to the view's. False without
/// memory.
bool assay_rest_count(const assay_rest *rest, assay_view *view);
/// Fills margins of non-mated comparisons (the arrays stand), disjoint_roles,
/// balanced, pairs, sum_m2, most_m. False without memory.
bool assay_rest_margins(assay_view *view);
/// Fills partners, whose arrays stand.
void assay_rest_partners(assay_view *view);

/// Whether the view's comparisons are those of a design.
static inline bool assay_rest_has(const assay_view *view)
{
    return view->store->samples_of[0] != NULL;
}

/// Non-mated comparisons of person `a` with `b`, another one: `a` as the probe
/// where roles are apart, else both ways.
static inline uint64_t assay_rest_pair(const assay_view *view, uint32_t a,
                                       uint32_t b)
{
    const struct assay_view_store *s = view->store;
    const uint64_t *own = s->samples_of[0], *other = s->samples_of[1];
    if (s->all_pairs)
        return own[a] * own[b] + (view->same_references
                                      ? 0
                                      : own[a] * other[b] + other[a] * own[b]);
    return own[a] * other[b] + (view->disjoint_roles ? 0 : own[b] * other[a]);
}

#endif
