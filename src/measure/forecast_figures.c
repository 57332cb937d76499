// SPDX-License-Identifier: Apache-2.0
// Rates from the figures of a result that keeps no searches: at its own
// thresholds and list sizes alone.
#include "measure/forecast_study.h"

#include <math.h>
#include <string.h>

static bool is(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

static bool same_group(const assay_forecast_source *s, const assay_figure *of)
{
    if (of->group_count != s->label_count || of->reference_group_count)
        return false;
    for (size_t i = 0; i < s->label_count; i++)
        if (!is(of->group[i].attribute, s->labels[i].attribute) ||
            !is(of->group[i].value, s->labels[i].value))
            return false;
    return true;
}

static bool has(const assay_figure *figure, const char *key)
{
    for (size_t i = 0; i < figure->at_count; i++)
        if (is(figure->at[i].key, key)) return true;
    return false;
}

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b)) || (float)a == (float)b;
}

// The first, which is the headline, of this name and threshold, FPIR also of
// this list size.
static const assay_figure *find(const assay_forecast_source *s,
                                const char *name, double size)
{
    size_t n = 0;
    const assay_figure *all =
        assay_result_figures(s->forecast->input->from, &n);
    for (size_t i = 0; i < n; i++) {
        const assay_figure *figure = &all[i];
        if (!is(figure->name, name) || !same_group(s, figure)) continue;
        if (!same_number(figure->threshold, s->threshold)) continue;
        if (has(figure, "rank") || isnan(figure->value)) continue;
        if (is(name, "FPIR") && figure->watchlist_size != (int64_t)size)
            continue;
        return figure;
    }
    return NULL;
}

// Why a rate without an interval makes no forecast.
static const char *no_range(const assay_figure *rate, const char *alone)
{
    if (rate->status == ASSAY_FIGURE_SINGLE_SUBJECT) return alone;
    return "the rate has no interval in the result, so that no range of a day "
           "follows from it";
}

void assay_forecast_open_figures(assay_forecast_source *s,
                                 const assay_forecast_threshold *threshold)
{
    s->threshold = threshold->value;
    const assay_figure *found = find(s, "TPIR", 0);
    s->no_found = "the result has no TPIR at this threshold";
    if (!found) return;
    s->no_found = no_range(found, "one person alone made all passages by "
                                  "people on the list: how others are found is "
                                  "not told by them");
    if (isnan(found->low)) return;
    s->no_found = NULL;
    s->found = (assay_ranged){found->value, found->low, found->high};
    s->found_events = found->events;
    s->found_trials = found->trials;
}

// What nobody verified may all have been right, or wrong: a past for each end,
// of as many independent passages as the rate is worth.
static void take_bounds(const assay_figure *wrong, assay_forecast_rates *r)
{
    const double least = wrong->bounds[0], most = wrong->bounds[1];
    if (!(least < most)) return;
    r->wrong_bounds = (assay_interval){least, most};
    r->wrong_note = "alerts that nobody verified are taken as right at the "
                    "lower end, as wrong at the upper";
    if (!(wrong->effective > 0)) return;
    r->few = (assay_past){least * wrong->effective, wrong->effective, 0};
    r->many = (assay_past){most * wrong->effective, wrong->effective, 0};
}

assay_forecast_rates assay_forecast_at_figures(assay_forecast_source *s,
                                               double size)
{
    const double confidence = s->forecast->confidence;
    const assay_figure *wrong = find(s, "FPIR", size);
    assay_forecast_rates r = assay_forecast_unknown(s);
    r.no_wrong = "the result keeps no searches, and has no FPIR of its own at "
                 "this threshold and list size";
    if (!wrong) return r;
    r.no_wrong = no_range(wrong, "one person alone made all passages by "
                                 "people not on the list: what others bring is "
                                 "not told by them");
    if (isnan(wrong->low)) return r;
    r.no_wrong = NULL;
    r.wrong = (assay_ranged){wrong->value, wrong->low, wrong->high};
    r.wrong_events = wrong->events;
    r.wrong_trials = wrong->trials;
    r.few = r.many = assay_past_of(&r.wrong, confidence);
    take_bounds(wrong, &r);
    return r;
}
