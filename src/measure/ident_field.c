// SPDX-License-Identifier: Apache-2.0
#include "measure/ident_field.h"

#include "base/alloc.h"
#include "stats/watchlist.h"
#include "stats/zero.h"

#include <math.h>
#include <stdlib.h>

typedef assay_ident_field field;

// An identity over the threshold in a search.
typedef struct assay_field_match {
    uint32_t person, identity; // searched person; slot of who was over
    uint32_t k;                // how many were in that search
    uint32_t kind;             // of how many others
} match;

// A search: identities over the threshold, of how many others. Open: its list
// was cut above the threshold, so that each of the others may be over it.
typedef struct assay_field_search {
    uint32_t person, k, kind; // person, later their row
    bool open;
} tested;

void assay_ident_field_end(field *f)
{
    assay_free(f->searches);
    assay_free(f->matches);
    assay_free(f->others);
    assay_free(f->x);
    assay_free(f->m);
    assay_free(f->w);
    assay_free(f->influence);
    assay_free(f->hit);
    assay_free(f->delta);
}

// Searches of the pool stand for people who are not on the list, whoever they
// are; of watchlists only those who are not.
static bool is_used(const assay_ident_part *part, const assay_searched *search)
{
    const assay_searches *s = part->all->searches;
    if (part->group && !part->group->profiles[search->profile]) return false;
    if (s->pool < s->gallery_count) return search->gallery == s->pool;
    return !search->mated;
}

static int by_identity(const void *a, const void *b)
{
    const match *x = a;
    const match *y = b;
    if (x->person != y->person) return x->person < y->person ? -1 : 1;
    return (x->identity > y->identity) - (x->identity < y->identity);
}

// Equal ones in an order that is theirs, so that sums are.
static int by_all(const void *a, const void *b)
{
    const match *x = a;
    const match *y = b;
    const int first = by_identity(a, b);
    if (first) return first;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return (x->k > y->k) - (x->k < y->k);
}

static int by_person(const void *a, const void *b)
{
    const tested *x = a;
    const tested *y = b;
    if (x->person != y->person) return x->person < y->person ? -1 : 1;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    if (x->k != y->k) return x->k < y->k ? -1 : 1;
    return (x->open > y->open) - (x->open < y->open);
}

static uint32_t kind_of(field *f, uint64_t others)
{
    uint32_t i = 0;
    while (i < f->kinds && f->others[i] != others) i++;
    if (i == f->kinds) f->others[f->kinds++] = others;
    return i;
}

static void count_search(field *f, uint64_t others, uint32_t k)
{
    f->count++;
    f->positives += k > 0;
    f->sum += k;
    f->slots += (double)others;
    if (f->count == 1 || others < f->least) f->least = others;
    if (others > f->most) f->most = others;
    if (k > f->most_k) f->most_k = k;
}

static void add_search(field *f, const assay_searched *search, uint32_t key)
{
    const assay_searches *s = f->part->all->searches;
    const uint32_t k = search->acquired ? assay_ident_over(s, search, key) : 0;
    const uint64_t others =
        s->galleries[search->gallery].identities - search->enrolled;
    const uint32_t kind = kind_of(f, others);
    const bool open =
        search->acquired && key < search->cut && others > search->count;
    f->cut = f->cut || open;
    f->hidden += open ? (double)(others - k) : 0;
    f->m[search->person] += 1;
    count_search(f, others, k);
    if (k || open)
        f->searches[f->search_count++] =
            (tested){search->person, k, kind, open};
    for (uint32_t i = 0; i < k; i++)
        f->matches[f->match_count++] = (match){
            search->person, s->candidates[search->first + i].person, k, kind};
}

static bool make_room(field *f, uint32_t key)
{
    const assay_searches *s = f->part->all->searches;
    size_t matches = 0, kept = 0;
    for (uint64_t i = 0; i < s->search_count; i++) {
        const assay_searched *one = &s->searches[i];
        if (!is_used(f->part, one)) continue;
        const uint32_t over = assay_ident_over(s, one, key);
        matches += over;
        kept += over || key < one->cut;
    }
    f->searches = assay_new(0, kept, sizeof *f->searches);
    f->matches = assay_new(0, matches, sizeof *f->matches);
    f->others = assay_new(0, 2 * (size_t)s->gallery_count, sizeof *f->others);
    f->x = assay_new(0, s->people_count, sizeof *f->x);
    f->m = assay_new(0, s->people_count, sizeof *f->m);
    f->w = assay_new(0, s->people_count, sizeof *f->w);
    f->influence = assay_new(0, s->people_count, sizeof *f->influence);
    return f->searches && f->matches && f->others && f->x && f->m && f->w &&
           f->influence;
}

