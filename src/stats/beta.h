// SPDX-License-Identifier: Apache-2.0
/// The beta distribution: the regularised incomplete beta function, its
/// inverse, and the tails of binomial counts, which are the same thing.
///
/// Continued fraction while the smaller of a and b is at most 1000, beyond
/// that the integral of the density over the log odds (tail.h): cost and
/// accuracy do not depend on the counts, up to 1e15.
/// Held by tests/unit/test_stats_special.c (tests/certified/special.inc).
#ifndef STATS_BETA_H
#define STATS_BETA_H

#include "stats/tail.h"

/// A share and its complement, each with all its digits: x + y = 1.
typedef struct assay_share {
    double x, y;
} assay_share;

/// P(X <= s.x) and P(X > s.x) for X ~ Beta(a, b), a and b > 0: I_x(a, b) and
/// I_y(b, a). Relative error of each about 1e-13 above 1e-100.
assay_tails assay_beta_tails(double a, double b, assay_share s);

/// The share at which the tails of Beta(a, b) are `tails`; the smaller of the
/// two decides. A share below e^-700 is returned as 0. NaN where they are not
/// chances or a or b is not above 0.
assay_share assay_beta_quantile(assay_tails tails, double a, double b);

/// P(X <= events) for X ~ Binomial(trials, p); 0 <= events <= trials. The
/// counts may be fractions: it is then the beta tail that stands for it.
double assay_binomial_at_most(double events, double trials, double p);

/// P(X >= events).
double assay_binomial_at_least(double events, double trials, double p);

#endif
