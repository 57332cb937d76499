// SPDX-License-Identifier: Apache-2.0
#include "measure/joint.h"

#include "measure/clusters.h"
#include "measure/covered.h"
#include "measure/slope.h"
#include "stats/det.h"
#include "stats/normal.h"

#include <math.h>

static const char *const DELTA =
    "cluster-robust Wilson with the threshold's variance, t";
static const char *const DELTA_INDEPENDENT =
    "Wilson with the threshold's variance, as if independent";
static const char *const LOGIT = "cluster-robust, logit, t";
static const char *const LOGIT_INDEPENDENT = "logit, as if independent";

static double clamped(double rate)
{
    return rate > 0 ? rate : 0;
}

// The slope of the DET at this FMR.
static double slope_at(const assay_view *view, double fmr, double v_fmr)
{
    const assay_interval window = assay_det_window(fmr, clamped(v_fmr));
    return assay_slope(view, window.low, window.high);
}

// V_FMR that belongs to the weights: of comparisons, which set the threshold.
static double fmr_variance(const assay_crowd *crowd, const assay_cluster *fmr)
{
    if (fmr->status != ASSAY_CLUSTER_OK) return 0;
    const double wide = fmr->jackknife;
    const bool use = crowd->unequal_non_mated && wide == wide;
    return use ? wide : fmr->variance;
}

// Both classes person by person. Non-mated errors stand in crowd->errors; what
// touches a person in either role is added up in shares[1] and errors[1].
static assay_side touching(assay_crowd *crowd)
{
    if (!crowd->view->disjoint_roles)
        return (assay_side){crowd->errors[0], crowd->sides[0], crowd->people,
                            NULL};
    for (size_t i = 0; i < crowd->people; i++) {
        crowd->errors[1][i] += crowd->errors[0][i];
        crowd->shares[1][i] = crowd->sides[0][i] + crowd->sides[1][i];
    }
    return (assay_side){crowd->errors[1], crowd->shares[1], crowd->people,
                        NULL};
}

// Copies the mated side away before the non-mated errors take its room.
static assay_side mated_side(assay_crowd *crowd, bool micro)
{
    if (micro)
        for (size_t i = 0; i < crowd->people; i++)
            crowd->shares[0][i] = crowd->errors[0][i];
    return (assay_side){crowd->shares[0], micro ? crowd->mated : crowd->ones,
                        crowd->people, NULL};
}

// The people of both sides, those of whom the same was seen put together.
static void put_together(assay_crowd *crowd, bool micro, assay_det_point *point)
{
    const double *const margins[] = {point->mated.m, point->non_mated.m};
    const double *const errors[] = {point->mated.x, point->non_mated.x};
    assay_kinds *kinds =
        &crowd->kinds[micro ? ASSAY_KINDS_JOINT : ASSAY_KINDS_JOINT_ONES];
    assay_fold *fold = crowd->folds[0];
    assay_kinds_make(kinds, fold, margins, 2, crowd->people);
    if (!assay_fold_errors(fold, kinds, errors, crowd->people)) return;
    point->mated = (assay_side){fold->errors[0], fold->margins[0], fold->rows,
                                fold->weights};
    point->non_mated = (assay_side){fold->errors[1], fold->margins[1],
                                    fold->rows, fold->weights};
}

// Both classes at point `p`. The mated errors (or shares) stand in the crowd;
// `*fmr` becomes the non-mated rate.
static assay_det_point point_of(assay_crowd *crowd, size_t p, bool micro,
                                assay_cluster *fmr)
{
    const assay_view *view = crowd->view;
    assay_det_point point = {.mated = mated_side(crowd, micro),
                             .mated_events = crowd->last.events,
                             .mated_trials = crowd->last.trials};
    *fmr = assay_clusters_non_mated(crowd, p);
    point.non_mated = touching(crowd);
    point.non_mated_events = (double)view->events[p].false_matches;
    point.non_mated_trials = (double)view->trials[ASSAY_NON_MATED];
    put_together(crowd, micro, &point);
    return point;
}

