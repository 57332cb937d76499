// SPDX-License-Identifier: Apache-2.0
#include "count/counter.h"

#include "base/alloc.h"
#include "base/order.h"
#include "count/area.h"
#include "count/below.h"
#include "count/counter_parts.h"
#include "count/heavy.h"
#include "count/people.h"
#include "count/refine.h"
#include "count/tally.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { REASONS = 3 };

struct assay_counter {
    assay_counter_options options;
    const assay_kernels *kernels;
    assay_store *store;
    assay_tally *tallies[ASSAY_PROFILES_MOST][ASSAY_CLASSES];
    uint64_t failed[ASSAY_PROFILES_MOST][ASSAY_CLASSES][REASONS];
    assay_attempt *attempts[ASSAY_SIDES];
    size_t attempt_count[ASSAY_SIDES];
    assay_rest rest; // has_rest
    bool has_rest;
    uint32_t people;
    uint32_t *rank;
    void *own; // of those who feed it
};

assay_status assay_counter_new(const assay_counter_options *options,
                               assay_counter **out, assay_error *err)
{
    *out = NULL;
    const assay_kernels *kernels = assay_kernels_choose(options->kernels);
    if (!kernels)
        return assay_fail(err, ASSAY_EUSAGE,
                          "this machine has no kernels called %s",
                          options->kernels);
    assay_counter *counter = assay_new(sizeof *counter, 0, 0);
    if (!counter) return assay_fail_memory(err, "the counts");
    counter->options = *options;
    counter->kernels = kernels;
    const assay_store_options store = {.spool = options->spool,
                                       .memory = options->memory,
                                       .people = options->people,
                                       .profiles = options->profiles};
    const assay_status status = assay_store_new(&store, &counter->store, err);
    if (status != ASSAY_OK) {
        assay_counter_free(counter);
        return status;
    }
    *out = counter;
    return ASSAY_OK;
}

static assay_tally *tally_of(assay_counter *counter, size_t profile, int class)
{
    assay_tally **place = &counter->tallies[profile][class];
    if (!*place) *place = assay_tally_new();
    return *place;
}

static bool tally_run(assay_counter *counter, const assay_block *block,
                      size_t from, size_t n, size_t profile)
{
    assay_tally *tally = tally_of(counter, profile,
                                  block->mated ? ASSAY_MATED : ASSAY_NON_MATED);
    if (!tally) return false;
    assay_tally_add(tally, counter->kernels, block->score + from, n,
                    !counter->options.rates_only);
    return true;
}

// Runs of rows with one profile, so that files in order of probes go fast.
static bool tally_profiles(assay_counter *counter, const assay_block *block)
{
    for (size_t from = 0; from < block->rows;) {
        const uint16_t profile = block->probe_profile[from];
        size_t end = from + 1;
        while (end < block->rows && block->probe_profile[end] == profile) end++;
        if (!tally_run(counter, block, from, end - from, profile)) return false;
        from = end;
    }
    return true;
}

assay_status assay_counter_tally(assay_counter *counter,
                                 const assay_block *block, assay_error *err)
{
    const bool done = block->probe_profile
                          ? tally_profiles(counter, block)
                          : tally_run(counter, block, 0, block->rows, 0);
    return done ? ASSAY_OK : assay_fail_memory(err, "the counts");
}

assay_status assay_counter_add(assay_counter *counter, const assay_block *block,
                               assay_error *err)
{
    if (!block->rows) return ASSAY_OK;
    ASSAY_TRY(assay_counter_tally(counter, block, err));
    return assay_store_add(counter->store, block, err);
}

assay_status assay_counter_replay(assay_counter *counter,
                                  const assay_replay *replay, assay_error *err)
{
    return assay_store_add_replay(counter->store, replay, err);
}

assay_status assay_counter_fail(assay_counter *counter, int class,
                                uint16_t profile, assay_failure why,
                                assay_error *err)
{
    (void)err;
    counter->failed[profile][class][why]++;
    return ASSAY_OK;
}

