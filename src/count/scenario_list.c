// SPDX-License-Identifier: Apache-2.0
#include "count/scenario_parts.h"

#include "base/alloc.h"

#include <string.h>

static bool make_room(assay_scenario *s)
{
    const assay_trial_rows *r = &s->rows;
    s->identity_of_reference =
        assay_new(0, r->references, sizeof *s->identity_of_reference);
    s->identity_of_subject =
        assay_new(0, r->subjects, sizeof *s->identity_of_subject);
    // A row has at most one identity of its own.
    s->kind = assay_new(0, r->entry_count, sizeof *s->kind);
    return s->identity_of_reference && s->identity_of_subject && s->kind;
}

// People are identities; an entry without a person is one by itself.
static void number_identities(assay_scenario *s)
{
    const assay_trial_rows *r = &s->rows;
    memset(s->identity_of_reference, 0xFF,
           r->references * sizeof *s->identity_of_reference);
    memset(s->identity_of_subject, 0xFF,
           r->subjects * sizeof *s->identity_of_subject);
    for (size_t i = 0; i < r->entry_count; i++) {
        const assay_entry_row *row = &r->entries[i];
        uint32_t *of = &s->identity_of_reference[row->reference];
        if (*of != ASSAY_NOBODY) continue;
        uint32_t *whose = row->subject == ASSAY_NO_STRING
                              ? of
                              : &s->identity_of_subject[row->subject];
        if (*whose == ASSAY_NOBODY) *whose = s->identities++;
        *of = *whose;
    }
}

// What an entry is listed for; where it isn't said, whoever passes is seeded.
static void tell_kinds(assay_scenario *s)
{
    const assay_trial_rows *r = &s->rows;
    for (size_t i = 0; i < r->entry_count; i++) {
        const assay_entry_row *row = &r->entries[i];
        uint8_t *kind = &s->kind[s->identity_of_reference[row->reference]];
        if (row->kind && (!*kind || row->kind < *kind)) *kind = row->kind;
    }
    for (size_t i = 0; i < r->passage_count; i++) {
        const uint32_t who = s->identity_of_subject[r->passages[i].subject];
        if (who != ASSAY_NOBODY) s->kind[who] = ASSAY_KIND_SEEDED;
    }
    for (uint32_t i = 0; i < s->identities; i++)
        if (!s->kind[i]) s->kind[i] = ASSAY_KIND_OPERATIONAL;
}

static bool sort_entries(const assay_scenario *s, assay_ranked *order)
{
    const assay_trial_rows *r = &s->rows;
    for (size_t i = 0; i < r->entry_count; i++)
        order[i] =
            (assay_ranked){assay_rank_key(r->entries[i].from), (uint32_t)i};
    if (!assay_rank(order, r->entry_count)) return false;
    for (size_t i = 0; i < r->entry_count; i++)
        order[i].key =
            s->identity_of_reference[r->entries[order[i].index].reference];
    return assay_rank(order, r->entry_count);
}

static bool make_spans(assay_spans *spans, size_t rows, uint32_t identities)
{
    spans->from = assay_new(0, rows, sizeof *spans->from);
    spans->to = assay_new(0, rows, sizeof *spans->to);
    spans->start = assay_new(0, (size_t)identities + 1, sizeof *spans->start);
    return spans->from && spans->to && spans->start;
}

// Joins periods that touch, of one identity after the other.
static void fill_spans(const assay_scenario *s, const assay_ranked *order,
                       bool enrolled, assay_spans *spans)
{
    uint32_t who = 0;
    for (size_t i = 0; i < s->rows.entry_count; i++) {
        const assay_entry_row *row = &s->rows.entries[order[i].index];
        while (who < order[i].key) spans->start[++who] = spans->count;
        if (enrolled && !row->enrolled) continue;
        const size_t n = spans->count;
        if (n > spans->start[who] && row->from <= spans->to[n - 1]) {
            if (row->to > spans->to[n - 1]) spans->to[n - 1] = row->to;
            continue;
        }
        spans->from[n] = row->from;
        spans->to[n] = row->to;
        spans->count++;
    }
    while (who < s->identities) spans->start[++who] = spans->count;
}

bool assay_spans_hold(const assay_spans *spans, uint32_t identity, int64_t time)
{
    size_t low = spans->start[identity], high = spans->start[identity + 1];
    while (low < high) {
        const size_t mid = low + (high - low) / 2;
        if (spans->from[mid] <= time)
            low = mid + 1;
        else
            high = mid;
    }
    return low > spans->start[identity] && time < spans->to[low - 1];
}

// How the number of enrolled identities goes up and down.
static bool count_sizes(assay_scenario *s)
{
    const assay_spans *spans = &s->enrolled;
    const size_t n = 2 * spans->count;
    ASSAY_AUTO(assay_drop) assay_ranked *steps = assay_new(0, n, sizeof *steps);
    s->size_from = assay_new(0, n + 1, sizeof *s->size_from);
    s->size_of = assay_new(0, n + 1, sizeof *s->size_of);
    if (!steps || !s->size_from || !s->size_of) return false;
    for (size_t i = 0; i < spans->count; i++) {
        steps[2 * i] = (assay_ranked){assay_rank_key(spans->from[i]), 1};
        steps[2 * i + 1] = (assay_ranked){assay_rank_key(spans->to[i]), 0};
    }
    if (!assay_rank(steps, n)) return false;
    uint32_t size = 0;
    for (size_t i = 0; i < n; i++) {
        size = steps[i].index ? size + 1 : size - 1;
        const int64_t time = (int64_t)(steps[i].key ^ ((uint64_t)1 << 63));
        if (!s->sizes || s->size_from[s->sizes - 1] != time) s->sizes++;
        s->size_from[s->sizes - 1] = time;
        s->size_of[s->sizes - 1] = size;
    }
    return true;
}

uint32_t assay_scenario_list_size(const assay_scenario *s, int64_t time)
{
    size_t low = 0, high = s->sizes;
    while (low < high) {
        const size_t mid = low + (high - low) / 2;
        if (s->size_from[mid] <= time)
            low = mid + 1;
        else
            high = mid;
    }
    return low ? s->size_of[low - 1] : 0;
}

bool assay_scenario_list(assay_scenario *s)
{
    const size_t rows = s->rows.entry_count;
    ASSAY_AUTO(assay_drop)
    assay_ranked *order = assay_new(0, rows, sizeof *order);
    if (!order || !make_room(s)) return false;
    number_identities(s);
    tell_kinds(s);
    if (!sort_entries(s, order) ||
        !make_spans(&s->listed, rows, s->identities) ||
        !make_spans(&s->enrolled, rows, s->identities))
        return false;
    fill_spans(s, order, false, &s->listed);
    fill_spans(s, order, true, &s->enrolled);
    for (uint32_t i = 0; i < s->identities; i++)
        s->seen.not_enrolled +=
            s->enrolled.start[i] == s->enrolled.start[i + 1];
    s->seen.listed = s->identities;
    return count_sizes(s);
}
