// SPDX-License-Identifier: Apache-2.0
// What the make-up of a list by group does to who is wrongly pointed at: FPIR
// of a group at lists that are drawn group by group from the one that was
// searched (docs/statistics.md 3.1, 5.2).
#include "base/alloc.h"
#include "measure/ident_study.h"
#include "measure/make_up.h"
#include "stats/composition.h"
#include "stats/watchlist.h"

#include <math.h>

// Searches of one group at one threshold, by the groups of a list.
typedef struct drawing {
    const assay_ident_part *part;
    uint32_t key;
    const assay_make_up *groups;
    double *x, *m;   // of each person: chance of a false alert; searches
    double *over;    // identities over the threshold, by stratum
    double *against; // identities that searches were held against
    assay_stratum *strata;
    uint64_t searches, named; // those that named somebody
    bool cut;                 // some list ends above the threshold
} drawing;

static void end_drawing(drawing *d)
{
    assay_free(d->x);
    assay_free(d->m);
    assay_free(d->over);
    assay_free(d->against);
    assay_free(d->strata);
}

static bool make_room(drawing *d)
{
    const size_t people = d->part->all->searches->people_count;
    const size_t n = d->groups->strata;
    d->x = assay_new(0, people, sizeof *d->x);
    d->m = assay_new(0, people, sizeof *d->m);
    d->over = assay_new(0, n, sizeof *d->over);
    d->against = assay_new(0, n, sizeof *d->against);
    d->strata = assay_new(0, n, sizeof *d->strata);
    return d->x && d->m && d->over && d->against && d->strata;
}

// Searches that stand for people who are not on the list, as ident_sizes.c
// takes them.
static bool is_used(const drawing *d, const assay_searched *search)
{
    const assay_searches *s = d->part->all->searches;
    const assay_search_group *group = d->part->group;
    if (group && !group->profiles[search->profile]) return false;
    if (s->pool < s->gallery_count) return search->gallery == s->pool;
    return !search->mated;
}

// Identities over the threshold and in all, of each stratum.
static void fill_strata(drawing *d, const assay_searched *search)
{
    const assay_searches *s = d->part->all->searches;
    const uint32_t over =
        search->acquired ? assay_ident_over(s, search, d->key) : 0;
    for (size_t h = 0; h < d->groups->strata; h++)
        d->strata[h] = (assay_stratum){
            .all = assay_make_up_count(d->groups, search->gallery, h)};
    if (search->enrolled) {
        const size_t own = assay_make_up_of(d->groups, s, search->person);
        if (d->strata[own].all) d->strata[own].all--;
    }
    for (uint32_t i = 0; i < over; i++) {
        const uint32_t who = s->candidates[search->first + i].person;
        d->strata[assay_make_up_of(d->groups, s, who)].k++;
    }
    d->named += over > 0;
    d->cut = d->cut || (search->acquired && search->cut > d->key);
}

// Adds a search of a list that holds `list[h]` of each stratum.
static void add_search(drawing *d, const assay_searched *search,
                       const uint64_t *list)
{
    double chance = 0;
    bool any = false;
    fill_strata(d, search);
    for (size_t h = 0; h < d->groups->strata; h++) {
        assay_stratum *one = &d->strata[h];
        one->n = list[h] < one->all ? list[h] : one->all;
        d->over[h] += (double)one->k;
        d->against[h] += (double)one->all;
        any = any || one->k;
    }
    if (any) chance = assay_watchlist_hit_strata(d->strata, d->groups->strata);
    d->x[search->person] += chance;
    d->m[search->person] += 1;
    d->searches++;
}

