// SPDX-License-Identifier: Apache-2.0
// An open table of pairs; errors hang off their pair in chains. Most pairs have
// one comparison and no error, and cost one probe.
#include "count/pairs.h"

#include "base/alloc.h"
#include "count/rest.h"
#include "count/wide.h"

#include <math.h>
#include <string.h>

#define NONE UINT32_MAX

typedef struct pair {
    uint64_t key;  // probe << 32 | reference, plus 1; 0: free
    uint32_t m;    // comparisons
    uint32_t head; // of its errors
} pair;

typedef struct error {
    uint32_t slot, next;
} error;

struct assay_pairs_table {
    assay_view *view;
    pair *pairs;
    uint64_t *q; // sum of placements of each; NULL where no area is counted
    size_t room; // a power of two
    uint64_t rows;
    error *errors;
    size_t errors_count, errors_room;
    uint32_t *at; // errors of the pair in hand, by slot - 1
};

assay_pairs_table *assay_pairs_new(assay_view *view)
{
    assay_pairs_table *pairs = assay_new(sizeof *pairs, 0, 0);
    if (!pairs) return NULL;
    pairs->view = view;
    pairs->at = assay_new(0, view->point_count + 1, sizeof *pairs->at);
    if (pairs->at) return pairs;
    assay_pairs_free(pairs);
    return NULL;
}

static bool make_room(assay_pairs_table *pairs, size_t room)
{
    assay_free(pairs->pairs);
    assay_free(pairs->q);
    pairs->room = 0;
    pairs->q = NULL;
    pairs->pairs = assay_new(0, room, sizeof *pairs->pairs);
    if (!pairs->pairs) return false;
    if (pairs->view->area.by_pair) {
        pairs->q = assay_new(0, room, sizeof *pairs->q);
        if (!pairs->q) return false;
    }
    pairs->room = room;
    return true;
}

// At most three slots of four are taken.
bool assay_pairs_begin(assay_pairs_table *pairs, uint64_t rows)
{
    size_t room = 64;
    if (rows > SIZE_MAX / 128) return false;
    while (room / 4 * 3 < rows) room *= 2;
    return room <= pairs->room || make_room(pairs, room);
}

static pair *find(assay_pairs_table *pairs, uint64_t key)
{
    const size_t mask = pairs->room - 1;
    const uint64_t mixed = key * 0x9E3779B97F4A7C15u;
    size_t at = (size_t)(mixed ^ mixed >> 29) & mask;
    while (pairs->pairs[at].key && pairs->pairs[at].key != key)
        at = (at + 1) & mask;
    pair *p = &pairs->pairs[at];
    if (!p->key) {
        p->key = key;
        p->head = NONE;
    }
    return p;
}

bool assay_pairs_add(assay_pairs_table *pairs, uint32_t probe,
                     uint32_t reference, uint32_t slot, uint32_t placement)
{
    const bool swap = !pairs->view->disjoint_roles && reference < probe;
    const uint64_t first = swap ? reference : probe;
    const uint64_t second = swap ? probe : reference;
    pair *p = find(pairs, (first << 32 | second) + 1);
    p->m++;
    if (pairs->q) pairs->q[p - pairs->pairs] += placement;
    if (!slot) return true;
    if (pairs->errors_count == pairs->errors_room) {
        const size_t room = pairs->errors_room ? pairs->errors_room * 2 : 1024;
        if (!assay_grow(&pairs->errors, room, sizeof *pairs->errors))
            return false;
        pairs->errors_room = room;
    }
    pairs->errors[pairs->errors_count] = (error){slot, p->head};
    p->head = (uint32_t)pairs->errors_count++;
    return true;
}

// e / m in units of 2^-40, to the nearest.
static uint64_t share(uint64_t e, uint64_t m)
{
    return ((e << 40) + m / 2) / m;
}

// Adds to the balanced sums of both people what a pair adds at the point of
// column `c` beyond what it has at the next.
static void balance(struct assay_view_store *store, const pair *p, size_t c,
                    uint64_t more)
{
    const size_t columns = store->balanced_points;
    const uint64_t key = p->key - 1;
    const size_t side = store->balanced[1] ? 1 : 0;
    store->balanced[0][(size_t)(key >> 32) * columns + c] += more;
    store->balanced[side][(size_t)(key & UINT32_MAX) * columns + c] += more;
}

// The errors of a pair at each point, from the strictest to the loosest; what
// changes from one to the next is added in the column of the point.
static void add_errors(assay_pairs_table *pairs, const pair *p, uint64_t m)
{
    struct assay_view_store *store = pairs->view->store;
    uint64_t e = 0;
    uint64_t had = 0; // share at the stricter balanced point
    uint32_t most = 0;
    for (uint32_t i = p->head; i != NONE; i = pairs->errors[i].next) {
        pairs->at[pairs->errors[i].slot - 1]++;
        if (pairs->errors[i].slot > most) most = pairs->errors[i].slot;
    }
    for (size_t c = most; c-- > 0;) {
        e += pairs->at[c];
        pairs->at[c] = 0;
        assay_events *events = &store->events[c];
        assay_wide_add(&events->sum_e2, (assay_u128)e * e);
        assay_wide_add(&events->sum_em, (assay_u128)e * m);
        if (!pairs->view->balanced || store->balanced_of[c] == NONE) continue;
        const uint64_t now = share(e, m);
        assay_wide_add(&events->balanced, now);
        assay_wide_add(&events->balanced2, (assay_u128)now * now >> 40);
        if (now > had) balance(store, p, store->balanced_of[c], now - had);
        had = now;
    }
}

static void add_partners(struct assay_view_store *store, const pair *p)
{
    const uint64_t key = p->key - 1;
    const size_t side = store->partners[1] ? 1 : 0;
    store->partners[0][key >> 32]++;
    store->partners[side][key & UINT32_MAX]++;
}

static void add_placements(assay_pairs_table *pairs, const pair *p)
{
    assay_area *area = &pairs->view->area;
    uint64_t *q = &pairs->q[p - pairs->pairs];
    assay_wide_add(&area->pair_q2, (assay_u128)*q * *q);
    assay_wide_add(&area->pair_qm, (assay_u128)*q * p->m);
    *q = 0;
}

// What of a pair the design says as well.
static void count_pair(assay_view *view, const pair *p)
{
    view->pairs++;
    if (p->m > view->most_m) view->most_m = p->m;
    assay_wide_add(&view->sum_m2, (assay_u128)p->m * p->m);
    if (view->balanced) add_partners(view->store, p);
}

static void add_pair(assay_pairs_table *pairs, const pair *p)
{
    assay_view *view = pairs->view;
    const uint64_t key = p->key - 1;
    uint64_t m = p->m;
    if (assay_rest_has(view))
        m = assay_rest_pair(view, (uint32_t)(key >> 32),
                            (uint32_t)(key & UINT32_MAX));
    else
        count_pair(view, p);
    if (pairs->q) add_placements(pairs, p);
    if (p->head != NONE) add_errors(pairs, p, m);
}

void assay_pairs_end(assay_pairs_table *pairs)
{
    for (size_t i = 0; i < pairs->room; i++) {
        if (!pairs->pairs[i].key) continue;
        add_pair(pairs, &pairs->pairs[i]);
        memset(&pairs->pairs[i], 0, sizeof pairs->pairs[i]);
    }
    pairs->errors_count = 0;
}

void assay_pairs_free(assay_pairs_table *pairs)
{
    if (!pairs) return;
    assay_free(pairs->pairs);
    assay_free(pairs->q);
    assay_free(pairs->errors);
    assay_free(pairs->at);
    assay_free(pairs);
}
