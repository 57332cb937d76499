// SPDX-License-Identifier: Apache-2.0
#include "measure/clusters.h"

#include "stats/zero.h"

#include <math.h>

enum { BORROW_FROM = 30 }; // events that a borrowed design effect needs

assay_cluster assay_clusters_mated(assay_crowd *crowd, size_t p)
{
    assay_crowd_mated_errors(crowd, p);
    crowd->last = assay_cluster_one_way(
        assay_crowd_side(crowd, ASSAY_KINDS_MATED, crowd->errors[0],
                         crowd->mated, 0),
        true);
    return crowd->last;
}

// Each person counts 1: x is the share of their comparisons that failed.
assay_cluster assay_clusters_balanced_mated(assay_crowd *crowd, size_t p)
{
    assay_crowd_mated_errors(crowd, p);
    for (size_t i = 0; i < crowd->people; i++)
        crowd->shares[0][i] =
            crowd->mated[i] > 0 ? crowd->errors[0][i] / crowd->mated[i] : 0;
    crowd->last = assay_cluster_one_way(
        assay_crowd_side(crowd, ASSAY_KINDS_ONES, crowd->shares[0], crowd->ones,
                         0),
        false);
    crowd->last.errors = (double)crowd->view->events[p].false_non_matches;
    return crowd->last;
}

static assay_cluster cluster_of_sides(assay_crowd *crowd, size_t kinds,
                                      double *const margins[2],
                                      assay_pair_sums pairs, bool counted)
{
    const assay_side first =
        assay_crowd_side(crowd, kinds, crowd->errors[0], margins[0], 0);
    if (!crowd->view->disjoint_roles)
        return assay_cluster_dyadic(first, pairs, counted);
    const assay_side second =
        assay_crowd_side(crowd, kinds + 1, crowd->errors[1], margins[1], 1);
    return assay_cluster_two_way(first, second, pairs, counted);
}

assay_cluster assay_clusters_non_mated(assay_crowd *crowd, size_t p)
{
    const assay_view *view = crowd->view;
    const assay_events *events = &view->events[p];
    const assay_pair_sums pairs = {
        (double)events->false_matches, (double)view->trials[ASSAY_NON_MATED],
        assay_wide_double(events->sum_e2), assay_wide_double(events->sum_em),
        assay_wide_double(view->sum_m2)};
    assay_crowd_non_mated_errors(crowd, p);
    return cluster_of_sides(crowd, ASSAY_KINDS_SIDES, crowd->sides, pairs,
                            true);
}

assay_cluster assay_clusters_balanced_non_mated(assay_crowd *crowd, size_t p)
{
    const assay_view *view = crowd->view;
    const assay_events *events = &view->events[p];
    const double sum = ldexp(assay_wide_double(events->balanced), -40);
    const double n = (double)view->pairs;
    const assay_pair_sums pairs = {
        sum, n, ldexp(assay_wide_double(events->balanced2), -40), sum, n};
    assay_crowd_balanced_errors(crowd, p);
    assay_cluster cluster = cluster_of_sides(crowd, ASSAY_KINDS_PARTNERS,
                                             crowd->partners, pairs, false);
    cluster.errors = (double)events->false_matches;
    return cluster;
}

static uint64_t events_at(const assay_view *view, size_t p, int class)
{
    return class == ASSAY_MATED ? view->events[p].false_non_matches
                                : view->events[p].false_matches;
}

// The design effect at the point nearest to `p` with enough events; NaN if
// there is none. Errors are nested: for non-mated ones it lies below.
double assay_clusters_borrowed_deff(assay_crowd *crowd, size_t p, int class)
{
    const assay_view *view = crowd->view;
    const bool up = class == ASSAY_MATED;
    for (size_t i = p; i < view->point_count; i = up ? i + 1 : i - 1) {
        const uint64_t events = events_at(view, i, class);
        if (events < BORROW_FROM || events == view->trials[class]) continue;
        const assay_cluster cluster = up ? assay_clusters_mated(crowd, i)
                                         : assay_clusters_non_mated(crowd, i);
        if (cluster.status != ASSAY_CLUSTER_OK) return NAN;
        // "At most": the wider of the two variances (4.3(b)).
        const double wide = cluster.jackknife > cluster.variance
                                ? cluster.jackknife
                                : cluster.variance;
        return assay_cluster_deff(&cluster, wide);
    }
    return NAN;
}

double assay_clusters_units(const assay_crowd *crowd, int class)
{
    if (class == ASSAY_MATED)
        return assay_design_units(ASSAY_DESIGN_ONE_WAY, crowd->mated_people, 0);
    return crowd->view->disjoint_roles
               ? assay_design_units(ASSAY_DESIGN_TWO_WAY, crowd->side_people[0],
                                    crowd->side_people[1])
               : assay_design_units(ASSAY_DESIGN_DYADIC, crowd->side_people[0],
                                    0);
}
