// SPDX-License-Identifier: Apache-2.0
// A trial with volunteers: its rates at each threshold, groups side by side,
// and what else the logs tell.
#include "tell/terminal_cells.h"

#include "base/figure_place.h"
#include "tell/format.h"

#include <stdio.h>
#include <string.h>

enum { THRESHOLD, RATE, VALUE, RANGE, EVENTS, TRIALS, BOUNDS, RATES };
enum { GROUP, FOUND, FOUND_RANGE, FALSE, FALSE_RANGE, ASIDE, GROUPS };

static const assay_column rate_columns[RATES] = {
    [THRESHOLD] = {"", "threshold", false, 0},
    [RATE] = {"", "", true, 0},
    [VALUE] = {"", "%", false, 0},
    [RANGE] = {"", "interval", false, 0},
    [EVENTS] = {"", "events", false, 3},
    [TRIALS] = {"", "of", false, 2},
    [BOUNDS] = {"at least,", "at most", false, 4},
};

static const assay_column group_columns[GROUPS] = {
    [GROUP] = {"", "", true, 0},
    [FOUND] = {"found", "TPIR %", false, 0},
    [FOUND_RANGE] = {"", "interval", false, 2},
    [FALSE] = {"not listed", "FPIR %", false, 0},
    [FALSE_RANGE] = {"", "interval", false, 1},
    [ASIDE] = {"own set", "aside %", false, 3},
};

static const char *const rates[] = {
    "TPIR", "FPIR", "false alerts per passage, own entry set aside",
    "false alerts per crowd passage"};
static const char *const said[] = {
    "TPIR: found, of passages by people on the list",
    "FPIR: alert, of passages by people not on it",
    "somebody else named, of those by people on it",
    "alert, of passages of the public counted"};

static bool is(const char *a, const char *b)
{
    return a && strcmp(a, b) == 0;
}

// At a threshold alone, or at none.
static bool is_plain(const assay_figure *figure)
{
    return figure->at_count == 0 ||
           (figure->at_count == 1 && is(figure->at[0].key, "threshold"));
}

static bool is_beside(const assay_figure *figure)
{
    return strstr(figure->id, "weights=comparison") != NULL;
}

// Which of the rates above, or -1.
static int rate_of(const assay_figure *figure)
{
    if (!is_plain(figure) || is_beside(figure)) return -1;
    for (int i = 0; i < 4; i++)
        if (is(figure->name, rates[i])) return i;
    return -1;
}

static void set_rate(assay_grid *grid, assay_grid_row *row, size_t column,
                     const assay_figure *figure)
{
    char text[ASSAY_FORMAT_SIZE];
    assay_grid_set(grid, row, column,
                   figure->status == ASSAY_FIGURE_SUPPRESSED ? "-"
                   : __builtin_isnan(figure->value)
                       ? "none"
                       : assay_terminal_percent(figure, text));
    assay_grid_set(grid, row, column + 1,
                   assay_terminal_percents(figure, text));
}

static void add_rate(const assay_terminal *to, assay_grid *grid,
                     const assay_figure *figure)
{
    char text[ASSAY_FORMAT_SIZE];
    assay_grid_row *row = assay_grid_add(grid);
    if (figure->at_count)
        assay_grid_set(grid, row, THRESHOLD,
                       assay_format_threshold(figure->threshold, text));
    assay_grid_set(grid, row, RATE, said[rate_of(figure)]);
    if (__builtin_isnan(figure->value)) {
        assay_grid_set(grid, row, VALUE, "none");
        assay_grid_set(grid, row, RANGE, assay_terminal_percents(figure, text));
    } else {
        set_rate(grid, row, VALUE, figure);
        assay_grid_set(grid, row, EVENTS,
                       assay_format_count(figure->events, text));
        assay_grid_set(grid, row, TRIALS,
                       assay_format_count(figure->trials, text));
    }
    assay_grid_set(grid, row, BOUNDS, assay_format_bounds(figure, text));
    to->sheet->no_memory = to->sheet->no_memory || grid->no_memory;
}

static void put_rates(const assay_terminal *to)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(to->result, &count);
    assay_grid grid = {.arena = to->arena, .column_count = RATES};
    memcpy(grid.columns, rate_columns, sizeof rate_columns);
    grid.columns[RANGE].upper = assay_terminal_level(to);
    for (size_t i = 0; i < count; i++)
        if (!figures[i].group_count && rate_of(&figures[i]) >= 0)
            add_rate(to, &grid, &figures[i]);
    assay_sheet_end_line(to->sheet);
    assay_grid_print(&grid, to->sheet, 2);
}

// The first threshold of the result; its groups are shown.
static double first_threshold(const assay_figure *figures, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rate_of(&figures[i]) >= 0) return figures[i].threshold;
    return 0;
}

