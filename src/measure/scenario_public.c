// SPDX-License-Identifier: Apache-2.0
// Alerts about the public: of those who passed and are in no log of passages,
// where somebody counted them; and for how long cameras watched.
#include "measure/scenario_days.h"

#include "base/alloc.h"
#include "count/ranked.h"
#include "stats/chapman.h"
#include "stats/normal.h"

#include <math.h>

// The crowd of all counts together, or of those at one camera.
typedef struct crowd {
    double number, variance;
    double *number_of, *variance_of; ///< of each camera
    uint64_t two;                    ///< of them, counted by two
    uint64_t disagree; ///< by several, and nobody knows whom both saw
    uint64_t emptied;  ///< with fewer people than passages
    uint64_t open;     ///< alerts about it that nobody verified
    uint64_t among;    ///< alerts with a volunteer in front of the camera too
    uint32_t camera;   ///< whose crowd it is; ASSAY_ANY_CAMERA
    double *passages;  ///< of volunteers, by the first row of a stretch
    double *covered;   ///< share of the stretch with one in front; NULL
} crowd;

static void end_crowd(crowd *c)
{
    assay_free(c->number_of);
    assay_free(c->variance_of);
    assay_free(c->passages);
    assay_free(c->covered);
}

static bool same_time(const assay_counted *a, const assay_counted *b)
{
    return a->camera == b->camera && a->from == b->from && a->to == b->to;
}

// Counts of one stretch: one counter's, two with whom both saw, or more.
static double count_stretch(const assay_study_scenario *y, size_t first,
                            size_t n, crowd *c)
{
    const assay_counted *rows = y->s->rows.counted + first;
    const uint32_t both = y->s->rows.both;
    double counts[2] = {0, 0}, seen = NAN, most = 0;
    size_t counters = 0;
    for (size_t i = 0; i < n; i++) {
        const double count = (double)rows[i].count;
        if (rows[i].counter != ASSAY_NO_STRING && rows[i].counter == both) {
            seen = count;
            continue;
        }
        if (counters < 2) counts[counters] = count;
        if (count > most) most = count;
        counters++;
    }
    if (counters == 2 && seen <= counts[0] && seen <= counts[1]) {
        const assay_chapman of = assay_chapman_of(counts[0], counts[1], seen);
        c->two++;
        c->variance += of.variance;
        c->variance_of[rows->camera] += of.variance;
        return of.number;
    }
    c->disagree += counters > 1 || !isnan(seen);
    return counters ? most : seen;
}

static void add_stretch(const assay_study_scenario *y, size_t first, size_t n,
                        crowd *c)
{
    const assay_counted *at = &y->s->rows.counted[first];
    assay_scenario_day *day = assay_scenario_day_at(y, at->camera, at->from);
    const double counted = count_stretch(y, first, n, c);
    const double own = c->passages[first];
    const double people = counted > own ? counted - own : 0;
    c->emptied += counted < own;
    c->number += people;
    c->number_of[at->camera] += people;
    if (!day) return;
    day->people += people;
    day->apart += c->covered ? people * (1 - c->covered[first]) : people;
}

// Adds a time in which volunteers were in front of a camera to its stretches.
static void cover(const assay_study_scenario *y, uint32_t camera, int64_t from,
                  int64_t to, double *covered)
{
    const assay_counted *rows = y->s->rows.counted;
    for (size_t i = assay_scenario_counted_after(y, camera, from);
         i < y->s->rows.counted_count && rows[i].camera == camera &&
         rows[i].from < to;
         i++) {
        const int64_t begin = rows[i].from > from ? rows[i].from : from;
        const int64_t end = rows[i].to < to ? rows[i].to : to;
        covered[i] +=
            (double)(end - begin) / (double)(rows[i].to - rows[i].from);
    }
}

// Finds the share of each stretch in which an alert could have been a
// volunteer's too. False without memory.
static bool find_covered(const assay_study_scenario *y, crowd *c)
{
    const assay_scenario *s = y->s;
    c->covered = assay_new(0, s->rows.counted_count, sizeof *c->covered);
    if (!c->covered) return false;
    uint32_t camera = 0;
    int64_t until = INT64_MIN;
    for (size_t i = 0; i < s->count; i++) {
        const assay_opportunity *o = &s->passages[s->by_camera[i]];
        if (o->camera != camera) until = INT64_MIN;
        camera = o->camera;
        const int64_t to = o->left + s->rule.grace;
        if (to <= until) continue;
        cover(y, o->camera, o->entered > until ? o->entered : until, to,
              c->covered);
        until = to;
    }
    return true;
}

