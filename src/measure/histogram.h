// SPDX-License-Identifier: Apache-2.0
/// How the scores of both classes lie.
#ifndef MEASURE_HISTOGRAM_H
#define MEASURE_HISTOGRAM_H

#include "measure/study.h"

/// Adds the curve "scores": up to ASSAY_HISTOGRAM_BINS bins of like width, each
/// snapped to edges of buckets so that the counts are exact.
void assay_histogram_add(const assay_part *part);

enum { ASSAY_HISTOGRAM_BINS = 100 };

#endif
