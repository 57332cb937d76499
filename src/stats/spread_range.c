// SPDX-License-Identifier: Apache-2.0
#include "stats/spread_range.h"

#include "stats/elementary.h"
#include "stats/normal.h"
#include "stats/philox.h"
#include "stats/sorted.h"
#include "stats/spread_ends.h"
#include "stats/student.h"

#include <math.h>

enum { DRAWS = 499, STREAM = 0x7370, STEPS = 12 };
static const double FURTHEST = 16, NEAR = 1e-4;

static double greater(double a, double b)
{
    return a > b ? a : b;
}

static double lesser(double a, double b)
{
    return a < b ? a : b;
}

static double logit(double p)
{
    return assay_log(p / (1 - p));
}

// --- what is drawn once -----------------------------------------------------

static void draw_normals(const assay_spread_table *table, double *z)
{
    const size_t m = table->m;
    for (uint32_t b = 0; b < DRAWS; b++)
        for (size_t i = 0; i < m; i += 2) {
            double pair[2];
            assay_normals(assay_philox_at((assay_place){.seed = table->seed,
                                                        .unit = i / 2,
                                                        .replicate = b,
                                                        .stream = STREAM}),
                          pair);
            z[b * m + i] = pair[0];
            if (i + 1 < m) z[b * m + i + 1] = pair[1];
        }
}

// The lower triangle L with L L' = correlations, those of two rates times
// `share`. False where there is none.
static bool factor(const assay_spread_table *table, double share, double *l)
{
    const size_t m = table->m;
    const double *c = table->covariance;
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j <= i; j++) {
            const double norm = sqrt(c[i * m + i] * c[j * m + j]);
            double sum = i == j     ? 1
                         : norm > 0 ? share * c[i * m + j] / norm
                                    : 0;
            for (size_t k = 0; k < j; k++) sum -= l[i * m + k] * l[j * m + k];
            if (i == j && !(sum > 1e-6)) return false;
            l[i * m + j] = i == j ? sqrt(sum) : sum / l[j * m + j];
        }
    return true;
}

// Covariances that are estimated one by one need not go together; then they
// are taken for less.
static void correlate(const assay_spread_table *table, double *l, double *z)
{
    const size_t m = table->m;
    double share = 1;
    while (!factor(table, share, l)) share = share > 0.1 ? 0.8 * share : 0;
    for (size_t b = 0; b < DRAWS; b++)
        for (size_t i = m; i-- > 0;) {
            double sum = 0;
            for (size_t j = 0; j <= i; j++) sum += l[i * m + j] * z[b * m + j];
            z[b * m + i] = sum;
        }
}

// Half an event less where all are events.
static double within(const assay_spread_table *table, size_t i)
{
    const double most = 1 - 0.5 / (table->trials[i] + 1);
    return lesser(table->rate[i], most);
}

// The rate of all groups together.
static double common(const assay_spread_table *table, size_t i)
{
    return lesser(table->pooled[i / table->n], 1 - 1e-9);
}

static void measure_rates(const assay_spread_table *table, double *t,
                          double *per, double *distance)
{
    const double z = assay_normal_two_sided(table->confidence);
    for (size_t i = 0; i < table->m; i++) {
        const double p = within(table, i), nu = table->nu[i];
        const double v = table->covariance[i * table->m + i];
        t[i] = assay_student_two_sided(table->confidence, nu > 1 ? nu : 1);
        per[i] = v / (p * (1 - p)) * (t[i] / z) * (t[i] / z);
        distance[i] = logit(p) - logit(common(table, i));
    }
}

// Weighted by what each carries.
typedef struct mean {
    double sum, weight;
} mean;

static void add(mean *to, double x, double per)
{
    to->sum += x / per;
    to->weight += 1 / per;
}

static double of(const mean *m)
{
    return m->weight > 0 ? m->sum / m->weight : 0;
}

