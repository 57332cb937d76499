// SPDX-License-Identifier: Apache-2.0
// The figures of a day.
#include "measure/forecast_study.h"

#include "measure/sentences.h"
#include "stats/predictive.h"

#include <math.h>

static const char *const FROM_RATE = "that of the rate, times the passages";
static const char *const FROM_RATES =
    "those of both rates, by squared distances";
static const char *const OF_A_DAY =
    "prediction: negative binomial, with what the test leaves open";
static const char *const CORNERS = "limits of both rates";
static const char *const TOGETHER =
    "ends of both rates at once, which may go together";

// What all figures at a threshold and a list size share.
typedef struct spot {
    assay_forecast *f;
    const assay_forecast_threshold *threshold;
    double size;
    const assay_forecast_rates *rates;
    size_t cell;
    assay_at at[3];
    size_t at_count;
} spot;

static const char *rule_of(const assay_forecast *f)
{
    static const char *const rules[2][2] = {{"ge", "gt"}, {"le", "lt"}};
    return rules[f->distance][f->strict];
}

static assay_entry start(const spot *s, const char *name, const char *unit)
{
    assay_entry entry = {.figure = assay_figure_blank(),
                         .cell = s->cell,
                         .guard_low = NAN,
                         .guard_high = NAN};
    assay_figure *figure = &entry.figure;
    figure->name = name;
    figure->unit = unit;
    figure->at = s->at;
    figure->at_count = s->at_count;
    figure->threshold = s->threshold->value;
    figure->rule = isnan(s->threshold->value) ? NULL : rule_of(s->f);
    figure->threshold_from = s->threshold->set ? "all" : "given";
    figure->watchlist_size = (int64_t)s->size;
    figure->target = s->f->searches.random ? "random watchlist" : NULL;
    return entry;
}

static void set(const spot *s, assay_ranged x, const char *method,
                assay_figure *figure)
{
    figure->value = x.value;
    if (isnan(x.low) || isnan(x.high)) return;
    figure->low = x.low;
    figure->high = x.high;
    figure->interval = "confidence";
    figure->confidence = s->f->confidence;
    figure->method = method;
}

static void add(const spot *s, const assay_entry *entry)
{
    (void)assay_ledger_add(&s->f->ledger, entry, false);
}

// "50,000 passages".
static const char *passages(const spot *s)
{
    const double n = s->f->options->passages;
    const char *whole =
        assay_spoken_number(&s->f->ledger.arena, (uint64_t)floor(n));
    if (!whole) s->f->ledger.no_memory = true;
    return n > floor(n) ? assay_ledger_text(&s->f->ledger, "%.15g passages", n)
                        : assay_ledger_text(&s->f->ledger, "%s passages",
                                            whole ? whole : "");
}

// A figure that follows from `why` being NULL; else refused, with the reason.
static assay_entry made(const spot *s, const char *name, const char *unit,
                        assay_ranged x, const char *method, const char *why)
{
    assay_entry entry = start(s, name, unit);
    assay_figure *figure = &entry.figure;
    if (why) {
        figure->status = ASSAY_FIGURE_REFUSED;
        figure->note = why;
    } else {
        set(s, x, method, figure);
        figure->note = s->rates->wrong_note;
    }
    figure->of = passages(s);
    return entry;
}

static void put(const spot *s, const char *name, const char *unit,
                assay_ranged x, const char *method, const char *why)
{
    const assay_entry entry = made(s, name, unit, x, method, why);
    add(s, &entry);
}

static double at_most(double x, double most)
{
    return x < most ? x : most;
}

// The count of a day: from the pasts of the lower and of the upper end. What
// may be expected of all days may come on one, and where no event was seen a
// day without one may.
static assay_ranged day_of(const spot *s, assay_ranged expected,
                           const assay_past *few, const assay_past *many,
                           double next)
{
    const double c = s->f->confidence, most = s->f->options->passages;
    const double fits = floor(expected.high + 0.5);
    const assay_predictive low = assay_predict(few, next);
    const assay_predictive high = assay_predict(many, next);
    assay_ranged out = {expected.value, NAN, NAN};
    if (isnan(few->exposure) || isnan(many->exposure)) return out;
    out.low = assay_predictive_quantile(&low, 0.5 * (1 - c));
    out.high = assay_predictive_quantile(&high, 0.5 * (1 + c));
    if (fits > out.high) out.high = fits;
    out.high = at_most(out.high, most);
    if (floor(expected.low) < out.low) out.low = floor(expected.low);
    return out;
}

