// SPDX-License-Identifier: Apache-2.0
/// The files of a trial with seeded volunteers: alerts, transits, watchlist,
/// crowd (docs/formats/alerts.md).
#ifndef READ_TRIAL_H
#define READ_TRIAL_H

#include "base/scenario_rows.h"
#include "read/comparisons.h"

/// The files; `crowd` may be NULL.
typedef struct assay_trial_paths {
    const char *alerts, *transits, *watchlist, *crowd;
} assay_trial_paths;

/// What is wanted of the transits besides the usual columns: `columns`, those
/// that the file has become attributes; `where`: conditions on columns that it
/// must have. Passages that do not meet them are kept, but marked.
typedef struct assay_trial_wanted {
    assay_texts columns;
    assay_texts where;
} assay_trial_wanted;

/// Ids of what the rows name.
typedef struct assay_trial_names {
    assay_strings *cameras, *references, *transits, *alerts, *subjects,
        *officers, *counters;
} assay_trial_names;

/// What was found on the way.
typedef struct assay_trial_found {
    uint64_t repeated; ///< rows that stand twice, word for word
    uint64_t left_out; ///< passages that --where marked
    bool has_outcome;  ///< columns that the logs have
    bool has_decision, has_rank, has_transit, has_kind, has_basis;
    bool has_acquired, has_periods, has_enrolled;
} assay_trial_found;

/// A trial. Opaque; ended by assay_trial_free().
typedef struct assay_trial assay_trial;

/// Reads all of it. Refused with file and line: a time without a zone, a
/// passage that ends before it begins, a reference that is not on the list, a
/// transit that is not in its file, two rows of one id that differ, an empty
/// watchlist. On success the caller owns `*out`.
assay_status assay_trial_open(const assay_trial_paths *paths,
                              const assay_read_options *options,
                              const assay_trial_wanted *wanted,
                              assay_trial **out, assay_error *err);
/// The rows; they live as long as the trial.
assay_trial_rows assay_trial_rows_of(const assay_trial *trial);
const assay_trial_names *assay_trial_names_of(const assay_trial *trial);
const assay_trial_found *assay_trial_found_in(const assay_trial *trial);
/// Whether the transits have wanted column `c`; its values; the value of a
/// passage, ASSAY_NO_STRING: unknown.
bool assay_trial_has(const assay_trial *trial, size_t c);
const assay_strings *assay_trial_values(const assay_trial *trial, size_t c);
uint32_t assay_trial_value(const assay_trial *trial, size_t c, size_t passage);
/// The files, for the record: at most 4; returns how many.
size_t assay_trial_inputs(const assay_trial *trial, assay_input inputs[4]);
void assay_trial_free(assay_trial *trial);

#endif
