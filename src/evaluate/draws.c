// SPDX-License-Identifier: Apache-2.0
#include "evaluate/draws.h"

#include "base/alloc.h"
#include "stats/philox.h"

#include <string.h>

#define NO_ROW UINT32_MAX
enum { STREAM = 0x774C7374 }; // draws of watchlists

// Of each person the row with the first sample; who has one, in order.
typedef struct roll {
    uint32_t *first;
    uint32_t *people;
    uint32_t count;
} roll;

static void end_roll(roll *r)
{
    assay_free(r->first);
    assay_free(r->people);
}

static assay_status call_roll(const assay_side *set, uint32_t people, roll *r,
                              assay_error *err)
{
    r->first = assay_new(0, people, sizeof *r->first);
    r->people = assay_new(0, people, sizeof *r->people);
    if (!r->first || !r->people) return assay_fail_memory(err, "the draws");
    for (uint32_t p = 0; p < people; p++) r->first[p] = NO_ROW;
    for (size_t row = 0; row < set->rows; row++) {
        uint32_t *first = &r->first[set->person[row]];
        if (set->out[row]) continue;
        if (*first == NO_ROW || set->sample[row] < set->sample[*first])
            *first = (uint32_t)row;
    }
    for (uint32_t p = 0; p < people; p++)
        if (r->first[p] != NO_ROW) r->people[r->count++] = p;
    return ASSAY_OK;
}

static assay_status check(const assay_draw *how, uint32_t count,
                          assay_error *err)
{
    if (how->size && how->size >= count)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--watchlist-size %u: the set has %u subjects, and "
                          "some must be left for the crowd",
                          how->size, count);
    if (!how->size && how->folds > count)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--folds %u: the set has %u subjects only",
                          how->folds, count);
    return ASSAY_OK;
}

static void put_on(const roll *r, uint32_t person, unsigned gallery,
                   assay_draws *draws)
{
    draws->members[r->first[person]] |= (uint64_t)1 << gallery;
}

static void draw_lists(const assay_draw *how, const roll *r, uint32_t *order,
                       assay_draws *draws)
{
    for (unsigned g = 0; g < how->repeat; g++) {
        assay_random random = assay_random_at(
            (assay_place){.seed = how->seed, .replicate = g, .stream = STREAM});
        memcpy(order, r->people, r->count * sizeof *order);
        assay_random_shuffle(&random, order, r->count);
        for (unsigned i = 0; i < how->size; i++) put_on(r, order[i], g, draws);
    }
}

static void draw_folds(const assay_draw *how, const roll *r, uint32_t *order,
                       assay_draws *draws)
{
    assay_random random =
        assay_random_at((assay_place){.seed = how->seed, .stream = STREAM});
    memcpy(order, r->people, r->count * sizeof *order);
    assay_random_shuffle(&random, order, r->count);
    for (uint32_t i = 0; i < r->count; i++)
        put_on(r, order[i], i % how->folds, draws);
}

assay_status assay_draws_make(const assay_draw *how, const assay_side *set,
                              uint32_t people, assay_draws *draws,
                              assay_error *err)
{
    ASSAY_AUTO(end_roll) roll r = {.count = 0};
    memset(draws, 0, sizeof *draws);
    ASSAY_TRY(call_roll(set, people, &r, err));
    ASSAY_TRY(check(how, r.count, err));
    ASSAY_AUTO(assay_drop)
    uint32_t *order = assay_new(0, r.count, sizeof *order);
    draws->members = assay_new(0, set->rows, sizeof *draws->members);
    if (!order || !draws->members) return assay_fail_memory(err, "the draws");
    draws->galleries = (how->size ? how->repeat : how->folds) + 1;
    if (how->size)
        draw_lists(how, &r, order, draws);
    else
        draw_folds(how, &r, order, draws);
    for (uint32_t i = 0; i < r.count; i++)
        put_on(&r, r.people[i], draws->galleries - 1, draws);
    return ASSAY_OK;
}

void assay_draws_end(assay_draws *draws)
{
    assay_free(draws->members);
    memset(draws, 0, sizeof *draws);
}
