// SPDX-License-Identifier: Apache-2.0
/// Texts of a batch on their way into the tables of the intake: collected row
/// by row as slices, interned many at a time.
#ifndef READ_GATHER_H
#define READ_GATHER_H

#include "base/rows.h"

/// Slices that have not been interned yet, of rows [done, batch->rows).
typedef struct assay_gather {
    assay_slice *probe;     ///< ASSAY_BATCH_ROWS; NULL: no subjects wanted
    assay_slice *reference; ///< the same
    assay_slice *column[ASSAY_BATCH_COLUMNS]; ///< NULL: not in this file
    assay_slice *sample[ASSAY_SIDES];         ///< NULL: the file doesn't say
    size_t done; ///< rows of the batch that are interned
} assay_gather;

/// Makes room for subjects (with `subjects`, where the intake has a table for
/// them) and for the wanted columns that `has` marks.
assay_status assay_gather_open(assay_gather *gather, assay_intake *intake,
                               bool subjects,
                               const bool has[ASSAY_BATCH_COLUMNS],
                               assay_error *err);
/// Makes room for the samples of a side, where the intake has a table for them.
assay_status assay_gather_samples(assay_gather *gather,
                                  const assay_intake *intake, int side,
                                  assay_error *err);
/// Interns the rows from `done` to batch->rows. An empty slice is
/// ASSAY_NO_STRING. To be called before slices die and when a batch is full.
assay_status assay_gather_flush(assay_gather *gather, assay_intake *intake,
                                assay_batch *batch, assay_error *err);
/// Sets batch->rows to 0 and what holds for all rows.
void assay_gather_begin(assay_gather *gather, const assay_intake *intake,
                        assay_batch *batch);
/// Frees.
void assay_gather_close(assay_gather *gather);

#endif
