// SPDX-License-Identifier: Apache-2.0
// Comparisons of pairs say nothing of a list but one limit: a search of n
// identities names somebody wrongly at most n times as often as a pair matches.
#include "base/alloc.h"
#include "base/fail.h"
#include "base/text.h"
#include "measure/forecast_study.h"
#include "measure/require.h"
#include "measure/sentences.h"

#include <math.h>
#include <string.h>

static bool is(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

// A limit that is being told.
typedef struct limit {
    const assay_forecast_input *input;
    assay_ledger *ledger;
    const assay_figure *fmr;
    double size;
} limit;

static bool asked_for(const limit *l)
{
    const assay_numbers *of = &l->input->options->thresholds.numbers;
    if (!of->count) return true;
    for (size_t i = 0; i < of->count; i++)
        if ((float)of->items[i] == (float)l->fmr->threshold) return true;
    return false;
}

static double at_most_one(double x)
{
    return x < 1 ? x : 1;
}

static void put(const limit *l, const char *name, const char *unit, double by)
{
    const assay_cell everybody = {.people = UINT64_MAX};
    const assay_at at[] = {{"threshold", l->fmr->threshold},
                           {"watchlist_size", l->size}};
    assay_entry entry = {.figure = assay_figure_blank(),
                         .cell = assay_ledger_cell(l->ledger, &everybody),
                         .guard_low = NAN,
                         .guard_high = NAN};
    assay_figure *figure = &entry.figure;
    figure->name = name;
    figure->unit = unit;
    figure->at = at;
    figure->at_count = 2;
    figure->threshold = l->fmr->threshold;
    figure->rule = l->fmr->rule;
    figure->watchlist_size = (int64_t)l->size;
    figure->bounds[0] = 0;
    figure->bounds[1] = by * at_most_one(l->size * l->fmr->value);
    figure->low = 0;
    figure->high = by * at_most_one(l->size * l->fmr->high);
    figure->interval = "confidence";
    figure->confidence = l->input->options->common.confidence;
    figure->method = "at most the size times the FMR (union bound)";
    figure->status = ASSAY_FIGURE_REFUSED;
    figure->note = "beyond the test, of pairs: a limit, no estimate";
    (void)assay_ledger_add(l->ledger, &entry, false);
}

static void say(const limit *l, assay_result *result)
{
    const assay_forecast_options *o = l->input->options;
    const double most = o->passages * at_most_one(l->size * l->fmr->high);
    const char *passages =
        assay_spoken_number(&l->ledger->arena, (uint64_t)o->passages);
    const char *size =
        assay_spoken_number(&l->ledger->arena, (uint64_t)l->size);
    const char *count =
        assay_spoken_number(&l->ledger->arena, (uint64_t)ceil(most));
    char digits[32];
    digits[assay_print_double(l->fmr->threshold, 9, digits)] = '\0';
    const char *value = assay_ledger_text(l->ledger, "%s", digits);
    if (!passages || !size || !count || !value) {
        l->ledger->no_memory = true;
        return;
    }
    const assay_statement statement = {
        ASSAY_IN_SHORT,
        assay_ledger_text(l->ledger,
                          "Beyond the test: at %s passages, with %s on the "
                          "list and threshold %s, at most %s wrong alerts are "
                          "to be expected.",
                          passages, size, value, count),
        NULL, 0};
    if (statement.text) assay_build_statement(result, &statement);
}

static void say_untold(assay_result *result)
{
    static const assay_statement said[] = {
        {ASSAY_CANNOT_BE_TOLD,
         "How many wrong alerts there will be: comparisons of pairs give one "
         "limit and no estimate for a list.",
         NULL, 0},
        {ASSAY_TO_KNOW_IT,
         "Searches of a list: assay templates, or assay candidates.", NULL, 0},
        {ASSAY_CANNOT_BE_TOLD,
         "How many right alerts: no search of a list is in these pairs.", NULL,
         0},
        {ASSAY_TO_KNOW_IT,
         "Searches of a list, or a trial with volunteers: assay alerts.", NULL,
         0},
    };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        assay_build_statement(result, &said[i]);
}

static size_t tell_all(const assay_forecast_input *input, assay_ledger *ledger,
                       assay_result *result)
{
    size_t n = 0, told = 0, said = 0;
    const assay_numbers *sizes = &input->options->sizes.numbers;
    const assay_figure *all = assay_result_figures(input->from, &n);
    // The strictest target stands last.
    for (size_t i = n; i-- > 0;) {
        limit l = {input, ledger, &all[i], 0};
        if (!is(all[i].name, "FMR") || all[i].group_count ||
            all[i].reference_group_count || isnan(all[i].high) ||
            isnan(all[i].threshold) || !asked_for(&l))
            continue;
        for (size_t k = 0; k < sizes->count; k++, told++) {
            l.size = sizes->items[k];
            put(&l, "FPIR", "proportion", 1);
            put(&l, "wrong alerts expected", "count", input->options->passages);
            // That no more come than people pass needs no saying.
            if (l.size * l.fmr->high < 1 && said++ < 2) say(&l, result);
        }
    }
    return told;
}

assay_status assay_forecast_pairs(const assay_forecast_input *input,
                                  assay_result *result, assay_error *err)
{
    ASSAY_AUTO(assay_ledger_end) assay_ledger ledger = {.no_memory = false};
    const assay_texts *require = &input->options->common.require;
    ASSAY_TRY(assay_require_check(require, err));
    if (!input->options->sizes.numbers.count)
        return assay_fail(err, ASSAY_EINPUT,
                          "a result of pairs (1:1) says nothing of a list but "
                          "one limit, the size times the FMR: for it give "
                          "--watchlist-size; for a forecast evaluate searches "
                          "with assay templates or assay candidates");
    if (!tell_all(input, &ledger, result))
        return assay_fail(err, ASSAY_EINPUT,
                          "the result holds no FMR with an interval at the "
                          "thresholds asked for");
    say_untold(result);
    const assay_warning warning = {
        "beyond_test", ASSAY_CHANGES_THE_READING,
        "no list was searched: limits from comparisons of pairs", -1};
    assay_build_warning(result, &warning);
    ASSAY_TRY(assay_require_hold(require, &ledger, result, err));
    assay_ledger_flush(&ledger, result);
    return ledger.no_memory ? assay_fail_memory(err, "the figures") : ASSAY_OK;
}
