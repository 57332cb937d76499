// SPDX-License-Identifier: Apache-2.0
/// FMR of a group against references of all other groups: what is left of all
/// references without those of its own (docs/statistics.md 3.1).
#ifndef MEASURE_CROSS_H
#define MEASURE_CROSS_H

#include "measure/study.h"

/// Remembers who of the people of a group is a probe, and how often, for
/// assay_cross_add() of the view after it.
void assay_cross_begin(assay_part *part);

/// Adds "cross-group FMR" of the group of `part`, a view of the same
/// references, at the operating point of the entry `near` of the ledger, its
/// FMR. Nothing where the group's FMR against all references isn't known there.
void assay_cross_add(assay_part *part, size_t near);

#endif
