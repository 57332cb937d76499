// SPDX-License-Identifier: Apache-2.0
// At which thresholds, list sizes and prevalences a forecast is made.
#include "base/alloc.h"
#include "base/fail.h"
#include "base/order.h"
#include "base/text.h"
#include "measure/forecast_study.h"
#include "stats/elementary.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// A hundred bytes each.
enum { CELLS_MOST = 1000000 };

static bool is(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

static uint32_t key_of(const assay_forecast *f, double threshold)
{
    const double score = f->distance ? 0.0 - threshold : threshold;
    const float clean = assay_score_clean((float)score);
    return assay_key_of(clean) + (f->strict ? 1 : 0);
}

static bool is_rate(const assay_figure *figure)
{
    return (is(figure->name, "FPIR") || is(figure->name, "TPIR")) &&
           !figure->group_count && !figure->reference_group_count;
}

static bool was_set(const assay_forecast *f, uint32_t key)
{
    size_t n = 0;
    const assay_figure *all = assay_result_figures(f->input->from, &n);
    for (size_t i = 0; i < n; i++)
        if (is_rate(&all[i]) && is(all[i].threshold_from, "all") &&
            !isnan(all[i].threshold) && key_of(f, all[i].threshold) == key)
            return true;
    return false;
}

static void add_threshold(assay_forecast *f, double value, bool told)
{
    const uint32_t key = isnan(value) ? 0 : key_of(f, value);
    for (size_t i = 0; i < f->threshold_count; i++)
        if (f->thresholds[i].key == key) return;
    f->thresholds[f->threshold_count++] = (assay_forecast_threshold){
        value, key, told, !isnan(value) && was_set(f, key)};
}

// The strictest first.
static int by_key(const void *a, const void *b)
{
    const assay_forecast_threshold *x = a;
    const assay_forecast_threshold *y = b;
    return (x->key < y->key) - (x->key > y->key);
}

// Those of the result that may be quoted, or (`any`) all; NaN where it has one
// that it does not name.
static void take_thresholds(assay_forecast *f, bool any)
{
    size_t n = 0;
    bool nameless = false;
    const assay_figure *all = assay_result_figures(f->input->from, &n);
    for (size_t i = 0; i < n; i++) {
        if (!is_rate(&all[i]) || isnan(all[i].value)) continue;
        if (!any && all[i].status != ASSAY_FIGURE_OK) continue;
        if (isnan(all[i].threshold))
            nameless = true;
        else
            add_threshold(f, assay_double_as_printed(all[i].threshold, 9),
                          true);
    }
    if (!f->threshold_count && nameless) add_threshold(f, NAN, true);
}

static size_t figures_of(const assay_forecast *f)
{
    size_t n = 0;
    (void)assay_result_figures(f->input->from, &n);
    return n;
}

static assay_status plan_thresholds(assay_forecast *f, assay_error *err)
{
    const assay_span *asked = &f->options->thresholds;
    const double *from = asked->numbers.items;
    const size_t steps = ASSAY_FORECAST_THRESHOLDS;
    const size_t room = asked->numbers.count + steps + figures_of(f);
    f->thresholds = assay_new(0, room, sizeof *f->thresholds);
    if (!f->thresholds) return assay_fail_memory(err, "the thresholds");
    for (size_t i = 0; i < asked->numbers.count; i++) {
        if (!(fabs(from[i]) <= (double)FLT_MAX))
            return assay_fail(err, ASSAY_EUSAGE,
                              "a threshold must be a number that a float32 "
                              "can hold");
        add_threshold(f, from[i], true);
    }
    for (size_t i = 1; asked->range && i + 1 < steps; i++)
        add_threshold(
            f, from[0] + (from[1] - from[0]) * (double)i / (double)(steps - 1),
            false);
    if (!f->threshold_count) take_thresholds(f, false);
    if (!f->threshold_count) take_thresholds(f, true);
    if (!f->threshold_count)
        return assay_fail(err, ASSAY_EINPUT,
                          "the result holds no threshold; name one with "
                          "--threshold");
    qsort(f->thresholds, f->threshold_count, sizeof *f->thresholds, by_key);
    return ASSAY_OK;
}

static void add_size(assay_forecast *f, double value, bool told)
{
    for (size_t i = 0; i < f->size_count; i++)
        if (f->sizes[i].value == value) return;
    f->sizes[f->size_count++] = (assay_forecast_size){value, told};
}

static int by_size(const void *a, const void *b)
{
    const assay_forecast_size *x = a;
    const assay_forecast_size *y = b;
    return (x->value > y->value) - (x->value < y->value);
}

// Step `i` of `n` from `a` to `b` on a logarithmic scale.
static double on_log_scale(double a, double b, size_t i, size_t n)
{
    const double part = (double)i / (double)(n - 1);
    return a * assay_exp(assay_log(b / a) * part);
}

static assay_status check_span(const char *name, const assay_span *asked,
                               assay_error *err)
{
    const assay_numbers *of = &asked->numbers;
    if (asked->range && (of->count != 2 || !(of->items[0] < of->items[1])))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--%s: a range is LOW..HIGH, the lower end first",
                          name);
    if (of->count <= ASSAY_FORECAST_ROWS) return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE, "--%s: at most %d at a time", name,
                      ASSAY_FORECAST_ROWS);
}

