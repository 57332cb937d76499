// SPDX-License-Identifier: Apache-2.0
/// Requirements: `NAME@key=value,... OP NUMBER`, held against figures.
#ifndef MEASURE_REQUIRE_H
#define MEASURE_REQUIRE_H

#include "assay/options.h"
#include "measure/ledger.h"

/// Whether the text of every requirement can be understood; ASSAY_EUSAGE says
/// which can't and why.
assay_status assay_require_check(const assay_texts *texts, assay_error *err);

/// The same of two systems: NAME may begin with "ratio " or "difference ".
assay_status assay_require_check_compared(const assay_texts *texts,
                                          assay_error *err);

/// Holds all of them against the figures of `ledger` (those suppressed are
/// blank by now) and adds what came of it to `result`. `sex=*` is each group.
/// ASSAY_EUSAGE where no figure has the id, with ids near it.
assay_status assay_require_hold(const assay_texts *texts, assay_ledger *ledger,
                                assay_result *result, assay_error *err);

/// By what factor the data would have to grow, the rate and the make-up
/// staying as they are, until the bound next to `limit` reaches it: the score
/// interval inverted at `limit`. `bound` is the end of the present interval on
/// that side. Infinite when value == limit.
double assay_require_growth(double value, double bound, double limit);

/// Whether `name` (as before the operator of a requirement, sex=* being any
/// group) names this figure.
bool assay_require_names(const char *name, const assay_figure *figure);

#endif
