// SPDX-License-Identifier: Apache-2.0
// Rates of searches with their intervals. A person's searches in all watchlists
// are one cluster; an identity's false matches in all of them are another.
#include "base/alloc.h"
#include "measure/covered.h"
#include "measure/ident_study.h"
#include "stats/det.h"
#include "stats/watchlist.h"
#include "stats/zero.h"

#include <math.h>

static const char *const BY_PERSON = "cluster-robust Wilson, t";
static const char *const BY_BOTH =
    "cluster-robust Wilson by searched people and identities, t";
static const char *const DELETE_ONE =
    "cluster-robust Wilson, delete-one-person variance, t";
static const char *const DELTA =
    "cluster-robust Wilson with the threshold's variance, t";
static const char *const NONE_SEEN = "bound from searches that share nobody";
static const char *const NONE_RANDOM =
    "bound as if searches clustered as at the nearest threshold with 30";
static const char *const NONE_INDEPENDENT =
    "exact bound, as if searches were independent";
// A person may have this share of all searches; beyond, no interval by search
// where counts are unequal.
static const double MOST_OF_ONE = 0.05;
enum { BORROW_FROM = 30 }; // events that a borrowed design effect needs

// The cluster of a rate and the variance that its weights ask for.
typedef struct weighed {
    assay_estimate rate;
    assay_cluster cluster;
    double variance;
    const char *method;
} weighed;

static double sum_of(const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += x[i];
    return sum;
}

static assay_estimate start(double events, double trials)
{
    return (assay_estimate){.events = (uint64_t)events,
                            .trials = (uint64_t)trials,
                            .value = trials > 0 ? events / trials : (double)NAN,
                            .low = NAN,
                            .high = NAN,
                            .guard_low = NAN,
                            .guard_high = NAN,
                            .effective = NAN,
                            .variance = NAN,
                            .nu = INFINITY,
                            .deff = NAN,
                            .people = -1,
                            .extreme = trials > 0 &&
                                       (!(events > 0) || events >= trials),
                            .extreme_bounds = {NAN, NAN, NAN}};
}

static void set_bounds(assay_estimate *rate, double deff, double units,
                       double tail)
{
    const double n = (double)rate->trials;
    const assay_zero_bounds bounds =
        rate->events ? assay_zero_lower(n, deff, units, tail)
                     : assay_zero_upper(n, deff, units, tail);
    rate->extreme_bounds[0] = bounds.independent;
    rate->extreme_bounds[1] = bounds.borrowed;
    rate->extreme_bounds[2] = bounds.guaranteed;
}

// What a cluster says, into an estimate. `units` searches share nobody.
static void use(assay_estimate *rate, const weighed *w, double units,
                double confidence)
{
    const assay_cluster *c = &w->cluster;
    const double variance = w->variance;
    rate->value = c->rate;
    rate->people = (int64_t)c->subjects;
    rate->one_person = c->subjects < 2;
    rate->few_people = c->status == ASSAY_CLUSTER_FEW_SUBJECTS ||
                       c->status == ASSAY_CLUSTER_TANGLED;
    if (c->status != ASSAY_CLUSTER_OK || rate->dominated) return;
    rate->few_clusters = assay_cluster_few(c);
    rate->nu = c->nu;
    rate->variance = variance;
    rate->effective = assay_cluster_effective(c, variance);
    const assay_interval interval =
        assay_cluster_interval(c, variance, units, confidence);
    rate->low = interval.low;
    rate->high = interval.high;
    rate->method = rate->extreme ? NONE_SEEN : w->method;
    if (rate->extreme) set_bounds(rate, NAN, units, 0.5 * (1 - confidence));
    if (!(c->jackknife > variance)) return;
    const assay_interval guard =
        assay_cluster_interval(c, c->jackknife, units, confidence);
    rate->guard_low = guard.low;
    rate->guard_high = guard.high;
}

// Each person counting 1; ended by the caller.
typedef struct balanced {
    double *shares, *ones;
} balanced;

static void end_balanced(balanced *b)
{
    assay_free(b->shares);
    assay_free(b->ones);
}

