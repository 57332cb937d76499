// SPDX-License-Identifier: Apache-2.0
/// Figures and statements of a test that is planned (docs/statistics.md 6.4).
#ifndef MEASURE_SIZING_H
#define MEASURE_SIZING_H

#include "assay/size.h"
#include "base/build.h"
#include "base/goal.h"
#include "measure/ledger.h"

/// A group of the people that are planned.
typedef struct assay_sizing_group {
    const assay_label *labels;
    size_t label_count;
    bool unknown;
    uint64_t people;
    uint64_t others; ///< in the known groups of the same table
} assay_sizing_group;

/// What is planned. Must outlive the call.
typedef struct assay_sizing {
    const assay_size_options *options;
    const assay_size_goal *goals; ///< `goal_count`, one a text of the options
    size_t goal_count;
    uint64_t people;                  ///< planned; 0: to be found
    const assay_sizing_group *groups; ///< `group_count`
    size_t group_count;
} assay_sizing;

/// Measures into `result`.
assay_status assay_sizing_measure(const assay_sizing *sizing,
                                  assay_result *result, assay_error *err);

#endif
