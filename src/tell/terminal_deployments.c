// SPDX-License-Identifier: Apache-2.0
// Deployments: every definition on a base, groups, and what the record says
// against itself.
#include "tell/terminal_deployments.h"

#include "base/figure_place.h"
#include "base/people_figures.h"
#include "tell/format.h"
#include "tell/grid.h"

#include <stdio.h>
#include <string.h>

enum { NAME, COUNTED, RATE, RANGE, COLUMNS };

static const assay_column columns[COLUMNS] = {
    [NAME] = {"", "", true, 0},
    [COUNTED] = {"", "counted", false, 1},
    [RATE] = {"", "rate", false, 0},
    [RANGE] = {"", "interval", false, 0},
};

static const assay_figure *find(const assay_terminal *to, const char *name)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(to->result, &count);
    for (size_t i = 0; i < count; i++)
        if (!figures[i].group_count && strcmp(figures[i].name, name) == 0)
            return &figures[i];
    return NULL;
}

static const char *say(const assay_terminal *to, const char *text)
{
    if (!text) to->sheet->no_memory = true;
    return text ? text : "";
}

static bool is_count(const assay_figure *figure)
{
    return strcmp(figure->unit, "count") == 0 ||
           strcmp(figure->unit, "hours") == 0;
}

bool assay_terminal_is_rate(const assay_figure *figure)
{
    return !is_count(figure) && strcmp(figure->unit, "ratio") != 0 &&
           strcmp(figure->unit, "p") != 0 &&
           strcmp(figure->name, "claim") != 0 &&
           (!__builtin_isnan(figure->value) ||
            !__builtin_isnan(figure->bounds[1]));
}

static bool per_face(const assay_figure *figure)
{
    const char *per = strstr(figure->name, " per ");
    return per && (strcmp(per, " per face counted") == 0 ||
                   strcmp(per, " per person") == 0);
}

double assay_terminal_rate_base(const assay_figure *figure, double rate)
{
    static const double bases[] = {1, 100, 1000, 1e6, 1e9};
    const bool share = strcmp(figure->unit, "proportion") == 0;
    size_t i = per_face(figure) ? 3 : share ? 1 : 0;
    // 3.9 of 100 alerts are 39 of 1,000; 4.8 of 1,000 stay.
    while (i < sizeof bases / sizeof *bases - 1 &&
           rate * bases[i] < (share && i == 1 ? 9.5 : 0.95))
        i++;
    return bases[i];
}

static double base_of(const assay_figure *figure)
{
    return assay_terminal_rate_base(figure, figure->value > 0 ? figure->value
                                                              : figure->high);
}

// "hours" of "hour", "faces counted" of "face counted".
static void put_plural(const char *one, char *text, size_t size)
{
    static const struct {
        const char *one, *many;
    } known[] = {
        {"face counted", "faces"},
        {"person", "people"},
        {"alert with pictures either way", "alerts, pictures either way"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].one, one) == 0) {
            (void)snprintf(text, size, "%s", known[i].many);
            return;
        }
    const size_t n = strcspn(one, " ");
    const bool kind =
        strncmp(one, "true ", 5) == 0 || strncmp(one, "false ", 6) == 0;
    if (kind)
        (void)snprintf(text, size, "%ss", one);
    else
        (void)snprintf(text, size, "%.*ss%s", (int)n, one, one + n);
}

const char *assay_terminal_rate_name(const assay_terminal *to,
                                     const assay_figure *figure, double base)
{
    char number[ASSAY_FORMAT_SIZE], many[ASSAY_FORMAT_SIZE];
    if (strstr(figure->name, "pictures either way"))
        return "  the same, pictures either way";
    const char *per = strstr(figure->name, " per ");
    if (!per) return figure->name;
    if (base < 2 && strncmp(per, " per face", 9) != 0) return figure->name;
    put_plural(per + 5, many, sizeof many);
    return say(to, assay_arena_format(
                       to->arena, "%.*s per %s %s", (int)(per - figure->name),
                       figure->name,
                       base == 1e6 ? "million"
                                   : assay_format_count((int64_t)base, number),
                       many));
}

static const char *digits(double value, char *text)
{
    return value == 0 ? "0" : assay_format_digits(value, 3, text);
}

static void set_range(const assay_terminal *to, assay_grid *grid,
                      assay_grid_row *row, size_t column,
                      const assay_figure *figure, double base)
{
    char low[ASSAY_FORMAT_SIZE], high[ASSAY_FORMAT_SIZE];
    if (!assay_format_has_interval(figure)) return;
    assay_grid_set(
        grid, row, column,
        say(to, assay_arena_format(to->arena, "%s-%s",
                                   digits(figure->low * base, low),
                                   digits(figure->high * base, high))));
}

