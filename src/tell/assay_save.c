// SPDX-License-Identifier: Apache-2.0
#include "assay/result.h"

#include "base/alloc.h"
#include "base/build.h"
#include "base/output.h"
#include "tell/assay_schema.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

// The database is made in memory and then written as a whole, so that the file
// appears whole or not at all, and no journal stands beside it meanwhile.
typedef struct saver {
    sqlite3 *db;
    sqlite3_stmt *insert[ASSAY_TABLES];
    bool no_memory; // of our own
} saver;

static void drop_saver(saver *s)
{
    for (int i = 0; i < ASSAY_TABLES; i++) (void)sqlite3_finalize(s->insert[i]);
    (void)sqlite3_close(s->db);
}

static bool run(saver *s, const char *sql)
{
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static bool prepare_insert(saver *s, assay_table_id id)
{
    const assay_table *table = assay_schema_table(id);
    char sql[256];
    int n = snprintf(sql, sizeof sql, "INSERT INTO %s VALUES (?", table->name);
    for (size_t i = 1; i < table->keys + table->count; i++)
        n += snprintf(sql + n, sizeof sql - (size_t)n, ",?");
    (void)snprintf(sql + n, sizeof sql - (size_t)n, ")");
    return run(s, table->sql) &&
           sqlite3_prepare_v2(s->db, sql, -1, &s->insert[id], NULL) ==
               SQLITE_OK;
}

static bool open_database(saver *s)
{
    char sql[96];
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (sqlite3_open_v2("assay", &s->db, flags, "memdb") != SQLITE_OK)
        return false;
    (void)snprintf(sql, sizeof sql,
                   "PRAGMA application_id = %d; PRAGMA user_version = %d",
                   ASSAY_APPLICATION_ID, ASSAY_SCHEMA);
    bool ok = run(s, "PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8'; "
                     "PRAGMA auto_vacuum = 0; PRAGMA journal_mode = OFF; "
                     "PRAGMA temp_store = 2; BEGIN") &&
              run(s, sql);
    for (int i = 0; ok && i < ASSAY_TABLES; i++)
        ok = prepare_insert(s, (assay_table_id)i);
    return ok;
}

static int bind_text(sqlite3_stmt *to, int column, const char *text)
{
    if (!text) return sqlite3_bind_null(to, column);
    return sqlite3_bind_text(to, column, text, -1, SQLITE_STATIC);
}

static int bind_bytes(sqlite3_stmt *to, int column, const void *at)
{
    assay_bytes bytes;
    memcpy(&bytes, at, sizeof bytes);
    if (bytes.n == 0) return sqlite3_bind_zeroblob(to, column, 0);
    return sqlite3_bind_blob64(to, column, bytes.bytes, bytes.n, SQLITE_STATIC);
}

static int bind_number(sqlite3_stmt *to, int column, assay_field_kind kind,
                       const void *at)
{
    int64_t count = 0;
    double real = 0;
    bool flag = false;
    if (kind == ASSAY_FIELD_REAL) {
        memcpy(&real, at, sizeof real);
        return sqlite3_bind_double(to, column, real); // NaN becomes null
    }
    if (kind == ASSAY_FIELD_FLAG) {
        memcpy(&flag, at, sizeof flag);
        return sqlite3_bind_int(to, column, flag);
    }
    memcpy(&count, at, sizeof count);
    if (kind == ASSAY_FIELD_COUNT && count < 0)
        return sqlite3_bind_null(to, column);
    if (kind == ASSAY_FIELD_NATURAL && count <= 0)
        return sqlite3_bind_null(to, column);
    return sqlite3_bind_int64(to, column, count);
}

static int bind_word(sqlite3_stmt *to, int column, assay_field_kind kind,
                     const void *at)
{
    int value = 0;
    memcpy(&value, at, sizeof value);
    return bind_text(to, column, assay_schema_word(kind, value));
}

static int bind_field(sqlite3_stmt *to, int column, const assay_field *field,
                      const void *record)
{
    const void *at = (const char *)record + field->offset;
    const char *text = NULL;
    switch (field->kind) {
    case ASSAY_FIELD_TEXT:
    case ASSAY_FIELD_OPTIONAL:
        memcpy(&text, at, sizeof text);
        if (field->kind == ASSAY_FIELD_TEXT && !text) text = "";
        return bind_text(to, column, text);
    case ASSAY_FIELD_REAL:
    case ASSAY_FIELD_COUNT:
    case ASSAY_FIELD_NATURAL:
    case ASSAY_FIELD_SIZE:
    case ASSAY_FIELD_FLAG: return bind_number(to, column, field->kind, at);
    case ASSAY_FIELD_BYTES: return bind_bytes(to, column, at);
    case ASSAY_FIELD_STATUS:
    case ASSAY_FIELD_KIND:
    case ASSAY_FIELD_WEIGHT:
    case ASSAY_FIELD_VERDICT: return bind_word(to, column, field->kind, at);
    }
    return SQLITE_MISUSE;
}

// Adds a row: where it stands (`owner` only in tables of two parts) and the
// fields of `record`.
static bool add(saver *s, assay_table_id id, size_t owner, size_t position,
                const void *record)
{
    const assay_table *table = assay_schema_table(id);
    sqlite3_stmt *insert = s->insert[id];
    const int keys = (int)table->keys;
    int code = sqlite3_reset(insert);
    if (code == SQLITE_OK && keys == 2)
        code = sqlite3_bind_int64(insert, 1, (sqlite3_int64)owner);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(insert, keys, (sqlite3_int64)position);
    for (size_t i = 0; code == SQLITE_OK && i < table->count; i++)
        code = bind_field(insert, keys + 1 + (int)i, &table->fields[i], record);
    if (code == SQLITE_OK) code = sqlite3_step(insert);
    return code == SQLITE_DONE;
}

// Adds `count` rows that lie `size` bytes apart.
static bool add_all(saver *s, assay_table_id id, size_t owner,
                    const void *records, size_t count, size_t size)
{
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++)
        ok = add(s, id, owner, i, (const char *)records + i * size);
    return ok;
}