static bool at_first(const assay_figure *figure, double first)
{
    return __builtin_isnan(first) ||
           !(figure->threshold < first || figure->threshold > first);
}

static void add_group(const assay_terminal *to, assay_grid *grid,
                      const assay_figure *like, double first)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(to->result, &count);
    assay_grid_row *row = assay_grid_add(grid);
    assay_grid_set(grid, row, GROUP, assay_terminal_values(to, like));
    for (size_t i = 0; i < count; i++) {
        char text[ASSAY_FORMAT_SIZE];
        const int rate = rate_of(&figures[i]);
        if (rate < 0 || !assay_figure_same_group(&figures[i], like) ||
            !at_first(&figures[i], first))
            continue;
        if (rate == 0) set_rate(grid, row, FOUND, &figures[i]);
        if (rate == 1) set_rate(grid, row, FALSE, &figures[i]);
        if (rate == 2)
            assay_grid_set(grid, row, ASIDE,
                           __builtin_isnan(figures[i].value)
                               ? "none"
                               : assay_terminal_percent(&figures[i], text));
    }
}

// The table that figure `first_of` begins.
static void put_table(const assay_terminal *to, size_t first_of, double first)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(to->result, &count);
    const assay_figure *like = &figures[first_of];
    assay_grid grid = {.arena = to->arena, .column_count = GROUPS};
    memcpy(grid.columns, group_columns, sizeof group_columns);
    grid.columns[GROUP].lower = assay_terminal_attributes(to, like);
    grid.columns[FOUND_RANGE].upper = assay_terminal_level(to);
    grid.columns[FALSE_RANGE].upper = assay_terminal_level(to);
    for (size_t i = first_of; i < count; i++)
        if (rate_of(&figures[i]) == 0 && at_first(&figures[i], first) &&
            assay_figure_same_by(&figures[i], like))
            add_group(to, &grid, &figures[i], first);
    to->sheet->no_memory = to->sheet->no_memory || grid.no_memory;
    assay_sheet_end_line(to->sheet);
    assay_grid_print(&grid, to->sheet, 2);
}

static void put_groups(const assay_terminal *to)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(to->result, &count);
    const double first = first_threshold(figures, count);
    for (size_t i = 0; i < count; i++) {
        bool begins = figures[i].group_count > 0 && rate_of(&figures[i]) == 0 &&
                      at_first(&figures[i], first);
        for (size_t k = 0; begins && k < i; k++)
            begins = !(rate_of(&figures[k]) == 0 &&
                       assay_figure_same_by(&figures[k], &figures[i]));
        if (begins) put_table(to, i, first);
    }
}

static bool has_condition(const assay_figure *figure, const char *key)
{
    for (size_t i = 0; i < figure->at_count; i++)
        if (is(figure->at[i].key, key)) return true;
    return false;
}

// What a reader asks next: lists of other sizes, time, hours, operators.
static bool is_next(const assay_terminal *to, const assay_figure *figure)
{
    static const char *const names[] = {
        "people found at least once", "right alerts per alert",
        "false alerts per hour",      "right alerts taken on",
        "false alerts taken on",      "TPIR after review",
        "FPIR after review",          "FTA",
        "FTE of identities"};
    if (figure->group_count) return is(figure->name, "false alerts per hour");
    if (to->verbose) return true;
    if (has_condition(figure, "watchlist_size") ||
        has_condition(figure, "within") ||
        is(figure->name, "seconds to the right alert") ||
        is(figure->name, "seconds to a decision") ||
        is(figure->name, "alerts of no certain passage"))
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is(figure->name, names[i])) return true;
    return false;
}

static const char *count_text(const assay_terminal *to, const char *id,
                              char *text)
{
    return assay_format_fixed(assay_terminal_count(to, id), 0, text);
}

static const char *plural(const char *count)
{
    return strcmp(count, "1") == 0 ? "" : "s";
}

void assay_terminal_alerts_head(const assay_terminal *to)
{
    char on[ASSAY_FORMAT_SIZE], off[ASSAY_FORMAT_SIZE];
    char alerts[ASSAY_FORMAT_SIZE];
    (void)count_text(to, "alerts in the log", alerts);
    (void)count_text(to, "passages by people on the list", on);
    (void)count_text(to, "passages by people not on the list", off);
    const char *text = assay_arena_format(
        to->arena,
        "%s alert%s; %s passage%s by people on the list, %s by others", alerts,
        plural(alerts), on, plural(on), off);
    if (!text) to->sheet->no_memory = true;
    assay_sheet_wrap(to->sheet, 2, text ? text : "");
    assay_terminal_where(to);
}

void assay_terminal_alerts(const assay_terminal *to)
{
    put_rates(to);
    put_groups(to);
    assay_terminal_list(to, is_next);
}
