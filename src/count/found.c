// SPDX-License-Identifier: Apache-2.0
#include "count/found.h"

#include "base/alloc.h"
#include "count/found_fill.h"
#include "count/found_sort.h"

#include <string.h>

enum { TAIL_SLACK = 1 << 16 };

assay_found *assay_found_new(const assay_found *shape, bool body)
{
    assay_found *found = assay_new(sizeof *found, 0, 0);
    if (!found) return NULL;
    found->probe_rows = shape->probe_rows;
    found->reference_rows = shape->reference_rows;
    found->all_pairs = shape->all_pairs;
    found->capacity = shape->capacity;
    found->galleries = shape->galleries;
    found->list_length = shape->list_length;
    found->body_sampled = shape->body_sampled;
    const size_t lists = (size_t)shape->probe_rows * shape->galleries;
    found->lists =
        assay_new(0, lists, (size_t)shape->list_length * sizeof *found->lists);
    found->list_used = assay_new(0, lists, sizeof *found->list_used);
    if (body) found->body = assay_tally_new();
    if (found->lists && found->list_used && (found->body || !body))
        return found;
    assay_found_free(found);
    return NULL;
}

void assay_found_free(assay_found *found)
{
    if (!found) return;
    assay_free(found->mates);
    assay_free(found->tail);
    assay_free(found->lists);
    assay_free(found->list_used);
    assay_free(found->body);
    assay_free(found);
}

static bool make_room(assay_pair_found **pairs, uint64_t *room, uint64_t need,
                      uint64_t most)
{
    if (need <= *room) return true;
    uint64_t wanted = *room + *room / 2 + 1024;
    if (wanted > most) wanted = most;
    if (wanted < need) wanted = need;
    if (!assay_grow(pairs, (size_t)wanted, sizeof **pairs)) return false;
    *room = wanted;
    assay_scattered(*pairs, (size_t)wanted * sizeof **pairs);
    return true;
}

bool assay_found_add_mates(assay_found *found, const assay_pair_found *pairs,
                           size_t n)
{
    if (!n) return true;
    if (!make_room(&found->mates, &found->mate_room, found->mate_count + n,
                   UINT64_MAX))
        return false;
    memcpy(found->mates + found->mate_count, pairs, n * sizeof *pairs);
    found->mate_count += n;
    return true;
}

static uint64_t keep_above(assay_pair_found *pairs, uint64_t n, uint32_t floor)
{
    uint64_t kept = 0;
    for (uint64_t i = 0; i < n; i++)
        if (pairs[i].key > floor) pairs[kept++] = pairs[i];
    return kept;
}

// Fewer than `capacity` + 1 above the floor: then the floor is already the key
// of that rank, or there are no more comparisons than that.
static bool cut(assay_found *found)
{
    if (found->tail_count <= found->capacity) return true;
    if (!assay_pairs_rank(found->tail, found->tail_count, found->capacity,
                          &found->floor))
        return false;
    found->tail_count =
        keep_above(found->tail, found->tail_count, found->floor);
    return true;
}

// In passing, a floor below that key will do, as long as more than `capacity`
// stay; where it makes too little room the key itself does.
static bool cut_roughly(assay_found *found)
{
    uint32_t key = 0;
    if (found->tail_count <= found->capacity) return true;
    if (!assay_pairs_rank_below(found->tail, found->tail_count, found->capacity,
                                &key))
        return false;
    if (key && key - 1 > found->floor) found->floor = key - 1;
    found->tail_count =
        keep_above(found->tail, found->tail_count, found->floor);
    return found->tail_count <= found->capacity + found->capacity / 4 ||
           cut(found);
}

static uint64_t tail_most(const assay_found *found)
{
    const uint64_t capacity =
        found->capacity > UINT64_MAX / 64 ? UINT64_MAX / 64 : found->capacity;
    const uint64_t half = capacity / 2;
    return capacity + (half > TAIL_SLACK ? half : TAIL_SLACK);
}

// Up to half of the slack at once, so that a cut always makes room.
static bool add_some(assay_found *found, const assay_pair_found *pairs,
                     size_t n)
{
    const uint64_t most = tail_most(found);
    if (found->tail_count + n > most && !cut_roughly(found)) return false;
    if (!make_room(&found->tail, &found->tail_room, found->tail_count + n,
                   most))
        return false;
    uint64_t count = found->tail_count;
    for (size_t i = 0; i < n; i++) {
        found->tail[count] = pairs[i];
        count += pairs[i].key > found->floor;
    }
    found->tail_count = count;
    return true;
}

bool assay_found_add_tail(assay_found *found, const assay_pair_found *pairs,
                          size_t n)
{
    for (size_t i = 0; i < n;) {
        const size_t some = n - i < TAIL_SLACK / 2 ? n - i : TAIL_SLACK / 2;
        if (!add_some(found, pairs + i, some)) return false;
        i += some;
    }
    return true;
}

