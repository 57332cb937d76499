// SPDX-License-Identifier: Apache-2.0
/// Which operating points a verification looks at.
#ifndef MEASURE_POINTS_H
#define MEASURE_POINTS_H

#include "measure/study.h"

enum {
    ASSAY_FEW_EVENTS = 10 ///< a target that allows fewer is not quoted
};

/// Reads targets and thresholds out of the options. ASSAY_EUSAGE for a target
/// outside (0, 1) or a threshold that is no finite float32.
assay_status assay_points_plan(assay_verification *verification,
                               assay_error *err);
/// The key from which on scores match at a threshold in the direction of the
/// input; false where a float32 cannot hold it.
bool assay_points_key(const assay_verification *verification, double threshold,
                      uint32_t *key);
/// The list for a view (verification.h); false without memory.
bool assay_points_list(assay_verification *verification,
                       const assay_view *tallied);
/// Remembers the keys that were found for everybody.
void assay_points_learn(assay_verification *verification,
                        const assay_view *everybody);
/// The index of a point of `view`; view->point_count if there is none.
/// `target` is not compared for the EER.
size_t assay_points_find(const assay_view *view, assay_purpose purpose,
                         double target, bool own);
/// Whether `target`, or what the group's comparisons make of it, is looked at:
/// the default targets end with the first one that is refused.
bool assay_points_wanted(const assay_verification *verification, size_t target);

#endif
