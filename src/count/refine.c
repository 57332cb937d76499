// SPDX-License-Identifier: Apache-2.0
#include "count/refine.h"

#include "base/alloc.h"
#include "base/order.h"
#include "count/below.h"

#include <string.h>

// 1 MB a bucket, touched only where scores are.
enum { TABLES = 24, LOW = 65536 };

typedef struct table {
    uint32_t bucket;
    uint64_t count[ASSAY_CLASSES][LOW];
} table;

typedef struct refinement {
    const assay_refining *how;
    bool rides; // the rider has yet to see the rows
    const assay_kernels *kernels;
    const assay_members *members;
    table *tables[TABLES];
    size_t count;
    uint8_t wanted[ASSAY_BUCKETS]; // 1 where a table is
    uint8_t which[ASSAY_BUCKETS];  // its number
    uint32_t keys[ASSAY_SCAN_ROWS];
    assay_gathered gathered;
} refinement;

static void forget(refinement *r)
{
    for (size_t i = 0; i < r->count; i++) {
        r->wanted[r->tables[i]->bucket] = 0;
        assay_free(r->tables[i]);
    }
    r->count = 0;
}

static void drop(refinement **r)
{
    if (*r) forget(*r);
    assay_free(*r);
}

static bool want(refinement *r, uint32_t bucket)
{
    if (r->wanted[bucket]) return true;
    table *t = assay_new(sizeof *t, 0, 0);
    if (!t) return false;
    t->bucket = bucket;
    r->which[bucket] = (uint8_t)r->count;
    r->wanted[bucket] = 1;
    r->tables[r->count++] = t;
    return true;
}

static assay_status count_block(void *context, const assay_block *block,
                                assay_error *err)
{
    refinement *r = context;
    if (r->rides) ASSAY_TRY(r->how->rider(r->how->rider_context, block, err));
    block = assay_members_of(r->members, block, &r->gathered);
    const size_t n =
        r->kernels->select(r->wanted, block->score, block->rows, r->keys);
    const int class = block->mated ? ASSAY_MATED : ASSAY_NON_MATED;
    for (size_t i = 0; i < n; i++) {
        const uint32_t key = r->keys[i];
        r->tables[r->which[key >> 16]]->count[class][key & 0xFFFF]++;
    }
    return ASSAY_OK;
}

// Comparisons of a class with a key of at least `key`, whose bucket must have
// a table unless `key` is its first.
static uint64_t at_or_above(const refinement *r, const assay_view *view,
                            int class, uint32_t key)
{
    const uint32_t bucket = key >> 16;
    if (!(key & 0xFFFF) || !r->wanted[bucket])
        return assay_view_at_or_above(view, class, bucket << 16);
    uint64_t sum = assay_view_at_or_above(view, class, (bucket + 1) << 16);
    const uint64_t *count = r->tables[r->which[bucket]]->count[class];
    for (uint32_t low = key & 0xFFFF; low < LOW; low++) sum += count[low];
    return sum;
}

static void set_events(const refinement *r, assay_view *view, size_t p)
{
    const uint32_t key = view->points[p].key;
    assay_events *e = &view->store->events[p];
    const uint64_t matches = at_or_above(r, view, ASSAY_NON_MATED, key);
    e->false_matches = matches;
    e->sum_e2 = (assay_wide){matches, 0};
    e->sum_em = (assay_wide){matches, 0};
    e->false_non_matches =
        view->trials[ASSAY_MATED] - at_or_above(r, view, ASSAY_MATED, key);
}

// The bucket that holds the (most + 1)-th largest non-mated score, if any.
static bool bucket_of_rank(const assay_view *view, uint64_t most,
                           uint32_t *bucket)
{
    uint64_t above = 0;
    for (size_t i = view->bucket_count; i-- > 0;) {
        above += view->buckets[i].count[ASSAY_NON_MATED];
        *bucket = view->buckets[i].bucket;
        if (above > most) return true;
    }
    return false;
}

static void find_rank(const refinement *r, const assay_view *view,
                      assay_point *point)
{
    uint32_t bucket = 0;
    const bool beyond = view->floor && point->most >= view->floor_matches;
    if (beyond || !bucket_of_rank(view, point->most, &bucket)) {
        point->key = beyond ? view->floor : ASSAY_KEY_MINUS_INFINITY;
        point->tied = 0;
        return;
    }
    const table *t = r->tables[r->which[bucket]];
    uint64_t above =
        assay_view_at_or_above(view, ASSAY_NON_MATED, (bucket + 1) << 16);
    for (uint32_t low = LOW; low-- > 0;) {
        above += t->count[ASSAY_NON_MATED][low];
        if (above <= point->most) continue;
        point->key = (bucket << 16 | low) + 1;
        point->tied = t->count[ASSAY_NON_MATED][low];
        return;
    }
}

// FMR > FNMR, as integers.
static bool fmr_exceeds(const assay_view *view, uint64_t matches,
                        uint64_t non_matches)
{
    __extension__ typedef unsigned __int128 wide;
    return (wide)matches * view->trials[ASSAY_MATED] >
           (wide)non_matches * view->trials[ASSAY_NON_MATED];
}

// The last bucket whose first score still has FMR > FNMR: in it, or between it
// and the next, they cross. Returns its index among the buckets.
static size_t crossing_bucket(const assay_view *view)
{
    uint64_t matches = assay_view_at_or_above(view, ASSAY_NON_MATED, 0);
    uint64_t non_matches = 0;
    for (size_t i = 0; i < view->bucket_count; i++) {
        matches -= view->buckets[i].count[ASSAY_NON_MATED];
        non_matches += view->buckets[i].count[ASSAY_MATED];
        if (view->buckets[i].bucket < view->floor >> 16) continue;
        if (!fmr_exceeds(view, matches, non_matches)) return i;
    }
    return view->bucket_count - 1;
}

