// SPDX-License-Identifier: Apache-2.0
// Published counts: rates, a line a group; groups against all others.
#include "tell/terminal.h"

#include "base/figure_place.h"
#include "base/notes.h"
#include "tell/format.h"
#include "tell/grid.h"
#include "tell/terminal_cells.h"

#include <string.h>

enum { WHO, EVENTS, TRIALS, RATE, INTERVAL, RATES };
enum { GROUP, RATIO, RANGE, EQUAL, LEAST, POWERED, NOTHING, GROUPS };

static const assay_column rate_columns[RATES] = {
    [WHO] = {"", "", true, 0},
    [EVENTS] = {"", "events", false, 2},
    [TRIALS] = {"", "of", false, 1},
    [RATE] = {"", "", false, 0},
    [INTERVAL] = {"", "interval", false, 0},
};

static const assay_column group_columns[GROUPS] = {
    [GROUP] = {"", "against all others", true, 0},
    [RATIO] = {"", "ratio", false, 0},
    [RANGE] = {"", "interval", false, 0},
    [EQUAL] = {"p of", "equality", false, 2},
    [LEAST] = {"least", "shown", false, 1},
    [POWERED] = {"power", "for 2", true, 1},
    [NOTHING] = {"no", "conclusion", true, 0},
};

static bool is_named(const assay_figure *figure, const char *name)
{
    return strcmp(figure->name, name) == 0;
}

static bool is_rate(const assay_figure *figure)
{
    return is_named(figure, "events per trial") ||
           is_named(figure, "events per trial if people are alike") ||
           is_named(figure, "share of events");
}

// The figure of this name and the group of `like`; or NULL.
static const assay_figure *find(const assay_terminal *to, const char *name,
                                const assay_figure *like)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(to->result, &count);
    for (size_t i = 0; i < count; i++)
        if (is_named(&figures[i], name) &&
            assay_figure_same_group(&figures[i], like))
            return &figures[i];
    return NULL;
}

static void set_who(const assay_terminal *to, assay_grid *grid,
                    assay_grid_row *row, const assay_figure *figure)
{
    char text[ASSAY_FORMAT_SIZE];
    const char *who =
        assay_format_group(figure->group, figure->group_count, text, 44);
    if (is_named(figure, "events per trial if people are alike"))
        who = "if a person's trials go alike";
    if (is_named(figure, "share of events")) who = "events in one group";
    assay_grid_set(grid, row, 0, who);
    to->sheet->no_memory = to->sheet->no_memory || grid->no_memory;
}

static void add_rate(const assay_terminal *to, assay_grid *grid,
                     const assay_figure *figure)
{
    char text[ASSAY_FORMAT_SIZE];
    assay_grid_row *row = assay_grid_add(grid);
    set_who(to, grid, row, figure);
    assay_grid_set(grid, row, EVENTS, assay_format_count(figure->events, text));
    assay_grid_set(grid, row, TRIALS, assay_format_count(figure->trials, text));
    assay_grid_set(grid, row, RATE, assay_format_value(figure, text));
    assay_grid_set(grid, row, INTERVAL, assay_format_interval(figure, text));
}

static void put_rates(const assay_terminal *to)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(to->result, &count);
    assay_grid grid = {.arena = to->arena, .column_count = RATES};
    memcpy(grid.columns, rate_columns, sizeof rate_columns);
    grid.columns[INTERVAL].upper = assay_terminal_level(to);
    for (size_t i = 0; i < count; i++)
        if (is_rate(&figures[i])) add_rate(to, &grid, &figures[i]);
    assay_sheet_end_line(to->sheet);
    assay_grid_print(&grid, to->sheet, 2);
}

static void set_value(assay_grid *grid, assay_grid_row *row, size_t column,
                      const assay_figure *figure)
{
    char text[ASSAY_FORMAT_SIZE];
    if (!figure) return;
    if (column == EQUAL && figure->value < 0.001) {
        assay_grid_set(grid, row, column, "<0.001");
        return;
    }
    assay_grid_set(grid, row, column,
                   __builtin_isnan(figure->value)
                       ? "-"
                       : assay_format_value(figure, text));
}

