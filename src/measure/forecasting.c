// SPDX-License-Identifier: Apache-2.0
#include "measure/forecasting.h"

#include "base/alloc.h"
#include "base/fail.h"
#include "base/figure_place.h"
#include "base/text.h"
#include "measure/forecast_study.h"
#include "measure/make_up.h"
#include "measure/require.h"

#include <math.h>
#include <string.h>

void assay_forecast_open(assay_forecast_source *s,
                         const assay_forecast_threshold *threshold)
{
    s->found = (assay_ranged){NAN, NAN, NAN};
    s->found_events = s->found_trials = -1;
    assay_forecast_threshold at = *threshold;
    // Without one every row that a log of alerts has is an alert.
    if (isnan(at.value)) at.key = s->forecast->floor_key;
    if (s->forecast->input->searches)
        assay_forecast_open_searches(s, &at);
    else
        assay_forecast_open_figures(s, &at);
    s->threshold = at.value;
}

// Where few people make the searches unequally often, counts of people as the
// trial itself has them have an interval still.
assay_forecast_rates assay_forecast_at(assay_forecast_source *s, double size)
{
    if (!s->forecast->input->searches)
        return assay_forecast_at_figures(s, size);
    const assay_forecast_rates r = assay_forecast_at_searches(s, size);
    const char *kind = assay_result_evaluation(s->forecast->input->from);
    if (!isnan(r.wrong.low) || strcmp(kind, "scenario") != 0) return r;
    const assay_forecast_rates told = assay_forecast_at_figures(s, size);
    return told.no_wrong ? r : told;
}

void assay_forecast_close(assay_forecast_source *s)
{
    if (s->open) assay_ident_field_end(&s->field);
    s->open = false;
}

