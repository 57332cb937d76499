// SPDX-License-Identifier: Apache-2.0
/// What comes of a passage: candidates, alerts, decisions, and the counts of
/// them.
#ifndef SIMULATE_STREET_PASS_H
#define SIMULATE_STREET_PASS_H

#include "simulate/street_list.h"
#include "simulate/street_log.h"

/// Passages of a combination of group, camera and light, as they came, without
/// those that the transits lack. What is counted of alerts is what the log
/// holds at the threshold.
typedef struct assay_street_tally {
    uint64_t listed;        ///< of volunteers whose entry works
    uint64_t found;         ///< with the right alert
    uint64_t aside;         ///< with an alert that names somebody else
    uint64_t unenrolled;    ///< of volunteers whose entry failed
    uint64_t unlisted;      ///< of volunteers who are not on the list
    uint64_t pointed;       ///< of those, with an alert
    uint64_t crowd;         ///< of the public who are not on the list
    uint64_t crowd_pointed; ///< with an alert that names no volunteer
    uint64_t crowd_wrong;   ///< such alerts
    uint64_t crowd_listed;  ///< of listed people among the public
    uint64_t crowd_found;   ///< with the right alert
    uint64_t crowd_aside;   ///< wrong alerts at their passages, as crowd_wrong
} assay_street_tally;

/// A deployment's record: alerts on the public that name no volunteer.
typedef struct assay_street_record {
    uint64_t passages, faces, alerts;
    uint64_t right[2], wrong[2]; ///< [0] by engagement, [1] from pictures
} assay_street_record;

/// A passage.
typedef struct assay_street_passage {
    int64_t start;         ///< of the deployment, in ms since 1970
    int64_t entered, left; ///< likewise
    double probe, mated;   ///< the person's effects
    double day;            ///< the deployment's
    uint64_t transit;      ///< number of its row from 1; 0: none
    uint32_t own;          ///< entry that works, or ASSAY_STREET_NOBODY
    uint32_t group, camera, light;
    uint32_t deployment;
    bool acquired;
    bool seeded;    ///< a volunteer on the list, as it is then
    bool volunteer; ///< on it or not
} assay_street_passage;

/// Where passages go. Ended by assay_street_sink_end().
typedef struct assay_street_sink {
    const assay_street *street;
    const assay_street_list *list;
    assay_street_log log;
    assay_street_candidates found;
    /// [period * assay_street_cells() + combination]
    assay_street_tally *tallies;
    assay_street_record record;      ///< of the deployment that runs
    double (*credible)[2];           ///< [operator][right]: chance to say so
    uint64_t rows_right, rows_wrong; ///< alerts in the log, repeats left out
} assay_street_sink;

/// Makes room; the street, the list and log.output are there.
assay_status assay_street_sink_begin(assay_street_sink *sink,
                                     assay_arena *arena, assay_error *err);
/// Frees what is not in the arena.
void assay_street_sink_end(assay_street_sink *sink);

/// Takes a passage; all further numbers come from `dice`.
assay_status assay_street_pass(assay_street_sink *sink,
                               const assay_street_passage *passage,
                               assay_street_dice *dice, assay_error *err);

#endif
