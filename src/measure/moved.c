// SPDX-License-Identifier: Apache-2.0
#include "measure/moved.h"

#include "base/fail.h"
#include "stats/multiplicity.h"
#include "stats/shift.h"

#include <math.h>

enum { STREAM = 0x6d6f, TESTS = 2 * ASSAY_MOVED_SERIES, ROUNDS = 3 };

// A stretch still to be looked through: timed rows from..to-1.
typedef struct node {
    uint32_t from, to;
    double factor; // 2 for each division above
} node;

// A change: the timed row behind it, its p, and that of its node.
typedef struct place {
    uint32_t cut;
    double p, factor;
} place;

// What a search works with; arrays hold one for each timed row.
typedef struct search {
    const assay_moved_record *record;
    uint32_t *timed; // rows on the time line
    uint32_t count;
    bool *open; // a change may stand in front of it
    bool *step; // and the threshold stepped there
    double *x, *e, *room;
    uint8_t *split;
    uint32_t *row; // of the series at hand: its place among `timed`
    uint32_t *cut; // and where a change behind it would be
    node *nodes;   // a worklist
    uint32_t node_count;
    place *places; // of changes
    uint32_t change_count;
} search;

// Peaks of one series in a node.
typedef struct found {
    assay_shift shift;
    uint32_t cut[2]; // where the peaks are: free, known
    double p[2];     // adjusted; NaN: not tested
} found;

static const assay_moved_row *row_at(const search *s, uint32_t i)
{
    return &s->record->rows[s->timed[i]];
}

// Places between days: all in front ended before all behind began.
static void mark_open(search *s)
{
    int64_t ended = INT64_MIN;
    for (uint32_t i = 0; i < s->count; i++) {
        s->open[i] = i > 0 && ended < row_at(s, i)->first;
        if (row_at(s, i)->last > ended) ended = row_at(s, i)->last;
    }
}

// Whether from here on, in one direction, a threshold stood for some rows that
// say one.
static bool stood(const search *s, uint32_t i, int way, double threshold)
{
    uint32_t rows = 0;
    for (; i < s->count && rows < ASSAY_MOVED_STOOD; i += (uint32_t)way) {
        if (isnan(row_at(s, i)->threshold)) continue;
        if (row_at(s, i)->threshold != threshold) return false;
        rows++;
    }
    return rows == ASSAY_MOVED_STOOD;
}

static void mark_steps(search *s)
{
    double before = NAN;
    for (uint32_t i = 0; i < s->count; i++) {
        const double now = row_at(s, i)->threshold;
        if (isnan(now)) continue;
        s->step[i] = s->open[i] && !isnan(before) && now != before &&
                     stood(s, i - 1, -1, before) && stood(s, i, 1, now);
        before = now;
    }
}

// Where a change between two rows of a series would be: at a step, else at the
// last open place.
static uint32_t cut_between(const search *s, uint32_t a, uint32_t b)
{
    uint32_t cut = UINT32_MAX;
    for (uint32_t i = a + 1; i <= b; i++) {
        if (s->step[i]) return i;
        if (s->open[i]) cut = i;
    }
    return cut;
}

static assay_shift_series take_series(const search *s, node at, size_t which)
{
    const assay_moved_series *from = &s->record->series[which];
    uint32_t n = 0;
    for (uint32_t i = at.from; i < at.to; i++) {
        const double x = from->x[s->timed[i]], e = from->e[s->timed[i]];
        if (!(e > 0) || !isfinite(e) || !isfinite(x)) continue;
        s->x[n] = x;
        s->e[n] = e;
        s->row[n++] = i;
    }
    for (uint32_t k = 0; k < n; k++) {
        s->split[k] = 0;
        if (k + 1 < ASSAY_MOVED_LEAST || k + 1 + ASSAY_MOVED_LEAST > n)
            continue;
        s->cut[k] = cut_between(s, s->row[k], s->row[k + 1]);
        if (s->cut[k] == UINT32_MAX) continue;
        s->split[k] = ASSAY_SPLIT_OPEN;
        if (s->step[s->cut[k]]) s->split[k] |= ASSAY_SPLIT_KNOWN;
    }
    return (assay_shift_series){s->x, s->e, s->split, n};
}

