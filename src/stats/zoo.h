// SPDX-License-Identifier: Apache-2.0
/// How unequally matches fall on people (docs/statistics.md 5.4).
///
/// T5.7, T5.8, held by tests/unit/test_stats_zoo.c.
#ifndef STATS_ZOO_H
#define STATS_ZOO_H

#include <stddef.h>
#include <stdint.h>

/// A statistic, its degrees of freedom and its p-value; NaN: no data, or
/// nothing that could differ.
typedef struct assay_tested {
    double statistic, df, p;
} assay_tested;

/// How often each K was seen. K sum_K searches and K^2 times it stay below
/// 2^53.
typedef struct assay_seen_k {
    uint64_t k;
    double searches;
} assay_seen_k;

/// Whether K varies more from search to search than a Poisson count would:
/// D = sum (K - mean)^2 / mean against chi-square with searches - 1 degrees.
/// Exact sums: the order of `seen` changes no bit. NaN with fewer than 2
/// searches, or where every K is 0. (T5.7)
assay_tested assay_overdispersion(const assay_seen_k *seen, size_t count);

/// A value of one of several groups.
typedef struct assay_grouped {
    double value;
    uint32_t group; ///< 0 .. groups - 1
} assay_grouped;

/// A group's sum of ranks and its size: room for assay_kruskal_wallis().
typedef struct assay_rank_sum {
    double ranks, size;
} assay_rank_sum;

/// Whether groups (subjects, say, and their mated scores) differ in rank:
/// Kruskal and Wallis (1952), corrected for ties, against chi-square with
/// (groups that have values) - 1 degrees. `sorted[0..n)` ascends by value,
/// equal ones in any order; n below 2^26. `room[0..groups)` is overwritten. NaN
/// with fewer than 2 groups or where all values are equal. (T5.8)
assay_tested assay_kruskal_wallis(const assay_grouped *sorted, size_t n,
                                  assay_rank_sum *room, size_t groups);

/// Gini's index of `x[0..n)` >= 0, sorted ascending: 0 where all are equal. NaN
/// where all are 0.
double assay_gini(const double *x, size_t n);

/// The share of the sum of `x[0..n)`, sorted ascending, that the greatest
/// `top` of them hold, the last one by the part that is asked for. NaN where
/// all are 0.
double assay_top_share(const double *x, size_t n, double top);

/// What chance alone would give of that: the mean of the sum of the greatest
/// `top` of `people` independent Poisson counts, over the mean of them all.
/// `mean` > 0 of each, `people` >= 1; 1 for `top` >= people. Exact for so many
/// people, relative error below 1e-10. (T5.11)
double assay_top_share_by_chance(double mean, double people, double top);

#endif
