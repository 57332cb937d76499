// SPDX-License-Identifier: Apache-2.0
#include "measure/wilks.h"

#include "measure/clusters.h"
#include "measure/points.h"
#include "stats/threshold.h"

#include <math.h>

static double miss_of(const assay_verification *v)
{
    return 1 - v->options->common.confidence;
}

void assay_wilks_plan(const assay_verification *v, assay_target *target,
                      uint64_t trials)
{
    const double miss = miss_of(v);
    target->wilks_trials = (double)trials;
    target->has_wilks = target->few && miss < 0.5 &&
                        assay_wilks_allowed((double)trials, target->alpha, miss,
                                            &target->wilks_most) &&
                        target->wilks_most < ASSAY_WILKS_POINTS;
}

// Comparisons per independent one, as far as it was seen; NaN without 30 events
// anywhere.
static double seen_deff(assay_crowd *crowd, size_t p)
{
    if (!crowd->view->has_people) return 1;
    const double deff = assay_clusters_borrowed_deff(crowd, p, ASSAY_NON_MATED);
    return deff < 1 ? 1 : deff;
}

// As many as leave only those that share nobody.
static double greatest_deff(const assay_crowd *crowd)
{
    const double units = assay_clusters_units(crowd, ASSAY_NON_MATED);
    return (double)crowd->view->trials[ASSAY_NON_MATED] /
           (units > 1 ? units : 1);
}

// What may match: each independent one stands for as many as was seen, or for
// itself alone.
static bool allowed(const assay_verification *v, double trials, double seen,
                    assay_target *target)
{
    const double alpha = target->alpha, miss = miss_of(v);
    return isnan(seen) ? assay_wilks_allowed(target->wilks_trials, alpha, miss,
                                             &target->wilks_most)
                       : assay_wilks_clustered(trials, seen, alpha, miss,
                                               &target->wilks_most);
}

size_t assay_wilks_point(const assay_view *view, const assay_target *target)
{
    const bool everybody = view->label_count == 0;
    if (!target->has_wilks) return view->point_count;
    if (!everybody)
        return assay_points_find(view, ASSAY_FOR_WILKS, target->alpha, false);
    for (size_t p = 0; p < view->point_count; p++) {
        const assay_point *point = &view->points[p];
        if (point->purpose == ASSAY_FOR_WILKS && point->own &&
            point->target == target->alpha && point->most == target->wilks_most)
            return p;
    }
    return view->point_count;
}

static void settle(const assay_verification *v, assay_crowd *crowd,
                   assay_target *target)
{
    const assay_view *view = crowd->view;
    const double trials = (double)view->trials[ASSAY_NON_MATED];
    const size_t own =
        assay_points_find(view, ASSAY_FOR_TARGET, target->alpha, true);
    if (!target->few || miss_of(v) >= 0.5 || own == view->point_count) return;
    const double seen = seen_deff(crowd, own);
    const double deff = isnan(seen) ? greatest_deff(crowd) : seen;
    const double least =
        (double)assay_wilks_least(target->alpha, miss_of(v)) * deff;
    target->wilks_trials = floor(trials / deff);
    target->wilks_needed = least < 0x1p63 ? (uint64_t)ceil(least) : UINT64_MAX;
    target->has_wilks = target->has_wilks && allowed(v, trials, seen, target);
    const size_t p = assay_wilks_point(view, target);
    target->has_wilks = p < view->point_count;
    if (!target->has_wilks) return;
    target->wilks_key = view->points[p].key;
    target->wilks_achieved = (double)view->events[p].false_matches / trials;
}

void assay_wilks_settle(assay_verification *v, assay_crowd *crowd)
{
    for (size_t i = 0; i < v->target_count; i++)
        settle(v, crowd, &v->targets[i]);
}
