// SPDX-License-Identifier: Apache-2.0
/// Figures of discards by quality as rows of a table: a share discarded of
/// everybody or of a group, and FNMR of the rest at the operating point that
/// leads.
#ifndef TELL_DISCARD_ROWS_H
#define TELL_DISCARD_ROWS_H

#include "assay/result.h"

#include <stdbool.h>

/// A row.
typedef struct assay_discard_row {
    const assay_figure *gone; ///< "discard fraction"
    const assay_figure *left; ///< "FNMR after discard"; NULL: none
    const assay_figure *gate; ///< "quality gate"
} assay_discard_row;

/// The FNMR after discard at whose operating point rows stand; NULL: there is
/// none.
const assay_figure *assay_discard_rows_lead(const assay_result *result);
/// Fills `row` from figure `i`; false where no row begins with it.
bool assay_discard_rows_at(const assay_result *result, size_t i,
                           const assay_figure *lead, assay_discard_row *row);

#endif