static bool says(const assay_figure *ratio, const char *words)
{
    return ratio && ratio->note && strstr(ratio->note, words);
}

static void add_group(const assay_terminal *to, assay_grid *grid,
                      const assay_figure *like)
{
    const assay_figure *ratio = find(to, "rate ratio to all others", like);
    assay_grid_row *row = assay_grid_add(grid);
    char text[ASSAY_FORMAT_SIZE];
    set_who(to, grid, row, like);
    if (!like->group_count) assay_grid_set(grid, row, GROUP, "that group");
    set_value(grid, row, RATIO, ratio);
    if (ratio)
        assay_grid_set(grid, row, RANGE, assay_format_interval(ratio, text));
    set_value(grid, row, EQUAL,
              find(to, "p of equivalence to all others", like));
    set_value(grid, row, LEAST, like);
    assay_grid_set(grid, row, POWERED,
                   !ratio                            ? ""
                   : says(ratio, ASSAY_NOTE_POWERED) ? "yes"
                                                     : "no");
    if (says(ratio, ASSAY_NOTE_NO_CONCLUSION))
        assay_grid_set(grid, row, NOTHING, "!");
}

static void put_legend(const assay_terminal *to, const assay_figure *least)
{
    const double margin = least ? least->at[0].value : 0;
    char text[ASSAY_FORMAT_SIZE];
    assay_sheet_pad(to->sheet, 2);
    assay_sheet_wrap(to->sheet, 2,
                     "least shown: the least ratio that had an 80 % chance to "
                     "show (- none)");
    if (!least) return;
    const char *equal = assay_arena_format(
        to->arena,
        "p of equality: at most 0.05 where the rates are equal within a "
        "factor of %s",
        assay_format_shortest(margin, text));
    assay_sheet_pad(to->sheet, 2);
    assay_sheet_wrap(to->sheet, 2, equal ? equal : "");
    if (!equal) to->sheet->no_memory = true;
}

static void put_groups(const assay_terminal *to)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(to->result, &count);
    const assay_figure *equal = NULL;
    assay_grid grid = {.arena = to->arena, .column_count = GROUPS};
    memcpy(grid.columns, group_columns, sizeof group_columns);
    grid.columns[RANGE].upper = assay_terminal_level(to);
    for (size_t i = 0; i < count; i++) {
        if (is_named(&figures[i], "p of equivalence to all others") && !equal)
            equal = &figures[i];
        if (is_named(&figures[i], "least ratio shown"))
            add_group(to, &grid, &figures[i]);
    }
    if (!grid.first) return;
    assay_sheet_end_line(to->sheet);
    assay_grid_print(&grid, to->sheet, 2);
    put_legend(to, equal);
    for (size_t i = 0; i < count; i++)
        if (is_named(&figures[i], "largest interaction events per trial"))
            assay_terminal_interaction(to, &figures[i]);
}

void assay_terminal_counts_head(const assay_terminal *to)
{
    size_t count = 0;
    char events[ASSAY_FORMAT_SIZE], trials[ASSAY_FORMAT_SIZE];
    const assay_figure *figures = assay_result_figures(to->result, &count);
    const bool share = count && is_named(&figures[0], "share of events");
    const char *text =
        count
            ? assay_arena_format(to->arena,
                                 share ? "%s of %s events in one group"
                                       : "%s events of %s trials",
                                 assay_format_count(figures[0].events, events),
                                 assay_format_count(figures[0].trials, trials))
            : "";
    if (!text) to->sheet->no_memory = true;
    assay_sheet_wrap(to->sheet, 2, text ? text : "");
}

void assay_terminal_counts(const assay_terminal *to)
{
    put_rates(to);
    put_groups(to);
}
