// SPDX-License-Identifier: Apache-2.0
/// Rates of deployments: rows that have both sides, pooled, with an interval in
/// which deployments are the sample.
///
/// The interval is the score interval (Wilson's for shares, its Poisson twin
/// for rates per hour, per deployment and such) of the variance between
/// deployments (docs/statistics.md 4.3(a)), with t, and never narrower than the
/// exact one; the exact one alone where no event was seen, nothing but, or on
/// one deployment.
#ifndef MEASURE_OPERATIONAL_POOL_H
#define MEASURE_OPERATIONAL_POOL_H

#include "base/deployed.h"
#include "stats/cluster.h"

/// A side of a rate: a count of the row, or what is derived.
typedef enum assay_pool_side {
    /// 0 .. ASSAY_DEPLOYED_COUNTS - 1 are counts as they stand.
    ASSAY_POOL_ALERTS = ASSAY_DEPLOYED_COUNTS, ///< alerts or, where more are
                                               ///< judged, those
    ASSAY_POOL_FALSE_ANY,  ///< false alerts, those judged from pictures either
                           ///< way
    ASSAY_POOL_UNVERIFIED, ///< alerts beyond those judged, where right ones
                           ///< are recorded
    ASSAY_POOL_HOURS
} assay_pool_side;

/// What a rate divides by what.
typedef struct assay_pooled_rate {
    const char *name; ///< "false alerts per alert"
    int events;       ///< assay_deployed_count or assay_pool_side
    int trials;       ///< likewise
} assay_pooled_rate;

/// What a rate with these trials is: what figures call it.
typedef struct assay_pool_base {
    bool share; ///< never above 1 where the record is sound
    const char *unit, *per, *of;
} assay_pool_base;
assay_pool_base assay_pool_base_of(int trials);

/// What a row says of a side, in hours where these are meant; low -1: unknown.
typedef struct assay_pool_range {
    double low, high;
} assay_pool_range;
assay_pool_range assay_pool_value(const assay_deployed *row, int side);

/// A pool of rows.
typedef struct assay_pool {
    size_t rows;         ///< that have both sides
    size_t lacking;      ///< that have only one, or none
    double events[2];    ///< least and most
    double trials[2];    ///< least and most
    double value;        ///< of the least events; NaN without trials
    double bounds[2];    ///< of the value; NaN where nothing is open
    assay_interval ends; ///< NaN: none
    double effective;    ///< trials that independent ones would be; NaN
    bool exact;          ///< the interval is the exact one
    double largest;      ///< share of the trials that one row has
    size_t largest_row;  ///< index of that row
} assay_pool;

/// Pools `rows` (indices; NULL: all). `room` holds 4 numbers a row.
assay_pool assay_pool_rows(const assay_deployments *all, const size_t *rows,
                           size_t count, const assay_pooled_rate *rate,
                           double confidence, double *room);

/// The interval of a rate that is sampled by row.
typedef struct assay_pool_ends {
    assay_interval ends;
    double effective; ///< trials that independent ones would be; NaN
    bool exact;       ///< it is the exact one
} assay_pool_ends;

/// The interval of `total[0]` events of `total[1]` trials, of which `side` says
/// how they fall on rows. `share`: never above 1 where the record is sound.
assay_pool_ends assay_pool_interval(assay_side side, const double total[2],
                                    bool share, double confidence);

/// The score interval of a rate of which `rate / variance` exposures would have
/// shown the variance if events were independent: (x + t^2/2 -+ t sqrt(x +
/// t^2/4)) / E, x = rate E, E = rate / variance.
assay_interval assay_pool_score(double rate, double variance, double t);

#endif
