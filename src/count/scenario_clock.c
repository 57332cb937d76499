// SPDX-License-Identifier: Apache-2.0
// How far the alerts' clock is off: of all cameras together, and of each where
// it differs from that.
#include "count/scenario_parts.h"

#include "base/alloc.h"
#include "count/scenario_shift.h"

// Alerts that are looked at, at most about so many; passages on each side of
// an alert; how far clocks may lie apart.
enum { SAMPLE = 1 << 16, SIDES = 2, MOST_SECONDS = 86400 };

// Shifts at which an alert comes into a passage or leaves it.
typedef struct fits {
    assay_ranked *edges; // index: twice the camera; 1 more: opens
    size_t count, room;
    uint64_t *checked; // by camera
    bool no_memory;
} fits;

// Where both lie at one time, what opens comes first.
static uint64_t edge_key(int64_t time, bool closes)
{
    return 2 * (uint64_t)(time + ((int64_t)1 << 62)) + closes;
}

static bool add_fit(fits *f, int64_t time, const assay_opportunity *o)
{
    const int64_t low = o->entered - time, high = o->left - time;
    const int64_t most = MOST_SECONDS * ASSAY_SECOND;
    if (low > most || high < -most) return false;
    if (f->count + 2 > f->room) {
        const size_t more = 2 * f->room + 1024;
        if (!assay_grow(&f->edges, more, sizeof *f->edges)) {
            f->no_memory = true;
            return false;
        }
        f->room = more;
    }
    f->edges[f->count++] =
        (assay_ranked){edge_key(low, false), 2 * o->camera + 1};
    f->edges[f->count++] = (assay_ranked){edge_key(high, true), 2 * o->camera};
    return true;
}

