// SPDX-License-Identifier: Apache-2.0
#include "count/scenario_searches.h"

#include "base/alloc.h"
#include "base/order.h"
#include "count/ranked.h"

#include <math.h>
#include <stdlib.h>

// Different lists, at most; and bytes for who is on them.
enum { LISTS_MOST = 4096, BYTES_MOST = 64 << 20, LENGTH = 1 << 20 };

typedef struct making {
    const assay_scenario *s;
    const assay_scenario_order *order;
    uint32_t cut;
    const uint16_t *profile;
    uint32_t people;
    uint32_t *person_of; // of an identity
    assay_ranked *times; // at which the list changes, ascending
    size_t time_count;
    uint32_t *list_at; // after so many changes: its gallery
    int64_t *from;     // when a passage with this gallery began
    assay_ranked *passages;
    size_t passage_count;
    assay_searches *out;
} making;

static void end_making(making *m)
{
    assay_free(m->person_of);
    assay_free(m->times);
    assay_free(m->list_at);
    assay_free(m->from);
    assay_free(m->passages);
    assay_searches_free(m->out);
}

static bool is_used(const assay_opportunity *o)
{
    return o->kept && (o->listed || !o->beside);
}

// People of the trial come first, then entries that are nobody's.
static bool number_people(making *m)
{
    const assay_scenario *s = m->s;
    m->people = s->rows.subjects + s->rows.references;
    m->person_of = assay_new(0, s->identities, sizeof *m->person_of);
    if (!m->person_of) return false;
    for (uint32_t i = 0; i < s->identities; i++) m->person_of[i] = ASSAY_NOBODY;
    for (uint32_t i = 0; i < s->rows.subjects; i++)
        if (s->identity_of_subject[i] != ASSAY_NOBODY)
            m->person_of[s->identity_of_subject[i]] = m->order->subject[i];
    for (uint32_t r = 0; r < s->rows.references; r++) {
        const uint32_t of = s->identity_of_reference[r];
        const uint32_t person = s->rows.subjects + m->order->reference[r];
        if (of != ASSAY_NOBODY && m->person_of[of] > person)
            m->person_of[of] = person;
    }
    return true;
}

static void add_time(making *m, int64_t time)
{
    if (time != ASSAY_ALWAYS && time != ASSAY_NEVER)
        m->times[m->time_count++] = (assay_ranked){assay_rank_key(time), 0};
}

static bool find_times(making *m)
{
    const assay_spans *spans[] = {&m->s->listed, &m->s->enrolled};
    m->times =
        assay_new(0, 2 * (spans[0]->count + spans[1]->count), sizeof *m->times);
    if (!m->times) return false;
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < spans[k]->count; i++) {
            add_time(m, spans[k]->from[i]);
            add_time(m, spans[k]->to[i]);
        }
    size_t n = 0;
    if (!assay_rank(m->times, m->time_count)) return false;
    for (size_t i = 0; i < m->time_count; i++)
        if (!n || m->times[i].key != m->times[n - 1].key)
            m->times[n++] = m->times[i];
    m->time_count = n;
    return true;
}

