// SPDX-License-Identifier: Apache-2.0
/// The rows of a street's files, alerts.csv apart.
#ifndef SIMULATE_STREET_ROWS_H
#define SIMULATE_STREET_ROWS_H

#include "base/output.h"
#include "simulate/street_pass.h"

/// watchlist.csv, whole.
assay_status assay_street_put_watchlist(const assay_street *street,
                                        assay_output *output, assay_error *err);
/// subjects.csv, whole: the volunteers.
assay_status assay_street_put_subjects(const assay_street *street,
                                       assay_output *output, assay_error *err);

/// transits.csv.
void assay_street_transits_begin(const assay_street *street,
                                 assay_output *output);
/// The passage of person number `subject` as a row.
void assay_street_put_transit(const assay_street *street,
                              const assay_street_passage *passage,
                              uint64_t subject, uint64_t deployment,
                              assay_output *output);

/// Whom counters saw at a camera in a stretch of time.
typedef struct assay_street_counted {
    int64_t from, to;
    uint64_t each[2], both;
} assay_street_counted;

/// crowd.csv.
void assay_street_crowd_begin(const assay_street *street, assay_output *output);
void assay_street_put_crowd(const assay_street *street, size_t camera,
                            const assay_street_counted *counted,
                            assay_output *output);

/// deployments.csv.
void assay_street_deployments_begin(assay_output *output);
/// `dice` decides what came of people who were spoken to.
void assay_street_put_deployment(const assay_street *street,
                                 uint64_t deployment,
                                 const assay_street_record *record,
                                 assay_street_dice *dice, assay_output *output);

#endif
