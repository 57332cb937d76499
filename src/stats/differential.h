// SPDX-License-Identifier: Apache-2.0
/// Measures of how far the rates of groups lie apart, and their intervals.
/// docs/statistics.md 3.2.
///
/// Vectors T3.2, T3.3, held by tests/unit/test_stats_differential.c.
#ifndef STATS_DIFFERENTIAL_H
#define STATS_DIFFERENTIAL_H

#include "stats/proportions.h"

#include <stdbool.h>
#include <stddef.h>

/// Measures of one rate; then of two, FMR and FNMR, of weights a and 1 - a.
typedef enum assay_spread {
    ASSAY_MAX_MIN,         ///< max r / min r; 1: equal
    ASSAY_MAX_GEOMETRIC,   ///< max r / (prod r)^(1/n)
    ASSAY_MAX_MEAN,        ///< max r / mean r
    ASSAY_WORST_REFERENCE, ///< greatest r of the others / r of the reference
    ASSAY_GINI,            ///< n/(n-1) sum_ij |r_i - r_j| / (2 n^2 mean)
    ASSAY_THEIL,           ///< mean of (r/mean) ln(r/mean), 0 ln 0 = 0
    ASSAY_COV,             ///< sd/mean, sd with n - 1
    ASSAY_SD_LOG,          ///< sd of ln r, with n - 1
    ASSAY_FDR,             ///< 1 - (a A + (1-a) B), A = max - min FMR, B = ...
    ASSAY_IR,              ///< (max/min FMR)^a (max/min FNMR)^(1-a)
    ASSAY_GARBE,           ///< a Gini(FMR) + (1-a) Gini(FNMR)
    ASSAY_SPREADS
} assay_spread;

/// Whether it is of two rates.
bool assay_spread_is_joint(assay_spread kind);
/// Whether it has no value where a rate is 0.
bool assay_spread_needs_events(assay_spread kind);

/// The rates of `n` >= 2 groups.
typedef struct assay_spread_rates {
    const double *first;  ///< `n` rates in [0, 1]
    const double *second; ///< the same of the other rate; joint measures only
    size_t n;
    double alpha;     ///< a, weight of the first; joint measures only
    size_t reference; ///< the declared group; ASSAY_WORST_REFERENCE only
    double *room;     ///< for `n` numbers
} assay_spread_rates;

/// The value; NaN where it has none. Where `gradient` isn't NULL it becomes the
/// derivative by each rate: of the `n` first ones, and behind them of the `n`
/// second ones for a joint measure. Gini, GARBE of rates that are all 0: 0.
double assay_spread_value(assay_spread kind, const assay_spread_rates *rates,
                          double *gradient);

/// Variance of the value by the delta method: gradient' C gradient, with
/// `covariance` C of the rates, `m` x `m`.
double assay_spread_variance(const double *gradient, const double *covariance,
                             size_t m);

/// Degrees of freedom of it (Welch and Satterthwaite): (sum q)^2 / sum q^2/nu,
/// q = gradient^2 C_gg.
double assay_spread_nu(const double *gradient, const double *covariance,
                       const double *nu, size_t m);

/// value -+ t se on a scale without ends, and back: ln of a ratio, a deviation
/// or of 1 - FDR, logit of a Gini; a ratio to the least or to a mean is never
/// below 1. NaN where the value lies at an end. Not to be trusted where groups
/// are nearly equal, so no figure has it (spread_range.h): bench/coverage shows
/// it beside.
assay_interval assay_spread_interval(assay_spread kind, double value,
                                     double variance, double t);

#endif
