// SPDX-License-Identifier: Apache-2.0
#include "simulate/street_list.h"

#include "base/alloc.h"
#include "stats/elementary.h"
#include "stats/normal.h"

#include <math.h>
#include <stdlib.h>

// Effects that are alike: the bound of a bucket is then less than twice what
// its entries need.
static const double alike = 0.25;
static const double cell = 0.0625;

static int by_effect(const void *a, const void *b)
{
    const assay_street_entry *one = a, *other = b;
    if (one->effect != other->effect)
        return one->effect > other->effect ? -1 : 1;
    return one->number < other->number ? -1 : one->number > other->number;
}

static assay_status draw_entries(assay_street_list *list, assay_arena *arena,
                                 assay_error *err)
{
    const assay_street *street = list->street;
    const uint64_t all = street->options->watchlist;
    list->entries = assay_arena_new(arena, (size_t)all, sizeof *list->entries);
    if (!list->entries) return assay_fail_memory(err, "the watchlist");
    for (uint64_t i = 0; i < all; i++) {
        ASSAY_TRY(assay_street_go_on(street, "listing", i, all, err));
        const assay_street_person person =
            assay_street_draw(street, assay_street_subject(street, i));
        if (person.enrolled)
            list->entries[list->count++] = (assay_street_entry){
                person.reference, (uint32_t)i, person.from};
    }
    qsort(list->entries, list->count, sizeof *list->entries, by_effect);
    return ASSAY_OK;
}

// Where the bucket that starts at entry `first` ends.
static size_t end_of(const assay_street_list *list, size_t first)
{
    const double least = list->entries[first].effect - alike;
    size_t end = first + 1;
    while (end < list->count && list->entries[end].effect > least) end++;
    return end;
}

static assay_status fill_buckets(assay_street_list *list, assay_arena *arena,
                                 assay_error *err)
{
    size_t count = 0;
    for (size_t i = 0; i < list->count; i = end_of(list, i)) count++;
    list->buckets = assay_arena_new(arena, count + 1, sizeof *list->buckets);
    if (!list->buckets) return assay_fail_memory(err, "the watchlist");
    for (size_t i = 0, end = 0; i < list->count; i = end) {
        end = end_of(list, i);
        list->buckets[list->bucket_count++] =
            (assay_street_bucket){(uint32_t)i, (uint32_t)end};
    }
    return ASSAY_OK;
}

// The chance that an entry of this effect reaches the floor.
static double chance_of(const assay_street *street, double x, double effect)
{
    const assay_street_factors *f = &street->factors;
    return assay_normal_cdf((x + f->reference * effect - street->floor) /
                            f->rest);
}

static double length_of(double chance)
{
    return -assay_log1p(-chance);
}

// Normal numbers of Philox stay within 8.6, so x stays on the grid.
static assay_status fill_lengths(assay_street_list *list, assay_arena *arena,
                                 assay_error *err)
{
    const assay_street *street = list->street;
    const assay_street_factors *f = &street->factors;
    const double reach = assay_street_span(street) +
                         9 * (f->probe + f->passage + f->deployment) + cell;
    list->step = cell;
    list->cells = (size_t)(2 * reach / cell) + 2;
    list->first = -reach;
    list->upto = assay_arena_new(arena, list->cells * list->bucket_count + 1,
                                 sizeof *list->upto);
    if (!list->upto) return assay_fail_memory(err, "the watchlist");
    for (size_t c = 0; c < list->cells; c++) {
        const double x = list->first + (double)c * cell;
        double upto = 0;
        for (size_t b = 0; b < list->bucket_count; b++) {
            const assay_street_bucket *bucket = &list->buckets[b];
            const double most = list->entries[bucket->first].effect;
            upto += (bucket->end - bucket->first) *
                    length_of(chance_of(street, x, most));
            list->upto[c * list->bucket_count + b] = upto;
        }
    }
    return ASSAY_OK;
}

assay_status assay_street_list_make(const assay_street *street,
                                    assay_arena *arena, assay_street_list *list,
                                    assay_error *err)
{
    *list = (assay_street_list){.street = street};
    ASSAY_TRY(draw_entries(list, arena, err));
    ASSAY_TRY(fill_buckets(list, arena, err));
    return fill_lengths(list, arena, err);
}

assay_status assay_street_candidate_add(assay_street_candidates *found,
                                        assay_street_candidate candidate,
                                        assay_error *err)
{
    if (found->count == found->room) {
        const size_t room = 2 * found->room + 16;
        if (!assay_grow(&found->items, room, sizeof *found->items))
            return assay_fail_memory(err, "the candidates");
        found->room = room;
    }
    found->items[found->count++] = candidate;
    return ASSAY_OK;
}

static bool is_there(const assay_street_candidates *found, uint32_t entry)
{
    for (size_t i = 0; i < found->count; i++)
        if (found->items[i].entry == entry) return true;
    return false;
}

// A score, given that it reaches the floor.
static float score_of(const assay_street_list *list, double x,
                      const assay_street_entry *entry, double chance,
                      assay_street_dice *dice)
{
    const assay_street_factors *f = &list->street->factors;
    const double u = assay_street_uniform(dice) * chance;
    const double score =
        x + f->reference * entry->effect - f->rest * assay_normal_quantile(u);
    // Rounding must not carry it below.
    return fmaxf((float)score, list->street->logged_from);
}

// The entry at `place` of the stretches of a cell; its bound into `*bound`.
static const assay_street_entry *entry_at(const assay_street_list *list,
                                          const double *upto, double place,
                                          double *bound)
{
    size_t b = 0;
    while (b + 1 < list->bucket_count && upto[b] <= place) b++;
    const assay_street_bucket *bucket = &list->buckets[b];
    const double from = b ? upto[b - 1] : 0;
    const uint32_t count = bucket->end - bucket->first;
    *bound = (upto[b] - from) / count;
    const double at = (place - from) / *bound;
    const uint32_t i = at < count ? (uint32_t)at : count - 1;
    return &list->entries[bucket->first + i];
}

// The stretches of the cell in which x is.
static const double *cell_of(const assay_street_list *list, double x)
{
    const double at = ceil((x - list->first) / list->step);
    const double last = (double)list->cells - 1;
    const double held = at < 0 ? 0 : at > last ? last : at;
    return list->upto + (size_t)held * list->bucket_count;
}

assay_status assay_street_list_search(const assay_street_list *list,
                                      const assay_street_probe *probe,
                                      assay_street_dice *dice,
                                      assay_street_candidates *found,
                                      assay_error *err)
{
    const double x = probe->x;
    const double *upto = cell_of(list, x);
    const double end = list->count ? upto[list->bucket_count - 1] : 0;
    for (double place = assay_street_wait(dice); place < end;
         place += assay_street_wait(dice)) {
        double bound = 0;
        const assay_street_entry *entry = entry_at(list, upto, place, &bound);
        const double chance = chance_of(list->street, x, entry->effect);
        if (!assay_street_chance(dice, length_of(chance) / bound) ||
            entry->number == probe->own || entry->from > probe->deployment ||
            is_there(found, entry->number))
            continue;
        const assay_street_candidate candidate = {
            entry->number, score_of(list, x, entry, chance, dice), false};
        ASSAY_TRY(assay_street_candidate_add(found, candidate, err));
    }
    return ASSAY_OK;
}
