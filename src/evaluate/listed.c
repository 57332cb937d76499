// SPDX-License-Identifier: Apache-2.0
#include "evaluate/listed.h"

#include "base/alloc.h"
#include "base/order.h"

#include <stdlib.h>
#include <string.h>

#define NO_ROW UINT32_MAX

// Searches on their way.
typedef struct making {
    const assay_listed_from *from;
    assay_searches *s;
    assay_listed_ends *ends;
    uint32_t *seen;   // of a person: the last search that named them, plus 1
    uint32_t *listed; // of a person: references, acquired or not
    uint32_t *self;   // of a sample: its reference; NO_ROW: none
    size_t samples;
    uint64_t room; // of candidates
} making;

static uint32_t key_of(const assay_listed_from *from, float score)
{
    return assay_key_of(from->distance ? 0.0f - score + 0.0f : score);
}

static bool is_set(const uint64_t *bits, uint32_t person)
{
    return bits[person / 64] >> (person % 64) & 1;
}

static void set(uint64_t *bits, uint32_t person)
{
    bits[person / 64] |= (uint64_t)1 << (person % 64);
}

static void enrol(making *m)
{
    const assay_side *references = m->from->references;
    assay_gallery *g = m->s->galleries;
    for (size_t r = 0; r < references->rows; r++) {
        const uint32_t person = references->person[r];
        if (references->out[r]) continue;
        m->listed[person]++;
        if (references->lost[r]) continue;
        assay_searched_person *p = &m->s->people[person];
        if (!p->enrolled) p->profile = references->profile[r];
        p->enrolled = true;
        p->images++;
        g->images++;
    }
    for (uint32_t p = 0; p < m->from->people; p++) {
        g->attempted += m->listed[p] > 0;
        g->identities += m->s->people[p].enrolled;
        if (m->s->people[p].enrolled)
            set(g->enrolled, p);
        else if (m->listed[p])
            set(g->failed, p);
    }
}

// The reference that is the probe itself and takes part.
static uint32_t self_of(const making *m, size_t probe)
{
    const uint32_t sample = m->from->probes->sample[probe];
    const uint32_t row = sample < m->samples ? m->self[sample] : NO_ROW;
    if (row == NO_ROW || m->from->references->out[row]) return NO_ROW;
    return row;
}

// References that a probe meets: all that were acquired but itself.
static uint64_t met_by(const making *m, uint32_t self)
{
    const bool one = self != NO_ROW && !m->from->references->lost[self];
    return m->s->galleries->images - one;
}

static int best_first(const void *a, const void *b)
{
    const assay_candidate *x = a;
    const assay_candidate *y = b;
    if (x->key != y->key) return x->key < y->key ? 1 : -1;
    return (x->person > y->person) - (x->person < y->person);
}

static bool one_more(making *m)
{
    if (m->s->candidate_count < m->room) return true;
    const uint64_t room = 2 * m->room + 1024;
    if (!assay_grow(&m->s->candidates, room, sizeof *m->s->candidates))
        return false;
    m->room = room;
    return true;
}

// Identities of a list, each with the best of its references; the probe's own
// apart, itself left out. False without memory.
static bool take_list(making *m, const assay_listed_search *list,
                      assay_searched *search)
{
    const uint32_t self = self_of(m, search->probe);
    const assay_side *references = m->from->references;
    const uint32_t mark = (uint32_t)m->s->search_count + 1;
    search->first = m->s->candidate_count;
    for (size_t i = 0; i < list->count; i++) {
        const assay_listed *one = &list->list[i];
        const uint32_t person = references->person[one->reference];
        const uint32_t key = key_of(m->from, one->score);
        if (key < m->ends->least) m->ends->least = key;
        m->ends->below_floor += m->from->has_floor && key < m->from->floor;
        if (references->out[one->reference] || one->reference == self ||
            m->seen[person] == mark)
            continue;
        m->seen[person] = mark;
        if (person == search->person) {
            search->mate_known = true;
            search->mate_key = key;
            continue;
        }
        if (!one_more(m)) return false;
        m->s->candidates[m->s->candidate_count++] =
            (assay_candidate){key, person};
    }
    search->count = (uint32_t)(m->s->candidate_count - search->first);
    if (search->count)
        qsort(m->s->candidates + search->first, search->count,
              sizeof *m->s->candidates, best_first);
    return true;
}

// Whether a list holds all references that there are and take part, but the
// probe itself, which it may name or not.
static bool is_whole(const making *m, const assay_listed_search *list)
{
    const uint8_t *out = m->from->references->out;
    const uint32_t self = self_of(m, list->probe);
    uint64_t count = 0;
    for (size_t i = 0; i < list->count; i++)
        count +=
            !out[list->list[i].reference] && list->list[i].reference != self;
    return list->whole || count == met_by(m, self);
}

