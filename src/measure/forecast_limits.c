// SPDX-License-Identifier: Apache-2.0
// The reverse: the threshold, or the list size, that keeps wrong alerts under a
// limit on 95 of 100 days. From the strictest threshold down, in steps that
// double, to the first that doesn't keep it; then by halves between the two. A
// count of a day gets no smaller as the threshold falls, so that it is enough
// that each step holds with the confidence (docs/statistics.md 5.7).
#include "base/alloc.h"
#include "base/order.h"
#include "base/text.h"
#include "measure/forecast_study.h"
#include "measure/sentences.h"

#include <math.h>
#include <string.h>

bool assay_forecast_keeps(const assay_forecast *f,
                          const assay_forecast_rates *rates, double most)
{
    const assay_predictive day =
        assay_predict(&rates->many, f->options->passages);
    if (isnan(rates->many.exposure)) return false;
    if (most >= f->options->passages) return true;
    return assay_predictive_at_least(&day, floor(most) + 1) <=
           1 - f->confidence;
}

static bool keeps_at(assay_forecast *f, uint32_t key, double size)
{
    const assay_forecast_threshold threshold = {.key = key};
    assay_forecast_source s = {.forecast = f, .light = true};
    assay_forecast_open(&s, &threshold);
    const assay_forecast_rates r = assay_forecast_at(&s, size);
    const bool keeps = assay_forecast_keeps(f, &r, f->options->wrong_at_most);
    assay_forecast_close(&s);
    return keeps;
}

// Thresholds by how many searches may name somebody: tops[i] is left out.
typedef struct steps {
    uint32_t *tops;
    size_t count; ///< above the end of what was kept
} steps;

static uint32_t key_at(const assay_forecast *f, const steps *to, size_t i)
{
    const uint32_t key = i < to->count ? to->tops[i] + 1 : f->floor_key;
    return key > f->top_key ? f->top_key : key;
}

// The last step that keeps the limit before one that doesn't; count + 1: none.
static size_t last_kept(assay_forecast *f, const steps *to, double size)
{
    size_t kept = 0, lost = to->count + 1;
    if (!keeps_at(f, key_at(f, to, 0), size)) return to->count + 1;
    for (size_t i = 1; i <= to->count; i *= 2) {
        if (!keeps_at(f, key_at(f, to, i), size)) {
            lost = i;
            break;
        }
        kept = i;
    }
    while (lost - kept > 1) {
        const size_t middle = kept + (lost - kept) / 2;
        if (keeps_at(f, key_at(f, to, middle), size))
            kept = middle;
        else
            lost = middle;
    }
    return kept;
}

// Searches without a wrong alert that would be enough.
static double enough(const assay_forecast *f)
{
    double low = 1, high = 1e15;
    assay_forecast_rates r = {.no_wrong = NULL};
    for (int i = 0; i < 100; i++) {
        const double middle = sqrt(low * high);
        r.many = (assay_past){0, middle, 0};
        if (assay_forecast_keeps(f, &r, f->options->wrong_at_most))
            high = middle;
        else
            low = middle;
    }
    return ceil(high);
}

static assay_entry start(assay_forecast *f, const char *name, const char *unit)
{
    const assay_cell everybody = {.people = UINT64_MAX};
    assay_entry entry = {.figure = assay_figure_blank(),
                         .cell = assay_ledger_cell(&f->ledger, &everybody),
                         .guard_low = NAN,
                         .guard_high = NAN};
    entry.figure.name = name;
    entry.figure.unit = unit;
    entry.figure.confidence = f->confidence;
    entry.figure.of =
        assay_ledger_text(&f->ledger, "%.15g passages", f->options->passages);
    return entry;
}

static void refuse(assay_forecast *f, const char *why, assay_figure *figure)
{
    figure->status = ASSAY_FIGURE_REFUSED;
    figure->note = why;
    if (!why) f->ledger.no_memory = true;
}

static const char *number(assay_forecast *f, double n)
{
    const char *text = assay_spoken_number(&f->ledger.arena, (uint64_t)n);
    return text ? text : "";
}

static bool is_told(const assay_forecast *f, uint32_t key)
{
    for (size_t i = 0; i < f->threshold_count; i++)
        if (f->thresholds[i].told && f->thresholds[i].key == key) return true;
    return false;
}