static bool make_balanced(const assay_ident_part *part, assay_ident_people of,
                          balanced *b)
{
    b->shares = assay_new(0, of.n, sizeof *b->shares);
    b->ones = assay_new(0, of.n, sizeof *b->ones);
    if (!b->shares || !b->ones) {
        part->all->ledger->no_memory = true;
        return false;
    }
    for (size_t i = 0; i < of.n; i++) {
        b->ones[i] = of.m[i] > 0 ? 1 : 0;
        b->shares[i] = of.m[i] > 0 ? of.x[i] / of.m[i] : 0;
    }
    return true;
}

static weighed weigh(assay_ident_people of, assay_side side, bool micro)
{
    const double events = sum_of(of.x, of.n);
    const assay_balance balance = assay_cluster_balance(of.m, of.n);
    weighed out = {.rate = start(events, sum_of(of.m, of.n)),
                   .cluster = assay_cluster_one_way(side, micro),
                   .method = BY_PERSON};
    const bool wide = micro && balance.subjects > 0 && balance.unequal;
    out.cluster.errors = events;
    out.rate.dominated = wide && balance.largest > MOST_OF_ONE;
    out.variance = wide ? out.cluster.jackknife : out.cluster.variance;
    if (wide) out.method = DELETE_ONE;
    return out;
}

assay_estimate assay_ident_rate(const assay_ident_part *part,
                                assay_ident_people of,
                                assay_weighting weighting)
{
    const bool micro = weighting == ASSAY_BY_COMPARISON;
    ASSAY_AUTO(end_balanced) balanced even = {NULL, NULL};
    assay_side side = {of.x, of.m, of.n, NULL};
    if (!micro) {
        if (!make_balanced(part, of, &even))
            return start(sum_of(of.x, of.n), sum_of(of.m, of.n));
        side = (assay_side){even.shares, even.ones, of.n, NULL};
    }
    weighed w = weigh(of, side, micro);
    if (w.rate.trials)
        use(&w.rate, &w, w.cluster.subjects,
            part->all->input.common->confidence);
    return w.rate;
}

// The slope of the DET at an FPIR: thresholds are those of whole searches.
static double slope_at(const assay_ident_keys *keys, double fpir,
                       double variance)
{
    const assay_interval window =
        assay_det_window(fpir, variance > 0 ? variance : 0);
    double rate[2], missed[2];
    for (int i = 0; i < 2; i++) {
        const double edge =
            floor((i ? window.high : window.low) * (double)keys->tops);
        const uint64_t at =
            edge < (double)keys->tops ? (uint64_t)edge : keys->tops - 1;
        const uint32_t key =
            keys->top[at] < keys->known ? keys->known : keys->top[at];
        rate[i] = (double)assay_ident_at_least(keys->top, keys->tops, key) /
                  (double)keys->tops;
        missed[i] =
            1 - (double)assay_ident_at_least(keys->found, keys->founds, key) /
                    (double)keys->founds;
    }
    if (!(rate[1] > rate[0])) return 0;
    const double slope = (missed[1] - missed[0]) / (rate[1] - rate[0]);
    return slope < 0 ? slope : 0;
}

double assay_ident_slope(const assay_ident_part *part,
                         const assay_ident_counts *counts)
{
    const assay_estimate fpir = assay_ident_fpir(part, counts, false);
    if (!(fpir.variance > 0) || !part->all->keys.founds) return 0;
    return slope_at(&part->all->keys, fpir.value, fpir.variance);
}

