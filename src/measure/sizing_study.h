// SPDX-License-Identifier: Apache-2.0
/// What the files of a planned test share.
#ifndef MEASURE_SIZING_STUDY_H
#define MEASURE_SIZING_STUDY_H

#include "measure/sizing.h"
#include "stats/plan.h"

/// A plan at work.
typedef struct assay_sizing_study {
    const assay_sizing *sizing;
    const assay_size_options *options;
    assay_ledger ledger;
    double confidence;
} assay_sizing_study;

/// A goal with the designs that it is planned for: how alike trials of a person
/// are may not be known, so that both ends stand.
typedef struct assay_sizing_goal {
    const assay_size_goal *goal;
    double expect;          ///< the rate; NaN: not known
    bool taken;             ///< it was not given: 0.5 is taken
    assay_plan_design bold; ///< trials of a person independent
    assay_plan_design safe; ///< and as alike as can be; or as given
    bool open;              ///< the two differ
    bool pairs;
} assay_sizing_goal;

assay_sizing_goal assay_sizing_goal_of(const assay_sizing_study *study,
                                       const assay_size_goal *goal);
/// Trials that a number of people make.
double assay_sizing_trials(const assay_sizing_goal *goal, double people);
/// "passages by people on the list"; of one trial "passage".
const char *assay_sizing_of(const assay_size_goal *goal);
const char *assay_sizing_per(const assay_size_goal *goal);

/// Adds statements and warnings.
void assay_sizing_words(assay_sizing_study *study, assay_result *result);

#endif
