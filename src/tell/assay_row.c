// SPDX-License-Identifier: Apache-2.0
#include "tell/assay_row.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

// One column of the row at hand.
typedef struct cell {
    sqlite3_stmt *row;
    int column;
    int type;          // as SQLite stores it
    assay_arena *keep; // or NULL
} cell;

static assay_status fail_rows(const assay_rows *rows, assay_error *err)
{
    sqlite3 *db = sqlite3_db_handle(rows->statement);
    if (sqlite3_errcode(db) == SQLITE_NOMEM)
        return assay_fail_memory(err, "the result file");
    return assay_fail(err, ASSAY_EINPUT,
                      "a damaged result: table %s can't be read; make it anew",
                      assay_schema_table(rows->id)->name);
}

assay_status assay_rows_open(void *db, assay_table_id id, assay_rows *rows,
                             assay_error *err)
{
    const assay_table *table = assay_schema_table(id);
    sqlite3_stmt *statement = NULL;
    char owner[64] = "";
    char sql[256];
    if (table->keys == 2) {
        const size_t n = strcspn(table->name, "_");
        (void)snprintf(owner, sizeof owner, " WHERE %.*s = ?", (int)n,
                       table->name);
    }
    (void)snprintf(sql, sizeof sql, "SELECT * FROM %s%s ORDER BY position",
                   table->name, owner);
    *rows = (assay_rows){.id = id};
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        return assay_fail(err, ASSAY_EINPUT, "a damaged result: no table %s",
                          table->name);
    rows->statement = statement;
    return ASSAY_OK;
}

assay_status assay_rows_of(assay_rows *rows, int64_t owner, assay_error *err)
{
    if (sqlite3_reset(rows->statement) != SQLITE_OK ||
        sqlite3_bind_int64(rows->statement, 1, owner) != SQLITE_OK)
        return fail_rows(rows, err);
    return ASSAY_OK;
}

// The text of a cell, which is one: none of its bytes is 0.
static bool take_text(const cell *from, void *to, bool *no_memory)
{
    if (from->type != SQLITE_TEXT) return false;
    const char *text =
        (const char *)sqlite3_column_text(from->row, from->column);
    const size_t n = (size_t)sqlite3_column_bytes(from->row, from->column);
    if (text && memchr(text, 0, n)) return false;
    if (text && from->keep) text = assay_arena_copy(from->keep, text, n);
    *no_memory = !text;
    memcpy(to, &text, sizeof text);
    return true;
}

static bool take_optional(const cell *from, void *to, bool *no_memory)
{
    const char *none = NULL;
    if (from->type != SQLITE_NULL) return take_text(from, to, no_memory);
    memcpy(to, &none, sizeof none);
    return true;
}

static bool take_real(const cell *from, void *to)
{
    const bool none = from->type == SQLITE_NULL;
    const double value =
        none ? (double)NAN : sqlite3_column_double(from->row, from->column);
    memcpy(to, &value, sizeof value);
    return none || from->type == SQLITE_FLOAT;
}

// An integer above `absent`, for which null stands.
static bool take_count(const cell *from, int64_t absent, void *to)
{
    const bool none = from->type == SQLITE_NULL;
    const int64_t value =
        none ? absent : sqlite3_column_int64(from->row, from->column);
    memcpy(to, &value, sizeof value);
    return none || (from->type == SQLITE_INTEGER && value > absent);
}

static bool take_size(const cell *from, void *to)
{
    return from->type != SQLITE_NULL && take_count(from, -1, to);
}

static bool take_flag(const cell *from, void *to)
{
    const int64_t value = sqlite3_column_int64(from->row, from->column);
    const bool flag = value == 1;
    memcpy(to, &flag, sizeof flag);
    return from->type == SQLITE_INTEGER && (value == 0 || value == 1);
}

static bool take_bytes(const cell *from, void *to, bool *no_memory)
{
    assay_bytes bytes;
    if (from->type != SQLITE_BLOB) return false;
    bytes.bytes = sqlite3_column_blob(from->row, from->column);
    bytes.n = (size_t)sqlite3_column_bytes(from->row, from->column);
    *no_memory = !bytes.bytes && bytes.n > 0;
    memcpy(to, &bytes, sizeof bytes);
    return true;
}

static bool take_word(const cell *from, assay_field_kind kind, void *to)
{
    if (from->type != SQLITE_TEXT) return false;
    const char *text =
        (const char *)sqlite3_column_text(from->row, from->column);
    int value = 0;
    const char *word = assay_schema_word(kind, value);
    while (text && word && strcmp(word, text) != 0)
        word = assay_schema_word(kind, ++value);
    memcpy(to, &value, sizeof value);
    return text && word;
}

static bool take_field(const cell *from, assay_field_kind kind, void *to,
                       bool *no_memory)
{
    switch (kind) {
    case ASSAY_FIELD_TEXT: return take_text(from, to, no_memory);
    case ASSAY_FIELD_OPTIONAL: return take_optional(from, to, no_memory);
    case ASSAY_FIELD_REAL: return take_real(from, to);
    case ASSAY_FIELD_COUNT: return take_count(from, -1, to);
    case ASSAY_FIELD_NATURAL: return take_count(from, 0, to);
    case ASSAY_FIELD_SIZE: return take_size(from, to);
    case ASSAY_FIELD_FLAG: return take_flag(from, to);
    case ASSAY_FIELD_BYTES: return take_bytes(from, to, no_memory);
    case ASSAY_FIELD_STATUS:
    case ASSAY_FIELD_KIND:
    case ASSAY_FIELD_WEIGHT:
    case ASSAY_FIELD_VERDICT: return take_word(from, kind, to);
    }
    return false;
}

static assay_status take_row(const assay_rows *rows, assay_arena *keep,
                             void *record, assay_error *err)
{
    const assay_table *table = assay_schema_table(rows->id);
    for (size_t i = 0; i < table->count; i++) {
        const assay_field *field = &table->fields[i];
        const int column = (int)(table->keys + i);
        const cell from = {rows->statement, column,
                           sqlite3_column_type(rows->statement, column), keep};
        bool no_memory = false;
        const bool good = take_field(
            &from, field->kind, (char *)record + field->offset, &no_memory);
        if (no_memory) return assay_fail_memory(err, "the result file");
        if (!good)
            return assay_fail(err, ASSAY_EINPUT,
                              "a changed result: row %lld of table %s has no "
                              "legal %s; make it anew",
                              (long long)rows->position, table->name,
                              sqlite3_column_name(rows->statement, column));
    }
    return ASSAY_OK;
}

assay_status assay_rows_next(assay_rows *rows, assay_arena *keep, void *record,
                             bool *more, assay_error *err)
{
    const int keys = (int)assay_schema_table(rows->id)->keys;
    const int code = sqlite3_step(rows->statement);
    *more = code == SQLITE_ROW;
    if (code == SQLITE_DONE) return ASSAY_OK;
    if (code != SQLITE_ROW) return fail_rows(rows, err);
    rows->position = sqlite3_column_int64(rows->statement, keys - 1);
    return take_row(rows, keep, record, err);
}

void assay_rows_end(assay_rows *rows)
{
    (void)sqlite3_finalize(rows->statement);
    rows->statement = NULL;
}
