// SPDX-License-Identifier: Apache-2.0
#include "measure/points.h"

#include "base/alloc.h"
#include "base/order.h"
#include "measure/curves.h"
#include "measure/floor.h"
#include "measure/wilks.h"
#include "stats/threshold.h"

#include <float.h>
#include <math.h>

static const double default_targets[] = {1e-2, 1e-3, 1e-4, 1e-5, 1e-6};

enum {
    DEFAULT_TARGETS = sizeof default_targets / sizeof default_targets[0],
    // A target gives its own point, those of the threshold with confidence and
    // for a group the one that is held; a threshold one; and the EER.
    POINTS_EACH = 2 + ASSAY_WILKS_POINTS
};

static bool has_target(const assay_verification *v, double alpha)
{
    for (size_t i = 0; i < v->target_count; i++)
        if (v->targets[i].alpha == alpha) return true;
    return false;
}

static assay_status plan_targets(assay_verification *v, assay_error *err)
{
    const assay_numbers *asked = &v->options->fmr;
    const double *from = asked->count ? asked->items : default_targets;
    const size_t n = asked->count ? asked->count : DEFAULT_TARGETS;
    v->targets = assay_new(0, n, sizeof *v->targets);
    if (!v->targets) return assay_fail_memory(err, "the FMR targets");
    for (size_t i = 0; i < n; i++) {
        if (!(from[i] > 0 && from[i] < 1))
            return assay_fail(err, ASSAY_EUSAGE,
                              "an FMR target lies between 0 and 1, as in "
                              "--fmr 1e-3");
        if (has_target(v, from[i])) continue;
        v->targets[v->target_count++] = (assay_target){.alpha = from[i]};
    }
    return ASSAY_OK;
}

bool assay_points_key(const assay_verification *v, double threshold,
                      uint32_t *key)
{
    if (!(fabs(threshold) <= (double)FLT_MAX) && !__builtin_isinf(threshold))
        return false;
    const float given = (float)threshold;
    const float score =
        assay_score_clean(v->facts->distance ? 0.0f - given : given);
    *key = assay_key_of(score) + (v->options->rule == ASSAY_GT ? 1 : 0);
    return __builtin_isinf(threshold) || __builtin_isfinite(given);
}

static bool has_given(const assay_verification *v, double threshold)
{
    for (size_t i = 0; i < v->given_count; i++)
        if (v->given[i].threshold == threshold) return true;
    return false;
}

static assay_status plan_thresholds(assay_verification *v, assay_error *err)
{
    const assay_numbers *asked = &v->options->thresholds;
    if (!asked->count) return ASSAY_OK;
    v->given = assay_new(0, asked->count, sizeof *v->given);
    if (!v->given) return assay_fail_memory(err, "the thresholds");
    for (size_t i = 0; i < asked->count; i++) {
        assay_given one = {.threshold = asked->items[i]};
        if (!assay_points_key(v, one.threshold, &one.key))
            return assay_fail(err, ASSAY_EUSAGE,
                              "a threshold must be a number that a float32 "
                              "can hold");
        if (has_given(v, one.threshold)) continue;
        v->given[v->given_count++] = one;
    }
    return ASSAY_OK;
}

assay_status assay_points_plan(assay_verification *v, assay_error *err)
{
    ASSAY_TRY(plan_targets(v, err));
    return plan_thresholds(v, err);
}

static bool make_room(assay_verification *v)
{
    const size_t room =
        POINTS_EACH * v->target_count + v->given_count + ASSAY_BAND_POINTS + 2;
    v->point_count = 0;
    if (room <= v->point_room) return true;
    if (!assay_grow(&v->points, room, sizeof *v->points)) return false;
    v->point_room = room;
    return true;
}

static void put(assay_verification *v, assay_point point)
{
    v->points[v->point_count++] = point;
}

// What the data of everybody make of a target.
static void settle(const assay_verification *v, assay_target *target,
                   const assay_view *tallied)
{
    const uint64_t trials = tallied->trials[ASSAY_NON_MATED];
    target->most = assay_allowed(target->alpha, trials);
    target->below =
        target->most >= 1 && assay_floor_hides(tallied, target->most);
    target->kept = tallied->floor_matches;
    target->carried = target->most >= 1 && !target->below;
    target->few = target->carried && target->most < ASSAY_FEW_EVENTS;
    target->needed = assay_allowed_trials(target->alpha, 1);
    assay_wilks_plan(v, target, trials);
}

