// SPDX-License-Identifier: Apache-2.0
// A search's candidates are those of its list and, where a figure needs more,
// those of the tail:
//
//     list  L best identities          complete above its last key
//     tail  comparisons above a floor  complete above it, for all searches
#include "count/searches.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

#define NO_ROW UINT32_MAX

bool assay_searches_has(const uint64_t *bits, uint32_t person)
{
    return bits[person / 64] >> (person % 64) & 1;
}

static void set(uint64_t *bits, uint32_t person)
{
    bits[person / 64] |= (uint64_t)1 << (person % 64);
}

// Comparisons by probe row, best first.
typedef struct by_probe {
    uint64_t *first; // rows + 1
    const assay_pair_found **pairs;
} by_probe;

// References of each person, and which of them a sample is.
typedef struct own_rows {
    uint32_t *of_sample; // row of a sample; NO_ROW: none
    uint32_t *first;     // row of a person; NO_ROW: none
    uint32_t *next;      // row of the same person after this one
    size_t samples;
} own_rows;

// Searches on their way.
typedef struct making {
    const assay_searches_from *from;
    assay_searches *s;
    by_probe mates, tail;
    own_rows own;
    uint32_t *seen; // of a person: the last search that named them, plus 1
    uint64_t room;  // of candidates
} making;

static void end_making(making *m)
{
    assay_free(m->mates.first);
    assay_free(m->mates.pairs);
    assay_free(m->tail.first);
    assay_free(m->tail.pairs);
    assay_free(m->own.of_sample);
    assay_free(m->own.first);
    assay_free(m->own.next);
    assay_free(m->seen);
    assay_searches_free(m->s);
}

static bool is_out(const assay_searched_rows *rows, size_t row)
{
    return rows->out && rows->out[row];
}

static bool is_lost(const assay_searched_rows *rows, size_t row)
{
    return rows->lost && rows->lost[row];
}

static uint64_t members_of(const assay_searches_from *from, size_t row)
{
    return from->members ? from->members[row] : 1;
}

// `count` pairs, in their order, by probe row.
static bool sort_by_probe(const assay_pair_found *pairs, uint64_t count,
                          size_t rows, by_probe *by)
{
    by->first = assay_new(0, rows + 2, sizeof *by->first);
    by->pairs = assay_new(0, (size_t)count, sizeof *by->pairs);
    if (!by->first || !by->pairs) return false;
    for (uint64_t i = 0; i < count; i++) by->first[pairs[i].probe + 2]++;
    for (size_t r = 2; r < rows + 2; r++) by->first[r] += by->first[r - 1];
    for (uint64_t i = 0; i < count; i++)
        by->pairs[by->first[pairs[i].probe + 1]++] = &pairs[i];
    return true;
}

static uint64_t tail_above(const assay_searches_from *from)
{
    const assay_found *found = from->found;
    uint64_t n = 0;
    while (n < found->tail_count && found->tail[n].key >= from->lowest) n++;
    return n;
}

static bool make_gallery(const making *m, unsigned g)
{
    assay_gallery *gallery = &m->s->galleries[g];
    const size_t words = (size_t)m->from->people / 64 + 1;
    gallery->enrolled = assay_new(0, words, sizeof(uint64_t));
    gallery->failed = assay_new(0, words, sizeof(uint64_t));
    return gallery->enrolled && gallery->failed;
}

static void enrol_row(const making *m, size_t row)
{
    const assay_searched_rows *rows = &m->from->references;
    const uint32_t person = rows->person[row];
    assay_searched_person *p = &m->s->people[person];
    const uint64_t members = members_of(m->from, row);
    if (is_out(rows, row) || !members) return;
    if (!p->enrolled) p->profile = rows->profile ? rows->profile[row] : 0;
    p->enrolled = p->enrolled || !is_lost(rows, row);
    p->images += !is_lost(rows, row);
    for (unsigned g = 0; g < m->s->gallery_count; g++) {
        assay_gallery *gallery = &m->s->galleries[g];
        if (!(members >> g & 1)) continue;
        set(is_lost(rows, row) ? gallery->failed : gallery->enrolled, person);
        gallery->images += !is_lost(rows, row);
    }
}

// Who has one reference that was acquired is enrolled.
static void count_gallery(const making *m, assay_gallery *gallery)
{
    for (uint32_t p = 0; p < m->from->people; p++) {
        const bool enrolled = assay_searches_has(gallery->enrolled, p);
        const bool failed = assay_searches_has(gallery->failed, p);
        gallery->identities += enrolled;
        gallery->attempted += enrolled || failed;
    }
    const size_t words = (size_t)m->from->people / 64 + 1;
    for (size_t w = 0; w < words; w++)
        gallery->failed[w] &= ~gallery->enrolled[w];
}