assay_status assay_counter_attempts(assay_counter *counter, int side,
                                    const assay_attempt *attempts, size_t n,
                                    assay_error *err)
{
    assay_attempt *copy = assay_new(0, n, sizeof *copy);
    if (!copy) return assay_fail_memory(err, "the samples");
    memcpy(copy, attempts, n * sizeof *copy);
    assay_free(counter->attempts[side]);
    counter->attempts[side] = copy;
    counter->attempt_count[side] = n;
    return ASSAY_OK;
}

assay_status assay_counter_rest(assay_counter *counter, const assay_rest *rest,
                                assay_error *err)
{
    if (!counter->options.people)
        return assay_fail(err, ASSAY_EUSAGE, "a design takes people");
    counter->rest = *rest;
    counter->has_rest = true;
    return ASSAY_OK;
}

assay_status assay_counter_close(assay_counter *counter, uint32_t people,
                                 const uint32_t *rank, assay_error *err)
{
    counter->people = people;
    if (!rank) return ASSAY_OK;
    counter->rank = assay_new(0, people, sizeof *rank);
    if (!counter->rank) return assay_fail_memory(err, "the people");
    memcpy(counter->rank, rank, people * sizeof *rank);
    return ASSAY_OK;
}

static bool copy_labels(assay_view *view, const assay_view_request *request)
{
    assay_arena *arena = &view->store->arena;
    assay_label *labels =
        assay_arena_new(arena, request->label_count + 1, sizeof *labels);
    if (!labels) return false;
    for (size_t i = 0; i < request->label_count; i++) {
        labels[i].attribute =
            assay_arena_string(arena, request->labels[i].attribute);
        labels[i].value = assay_arena_string(arena, request->labels[i].value);
        if (!labels[i].attribute || !labels[i].value) return false;
    }
    view->labels = labels;
    view->label_count = request->label_count;
    return true;
}

static bool copy_members(const assay_counter *counter, assay_view *view,
                         const assay_view_request *request)
{
    assay_members *members = &view->store->members;
    members->either = counter->rest.all_pairs;
    members->same_references = request->same_references;
    if (!request->profiles) return true;
    bool *profiles =
        assay_arena_new(&view->store->arena, ASSAY_PROFILES_MOST, sizeof(bool));
    if (!profiles) return false;
    memcpy(profiles, request->profiles, ASSAY_PROFILES_MOST * sizeof(bool));
    members->profiles = profiles;
    return true;
}

static assay_view *new_view(const assay_counter *counter,
                            const assay_view_request *request)
{
    assay_view *view = assay_new(sizeof *view, 0, 0);
    if (!view) return NULL;
    view->store = assay_new(sizeof *view->store, 0, 0);
    if (view->store && copy_labels(view, request) &&
        copy_members(counter, view, request)) {
        view->same_references = request->same_references;
        view->unknown = request->unknown;
        view->has_people = counter->options.people;
        view->people = counter->people;
        view->store->rank = counter->rank;
        view->store->keep_error_pairs = counter->options.error_pairs;
        return view;
    }
    assay_view_free(view);
    return NULL;
}

static bool is_member(const assay_view *view, size_t profile)
{
    const bool *profiles = view->store->members.profiles;
    return profiles ? profiles[profile] : true;
}

static void add_failures(const assay_counter *counter, assay_view *view,
                         size_t profile)
{
    for (int c = 0; c < ASSAY_CLASSES; c++) {
        const uint64_t *by = counter->failed[profile][c];
        view->failed[c] += by[ASSAY_FAILURE_UNSTATED] +
                           by[ASSAY_FAILURE_PROBE] +
                           by[ASSAY_FAILURE_REFERENCE];
        view->no_probe[c] += by[ASSAY_FAILURE_PROBE];
        view->no_reference[c] += by[ASSAY_FAILURE_REFERENCE];
    }
}

