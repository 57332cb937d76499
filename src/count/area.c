// SPDX-License-Identifier: Apache-2.0
// A mated score is found through an index of cells: a score falls into cell
// floor((score - low) * scale), which never decreases with the score, so the
// mated scores of lower cells are smaller and those of higher cells greater;
// only the few in the same cell are compared.
#include "count/area.h"

#include "base/alloc.h"
#include "base/order.h"
#include "count/wide.h"

#include <float.h>
#include <string.h>

enum { CELLS = 1 << 20, STRIDE = 256, CARRIES = 256 };

struct assay_mated {
    const assay_kernels *kernels;
    const assay_members *members;
    uint64_t from; // first mated comparison of the slice
    uint64_t seen; // while gathering and ending
    uint32_t n;
    float *sorted;
    uint32_t *first; // of cell c: the first index in it; CELLS + 1
    uint64_t *below; // [u]: non-mated scores with exactly u mated <= them
    uint32_t *equal; // [l]: non-mated scores equal to sorted[l], the first
    uint32_t carry[CARRIES]; // places of `equal` that went past 2^32
    size_t carries;
    assay_cells cells;
    uint64_t *placement; // [l]: of the mated scores equal to sorted[l]
    uint64_t *people;    // where they are summed
    assay_gathered gathered;
};

static assay_status gather(void *context, const assay_block *block,
                           assay_error *err)
{
    assay_mated *mated = context;
    (void)err;
    block = assay_members_of(mated->members, block, &mated->gathered);
    for (size_t i = 0; i < block->rows; i++, mated->seen++) {
        if (mated->seen < mated->from || mated->n == ASSAY_SLICE_ROWS) continue;
        mated->sorted[mated->n++] = block->score[i];
    }
    return ASSAY_OK;
}

// Radix sort by key, 11 bits at a time; `spare` has room for n.
static void sort(uint32_t *keys, uint32_t *spare, size_t n)
{
    enum { DIGITS = 2048 };
    uint32_t *from = keys;
    uint32_t *to = spare;
    for (unsigned shift = 0; shift < 33; shift += 11) {
        uint32_t start[DIGITS + 1] = {0};
        for (size_t i = 0; i < n; i++) start[(from[i] >> shift) % DIGITS + 1]++;
        for (size_t d = 0; d < DIGITS; d++) start[d + 1] += start[d];
        for (size_t i = 0; i < n; i++)
            to[start[(from[i] >> shift) % DIGITS]++] = from[i];
        uint32_t *swap = from;
        from = to;
        to = swap;
    }
    memcpy(keys, spare, n * sizeof *keys);
}

static void sort_scores(assay_mated *mated)
{
    uint32_t *keys = (uint32_t *)(void *)mated->sorted;
    for (size_t i = 0; i < mated->n; i++) {
        float score = 0;
        memcpy(&score, &mated->sorted[i], sizeof score);
        const uint32_t key = assay_key_of(score);
        memcpy(&mated->sorted[i], &key, sizeof key);
    }
    sort(keys, (uint32_t *)(void *)mated->below, mated->n);
    for (size_t i = 0; i < mated->n; i++) {
        uint32_t key = 0;
        memcpy(&key, &mated->sorted[i], sizeof key);
        mated->sorted[i] = assay_score_of(key);
    }
    memset(mated->below, 0, ((size_t)mated->n + 1) * sizeof *mated->below);
}

// As the kernel `cells` does it.
static uint32_t cell_of(const assay_cells *cells, float score)
{
    const float cell = (score - cells->low) * cells->scale;
    if (!(cell > 0)) return 0;
    return (uint32_t)(cell < cells->last ? cell : cells->last);
}

// Both ends are finite, so that no cell is infinity - infinity.
static float finite(float score)
{
    if (score > FLT_MAX) return FLT_MAX;
    return score < -FLT_MAX ? -FLT_MAX : score;
}

static void index_cells(assay_mated *mated)
{
    const float low = finite(mated->sorted[0]);
    const float high = finite(mated->sorted[mated->n - 1]);
    const float width = high - low; // infinity where it overflows: one cell
    mated->cells = (assay_cells){.low = low,
                                 .scale = width > 0 ? (float)CELLS / width : 0,
                                 .last = CELLS - 1,
                                 .first = mated->first};
    uint32_t cell = 0;
    for (uint32_t i = 0; i < mated->n; i++) {
        const uint32_t own = cell_of(&mated->cells, mated->sorted[i]);
        for (; cell <= own; cell++) mated->first[cell] = i;
    }
    for (; cell <= CELLS; cell++) mated->first[cell] = mated->n;
}

