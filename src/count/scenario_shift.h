// SPDX-License-Identifier: Apache-2.0
/// Shifts of a clock that put alerts into passages: how many each puts there,
/// and which cannot be told from the best.
///
/// A shift that puts `most` of `checked` alerts into their passages is told
/// from one that puts k fewer there where k > 2 + sqrt(9 + 8 (checked - most))
/// + most/50. The first two are about the 95 % of a sign test on the alerts
/// that only one of the two puts there: those are k and at most twice as many
/// as no shift explains. The last lets 2 in 100 come when their person has left
/// (docs/statistics.md 2.1).
#ifndef COUNT_SCENARIO_SHIFT_H
#define COUNT_SCENARIO_SHIFT_H

#include "count/ranked.h"
#include "count/scenario.h"

/// The shift at which an alert comes into a passage, or the last one before it
/// leaves it, of `camera`.
typedef struct assay_shift_edge {
    int64_t at;
    uint32_t camera;
    bool opens;
} assay_shift_edge;

/// Edges, ascending; where two lie at one shift, what opens comes first.
typedef struct assay_shift_edges {
    const assay_shift_edge *edges;
    size_t count;
    uint64_t checked; ///< alerts behind them
} assay_shift_edges;

/// What they say, if a clock is taken to be off by `from` until they tell
/// otherwise. Nothing (`told`) of fewer than 10 alerts, or where chance puts a
/// quarter as many into passages of their persons.
assay_clock assay_shift_of(const assay_shift_edges *edges, int64_t from);

#endif
