// SPDX-License-Identifier: Apache-2.0
// Whom non-mated searches name, person by person: what SEL and its variance
// are made of. A candidate over the threshold takes a place; a search has as
// many as its list has identities, L at most.
#include "base/alloc.h"
#include "measure/ident_study.h"

// Sums on their way.
typedef struct summing {
    const assay_searches *s;
    uint32_t key;
    bool able;
    double *cell;      // of an identity: times that the person at hand names it
    uint32_t *touched; // whose cells are not 0
    size_t count;
    assay_ident_named *to;
} summing;

static void take(summing *m, const assay_searched *search)
{
    const assay_searches *s = m->s;
    const uint32_t others =
        s->galleries[search->gallery].identities - search->enrolled;
    const uint32_t places = others < s->list_length ? others : s->list_length;
    const uint32_t over = assay_ident_over(s, search, m->key);
    const uint32_t named = over < places ? over : places;
    m->to->searches++;
    m->to->all_places += places;
    m->to->candidates += named;
    m->to->places[search->person] += places;
    m->to->named[search->person] += named;
    for (uint32_t i = 0; i < named; i++) {
        const uint32_t who = s->candidates[search->first + i].person;
        if (!(m->cell[who] > 0)) m->touched[m->count++] = who;
        m->cell[who] += 1;
    }
}

static void end_person(summing *m)
{
    for (size_t i = 0; i < m->count; i++) {
        double *cell = &m->cell[m->touched[i]];
        m->to->matched[m->touched[i]] += *cell;
        m->to->shared += *cell * *cell;
        *cell = 0;
    }
    m->count = 0;
}

static bool is_used(const assay_ident_part *part, const summing *m,
                    const assay_searched *search)
{
    return assay_ident_has(part, search) && !search->mated &&
           (search->acquired || !m->able);
}

// The searches that are used, by person.
static bool by_person(const assay_ident_part *part, const summing *m,
                      size_t *first, uint32_t **order)
{
    const assay_searches *s = m->s;
    size_t n = 0;
    for (uint64_t i = 0; i < s->search_count; i++)
        if (is_used(part, m, &s->searches[i]) && ++n)
            first[s->searches[i].person + 2]++;
    *order = assay_new(0, n, sizeof **order);
    if (!*order) return false;
    for (size_t p = 2; p < (size_t)s->people_count + 2; p++)
        first[p] += first[p - 1];
    for (uint64_t i = 0; i < s->search_count; i++)
        if (is_used(part, m, &s->searches[i]))
            (*order)[first[s->searches[i].person + 1]++] = (uint32_t)i;
    return true;
}

bool assay_ident_named_of(const assay_ident_part *part, uint32_t key, bool able,
                          assay_ident_named *named)
{
    const assay_searches *s = part->all->searches;
    const size_t people = s->people_count;
    ASSAY_AUTO(assay_drop) double *cell = assay_new(0, people, sizeof *cell);
    ASSAY_AUTO(assay_drop)
    uint32_t *touched = assay_new(0, people, sizeof *touched);
    ASSAY_AUTO(assay_drop)
    size_t *first = assay_new(0, people + 2, sizeof *first);
    ASSAY_AUTO(assay_drop) uint32_t *order = NULL;
    summing m = {.s = s,
                 .key = key,
                 .able = able,
                 .cell = cell,
                 .touched = touched,
                 .to = named};
    *named = (assay_ident_named){.people = people};
    named->named = assay_new(0, people, sizeof *named->named);
    named->places = assay_new(0, people, sizeof *named->places);
    named->matched = assay_new(0, people, sizeof *named->matched);
    if (!cell || !touched || !first || !named->named || !named->places ||
        !named->matched || !by_person(part, &m, first, &order))
        return false;
    for (size_t p = 0; p < people; p++) {
        for (size_t i = first[p]; i < first[p + 1]; i++)
            take(&m, &s->searches[order[i]]);
        end_person(&m);
    }
    named->identities = assay_ident_listed(s, named->matched);
    return true;
}

void assay_ident_named_end(assay_ident_named *named)
{
    assay_free(named->named);
    assay_free(named->places);
    assay_free(named->matched);
    *named = (assay_ident_named){.people = 0};
}
