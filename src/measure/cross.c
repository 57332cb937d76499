// SPDX-License-Identifier: Apache-2.0
#include "measure/cross.h"

#include "base/alloc.h"
#include "measure/contrasts.h"
#include "stats/zero.h"

#include <math.h>

// A person may have this share of all comparisons; beyond, no interval by
// comparison where counts are unequal.
static const double MOST_OF_ONE = 0.05;

// All references less those of the same group.
typedef struct cross {
    assay_part *part;
    const assay_standing *all, *near;
    double *x[2], *m[2]; // of each person, by side
    uint64_t *probes;    // room
    assay_pair_sums sums;
    double events, trials;
    bool two_way; // nobody is on both sides
    bool unequal;
} cross;

static void end_cross(cross *c)
{
    for (int s = 0; s < 2; s++) {
        assay_free(c->x[s]);
        assay_free(c->m[s]);
    }
    assay_free(c->probes);
}

void assay_cross_begin(assay_part *part)
{
    assay_verification *v = part->verification;
    if (!part->view->has_people) return;
    if (!v->probes)
        v->probes = assay_new(0, part->view->people, sizeof *v->probes);
    if (v->probes)
        assay_view_margins(part->view, ASSAY_ROLE_PROBE, v->probes);
    else
        v->ledger.no_memory = true;
}

static void take(const assay_bearing *from, double sign, double *x, double *m)
{
    for (uint32_t i = 0; i < from->count; i++) {
        x[from->who[i]] += sign * from->x[i];
        m[from->who[i]] += sign * from->m[i];
    }
}

// Whoever is of the group is a probe here, whoever isn't a reference: two
// sides, where groups are of people.
static bool part_sides(cross *c)
{
    const size_t people = c->part->view->people;
    const uint64_t *all = c->part->verification->probes;
    c->probes = assay_new(0, people, sizeof *c->probes);
    if (!c->probes) return false;
    assay_view_margins(c->part->view, ASSAY_ROLE_PROBE, c->probes);
    for (size_t i = 0; i < people && !c->all->by_subject; i++) {
        const double own = (double)(all[i] - c->probes[i]);
        if (own > 0 && c->m[0][i] > own) c->two_way = false;
    }
    for (size_t i = 0; i < people && c->two_way; i++) {
        if (all[i] > c->probes[i]) continue;
        c->x[1][i] = c->x[0][i];
        c->m[1][i] = c->m[0][i];
        c->x[0][i] = c->m[0][i] = 0;
    }
    return true;
}

static bool make(cross *c)
{
    const size_t people = c->part->view->people;
    const assay_standing *all = c->all, *near = c->near;
    for (int s = 0; s < 2; s++) {
        c->x[s] = assay_new(0, people, sizeof(double));
        c->m[s] = assay_new(0, people, sizeof(double));
        if (!c->x[s] || !c->m[s]) return false;
        take(&all->sides[s], 1, c->x[s], c->m[s]);
        take(&near->sides[s], -1, c->x[s], c->m[s]);
    }
    c->sums = (assay_pair_sums){
        all->sum_e - near->sum_e, all->whole - near->whole,
        all->sum_ee - near->sum_ee, all->sum_em - near->sum_em,
        all->sum_mm - near->sum_mm};
    c->events = (double)all->events - (double)near->events;
    c->trials = (double)all->trials - (double)near->trials;
    if (all->people_known && !all->two_way && !part_sides(c)) return false;
    for (int s = 0; s < 2; s++)
        c->unequal =
            c->unequal || assay_cluster_balance(c->m[s], people).unequal;
    return true;
}

static assay_cluster cluster_of(const cross *c)
{
    const size_t people = c->part->view->people;
    const bool counted = !c->all->by_subject;
    const assay_side probes = {c->x[0], c->m[0], people, NULL};
    const assay_side references = {c->x[1], c->m[1], people, NULL};
    assay_cluster out =
        c->two_way ? assay_cluster_two_way(probes, references, c->sums, counted)
                   : assay_cluster_dyadic(probes, c->sums, counted);
    out.errors = c->events;
    return out;
}

static double units_of(const cross *c)
{
    const size_t people = c->part->view->people;
    double n[2] = {0, 0};
    for (size_t i = 0; i < people; i++)
        for (int s = 0; s < 2; s++) n[s] += c->m[s][i] > 0;
    return assay_design_units(
        c->two_way ? ASSAY_DESIGN_TWO_WAY : ASSAY_DESIGN_DYADIC, n[0], n[1]);
}

// No interval by comparison where one person is in most.
static bool is_dominated(const cross *c)
{
    const size_t people = c->part->view->people;
    if (c->all->by_subject || !c->unequal) return false;
    for (int s = 0; s < 2; s++) {
        const assay_balance balance = assay_cluster_balance(c->m[s], people);
        if (balance.subjects > 0 && balance.largest > MOST_OF_ONE) return true;
    }
    return false;
}

