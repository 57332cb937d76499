// SPDX-License-Identifier: Apache-2.0
#include "measure/estimate.h"

#include "measure/clusters.h"
#include "measure/covered.h"
#include "stats/normal.h"
#include "stats/zero.h"

#include <math.h>

static const char *const ONE_WAY = "cluster-robust Wilson, t";
static const char *const DYADIC = "cluster-robust Wilson by pairs of people, t";
static const char *const TWO_WAY =
    "cluster-robust Wilson by probe and reference people, t";
static const char *const DELETE_ONE =
    "cluster-robust Wilson, delete-one-person variance, t";
static const char *const INDEPENDENT = "Wilson, as if independent";
static const char *const NONE_SEEN = "bound from comparisons that share nobody";
static const char *const NONE_SEEN_INDEPENDENT =
    "exact bound, as if independent";

// A person may have this share of all comparisons; beyond, no interval by
// comparison where counts are unequal.
static const double MOST_OF_ONE = 0.05;

static assay_estimate start(uint64_t events, uint64_t trials)
{
    assay_estimate rate = {.unit = "comparison",
                           .events = events,
                           .trials = trials,
                           .value = trials ? (double)events / (double)trials
                                           : (double)NAN,
                           .low = NAN,
                           .high = NAN,
                           .guard_low = NAN,
                           .guard_high = NAN,
                           .effective = NAN,
                           .variance = NAN,
                           .nu = INFINITY,
                           .deff = NAN,
                           .people = -1,
                           .extreme = trials && (!events || events == trials)};
    return rate;
}

static void set_bounds(assay_estimate *rate, double deff, double units,
                       double tail)
{
    const assay_zero_bounds bounds =
        rate->events
            ? assay_zero_lower((double)rate->trials, deff, units, tail)
            : assay_zero_upper((double)rate->trials, deff, units, tail);
    rate->extreme_bounds[0] = bounds.independent;
    rate->extreme_bounds[1] = bounds.borrowed;
    rate->extreme_bounds[2] = bounds.guaranteed;
}

// Where nobody knows who was compared.
static void estimate_independent(assay_estimate *rate, double confidence)
{
    const double n = (double)rate->trials;
    if (!rate->trials) return;
    rate->effective = n;
    rate->variance = rate->value * (1 - rate->value) / n;
    if (rate->extreme) {
        set_bounds(rate, NAN, 0, 0.5 * (1 - confidence));
        rate->low = rate->events ? rate->extreme_bounds[0] : 0;
        rate->high = rate->events ? 1 : rate->extreme_bounds[0];
        rate->method = NONE_SEEN_INDEPENDENT;
        return;
    }
    const assay_interval interval =
        assay_wilson_counts((double)rate->events, n, confidence);
    rate->low = interval.low;
    rate->high = interval.high;
    rate->method = INDEPENDENT;
}

// What the people of a rate say, and how to use it.
typedef struct account {
    assay_cluster cluster;
    double variance; // of the interval to print
    double guard;    // of the interval that decides requirements; NaN: same
    double units;    // comparisons that share nobody
    double deff;     // borrowed, for no events; NaN
    const char *method;
    bool withheld; // dominated
} account;

static void use(assay_estimate *rate, const account *told, double confidence)
{
    const assay_cluster *cluster = &told->cluster;
    rate->value = cluster->rate;
    rate->people = (int64_t)cluster->subjects;
    rate->one_person = cluster->subjects < 2;
    rate->few_people = cluster->status == ASSAY_CLUSTER_FEW_SUBJECTS ||
                       cluster->status == ASSAY_CLUSTER_TANGLED;
    rate->dominated = told->withheld;
    if (cluster->status != ASSAY_CLUSTER_OK || told->withheld) return;
    rate->few_clusters = assay_cluster_few(cluster);
    rate->nu = cluster->nu;
    rate->deff = told->deff;
    rate->variance = told->variance;
    rate->effective = assay_cluster_effective(cluster, told->variance);
    const assay_interval interval = assay_cluster_interval(
        cluster, told->variance, told->units, confidence);
    rate->low = interval.low;
    rate->high = interval.high;
    rate->method = rate->extreme ? NONE_SEEN : told->method;
    if (rate->extreme)
        set_bounds(rate, told->deff, told->units, 0.5 * (1 - confidence));
    if (!(told->guard > told->variance)) return;
    const assay_interval guard =
        assay_cluster_interval(cluster, told->guard, told->units, confidence);
    rate->guard_low = guard.low;
    rate->guard_high = guard.high;
}

assay_estimate assay_estimate_fnmr(assay_crowd *crowd, size_t p,
                                   assay_weighting weighting)
{
    const assay_view *view = crowd->view;
    assay_estimate rate =
        start(view->events[p].false_non_matches, view->trials[ASSAY_MATED]);
    if (!view->has_people) {
        estimate_independent(&rate, crowd->confidence);
        return rate;
    }
    const bool micro = weighting == ASSAY_BY_COMPARISON;
    account told = {.deff = NAN, .method = ONE_WAY};
    if (rate.extreme)
        told.deff = assay_clusters_borrowed_deff(crowd, p, ASSAY_MATED);
    told.units = assay_clusters_units(crowd, ASSAY_MATED);
    told.cluster = micro ? assay_clusters_mated(crowd, p)
                         : assay_clusters_balanced_mated(crowd, p);
    told.variance = told.cluster.variance;
    told.guard = told.cluster.jackknife;
    if (micro && crowd->unequal_mated) {
        told.variance = told.cluster.jackknife;
        told.method = DELETE_ONE;
        told.withheld = crowd->largest_mated > MOST_OF_ONE;
    }
    use(&rate, &told, crowd->confidence);
    if (rate.method && !(micro && crowd->unequal_mated))
        rate.falls_short = assay_covered_short(
            ASSAY_COVERED_FNMR, crowd->mated_people, crowd->unequal_mated);
    return rate;
}

