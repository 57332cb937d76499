// SPDX-License-Identifier: Apache-2.0
// Figures of pairs of people (1:1), from both systems' views.
#include "base/order.h"
#include "measure/clusters.h"
#include "measure/comparison_study.h"
#include "measure/joint.h"
#include "measure/points.h"
#include "stats/zero.h"

#include <float.h>
#include <math.h>
#include <string.h>

static bool is(const assay_figure *figure, const char *name)
{
    return strcmp(figure->name, name) == 0;
}

static bool same_labels(const assay_view *view, const assay_figure *figure)
{
    if (view->label_count != figure->group_count) return false;
    for (size_t i = 0; i < view->label_count; i++)
        if (strcmp(view->labels[i].attribute, figure->group[i].attribute) !=
                0 ||
            strcmp(view->labels[i].value, figure->group[i].value) != 0)
            return false;
    return true;
}

bool assay_comparison_unknown(const assay_comparison *c,
                              const assay_figure *figure)
{
    const assay_compared_side *side = &c->input->sides[0];
    for (size_t i = 0; i < side->view_count; i++)
        if (same_labels(side->views[i], figure)) return side->views[i]->unknown;
    // Searches alone, or no counts: those have this for a value.
    for (size_t i = 0; i < figure->group_count; i++)
        if (strcmp(figure->group[i].value, "unknown") != 0) return false;
    return figure->group_count > 0;
}

static bool near(const assay_figure *figure)
{
    return figure->references && strcmp(figure->references, "same group") == 0;
}

// The view that a figure is of; view_count: none.
static size_t view_of(const assay_compared_side *side,
                      const assay_figure *figure)
{
    size_t i = 0;
    while (i < side->view_count &&
           (side->views[i]->same_references != near(figure) ||
            !same_labels(side->views[i], figure)))
        i++;
    return i;
}

bool assay_comparison_has(const assay_figure *figure, const char *key)
{
    for (size_t i = 0; i < figure->at_count; i++)
        if (strcmp(figure->at[i].key, key) == 0) return true;
    return false;
}

// A threshold of a result file can be any number.
static float as_score(double x)
{
    if (x > (double)FLT_MAX) return INFINITY;
    return x < -(double)FLT_MAX ? -INFINITY : (float)x;
}

uint32_t assay_comparison_key(const assay_figure *figure)
{
    const char *rule = figure->rule ? figure->rule : "ge";
    const bool turned = rule[0] == 'l';
    const double score = turned ? 0.0 - figure->threshold : figure->threshold;
    return assay_key_of(assay_score_clean(as_score(score))) + (rule[1] == 't');
}

static size_t with_confidence(const assay_view *view, double target,
                              uint32_t key)
{
    for (size_t p = 0; p < view->point_count; p++)
        if (view->points[p].purpose == ASSAY_FOR_WILKS &&
            view->points[p].target == target && view->points[p].key == key)
            return p;
    return view->point_count;
}

bool assay_comparison_sets(const assay_figure *figure)
{
    const char *from = figure->threshold_from ? figure->threshold_from : "";
    return strcmp(from, "group") == 0 ||
           (strcmp(from, "all") == 0 && !figure->group_count);
}

// The point that a rate stands at; point_count: none.
static size_t point_of(const assay_view *view, const assay_figure *figure)
{
    if (!figure->at_count) return view->point_count;
    const double value = figure->at[0].value;
    if (strcmp(figure->at[0].key, "threshold") == 0)
        return assay_points_find(view, ASSAY_FOR_THRESHOLD, value, false);
    if (assay_comparison_has(figure, "confidence"))
        return with_confidence(view, value, assay_comparison_key(figure));
    return assay_points_find(view, ASSAY_FOR_TARGET, value,
                             assay_comparison_sets(figure));
}

// The views that both figures are of, made ready; false: none.
static bool begin(assay_comparison *c, const assay_compared *to)
{
    const assay_comparison_input *input = c->input;
    const size_t a = view_of(&input->sides[0], to->of[0]);
    const size_t b = view_of(&input->sides[1], to->of[1]);
    if (a == input->sides[0].view_count || b == input->sides[1].view_count)
        return false;
    if (c->duo_of == a + 1) return true;
    const assay_view *x = input->sides[0].views[a];
    const assay_view *y = input->sides[1].views[b];
    assay_duo_end(&c->duo);
    c->duo_of = 0;
    if (!x->has_people) return false;
    if (!assay_duo_begin(x, y, input->options->common.confidence, &c->duo)) {
        c->ledger.no_memory = true;
        return false;
    }
    c->duo_of = a + 1;
    return true;
}

