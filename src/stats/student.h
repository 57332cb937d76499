// SPDX-License-Identifier: Apache-2.0
/// Student's t distribution with real degrees of freedom.
///
/// Held by tests/unit/test_stats_special.c (tests/certified/special.inc).
#ifndef STATS_STUDENT_H
#define STATS_STUDENT_H

/// P(T > t) for `nu` >= 1 degrees of freedom, real; `nu` infinite is the
/// normal distribution. Relative error below 1e-12.
double assay_student_above(double t, double nu);

/// The t with P(T > t) = `above`, 0 < above < 1.
double assay_student_quantile(double above, double nu);

/// t of a two-sided interval. 4.302652729749464 for 0.95 and nu = 2.
double assay_student_two_sided(double confidence, double nu);

#endif
