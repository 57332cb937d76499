// SPDX-License-Identifier: Apache-2.0
/// Rates of groups side by side: those of one table at one operating point,
/// with their covariance.
#ifndef MEASURE_GROUP_RATES_H
#define MEASURE_GROUP_RATES_H

#include "measure/ledger.h"
#include "stats/contrast.h"

/// Groups of a table that are held against each other; of more, none.
enum { ASSAY_GROUPS_MOST = 200 };

/// One rate of the groups of a table at an operating point: those that are
/// known, shown and have an interval. `of` are standings, in the order of the
/// cells; the arrays are theirs, `covariance` `n` x `n`.
typedef struct assay_group_rates {
    assay_standing_kind kind;
    size_t n;        ///< below 2 nothing is compared
    size_t left_out; ///< groups that are suppressed or have no interval
    bool by_subject;
    const assay_standing **of;
    double *rate, *nu, *covariance;
} assay_group_rates;

/// A table at an operating point.
typedef struct assay_group_point {
    size_t entry;  ///< of the ledger: a figure of some group at that point
    size_t groups; ///< in the table
    assay_group_rates rates[ASSAY_STANDING_KINDS];
} assay_group_point;

/// All of a ledger; ended by assay_group_points_end().
typedef struct assay_group_points {
    assay_group_point *items;
    size_t count, room;
} assay_group_points;

/// Finds them, once cells are suppressed. False without memory.
bool assay_group_points_find(const assay_ledger *ledger,
                             assay_group_points *points);
void assay_group_points_end(assay_group_points *points);

/// The figure whose rate a standing is, and the group it is of.
const assay_figure *assay_standing_figure(const assay_ledger *ledger,
                                          const assay_standing *one);
const assay_cell *assay_standing_cell(const assay_ledger *ledger,
                                      const assay_standing *one);
/// Whether two figures stand at the same operating point, of groups by the same
/// attributes.
bool assay_same_point(const assay_figure *a, const assay_figure *b);

/// Group `g` as one side of a contrast.
assay_contrasted assay_group_side(const assay_group_rates *rates, size_t g);
/// Group `g` against all others together, each weighing as in the rate of
/// everybody; and against group `h`.
assay_contrast assay_group_to_others(const assay_group_rates *rates, size_t g);
assay_contrast assay_group_to_group(const assay_group_rates *rates, size_t g,
                                    size_t h);
/// The design effect of group `g`; where it isn't known the mean of those that
/// are, or 1.
double assay_group_deff(const assay_group_rates *rates, size_t g);
/// Events and trials of group `g` over its design effect, or over 1 where that
/// is less; events as its rate has them.
assay_exposed assay_group_exposed(const assay_group_rates *rates, size_t g);
/// The rate of all groups together; 0 where there is no event.
double assay_group_pooled(const assay_group_rates *rates);

#endif