assay_status assay_mated_new(assay_store *store, const assay_kernels *kernels,
                             const assay_view *view, uint64_t from,
                             assay_mated **out, assay_error *err)
{
    *out = NULL;
    assay_mated *mated = assay_new(sizeof *mated, 0, 0);
    if (!mated) return assay_fail_memory(err, "the AUC");
    const uint64_t left = view->trials[ASSAY_MATED] - from;
    const size_t n = left < ASSAY_SLICE_ROWS ? (size_t)left : ASSAY_SLICE_ROWS;
    mated->kernels = kernels;
    mated->members = &view->store->members;
    mated->from = from;
    mated->sorted = assay_new(0, n + 1, sizeof *mated->sorted);
    mated->below = assay_new(0, n + 1, sizeof *mated->below);
    mated->equal = assay_new(0, n + 1, sizeof *mated->equal);
    mated->first = assay_new(0, CELLS + 1, sizeof *mated->first);
    const assay_scan scan = {.work = gather, .context = mated};
    assay_status status =
        mated->sorted && mated->below && mated->equal && mated->first
            ? assay_store_scan(store, ASSAY_MATED, &scan, err)
            : assay_fail_memory(err, "the AUC");
    if (status != ASSAY_OK) {
        assay_mated_free(mated);
        return status;
    }
    if (mated->n) {
        sort_scores(mated);
        index_cells(mated);
    }
    *out = mated;
    return ASSAY_OK;
}

// In [l, u) of the sorted scores: the first not below `score`.
static uint32_t search(const float *sorted, uint32_t l, uint32_t u, float score)
{
    while (u - l > 8) {
        const uint32_t middle = l + (u - l) / 2;
        if (sorted[middle] < score)
            l = middle + 1;
        else
            u = middle;
    }
    while (l < u && sorted[l] < score) l++;
    return l;
}

// How many mated scores are below (`*l`), and not above (the result), a score
// whose cell runs from `*l` to `end`.
static uint32_t locate(const assay_mated *mated, float score, uint32_t end,
                       uint32_t *l)
{
    *l = search(mated->sorted, *l, end, score);
    uint32_t u = *l;
    if (u == end || mated->sorted[u] > score) return u;
    if (end - u > 8) {
        const float next = assay_score_of(assay_key_of(score) + 1);
        return score > FLT_MAX ? end : search(mated->sorted, u, end, next);
    }
    while (u < end && mated->sorted[u] <= score) u++;
    return u;
}

static void add_equal(assay_mated *mated, uint32_t l)
{
    if (!++mated->equal[l] && mated->carries < CARRIES)
        mated->carry[mated->carries++] = l;
}

// Scores in cells that hold mated scores: `from` becomes l, `to` becomes u.
static void look_closer(assay_mated *mated, const float *scores, size_t n,
                        uint32_t *from, uint32_t *to)
{
    uint32_t which[STRIDE];
    size_t found = 0;
    for (size_t i = 0; i < n; i++) {
        which[found] = (uint32_t)i;
        found += from[i] != to[i];
    }
    for (size_t k = 0; k < found; k++) {
        const uint32_t i = which[k];
        to[i] = locate(mated, scores[i], to[i], &from[i]);
        if (to[i] > from[i]) add_equal(mated, from[i]);
    }
}

void assay_mated_place(assay_mated *mated, const float *scores, size_t n,
                       uint32_t *places)
{
    uint32_t l[STRIDE];
    uint32_t u[STRIDE];
    for (size_t at = 0; at < n; at += STRIDE) {
        const size_t part = n - at < STRIDE ? n - at : STRIDE;
        mated->kernels->cells(&mated->cells, scores + at, part, l, u);
        look_closer(mated, scores + at, part, l, u);
        for (size_t i = 0; i < part; i++) mated->below[u[i]]++;
        for (size_t i = 0; i < part; i++)
            places[at + i] = 2 * mated->n - u[i] - l[i];
    }
}

static uint64_t carried(const assay_mated *mated, uint32_t at)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < mated->carries; i++)
        if (mated->carry[i] == at) sum += UINT64_C(1) << 32;
    return sum;
}

