// SPDX-License-Identifier: Apache-2.0
/// From the batches of readers to blocks of the counter: `--where`, direction,
/// failures, groups, classes.
#ifndef EVALUATE_ROWS_H
#define EVALUATE_ROWS_H

#include "evaluate/attacks_intake.h"
#include "evaluate/attempts.h"
#include "evaluate/groups.h"
#include "evaluate/qualities.h"

/// Opaque; ended by assay_rows_free().
typedef struct assay_rows assay_rows;

/// How rows are taken.
typedef struct assay_rows_options {
    const assay_texts *where;
    const assay_subjects *subjects; ///< or NULL
    assay_groups *groups;
    assay_intake *intake;
    const bool *distance; ///< scores are negated; looked at with each batch
    assay_qualities *qualities; ///< takes the mated ones; or NULL
    assay_attacks *attacks; ///< takes what is no comparison of people; or NULL
} assay_rows_options;

/// What came of them.
typedef struct assay_rows_seen {
    uint64_t kept;     ///< counted, failed ones included
    uint64_t failed;   ///< of them
    uint64_t left_out; ///< by --where
    uint64_t masked;   ///< left out by the file itself
} assay_rows_seen;

/// Parses the conditions and asks the intake for their columns; called before
/// the first file is opened, which looks for them.
assay_status assay_rows_new(const assay_rows_options *options, assay_rows **out,
                            assay_error *err);
/// Whether rows pass as they are, so that a replay can show them again: no
/// conditions, no groups, no qualities, no attacks.
bool assay_rows_are_plain(const assay_rows *rows);
/// Splits a batch into a block for each class (empty ones with 0 rows), alive
/// until the next call, and counts failures in `counter` unless it is NULL.
/// `people`: rows must have subjects and the blocks carry them.
assay_status assay_rows_split(assay_rows *rows, const assay_batch *batch,
                              bool people, assay_counter *counter,
                              assay_block blocks[ASSAY_CLASSES],
                              assay_error *err);
/// Whether row `i` of a batch of samples is kept. `has` (as many as the intake
/// wants): a condition on a column that is NULL there says nothing of these
/// samples.
assay_status assay_rows_keep(assay_rows *rows, const assay_batch *batch,
                             size_t i, const uint32_t *const *has, bool *keep,
                             assay_error *err);
/// The samples that were tried, alive as long as `rows`.
const assay_attempts *assay_rows_attempts(const assay_rows *rows);
/// After the last batch: fails where a condition names a column that no file
/// has.
assay_status assay_rows_close(const assay_rows *rows, assay_error *err);
assay_rows_seen assay_rows_were(const assay_rows *rows);
void assay_rows_free(assay_rows *rows);

#endif
