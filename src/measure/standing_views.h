// SPDX-License-Identifier: Apache-2.0
/// What stands behind FMR and FNMR of a group, for groups to be held against
/// each other.
#ifndef MEASURE_STANDING_VIEWS_H
#define MEASURE_STANDING_VIEWS_H

#include "measure/study.h"

/// Remembers the rates of a view at point `p`, whose headline figures are the
/// entries `fmr` and `fnmr` of the ledger (SIZE_MAX: none). Of everybody only
/// how many pairs there are.
void assay_standing_view(assay_part *part, size_t p, size_t fmr, size_t fnmr);

#endif
