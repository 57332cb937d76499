// SPDX-License-Identifier: Apache-2.0
/// Whether groups differ at all, by drawing the groups of people anew
/// (docs/statistics.md 3.5); a refusal with the reason where that says nothing.
#ifndef MEASURE_PERMUTED_H
#define MEASURE_PERMUTED_H

#include "measure/contrasts.h"

/// Adds "permutation p of equal FNMR" of each group and of all ("*"), at every
/// operating point.
void assay_permuted_add(assay_ledger *ledger, const assay_options *options,
                        const assay_group_points *points);

/// Permutations, for up to so many people; and fewer, for up to so many more.
enum {
    ASSAY_PERMUTED = 9999,
    ASSAY_PERMUTED_PEOPLE = 20000,
    ASSAY_PERMUTED_FEW = 999,
    ASSAY_PERMUTED_FEW_PEOPLE = 200000
};

#endif