static void enrol(const making *m)
{
    for (size_t r = 0; r < m->from->references.rows; r++) enrol_row(m, r);
    for (unsigned g = 0; g < m->s->gallery_count; g++)
        count_gallery(m, &m->s->galleries[g]);
}

static bool add_candidate(making *m, assay_candidate candidate)
{
    if (m->s->candidate_count == m->room) {
        const uint64_t room = 2 * m->room + 1024;
        if (!assay_grow(&m->s->candidates, room, sizeof candidate))
            return false;
        m->room = room;
    }
    m->s->candidates[m->s->candidate_count++] = candidate;
    return true;
}

static int best_first(const void *a, const void *b)
{
    const assay_candidate *x = a;
    const assay_candidate *y = b;
    if (x->key != y->key) return x->key < y->key ? 1 : -1;
    return (x->person > y->person) - (x->person < y->person);
}

// The identities of the tail that the list lacks, behind it.
static bool add_tail(making *m, const assay_searched *search, uint32_t mark)
{
    const assay_searches_from *from = m->from;
    const uint64_t before = m->s->candidate_count;
    const uint64_t end = m->tail.first[search->probe + 1];
    for (uint64_t i = m->tail.first[search->probe]; i < end; i++) {
        const assay_pair_found *pair = m->tail.pairs[i];
        const uint32_t person = from->references.person[pair->reference];
        const bool in =
            members_of(from, pair->reference) >> search->gallery & 1;
        if (!in || m->seen[person] == mark) continue;
        m->seen[person] = mark;
        if (!add_candidate(m, (assay_candidate){pair->key, person}))
            return false;
    }
    const size_t n = (size_t)(m->s->candidate_count - before);
    if (n)
        qsort(m->s->candidates + before, n, sizeof *m->s->candidates,
              best_first);
    return true;
}

// Down to which key the tail holds every comparison that is taken from it.
static uint32_t tail_cut(const assay_searches_from *from)
{
    const assay_found *found = from->found;
    const uint32_t least = found->floor ? found->floor + 1 : 0;
    return from->lowest > least ? from->lowest : least;
}

// Identities of the gallery, without the searched person.
static uint32_t others_of(const making *m, const assay_searched *search)
{
    const assay_gallery *gallery = &m->s->galleries[search->gallery];
    return gallery->identities -
           assay_searches_has(gallery->enrolled, search->person);
}

static bool add_list(making *m, assay_searched *search)
{
    const assay_found *found = m->from->found;
    const size_t place =
        (size_t)search->probe * found->galleries + search->gallery;
    const assay_candidate *list = found->lists + place * found->list_length;
    const uint16_t used = found->list_used[place];
    const uint32_t mark = (uint32_t)m->s->search_count + 1;
    search->first = m->s->candidate_count;
    for (uint16_t i = 0; i < used; i++) {
        m->seen[list[i].person] = mark;
        if (!add_candidate(m, list[i])) return false;
    }
    if (used == found->list_length && used < others_of(m, search)) {
        const uint32_t tail = tail_cut(m->from);
        search->cut = list[used - 1].key + 1;
        if (tail < search->cut) {
            search->cut = tail;
            if (!add_tail(m, search, mark)) return false;
        }
    }
    search->count = (uint32_t)(m->s->candidate_count - search->first);
    return true;
}

// The best of the mate's references in the gallery.
static void find_mate(const making *m, assay_searched *search)
{
    const uint64_t end = m->mates.first[search->probe + 1];
    for (uint64_t i = m->mates.first[search->probe]; i < end; i++) {
        const assay_pair_found *pair = m->mates.pairs[i];
        if (!(members_of(m->from, pair->reference) >> search->gallery & 1))
            continue;
        search->mate_known = true;
        search->mate_key = pair->key;
        return;
    }
}

// In a set of which watchlists are drawn, whether the row is the reference of
// its person there: no search.
static bool is_reference(const assay_searches_from *from, size_t row,
                         unsigned g)
{
    return from->drawn && g != from->pool && (members_of(from, row) >> g & 1);
}

static bool is_there(const assay_searches_from *from, uint32_t row, unsigned g)
{
    return !is_out(&from->references, row) && (members_of(from, row) >> g & 1);
}

// The row of the references that is the probe itself, of the same person and in
// the gallery.
static uint32_t self_of(const making *m, const assay_searched *search)
{
    const assay_searches_from *from = m->from;
    if (!m->own.of_sample || search->gallery == from->pool) return NO_ROW;
    const uint32_t sample = from->probes.sample[search->probe];
    const uint32_t row =
        sample < m->own.samples ? m->own.of_sample[sample] : NO_ROW;
    if (row == NO_ROW || from->references.person[row] != search->person)
        return NO_ROW;
    return is_there(from, row, search->gallery) ? row : NO_ROW;
}