assay_estimate assay_ident_misses(const assay_ident_part *part,
                                  const assay_ident_counts *c,
                                  assay_ident_people of,
                                  assay_weighting weighting)
{
    const assay_identification *all = part->all;
    const double confidence = all->input.common->confidence;
    const bool micro = weighting == ASSAY_BY_COMPARISON;
    ASSAY_AUTO(end_balanced) balanced even = {NULL, NULL};
    const assay_estimate alone = assay_ident_rate(part, of, weighting);
    if (!alone.method || alone.extreme || !c->positives ||
        !make_balanced(part, of, &even))
        return alone;
    const assay_side mated =
        micro ? (assay_side){of.x, of.m, of.n, NULL}
              : (assay_side){even.shares, even.ones, of.n, NULL};
    const assay_estimate fpir = assay_ident_fpir(part, c, false);
    if (!(fpir.variance > 0)) return alone;
    weighed w = weigh(of, mated, micro);
    assay_cluster cluster = w.cluster;
    cluster.variance = w.variance;
    const assay_det_point point = {
        .mated = mated,
        .non_mated = {c->false_positives, c->non_mated, c->people, NULL},
        .mated_events = cluster.events,
        .mated_trials = cluster.trials,
        .non_mated_events = (double)c->positives,
        .non_mated_trials = (double)c->trials[0]};
    const double slope = slope_at(&all->keys, fpir.value, fpir.variance);
    cluster = assay_det_fnmr(&point, &cluster, fpir.variance, slope, micro);
    cluster.errors = w.cluster.errors;
    const weighed both = {
        .cluster = cluster, .variance = cluster.variance, .method = DELTA};
    use(&w.rate, &both, cluster.subjects, confidence);
    return w.rate;
}

// The cluster of FPIR, for this list or for lists like it.
static assay_cluster fpir_cluster(const assay_ident_part *part,
                                  const assay_ident_counts *c, bool able)
{
    const assay_side probes = {c->false_positives,
                               able ? c->able_non_mated : c->non_mated,
                               c->people, NULL};
    const assay_cluster fixed = assay_cluster_one_way(probes, true);
    if (!part->all->random) return fixed;
    return assay_watchlist_random(&fixed, probes, c->influence, c->identities,
                                  c->shared, true);
}

// The design effect at the highest threshold with enough events; NaN if there
// is none.
static double borrowed_deff(const assay_ident_part *part, bool able, bool most)
{
    assay_ident_keys keys;
    assay_ident_counts c = {0};
    double deff = NAN;
    if (!assay_ident_keys_of(part, &keys)) {
        part->all->ledger->no_memory = true;
    } else if (keys.tops > BORROW_FROM && keys.top[BORROW_FROM - 1] &&
               keys.top[BORROW_FROM - 1] >= keys.known) {
        if (!assay_ident_count(part, keys.top[BORROW_FROM - 1], 1, &c))
            part->all->ledger->no_memory = true;
        else {
            const assay_cluster cluster = fpir_cluster(part, &c, able);
            if (cluster.status == ASSAY_CLUSTER_OK)
                deff = assay_cluster_deff(&cluster, most && cluster.jackknife >
                                                                cluster.variance
                                                        ? cluster.jackknife
                                                        : cluster.variance);
        }
        assay_ident_counts_end(&c);
    }
    assay_ident_keys_end(&keys);
    return deff;
}

double assay_ident_deff(const assay_ident_part *part)
{
    return borrowed_deff(part, false, true);
}

// None seen, or nothing but: what lists like this one may do is not guaranteed
// by the people who were searched for.
static void set_extreme(const assay_ident_part *part,
                        assay_watchlist_design design, bool able,
                        assay_estimate *rate)
{
    const double tail = 0.5 * (1 - part->all->input.common->confidence);
    const double deff = borrowed_deff(part, able, false);
    double *bounds = rate->extreme_bounds;
    rate->deff = deff;
    set_bounds(rate, deff, design.subjects, tail);
    if (!part->all->random) return;
    bounds[2] = NAN;
    if (!rate->events)
        bounds[2] = assay_watchlist_zero_upper(design, deff, tail).any;
    const bool has = !__builtin_isnan(bounds[1]);
    const double bound = bounds[has ? 1 : 0];
    rate->method = has ? NONE_RANDOM : NONE_INDEPENDENT;
    rate->low = rate->events ? bound : 0;
    rate->high = rate->events ? 1 : bound;
}

