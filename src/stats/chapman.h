// SPDX-License-Identifier: Apache-2.0
/// How many there were, from two counts of the same (docs/statistics.md 2.3).
///
/// T2.5, held by tests/unit/test_stats_chapman.c.
#ifndef STATS_CHAPMAN_H
#define STATS_CHAPMAN_H

/// A number and its variance.
typedef struct assay_chapman {
    double number, variance;
} assay_chapman;

/// Chapman's (1951) estimate where one counted `first`, another `second`, and
/// `both` of these are the same: (n1+1)(n2+1)/(m+1) - 1, with variance
/// (n1+1)(n2+1)(n1-m)(n2-m)/((m+1)^2 (m+2)). `both` is at most each of them.
assay_chapman assay_chapman_of(double first, double second, double both);

#endif
