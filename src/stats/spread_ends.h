// SPDX-License-Identifier: Apache-2.0
/// What the groups that a measure is made of allow of it, each two by
/// themselves. docs/statistics.md 3.2.
///
/// Held by tests/unit/test_stats_spread_range.c.
#ifndef STATS_SPREAD_ENDS_H
#define STATS_SPREAD_ENDS_H

#include "stats/spread_range.h"

/// The greatest upper end that any two groups (or any one and the mean) give a
/// largest of several: ln of it, or of FDR 1 - FDR; NaN for other measures. The
/// truth is that of some two groups, so it is below the end of those as often
/// as theirs says. `t` of each rate.
double assay_spread_most(const assay_spread_table *table, const double *t,
                         assay_spread kind);

/// The greatest rate of the others to that of the reference: the greatest of
/// all upper ends, and the greatest of all lower ones, each with its share of
/// the error (Bonferroni).
assay_interval assay_spread_worst(const assay_spread_table *table,
                                  const double *t);

#endif
