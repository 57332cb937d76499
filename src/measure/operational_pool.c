// SPDX-License-Identifier: Apache-2.0
#include "measure/operational_pool.h"

#include "stats/student.h"

#include <math.h>

static bool is_known(const assay_known *count)
{
    return count->least >= 0;
}

static assay_pool_range range_of(const assay_known *count)
{
    return (assay_pool_range){(double)count->least, (double)count->most};
}

// Alerts as they stand, or those judged where they are more or nothing stands.
static assay_pool_range alerts_of(const assay_deployed *row)
{
    const assay_known *alerts = &row->counts[ASSAY_DEPLOYED_ALERTS];
    const assay_known *right = &row->counts[ASSAY_DEPLOYED_TRUE];
    const assay_known *wrong = &row->counts[ASSAY_DEPLOYED_FALSE];
    if (!is_known(right) || !is_known(wrong)) return range_of(alerts);
    const double judged = (double)(right->least + wrong->least);
    if (!is_known(alerts))
        return (assay_pool_range){judged, (double)(right->most + wrong->most)};
    const double low = fmax((double)alerts->least, judged);
    return (assay_pool_range){low, fmax(low, (double)alerts->most)};
}

// Right or wrong alerts, at most all that are not the other. Where wrong ones
// are not recorded all but the right ones are open; where right ones are not,
// none: such a record names what was wrong of what alerted.
static assay_pool_range outcome_of(const assay_deployed *row, int side)
{
    const assay_known *own = &row->counts[side];
    const assay_known *right = &row->counts[ASSAY_DEPLOYED_TRUE];
    const assay_known *other = side == ASSAY_DEPLOYED_TRUE
                                   ? &row->counts[ASSAY_DEPLOYED_FALSE]
                                   : right;
    assay_pool_range range = range_of(own);
    if (!is_known(own) || !is_known(&row->counts[ASSAY_DEPLOYED_ALERTS]))
        return range;
    const double alerts = alerts_of(row).high;
    const double rest = alerts - (is_known(other) ? (double)other->least : 0);
    const double most = is_known(right) ? rest : fmin(range.high, alerts);
    range.high = fmax(range.low, most);
    return range;
}

static double known_or_none(const assay_known *count)
{
    return is_known(count) ? (double)count->most : 0;
}

// Wrong alerts if every one judged from pictures was right, and if none was.
static assay_pool_range either_way(const assay_deployed *row)
{
    const assay_known *c = row->counts;
    const assay_pool_range wrong = outcome_of(row, ASSAY_DEPLOYED_FALSE);
    if (wrong.low < 0) return wrong;
    const double a = known_or_none(&c[ASSAY_DEPLOYED_FALSE_UNCONFIRMED]);
    const double b = known_or_none(&c[ASSAY_DEPLOYED_TRUE_UNCONFIRMED]);
    const double most = alerts_of(row).high;
    const double high = wrong.high + b;
    return (assay_pool_range){fmax(0, wrong.low - a),
                              most >= 0 ? fmin(high, fmax(most, wrong.low))
                                        : high};
}

// Alerts that nobody judged right or wrong.
static assay_pool_range unverified(const assay_deployed *row)
{
    const assay_known *alerts = &row->counts[ASSAY_DEPLOYED_ALERTS];
    const assay_known *right = &row->counts[ASSAY_DEPLOYED_TRUE];
    const assay_known *wrong = &row->counts[ASSAY_DEPLOYED_FALSE];
    if (!is_known(alerts) || !is_known(right))
        return (assay_pool_range){-1, -1};
    const double least = known_or_none(right) + known_or_none(wrong);
    const double most =
        (double)(right->least + (is_known(wrong) ? wrong->least : 0));
    return (assay_pool_range){fmax(0, (double)alerts->least - least),
                              fmax(0, (double)alerts->most - most)};
}

assay_pool_range assay_pool_value(const assay_deployed *row, int side)
{
    switch (side) {
    case ASSAY_POOL_ALERTS: return alerts_of(row);
    case ASSAY_POOL_FALSE_ANY: return either_way(row);
    case ASSAY_POOL_UNVERIFIED: return unverified(row);
    case ASSAY_POOL_HOURS: {
        const double hours =
            row->seconds < 0 ? -1 : (double)row->seconds / 3600;
        return (assay_pool_range){hours, hours};
    }
    case ASSAY_DEPLOYED_TRUE:
    case ASSAY_DEPLOYED_FALSE: return outcome_of(row, side);
    default: return range_of(&row->counts[side]);
    }
}

assay_pool_base assay_pool_base_of(int trials)
{
    switch (trials) {
    case ASSAY_POOL_HOURS:
        return (assay_pool_base){false, "per hour", "hour",
                                 "hours of deployment"};
    case ASSAY_DEPLOYED_DEPLOYMENTS:
        return (assay_pool_base){false, "per deployment", "deployment",
                                 "deployments"};
    case ASSAY_DEPLOYED_FACES:
        return (assay_pool_base){true, "proportion", "face", "faces counted"};
    case ASSAY_DEPLOYED_TRUE:
        return (assay_pool_base){true, "proportion", "alert", "true alerts"};
    case ASSAY_DEPLOYED_FALSE:
        return (assay_pool_base){true, "proportion", "alert", "false alerts"};
    default: return (assay_pool_base){true, "proportion", "alert", "alerts"};
    }
}

