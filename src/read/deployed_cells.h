// SPDX-License-Identifier: Apache-2.0
/// Files of deployments as cells of text: one table of all files, its columns
/// called as ours where they have our name, --column says so, or the format
/// does.
#ifndef READ_DEPLOYED_CELLS_H
#define READ_DEPLOYED_CELLS_H

#include "base/arena.h"
#include "base/deployed.h"
#include "read/comparisons.h"
#include "read/source.h"

enum {
    ASSAY_DEPLOYED_COLUMNS = 1024, ///< columns of all files, at most
    ASSAY_DEPLOYED_ROWS = 100000   ///< rows of all files, at most
};

/// A row: a cell a column that the file had, in the order of `columns` of its
/// file.
typedef struct assay_deployed_row {
    uint32_t file;
    uint64_t line;            ///< in JSON the place in the array, from 1
    const assay_slice *cells; ///< `width` of its file
} assay_deployed_row;

/// What a file was.
typedef struct assay_deployed_file {
    const char *path;
    assay_source *source; ///< for the record; open until the end
    const char *format;   ///< "csv", "tsv", "ALHFRS JSON"
    uint64_t rows;
    uint16_t *column; ///< of the table, for each of its `width` cells
    size_t width;
} assay_deployed_file;

/// All files. All zero is empty; ended by assay_deployed_cells_end().
typedef struct assay_deployed_cells {
    assay_arena arena;
    const char *names[ASSAY_DEPLOYED_COLUMNS]; ///< of columns, as ours
    size_t columns;
    assay_deployed_file *files;
    size_t file_count, file_room;
    assay_deployed_row *rows;
    size_t count, room;
} assay_deployed_cells;

/// Reads a file, CSV, TSV or ALHFRS JSON, behind what was read before.
assay_status assay_deployed_cells_read(assay_deployed_cells *cells,
                                       const char *path,
                                       const assay_read_options *options,
                                       assay_error *err);
/// The column called `name`, or SIZE_MAX.
size_t assay_deployed_column(const assay_deployed_cells *cells,
                             const char *name);
/// The cell of a row in a column of the table; empty where its file has none.
assay_slice assay_deployed_cell(const assay_deployed_cells *cells,
                                const assay_deployed_row *row, size_t column);
/// Adds file and line of a row to a failure; returns its status.
assay_status assay_deployed_fail(const assay_deployed_cells *cells,
                                 const assay_deployed_row *row,
                                 assay_error *err);
void assay_deployed_cells_end(assay_deployed_cells *cells);

// For the readers of formats.

/// Starts a file that takes over `source`.
assay_deployed_file *assay_deployed_add_file(assay_deployed_cells *cells,
                                             const char *path,
                                             assay_source *source);
/// The column called `name`, a new one if there is none. Fails without memory
/// and beyond ASSAY_DEPLOYED_COLUMNS.
assay_status assay_deployed_add_column(assay_deployed_cells *cells,
                                       const char *name, uint16_t *column,
                                       assay_error *err);
/// Adds a row to the last file, its cells copied.
assay_status assay_deployed_add_row(assay_deployed_cells *cells, uint64_t line,
                                    const assay_slice *fields,
                                    assay_error *err);
/// Reads the ALHFRS JSON of the last file (deployed_json.c).
assay_status assay_deployed_json_read(assay_deployed_cells *cells,
                                      assay_error *err);

#endif
