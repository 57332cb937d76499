// SPDX-License-Identifier: Apache-2.0
/// The rows of a result file, read into the structs they came from. Whatever a
/// column holds is checked before it is used.
#ifndef TELL_ASSAY_ROW_H
#define TELL_ASSAY_ROW_H

#include "base/arena.h"
#include "base/fail.h"
#include "tell/assay_schema.h"

/// A table that is being read, in order of position.
typedef struct assay_rows {
    void *statement; ///< sqlite3_stmt
    assay_table_id id;
    int64_t position; ///< of the row that was read last
} assay_rows;

/// Gets ready to read table `id` of `db` (a sqlite3). All zero is closed.
assay_status assay_rows_open(void *db, assay_table_id id, assay_rows *rows,
                             assay_error *err);
/// Starts with the rows that belong to row `owner` of another table.
assay_status assay_rows_of(assay_rows *rows, int64_t owner, assay_error *err);
/// Reads the fields of the next row into `record`; `*more` is false when there
/// is none. Texts are copied to `keep`; with NULL they live until the next
/// call.
assay_status assay_rows_next(assay_rows *rows, assay_arena *keep, void *record,
                             bool *more, assay_error *err);
/// Closes.
void assay_rows_end(assay_rows *rows);

#endif
