// SPDX-License-Identifier: Apache-2.0
// What leaving out pairs of low quality would do, a line a share discarded.
#include "tell/terminal_cells.h"

#include "base/figure_place.h"
#include "tell/discard_rows.h"
#include "tell/format.h"

#include <string.h>

enum {
    WHO,
    ASKED,
    GONE,
    GONE_RANGE,
    GATE,
    LEFT,
    LEFT_RANGE,
    OF,
    MARK,
    COLUMNS
};

static const assay_column columns[COLUMNS] = {
    [WHO] = {"", "", true, 0},
    [ASKED] = {"leave", "out %", false, 0},
    [GONE] = {"left", "out %", false, 0},
    [GONE_RANGE] = {"", "interval", false, 3},
    [GATE] = {"quality", "from", false, 2},
    [LEFT] = {"", "FNMR %", false, 0},
    [LEFT_RANGE] = {"", "interval", false, 1},
    [OF] = {"", "of", false, 4},
    [MARK] = {"", "", true, 0},
};

static bool is_few(const assay_figure *figure)
{
    return figure && figure->status == ASSAY_FIGURE_FEW_EVENTS;
}

static void add(const assay_terminal *to, assay_grid *grid,
                const assay_discard_row *from)
{
    char text[ASSAY_FORMAT_SIZE];
    assay_grid_row *row = assay_grid_add(grid);
    const assay_figure *gone = from->gone;
    assay_grid_set(grid, row, WHO,
                   gone->group_count ? assay_terminal_values(to, gone) : "all");
    assay_grid_set(grid, row, ASKED,
                   assay_format_level(assay_figure_at(gone, "discard"), text));
    if (row && __builtin_isnan(gone->value)) {
        row->note_from = GONE;
        row->note = assay_terminal_reason(to, gone);
        return;
    }
    assay_grid_set(grid, row, GONE, assay_terminal_percent(gone, text));
    assay_grid_set(grid, row, GONE_RANGE, assay_terminal_percents(gone, text));
    if (from->gate && !gone->group_count)
        assay_grid_set(grid, row, GATE,
                       assay_format_threshold(from->gate->value, text));
    if (!from->left) return;
    assay_grid_set(grid, row, LEFT, assay_terminal_percent(from->left, text));
    assay_grid_set(grid, row, LEFT_RANGE,
                   assay_terminal_percents(from->left, text));
    assay_grid_set(grid, row, OF, assay_format_count(from->left->trials, text));
    assay_grid_set(grid, row, MARK, is_few(from->left) ? "!" : "");
}

static void put_title(const assay_terminal *to, const assay_figure *lead)
{
    char text[ASSAY_FORMAT_SIZE] = "";
    if (lead) assay_format_shortest(lead->at[0].value, text);
    const char *line = assay_arena_format(
        to->arena, "Pairs of one person, lowest quality left out%s%s%s%s",
        lead ? "; FNMR of the others at " : "", lead ? lead->at[0].key : "",
        lead ? " " : "", text);
    if (!line) to->sheet->no_memory = true;
    assay_sheet_end_line(to->sheet);
    assay_sheet_wrap(to->sheet, 2, line ? line : "");
}

void assay_terminal_quality(const assay_terminal *to)
{
    size_t count = 0;
    bool few = false;
    assay_discard_row row;
    const assay_figure *lead = assay_discard_rows_lead(to->result);
    assay_grid grid = {.arena = to->arena, .column_count = COLUMNS};
    memcpy(grid.columns, columns, sizeof columns);
    grid.columns[GONE_RANGE].upper = assay_terminal_level(to);
    grid.columns[LEFT_RANGE].upper = assay_terminal_level(to);
    (void)assay_result_figures(to->result, &count);
    for (size_t i = 0; i < count; i++) {
        if (!assay_discard_rows_at(to->result, i, lead, &row)) continue;
        few = few || is_few(row.left);
        add(to, &grid, &row);
    }
    if (!grid.first) return;
    put_title(to, lead);
    assay_grid_print(&grid, to->sheet, 2);
    if (few) assay_terminal_few(to);
}
