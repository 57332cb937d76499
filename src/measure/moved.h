// SPDX-License-Identifier: Apache-2.0
/// What moved along the time line of a record, and the stretches between.
/// docs/statistics.md 2.3.
///
/// A rate over a stretch of time describes it if it was one rate. So before any
/// is pooled, places are looked for where what is counted per hour, or a rate,
/// changed: all series at once, from the whole record down, each stretch anew.
#ifndef MEASURE_MOVED_H
#define MEASURE_MOVED_H

#include "assay/status.h"
#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_MOVED_LEAST = 10,  ///< deployments of a series on each side
    ASSAY_MOVED_STOOD = 5,   ///< rows with one threshold on each side of a step
    ASSAY_MOVED_SERIES = 16, ///< at most
    ASSAY_MOVED_REPLICATES = 1999
};

/// When a row was, and what was set.
typedef struct assay_moved_row {
    int64_t first, last; ///< days since 1970-01-01; first > last: no date
    bool timed;          ///< precise enough to stand on the time line
    double threshold;    ///< NaN: not recorded
} assay_moved_row;

/// A series: events x over exposure e of each row; NaN: not known.
typedef struct assay_moved_series {
    const double *x, *e;
} assay_moved_series;

/// What is looked through.
typedef struct assay_moved_record {
    const assay_moved_row *rows; ///< `count`; those on the time line by first
                                 ///< day
    size_t count;
    const assay_moved_series *series; ///< `series_count`
    size_t series_count;
    double level; ///< chance of finding a change where there is none
    uint64_t seed;
} assay_moved_record;

/// A change between two days.
typedef struct assay_moved_change {
    int64_t before, after; ///< the last day in front of it and the first behind
    bool recorded;         ///< the threshold stepped here
    double threshold[2];   ///< in front and behind; NaN: not recorded
    double found; ///< p of no change in the stretch that was divided here,
                  ///< adjusted for series, kinds of places and divisions above
    /// Of each series p of no change at this place, between the stretches on
    /// both sides; adjusted for the number of series. NaN: too few rows.
    double p[ASSAY_MOVED_SERIES];
    bool moved[ASSAY_MOVED_SERIES]; ///< that p is at most `level`
} assay_moved_change;

/// Rows between two changes.
typedef struct assay_moved_stretch {
    int64_t first, last; ///< days of its rows
    size_t rows;         ///< whose date lies within, timed or not
} assay_moved_stretch;

/// What was found. All of it lives in the arena.
typedef struct assay_moved {
    const assay_moved_change *changes; ///< `count`, by date
    size_t count;
    const assay_moved_stretch *stretches; ///< `count` + 1; none without a
                                          ///< timed row
    const uint32_t *stretch; ///< of each row; UINT32_MAX: of none, because its
                             ///< date is too coarse or unknown
    size_t untimed;          ///< rows that are not on the time line
} assay_moved;

/// Looks for changes. In each stretch every series is tested twice, at all
/// places and at recorded steps of the threshold (stats/shift.h); Holm over
/// these tests, times 2 for each division above, at most `level`. The place is
/// that of the largest T, or a recorded step that can't be told from it; at the
/// end each is looked for again between its neighbours. A place is between two
/// days, never within one, and has ASSAY_MOVED_LEAST deployments of its series
/// on each side in the stretch.
assay_status assay_moved_find(const assay_moved_record *record,
                              assay_arena *arena, assay_moved *moved,
                              assay_error *err);

#endif