// Alerts about the crowd that nobody verified, and those that may be.
static void count_open(const assay_study_scenario *y, crowd *c)
{
    c->open = c->among = 0;
    for (size_t i = 0; i < y->day_count; i++) {
        const assay_scenario_day *day = &y->days[i];
        if (c->camera != ASSAY_ANY_CAMERA && day->camera != c->camera) continue;
        c->open += (uint64_t)day->about_open;
        c->among += (uint64_t)day->among;
    }
}

// The crowd of one camera; it lends what `all` owns.
static crowd crowd_at(const assay_study_scenario *y, const crowd *all,
                      uint32_t camera)
{
    crowd one = *all;
    one.camera = camera;
    one.number = all->number_of[camera];
    one.variance = all->variance_of[camera];
    count_open(y, &one);
    return one;
}

// Counts the passages of each stretch: both are in the order of camera and
// time.
static void count_passages(const assay_scenario *s, double *passages)
{
    const assay_counted *rows = s->rows.counted;
    const size_t n = s->rows.counted_count;
    size_t at = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (i + ASSAY_RANK_AHEAD < s->count)
            __builtin_prefetch(
                &s->passages[s->by_camera[i + ASSAY_RANK_AHEAD]]);
        const assay_opportunity *o = &s->passages[s->by_camera[i]];
        while (at < n &&
               (rows[at].camera != o->camera ? rows[at].camera < o->camera
                                             : rows[at].to <= o->entered))
            at++;
        if (at < n && rows[at].camera == o->camera &&
            rows[at].from <= o->entered)
            passages[at]++;
    }
}

static bool count_crowd(assay_study_scenario *y, crowd *c)
{
    const assay_trial_rows *r = &y->s->rows;
    c->passages = assay_new(0, r->counted_count, sizeof *c->passages);
    c->number_of = assay_new(0, r->cameras, sizeof *c->number_of);
    c->variance_of = assay_new(0, r->cameras, sizeof *c->variance_of);
    if (!c->passages || !c->number_of || !c->variance_of) return false;
    count_open(y, c);
    if (c->among && !find_covered(y, c)) return false;
    count_passages(y->s, c->passages);
    for (size_t i = 0, n = 1; i < r->counted_count; i += n) {
        for (n = 1; i + n < r->counted_count &&
                    same_time(&r->counted[i], &r->counted[i + n]);)
            n++;
        add_stretch(y, i, n, c);
    }
    return true;
}

static double about(const assay_scenario_day *day)
{
    return day->about;
}

static double about_or_open(const assay_scenario_day *day)
{
    return day->about + day->about_open;
}

static double about_at_most(const assay_scenario_day *day)
{
    return day->about + day->about_open + day->among;
}

static double people(const assay_scenario_day *day)
{
    return day->people;
}

static double apart(const assay_scenario_day *day)
{
    return day->apart;
}

static const char *method_of(bool exact, bool chapman)
{
    if (chapman)
        return exact ? "exact Poisson over both ends of Chapman's count"
                     : "cluster-robust score by day, t, no narrower than "
                       "exact, over both ends of Chapman's count";
    return exact ? "exact Poisson"
                 : "cluster-robust score by day, t, no narrower than exact";
}

// The rate of the public, pooled over days.
typedef struct pooled {
    assay_scenario_pooled least, seen, most;
} pooled;

// Alerts that came while a volunteer was in front of the camera, and the people
// of the public who passed then, are in the bounds alone.
static pooled pool(const assay_study_scenario *y, uint32_t camera)
{
    return (pooled){assay_scenario_pool(y, camera, about, people),
                    assay_scenario_pool(y, camera, about_or_open, apart),
                    assay_scenario_pool(y, camera, about_at_most, people)};
}

static void set_ends(const assay_study_scenario *y, const crowd *c,
                     const pooled *p, assay_figure *figure)
{
    const double confidence = y->options->common.confidence;
    const double spread =
        assay_normal_two_sided(confidence) * sqrt(c->variance);
    const double fewest = c->number - spread;
    const double low = fmin(p->least.of.ends.low, p->seen.of.ends.low);
    const double high = fmax(p->most.of.ends.high, p->seen.of.ends.high);
    figure->low = low * c->number / (c->number + spread);
    figure->high = fewest > 0 ? fmin(high * c->number / fewest, 1) : 1;
    figure->interval = "confidence";
    figure->confidence = confidence;
    figure->method =
        method_of(p->least.of.exact && p->seen.of.exact && p->most.of.exact,
                  c->variance > 0);
}

static void fill_rate(const assay_study_scenario *y, const crowd *c,
                      const pooled *p, assay_figure *figure)
{
    set_ends(y, c, p, figure);
    figure->events = (int64_t)p->seen.events;
    figure->trials = (int64_t)floor(p->seen.trials + 0.5);
    if (p->seen.trials > 0)
        figure->value = p->seen.events / p->seen.trials;
    else
        figure->status = ASSAY_FIGURE_REFUSED;
    if (!c->open && !c->among) return;
    const double most = p->most.events / p->most.trials;
    figure->bounds[0] = p->least.events / p->least.trials;
    figure->bounds[1] = fmin(1, fmax(most, figure->value));
}

