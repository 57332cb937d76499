// SPDX-License-Identifier: Apache-2.0
#include "count/below.h"

#include "base/alloc.h"
#include "base/order.h"
#include "count/area.h"
#include "count/wide.h"

#include <math.h>

typedef struct pass {
    const assay_below_work *work;
    uint64_t below; // mated comparisons at or below the floor
    assay_gathered gathered;
} pass;

static assay_status tally_block(void *context, const assay_block *block,
                                assay_error *err)
{
    pass *p = context;
    const assay_below_work *w = p->work;
    (void)err;
    block = assay_members_of(&w->view->store->members, block, &p->gathered);
    assay_tally_add(w->tallies[block->mated], w->kernels, block->score,
                    block->rows, w->moments);
    return ASSAY_OK;
}

assay_status assay_below_tally(assay_below_work *work, assay_error *err)
{
    ASSAY_AUTO(assay_drop) pass *p = assay_new(sizeof *p, 0, 0);
    if (!p) return assay_fail_memory(err, "the counts");
    p->work = work;
    const assay_scan scan = {.work = tally_block, .context = p, .scores = true};
    return assay_store_scan(work->store, -1, &scan, err);
}

static assay_status count_below(void *context, const assay_block *block,
                                assay_error *err)
{
    pass *p = context;
    const assay_view *view = p->work->view;
    (void)err;
    block = assay_members_of(&view->store->members, block, &p->gathered);
    for (size_t i = 0; i < block->rows; i++)
        p->below += assay_key_of(block->score[i]) <= view->floor;
    return ASSAY_OK;
}

static assay_status count_non_matches(assay_below_work *work, assay_error *err)
{
    ASSAY_AUTO(assay_drop) pass *p = assay_new(sizeof *p, 0, 0);
    if (!p) return assay_fail_memory(err, "the counts");
    p->work = work;
    const assay_scan scan = {.work = count_below, .context = p};
    ASSAY_TRY(assay_store_scan(work->store, ASSAY_MATED, &scan, err));
    work->view->floor_non_matches = p->below;
    return ASSAY_OK;
}

// Scores of the sample in a bucket that are not those above the floor, by
// expectation: the bucket of the floor has some of both.
static uint64_t sampled_below(const assay_below_work *w, uint32_t bucket)
{
    const assay_tally *body = w->rest->body;
    const uint64_t sampled = body->buckets[bucket].count;
    const uint64_t rows = w->tallies[ASSAY_NON_MATED]->buckets[bucket].count;
    const uint64_t above = (uint64_t)((assay_u128)rows * body->total /
                                      w->view->trials[ASSAY_NON_MATED]);
    if (bucket < w->view->floor >> 16) return sampled;
    return sampled > above ? sampled - above : 0;
}

// Deals what lies below the floor out to buckets as the sample has it, so that
// their counts add up.
static void deal(const assay_below_work *w)
{
    const assay_view *view = w->view;
    assay_tally *tally = w->tallies[ASSAY_NON_MATED];
    const uint32_t last = view->floor >> 16;
    const uint64_t rest = view->trials[ASSAY_NON_MATED] - view->floor_matches;
    uint64_t weights[2] = {0, 0}; // of all, and so far
    uint64_t dealt = 0;
    for (uint32_t b = 0; b <= last; b++) weights[0] += sampled_below(w, b);
    for (uint32_t b = 0; b < last && weights[0]; b++) {
        weights[1] += sampled_below(w, b);
        const uint64_t now =
            (uint64_t)((assay_u128)rest * weights[1] / weights[0]);
        tally->buckets[b].count += now - dealt;
        dealt = now;
    }
    tally->buckets[last].count += rest - dealt;
    tally->total += rest;
}

static assay_status refuse(assay_error *err)
{
    return assay_fail(err, ASSAY_EINPUT,
                      "the comparisons found are not those of the samples");
}

static assay_status add_body(assay_below_work *w, assay_error *err)
{
    const assay_tally *body = w->rest->body;
    assay_view *view = w->view;
    assay_tally *rows = w->tallies[ASSAY_NON_MATED];
    const uint64_t trials = view->trials[ASSAY_NON_MATED];
    if (w->rest->body_sampled) {
        view->below = ASSAY_BELOW_SAMPLED;
        view->below_sample = body->total;
        if (!body->total) view->below = ASSAY_BELOW_NOTHING;
        if (body->total) deal(w);
        return ASSAY_OK;
    }
    view->below = ASSAY_BELOW_COUNTED;
    if (body->total == trials)
        *rows = *body;
    else
        assay_tally_merge(rows, body);
    return rows->total == trials ? ASSAY_OK : refuse(err);
}

