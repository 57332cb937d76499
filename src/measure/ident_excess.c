// SPDX-License-Identifier: Apache-2.0
#include "measure/ident_excess.h"

#include "base/alloc.h"
#include "base/order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// A person has part in an excess: was searched for, or is who was named.
typedef struct assay_ident_role {
    uint32_t person;
    uint32_t excess; // its place
    bool named;
} role;

// People who have as many searches.
typedef struct assay_ident_alike {
    uint32_t searches;
    uint32_t people, left; // left: without part in the excesses at hand
} alike;

void assay_ident_excesses_end(assay_ident_excesses *e)
{
    assay_free(e->all);
    assay_free(e->of);
    assay_free(e->listed);
    assay_free(e->roles);
    assay_free(e->y);
    assay_free(e->below);
    for (int i = 0; i < 2; i++) {
        assay_free(e->gone[i]);
        assay_free(e->come[i]);
    }
    assay_free(e->alike);
    memset(e, 0, sizeof *e);
}

static bool is_used(const assay_ident_part *part, const assay_searched *search)
{
    return assay_ident_has(part, search) && !search->mated;
}

static int by_key(const void *a, const void *b)
{
    const assay_ident_excess *x = a;
    const assay_ident_excess *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    if (x->person != y->person) return x->person < y->person ? -1 : 1;
    if (x->identity != y->identity) return x->identity < y->identity ? -1 : 1;
    return (x->next > y->next) - (x->next < y->next);
}

static int by_person(const void *a, const void *b)
{
    const role *x = a;
    const role *y = b;
    if (x->person != y->person) return x->person < y->person ? -1 : 1;
    return (x->excess > y->excess) - (x->excess < y->excess);
}

static int by_searches(const void *a, const void *b)
{
    const alike *x = a;
    const alike *y = b;
    return (x->searches > y->searches) - (x->searches < y->searches);
}

