// SPDX-License-Identifier: Apache-2.0
#include "measure/scenario_days.h"

#include "base/alloc.h"
#include "count/ranked.h"

#include <math.h>
#include <string.h>

const char *const assay_scenario_by_day = "days are the sample";
const char *const assay_scenario_one_day =
    "all of one day: how days differ is not known";

uint32_t assay_scenario_camera_of(const assay_study_scenario *y, size_t cell)
{
    const assay_scenario_cell *c = &y->job->cells[cell];
    const bool camera = c->label_count == 1 && !c->unknown && c->count &&
                        strcmp(c->labels[0].attribute, "camera") == 0;
    return camera ? y->s->passages[c->members[0]].camera : ASSAY_ANY_CAMERA;
}

static const double HOUR = 3600.0 * (double)ASSAY_SECOND;

static const int64_t DAY = 86400 * ASSAY_SECOND;

static int64_t date_of(int64_t time)
{
    return time / DAY - (time % DAY < 0);
}

// Days as they are found, by camera and time. Without `cells` they are counted.
typedef struct finder {
    assay_scenario_day *cells;
    size_t count;
    uint32_t camera;
    int64_t date;
} finder;

static void watched(finder *f, uint32_t camera, int64_t from, int64_t span)
{
    const int64_t date = date_of(from);
    if (!f->count || camera != f->camera || date != f->date) {
        f->camera = camera;
        f->date = date;
        if (f->cells)
            f->cells[f->count] =
                (assay_scenario_day){.date = date, .camera = camera};
        f->count++;
    }
    if (f->cells) f->cells[f->count - 1].hours += (double)span;
}

static void find_counted(const assay_study_scenario *y, finder *f)
{
    const assay_counted *rows = y->s->rows.counted;
    for (size_t i = 0; i < y->s->rows.counted_count; i++) {
        if (i && rows[i].camera == rows[i - 1].camera &&
            rows[i].from == rows[i - 1].from && rows[i].to == rows[i - 1].to)
            continue;
        watched(f, rows[i].camera, rows[i].from, rows[i].to - rows[i].from);
    }
}

// What the logs have of cameras, from when to when: `count`, by camera and
// time.
typedef struct logged {
    assay_ranked *order;
    int64_t *from, *to;
    uint32_t *camera;
    size_t count;
} logged;

static void end_logged(logged *l)
{
    assay_free(l->order);
    assay_free(l->from);
    assay_free(l->to);
    assay_free(l->camera);
}

static void add_logged(logged *l, uint32_t camera, int64_t from, int64_t to)
{
    const size_t i = l->count++;
    l->from[i] = from;
    l->to[i] = to;
    l->camera[i] = camera;
    l->order[i] = (assay_ranked){assay_rank_key(from), (uint32_t)i};
}

static bool list_logged(const assay_study_scenario *y, logged *l)
{
    const assay_scenario *s = y->s;
    const size_t room = s->count + y->loose_count;
    l->order = assay_new(0, room, sizeof *l->order);
    l->from = assay_new(0, room, sizeof *l->from);
    l->to = assay_new(0, room, sizeof *l->to);
    l->camera = assay_new(0, room, sizeof *l->camera);
    if (!l->order || !l->from || !l->to || !l->camera) return false;
    // In the order of time, in which they need no sorting.
    for (size_t i = 0; i < s->rows.passage_count; i++) {
        const uint32_t row = s->row_by_time[i];
        const assay_opportunity *o = &s->passages[s->passage_of_row[row]];
        if (o->row == row && o->kept)
            add_logged(l, o->camera, o->entered, o->left);
    }
    for (size_t i = 0; i < y->loose_count; i++)
        add_logged(l, y->loose[i].camera, y->loose[i].time, y->loose[i].last);
    if (!assay_rank(l->order, l->count)) return false;
    for (size_t i = 0; i < l->count; i++)
        l->order[i].key = l->camera[l->order[i].index];
    return assay_rank(l->order, l->count);
}

