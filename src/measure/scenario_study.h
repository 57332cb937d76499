// SPDX-License-Identifier: Apache-2.0
/// What the files of measure/scenario_*.c share while a trial is measured.
#ifndef MEASURE_SCENARIO_STUDY_H
#define MEASURE_SCENARIO_STUDY_H

#include "count/scenario_tally.h"
#include "measure/ledger.h"
#include "measure/rate_figure.h"
#include "measure/scenario.h"

/// Names of figures.
extern const char *const assay_tpir;
extern const char *const assay_tpir_able;
extern const char *const assay_fpir;
extern const char *const assay_fpir_able;
extern const char *const assay_aside;
extern const char *const assay_crowd_false;

/// What alerts are, taken together: once for each person named in a passage,
/// and for each merged alert of no certain passage.
typedef struct assay_scenario_sorted {
    uint64_t right;       ///< name the person who passes
    uint64_t wrong;       ///< name somebody else
    uint64_t seeded;      ///< of no passage, and name a volunteer
    uint64_t loose_right; ///< of no certain passage, recorded as right
    uint64_t loose_wrong; ///< recorded as wrong, or of an entry that nobody
                          ///< who passed can be
    uint64_t loose_unknown;
} assay_scenario_sorted;

/// A trial while it is measured.
typedef struct assay_study_scenario {
    const assay_scenario_job *job;
    const assay_alerts_options *options;
    const assay_scenario *s;
    assay_result *result;
    assay_ledger ledger;
    assay_scenario_tally tally; ///< the last count
    double *room;               ///< 3 x people
    const char *rule;           ///< "ge", "gt"; NULL: no threshold is given
    double floor;               ///< lowest score of the log; NaN: no row
    bool best_only;             ///< the log holds best candidates alone
    uint64_t *loose_own;   ///< of an identity: alerts of no passage naming it
    uint64_t loose_others; ///< merged alerts of no passage that may be false
    assay_loose *loose;    ///< merged alerts of no certain passage
    size_t loose_count;
    assay_scenario_sorted sorted;
    struct assay_scenario_day *days; ///< by camera and date (scenario_days.h)
    size_t day_count;
    size_t dates;        ///< distinct ones
    bool by_night;       ///< the crowd was counted across midnight
    double *day_room;    ///< 2 x dates
    double logged_hours; ///< of all days
    double hours; ///< that cameras watched, as given or logged; NaN: not known
    const char *hours_from; ///< how that is known
    size_t suppressed;
    bool uneven; ///< people count equally in a headline
} assay_study_scenario;

/// A threshold: as asked, and the score from which on candidates count.
typedef struct assay_scenario_spot {
    bool given;
    double threshold; ///< NaN unless given
    float least;
} assay_scenario_spot;

/// The spots; the first is that of the alerts.
size_t assay_scenario_spots(const assay_study_scenario *y);
assay_scenario_spot assay_scenario_spot_at(const assay_study_scenario *y,
                                           size_t i);

/// A figure of everybody or a group at a spot, without value; `at` has room
/// for two more conditions and is the figure's.
assay_entry assay_scenario_entry(assay_study_scenario *y, size_t cell,
                                 const assay_scenario_spot *spot,
                                 assay_at at[3], const char *name);
/// Adds it and returns its id.
const char *assay_scenario_add(assay_study_scenario *y, assay_entry *entry);
/// A plain count of everybody.
const char *assay_scenario_put_count(assay_study_scenario *y, const char *name,
                                     uint64_t count, const char *per,
                                     const char *note);
/// The last count, for an estimate.
assay_tallied assay_scenario_seen_passages(const assay_study_scenario *y);
/// The rate of the last count: each person counts equally where passages fall
/// on them unequally (`*equally`), else each passage.
assay_estimate assay_scenario_estimate(const assay_study_scenario *y,
                                       bool *equally);
/// Alerts of no passage that may have been events of a count.
typedef struct assay_scenario_loose {
    bool own;      ///< those that name the person, where that one was missed
    double others; ///< so many of anybody
} assay_scenario_loose;

/// Gives a rate of the last count the bounds that are left by alerts that may
/// be of several people's passages, and by loose ones.
void assay_scenario_leave_open(const assay_study_scenario *y,
                               const assay_scenario_loose *loose,
                               const assay_estimate *rate, bool equally,
                               assay_figure *figure);
/// Gives bounds to a rate, and moves its ends out to theirs.
void assay_scenario_bounds(assay_figure *figure, double nu, double least,
                           double most);
/// Says how many passages others overlap, which are in the bounds alone. Takes
/// the value away where nothing else is left, or where passages of which nobody
/// knows, though none overlaps them, are more than the events of the last
/// count: to leave them out would say too little.
void assay_scenario_withhold(assay_study_scenario *y, assay_figure *figure);
/// Puts a rate of independent events into a figure (Clopper-Pearson).
void assay_scenario_share(const assay_study_scenario *y, uint64_t events,
                          uint64_t trials, assay_figure *figure);
/// ASSAY_EUSAGE where the log holds candidates below the alert threshold, as
/// --floor says or decisions show, and no threshold is given.
assay_status assay_scenario_need_threshold(const assay_study_scenario *y,
                                           assay_error *err);
/// Whether a log of which nobody said from which score on it holds all may do
/// so from `score`, which is below its lowest: at most 5 rows would be expected
/// between the two, if they lay there as densely as its lowest twentieth does
/// (or its lowest 5).
bool assay_scenario_may_start(assay_study_scenario *y, double score);
/// Warns where passages have as many candidates as any so often that the log
/// may keep so many at most.
void assay_scenario_warn_cut(assay_study_scenario *y);
/// Warns where every row counts as an alert and many passages have several.
void assay_scenario_warn_rows(assay_study_scenario *y);
/// The end of a result's life: frees what the study holds.
void assay_scenario_end(assay_study_scenario *y);

/// The parts, in their order.
void assay_scenario_sort_alerts(assay_study_scenario *y);
void assay_scenario_rates(assay_study_scenario *y);
void assay_scenario_people(assay_study_scenario *y);
void assay_scenario_sizes(assay_study_scenario *y);
void assay_scenario_thresholds(assay_study_scenario *y);
void assay_scenario_public(assay_study_scenario *y);
void assay_scenario_alerts(assay_study_scenario *y);
void assay_scenario_precision(assay_study_scenario *y);
void assay_scenario_latency(assay_study_scenario *y);
void assay_scenario_review(assay_study_scenario *y);
void assay_scenario_totals(assay_study_scenario *y);
void assay_scenario_words(assay_study_scenario *y);
void assay_scenario_warnings(assay_study_scenario *y);
void assay_scenario_items(assay_study_scenario *y);

#endif