// Whether a limit of length shows beside a floor. A floor alone ends lists at
// all lengths, longer ones less often; a limit gathers at one length all that
// would have gone on. Lists of one have no shorter ones to be held against.
static bool shows_limit(const making *m)
{
    const size_t longest = m->ends->longest;
    uint64_t at = 0, before = 0;
    for (size_t i = 0; i < m->from->probes->rows; i++) {
        const assay_listed_search list =
            assay_candidate_lists_search(m->from->lists, i);
        if (m->from->probes->out[i] || is_whole(m, &list)) continue;
        at += list.count == longest;
        before += list.count + 1 == longest;
    }
    return longest == 1 || (at > 1 && at > before);
}

// Down to which key a list is complete; of shorter lists without a floor this
// is known when all were seen: UINT32_MAX until then.
static uint32_t cut_of(making *m, const assay_listed_search *list)
{
    const uint32_t floor = m->from->has_floor ? m->from->floor : 0;
    if (is_whole(m, list)) return floor;
    if (list->count && list->count == m->ends->longest) {
        const uint32_t last =
            key_of(m->from, list->list[list->count - 1].score) + 1;
        m->ends->at_longest++;
        if (!m->ends->limited) return floor;
        m->ends->at_length++;
        return last > floor ? last : floor;
    }
    m->ends->before++;
    return m->from->has_floor ? floor : UINT32_MAX;
}

// Takes the probe itself off the references; false where its person has no
// other.
static bool leave_self(const making *m, assay_searched *search)
{
    const uint32_t self = self_of(m, search->probe);
    if (self == NO_ROW) return true;
    const uint32_t images = m->s->people[search->person].images;
    search->enrolled = images > !m->from->references->lost[self];
    return m->listed[search->person] > 1;
}

static bool take_search(making *m, size_t probe)
{
    const assay_side *probes = m->from->probes;
    const assay_listed_search list =
        assay_candidate_lists_search(m->from->lists, probe);
    const uint32_t person = probes->person[probe];
    const bool acquired = !probes->lost[probe] && !list.failed;
    assay_searched *search = &m->s->searches[m->s->search_count];
    *search =
        (assay_searched){.probe = (uint32_t)probe,
                         .person = person,
                         .profile = probes->profile[probe],
                         .mated = m->listed[person] > 0,
                         .acquired = acquired,
                         .enrolled = is_set(m->s->galleries->enrolled, person)};
    if (!leave_self(m, search)) return true;
    if (acquired) search->cut = cut_of(m, &list);
    if (acquired && !take_list(m, &list, search)) return false;
    m->s->search_count++;
    return true;
}

static bool note_selves(making *m)
{
    const assay_side *references = m->from->references;
    for (size_t r = 0; r < references->rows; r++)
        if (references->sample[r] >= m->samples)
            m->samples = (size_t)references->sample[r] + 1;
    m->self = assay_new(0, m->samples, sizeof *m->self);
    if (!m->self) return false;
    for (size_t i = 0; i < m->samples; i++) m->self[i] = NO_ROW;
    for (uint32_t r = 0; r < references->rows; r++)
        m->self[references->sample[r]] = r;
    return true;
}

static bool make_room(making *m)
{
    const uint32_t people = m->from->people;
    const size_t words = (size_t)people / 64 + 1;
    assay_searches *s = m->s;
    m->seen = assay_new(0, people, sizeof *m->seen);
    m->listed = assay_new(0, people, sizeof *m->listed);
    if (m->from->share && !note_selves(m)) return false;
    s->people = assay_new(0, people, sizeof *s->people);
    s->galleries = assay_new(0, 1, sizeof *s->galleries);
    s->searches = assay_new(0, m->from->probes->rows, sizeof *s->searches);
    if (!m->seen || !m->listed || !s->people || !s->galleries || !s->searches)
        return false;
    s->people_count = people;
    s->gallery_count = 1;
    s->pool = 1;
    s->list_length = m->from->list_length;
    s->galleries->enrolled = assay_new(0, words, sizeof(uint64_t));
    s->galleries->failed = assay_new(0, words, sizeof(uint64_t));
    return s->galleries->enrolled && s->galleries->failed;
}

static bool make(making *m)
{
    if (!make_room(m)) return false;
    enrol(m);
    *m->ends = (assay_listed_ends){
        .longest = assay_candidate_lists_longest(m->from->lists),
        .least = UINT32_MAX};
    m->ends->limited = !m->from->has_floor || shows_limit(m);
    for (size_t i = 0; i < m->from->probes->rows; i++)
        if (!m->from->probes->out[i] && !take_search(m, i)) return false;
    for (uint64_t i = 0; i < m->s->search_count; i++)
        if (m->s->searches[i].cut == UINT32_MAX)
            m->s->searches[i].cut = m->ends->least;
    return true;
}

assay_status assay_listed_searches(const assay_listed_from *from,
                                   assay_searches **out,
                                   assay_listed_ends *ends, assay_error *err)
{
    making m = {.from = from, .ends = ends};
    *out = NULL;
    m.s = assay_new(sizeof *m.s, 0, 0);
    const bool made = m.s && make(&m);
    assay_free(m.seen);
    assay_free(m.listed);
    assay_free(m.self);
    if (made) {
        *out = m.s;
        return ASSAY_OK;
    }
    assay_searches_free(m.s);
    return assay_fail_memory(err, "the searches");
}