static int ascending(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

static bool is_over(const assay_searches *s, const assay_searched *search,
                    uint32_t lowest)
{
    return search->count && s->candidates[search->first].key > lowest;
}

// How many there are; and the searches of each person.
static size_t count(assay_ident_excesses *e, uint32_t lowest)
{
    const assay_searches *s = e->part->all->searches;
    size_t n = 0;
    for (uint64_t i = 0; i < s->search_count; i++) {
        const assay_searched *search = &s->searches[i];
        if (!is_used(e->part, search)) continue;
        e->searches++;
        e->of[search->person]++;
        n += is_over(s, search, lowest);
    }
    return n;
}

static void collect(assay_ident_excesses *e, uint32_t lowest)
{
    const assay_searches *s = e->part->all->searches;
    for (uint64_t i = 0; i < s->search_count; i++) {
        const assay_searched *search = &s->searches[i];
        if (!is_used(e->part, search) || !is_over(s, search, lowest)) continue;
        const assay_candidate *list = s->candidates + search->first;
        e->all[e->count++] = (assay_ident_excess){
            list[0].key, search->count > 1 ? list[1].key : 0, search->person,
            list[0].person};
    }
    if (e->count) qsort(e->all, e->count, sizeof *e->all, by_key);
}

static void note_roles(assay_ident_excesses *e)
{
    for (size_t i = 0; i < e->count; i++) {
        const assay_ident_excess *x = &e->all[i];
        e->roles[e->role_count++] = (role){x->person, (uint32_t)i, false};
        if (e->listed[x->identity])
            e->roles[e->role_count++] = (role){x->identity, (uint32_t)i, true};
    }
    if (e->role_count)
        qsort(e->roles, e->role_count, sizeof *e->roles, by_person);
}

// Those who were searched for or may be left out of the lists.
static void note_alike(assay_ident_excesses *e)
{
    const uint32_t people = e->part->all->searches->people_count;
    size_t n = 0;
    for (uint32_t p = 0; p < people; p++)
        if (e->of[p] || e->listed[p])
            e->alike[n++] = (alike){.searches = e->of[p], .people = 1};
    if (n) qsort(e->alike, n, sizeof *e->alike, by_searches);
    for (size_t i = 0; i < n; i++) {
        const size_t last = e->alike_count;
        if (last && e->alike[last - 1].searches == e->alike[i].searches)
            e->alike[last - 1].people++;
        else
            e->alike[e->alike_count++] = e->alike[i];
    }
}

static bool make_room(assay_ident_excesses *e, size_t n)
{
    e->all = assay_new(0, n, sizeof *e->all);
    e->roles = assay_new(0, 2 * n, sizeof *e->roles);
    e->y = assay_new(0, n, sizeof *e->y);
    e->below = assay_new(0, n + 1, sizeof *e->below);
    bool made = e->all && e->roles && e->y && e->below;
    for (int i = 0; i < 2; i++) {
        e->gone[i] = assay_new(0, n + 1, sizeof *e->gone[i]);
        e->come[i] = assay_new(0, n + 1, sizeof *e->come[i]);
        made = made && e->gone[i] && e->come[i];
    }
    return made;
}

bool assay_ident_excesses_of(const assay_ident_part *part, uint32_t lowest,
                             assay_ident_excesses *e)
{
    const assay_searches *s = part->all->searches;
    memset(e, 0, sizeof *e);
    e->part = part;
    e->of = assay_new(0, s->people_count, sizeof *e->of);
    e->listed = assay_new(0, s->people_count, sizeof *e->listed);
    e->alike = assay_new(0, s->people_count, sizeof *e->alike);
    if (!e->of || !e->listed || !e->alike) return false;
    for (uint32_t p = 0; p < s->people_count; p++)
        e->listed[p] = part->all->random && assay_ident_is_listed(s, p);
    if (!make_room(e, count(e, lowest))) return false;
    collect(e, lowest);
    note_roles(e);
    note_alike(e);
    return true;
}

// Of one person those from place `from` on, and what stands in their place
// where another candidate is the best one then.
static void part_of(assay_ident_excesses *e, const role *roles, size_t n,
                    size_t from, const assay_ident_tail *tail,
                    assay_excesses out[2])
{
    size_t gone = 0, come = 0;
    for (size_t i = 0; i < n; i++) {
        const assay_ident_excess *x = &e->all[roles[i].excess];
        if (roles[i].excess < from) continue;
        e->gone[0][gone++] = e->y[roles[i].excess];
        if (!roles[i].named || !x->next) continue;
        const double y = (double)assay_score_of(x->next) - tail->from;
        if (y > 0) e->come[0][come++] = y;
    }
    if (come) qsort(e->come[0], come, sizeof *e->come[0], ascending);
    assay_excesses_sum(e->gone[0], gone, e->gone[1]);
    assay_excesses_sum(e->come[0], come, e->come[1]);
    out[0] = (assay_excesses){e->gone[0], e->gone[1], gone};
    out[1] = (assay_excesses){e->come[0], e->come[1], come};
}

static assay_tail_fit tail_of(const assay_excess_moments *m, double searches)
{
    return (assay_tail_fit){m->n / searches, assay_excess_fit(m)};
}

// Without a person the mean is off by so much.
typedef struct off {
    double n, sum, squares;
} off;

static alike *alike_of(const assay_ident_excesses *e, uint32_t person)
{
    const alike key = {.searches = e->of[person]};
    return bsearch(&key, e->alike, e->alike_count, sizeof *e->alike,
                   by_searches);
}

// Leaves out each person who has part in the excesses from place `from` on.
static void leave_out(assay_ident_excesses *e, size_t from,
                      const assay_excess_moments *all, assay_ident_tail *tail,
                      off *mean)
{
    const assay_excesses of = {e->y + from, e->below, e->count - from};
    for (size_t at = 0, to = 0; at < e->role_count; at = to) {
        const uint32_t person = e->roles[at].person;
        bool searched = false, has = false;
        for (; to < e->role_count && e->roles[to].person == person; to++) {
            const bool over = e->roles[to].excess >= from;
            has = has || over;
            searched = searched || (over && !e->roles[to].named);
        }
        if (!has) continue;
        assay_excesses change[2];
        tail->people += searched;
        part_of(e, e->roles + at, to - at, from, tail, change);
        const assay_excess_moments rest =
            assay_excess_moments_without(all, &of, &change[0], &change[1]);
        assay_tail_jackknife_add(
            &tail->jackknife,
            tail_of(&rest, (double)(e->searches - e->of[person])));
        const double step = (rest.n > 0 ? rest.sum / rest.n : 0) - tail->mean;
        mean->n += 1;
        mean->sum += step;
        mean->squares += step * step;
        alike *a = alike_of(e, person);
        if (a) a->left--;
    }
}

// Without the others only the searches are fewer.
static void leave_out_others(const assay_ident_excesses *e,
                             const assay_excess_moments *all,
                             assay_ident_tail *tail, off *mean)
{
    for (size_t i = 0; i < e->alike_count; i++) {
        const alike *a = &e->alike[i];
        if (!a->left) continue;
        const double searches = (double)(e->searches - a->searches);
        assay_tail_jackknife_add_all(&tail->jackknife, tail_of(all, searches),
                                     (double)a->left);
        mean->n += (double)a->left;
    }
}

assay_ident_tail assay_ident_fit(assay_ident_excesses *e, uint32_t key)
{
    assay_ident_tail tail = {.from = (double)assay_score_of(key)};
    off mean = {0, 0, 0};
    size_t from = e->count;
    while (from > 0 && e->all[from - 1].key > key) {
        from--;
        e->y[from] = (double)assay_score_of(e->all[from].key) - tail.from;
    }
    const size_t n = e->count - from;
    assay_excesses_sum(e->y + from, n, e->below);
    const assay_excesses of = {e->y + from, e->below, n};
    const assay_excess_moments moments = assay_excess_moments_of(&of);
    tail.excesses = n;
    tail.fit = tail_of(&moments, (double)e->searches);
    tail.mean = n ? moments.sum / moments.n : (double)NAN;
    for (size_t i = 0; i < e->alike_count; i++)
        e->alike[i].left = e->alike[i].people;
    leave_out(e, from, &moments, &tail, &mean);
    leave_out_others(e, &moments, &tail, &mean);
    const double v = mean.squares - mean.sum * mean.sum / mean.n;
    tail.mean_half = mean.n >= 2 && v > 0 ? sqrt(v * (mean.n - 1) / mean.n) : 0;
    return tail;
}

assay_excesses assay_ident_fitted(const assay_ident_excesses *e,
                                  const assay_ident_tail *tail)
{
    const size_t n = (size_t)tail->excesses;
    return (assay_excesses){e->y + (e->count - n), e->below, n};
}
