// SPDX-License-Identifier: Apache-2.0
/// The tables of a trial with seeded volunteers, as they travel from the
/// readers to the counts: alerts, passages, the watchlist, counts of the crowd.
///
/// Ids are indices into tables of strings that the reader owns. Times are
/// microseconds since 1970-01-01T00:00:00Z.
#ifndef BASE_SCENARIO_ROWS_H
#define BASE_SCENARIO_ROWS_H

#include "base/strings.h"

/// Times that are not there.
#define ASSAY_NEVER INT64_MAX
#define ASSAY_ALWAYS INT64_MIN
/// A second.
#define ASSAY_SECOND INT64_C(1000000)

/// What an operator made of an alert.
enum { ASSAY_NOT_DECIDED, ASSAY_CREDIBLE, ASSAY_REJECTED };
/// What became of an alert; and by what means.
enum { ASSAY_OUTCOME_UNKNOWN, ASSAY_OUTCOME_RIGHT, ASSAY_OUTCOME_WRONG };
enum { ASSAY_BASIS_NONE, ASSAY_BASIS_ENGAGEMENT, ASSAY_BASIS_PICTURES };
/// What an entry is on the list for.
enum {
    ASSAY_KIND_NONE, ///< not said
    ASSAY_KIND_SEEDED,
    ASSAY_KIND_OPERATIONAL,
    ASSAY_KIND_FILLER
};

/// A row of the alert log: a candidate that was logged.
typedef struct assay_alert {
    int64_t time;       ///< on the clock of the alert log
    int64_t decided_at; ///< ASSAY_NEVER: not said
    float score;
    uint32_t camera;
    uint32_t reference;
    uint32_t transit; ///< ASSAY_NO_STRING: not said
    uint32_t rank;    ///< from 1; 0: not said
    uint32_t officer; ///< who decided; ASSAY_NO_STRING: not said
    uint32_t line;
    uint8_t decision, outcome, basis;
} assay_alert;

/// A row of the log of passages; its index is that of its transit_id.
typedef struct assay_passage {
    int64_t entered;
    int64_t left; ///< ASSAY_NEVER: not said
    uint32_t subject;
    uint32_t camera;
    uint32_t line;
    bool acquired; ///< a usable face was captured
    bool kept;     ///< by --where
} assay_passage;

/// A row of the watchlist.
typedef struct assay_entry_row {
    int64_t from, to; ///< on the list from `from` to before `to`
    uint32_t reference;
    uint32_t subject; ///< ASSAY_NO_STRING: nobody else's
    uint32_t line;
    uint8_t kind;
    bool enrolled;
} assay_entry_row;

/// A row of the crowd count.
typedef struct assay_counted {
    int64_t from, to;
    uint64_t count;
    uint32_t camera;
    uint32_t counter; ///< ASSAY_NO_STRING: not said
    uint32_t line;
} assay_counted;

/// All of a trial.
typedef struct assay_trial_rows {
    const assay_alert *alerts;
    const assay_passage *passages;
    const assay_entry_row *entries;
    const assay_counted *counted;
    size_t alert_count, passage_count, entry_count, counted_count;
    uint32_t cameras, references, subjects; ///< distinct ones
    uint32_t both; ///< the counter called "both"; ASSAY_NO_STRING: none
} assay_trial_rows;

#endif
