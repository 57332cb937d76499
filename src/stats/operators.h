// SPDX-License-Identifier: Apache-2.0
/// What people add who review alerts: signal detection, and what is left after
/// them (docs/statistics.md 7.2).
///
/// T7.2, held by tests/unit/test_stats_quality.c.
#ifndef STATS_OPERATORS_H
#define STATS_OPERATORS_H

/// How well someone tells right alerts from wrong ones, if what they see of
/// each is normal with one variance.
typedef struct assay_detection {
    double d_prime; ///< z(H) - z(F): how far apart they see them
    double c;       ///< -(z(H) + z(F))/2: below 0, they lean towards yes
    double beta;    ///< exp((z(F)^2 - z(H)^2)/2): likelihood ratio of yes
    double auc;     ///< Phi(d'/sqrt 2)
} assay_detection;

/// From the shares of right alerts confirmed (`hits`) and of wrong ones
/// confirmed (`false_alarms`), both in (0, 1); at 0 or 1 d' is infinite:
/// correct the counts first.
assay_detection assay_detection_of(double hits, double false_alarms);

/// The log-linear correction, by which no share is 0 or 1:
/// (x + 1/2)/(n + 1) of `x` in `n`.
double assay_log_linear(double x, double n);

/// The share of positives that are right, if `prevalence` of all cases are
/// ones to be found, `found` of these and `wrong` of the others are positive.
/// NaN if nothing is positive.
double assay_predictive_value(double prevalence, double found, double wrong);

#endif