static bool crosses(const assay_view *view)
{
    return view->trials[0] && view->trials[1] && view->bucket_count;
}

// Takes the scores of a bucket in order, each distinct one once, and stops at
// the first with FMR <= FNMR. True when it did.
static bool walk(const refinement *r, const assay_view *view, size_t i,
                 assay_crossing *crossing)
{
    const uint32_t bucket = view->buckets[i].bucket;
    const table *t = r->tables[r->which[bucket]];
    const uint32_t first = bucket << 16;
    uint32_t low = 0;
    if (view->floor >> 16 == bucket) low = (view->floor & 0xFFFF) + 1;
    uint64_t matches = at_or_above(r, view, ASSAY_NON_MATED, first + low);
    uint64_t non_matches = view->trials[ASSAY_MATED] -
                           at_or_above(r, view, ASSAY_MATED, first + low);
    for (; low < LOW; low++) {
        const uint64_t non_mated = t->count[ASSAY_NON_MATED][low];
        const uint64_t mated = t->count[ASSAY_MATED][low];
        if (!non_mated && !mated) continue;
        const bool over = fmr_exceeds(view, matches, non_matches);
        const int side = over ? 0 : 1;
        crossing->key[side] = first | low;
        crossing->false_matches[side] = matches;
        crossing->false_non_matches[side] = non_matches;
        if (!over) return true;
        matches -= non_mated;
        non_matches += mated;
    }
    return false;
}

static void find_crossing(const refinement *r, assay_view *view, size_t i)
{
    assay_crossing *crossing = &view->crossing;
    crossing->found = true;
    if (walk(r, view, i, crossing)) return;
    if (i + 1 < view->bucket_count && walk(r, view, i + 1, crossing)) return;
    crossing->key[1] = ASSAY_KEY_PLUS_INFINITY + 1;
    crossing->false_matches[1] = 0;
    crossing->false_non_matches[1] = view->trials[ASSAY_MATED];
}

// The buckets that point `p` needs, at most two; none when it is at an edge.
static size_t needs(const assay_view *view, const assay_point *point,
                    uint32_t buckets[2])
{
    const bool rank =
        point->purpose == ASSAY_FOR_TARGET || point->purpose == ASSAY_FOR_WILKS;
    if (point->own && point->purpose == ASSAY_FOR_EER) {
        if (!crosses(view) || assay_below_crosses(view)) return 0;
        const size_t i = crossing_bucket(view);
        buckets[0] = view->buckets[i].bucket;
        if (i + 1 == view->bucket_count) return 1;
        buckets[1] = view->buckets[i + 1].bucket;
        return 2;
    }
    if (point->own && rank)
        return bucket_of_rank(view, point->most, &buckets[0]) ? 1 : 0;
    buckets[0] = point->key >> 16;
    return point->key & 0xFFFF ? 1 : 0;
}

static void resolve(const refinement *r, assay_view *view, size_t p,
                    bool events)
{
    assay_point *point = &view->store->points[p];
    if (point->own && point->purpose == ASSAY_FOR_EER) {
        if (crosses(view) && assay_below_crosses(view))
            assay_below_cross(view);
        else if (crosses(view))
            find_crossing(r, view, crossing_bucket(view));
        point->key = view->crossing.found ? view->crossing.key[1]
                                          : ASSAY_KEY_PLUS_INFINITY + 1;
    } else if (point->own && (point->purpose == ASSAY_FOR_TARGET ||
                              point->purpose == ASSAY_FOR_WILKS)) {
        find_rank(r, view, point);
    }
    if (events) set_events(r, view, p);
}

// Points `from` to the returned one fit into the tables.
static size_t take(refinement *r, const assay_view *view, size_t from,
                   bool *enough)
{
    uint32_t buckets[2];
    for (size_t p = from; p < view->point_count; p++) {
        if (r->count + 2 > TABLES) return p;
        const bool counted = view->points[p].own || r->how->events;
        const size_t n = counted ? needs(view, &view->points[p], buckets) : 0;
        for (size_t i = 0; i < n; i++)
            if (!want(r, buckets[i])) *enough = false;
        if (!*enough) return p;
    }
    return view->point_count;
}

// Riders on designs look at mated rows alone.
static uint32_t least_of(const refinement *r)
{
    uint32_t least = UINT32_MAX;
    if (r->rides && !assay_rest_has(r->how->view)) return 0;
    for (size_t i = 0; i < r->count; i++)
        if (r->tables[i]->bucket << 16 < least)
            least = r->tables[i]->bucket << 16;
    return least;
}

assay_status assay_refine(const assay_refining *how, assay_error *err)
{
    assay_view *view = how->view;
    ASSAY_AUTO(drop) refinement *r = assay_new(sizeof *r, 0, 0);
    if (!r) return assay_fail_memory(err, "the thresholds");
    r->how = how;
    r->rides = how->rider != NULL;
    r->kernels = how->kernels;
    r->members = &view->store->members;
    assay_scan scan = {.work = count_block,
                       .context = r,
                       .watch = how->watch,
                       .stage = "finding thresholds",
                       .scores = true};
    for (size_t from = 0; from < view->point_count || r->rides;) {
        bool enough = true;
        const size_t end = take(r, view, from, &enough);
        if (!enough) return assay_fail_memory(err, "the thresholds");
        scan.least = least_of(r);
        if (r->count || r->rides)
            ASSAY_TRY(assay_store_scan(how->store, -1, &scan, err));
        r->rides = false;
        for (size_t p = from; p < end; p++) resolve(r, view, p, how->events);
        forget(r);
        from = end;
    }
    return ASSAY_OK;
}