// "27 of 1,287"; of hours, 27.
static const char *counted(const assay_terminal *to, const assay_figure *figure)
{
    char a[ASSAY_FORMAT_SIZE], b[ASSAY_FORMAT_SIZE];
    if (figure->events < 0) return "";
    (void)assay_format_count(figure->events, a);
    if (figure->trials < 0) return say(to, assay_arena_string(to->arena, a));
    return say(to, assay_arena_format(to->arena, "%s of %s", a,
                                      assay_format_count(figure->trials, b)));
}

// "21.0", or "21.0 to 35.0" where outcomes are open.
static const char *rate_of(const assay_terminal *to, const assay_figure *figure,
                           double base)
{
    char a[ASSAY_FORMAT_SIZE], b[ASSAY_FORMAT_SIZE];
    if (__builtin_isnan(figure->bounds[1]))
        return say(
            to, assay_arena_string(to->arena, digits(figure->value * base, a)));
    return say(to, assay_arena_format(to->arena, "%s-%s",
                                      digits(figure->bounds[0] * base, a),
                                      digits(figure->bounds[1] * base, b)));
}

static void add_rate(const assay_terminal *to, assay_grid *grid,
                     const assay_figure *figure)
{
    const double base = base_of(figure);
    assay_grid_row *row = assay_grid_add(grid);
    assay_grid_set(grid, row, NAME, assay_terminal_rate_name(to, figure, base));
    assay_grid_set(grid, row, COUNTED, counted(to, figure));
    assay_grid_set(grid, row, RATE, rate_of(to, figure, base));
    set_range(to, grid, row, RANGE, figure, base);
}

static void put_line(const assay_terminal *to, const char *text)
{
    assay_sheet_pad(to->sheet, 2);
    assay_sheet_wrap(to->sheet, 2, text);
}

static void put_rates(const assay_terminal *to, const char *heading)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(to->result, &count);
    assay_grid grid = {.arena = to->arena, .column_count = COLUMNS};
    memcpy(grid.columns, columns, sizeof columns);
    grid.columns[RANGE].upper = assay_terminal_level(to);
    for (size_t i = 0; i < count; i++)
        if (!figures[i].group_count && assay_terminal_is_rate(&figures[i]))
            add_rate(to, &grid, &figures[i]);
    if (!grid.first) return;
    assay_sheet_heading(to->sheet, heading);
    assay_grid_print(&grid, to->sheet, 2);
    to->sheet->no_memory = to->sheet->no_memory || grid.no_memory;
}

static const char *upper_of(const assay_figure *figure, char *text)
{
    return assay_format_count((int64_t)figure->bounds[1], text);
}

// "deployments 180; hours 942; faces counted 902,748; ..."
static void put_counts(const assay_terminal *to)
{
    size_t count = 0;
    char text[ASSAY_FORMAT_SIZE], most[ASSAY_FORMAT_SIZE];
    const char *all = "";
    const assay_figure *figures = assay_result_figures(to->result, &count);
    for (size_t i = 0; i < count; i++) {
        const assay_figure *f = &figures[i];
        if (f->group_count || f->at_count || !is_count(f)) continue;
        const bool masked = !__builtin_isnan(f->bounds[1]);
        const char *number = strcmp(f->unit, "count") == 0
                                 ? assay_format_count((int64_t)f->value, text)
                                 : assay_format_digits(f->value, 3, text);
        all = say(to, assay_arena_format(to->arena, "%s%s%s %s%s%s", all,
                                         all[0] ? "; " : "", f->name, number,
                                         masked ? " to " : "",
                                         masked ? upper_of(f, most) : ""));
    }
    if (!all[0]) return;
    assay_sheet_heading(to->sheet, "COUNTED");
    assay_sheet_wrap(to->sheet, 2, all);
}

enum { GROUP, ROWS, G_ALERTS, G_RATE, G_RANGE, G_FACES, G_FRANGE, G_COLUMNS };

static const assay_column group_columns[G_COLUMNS] = {
    [GROUP] = {"", "", true, 0},
    [ROWS] = {"", "deployments", false, 3},
    [G_ALERTS] = {"false of", "alerts", false, 0},
    [G_RATE] = {"per 1,000", "alerts", false, 0},
    [G_RANGE] = {"", "interval", false, 1},
    [G_FACES] = {"per million", "faces", false, 0},
    [G_FRANGE] = {"", "interval", false, 2},
};

static void set_group_rate(const assay_terminal *to, assay_grid *grid,
                           assay_grid_row *row, const assay_figure *figure,
                           size_t column, double base)
{
    char text[ASSAY_FORMAT_SIZE];
    if (__builtin_isnan(figure->value)) return;
    assay_grid_set(grid, row, column, digits(figure->value * base, text));
    set_range(to, grid, row, column + 1, figure, base);
}

static void set_false_alerts(const assay_terminal *to, assay_grid *grid,
                             assay_grid_row *row, const assay_figure *figure)
{
    assay_grid_set(grid, row, G_ALERTS, counted(to, figure));
    set_group_rate(to, grid, row, figure, G_RATE, 1000);
}