static void find_logged(const logged *l, finder *f)
{
    const int64_t gap = 1800 * ASSAY_SECOND;
    int64_t until = INT64_MIN;
    for (size_t i = 0; i < l->count; i++) {
        const uint32_t at = l->order[i].index;
        const int64_t from = l->from[at], to = l->to[at];
        const bool same = i && l->order[i].key == l->order[i - 1].key;
        const bool joined = same && from - until <= gap;
        const int64_t begin = joined ? until : from;
        watched(f, l->camera[at], from, to > begin ? to - begin : 0);
        if (!same || to > until) until = to;
    }
}

// Numbers the days, and tells micro-seconds in hours.
static bool number(assay_study_scenario *y)
{
    ASSAY_AUTO(assay_drop)
    assay_ranked *order = assay_new(0, y->day_count, sizeof *order);
    if (!order) return false;
    for (size_t i = 0; i < y->day_count; i++)
        order[i] = (assay_ranked){assay_rank_key(y->days[i].date), (uint32_t)i};
    if (!assay_rank(order, y->day_count)) return false;
    double all = 0;
    for (size_t i = 0; i < y->day_count; i++) {
        assay_scenario_day *day = &y->days[order[i].index];
        y->dates += !i || order[i].key != order[i - 1].key;
        day->day = (uint32_t)(y->dates - 1);
        all += day->hours;
        day->hours /= HOUR;
    }
    y->hours = y->logged_hours = all / HOUR;
    y->day_room = assay_new(0, y->dates, 2 * sizeof *y->day_room);
    return y->day_room != NULL;
}

static bool find(assay_study_scenario *y)
{
    const bool counted = y->s->rows.counted_count > 0;
    ASSAY_AUTO(end_logged) logged l = {.count = 0};
    if (!counted && !list_logged(y, &l)) return false;
    finder f = {.cells = NULL};
    for (int pass = 0; pass < 2; pass++) {
        f.count = 0;
        if (counted)
            find_counted(y, &f);
        else
            find_logged(&l, &f);
        if (pass) break;
        f.cells = y->days = assay_new(0, f.count, sizeof *f.cells);
        if (!f.cells) return false;
    }
    y->day_count = f.count;
    return number(y);
}

