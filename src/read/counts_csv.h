// SPDX-License-Identifier: Apache-2.0
/// Tables of counts: CSV or TSV with the columns events and trials, and columns
/// of groups.
#ifndef READ_COUNTS_CSV_H
#define READ_COUNTS_CSV_H

#include "read/comparisons.h"

/// What is wanted of a table.
typedef struct assay_counts_wanted {
    assay_texts columns; ///< of groups; each must be there
    assay_texts where;   ///< conditions: all must hold
} assay_counts_wanted;

/// A table of counts. Opaque; ended by assay_counts_table_free().
typedef struct assay_counts_table assay_counts_table;

/// Reads `path`. On success the caller owns `*out`.
assay_status assay_counts_csv_read(const char *path,
                                   const assay_read_options *options,
                                   const assay_counts_wanted *wanted,
                                   assay_counts_table **out, assay_error *err);

/// Rows that the conditions kept; rows that they left out.
size_t assay_counts_rows(const assay_counts_table *table);
uint64_t assay_counts_left_out(const assay_counts_table *table);
/// Events and trials of a row.
uint64_t assay_counts_events(const assay_counts_table *table, size_t row);
uint64_t assay_counts_trials(const assay_counts_table *table, size_t row);
/// The value of wanted column `c`, as an index into assay_counts_values();
/// ASSAY_NO_STRING: unknown.
uint32_t assay_counts_value(const assay_counts_table *table, size_t row,
                            size_t c);
const assay_strings *assay_counts_values(const assay_counts_table *table,
                                         size_t c);
/// The other headings, "sex, age"; "" if there are none.
const char *assay_counts_others(const assay_counts_table *table);
/// The file, for the record.
assay_input assay_counts_input(const assay_counts_table *table);
void assay_counts_table_free(assay_counts_table *table);

#endif
