// SPDX-License-Identifier: Apache-2.0
/// The local slope of a DET curve.
#ifndef MEASURE_SLOPE_H
#define MEASURE_SLOPE_H

#include "count/view.h"

/// dFNMR/dFMR between the nearest bucket edges at or beyond the FMRs `low` and
/// `high` (low <= high), never positive; 0 where FMR does not move between
/// them. The view has comparisons of both classes.
double assay_slope(const assay_view *view, double low, double high);

#endif