static int ascending(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

// Searches of people of whom none is kept, so many together, into rows from
// f->rows on; `m` is in any order.
static void fold_others(field *f, double *m, size_t n)
{
    if (n) qsort(m, n, sizeof *m, ascending);
    for (size_t i = 0; i < n; i++) {
        if (!(m[i] > 0)) continue;
        const bool again = i && m[i] <= m[i - 1];
        if (!again) {
            f->m[f->rows] = m[i];
            f->w[f->rows++] = 0;
        }
        f->w[f->rows - 1] += 1;
    }
}

static bool is_dominated(const field *f)
{
    const uint32_t people = f->part->all->searches->people_count;
    const assay_balance balance = assay_cluster_balance(f->m, people);
    return balance.subjects > 0 && balance.unequal && balance.largest > 0.05;
}

// From people to rows: those with kept searches first, each in a row.
static bool make_rows(field *f)
{
    const uint32_t people = f->part->all->searches->people_count;
    size_t others = 0, next = 0;
    ASSAY_AUTO(assay_drop) double *m = assay_new(0, people, sizeof *m);
    if (!m) return false;
    f->dominated = is_dominated(f);
    for (uint32_t p = 0; p < people; p++) {
        const bool kept =
            next < f->search_count && f->searches[next].person == p;
        if (!kept) m[others++] = f->m[p];
        for (; next < f->search_count && f->searches[next].person == p; next++)
            f->searches[next].person = (uint32_t)f->rows;
        // Never ahead of p: rows are no more than people so far.
        if (!kept) continue;
        f->m[f->rows] = f->m[p];
        f->w[f->rows++] = 1;
    }
    fold_others(f, m, others);
    return true;
}

static bool is_listed(const assay_searches *s, uint32_t person)
{
    if (s->pool < s->gallery_count)
        return assay_searches_has(s->galleries[s->pool].enrolled, person);
    return assay_ident_is_listed(s, person);
}

// Identities by their place among those listed.
static bool make_slots(field *f)
{
    const assay_searches *s = f->part->all->searches;
    ASSAY_AUTO(assay_drop)
    uint32_t *slot = assay_new(0, s->people_count, sizeof *slot);
    if (!slot) return false;
    for (uint32_t p = 0; p < s->people_count; p++) {
        slot[p] = (uint32_t)f->listed;
        f->listed += is_listed(s, p);
    }
    for (size_t i = 0; i < f->match_count; i++)
        f->matches[i].identity = slot[f->matches[i].identity];
    return true;
}

bool assay_ident_field_make(const assay_ident_part *part, uint32_t key,
                            field *f)
{
    const assay_searches *s = part->all->searches;
    *f = (field){.part = part};
    if (!make_room(f, key)) return false;
    for (uint64_t i = 0; i < s->search_count; i++)
        if (is_used(part, &s->searches[i])) add_search(f, &s->searches[i], key);
    if (f->search_count)
        qsort(f->searches, f->search_count, sizeof *f->searches, by_person);
    if (f->match_count)
        qsort(f->matches, f->match_count, sizeof *f->matches, by_all);
    const size_t cells = f->kinds * ((size_t)f->most_k + 1);
    f->hit = assay_new(0, cells, sizeof *f->hit);
    f->delta = assay_new(0, cells, sizeof *f->delta);
    return f->hit && f->delta && make_rows(f) && make_slots(f);
}

static int descending(const void *a, const void *b)
{
    const uint32_t *x = a;
    const uint32_t *y = b;
    return (*x < *y) - (*x > *y);
}

uint32_t *assay_ident_field_tops(const assay_ident_part *part, size_t *n)
{
    const assay_searches *s = part->all->searches;
    uint32_t *keys = assay_new(0, (size_t)s->search_count, sizeof *keys);
    *n = 0;
    for (uint64_t i = 0; keys && i < s->search_count; i++) {
        const assay_searched *one = &s->searches[i];
        if (is_used(part, one) && one->acquired && one->count)
            keys[(*n)++] = s->candidates[one->first].key;
    }
    if (keys && *n) qsort(keys, *n, sizeof *keys, descending);
    return keys;
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static size_t place(const field *f, uint32_t kind, uint32_t k)
{
    return kind * ((size_t)f->most_k + 1) + k;
}

// h(K) and delta(K) for lists of n.
static void tabulate(field *f, uint64_t n)
{
    for (uint32_t kind = 0; kind < f->kinds; kind++) {
        const uint64_t all = f->others[kind];
        const uint64_t most = least(f->most_k, all);
        assay_watchlist_hits(all, least(n, all), f->hit + place(f, kind, 0),
                             (size_t)most + 1);
        for (uint32_t k = 1; f->part->all->random && k <= most; k++)
            f->delta[place(f, kind, k)] = assay_watchlist_influence(k, all, n);
    }
}

static void sum_by_people(field *f)
{
    for (size_t r = 0; r < f->rows; r++) f->x[r] = 0;
    f->open = 0;
    for (size_t i = 0; i < f->search_count; i++) {
        const tested *t = &f->searches[i];
        const double hit = f->hit[place(f, t->kind, t->k)];
        f->open += t->open ? 1 - hit : 0;
        f->x[t->person] += hit;
    }
}

// Sums by identity; returns the sum over searched person and identity of the
// squares of their shares.
static double sum_by_identity(field *f)
{
    double shared = 0, run = 0;
    for (size_t j = 0; j < f->listed; j++) f->influence[j] = 0;
    for (size_t i = 0; i < f->match_count; i++) {
        const match *e = &f->matches[i];
        const double part = f->delta[place(f, e->kind, e->k)];
        f->influence[e->identity] += part;
        run += part;
        if (i + 1 < f->match_count && !by_identity(e, e + 1)) continue;
        shared += run * run;
        run = 0;
    }
    return shared;
}

assay_cluster assay_ident_field_cluster(field *f, uint64_t n)
{
    // Only there is every outcome 0 or 1.
    const bool whole = n >= f->most;
    tabulate(f, n);
    sum_by_people(f);
    const assay_side probes = {f->x, f->m, f->rows, f->w};
    assay_cluster c = assay_cluster_one_way(probes, whole);
    c.errors = (double)f->positives;
    if (!f->part->all->random) return c;
    const double shared = sum_by_identity(f);
    return assay_watchlist_random(&c, probes, f->influence, f->listed, shared,
                                  whole);
}

assay_estimate assay_ident_field_estimate(field *f, uint64_t n)
{
    const assay_identification *all = f->part->all;
    const double confidence = all->input.common->confidence;
    const assay_cluster c = assay_ident_field_cluster(f, n);
    assay_estimate rate = {.trials = f->count,
                           .value = c.rate,
                           .low = NAN,
                           .high = NAN,
                           .guard_low = NAN,
                           .guard_high = NAN,
                           .effective = NAN,
                           .one_person = c.subjects < 2,
                           .people = (int64_t)c.subjects};
    if (c.status != ASSAY_CLUSTER_OK) return rate;
    const assay_interval range = assay_cluster_interval(
        &c, c.variance,
        all->random && c.rate > 0 ? (double)INFINITY : c.subjects, confidence);
    rate.low = range.low;
    rate.high = range.high;
    rate.few_clusters = assay_cluster_few(&c);
    rate.effective = assay_cluster_effective(&c, c.variance);
    rate.method = all->random ? "cluster-robust Wilson by searched people and "
                                "identities, t"
                              : "cluster-robust Wilson, t";
    if (c.rate > 0 && c.rate < 1) return rate;
    rate.method = all->random ? "exact bound, as if searches were independent"
                              : "bound from searches that share nobody";
    if (!all->random) return rate;
    const double bound =
        assay_zero_bound((double)f->count, 0.5 * (1 - confidence));
    if (c.rate > 0)
        rate.low = 1 - bound;
    else
        rate.high = bound;
    return rate;
}

assay_beta_binomial assay_ident_field_fit(const field *f)
{
    const assay_beta_binomial none = {NAN, NAN};
    if (f->cut) return none;
    const size_t n = (size_t)f->most_k + 1;
    ASSAY_AUTO(assay_drop) assay_seen_k *seen = assay_new(0, n, sizeof *seen);
    if (!seen) {
        f->part->all->ledger->no_memory = true;
        return none;
    }
    for (size_t k = 0; k < n; k++) seen[k].k = k;
    for (size_t i = 0; i < f->search_count; i++)
        seen[f->searches[i].k].searches += 1;
    seen[0].searches += (double)(f->count - f->search_count);
    return assay_beta_binomial_fit(seen, n, f->most);
}
