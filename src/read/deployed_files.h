// SPDX-License-Identifier: Apache-2.0
/// Records of deployments, CSV, TSV or ALHFRS JSON: several files as one table
/// (docs/formats/deployments.md).
///
///     file -> cells of text (deployed_cells.h) -> conditions -> rows
///     (base/deployed.h) -> in canonical order
#ifndef READ_DEPLOYED_FILES_H
#define READ_DEPLOYED_FILES_H

#include "base/deployed_remark.h"
#include "read/comparisons.h"

/// What is wanted.
typedef struct assay_deployments_wanted {
    assay_texts files;   ///< at least one
    assay_texts columns; ///< whose values become labels, each once; `year` and
                         ///< `month` (2024-05) of the date where no column is
                         ///< called so
    assay_texts where;   ///< conditions on columns, year and month: all hold
} assay_deployments_wanted;

/// Opaque; ended by assay_deployments_free().
typedef struct assay_deployments_file assay_deployments_file;

/// Reads. On success the caller owns `*out`.
assay_status assay_deployments_read(const assay_deployments_wanted *wanted,
                                    const assay_read_options *options,
                                    assay_deployments_file **out,
                                    assay_error *err);
/// What was read; lives as long as the files.
const assay_deployed_record *
assay_deployments_record(const assay_deployments_file *files);
/// File `i`, for the record of the result.
assay_input assay_deployments_input(const assay_deployments_file *files,
                                    size_t i);
/// Frees; NULL is allowed.
void assay_deployments_free(assay_deployments_file *files);

/// Whether the first `n` bytes are those of a record of deployments: a table
/// with a column of alerts or faces beside a date or place, or the ALHFRS JSON
/// (`*json`).
bool assay_deployments_probe(const unsigned char *head, size_t n, bool *json);

#endif
