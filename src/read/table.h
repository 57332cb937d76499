// SPDX-License-Identifier: Apache-2.0
/// CSV and TSV with a header: columns by name, rows as slices.
///
/// Under csv.c (scores), subjects.c (people) and matrix_npy.c (samples).
#ifndef READ_TABLE_H
#define READ_TABLE_H

#include "read/lines.h"

/// An open table.
typedef struct assay_table {
    assay_lines lines;
    assay_source *own; ///< closed with the table; or NULL
    const assay_read_options *options;
    size_t width;          ///< columns
    char *heads;           ///< the headings' bytes
    const char **headings; ///< `width` of them, trimmed, each ended by 0
    assay_slice *fields;   ///< `width` of them: the row just read
    uint64_t line;         ///< of that row
    uint64_t rows;         ///< read so far
    char separator;
} assay_table;

/// A column that is not there.
#define ASSAY_NO_COLUMN SIZE_MAX

/// Opens the table in the file `path` and reads its header. `options` must
/// outlive the table. On failure nothing needs closing.
assay_status assay_table_open(assay_table *table, const char *path,
                              const assay_read_options *options,
                              assay_error *err);
/// The same on a source that stands at its first byte and stays the caller's.
assay_status assay_table_over(assay_table *table, assay_source *source,
                              const assay_read_options *options,
                              assay_error *err);
/// The column that stands for our `name`: the heading that --column maps to
/// it, else the heading `name`; ASSAY_NO_COLUMN: there is none. A mapping to a
/// heading that isn't there is a failure.
assay_status assay_table_find(const assay_table *table, const char *name,
                              size_t *column, assay_error *err);
/// The same, but a missing column is the failure: it names the columns that
/// there are and a --column line to paste.
assay_status assay_table_need(const assay_table *table, const char *name,
                              size_t *column, assay_error *err);
/// The failure of a missing column.
assay_status assay_table_missing(const assay_table *table, const char *name,
                                 assay_error *err);
/// Takes the next row if it is at hand: `*taken`; else assay_table_fill().
/// Its fields are `table->fields`, trimmed, until the next fill. Blank lines
/// are left out.
assay_status assay_table_next(assay_table *table, bool *taken,
                              assay_error *err);
/// Reads on; `*end` at the end. All slices become invalid.
assay_status assay_table_fill(assay_table *table, bool *end, assay_error *err);
/// Both in one: the next row, or `*end`.
assay_status assay_table_take(assay_table *table, bool *end, assay_error *err);
/// Adds file and line of the present row to a failure; returns its status.
assay_status assay_table_fail(const assay_table *table, assay_error *err);
/// The file for the record, once the end was reached; lives as long as the
/// source.
assay_input assay_table_input(const assay_table *table, const char *role);
/// Closes. A table that was never opened must be all zero.
void assay_table_close(assay_table *table);

#endif
