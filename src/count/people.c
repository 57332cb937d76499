// SPDX-License-Identifier: Apache-2.0
#include "count/people.h"

#include "base/alloc.h"
#include "base/order.h"
#include "count/area.h"
#include "count/pairs.h"
#include "count/rest.h"

struct assay_margins {
    assay_view *view;
    assay_gathered gathered;
};

assay_status assay_margins_new(assay_view *view, assay_margins **out,
                               assay_error *err)
{
    *out = NULL;
    for (size_t r = 0; r < ASSAY_ROLES; r++) {
        uint64_t *sums = assay_new(0, view->people, sizeof *sums);
        if (!sums) return assay_fail_memory(err, "the people");
        view->store->margins[r] = sums;
    }
    *out = assay_new(sizeof **out, 0, 0);
    if (!*out) return assay_fail_memory(err, "the people");
    (*out)->view = view;
    return ASSAY_OK;
}

assay_status assay_margins_add(void *margins, const assay_block *block,
                               assay_error *err)
{
    assay_margins *m = margins;
    uint64_t **sums = m->view->store->margins;
    (void)err;
    if (!block->mated && assay_rest_has(m->view)) return ASSAY_OK;
    block = assay_members_of(&m->view->store->members, block, &m->gathered);
    if (block->mated) {
        for (size_t i = 0; i < block->rows; i++)
            sums[ASSAY_ROLE_MATED][block->probe[i]]++;
        return ASSAY_OK;
    }
    for (size_t i = 0; i < block->rows; i++) {
        sums[ASSAY_ROLE_PROBE][block->probe[i]]++;
        sums[ASSAY_ROLE_REFERENCE][block->reference[i]]++;
    }
    return ASSAY_OK;
}

static bool disjoint(const assay_view *view)
{
    const uint64_t *probes = view->store->margins[ASSAY_ROLE_PROBE];
    const uint64_t *references = view->store->margins[ASSAY_ROLE_REFERENCE];
    for (size_t i = 0; i < view->people; i++)
        if (probes[i] && references[i]) return false;
    return true;
}

// The margins that weigh in the false match rate: of probes and of references
// where nobody is both, else of both together.
static bool unequal(const assay_view *view, bool *memory)
{
    const uint64_t *probes = view->store->margins[ASSAY_ROLE_PROBE];
    const uint64_t *references = view->store->margins[ASSAY_ROLE_REFERENCE];
    if (view->disjoint_roles)
        return assay_unequal(probes, view->people) ||
               assay_unequal(references, view->people);
    ASSAY_AUTO(assay_drop)
    uint64_t *both = assay_new(0, view->people, sizeof *both);
    *memory = both != NULL;
    if (!both) return false;
    for (size_t i = 0; i < view->people; i++)
        both[i] = probes[i] + references[i];
    return assay_unequal(both, view->people);
}

assay_status assay_margins_end(assay_margins *margins, assay_error *err)
{
    assay_view *view = margins->view;
    bool memory = true;
    if (assay_rest_has(view)) {
        memory = assay_rest_margins(view);
    } else {
        view->disjoint_roles = disjoint(view);
        view->balanced = unequal(view, &memory);
    }
    return memory ? ASSAY_OK : assay_fail_memory(err, "the people");
}

typedef struct pass {
    assay_view *view;
    const assay_kernels *kernels;
    // Of replayed rows that match somewhere: where those of each person go, and
    // they themselves.
    uint64_t *places_of;
    assay_pair_row *rows;
    uint64_t *columns[ASSAY_CLASSES]; // events, by how many points matched
    uint32_t *ladder;                 // keys of the points
    unsigned steps;
    assay_mated *mated;       // or NULL
    assay_pairs_table *pairs; // or NULL
    uint32_t slots[ASSAY_SCAN_ROWS];
    uint32_t places[ASSAY_SCAN_ROWS];
    assay_gathered gathered;
} pass;

static void drop_pass(pass **p)
{
    if (!*p) return;
    assay_free((*p)->columns[0]);
    assay_free((*p)->columns[1]);
    assay_free((*p)->ladder);
    assay_mated_free((*p)->mated);
    assay_pairs_free((*p)->pairs);
    assay_free((*p)->places_of);
    assay_free((*p)->rows);
    assay_free(*p);
}

// How many keys of the ladder are at most `key`; the ladder has 2^steps places,
// the last one greater than any key. Nothing here is guessed by the processor.
static inline uint32_t slot_of(const uint32_t *ladder, unsigned steps,
                               uint32_t key)
{
    uint32_t slot = 0;
    for (uint32_t step = 1u << steps >> 1; step; step >>= 1)
        slot += ladder[slot + step - 1] <= key ? step : 0;
    return slot;
}

