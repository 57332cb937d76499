// SPDX-License-Identifier: Apache-2.0
#include "tell/assay_load.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/build.h"
#include "base/file.h"
#include "base/text.h"
#include "tell/assay_row.h"
#include "tell/assay_schema.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

enum {
    HEADER = 100,          // bytes of the header of a database
    LARGEST = 1 << 30,     // bytes of a file that is read at all
    MOST_WARNINGS = 10000, // merging them costs their square
    AT_VERSION = 18,       // 2: write-ahead log
    AT_USER_VERSION = 60,  // four bytes, greatest first
    AT_APPLICATION_ID = 68 // four bytes, greatest first
};

// A file that is being read. What the children of a row say lives in `scratch`
// until the row is built.
typedef struct loader {
    sqlite3 *db;
    assay_rows rows[ASSAY_TABLES];
    assay_arena scratch;
    assay_result *result;
    assay_error *err;
} loader;

static void drop_loader(loader *l)
{
    for (int i = 0; i < ASSAY_TABLES; i++) assay_rows_end(&l->rows[i]);
    (void)sqlite3_close(l->db);
    assay_arena_end(&l->scratch);
    assay_result_free(l->result);
}

static assay_status refuse(loader *l, const char *what)
{
    return assay_fail(l->err, ASSAY_EINPUT,
                      "%s; use a file as `assay ... -o` wrote it", what);
}

static uint32_t big_endian(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 |
           (uint32_t)p[3];
}

// What the header says, before anything is handed to SQLite.
static assay_status check_header(loader *l, const unsigned char *p, size_t n)
{
    if (n < HEADER || memcmp(p, "SQLite format 3", 16) != 0)
        return refuse(l, "not an assay result");
    if (big_endian(p + AT_APPLICATION_ID) != ASSAY_APPLICATION_ID)
        return refuse(l, "a database of another program");
    const uint32_t schema = big_endian(p + AT_USER_VERSION);
    if (schema != ASSAY_SCHEMA)
        return assay_fail(l->err, ASSAY_EUNSUPPORTED,
                          "a result of schema %u; this assay %s reads schema "
                          "%d: use the version that wrote it",
                          schema, assay_version(), ASSAY_SCHEMA);
    if (p[AT_VERSION] != 1 || p[AT_VERSION + 1] != 1)
        return refuse(l, "another program has put the database into "
                         "write-ahead mode");
    return ASSAY_OK;
}

// Reads the answer of a statement that gives one row of one text or number.
static bool answers(sqlite3 *db, const char *sql, const char *expected)
{
    sqlite3_stmt *statement = NULL;
    bool same = false;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        return false;
    if (sqlite3_step(statement) == SQLITE_ROW) {
        const void *text = sqlite3_column_text(statement, 0);
        same = text && strcmp(text, expected) == 0;
    }
    (void)sqlite3_finalize(statement);
    return same;
}

// Whether the table is there and exactly as we make it: no column computed, no
// view or virtual table in its place.
static bool has_table(sqlite3 *db, const assay_table *table)
{
    char sql[128];
    (void)snprintf(sql, sizeof sql,
                   "SELECT sql FROM sqlite_schema WHERE name = '%s' AND "
                   "type = 'table'",
                   table->name);
    return answers(db, sql, table->sql);
}

static void distrust(sqlite3 *db)
{
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    (void)sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
    (void)sqlite3_exec(db,
                       "PRAGMA cell_size_check = ON; "
                       "PRAGMA temp_store = 2; PRAGMA query_only = ON",
                       NULL, NULL, NULL);
}

static assay_status fail_database(loader *l)
{
    if (!l->db || sqlite3_errcode(l->db) == SQLITE_NOMEM)
        return assay_fail_memory(l->err, "the result file");
    return refuse(l, "a damaged result: the database is not whole");
}

// SQLite reads the bytes where they are; no file beside it is looked at.
static assay_status open_database(loader *l, const void *bytes, size_t n)
{
    unsigned char *mine = NULL;
    if (sqlite3_open_v2(":memory:", &l->db, SQLITE_OPEN_READWRITE, NULL) !=
        SQLITE_OK)
        return fail_database(l);
    distrust(l->db);
    memcpy(&mine, &bytes, sizeof mine); // read-only says the flag
    if (sqlite3_deserialize(l->db, "main", mine, (sqlite3_int64)n,
                            (sqlite3_int64)n,
                            SQLITE_DESERIALIZE_READONLY) != SQLITE_OK)
        return fail_database(l);
    if (!answers(l->db, "PRAGMA quick_check(1)", "ok")) return fail_database(l);
    for (int i = 0; i < ASSAY_TABLES; i++) {
        const assay_table *table = assay_schema_table((assay_table_id)i);
        if (!has_table(l->db, table))
            return refuse(l, "a changed result: a table is not as it was");
    }
    for (int i = 0; i < ASSAY_TABLES; i++)
        ASSAY_TRY(
            assay_rows_open(l->db, (assay_table_id)i, &l->rows[i], l->err));
    return ASSAY_OK;
}