// The placement of each run of equal mated scores, from the first of them, l:
// 2 x the sum of below[0 .. l], plus equal[l].
static void end_placements(assay_mated *mated, assay_wide *squares)
{
    uint64_t below = 0;
    uint32_t next = 0; // below[] is summed up to here
    for (uint32_t l = 0; l < mated->n;) {
        uint32_t end = l + 1;
        while (end < mated->n && mated->sorted[end] <= mated->sorted[l]) end++;
        for (; next <= l; next++) below += mated->below[next];
        const uint64_t placement =
            2 * below + mated->equal[l] + carried(mated, l);
        assay_wide_add(squares, (assay_u128)placement * placement * (end - l));
        if (mated->placement) mated->placement[l] = placement;
        l = end;
    }
}

static assay_status sum_people(void *context, const assay_block *block,
                               assay_error *err)
{
    assay_mated *mated = context;
    (void)err;
    block = assay_members_of(mated->members, block, &mated->gathered);
    for (size_t i = 0; i < block->rows; i++) {
        const uint64_t at = mated->seen++;
        if (at < mated->from || at - mated->from >= mated->n) continue;
        const float score = block->score[i];
        const uint32_t cell = cell_of(&mated->cells, score);
        uint32_t l = mated->first[cell];
        (void)locate(mated, score, mated->first[cell + 1], &l);
        mated->people[block->probe[i]] += mated->placement[l];
    }
    return ASSAY_OK;
}

assay_status assay_mated_end(assay_mated *mated, assay_store *store,
                             assay_view *view, assay_error *err)
{
    uint64_t *people = view->store->placements[ASSAY_ROLE_MATED];
    if (!mated->n) return ASSAY_OK;
    if (people) {
        mated->placement = assay_new(0, mated->n, sizeof *mated->placement);
        if (!mated->placement) return assay_fail_memory(err, "the AUC");
    }
    end_placements(mated, &view->area.squares[ASSAY_MATED]);
    if (!people) return ASSAY_OK;
    const assay_scan scan = {.work = sum_people, .context = mated};
    mated->people = people;
    mated->seen = 0;
    return assay_store_scan(store, ASSAY_MATED, &scan, err);
}

void assay_mated_free(assay_mated *mated)
{
    if (!mated) return;
    assay_free(mated->sorted);
    assay_free(mated->first);
    assay_free(mated->below);
    assay_free(mated->equal);
    assay_free(mated->placement);
    assay_free(mated);
}

static void drop(assay_mated **mated)
{
    assay_mated_free(*mated);
}

struct assay_placing {
    assay_mated *mated;
    assay_view *view;
    bool squares, people;
    float above[ASSAY_SCAN_ROWS];
    uint32_t places[ASSAY_SCAN_ROWS];
    assay_gathered gathered;
};

static void add_people(const assay_view *view, const assay_block *block,
                       const uint32_t *places)
{
    uint64_t *probes = view->store->placements[ASSAY_ROLE_PROBE];
    uint64_t *references = view->store->placements[assay_other_role(view)];
    for (size_t i = 0; i < block->rows; i++) {
        probes[block->probe[i]] += places[i];
        references[block->reference[i]] += places[i];
    }
}

void assay_area_add(assay_view *view, const uint32_t *places, size_t n,
                    bool squares)
{
    uint64_t wins = 0;
    uint64_t square = 0; // of a block: below 2^15 x 2^44
    for (size_t i = 0; i < n; i++) wins += places[i];
    for (size_t i = 0; squares && i < n; i++)
        square += (uint64_t)places[i] * places[i];
    assay_wide_add(&view->area.wins2, wins);
    assay_wide_add(&view->area.squares[ASSAY_NON_MATED], square);
}

// Scores below all mated ones have one placement, and often are many.
static void add_below(assay_view *view, assay_mated *mated, uint64_t n,
                      bool squares)
{
    const uint64_t most = 2 * (uint64_t)mated->n;
    mated->below[0] += n;
    assay_wide_add(&view->area.wins2, (assay_u128)most * n);
    if (squares)
        assay_wide_add(&view->area.squares[ASSAY_NON_MATED],
                       (assay_u128)(most * most) * n);
}

static void place_scores(assay_placing *p, const float *scores, size_t n)
{
    assay_mated_place(p->mated, scores, n, p->places);
    assay_area_add(p->view, p->places, n, p->squares);
}