// All figures at the threshold that was found.
static void tell_there(assay_forecast *f, uint32_t key, double size)
{
    const assay_forecast_threshold threshold = {
        assay_double_as_printed(assay_ident_threshold(&f->searches, key), 9),
        key, true, true};
    assay_forecast_source s = {.forecast = f};
    if (is_told(f, key)) return;
    assay_forecast_open(&s, &threshold);
    const assay_forecast_rates r = assay_forecast_at(&s, size);
    assay_forecast_tell(f, &threshold, size, &r, true);
    assay_forecast_close(&s);
}

static void tell_threshold(assay_forecast *f, const steps *to, double size,
                           uint64_t searches)
{
    const assay_at at[] = {{"wrong_at_most", f->options->wrong_at_most},
                           {"watchlist_size", size}};
    assay_entry entry = start(f, "threshold for the limit", "score");
    assay_figure *figure = &entry.figure;
    const size_t kept = last_kept(f, to, size);
    const uint32_t key = key_at(f, to, kept);
    figure->at = at;
    figure->at_count = 2;
    figure->watchlist_size = (int64_t)size;
    figure->method = "prediction: negative binomial, one-sided";
    if (kept > to->count) {
        refuse(f,
               size > (double)f->most
                   ? "not even where no search named "
                     "anybody: the list is larger than any "
                     "that was searched"
                   : assay_ledger_text(&f->ledger,
                                       "not even where no search named "
                                       "anybody: needs %s searches "
                                       "by people not on the list, all without "
                                       "a wrong alert, has "
                                       "%s",
                                       number(f, enough(f)),
                                       number(f, (double)searches)),
               figure);
    } else {
        figure->value = assay_double_as_printed(
            assay_ident_threshold(&f->searches, key), 9);
        figure->threshold = figure->value;
        figure->note =
            kept == to->count
                ? "the lowest threshold of which all was kept; a lower one "
                  "may do"
                : "the lowest that keeps the limit; chosen on the searches of "
                  "the test, which the confidence takes in";
    }
    (void)assay_ledger_add(&f->ledger, &entry, false);
    if (kept <= to->count) tell_there(f, key, size);
}

static bool keeps_size(assay_forecast_source *s, double size)
{
    const assay_forecast_rates r = assay_forecast_at(s, size);
    return assay_forecast_keeps(s->forecast, &r,
                                s->forecast->options->wrong_at_most);
}

static void tell_size(assay_forecast_source *s,
                      const assay_forecast_threshold *threshold)
{
    assay_forecast *f = s->forecast;
    const assay_at at[] = {{"wrong_at_most", f->options->wrong_at_most},
                           {"threshold", threshold->value}};
    assay_entry entry = start(f, "watchlist size for the limit", "count");
    assay_figure *figure = &entry.figure;
    double low = 1, high = (double)f->most;
    figure->at = at;
    figure->at_count = 2;
    figure->threshold = threshold->value;
    figure->method = "prediction: negative binomial, one-sided";
    if (s->outside || !f->most || !keeps_size(s, 1)) {
        refuse(f,
               s->outside ? s->outside
                          : "not even with one on the list: the test is too "
                            "small to show it, or the threshold too low",
               figure);
        (void)assay_ledger_add(&f->ledger, &entry, false);
        return;
    }
    const bool all = keeps_size(s, high);
    if (all) low = high;
    while (high - low > 1) {
        const double middle = floor(0.5 * (low + high));
        if (keeps_size(s, middle))
            low = middle;
        else
            high = middle;
    }
    figure->value = low;
    figure->note = all ? "the largest list that was searched; a larger one may "
                         "do, which the test cannot show"
                       : "the largest list that keeps the limit";
    (void)assay_ledger_add(&f->ledger, &entry, false);
}

// ---- Of figures alone: among the thresholds and sizes of the result --------

// The rates at a threshold and a size; value NaN where the result has none.
static assay_forecast_rates
rates_at(assay_forecast *f, const assay_forecast_threshold *at, double size)
{
    assay_forecast_source s = {.forecast = f, .light = true};
    assay_forecast_open(&s, at);
    const assay_forecast_rates r = assay_forecast_at(&s, size);
    assay_forecast_close(&s);
    return r;
}

static bool is_kept(const assay_forecast *f, const assay_forecast_rates *r)
{
    return assay_forecast_keeps(f, r, f->options->wrong_at_most);
}

static const char *none_known(assay_forecast *f, const char *what,
                              const char *least)
{
    return assay_ledger_text(
        &f->ledger,
        "none of the %s in the result keeps it, not even the %s; without a "
        "wrong alert it takes %s independent passages by people not on the "
        "list",
        what, least, number(f, enough(f)));
}

