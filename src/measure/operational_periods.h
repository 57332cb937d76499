// SPDX-License-Identifier: Apache-2.0
/// What is said of a record in which something moved: the parts first, and no
/// rate of the whole alone (docs/words.md 9).
#ifndef MEASURE_OPERATIONAL_PERIODS_H
#define MEASURE_OPERATIONAL_PERIODS_H

#include "measure/operational_timeline.h"

/// Adds the sentences in short of a record of several periods.
void assay_periods_statements(assay_operational_study *study);
/// Adds what was set along the way, threshold and watchlist, and whether
/// arrests changed by themselves; of any record.
void assay_periods_marked(assay_operational_study *study);
/// Adds the warnings `mixture`, and `untimed` where rows are on no time line.
void assay_periods_warnings(assay_operational_study *study);

/// The figure of this name and period, or NULL.
const assay_figure *assay_periods_find(assay_operational_study *study,
                                       const char *name, size_t period);
/// The base on which the largest of the periods' rates has two digits: one for
/// all of them.
uint64_t assay_periods_base(assay_operational_study *study, const char *name);
/// "39 (24 to 63) of 1,000", "none of 599; a rate of up to 6 in 1,000 fits
/// that": a share in words. Never NULL.
const char *assay_periods_share(assay_operational_study *study,
                                const assay_figure *figure, uint64_t base);

#endif
