// SPDX-License-Identifier: Apache-2.0
#include "tell/terminal_cells.h"

#include "base/alloc.h"
#include "base/fail.h"
#include "tell/format.h"

#include <stdio.h>
#include <string.h>

enum { NARROWEST = 60, USUAL = 80, MOST_WARNINGS = 5 };

// How one kind of evaluation is shown.
typedef struct kind {
    const char *evaluation;
    const char *subcommand; // where the facts don't name it
    void (*head)(const assay_terminal *to);
    void (*tables)(const assay_terminal *to);
    void (*checks)(const assay_terminal *to); // of the input; or NULL
} kind;

static const kind kinds[] = {
    {"verification", "scores", assay_terminal_scores_head,
     assay_terminal_scores, NULL},
    {"identification", "templates", assay_terminal_searches_head,
     assay_terminal_searches, NULL},
    {"counts", "counts", assay_terminal_counts_head, assay_terminal_counts,
     NULL},
    {"operational", "deployments", assay_terminal_deployments_head,
     assay_terminal_deployments, assay_terminal_deployments_checks},
    {"scenario", "alerts", assay_terminal_alerts_head, assay_terminal_alerts,
     NULL},
    {"attacks", "scores", assay_terminal_attacks_head, assay_terminal_figures,
     NULL},
    {"comparison", "compare", assay_terminal_compare_head,
     assay_terminal_compare, NULL},
    {"forecast", "forecast", assay_terminal_forecast_head,
     assay_terminal_forecast, NULL},
    {"size", "size", assay_terminal_size_head, assay_terminal_size, NULL},
};

// NULL: any other evaluation.
static const kind *kind_of(const assay_result *result)
{
    const char *evaluation = assay_result_evaluation(result);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].evaluation, evaluation) == 0) return &kinds[i];
    return NULL;
}

// What made the result: "scores", "templates", "candidates"...
static const char *subcommand_of(const assay_terminal *to)
{
    const char *fact = assay_terminal_fact(to, "subcommand");
    const kind *shown = kind_of(to->result);
    return fact[0] || !shown ? fact : shown->subcommand;
}

// "assay 0.1.0  scores  6,000 comparisons of 4,281 people; ..."
static void put_head(const assay_terminal *to)
{
    const kind *shown = kind_of(to->result);
    assay_sheet_put(to->sheet, "assay ");
    assay_sheet_put(to->sheet, assay_version());
    assay_sheet_put(to->sheet, "  ");
    if (!shown) {
        assay_sheet_wrap(to->sheet, 2, assay_result_evaluation(to->result));
        return;
    }
    assay_sheet_put(to->sheet, subcommand_of(to));
    assay_sheet_put(to->sheet, "  ");
    shown->head(to);
}

static void put_statements(const assay_terminal *to, assay_statement_kind which,
                           const char *heading)
{
    size_t count = 0;
    bool any = false;
    const assay_statement *statements =
        assay_result_statements(to->result, &count);
    for (size_t i = 0; i < count; i++) {
        if (statements[i].kind != which) continue;
        if (!any) assay_sheet_heading(to->sheet, heading);
        any = true;
        assay_sheet_wrap(to->sheet, 2, statements[i].text);
    }
}

// A "to know it" stands under the sentence that it answers.
static void put_untold(const assay_terminal *to)
{
    size_t count = 0;
    bool any = false;
    const assay_statement *statements =
        assay_result_statements(to->result, &count);
    for (size_t i = 0; i < count; i++) {
        if (statements[i].kind == ASSAY_IN_SHORT ||
            statements[i].kind == ASSAY_CLAIM)
            continue;
        if (!any) assay_sheet_heading(to->sheet, "CANNOT BE TOLD FROM THIS");
        any = true;
        if (statements[i].kind == ASSAY_TO_KNOW_IT) {
            assay_sheet_put(to->sheet, "    To know it: ");
            assay_sheet_wrap(to->sheet, 6, statements[i].text);
        } else {
            assay_sheet_wrap(to->sheet, 2, statements[i].text);
        }
    }
}

static const char *range_text(const assay_requirement *requirement, char *text)
{
    char value[ASSAY_FORMAT_SIZE], low[ASSAY_FORMAT_SIZE];
    char high[ASSAY_FORMAT_SIZE];
    const double ends[] = {requirement->low, requirement->high};
    text[0] = '\0';
    if (__builtin_isnan(requirement->value)) return text;
    assay_format_digits(requirement->value, 3, value);
    if (__builtin_isnan(ends[0]) || __builtin_isnan(ends[1]))
        (void)snprintf(text, ASSAY_FORMAT_SIZE, ": %.30s", value);
    else
        (void)snprintf(text, ASSAY_FORMAT_SIZE, ": %.24s (%.24s to %.24s)",
                       value, assay_format_digits(ends[0], 3, low),
                       assay_format_digits(ends[1], 3, high));
    return text;
}

// A label, and after it, on this line or the next, column `column`.
static void put_label(const assay_terminal *to, const char *label,
                      size_t column)
{
    assay_sheet_pad(to->sheet, 2);
    if (assay_sheet_columns(label) + 4 > column)
        assay_sheet_wrap(to->sheet, 2, label);
    else
        assay_sheet_put(to->sheet, label);
    assay_sheet_pad(to->sheet, column);
}

