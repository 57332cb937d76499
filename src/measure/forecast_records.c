// SPDX-License-Identifier: Apache-2.0
// From deployment records: what came in so many faces counted or hours, and so
// what comes in the next ones like them. A record tells of no share found, so
// that misses and prevalence stay unknown (docs/statistics.md 2.3, 5.6).
#include "base/alloc.h"
#include "base/fail.h"
#include "base/text.h"
#include "measure/forecast_study.h"
#include "measure/require.h"
#include "measure/sentences.h"

#include <math.h>
#include <string.h>

// What is forecast from which rate.
typedef struct kind {
    const char *rate; ///< a figure of the result
    const char *expected, *day, *any;
    bool hours; ///< of hours; else of faces counted
} kind;

static const kind kinds[] = {
    {"false alerts per face counted", "wrong alerts expected",
     "wrong alerts on a day", "days with a wrong alert", false},
    {"true alerts per face counted", "right alerts expected",
     "right alerts on a day", NULL, false},
    {"alerts per face counted", "alerts expected", "alerts on a day", NULL,
     false},
    {"false alerts per hour", "wrong alerts expected", "wrong alerts on a day",
     "days with a wrong alert", true},
    {"true alerts per hour", "right alerts expected", "right alerts on a day",
     NULL, true},
    {"alerts per hour", "alerts expected", "alerts on a day", NULL, true},
};

// A forecast at work.
typedef struct work {
    const assay_forecast_input *input;
    const assay_forecast_options *options;
    assay_ledger ledger;
    assay_result *result;
    double confidence;
} work;

static void drop(work *w)
{
    assay_ledger_end(&w->ledger);
}

static bool is(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

// The figure of everybody of this name; NULL: none has a value.
static const assay_figure *find_any(const work *w, const char *name)
{
    size_t n = 0;
    const assay_figure *all = assay_result_figures(w->input->from, &n);
    for (size_t i = 0; i < n; i++)
        if (is(all[i].name, name) && !all[i].group_count && !all[i].at_count &&
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
    entry.figure.of =
        assay_ledger_text(&w->ledger, "%.15g %s", next_of(w, k),
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
    (void)assay_ledger_add(&w->ledger, &entry, false);
}

// How far deployments lie apart, by what their clustering has cost the rate.
static double between_of(const work *w, const assay_figure *rate)
{
    const assay_figure *count = find_any(w, "deployments");
    const double events = (double)rate->events;
    if (!count || !(rate->events > 0) || isnan(rate->effective)) return 0;
    return assay_dispersion_between(events / rate->value / rate->effective,
                                    count->value, events);
}

// As many faces, or hours, as independent ones would have given the interval.
static assay_past past_of(const work *w, const kind *k,
                          const assay_figure *rate)
{
    const assay_ranged x = {rate->value, rate->low, rate->high};
    assay_past past = k->hours ? assay_past_of_exposure(&x, w->confidence)
                               : assay_past_of(&x, w->confidence);
    past.between = between_of(w, rate);
    return past;
}

static void tell(work *w, const kind *k)
{
    const assay_figure *rate = find(w, k->rate);
    const double next = next_of(w, k);
    if (!rate || !(next > 0)) return;
    const assay_ranged x = {rate->value, rate->low, rate->high};
    const assay_past past = past_of(w, k, rate);
    const assay_predictive day = assay_predict(&past, next);
    const assay_interval range = assay_predictive_interval(&day, w->confidence);
    const assay_ranged expected = assay_ranged_times(x, next);
    put(w, k, k->expected, expected, "that of the rate, times the exposure");
    put(w, k, k->day, (assay_ranged){expected.value, range.low, range.high},
        "prediction: negative binomial, with what the record leaves open");
    if (!k->any) return;
    const double shape = past.between > 0 ? 1 / past.between : (double)INFINITY;
    const assay_predictive low = {expected.low, shape};
    const assay_predictive high = {expected.high, shape};
    put(w, k, k->any,
        (assay_ranged){assay_predictive_at_least(&day, 1),
                       assay_predictive_at_least(&low, 1),
                       assay_predictive_at_least(&high, 1)},
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

static void say_day(work *w, const assay_figure *mean, const assay_figure *day)
{
    const bool hours = is(day->at[0].key, "hours");
    const char *next = amount(w, day->at[0].value);
    const bool none = !(day->value > 0);
    const char *expected = amount(w, none ? mean->high : day->value);
    const char *low = amount(w, day->low), *high = amount(w, day->high);
    if (!next || !expected || !low || !high) {
        w->ledger.no_memory = true;
        return;
    }
    say(w, ASSAY_IN_SHORT,
        assay_ledger_text(
            &w->ledger,
            "In %s %s like those recorded, expect %s%s %.*salerts "
            "(%s to %s on such a day)%s.",
            next, hours ? "hours of deployment" : "faces counted",
            none ? "up to " : "", expected, adjective(day->name), day->name,
            low, high,
            none                   ? ": none was recorded"
            : adjective(day->name) ? ", as they were recorded"
                                   : ""),
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
              .confidence = input->options->common.confidence};
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
