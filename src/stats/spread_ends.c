// SPDX-License-Identifier: Apache-2.0
#include "stats/spread_ends.h"

#include "stats/elementary.h"
#include "stats/student.h"

#include <math.h>

static double greater(double a, double b)
{
    return a > b ? a : b;
}

static double lesser(double a, double b)
{
    return a < b ? a : b;
}

// Rates of one kind as they are or as logarithms, and their covariances.
typedef struct scale {
    const assay_spread_table *table;
    const double *t;
    size_t from; // the first of the kind
    bool logs;
    double sum; // of rates that weigh by themselves; 0: all weigh alike
} scale;

static double at(const scale *s, size_t i)
{
    const double r = s->table->rate[s->from + i];
    return s->logs ? assay_log(r) : r;
}

// Of group i of one kind and group j of another or the same.
static double between(const scale *s, size_t i, const scale *o, size_t j)
{
    const assay_spread_table *t = s->table;
    const double c = t->covariance[(s->from + i) * t->m + o->from + j];
    return s->logs ? c / (t->rate[s->from + i] * t->rate[o->from + j]) : c;
}

static double root(double variance)
{
    return variance > 0 ? sqrt(variance) : 0;
}

static double se_of_two(const scale *s, size_t i, size_t j)
{
    return root(between(s, i, s, i) + between(s, j, s, j) -
                2 * between(s, i, s, j));
}

static double t_of_two(const scale *s, size_t i, size_t j)
{
    return greater(s->t[s->from + i], s->t[s->from + j]);
}

// The two groups whose difference reaches furthest up.
typedef struct two {
    size_t i, j;
    double end;
} two;

static two furthest(const scale *s)
{
    two most = {0, 0, 0.0 - (double)INFINITY};
    for (size_t i = 0; i < s->table->n; i++)
        for (size_t j = 0; j < s->table->n; j++) {
            if (i == j) continue;
            const double end =
                at(s, i) - at(s, j) + t_of_two(s, i, j) * se_of_two(s, i, j);
            if (end > most.end) most = (two){i, j, end};
        }
    return most;
}

// How much group j weighs in the mean that others are held against.
static double weight(const scale *s, size_t j)
{
    return s->sum > 0 ? s->table->rate[j] / s->sum : 1 / (double)s->table->n;
}

// t of group i against that mean (Welch and Satterthwaite).
static double t_of_mean(const scale *s, size_t i)
{
    const assay_spread_table *t = s->table;
    double sum = 0, squares = 0;
    for (size_t j = 0; j < t->n; j++) {
        const double w = weight(s, j) - (i == j ? 1 : 0);
        const double q = w * w * between(s, j, s, j);
        sum += q;
        squares += q * q / t->nu[j];
    }
    const double nu = squares > 0 ? sum * sum / squares : (double)INFINITY;
    return assay_student_two_sided(t->confidence, nu > 1 ? nu : 1);
}

// The furthest that ln of any group's rate to the mean reaches.
static double furthest_of_mean(const scale *s)
{
    const size_t n = s->table->n;
    double mean = 0, all = 0, most = 0.0 - (double)INFINITY;
    for (size_t i = 0; i < n; i++) {
        mean += at(s, i) / (double)n;
        for (size_t j = 0; j < n; j++)
            all += weight(s, i) * weight(s, j) * between(s, i, s, j);
    }
    if (s->sum > 0) mean = assay_log(s->sum / (double)n);
    for (size_t i = 0; i < n; i++) {
        double with = 0;
        for (size_t j = 0; j < n; j++)
            with += weight(s, j) * between(s, i, s, j);
        const double se = root(between(s, i, s, i) - 2 * with + all);
        most = greater(most, at(s, i) - mean + t_of_mean(s, i) * se);
    }
    return most;
}

// a times the widest difference of the first rates and 1 - a times that of the
// second.
static double furthest_of_both(const assay_spread_table *table, const double *t,
                               bool logs)
{
    const scale s[2] = {{table, t, 0, logs, 0}, {table, t, table->n, logs, 0}};
    const double a[2] = {table->alpha, 1 - table->alpha};
    const two of[2] = {furthest(&s[0]), furthest(&s[1])};
    double value = 0, variance = 0, most_t = 0;
    for (size_t k = 0; k < 2; k++) {
        const double se = se_of_two(&s[k], of[k].i, of[k].j);
        value += a[k] * (at(&s[k], of[k].i) - at(&s[k], of[k].j));
        variance += a[k] * a[k] * se * se;
        if (a[k] > 0)
            most_t = greater(most_t, t_of_two(&s[k], of[k].i, of[k].j));
    }
    const double shared = between(&s[0], of[0].i, &s[1], of[1].i) -
                          between(&s[0], of[0].i, &s[1], of[1].j) -
                          between(&s[0], of[0].j, &s[1], of[1].i) +
                          between(&s[0], of[0].j, &s[1], of[1].j);
    return value + most_t * root(variance + 2 * a[0] * a[1] * shared);
}

double assay_spread_most(const assay_spread_table *table, const double *t,
                         assay_spread kind)
{
    scale logs = {table, t, 0, true, 0};
    if (kind == ASSAY_MAX_MIN) return furthest(&logs).end;
    if (kind == ASSAY_MAX_GEOMETRIC) return furthest_of_mean(&logs);
    if (kind == ASSAY_IR) return furthest_of_both(table, t, true);
    if (kind == ASSAY_FDR) return furthest_of_both(table, t, false);
    if (kind != ASSAY_MAX_MEAN) return NAN;
    for (size_t i = 0; i < table->n; i++) logs.sum += table->rate[i];
    return furthest_of_mean(&logs);
}

assay_interval assay_spread_worst(const assay_spread_table *table,
                                  const double *t)
{
    const scale s = {table, t, 0, true, 0};
    const size_t r = table->reference;
    const double share = 0.5 * (1 - table->confidence) / (double)(table->n - 1);
    double low = 0.0 - (double)INFINITY, high = low;
    for (size_t i = 0; i < table->n; i++) {
        if (i == r) continue;
        const double nu = lesser(table->nu[i], table->nu[r]);
        const double d = at(&s, i) - at(&s, r), se = se_of_two(&s, i, r);
        const double strict = assay_student_quantile(share, nu > 1 ? nu : 1);
        high = greater(high, d + t_of_two(&s, i, r) * se);
        low = greater(low, d - strict * se);
    }
    return (assay_interval){assay_exp(low), assay_exp(high)};
}
