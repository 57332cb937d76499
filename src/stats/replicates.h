// SPDX-License-Identifier: Apache-2.0
/// Intervals from replicates of a figure, and what a figure loses when a
/// subject is left out. docs/statistics.md 4.4.
///
/// For figures without an interval of their own. Vectors T4.6 and T4.7, held by
/// tests/unit/test_stats_resample.c.
#ifndef STATS_REPLICATES_H
#define STATS_REPLICATES_H

#include "stats/proportions.h"

#include <stddef.h>

/// Sorts `x[0..n)` ascending, NaN last; returns how many are not NaN. Equal
/// numbers have equal bits but for the sign of 0, so the result depends on the
/// values alone.
size_t assay_replicates_sort(double *x, size_t n);

/// The p-quantile of `sorted[0..n)`, type 6: the order statistic (n+1) p,
/// linear between neighbours, the ends beyond them. NaN for n = 0.
double assay_replicates_quantile(const double *sorted, size_t n, double p);

/// Quantiles (1 -+ confidence)/2.
assay_interval assay_replicates_percentile(const double *sorted, size_t n,
                                           double confidence);

/// ln((x + 1/2)/(m - x + 1/2)): the scale on which shares are compared, finite
/// also where x is 0 or m.
double assay_replicates_logit(double x, double m);

/// How far replicates of several figures lie from their means at once: of the
/// greatest |x - mean|/sd over the figures, replicate by replicate, the
/// `confidence` quantile. `x[figure * n + replicate]`; NaN is left out, as is a
/// figure with fewer than two others or none that differs. `room` has n places.
/// A normal process of one figure gives 1.96; the more, the larger. NaN where
/// no figure is left.
double assay_replicates_farthest(const double *x, size_t figures, size_t n,
                                 double confidence, double *room);

/// What leaving out one subject at a time says of a figure.
typedef struct assay_jackknife {
    double variance;     ///< (n-1)/n sum (theta_i - mean)^2
    double acceleration; ///< sum L^3 / (6 (sum L^2)^1.5), L = mean - theta_i;
                         ///< 0 where all are equal
} assay_jackknife;

/// From `without[0..n)`, the figure without subject i. NaN for n < 2. Does not
/// depend on the order. (T4.7)
assay_jackknife assay_jackknife_of(const double *without, size_t n);

/// Bias-corrected and accelerated interval (Efron 1987).
typedef struct assay_bca {
    assay_interval interval;
    double z0;        ///< Phi^-1 of the share of replicates below the figure,
                      ///< those equal to it half
    double tied;      ///< share of the replicates that equal it
    double low, high; ///< the quantiles that were taken
} assay_bca;

/// Of `sorted[0..n)`, replicates of a figure that is `value`. For smooth
/// figures of 20 or more subjects that bear events: not where `tied` is above
/// 0.1. The interval is NaN where all replicates lie on one side. (T4.6)
assay_bca assay_bca_of(const double *sorted, size_t n, double value,
                       double acceleration, double confidence);

#endif
