// SPDX-License-Identifier: Apache-2.0
// The shift of the alerts' clock that puts most alerts into their passages.
#include "count/scenario_parts.h"

#include "base/alloc.h"

// Alerts that are looked at, at most about so many; passages on each side of
// an alert; how few alerts say nothing; how far clocks may lie apart.
enum { SAMPLE = 1 << 16, SIDES = 2, FEWEST = 10, MOST_SECONDS = 86400 };

// Shifts from `low` to `high` put an alert into a passage.
typedef struct fits {
    assay_ranked *edges; // index 1: opens, 0: closes
    size_t count, room;
    bool no_memory;
} fits;

// Where both lie at one time, what opens comes first.
static uint64_t edge_key(int64_t time, bool closes)
{
    return 2 * (uint64_t)(time + ((int64_t)1 << 62)) + closes;
}

static void add_fit(assay_scenario *s, fits *f, int64_t time,
                    const assay_opportunity *o)
{
    const int64_t low = o->entered - time, high = o->left - time;
    const int64_t most = MOST_SECONDS * ASSAY_SECOND;
    if (low > most || high < -most) return;
    if (f->count + 2 > f->room) {
        const size_t more = 2 * f->room + 1024;
        if (!assay_grow(&f->edges, more, sizeof *f->edges)) {
            f->no_memory = true;
            return;
        }
        f->room = more;
    }
    f->edges[f->count++] = (assay_ranked){edge_key(low, false), 1};
    f->edges[f->count++] = (assay_ranked){edge_key(high, true), 0};
    s->clock.inside += low <= 0 && high >= 0;
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
static void fit_person(assay_scenario *s, fits *f, size_t alert,
                       uint32_t subject)
{
    const assay_alert *a = &s->rows.alerts[alert];
    const size_t at = after(s, subject, a->camera, a->time);
    const size_t first = at > SIDES ? at - SIDES : 0;
    bool any = false;
    for (size_t i = first; i < s->count && i < at + SIDES; i++) {
        const assay_opportunity *o = &s->passages[i];
        if (o->subject != subject || o->camera != a->camera) continue;
        add_fit(s, f, a->time, o);
        any = true;
    }
    s->clock.checked += any;
}

// Of very many alerts some, chosen by their time alone.
static bool is_sampled(const assay_scenario *s, size_t alert, size_t every)
{
    const uint64_t mixed =
        (uint64_t)s->rows.alerts[alert].time * UINT64_C(0x9E3779B97F4A7C15);
    return (mixed >> 32) % every == 0;
}

static void fit_alerts(assay_scenario *s, const uint32_t *subject_of, fits *f)
{
    const size_t every = s->rows.alert_count / SAMPLE + 1;
    for (size_t i = 0; i < s->rows.alert_count; i++) {
        const assay_alert *a = &s->rows.alerts[i];
        if (!assay_is_alert(s, i) || !is_sampled(s, i, every)) continue;
        if (a->transit != ASSAY_NO_STRING) {
            add_fit(s, f, a->time, &s->passages[s->passage_of_row[a->transit]]);
            s->clock.checked++;
        } else if (subject_of[assay_identity_of(s, i)] != ASSAY_NO_STRING) {
            fit_person(s, f, i, subject_of[assay_identity_of(s, i)]);
        }
    }
}

static int64_t time_of(const assay_ranked *edge)
{
    return (int64_t)(edge->key / 2) - ((int64_t)1 << 62);
}

static int64_t from_zero(int64_t low, int64_t high)
{
    if (low <= 0 && high >= 0) return 0;
    return low > 0 ? low : -high;
}

// The shifts that fit most; where several stretches do, those nearest to 0.
static void find_best(assay_clock *clock, const fits *f)
{
    uint64_t open = 0;
    for (size_t i = 0; i < f->count; i++) {
        if (f->edges[i].index) {
            open++;
            continue;
        }
        const bool ends = i && f->edges[i - 1].index;
        const int64_t low = i ? time_of(&f->edges[i - 1]) : 0;
        const int64_t high = time_of(&f->edges[i]);
        if (ends &&
            (open > clock->best ||
             (open == clock->best &&
              from_zero(low, high) < from_zero(clock->low, clock->high)))) {
            clock->best = open;
            clock->low = low;
            clock->high = high;
        }
        open--;
    }
}

// The stretch around the best shift in which nine of ten fit: how well the
// alerts tell it.
static void widen(assay_clock *clock, const fits *f)
{
    const uint64_t most = clock->best;
    const uint64_t level = most - (most > 10 ? most / 10 : most > 1);
    const int64_t best = clock->low;
    int64_t from = best;
    uint64_t open = 0;
    for (size_t i = 0; i < f->count; i++) {
        const int64_t time = time_of(&f->edges[i]);
        if (f->edges[i].index) {
            if (++open == level) from = time;
            continue;
        }
        if (open-- != level || time < best) continue;
        clock->low = from;
        clock->high = time;
        return;
    }
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

// Clocks are taken to agree unless another shift puts more than twice as many
// alerts into their passages.
static void decide(assay_clock *clock, const fits *f)
{
    if (clock->checked < FEWEST || clock->best <= 2 * clock->inside) return;
    widen(clock, f);
    clock->shifted = true;
    clock->offset = clock->low + (clock->high - clock->low) / 2;
}

bool assay_scenario_clock(assay_scenario *s)
{
    fits f = {NULL, 0, 0, false};
    ASSAY_AUTO(assay_drop) uint32_t *subject_of = subjects_of(s);
    if (s->rule.offset_given) {
        s->clock.offset = s->rule.offset;
        return true;
    }
    if (!subject_of) return false;
    fit_alerts(s, subject_of, &f);
    const bool done = !f.no_memory && assay_rank(f.edges, f.count);
    if (done) {
        find_best(&s->clock, &f);
        decide(&s->clock, &f);
    }
    assay_free(f.edges);
    return done;
}
