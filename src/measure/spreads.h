// SPDX-License-Identifier: Apache-2.0
/// How far the rates of the groups of a table lie apart, each measure with its
/// interval and with what equal groups would show of it (docs/statistics.md
/// 3.2, 3.3). They are figures of a group whose value is "*".
#ifndef MEASURE_SPREADS_H
#define MEASURE_SPREADS_H

#include "assay/options.h"
#include "measure/group_rates.h"

/// Adds those of a table at an operating point.
void assay_spreads_add(assay_ledger *ledger, const assay_options *options,
                       const assay_group_point *point);

/// The cell of all groups of a table, "sex=*".
size_t assay_spreads_cell(assay_ledger *ledger, const assay_group_rates *rates);

#endif
