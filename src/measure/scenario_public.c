// SPDX-License-Identifier: Apache-2.0
// Alerts about the public: of those who passed and are in no log of passages,
// where somebody counted them; and for how long cameras watched.
#include "measure/scenario_study.h"

#include "base/alloc.h"
#include "count/ranked.h"
#include "stats/chapman.h"
#include "stats/normal.h"
#include "stats/proportions.h"

#include <math.h>

// The crowd of all counts together.
typedef struct crowd {
    double number, variance;
    uint64_t stretches; ///< of time at a camera
    uint64_t two;       ///< of them, counted by two
    uint64_t disagree;  ///< by several, and nobody knows whom both saw
    uint64_t emptied;   ///< with fewer people than passages
    double hours;
    uint64_t wrong, unknown, among; ///< merged alerts about it
} crowd;

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
        return of.number;
    }
    c->disagree += counters > 1 || !isnan(seen);
    return counters ? most : seen;
}

static void add_stretch(const assay_study_scenario *y, size_t first, size_t n,
                        const uint64_t *passages, crowd *c)
{
    const assay_counted *at = &y->s->rows.counted[first];
    const double counted = count_stretch(y, first, n, c);
    const double own = (double)passages[first];
    c->stretches++;
    c->hours += (double)(at->to - at->from) / (3600 * (double)ASSAY_SECOND);
    c->emptied += counted < own;
    if (counted > own) c->number += counted - own;
}

// The stretch of a camera that holds a time, or SIZE_MAX. Rows stand by camera
// and time.
static size_t find_stretch(const assay_study_scenario *y, uint32_t camera,
                           int64_t time)
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
    const bool holds = low < y->s->rows.counted_count &&
                       rows[low].camera == camera && rows[low].from <= time;
    return holds ? low : SIZE_MAX;
}

static void add_alerts(const assay_study_scenario *y, crowd *c)
{
    for (size_t i = 0; i < y->loose_count; i++) {
        const assay_loose *one = &y->loose[i];
        const uint8_t kind = y->s->kind[one->identity];
        if (kind == ASSAY_KIND_SEEDED || one->outcome == ASSAY_OUTCOME_RIGHT ||
            find_stretch(y, one->camera, one->time) == SIZE_MAX)
            continue;
        if (one->among)
            c->among++;
        else if (kind == ASSAY_KIND_FILLER ||
                 one->outcome == ASSAY_OUTCOME_WRONG)
            c->wrong++;
        else
            c->unknown++;
    }
}

static bool count_crowd(const assay_study_scenario *y, crowd *c)
{
    const assay_trial_rows *r = &y->s->rows;
    ASSAY_AUTO(assay_drop)
    uint64_t *passages = assay_new(0, r->counted_count, sizeof *passages);
    if (!passages) return false;
    for (size_t i = 0; i < y->s->count; i++) {
        const assay_opportunity *o = &y->s->passages[i];
        const size_t at = find_stretch(y, o->camera, o->entered);
        if (at != SIZE_MAX) passages[at]++;
    }
    for (size_t i = 0, n = 1; i < r->counted_count; i += n) {
        for (n = 1; i + n < r->counted_count &&
                    same_time(&r->counted[i], &r->counted[i + n]);)
            n++;
        add_stretch(y, i, n, passages, c);
    }
    add_alerts(y, c);
    return true;
}

static void fill_rate(const assay_study_scenario *y, const crowd *c,
                      assay_figure *figure)
{
    const double confidence = y->options->common.confidence;
    const double z = assay_normal_quantile(0.5 * (1 - confidence));
    const double spread = fabs(z) * sqrt(c->variance);
    const uint64_t all = c->wrong + c->unknown + c->among;
    const assay_interval most = assay_poisson_interval((double)all, confidence);
    const assay_interval least =
        assay_poisson_interval((double)c->wrong, confidence);
    const double fewest = c->number - spread;
    figure->value = (double)all / c->number;
    figure->low = least.low / (c->number + spread);
    figure->high = fewest > 0 ? most.high / fewest : 1;
    if (figure->high > 1) figure->high = 1;
    figure->interval = "confidence";
    figure->confidence = confidence;
    figure->method = c->variance > 0
                         ? "exact Poisson over both ends of Chapman's count"
                         : "exact Poisson";
    if (all == c->wrong) return;
    figure->bounds[0] = (double)c->wrong / c->number;
    figure->bounds[1] = (double)all / c->number;
}

