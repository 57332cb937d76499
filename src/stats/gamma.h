// SPDX-License-Identifier: Apache-2.0
/// The gamma distribution: the regularised incomplete gamma function, its
/// inverse, and the tails of Poisson counts, which are the same thing.
///
/// Series and continued fraction up to a = 1000, beyond that the integral of
/// the density over ln x (tail.h), so cost and accuracy do not depend on a.
/// Held by tests/unit/test_stats_special.c (tests/certified/special.inc).
#ifndef STATS_GAMMA_H
#define STATS_GAMMA_H

#include "stats/tail.h"

/// P(X <= x) and P(X > x) for X ~ Gamma(a, 1), a > 0, x >= 0. Relative error
/// of each about 1e-14 for a <= 1e6 and above 1e-100, else below 1e-11.
assay_tails assay_gamma_tails(double a, double x);

/// The x at which the tails of Gamma(a, 1) are `tails`; the smaller of the two
/// decides. 0 where lower is 0, infinite where upper is 0, NaN where they are
/// not chances or a <= 0.
double assay_gamma_quantile(assay_tails tails, double a);

/// P(X <= events) for X ~ Poisson(mean); events >= 0, mean >= 0.
double assay_poisson_at_most(double events, double mean);

/// P(X >= events).
double assay_poisson_at_least(double events, double mean);

#endif
