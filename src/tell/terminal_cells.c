// SPDX-License-Identifier: Apache-2.0
// What the tables of several evaluations have in their cells and heads.
#include "tell/terminal_cells.h"

#include "base/text.h"
#include "tell/format.h"

#include <stdio.h>
#include <string.h>

const char *assay_terminal_rule(const assay_terminal *to)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(to->result, &count);
    for (size_t i = 0; i < count; i++) {
        const char *rule = figures[i].rule;
        if (!rule) continue;
        if (strcmp(rule, "ge") == 0) return "; a match is >= threshold";
        if (strcmp(rule, "gt") == 0) return "; a match is > threshold";
        if (strcmp(rule, "le") == 0) return "; a match is <= threshold";
        if (strcmp(rule, "lt") == 0) return "; a match is < threshold";
    }
    return "";
}

const char *assay_terminal_fact(const assay_terminal *to, const char *key)
{
    size_t count = 0;
    const assay_fact *facts = assay_result_facts(to->result, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(facts[i].key, key) == 0) return facts[i].value;
    return "";
}

static double number_of(const assay_terminal *to, const char *key)
{
    uint64_t value = 0;
    (void)assay_parse_uint(assay_slice_of(assay_terminal_fact(to, key)),
                           &value);
    return (double)value;
}

void assay_terminal_where(const assay_terminal *to)
{
    const char *where = assay_terminal_fact(to, "options.where");
    const double kept = number_of(to, "rows.kept");
    char some[ASSAY_FORMAT_SIZE], all[ASSAY_FORMAT_SIZE];
    if (!where[0]) return;
    assay_format_fixed(kept, 0, some);
    assay_format_fixed(kept + number_of(to, "rows.left_out"), 0, all);
    const char *text = assay_arena_format(to->arena, "%s of %s rows, where %s",
                                          some, all, where);
    if (!text) to->sheet->no_memory = true;
    assay_sheet_wrap(to->sheet, 0, text ? text : "");
}

double assay_terminal_count(const assay_terminal *to, const char *id)
{
    const assay_figure *figure = assay_result_find(to->result, id);
    return figure && figure->value > 0 ? figure->value : 0;
}

const char *assay_terminal_percent(const assay_figure *figure, char *text)
{
    text[0] = '\0';
    if (!figure || __builtin_isnan(figure->value)) return text;
    const double low = figure->value > 0 ? figure->value : figure->high;
    return assay_format_percent(figure->value, assay_format_decimals(low),
                                text);
}

const char *assay_terminal_percents(const assay_figure *figure, char *text)
{
    text[0] = '\0';
    if (!figure) return text;
    const double low = figure->value > 0 ? figure->value : figure->high;
    return assay_format_percents(figure->low, figure->high,
                                 assay_format_decimals(low), text);
}

const char *assay_terminal_rates(const assay_figure *figure, char *text)
{
    char low[ASSAY_FORMAT_SIZE], high[ASSAY_FORMAT_SIZE];
    text[0] = '\0';
    if (!figure || !assay_format_has_interval(figure)) return text;
    (void)snprintf(text, ASSAY_FORMAT_SIZE, "%.40s to %.40s",
                   assay_format_rate(figure->low, low),
                   assay_format_rate(figure->high, high));
    return text;
}

const char *assay_terminal_reason(const assay_terminal *to,
                                  const assay_figure *figure)
{
    const char *word = assay_figure_status_name(figure->status);
    if (!figure->note || !figure->note[0]) return word;
    if (figure->status != ASSAY_FIGURE_REFUSED) return figure->note;
    const char *text =
        assay_arena_format(to->arena, "%s: %s", word, figure->note);
    if (!text) to->sheet->no_memory = true;
    return text ? text : "";
}

const char *assay_terminal_of(const assay_terminal *to, const char *id)
{
    char text[ASSAY_FORMAT_SIZE];
    const double trials = assay_terminal_count(to, id);
    if (!(trials > 0)) return "";
    assay_format_fixed(trials, 0, text);
    const char *of = assay_arena_format(to->arena, "of %s", text);
    if (!of) to->sheet->no_memory = true;
    return of ? of : "";
}

void assay_terminal_head(assay_column *column, const char *of)
{
    column->lower = of[0] ? of : column->upper;
    if (!of[0]) column->upper = "";
}

void assay_terminal_summary(const assay_terminal *to, const char *id)
{
    char value[ASSAY_FORMAT_SIZE], range[ASSAY_FORMAT_SIZE];
    assay_sheet *sheet = to->sheet;
    const assay_figure *figure = assay_result_find(to->result, id);
    if (!figure || __builtin_isnan(figure->value)) return;
    assay_format_value(figure, value);
    assay_format_interval(figure, range);
    const char *text =
        assay_arena_format(to->arena, "%s %s%s%s%s", figure->name, value,
                           range[0] ? " (" : "", range, range[0] ? ")" : "");
    if (!text) {
        sheet->no_memory = true;
        return;
    }
    const size_t blanks = sheet->column ? 3 : 2;
    const size_t columns = assay_sheet_columns(text);
    if (sheet->column && sheet->column + blanks + columns > sheet->width)
        assay_sheet_end_line(sheet);
    assay_sheet_pad(sheet, sheet->column ? sheet->column + 3 : 2);
    if (columns + 2 > sheet->width)
        assay_sheet_wrap(sheet, 4, text);
    else
        assay_sheet_put(sheet, text);
}

const char *assay_terminal_values(const assay_terminal *to,
                                  const assay_figure *figure)
{
    const char *text = figure->group[0].value;
    for (size_t i = 1; text && i < figure->group_count; i++)
        text = assay_arena_format(to->arena, "%s, %s", text,
                                  figure->group[i].value);
    if (!text) to->sheet->no_memory = true;
    return text ? text : "";
}

const char *assay_terminal_attributes(const assay_terminal *to,
                                      const assay_figure *figure)
{
    const char *text = figure->group[0].attribute;
    for (size_t i = 1; text && i < figure->group_count; i++)
        text = assay_arena_format(to->arena, "%s, %s", text,
                                  figure->group[i].attribute);
    if (!text) to->sheet->no_memory = true;
    return text ? text : "";
}

void assay_terminal_few(const assay_terminal *to)
{
    assay_sheet_wrap(to->sheet, 2, "! few events: given, not to be quoted");
}

void assay_terminal_interaction(const assay_terminal *to,
                                const assay_figure *figure)
{
    char value[ASSAY_FORMAT_SIZE], ends[ASSAY_FORMAT_SIZE];
    if (!figure->note || !(figure->low > 1 || figure->high < 1)) return;
    const bool few = figure->status == ASSAY_FIGURE_FEW_EVENTS;
    const char *text =
        assay_arena_format(to->arena, "%s: %s (%s), %s%s", figure->name,
                           assay_format_digits(figure->value, 3, value),
                           assay_format_interval(figure, ends), figure->note,
                           few ? "; few events" : "");
    if (!text) to->sheet->no_memory = true;
    assay_sheet_pad(to->sheet, 2);
    assay_sheet_wrap(to->sheet, 2, text ? text : "");
}
