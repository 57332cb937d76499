// SPDX-License-Identifier: Apache-2.0
#include "tell/grid.h"

#include <string.h>

enum { GAP = 2, NARROWEST = 8, WIDEST = 40 };

// How a table is laid out: the width of each column, 0 where it doesn't show.
typedef struct layout {
    size_t width[ASSAY_GRID_COLUMNS];
    size_t indent;
} layout;

assay_grid_row *assay_grid_add(assay_grid *grid)
{
    assay_grid_row *row = assay_arena_new(grid->arena, 1, sizeof *row);
    if (!row) {
        grid->no_memory = true;
        return NULL;
    }
    if (grid->last)
        grid->last->next = row;
    else
        grid->first = row;
    grid->last = row;
    return row;
}

void assay_grid_set(assay_grid *grid, assay_grid_row *row, size_t column,
                    const char *text)
{
    if (!row) return;
    row->cells[column] = assay_arena_string(grid->arena, text);
    if (text && !row->cells[column]) grid->no_memory = true;
}

// What stands in a cell; "" from the note on.
static const char *text_of(const assay_grid_row *row, size_t column)
{
    if (row->note && column >= row->note_from) return "";
    return row->cells[column] ? row->cells[column] : "";
}

static size_t max(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t widest_cell(const assay_grid *grid, size_t column)
{
    size_t width = 0;
    for (const assay_grid_row *row = grid->first; row; row = row->next)
        width = max(width, assay_sheet_columns(text_of(row, column)));
    return width;
}

static size_t head_width(const assay_column *column)
{
    return max(assay_sheet_columns(column->upper),
               assay_sheet_columns(column->lower));
}

static size_t total(const assay_grid *grid, const layout *lay)
{
    size_t sum = lay->indent;
    size_t shown = 0;
    for (size_t i = 0; i < grid->column_count; i++) {
        sum += lay->width[i];
        shown += lay->width[i] > 0;
    }
    return sum + (shown > 1 ? GAP * (shown - 1) : 0);
}

// The column that leaves first, or `column_count`.
static size_t next_to_leave(const assay_grid *grid, const layout *lay)
{
    size_t found = grid->column_count;
    for (size_t i = 0; i < grid->column_count; i++) {
        if (lay->width[i] == 0 || grid->columns[i].leave == 0) continue;
        if (found == grid->column_count ||
            grid->columns[i].leave > grid->columns[found].leave)
            found = i;
    }
    return found;
}

// Columns leave until the table fits; then the first column, whose texts wrap,
// gets what is left.
static layout lay_out(const assay_grid *grid, size_t width, size_t indent)
{
    layout lay = {.indent = indent};
    for (size_t i = 0; i < grid->column_count; i++) {
        const size_t cell = widest_cell(grid, i);
        if (cell > 0) lay.width[i] = max(cell, head_width(&grid->columns[i]));
    }
    if (lay.width[0] > WIDEST) lay.width[0] = WIDEST;
    size_t leaving = next_to_leave(grid, &lay);
    while (total(grid, &lay) > width && leaving < grid->column_count) {
        lay.width[leaving] = 0;
        leaving = next_to_leave(grid, &lay);
    }
    const size_t sum = total(grid, &lay);
    const size_t over = sum > width ? sum - width : 0;
    if (lay.width[0] > over + NARROWEST)
        lay.width[0] -= over;
    else if (over > 0 && lay.width[0] > NARROWEST)
        lay.width[0] = NARROWEST;
    return lay;
}

static void put_cell(assay_sheet *sheet, const char *text, size_t width,
                     bool left)
{
    const size_t start = sheet->column;
    const size_t used = assay_sheet_columns(text);
    if (!left && used < width) assay_sheet_pad(sheet, start + width - used);
    assay_sheet_put(sheet, text);
    assay_sheet_pad(sheet, start + width);
}

// Goes to where column `i` starts.
static void go_to(assay_sheet *sheet, const layout *lay, size_t i)
{
    size_t column = lay->indent;
    for (size_t k = 0; k < i; k++)
        if (lay->width[k] > 0) column += lay->width[k] + GAP;
    assay_sheet_pad(sheet, column);
}

static void put_head(const assay_grid *grid, const layout *lay,
                     assay_sheet *sheet, bool upper)
{
    bool any = false;
    for (size_t i = 0; i < grid->column_count; i++) {
        const assay_column *column = &grid->columns[i];
        any = any || (lay->width[i] > 0 && column->upper[0]);
    }
    if (upper && !any) return;
    for (size_t i = 0; i < grid->column_count; i++) {
        const assay_column *column = &grid->columns[i];
        if (lay->width[i] == 0) continue;
        go_to(sheet, lay, i);
        put_cell(sheet, upper ? column->upper : column->lower, lay->width[i],
                 column->left);
    }
    assay_sheet_end_line(sheet);
}

// The first cell, on lines of its own but for the last piece.
static void put_first(const layout *lay, assay_sheet *sheet, const char *text,
                      bool left)
{
    size_t n = assay_sheet_fit(text, lay->width[0]);
    while (text[n]) {
        assay_sheet_pad(sheet, lay->indent);
        assay_sheet_put_part(sheet, text, n);
        assay_sheet_end_line(sheet);
        text += n;
        while (*text == ' ') text++;
        n = assay_sheet_fit(text, lay->width[0]);
    }
    assay_sheet_pad(sheet, lay->indent);
    put_cell(sheet, text, lay->width[0], left);
}

static void put_row(const assay_grid *grid, const layout *lay,
                    assay_sheet *sheet, const assay_grid_row *row)
{
    if (lay->width[0] > 0)
        put_first(lay, sheet, text_of(row, 0), grid->columns[0].left);
    for (size_t i = 1; i < grid->column_count; i++) {
        if (lay->width[i] == 0 || !text_of(row, i)[0]) continue;
        go_to(sheet, lay, i);
        put_cell(sheet, text_of(row, i), lay->width[i], grid->columns[i].left);
    }
    if (!row->note) {
        assay_sheet_end_line(sheet);
        return;
    }
    go_to(sheet, lay, row->note_from);
    assay_sheet_wrap(sheet, sheet->column, row->note);
}

void assay_grid_print(const assay_grid *grid, assay_sheet *sheet, size_t indent)
{
    const layout lay = lay_out(grid, sheet->width, indent);
    if (grid->no_memory) sheet->no_memory = true;
    if (!grid->first) return;
    put_head(grid, &lay, sheet, true);
    put_head(grid, &lay, sheet, false);
    for (const assay_grid_row *row = grid->first; row; row = row->next)
        put_row(grid, &lay, sheet, row);
}