static void find_slots(pass *p, const assay_block *block)
{
    const uint32_t *ladder = p->ladder;
    const unsigned steps = p->steps;
    for (size_t i = 0; i < block->rows; i++)
        p->slots[i] = slot_of(ladder, steps, assay_key_of(block->score[i]));
}

static void count_slots(pass *p, const assay_block *block)
{
    uint64_t *columns = p->columns[block->mated];
    for (size_t i = 0; i < block->rows; i++) columns[p->slots[i]]++;
}

static bool make_ladder(pass *p)
{
    const size_t count = p->view->point_count;
    while ((size_t)1 << p->steps <= count) p->steps++;
    const size_t places = (size_t)1 << p->steps;
    p->ladder = assay_new(0, places, sizeof *p->ladder);
    if (!p->ladder) return false;
    for (size_t i = 0; i < places; i++)
        p->ladder[i] = i < count ? p->view->points[i].key : UINT32_MAX;
    return true;
}

static void add_mated(pass *p, const assay_block *block)
{
    const size_t points = p->view->point_count;
    uint32_t *errors = p->view->store->errors[ASSAY_ROLE_MATED];
    for (size_t i = 0; i < block->rows; i++)
        if (p->slots[i] < points)
            errors[block->probe[i] * points + p->slots[i]]++;
}

static void add_non_mated(pass *p, const assay_block *block)
{
    const size_t points = p->view->point_count;
    uint32_t *probes = p->view->store->errors[ASSAY_ROLE_PROBE];
    uint32_t *references = p->view->store->errors[assay_other_role(p->view)];
    for (size_t i = 0; i < block->rows; i++) {
        if (!p->slots[i]) continue;
        probes[block->probe[i] * points + p->slots[i] - 1]++;
        references[block->reference[i] * points + p->slots[i] - 1]++;
    }
}

static void add_places(pass *p, const assay_block *block)
{
    uint64_t *probes = p->view->store->placements[ASSAY_ROLE_PROBE];
    uint64_t *references =
        p->view->store->placements[assay_other_role(p->view)];
    assay_mated_place(p->mated, block->score, block->rows, p->places);
    assay_area_add(p->view, p->places, block->rows, true);
    for (size_t i = 0; i < block->rows; i++) {
        probes[block->probe[i]] += p->places[i];
        references[block->reference[i]] += p->places[i];
    }
}

static assay_status add_pairs(pass *p, const assay_block *block,
                              assay_error *err)
{
    // Where the design says who is compared with whom, errors are all it takes.
    const bool all = p->mated || !assay_rest_has(p->view);
    for (size_t i = 0; i < block->rows; i++)
        if ((all || p->slots[i]) &&
            !assay_pairs_add(p->pairs, block->probe[i], block->reference[i],
                             p->slots[i], p->mated ? p->places[i] : 0))
            return assay_fail_memory(err, "the pairs of people");
    return ASSAY_OK;
}

static assay_status count_block(void *context, const assay_block *block,
                                assay_error *err)
{
    pass *p = context;
    block = assay_members_of(&p->view->store->members, block, &p->gathered);
    find_slots(p, block);
    count_slots(p, block);
    if (!p->view->has_people) return ASSAY_OK;
    if (block->mated) {
        add_mated(p, block);
        return ASSAY_OK;
    }
    add_non_mated(p, block);
    if (p->mated) add_places(p, block);
    return add_pairs(p, block, err);
}

// The first person of the pair of a row.
static uint32_t first_of(const pass *p, const assay_block *block, size_t i)
{
    const uint32_t probe = block->probe[i];
    const uint32_t reference = block->reference[i];
    return assay_pairs_turned(p->view, probe, reference) ? reference : probe;
}

// Whether any row of a block matches somewhere. If so their slots are found.
static bool any_matches(pass *p, const assay_block *block)
{
    uint32_t low = 0, high = 0;
    if (!block->rows) return false;
    p->kernels->range(block->score, block->rows, &low, &high);
    if (high < p->ladder[0]) return false;
    find_slots(p, block);
    return true;
}

static assay_status count_matching(void *context, const assay_block *block,
                                   assay_error *err)
{
    pass *p = context;
    (void)err;
    block = assay_members_of(&p->view->store->members, block, &p->gathered);
    if (!any_matches(p, block)) {
        p->columns[ASSAY_NON_MATED][0] += block->rows;
        return ASSAY_OK;
    }
    count_slots(p, block);
    add_non_mated(p, block);
    for (size_t i = 0; i < block->rows; i++)
        p->places_of[first_of(p, block, i)] += p->slots[i] > 0;
    return ASSAY_OK;
}