static assay_estimate joint_independent(assay_estimate rate,
                                        const assay_crowd *crowd, size_t p)
{
    const assay_view *view = crowd->view;
    const double n = (double)view->trials[ASSAY_NON_MATED];
    if (rate.extreme || !rate.trials || !(n > 0)) return rate;
    const double fmr = (double)view->events[p].false_matches / n;
    const double v_fmr = fmr * (1 - fmr) / n;
    const double slope = slope_at(view, fmr, v_fmr);
    rate.variance += slope * slope * v_fmr;
    rate.effective = rate.value * (1 - rate.value) / rate.variance;
    const assay_interval interval = assay_wilson(
        rate.value, rate.effective, assay_normal_two_sided(crowd->confidence));
    rate.low = interval.low;
    rate.high = interval.high;
    rate.method = DELTA_INDEPENDENT;
    return rate;
}

// Both rates of a point, and how one moves with the other.
typedef struct joint {
    assay_cluster fnmr, fmr;
    double slope;
    bool micro;
} joint;

// The wider interval that decides requirements: by V_J of both.
static void set_guard(assay_estimate *rate, const assay_crowd *crowd,
                      const assay_det_point *point, const joint *of)
{
    assay_cluster fnmr = of->fnmr;
    const double v_fmr = fmr_variance(crowd, &of->fmr);
    const double wide = of->fmr.jackknife > v_fmr ? of->fmr.jackknife : v_fmr;
    rate->guard_low = rate->guard_high = NAN;
    if (fnmr.jackknife > fnmr.variance) fnmr.variance = fnmr.jackknife;
    assay_cluster both =
        assay_det_fnmr(point, &fnmr, wide, of->slope, of->micro);
    if (!(both.variance > rate->variance)) return;
    both.errors = (double)rate->events;
    const assay_interval guard = assay_cluster_interval(
        &both, both.variance, assay_clusters_units(crowd, ASSAY_MATED),
        crowd->confidence);
    rate->guard_low = guard.low;
    rate->guard_high = guard.high;
}

static assay_estimate joint_by_people(assay_estimate rate, assay_crowd *crowd,
                                      size_t p, bool micro)
{
    const assay_view *view = crowd->view;
    assay_cluster fnmr = crowd->last, fmr;
    if (micro && crowd->unequal_mated) fnmr.variance = fnmr.jackknife;
    const assay_det_point point = point_of(crowd, p, micro, &fmr);
    const double v_fmr = fmr_variance(crowd, &fmr);
    const double slope = slope_at(view, fmr.rate, v_fmr);
    assay_cluster both = assay_det_fnmr(&point, &fnmr, v_fmr, slope, micro);
    both.errors = (double)rate.events;
    const assay_interval interval = assay_cluster_interval(
        &both, both.variance, assay_clusters_units(crowd, ASSAY_MATED),
        crowd->confidence);
    rate.variance = both.variance;
    rate.nu = both.nu;
    rate.effective = assay_cluster_effective(&both, both.variance);
    rate.low = interval.low;
    rate.high = interval.high;
    rate.few_clusters = assay_cluster_few(&both);
    rate.falls_short =
        micro && crowd->unequal_mated
            ? 0
            : assay_covered_short(ASSAY_COVERED_FNMR_AT, crowd->mated_people,
                                  crowd->unequal_mated);
    rate.method = DELTA;
    set_guard(&rate, crowd, &point, &(joint){fnmr, fmr, slope, micro});
    return rate;
}

assay_estimate assay_joint_fnmr(assay_crowd *crowd, size_t p,
                                assay_weighting weighting)
{
    const assay_estimate rate = assay_estimate_fnmr(crowd, p, weighting);
    if (!crowd->view->has_people) return joint_independent(rate, crowd, p);
    if (!rate.method || rate.extreme || !crowd->view->trials[ASSAY_NON_MATED])
        return rate;
    return joint_by_people(rate, crowd, p, weighting == ASSAY_BY_COMPARISON);
}