// Which samples of a side belong to people of the view.
static bool count_attempts(const assay_counter *counter, assay_view *view,
                           int side)
{
    assay_tried *seen = &view->samples[side];
    uint64_t *tried = NULL, *lost = NULL;
    const assay_attempt *all = counter->attempts[side];
    if (!all) return true;
    *seen = (assay_tried){.known = true, .by_person = view->has_people};
    if (seen->by_person) {
        tried = assay_new(0, view->people, sizeof *tried);
        lost = assay_new(0, view->people, sizeof *lost);
        view->store->tried[side] = tried;
        view->store->lost[side] = lost;
        if (!tried || !lost) return false;
    }
    for (size_t i = 0; i < counter->attempt_count[side]; i++) {
        if (!all[i].tried || !is_member(view, all[i].profile)) continue;
        seen->tried++;
        seen->lost += all[i].lost;
        if (all[i].person >= view->people) seen->by_person = false;
        if (!seen->by_person) continue;
        tried[all[i].person]++;
        lost[all[i].person] += all[i].lost;
    }
    return true;
}

typedef struct tallies {
    assay_tally *sum[ASSAY_CLASSES];
} tallies;

static void drop_tallies(tallies *t)
{
    assay_free(t->sum[0]);
    assay_free(t->sum[1]);
}

static bool new_tallies(tallies *t)
{
    for (int c = 0; c < ASSAY_CLASSES; c++) {
        t->sum[c] = assay_tally_new();
        if (!t->sum[c]) return false;
    }
    return true;
}

static void sum_tallies(const assay_counter *counter, assay_view *view,
                        tallies *t)
{
    for (size_t profile = 0; profile < ASSAY_PROFILES_MOST; profile++) {
        if (!is_member(view, profile)) continue;
        add_failures(counter, view, profile);
        for (int c = 0; c < ASSAY_CLASSES; c++)
            if (counter->tallies[profile][c])
                assay_tally_merge(t->sum[c], counter->tallies[profile][c]);
    }
}

static bool keep_buckets(assay_view *view, const tallies *t)
{
    const assay_tally_bucket *of[ASSAY_CLASSES] = {t->sum[0]->buckets,
                                                   t->sum[1]->buckets};
    size_t n = 0;
    for (size_t b = 0; b < ASSAY_BUCKETS; b++)
        n += of[0][b].count || of[1][b].count;
    view->store->buckets =
        assay_arena_new(&view->store->arena, n + 1, sizeof(assay_bucket));
    if (!view->store->buckets) return false;
    for (uint32_t b = 0; b < ASSAY_BUCKETS; b++)
        if (of[0][b].count || of[1][b].count)
            view->store->buckets[view->bucket_count++] =
                (assay_bucket){b, {of[0][b].count, of[1][b].count}};
    view->buckets = view->store->buckets;
    return true;
}

static void keep_ranges(const assay_counter *counter, assay_view *view,
                        const tallies *t)
{
    for (int c = 0; c < ASSAY_CLASSES; c++) {
        if (c == ASSAY_MATED || !counter->has_rest)
            view->trials[c] = t->sum[c]->total;
        view->key_low[c] = t->sum[c]->low;
        view->key_high[c] = t->sum[c]->high;
        view->moments[c] = (assay_moments){NAN, NAN, false};
        if (!counter->options.rates_only)
            view->moments[c] = assay_tally_moments(t->sum[c]);
    }
}

static assay_status tally_view(assay_counter *counter, assay_view *view,
                               assay_error *err)
{
    ASSAY_AUTO(drop_tallies) tallies t = {{NULL, NULL}};
    if (!new_tallies(&t)) return assay_fail_memory(err, "the counts");
    assay_below_work work = {.rest = &counter->rest,
                             .store = counter->store,
                             .kernels = counter->kernels,
                             .view = view,
                             .tallies = {t.sum[0], t.sum[1]},
                             .moments = !counter->options.rates_only};
    // All against all, the tallies by probe don't tell who belongs to a group.
    if (counter->rest.all_pairs && view->store->members.profiles)
        ASSAY_TRY(assay_below_tally(&work, err));
    else
        sum_tallies(counter, view, &t);
    if (counter->has_rest) ASSAY_TRY(assay_below_add(&work, err));
    if (!keep_buckets(view, &t)) return assay_fail_memory(err, "the counts");
    keep_ranges(counter, view, &t);
    if (counter->has_rest) assay_below_ranges(&work);
    for (int side = 0; side < ASSAY_SIDES; side++)
        if (!count_attempts(counter, view, side))
            return assay_fail_memory(err, "the counts");
    return ASSAY_OK;
}

