// SPDX-License-Identifier: Apache-2.0
// Scores that look like wrong labels. Each rule asks for what both truth and
// chance make rare at once:
//
//     stranger like a mate   score at least the 99th percentile of mates
//     mate like a stranger   mate below the threshold at FPIR 0.1, and somebody
//                            else at or above the one at FPIR 0.0001
#include "base/alloc.h"
#include "measure/ident_study.h"

#include <stdlib.h>
#include <string.h>

static const double LIKE_STRANGER = 0.1, ALERT = 0.0001, LIKE_MATE = 0.01;

// From which keys on.
typedef struct limits {
    uint32_t mate;     // a stranger like this is like a mate
    uint32_t stranger; // a mate below this is like a stranger
    uint32_t alert;    // somebody else like this is alike
} limits;

static int descending(const void *a, const void *b)
{
    const uint32_t *x = a;
    const uint32_t *y = b;
    return (*x < *y) - (*x > *y);
}

// The key that a share of `n` keys lies above.
static uint32_t key_above(const uint32_t *keys, uint64_t n, double share)
{
    return n ? keys[(uint64_t)(share * (double)n)] : UINT32_MAX;
}

static bool has_pool(const assay_searches *s)
{
    return s->pool < s->gallery_count;
}

static bool is_used(const assay_searches *s, const assay_searched *search)
{
    return search->acquired && (!has_pool(s) || search->gallery == s->pool);
}

static bool find_limits(const assay_searches *s, limits *out)
{
    const size_t n = (size_t)s->search_count;
    ASSAY_AUTO(assay_drop) uint32_t *tops = assay_new(0, n, sizeof *tops);
    ASSAY_AUTO(assay_drop) uint32_t *mates = assay_new(0, n, sizeof *mates);
    uint64_t top = 0, mate = 0;
    if (!tops || !mates) return false;
    for (size_t i = 0; i < n; i++) {
        const assay_searched *search = &s->searches[i];
        if (!is_used(s, search)) continue;
        if (search->mate_known) mates[mate++] = search->mate_key;
        if (has_pool(s) || !search->mated)
            tops[top++] = search->count ? s->candidates[search->first].key : 0;
    }
    if (top) qsort(tops, (size_t)top, sizeof *tops, descending);
    if (mate) qsort(mates, (size_t)mate, sizeof *mates, descending);
    *out = (limits){.mate = key_above(mates, mate, LIKE_MATE),
                    .stranger = top ? key_above(tops, top, LIKE_STRANGER) : 0,
                    .alert = key_above(tops, top, ALERT)};
    return true;
}

// Suspects that grow in number.
typedef struct found {
    assay_suspect *items;
    size_t count, room;
} found;

static bool add(found *f, assay_suspect one)
{
    if (f->count == f->room) {
        const size_t room = f->room ? 2 * f->room : 64;
        if (!assay_grow(&f->items, room, sizeof *f->items)) return false;
        f->room = room;
    }
    f->items[f->count++] = one;
    return true;
}

static bool look_at(const assay_searches *s, const assay_searched *search,
                    const limits *limit, found *f)
{
    if (!search->count) return true;
    const assay_candidate *list = s->candidates + search->first;
    const uint32_t like = assay_ident_over(s, search, limit->mate);
    for (uint32_t i = 0; i < like; i++)
        if (!add(f, (assay_suspect){search->probe, search->person,
                                    list[i].person, list[i].key, false}))
            return false;
    if (!search->mate_known || search->mate_key >= limit->stranger ||
        list[0].key < limit->alert)
        return true;
    return add(f, (assay_suspect){search->probe, search->person, search->person,
                                  search->mate_key, true});
}

static int by_probe(const void *a, const void *b)
{
    const assay_suspect *x = a;
    const assay_suspect *y = b;
    if (x->probe != y->probe) return x->probe < y->probe ? -1 : 1;
    if (x->identity != y->identity) return x->identity < y->identity ? -1 : 1;
    return (x->mated > y->mated) - (x->mated < y->mated);
}

// The same in several lists counts once.
static size_t unique(assay_suspect *items, size_t n)
{
    size_t kept = 0;
    if (n) qsort(items, n, sizeof *items, by_probe);
    for (size_t i = 0; i < n; i++)
        if (!kept || by_probe(&items[kept - 1], &items[i]))
            items[kept++] = items[i];
    return kept;
}

assay_status assay_searches_suspects(const assay_searches *s,
                                     assay_suspect **out, size_t *count,
                                     assay_error *err)
{
    found f = {NULL, 0, 0};
    limits limit = {UINT32_MAX, 0, UINT32_MAX};
    *out = NULL;
    *count = 0;
    bool memory = find_limits(s, &limit);
    for (uint64_t i = 0; memory && i < s->search_count; i++)
        if (is_used(s, &s->searches[i]))
            memory = look_at(s, &s->searches[i], &limit, &f);
    if (!memory) {
        assay_free(f.items);
        return assay_fail_memory(err, "the probable label errors");
    }
    *count = unique(f.items, f.count);
    *out = f.items;
    return ASSAY_OK;
}

void assay_ident_suspects(const assay_ident_part *part)
{
    assay_suspect *items = NULL;
    size_t n = 0;
    assay_error err;
    if (assay_searches_suspects(part->all->searches, &items, &n, &err) !=
        ASSAY_OK) {
        part->all->ledger->no_memory = true;
        return;
    }
    assay_free(items);
    assay_figure figure =
        assay_ident_figure(part, "probable label errors", "count");
    figure.value = (double)n;
    figure.per = "comparison";
    figure.note = "strangers at least as alike as the 99th percentile of "
                  "mates; mates below the threshold at FPIR 0.1 while somebody "
                  "else reaches the one at FPIR 0.0001";
    assay_ident_add(part, &figure, NULL, false);
}
