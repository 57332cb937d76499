// SPDX-License-Identifier: Apache-2.0
// How much was searched, and what failed before.
#include "base/alloc.h"
#include "measure/ident_study.h"

#include <string.h>

// What a part of the searches rests on.
typedef struct totals {
    uint64_t searches[2]; // non-mated, mated
    uint64_t probes, lost;
    double *tried, *failed; // presentations of each person, and those lost
    size_t people;
    uint64_t present;
} totals;

static void end_totals(totals *t)
{
    assay_free(t->tried);
    assay_free(t->failed);
}

// Searches stand by probe: a presentation counts once, however many lists.
static void take(totals *t, const assay_searched *search, bool again)
{
    t->searches[search->mated]++;
    if (again) return;
    t->probes++;
    t->lost += !search->acquired;
    t->present += !(t->tried[search->person] > 0);
    t->tried[search->person] += 1;
    t->failed[search->person] += !search->acquired;
}

static bool count(const assay_ident_part *part, totals *t)
{
    const assay_searches *s = part->all->searches;
    uint32_t last = 0;
    t->people = s->people_count;
    t->tried = assay_new(0, t->people, sizeof *t->tried);
    t->failed = assay_new(0, t->people, sizeof *t->failed);
    if (!t->tried || !t->failed) return false;
    for (uint64_t i = 0; i < s->search_count; i++) {
        const assay_searched *search = &s->searches[i];
        if (!assay_ident_has(part, search)) continue;
        take(t, search, t->probes && search->probe == last);
        last = search->probe;
    }
    return true;
}

// Unless pairs of the same evaluation have told it.
static void add_new(const assay_ident_part *part, const assay_figure *figure,
                    const assay_estimate *rate)
{
    const assay_ledger *ledger = part->all->ledger;
    for (size_t i = 0; i < ledger->count; i++)
        if (ledger->entries[i].cell == part->cell &&
            !ledger->entries[i].figure.at_count &&
            strcmp(ledger->entries[i].figure.name, figure->name) == 0)
            return;
    assay_ident_add(part, figure, rate, false);
}

static void add_count(const assay_ident_part *part, const char *name,
                      uint64_t value)
{
    assay_figure figure = assay_ident_figure(part, name, "count");
    figure.value = (double)value;
    add_new(part, &figure, NULL);
}

static void add_fta(const assay_ident_part *part, const totals *t)
{
    const assay_ident_people of = {t->failed, t->tried, t->people};
    const assay_estimate rate = assay_ident_rate(part, of, ASSAY_BY_COMPARISON);
    assay_figure figure = assay_ident_figure(part, "FTA", "proportion");
    assay_ident_set_rate(part, &rate, &figure);
    figure.per = "attempt";
    figure.of = "probes tried";
    if (!rate.trials) figure.note = "no probe was tried";
    add_new(part, &figure, &rate);
}

// People who were to be listed, each once: on several lists they fail together.
// FTE itself is of references, which may be several of a person.
static void add_fte(const assay_ident_part *part)
{
    const assay_searches *s = part->all->searches;
    ASSAY_AUTO(assay_drop)
    double *tried = assay_new(0, s->people_count, sizeof *tried);
    ASSAY_AUTO(assay_drop)
    double *failed = assay_new(0, s->people_count, sizeof *failed);
    if (!tried || !failed) {
        part->all->ledger->no_memory = true;
        return;
    }
    for (uint32_t p = 0; p < s->people_count; p++)
        for (unsigned g = 0; g < s->gallery_count; g++) {
            const bool lost = assay_searches_has(s->galleries[g].failed, p);
            if (g == s->pool) continue;
            if (lost || assay_searches_has(s->galleries[g].enrolled, p))
                tried[p] = 1;
            if (lost) failed[p] = 1;
        }
    const assay_ident_people of = {failed, tried, s->people_count};
    const assay_estimate rate = assay_ident_rate(part, of, ASSAY_BY_COMPARISON);
    assay_figure figure =
        assay_ident_figure(part, "FTE of identities", "proportion");
    assay_ident_set_rate(part, &rate, &figure);
    figure.per = "subject";
    figure.of = "people to be listed";
    if (!rate.trials) figure.note = "nobody was to be listed";
    add_new(part, &figure, &rate);
}

static void add_lists(const assay_ident_part *part)
{
    const assay_searches *s = part->all->searches;
    uint64_t images = 0;
    unsigned lists = 0;
    for (unsigned g = 0; g < s->gallery_count; g++) {
        if (g == s->pool) continue;
        images += s->galleries[g].images;
        lists++;
    }
    add_count(part, "watchlists", lists);
    add_count(part, "identities on the watchlist", part->all->size);
    add_count(part, "references on the watchlists", images);
}

void assay_ident_totals(const assay_ident_part *part)
{
    ASSAY_AUTO(end_totals) totals t = {.tried = NULL};
    if (!count(part, &t)) {
        part->all->ledger->no_memory = true;
        return;
    }
    add_count(part, "searches", t.searches[0] + t.searches[1]);
    add_count(part, "mated searches", t.searches[1]);
    add_count(part, "non-mated searches", t.searches[0]);
    add_count(part, "probes", t.probes);
    add_count(part, "people searched for", t.present);
    add_count(part, "subjects", t.present);
    add_fta(part, &t);
    if (part->group) return;
    part->all->trials[0] = t.searches[0];
    part->all->trials[1] = t.searches[1];
    add_fte(part);
    add_lists(part);
}
