// SPDX-License-Identifier: Apache-2.0
/// Figures of published counts: rates with exact intervals, groups against each
/// other, and what so few events could have shown. docs/statistics.md 3.3, 3.4,
/// 4.1.
#ifndef MEASURE_TRIALS_H
#define MEASURE_TRIALS_H

#include "assay/counts.h"
#include "measure/ledger.h"

/// Events of trials, of a group or of everybody.
typedef struct assay_trials_cell {
    const assay_label *labels; ///< `label_count`; none: everybody
    size_t label_count;
    bool unknown; ///< its people's group is not known
    uint64_t events, trials;
} assay_trials_cell;

/// What is measured.
typedef struct assay_trials {
    const assay_counts_options *options;
    /// The first is everybody. The others stand table by table (the same
    /// attributes), each group once.
    const assay_trials_cell *cells;
    size_t count;
    /// The first cell is a group's events of all events (--share); there is no
    /// other.
    bool share;
    size_t rows;        ///< that were summed; 0: no file
    const char *others; ///< columns of the file that were not used, or ""
} assay_trials;

/// A table: cells `first` and on.
typedef struct assay_trials_table {
    size_t first, count;
    size_t known; ///< of them, groups that are known: they come first
    uint64_t events, trials; ///< of the known ones together
} assay_trials_table;

/// The table that starts at cell `first`.
assay_trials_table assay_trials_table_at(const assay_trials *trials,
                                         size_t first);
/// How many groups of a table are held against all others: 1 of two, which
/// says it all, each of more.
size_t assay_trials_compared(const assay_trials_table *table);

/// Names of figures.
extern const char *const assay_trials_rate;  ///< "events per trial"
extern const char *const assay_trials_alike; ///< ... if people are alike
extern const char *const assay_trials_ratio; ///< "rate ratio to all others"
extern const char *const assay_trials_difference;  ///< "rate difference to..."
extern const char *const assay_trials_equivalence; ///< "p of equivalence..."
extern const char *const assay_trials_least;       ///< "least ratio shown"
extern const char *const assay_trials_share;       ///< "share of events"
extern const char *const assay_trials_together;    ///< "largest interaction..."
extern const char *const assay_trials_shrunk;      ///< "events per trial ..."

/// Puts all figures into the ledger.
void assay_trials_figures(const assay_trials *trials, assay_ledger *ledger);

/// The figure `name` of a cell, or NULL.
const assay_figure *assay_trials_find(const assay_ledger *ledger,
                                      const char *name,
                                      const assay_trials_cell *cell);

/// Measures: figures, statements, warnings and requirements into `result`.
assay_status assay_trials_measure(const assay_trials *trials,
                                  assay_result *result, assay_error *err);

#endif