assay_estimate assay_ident_fpir(const assay_ident_part *part,
                                const assay_ident_counts *c, bool able)
{
    const double confidence = part->all->input.common->confidence;
    const uint64_t trials = able ? c->acquired[0] : c->trials[0];
    assay_estimate rate = start((double)c->positives, (double)trials);
    if (!rate.trials) return rate;
    const assay_balance balance = assay_cluster_balance(
        able ? c->able_non_mated : c->non_mated, c->people);
    weighed w = {.cluster = fpir_cluster(part, c, able),
                 .method = part->all->random ? BY_BOTH : BY_PERSON};
    w.variance = w.cluster.variance;
    rate.dominated = balance.unequal && balance.largest > MOST_OF_ONE;
    // People who were searched for bound the rate of this list alone.
    const bool bounded = !part->all->random || rate.extreme;
    use(&rate, &w, bounded ? w.cluster.subjects : (double)INFINITY, confidence);
    const assay_watchlist_design design = {.searches = (double)trials,
                                           .subjects = w.cluster.subjects,
                                           .identities = c->identities,
                                           .random = part->all->random};
    if (rate.extreme && rate.method) set_extreme(part, design, able, &rate);
    if (rate.method)
        rate.falls_short =
            assay_covered_short(part->all->random ? ASSAY_COVERED_FPIR_RANDOM
                                                  : ASSAY_COVERED_FPIR_FIXED,
                                design.subjects, balance.unequal);
    return rate;
}

// From places taken to candidates per search.
static void scale(double by, assay_estimate *rate)
{
    rate->value *= by;
    rate->low *= by;
    rate->high *= by;
    rate->guard_low *= by;
    rate->guard_high *= by;
    rate->variance *= by * by;
    rate->effective /= by;
}

// No candidate, or nowhere a place left: a search names at most as many as it
// has places, and at least one where it names anybody.
static void bound_sel(const assay_estimate *fpir, double by,
                      assay_estimate *rate)
{
    const bool none = !rate->events;
    for (size_t i = 0; i < 3; i++)
        rate->extreme_bounds[i] = fpir->extreme_bounds[i] * (none ? by : 1);
    rate->method = fpir->method;
    rate->low = none ? 0 : fpir->low;
    rate->high = none ? fpir->high * by : by;
    rate->guard_low = rate->guard_high = NAN;
}

// The cluster of places. Without identity j SEL is N/(N-1) of what the others
// give (5.2): that is how much more its matches weigh here than in FPIR.
static assay_cluster sel_cluster(const assay_ident_part *part,
                                 const assay_ident_named *named)
{
    const assay_side probes = {named->named, named->places, named->people,
                               NULL};
    const double n = named->identities;
    assay_cluster c = assay_cluster_one_way(probes, true);
    if (!part->all->random || n < 2) return c;
    const double more = n / (n - 1);
    for (uint32_t j = 0; j < named->identities; j++) named->matched[j] *= more;
    c = assay_watchlist_random(&c, probes, named->matched, named->identities,
                               named->shared * more * more, true);
    return c;
}

assay_estimate assay_ident_sel(const assay_ident_part *part,
                               const assay_ident_counts *counts,
                               const assay_ident_named *named, bool able)
{
    const double confidence = part->all->input.common->confidence;
    const double by = named->all_places / (double)named->searches;
    assay_estimate rate = start((double)named->candidates, named->all_places);
    rate.trials = named->searches;
    if (named->searches && !(named->all_places > 0)) rate.value = 0;
    if (!(named->all_places > 0)) return rate;
    const assay_balance balance =
        assay_cluster_balance(named->places, named->people);
    weighed w = {.cluster = sel_cluster(part, named),
                 .method = part->all->random ? BY_BOTH : BY_PERSON};
    w.variance = w.cluster.variance;
    rate.dominated = balance.unequal && balance.largest > MOST_OF_ONE;
    use(&rate, &w, part->all->random ? (double)INFINITY : w.cluster.subjects,
        confidence);
    scale(by, &rate);
    if (!rate.extreme || !rate.method) return rate;
    const assay_estimate fpir = assay_ident_fpir(part, counts, able);
    bound_sel(&fpir, by, &rate);
    return rate;
}
