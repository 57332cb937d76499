// SPDX-License-Identifier: Apache-2.0
// Figures of searches of watchlists (1:N), from both systems' searches. A
// person's searches are one cluster; what makes lists like this one differ is
// added where the figure speaks of them (docs/statistics.md 4.5).
#include "measure/comparison_study.h"

#include "base/alloc.h"
#include "stats/det.h"
#include "stats/watchlist.h"
#include "stats/zero.h"

#include <math.h>
#include <string.h>

// A person may have this share of all searches; beyond, no interval by search
// where counts are unequal.
static const double MOST_OF_ONE = 0.05;

static bool is(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

// Both systems' searches of a part, at the thresholds of a figure.
typedef struct counted {
    assay_ident_part part[2];
    assay_ident_counts counts[2];
    uint32_t key[2];
    double shared; // sum of u_sj of both
    double *room[4];
    size_t people;
} counted;

static void drop_counted(counted *d)
{
    for (int s = 0; s < 2; s++) assay_ident_counts_end(&d->counts[s]);
    for (size_t i = 0; i < 4; i++) assay_free(d->room[i]);
}

void assay_comparison_searches_end(assay_comparison *c)
{
    for (int s = 0; s < 2; s++) assay_ident_keys_end(&c->searches[s].keys);
}

static bool make(assay_comparison *c)
{
    if (c->searches_made) return true;
    for (int s = 0; s < 2; s++) {
        assay_identification *all = &c->searches[s];
        all->searches = c->input->sides[s].searches;
        all->ledger = &c->ledger;
        all->input.common = &c->input->options->common;
        const assay_ident_part everybody = {.all = all};
        if (!assay_ident_keys_of(&everybody, &all->keys)) {
            c->ledger.no_memory = true;
            return false;
        }
    }
    c->searches_made = true;
    return true;
}

static bool same_labels(const assay_search_group *group,
                        const assay_figure *figure)
{
    if (group->label_count != figure->group_count) return false;
    for (size_t i = 0; i < group->label_count; i++)
        if (!is(group->labels[i].attribute, figure->group[i].attribute) ||
            !is(group->labels[i].value, figure->group[i].value))
            return false;
    return true;
}

// The group of a figure; false: it isn't kept.
static bool find_group(const assay_compared_side *side,
                       const assay_figure *figure, assay_ident_part *part)
{
    part->group = NULL;
    if (!figure->group_count) return true;
    for (size_t i = 0; i < side->group_count; i++)
        if (same_labels(&side->groups[i], figure))
            part->group = &side->groups[i];
    return part->group != NULL;
}

// What is counted of each person for a figure: events of searches. NULL: it is
// no such figure.
static const double *events_of(const assay_figure *figure,
                               const assay_ident_counts *c)
{
    const char *name = figure->name;
    if (is(name, "FNIR") || is(name, "TPIR")) return c->missed;
    if (is(name, "algorithm-level FNIR")) return c->failed;
    if (is(name, "FPIR") || is(name, "algorithm-level FPIR"))
        return c->false_positives;
    if (is(name, "false alerts on listed people")) return c->on_list;
    return is(name, "false alerts per search") ? c->alerts : NULL;
}

static const double *trials_of(const assay_figure *figure,
                               const assay_ident_counts *c)
{
    const char *name = figure->name;
    if (is(name, "algorithm-level FNIR")) return c->completed;
    if (is(name, "FPIR")) return c->non_mated;
    if (is(name, "algorithm-level FPIR")) return c->able_non_mated;
    return is(name, "false alerts per search") ? c->searched : c->mated;
}

static bool is_of_others(const assay_figure *figure)
{
    return is(figure->name, "FPIR") || is(figure->name, "algorithm-level FPIR");
}

static bool is_miss(const assay_figure *figure)
{
    return is(figure->name, "FNIR") || is(figure->name, "TPIR") ||
           is(figure->name, "algorithm-level FNIR");
}

static bool count_both(assay_comparison *c, const assay_compared *to,
                       counted *d)
{
    for (int s = 0; s < 2; s++) {
        const assay_figure *figure = to->of[s];
        const uint32_t length = c->searches[s].searches->list_length;
        const uint32_t rank =
            figure->rank > 0 ? (uint32_t)figure->rank : length;
        d->part[s].all = &c->searches[s];
        c->searches[s].random = is(figure->target, "random watchlist");
        d->key[s] = assay_comparison_key(figure);
        if (!find_group(&c->input->sides[s], figure, &d->part[s])) return false;
        if (!assay_ident_count(&d->part[s], d->key[s], rank, &d->counts[s])) {
            c->ledger.no_memory = true;
            return false;
        }
    }
    d->people = d->counts[0].people;
    for (size_t i = 0; i < 4; i++) {
        d->room[i] = assay_new(0, d->people, sizeof *d->room[i]);
        if (!d->room[i]) c->ledger.no_memory = true;
    }
    return !c->ledger.no_memory;
}

// A figure of both as people see it.
typedef struct sides {
    const double *x[2], *m;
    size_t n;
} sides;

static bool find_sides(const assay_compared *to, const counted *d, sides *out)
{
    const double *m[2];
    out->n = d->people;
    for (int s = 0; s < 2; s++) {
        out->x[s] = events_of(to->of[s], &d->counts[s]);
        m[s] = trials_of(to->of[s], &d->counts[s]);
        if (!out->x[s]) return false;
    }
    out->m = m[0];
    // Not of the same searches where a system lost others than the other did.
    return memcmp(m[0], m[1], d->people * sizeof *m[0]) == 0;
}

static double differing(const sides *of)
{
    double n = 0;
    for (size_t i = 0; i < of->n; i++)
        n += of->x[0][i] < of->x[1][i] || of->x[0][i] > of->x[1][i];
    return n;
}

// w of both systems' events, or shares of each person, into `to`.
static assay_side combine(const sides *of, const double w[2], bool even,
                          double *to, double *ones)
{
    for (size_t i = 0; i < of->n; i++) {
        const double sum = w[0] * of->x[0][i] + w[1] * of->x[1][i];
        const bool any = of->m[i] > 0;
        ones[i] = any ? 1 : 0;
        to[i] = even && any ? sum / of->m[i] : even ? 0 : sum;
    }
    return (assay_side){to, even ? ones : of->m, of->n, NULL};
}

static bool is_random(const assay_compared *to)
{
    return is(to->of[0]->target, "random watchlist");
}

// Adds what the identities on the list add: each by what it weighs in both.
static assay_cluster add_gallery(const counted *d, const double w[2],
                                 const assay_cluster *fixed, assay_side probes)
{
    const assay_ident_counts *a = &d->counts[0], *b = &d->counts[1];
    double *u = d->room[3];
    for (uint32_t j = 0; j < a->identities; j++)
        u[j] = w[0] * a->influence[j] + w[1] * b->influence[j];
    const double shared = w[0] * w[0] * a->shared + w[1] * w[1] * b->shared +
                          2 * w[0] * w[1] * d->shared;
    return assay_watchlist_random(fixed, probes, u, a->identities,
                                  shared > 0 ? shared : 0, false);
}

// FPIR beside an FNIR, which says what a threshold adds.
static assay_cluster add_threshold(const counted *d, const double w[2],
                                   const assay_cluster *alone, assay_side mated)
{
    const assay_ident_counts *a = &d->counts[0], *b = &d->counts[1];
    double *x = d->room[2];
    for (size_t i = 0; i < d->people; i++)
        x[i] = w[0] * a->false_positives[i] + w[1] * b->false_positives[i];
    const assay_side others = {x, a->non_mated, d->people, NULL};
    const assay_cluster fpir = assay_cluster_one_way(others, false);
    if (fpir.status != ASSAY_CLUSTER_OK) return *alone;
    const assay_det_point point = {.mated = mated,
                                   .non_mated = others,
                                   .mated_events = alone->events,
                                   .mated_trials = alone->trials,
                                   .non_mated_events = fpir.events,
                                   .non_mated_trials = fpir.trials};
    assay_cluster c = assay_det_fnmr(&point, alone, fpir.variance, -1, false);
    if (!(c.variance > 0)) c.variance = alone->variance;
    return c;
}

static bool same_list(const counted *d)
{
    return d->counts[0].identities == d->counts[1].identities;
}

static assay_duo_spread spread_of(const assay_compared *to, const counted *d,
                                  const sides *of, const assay_influence *w)
{
    const bool even = assay_comparison_balanced(to->of[0]);
    const assay_balance balance = assay_cluster_balance(of->m, of->n);
    const assay_side people =
        combine(of, w->mated, even, d->room[0], d->room[1]);
    assay_cluster c = assay_cluster_one_way(people, false);
    if (!even && balance.unequal && !is_of_others(to->of[0]))
        c.variance = c.jackknife;
    if (is_random(to) && is_of_others(to->of[0]))
        c = add_gallery(d, w->mated, &c, people);
    if (w->non_mated[0] > 0 || w->non_mated[0] < 0 || w->non_mated[1] > 0 ||
        w->non_mated[1] < 0)
        c = add_threshold(d, w->non_mated, &c, people);
    assay_duo_spread out = {.spread = {c.variance, c.nu},
                            .bearers = differing(of),
                            .people = (int64_t)c.subjects};
    out.dominated = !even && balance.unequal && balance.largest > MOST_OF_ONE;
    out.known = c.status == ASSAY_CLUSTER_OK && !out.dominated &&
                c.variance == c.variance;
    out.few_clusters = out.known && out.bearers > 0 && assay_cluster_few(&c);
    return out;
}

// How the figure moves with what people see, and with the FPIR that a system's
// own searches set its threshold by.
static assay_influence influence_of(const assay_compared *to, const counted *d)
{
    assay_influence of;
    const double sign = is(to->of[0]->name, "TPIR") ? -1 : 1;
    for (int s = 0; s < 2; s++) {
        const bool moves = is_miss(to->of[s]) && d->counts[s].positives &&
                           assay_comparison_sets(to->of[s]);
        const double slope =
            moves ? assay_ident_slope(&d->part[s], &d->counts[s]) : 0;
        of.mated[s] = sign;
        of.non_mated[s] = 0 - sign * slope;
    }
    return of;
}

// Tells of everybody of whom the systems differ.
static void tell_people(const assay_comparison *c, const assay_compared *to,
                        const sides *of)
{
    const assay_comparison_input *input = c->input;
    if (!input->differ || to->of[0]->group_count || to->beside ||
        to->complement)
        return;
    for (uint32_t i = 0; i < of->n; i++) {
        const assay_differing one = {
            to->of[0]->id, i, {of->x[0][i], of->x[1][i]}, of->m[i]};
        if (one.events[0] < one.events[1] || one.events[0] > one.events[1])
            input->differ(input->context, &one);
    }
}

static bool count_shared(assay_comparison *c, counted *d)
{
    const assay_ident_at_key a = {&d->part[0], d->key[0]};
    const assay_ident_at_key b = {&d->part[1], d->key[1]};
    if (assay_ident_shared(&a, &b, &d->shared)) return true;
    c->ledger.no_memory = true;
    return false;
}

static bool settle(assay_comparison *c, assay_compared *to, counted *d)
{
    sides of;
    assay_duo_spread spread[2];
    const double tail = 0.5 * (1 - c->input->options->common.confidence);
    if (!find_sides(to, d, &of)) return false;
    if (is_random(to) && is_of_others(to->of[0]) && !same_list(d)) return false;
    if (is_random(to) && is_of_others(to->of[0]) && !count_shared(c, d))
        return false;
    const assay_influence moves = influence_of(to, d);
    for (int k = 0; k < 2; k++) {
        assay_influence w;
        assay_comparison_weights(&moves, to, k == 1, &w);
        spread[k] = spread_of(to, d, &of, &w);
        spread[k].bound = assay_zero_bound((double)spread[k].people, tail);
    }
    assay_comparison_settle(c, spread, to);
    tell_people(c, to, &of);
    return true;
}

bool assay_comparison_searches(assay_comparison *c, assay_compared *to)
{
    const assay_figure *a = to->of[0];
    ASSAY_AUTO(drop_counted) counted d = {.people = 0};
    if (!c->input->sides[0].searches || !c->input->sides[1].searches)
        return false;
    if (!a->watchlist_size || a->reference_group_count ||
        assay_comparison_has(a, "watchlist_size") ||
        __builtin_isnan(a->threshold) || __builtin_isnan(to->of[1]->threshold))
        return false;
    if (!make(c) || !count_both(c, to, &d)) return false;
    return settle(c, to, &d);
}