// The first passage of the person at the camera that begins after `time`.
static size_t after(const assay_scenario *s, uint32_t subject, uint32_t camera,
                    int64_t time)
{
    size_t low = 0, high = s->count;
    while (low < high) {
        const size_t mid = low + (high - low) / 2;
        const assay_opportunity *o = &s->passages[mid];
        const bool before = o->subject != subject
                                ? o->subject < subject
                                : (o->camera != camera ? o->camera < camera
                                                       : o->entered <= time);
        if (before)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

// An alert that names a volunteer may be of that one's passages nearest to it.
static void fit_person(const assay_scenario *s, fits *f, const assay_alert *a,
                       uint32_t subject)
{
    const size_t at = after(s, subject, a->camera, a->time);
    const size_t first = at > SIDES ? at - SIDES : 0;
    bool any = false;
    for (size_t i = first; i < s->count && i < at + SIDES; i++) {
        const assay_opportunity *o = &s->passages[i];
        if (o->subject == subject && o->camera == a->camera)
            any = add_fit(f, a->time, o) || any;
    }
    f->checked[a->camera] += any;
}

// Of very many alerts some, chosen by their time alone.
static bool is_sampled(const assay_scenario *s, size_t alert, size_t every)
{
    const uint64_t mixed =
        (uint64_t)s->rows.alerts[alert].time * UINT64_C(0x9E3779B97F4A7C15);
    return (mixed >> 32) % every == 0;
}

// Alerts that tell, by camera, who is named, and time.
static bool list_telling(const assay_scenario *s, const uint32_t *subject_of,
                         assay_ranked **out, size_t *count)
{
    const size_t every = s->rows.alert_count / SAMPLE + 1;
    size_t n = 0;
    *out = assay_new(0, s->rows.alert_count, sizeof **out);
    if (!*out) return false;
    for (size_t i = 0; i < s->rows.alert_count; i++) {
        const assay_alert *a = &s->rows.alerts[i];
        if (assay_is_alert(s, i) && is_sampled(s, i, every) &&
            (a->transit != ASSAY_NO_STRING ||
             subject_of[assay_identity_of(s, i)] != ASSAY_NO_STRING))
            (*out)[n++] = (assay_ranked){assay_rank_key(a->time), (uint32_t)i};
    }
    if (!assay_rank(*out, n)) return false;
    for (size_t i = 0; i < n; i++)
        (*out)[i].key = (uint64_t)s->rows.alerts[(*out)[i].index].camera << 32 |
                        assay_identity_of(s, (*out)[i].index);
    *count = n;
    return assay_rank(*out, n);
}

// The first of alerts that name one identity within the gap tells for all.
static bool fit_alerts(const assay_scenario *s, const uint32_t *subject_of,
                       fits *f)
{
    size_t n = 0;
    ASSAY_AUTO(assay_drop) assay_ranked *order = NULL;
    if (!list_telling(s, subject_of, &order, &n)) return false;
    for (size_t i = 0; i < n; i++) {
        const assay_alert *a = &s->rows.alerts[order[i].index];
        const assay_alert *last =
            i ? &s->rows.alerts[order[i - 1].index] : NULL;
        if (last && order[i].key == order[i - 1].key &&
            a->time - last->time <= s->rule.gap)
            continue;
        if (a->transit != ASSAY_NO_STRING)
            f->checked[a->camera] += add_fit(
                f, a->time, &s->passages[s->passage_of_row[a->transit]]);
        else
            fit_person(s, f, a,
                       subject_of[assay_identity_of(s, order[i].index)]);
    }
    return !f->no_memory && assay_rank(f->edges, f->count);
}

static int64_t time_of(const assay_ranked *edge)
{
    return (int64_t)(edge->key / 2) - ((int64_t)1 << 62);
}

static uint32_t *subjects_of(const assay_scenario *s)
{
    uint32_t *of = assay_new(0, s->identities, sizeof *of);
    for (uint32_t i = 0; of && i < s->identities; i++) of[i] = ASSAY_NO_STRING;
    for (uint32_t i = 0; of && i < s->rows.subjects; i++)
        if (s->identity_of_subject[i] != ASSAY_NOBODY)
            of[s->identity_of_subject[i]] = i;
    return of;
}

// Edges of all cameras, then again by camera: 2 x count, and where each
// camera's begin in the second half.
typedef struct sorted {
    assay_shift_edge *edges;
    size_t *start; // cameras + 1
} sorted;

static void end_sorted(sorted *e)
{
    assay_free(e->edges);
    assay_free(e->start);
}

static bool sort_edges(const assay_scenario *s, const fits *f, sorted *e)
{
    e->edges = assay_new(0, f->count, 2 * sizeof *e->edges);
    e->start = assay_new(0, (size_t)s->rows.cameras + 2, sizeof *e->start);
    if (!e->edges || !e->start) return false;
    for (size_t i = 0; i < f->count; i++) {
        const assay_ranked *from = &f->edges[i];
        e->edges[i] =
            (assay_shift_edge){time_of(from), from->index / 2, from->index & 1};
        e->start[from->index / 2 + 2]++;
    }
    for (size_t c = 2; c < (size_t)s->rows.cameras + 2; c++)
        e->start[c] += e->start[c - 1];
    for (size_t i = 0; i < f->count; i++)
        e->edges[f->count + e->start[e->edges[i].camera + 1]++] = e->edges[i];
    return true;
}

// A camera's clock is that of all unless its own alerts tell otherwise.
static void find_own(assay_scenario *s, const fits *f, const sorted *e)
{
    for (uint32_t c = 0; c < s->rows.cameras; c++) {
        const assay_shift_edges own = {e->edges + f->count + e->start[c],
                                       e->start[c + 1] - e->start[c],
                                       f->checked[c]};
        const assay_clock clock = assay_shift_of(&own, s->clock.offset);
        s->offset_of[c] = clock.offset;
        s->clock.own += clock.shifted;
        if (clock.offset < s->clock.least) s->clock.least = clock.offset;
        if (clock.offset > s->clock.most) s->clock.most = clock.offset;
    }
}

static bool estimate(assay_scenario *s)
{
    fits f = {.edges = NULL};
    ASSAY_AUTO(end_sorted) sorted e = {NULL, NULL};
    ASSAY_AUTO(assay_drop) uint32_t *subject_of = subjects_of(s);
    ASSAY_AUTO(assay_drop)
    uint64_t *checked = assay_new(0, s->rows.cameras, sizeof *checked);
    f.checked = checked;
    const bool done = subject_of && checked && fit_alerts(s, subject_of, &f) &&
                      sort_edges(s, &f, &e);
    if (done) {
        assay_shift_edges all = {e.edges, f.count, 0};
        for (uint32_t c = 0; c < s->rows.cameras; c++)
            all.checked += checked[c];
        s->clock = assay_shift_of(&all, 0);
        s->clock.least = s->clock.most = s->clock.offset;
        if (s->rows.cameras > 1)
            find_own(s, &f, &e);
        else if (s->rows.cameras)
            s->offset_of[0] = s->clock.offset;
    }
    assay_free(f.edges);
    return done;
}

bool assay_scenario_clock(assay_scenario *s)
{
    s->offset_of = assay_new(0, s->rows.cameras, sizeof *s->offset_of);
    if (!s->offset_of) return false;
    if (!s->rule.offset_given) return estimate(s);
    const int64_t o = s->rule.offset;
    s->clock =
        (assay_clock){.offset = o, .low = o, .high = o, .least = o, .most = o};
    for (uint32_t c = 0; c < s->rows.cameras; c++) s->offset_of[c] = o;
    return true;
}