assay_interval assay_pool_score(double rate, double variance, double t)
{
    const double exposure = rate / variance;
    const double x = rate * exposure;
    const double half = t * sqrt(x + t * t / 4);
    // The lower end in a form in which nothing cancels.
    return (assay_interval){x * x / (x + t * t / 2 + half) / exposure,
                            (x + t * t / 2 + half) / exposure};
}

static assay_interval exact(double events, double trials, bool share,
                            double confidence)
{
    if (share && events <= trials)
        return assay_clopper_pearson(events, trials, confidence);
    const assay_interval mean = assay_poisson_interval(events, confidence);
    return (assay_interval){mean.low / trials, mean.high / trials};
}

assay_pool_ends assay_pool_interval(assay_side side, const double total[2],
                                    bool share, double confidence)
{
    const double rate = total[0] / total[1];
    const bool sound = share && total[0] <= total[1];
    assay_pool_ends of = {exact(total[0], total[1], share, confidence), NAN,
                          true};
    // Of one event nothing is learned about how events cluster.
    if (!(total[0] > 1) || (sound && !(rate < 1))) return of;
    const assay_cluster c = assay_cluster_one_way(side, sound);
    const double variance = fmax(c.variance, c.jackknife);
    if (c.status != ASSAY_CLUSTER_OK || !(variance > 0)) return of;
    const double t = assay_student_two_sided(confidence, c.nu);
    const assay_interval wide =
        sound ? assay_wilson(rate, rate * (1 - rate) / variance, t)
              : assay_pool_score(rate, variance, t);
    of.effective = sound ? rate * (1 - rate) / variance : rate / variance;
    of.exact = wide.low >= of.ends.low && wide.high <= of.ends.high;
    of.ends.low = fmin(of.ends.low, wide.low);
    of.ends.high = fmax(of.ends.high, wide.high);
    return of;
}

// Where the sides of the rows are kept: least events, most, least trials, most.
typedef struct columns {
    double *events[2], *trials[2];
} columns;

static void take_row(assay_pool *pool, const columns *to, size_t row,
                     assay_pool_range x, assay_pool_range m)
{
    const size_t i = pool->rows++;
    to->events[0][i] = x.low;
    to->events[1][i] = x.high;
    to->trials[0][i] = m.low;
    to->trials[1][i] = m.high;
    pool->events[0] += x.low;
    pool->events[1] += x.high;
    pool->trials[0] += m.low;
    pool->trials[1] += m.high;
    if (i && m.high <= pool->largest) return;
    pool->largest = m.high;
    pool->largest_row = row;
}

static void set_ends(assay_pool *pool, const columns *from, bool share,
                     double confidence)
{
    const bool open =
        pool->events[0] < pool->events[1] || pool->trials[0] < pool->trials[1];
    const double low[2] = {pool->events[0], pool->trials[1]};
    const double high[2] = {pool->events[1], pool->trials[0]};
    const assay_side least = {from->events[0], from->trials[1], pool->rows,
                              NULL};
    const assay_side most = {from->events[1], from->trials[0], pool->rows,
                             NULL};
    pool->value = low[0] / low[1];
    pool->bounds[0] = pool->bounds[1] = NAN;
    const assay_pool_ends bottom =
        assay_pool_interval(least, low, share, confidence);
    pool->ends = bottom.ends;
    pool->effective = bottom.effective;
    pool->exact = bottom.exact;
    if (!open) return;
    pool->bounds[0] = pool->value;
    pool->bounds[1] = high[1] > 0 ? high[0] / high[1] : (double)INFINITY;
    // Above 1 only where the record contradicts itself.
    if (share)
        pool->bounds[1] = fmax(pool->bounds[0], fmin(pool->bounds[1], 1));
    pool->effective = NAN;
    assay_pool_ends top = {{INFINITY, INFINITY}, NAN, true};
    if (high[1] > 0) top = assay_pool_interval(most, high, share, confidence);
    pool->ends.high =
        share ? fmax(pool->bounds[1], fmin(top.ends.high, 1)) : top.ends.high;
    pool->exact = pool->exact && top.exact;
}

assay_pool assay_pool_rows(const assay_deployments *all, const size_t *rows,
                           size_t count, const assay_pooled_rate *rate,
                           double confidence, double *room)
{
    assay_pool pool = {.value = NAN,
                       .bounds = {NAN, NAN},
                       .ends = {NAN, NAN},
                       .effective = NAN};
    const columns to = {{room, room + count},
                        {room + 2 * count, room + 3 * count}};
    for (size_t i = 0; i < count; i++) {
        const size_t row = rows ? rows[i] : i;
        const assay_pool_range x =
            assay_pool_value(&all->rows[row], rate->events);
        const assay_pool_range m =
            assay_pool_value(&all->rows[row], rate->trials);
        if (x.low < 0 || m.low < 0)
            pool.lacking++;
        else
            take_row(&pool, &to, row, x, m);
    }
    if (!(pool.trials[1] > 0)) return pool;
    pool.largest /= pool.trials[1];
    set_ends(&pool, &to, assay_pool_base_of(rate->trials).share, confidence);
    // Nobody counts faces one by one: only deployments show how they vary.
    if (rate->events == ASSAY_DEPLOYED_FACES && pool.rows < 2)
        pool.ends = (assay_interval){NAN, NAN};
    return pool;
}
