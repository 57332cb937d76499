// SPDX-License-Identifier: Apache-2.0
#include "measure/permuted.h"

#include "base/alloc.h"
#include "measure/spreads.h"
#include "stats/permutation.h"

#include <math.h>
#include <string.h>

// Rates of the same people of the same groups at several operating points.
typedef struct series {
    assay_ledger *ledger;
    const assay_options *options;
    const assay_group_rates **of; // `count` of them
    size_t count;
    uint32_t people;    // of all groups
    uint32_t *group;    // of each
    double *m;          // trials of each
    assay_borne *borne; // of each operating point
    uint32_t *bearers;  // room of all of them
    double *events;
    double *p; // by operating point, then by group
    uint32_t *labels;
    double *room;
} series;

static void end_series(series *s)
{
    assay_free(s->of);
    assay_free(s->group);
    assay_free(s->m);
    assay_free(s->borne);
    assay_free(s->bearers);
    assay_free(s->events);
    assay_free(s->p);
    assay_free(s->labels);
    assay_free(s->room);
}

static const assay_bearing *people_of(const assay_group_rates *rates, size_t g)
{
    return &rates->of[g]->sides[0];
}

static uint64_t count_people(const assay_group_rates *rates)
{
    uint64_t n = 0;
    for (size_t g = 0; g < rates->n; g++) n += people_of(rates, g)->count;
    return n;
}

// Whether somebody is in two groups: their numbers, which ascend in each, meet.
static bool is_shared(const assay_group_rates *rates)
{
    for (size_t g = 0; g < rates->n; g++)
        for (size_t h = 0; h < g; h++) {
            const assay_bearing *a = people_of(rates, g);
            const assay_bearing *b = people_of(rates, h);
            uint32_t i = 0, j = 0;
            while (i < a->count && j < b->count && a->who[i] != b->who[j])
                *(a->who[i] < b->who[j] ? &i : &j) += 1;
            if (i < a->count && j < b->count) return true;
        }
    return false;
}

static bool is_known(const assay_group_rates *rates)
{
    for (size_t g = 0; g < rates->n; g++)
        if (!rates->of[g]->people_known) return false;
    return true;
}

// Why permuting says nothing; NULL: it does say something.
static const char *why_not(const assay_ledger *ledger,
                           const assay_group_rates *rates)
{
    const bool searches =
        assay_standing_figure(ledger, rates->of[0])->watchlist_size > 0;
    if (rates->kind == ASSAY_STANDING_NEAR)
        return "other groups would be other pairs of people within a group, "
               "who are more alike: see the ratios";
    if (rates->kind == ASSAY_STANDING_FALSE && !searches &&
        !rates->of[0]->two_way)
        return "whoever is a probe is a reference too, which the groups of "
               "probes leave as it is: see the ratios";
    if (!is_known(rates) && ledger->standings.without)
        return "more people than there was room for: see the ratios";
    if (!is_known(rates)) return "who is in which comparison is not known";
    if (count_people(rates) > ASSAY_PERMUTED_FEW_PEOPLE)
        return "more people than are worth permuting: see the ratios";
    return is_shared(rates) ? "some people are in several groups" : NULL;
}

static bool same_people(const assay_group_rates *a, const assay_group_rates *b)
{
    if (a->n != b->n || a->kind != b->kind || a->by_subject != b->by_subject)
        return false;
    for (size_t g = 0; g < a->n; g++) {
        const assay_bearing *s = people_of(a, g), *t = people_of(b, g);
        if (s->count != t->count) return false;
        const size_t n = s->count;
        if (n && (memcmp(s->who, t->who, n * sizeof *s->who) != 0 ||
                  memcmp(s->m, t->m, n * sizeof *s->m) != 0))
            return false;
    }
    return true;
}

static bool make_room(series *s)
{
    const size_t people = s->people, groups = s->of[0]->n, n = s->count;
    s->group = assay_new(0, people, sizeof *s->group);
    s->m = assay_new(0, people, sizeof *s->m);
    s->borne = assay_new(0, n, sizeof *s->borne);
    s->bearers = assay_new(0, n * people, sizeof *s->bearers);
    s->events = assay_new(0, n * people, sizeof *s->events);
    s->p = assay_new(0, n * groups, sizeof *s->p);
    s->labels = assay_new(0, people, sizeof *s->labels);
    s->room = assay_new(0, assay_permutation_room((uint32_t)groups, n),
                        sizeof *s->room);
    return s->group && s->m && s->borne && s->bearers && s->events && s->p &&
           s->labels && s->room;
}

static void fill_rate(series *s, size_t r)
{
    assay_borne *borne = &s->borne[r];
    uint32_t *who = s->bearers + r * s->people;
    double *x = s->events + r * s->people;
    uint32_t at = 0;
    for (size_t g = 0; g < s->of[r]->n; g++) {
        const assay_bearing *side = people_of(s->of[r], g);
        for (uint32_t i = 0; i < side->count; i++, at++) {
            s->group[at] = (uint32_t)g;
            s->m[at] = side->m[i];
            if (!(side->x[i] > 0)) continue;
            who[borne->count] = at;
            x[borne->count++] = side->x[i];
        }
    }
    borne->subject = who;
    borne->x = x;
}

