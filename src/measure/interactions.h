// SPDX-License-Identifier: Apache-2.0
/// Of groups by several attributes at once, the two values whose rate lies
/// farthest from what the attributes account for one by one: "largest
/// interaction FNMR" (docs/statistics.md 3.5).
#ifndef MEASURE_INTERACTIONS_H
#define MEASURE_INTERACTIONS_H

#include "assay/options.h"
#include "measure/group_rates.h"

/// Adds those of a table by two attributes or more at an operating point.
void assay_interactions_add(assay_ledger *ledger, const assay_options *options,
                            const assay_group_point *point);

/// Rates of groups by two attributes or more, each group once.
typedef struct assay_crossing {
    const assay_label *const *labels; ///< of each group, `label_count`
    size_t label_count, n;
    const double *rate, *covariance, *nu; ///< of `n`, the second `n` x `n`
    size_t left_out; ///< groups beside them that show no rate
    double confidence;
    bool clustered; ///< the covariance knows people
} assay_crossing;

/// Fills value, interval, method and note of `figure`; or refuses: where a
/// combination of values has no rate that is shown, a rate is 0, or an
/// attribute has one value alone.
void assay_interactions_fill(assay_ledger *ledger, const assay_crossing *of,
                             assay_figure *figure);

#endif
