// SPDX-License-Identifier: Apache-2.0
/// The tables of a result file: their SQL, and where each column lives in the
/// structs of assay/figures.h. docs/formats/assay.md says what they mean.
#ifndef TELL_ASSAY_SCHEMA_H
#define TELL_ASSAY_SCHEMA_H

#include "assay/figures.h"

/// In the header of the database: "ASSY", and the number of this schema.
enum { ASSAY_APPLICATION_ID = 0x41535359, ASSAY_SCHEMA = 2 };

/// What a column holds.
typedef enum assay_field_kind {
    ASSAY_FIELD_TEXT,     ///< const char *, never NULL
    ASSAY_FIELD_OPTIONAL, ///< const char *, NULL is null
    ASSAY_FIELD_REAL,     ///< double, NaN is null
    ASSAY_FIELD_COUNT,    ///< int64_t, -1 is null
    ASSAY_FIELD_NATURAL,  ///< int64_t, 0 is null
    ASSAY_FIELD_SIZE,     ///< uint64_t below 2^63
    ASSAY_FIELD_FLAG,     ///< bool as 0 or 1
    ASSAY_FIELD_BYTES,    ///< assay_bytes
    ASSAY_FIELD_STATUS,   ///< assay_figure_status by its word
    ASSAY_FIELD_KIND,     ///< assay_statement_kind by its word
    ASSAY_FIELD_WEIGHT,   ///< assay_weight by its word
    ASSAY_FIELD_VERDICT   ///< assay_verdict by its word
} assay_field_kind;

/// A column: what it holds, and its offset in the record.
typedef struct assay_field {
    assay_field_kind kind;
    size_t offset;
} assay_field;

/// Bytes that somebody else owns.
typedef struct assay_bytes {
    const void *bytes;
    size_t n;
} assay_bytes;

/// The one record of table `result`.
typedef struct assay_result_record {
    const char *evaluation;
    const char *version; ///< of the assay that wrote it
} assay_result_record;

/// A curve without its lists. `points` are rows of float64, little-endian.
typedef struct assay_curve_record {
    const char *id;
    const char *name;
    const char *note;
    assay_bytes points;
} assay_curve_record;

/// A record of table `blobs`.
typedef struct assay_blob_record {
    const char *name;
    assay_bytes bytes;
} assay_blob_record;

/// The tables. Those whose name has two parts belong to a row of another
/// table: they begin with its position and their own, the others with their
/// own only.
typedef enum assay_table_id {
    ASSAY_TABLE_RESULT, ///< assay_result_record
    ASSAY_TABLE_FIGURES,
    ASSAY_TABLE_FIGURE_AT,
    ASSAY_TABLE_FIGURE_GROUP,
    ASSAY_TABLE_FIGURE_REFERENCE_GROUP,
    ASSAY_TABLE_CURVES,        ///< assay_curve_record
    ASSAY_TABLE_CURVE_COLUMNS, ///< const char *
    ASSAY_TABLE_CURVE_GROUP,
    ASSAY_TABLE_STATEMENTS,
    ASSAY_TABLE_STATEMENT_FIGURES, ///< const char *
    ASSAY_TABLE_REQUIREMENTS,
    ASSAY_TABLE_WARNINGS,
    ASSAY_TABLE_ABOUT, ///< assay_fact
    ASSAY_TABLE_INPUTS,
    ASSAY_TABLE_PROVENANCE, ///< assay_fact
    ASSAY_TABLE_BLOBS,      ///< assay_blob_record
    ASSAY_TABLES
} assay_table_id;

/// A table: its name, the statement that makes it (as SQLite keeps it), the
/// number of position columns before the fields, and the fields.
typedef struct assay_table {
    const char *name;
    const char *sql;
    size_t keys;
    const assay_field *fields;
    size_t count;
} assay_table;

/// The table of that id.
const assay_table *assay_schema_table(assay_table_id id);

/// The word for value `value` of an enumeration; NULL beyond its last.
const char *assay_schema_word(assay_field_kind kind, int value);

#endif
