// SPDX-License-Identifier: Apache-2.0
/// Deployments as their records give them: rows, and what each says.
///
/// A record leaves out, masks and rounds. Every count is therefore a least and
/// a most: known where the two are one, unknown where nothing is said.
#ifndef BASE_DEPLOYED_H
#define BASE_DEPLOYED_H

#include "assay/figures.h"

#include <stdbool.h>
#include <stdint.h>

/// The counts of a deployment, as columns are called.
typedef enum assay_deployed_count {
    ASSAY_DEPLOYED_WATCHLIST,         ///< watchlist_size
    ASSAY_DEPLOYED_FACES,             ///< faces_seen
    ASSAY_DEPLOYED_ALERTS,            ///< alerts
    ASSAY_DEPLOYED_TRUE,              ///< true_alerts
    ASSAY_DEPLOYED_TRUE_CONFIRMED,    ///< by speaking to the person
    ASSAY_DEPLOYED_TRUE_UNCONFIRMED,  ///< from the pictures alone
    ASSAY_DEPLOYED_FALSE,             ///< false_alerts
    ASSAY_DEPLOYED_FALSE_CONFIRMED,   ///< by speaking to the person
    ASSAY_DEPLOYED_FALSE_UNCONFIRMED, ///< from the pictures alone
    ASSAY_DEPLOYED_ENGAGEMENTS,       ///< people spoken to
    ASSAY_DEPLOYED_FALSE_ENGAGEMENTS, ///< after a false alert
    ASSAY_DEPLOYED_STOPS_TRUE,        ///< interventions_true
    ASSAY_DEPLOYED_STOPS_FALSE,       ///< interventions_false
    ASSAY_DEPLOYED_ARRESTS,           ///< arrests
    ASSAY_DEPLOYED_OTHER,             ///< other_disposal
    ASSAY_DEPLOYED_NO_ACTION,         ///< no_action
    ASSAY_DEPLOYED_DEPLOYMENTS,       ///< where a row is several; else 1
    ASSAY_DEPLOYED_COUNTS             ///< how many there are
} assay_deployed_count;

/// The counts that a record may give by group of the people alerted.
typedef enum assay_people_count {
    ASSAY_PEOPLE_ALERTS, ///< alerts
    ASSAY_PEOPLE_TRUE,   ///< true_alerts
    ASSAY_PEOPLE_FALSE,  ///< false_alerts
    ASSAY_PEOPLE_COUNTS  ///< how many there are
} assay_people_count;

/// A group of people of whom rows say how many alerted.
typedef struct assay_people_group {
    assay_label label; ///< ethnicity=Black
    bool unknown;      ///< "not stated": any of the others
} assay_people_group;

/// A count that may be unknown (`least` is -1) or masked ("<5": 0 to 4).
typedef struct assay_known {
    int64_t least; ///< -1: nothing is known
    int64_t most;  ///< at least `least`; -1: nothing is known
} assay_known;

/// How a date was written.
typedef enum assay_when {
    ASSAY_WHEN_NONE,  ///< not at all, or as no date: outside any time line
    ASSAY_WHEN_YEAR,  ///< 2018
    ASSAY_WHEN_MONTH, ///< 2018-06
    ASSAY_WHEN_DAY,   ///< 2018-06-28, 28/06/18
    ASSAY_WHEN_DAYS   ///< 2017-05-31/2017-06-03
} assay_when;

/// A percentage or proportion as it was printed, for checking: 0.08 with 2
/// digits after the point, of 100.
typedef struct assay_printed_rate {
    double value; ///< as a proportion; NaN: none printed
    double step;  ///< of its last digit, as a proportion
} assay_printed_rate;

/// One row of a record.
typedef struct assay_deployed {
    uint32_t file;       ///< place among the inputs
    uint64_t line;       ///< in that file (JSON: place in the array, from 1)
    const char *row;     ///< its id in the file (row_id, id), or NULL
    const char *place;   ///< location or event; or NULL
    const char *date;    ///< as it was written; or NULL
    assay_when when;     ///< how precisely
    int64_t first, last; ///< days since 1970-01-01 that the date can mean
    int64_t seconds;     ///< how long it ran; -1: unknown
    double threshold;    ///< NaN: unknown
    assay_printed_rate printed; ///< printed_false_alert_rate
    const assay_label *labels; ///< values of --by, one an attribute; "" unknown
    assay_known counts[ASSAY_DEPLOYED_COUNTS]; ///< see above
    assay_known *people; ///< ASSAY_PEOPLE_COUNTS a group of people, in
                         ///< their order; NULL: there are no groups
} assay_deployed;

/// Rows of all files, in canonical order: by first day (none last), then last
/// day, place, file, line; all that --where kept.
typedef struct assay_deployments {
    const assay_deployed *rows;       ///< `count` of them
    size_t count;                     ///< of `rows`
    size_t left_out;                  ///< rows that --where did not keep
    size_t label_count;               ///< of the `labels` of each row
    bool has[ASSAY_DEPLOYED_COUNTS];  ///< a column (key) of that name was read
    const assay_people_group *groups; ///< `group_count` of them, by attribute,
                                      ///< those that are not stated last
    size_t group_count;               ///< of `groups`; 0: none
} assay_deployments;

#endif