// Whether headlines of such designs hold the truth too seldom.
static unsigned short_fmr(const assay_crowd *crowd)
{
    const bool apart = crowd->view->disjoint_roles;
    const double *sides = crowd->side_people;
    return assay_covered_short(
        apart ? ASSAY_COVERED_FMR_RECTANGLE : ASSAY_COVERED_FMR_PAIRS,
        apart && sides[1] < sides[0] ? sides[1] : sides[0],
        crowd->unequal_non_mated);
}

assay_estimate assay_estimate_fmr(assay_crowd *crowd, size_t p,
                                  assay_weighting weighting)
{
    const assay_view *view = crowd->view;
    assay_estimate rate =
        start(view->events[p].false_matches, view->trials[ASSAY_NON_MATED]);
    if (!view->has_people) {
        estimate_independent(&rate, crowd->confidence);
        return rate;
    }
    const bool micro = weighting == ASSAY_BY_COMPARISON;
    account told = {.deff = NAN,
                    .method = view->disjoint_roles ? TWO_WAY : DYADIC};
    if (rate.extreme)
        told.deff = assay_clusters_borrowed_deff(crowd, p, ASSAY_NON_MATED);
    told.units = assay_clusters_units(crowd, ASSAY_NON_MATED);
    told.cluster = micro ? assay_clusters_non_mated(crowd, p)
                         : assay_clusters_balanced_non_mated(crowd, p);
    told.variance = told.cluster.variance;
    told.guard = told.cluster.jackknife;
    if (micro && crowd->unequal_non_mated) {
        told.variance = told.cluster.jackknife;
        told.method = DELETE_ONE;
        told.withheld = crowd->largest_non_mated > MOST_OF_ONE;
    }
    use(&rate, &told, crowd->confidence);
    if (rate.method && !(micro && crowd->unequal_non_mated))
        rate.falls_short = short_fmr(crowd);
    return rate;
}

static double largest_share(const assay_tallied *seen)
{
    uint64_t most = 0;
    for (size_t i = 0; i < seen->people; i++)
        if (seen->trials_of[i] > most) most = seen->trials_of[i];
    return (double)most / (double)seen->trials;
}

// The people of a tally as the statistics want them.
static assay_side side_of(const assay_tallied *seen)
{
    double *x = seen->room, *m = seen->room + seen->people;
    for (size_t i = 0; i < seen->people; i++) {
        x[i] = (double)seen->events_of[i];
        m[i] = (double)seen->trials_of[i];
    }
    return (assay_side){x, m, seen->people, NULL};
}

// By what its people say, each trial counting the same.
static void use_tally(assay_estimate *rate, account *told,
                      const assay_tallied *seen, double confidence)
{
    told->variance = told->cluster.variance;
    told->guard = told->cluster.jackknife;
    told->deff = NAN;
    if (assay_unequal(seen->trials_of, seen->people)) {
        told->variance = told->cluster.jackknife;
        told->method = DELETE_ONE;
        told->withheld = largest_share(seen) > MOST_OF_ONE;
    }
    use(rate, told, confidence);
}

assay_estimate assay_estimate_tallied(const assay_tallied *seen,
                                      double confidence)
{
    assay_estimate rate = start(seen->events, seen->trials);
    rate.unit = seen->unit;
    if (!seen->trials_of) {
        estimate_independent(&rate, confidence);
        return rate;
    }
    account told = {.method = ONE_WAY};
    told.cluster = assay_cluster_one_way(side_of(seen), true);
    told.units = told.cluster.subjects;
    use_tally(&rate, &told, seen, confidence);
    return rate;
}

assay_estimate assay_estimate_coupled(const assay_coupled *seen,
                                      double confidence)
{
    assay_estimate rate = start(seen->of.events, seen->of.trials);
    rate.unit = seen->of.unit;
    account told = {.method = DYADIC};
    told.cluster = assay_cluster_dyadic(side_of(&seen->of), seen->pairs, true);
    told.units =
        assay_design_units(ASSAY_DESIGN_DYADIC, told.cluster.subjects, 0);
    use_tally(&rate, &told, &seen->of, confidence);
    return rate;
}

assay_estimate assay_estimate_balanced(const assay_tallied *seen,
                                       double confidence)
{
    assay_estimate rate = start(seen->events, seen->trials);
    rate.unit = seen->unit;
    double *x = seen->room, *m = seen->room + seen->people;
    for (size_t i = 0; i < seen->people; i++) {
        const double trials = (double)seen->trials_of[i];
        m[i] = trials > 0;
        x[i] = trials > 0 ? (double)seen->events_of[i] / trials : 0;
    }
    const assay_side side = {x, m, seen->people, NULL};
    account told = {.deff = NAN, .method = ONE_WAY};
    told.cluster = assay_cluster_one_way(side, false);
    told.cluster.errors = (double)seen->events;
    told.variance = told.cluster.variance;
    told.guard = told.cluster.jackknife;
    told.units = told.cluster.subjects;
    use(&rate, &told, confidence);
    return rate;
}