bool assay_comparison_balanced(const assay_figure *figure)
{
    return figure->weights && strcmp(figure->weights, "subject") == 0;
}

// FNMR at a threshold that the system's own scores set: d FNMR - s d FMR.
static void influence_of_rate(assay_comparison *c, const assay_compared *to,
                              const size_t point[2], assay_influence *out)
{
    const bool mated = !is(to->of[0], "FMR");
    const double sign = is(to->of[0], "TMR") ? -1 : 1;
    for (int s = 0; s < 2; s++) {
        const bool moves = mated && assay_comparison_sets(to->of[s]);
        const double slope =
            moves ? assay_joint_slope(&c->duo.crowd[s], point[s]) : 0;
        out->mated[s] = mated ? sign : 0;
        out->non_mated[s] = mated ? 0 - sign * slope : 1;
    }
}

static void settle_terms(assay_comparison *c, const assay_influence *of,
                         const size_t point[2], assay_compared *to)
{
    assay_duo_spread spread[2];
    for (int k = 0; k < 2; k++) {
        assay_influence w;
        assay_comparison_weights(of, to, k == 1, &w);
        const assay_duo_terms terms = {
            .point = {point[0], point[1]},
            .mated = {w.mated[0], w.mated[1]},
            .non_mated = {w.non_mated[0], w.non_mated[1]},
            .balanced = assay_comparison_balanced(to->of[0])};
        spread[k] = assay_duo_measure(&c->duo, &terms);
    }
    assay_comparison_settle(c, spread, to);
}

// Errors of each person at a point of one system, into crowd->errors[0].
static void fill_errors(assay_crowd *crowd, size_t p, bool mated)
{
    if (mated) {
        assay_crowd_mated_errors(crowd, p);
        return;
    }
    assay_crowd_non_mated_errors(crowd, p);
    if (assay_crowd_sides(crowd) < 2) return;
    for (size_t i = 0; i < crowd->people; i++)
        crowd->errors[0][i] += crowd->errors[1][i];
}

static double trials_of(const assay_crowd *crowd, size_t person, bool mated)
{
    if (mated) return crowd->mated[person];
    const bool two = assay_crowd_sides(crowd) == 2;
    return crowd->sides[0][person] + (two ? crowd->sides[1][person] : 0);
}

// Tells of everybody of whom the systems differ.
static void tell_people(assay_comparison *c, const assay_compared *to,
                        const size_t point[2])
{
    const assay_comparison_input *input = c->input;
    const bool mated = !is(to->of[0], "FMR");
    assay_crowd *a = &c->duo.crowd[0], *b = &c->duo.crowd[1];
    if (!input->differ || to->of[0]->group_count || to->beside ||
        to->complement)
        return;
    fill_errors(a, point[0], mated);
    fill_errors(b, point[1], mated);
    for (uint32_t i = 0; i < a->people; i++) {
        const assay_differing one = {to->of[0]->id,
                                     i,
                                     {a->errors[0][i], b->errors[0][i]},
                                     trials_of(a, i, mated)};
        if (one.events[0] < one.events[1] || one.events[0] > one.events[1])
            input->differ(input->context, &one);
    }
}

static bool compare_rate(assay_comparison *c, assay_compared *to)
{
    size_t point[2];
    assay_influence of = {{0, 0}, {0, 0}};
    for (int s = 0; s < 2; s++) {
        const assay_view *view = c->duo.crowd[s].view;
        point[s] = point_of(view, to->of[s]);
        if (point[s] == view->point_count) return false;
    }
    influence_of_rate(c, to, point, &of);
    settle_terms(c, &of, point, to);
    tell_people(c, to, point);
    return true;
}

