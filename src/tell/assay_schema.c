// SPDX-License-Identifier: Apache-2.0
#include "tell/assay_schema.h"

#define FIELD(kind, type, member) {ASSAY_FIELD_##kind, offsetof(type, member)}
#define COUNT(array) (sizeof(array) / sizeof *(array))

static const assay_field result_fields[] = {
    FIELD(TEXT, assay_result_record, evaluation),
    FIELD(TEXT, assay_result_record, version),
};

static const assay_field figure_fields[] = {
    FIELD(TEXT, assay_figure, id),
    FIELD(TEXT, assay_figure, name),
    FIELD(REAL, assay_figure, threshold),
    FIELD(OPTIONAL, assay_figure, rule),
    FIELD(REAL, assay_figure, value),
    FIELD(TEXT, assay_figure, unit),
    FIELD(REAL, assay_figure, low),
    FIELD(REAL, assay_figure, high),
    FIELD(TEXT, assay_figure, interval),
    FIELD(REAL, assay_figure, confidence),
    FIELD(OPTIONAL, assay_figure, method),
    FIELD(REAL, assay_figure, bounds[0]),
    FIELD(REAL, assay_figure, bounds[1]),
    FIELD(COUNT, assay_figure, events),
    FIELD(COUNT, assay_figure, trials),
    FIELD(TEXT, assay_figure, per),
    FIELD(COUNT, assay_figure, subjects),
    FIELD(REAL, assay_figure, effective),
    FIELD(TEXT, assay_figure, of),
    FIELD(OPTIONAL, assay_figure, weights),
    FIELD(OPTIONAL, assay_figure, threshold_from),
    FIELD(OPTIONAL, assay_figure, references),
    FIELD(NATURAL, assay_figure, watchlist_size),
    FIELD(NATURAL, assay_figure, rank),
    FIELD(OPTIONAL, assay_figure, target),
    FIELD(STATUS, assay_figure, status),
    FIELD(OPTIONAL, assay_figure, note),
};

static const assay_field at_fields[] = {
    FIELD(TEXT, assay_at, key),
    FIELD(REAL, assay_at, value),
};

static const assay_field group_fields[] = {
    FIELD(TEXT, assay_label, attribute),
    FIELD(TEXT, assay_label, value),
};

static const assay_field curve_fields[] = {
    FIELD(TEXT, assay_curve_record, id),
    FIELD(TEXT, assay_curve_record, name),
    FIELD(OPTIONAL, assay_curve_record, note),
    FIELD(BYTES, assay_curve_record, points),
};

static const assay_field name_fields[] = {{ASSAY_FIELD_TEXT, 0}};

static const assay_field statement_fields[] = {
    FIELD(KIND, assay_statement, kind),
    FIELD(TEXT, assay_statement, text),
};

static const assay_field requirement_fields[] = {
    FIELD(TEXT, assay_requirement, text),
    FIELD(TEXT, assay_requirement, figure),
    FIELD(REAL, assay_requirement, limit),
    FIELD(REAL, assay_requirement, value),
    FIELD(REAL, assay_requirement, low),
    FIELD(REAL, assay_requirement, high),
    FIELD(VERDICT, assay_requirement, verdict),
    FIELD(OPTIONAL, assay_requirement, note),
};

static const assay_field warning_fields[] = {
    FIELD(TEXT, assay_warning, code),
    FIELD(WEIGHT, assay_warning, weight),
    FIELD(TEXT, assay_warning, text),
    FIELD(COUNT, assay_warning, rows),
};

static const assay_field about_fields[] = {
    FIELD(TEXT, assay_fact, key),
    FIELD(TEXT, assay_fact, value),
};

static const assay_field input_fields[] = {
    FIELD(TEXT, assay_input, name),   FIELD(TEXT, assay_input, role),
    FIELD(TEXT, assay_input, format), FIELD(SIZE, assay_input, bytes),
    FIELD(SIZE, assay_input, rows),   FIELD(OPTIONAL, assay_input, digest),
};

static const assay_field fact_fields[] = {
    FIELD(TEXT, assay_fact, key),
    FIELD(TEXT, assay_fact, value),
    FIELD(FLAG, assay_fact, is_number),
};

static const assay_field blob_fields[] = {
    FIELD(TEXT, assay_blob_record, name),
    FIELD(BYTES, assay_blob_record, bytes),
};

// Numbers that may be fractions have no declared type: SQLite then keeps all
// 64 bits of them, the sign of -0 included.
#define POSITION "position INTEGER PRIMARY KEY"
#define OF(owner) owner " INTEGER, position INTEGER"
#define OF_END(owner) "PRIMARY KEY (" owner ", position)) WITHOUT ROWID"

