// SPDX-License-Identifier: Apache-2.0
/// The watchlist, and which of its entries a passage reaches: exactly as if
/// every entry were compared, in a time that hardly grows with the list.
///
/// Entry j reaches the floor with chance p_j(x), x being what all comparisons
/// of the passage have in common. That is the chance of a point of a Poisson
/// process in a stretch of length -ln(1 - p_j). Stretches of a bound, the same
/// for entries with about the same effect and x in a cell of a grid, lie side
/// by side; waits lead from point to point, and a point counts with the chance
/// of the true length over the bound.
#ifndef SIMULATE_STREET_LIST_H
#define SIMULATE_STREET_LIST_H

#include "simulate/street.h"

/// Entries that are compared, in order of their effect.
typedef struct assay_street_entry {
    double effect;   ///< v
    uint32_t number; ///< on the list
    uint32_t from;   ///< deployment from which on
} assay_street_entry;

/// Entries with about the same effect.
typedef struct assay_street_bucket {
    uint32_t first, end; ///< among the entries
} assay_street_bucket;

/// The list; its memory is in an arena.
typedef struct assay_street_list {
    const assay_street *street;
    assay_street_entry *entries; ///< those enrolled
    size_t count;
    assay_street_bucket *buckets;
    size_t bucket_count;
    double first, step; ///< of the grid of x: the upper end of its cells
    size_t cells;
    double *upto; ///< [cell * bucket_count + bucket]: lengths up to its end
} assay_street_list;

/// A candidate of a passage.
typedef struct assay_street_candidate {
    uint32_t entry;
    float score;
    bool own; ///< the passer's own entry
} assay_street_candidate;

/// Those of one passage; zero at first, ended by assay_free(items).
typedef struct assay_street_candidates {
    assay_street_candidate *items;
    size_t count, room;
} assay_street_candidates;

/// Stands for the own entry of somebody who has none.
#define ASSAY_STREET_NOBODY UINT32_MAX

/// Draws the list of a street.
assay_status assay_street_list_make(const assay_street *street,
                                    assay_arena *arena, assay_street_list *list,
                                    assay_error *err);

/// What is searched for.
typedef struct assay_street_probe {
    double x;            ///< what all comparisons of the passage share
    uint32_t own;        ///< entry left out, or ASSAY_STREET_NOBODY
    uint32_t deployment; ///< entries that come later are not there
} assay_street_probe;

/// Adds the entries that reach the floor at a passage.
assay_status assay_street_list_search(const assay_street_list *list,
                                      const assay_street_probe *probe,
                                      assay_street_dice *dice,
                                      assay_street_candidates *found,
                                      assay_error *err);

/// Adds a candidate.
assay_status assay_street_candidate_add(assay_street_candidates *found,
                                        assay_street_candidate candidate,
                                        assay_error *err);

#endif