static void put_day(const spot *s, const char *name, assay_ranged day,
                    const char *why)
{
    assay_entry entry = start(s, name, "count");
    assay_figure *figure = &entry.figure;
    figure->note = why;
    if (why) {
        figure->status = ASSAY_FIGURE_REFUSED;
    } else {
        set(s, day, OF_A_DAY, figure);
        figure->note = s->rates->wrong_note;
        if (!isnan(day.low)) figure->interval = "prediction";
    }
    figure->of = passages(s);
    add(s, &entry);
}

static void put_rate(const spot *s, const char *name, assay_ranged x,
                     int64_t events, int64_t trials, const char *why)
{
    assay_entry entry = start(s, name, "proportion");
    assay_figure *figure = &entry.figure;
    const bool wrong = name[0] == 'F';
    figure->events = events;
    figure->trials = trials;
    figure->of = wrong ? "passages by people not on the list"
                       : "passages by people on the list";
    figure->note = why;
    if (why) {
        figure->status = ASSAY_FIGURE_REFUSED;
    } else {
        set(s, x, "as in the result, at this threshold and list size", figure);
        if (wrong) figure->note = s->rates->wrong_note;
    }
    add(s, &entry);
}

// Days on which at least one wrong alert comes; without one in the test the
// value is as that of the rate.
static assay_ranged any_of(const spot *s)
{
    const double next = s->f->options->passages;
    const assay_forecast_rates *r = s->rates;
    assay_ranged any = assay_ranged_any(r->wrong, next);
    const assay_predictive day = assay_predict(&r->few, next);
    if (!r->beyond && r->wrong.value > 0 && !isnan(r->few.exposure))
        any.value = assay_predictive_at_least(&day, 1);
    return any;
}

static void put_expected(const spot *s, assay_ranged expected)
{
    const double n = s->f->options->passages;
    const assay_interval bounds = s->rates->wrong_bounds;
    assay_entry entry = made(s, "wrong alerts expected", "count", expected,
                             FROM_RATE, s->rates->no_wrong);
    if (!s->rates->no_wrong && bounds.low < bounds.high) {
        entry.figure.bounds[0] = n * bounds.low;
        entry.figure.bounds[1] = n * bounds.high;
    }
    add(s, &entry);
}

static void tell_wrong(spot *s)
{
    const assay_forecast_rates *r = s->rates;
    const double n = s->f->options->passages, hours = s->f->options->hours;
    const assay_ranged expected = assay_ranged_times(r->wrong, n);
    put_rate(s, "FPIR", r->wrong, r->wrong_events, r->wrong_trials,
             r->no_wrong);
    put_expected(s, expected);
    put_day(s, "wrong alerts on a day",
            r->no_wrong ? expected : day_of(s, expected, &r->few, &r->many, n),
            r->no_wrong);
    put(s, "days with a wrong alert", "proportion",
        r->no_wrong ? expected : any_of(s),
        "of days whose rate is at the ends of its interval", r->no_wrong);
    if (hours > 0)
        put(s, "wrong alerts per hour", "per hour",
            assay_ranged_times(expected, 1 / hours), FROM_RATE, r->no_wrong);
}

// Whether the ends of what both rates make are those of both at once.
static bool at_once(const spot *s)
{
    return s->rates->beyond || s->f->together;
}

static const char *method_of(const spot *s)
{
    return s->rates->beyond ? CORNERS : s->f->together ? TOGETHER : FROM_RATES;
}

static assay_ranged sum_of(const spot *s, assay_ranged a, assay_ranged b)
{
    if (at_once(s))
        return (assay_ranged){a.value + b.value, a.low + b.low,
                              a.high + b.high};
    return assay_ranged_sum(a, b);
}

// What officers have to do.
static void tell_work(const spot *s, assay_ranged right, assay_ranged wrong,
                      const char *why)
{
    const assay_forecast_options *o = s->f->options;
    const char *method = method_of(s);
    const assay_ranged all = sum_of(s, right, wrong);
    if (o->hours > 0)
        put(s, "alerts per hour", "per hour",
            assay_ranged_times(all, 1 / o->hours), method, why);
    if (o->alert_seconds > 0)
        put(s, "hours with alerts", "hours",
            assay_ranged_times(all, o->alert_seconds / 3600), method, why);
}

// After officers have looked, by the shares that they confirm.
static void tell_stops(const spot *s, double prevalence, assay_ranged right,
                       assay_ranged wrong, const char *why)
{
    const assay_forecast_options *o = s->f->options;
    const double h = o->right_confirmed, a = o->wrong_confirmed;
    if (isnan(h) || isnan(a)) return;
    const assay_ranged found = assay_ranged_times(s->rates->found, h);
    const assay_ranged mistaken = assay_ranged_times(s->rates->wrong, a);
    put(s, "right stops expected", "count", assay_ranged_times(right, h),
        FROM_RATE, s->rates->no_found);
    put(s, "wrong stops expected", "count", assay_ranged_times(wrong, a),
        FROM_RATE, s->rates->no_wrong);
    put(s, "right stops per stop", "proportion",
        assay_alerts_right(prevalence, &found, &mistaken, at_once(s)),
        method_of(s), why);
}