static bool save_figures(saver *s, const assay_result *result)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(result, &count);
    bool ok =
        add_all(s, ASSAY_TABLE_FIGURES, 0, figures, count, sizeof *figures);
    for (size_t i = 0; ok && i < count; i++)
        ok = add_all(s, ASSAY_TABLE_FIGURE_AT, i, figures[i].at,
                     figures[i].at_count, sizeof(assay_at)) &&
             add_all(s, ASSAY_TABLE_FIGURE_GROUP, i, figures[i].group,
                     figures[i].group_count, sizeof(assay_label)) &&
             add_all(s, ASSAY_TABLE_FIGURE_REFERENCE_GROUP, i,
                     figures[i].reference_group,
                     figures[i].reference_group_count, sizeof(assay_label));
    return ok;
}

// One double, least byte first; every NaN is the same NaN.
static void encode(double value, unsigned char *to)
{
    uint64_t bits = 0;
    if (isnan(value)) value = (double)NAN;
    memcpy(&bits, &value, sizeof bits);
    for (int i = 0; i < 8; i++) to[i] = (unsigned char)(bits >> (8 * i));
}

static bool save_curve(saver *s, size_t position, const assay_curve *curve)
{
    const size_t n = curve->row_count * curve->column_count;
    ASSAY_AUTO(assay_drop) unsigned char *points = assay_new(0, n, 8);
    if (!points) {
        s->no_memory = true;
        return false;
    }
    for (size_t i = 0; i < n; i++) encode(curve->values[i], points + 8 * i);
    const assay_curve_record record = {
        curve->id, curve->name, curve->note, {points, 8 * n}};
    return add(s, ASSAY_TABLE_CURVES, 0, position, &record) &&
           add_all(s, ASSAY_TABLE_CURVE_COLUMNS, position, curve->columns,
                   curve->column_count, sizeof(const char *)) &&
           add_all(s, ASSAY_TABLE_CURVE_GROUP, position, curve->group,
                   curve->group_count, sizeof(assay_label));
}

