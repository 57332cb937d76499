// SPDX-License-Identifier: Apache-2.0
// A plan: a line a figure, with both ends where trials of a person may go
// alike.
#include "tell/terminal_cells.h"

#include "tell/format.h"

#include <stdio.h>
#include <string.h>

enum { WHAT, GROUP, VALUE, ENDS, COLUMNS };

static const assay_column columns[COLUMNS] = {
    [WHAT] = {"", "", true, 0},
    [GROUP] = {"", "", true, 1},
    [VALUE] = {"", "", false, 0},
    [ENDS] = {"trials of a person", "independent or alike", false, 2},
};

// Of a table, the figure above this one has the same conditions.
static bool same_at(const assay_figure *a, const assay_figure *b)
{
    const size_t n = a->at_count < b->at_count ? a->at_count : b->at_count;
    for (size_t i = 0; i < n; i++)
        if (strcmp(a->at[i].key, b->at[i].key) != 0 ||
            a->at[i].value < b->at[i].value || a->at[i].value > b->at[i].value)
            return false;
    return strcmp(strstr(a->name, " for ") ? strstr(a->name, " for ") : "",
                  strstr(b->name, " for ") ? strstr(b->name, " for ") : "") ==
           0;
}

static void set_value(const assay_terminal *to, assay_grid *grid,
                      assay_grid_row *row, const assay_figure *figure)
{
    char text[ASSAY_FORMAT_SIZE];
    if (row && __builtin_isnan(figure->value)) {
        row->note_from = VALUE;
        row->note = assay_terminal_reason(to, figure);
        return;
    }
    assay_figure rounded = *figure;
    if (strcmp(figure->unit, "count") == 0)
        rounded.value = (double)(int64_t)(figure->value + 0.999999);
    assay_grid_set(grid, row, VALUE, assay_format_value(&rounded, text));
    assay_grid_set(grid, row, ENDS, assay_format_bounds(figure, text));
}

static void add_row(const assay_terminal *to, assay_grid *grid,
                    const assay_figure *figure)
{
    char text[ASSAY_FORMAT_SIZE];
    const char *of = strstr(figure->name, " for ");
    const size_t n = of ? (size_t)(of - figure->name) : strlen(figure->name);
    assay_grid_row *row = assay_grid_add(grid);
    const char *what = assay_arena_copy(to->arena, figure->name, n);
    if (!what) to->sheet->no_memory = true;
    assay_grid_set(grid, row, WHAT, what);
    if (figure->group_count)
        assay_grid_set(
            grid, row, GROUP,
            assay_format_group(figure->group, figure->group_count, text, 30));
    set_value(to, grid, row, figure);
}

static assay_grid start(const assay_terminal *to)
{
    assay_grid grid = {.arena = to->arena, .column_count = COLUMNS};
    memcpy(grid.columns, columns, sizeof columns);
    return grid;
}

// The goal as its first figure has it: "FPIR at at_most 0.0001, ...".
static void put_goal(const assay_terminal *to, const assay_figure *figure)
{
    assay_figure plain = *figure;
    const char *of = strstr(figure->name, " for ");
    plain.name = of ? of + 5 : figure->name;
    plain.group_count = 0;
    assay_sheet_end_line(to->sheet);
    assay_sheet_pad(to->sheet, 2);
    assay_sheet_wrap(to->sheet, 4, assay_terminal_name(to, &plain));
}

static void print(const assay_terminal *to, const assay_grid *grid)
{
    if (grid->no_memory) to->sheet->no_memory = true;
    if (grid->first) assay_grid_print(grid, to->sheet, 2);
}

void assay_terminal_size_head(const assay_terminal *to)
{
    const char *people = assay_terminal_fact(to, "options.volunteers");
    char count[ASSAY_FORMAT_SIZE];
    long long planned = 0;
    if (people[0] && sscanf(people, "%lld", &planned) == 1)
        people = assay_format_count(planned, count);
    const char *text =
        people[0] ? assay_arena_format(to->arena, "a test of %s people", people)
                  : "how large a test must be";
    if (!text) to->sheet->no_memory = true;
    assay_sheet_wrap(to->sheet, 2, text ? text : "");
}

void assay_terminal_size(const assay_terminal *to)
{
    size_t count = 0;
    const assay_figure *all = assay_result_figures(to->result, &count);
    assay_grid grid = start(to);
    for (size_t i = 0; i < count; i++) {
        if (!i || !same_at(&all[i], &all[i - 1])) {
            print(to, &grid);
            grid = start(to);
            put_goal(to, &all[i]);
        }
        add_row(to, &grid, &all[i]);
    }
    print(to, &grid);
}
