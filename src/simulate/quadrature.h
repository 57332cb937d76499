// SPDX-License-Identifier: Apache-2.0
/// Integrals over beta laws: Gauss's nodes, and tails from a table.
#ifndef SIMULATE_QUADRATURE_H
#define SIMULATE_QUADRATURE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/// Nodes of a rule at most.
enum { ASSAY_NODES_MOST = 24 };

/// A rule: the mean of f over the law is the sum of weight[i] f(at[i]), exact
/// for polynomials up to degree 2 count - 1.
typedef struct assay_nodes {
    int count;
    double at[ASSAY_NODES_MOST];
    double weight[ASSAY_NODES_MOST]; ///< they sum to 1
} assay_nodes;

/// The rule of `count` nodes for Beta(a, b), a and b at least 1/2, on [0, 1].
void assay_nodes_beta(double a, double b, int count, assay_nodes *nodes);

/// The rule for t in [-1, 1] with (1 + t)/2 ~ Beta(a, a).
void assay_nodes_sphere(double a, int count, assay_nodes *nodes);

/// A positive, monotone function on a grid, kept as its logarithm.
typedef struct assay_log_table {
    double low, step; ///< of the grid
    size_t count;     ///< of the points, at least 4
    double *logs;     ///< none below ASSAY_LOG_LEAST
} assay_log_table;

/// Stands for the logarithm of 0.
#define ASSAY_LOG_LEAST (-700.0)

/// Room for `count` points from `low` to `high`; false without memory.
bool assay_log_table_make(assay_arena *arena, double low, double high,
                          size_t count, assay_log_table *table);
/// Sets point `i` to the logarithm of `value`.
void assay_log_table_set(assay_log_table *table, size_t i, double value);
/// Where point `i` lies.
double assay_log_table_point(const assay_log_table *table, size_t i);
/// The function at x, by a cubic through the logarithms of four neighbours; at
/// an end of the grid beyond it. 0 where only a logarithm of 0 is near.
double assay_log_table_at(const assay_log_table *table, double x);

/// The tail P(t >= x) for t as in assay_nodes_sphere(), `count` points over the
/// middle forty standard deviations on each side. False without memory.
bool assay_log_table_sphere(assay_arena *arena, double a, size_t count,
                            assay_log_table *table);

#endif