static unsigned falls_short(const assay_crowd *crowd, assay_covered figure)
{
    const bool unequal = crowd->unequal_mated || crowd->unequal_non_mated;
    return assay_covered_short(figure, crowd->mated_people, unequal);
}

static assay_summary no_summary(void)
{
    return (assay_summary){.value = NAN,
                           .low = NAN,
                           .high = NAN,
                           .variance = NAN,
                           .nu = NAN,
                           .bounds = {NAN, NAN}};
}

// The crossing moves as far as the less certain of both rates: a window of the
// more certain one alone may hold no mated score, or a few too many.
static double crossing_slope(const assay_view *view, double fmr,
                             const assay_eer_parts *parts)
{
    const double wider =
        parts->v_fmr > parts->v_fnmr ? parts->v_fmr : parts->v_fnmr;
    return slope_at(view, fmr, wider);
}

static bool eer_parts_by_people(assay_crowd *crowd, size_t p,
                                assay_eer_parts *parts, assay_summary *out)
{
    const assay_view *view = crowd->view;
    assay_cluster fnmr = assay_clusters_mated(crowd, p), fmr;
    if (crowd->unequal_mated) fnmr.variance = fnmr.jackknife;
    const assay_det_point point = point_of(crowd, p, true, &fmr);
    out->few_people =
        fnmr.status != ASSAY_CLUSTER_OK || fmr.status != ASSAY_CLUSTER_OK;
    if (out->few_people) return false;
    out->few_clusters = assay_cluster_few(&fnmr) || assay_cluster_few(&fmr);
    parts->v_fmr = fmr_variance(crowd, &fmr);
    parts->v_fnmr = fnmr.variance;
    parts->covariance = assay_det_covariance(&point);
    parts->nu_fmr = fmr.nu;
    parts->nu_fnmr = fnmr.nu;
    parts->slope = crossing_slope(view, fmr.rate, parts);
    return true;
}

static void eer_parts_independent(const assay_view *view, size_t p,
                                  assay_eer_parts *parts)
{
    const double n = (double)view->trials[ASSAY_NON_MATED];
    const double m = (double)view->trials[ASSAY_MATED];
    const double fmr = (double)view->events[p].false_matches / n;
    const double fnmr = (double)view->events[p].false_non_matches / m;
    parts->v_fmr = fmr * (1 - fmr) / n;
    parts->v_fnmr = fnmr * (1 - fnmr) / m;
    parts->nu_fmr = parts->nu_fnmr = INFINITY;
    parts->slope = crossing_slope(view, fmr, parts);
}

// Whether a person dominates what is weighted by comparison.
static bool is_dominated(const assay_crowd *crowd)
{
    return (crowd->unequal_mated && crowd->largest_mated > 0.05) ||
           (crowd->unequal_non_mated && crowd->largest_non_mated > 0.05);
}

// Where the rates cross between two keys, both lie between those of the keys;
// of a sample only what is above the floor holds for certain.
static void bound_eer(const assay_view *view, assay_summary *out)
{
    const assay_crossing *cross = &view->crossing;
    const double n = (double)view->trials[ASSAY_NON_MATED];
    const double m = (double)view->trials[ASSAY_MATED];
    double fmr[2], fnmr[2];
    for (int i = 0; i < 2; i++) {
        fmr[i] = (double)cross->false_matches[i] / n;
        fnmr[i] = (double)cross->false_non_matches[i] / m;
    }
    out->bounds[0] = fmr[1] > fnmr[0] ? fmr[1] : fnmr[0];
    out->bounds[1] = fmr[0] < fnmr[1] ? fmr[0] : fnmr[1];
    if (view->below == ASSAY_BELOW_COUNTED) return;
    out->bounds[0] = (double)view->floor_matches / n;
    out->bounds[1] = (double)view->floor_non_matches / m;
}