// Takes the probe itself off the references; false where its person has no
// other there.
static bool leave_self(const making *m, assay_searched *search)
{
    const assay_searches_from *from = m->from;
    const uint32_t self = self_of(m, search);
    if (self == NO_ROW) return true;
    search->mated = search->enrolled = false;
    for (uint32_t r = m->own.first[search->person]; r != NO_ROW;
         r = m->own.next[r]) {
        if (r == self || !is_there(from, r, search->gallery)) continue;
        search->mated = true;
        search->enrolled = search->enrolled || !is_lost(&from->references, r);
    }
    return search->mated;
}

static bool add_search(making *m, size_t row, unsigned g)
{
    const assay_searched_rows *probes = &m->from->probes;
    const assay_gallery *gallery = &m->s->galleries[g];
    const uint32_t person = probes->person[row];
    const bool enrolled = assay_searches_has(gallery->enrolled, person);
    assay_searched *search = &m->s->searches[m->s->search_count];
    *search = (assay_searched){
        .probe = (uint32_t)row,
        .person = person,
        .profile = probes->profile ? probes->profile[row] : 0,
        .gallery = (uint16_t)g,
        .enrolled = enrolled,
        .mated = enrolled || assay_searches_has(gallery->failed, person),
        .acquired = !is_lost(probes, row),
        .first = m->s->candidate_count};
    if (is_reference(m->from, row, g) || !leave_self(m, search)) return true;
    if (search->acquired) find_mate(m, search);
    if (search->acquired && !add_list(m, search)) return false;
    m->s->search_count++;
    return true;
}

static bool note_own_rows(making *m)
{
    const assay_searched_rows *rows = &m->from->references;
    own_rows *own = &m->own;
    if (!m->from->probes.sample || !rows->sample) return true;
    for (size_t r = 0; r < rows->rows; r++)
        if (rows->sample[r] >= own->samples)
            own->samples = (size_t)rows->sample[r] + 1;
    own->of_sample = assay_new(0, own->samples, sizeof *own->of_sample);
    own->first = assay_new(0, m->from->people, sizeof *own->first);
    own->next = assay_new(0, rows->rows, sizeof *own->next);
    if (!own->of_sample || !own->first || !own->next) return false;
    for (size_t i = 0; i < own->samples; i++) own->of_sample[i] = NO_ROW;
    for (uint32_t p = 0; p < m->from->people; p++) own->first[p] = NO_ROW;
    for (uint32_t r = 0; r < rows->rows; r++) {
        own->of_sample[rows->sample[r]] = r;
        own->next[r] = own->first[rows->person[r]];
        own->first[rows->person[r]] = r;
    }
    return true;
}

static bool make_room(making *m)
{
    const assay_searches_from *from = m->from;
    const assay_found *found = from->found;
    assay_searches *s = m->s;
    const uint64_t most =
        (uint64_t)from->probes.rows * (uint64_t)found->galleries;
    m->seen = assay_new(0, from->people, sizeof *m->seen);
    s->people = assay_new(0, from->people, sizeof *s->people);
    s->galleries = assay_new(0, found->galleries, sizeof *s->galleries);
    s->searches = assay_new(0, (size_t)most + 1, sizeof *s->searches);
    if (!m->seen || !s->people || !s->galleries || !s->searches) return false;
    s->people_count = from->people;
    s->gallery_count = found->galleries;
    s->list_length = found->list_length;
    s->drawn = from->drawn;
    s->pool = from->pool;
    for (unsigned g = 0; g < s->gallery_count; g++)
        if (!make_gallery(m, g)) return false;
    return sort_by_probe(found->mates, found->mate_count, from->probes.rows,
                         &m->mates) &&
           sort_by_probe(found->tail, tail_above(from), from->probes.rows,
                         &m->tail);
}

static bool make(making *m)
{
    if (!make_room(m) || !note_own_rows(m)) return false;
    enrol(m);
    for (size_t r = 0; r < m->from->probes.rows; r++)
        for (unsigned g = 0; g < m->s->gallery_count; g++)
            if (!is_out(&m->from->probes, r) && !add_search(m, r, g))
                return false;
    return true;
}

assay_status assay_searches_make(const assay_searches_from *from,
                                 assay_searches **out, assay_error *err)
{
    ASSAY_AUTO(end_making) making m = {.from = from};
    *out = NULL;
    m.s = assay_new(sizeof *m.s, 0, 0);
    if (!m.s || !make(&m)) return assay_fail_memory(err, "the searches");
    *out = m.s;
    m.s = NULL;
    return ASSAY_OK;
}

void assay_searches_free(assay_searches *searches)
{
    if (!searches) return;
    for (unsigned g = 0; searches->galleries && g < searches->gallery_count;
         g++) {
        assay_free(searches->galleries[g].enrolled);
        assay_free(searches->galleries[g].failed);
    }
    assay_free(searches->galleries);
    assay_free(searches->people);
    assay_free(searches->searches);
    assay_free(searches->candidates);
    assay_free(searches);
}
