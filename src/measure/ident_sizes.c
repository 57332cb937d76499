// SPDX-License-Identifier: Apache-2.0
// FPIR at other watchlist sizes: exact up to the size tested, beyond it a limit
// and, where K varies as it does for a beta-binomial, an estimate. Whatever is
// worked out for a size is worked out for each K once, not for each search.
#include "base/alloc.h"
#include "measure/ident_study.h"
#include "measure/sentences.h"
#include "stats/elementary.h"
#include "stats/watchlist.h"
#include "stats/zero.h"

#include <math.h>
#include <stdlib.h>

enum { COLUMNS = 6, LADDER = 64 };
// How far beyond the size tested anything is said.
static const double beyond_most = 10;

// An identity over the threshold in a search.
typedef struct exceedance {
    uint32_t person, identity; // searched person; who was over the threshold
    uint32_t k;                // how many were in that search
    uint32_t kind;             // of how many others
} exceedance;

// A search: identities over the threshold, of how many others. Open: its list
// was cut above the threshold, so that each of the others may be over it.
typedef struct tested {
    uint32_t person, k, kind;
    bool open;
} tested;

// What is known of searches at a spot.
typedef struct field {
    const assay_ident_part *part;
    const assay_ident_spot *spot;
    tested *searches; // by person
    size_t count;
    exceedance *over; // by searched person, then identity
    size_t over_count;
    uint64_t *others; // of a kind: identities that a search was held against
    uint32_t kinds;
    uint64_t least, most; // of them
    uint32_t most_k;
    uint64_t positives; // searches with K > 0
    uint64_t sum;       // of K
    double slots;       // sum of the identities searches were held against
    bool cut;           // some K isn't known
    double hidden;      // identities that cut lists can hide
    double open;        // at a size: sum over cut lists of 1 - h(K)
    // Room.
    double *x, *m, *influence;
    double *hit, *delta; // by kind, then K
} field;

static void end_field(field *f)
{
    assay_free(f->searches);
    assay_free(f->over);
    assay_free(f->others);
    assay_free(f->x);
    assay_free(f->m);
    assay_free(f->influence);
    assay_free(f->hit);
    assay_free(f->delta);
}

// Searches of the pool stand for people who are not on the list, whoever they
// are; of watchlists only those who are not.
static bool is_used(const assay_searches *s, const assay_searched *search)
{
    if (s->pool < s->gallery_count) return search->gallery == s->pool;
    return !search->mated;
}

static int by_identity(const void *a, const void *b)
{
    const exceedance *x = a;
    const exceedance *y = b;
    if (x->person != y->person) return x->person < y->person ? -1 : 1;
    return (x->identity > y->identity) - (x->identity < y->identity);
}