assay_summary assay_joint_eer(assay_crowd *crowd, size_t p)
{
    const assay_view *view = crowd->view;
    const assay_crossing *cross = &view->crossing;
    assay_summary out = no_summary();
    if (!cross->found) return out;
    const assay_errors before = {cross->false_matches[0],
                                 cross->false_non_matches[0]};
    const assay_errors after = {cross->false_matches[1],
                                cross->false_non_matches[1]};
    out.value = assay_eer(before, after, view->trials[ASSAY_MATED],
                          view->trials[ASSAY_NON_MATED]);
    if (cross->edges) {
        bound_eer(view, &out);
        return out;
    }
    assay_eer_parts parts = {.eer = out.value};
    out.dominated = view->has_people && is_dominated(crowd);
    if (out.dominated || p >= view->point_count) return out;
    if (!view->has_people)
        eer_parts_independent(view, p, &parts);
    else if (!eer_parts_by_people(crowd, p, &parts, &out))
        return out;
    const assay_interval interval =
        assay_eer_interval(&parts, crowd->confidence);
    if (!(interval.low < interval.high)) return out;
    out.low = interval.low;
    out.high = interval.high;
    out.variance = assay_eer_variance(&parts);
    out.nu = parts.nu_fmr < parts.nu_fnmr ? parts.nu_fmr : parts.nu_fnmr;
    out.method = view->has_people ? LOGIT : LOGIT_INDEPENDENT;
    if (view->has_people)
        out.falls_short = falls_short(crowd, ASSAY_COVERED_EER);
    return out;
}

// Sums over the mated comparisons of each person, who is their own pair.
static assay_pair_sums mated_pairs(const assay_crowd *crowd, double events)
{
    const assay_view *view = crowd->view;
    assay_pair_sums pairs = {events, (double)view->trials[ASSAY_MATED], 0, 0,
                             0};
    if (!view->has_people) {
        const double unit = 2 * (double)view->trials[ASSAY_NON_MATED];
        pairs.ee =
            assay_wide_double(view->area.squares[ASSAY_MATED]) / unit / unit;
        pairs.em = events;
        pairs.mm = pairs.trials;
        return pairs;
    }
    for (size_t i = 0; i < crowd->people; i++) {
        const double e = crowd->shares[0][i], m = crowd->mated[i];
        pairs.ee += e * e;
        pairs.em += e * m;
        pairs.mm += m * m;
    }
    return pairs;
}

static assay_pair_sums non_mated_pairs(const assay_view *view, double events)
{
    const double unit = 2 * (double)view->trials[ASSAY_MATED];
    const assay_area *area = &view->area;
    assay_pair_sums pairs = {events, (double)view->trials[ASSAY_NON_MATED], 0,
                             0, 0};
    if (area->by_pair) {
        pairs.ee = assay_wide_double(area->pair_q2) / unit / unit;
        pairs.em = assay_wide_double(area->pair_qm) / unit;
        pairs.mm = assay_wide_double(view->sum_m2);
        return pairs;
    }
    pairs.ee = assay_wide_double(area->squares[ASSAY_NON_MATED]) / unit / unit;
    pairs.em = events;
    pairs.mm = pairs.trials;
    return pairs;
}

// Adds the placements of a role, as shares of the other class.
static void add_placements(assay_crowd *crowd, assay_role role, double unit,
                           double *to)
{
    double *room = crowd->errors[0];
    assay_view_placements(crowd->view, role, room);
    for (size_t i = 0; i < crowd->people; i++) to[i] += room[i] / unit;
}

static void fill_placements(assay_crowd *crowd)
{
    const assay_view *view = crowd->view;
    const double mated = 2 * (double)view->trials[ASSAY_MATED];
    const double other = 2 * (double)view->trials[ASSAY_NON_MATED];
    for (size_t i = 0; i < crowd->people; i++)
        crowd->shares[0][i] = crowd->shares[1][i] = 0;
    add_placements(crowd, ASSAY_ROLE_MATED, other, crowd->shares[0]);
    add_placements(crowd, ASSAY_ROLE_PROBE, mated, crowd->shares[1]);
    add_placements(crowd, ASSAY_ROLE_REFERENCE, mated, crowd->shares[1]);
}