static const assay_table tables[ASSAY_TABLES] = {
    [ASSAY_TABLE_RESULT] = {"result",
                            "CREATE TABLE result (" POSITION ", "
                            "evaluation TEXT, version TEXT)",
                            1, result_fields, COUNT(result_fields)},
    [ASSAY_TABLE_FIGURES] =
        {"figures",
         "CREATE TABLE figures (" POSITION ", "
         "id TEXT, name TEXT, threshold, rule TEXT, value, unit TEXT, "
         "low, high, interval TEXT, confidence, method TEXT, least, most, "
         "events INTEGER, trials INTEGER, per TEXT, subjects INTEGER, "
         "effective, \"of\" TEXT, weights TEXT, threshold_from TEXT, "
         "\"references\" TEXT, watchlist_size INTEGER, rank INTEGER, "
         "target TEXT, status TEXT, note TEXT)",
         1, figure_fields, COUNT(figure_fields)},
    [ASSAY_TABLE_FIGURE_AT] = {"figure_at",
                               "CREATE TABLE figure_at (" OF(
                                   "figure") ", "
                                             "key TEXT, value, " OF_END(
                                                 "figure"),
                               2, at_fields, COUNT(at_fields)},
    [ASSAY_TABLE_FIGURE_GROUP] =
        {"figure_group",
         "CREATE TABLE figure_group (" OF(
             "figure") ", "
                       "attribute TEXT, value TEXT, " OF_END("figure"),
         2, group_fields, COUNT(group_fields)},
    [ASSAY_TABLE_FIGURE_REFERENCE_GROUP] =
        {"figure_reference_group",
         "CREATE TABLE figure_reference_group (" OF(
             "figure") ", "
                       "attribute TEXT, value TEXT, " OF_END("figure"),
         2, group_fields, COUNT(group_fields)},
    [ASSAY_TABLE_CURVES] = {"curves",
                            "CREATE TABLE curves (" POSITION ", "
                            "id TEXT, name TEXT, note TEXT, points BLOB)",
                            1, curve_fields, COUNT(curve_fields)},
    [ASSAY_TABLE_CURVE_COLUMNS] = {"curve_columns",
                                   "CREATE TABLE curve_columns (" OF(
                                       "curve") ", "
                                                "name TEXT, " OF_END("curve"),
                                   2, name_fields, COUNT(name_fields)},
    [ASSAY_TABLE_CURVE_GROUP] =
        {"curve_group",
         "CREATE TABLE curve_group (" OF(
             "curve") ", "
                      "attribute TEXT, value TEXT, " OF_END("curve"),
         2, group_fields, COUNT(group_fields)},
    [ASSAY_TABLE_STATEMENTS] = {"statements",
                                "CREATE TABLE statements (" POSITION ", "
                                "kind TEXT, text TEXT)",
                                1, statement_fields, COUNT(statement_fields)},
    [ASSAY_TABLE_STATEMENT_FIGURES] = {"statement_figures",
                                       "CREATE TABLE statement_figures (" OF(
                                           "statement") ", "
                                                        "id TEXT, " OF_END(
                                                            "statement"),
                                       2, name_fields, COUNT(name_fields)},
    [ASSAY_TABLE_REQUIREMENTS] =
        {"requirements",
         "CREATE TABLE requirements (" POSITION ", "
         "text TEXT, figure TEXT, \"limit\", value, low, high, "
         "verdict TEXT, note TEXT)",
         1, requirement_fields, COUNT(requirement_fields)},
    [ASSAY_TABLE_WARNINGS] = {"warnings",
                              "CREATE TABLE warnings (" POSITION ", "
                              "code TEXT, weight TEXT, text TEXT, "
                              "rows INTEGER)",
                              1, warning_fields, COUNT(warning_fields)},
    [ASSAY_TABLE_ABOUT] = {"about",
                           "CREATE TABLE about (" POSITION ", "
                           "key TEXT, text TEXT)",
                           1, about_fields, COUNT(about_fields)},
    [ASSAY_TABLE_INPUTS] = {"inputs",
                            "CREATE TABLE inputs (" POSITION ", "
                            "name TEXT, role TEXT, format TEXT, "
                            "bytes INTEGER, rows INTEGER, digest TEXT)",
                            1, input_fields, COUNT(input_fields)},
    [ASSAY_TABLE_PROVENANCE] = {"provenance",
                                "CREATE TABLE provenance (" POSITION ", "
                                "key TEXT, value TEXT, number INTEGER)",
                                1, fact_fields, COUNT(fact_fields)},
    [ASSAY_TABLE_BLOBS] = {"blobs",
                           "CREATE TABLE blobs (" POSITION ", "
                           "name TEXT, bytes BLOB)",
                           1, blob_fields, COUNT(blob_fields)},
};

const assay_table *assay_schema_table(assay_table_id id)
{
    return &tables[id];
}

const char *assay_schema_word(assay_field_kind kind, int value)
{
    switch ((int)kind) {
    case ASSAY_FIELD_STATUS:
        return value > ASSAY_FIGURE_SUPPRESSED
                   ? NULL
                   : assay_figure_status_name((assay_figure_status)value);
    case ASSAY_FIELD_KIND:
        return value > ASSAY_CLAIM
                   ? NULL
                   : assay_statement_kind_name((assay_statement_kind)value);
    case ASSAY_FIELD_WEIGHT:
        return value > ASSAY_FOR_THE_RECORD
                   ? NULL
                   : assay_weight_name((assay_weight)value);
    case ASSAY_FIELD_VERDICT:
        return value > ASSAY_NOT_SHOWN
                   ? NULL
                   : assay_verdict_name((assay_verdict)value);
    default: return NULL;
    }
}
