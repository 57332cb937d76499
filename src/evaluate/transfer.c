// SPDX-License-Identifier: Apache-2.0
#include "evaluate/transfer.h"

#include "base/alloc.h"
#include "base/fail.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

static void drop_result(assay_result **result)
{
    assay_result_free(*result);
}

static bool is(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

// Of everybody: set on targets, or given.
static bool is_threshold(const assay_figure *figure)
{
    const bool named =
        is(figure->name, "threshold") || is(figure->name, "chosen threshold");
    const bool set = named && figure->status != ASSAY_FIGURE_REFUSED;
    const bool given =
        is(figure->threshold_from, "given") && is(figure->unit, "proportion");
    return (set || given) && !figure->group_count && !isnan(figure->threshold);
}

// As it was given, or as it is printed, with nine digits: the same float32.
static double as_told(const assay_figure *figure)
{
    if (is(figure->threshold_from, "given") && figure->at_count)
        return figure->at[0].value;
    return assay_double_as_printed(figure->threshold, 9);
}

static bool has(const assay_numbers_taken *taken, double value)
{
    for (size_t i = 0; i < taken->count; i++)
        if (taken->items[i] == value) return true;
    return false;
}

// The rule in words as a figure of these options would carry it.
static const char *rule_of(const assay_scores_options *options)
{
    if (options->distance) return options->rule == ASSAY_GE ? "le" : "lt";
    return options->rule == ASSAY_GE ? "ge" : "gt";
}

static assay_status take(const assay_scores_options *options,
                         const assay_result *from, assay_numbers_taken *taken,
                         assay_error *err)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(from, &count);
    for (size_t i = 0; i < count; i++) {
        const assay_figure *figure = &figures[i];
        if (!is_threshold(figure)) continue;
        if (figure->rule && !is(figure->rule, rule_of(options)))
            return assay_fail(err, ASSAY_EINPUT,
                              "its thresholds are for the rule %s, these "
                              "scores are judged by %s; give the same --rule "
                              "and --distance",
                              figure->rule, rule_of(options));
        const double value = as_told(figure);
        if (!has(taken, value)) taken->items[taken->count++] = value;
    }
    return ASSAY_OK;
}

assay_status assay_transfer_thresholds(assay_scores_options *options,
                                       assay_numbers_taken *taken,
                                       assay_error *err)
{
    ASSAY_AUTO(drop_result) assay_result *from = NULL;
    const char *path = options->thresholds_from;
    const size_t given = options->thresholds.count;
    size_t figures = 0;
    if (!path) return ASSAY_OK;
    ASSAY_TRY(assay_result_load(path, &from, err));
    (void)assay_result_figures(from, &figures);
    taken->items = assay_new(0, figures + given + 1, sizeof *taken->items);
    if (!taken->items) return assay_fail_memory(err, "the thresholds");
    for (size_t i = 0; i < given; i++)
        taken->items[taken->count++] = options->thresholds.items[i];
    if (take(options, from, taken, err) != ASSAY_OK)
        return assay_fail_at(err, path, 0);
    if (taken->count == given) {
        assay_fail(err, ASSAY_EINPUT, "the result holds no thresholds");
        return assay_fail_at(err, path, 0);
    }
    options->thresholds = (assay_numbers){taken->items, taken->count};
    if (assay_set_on_read(from, &taken->people, err) != ASSAY_OK)
        return assay_fail_at(err, path, 0);
    return ASSAY_OK;
}