static uint32_t cut_of(const search *s, const assay_shift_peak *peak,
                       uint32_t n)
{
    return peak->after < n ? s->cut[peak->after] : UINT32_MAX;
}

static void test_series(const search *s, node at, size_t which, found *f)
{
    const assay_shift_series series = take_series(s, at, which);
    f->shift = assay_shift_test(
        &series, (assay_shift_draws){s->record->seed, STREAM + (uint32_t)which,
                                     ASSAY_MOVED_REPLICATES, s->room});
    f->cut[0] = cut_of(s, &f->shift.free, series.n);
    f->cut[1] = cut_of(s, &f->shift.known, series.n);
}

// All tests of a stretch together.
static void adjust(const search *s, node at, found *all)
{
    assay_tested tests[TESTS];
    size_t n = 0;
    for (size_t i = 0; i < s->record->series_count; i++) {
        const double p[2] = {all[i].shift.free.p, all[i].shift.known.p};
        for (size_t kind = 0; kind < 2; kind++) {
            all[i].p[kind] = NAN;
            if (all[i].cut[kind] != UINT32_MAX)
                tests[n++] = (assay_tested){p[kind], 0, 2 * i + kind};
        }
    }
    assay_adjust(tests, n, ASSAY_HOLM);
    for (size_t i = 0; i < n; i++)
        all[tests[i].index / 2].p[tests[i].index % 2] =
            fmin(1, tests[i].adjusted * at.factor);
}

// The peak of a kind with the largest T among those beyond chance.
typedef struct largest {
    double t;
    uint32_t cut;
} largest;

static largest largest_of(const search *s, const found *all, size_t kind)
{
    largest best = {0, UINT32_MAX};
    for (size_t i = 0; i < s->record->series_count; i++) {
        const double t = kind ? all[i].shift.known.t : all[i].shift.free.t;
        if (all[i].p[kind] <= s->record->level && t > best.t)
            best = (largest){t, all[i].cut[kind]};
    }
    return best;
}

static uint32_t choose(const search *s, const found *all)
{
    const largest free = largest_of(s, all, 0), known = largest_of(s, all, 1);
    if (known.cut == UINT32_MAX) return free.cut;
    return assay_shift_alike(known.t, free.t) ? known.cut : free.cut;
}

// What a stretch says: the place of a change, and its p; or none.
typedef struct verdict {
    uint32_t cut; // UINT32_MAX: none
    double p;
} verdict;

static verdict judge(const search *s, node at)
{
    found all[ASSAY_MOVED_SERIES];
    verdict v = {UINT32_MAX, 1};
    for (size_t i = 0; i < s->record->series_count; i++)
        test_series(s, at, i, &all[i]);
    adjust(s, at, all);
    v.cut = choose(s, all);
    for (size_t i = 0; i < 2 * s->record->series_count; i++)
        if (all[i / 2].p[i % 2] < v.p) v.p = all[i / 2].p[i % 2];
    return v;
}

// By date; there are few.
static void sort_places(search *s)
{
    for (uint32_t i = 1; i < s->change_count; i++) {
        const place moved = s->places[i];
        uint32_t k = i;
        for (; k > 0 && s->places[k - 1].cut > moved.cut; k--)
            s->places[k] = s->places[k - 1];
        s->places[k] = moved;
    }
}

static void divide(search *s)
{
    s->nodes[s->node_count++] = (node){0, s->count, 1};
    for (uint32_t i = 0; i < s->node_count; i++) {
        const node at = s->nodes[i];
        const verdict v = judge(s, at);
        if (v.cut == UINT32_MAX) continue;
        s->places[s->change_count++] = (place){v.cut, v.p, at.factor};
        s->nodes[s->node_count++] = (node){at.from, v.cut, 2 * at.factor};
        s->nodes[s->node_count++] = (node){v.cut, at.to, 2 * at.factor};
    }
    sort_places(s);
}

