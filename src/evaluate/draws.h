// SPDX-License-Identifier: Apache-2.0
/// Watchlists drawn from one set: who is on which, and with which sample.
///
/// A subject's reference is its first sample in the order of ids; all other
/// samples are probes, of listed people and of the crowd.
#ifndef EVALUATE_DRAWS_H
#define EVALUATE_DRAWS_H

#include "evaluate/cast.h"

/// How watchlists are drawn.
typedef struct assay_draw {
    uint64_t seed;
    unsigned size;   ///< subjects of a watchlist; 0: folds
    unsigned repeat; ///< watchlists
    unsigned folds;  ///< parts, each a watchlist
} assay_draw;

/// Who is on which watchlist. The last gallery is everybody. Ended by
/// assay_draws_end().
typedef struct assay_draws {
    unsigned galleries; ///< everybody's included
    uint64_t *members;  ///< of each row: bit g, it is the reference of its
                        ///< person in gallery g; no bit: a probe only
} assay_draws;

/// Draws. Same people, same options, same draws, in whatever order the rows
/// stand. ASSAY_EUSAGE where a watchlist would hold everybody, or more.
assay_status assay_draws_make(const assay_draw *how, const assay_side *set,
                              uint32_t people, assay_draws *draws,
                              assay_error *err);
void assay_draws_end(assay_draws *draws);

#endif