static void add_rate(assay_study_scenario *y, const crowd *c)
{
    assay_at at[3];
    const assay_scenario_spot spot = assay_scenario_spot_at(y, 0);
    assay_entry entry =
        assay_scenario_entry(y, 0, &spot, at, assay_crowd_false);
    assay_figure *figure = &entry.figure;
    figure->of = "people of the public counted past a camera";
    figure->per = "passage";
    figure->watchlist_size = (int64_t)y->s->seen.list[1];
    figure->events = (int64_t)(c->wrong + c->unknown + c->among);
    figure->trials = (int64_t)floor(c->number + 0.5);
    if (c->number > 0)
        fill_rate(y, c, figure);
    else
        figure->status = ASSAY_FIGURE_NO_DATA;
    if (c->unknown + c->among)
        figure->note = assay_ledger_text(
            &y->ledger,
            "%llu were not verified, %llu came while a volunteer was in front "
            "of the camera: counted here, not in the lower bound",
            (unsigned long long)c->unknown, (unsigned long long)c->among);
    (void)assay_scenario_add(y, &entry);
    entry = assay_scenario_entry(y, 0, NULL, at, "people of the public");
    entry.figure.unit = "count";
    entry.figure.per = "passage";
    entry.figure.value = c->number;
    if (c->variance > 0)
        entry.figure.note = assay_ledger_text(
            &y->ledger, "Chapman's estimate where two counted, variance %.6g",
            c->variance);
    (void)assay_scenario_add(y, &entry);
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

// From when to when something was logged at a camera.
static size_t list_spans(const assay_study_scenario *y, assay_ranked *order,
                         int64_t *end)
{
    const assay_scenario *s = y->s;
    size_t n = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (!s->passages[i].kept) continue;
        order[n++] =
            (assay_ranked){assay_rank_key(s->passages[i].entered), (uint32_t)i};
        end[i] = s->passages[i].left;
    }
    for (size_t i = 0; i < y->loose_count; i++) {
        order[n++] = (assay_ranked){assay_rank_key(y->loose[i].time),
                                    (uint32_t)(s->count + i)};
        end[s->count + i] = y->loose[i].last;
    }
    return n;
}

static uint32_t camera_of(const assay_study_scenario *y, uint32_t i)
{
    return i < y->s->count ? y->s->passages[i].camera
                           : y->loose[i - y->s->count].camera;
}

static int64_t start_of(const assay_study_scenario *y, uint32_t i)
{
    return i < y->s->count ? y->s->passages[i].entered
                           : y->loose[i - y->s->count].time;
}

// Hours between the first and the last thing that a camera's logs have, without
// the gaps above half an hour. NaN without memory.
static double hours_of_log(const assay_study_scenario *y)
{
    const int64_t gap = 1800 * ASSAY_SECOND;
    const size_t room = y->s->count + y->loose_count;
    ASSAY_AUTO(assay_drop)
    assay_ranked *order = assay_new(0, room, sizeof *order);
    ASSAY_AUTO(assay_drop) int64_t *end = assay_new(0, room, sizeof *end);
    if (!order || !end) return NAN;
    const size_t n = list_spans(y, order, end);
    if (!assay_rank(order, n)) return NAN;
    for (size_t i = 0; i < n; i++) order[i].key = camera_of(y, order[i].index);
    if (!assay_rank(order, n)) return NAN;
    double sum = 0;
    int64_t until = INT64_MIN;
    for (size_t i = 0; i < n; i++) {
        const int64_t from = start_of(y, order[i].index);
        const int64_t to = end[order[i].index];
        const bool same = i && order[i].key == order[i - 1].key;
        const bool joined = same && from - until <= gap;
        const int64_t begin = joined ? until : from;
        if (to > begin) sum += (double)(to - begin);
        if (!same || to > until) until = to;
    }
    return sum / (3600 * (double)ASSAY_SECOND);
}

static void tell_hours(assay_study_scenario *y, const crowd *c)
{
    if (!isnan(y->options->hours)) {
        y->hours = y->options->hours;
        y->hours_from = "hours as given";
    } else if (c->stretches) {
        y->hours = c->hours;
        y->hours_from = "hours in which the crowd was counted";
    } else {
        y->hours = hours_of_log(y);
        y->hours_from =
            "hours between the first and the last row at each camera, without "
            "gaps above half an hour: --hours is what is known otherwise";
        if (isnan(y->hours)) y->ledger.no_memory = true;
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
    crowd c = {.number = 0};
    if (y->s->rows.counted_count) {
        if (!count_crowd(y, &c)) {
            y->ledger.no_memory = true;
            return;
        }
        add_rate(y, &c);
        tell(y, &c);
    }
    tell_hours(y, &c);
}