static void tell_right(spot *s, double prevalence)
{
    const assay_forecast_rates *r = s->rates;
    const double listed = s->f->options->passages * prevalence;
    const assay_ranged found = r->found;
    const assay_ranged missed = {1 - found.value, 1 - found.high,
                                 1 - found.low};
    const assay_past past = assay_past_of(&found, s->f->confidence);
    const assay_ranged right = assay_ranged_times(found, listed);
    const assay_ranged wrong =
        assay_ranged_times(r->wrong, s->f->options->passages);
    const char *why = r->no_found ? r->no_found : r->no_wrong;
    const spot alone = *s;
    s->at[s->at_count++] = (assay_at){"prevalence", prevalence};
    put(s, "right alerts expected", "count", right, FROM_RATE, r->no_found);
    put_day(s, "right alerts on a day",
            r->no_found ? right : day_of(s, right, &past, &past, listed),
            r->no_found);
    put(s, "misses expected", "count", assay_ranged_times(missed, listed),
        FROM_RATE, r->no_found);
    put(s, "right alerts per alert", "proportion",
        assay_alerts_right(prevalence, &found, &r->wrong, at_once(s)),
        method_of(s), why);
    tell_work(s, right, wrong, why);
    tell_stops(s, prevalence, right, wrong, why);
    *s = alone;
}

static spot spot_of(assay_forecast *f,
                    const assay_forecast_threshold *threshold, double size,
                    const assay_forecast_rates *rates, size_t cell)
{
    spot s = {.f = f,
              .threshold = threshold,
              .size = size,
              .rates = rates,
              .cell = cell};
    if (!isnan(threshold->value))
        s.at[s.at_count++] = (assay_at){"threshold", threshold->value};
    return s;
}

void assay_forecast_tell(assay_forecast *f,
                         const assay_forecast_threshold *threshold, double size,
                         const assay_forecast_rates *rates, bool first)
{
    const assay_cell everybody = {.people = UINT64_MAX};
    const size_t cell = assay_ledger_cell(&f->ledger, &everybody);
    spot s = spot_of(f, threshold, size, rates, cell);
    const size_t n = f->prevalence_count;
    if (first)
        put_rate(&s, "TPIR", rates->found, rates->found_events,
                 rates->found_trials, rates->no_found);
    if (size > 0) s.at[s.at_count++] = (assay_at){"watchlist_size", size};
    tell_wrong(&s);
    for (size_t i = 0; i < n; i++)
        if (!f->prevalence_range || !i || i + 1 == n)
            tell_right(&s, f->prevalences[i]);
}

void assay_forecast_tell_group(assay_forecast *f,
                               const assay_forecast_threshold *threshold,
                               double size, const assay_forecast_rates *rates,
                               size_t cell, bool first)
{
    spot s = spot_of(f, threshold, size, rates, cell);
    if (first)
        put_rate(&s, "TPIR", rates->found, rates->found_events,
                 rates->found_trials, rates->no_found);
    if (size > 0) s.at[s.at_count++] = (assay_at){"watchlist_size", size};
    put_rate(&s, "FPIR", rates->wrong, rates->wrong_events, rates->wrong_trials,
             rates->no_wrong);
}

void assay_forecast_tell_made_up(assay_forecast *f,
                                 const assay_forecast_threshold *threshold,
                                 const assay_figure *fpir, size_t cell,
                                 bool everybody)
{
    const assay_ranged rate = {fpir->value, fpir->low, fpir->high};
    const assay_past past = assay_past_of(&rate, f->confidence);
    const char *why =
        isnan(rate.value)
            ? (fpir->note ? fpir->note : "the test holds no such search")
            : NULL;
    const assay_forecast_rates rates = {.wrong = rate,
                                        .wrong_note = fpir->note};
    spot s = spot_of(f, threshold, (double)fpir->watchlist_size, &rates, cell);
    const assay_ranged expected =
        assay_ranged_times(rate, f->options->passages);
    s.at[s.at_count++] =
        (assay_at){"watchlist_size", (double)fpir->watchlist_size};
    put(&s, fpir->name, "proportion", rate, fpir->method, why);
    if (!everybody) return;
    put(&s, "wrong alerts expected of a list made up as given", "count",
        expected, FROM_RATE, why);
    put_day(&s, "wrong alerts on a day of a list made up as given",
            why ? expected
                : day_of(&s, expected, &past, &past, f->options->passages),
            why);
}