// Groups at or above `cut` in one block, the others in another: how much of
// the spread lies between them.
static double split(const double *x, const double *per, size_t n, double cut,
                    double block[2])
{
    mean of_block[2] = {{0, 0}, {0, 0}};
    for (size_t i = 0; i < n; i++) add(&of_block[x[i] >= cut], x[i], per[i]);
    const double w = of_block[0].weight, v = of_block[1].weight;
    for (size_t k = 0; k < 2; k++) block[k] = of(&of_block[k]);
    const double gap = block[1] - block[0];
    return w > 0 && v > 0 ? gap * gap * w * v / (w + v) : -1;
}

// The distances of the two blocks that differ most.
static void block_up(const double *x, const double *per, size_t n, double *out)
{
    double most = -1, cut = 0.0 - (double)INFINITY, block[2];
    for (size_t i = 0; i < n; i++) {
        const double between = split(x, per, n, x[i], block);
        if (between > most) {
            most = between;
            cut = x[i];
        }
    }
    (void)split(x, per, n, cut, block);
    for (size_t i = 0; i < n; i++) out[i] = block[x[i] >= cut];
}

size_t assay_spread_draws_room(size_t m)
{
    return DRAWS * m + m * m + 8 * m + DRAWS;
}

void assay_spread_draws_make(const assay_spread_table *table, double *room,
                             assay_spread_draws *draws)
{
    const size_t m = table->m;
    double *z = room, *l = z + DRAWS * m, *t = l + m * m;
    double *per = t + m, *distance = per + m, *blocks = distance + m;
    measure_rates(table, t, per, distance);
    for (size_t i = 0; i < m; i += table->n)
        block_up(distance + i, per + i, table->n, blocks + i);
    draw_normals(table, z);
    correlate(table, l, z);
    *draws = (assay_spread_draws){.table = table,
                                  .z = z,
                                  .t = t,
                                  .per = per,
                                  .distance = {distance, blocks},
                                  .room = blocks + m};
}

// --- what is drawn at a distance --------------------------------------------

// A measure at several distances.
typedef struct search {
    const assay_spread_draws *draws;
    assay_spread kind;
    const double *distance;
    double *p, *seen, *half; // `m` each
    double *spare, *values;
} search;

// From here on up: 1 - FDR.
static double upward(assay_spread kind, double value)
{
    return kind == ASSAY_FDR ? 1 - value : value;
}

// What equal groups have.
static double least_of(assay_spread kind)
{
    return kind == ASSAY_IR || kind < ASSAY_GINI ? 1 : 0;
}

static double measure(const search *s, const double *rates)
{
    const assay_spread_table *t = s->draws->table;
    const assay_spread_rates of_draw = {
        rates, t->m > t->n ? rates + t->n : NULL, t->n, t->alpha, 0, s->spare};
    const double value = assay_spread_value(s->kind, &of_draw, NULL);
    return isnan(value) ? least_of(s->kind) : upward(s->kind, value);
}

static void set_distance(const search *s, double c)
{
    const assay_spread_table *t = s->draws->table;
    for (size_t i = 0; i < t->m; i++) {
        const double x = logit(common(t, i)) + c * s->distance[i];
        s->p[i] = 1 / (1 + assay_exp(0.0 - x));
    }
}

// The quantile of a binomial rate whose normal one is z, by its skewness
// (Cornish and Fisher), as far as it rises with z.
static double rate_of(double p, double per, double z)
{
    const double s = sqrt(p * (1 - p) * per), skew = (1 - 2 * p) * per;
    const double turn = -3 * s / skew;
    if (skew > 0 && z < turn) z = turn;
    if (skew < 0 && z > turn) z = turn;
    const double r = p + z * s + (z * z - 1) / 6 * skew;
    return r > 0 ? lesser(r, 1) : 0;
}

static double draw(const search *s, const double *z)
{
    const assay_spread_table *t = s->draws->table;
    bool none = false;
    for (size_t i = 0; i < t->m; i++) {
        s->seen[i] = rate_of(s->p[i], s->draws->per[i], z[i]);
        none = none || !(s->seen[i] > 0);
    }
    if (!none || !assay_spread_needs_events(s->kind))
        return measure(s, s->seen);
    for (size_t i = 0; i < t->m; i++)
        s->half[i] = (s->seen[i] * t->trials[i] + 0.5) / (t->trials[i] + 1);
    return measure(s, s->half);
}

