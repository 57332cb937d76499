// SPDX-License-Identifier: Apache-2.0
#include "measure/morph_design.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

// What places are sorted by.
typedef struct ranked {
    uint32_t first, second;
    size_t place;
} ranked;

static int by_rank(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    if (x->second != y->second) return x->second < y->second ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

// Morphs, and their contributors, each once.
static void find_morphs(assay_morph_design *d, ranked *room)
{
    const assay_attack_set *set = d->set;
    size_t n = 0;
    for (size_t i = 0; i < set->pairs; i++)
        room[i] = (ranked){set->morph_of[i], set->contributor_of[i], i};
    qsort(room, set->pairs, sizeof *room, by_rank);
    for (size_t i = 0; i < set->pairs; i++) {
        const bool other = !i || room[i].first != room[i - 1].first;
        if (other) d->morphs[n++] = (assay_morph){d->places, 0};
        if (other || room[i].second != room[i - 1].second) {
            d->who[d->places++] = room[i].second;
            d->morphs[n - 1].count++;
        }
        d->place_of[room[i].place] = d->places - 1;
    }
}

static uint32_t contributor(const assay_morph_design *d, size_t morph, size_t i)
{
    return d->who[d->morphs[morph].first + i];
}

static void count_people(assay_morph_design *d)
{
    const size_t morphs = d->set->morph_count;
    d->contributors = morphs ? d->morphs[0].count : 0;
    for (size_t m = 0; m < morphs; m++) {
        const size_t n = d->morphs[m].count;
        if (n != d->contributors) d->contributors = 0;
        for (size_t i = 0; i < n; i++)
            if (++d->trials_of[contributor(d, m, i)] > 1) d->shared = true;
    }
}

static void sort_couples(assay_morph_design *d, ranked *room)
{
    const size_t morphs = d->set->morph_count;
    if (d->contributors != 2) return;
    for (size_t m = 0; m < morphs; m++)
        room[m] = (ranked){contributor(d, m, 0), contributor(d, m, 1), m};
    qsort(room, morphs, sizeof *room, by_rank);
    for (size_t m = 0; m < morphs; m++) d->couples[m] = room[m].place;
}

static bool make_room(assay_morph_design *d)
{
    const size_t pairs = d->set->pairs, morphs = d->set->morph_count;
    const size_t people = d->set->contributors;
    d->who = assay_new(0, pairs + 1, sizeof *d->who);
    d->place_of = assay_new(0, pairs + 1, sizeof *d->place_of);
    d->morphs = assay_new(0, morphs + 1, sizeof *d->morphs);
    d->couples = assay_new(0, morphs + 1, sizeof *d->couples);
    d->events_of = assay_new(0, people + 1, sizeof *d->events_of);
    d->trials_of = assay_new(0, people + 1, sizeof *d->trials_of);
    d->room = assay_new(0, 2 * people + 1, sizeof *d->room);
    return d->who && d->place_of && d->morphs && d->couples && d->events_of &&
           d->trials_of && d->room;
}

bool assay_morph_design_begin(const assay_attack_set *set,
                              assay_morph_design *d)
{
    *d = (assay_morph_design){.set = set};
    ASSAY_AUTO(assay_drop)
    ranked *room = assay_new(0, set->pairs + 1, sizeof *room);
    if (!room || !make_room(d)) return false;
    find_morphs(d, room);
    count_people(d);
    sort_couples(d, room);
    return true;
}

static assay_pair_sums sum_couples(const assay_morph_design *d,
                                   const bool *matched)
{
    assay_pair_sums sums = {0};
    const size_t morphs = d->set->morph_count;
    for (size_t i = 0; i < morphs;) {
        const uint32_t low = contributor(d, d->couples[i], 0);
        const uint32_t high = contributor(d, d->couples[i], 1);
        double e = 0, m = 0;
        for (; i < morphs && contributor(d, d->couples[i], 0) == low &&
               contributor(d, d->couples[i], 1) == high;
             i++) {
            e += matched[d->couples[i]];
            m += 1;
        }
        assay_pair_sums_add(&sums, e, m);
    }
    return sums;
}

assay_estimate assay_morph_design_rate(assay_morph_design *d,
                                       const bool *matched, double confidence)
{
    const assay_attack_set *set = d->set;
    assay_coupled seen = {.of = {.unit = "morph",
                                 .trials = set->morph_count,
                                 .people = set->contributors,
                                 .room = d->room}};
    memset(d->events_of, 0, set->contributors * sizeof *d->events_of);
    for (size_t m = 0; m < set->morph_count; m++) {
        seen.of.events += matched[m];
        for (size_t i = 0; matched[m] && i < d->morphs[m].count; i++)
            d->events_of[contributor(d, m, i)]++;
    }
    if (assay_morph_design_independent(d))
        return assay_estimate_tallied(&seen.of, confidence);
    seen.of.events_of = d->events_of;
    seen.of.trials_of = d->trials_of;
    if (d->contributors == 1)
        return assay_estimate_tallied(&seen.of, confidence);
    seen.pairs = sum_couples(d, matched);
    return assay_estimate_coupled(&seen, confidence);
}

bool assay_morph_design_independent(const assay_morph_design *d)
{
    return d->contributors != 1 && d->contributors != 2;
}

void assay_morph_design_end(assay_morph_design *d)
{
    assay_free(d->who);
    assay_free(d->place_of);
    assay_free(d->morphs);
    assay_free(d->couples);
    assay_free(d->events_of);
    assay_free(d->trials_of);
    assay_free(d->room);
}