// Non-mated comparisons that touch each person, in errors[1].
static double *touched(assay_crowd *crowd)
{
    const bool two = crowd->view->disjoint_roles;
    for (size_t i = 0; i < crowd->people; i++)
        crowd->errors[1][i] =
            crowd->sides[0][i] + (two ? crowd->sides[1][i] : 0);
    return crowd->errors[1];
}

// The area, and the placements that it is made of.
static assay_placed placed_of(assay_crowd *crowd, double auc)
{
    const assay_view *view = crowd->view;
    const size_t people = view->has_people ? crowd->people : 0;
    const double m = (double)view->trials[ASSAY_MATED];
    const double n = (double)view->trials[ASSAY_NON_MATED];
    const double wins = 0.5 * assay_wide_double(view->area.wins2);
    if (people) fill_placements(crowd);
    return (assay_placed){
        auc,
        {{crowd->shares[0], crowd->mated, people, NULL},
         mated_pairs(crowd, wins / n)},
        {{crowd->shares[1], people ? touched(crowd) : NULL, people, NULL},
         non_mated_pairs(view, wins / m)}};
}

static bool has_few_people(const assay_crowd *crowd)
{
    return crowd->view->has_people &&
           (crowd->mated_people < 2 || crowd->non_mated_people < 4);
}

bool assay_joint_placed(assay_crowd *crowd, assay_placed *placed)
{
    const assay_view *view = crowd->view;
    const double m = (double)view->trials[ASSAY_MATED];
    const double n = (double)view->trials[ASSAY_NON_MATED];
    if (!view->area.counted || !(m > 0) || !(n > 0) || has_few_people(crowd))
        return false;
    *placed =
        placed_of(crowd, 0.5 * assay_wide_double(view->area.wins2) / m / n);
    return true;
}

double assay_joint_slope(assay_crowd *crowd, size_t p)
{
    const assay_cluster fmr = assay_clusters_non_mated(crowd, p);
    return slope_at(crowd->view, fmr.rate, fmr_variance(crowd, &fmr));
}

double assay_joint_crossing_slope(assay_crowd *crowd, size_t p)
{
    const assay_cluster fnmr = assay_clusters_mated(crowd, p);
    const assay_cluster fmr = assay_clusters_non_mated(crowd, p);
    const double mated = crowd->unequal_mated ? fnmr.jackknife : fnmr.variance;
    const double other = fmr_variance(crowd, &fmr);
    return slope_at(crowd->view, fmr.rate, mated > other ? mated : other);
}

assay_summary assay_joint_auc(assay_crowd *crowd)
{
    const assay_view *view = crowd->view;
    assay_summary out = no_summary();
    const double m = (double)view->trials[ASSAY_MATED];
    const double n = (double)view->trials[ASSAY_NON_MATED];
    if (!(m > 0) || !(n > 0)) return out;
    if (view->area.bounded) {
        out.value = 0.5 * assay_wide_double(view->area.wins2) / m / n;
        out.bounds[0] = 0.5 * assay_wide_double(view->area.least2) / m / n;
        out.bounds[1] = 0.5 * assay_wide_double(view->area.most2) / m / n;
        return out;
    }
    if (!view->area.counted) return out;
    out.value = 0.5 * assay_wide_double(view->area.wins2) / m / n;
    out.dominated = view->has_people && is_dominated(crowd);
    out.few_people = has_few_people(crowd);
    if (out.dominated || out.few_people) return out;
    const assay_placed placed = placed_of(crowd, out.value);
    const assay_auc auc =
        assay_auc_of(out.value, &placed.mated, &placed.non_mated);
    const assay_interval interval = assay_auc_interval(&auc, crowd->confidence);
    if (!(interval.low < interval.high)) return out;
    out.low = interval.low;
    out.high = interval.high;
    out.variance = auc.variance;
    out.nu = auc.nu;
    out.few_clusters = view->has_people && auc.nu < 4;
    if (view->has_people)
        out.falls_short = falls_short(crowd, ASSAY_COVERED_AUC);
    out.method = view->has_people ? LOGIT : LOGIT_INDEPENDENT;
    return out;
}
