// SPDX-License-Identifier: Apache-2.0
#include "stats/interaction.h"

#include "stats/differential.h"
#include "stats/elementary.h"
#include "stats/student.h"

#include <math.h>

// A departure's statistic that lies nearer to another's is the same one.
static const double SAME = 1e-9;

// The additive model, each group scaled by the root of its weight.
typedef struct model {
    const assay_crossed *of;
    double *root;  // of the weights
    double *basis; // orthonormal, `rank` columns of n
    size_t rank;
    double *column; // n: the one at hand
    double *by_rate;
} model;

size_t assay_interaction_room(size_t n)
{
    return n * (n + 3);
}

static double dot(const double *a, const double *b, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += a[i] * b[i];
    return sum;
}

// Takes out of `m->column` what lies in the basis; twice, for what rounding
// left. Returns its square before.
static double leave_rest(model *m)
{
    const size_t n = m->of->n;
    const double before = dot(m->column, m->column, n);
    for (int pass = 0; pass < 2; pass++)
        for (size_t k = 0; k < m->rank; k++) {
            const double *q = m->basis + k * n;
            const double c = dot(q, m->column, n);
            for (size_t g = 0; g < n; g++) m->column[g] -= c * q[g];
        }
    return before;
}

static void add_column(model *m)
{
    const size_t n = m->of->n;
    const double before = leave_rest(m);
    const double rest = dot(m->column, m->column, n);
    if (m->rank == n || !(rest > SAME * before)) return;
    double *q = m->basis + m->rank++ * n;
    for (size_t g = 0; g < n; g++) q[g] = m->column[g] / sqrt(rest);
}

static size_t level_of(const assay_crossed *of, size_t g, size_t factor)
{
    return of->level[g * of->factors + factor];
}

// 1 for everybody, then an indicator of each value but the first.
static void fit(model *m)
{
    const assay_crossed *of = m->of;
    for (size_t g = 0; g < of->n; g++) {
        m->root[g] = of->rate[g] / sqrt(of->covariance[g * of->n + g]);
        m->column[g] = m->root[g];
    }
    add_column(m);
    for (size_t f = 0; f < of->factors; f++)
        for (size_t l = 1; l < of->levels[f]; l++) {
            for (size_t g = 0; g < of->n; g++)
                m->column[g] = level_of(of, g, f) == l ? m->root[g] : 0;
            add_column(m);
        }
}

// The indicator of a combination.
static void take_both(model *m, assay_interaction *one)
{
    const assay_crossed *of = m->of;
    double sum = 0, groups = 0;
    for (size_t g = 0; g < of->n; g++) {
        m->column[g] = 0;
        if (level_of(of, g, one->factor[0]) != one->level[0] ||
            level_of(of, g, one->factor[1]) != one->level[1])
            continue;
        m->column[g] = m->root[g];
        sum += assay_log(of->rate[g]);
        groups++;
    }
    one->mean = sum / groups;
}

// The departure of a combination: what its indicator explains beyond the model.
static bool depart(model *m, assay_interaction *one)
{
    const assay_crossed *of = m->of;
    take_both(m, one);
    const double before = leave_rest(m);
    const double rest = dot(m->column, m->column, of->n);
    if (!(rest > SAME * before)) return false;
    double lone = 0; // as if groups shared nobody
    one->log = 0;
    for (size_t g = 0; g < of->n; g++) {
        const double weight = m->column[g] * m->root[g] / rest;
        one->log += weight * assay_log(of->rate[g]);
        m->by_rate[g] = weight / of->rate[g];
        lone += m->column[g] * m->column[g] / (rest * rest);
    }
    one->variance = assay_spread_variance(m->by_rate, of->covariance, of->n);
    one->nu = assay_spread_nu(m->by_rate, of->covariance, of->nu, of->n);
    return one->variance > SAME * lone;
}

static double statistic(const assay_interaction *one)
{
    return one->log / sqrt(one->variance);
}

// Whether `one` is farther from 0 than `best`; if as far, above it; if both
// are, of greater rates.
static bool is_larger(const assay_interaction *one,
                      const assay_interaction *best)
{
    const double a = statistic(one), b = statistic(best);
    if (fabs(a) > fabs(b) * (1 + SAME)) return true;
    if (fabs(a) < fabs(b) * (1 - SAME)) return false;
    return (a > 0) == (b > 0) ? one->mean > best->mean : a > 0;
}

// Of an attribute of two values one tells of both.
static size_t apart(size_t levels)
{
    return levels == 2 ? 1 : levels;
}

static bool look_at(model *m, assay_interaction *one, assay_interaction *best,
                    bool any)
{
    const size_t *levels = m->of->levels;
    const size_t a = one->factor[0], b = one->factor[1];
    for (size_t i = 0; i < levels[a]; i++)
        for (size_t j = 0; j < levels[b]; j++) {
            one->level[0] = i;
            one->level[1] = j;
            if (!depart(m, one) || (any && !is_larger(one, best))) continue;
            *best = *one;
            any = true;
        }
    return any;
}

static void judge(assay_interaction *out, double confidence)
{
    const double tests = (double)out->tests, nu = out->nu > 1 ? out->nu : 1;
    const double se = sqrt(out->variance);
    const double t = assay_student_two_sided(1 - (1 - confidence) / tests, nu);
    const double p = 2 * tests * assay_student_above(fabs(out->log) / se, nu);
    out->value = assay_exp(out->log);
    out->low = assay_exp(out->log - t * se);
    out->high = assay_exp(out->log + t * se);
    out->p = p < 1 ? p : 1;
}

bool assay_interaction_largest(const assay_crossed *of, double confidence,
                               double *room, assay_interaction *out)
{
    const size_t n = of->n;
    model m = {.of = of,
               .root = room,
               .column = room + n,
               .by_rate = room + 2 * n,
               .basis = room + 3 * n};
    size_t tests = 0;
    bool any = false;
    fit(&m);
    for (size_t a = 0; a < of->factors; a++)
        for (size_t b = a + 1; b < of->factors; b++) {
            assay_interaction one = {.factor = {a, b}};
            tests += apart(of->levels[a]) * apart(of->levels[b]);
            any = look_at(&m, &one, out, any);
        }
    if (!any) return false;
    out->tests = tests;
    judge(out, confidence);
    return true;
}
