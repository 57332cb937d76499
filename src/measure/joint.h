// SPDX-License-Identifier: Apache-2.0
/// Figures that stand on both classes at once: FNMR at an FMR (method.md 4.8),
/// the equal error rate, the area under the curve.
#ifndef MEASURE_JOINT_H
#define MEASURE_JOINT_H

#include "measure/estimate.h"
#include "stats/det.h"

/// FNMR at point `p`, an FMR target that the non-mated scores of this very view
/// set: the variance holds what the threshold adds.
assay_estimate assay_joint_fnmr(assay_crowd *crowd, size_t p,
                                assay_weighting weighting);

/// A figure that is no rate of counts.
typedef struct assay_summary {
    double value;        ///< NaN: no data
    double low, high;    ///< NaN: no interval
    double variance, nu; ///< behind it; NaN without an interval
    double bounds[2];    ///< whatever is not known below the floor; NaN
    const char *method;  ///< NULL without an interval
    bool few_clusters, few_people, dominated;
    unsigned falls_short; ///< as of an estimate
} assay_summary;

/// The equal error rate; `p` is the point with purpose ASSAY_FOR_EER.
assay_summary assay_joint_eer(assay_crowd *crowd, size_t p);
/// The area under the ROC; only where view->area.counted.
assay_summary assay_joint_auc(assay_crowd *crowd);

/// The placements of both classes; the arrays are the crowd's, until it is
/// asked for anything else. False where none were counted, or too few people
/// are there.
bool assay_joint_placed(assay_crowd *crowd, assay_placed *placed);
/// The slope of the DET at point `p`: dFNMR/dFMR, negative or 0.
double assay_joint_slope(assay_crowd *crowd, size_t p);
/// The same at the EER's point, between the FMRs that the less certain of both
/// rates leaves open.
double assay_joint_crossing_slope(assay_crowd *crowd, size_t p);

#endif
