// SPDX-License-Identifier: Apache-2.0
#include "measure/ident_study.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

bool assay_ident_has(const assay_ident_part *part, const assay_searched *search)
{
    if (search->gallery == part->all->searches->pool) return false;
    return !part->group || part->group->profiles[search->profile];
}

uint32_t assay_ident_over(const assay_searches *searches,
                          const assay_searched *search, uint32_t key)
{
    if (!search->count) return 0;
    const assay_candidate *list = searches->candidates + search->first;
    uint32_t low = 0, high = 1;
    // Mostly few are over: they stand first.
    while (high < search->count && list[high - 1].key >= key) {
        low = high;
        high *= 2;
    }
    if (high > search->count) high = search->count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (list[middle].key >= key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t assay_ident_rank(const assay_searches *searches,
                          const assay_searched *search)
{
    if (!search->mate_known) return UINT32_MAX;
    // Below the cut there may be others: it is at least behind those listed.
    return 1 + assay_ident_over(searches, search, search->mate_key);
}

static int descending(const void *a, const void *b)
{
    const uint32_t *x = a;
    const uint32_t *y = b;
    return (*x < *y) - (*x > *y);
}

bool assay_ident_unknown(const assay_searched *search, uint32_t key,
                         uint32_t rank)
{
    return search->mated && search->acquired && search->enrolled &&
           !search->mate_known && search->count < rank && key < search->cut;
}

// The most candidates that a cut list can hide at a key below its cut: all
// identities that it does not name, as far as they count (L of a search). Who
// is searched for is none of them, even if listed with that very sample alone.
static uint32_t hidden(const assay_searches *s, const assay_searched *search,
                       uint32_t over)
{
    const assay_gallery *gallery = &s->galleries[search->gallery];
    const bool listed = assay_searches_has(gallery->enrolled, search->person);
    const uint32_t all = gallery->identities - listed;
    const uint32_t unnamed = all > search->count ? all - search->count : 0;
    const uint32_t room = over < s->list_length ? s->list_length - over : 0;
    return unnamed < room ? unnamed : room;
}

static void decide(const assay_searches *s, const assay_searched *search,
                   assay_ident_keys *keys)
{
    if (!search->mated) {
        keys->top[keys->tops++] =
            search->count ? s->candidates[search->first].key : 0;
        if (search->acquired && !search->count && search->cut > keys->known &&
            hidden(s, search, 0))
            keys->known = search->cut;
        return;
    }
    const bool able = search->acquired && search->enrolled;
    const bool listed = able && assay_ident_rank(s, search) <= s->list_length;
    keys->found[keys->founds++] = listed ? search->mate_key : 0;
    if (assay_ident_unknown(search, 0, s->list_length) &&
        search->cut > keys->known)
        keys->known = search->cut;
}

bool assay_ident_keys_of(const assay_ident_part *part, assay_ident_keys *keys)
{
    const assay_searches *s = part->all->searches;
    const size_t n = (size_t)s->search_count;
    memset(keys, 0, sizeof *keys);
    keys->top = assay_new(0, n, sizeof *keys->top);
    keys->found = assay_new(0, n, sizeof *keys->found);
    if (!keys->top || !keys->found) return false;
    for (size_t i = 0; i < n; i++)
        if (assay_ident_has(part, &s->searches[i]))
            decide(s, &s->searches[i], keys);
    if (keys->tops)
        qsort(keys->top, (size_t)keys->tops, sizeof *keys->top, descending);
    if (keys->founds)
        qsort(keys->found, (size_t)keys->founds, sizeof *keys->found,
              descending);
    return true;
}

void assay_ident_keys_end(assay_ident_keys *keys)
{
    assay_free(keys->top);
    assay_free(keys->found);
    memset(keys, 0, sizeof *keys);
}

uint64_t assay_ident_at_least(const uint32_t *keys, uint64_t n, uint32_t key)
{
    uint64_t low = 0, high = n;
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        if (keys[middle] >= key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool make_room(const assay_ident_part *part, assay_ident_counts *c)
{
    double **const all[] = {
        &c->non_mated,      &c->false_positives, &c->mated,   &c->missed,
        &c->completed,      &c->failed,          &c->on_list, &c->influence,
        &c->able_non_mated, &c->searched,        &c->alerts,  &c->unsure};
    memset(c, 0, sizeof *c);
    c->people = part->all->searches->people_count;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        *all[i] = assay_new(0, c->people, sizeof **all[i]);
        if (!*all[i]) return false;
    }
    return true;
}

void assay_ident_counts_end(assay_ident_counts *c)
{
    assay_free(c->non_mated);
    assay_free(c->false_positives);
    assay_free(c->mated);
    assay_free(c->missed);
    assay_free(c->unsure);
    assay_free(c->completed);
    assay_free(c->failed);
    assay_free(c->on_list);
    assay_free(c->influence);
    assay_free(c->able_non_mated);
    assay_free(c->searched);
    assay_free(c->alerts);
    memset(c, 0, sizeof *c);
}

uint64_t assay_ident_searched(const assay_ident_part *part)
{
    const assay_searches *s = part->all->searches;
    uint64_t n = 0;
    ASSAY_AUTO(assay_drop) bool *seen = assay_new(0, s->people_count, 1);
    if (!seen) {
        part->all->ledger->no_memory = true;
        return 0;
    }
    for (uint64_t i = 0; i < s->search_count; i++) {
        const assay_searched *search = &s->searches[i];
        if (!assay_ident_has(part, search) || search->mated) continue;
        n += !seen[search->person];
        seen[search->person] = true;
    }
    return n;
}

// The one identity of a search over the threshold, with the searched person.
typedef struct alone {
    uint32_t person, identity;
} alone;

static int by_pair(const void *a, const void *b)
{
    const alone *x = a;
    const alone *y = b;
    if (x->person != y->person) return x->person < y->person ? -1 : 1;
    return (x->identity > y->identity) - (x->identity < y->identity);
}

// u_j and the sum of u_sj^2.
static void count_influence(alone *all, size_t n, assay_ident_counts *c)
{
    double run = 0;
    if (n) qsort(all, n, sizeof *all, by_pair);
    for (size_t i = 0; i < n; i++) {
        c->influence[all[i].identity] += 1;
        run += 1;
        if (i + 1 < n && !by_pair(&all[i], &all[i + 1])) continue;
        c->shared += run * run;
        run = 0;
    }
}

// Returns how many are over.
static uint32_t count_non_mated(const assay_searches *s,
                                const assay_searched *search, uint32_t key,
                                assay_ident_counts *c)
{
    const uint32_t over = assay_ident_over(s, search, key);
    const bool below = search->acquired && key < search->cut;
    c->trials[0]++;
    c->acquired[0] += search->acquired;
    c->non_mated[search->person] += 1;
    c->able_non_mated[search->person] += search->acquired;
    c->searched[search->person] += 1;
    c->alerts[search->person] += over > 0;
    if (below) {
        const uint32_t more = hidden(s, search, over);
        c->unknown_positives += !over && more;
        c->unknown_candidates += more;
        c->unknown_searches += more > 0;
    }
    c->positives += over > 0;
    c->candidates += over < s->list_length ? over : s->list_length;
    c->false_positives[search->person] += over > 0;
    return over;
}

static void count_mated(const assay_searches *s, const assay_searched *search,
                        uint32_t key, uint32_t rank, assay_ident_counts *c)
{
    const bool able = search->acquired && search->enrolled;
    const bool found = able && search->mate_known && search->mate_key >= key &&
                       assay_ident_rank(s, search) <= rank;
    const bool alert = assay_ident_over(s, search, key) > 0;
    c->trials[1]++;
    c->acquired[1] += search->acquired;
    c->mated[search->person] += 1;
    c->searched[search->person] += 1;
    c->alerts[search->person] += alert;
    c->missed[search->person] += !found;
    const bool unsure = assay_ident_unknown(
        search, key, rank < s->list_length ? rank : s->list_length);
    c->unknown_misses += unsure;
    c->unsure[search->person] += unsure;
    c->on_list[search->person] += alert;
    c->on_list_alerts += alert;
    c->unknown_on_list +=
        search->acquired && !alert && key < search->cut && hidden(s, search, 0);
    if (!able) return;
    c->able++;
    c->completed[search->person] += 1;
    c->failed[search->person] += !found;
}

bool assay_ident_is_listed(const assay_searches *s, uint32_t person)
{
    for (unsigned g = 0; g < s->gallery_count; g++)
        if (g != s->pool &&
            assay_searches_has(s->galleries[g].enrolled, person))
            return true;
    return false;
}

uint32_t assay_ident_listed(const assay_searches *s, double *of)
{
    uint32_t n = 0;
    for (uint32_t p = 0; p < s->people_count; p++) {
        if (!assay_ident_is_listed(s, p)) continue;
        // Most have none: memory of zeros alone is not taken.
        if (of[n] > 0 || of[p] > 0) of[n] = of[p];
        n++;
    }
    return n;
}

bool assay_ident_count(const assay_ident_part *part, uint32_t key,
                       uint32_t rank, assay_ident_counts *c)
{
    const assay_searches *s = part->all->searches;
    ASSAY_AUTO(assay_drop)
    alone *alones = assay_new(0, (size_t)s->search_count, sizeof *alones);
    size_t n = 0;
    if (!make_room(part, c) || !alones) return false;
    for (uint64_t i = 0; i < s->search_count; i++) {
        const assay_searched *search = &s->searches[i];
        if (!assay_ident_has(part, search)) continue;
        if (search->mated) {
            count_mated(s, search, key, rank, c);
            continue;
        }
        if (count_non_mated(s, search, key, c) == 1)
            alones[n++] =
                (alone){search->person, s->candidates[search->first].person};
    }
    count_influence(alones, n, c);
    c->identities = assay_ident_listed(s, c->influence);
    return true;
}

// Non-mated searches of a part that name one identity alone, sorted; NULL
// without memory.
static alone *alones_of(const assay_ident_part *part, uint32_t key, size_t *n)
{
    const assay_searches *s = part->all->searches;
    alone *all = assay_new(0, (size_t)s->search_count, sizeof *all);
    *n = 0;
    for (uint64_t i = 0; all && i < s->search_count; i++) {
        const assay_searched *search = &s->searches[i];
        if (search->mated || !assay_ident_has(part, search)) continue;
        if (assay_ident_over(s, search, key) == 1)
            all[(*n)++] =
                (alone){search->person, s->candidates[search->first].person};
    }
    if (all && *n) qsort(all, *n, sizeof *all, by_pair);
    return all;
}

// How many are like the one at `*at`; moves behind them.
static double run_of(const alone *all, size_t n, size_t *at)
{
    const size_t from = *at;
    while (*at < n && by_pair(&all[from], &all[*at]) == 0) ++*at;
    return (double)(*at - from);
}

bool assay_ident_shared(const assay_ident_at_key *a,
                        const assay_ident_at_key *b, double *sum)
{
    size_t n = 0, m = 0;
    ASSAY_AUTO(assay_drop) alone *x = alones_of(a->part, a->key, &n);
    ASSAY_AUTO(assay_drop) alone *y = alones_of(b->part, b->key, &m);
    *sum = 0;
    if (!x || !y) return false;
    for (size_t i = 0, k = 0; i < n && k < m;) {
        const int order = by_pair(&x[i], &y[k]);
        if (order < 0)
            (void)run_of(x, n, &i);
        else if (order > 0)
            (void)run_of(y, m, &k);
        else {
            const double u = run_of(x, n, &i);
            *sum += u * run_of(y, m, &k);
        }
    }
    return true;
}