// The figures of a group stand together, the first at `first`.
static size_t add_group(const assay_terminal *to, assay_grid *grid,
                        const assay_figure *figures, size_t count, size_t first)
{
    char text[ASSAY_FORMAT_SIZE];
    size_t i = first;
    assay_grid_row *row = assay_grid_add(grid);
    assay_grid_set(grid, row, GROUP,
                   assay_format_group(figures[first].group,
                                      figures[first].group_count, text, 32));
    for (; i < count && assay_figure_same_group(&figures[first], &figures[i]);
         i++) {
        const assay_figure *f = &figures[i];
        if (strcmp(f->name, "deployments") == 0)
            assay_grid_set(grid, row, ROWS,
                           assay_format_count((int64_t)f->value, text));
        if (strcmp(f->name, "false alerts per alert") == 0)
            set_false_alerts(to, grid, row, f);
        if (strcmp(f->name, "false alerts per face counted") == 0)
            set_group_rate(to, grid, row, f, G_FACES, 1e6);
    }
    return i;
}

// A group of rows with rates of its own; periods may have their table.
static bool is_group(const assay_figure *f, bool parted)
{
    if (!f->group_count || f->at_count || strcmp(f->unit, "ratio") == 0)
        return false;
    if (strcmp(f->group[0].attribute, "change") == 0) return false;
    if (assay_people_figure_of(f) < ASSAY_OF_GROUP_FIGURES) return false;
    return !parted || strcmp(f->group[0].attribute, "period") != 0;
}

static void put_groups(const assay_terminal *to, bool parted)
{
    size_t count = 0, i = 0;
    const assay_figure *figures = assay_result_figures(to->result, &count);
    assay_grid grid = {.arena = to->arena, .column_count = G_COLUMNS};
    memcpy(grid.columns, group_columns, sizeof group_columns);
    grid.columns[G_RANGE].upper = assay_terminal_level(to);
    grid.columns[G_FRANGE].upper = assay_terminal_level(to);
    while (i < count)
        i = is_group(&figures[i], parted)
                ? add_group(to, &grid, figures, count, i)
                : i + 1;
    if (!grid.first) return;
    assay_sheet_heading(to->sheet, "BY GROUP OF ROWS");
    assay_grid_print(&grid, to->sheet, 2);
    to->sheet->no_memory = to->sheet->no_memory || grid.no_memory;
}

// "180 of 223 rows, 2024-01-10 to 2024-12-20, 942 hours".
void assay_terminal_deployments_head(const assay_terminal *to)
{
    char text[ASSAY_FORMAT_SIZE];
    const char *kept = assay_terminal_fact(to, "rows.kept");
    const char *all = assay_terminal_fact(to, "rows.read");
    const char *first = assay_terminal_fact(to, "period.first");
    const char *last = assay_terminal_fact(to, "period.last");
    if (strcmp(first, last) == 0) last = "";
    const assay_figure *hours = find(to, "hours");
    const char *line =
        say(to, assay_arena_format(
                    to->arena, "%s of %s rows%s%s%s%s%s%s%s", kept, all,
                    first[0] ? ", " : "", first, last[0] ? " to " : "", last,
                    hours ? ", " : "",
                    hours ? assay_format_digits(hours->value, 3, text) : "",
                    hours ? " hours" : ""));
    assay_sheet_wrap(to->sheet, 2, line);
    assay_sheet_wrap(to->sheet, 0,
                     "Right and wrong are as the force recorded them.");
}

void assay_terminal_deployments(const assay_terminal *to)
{
    const size_t periods = assay_terminal_period_count(to);
    if (periods > 2) put_groups(to, false);
    if (periods == 2)
        assay_terminal_periods(to);
    else
        put_rates(to, periods ? "ALL PERIODS TOGETHER, A MIXTURE"
                              : "THE SAME COUNTS, EVERY DEFINITION");
    if (find(to, "false alerts per face counted"))
        put_line(to, "Faces are faces counted, not people.");
    if (periods <= 2) put_groups(to, periods == 2);
    assay_terminal_people(to);
    put_counts(to);
    assay_terminal_next(to);
}

void assay_terminal_deployments_checks(const assay_terminal *to)
{
    size_t count = 0;
    bool any = false;
    const assay_warning *warnings = assay_result_warnings(to->result, &count);
    for (size_t i = 0; i < count; i++) {
        const char *key = say(
            to, assay_arena_format(to->arena, "checks.%s", warnings[i].code));
        if (warnings[i].weight != ASSAY_FOR_THE_RECORD ||
            !assay_terminal_fact(to, key)[0])
            continue;
        if (!any) assay_sheet_heading(to->sheet, "CHECKS OF THE RECORD");
        any = true;
        assay_sheet_pad(to->sheet, 2);
        assay_sheet_wrap(to->sheet, 4, warnings[i].text);
    }
}
