// SPDX-License-Identifier: Apache-2.0
/// The normal distribution.
///
/// Held by tests/unit/test_stats_special.c (tests/certified/special.inc).
#ifndef STATS_NORMAL_H
#define STATS_NORMAL_H

/// P(Z <= x) for a standard normal Z; relative error below 2e-15, also for x
/// far below 0 (down to x = -37). P(Z > x) is assay_normal_cdf(-x).
double assay_normal_cdf(double x);

/// Density at x.
double assay_normal_density(double x);

/// The x with P(Z <= x) = p, 0 <= p <= 1; relative error below 2e-15.
/// -infinity at 0, infinity at 1, NaN outside.
double assay_normal_quantile(double p);

/// z of a two-sided interval: assay_normal_quantile((1 + confidence) / 2),
/// found from the tail. 1.959963984540054 for 0.95.
double assay_normal_two_sided(double confidence);

#endif