static bool better(assay_candidate a, assay_candidate b)
{
    return a.key != b.key ? a.key > b.key : a.person < b.person;
}

enum { STRIDE = 8 };

// How many of the first `n` are better. By strides, and in the last of them one
// by one: what is compared waits for nothing, and nothing is guessed.
static unsigned place_of(const assay_candidate *list, unsigned n,
                         assay_candidate candidate)
{
    const uint32_t key = candidate.key;
    unsigned at = 0;
    while (n - at > STRIDE * STRIDE) {
        const unsigned half = (n - at) / 2;
        if (list[at + half - 1].key > key)
            at += half;
        else
            n = at + half;
    }
    unsigned strides = 0;
    for (unsigned i = at + STRIDE; i <= n; i += STRIDE)
        strides += list[i - 1].key > key;
    at += STRIDE * strides;
    const unsigned end = n - at < STRIDE ? n : at + STRIDE;
    unsigned more = 0;
    for (unsigned i = at; i < end; i++) more += list[i].key > key;
    at += more;
    while (at < n && better(list[at], candidate)) at++;
    return at;
}

// Puts a candidate among the first `n`, of which those behind it move by one.
static void insert(assay_candidate *list, unsigned n, assay_candidate candidate)
{
    const unsigned at = place_of(list, n, candidate);
    memmove(list + at + 1, list + at, (n - at) * sizeof *list);
    list[at] = candidate;
}

// Whether a full list has no place for a candidate.
static bool too_late(const assay_candidate *list, unsigned used,
                     unsigned length, assay_candidate candidate)
{
    return used == length && (!used || !better(candidate, list[used - 1]));
}

bool assay_found_add_other(assay_candidate *list, uint16_t *used,
                           unsigned length, assay_candidate candidate)
{
    unsigned last = *used;
    if (too_late(list, last, length, candidate)) return false;
    if (last < length)
        *used = (uint16_t)(last + 1);
    else
        last--;
    insert(list, last, candidate);
    return true;
}

bool assay_found_add_candidate(assay_candidate *list, uint16_t *used,
                               unsigned length, assay_candidate candidate)
{
    const unsigned last = *used;
    if (too_late(list, last, length, candidate)) return false;
    unsigned old = 0;
    while (old < last && list[old].person != candidate.person) old++;
    if (old == last)
        return assay_found_add_other(list, used, length, candidate);
    if (candidate.key <= list[old].key) return false;
    insert(list, old, candidate);
    return true;
}

bool assay_found_settle(assay_found *found, unsigned threads)
{
    return cut(found) &&
           assay_pairs_sort(found->mates, found->mate_count, threads) &&
           assay_pairs_sort(found->tail, found->tail_count, threads);
}

static bool alike(const assay_found *a, const assay_found *b)
{
    return a->probe_rows == b->probe_rows &&
           a->reference_rows == b->reference_rows &&
           a->all_pairs == b->all_pairs && a->capacity == b->capacity &&
           a->galleries == b->galleries && a->list_length == b->list_length &&
           !a->body == !b->body && a->body_sampled == b->body_sampled;
}

static void merge_lists(assay_found *to, const assay_found *from)
{
    const uint64_t lists = from->probe_rows * from->galleries;
    for (uint64_t i = 0; i < lists; i++) {
        const uint64_t first = i * from->list_length;
        for (unsigned k = 0; k < from->list_used[i]; k++)
            (void)assay_found_add_candidate(to->lists + first,
                                            &to->list_used[i], to->list_length,
                                            from->lists[first + k]);
    }
}

// What lies at or below the higher of the two floors is in no tail of the
// whole, and there are more than `capacity` at or above it.
static bool merge_tails(assay_found *to, const assay_found *from)
{
    if (from->floor > to->floor) {
        to->floor = from->floor;
        to->tail_count = keep_above(to->tail, to->tail_count, to->floor);
    }
    return assay_found_add_tail(to, from->tail, (size_t)from->tail_count);
}

assay_status assay_found_merge(assay_found *to, const assay_found *from,
                               assay_error *err)
{
    if (!alike(to, from))
        return assay_fail(err, ASSAY_EINPUT,
                          "these are not parts of one search: inputs or "
                          "options differ");
    if (!assay_found_add_mates(to, from->mates, (size_t)from->mate_count) ||
        !merge_tails(to, from) || !assay_found_settle(to, 1))
        return assay_fail_memory(err, "the comparisons found");
    for (int k = 0; k < ASSAY_CLASSES; k++)
        to->comparisons[k] += from->comparisons[k];
    merge_lists(to, from);
    if (to->body) assay_tally_merge(to->body, from->body);
    return ASSAY_OK;
}