// Equal ones in an order that is theirs, so that sums are.
static int by_all(const void *a, const void *b)
{
    const exceedance *x = a;
    const exceedance *y = b;
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

static void add_search(field *f, const assay_searches *s,
                       const assay_searched *search)
{
    const uint32_t key = f->spot->key;
    const uint32_t k = search->acquired ? assay_ident_over(s, search, key) : 0;
    const uint64_t others =
        s->galleries[search->gallery].identities - search->enrolled;
    const uint32_t kind = kind_of(f, others);
    const bool open =
        search->acquired && key < search->cut && others > search->count;
    f->cut = f->cut || open;
    f->hidden += open ? (double)(others - k) : 0;
    f->searches[f->count++] = (tested){search->person, k, kind, open};
    f->positives += k > 0;
    f->sum += k;
    f->slots += (double)others;
    if (f->count == 1 || others < f->least) f->least = others;
    if (others > f->most) f->most = others;
    if (k > f->most_k) f->most_k = k;
    for (uint32_t i = 0; i < k; i++)
        f->over[f->over_count++] = (exceedance){
            search->person, s->candidates[search->first + i].person, k, kind};
}

static bool make_room(field *f)
{
    const assay_searches *s = f->part->all->searches;
    size_t over = 0, used = 0;
    for (uint64_t i = 0; i < s->search_count; i++) {
        if (!is_used(s, &s->searches[i])) continue;
        over += assay_ident_over(s, &s->searches[i], f->spot->key);
        used++;
    }
    f->searches = assay_new(0, used, sizeof *f->searches);
    f->over = assay_new(0, over, sizeof *f->over);
    f->others = assay_new(0, 2 * (size_t)s->gallery_count, sizeof *f->others);
    f->x = assay_new(0, s->people_count, sizeof *f->x);
    f->m = assay_new(0, s->people_count, sizeof *f->m);
    f->influence = assay_new(0, s->people_count, sizeof *f->influence);
    return f->searches && f->over && f->others && f->x && f->m && f->influence;
}

static bool make_field(field *f)
{
    const assay_searches *s = f->part->all->searches;
    if (!make_room(f)) return false;
    for (uint64_t i = 0; i < s->search_count; i++)
        if (is_used(s, &s->searches[i])) add_search(f, s, &s->searches[i]);
    if (f->count) qsort(f->searches, f->count, sizeof *f->searches, by_person);
    if (f->over_count) qsort(f->over, f->over_count, sizeof *f->over, by_all);
    const size_t cells = f->kinds * ((size_t)f->most_k + 1);
    f->hit = assay_new(0, cells, sizeof *f->hit);
    f->delta = assay_new(0, cells, sizeof *f->delta);
    return f->hit && f->delta;
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
        for (uint32_t k = 1; k <= most; k++)
            f->delta[place(f, kind, k)] = assay_watchlist_influence(k, all, n);
    }
}

// Sums by searched person and by identity; returns the sum over both of the
// squares of their shares.
static double sum_up(field *f)
{
    double shared = 0, run = 0;
    const uint32_t people = f->part->all->searches->people_count;
    for (uint32_t p = 0; p < people; p++)
        f->x[p] = f->m[p] = f->influence[p] = 0;
    f->open = 0;
    for (size_t i = 0; i < f->count; i++) {
        const tested *t = &f->searches[i];
        const double hit = f->hit[place(f, t->kind, t->k)];
        f->open += t->open ? 1 - hit : 0;
        f->x[t->person] += hit;
        f->m[t->person] += 1;
    }
    for (size_t i = 0; i < f->over_count; i++) {
        const exceedance *e = &f->over[i];
        const double part = f->delta[place(f, e->kind, e->k)];
        f->influence[e->identity] += part;
        run += part;
        if (i + 1 < f->over_count && !by_identity(e, e + 1)) continue;
        shared += run * run;
        run = 0;
    }
    return shared;
}

static bool is_listed(const assay_searches *s, uint32_t person)
{
    if (s->pool < s->gallery_count)
        return assay_searches_has(s->galleries[s->pool].enrolled, person);
    for (unsigned g = 0; g < s->gallery_count; g++)
        if (assay_searches_has(s->galleries[g].enrolled, person)) return true;
    return false;
}

// Only the identities of the lists, to the front of the array.
static size_t listed_influence(field *f)
{
    const assay_searches *s = f->part->all->searches;
    size_t n = 0;
    for (uint32_t p = 0; p < s->people_count; p++)
        if (is_listed(s, p)) f->influence[n++] = f->influence[p];
    return n;
}

static assay_cluster cluster_of(field *f, uint64_t n)
{
    const assay_identification *all = f->part->all;
    // Only there is every outcome 0 or 1.
    const bool whole = n >= f->most;
    tabulate(f, n);
    const double shared = sum_up(f);
    const assay_side probes = {f->x, f->m, all->searches->people_count, NULL};
    assay_cluster c = assay_cluster_one_way(probes, whole);
    c.errors = (double)f->positives;
    if (!all->random) return c;
    const size_t listed = listed_influence(f);
    return assay_watchlist_random(&c, probes, f->influence, listed, shared,
                                  whole);
}

static assay_estimate estimate(field *f, uint64_t n)
{
    const assay_identification *all = f->part->all;
    const double confidence = all->input.common->confidence;
    const assay_cluster c = cluster_of(f, n);
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
    if (c.rate > 0) return rate;
    rate.method = all->random ? "exact bound, as if searches were independent"
                              : "bound from searches that share nobody";
    if (all->random)
        rate.high = assay_zero_bound((double)f->count, 0.5 * (1 - confidence));
    return rate;
}