// The stretches on both sides of a change.
static node beside(const search *s, uint32_t i)
{
    return (node){i ? s->places[i - 1].cut : 0,
                  i + 1 < s->change_count ? s->places[i + 1].cut : s->count,
                  s->places[i].factor};
}

// A place was chosen while other changes stood in its stretch: each is looked
// for again between its neighbours, until none moves.
static void refine(search *s)
{
    bool moved = true;
    for (int round = 0; moved && round < ROUNDS; round++) {
        moved = false;
        for (uint32_t i = 0; i < s->change_count; i++) {
            const verdict v = judge(s, beside(s, i));
            if (v.cut == UINT32_MAX || v.cut == s->places[i].cut) continue;
            s->places[i].cut = v.cut;
            s->places[i].p = v.p;
            moved = true;
        }
    }
}

// The threshold in force around a place: the nearest one on record.
static double threshold_near(const search *s, uint32_t i, int way, node at)
{
    for (; i >= at.from && i < at.to; i += (uint32_t)way)
        if (!isnan(row_at(s, i)->threshold)) return row_at(s, i)->threshold;
    return NAN;
}

static int64_t last_day(const search *s, uint32_t from, uint32_t to)
{
    int64_t last = INT64_MIN;
    for (uint32_t i = from; i < to; i++)
        if (row_at(s, i)->last > last) last = row_at(s, i)->last;
    return last;
}

static void describe(const search *s, uint32_t i, assay_moved_change *c)
{
    const node at = beside(s, i);
    const uint32_t cut = s->places[i].cut;
    c->before = last_day(s, at.from, cut);
    c->after = row_at(s, cut)->first;
    c->recorded = s->step[cut];
    c->threshold[0] = threshold_near(s, cut - 1, -1, at);
    c->threshold[1] = threshold_near(s, cut, 1, at);
    c->found = s->places[i].p;
}

static bool make_room(search *s, assay_arena *arena)
{
    const size_t n = s->count, most = n / ASSAY_MOVED_LEAST + 1;
    s->open = assay_arena_new(arena, n + 1, sizeof *s->open);
    s->step = assay_arena_new(arena, n + 1, sizeof *s->step);
    s->x = assay_arena_new(arena, 2 * n + 1, sizeof *s->x);
    s->room =
        assay_arena_new(arena, assay_shift_room(s->count) + 1, sizeof *s->room);
    s->split = assay_arena_new(arena, n + 1, sizeof *s->split);
    s->row = assay_arena_new(arena, 2 * n + 1, sizeof *s->row);
    s->nodes = assay_arena_new(arena, 2 * most + 1, sizeof *s->nodes);
    s->places = assay_arena_new(arena, most, sizeof *s->places);
    if (!s->open || !s->step || !s->x || !s->room || !s->split || !s->row ||
        !s->nodes || !s->places)
        return false;
    s->e = s->x + n;
    s->cut = s->row + n;
    return true;
}

static bool take_rows(search *s, assay_arena *arena)
{
    const assay_moved_record *r = s->record;
    s->timed = assay_arena_new(arena, r->count + 1, sizeof *s->timed);
    for (size_t i = 0; s->timed && i < r->count; i++)
        if (r->rows[i].timed) s->timed[s->count++] = (uint32_t)i;
    return s->timed && make_room(s, arena);
}

// A series at a place that is given.
static double p_at(const search *s, node at, uint32_t cut, size_t which)
{
    const assay_shift_series series = take_series(s, at, which);
    for (uint32_t k = 0; k < series.n; k++)
        if (k + 1 == series.n || s->row[k] >= cut || s->row[k + 1] < cut)
            s->split[k] = 0;
    const assay_shift shift = assay_shift_test(
        &series, (assay_shift_draws){s->record->seed, STREAM + (uint32_t)which,
                                     ASSAY_MOVED_REPLICATES, s->room});
    return cut_of(s, &shift.free, series.n) == UINT32_MAX ? (double)NAN
                                                          : shift.free.p;
}