static bool is(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

// Identities on the list that was tested, as its figures say.
static uint64_t tested_size(const assay_result *from)
{
    size_t n = 0;
    const assay_figure *all = assay_result_figures(from, &n);
    for (size_t i = 0; i < n; i++)
        if ((is(all[i].name, "FPIR") || is(all[i].name, "TPIR")) &&
            all[i].watchlist_size > 0)
            return (uint64_t)all[i].watchlist_size;
    return 0;
}

static void at_threshold(assay_forecast *f, assay_forecast_table *table,
                         const assay_forecast_threshold *threshold)
{
    bool first = true;
    assay_forecast_source s = {.forecast = f};
    assay_forecast_open(&s, threshold);
    for (size_t i = 0; i < f->size_count; i++) {
        const double size = f->sizes[i].value;
        const assay_forecast_rates r = assay_forecast_at(&s, size);
        assay_forecast_table_add(table, threshold->value, i, &r);
        if (!threshold->told || !f->sizes[i].told) continue;
        assay_forecast_tell(f, threshold, size, &r, first);
        assay_forecast_curve_shares(f, threshold, size, &r);
        first = false;
    }
    if (threshold->told) {
        assay_forecast_curve_sizes(&s, threshold);
        assay_forecast_limit_size(&s, threshold);
    }
    assay_forecast_close(&s);
}

static void everybody(assay_forecast *f)
{
    assay_forecast_table table;
    const bool made = assay_forecast_table_make(f, &table);
    for (size_t i = 0; made && i < f->threshold_count; i++)
        at_threshold(f, &table, &f->thresholds[i]);
    assay_forecast_table_end(&table);
    assay_forecast_limit_thresholds(f);
}

// A group's rates at the thresholds and sizes that are told.
static void group_at(assay_forecast *f, const assay_forecast_source *whose,
                     size_t cell)
{
    for (size_t t = 0; t < f->threshold_count; t++) {
        bool first = true;
        assay_forecast_source s = *whose;
        if (!f->thresholds[t].told) continue;
        assay_forecast_open(&s, &f->thresholds[t]);
        for (size_t i = 0; i < f->size_count; i++) {
            if (!f->sizes[i].told) continue;
            const assay_forecast_rates r =
                assay_forecast_at(&s, f->sizes[i].value);
            assay_forecast_tell_group(f, &f->thresholds[t], f->sizes[i].value,
                                      &r, cell, first);
            first = false;
        }
        assay_forecast_close(&s);
    }
}

static void of_searches(assay_forecast *f)
{
    bool memory = true;
    for (size_t g = 0; g < f->input->group_count; g++) {
        const assay_search_group *group = &f->input->groups[g];
        if (group->only_references) continue;
        const assay_cell cell = {
            .labels = group->labels,
            .label_count = group->label_count,
            .unknown = group->unknown,
            .people = assay_ident_people_of(&f->searches, group, &memory)};
        const assay_forecast_source whose = {.forecast = f,
                                             .group = group,
                                             .labels = group->labels,
                                             .label_count = group->label_count};
        group_at(f, &whose, assay_ledger_cell(&f->ledger, &cell));
    }
    if (!memory) f->ledger.no_memory = true;
}

// Whether a figure before this one is of the same group.
static bool seen_before(const assay_figure *all, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (is(all[k].name, all[i].name) &&
            assay_figure_same_group(&all[k], &all[i]))
            return true;
    return false;
}

// Groups of which the result has rates that it shows.
static void of_figures(assay_forecast *f)
{
    size_t n = 0;
    const assay_figure *all = assay_result_figures(f->input->from, &n);
    for (size_t i = 0; i < n; i++) {
        const assay_figure *one = &all[i];
        if (!is(one->name, "TPIR") || !one->group_count ||
            one->reference_group_count || seen_before(all, i) ||
            one->status == ASSAY_FIGURE_SUPPRESSED)
            continue;
        const assay_cell cell = {
            .labels = one->group,
            .label_count = one->group_count,
            .people = one->subjects > 0 ? (uint64_t)one->subjects : UINT64_MAX};
        const assay_forecast_source whose = {.forecast = f,
                                             .labels = one->group,
                                             .label_count = one->group_count};
        group_at(f, &whose, assay_ledger_cell(&f->ledger, &cell));
    }
}

// Cells that the result itself does not show are not shown here.
static uint64_t min_subjects(const assay_forecast *f)
{
    size_t n = 0;
    uint64_t least = f->options->common.min_subjects;
    const assay_fact *facts = assay_result_facts(f->input->from, &n);
    for (size_t i = 0; i < n; i++)
        if (is(facts[i].key, "options.min_subjects"))
            (void)assay_parse_uint(assay_slice_of(facts[i].value), &least);
    return least;
}

static void drop(assay_forecast *f)
{
    assay_ledger_end(&f->ledger);
    assay_free(f->thresholds);
    assay_free(f->sizes);
    assay_free(f->prevalences);
}

// The largest list that was searched: what lies beyond the test begins there.
static void record_largest(const assay_forecast *f, assay_result *result)
{
    const uint64_t largest = f->most ? f->most : f->tested;
    if (largest) assay_build_fact_count(result, "from.largest_list", largest);
}

static assay_status run(assay_forecast *f, assay_result *result,
                        assay_error *err)
{
    const assay_texts *require = &f->options->common.require;
    ASSAY_TRY(assay_require_check(require, err));
    ASSAY_TRY(assay_forecast_searches_make(f, err));
    if (f->input->searches)
        ASSAY_TRY(assay_make_up_check(&f->searches.input, err));
    else if (f->options->common.groups.composition.count)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--composition needs a result that keeps its "
                          "searches, by group");
    ASSAY_TRY(assay_forecast_plan(f, err));
    record_largest(f, result);
    everybody(f);
    assay_forecast_made_up(f);
    if (f->input->searches)
        of_searches(f);
    else
        of_figures(f);
    if (f->ledger.no_memory) return assay_fail_memory(err, "the figures");
    (void)assay_ledger_suppress(&f->ledger, min_subjects(f));
    assay_ledger_blank(&f->ledger);
    assay_forecast_words(f, result);
    assay_forecast_warnings(f, result);
    ASSAY_TRY(assay_require_hold(require, &f->ledger, result, err));
    assay_ledger_flush(&f->ledger, result);
    return f->ledger.no_memory ? assay_fail_memory(err, "the figures")
                               : ASSAY_OK;
}

assay_status assay_forecast_measure(const assay_forecast_input *input,
                                    assay_result *result, assay_error *err)
{
    ASSAY_AUTO(drop)
    assay_forecast f = {.input = input,
                        .options = input->options,
                        .confidence = input->options->common.confidence,
                        .tested = tested_size(input->from)};
    const char *kind = assay_result_evaluation(input->from);
    if (is(kind, "operational"))
        return assay_forecast_records(input, result, err);
    if (is(kind, "verification"))
        return assay_forecast_pairs(input, result, err);
    return run(&f, result, err);
}