// A list of sizes, ascending, each once.
typedef struct ladder {
    double *steps;
    size_t count;
} ladder;

static int ascending(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

// Sizes to work out: those asked for, or 10, 30, 100..., the size that was
// searched and the size that could be tested.
static bool make_ladder(const field *f, ladder *sizes)
{
    const assay_numbers *asked = &f->part->all->input.options->sizes;
    sizes->steps = assay_new(0, asked->count + LADDER, sizeof *sizes->steps);
    double *steps = sizes->steps;
    size_t n = 0;
    if (!steps) return false;
    for (; n < asked->count; n++) steps[n] = asked->items[n];
    if (!n) {
        const double most = beyond_most * (double)f->least;
        for (double ten = 10; ten <= most && n + 4 < LADDER; ten *= 10) {
            steps[n++] = ten;
            if (3 * ten <= most) steps[n++] = 3 * ten;
        }
        steps[n++] = (double)f->least;
        if (f->part->all->size <= f->least)
            steps[n++] = (double)f->part->all->size;
    }
    qsort(steps, n, sizeof *steps, ascending);
    for (size_t i = 0; i < n; i++)
        if (steps[i] >= 1 && (!i || steps[i] > steps[i - 1]))
            steps[sizes->count++] = steps[i];
    return true;
}

static assay_beta_binomial fit(const field *f)
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
    for (size_t i = 0; i < f->count; i++) seen[f->searches[i].k].searches += 1;
    return assay_beta_binomial_fit(seen, n, f->most);
}

// What is said of sizes beyond the test.
typedef struct beyond {
    assay_beta_binomial fit;
    double fmr;    // false matches per identity searched
    double tested; // FPIR at the greatest size tested
} beyond;

static const char *number(const field *f, uint64_t count)
{
    const char *text = assay_spoken_number(&f->part->all->ledger->arena, count);
    if (!text) f->part->all->ledger->no_memory = true;
    return text ? text : "";
}

static void tell_beyond(const field *f, double size, const beyond *past,
                        assay_figure *figure)
{
    const double limit = assay_union_limit(past->fmr, size);
    const bool fits = !__builtin_isnan(past->fit.a);
    const double raw = fits ? assay_beta_binomial_hit(past->fit, size)
                            : assay_chance_any(past->fmr, size);
    if (size > beyond_most * (double)f->least || (!f->sum && !f->cut)) {
        figure->status = ASSAY_FIGURE_REFUSED;
        figure->note =
            f->sum || f->cut
                ? assay_ledger_text(
                      f->part->all->ledger,
                      "beyond the test: no list of more than %s was "
                      "searched, and nothing is said past ten times that",
                      number(f, f->least))
                : "beyond the test, in which no search named anybody";
        return;
    }
    if (f->cut) {
        assay_ident_set_bounds(past->tested, limit, figure);
        figure->note =
            assay_ident_join(f->part, "beyond the test", figure->note);
        return;
    }
    figure->value = raw < limit ? raw : limit;
    if (figure->value < past->tested) figure->value = past->tested;
    figure->bounds[0] = past->tested;
    figure->bounds[1] = limit > past->tested ? limit : past->tested;
    figure->note = assay_ledger_text(
        f->part->all->ledger,
        "beyond the test: no list of more than %s was searched; %s, at most "
        "the size times the FMR",
        number(f, f->least),
        fits ? "beta-binomial estimate" : "estimate from equal chances");
}

static void tell_within(field *f, double size, assay_figure *figure)
{
    const assay_ident_part *part = f->part;
    const assay_estimate rate = estimate(f, (uint64_t)size);
    assay_ident_set_rate(part, &rate, figure);
    figure->events = -1;
    figure->trials = -1;
    if (!(rate.value > 0) && part->all->random)
        figure->note = assay_ident_join(part, figure->note,
                                        "not guaranteed for other lists");
    if (f->open > 0)
        assay_ident_set_bounds(rate.value,
                               rate.value + f->open / (double)f->count, figure);
}

