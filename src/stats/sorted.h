// SPDX-License-Identifier: Apache-2.0
/// Sorting and quantiles of plain numbers, in place and without the heap.
///
/// Held by tests/unit/test_stats_differential.c.
#ifndef STATS_SORTED_H
#define STATS_SORTED_H

#include <stddef.h>

/// Puts `x[0..n)`, none of them NaN, in ascending order. n log n steps whatever
/// the order was.
void assay_sort(double *x, size_t n);

/// The order statistic with rank (n + 1) p, rounded to the nearest whole rank
/// in 1..n, of `n` >= 1 ascending numbers. Where (n + 1) p is whole it is the
/// quantile of type 6. docs/statistics.md 9.2.
double assay_sorted_quantile(const double *x, size_t n, double p);

#endif