static void set_interval(const drawing *d, assay_figure *figure)
{
    const double confidence = d->part->all->input.common->confidence;
    assay_cluster cluster = assay_cluster_one_way(
        (assay_side){d->x, d->m, d->part->all->searches->people_count, NULL},
        false);
    figure->value = cluster.rate;
    figure->subjects = (int64_t)cluster.subjects;
    if (cluster.status != ASSAY_CLUSTER_OK) return;
    cluster.errors = (double)d->named;
    const assay_interval ends = assay_cluster_interval(
        &cluster, cluster.variance, cluster.subjects, confidence);
    figure->low = ends.low;
    figure->high = ends.high;
    figure->interval = "confidence";
    figure->confidence = confidence;
    figure->effective = assay_cluster_effective(&cluster, cluster.variance);
    figure->method = "exact for lists drawn group by group; cluster-robust "
                     "Wilson by searched people, t";
}

// Where a list wants more of a group than there are: as if comparisons were
// independent.
static void set_beyond(const drawing *d, const uint64_t *list,
                       assay_figure *figure)
{
    double *rate = d->over, *n = d->against;
    for (size_t h = 0; h < d->groups->strata; h++) {
        rate[h] = n[h] > 0 ? rate[h] / n[h] : 0;
        n[h] = (double)list[h];
    }
    figure->value = assay_composition_fpir(rate, n, d->groups->strata);
    figure->note = "more of a group than were searched: from the FMR against "
                   "each group as if comparisons were independent, which "
                   "comes out too high where they aren't";
}

static void set_figure(const drawing *d, const assay_make_up_list *list,
                       assay_figure *figure)
{
    figure->trials = (int64_t)d->searches;
    figure->per = "search";
    figure->of = "non-mated searches";
    figure->target = "fixed watchlist";
    figure->weights = "comparison";
    if (!d->searches) {
        figure->status = ASSAY_FIGURE_NO_DATA;
        figure->note = "there are no searches of people who are not listed";
    } else if (d->cut) {
        assay_ident_set_cut(figure);
    } else if (list->beyond) {
        set_beyond(d, list->of, figure);
    } else {
        set_interval(d, figure);
        figure->note = list->note;
    }
    if (!isnan(figure->value) && d->named < ASSAY_IDENT_FEW)
        figure->status = ASSAY_FIGURE_FEW_EVENTS;
}

bool assay_ident_drawn(const assay_ident_part *part, uint32_t key,
                       const assay_make_up *groups,
                       const assay_make_up_list *list, assay_figure *figure)
{
    const assay_searches *s = part->all->searches;
    ASSAY_AUTO(end_drawing)
    drawing d = {.part = part, .key = key, .groups = groups};
    if (!make_room(&d)) return false;
    for (uint64_t i = 0; i < s->search_count; i++)
        if (is_used(&d, &s->searches[i]))
            add_search(&d, &s->searches[i], list->of);
    set_figure(&d, list, figure);
    return true;
}

static bool draw(const assay_ident_part *part, const assay_ident_spot *spot,
                 const assay_make_up *groups, const assay_make_up_list *list)
{
    assay_at at[5];
    assay_figure figure = assay_ident_figure(part, list->name, "proportion");
    size_t n = assay_ident_at(spot, at);
    at[n++] = (assay_at){"watchlist_size", (double)list->size};
    figure.at = at;
    figure.at_count = n;
    figure.threshold = assay_ident_threshold(part->all, spot->key);
    figure.threshold_from = spot->target ? "all" : "given";
    figure.watchlist_size = (int64_t)list->size;
    if (!assay_ident_drawn(part, spot->key, groups, list, &figure))
        return false;
    assay_ident_add(part, &figure, NULL, false);
    return true;
}

void assay_ident_compositions(const assay_ident_part *part)
{
    ASSAY_AUTO(assay_make_up_end) assay_make_up groups = {.strata = 0};
    const assay_identification *all = part->all;
    bool memory = true;
    if (!part->group || part->group->unknown) return;
    memory = assay_make_up_find(part, &groups);
    for (size_t i = 0; memory && i < all->spot_count; i++)
        for (size_t k = 0; memory && k < groups.count; k++)
            if (assay_ident_stands(&all->spots[i]))
                memory = draw(part, &all->spots[i], &groups, &groups.lists[k]);
    if (!memory) all->ledger->no_memory = true;
}