static const char *note_of(assay_study_scenario *y, const crowd *c, size_t days)
{
    const char *open = "", *among = "";
    if (c->open)
        open = assay_ledger_text(&y->ledger,
                                 "%llu were not verified: counted here, not in "
                                 "the lower bound; ",
                                 (unsigned long long)c->open);
    if (c->among)
        among = assay_ledger_text(
            &y->ledger,
            "%llu more came while a volunteer was in front of the camera: they "
            "and who passed then, taken to pass evenly, are in the bounds "
            "alone; ",
            (unsigned long long)c->among);
    if (!open || !among) return NULL;
    return assay_ledger_text(&y->ledger, "%s%s%s", open, among,
                             days > 1 ? assay_scenario_by_day
                                      : assay_scenario_one_day);
}

static void add_rate(assay_study_scenario *y, size_t cell, const crowd *c)
{
    assay_at at[3];
    const assay_scenario_spot spot = assay_scenario_spot_at(y, 0);
    assay_entry entry =
        assay_scenario_entry(y, cell, &spot, at, assay_crowd_false);
    assay_figure *figure = &entry.figure;
    figure->of = "passages of the public counted past a camera";
    figure->per = "passage";
    figure->watchlist_size = (int64_t)y->s->seen.list[1];
    if (c->among)
        figure->of = "passages of the public counted past a camera while no "
                     "volunteer was in front of it";
    if (c->number > 0) {
        const pooled p = pool(y, c->camera);
        fill_rate(y, c, &p, figure);
        figure->note = note_of(y, c, p.most.days);
    } else {
        figure->status = ASSAY_FIGURE_NO_DATA;
    }
    (void)assay_scenario_add(y, &entry);
    entry = assay_scenario_entry(y, cell, NULL, at, "passages of the public");
    entry.figure.unit = "count";
    entry.figure.per = "passage";
    entry.figure.value = c->number;
    if (c->variance > 0)
        entry.figure.note = assay_ledger_text(
            &y->ledger, "Chapman's estimate where two counted, variance %.6g",
            c->variance);
    (void)assay_scenario_add(y, &entry);
}

// Of the public only the camera is known.
static void add_rates(assay_study_scenario *y, const crowd *all)
{
    add_rate(y, 0, all);
    for (size_t i = 1; i < y->job->cell_count; i++) {
        const uint32_t camera = assay_scenario_camera_of(y, i);
        if (camera == ASSAY_ANY_CAMERA) continue;
        const crowd one = crowd_at(y, all, camera);
        add_rate(y, i, &one);
    }
}

static void warn(assay_study_scenario *y, const char *code, assay_weight weight,
                 const char *text, uint64_t rows)
{
    if (rows)
        assay_build_warning(
            y->result, &(assay_warning){code, weight, text, (int64_t)rows});
}

static void tell(assay_study_scenario *y, const crowd *c)
{
    warn(y, "crowd_counters", ASSAY_LIMITS_IT,
         "several counted the crowd and no row of the counter \"both\" says "
         "whom two of them saw: the largest count is taken",
         c->disagree);
    warn(y, "crowd_too_small", ASSAY_CHANGES_THE_READING,
         "fewer people were counted than passages logged at that camera and "
         "time: nobody of the public is taken to have passed then",
         c->emptied);
}

static void tell_hours(assay_study_scenario *y)
{
    if (!isnan(y->options->hours)) {
        y->hours = y->options->hours;
        y->hours_from = "hours as given, on days as the logs have them";
        if (!(y->logged_hours > 0) && y->day_count)
            y->days[0].hours = y->logged_hours = y->hours;
    } else if (y->s->rows.counted_count) {
        y->hours_from = "hours in which the crowd was counted";
    } else {
        y->hours_from =
            "hours between the first and the last row at each camera, without "
            "gaps above half an hour: --hours is what is known otherwise";
    }
    assay_at at[3];
    assay_entry entry = assay_scenario_entry(y, 0, NULL, at, "camera hours");
    entry.figure.unit = "hours";
    entry.figure.per = "hour";
    entry.figure.value = y->hours;
    entry.figure.note = y->hours_from;
    (void)assay_scenario_add(y, &entry);
}

void assay_scenario_public(assay_study_scenario *y)
{
    ASSAY_AUTO(end_crowd) crowd c = {.camera = ASSAY_ANY_CAMERA};
    const bool counted = y->s->rows.counted_count > 0;
    if (!assay_scenario_days_fill(y) || (counted && !count_crowd(y, &c))) {
        y->ledger.no_memory = true;
        return;
    }
    if (counted) {
        add_rates(y, &c);
        tell(y, &c);
    }
    tell_hours(y);
}
