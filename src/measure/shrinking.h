// SPDX-License-Identifier: Apache-2.0
/// Rates of groups drawn toward that of all, for the order of groups
/// (docs/statistics.md 3.3): "FNMR shrunk to all groups" of each.
#ifndef MEASURE_SHRINKING_H
#define MEASURE_SHRINKING_H

#include "assay/options.h"
#include "measure/group_rates.h"
#include "stats/shrunk.h"

/// Groups from which on this is done: fewer tell nothing of how groups vary.
enum { ASSAY_SHRINKING_LEAST = 3 };

/// Adds those of the groups of a table at an operating point.
void assay_shrinking_add(assay_ledger *ledger, const assay_options *options,
                         const assay_group_point *point);

/// Fills value, interval, method and note of `figure`, of a group; `clustered`:
/// its counts are over a design effect. Without an event in any group it has no
/// value.
void assay_shrinking_fill(assay_ledger *ledger, const assay_shrinkage *fit,
                          assay_exposed group, double confidence,
                          bool clustered, assay_figure *figure);

#endif