// Reads all rows of `id` that belong to row `owner` of another table into the
// scratch, `size` bytes each. Their texts are copied there too.
static assay_status load_children(loader *l, assay_table_id id, int64_t owner,
                                  size_t size, assay_bytes *out)
{
    ASSAY_AUTO(assay_drop) char *items = NULL;
    size_t room = 0;
    size_t n = 0;
    bool more = false;
    assay_rows *rows = &l->rows[id];
    ASSAY_TRY(assay_rows_of(rows, owner, l->err));
    for (;; n++) {
        if (n == room) {
            room = room ? 2 * room : 8;
            if (!assay_grow(&items, room, size))
                return assay_fail_memory(l->err, "the result");
        }
        ASSAY_TRY(assay_rows_next(rows, &l->scratch, items + n * size, &more,
                                  l->err));
        if (!more) break;
    }
    void *kept = assay_arena_new(&l->scratch, n, size);
    if (!kept) return assay_fail_memory(l->err, "the result");
    if (n) memcpy(kept, items, n * size);
    *out = (assay_bytes){kept, n};
    return ASSAY_OK;
}

static assay_status load_figure(loader *l, assay_figure *figure)
{
    const int64_t position = l->rows[ASSAY_TABLE_FIGURES].position;
    assay_bytes list;
    ASSAY_TRY(load_children(l, ASSAY_TABLE_FIGURE_AT, position,
                            sizeof(assay_at), &list));
    figure->at = list.bytes;
    figure->at_count = list.n;
    ASSAY_TRY(load_children(l, ASSAY_TABLE_FIGURE_GROUP, position,
                            sizeof(assay_label), &list));
    figure->group = list.bytes;
    figure->group_count = list.n;
    ASSAY_TRY(load_children(l, ASSAY_TABLE_FIGURE_REFERENCE_GROUP, position,
                            sizeof(assay_label), &list));
    figure->reference_group = list.bytes;
    figure->reference_group_count = list.n;
    if (!figure->id[0]) return refuse(l, "a figure without an id");
    assay_build_figure(l->result, figure);
    return ASSAY_OK;
}

static double decode(const unsigned char *p)
{
    uint64_t bits = 0;
    double value = 0;
    for (int i = 0; i < 8; i++) bits |= (uint64_t)p[i] << (8 * i);
    memcpy(&value, &bits, sizeof value);
    return value;
}

// Fills in the values of a curve, whose columns are known.
static assay_status load_points(loader *l, const assay_bytes *points,
                                assay_curve *curve)
{
    const size_t row = 8 * curve->column_count;
    if (row == 0 ? points->n != 0 : points->n % row != 0)
        return refuse(l, "a curve whose points don't fill its columns");
    const size_t n = points->n / 8;
    double *values = assay_arena_new(&l->scratch, n, sizeof *values);
    if (!values) return assay_fail_memory(l->err, "the curves");
    for (size_t i = 0; i < n; i++)
        values[i] = decode((const unsigned char *)points->bytes + 8 * i);
    curve->row_count = row ? points->n / row : 0;
    curve->values = values;
    return ASSAY_OK;
}

static assay_status load_curve(loader *l, const assay_curve_record *record)
{
    const int64_t position = l->rows[ASSAY_TABLE_CURVES].position;
    assay_curve curve = {
        .id = record->id, .name = record->name, .note = record->note};
    assay_bytes list;
    ASSAY_TRY(load_children(l, ASSAY_TABLE_CURVE_COLUMNS, position,
                            sizeof(const char *), &list));
    curve.columns = list.bytes;
    curve.column_count = list.n;
    ASSAY_TRY(load_children(l, ASSAY_TABLE_CURVE_GROUP, position,
                            sizeof(assay_label), &list));
    curve.group = list.bytes;
    curve.group_count = list.n;
    ASSAY_TRY(load_points(l, &record->points, &curve));
    assay_build_curve(l->result, &curve);
    return ASSAY_OK;
}

static assay_status load_statement(loader *l, assay_statement *statement)
{
    const int64_t position = l->rows[ASSAY_TABLE_STATEMENTS].position;
    assay_bytes list;
    ASSAY_TRY(load_children(l, ASSAY_TABLE_STATEMENT_FIGURES, position,
                            sizeof(const char *), &list));
    statement->figures = list.bytes;
    statement->figure_count = list.n;
    assay_build_statement(l->result, statement);
    return ASSAY_OK;
}

static assay_status load_warning(loader *l, const assay_warning *warning)
{
    size_t n = 0;
    (void)assay_result_warnings(l->result, &n);
    if (n >= MOST_WARNINGS) return refuse(l, "too many warnings");
    assay_build_warning(l->result, warning);
    return ASSAY_OK;
}

// The numbers of facts were printed by the builder; printed again they are the
// same.
static assay_status load_fact(loader *l, const assay_fact *fact)
{
    const assay_slice text = assay_slice_of(fact->value);
    uint64_t count = 0;
    double number = 0;
    bool overflow = false;
    if (!fact->is_number) {
        assay_build_fact(l->result, fact->key, fact->value);
    } else if (assay_parse_uint(text, &count)) {
        assay_build_fact_count(l->result, fact->key, count);
    } else if (assay_parse_double(text, &number, &overflow)) {
        assay_build_fact_number(l->result, fact->key, number);
    } else {
        return refuse(l, "a number in its provenance that is none");
    }
    return ASSAY_OK;
}