// Sizes of drawn lists are worked out from other searches than the head of the
// table: where the two differ, a reader must know why.
static const char *note_pool(const field *f)
{
    const assay_searches *s = f->part->all->searches;
    if (s->pool >= s->gallery_count) return NULL;
    return assay_ledger_text(
        f->part->all->ledger,
        "worked out from searches of all %s people who could be listed, each "
        "off the list in their own; FPIR of the drawn lists rests on other "
        "searches and differs from it",
        number(f, s->galleries[s->pool].identities));
}

// One row of the curve, and a figure.
static void tell_size(field *f, double size, const beyond *past, double *row)
{
    const assay_ident_part *part = f->part;
    assay_at at[4];
    size_t n = assay_ident_at(f->spot, at);
    at[n++] = (assay_at){"watchlist_size", size};
    assay_figure figure = assay_ident_figure(part, "FPIR", "proportion");
    assay_ident_set_spot(part, f->spot, at, n, &figure);
    figure.watchlist_size = (int64_t)size;
    figure.per = "search";
    figure.of = "searches by people not on the list";
    figure.target = part->all->random ? "random watchlist" : "fixed watchlist";
    const bool within = size <= (double)f->least;
    if (within)
        tell_within(f, size, &figure);
    else
        tell_beyond(f, size, past, &figure);
    figure.note = assay_ident_join(part, figure.note, note_pool(f));
    row[0] = size;
    row[1] = within ? figure.value : (double)NAN;
    row[2] = figure.low;
    row[3] = figure.high;
    row[4] = size < (double)f->least ? (double)NAN
             : within                ? figure.value
                                     : figure.bounds[1];
    row[5] = within ? (double)NAN : figure.value;
    assay_ident_add(part, &figure, NULL, false);
}

static void tell_ladder(field *f, const ladder *sizes)
{
    static const char *const columns[COLUMNS] = {
        "watchlist_size", "FPIR", "low", "high", "bound", "estimate"};
    const assay_ident_part *part = f->part;
    assay_ledger *ledger = part->all->ledger;
    ASSAY_AUTO(assay_drop)
    double *values = assay_new(0, sizes->count, COLUMNS * sizeof *values);
    if (!values) {
        ledger->no_memory = true;
        return;
    }
    const beyond past = {.fit = fit(f),
                         .fmr = assay_watchlist_selectivity(
                             (double)f->sum + f->hidden, f->slots, 1),
                         .tested = cluster_of(f, f->least).rate};
    for (size_t i = 0; i < sizes->count; i++)
        tell_size(f, sizes->steps[i], &past, values + i * COLUMNS);
    const assay_curve curve = {
        .id = assay_ident_curve_id(part, "FPIR by watchlist size", f->spot),
        .name = "FPIR by watchlist size",
        .columns = columns,
        .column_count = COLUMNS,
        .values = values,
        .row_count = sizes->count,
        .note = assay_ident_join(part,
                                 "exact up to the size tested; beyond it a "
                                 "limit and an estimate",
                                 note_pool(f))};
    // Of cut lists only figures: what is least and most is no curve.
    if (curve.id && sizes->count && !f->cut)
        assay_ledger_curve(ledger, &curve, part->cell);
}

static void tell_spot(const assay_ident_part *part,
                      const assay_ident_spot *spot)
{
    ASSAY_AUTO(end_field) field f = {.part = part, .spot = spot};
    ladder sizes = {NULL, 0};
    const bool made = make_field(&f) && make_ladder(&f, &sizes);
    if (!made)
        part->all->ledger->no_memory = true;
    else if (f.count && f.least)
        tell_ladder(&f, &sizes);
    assay_free(sizes.steps);
}

void assay_ident_sizes(const assay_ident_part *part)
{
    const assay_identification *all = part->all;
    for (size_t i = 0; i < all->spot_count; i++)
        if (assay_ident_stands(&all->spots[i])) tell_spot(part, &all->spots[i]);
}
