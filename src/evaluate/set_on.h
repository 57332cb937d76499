// SPDX-License-Identifier: Apache-2.0
/// The people on whom thresholds of another result were set
/// (`--thresholds-from`), and how many of them are judged by these again.
#ifndef EVALUATE_SET_ON_H
#define EVALUATE_SET_ON_H

#include "assay/result.h"
#include "base/strings.h"
#include "count/view.h"

/// People of a result. All zero is nobody; ended by assay_set_on_end().
typedef struct assay_set_on {
    bool asked;         ///< thresholds were taken over
    assay_strings *ids; ///< of those in comparisons; NULL: not known
} assay_set_on;

/// Reads them from a result; it need not keep any. ASSAY_EINPUT where what it
/// keeps makes no sense.
assay_status assay_set_on_read(const assay_result *from, assay_set_on *set,
                               assay_error *err);
/// Of the people in comparisons of `everybody`, whose ids are `people` (or
/// NULL), how many thresholds were set on; adds what there is to warn of.
assay_status assay_set_on_warn(const assay_set_on *set,
                               const assay_strings *people,
                               const assay_view *everybody,
                               assay_result *result, assay_error *err);
void assay_set_on_end(assay_set_on *set);

#endif
