// SPDX-License-Identifier: Apache-2.0
// The list may grow to half as many again as are kept; then columns are dropped
// from the loosest on until the rest fits. Whatever comes later can only make
// more columns go, so what is left does not depend on the order.
#include "count/error_pairs.h"

#include "base/alloc.h"
#include "count/view_store.h"

#include <stdlib.h>

enum { ROOM_MOST = ASSAY_ERROR_PAIRS_MOST / 2 * 3, ROOM_FIRST = 1024 };

bool assay_error_pairs_begin(assay_error_pairs *list, const assay_view *view)
{
    uint32_t last = UINT32_MAX;
    const size_t n = view->point_count;
    list->column_of = assay_new(0, n + 1, sizeof *list->column_of);
    list->columns = assay_new(0, n + 1, sizeof *list->columns);
    if (!list->column_of || !list->columns) return false;
    for (size_t p = 0; p < n; p++) {
        if (view->points[p].purpose != ASSAY_FOR_BAND) last = (uint32_t)p;
        list->column_of[p] = last;
    }
    list->kept = true;
    return true;
}

void assay_error_pairs_cut(assay_error_pairs *list)
{
    size_t kept = 0;
    uint64_t left = list->count;
    if (list->count <= ASSAY_ERROR_PAIRS_MOST) return;
    while (left > ASSAY_ERROR_PAIRS_MOST) left -= list->columns[list->from++];
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].column >= list->from)
            list->items[kept++] = list->items[i];
    list->count = kept;
}

static bool make_room(assay_error_pairs *list)
{
    if (list->room == ROOM_MOST) {
        assay_error_pairs_cut(list);
        return true;
    }
    size_t room = list->room ? list->room * 2 : ROOM_FIRST;
    if (room > ROOM_MOST) room = ROOM_MOST;
    if (!assay_grow(&list->items, room, sizeof *list->items)) return false;
    list->room = room;
    return true;
}

void assay_error_pairs_add(assay_error_pairs *list, assay_error_pair pair)
{
    if (!list->kept || list->no_memory) return;
    pair.column = list->column_of[pair.column];
    if (pair.column == UINT32_MAX || pair.column < list->from) return;
    if (list->count == list->room && !make_room(list)) {
        list->no_memory = true;
        return;
    }
    if (pair.column < list->from) return;
    list->columns[pair.column]++;
    list->items[list->count++] = pair;
}

static int by_people(const void *a, const void *b)
{
    const assay_error_pair *x = a;
    const assay_error_pair *y = b;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    if (x->second != y->second) return x->second < y->second ? -1 : 1;
    return (x->column > y->column) - (x->column < y->column);
}

static void add_alike(assay_error_pairs *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        const assay_error_pair *item = &list->items[i];
        if (kept && by_people(&list->items[kept - 1], item) == 0)
            list->items[kept - 1].errors += item->errors;
        else
            list->items[kept++] = *item;
    }
    list->count = kept;
}

void assay_error_pairs_sort(assay_error_pairs *list, const uint32_t *rank,
                            bool apart)
{
    if (list->sorted) return;
    list->sorted = true;
    for (size_t i = 0; i < list->count; i++) {
        assay_error_pair *item = &list->items[i];
        const uint32_t a = rank ? rank[item->first] : item->first;
        const uint32_t b = rank ? rank[item->second] : item->second;
        item->first = apart || a < b ? a : b;
        item->second = apart || a < b ? b : a;
    }
    if (list->count)
        qsort(list->items, list->count, sizeof *list->items, by_people);
    add_alike(list);
}

void assay_error_pairs_end(assay_error_pairs *list)
{
    assay_free(list->column_of);
    assay_free(list->columns);
    assay_free(list->items);
    *list = (assay_error_pairs){.kept = false};
}

void assay_error_pairs_forget(const assay_view *view)
{
    assay_error_pairs_end(&view->store->error_pairs);
}

bool assay_error_pairs_cover(const assay_view *view, size_t p)
{
    const assay_error_pairs *list = &view->store->error_pairs;
    return list->kept && p >= list->from && p < view->point_count &&
           view->points[p].purpose != ASSAY_FOR_BAND;
}

// Errors of the pair at `*at` at point `p`; moves behind the pair.
static uint64_t take(const assay_error_pairs *list, size_t *at, size_t p)
{
    const assay_error_pair *first = &list->items[*at];
    uint64_t sum = 0;
    for (; *at < list->count; (*at)++) {
        const assay_error_pair *item = &list->items[*at];
        if (item->first != first->first || item->second != first->second) break;
        if (item->column >= p) sum += item->errors;
    }
    return sum;
}

static int order_of(const assay_error_pair *x, const assay_error_pair *y)
{
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return (x->second > y->second) - (x->second < y->second);
}

assay_error_shared assay_error_pairs_shared(const assay_view *a, size_t p,
                                            const assay_view *b, size_t q)
{
    const assay_error_pairs *x = &a->store->error_pairs;
    const assay_error_pairs *y = &b->store->error_pairs;
    assay_error_shared sum = {0, 0};
    for (size_t i = 0, k = 0; i < x->count && k < y->count;) {
        const int order = order_of(&x->items[i], &y->items[k]);
        const double m = (double)x->items[i].trials;
        if (order > 0) {
            (void)take(y, &k, q);
            continue;
        }
        const double e = (double)take(x, &i, p);
        if (order < 0) continue;
        const double product = e * (double)take(y, &k, q);
        sum.errors += product;
        sum.shares += product / m / m;
    }
    return sum;
}