// Which series changed there, between the stretches on both sides.
static void tell_series(const search *s, uint32_t i, assay_moved_change *c)
{
    const node at = beside(s, i);
    assay_tested tests[ASSAY_MOVED_SERIES];
    size_t n = 0;
    for (size_t k = 0; k < s->record->series_count; k++) {
        const double p = p_at(s, at, s->places[i].cut, k);
        c->p[k] = NAN;
        if (!isnan(p)) tests[n++] = (assay_tested){p, 0, k};
    }
    assay_adjust(tests, n, ASSAY_HOLM);
    for (size_t k = 0; k < n; k++) {
        c->p[tests[k].index] = tests[k].adjusted;
        c->moved[tests[k].index] = tests[k].adjusted <= s->record->level;
    }
}

static uint32_t stretch_of(const assay_moved *m, const assay_moved_row *row)
{
    for (size_t i = 0; i <= m->count; i++) {
        const bool after = i == 0 || row->first >= m->changes[i - 1].after;
        const bool before = i == m->count || row->last <= m->changes[i].before;
        if (after && before) return (uint32_t)i;
    }
    return UINT32_MAX;
}

static assay_status make_changes(const search *s, assay_arena *arena,
                                 assay_moved *m, assay_error *err)
{
    assay_moved_change *all = assay_arena_new(arena, m->count + 1, sizeof *all);
    if (!all) return assay_fail_memory(err, "the time line");
    for (uint32_t i = 0; i < s->change_count; i++) {
        describe(s, i, &all[i]);
        tell_series(s, i, &all[i]);
    }
    m->changes = all;
    return ASSAY_OK;
}

static void add_row(assay_moved_stretch *stretch, const assay_moved_row *row)
{
    stretch->rows++;
    if (row->first < stretch->first) stretch->first = row->first;
    if (row->last > stretch->last) stretch->last = row->last;
}

static assay_status make_stretches(const search *s, assay_arena *arena,
                                   assay_moved *m, assay_error *err)
{
    const assay_moved_record *r = s->record;
    assay_moved_stretch *all =
        assay_arena_new(arena, m->count + 1, sizeof *all);
    uint32_t *stretch = assay_arena_new(arena, r->count + 1, sizeof *stretch);
    if (!all || !stretch) return assay_fail_memory(err, "the time line");
    for (size_t i = 0; i <= m->count; i++) {
        const uint32_t from = i ? s->places[i - 1].cut : 0;
        const uint32_t to = i < m->count ? s->places[i].cut : s->count;
        all[i].first = row_at(s, from)->first;
        all[i].last = last_day(s, from, to);
    }
    for (size_t i = 0; i < r->count; i++) {
        const bool dated = r->rows[i].first <= r->rows[i].last;
        stretch[i] = dated ? stretch_of(m, &r->rows[i]) : UINT32_MAX;
        if (stretch[i] != UINT32_MAX) add_row(&all[stretch[i]], &r->rows[i]);
    }
    m->stretches = all;
    m->stretch = stretch;
    return ASSAY_OK;
}

assay_status assay_moved_find(const assay_moved_record *record,
                              assay_arena *arena, assay_moved *moved,
                              assay_error *err)
{
    search s = {.record = record};
    *moved = (assay_moved){.count = 0};
    if (!take_rows(&s, arena)) return assay_fail_memory(err, "the time line");
    moved->untimed = record->count - s.count;
    if (s.count == 0) return ASSAY_OK;
    mark_open(&s);
    mark_steps(&s);
    divide(&s);
    refine(&s);
    moved->count = s.change_count;
    ASSAY_TRY(make_changes(&s, arena, moved, err));
    return make_stretches(&s, arena, moved, err);
}