static void set_interval(const cross *c, assay_figure *figure)
{
    const double confidence = c->part->crowd.confidence;
    const assay_cluster cluster = cluster_of(c);
    const bool wide = !c->all->by_subject && c->unequal;
    const double variance = wide ? cluster.jackknife : cluster.variance;
    figure->subjects = (int64_t)cluster.subjects;
    figure->value = cluster.rate;
    if (cluster.status != ASSAY_CLUSTER_OK || is_dominated(c)) {
        figure->note =
            "too few people, or one in most comparisons: no interval";
        return;
    }
    const assay_interval ends =
        assay_cluster_interval(&cluster, variance, units_of(c), confidence);
    figure->low = ends.low;
    figure->high = ends.high;
    figure->interval = "confidence";
    figure->confidence = confidence;
    figure->effective = assay_cluster_effective(&cluster, variance);
    figure->method =
        !(c->events > 0) ? "bound from comparisons that share nobody"
        : wide       ? "cluster-robust Wilson, delete-one-person variance, t"
        : c->two_way ? "cluster-robust Wilson by probe and reference people, t"
                     : "cluster-robust Wilson by pairs of people, t";
}

static void set_independent(const cross *c, assay_figure *figure)
{
    const double confidence = c->part->crowd.confidence;
    const assay_interval ends =
        assay_wilson_counts(c->events, c->trials, confidence);
    figure->value = c->events / c->trials;
    figure->low = ends.low;
    figure->high = ends.high;
    figure->interval = "confidence";
    figure->confidence = confidence;
    figure->method = "Wilson, as if independent";
}

static void put(cross *c, size_t near)
{
    assay_ledger *ledger = &c->part->verification->ledger;
    const assay_figure like = ledger->entries[near].figure;
    assay_figure figure =
        assay_contrasts_figure(&like, "cross-group FMR", "proportion");
    figure.references = NULL;
    figure.weights = c->all->by_subject ? "subject" : "comparison";
    figure.events = (int64_t)c->events;
    figure.trials = (int64_t)c->trials;
    figure.per = "comparison";
    figure.of = "non-mated comparisons with references of other groups";
    figure.status = like.status;
    if (!(c->trials > 0)) {
        figure.status = ASSAY_FIGURE_NO_DATA;
        figure.note = "nobody of the group met anybody of another";
    } else if (c->all->people_known) {
        set_interval(c, &figure);
    } else {
        set_independent(c, &figure);
    }
    const assay_entry entry = {.figure = figure,
                               .cell = c->part->cell,
                               .guard_low = NAN,
                               .guard_high = NAN};
    (void)assay_ledger_add(ledger, &entry, false);
}

// The standing of the same rate at that point; NULL: none.
static const assay_standing *find(const assay_part *part, size_t near,
                                  assay_standing_kind kind, bool by_subject)
{
    const assay_ledger *ledger = &part->verification->ledger;
    const assay_figure *like = &ledger->entries[near].figure;
    for (size_t i = ledger->standings.count; i > 0; i--) {
        const assay_standing *one = &ledger->standings.items[i - 1];
        if (one->kind == kind && one->by_subject == by_subject &&
            ledger->entries[one->entry].cell == part->cell &&
            assay_same_point(like, assay_standing_figure(ledger, one)))
            return one;
    }
    return NULL;
}

// What is known of the rate once one kind of weights was looked at.
typedef struct looked_at {
    bool done;    // it is told
    bool two_way; // nobody is on both sides, as counts of comparisons say
} looked_at;

// The rate with these weights. Where people are
// known but there was no room for them, nothing is told as if they weren't.
static bool add(assay_part *part, size_t near, bool by_subject, looked_at *seen)
{
    const bool people = part->view->has_people;
    ASSAY_AUTO(end_cross)
    cross c = {.part = part,
               .two_way = seen->two_way,
               .all = find(part, near, ASSAY_STANDING_FALSE, by_subject),
               .near = find(part, near, ASSAY_STANDING_NEAR, by_subject)};
    if (!c.all || !c.near || c.all->people_known != people ||
        c.near->people_known != people)
        return true;
    if (!make(&c)) return false;
    seen->two_way = c.two_way;
    // Counting people where comparisons are unequal, else comparisons.
    const bool other = find(part, near, ASSAY_STANDING_NEAR, !by_subject) &&
                       find(part, near, ASSAY_STANDING_FALSE, !by_subject);
    if (!by_subject && c.unequal && other) return true;
    put(&c, near);
    seen->done = true;
    return true;
}

void assay_cross_add(assay_part *part, size_t near)
{
    looked_at seen = {.two_way = true};
    if (!add(part, near, false, &seen) ||
        (!seen.done && !add(part, near, true, &seen)))
        part->verification->ledger.no_memory = true;
}