// Those of the result, the strictest first: the last that keeps the limit
// before one that does not.
static void tell_known_threshold(assay_forecast *f, double size)
{
    const assay_at at[] = {{"wrong_at_most", f->options->wrong_at_most},
                           {"watchlist_size", size}};
    assay_entry entry = start(f, "threshold for the limit", "score");
    assay_figure *figure = &entry.figure;
    size_t known = 0;
    bool keeps = true;
    // A result that does not name its threshold has no other.
    if (f->threshold_count == 1 && isnan(f->thresholds[0].value)) return;
    figure->at = at;
    figure->at_count = size > 0 ? 2 : 1;
    figure->watchlist_size = (int64_t)size;
    figure->method = "prediction: negative binomial, one-sided";
    for (size_t i = 0; i < f->threshold_count && keeps; i++) {
        const assay_forecast_threshold *one = &f->thresholds[i];
        if (isnan(one->value)) continue;
        const assay_forecast_rates r = rates_at(f, one, size);
        if (isnan(r.wrong.value)) continue;
        known++;
        keeps = is_kept(f, &r);
        if (keeps) figure->value = figure->threshold = one->value;
    }
    figure->note = "of the thresholds in the result, which keeps no searches, "
                   "the lowest that keeps the limit";
    if (isnan(figure->value))
        refuse(f,
               known ? none_known(f, "thresholds", "strictest")
                     : "the result keeps no searches, and has no threshold "
                       "with an FPIR of such a list",
               figure);
    (void)assay_ledger_add(&f->ledger, &entry, false);
}

// The least list size above `size` of which the result has an FPIR; INFINITY:
// none.
static double next_size(const assay_forecast *f, double size)
{
    size_t n = 0;
    double least = (double)INFINITY;
    const assay_figure *all = assay_result_figures(f->input->from, &n);
    for (size_t i = 0; i < n; i++) {
        const double one = (double)all[i].watchlist_size;
        const bool is_fpir = all[i].name && strcmp(all[i].name, "FPIR") == 0;
        if (is_fpir && one > size && one < least) least = one;
    }
    return least;
}

// The shortest list first.
static void tell_known_size(assay_forecast *f,
                            const assay_forecast_threshold *threshold)
{
    const assay_at at[] = {{"wrong_at_most", f->options->wrong_at_most},
                           {"threshold", threshold->value}};
    assay_entry entry = start(f, "watchlist size for the limit", "count");
    assay_figure *figure = &entry.figure;
    size_t known = 0;
    bool keeps = true;
    figure->at = at;
    figure->at_count = isnan(threshold->value) ? 1 : 2;
    figure->threshold = threshold->value;
    figure->method = "prediction: negative binomial, one-sided";
    for (double size = 0; keeps && (size = next_size(f, size)) < 1e15;) {
        const assay_forecast_rates r = rates_at(f, threshold, size);
        if (isnan(r.wrong.value)) continue;
        known++;
        keeps = is_kept(f, &r);
        if (keeps) figure->value = size;
    }
    figure->note = "of the lists in the result, which keeps no searches, the "
                   "longest that keeps the limit";
    if (isnan(figure->value))
        refuse(f,
               known ? none_known(f, "lists", "shortest")
                     : "the result keeps no searches, and has no FPIR of a "
                       "list whose size is known at this threshold",
               figure);
    (void)assay_ledger_add(&f->ledger, &entry, false);
}

void assay_forecast_limit_size(assay_forecast_source *s,
                               const assay_forecast_threshold *threshold)
{
    assay_forecast *f = s->forecast;
    if (isnan(f->options->wrong_at_most)) return;
    if (f->input->searches)
        tell_size(s, threshold);
    else
        tell_known_size(f, threshold);
}

void assay_forecast_limit_thresholds(assay_forecast *f)
{
    steps to = {NULL, 0};
    size_t all = 0;
    const assay_ident_part part = {.all = &f->searches};
    if (isnan(f->options->wrong_at_most)) return;
    for (size_t i = 0; !f->input->searches && i < f->size_count; i++)
        if (f->sizes[i].told) tell_known_threshold(f, f->sizes[i].value);
    if (!f->input->searches) return;
    to.tops = assay_ident_field_tops(&part, &all);
    if (!to.tops) f->ledger.no_memory = true;
    while (to.tops && to.count < all && to.tops[to.count] >= f->floor_key)
        to.count++;
    for (size_t i = 0; to.tops && i < f->size_count; i++)
        if (f->sizes[i].told)
            tell_threshold(f, &to, f->sizes[i].value, f->used);
    assay_free(to.tops);
}
