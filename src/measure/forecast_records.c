// SPDX-License-Identifier: Apache-2.0
// From deployment records: what came in so many faces counted or hours, and so
// what comes in the next ones like them. A record tells of no share found, so
// that misses and prevalence stay unknown (docs/statistics.md 2.3, 5.6).
#include "base/alloc.h"
#include "base/days.h"
#include "base/fail.h"
#include "base/text.h"
#include "measure/forecast_study.h"
#include "measure/require.h"
#include "measure/sentences.h"
#include "stats/to_come.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { DAY_HOURS = 24 }; // more are no day

// What is forecast from which rate.
typedef struct kind {
    const char *rate;   ///< a figure of the result
    const char *column; ///< of its record
    const char *expected, *day, *any;
    bool hours; ///< of hours; else of faces counted
} kind;

static const kind kinds[] = {
    {"false alerts per face counted", "false alerts", "wrong alerts expected",
     "wrong alerts on a day", "days with a wrong alert", false},
    {"true alerts per face counted", "true alerts", "right alerts expected",
     "right alerts on a day", NULL, false},
    {"alerts per face counted", "alerts", "alerts expected", "alerts on a day",
     NULL, false},
    {"false alerts per hour", "false alerts", "wrong alerts expected",
     "wrong alerts on a day", "days with a wrong alert", true},
    {"true alerts per hour", "true alerts", "right alerts expected",
     "right alerts on a day", NULL, true},
    {"alerts per hour", "alerts", "alerts expected", "alerts on a day", NULL,
     true},
};

// A forecast at work.
typedef struct work {
    const assay_forecast_input *input;
    const assay_forecast_options *options;
    assay_ledger ledger;
    assay_result *result;
    double confidence;
    const char *period; // of the rows that count; NULL: all do
} work;

static void drop(work *w)
{
    assay_ledger_end(&w->ledger);
}