static assay_status place_matching(void *context, const assay_block *block,
                                   assay_error *err)
{
    pass *p = context;
    (void)err;
    block = assay_members_of(&p->view->store->members, block, &p->gathered);
    if (!any_matches(p, block)) return ASSAY_OK;
    for (size_t i = 0; i < block->rows; i++) {
        const uint32_t first = first_of(p, block, i);
        const uint32_t second =
            first == block->probe[i] ? block->reference[i] : block->probe[i];
        if (p->slots[i])
            p->rows[p->places_of[first]++] =
                (assay_pair_row){second, p->slots[i]};
    }
    return ASSAY_OK;
}

static uint64_t rows_of(const pass *p)
{
    uint64_t sum = 0;
    for (size_t c = 0; c <= p->view->point_count; c++)
        sum += p->columns[ASSAY_NON_MATED][c];
    return sum;
}

static void sum_columns(const pass *p)
{
    const assay_view *view = p->view;
    const size_t points = view->point_count;
    uint64_t matches = 0;
    uint64_t non_matches = 0;
    for (size_t c = points; c-- > 0;) {
        matches += p->columns[ASSAY_NON_MATED][c + 1];
        view->store->events[c].false_matches = matches;
    }
    for (size_t c = 0; c < points; c++) {
        non_matches += p->columns[ASSAY_MATED][c];
        view->store->events[c].false_non_matches = non_matches;
    }
}

static bool room_for_errors(assay_view *view)
{
    struct assay_view_store *store = view->store;
    const size_t cells = (size_t)view->people * view->point_count;
    for (size_t r = 0; r < ASSAY_ROLES; r++) {
        store->errors[r] = assay_new(0, cells, sizeof **store->errors);
        store->placements[r] =
            assay_new(0, view->people, sizeof **store->placements);
        if (!store->errors[r] || !store->placements[r]) return false;
        assay_scattered(store->errors[r], cells * sizeof **store->errors);
    }
    return true;
}

static bool room_for_balance(assay_view *view)
{
    struct assay_view_store *store = view->store;
    const size_t sides = view->disjoint_roles ? 2 : 1;
    store->balanced_of = assay_arena_new(&store->arena, view->point_count + 1,
                                         sizeof *store->balanced_of);
    if (!store->balanced_of) return false;
    for (size_t p = 0; p < view->point_count; p++) {
        const bool band = view->points[p].purpose == ASSAY_FOR_BAND;
        store->balanced_of[p] =
            band ? UINT32_MAX : (uint32_t)store->balanced_points++;
    }
    const size_t cells = (size_t)view->people * store->balanced_points;
    for (size_t s = 0; view->balanced && s < sides; s++) {
        store->partners[s] = assay_new(0, view->people, sizeof(uint64_t));
        store->balanced[s] = assay_new(0, cells, sizeof(uint64_t));
        if (!store->partners[s] || !store->balanced[s]) return false;
    }
    if (view->balanced && assay_rest_has(view)) assay_rest_partners(view);
    return true;
}

static bool room(pass *p)
{
    const size_t slots = p->view->point_count + 1;
    p->columns[0] = assay_new(0, slots, sizeof *p->columns[0]);
    p->columns[1] = assay_new(0, slots, sizeof *p->columns[1]);
    if (!p->columns[0] || !p->columns[1] || !make_ladder(p)) return false;
    if (!p->view->has_people) return true;
    if (!room_for_errors(p->view) || !room_for_balance(p->view)) return false;
    p->pairs = assay_pairs_new(p->view);
    struct assay_view_store *store = p->view->store;
    return p->pairs != NULL &&
           (!store->keep_error_pairs ||
            assay_error_pairs_begin(&store->error_pairs, p->view));
}

static bool stopped(const assay_scan *scan, size_t part, size_t parts)
{
    const assay_watch *watch = scan->watch;
    return watch && watch->tick &&
           !watch->tick(watch->context, scan->stage, part, parts);
}

static assay_status scan_pairs(assay_store *store, pass *p,
                               const assay_scan *scan, assay_error *err)
{
    size_t first = 0;
    const size_t parts = assay_store_parts(store, ASSAY_NON_MATED, &first);
    for (size_t at = first; at < first + parts; at++) {
        const uint64_t rows = assay_store_part_rows(store, at);
        if (!rows) continue;
        if (!assay_pairs_begin(p->pairs, rows))
            return assay_fail_memory(err, "the pairs of people");
        ASSAY_TRY(assay_store_scan_part(store, at, scan, err));
        assay_pairs_end(p->pairs);
        if (stopped(scan, at, parts))
            return assay_fail(err, ASSAY_ESTOPPED, "stopped");
    }
    return ASSAY_OK;
}

// From how many rows each person has to where they begin.
static uint64_t begin_places(pass *p)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < p->view->people; i++) {
        const uint64_t here = p->places_of[i];
        p->places_of[i] = sum;
        sum += here;
    }
    return sum;
}

