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

// What the sums of a point have beyond those of the next stricter one.
typedef struct change {
    assay_wide e2, em, share, share2;
} change;

struct assay_pairs_table {
    assay_view *view;
    pair *pairs;
    uint64_t *q; // sum of placements of each; NULL where no area is counted
    size_t room; // a power of two
    uint64_t rows;
    error *errors;
    size_t errors_count, errors_room;
    uint32_t *heads; // by the second person, of the first in hand
    uint32_t *at;    // errors of the pair in hand, by slot - 1
    change *changes; // of the part, likewise
    /// Column of the balanced sums of each point or, if it has none, of the
    /// next looser one with some; NONE: there is none.
    uint32_t *balanced_of;
};

static void find_columns(assay_pairs_table *pairs)
{
    const assay_view *view = pairs->view;
    uint32_t last = NONE;
    for (size_t p = 0; view->balanced && p < view->point_count; p++) {
        const uint32_t own = view->store->balanced_of[p];
        if (own != NONE) last = own;
        pairs->balanced_of[p] = last;
    }
}

assay_pairs_table *assay_pairs_new(assay_view *view)
{
    assay_pairs_table *pairs = assay_new(sizeof *pairs, 0, 0);
    if (!pairs) return NULL;
    pairs->view = view;
    pairs->at = assay_new(0, view->point_count + 1, sizeof *pairs->at);
    pairs->changes = assay_new(0, view->point_count + 1, sizeof(change));
    pairs->balanced_of =
        assay_new(0, view->point_count + 1, sizeof *pairs->balanced_of);
    if (pairs->at && pairs->changes && pairs->balanced_of) {
        find_columns(pairs);
        return pairs;
    }
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

static bool room_for_errors(assay_pairs_table *pairs, size_t n)
{
    if (n <= pairs->errors_room) return true;
    const size_t twice = pairs->errors_room * 2 + 1024;
    const size_t room = n > twice ? n : twice;
    if (!assay_grow(&pairs->errors, room, sizeof *pairs->errors)) return false;
    pairs->errors_room = room;
    return true;
}

bool assay_pairs_add(assay_pairs_table *pairs, uint32_t probe,
                     uint32_t reference, uint32_t slot, uint32_t placement)
{
    const bool swap = assay_pairs_turned(pairs->view, probe, reference);
    const uint64_t first = swap ? reference : probe;
    const uint64_t second = swap ? probe : reference;
    pair *p = find(pairs, (first << 32 | second) + 1);
    p->m++;
    if (pairs->q) pairs->q[p - pairs->pairs] += placement;
    if (!slot) return true;
    if (!room_for_errors(pairs, pairs->errors_count + 1)) return false;
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
// column `c`, or at the next looser one that has such sums.
static void balance(const assay_pairs_table *pairs, const pair *p, size_t c,
                    uint64_t more)
{
    struct assay_view_store *store = pairs->view->store;
    const size_t columns = store->balanced_points;
    const size_t at = pairs->balanced_of[c];
    const uint64_t key = p->key - 1;
    const size_t side = store->balanced[1] ? 1 : 0;
    if (at == NONE) return;
    store->balanced[0][(size_t)(key >> 32) * columns + at] += more;
    store->balanced[side][(size_t)(key & UINT32_MAX) * columns + at] += more;
}

// The errors of a pair by column, the last of them, and how many there are.
static uint64_t gather_errors(assay_pairs_table *pairs, const pair *p,
                              uint32_t *most)
{
    uint64_t n = 0;
    for (uint32_t i = p->head; i != NONE; i = pairs->errors[i].next, n++) {
        pairs->at[pairs->errors[i].slot - 1]++;
        if (pairs->errors[i].slot > *most) *most = pairs->errors[i].slot;
    }
    return n;
}

static void keep(const assay_pairs_table *pairs, const pair *p, uint32_t column,
                 uint32_t errors, uint64_t m)
{
    const uint64_t key = p->key - 1;
    const assay_error_pair one = {
        (uint32_t)(key >> 32), (uint32_t)(key & UINT32_MAX), column, errors, m};
    assay_error_pairs_add(&pairs->view->store->error_pairs, one);
}

// From the strictest point to the loosest; where errors are added, so is what
// changes, which all looser points have as well.
static void add_errors(assay_pairs_table *pairs, const pair *p, uint64_t m)
{
    uint32_t most = 0;
    uint64_t e = 0;
    uint64_t had = 0; // share at the stricter point, and its square
    uint64_t had2 = 0;
    const uint64_t all = gather_errors(pairs, p, &most);
    for (size_t c = most; e < all;) {
        const uint64_t more = pairs->at[--c];
        if (!more) continue;
        change *to = &pairs->changes[c];
        pairs->at[c] = 0;
        keep(pairs, p, (uint32_t)c, (uint32_t)more, m);
        e += more;
        assay_wide_add(&to->e2, (assay_u128)more * (2 * e - more));
        assay_wide_add(&to->em, (assay_u128)more * m);
        if (!pairs->view->balanced) continue;
        const uint64_t now = share(e, m);
        const uint64_t now2 = (uint64_t)((assay_u128)now * now >> 40);
        assay_wide_add(&to->share, now - had);
        assay_wide_add(&to->share2, now2 - had2);
        balance(pairs, p, c, now - had);
        had = now;
        had2 = now2;
    }
}

// What changed at the stricter points too.
static void sum_changes(assay_pairs_table *pairs)
{
    const assay_view *view = pairs->view;
    assay_u128 e2 = 0, em = 0, shares = 0, shares2 = 0;
    for (size_t c = view->point_count; c-- > 0;) {
        change *of = &pairs->changes[c];
        assay_events *events = &view->store->events[c];
        assay_wide_add(&events->sum_e2, e2 += assay_wide_get(of->e2));
        assay_wide_add(&events->sum_em, em += assay_wide_get(of->em));
        shares += assay_wide_get(of->share);
        shares2 += assay_wide_get(of->share2);
        *of = (change){.e2 = {0, 0}};
        if (!view->balanced || view->store->balanced_of[c] == NONE) continue;
        assay_wide_add(&events->balanced, shares);
        assay_wide_add(&events->balanced2, shares2);
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

static bool make_heads(assay_pairs_table *pairs)
{
    const size_t people = pairs->view->people;
    if (pairs->heads) return true;
    pairs->heads = assay_new(0, people, sizeof *pairs->heads);
    for (size_t i = 0; pairs->heads && i < people; i++) pairs->heads[i] = NONE;
    return pairs->heads != NULL;
}

bool assay_pairs_add_person(assay_pairs_table *pairs, uint32_t person,
                            const assay_pair_row *rows, size_t n)
{
    if (!n) return true;
    if (!make_heads(pairs) || !room_for_errors(pairs, n)) return false;
    for (size_t i = 0; i < n; i++) {
        uint32_t *head = &pairs->heads[rows[i].other];
        pairs->errors[i] = (error){rows[i].slot, *head};
        *head = (uint32_t)i;
    }
    for (size_t i = 0; i < n; i++) {
        const uint32_t other = rows[i].other;
        const pair p = {.key = ((uint64_t)person << 32 | other) + 1,
                        .head = pairs->heads[other]};
        if (p.head == NONE) continue;
        pairs->heads[other] = NONE;
        add_errors(pairs, &p, assay_rest_pair(pairs->view, person, other));
    }
    return true;
}

void assay_pairs_end(assay_pairs_table *pairs)
{
    for (size_t i = 0; i < pairs->room; i++) {
        if (!pairs->pairs[i].key) continue;
        add_pair(pairs, &pairs->pairs[i]);
        memset(&pairs->pairs[i], 0, sizeof pairs->pairs[i]);
    }
    pairs->errors_count = 0;
    sum_changes(pairs);
}

void assay_pairs_free(assay_pairs_table *pairs)
{
    if (!pairs) return;
    assay_free(pairs->pairs);
    assay_free(pairs->q);
    assay_free(pairs->errors);
    assay_free(pairs->heads);
    assay_free(pairs->at);
    assay_free(pairs->changes);
    assay_free(pairs->balanced_of);
    assay_free(pairs);
}