static bool is(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

static bool is_period(const assay_figure *figure)
{
    return figure->group_count == 1 && is(figure->group[0].attribute, "period");
}

// The last stretch of a record in which something changed, as it is written;
// NULL: it is one. Of a mixture no day is like all.
static const char *last_period(const assay_result *from)
{
    size_t n = 0;
    const char *last = NULL;
    const assay_figure *all = assay_result_figures(from, &n);
    for (size_t i = 0; i < n; i++)
        if (is_period(&all[i]) &&
            (!last || strcmp(all[i].group[0].value, last) > 0))
            last = all[i].group[0].value;
    return last;
}

// Of all rows, or of that stretch.
static bool is_of(const work *w, const assay_figure *figure)
{
    if (!w->period) return !figure->group_count;
    return is_period(figure) && is(figure->group[0].value, w->period);
}

// The figure of this name; NULL: none has a value.
static const assay_figure *find_any(const work *w, const char *name)
{
    size_t n = 0;
    const assay_figure *all = assay_result_figures(w->input->from, &n);
    for (size_t i = 0; i < n; i++)
        if (is(all[i].name, name) && is_of(w, &all[i]) && !all[i].at_count &&
            !isnan(all[i].value))
            return &all[i];
    return NULL;
}

// The same; NULL: none with an interval.
static const assay_figure *find(const work *w, const char *name)
{
    const assay_figure *found = find_any(w, name);
    return found && !isnan(found->high) ? found : NULL;
}

static double next_of(const work *w, const kind *k)
{
    return k->hours ? w->options->hours : w->options->faces;
}

static assay_entry start(work *w, const kind *k, const char *name,
                         const char *unit, assay_at *at)
{
    const assay_cell everybody = {.people = UINT64_MAX};
    assay_entry entry = {.figure = assay_figure_blank(),
                         .cell = assay_ledger_cell(&w->ledger, &everybody),
                         .guard_low = NAN,
                         .guard_high = NAN};
    *at = (assay_at){k->hours ? "hours" : "faces", next_of(w, k)};
    entry.figure.name = name;
    entry.figure.unit = unit;
    entry.figure.at = at;
    entry.figure.at_count = 1;
    const double next = next_of(w, k);
    const char *number =
        next < floor(next) + 1e-9
            ? assay_spoken_number(&w->ledger.arena, (uint64_t)next)
            : assay_ledger_text(&w->ledger, "%.15g", next);
    if (!number) w->ledger.no_memory = true;
    entry.figure.of =
        assay_ledger_text(&w->ledger, "%s %s", number ? number : "",
                          k->hours ? "hours of deployment" : "faces counted");
    return entry;
}

static void put(work *w, const kind *k, const char *name, assay_ranged x,
                const char *method)
{
    assay_at at;
    const bool day = is(name, k->day), any = k->any && is(name, k->any);
    assay_entry entry = start(w, k, name, any ? "proportion" : "count", &at);
    entry.figure.value = x.value;
    entry.figure.low = x.low;
    entry.figure.high = x.high;
    entry.figure.interval = day ? "prediction" : "confidence";
    entry.figure.confidence = w->confidence;
    entry.figure.method = method;
    if (w->period)
        entry.figure.note = assay_ledger_text(
            &w->ledger,
            "from the rows of %s alone, since when nothing is seen "
            "to have changed",
            w->period);
    (void)assay_ledger_add(&w->ledger, &entry, false);
}

// How far deployments lie apart, where the record itself is not kept: by what
// their clustering has cost the rate.
static double between_of(const work *w, const assay_figure *rate)
{
    const assay_figure *count = find_any(w, "deployments");
    const double events = (double)rate->events;
    if (!count || !(rate->events > 0) || isnan(rate->effective)) return 0;
    return assay_dispersion_between(events / rate->value / rate->effective,
                                    count->value, events);
}

// The rows of the record, as the result keeps them; NULL: it does not.
static const assay_curve *record_of(const work *w)
{
    size_t n = 0;
    const assay_curve *all = assay_result_curves(w->input->from, &n);
    for (size_t i = 0; i < n; i++)
        if (is(all[i].id, "deployments")) return &all[i];
    return NULL;
}

// The place of a column; column_count: there is none.
static size_t column_of(const assay_curve *record, const char *name)
{
    size_t i = 0;
    while (i < record->column_count && !is(record->columns[i], name)) i++;
    return i;
}

// The number of the day that a period begins with, "2024-07-25/2024-12-20".
static double first_day(const char *period)
{
    int year = 0, month = 0, day = 0;
    const int read = sscanf(period, "%4d-%2d-%2d", &year, &month, &day);
    const bool legal =
        read == 3 && year >= 0 && month >= 1 && month <= 12 && day >= 1;
    if (!legal || day > assay_days_in_month(year, month)) return NAN;
    return (double)assay_days_of(year, month, day);
}

// Events and exposure of each row that counts, into room for all rows; minutes
// are whole. Returns how many.
static size_t collect(const work *w, const kind *k, const assay_curve *record,
                      double *events, double *exposure)
{
    const size_t x = column_of(record, k->column);
    const size_t e = column_of(record, k->hours ? "hours" : "faces counted");
    const size_t first = column_of(record, "first day");
    const double from = w->period ? first_day(w->period) : 0;
    const size_t width = record->column_count;
    size_t n = 0;
    if (x == width || e == width || first == width) return 0;
    for (size_t i = 0; i < record->row_count; i++) {
        const double *row = record->values + i * width;
        if (isnan(row[x]) || isnan(row[e])) continue;
        if (w->period && !(row[first] >= from)) continue;
        events[n] = row[x];
        exposure[n++] = k->hours ? floor(60 * row[e] + 0.5) : row[e];
    }
    return n;
}

// From the rows, deployments being the sample. False where there are too few.
static bool rows_say(work *w, const kind *k, assay_to_come *of)
{
    const assay_curve *record = record_of(w);
    if (!record) return false;
    ASSAY_AUTO(assay_drop)
    double *room = assay_new(0, record->row_count, 2 * sizeof *room);
    if (!room) {
        w->ledger.no_memory = true;
        return false;
    }
    double *exposure = room + record->row_count;
    const size_t n = collect(w, k, record, room, exposure);
    if (n < 2) return false;
    *of = assay_to_come_of(room, exposure, n);
    return of->count > 0;
}

// As many faces, or hours, as independent ones would have given the interval.
static assay_predictive figure_says(const work *w, const kind *k,
                                    const assay_figure *rate, double *between)
{
    const assay_ranged x = {rate->value, rate->low, rate->high};
    assay_past past = k->hours ? assay_past_of_exposure(&x, w->confidence)
                               : assay_past_of(&x, w->confidence);
    *between = past.between = between_of(w, rate);
    return assay_predict(&past, next_of(w, k));
}

// What is said of a day.
typedef struct next_day {
    double low, high; // of its count
    assay_ranged any; // the chance of one event or more
} next_day;

static next_day day_of_rows(const work *w, const kind *k,
                            const assay_to_come *of, assay_ranged expected)
{
    const double c = w->confidence;
    assay_to_come in = *of;
    if (k->hours)
        for (size_t i = 0; i < in.count; i++) in.parts[i].rate *= 60;
    const assay_foreseen day = assay_to_come_in(&in, next_of(w, k), c);
    return (next_day){day.low,
                      day.high,
                      {1 - day.none, assay_to_come_any(&in, expected.low),
                       assay_to_come_any(&in, expected.high)}};
}

static next_day day_of_figure(const work *w, const kind *k,
                              const assay_figure *rate, assay_ranged expected)
{
    double between;
    const assay_predictive day = figure_says(w, k, rate, &between);
    const double shape = between > 0 ? 1 / between : (double)INFINITY;
    const assay_predictive low = {expected.low, shape};
    const assay_predictive high = {expected.high, shape};
    const assay_interval range = assay_predictive_interval(&day, w->confidence);
    return (next_day){range.low,
                      range.high,
                      {assay_predictive_at_least(&day, 1),
                       assay_predictive_at_least(&low, 1),
                       assay_predictive_at_least(&high, 1)}};
}

// What may be expected of all days may come on one, and without an event
// recorded a day without one may. A face raises at most one alert.
static void hold_expected(assay_ranged expected, double most, next_day *day)
{
    const double fits = floor(expected.high + 0.5);
    if (fits > day->high) day->high = fits;
    if (floor(expected.low) < day->low) day->low = floor(expected.low);
    day->low = fmin(day->low, most);
    day->high = fmin(day->high, most);
    if (!(expected.value > 0)) day->any.value = 0;
    day->any.low = fmin(day->any.low, day->any.value);
    day->any.high = fmax(day->any.high, day->any.value);
}

static void tell(work *w, const kind *k)
{
    const assay_figure *rate = find(w, k->rate);
    const double next = next_of(w, k);
    assay_to_come of;
    if (!rate || !(next > 0)) return;
    const assay_ranged x = {rate->value, rate->low, rate->high};
    assay_ranged expected = assay_ranged_times(x, next);
    const double most =
        k->hours ? (double)INFINITY : fmax(floor(next), ceil(expected.value));
    expected.high = fmin(expected.high, most);
    next_day day = rows_say(w, k, &of) ? day_of_rows(w, k, &of, expected)
                                       : day_of_figure(w, k, rate, expected);
    hold_expected(expected, most, &day);
    put(w, k, k->expected, expected, "that of the rate, times the exposure");
    put(w, k, k->day, (assay_ranged){expected.value, day.low, day.high},
        "prediction: negative binomial, with what the record leaves open");
    if (k->any)
        put(w, k, k->any, day.any,
            "of days whose rate is at the ends of its interval");
}

static void say(work *w, assay_statement_kind sort, const char *text,
                const assay_figure *on)
{
    const char *id = on ? on->id : NULL;
    const assay_statement statement = {sort, text, &id, on ? 1 : 0};
    if (text)
        assay_build_statement(w->result, &statement);
    else
        w->ledger.no_memory = true;
}

// "495", "8.3", "0.17".
static const char *amount(work *w, double value)
{
    char text[32];
    if (value >= 9.95)
        return assay_spoken_number(&w->ledger.arena,
                                   (uint64_t)floor(value + 0.5));
    text[assay_print_double(value, 2, text)] = '\0';
    return assay_ledger_text(&w->ledger, "%s", text);
}

// "wrong", "right" or "" of "wrong alerts on a day".
static int adjective(const char *name)
{
    return (int)(strstr(name, "alerts") - name);
}

// "recorded", "from 2024-07-25 to 2024-12-20".
static const char *days_of(work *w)
{
    const char *slash = w->period ? strchr(w->period, '/') : NULL;
    if (!slash) return w->period ? w->period : "recorded";
    return assay_ledger_text(&w->ledger, "from %.*s to %s",
                             (int)(slash - w->period), w->period, slash + 1);
}

// "expect 6.2 wrong alerts (2 to 12 on such a day), as they were recorded"; of
// none the most that fits leads.
static const char *count_of(work *w, const assay_figure *mean,
                            const assay_figure *day)
{
    const bool is_long =
        is(day->at[0].key, "hours") && day->at[0].value > DAY_HOURS;
    const char *such =
        is_long ? "in such a time, were it one deployment" : "on such a day";
    const bool none = !(day->value > 0), judged = adjective(day->name) > 0;
    const char *expected = amount(w, none ? mean->high : day->value);
    const char *low = amount(w, day->low), *high = amount(w, day->high);
    if (!expected || !low || !high) return NULL;
    if (none && day->high > mean->high + 1)
        return assay_ledger_text(
            &w->ledger,
            "at most %s %.*salerts are to be expected (up to %s %s): none was "
            "recorded",
            expected, adjective(day->name), day->name, high, such);
    if (none)
        return assay_ledger_text(&w->ledger,
                                 "at most %s %.*salerts are to be expected: "
                                 "none was recorded",
                                 expected, adjective(day->name), day->name);
    return assay_ledger_text(
        &w->ledger, "expect %s %.*salert%s (%s to %s %s)%s", expected,
        adjective(day->name), day->name, is(expected, "1") ? "" : "s", low,
        high, such, judged ? ", as they were recorded" : "");
}

static void say_day(work *w, const assay_figure *mean, const assay_figure *day)
{
    const bool hours = is(day->at[0].key, "hours");
    const char *next = amount(w, day->at[0].value);
    const char *count = count_of(w, mean, day), *days = days_of(w);
    if (!next || !count || !days) {
        w->ledger.no_memory = true;
        return;
    }
    say(w, ASSAY_IN_SHORT,
        assay_ledger_text(&w->ledger, "In %s %s like those %s, %s.", next,
                          hours ? "hours of deployment" : "faces counted", days,
                          count),
        day);
}

static void say_all(work *w)
{
    // What is expected stands before the day.
    for (size_t i = 1; i < w->ledger.count; i++) {
        const assay_entry *one = &w->ledger.entries[i];
        if (is(one->figure.interval, "prediction"))
            say_day(w, &one[-1].figure, &one->figure);
        if (i == 1)
            say(w, ASSAY_IN_SHORT,
                "How many listed people pass unnoticed is not recorded.", NULL);
    }
    say(w, ASSAY_CANNOT_BE_TOLD,
        "How many listed people will pass unnoticed: a record does not tell.",
        NULL);
    say(w, ASSAY_TO_KNOW_IT,
        "Seeded passages, and how many of them raise the alert: assay alerts.",
        NULL);
    say(w, ASSAY_CANNOT_BE_TOLD,
        "Days with another threshold, list, crowd or way of counting faces: "
        "the record holds none to forecast them from.",
        NULL);
    say(w, ASSAY_TO_KNOW_IT,
        "Records of such days; or a test at that threshold and list size.",
        NULL);
}

assay_status assay_forecast_records(const assay_forecast_input *input,
                                    assay_result *result, assay_error *err)
{
    const assay_texts *require = &input->options->common.require;
    ASSAY_AUTO(drop)
    work w = {.input = input,
              .options = input->options,
              .result = result,
              .confidence = input->options->common.confidence,
              .period = last_period(input->from)};
    ASSAY_TRY(assay_require_check(require, err));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        tell(&w, &kinds[i]);
    if (!w.ledger.count && !w.ledger.no_memory)
        return assay_fail(err, ASSAY_EINPUT,
                          "a record tells of faces counted and of hours: give "
                          "--faces or --hours, and a record with alerts and "
                          "what came of them");
    say_all(&w);
    ASSAY_TRY(assay_require_hold(require, &w.ledger, result, err));
    assay_ledger_flush(&w.ledger, result);
    return w.ledger.no_memory ? assay_fail_memory(err, "the figures")
                              : ASSAY_OK;
}
