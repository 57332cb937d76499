// SPDX-License-Identifier: Apache-2.0
/// Sums of many doubles.
///
/// Held by tests/unit/test_stats_random.c (T9.3).
#ifndef STATS_SUMS_H
#define STATS_SUMS_H

#include <stddef.h>
#include <stdint.h>

/// The sum of `x[0..n)` in array order with Neumaier's (1974) running
/// correction: the error does not grow with n, but the last bit may depend on
/// the order. docs/statistics.md 9.3.
double assay_sum(const double *x, size_t n);

/// A sum that loses nothing and so does not depend on the order: a fixed-point
/// number as wide as the range of doubles, in digits of 32 bits. Starts as
/// {0}. 550 bytes.
typedef struct assay_exact {
    int64_t digits[68];
    uint64_t added; ///< since the digits were last carried
    double special; ///< infinities and NaNs that were added
} assay_exact;

/// Adds `x` to `*sum`.
void assay_exact_add(assay_exact *sum, double x);
/// Adds `x` `times` times.
void assay_exact_add_times(assay_exact *sum, double x, uint64_t times);

/// The sum, rounded once to the nearest double.
double assay_exact_value(const assay_exact *sum);

#endif