// The quantile of what is drawn of groups c times as far apart.
static double quantile(const search *s, double c, double share)
{
    set_distance(s, c);
    for (size_t b = 0; b < DRAWS; b++)
        s->values[b] = draw(s, s->draws->z + b * s->draws->table->m);
    assay_sort(s->values, DRAWS);
    return assay_sorted_quantile(s->values, DRAWS, share);
}

// Two distances between which the quantile passes the target, and by how much
// it misses it at each.
typedef struct bracket {
    double a, fa, b, fb;
    int side; // moved last: -1 a, 1 b
} bracket;

// Takes c for the end on its side; the other end, if it stays a second time,
// counts half (Illinois).
static void narrow(bracket *x, double c, double fc)
{
    if (fc < 0) {
        if (x->side < 0) x->fb *= 0.5;
        x->a = c;
        x->fa = fc;
        x->side = -1;
    } else {
        if (x->side > 0) x->fa *= 0.5;
        x->b = c;
        x->fb = fc;
        x->side = 1;
    }
}

// The c at which that quantile is `target`, by false position; 0 where it is
// more at 0 already.
static double solve(const search *s, double share, double target)
{
    const double close = NEAR * (target - least_of(s->kind));
    bracket x = {0, quantile(s, 0, share) - target, 1, 0, 0};
    if (!(x.fa < 0)) return 0;
    x.fb = quantile(s, x.b, share) - target;
    while (x.fb < 0 && x.b < FURTHEST) {
        x = (bracket){x.b, x.fb, 2 * x.b, 0, 0};
        x.fb = quantile(s, x.b, share) - target;
    }
    if (x.fb < 0) return x.b;
    for (int i = 0; i < STEPS; i++) {
        const double c = x.b - x.fb * (x.b - x.a) / (x.fb - x.fa);
        const double fc = quantile(s, c, share) - target;
        if (fabs(fc) <= close) return c;
        narrow(&x, c, fc);
    }
    return 0.5 * (x.a + x.b);
}

static double value_at(const search *s, double c)
{
    if (!(c > 0)) return least_of(s->kind);
    set_distance(s, c);
    return measure(s, s->p);
}

// The ends that draws give, 1 - FDR in place of FDR; without `upper` the upper
// one is the value.
static assay_interval invert(const assay_spread_draws *draws, assay_spread kind,
                             double seen, bool upper)
{
    const size_t m = draws->table->m;
    const double tail = 0.5 * (1 - draws->table->confidence);
    double *room = draws->room;
    assay_interval out = {seen, seen};
    for (size_t d = 0; d < 2; d++) {
        const search s = {draws,        kind,        draws->distance[d],
                          room,         room + m,    room + 2 * m,
                          room + 3 * m, room + 4 * m};
        const double low = solve(&s, 1 - tail, seen);
        out.low = lesser(out.low, value_at(&s, low));
        if (!upper) continue;
        // Groups seen as more alike than chance makes equal ones are taken for
        // what chance makes of them, or nothing would be in the range.
        const double usual = greater(seen, quantile(&s, 0, 0.5));
        const double high = solve(&s, tail, usual);
        out.high = greater(out.high, value_at(&s, high));
    }
    return out;
}

assay_interval assay_spread_range(const assay_spread_draws *draws,
                                  assay_spread kind, double value)
{
    if (kind == ASSAY_WORST_REFERENCE)
        return assay_spread_worst(draws->table, draws->t);
    const double most = assay_spread_most(draws->table, draws->t, kind);
    const bool upper = isnan(most);
    assay_interval out = invert(draws, kind, upward(kind, value), upper);
    if (kind == ASSAY_FDR)
        return (assay_interval){1 - greater(out.high, most), 1 - out.low};
    if (!upper) out.high = greater(out.high, assay_exp(most));
    return out;
}