static void put_targets(assay_verification *v, const assay_view *tallied)
{
    for (size_t i = 0; i < v->target_count; i++) {
        assay_target *target = &v->targets[i];
        settle(v, target, tallied);
        if (!target->carried) continue;
        put(v, (assay_point){.purpose = ASSAY_FOR_TARGET,
                             .target = target->alpha,
                             .most = target->most,
                             .own = true});
        if (!target->has_wilks) continue;
        // Of all comparisons, if nobody knows who was compared; else counted
        // for every design effect.
        uint64_t most = tallied->has_people ? 0 : target->wilks_most;
        for (; most <= target->wilks_most; most++)
            put(v, (assay_point){.purpose = ASSAY_FOR_WILKS,
                                 .target = target->alpha,
                                 .most = most,
                                 .own = true});
    }
}

static void put_given(assay_verification *v)
{
    for (size_t i = 0; i < v->given_count; i++)
        put(v, (assay_point){.purpose = ASSAY_FOR_THRESHOLD,
                             .target = v->given[i].threshold,
                             .key = v->given[i].key});
}

static void put_eer(assay_verification *v, const assay_view *tallied)
{
    if (!tallied->trials[ASSAY_MATED] || !tallied->trials[ASSAY_NON_MATED])
        return;
    put(v, (assay_point){.purpose = ASSAY_FOR_EER, .target = NAN, .own = true});
}

static void put_band(assay_verification *v, const assay_view *tallied)
{
    uint32_t keys[ASSAY_BAND_POINTS];
    if (v->options->rates_only) return;
    const size_t n = assay_curves_band_keys(tallied, keys);
    for (size_t i = 0; i < n; i++)
        put(v, (assay_point){
                   .purpose = ASSAY_FOR_BAND, .target = NAN, .key = keys[i]});
}

// The points of everybody, held for a group.
static void put_held(assay_verification *v)
{
    for (size_t i = 0; i < v->target_count; i++) {
        const assay_target *target = &v->targets[i];
        if (!target->carried) continue;
        put(v, (assay_point){.purpose = ASSAY_FOR_TARGET,
                             .target = target->alpha,
                             .key = target->key});
        if (!target->has_wilks) continue;
        put(v, (assay_point){.purpose = ASSAY_FOR_WILKS,
                             .target = target->alpha,
                             .key = target->wilks_key});
    }
}

static void put_own(assay_verification *v, const assay_view *tallied)
{
    const uint64_t trials = tallied->trials[ASSAY_NON_MATED];
    for (size_t i = 0; i < v->target_count; i++) {
        const uint64_t most = assay_allowed(v->targets[i].alpha, trials);
        if (!most || assay_floor_hides(tallied, most)) continue;
        put(v, (assay_point){.purpose = ASSAY_FOR_TARGET,
                             .target = v->targets[i].alpha,
                             .most = most,
                             .own = true});
    }
}

bool assay_points_list(assay_verification *v, const assay_view *tallied)
{
    const bool everybody = tallied->label_count == 0;
    if (!make_room(v)) return false;
    put_given(v);
    if (everybody) {
        put_targets(v, tallied);
        put_eer(v, tallied);
        put_band(v, tallied);
        return true;
    }
    put_held(v);
    if (tallied->same_references) return true;
    put_own(v, tallied);
    put_eer(v, tallied);
    return true;
}

size_t assay_points_find(const assay_view *view, assay_purpose purpose,
                         double target, bool own)
{
    for (size_t p = 0; p < view->point_count; p++) {
        const assay_point *point = &view->points[p];
        if (point->purpose != purpose || point->own != own) continue;
        if (purpose == ASSAY_FOR_EER || point->target == target) return p;
    }
    return view->point_count;
}

static double rate_at(const assay_view *view, size_t p)
{
    return (double)view->events[p].false_matches /
           (double)view->trials[ASSAY_NON_MATED];
}

void assay_points_learn(assay_verification *v, const assay_view *everybody)
{
    for (size_t i = 0; i < v->target_count; i++) {
        assay_target *target = &v->targets[i];
        const size_t p =
            assay_points_find(everybody, ASSAY_FOR_TARGET, target->alpha, true);
        if (p == everybody->point_count) continue;
        target->key = everybody->points[p].key;
        target->achieved = rate_at(everybody, p);
    }
}

bool assay_points_wanted(const assay_verification *v, size_t target)
{
    const assay_target *one = &v->targets[target];
    if (v->options->fmr.count || one->carried || one->below) return true;
    // Of the default targets only the first that the comparisons don't carry.
    return target == 0 || one[-1].carried || one[-1].below;
}