assay_status assay_below_add(assay_below_work *w, assay_error *err)
{
    assay_view *view = w->view;
    const bool everybody = !view->store->members.profiles;
    const uint64_t rows = w->tallies[ASSAY_NON_MATED]->total;
    if (!assay_rest_count(w->rest, view))
        return assay_fail_memory(err, "the people");
    const uint64_t trials = view->trials[ASSAY_NON_MATED];
    if (rows > trials || (!w->rest->floor && rows != trials))
        return refuse(err);
    view->floor = w->rest->floor;
    view->floor_matches = rows;
    if (!view->floor) return ASSAY_OK;
    if (everybody && w->rest->body) ASSAY_TRY(add_body(w, err));
    return count_non_matches(w, err);
}

void assay_below_ranges(const assay_below_work *w)
{
    assay_view *view = w->view;
    const int class = ASSAY_NON_MATED;
    if (!view->floor || view->below == ASSAY_BELOW_COUNTED) return;
    const bool sampled = view->below == ASSAY_BELOW_SAMPLED;
    view->key_low[class] = 0;
    if (!view->floor_matches) view->key_high[class] = view->floor;
    view->moments[class] = (assay_moments){NAN, NAN, false};
    if (sampled && w->moments)
        view->moments[class] = assay_tally_moments(w->rest->body);
}

// FMR > FNMR, as integers.
static bool fmr_exceeds(const assay_view *view, uint64_t matches,
                        uint64_t non_matches)
{
    return (assay_u128)matches * view->trials[ASSAY_MATED] >
           (assay_u128)non_matches * view->trials[ASSAY_NON_MATED];
}

static void set_side(assay_crossing *crossing, int side, uint32_t key,
                     uint64_t matches, uint64_t non_matches)
{
    crossing->key[side] = key;
    crossing->false_matches[side] = matches;
    crossing->false_non_matches[side] = non_matches;
}

bool assay_below_crosses(const assay_view *view)
{
    return view->floor &&
           !fmr_exceeds(view, view->floor_matches, view->floor_non_matches);
}

void assay_below_cross(assay_view *view)
{
    assay_crossing *crossing = &view->crossing;
    uint64_t matches = view->trials[ASSAY_NON_MATED];
    uint64_t non_matches = 0;
    if (view->below == ASSAY_BELOW_NOTHING) return;
    crossing->found = crossing->edges = true;
    set_side(crossing, 1, view->floor + 1, view->floor_matches,
             view->floor_non_matches);
    for (size_t i = 0; i < view->bucket_count; i++) {
        const assay_bucket *b = &view->buckets[i];
        const uint32_t key = b->bucket << 16;
        if (key > view->floor) break;
        const bool over = fmr_exceeds(view, matches, non_matches);
        set_side(crossing, over ? 0 : 1, key, matches, non_matches);
        if (!over) break;
        matches -= b->count[ASSAY_NON_MATED];
        non_matches += b->count[ASSAY_MATED];
    }
}

// Wins of the mated comparisons over the non-mated ones below the floor: those
// of lower buckets are beaten, of the same bucket nobody knows.
static void add_buckets(assay_view *view, assay_u128 *sure, assay_u128 *open)
{
    const uint64_t rest = view->trials[ASSAY_NON_MATED] - view->floor_matches;
    uint64_t beaten = 0, mated = 0;
    for (size_t i = 0; i < view->bucket_count; i++) {
        const assay_bucket *b = &view->buckets[i];
        if (b->bucket > view->floor >> 16) break;
        const bool last = b->bucket == view->floor >> 16;
        const uint64_t n = last ? rest - beaten : b->count[ASSAY_NON_MATED];
        const uint64_t m =
            last ? view->floor_non_matches - mated : b->count[ASSAY_MATED];
        *sure += (assay_u128)m * beaten * 2;
        *open += (assay_u128)m * n * 2;
        beaten += n;
        mated += m;
    }
}

assay_status assay_below_area(assay_store *store, const assay_kernels *kernels,
                              const assay_watch *watch, assay_view *view,
                              assay_error *err)
{
    assay_area *area = &view->area;
    const uint64_t low = view->floor_non_matches;
    const uint64_t high = view->trials[ASSAY_MATED] - low;
    const uint64_t rest = view->trials[ASSAY_NON_MATED] - view->floor_matches;
    assay_u128 sure = 0, open = 0;
    ASSAY_TRY(assay_area_wins(store, kernels, watch, view, err));
    assay_u128 rows = assay_wide_get(area->wins2) + (assay_u128)high * rest * 2;
    add_buckets(view, &sure, &open);
    area->wins2 = assay_wide_of(rows + sure + open / 2);
    area->bounded = true;
    // A sample says nothing for certain.
    if (view->below == ASSAY_BELOW_SAMPLED) {
        sure = 0;
        open = (assay_u128)low * rest * 2;
    }
    area->least2 = assay_wide_of(rows + sure);
    area->most2 = assay_wide_of(rows + sure + open);
    return ASSAY_OK;
}
