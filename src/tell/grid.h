// SPDX-License-Identifier: Apache-2.0
/// A table on a sheet: as many columns as fit.
#ifndef TELL_GRID_H
#define TELL_GRID_H

#include "base/arena.h"
#include "tell/sheet.h"

enum { ASSAY_GRID_COLUMNS = 12 };

/// A column. Its head has two lines, the upper one may be "".
typedef struct assay_column {
    const char *upper;
    const char *lower;
    bool left; ///< aligned to the left
    int leave; ///< the highest leaves first when the table is too wide; 0:
               ///< stays
} assay_column;

/// A row: a text a column ("" or NULL: empty), or, from column `note_from` on,
/// one note in place of them, as long as it likes.
typedef struct assay_grid_row {
    const char *cells[ASSAY_GRID_COLUMNS];
    const char *note; ///< or NULL
    size_t note_from;
    struct assay_grid_row *next;
} assay_grid_row;

/// A table. Columns in which all is empty don't show. A failure of memory is
/// remembered in `no_memory`.
typedef struct assay_grid {
    assay_arena *arena; ///< holds rows; the caller puts texts there too
    assay_column columns[ASSAY_GRID_COLUMNS];
    size_t column_count;
    assay_grid_row *first;
    assay_grid_row *last;
    bool no_memory;
} assay_grid;

/// Adds an empty row for the caller to fill; NULL without memory.
assay_grid_row *assay_grid_add(assay_grid *grid);
/// Puts a copy of `text` into a cell.
void assay_grid_set(assay_grid *grid, assay_grid_row *row, size_t column,
                    const char *text);
/// Writes the table from column `indent` of the sheet.
void assay_grid_print(const assay_grid *grid, assay_sheet *sheet,
                      size_t indent);

#endif