// Any record of a table that has no owner.
typedef union record {
    assay_figure figure;
    assay_curve_record curve;
    assay_statement statement;
    assay_requirement requirement;
    assay_warning warning;
    assay_input input;
    assay_fact fact;
    assay_blob_record blob;
} record;

static assay_status load_record(loader *l, assay_table_id id, record *r)
{
    switch ((int)id) {
    case ASSAY_TABLE_FIGURES: return load_figure(l, &r->figure);
    case ASSAY_TABLE_CURVES: return load_curve(l, &r->curve);
    case ASSAY_TABLE_STATEMENTS: return load_statement(l, &r->statement);
    case ASSAY_TABLE_WARNINGS: return load_warning(l, &r->warning);
    case ASSAY_TABLE_PROVENANCE: return load_fact(l, &r->fact);
    case ASSAY_TABLE_REQUIREMENTS:
        assay_build_requirement(l->result, &r->requirement);
        return ASSAY_OK;
    case ASSAY_TABLE_ABOUT:
        assay_build_about(l->result, r->fact.key, r->fact.value);
        return ASSAY_OK;
    case ASSAY_TABLE_INPUTS:
        assay_build_input(l->result, &r->input);
        return ASSAY_OK;
    default:
        assay_build_blob(l->result, r->blob.name, r->blob.bytes.bytes,
                         r->blob.bytes.n);
        return ASSAY_OK;
    }
}

static assay_status load_table(loader *l, assay_table_id id)
{
    assay_rows *rows = &l->rows[id];
    for (;;) {
        record r;
        bool more = false;
        memset(&r, 0, sizeof r);
        ASSAY_TRY(assay_rows_next(rows, NULL, &r, &more, l->err));
        if (!more) return ASSAY_OK;
        ASSAY_TRY(load_record(l, id, &r));
    }
}

static assay_status load_head(loader *l)
{
    assay_result_record head;
    bool more = false;
    ASSAY_TRY(assay_rows_next(&l->rows[ASSAY_TABLE_RESULT], NULL, &head, &more,
                              l->err));
    if (!more) return refuse(l, "a result without its first row");
    l->result = assay_build_new(head.evaluation);
    return l->result ? ASSAY_OK : assay_fail_memory(l->err, "the result");
}

static assay_status load_all(loader *l, const void *bytes, size_t n)
{
    static const assay_table_id order[] = {
        ASSAY_TABLE_FIGURES,    ASSAY_TABLE_CURVES,
        ASSAY_TABLE_STATEMENTS, ASSAY_TABLE_REQUIREMENTS,
        ASSAY_TABLE_WARNINGS,   ASSAY_TABLE_ABOUT,
        ASSAY_TABLE_INPUTS,     ASSAY_TABLE_PROVENANCE,
        ASSAY_TABLE_BLOBS};
    ASSAY_TRY(check_header(l, bytes, n));
    ASSAY_TRY(open_database(l, bytes, n));
    ASSAY_TRY(load_head(l));
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        ASSAY_TRY(load_table(l, order[i]));
    return assay_build_end(&l->result, l->err);
}

assay_status assay_result_parse(const void *bytes, size_t n, assay_result **out,
                                assay_error *err)
{
    ASSAY_AUTO(drop_loader) loader l = {.err = err};
    *out = NULL;
    ASSAY_TRY(load_all(&l, bytes, n));
    *out = l.result;
    l.result = NULL;
    return ASSAY_OK;
}

static void drop_file(assay_file **file)
{
    assay_file_close(*file);
}

static assay_status read_all(assay_file *file, char **bytes, size_t *n,
                             assay_error *err)
{
    size_t room = (size_t)1 << 20;
    size_t got = 0;
    for (*n = 0;; room *= 2) {
        if (room > LARGEST)
            return assay_fail(err, ASSAY_EUNSUPPORTED,
                              "larger than any assay result (1 GiB)");
        if (!assay_grow(bytes, room, 1))
            return assay_fail_memory(err, "the result file");
        ASSAY_TRY(assay_file_read(file, *bytes + *n, room - *n, &got, err));
        *n += got;
        if (*n < room) return ASSAY_OK;
    }
}

assay_status assay_result_load(const char *path, assay_result **out,
                               assay_error *error)
{
    ASSAY_AUTO(drop_file) assay_file *file = NULL;
    ASSAY_AUTO(assay_drop) char *bytes = NULL;
    size_t n = 0;
    *out = NULL;
    ASSAY_TRY(assay_file_open(path, &file, error));
    if (read_all(file, &bytes, &n, error) != ASSAY_OK ||
        assay_result_parse(bytes, n, out, error) != ASSAY_OK)
        return assay_fail_at(error, path, 0);
    return ASSAY_OK;
}
