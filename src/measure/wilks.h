// SPDX-License-Identifier: Apache-2.0
/// Thresholds that keep an FMR target with confidence, beside targets that rest
/// on a handful of scores (docs/statistics.md 6.1).
///
/// How many matches such a threshold allows depends on how many independent
/// comparisons the data weigh, n / deff, each standing for deff of them, which
/// only counts tell. So every number that may come out is counted as a point of
/// its own, and one of them is taken afterwards.
#ifndef MEASURE_WILKS_H
#define MEASURE_WILKS_H

#include "measure/study.h"

/// The most points that a target with few events can want.
enum { ASSAY_WILKS_POINTS = 10 };

/// Before counting: has_wilks and wilks_most of `target`, as if all `trials`
/// non-mated comparisons were independent.
void assay_wilks_plan(const assay_verification *verification,
                      assay_target *target, uint64_t trials);
/// After: the same for n / deff, the design effect taken where 30 events are
/// seen (4.6), with the key of the threshold and the FMR achieved.
void assay_wilks_settle(assay_verification *verification, assay_crowd *crowd);
/// The point of that threshold in a view; view->point_count if there is none.
size_t assay_wilks_point(const assay_view *view, const assay_target *target);

#endif
