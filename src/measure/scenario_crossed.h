// SPDX-License-Identifier: Apache-2.0
/// Decisions that share an operator, or whose alerts share a face: both are
/// alike, so that intervals know both (docs/statistics.md 4.3(c)).
#ifndef MEASURE_SCENARIO_CROSSED_H
#define MEASURE_SCENARIO_CROSSED_H

#include "stats/proportions.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A decision: who took it, whose face it was about, and whether the alert was
/// taken on.
typedef struct assay_crossed {
    uint32_t officer, face;
    bool yes;
} assay_crossed;

/// The interval of the share taken on by officers and faces crossed; `*crossed`
/// is false, and there is none (NaN), where no face has two decisions, or fewer
/// than two officers or faces are there. False without memory.
bool assay_scenario_crossed(const assay_crossed *all, size_t count,
                            double confidence, bool *crossed,
                            assay_interval *out);

#endif
