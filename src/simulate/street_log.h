// SPDX-License-Identifier: Apache-2.0
/// alerts.csv: rows are held until nothing earlier can follow, then written in
/// the order of their times.
#ifndef SIMULATE_STREET_LOG_H
#define SIMULATE_STREET_LOG_H

#include "base/output.h"
#include "simulate/street.h"

/// What an operator said.
typedef enum assay_street_decision {
    ASSAY_STREET_UNDECIDED,
    ASSAY_STREET_CREDIBLE,
    ASSAY_STREET_REJECTED
} assay_street_decision;

/// A row: an alert, or a candidate below the threshold.
typedef struct assay_street_alert {
    int64_t time;     ///< true, in ms since 1970
    int64_t start;    ///< of its deployment, from which its clock drifts
    int64_t decided;  ///< true; used where a decision is
    uint64_t transit; ///< number of the transit from 1; 0: none is named
    uint32_t camera, entry, rank, who;
    float score;
    bool right;    ///< the entry is the passer's
    bool verified; ///< and somebody found out
    bool engaged;  ///< by speaking to them
    bool alert;    ///< else a candidate below the threshold, or a repeat
    assay_street_decision decision;
} assay_street_alert;

/// The log.
typedef struct assay_street_log {
    const assay_street *street;
    assay_output *output;
    assay_street_alert *held; ///< ended by assay_free()
    size_t count, room;
    size_t full;      ///< rows held from which on it is time to write
    uint64_t written; ///< rows
} assay_street_log;

/// Writes the heading.
void assay_street_log_begin(assay_street_log *log);

/// Adds a row.
assay_status assay_street_log_add(assay_street_log *log,
                                  const assay_street_alert *alert,
                                  assay_error *err);

/// Whether it is time to write some.
static inline bool assay_street_log_full(const assay_street_log *log)
{
    return log->count > log->full;
}

/// Writes what is held of times up to `now` (ms), which nothing to come is
/// before.
void assay_street_log_flush(assay_street_log *log, int64_t now);

#endif
