// SPDX-License-Identifier: Apache-2.0
/// The figures of a comparison as rows of tables: of A, of B, difference and
/// ratio stand one behind the other.
#ifndef TELL_COMPARE_ROWS_H
#define TELL_COMPARE_ROWS_H

#include "assay/result.h"

/// A figure of both systems.
typedef struct assay_compare_row {
    const assay_figure *a, *b, *difference;
    const assay_figure *ratio; ///< or NULL
    const char *name;          ///< of the figure: "FNMR"
} assay_compare_row;

/// Whether it is a comparison of two results.
bool assay_compare_rows_has(const assay_result *result);
/// The next row at or behind figure `*i`; false: there is none.
bool assay_compare_rows_next(const assay_result *result, size_t *i,
                             assay_compare_row *row);
/// Whether it is a main figure, and the one that leads of its kind.
bool assay_compare_rows_main(const assay_compare_row *row);
/// The verdict in one or two words: "A lower", "equal", "cannot tell"; ""
/// where another figure has it. `text` has ASSAY_FORMAT_SIZE bytes.
char *assay_compare_rows_verdict(const assay_compare_row *row, char *text);

#endif
