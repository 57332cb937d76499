// SPDX-License-Identifier: Apache-2.0
// Who causes false matches, without naming anybody (docs/statistics.md 5.4).
#include "base/alloc.h"
#include "measure/ident_study.h"
#include "stats/watchlist.h"

#include <math.h>
#include <stdlib.h>

enum { SHARE_POINTS = 101, COLUMNS = 3 };

// False matches of each identity on the list, ascending; and of each search.
typedef struct causes {
    double *of;   // of an identity
    size_t count; // identities on the list
    double *k;    // of a search
    size_t searches;
    bool cut;           // some false matches are not known
    double all;         // false matches
    uint64_t recurring; // identities matched by two people or more
    uint64_t caused;    // false matches that these cause
} causes;

static void end_causes(causes *c)
{
    assay_free(c->of);
    assay_free(c->k);
}

static int ascending(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

// Where everybody from whom lists were drawn is a list, searches of that one,
// each as if its person were not on it; else of those who are not on theirs.
static bool is_used(const assay_searches *s, const assay_searched *search)
{
    if (!search->acquired) return false;
    if (s->pool < s->gallery_count) return search->gallery == s->pool;
    return !search->mated;
}

static bool is_listed(const assay_searches *s, uint32_t person)
{
    for (unsigned g = 0; g < s->gallery_count; g++)
        if (assay_searches_has(s->galleries[g].enrolled, person)) return true;
    return false;
}

// Who matched an identity first, and whether somebody else did.
typedef struct matched {
    uint32_t first;
    bool again;
} matched;

// Only those on a list, to the front of the array.
static void keep_listed(const assay_searches *s, const matched *by, causes *c)
{
    for (uint32_t p = 0; p < s->people_count; p++) {
        if (!is_listed(s, p)) continue;
        c->recurring += by[p].again;
        if (by[p].again) c->caused += (uint64_t)c->of[p];
        c->of[c->count++] = c->of[p];
    }
}

static bool count_causes(const assay_ident_part *part, uint32_t key, causes *c)
{
    const assay_searches *s = part->all->searches;
    ASSAY_AUTO(assay_drop)
    matched *by = assay_new(0, s->people_count, sizeof *by);
    c->of = assay_new(0, s->people_count, sizeof *c->of);
    c->k = assay_new(0, (size_t)s->search_count, sizeof *c->k);
    if (!by || !c->of || !c->k) return false;
    for (uint64_t i = 0; i < s->search_count; i++) {
        const assay_searched *search = &s->searches[i];
        if (!is_used(s, search)) continue;
        const uint32_t over = assay_ident_over(s, search, key);
        const uint32_t others =
            s->galleries[search->gallery].identities - search->enrolled;
        c->cut = c->cut || (key < search->cut && others > search->count);
        c->k[c->searches++] = over;
        c->all += over;
        for (uint32_t j = 0; j < over; j++) {
            const uint32_t who = s->candidates[search->first + j].person;
            if (c->of[who] > 0 && by[who].first != search->person)
                by[who].again = true;
            if (!(c->of[who] > 0)) by[who].first = search->person;
            c->of[who] += 1;
        }
    }
    keep_listed(s, by, c);
    if (c->count) qsort(c->of, c->count, sizeof *c->of, ascending);
    if (c->searches) qsort(c->k, c->searches, sizeof *c->k, ascending);
    return true;
}

// What is told.
enum { TOP, BY_CHANCE, AGAIN, PEOPLE_AGAIN, GINI, TEST };
#define NO_INTERVAL "no interval: none is known to hold for it"
static const struct {
    const char *name, *unit;
    const char *method; // of an interval, a test or an expectation
} all_of[] = {
    [TOP] = {"share of false matches from the top 1 % of subjects",
             "proportion", NO_INTERVAL},
    [BY_CHANCE] = {"share of false matches from the top 1 % of subjects by "
                   "chance",
                   "proportion", "expected of Poisson counts with one mean"},
    [AGAIN] = {"share of false matches from people matched again", "proportion",
               NO_INTERVAL},
    [PEOPLE_AGAIN] = {"people on the list matched by several others", "count",
                      NULL},
    [GINI] = {"Gini of candidates per search", "index", NO_INTERVAL},
    [TEST] = {"p of equal chances per search", "probability",
              "chi-square of the dispersion of candidates per search"}};

static void add(const assay_ident_part *part, const assay_ident_spot *spot,
                size_t what, assay_figure like)
{
    const char *name = all_of[what].name, *unit = all_of[what].unit;
    assay_at at[4];
    const size_t n = assay_ident_at(spot, at);
    assay_figure figure = assay_ident_figure(part, name, unit);
    assay_ident_set_spot(part, spot, at, n, &figure);
    figure.method = all_of[what].method;
    figure.value = like.value;
    figure.events = like.events;
    figure.trials = like.trials;
    figure.of = like.of;
    figure.per = like.per;
    if (__builtin_isnan(like.value)) figure.status = ASSAY_FIGURE_NO_DATA;
    assay_ident_add(part, &figure, NULL, false);
}

// The share that the same part of people would have if each was as likely to be
// matched as any other.
static double by_chance(const causes *c, double part)
{
    const double people = (double)c->count;
    return assay_top_share_by_chance(c->all / people, people, part * people);
}

static void add_figures(const assay_ident_part *part,
                        const assay_ident_spot *spot, const causes *c)
{
    assay_figure like = assay_figure_blank();
    like.of = "false matches";
    like.per = "subject";
    like.value = assay_top_share(c->of, c->count, 0.01 * (double)c->count);
    like.trials = (int64_t)c->all;
    add(part, spot, TOP, like);
    like.value = by_chance(c, 0.01);
    add(part, spot, BY_CHANCE, like);
    like.events = (int64_t)c->caused;
    like.value = c->all > 0 ? (double)c->caused / c->all : (double)NAN;
    add(part, spot, AGAIN, like);
    like = assay_figure_blank();
    like.value = (double)c->recurring;
    like.per = "subject";
    add(part, spot, PEOPLE_AGAIN, like);
    like = assay_figure_blank();
    like.value = assay_gini(c->k, c->searches);
    add(part, spot, GINI, like);
}

// Whether some searches have more than chance would give them.
static void add_test(const assay_ident_part *part, const assay_ident_spot *spot,
                     const causes *c)
{
    ASSAY_AUTO(assay_drop)
    assay_seen_k *seen = assay_new(0, c->searches, sizeof *seen);
    size_t n = 0;
    if (!seen) {
        part->all->ledger->no_memory = true;
        return;
    }
    for (size_t i = 0; i < c->searches; i++) {
        if (!n || (double)seen[n - 1].k < c->k[i])
            seen[n++] = (assay_seen_k){(uint64_t)c->k[i], 0};
        seen[n - 1].searches += 1;
    }
    assay_figure like = assay_figure_blank();
    like.value = assay_overdispersion(seen, n).p;
    add(part, spot, TEST, like);
}

// The greatest causes first: share of people, share of false matches.
static void add_curve(const assay_ident_part *part,
                      const assay_ident_spot *spot, const causes *c)
{
    static const char *const columns[COLUMNS] = {
        "share of subjects", "share of false matches", "by chance"};
    double values[SHARE_POINTS * COLUMNS];
    assay_ledger *ledger = part->all->ledger;
    for (size_t i = 0; i < SHARE_POINTS; i++) {
        // Dense where the curve is steep.
        const double x = (double)i / (SHARE_POINTS - 1);
        const double share = x * x * x;
        values[i * COLUMNS] = share;
        values[i * COLUMNS + 1] =
            assay_top_share(c->of, c->count, share * (double)c->count);
        values[i * COLUMNS + 2] = by_chance(c, share);
    }
    const char *id = assay_ident_curve_id(part, "false-match share", spot);
    const assay_curve curve = {.id = id,
                               .name = "false-match share",
                               .columns = columns,
                               .column_count = COLUMNS,
                               .values = values,
                               .row_count = SHARE_POINTS};
    if (id) assay_ledger_curve(ledger, &curve, part->cell);
}

// Nothing bounds a share of matches that are not known.
static void add_cut(const assay_ident_part *part, const assay_ident_spot *spot)
{
    for (size_t i = 0; i < sizeof all_of / sizeof all_of[0]; i++) {
        assay_at at[4];
        const size_t n = assay_ident_at(spot, at);
        assay_figure figure =
            assay_ident_figure(part, all_of[i].name, all_of[i].unit);
        assay_ident_set_spot(part, spot, at, n, &figure);
        assay_ident_set_cut(&figure);
        assay_ident_add(part, &figure, NULL, false);
    }
}

static void tell(const assay_ident_part *part, const assay_ident_spot *spot)
{
    ASSAY_AUTO(end_causes) causes c = {.of = NULL};
    if (!count_causes(part, spot->key, &c)) {
        part->all->ledger->no_memory = true;
        return;
    }
    if (c.cut) add_cut(part, spot);
    if (!c.count || !(c.all > 0) || c.cut) return;
    add_figures(part, spot, &c);
    add_test(part, spot, &c);
    add_curve(part, spot, &c);
}

void assay_ident_zoo(const assay_ident_part *part)
{
    const assay_identification *all = part->all;
    for (size_t i = 0; i < all->spot_count; i++) {
        const assay_ident_spot *spot = &all->spots[i];
        if (assay_ident_stands(spot)) tell(part, spot);
    }
}