static void put(const series *s, size_t r, size_t cell, double p)
{
    const assay_figure like =
        *assay_standing_figure(s->ledger, s->of[r]->of[0]);
    const bool many = s->people <= ASSAY_PERMUTED_PEOPLE;
    const char *name =
        assay_ledger_text(s->ledger, "permutation p of equal %s", like.name);
    assay_figure figure = assay_contrasts_figure(&like, name ? name : "", "p");
    figure.weights = s->of[r]->by_subject ? "subject" : "comparison";
    figure.value = p;
    figure.subjects = s->people;
    figure.method = many ? "9,999 permutations of people, studentised, max-T"
                         : "999 permutations of people, studentised, max-T";
    figure.note = s->of[r]->of[0]->listed
                      ? "of the very lists that were searched; adjusted for "
                        "the number of groups, not for that of rates and "
                        "operating points"
                      : "adjusted for the number of groups, not for that of "
                        "rates and operating points";
    const assay_entry entry = {
        .figure = figure, .cell = cell, .guard_low = NAN, .guard_high = NAN};
    (void)assay_ledger_add(s->ledger, &entry, false);
}

static void put_all(const series *s)
{
    for (size_t r = 0; r < s->count; r++) {
        const assay_group_rates *rates = s->of[r];
        const double *p = s->p + r * rates->n;
        double least = 1;
        for (size_t g = 0; g < rates->n; g++) {
            const size_t cell = s->ledger->entries[rates->of[g]->entry].cell;
            least = p[g] < least ? p[g] : least;
            put(s, r, cell, p[g]);
        }
        put(s, r, assay_spreads_cell(s->ledger, rates), least);
    }
}

static void permute(series *s)
{
    const assay_group_rates *first = s->of[0];
    s->people = (uint32_t)count_people(first);
    if (!make_room(s)) {
        s->ledger->no_memory = true;
        return;
    }
    for (size_t r = 0; r < s->count; r++) fill_rate(s, r);
    const assay_permuted people = {s->m, s->group, s->people,
                                   (uint32_t)first->n};
    const assay_permutations how = {s->options->seed,
                                    s->people <= ASSAY_PERMUTED_PEOPLE
                                        ? ASSAY_PERMUTED
                                        : ASSAY_PERMUTED_FEW,
                                    s->labels, s->room};
    assay_permutation_test(&people, s->borne, s->count, how, s->p);
    put_all(s);
}

static void refuse(assay_ledger *ledger, const assay_group_rates *rates,
                   const char *why)
{
    const assay_figure like = *assay_standing_figure(ledger, rates->of[0]);
    const char *name =
        assay_ledger_text(ledger, "permutation p of equal %s", like.name);
    assay_figure figure = assay_contrasts_figure(&like, name ? name : "", "p");
    figure.status = ASSAY_FIGURE_REFUSED;
    figure.note = why;
    const assay_entry entry = {.figure = figure,
                               .cell = assay_spreads_cell(ledger, rates),
                               .guard_low = NAN,
                               .guard_high = NAN};
    (void)assay_ledger_add(ledger, &entry, false);
}

static const assay_group_rates *rates_at(const assay_group_points *points,
                                         size_t i)
{
    return &points->items[i / ASSAY_STANDING_KINDS]
                .rates[i % ASSAY_STANDING_KINDS];
}

// Those from `from` on that are of the same people, which are then done.
static bool gather(const assay_group_points *points, size_t from, bool *done,
                   series *s)
{
    const size_t n = ASSAY_STANDING_KINDS * points->count;
    s->of = assay_new(0, n, sizeof *s->of);
    if (!s->of) return false;
    for (size_t i = from; i < n; i++) {
        const assay_group_rates *rates = rates_at(points, i);
        if (done[i] || !same_people(rates_at(points, from), rates)) continue;
        done[i] = true;
        s->of[s->count++] = rates;
    }
    return true;
}

static void add_from(assay_ledger *ledger, const assay_options *options,
                     const assay_group_points *points, size_t i, bool *done)
{
    ASSAY_AUTO(end_series) series s = {.ledger = ledger, .options = options};
    const char *why = why_not(ledger, rates_at(points, i));
    done[i] = true;
    if (why) {
        refuse(ledger, rates_at(points, i), why);
        return;
    }
    done[i] = false;
    if (gather(points, i, done, &s))
        permute(&s);
    else
        ledger->no_memory = true;
}

void assay_permuted_add(assay_ledger *ledger, const assay_options *options,
                        const assay_group_points *points)
{
    const size_t n = ASSAY_STANDING_KINDS * points->count;
    ASSAY_AUTO(assay_drop) bool *done = assay_new(0, n, sizeof *done);
    if (!done) ledger->no_memory = true;
    for (size_t i = 0; i < n && !ledger->no_memory; i++)
        if (!done[i] && rates_at(points, i)->n >= 2)
            add_from(ledger, options, points, i, done);
}
