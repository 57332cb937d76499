// SPDX-License-Identifier: Apache-2.0
/// Keeps the passages of a trial as searches, from which forecasts are made.
#ifndef EVALUATE_ALERT_SEARCHES_H
#define EVALUATE_ALERT_SEARCHES_H

#include "assay/alerts.h"
#include "base/build.h"
#include "count/scenario.h"
#include "evaluate/alert_groups.h"
#include "read/trial.h"

/// What is kept, and how it is asked for.
typedef struct assay_alert_kept {
    const assay_alerts_options *options;
    const assay_trial *trial;
    const assay_scenario *scenario;
    const assay_alert_cells *cells;
} assay_alert_kept;

/// Adds them to `result`, by group where there are any; nothing where the log
/// holds best candidates alone or who a passage's alerts are of isn't known.
assay_status assay_alert_searches_keep(const assay_alert_kept *kept,
                                       assay_result *result, assay_error *err);

#endif
