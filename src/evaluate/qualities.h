// SPDX-License-Identifier: Apache-2.0
/// `--quality`: from columns of the rows, or of the samples, to the quality of
/// each mated comparison, kept for discards.
#ifndef EVALUATE_QUALITIES_H
#define EVALUATE_QUALITIES_H

#include "assay/scores.h"
#include "base/rows.h"
#include "count/marked.h"

/// Opaque; ended by assay_qualities_free().
typedef struct assay_qualities assay_qualities;

/// Asks the intake for the columns of `options->quality`: two, the probe's and
/// the reference's; or one, which is looked for as probe_NAME and
/// reference_NAME too. `*out` is NULL where no quality is asked for.
assay_status assay_qualities_new(const assay_scores_options *options,
                                 assay_intake *intake, assay_qualities **out,
                                 assay_error *err);
/// Takes a mated comparison, row `i` of the batch: its quality is the least of
/// its samples'. `row` has all but the mark; without people person UINT32_MAX.
assay_status assay_qualities_take(assay_qualities *qualities,
                                  const assay_batch *batch, size_t i,
                                  assay_marked_row *row, assay_error *err);
/// After the last row: fails where no file has a column.
assay_status assay_qualities_close(assay_qualities *qualities,
                                   assay_error *err);
/// Those that were kept, by the key of their quality.
assay_marked *assay_qualities_rows(assay_qualities *qualities);
/// Mated comparisons in which some sample has no quality.
uint64_t assay_qualities_missing(const assay_qualities *qualities);
void assay_qualities_free(assay_qualities *qualities);

#endif
