// SPDX-License-Identifier: Apache-2.0
/// The review file of a trial: what names people, for those who hold the data.
#ifndef EVALUATE_ALERT_REVIEW_H
#define EVALUATE_ALERT_REVIEW_H

#include "count/scenario.h"
#include "read/trial.h"

/// Writes the CSV `path`: what is known of each volunteer and operator,
/// passages that were missed, false alerts, alerts of no certain passage,
/// alerts outside the passage that they name or recorded otherwise.
assay_status assay_alert_review_write(const char *path,
                                      const assay_trial *trial,
                                      const assay_scenario *scenario,
                                      assay_error *err);

#endif
