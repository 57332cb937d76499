// SPDX-License-Identifier: Apache-2.0
// Two systems: a line a figure, with the verdict.
#include "tell/terminal_cells.h"

#include "tell/compare_rows.h"
#include "tell/format.h"

#include <string.h>

enum { WHAT, BOTH, RATIO, RANGE, VERDICT, COLUMNS };

static const assay_column columns[COLUMNS] = {
    [WHAT] = {"", "", true, 0},
    [BOTH] = {"", "A, B %", false, 1},
    [RATIO] = {"ratio", "B to A", false, 0},
    [RANGE] = {"", "interval", false, 0},
    [VERDICT] = {"", "", true, 0},
};

static bool is_shown(const assay_terminal *to, const assay_compare_row *row)
{
    return to->verbose || assay_compare_rows_main(row);
}

// "FNMR at FMR 0.001, sex F".
static const char *name_of(const assay_terminal *to,
                           const assay_compare_row *row)
{
    assay_figure plain = *row->difference;
    plain.name = row->name;
    if (!to->verbose) plain.weights = NULL;
    return assay_terminal_name(to, &plain);
}

static void set_both(const assay_terminal *to, assay_grid *grid,
                     assay_grid_row *line, const assay_compare_row *row)
{
    char a[ASSAY_FORMAT_SIZE], b[ASSAY_FORMAT_SIZE];
    if (strcmp(row->a->unit, "proportion") != 0) return;
    const char *text = assay_arena_format(to->arena, "%s, %s",
                                          assay_terminal_percent(row->a, a),
                                          assay_terminal_percent(row->b, b));
    if (!text) to->sheet->no_memory = true;
    assay_grid_set(grid, line, BOTH, text ? text : "");
}

static void add_row(const assay_terminal *to, assay_grid *grid,
                    const assay_compare_row *row)
{
    char text[ASSAY_FORMAT_SIZE];
    assay_grid_row *line = assay_grid_add(grid);
    assay_grid_set(grid, line, WHAT, name_of(to, row));
    if (line && __builtin_isnan(row->difference->value)) {
        line->note_from = BOTH;
        line->note = assay_terminal_reason(to, row->difference);
        return;
    }
    set_both(to, grid, line, row);
    if (!__builtin_isnan(row->ratio->value)) {
        assay_grid_set(grid, line, RATIO, assay_format_value(row->ratio, text));
        assay_grid_set(grid, line, RANGE,
                       assay_format_interval(row->ratio, text));
    }
    assay_grid_set(grid, line, VERDICT, assay_compare_rows_verdict(row, text));
}

// Of everybody, or of groups; false: there are none.
static bool put_table(const assay_terminal *to, bool groups)
{
    assay_compare_row row;
    assay_grid grid = {.arena = to->arena, .column_count = COLUMNS};
    memcpy(grid.columns, columns, sizeof columns);
    grid.columns[RANGE].upper = assay_terminal_level(to);
    for (size_t i = 0; assay_compare_rows_next(to->result, &i, &row);)
        if (row.ratio && is_shown(to, &row) &&
            (row.difference->group_count > 0) == groups)
            add_row(to, &grid, &row);
    if (grid.no_memory) to->sheet->no_memory = true;
    if (!grid.first) return false;
    assay_sheet_end_line(to->sheet);
    assay_grid_print(&grid, to->sheet, 2);
    return true;
}

static void put_legend(const assay_terminal *to)
{
    const char *margin = assay_terminal_fact(to, "options.margin");
    const char *text = assay_arena_format(
        to->arena,
        "lower: the systems differ beyond chance, all lines taken together; "
        "equal: the whole interval of the ratio lies within 1/%s and %s",
        margin, margin);
    assay_sheet_pad(to->sheet, 2);
    assay_sheet_wrap(to->sheet, 2, text ? text : "");
    if (!text) to->sheet->no_memory = true;
}

// What has no ratio, areas and d': a line each.
static void put_bare(const assay_terminal *to, const assay_compare_row *row)
{
    char value[ASSAY_FORMAT_SIZE], range[ASSAY_FORMAT_SIZE];
    const assay_figure *d = row->difference;
    const bool whole = !__builtin_isnan(d->low);
    if (__builtin_isnan(d->value)) return;
    const char *text = assay_arena_format(
        to->arena, "%s, B minus A: %s%s%s%s%s%s", name_of(to, row),
        assay_format_value(d, value), whole ? " (" : "",
        whole ? assay_format_interval(d, range) : "", whole ? ")" : "",
        whole && d->note ? ": " : "", whole && d->note ? d->note : "");
    assay_sheet_pad(to->sheet, 2);
    assay_sheet_wrap(to->sheet, 4, text ? text : "");
    if (!text) to->sheet->no_memory = true;
}

void assay_terminal_compare_head(const assay_terminal *to)
{
    size_t n = 0;
    const assay_input *inputs = assay_result_inputs(to->result, &n);
    const bool paired =
        strcmp(assay_terminal_fact(to, "compared"), "paired") == 0;
    const char *text =
        n < 2 ? ""
              : assay_arena_format(to->arena, "A is %s, B is %s; %s",
                                   inputs[0].name, inputs[1].name,
                                   paired ? "the same people"
                                          : "as if independent");
    if (!text) to->sheet->no_memory = true;
    assay_sheet_wrap(to->sheet, 2, text ? text : "");
}

void assay_terminal_compare(const assay_terminal *to)
{
    assay_compare_row row;
    const bool everybody = put_table(to, false);
    const bool groups = put_table(to, true);
    if (everybody || groups) put_legend(to);
    for (size_t i = 0; assay_compare_rows_next(to->result, &i, &row);)
        if (!row.ratio) put_bare(to, &row);
}
