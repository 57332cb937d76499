// SPDX-License-Identifier: Apache-2.0
/// Which directions a filter looks at first. Decides about speed alone.
#ifndef SEARCH_FILTER_PLAN_H
#define SEARCH_FILTER_PLAN_H

#include "search/filter.h"

/// The directions of the first stage. All zero: all dimensions as they are.
typedef struct assay_first_stage {
    float *basis;  ///< m x values of a padded row
    size_t m;      ///< a multiple of 64; 0: no basis
    double skewed; ///< how far the basis is from orthonormal, at most
} assay_first_stage;

/// Decides, by trying on the sample where the plan leaves it open. False
/// without memory. Ended by assay_first_stage_free() in any case.
bool assay_filter_decide(const assay_filter_plan *plan,
                         assay_first_stage *first);
void assay_first_stage_free(assay_first_stage *first);

/// A filter with these directions, whatever the plan says.
assay_status assay_filter_with(const assay_filter_plan *plan,
                               const assay_first_stage *first,
                               assay_filter **out, assay_error *err);
/// The share of the comparisons of `work` that the first stage alone can't
/// reject.
double assay_filter_first_share(const assay_filter_work *work);

#endif
