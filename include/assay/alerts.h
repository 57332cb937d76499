// SPDX-License-Identifier: Apache-2.0
/// Evaluation of the alert log of a trial with seeded volunteers (scenario
/// evaluation, ISO/IEC 19795 and 30137).
#ifndef ASSAY_ALERTS_H
#define ASSAY_ALERTS_H

#include "assay/options.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Whether a log holds every candidate from its floor on.
typedef enum assay_candidates_logged {
    ASSAY_LOGGED_AS_SEEN, ///< all, unless no passage has two
    ASSAY_LOGGED_ALL,     ///< every candidate
    ASSAY_LOGGED_BEST     ///< the best candidate of a search alone
} assay_candidates_logged;

/// What to read and how to join it. Times are in seconds.
typedef struct assay_alerts_options {
    assay_options common;     ///< what all evaluations share; `where` chooses
                              ///< passages
    const char *alerts;       ///< CSV: alert_id, time, camera, reference_id,
                              ///< score...
    const char *transits;     ///< CSV: transit_id, subject_id, camera, entered,
                              ///< left...
    const char *watchlist;    ///< CSV: reference_id, subject_id...
    const char *crowd;        ///< CSV: camera, from, to, count...; NULL: nobody
                              ///< else passed, or nobody counted
    const char *subjects;     ///< CSV: subject_id and attributes; or NULL
    assay_rule rule;          ///< ASSAY_GE
    assay_numbers thresholds; ///< the first is that of the alerts; none: every
                              ///< row of the log is one, which is refused with
                              ///< a `floor`, or where rows that nobody decided
                              ///< on or found out about score below all others
    double floor; ///< the log holds all from this score on; NaN: from the
                  ///< lowest that it has
    assay_numbers sizes;  ///< watchlist sizes, up to the list's
    assay_numbers within; ///< TPIR within so many seconds; none: 2, 5, 10, 30
    assay_candidates_logged logged; ///< what the log holds
    double gap;   ///< passages of a person at a camera that are no more than
                  ///< this apart are one; 30
    double merge; ///< alerts of no passage that name one person at one camera
                  ///< and are no more than this apart are one; 60
    double grace; ///< an alert may come so long after its passage; 5
    double clock_offset; ///< is added to times of alerts; NaN: estimated, of
                         ///< each camera where its alerts tell
    double hours; ///< that the cameras watched, all together; NaN: by the log
} assay_alerts_options;

/// Fills `*options` with the defaults.
ASSAY_API void assay_alerts_options_default(assay_alerts_options *options);

/// Evaluates. On success the caller owns `*out`; on failure it is NULL.
ASSAY_API ASSAY_MUST_CHECK assay_status
assay_alerts_evaluate(const assay_alerts_options *options, assay_result **out,
                      assay_error *error);

#ifdef __cplusplus
}
#endif
#endif
