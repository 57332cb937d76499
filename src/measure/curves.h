// SPDX-License-Identifier: Apache-2.0
/// The DET curve: FNMR against FMR as the threshold moves.
#ifndef MEASURE_CURVES_H
#define MEASURE_CURVES_H

#include "measure/study.h"

enum {
    ASSAY_DET_POINTS = 400, ///< points of a curve, besides those asked for
    ASSAY_BAND_POINTS = 32  ///< points of a band, at most
};

/// Adds the curve "DET" of this view: bucket edges, where the counts are exact,
/// and the operating points.
void assay_curves_det(const assay_part *part);

/// Adds "DET band": the interval of FNMR at each ASSAY_FOR_BAND point.
void assay_curves_band(assay_part *part);

/// Keys of bucket edges at which FMR is next to 1, 2, 5 x 10^k, from the
/// smallest with an event to 0.5; returns how many.
size_t assay_curves_band_keys(const assay_view *tallied,
                              uint32_t keys[ASSAY_BAND_POINTS]);

#endif
