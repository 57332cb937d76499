// SPDX-License-Identifier: Apache-2.0
#include "simulate/quadrature.h"

#include "stats/beta.h"
#include "stats/elementary.h"

#include <math.h>

// The recurrence of the orthonormal polynomials: x p_k = off[k+1] p_(k+1) +
// on[k] p_k + off[k] p_(k-1).
typedef struct recurrence {
    double on[ASSAY_NODES_MOST], off[ASSAY_NODES_MOST + 1];
} recurrence;

// Of the weight (1 - x)^(b-1) (1 + x)^(a-1) on [-1, 1] (Jacobi).
static void fill_recurrence(double a, double b, int count, recurrence *r)
{
    const double p = b - 1, q = a - 1, sum = p + q;
    r->off[0] = 0;
    r->on[0] = (q - p) / (sum + 2);
    for (int k = 1; k < count; k++) {
        const double n = 2 * k + sum;
        r->on[k] = (q * q - p * p) / (n * (n + 2));
        r->off[k] = k == 1 ? sqrt(4 * (1 + p) * (1 + q) /
                                  ((2 + sum) * (2 + sum) * (3 + sum)))
                           : sqrt(4 * k * (k + p) * (k + q) * (k + sum) /
                                  (n * n * (n + 1) * (n - 1)));
    }
}

// How many eigenvalues of the recurrence's matrix lie below x.
static int below(const recurrence *r, int count, double x)
{
    int found = 0;
    double pivot = 1;
    for (int k = 0; k < count; k++) {
        pivot = r->on[k] - x - (k ? r->off[k] * r->off[k] / pivot : 0);
        if (pivot == 0) pivot = 1e-300;
        found += pivot < 0;
    }
    return found;
}

static double weight_at(const recurrence *r, int count, double x)
{
    double before = 0, now = 1, sum = 1;
    for (int k = 0; k + 1 < count; k++) {
        const double next =
            ((x - r->on[k]) * now - r->off[k] * before) / r->off[k + 1];
        before = now;
        now = next;
        sum += now * now;
    }
    return 1 / sum;
}

// The rule on [-1, 1], where (1 + x)/2 ~ Beta(a, b).
static void fill_nodes(double a, double b, int count, assay_nodes *nodes)
{
    recurrence r;
    fill_recurrence(a, b, count, &r);
    nodes->count = count;
    for (int i = 0; i < count; i++) {
        double low = -1, high = 1;
        for (int step = 0; step < 60; step++) {
            const double middle = 0.5 * (low + high);
            *(below(&r, count, middle) > i ? &high : &low) = middle;
        }
        nodes->at[i] = high;
        nodes->weight[i] = weight_at(&r, count, high);
    }
}

void assay_nodes_beta(double a, double b, int count, assay_nodes *nodes)
{
    fill_nodes(a, b, count, nodes);
    for (int i = 0; i < count; i++) nodes->at[i] = 0.5 * (1 + nodes->at[i]);
}

void assay_nodes_sphere(double a, int count, assay_nodes *nodes)
{
    fill_nodes(a, a, count, nodes);
}

bool assay_log_table_make(assay_arena *arena, double low, double high,
                          size_t count, assay_log_table *table)
{
    table->low = low;
    table->step = (high - low) / (double)(count - 1);
    table->count = count;
    table->logs = assay_arena_new(arena, count, sizeof *table->logs);
    return table->logs != NULL;
}

void assay_log_table_set(assay_log_table *table, size_t i, double value)
{
    const double log = assay_log(value > 0 ? value : 0);
    table->logs[i] = log > ASSAY_LOG_LEAST ? log : ASSAY_LOG_LEAST;
}

double assay_log_table_point(const assay_log_table *table, size_t i)
{
    return table->low + table->step * (double)i;
}

double assay_log_table_at(const assay_log_table *table, double x)
{
    const double place = (x - table->low) / table->step;
    const double last = (double)(table->count - 1);
    const double kept = place < 0 ? 0 : place > last ? last : place;
    const double inner = kept < 1 ? 1 : kept > last - 2 ? last - 2 : kept;
    const size_t i = (size_t)inner;
    const double *y = table->logs + i;
    const double u = kept - (double)i;
    const double log = -u * (u - 1) * (u - 2) / 6 * y[-1] +
                       (u + 1) * (u - 1) * (u - 2) / 2 * y[0] -
                       (u + 1) * u * (u - 2) / 2 * y[1] +
                       (u + 1) * u * (u - 1) / 6 * y[2];
    // Next to the end of a law the cubic would overshoot.
    const double *left = u < 0 ? y - 1 : u < 1 ? y : y + 1;
    const double one = left[0], other = left[1];
    const double least = one < other ? one : other;
    const double most = one < other ? other : one;
    const double held = log < least ? least : log > most ? most : log;
    return held < ASSAY_LOG_LEAST + 1 ? 0 : assay_exp(held);
}

bool assay_log_table_sphere(assay_arena *arena, double a, size_t count,
                            assay_log_table *table)
{
    const double reach = 40 / sqrt(2 * a + 1);
    const double edge = reach < 1 ? reach : 1;
    if (!assay_log_table_make(arena, -edge, edge, count, table)) return false;
    for (size_t i = 0; i < count; i++) {
        const double t = assay_log_table_point(table, i);
        const assay_share share = {0.5 * (1 + t), 0.5 * (1 - t)};
        const bool end = share.x >= 1 || share.y <= 0;
        const bool start = share.x <= 0;
        assay_log_table_set(table, i,
                            end     ? 0
                            : start ? 1
                                    : assay_beta_tails(a, a, share).upper);
    }
    return true;
}
