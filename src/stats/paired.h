// SPDX-License-Identifier: Apache-2.0
/// Two systems on the same data: the difference and the ratio of a figure of
/// both. docs/statistics.md 4.7.
///
/// The variance comes from what the systems differ by, comparison by comparison
/// (cluster.h over e_b - e_a); here it becomes an interval and a test.
///
/// Held by tests/unit/test_stats_paired.c.
#ifndef STATS_PAIRED_H
#define STATS_PAIRED_H

#include "stats/proportions.h"

/// A difference or a ratio, its interval, and the p-value of systems that are
/// alike.
typedef struct assay_paired {
    double value;     ///< b - a, or b / a
    double low, high; ///< NaN: no interval
    double p;         ///< two-sided; NaN without an interval
} assay_paired;

/// How a figure spreads: a variance and its degrees of freedom (cluster.h).
typedef struct assay_spread {
    double variance, nu;
} assay_spread;

/// The values of a figure of both systems, each with the interval that it has
/// alone.
typedef struct assay_valued {
    double value, low, high;
} assay_valued;

/// difference -+ t sqrt(V).
assay_paired assay_paired_difference(double difference, assay_spread of,
                                     double confidence);
/// exp(ln(b/a) -+ t sqrt(V)), V that of e_b/b - e_a/a. NaN unless both are
/// above 0.
assay_paired assay_paired_ratio(double a, double b, assay_spread of,
                                double confidence);
/// Where fewer than 5 people bear what the systems differ by, as
/// assay_cluster_interval() does: the difference reaches at least `bound` =
/// 1 - tail^(1/units) to either side, p is at least 2^(1 - bearers), and the
/// ratio follows the difference (`a`: the value of the first system).
void assay_paired_widen(assay_paired *difference, assay_paired *ratio, double a,
                        double bearers, double bound);

/// The difference where nothing ties the systems together, by the square-and-
/// add rule of Newcombe (1998) and Zou and Donner (2008) from the intervals of
/// both: d - sqrt((b - b_low)^2 + (a_high - a)^2) to d + sqrt((b_high - b)^2 +
/// (a - a_low)^2). Of systems that go together on the same data it is too wide.
assay_paired assay_apart_difference(assay_valued a, assay_valued b,
                                    double confidence);
/// The same of ln b - ln a. NaN unless both values are above 0; an end that is
/// 0 makes the ratio's end 0 or infinite.
assay_paired assay_apart_ratio(assay_valued a, assay_valued b,
                               double confidence);

#endif