// The same references: what needs no pass.
static assay_status begin_same(const assay_counter *counter, assay_view *view,
                               assay_error *err)
{
    if (!counter->has_rest) return ASSAY_OK;
    view->floor = counter->rest.floor;
    return assay_rest_count(&counter->rest, view)
               ? ASSAY_OK
               : assay_fail_memory(err, "the people");
}

assay_status assay_counter_view(assay_counter *counter,
                                const assay_view_request *request,
                                assay_view **out, assay_error *err)
{
    *out = NULL;
    assay_view *view = new_view(counter, request);
    if (!view) return assay_fail_memory(err, "the counts");
    const assay_status status = request->same_references
                                    ? begin_same(counter, view, err)
                                    : tally_view(counter, view, err);
    if (status != ASSAY_OK) {
        assay_view_free(view);
        return status;
    }
    *out = view;
    return ASSAY_OK;
}

static int by_key(const void *a, const void *b)
{
    const assay_point *x = a;
    const assay_point *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    if (x->purpose != y->purpose) return x->purpose < y->purpose ? -1 : 1;
    if (x->own != y->own) return x->own ? 1 : -1;
    if (x->target != y->target) return x->target < y->target ? -1 : 1;
    return x->most < y->most ? -1 : x->most > y->most;
}

static bool copy_points(assay_view *view, const assay_point *points,
                        size_t count)
{
    assay_arena *arena = &view->store->arena;
    view->store->points =
        assay_arena_new(arena, count + 1, sizeof *view->store->points);
    view->store->events =
        assay_arena_new(arena, count + 1, sizeof *view->store->events);
    if (!view->store->points || !view->store->events) return false;
    if (count) memcpy(view->store->points, points, count * sizeof *points);
    view->points = view->store->points;
    view->events = view->store->events;
    view->point_count = count;
    return true;
}

// Events were found in the order in which the points came; both are sorted.
static assay_status sort_points(assay_view *view, assay_error *err)
{
    typedef struct both {
        assay_point point;
        assay_events events;
    } both;
    const size_t n = view->point_count;
    ASSAY_AUTO(assay_drop) both *all = assay_new(0, n + 1, sizeof *all);
    if (!all) return assay_fail_memory(err, "the thresholds");
    for (size_t i = 0; i < n; i++)
        all[i] = (both){view->points[i], view->events[i]};
    qsort(all, n, sizeof *all, by_key);
    for (size_t i = 0; i < n; i++) {
        view->store->points[i] = all[i].point;
        view->store->events[i] = all[i].events;
    }
    return ASSAY_OK;
}

// The points of a view, while `rider` (or NULL) sees the same rows.
static assay_status refine(assay_counter *counter, assay_view *view,
                           assay_store_work *rider, void *context,
                           assay_error *err)
{
    const assay_refining how = {.store = counter->store,
                                .kernels = counter->kernels,
                                .watch = counter->options.watch,
                                .view = view,
                                .events = !view->has_people,
                                .rider = rider,
                                .rider_context = context};
    ASSAY_TRY(assay_refine(&how, err));
    return sort_points(view, err);
}

static void sum_margins(assay_view *view)
{
    for (size_t i = 0; i < view->people; i++) {
        view->trials[ASSAY_MATED] += view->store->margins[ASSAY_ROLE_MATED][i];
        if (!assay_rest_has(view))
            view->trials[ASSAY_NON_MATED] +=
                view->store->margins[ASSAY_ROLE_PROBE][i];
    }
}