assay_status assay_placing_add(void *placing, const assay_block *block,
                               assay_error *err)
{
    assay_placing *p = placing;
    (void)err;
    if (block->mated) return ASSAY_OK;
    block = assay_members_of(&p->view->store->members, block, &p->gathered);
    if (p->people) {
        place_scores(p, block->score, block->rows);
        add_people(p->view, block, p->places);
        return ASSAY_OK;
    }
    const size_t n = p->mated->kernels->above(block->score, block->rows,
                                              p->mated->sorted[0], p->above);
    place_scores(p, p->above, n);
    add_below(p->view, p->mated, block->rows - n, p->squares);
    return ASSAY_OK;
}

// Beyond one slice a non-mated score's whole placement is never seen at once:
// its square is bounded from above by its bucket, which widens the interval.
static void bound_squares(assay_view *view)
{
    uint64_t above = 0;
    for (size_t i = view->bucket_count; i-- > 0;) {
        const assay_bucket *b = &view->buckets[i];
        above += b->count[ASSAY_MATED];
        const assay_u128 most = 2 * (assay_u128)above;
        assay_wide_add(&view->area.squares[ASSAY_NON_MATED],
                       most * most * b->count[ASSAY_NON_MATED]);
    }
}

void assay_placing_free(assay_placing *placing)
{
    if (placing) assay_mated_free(placing->mated);
    assay_free(placing);
}

static void drop_placing(assay_placing **placing)
{
    assay_placing_free(*placing);
}

assay_status assay_placing_new(assay_store *store, const assay_kernels *kernels,
                               assay_view *view, assay_placing **out,
                               assay_error *err)
{
    ASSAY_AUTO(drop_placing)
    assay_placing *placing = assay_new(sizeof *placing, 0, 0);
    *out = NULL;
    if (!placing) return assay_fail_memory(err, "the AUC");
    placing->view = view;
    placing->squares = true;
    placing->people = view->has_people;
    ASSAY_TRY(assay_mated_new(store, kernels, view, 0, &placing->mated, err));
    *out = placing;
    placing = NULL;
    return ASSAY_OK;
}

assay_status assay_placing_end(assay_placing *placing, assay_store *store,
                               assay_error *err)
{
    placing->view->area.counted = true;
    return assay_mated_end(placing->mated, store, placing->view, err);
}

static assay_status count_slices(assay_store *store,
                                 const assay_kernels *kernels,
                                 const assay_watch *watch, assay_placing *p,
                                 bool placements, assay_error *err)
{
    assay_view *view = p->view;
    const uint64_t trials = view->trials[ASSAY_MATED];
    const assay_scan scan = {.work = assay_placing_add,
                             .context = p,
                             .watch = watch,
                             .stage = "counting the AUC",
                             .scores = !p->people};
    for (uint64_t from = 0; from < trials; from += ASSAY_SLICE_ROWS) {
        ASSAY_AUTO(drop) assay_mated *mated = NULL;
        ASSAY_TRY(assay_mated_new(store, kernels, view, from, &mated, err));
        p->mated = mated;
        ASSAY_TRY(assay_store_scan(store, ASSAY_NON_MATED, &scan, err));
        if (placements) ASSAY_TRY(assay_mated_end(mated, store, view, err));
    }
    return ASSAY_OK;
}

assay_status assay_area_count(assay_store *store, const assay_kernels *kernels,
                              const assay_watch *watch, assay_view *view,
                              assay_error *err)
{
    ASSAY_AUTO(assay_drop) assay_placing *p = assay_new(sizeof *p, 0, 0);
    if (!p) return assay_fail_memory(err, "the AUC");
    p->view = view;
    p->people = view->has_people;
    p->squares = view->trials[ASSAY_MATED] <= ASSAY_SLICE_ROWS;
    ASSAY_TRY(count_slices(store, kernels, watch, p, true, err));
    if (!p->squares) bound_squares(view);
    view->area.counted = true;
    return ASSAY_OK;
}

assay_status assay_area_wins(assay_store *store, const assay_kernels *kernels,
                             const assay_watch *watch, assay_view *view,
                             assay_error *err)
{
    ASSAY_AUTO(assay_drop) assay_placing *p = assay_new(sizeof *p, 0, 0);
    if (!p) return assay_fail_memory(err, "the AUC");
    p->view = view;
    return count_slices(store, kernels, watch, p, false, err);
}