// How often the list had changed when a passage began.
static size_t changes_before(const making *m, const assay_opportunity *o)
{
    const uint64_t key = assay_rank_key(o->entered);
    size_t low = 0, high = m->time_count;
    while (low < high) {
        const size_t mid = low + (high - low) / 2;
        if (m->times[mid].key <= key)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

// Numbers the lists that passages were held against, in the order of time.
static bool number_lists(making *m, unsigned *lists)
{
    const assay_scenario *s = m->s;
    const size_t n = m->time_count + 1;
    m->list_at = assay_new(0, n, sizeof *m->list_at);
    m->from = assay_new(0, n, sizeof *m->from);
    if (!m->list_at || !m->from) return false;
    for (size_t i = 0; i < n; i++) m->from[i] = ASSAY_NEVER;
    for (size_t i = 0; i < s->count; i++) {
        const assay_opportunity *o = &s->passages[i];
        if (is_used(o)) m->from[changes_before(m, o)] = o->entered;
    }
    *lists = 0;
    for (size_t i = 0; i < n; i++) {
        if (m->from[i] == ASSAY_NEVER) continue;
        m->list_at[i] = *lists;
        m->from[(*lists)++] = m->from[i];
        if (*lists == LISTS_MOST) break;
    }
    return true;
}

static void put(uint64_t *bits, uint32_t person)
{
    bits[person / 64] |= (uint64_t)1 << person % 64;
}

static bool fill_list(making *m, unsigned g)
{
    const assay_scenario *s = m->s;
    assay_gallery *list = &m->out->galleries[g];
    const size_t words = (size_t)m->people / 64 + 1;
    list->enrolled = assay_new(0, words, sizeof *list->enrolled);
    list->failed = assay_new(0, words, sizeof *list->failed);
    if (!list->enrolled || !list->failed) return false;
    for (uint32_t i = 0; i < s->identities; i++) {
        const uint32_t person = m->person_of[i];
        const bool works = assay_spans_hold(&s->enrolled, i, m->from[g]);
        if (person == ASSAY_NOBODY ||
            !(works || assay_spans_hold(&s->listed, i, m->from[g])))
            continue;
        put(works ? list->enrolled : list->failed, person);
        list->attempted++;
        list->identities += works;
        list->images += works;
        if (!works) continue;
        m->out->people[person].enrolled = true;
        m->out->people[person].images = 1;
    }
    return true;
}

// Those of one person that began at one time, by camera.
static bool sort_ties(making *m)
{
    const assay_opportunity *passages = m->s->passages;
    for (size_t i = 0, n = 1; i < m->passage_count; i += n) {
        assay_ranked *tied = &m->passages[i];
        const int64_t entered = passages[tied->index].entered;
        for (n = 1; i + n < m->passage_count && tied[n].key == tied->key &&
                    passages[tied[n].index].entered == entered;)
            n++;
        for (size_t k = 0; n > 1 && k < n; k++)
            tied[k].key = m->order->camera[passages[tied[k].index].camera];
        if (n > 1 && !assay_rank(tied, n)) return false;
    }
    return true;
}

// By person, then time, then camera. Rows are in the order of time.
static bool sort_passages(making *m)
{
    const assay_scenario *s = m->s;
    m->passages = assay_new(0, s->count, sizeof *m->passages);
    if (!m->passages) return false;
    for (size_t i = 0; i < s->rows.passage_count; i++) {
        if (i + ASSAY_RANK_AHEAD < s->rows.passage_count)
            __builtin_prefetch(
                &s->passages
                     [s->passage_of_row[s->row_by_time[i + ASSAY_RANK_AHEAD]]]);
        const uint32_t row = s->row_by_time[i];
        const uint32_t passage = s->passage_of_row[row];
        const assay_opportunity *o = &s->passages[passage];
        if (o->row == row && is_used(o))
            m->passages[m->passage_count++] =
                (assay_ranked){m->order->subject[o->subject], passage};
    }
    return assay_rank(m->passages, m->passage_count) && sort_ties(m);
}

static uint32_t key_of(float score)
{
    return score >= -INFINITY ? assay_key_of(assay_score_clean(score)) : 0;
}

static int best_first(const void *a, const void *b)
{
    const assay_candidate *x = a, *y = b;
    if (x->key != y->key) return x->key > y->key ? -1 : 1;
    return x->person < y->person ? -1 : x->person > y->person;
}

static void add_candidates(making *m, const assay_opportunity *o,
                           assay_searched *search)
{
    assay_searches *out = m->out;
    assay_candidate *list = out->candidates + out->candidate_count;
    search->first = out->candidate_count;
    for (uint32_t i = 0; i < o->named_count; i++) {
        const assay_named *one = &m->s->named[o->first_named + i];
        const uint32_t key = key_of(one->best);
        if (one->identity != o->identity && key >= m->cut)
            list[search->count++] =
                (assay_candidate){key, m->person_of[one->identity]};
    }
    if (search->count > 1) qsort(list, search->count, sizeof *list, best_first);
    out->candidate_count += search->count;
}

static void add_search(making *m, size_t i)
{
    const uint32_t index = m->passages[i].index;
    const assay_opportunity *o = &m->s->passages[index];
    assay_searched *search = &m->out->searches[m->out->search_count++];
    const bool own = o->own_best > -INFINITY && key_of(o->own_best) >= m->cut;
    *search =
        (assay_searched){.probe = (uint32_t)i,
                         .person = m->order->subject[o->subject],
                         .profile = m->profile ? m->profile[index] : 0,
                         .gallery = (uint16_t)m->list_at[changes_before(m, o)],
                         .mated = o->listed,
                         .acquired = o->acquired || o->named_count,
                         .enrolled = o->listed && (o->enrolled || own),
                         .mate_known = o->listed && own,
                         .mate_key = o->listed && own ? key_of(o->own_best) : 0,
                         .cut = m->cut};
    add_candidates(m, o, search);
}

// False without memory, or (`*refused`) where there is nothing to keep.
static bool make(making *m, bool *refused)
{
    unsigned lists = 0;
    const assay_scenario *s = m->s;
    if (!number_people(m) || !find_times(m) || !number_lists(m, &lists) ||
        !sort_passages(m))
        return false;
    *refused = !lists || lists == LISTS_MOST ||
               (size_t)lists * (m->people / 4 + 1) > BYTES_MOST;
    if (*refused) return true;
    assay_searches *out = m->out = assay_new(sizeof *out, 0, 0);
    if (!out) return false;
    out->people = assay_new(0, m->people, sizeof *out->people);
    out->galleries = assay_new(0, lists, sizeof *out->galleries);
    out->searches = assay_new(0, m->passage_count, sizeof *out->searches);
    out->candidates = assay_new(0, s->named_count, sizeof *out->candidates);
    if (!out->people || !out->galleries || !out->searches || !out->candidates)
        return false;
    out->people_count = m->people;
    out->gallery_count = out->pool = lists;
    out->list_length = LENGTH;
    for (unsigned g = 0; g < lists; g++)
        if (!fill_list(m, g)) return false;
    for (size_t i = 0; i < m->passage_count; i++) add_search(m, i);
    return true;
}

// Whether alerts in passages of people not on the list may be the public's.
static bool is_open(const assay_scenario *s, uint32_t cut)
{
    for (size_t i = 0; i < s->count; i++) {
        const assay_opportunity *o = &s->passages[i];
        if (is_used(o) && !o->listed && o->maybe_best > -INFINITY &&
            key_of(o->maybe_best) >= cut)
            return true;
    }
    return false;
}

assay_status assay_scenario_searches(const assay_scenario *s,
                                     const assay_scenario_order *order,
                                     uint32_t cut, const uint16_t *profile,
                                     assay_searches **out, assay_error *err)
{
    bool refused = false;
    ASSAY_AUTO(end_making)
    making m = {.s = s, .order = order, .cut = cut, .profile = profile};
    *out = NULL;
    if (is_open(s, cut)) return ASSAY_OK;
    if (!make(&m, &refused)) return assay_fail_memory(err, "the searches");
    if (refused) return ASSAY_OK;
    *out = m.out;
    m.out = NULL;
    return ASSAY_OK;
}
