// SPDX-License-Identifier: Apache-2.0
/// The time line of a record: what moved along it, and the periods between.
///
/// What is counted in an hour, and how often alerts are raised and wrong,
/// divide the record where they changed. What was set (the threshold, the list)
/// and what was done about alerts (arrests) do not: a step of the threshold on
/// record is a place where changes are looked for first, changes of the list
/// and of arrests per alert are marked.
#ifndef MEASURE_OPERATIONAL_TIMELINE_H
#define MEASURE_OPERATIONAL_TIMELINE_H

#include "measure/moved.h"
#include "measure/operational_rates.h"

/// Series that divide a record, as figures are called.
enum {
    ASSAY_TIMELINE_FACES_HOUR,  ///< "faces counted per hour"
    ASSAY_TIMELINE_ALERTS_HOUR, ///< "alerts per hour"
    ASSAY_TIMELINE_ALERTS_FACE, ///< "alerts per face counted"
    ASSAY_TIMELINE_FALSE_ALERT, ///< "false alerts per alert"
    ASSAY_TIMELINE_FALSE_FACE,  ///< "false alerts per face counted"
    ASSAY_TIMELINE_SERIES       ///< how many there are
};
extern const char *const assay_timeline_names[ASSAY_TIMELINE_SERIES];

/// Lines that are marked only.
enum {
    ASSAY_TIMELINE_LIST,    ///< "watchlist size"
    ASSAY_TIMELINE_ARRESTS, ///< "arrests per alert"
    ASSAY_TIMELINE_MARKED   ///< how many there are
};

/// What was found.
typedef struct assay_timeline {
    assay_moved moved; ///< of the series: 5 in 100 records without a change
                       ///< show one
    assay_moved marked[ASSAY_TIMELINE_MARKED]; ///< of lines: 1 in 100 each
    /// Rows of each period, labelled {"period", "2024-01-10/2024-07-23"};
    /// `periods` of them: none where nothing moved.
    const assay_operational_group *groups;
    size_t periods;
} assay_timeline;

/// Looks along the rows of the study; all of it lives as long as its ledger.
assay_status assay_timeline_find(const assay_operational_study *study,
                                 assay_timeline *timeline, assay_error *err);

/// Whether rows, none of them coarser, stand on the time line: dated to the
/// day, or to at most 31 days.
bool assay_timeline_holds(const assay_deployed *row);
/// A side of a rate in a row: as it stands, without what nobody judged; NaN
/// where it is not known or masked.
double assay_timeline_side(const assay_deployed *row, int side);
/// The rate of this name, or NULL.
const assay_pooled_rate *assay_timeline_rate(const char *name);
/// The period of a row of the study, or UINT32_MAX.
uint32_t assay_timeline_period(const assay_operational_study *study,
                               size_t row);
/// "To 23 July 2024", "From 25 July 2024, threshold 0.64", "From 2 May 2023 to
/// 23 July 2024"; `within` a sentence with a small letter and no threshold.
/// Never NULL.
const char *assay_timeline_words(assay_operational_study *study, size_t period,
                                 bool within);

/// The middle size of the watchlist in one of the stretches of its own line;
/// NaN where it is not known.
double assay_timeline_list(const assay_operational_study *study,
                           size_t stretch);

/// Adds figures: changes, the rates of each period, how deployments vary and
/// what the next one may see; and the curves (operational_lines.c).
void assay_timeline_figures(assay_operational_study *study);
/// Adds "variation between deployments" and "in the next deployment" of rows.
void assay_timeline_next(assay_operational_study *study,
                         const assay_operational_group *group);
/// Adds the three time lines, thresholds and changes, and the warning of
/// deployments beyond the limits of their period.
void assay_timeline_lines(assay_operational_study *study);

#endif
