// SPDX-License-Identifier: Apache-2.0
/// Counts of a view, and failures to acquire, to enrol and to compare.
#ifndef MEASURE_TOTALS_H
#define MEASURE_TOTALS_H

#include "measure/study.h"

/// Adds comparisons by class, failed ones, and people.
void assay_totals_counts(assay_part *part);
/// Adds the shares that failed.
void assay_totals_failures(assay_part *part);

#endif