static bool save_curves(saver *s, const assay_result *result)
{
    size_t count = 0;
    const assay_curve *curves = assay_result_curves(result, &count);
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) ok = save_curve(s, i, &curves[i]);
    return ok;
}

static bool save_statements(saver *s, const assay_result *result)
{
    size_t count = 0;
    const assay_statement *statements = assay_result_statements(result, &count);
    bool ok = add_all(s, ASSAY_TABLE_STATEMENTS, 0, statements, count,
                      sizeof *statements);
    for (size_t i = 0; ok && i < count; i++)
        ok = add_all(s, ASSAY_TABLE_STATEMENT_FIGURES, i, statements[i].figures,
                     statements[i].figure_count, sizeof(const char *));
    return ok;
}

static bool save_notes(saver *s, const assay_result *result)
{
    size_t n = 0;
    const assay_requirement *requirements =
        assay_result_requirements(result, &n);
    if (!add_all(s, ASSAY_TABLE_REQUIREMENTS, 0, requirements, n,
                 sizeof *requirements))
        return false;
    const assay_warning *warnings = assay_result_warnings(result, &n);
    return add_all(s, ASSAY_TABLE_WARNINGS, 0, warnings, n, sizeof *warnings);
}

static bool save_origin(saver *s, const assay_result *result)
{
    size_t n = 0;
    const assay_fact *facts = assay_result_about(result, &n);
    if (!add_all(s, ASSAY_TABLE_ABOUT, 0, facts, n, sizeof *facts))
        return false;
    const assay_input *inputs = assay_result_inputs(result, &n);
    if (!add_all(s, ASSAY_TABLE_INPUTS, 0, inputs, n, sizeof *inputs))
        return false;
    facts = assay_result_facts(result, &n);
    return add_all(s, ASSAY_TABLE_PROVENANCE, 0, facts, n, sizeof *facts);
}

static bool save_blobs(saver *s, const assay_result *result)
{
    bool ok = true;
    const char *name = assay_result_blob_name(result, 0);
    for (size_t i = 0; ok && name; name = assay_result_blob_name(result, ++i)) {
        assay_blob_record record = {name, {NULL, 0}};
        record.bytes.bytes = assay_result_blob(result, name, &record.bytes.n);
        ok = add(s, ASSAY_TABLE_BLOBS, 0, i, &record);
    }
    return ok;
}

static bool save_all(saver *s, const assay_result *result)
{
    const assay_result_record head = {assay_result_evaluation(result),
                                      assay_version()};
    return open_database(s) && add(s, ASSAY_TABLE_RESULT, 0, 0, &head) &&
           save_figures(s, result) && save_curves(s, result) &&
           save_statements(s, result) && save_notes(s, result) &&
           save_origin(s, result) && save_blobs(s, result) && run(s, "COMMIT");
}

static assay_status fail_save(const saver *s, const char *path,
                              assay_error *err)
{
    const int code = s->db ? sqlite3_errcode(s->db) : SQLITE_NOMEM;
    if (s->no_memory || code == SQLITE_NOMEM)
        return assay_fail_memory(err, "the result file");
    assay_fail(err, ASSAY_EWRITE,
               "the result can't be made into a database: %s",
               sqlite3_errmsg(s->db));
    return assay_fail_at(err, path, 0);
}

static assay_status write_file(const void *bytes, size_t n, const char *path,
                               assay_error *err)
{
    assay_output *output = NULL;
    ASSAY_TRY(assay_output_open(path, &output, err));
    assay_output_bytes(output, bytes, n);
    return assay_output_commit(output, err);
}

assay_status assay_result_save(const assay_result *result, const char *path,
                               assay_error *error)
{
    ASSAY_AUTO(drop_saver) saver s = {.db = NULL};
    sqlite3_int64 n = 0;
    if (!save_all(&s, result)) return fail_save(&s, path, error);
    const void *bytes =
        sqlite3_serialize(s.db, "main", &n, SQLITE_SERIALIZE_NOCOPY);
    if (!bytes) return fail_save(&s, path, error);
    return write_file(bytes, (size_t)n, path, error);
}