static bool add_replayed(const pass *p)
{
    uint64_t from = 0;
    for (uint32_t i = 0; i < p->view->people; i++) {
        const uint64_t end = p->places_of[i];
        if (!assay_pairs_add_person(p->pairs, i, p->rows + from,
                                    (size_t)(end - from)))
            return false;
        from = end;
    }
    assay_pairs_end(p->pairs);
    return true;
}

// Replayed rows lie in no part by their pair. Of a design, only those that
// match somewhere matter: they are put by the first person of their pair.
static assay_status scan_replayed(assay_store *store, pass *p,
                                  const assay_scan *scan, assay_error *err)
{
    const uint32_t least = p->ladder[0];
    const assay_scan count = {.work = count_matching,
                              .context = p,
                              .watch = scan->watch,
                              .stage = scan->stage};
    const assay_scan place = {
        .work = place_matching, .context = p, .least = least};
    if (!assay_store_replays(store)) return ASSAY_OK;
    p->places_of = assay_new(0, p->view->people, sizeof *p->places_of);
    if (!p->places_of) return assay_fail_memory(err, "the pairs of people");
    ASSAY_TRY(assay_store_scan_replays(store, ASSAY_NON_MATED, &count, err));
    const size_t n = (size_t)begin_places(p);
    p->rows = assay_new(0, n, sizeof *p->rows);
    if (!p->rows) return assay_fail_memory(err, "the pairs of people");
    assay_scattered(p->rows, n * sizeof *p->rows);
    ASSAY_TRY(assay_store_scan_replays(store, ASSAY_NON_MATED, &place, err));
    return add_replayed(p) ? ASSAY_OK
                           : assay_fail_memory(err, "the pairs of people");
}

static bool one_slice(const assay_view *view)
{
    return view->trials[ASSAY_MATED] && view->trials[ASSAY_NON_MATED] &&
           view->trials[ASSAY_MATED] <= ASSAY_SLICE_ROWS;
}

assay_status assay_people_count(assay_store *store,
                                const assay_kernels *kernels,
                                const assay_watch *watch, assay_view *view,
                                bool area, assay_error *err)
{
    ASSAY_AUTO(drop_pass) pass *p = assay_new(sizeof *p, 0, 0);
    if (!p) return assay_fail_memory(err, "the errors");
    p->view = view;
    p->kernels = kernels;
    if (!room(p)) return assay_fail_memory(err, "the errors");
    const bool here = area && one_slice(view);
    if (here)
        ASSAY_TRY(assay_mated_new(store, kernels, view, 0, &p->mated, err));
    view->area.by_pair = here;
    const assay_scan scan = {.work = count_block,
                             .context = p,
                             .watch = watch,
                             .stage = "counting errors"};
    ASSAY_TRY(scan_pairs(store, p, &scan, err));
    ASSAY_TRY(scan_replayed(store, p, &scan, err));
    ASSAY_TRY(assay_store_scan(store, ASSAY_MATED, &scan, err));
    if (view->store->error_pairs.no_memory)
        return assay_fail_memory(err, "the pairs of people");
    assay_error_pairs_cut(&view->store->error_pairs);
    sum_columns(p);
    if (assay_rest_has(view)) view->floor_matches = rows_of(p);
    if (here) {
        view->area.counted = true;
        return assay_mated_end(p->mated, store, view, err);
    }
    const bool both = view->trials[0] && view->trials[1];
    return area && both ? assay_area_count(store, kernels, watch, view, err)
                        : ASSAY_OK;
}

assay_status assay_events_count(assay_store *store, const assay_watch *watch,
                                assay_view *view, assay_error *err)
{
    ASSAY_AUTO(drop_pass) pass *p = assay_new(sizeof *p, 0, 0);
    if (!p) return assay_fail_memory(err, "the errors");
    p->view = view;
    if (!room(p)) return assay_fail_memory(err, "the errors");
    const assay_scan scan = {.work = count_block,
                             .context = p,
                             .watch = watch,
                             .stage = "counting errors"};
    ASSAY_TRY(assay_store_scan(store, -1, &scan, err));
    sum_columns(p);
    for (int class = 0; class < ASSAY_CLASSES; class ++) {
        uint64_t sum = 0;
        for (size_t c = 0; c <= view->point_count; c++)
            sum += p->columns[class][c];
        view->trials[class] = sum;
    }
    for (size_t e = 0; e < view->point_count; e++) {
        assay_events *events = &view->store->events[e];
        events->sum_e2 = (assay_wide){events->false_matches, 0};
        events->sum_em = events->sum_e2;
    }
    return ASSAY_OK;
}