size_t assay_scenario_counted_after(const assay_study_scenario *y,
                                    uint32_t camera, int64_t time)
{
    const assay_counted *rows = y->s->rows.counted;
    size_t low = 0, high = y->s->rows.counted_count;
    while (low < high) {
        const size_t mid = low + (high - low) / 2;
        const bool before = rows[mid].camera != camera
                                ? rows[mid].camera < camera
                                : rows[mid].to <= time;
        if (before)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

size_t assay_scenario_stretch(const assay_study_scenario *y, uint32_t camera,
                              int64_t time)
{
    const assay_counted *rows = y->s->rows.counted;
    const size_t at = assay_scenario_counted_after(y, camera, time);
    const bool holds = at < y->s->rows.counted_count &&
                       rows[at].camera == camera && rows[at].from <= time;
    return holds ? at : SIZE_MAX;
}

// The last day of a camera up to a date; before its first one that.
static assay_scenario_day *day_of(const assay_study_scenario *y,
                                  uint32_t camera, int64_t date)
{
    size_t low = 0, high = y->day_count;
    while (low < high) {
        const size_t mid = low + (high - low) / 2;
        const assay_scenario_day *day = &y->days[mid];
        if (day->camera != camera ? day->camera < camera : day->date <= date)
            low = mid + 1;
        else
            high = mid;
    }
    if (!y->day_count) return NULL;
    const bool before = low && y->days[low - 1].camera == camera;
    return &y->days[before || low == y->day_count ? low - 1 : low];
}

assay_scenario_day *assay_scenario_day_again(const assay_study_scenario *y,
                                             uint32_t camera, int64_t time,
                                             assay_scenario_day_span *last)
{
    if (last->day && camera == last->camera && time >= last->from &&
        time < last->until)
        return last->day;
    // What belongs to a stretch belongs to the date on which that began.
    const size_t stretch =
        y->by_night ? assay_scenario_stretch(y, camera, time) : SIZE_MAX;
    const int64_t date =
        date_of(stretch == SIZE_MAX ? time : y->s->rows.counted[stretch].from);
    const int64_t from = y->by_night ? time : date * DAY;
    *last = (assay_scenario_day_span){.day = day_of(y, camera, date),
                                      .from = from,
                                      .until = (date + 1) * DAY,
                                      .camera = camera};
    return last->day;
}

assay_scenario_day *assay_scenario_day_at(const assay_study_scenario *y,
                                          uint32_t camera, int64_t time)
{
    assay_scenario_day_span none = {.day = NULL};
    return assay_scenario_day_again(y, camera, time, &none);
}

static void take_named(assay_study_scenario *y)
{
    for (size_t i = 0; i < y->s->named_count; i++) {
        const assay_named *one = &y->s->named[i];
        const assay_opportunity *o = &y->s->passages[one->passage];
        if (!o->kept || one->first == ASSAY_NEVER ||
            one->identity == o->identity)
            continue;
        assay_scenario_day *day =
            assay_scenario_day_at(y, o->camera, one->first);
        if (day) day->wrong++;
    }
}

static void take_loose(assay_study_scenario *y, const assay_loose *one)
{
    const assay_loose_is is = assay_scenario_loose_is(y->s, one);
    assay_scenario_day *day = assay_scenario_day_at(y, one->camera, one->time);
    if (!day || is == ASSAY_LOOSE_SEEDED || is == ASSAY_LOOSE_RIGHT) return;
    day->wrong += is == ASSAY_LOOSE_WRONG;
    day->open += is == ASSAY_LOOSE_UNKNOWN;
    if (assay_scenario_stretch(y, one->camera, one->time) == SIZE_MAX) return;
    day->among += one->among;
    day->about += !one->among && is == ASSAY_LOOSE_WRONG;
    day->about_open += !one->among && is == ASSAY_LOOSE_UNKNOWN;
}

static bool is_by_night(const assay_trial_rows *r)
{
    for (size_t i = 0; i < r->counted_count; i++)
        if (date_of(r->counted[i].from) != date_of(r->counted[i].to - 1))
            return true;
    return false;
}

bool assay_scenario_days_fill(assay_study_scenario *y)
{
    if (!find(y)) return false;
    y->by_night = is_by_night(&y->s->rows);
    take_named(y);
    for (size_t i = 0; i < y->loose_count; i++) take_loose(y, &y->loose[i]);
    return true;
}

// What happened on days without trials is of the day before, or the first.
static void carry(double *x, const double *m, size_t n)
{
    size_t to = 0;
    while (to < n && !(m[to] > 0)) to++;
    for (size_t i = 0; i < n && to < n; i++) {
        if (m[i] > 0) {
            to = i;
            continue;
        }
        x[to] += x[i];
        x[i] = 0;
    }
}

assay_scenario_pooled assay_scenario_pool(const assay_study_scenario *y,
                                          uint32_t camera,
                                          assay_scenario_sum events,
                                          assay_scenario_sum trials)
{
    assay_scenario_pooled p = {.of = {.ends = {NAN, NAN}, .effective = NAN}};
    if (!y->day_room) return p;
    double *x = y->day_room, *m = y->day_room + y->dates;
    for (size_t i = 0; i < y->dates; i++) x[i] = m[i] = 0;
    for (size_t i = 0; i < y->day_count; i++) {
        const assay_scenario_day *day = &y->days[i];
        if (camera != ASSAY_ANY_CAMERA && day->camera != camera) continue;
        x[day->day] += events(day);
        m[day->day] += trials(day);
    }
    carry(x, m, y->dates);
    for (size_t i = 0; i < y->dates; i++) {
        p.events += x[i];
        p.trials += m[i];
        p.days += m[i] > 0;
    }
    const double total[2] = {p.events, p.trials};
    const assay_side side = {x, m, y->dates, NULL};
    if (p.trials > 0)
        p.of = assay_pool_interval(side, total, false,
                                   y->options->common.confidence);
    return p;
}
