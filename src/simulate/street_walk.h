// SPDX-License-Identifier: Apache-2.0
/// Everybody walks past, in the order of time: deployment after deployment,
/// volunteers in slots so that no two are at a camera at once (unless they are
/// to be), the public at random.
#ifndef SIMULATE_STREET_WALK_H
#define SIMULATE_STREET_WALK_H

#include "simulate/street_rows.h"

/// Where rows go, those of alerts apart; NULL: nowhere.
typedef struct assay_street_outputs {
    assay_output *transits, *crowd, *deployments;
} assay_street_outputs;

/// What came of the walk, besides the counts of the sink.
typedef struct assay_street_walked {
    uint64_t transits;             ///< rows
    uint64_t lost;                 ///< passages that the transits lack
    uint64_t beside;               ///< passages that joined another
    uint64_t passages;             ///< of the public
    uint64_t faces;                ///< counted of them
    assay_street_record *recorded; ///< of each deployment
} assay_street_walked;

/// Refuses volunteers' passages that do not fit a deployment (ASSAY_EUSAGE).
assay_status assay_street_walk_check(const assay_street *street,
                                     assay_error *err);

/// Walks. `sink` has begun.
assay_status assay_street_walk(assay_street_sink *sink,
                               const assay_street_outputs *outputs,
                               assay_arena *arena, assay_street_walked *walked,
                               assay_error *err);

#endif