static assay_status finish_people(assay_counter *counter, assay_view *view,
                                  assay_error *err)
{
    const bool wanted = !counter->options.rates_only && !view->same_references;
    const bool area = wanted && !view->floor;
    ASSAY_AUTO(assay_drop) assay_margins *margins = NULL;
    ASSAY_TRY(assay_margins_new(view, &margins, err));
    ASSAY_TRY(refine(counter, view, assay_margins_add, margins, err));
    ASSAY_TRY(assay_margins_end(margins, err));
    if (view->same_references) sum_margins(view);
    ASSAY_TRY(assay_people_count(counter->store, counter->kernels,
                                 counter->options.watch, view, area, err));
    if (!wanted || area || view->below == ASSAY_BELOW_NOTHING) return ASSAY_OK;
    return assay_below_area(counter->store, counter->kernels,
                            counter->options.watch, view, err);
}

static void drop_placing(assay_placing **placing)
{
    assay_placing_free(*placing);
}

static assay_status finish_plain(assay_counter *counter, assay_view *view,
                                 assay_error *err)
{
    const uint64_t mated = view->trials[ASSAY_MATED];
    const bool area =
        !counter->options.rates_only && mated && view->trials[ASSAY_NON_MATED];
    if (!area) return refine(counter, view, NULL, NULL, err);
    if (mated > ASSAY_SLICE_ROWS) {
        ASSAY_TRY(refine(counter, view, NULL, NULL, err));
        return assay_area_count(counter->store, counter->kernels,
                                counter->options.watch, view, err);
    }
    ASSAY_AUTO(drop_placing) assay_placing *placing = NULL;
    ASSAY_TRY(assay_placing_new(counter->store, counter->kernels, view,
                                &placing, err));
    ASSAY_TRY(refine(counter, view, assay_placing_add, placing, err));
    return assay_placing_end(placing, counter->store, err);
}

static assay_status finish_same(assay_counter *counter, assay_view *view,
                                assay_error *err)
{
    ASSAY_TRY(sort_points(view, err));
    return assay_events_count(counter->store, counter->options.watch, view,
                              err);
}

assay_status assay_counter_finish(assay_counter *counter, assay_view *view,
                                  const assay_point *points, size_t count,
                                  assay_error *err)
{
    if (!copy_points(view, points, count))
        return assay_fail_memory(err, "the thresholds");
    if (view->has_people)
        ASSAY_TRY(finish_people(counter, view, err));
    else if (view->same_references)
        ASSAY_TRY(finish_same(counter, view, err));
    else
        ASSAY_TRY(finish_plain(counter, view, err));
    if (view->same_references || counter->options.rates_only) return ASSAY_OK;
    return assay_heavy(counter->store, counter->kernels, counter->options.watch,
                       view, err);
}

assay_store *assay_counter_store(assay_counter *counter)
{
    return counter->store;
}

const uint32_t *assay_counter_rank(const assay_counter *counter)
{
    return counter->rank;
}

void assay_counter_own(assay_counter *counter, void *memory)
{
    assay_free(counter->own);
    counter->own = memory;
}

const assay_counter_options *assay_counter_how(const assay_counter *counter)
{
    return &counter->options;
}

uint32_t assay_counter_people(const assay_counter *counter)
{
    return counter->people;
}

const char *assay_counter_kernels(const assay_counter *counter)
{
    return counter->kernels->name;
}

void assay_counter_free(assay_counter *counter)
{
    if (!counter) return;
    for (size_t p = 0; p < ASSAY_PROFILES_MOST; p++) {
        assay_free(counter->tallies[p][0]);
        assay_free(counter->tallies[p][1]);
    }
    for (int side = 0; side < ASSAY_SIDES; side++)
        assay_free(counter->attempts[side]);
    assay_store_free(counter->store);
    assay_free(counter->rank);
    assay_free(counter->own);
    assay_free(counter);
}
