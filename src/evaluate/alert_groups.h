// SPDX-License-Identifier: Apache-2.0
/// Groups of passages, by columns of the transits or attributes of people.
#ifndef EVALUATE_ALERT_GROUPS_H
#define EVALUATE_ALERT_GROUPS_H

#include "base/arena.h"
#include "measure/scenario.h"
#include "read/subjects.h"
#include "read/trial.h"

enum { ASSAY_ALERT_COLUMNS = 16 };

/// Columns that `--by` names. All zero is nothing.
typedef struct assay_alert_by {
    const assay_texts *items;
    const char *names[ASSAY_ALERT_COLUMNS]; ///< columns, each once
    size_t count;
} assay_alert_by;

/// The columns of all items, which must live as long; texts live in `arena`.
/// ASSAY_EUSAGE for an empty name, one that names people, or too many.
assay_status assay_alert_by_parse(const assay_texts *by, assay_arena *arena,
                                  assay_alert_by *out, assay_error *err);

/// Where values come from.
typedef struct assay_alert_sources {
    const assay_trial *trial;
    const assay_subjects *subjects; ///< or NULL
    const assay_scenario *scenario;
} assay_alert_sources;

/// Cells; they and their members live in an arena.
typedef struct assay_alert_cells {
    assay_scenario_cell *items;
    size_t count;
} assay_alert_cells;

/// Everybody, then each group of each item, by value, those not known last.
/// ASSAY_EUSAGE for a column that neither file has, or too many groups.
assay_status assay_alert_cells_make(const assay_alert_sources *from,
                                    const assay_alert_by *by,
                                    assay_arena *arena, assay_alert_cells *out,
                                    assay_error *err);

#endif
