// SPDX-License-Identifier: Apache-2.0
/// A file of counts, and the groups that `--by` makes of its rows.
#ifndef EVALUATE_TABLES_H
#define EVALUATE_TABLES_H

#include "assay/counts.h"
#include "base/build.h"
#include "measure/trials.h"

/// Opaque; ended by assay_tables_free().
typedef struct assay_tables assay_tables;

/// Reads the file of `options` and sums its rows, all of them and by group.
assay_status assay_tables_read(const assay_counts_options *options,
                               assay_tables **out, assay_error *err);
/// Everybody, then the groups of each item of `--by`: by value, unknown last.
const assay_trials_cell *assay_tables_cells(const assay_tables *tables,
                                            size_t *count);
/// Rows that were summed.
size_t assay_tables_rows(const assay_tables *tables);
/// A sentence about columns that were not used; or "".
const char *assay_tables_others(const assay_tables *tables);
/// The input and the rows that --where left out, for the record.
void assay_tables_record(const assay_tables *tables, assay_result *result);
void assay_tables_free(assay_tables *tables);

#endif