static void put_requirements(const assay_terminal *to)
{
    size_t count = 0;
    char range[ASSAY_FORMAT_SIZE];
    const assay_requirement *requirements =
        assay_result_requirements(to->result, &count);
    if (count > 0) assay_sheet_heading(to->sheet, "REQUIREMENTS");
    for (size_t i = 0; i < count; i++) {
        const assay_requirement *asked = &requirements[i];
        const char *text = assay_arena_format(to->arena, "%s%s", asked->text,
                                              range_text(asked, range));
        if (!text) to->sheet->no_memory = true;
        put_label(to, assay_verdict_name(asked->verdict), 13);
        assay_sheet_wrap(to->sheet, 13, text ? text : "");
        if (asked->note && asked->note[0])
            assay_sheet_wrap(to->sheet, 13, asked->note);
    }
}

static const char *heading_of(assay_weight weight)
{
    switch (weight) {
    case ASSAY_CHANGES_THE_READING: return "CHANGES THE READING";
    case ASSAY_LIMITS_IT: return "LIMITS IT";
    case ASSAY_FOR_THE_RECORD: return "FOR THE RECORD";
    }
    return "";
}

// The codes of the warnings that show stand in one column.
static size_t text_column(const assay_warning *warnings, size_t count)
{
    size_t column = 8;
    for (size_t i = 0; i < count; i++) {
        const size_t width = assay_sheet_columns(warnings[i].code) + 4;
        if (width > column && width <= 20) column = width;
    }
    return column;
}

static void put_warning(const assay_terminal *to, const assay_warning *warning,
                        size_t column)
{
    put_label(to, warning->code, column);
    assay_sheet_wrap(to->sheet, column, warning->text);
}

static size_t count_shown(const assay_terminal *to,
                          const assay_warning *warnings, size_t count)
{
    size_t shown = 0;
    if (to->verbose) return count;
    while (shown < count && shown < MOST_WARNINGS &&
           warnings[shown].weight != ASSAY_FOR_THE_RECORD)
        shown++;
    return shown;
}

static void put_warnings(const assay_terminal *to)
{
    size_t count = 0;
    char text[ASSAY_FORMAT_SIZE], more[ASSAY_FORMAT_SIZE];
    const assay_warning *warnings = assay_result_warnings(to->result, &count);
    const size_t shown = count_shown(to, warnings, count);
    const size_t column = text_column(warnings, shown);
    for (size_t i = 0; i < shown; i++) {
        if (i == 0 || warnings[i].weight != warnings[i - 1].weight)
            assay_sheet_heading(to->sheet, heading_of(warnings[i].weight));
        put_warning(to, &warnings[i], column);
    }
    if (shown == count) return;
    (void)snprintf(more, sizeof more, "%s%.20s more: --verbose",
                   shown > 0 ? "and " : "",
                   assay_format_count((int64_t)(count - shown), text));
    if (shown == 0) assay_sheet_heading(to->sheet, "FOR THE RECORD");
    assay_sheet_wrap(to->sheet, 2, more);
}

static void put_facts(const assay_terminal *to, const char *heading,
                      const assay_fact *facts, size_t count)
{
    if (count > 0) assay_sheet_heading(to->sheet, heading);
    for (size_t i = 0; i < count; i++) {
        put_label(to, facts[i].key, 26);
        assay_sheet_wrap(to->sheet, 26, facts[i].value);
    }
}

static void put_inputs(const assay_terminal *to)
{
    size_t count = 0;
    char rows[ASSAY_FORMAT_SIZE];
    const assay_input *inputs = assay_result_inputs(to->result, &count);
    if (count > 0) assay_sheet_heading(to->sheet, "INPUTS");
    for (size_t i = 0; i < count; i++) {
        const char *text = assay_arena_format(
            to->arena, "%s (%s, %s): %s %s; BLAKE2b-256 %s", inputs[i].name,
            inputs[i].role, inputs[i].format,
            assay_format_count((int64_t)inputs[i].rows, rows),
            inputs[i].rows == 1 ? "row" : "rows",
            inputs[i].digest ? inputs[i].digest : "not asked for");
        if (!text) to->sheet->no_memory = true;
        assay_sheet_pad(to->sheet, 2);
        assay_sheet_wrap(to->sheet, 4, text ? text : "");
    }
}

static void put_origin(const assay_terminal *to)
{
    size_t count = 0;
    const assay_fact *facts = assay_result_about(to->result, &count);
    put_facts(to, "ABOUT", facts, count);
    put_inputs(to);
    facts = assay_result_facts(to->result, &count);
    put_facts(to, "HOW IT WAS OBTAINED", facts, count);
}

static void put_all(const assay_terminal *to)
{
    put_head(to);
    put_statements(to, ASSAY_IN_SHORT, "IN SHORT");
    put_statements(to, ASSAY_CLAIM, "CLAIM");
    const kind *shown = kind_of(to->result);
    if (shown)
        shown->tables(to);
    else
        assay_terminal_figures(to);
    put_untold(to);
    if (shown && shown->checks) shown->checks(to);
    put_requirements(to);
    put_warnings(to);
    if (to->verbose) put_origin(to);
}

static void drop_arena(assay_arena *arena)
{
    assay_arena_end(arena);
}

assay_status assay_result_summary(const assay_result *result,
                                  const assay_summary_options *options,
                                  char **text, assay_error *error)
{
    ASSAY_AUTO(drop_arena) assay_arena arena = {NULL};
    ASSAY_AUTO(assay_sheet_end) assay_sheet sheet = {.width = USUAL};
    if (options && options->width > 0) sheet.width = options->width;
    if (sheet.width < NARROWEST) sheet.width = NARROWEST;
    sheet.colour = options && options->colour;
    const assay_terminal to = {result, &sheet, &arena,
                               options && options->verbose};
    *text = NULL;
    put_all(&to);
    if (sheet.no_memory) return assay_fail_memory(error, "the summary");
    *text = sheet.text;
    sheet.text = NULL;
    return ASSAY_OK;
}

void assay_text_free(char *text)
{
    assay_free(text);
}