static assay_status plan_sizes(assay_forecast *f, assay_error *err)
{
    const assay_span *asked = &f->options->sizes;
    const double *from = asked->numbers.items;
    const size_t steps = ASSAY_FORECAST_SIZES;
    f->sizes = assay_new(0, asked->numbers.count + steps + 1, sizeof *f->sizes);
    if (!f->sizes) return assay_fail_memory(err, "the list sizes");
    for (size_t i = 0; i < asked->numbers.count; i++) {
        if (!(from[i] >= 1 && from[i] <= 1e12 && floor(from[i]) == from[i]))
            return assay_fail(err, ASSAY_EUSAGE,
                              "a watchlist size is a whole number from 1 on");
        add_size(f, from[i], true);
    }
    for (size_t i = 1; asked->range && i + 1 < steps; i++)
        add_size(f, floor(on_log_scale(from[0], from[1], i, steps) + 0.5),
                 false);
    // 0: the list of the test, of a size that the result does not tell.
    if (!f->size_count) add_size(f, (double)f->tested, true);
    qsort(f->sizes, f->size_count, sizeof *f->sizes, by_size);
    return ASSAY_OK;
}

static int ascending(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

static assay_status plan_prevalences(assay_forecast *f, assay_error *err)
{
    const assay_span *asked = &f->options->prevalence;
    const double *from = asked->numbers.items;
    const size_t n = asked->numbers.count, steps = ASSAY_FORECAST_PREVALENCES;
    f->prevalences = assay_new(0, n + steps, sizeof *f->prevalences);
    if (!f->prevalences) return assay_fail_memory(err, "the prevalences");
    for (size_t i = 0; i < n; i++) {
        if (!(from[i] > 0 && from[i] < 1))
            return assay_fail(err, ASSAY_EUSAGE,
                              "--prevalence is the share of passages by people "
                              "on the list, above 0 and below 1, as 1e-4");
        f->prevalences[f->prevalence_count++] = from[i];
    }
    f->prevalence_range = asked->range;
    for (size_t i = 1; asked->range && i + 1 < steps; i++)
        f->prevalences[f->prevalence_count++] =
            on_log_scale(from[0], from[1], i, steps);
    qsort(f->prevalences, f->prevalence_count, sizeof *f->prevalences,
          ascending);
    return ASSAY_OK;
}

assay_status assay_forecast_plan(assay_forecast *f, assay_error *err)
{
    ASSAY_TRY(check_span("threshold", &f->options->thresholds, err));
    ASSAY_TRY(check_span("watchlist-size", &f->options->sizes, err));
    ASSAY_TRY(check_span("prevalence", &f->options->prevalence, err));
    ASSAY_TRY(plan_thresholds(f, err));
    ASSAY_TRY(plan_sizes(f, err));
    ASSAY_TRY(plan_prevalences(f, err));
    const size_t shares = f->prevalence_count ? f->prevalence_count : 1;
    if (f->threshold_count * f->size_count * shares > CELLS_MOST)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%zu thresholds by %zu list sizes by %zu "
                          "prevalences: at most %d cells at a time",
                          f->threshold_count, f->size_count, shares,
                          (int)CELLS_MOST);
    return ASSAY_OK;
}
