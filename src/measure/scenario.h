// SPDX-License-Identifier: Apache-2.0
/// Figures of a trial with seeded volunteers (docs/statistics.md 2).
#ifndef MEASURE_SCENARIO_H
#define MEASURE_SCENARIO_H

#include "assay/alerts.h"
#include "base/build.h"
#include "count/scenario.h"

/// A group of passages, or everybody.
typedef struct assay_scenario_cell {
    const assay_label *labels; ///< `label_count`; none: everybody
    size_t label_count;
    bool unknown;            ///< their group is not known
    const uint32_t *members; ///< passages, ascending
    size_t count;
    uint64_t people; ///< who made them
} assay_scenario_cell;

/// What the logs say besides rows.
typedef struct assay_scenario_logs {
    uint64_t repeated; ///< rows that stand twice
    bool has_outcome, has_decision, has_kind, has_basis, has_acquired;
    bool has_transit;
    const char *groups;  ///< sentence on columns that could be groups, or ""
    const char *cameras; ///< which cameras only alerts have, and which passages
                         ///< have; or ""
} assay_scenario_logs;

/// What is measured. The first cell is everybody, the others stand table by
/// table.
typedef struct assay_scenario_job {
    const assay_alerts_options *options;
    const assay_scenario *scenario;
    const assay_scenario_logs *logs;
    const assay_scenario_cell *cells;
    size_t cell_count;
} assay_scenario_job;

/// Whether the options make sense: ASSAY_EUSAGE says which don't.
assay_status assay_scenario_check(const assay_alerts_options *options,
                                  assay_error *err);

/// The score from which on candidates count at threshold `i` of the options;
/// below every score where none is given.
float assay_scenario_least(const assay_alerts_options *options, size_t i);

/// The score from which on a log holds everything: as said, or its lowest; NaN
/// of an empty one.
double assay_scenario_floor(const assay_alerts_options *options,
                            const assay_scenario *s);
/// Whether it holds the best candidate of a search alone: as said, or as it
/// looks.
bool assay_scenario_best_only(const assay_alerts_options *options,
                              const assay_scenario *s);

/// Measures: figures, curves, statements, warnings and requirements into
/// `result`. ASSAY_EUSAGE for a threshold below the floor of the log or a list
/// that is longer than the one searched.
assay_status assay_scenario_measure(const assay_scenario_job *job,
                                    assay_result *result, assay_error *err);

#endif