static bool compare_eer(assay_comparison *c, assay_compared *to)
{
    size_t point[2];
    assay_influence of;
    for (int s = 0; s < 2; s++) {
        const assay_view *view = c->duo.crowd[s].view;
        point[s] = assay_points_find(view, ASSAY_FOR_EER, NAN, true);
        if (point[s] == view->point_count) return false;
        const double slope =
            fabs(assay_joint_crossing_slope(&c->duo.crowd[s], point[s]));
        const double w = slope / (1 + slope);
        of.mated[s] = 1 - w;
        of.non_mated[s] = w;
    }
    settle_terms(c, &of, point, to);
    return true;
}

static bool compare_auc(assay_comparison *c, assay_compared *to)
{
    for (int s = 0; s < 2; s++)
        if (!c->duo.crowd[s].view->area.counted) return false;
    const assay_duo_spread spread[2] = {assay_duo_auc(&c->duo),
                                        {.known = false}};
    assay_comparison_settle(c, spread, to);
    if (to->method) to->method = "DeLong by person, t";
    return true;
}

// Samples of each person that were lost, of those tried: into the room of a
// crowd. False where they are not known by person.
static bool fill_samples(assay_crowd *crowd, int side)
{
    const assay_view *view = crowd->view;
    if (!view->samples[side].by_person) return false;
    assay_view_tried(view, side, crowd->room);
    for (size_t i = 0; i < crowd->people; i++)
        crowd->shares[0][i] = (double)crowd->room[i];
    assay_view_lost(view, side, crowd->room);
    for (size_t i = 0; i < crowd->people; i++)
        crowd->errors[0][i] = (double)crowd->room[i];
    return true;
}

static assay_duo_spread samples_spread(assay_duo *duo,
                                       const assay_influence *weights)
{
    const assay_crowd *a = &duo->crowd[0], *b = &duo->crowd[1];
    assay_duo_spread out = {.known = false};
    for (size_t i = 0; i < a->people; i++) {
        duo->mated[i] = weights->mated[0] * a->errors[0][i] +
                        weights->mated[1] * b->errors[0][i];
        out.bearers += a->errors[0][i] < b->errors[0][i] ||
                       a->errors[0][i] > b->errors[0][i];
    }
    const assay_side people = {duo->mated, a->shares[0], a->people, NULL};
    const assay_cluster cluster = assay_cluster_one_way(people, false);
    out.known = cluster.status == ASSAY_CLUSTER_OK;
    out.spread = (assay_spread){cluster.variance, cluster.nu};
    out.people = (int64_t)cluster.subjects;
    out.few_clusters =
        out.known && out.bearers > 0 && assay_cluster_few(&cluster);
    out.bound = assay_zero_bound(cluster.subjects, 0.5 * (1 - duo->confidence));
    return out;
}

static bool compare_samples(assay_comparison *c, assay_compared *to)
{
    const int side =
        is(to->of[0], "FTA") ? ASSAY_SIDE_PROBE : ASSAY_SIDE_REFERENCE;
    assay_duo *duo = &c->duo;
    assay_duo_spread spread[2];
    if (!fill_samples(&duo->crowd[0], side) ||
        !fill_samples(&duo->crowd[1], side) ||
        memcmp(duo->crowd[0].shares[0], duo->crowd[1].shares[0],
               duo->crowd[0].people * sizeof(double)) != 0)
        return false;
    for (int k = 0; k < 2; k++) {
        const assay_influence of = {{1, 1}, {0, 0}};
        assay_influence weights;
        assay_comparison_weights(&of, to, k == 1, &weights);
        spread[k] = samples_spread(duo, &weights);
    }
    assay_comparison_settle(c, spread, to);
    return true;
}

bool assay_comparison_pairs(assay_comparison *c, assay_compared *to)
{
    const assay_figure *a = to->of[0];
    const bool rate = is(a, "FNMR") || is(a, "TMR") || is(a, "FMR");
    const bool failure = is(a, "FTA") || is(a, "FTE");
    if (a->watchlist_size || a->reference_group_count) return false;
    if (!rate && !failure && !is(a, "EER") && !is(a, "AUC")) return false;
    if (!begin(c, to)) return false;
    if (rate) return compare_rate(c, to);
    if (failure) return compare_samples(c, to);
    return is(a, "EER") ? compare_eer(c, to) : compare_auc(c, to);
}
