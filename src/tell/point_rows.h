// SPDX-License-Identifier: Apache-2.0
/// The figures of a verification as rows of tables: whose they are and at which
/// operating point.
#ifndef TELL_POINT_ROWS_H
#define TELL_POINT_ROWS_H

#include "assay/result.h"
#include "base/arena.h"

/// What stands in one row: figures with the same conditions and the same group.
/// Any may be NULL.
typedef struct assay_point_row {
    const assay_figure *any; ///< one of them: conditions, group, threshold
    const assay_figure *fmr, *fnmr, *tmr, *threshold; ///< the headlines
    const assay_figure *fmr_beside, *fnmr_beside;     ///< counting comparisons
    const assay_figure *fmr_same; ///< FMR against the same group
    const assay_figure *fnmr_own; ///< FNMR at the group's own threshold
    const assay_figure *own;      ///< any figure at that
} assay_point_row;

/// Rows in the order in which their figures stand; `*count` of them. NULL
/// without memory.
const assay_point_row *assay_point_rows_find(const assay_result *result,
                                             assay_arena *arena, size_t *count);

/// Whether two figures have the same conditions, but for what was reached.
bool assay_point_rows_same_at(const assay_figure *a, const assay_figure *b);
/// Whether a figure stands in such a row.
bool assay_point_rows_has(const assay_figure *figure);

#endif
