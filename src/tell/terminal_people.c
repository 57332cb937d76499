// SPDX-License-Identifier: Apache-2.0
// Deployments by group of the people alerted.
#include "tell/terminal_deployments.h"

#include "base/figure_place.h"
#include "base/people_figures.h"
#include "tell/format.h"
#include "tell/grid.h"

enum {
    GROUP,
    WRONG,
    SHARE,
    SHARE_RANGE,
    RATE,
    RATE_RANGE,
    RATIO,
    RATIO_RANGE,
    COLUMNS
};

enum { NAME = 512 }; // of a group and its period, whole

static const assay_column columns[COLUMNS] = {
    [GROUP] = {"", "", true, 0},
    [WRONG] = {"false of", "alerts", false, 0},
    [SHARE] = {"of 100", "false", false, 0},
    [SHARE_RANGE] = {"", "interval", false, 1},
    [RATE] = {"per 100", "alerts", false, 0},
    [RATE_RANGE] = {"", "interval", false, 2},
    [RATIO] = {"ratio to", "others", false, 3},
    [RATIO_RANGE] = {"", "interval", false, 4},
};

static const char *sure(const assay_terminal *to, const char *text)
{
    if (!text) to->sheet->no_memory = true;
    return text ? text : "";
}

static const char *digits(double value, char *text)
{
    if (__builtin_isinf(value)) return "any";
    return value == 0 ? "0" : assay_format_digits(value, 3, text);
}

// "12", or "10-12" where groups are not stated.
static const char *span(const assay_terminal *to, double low, double high,
                        double base)
{
    char a[ASSAY_FORMAT_SIZE], b[ASSAY_FORMAT_SIZE];
    if (!(high > low))
        return sure(to, assay_arena_string(to->arena, digits(low * base, a)));
    return sure(to,
                assay_arena_format(to->arena, "%s-%s", digits(low * base, a),
                                   digits(high * base, b)));
}

// A count, or the least and the most of it.
static const char *count_of(const assay_terminal *to, const assay_figure *f)
{
    char a[ASSAY_FORMAT_SIZE], b[ASSAY_FORMAT_SIZE];
    assay_format_count((int64_t)f->value, a);
    if (__builtin_isnan(f->bounds[1]))
        return sure(to, assay_arena_string(to->arena, a));
    return sure(
        to, assay_arena_format(to->arena, "%s-%s", a,
                               assay_format_count((int64_t)f->bounds[1], b)));
}

// The least and the most, or the value.
static const char *value_of(const assay_terminal *to, const assay_figure *f,
                            double base)
{
    const bool open = !__builtin_isnan(f->bounds[1]);
    return span(to, open ? f->bounds[0] : f->value,
                open ? f->bounds[1] : f->value, base);
}

static void set(const assay_terminal *to, assay_grid *grid, assay_grid_row *row,
                size_t column, const assay_figure *f, double base)
{
    if (__builtin_isnan(f->value)) return;
    assay_grid_set(grid, row, column, value_of(to, f, base));
    if (assay_format_has_interval(f))
        assay_grid_set(grid, row, column + 1, span(to, f->low, f->high, base));
}

// The counts of a group as they are gathered.
typedef struct counts {
    const char *wrong, *alerts;
} counts;

static void take(const assay_terminal *to, assay_grid *grid,
                 assay_grid_row *row, const assay_figure *f, counts *counted)
{
    switch (assay_people_figure_of(f)) {
    case ASSAY_OF_GROUP_ALERTS: counted->alerts = count_of(to, f); break;
    case ASSAY_OF_GROUP_FALSE: counted->wrong = count_of(to, f); break;
    case ASSAY_OF_GROUP_SHARE_FALSE: set(to, grid, row, SHARE, f, 100); break;
    case ASSAY_OF_GROUP_RATE: set(to, grid, row, RATE, f, 100); break;
    case ASSAY_OF_GROUP_RATIO: set(to, grid, row, RATIO, f, 1); break;
    case ASSAY_OF_GROUP_TRUE:
    case ASSAY_OF_GROUP_SHARE:
    case ASSAY_OF_GROUP_LEAST:
    case ASSAY_OF_GROUP_NONE:
    case ASSAY_OF_GROUP_FIGURES: break;
    }
}

// The figures of a group, which stand together, the first at `first`.
static size_t add_group(const assay_terminal *to, assay_grid *grid,
                        const assay_figure *figures, size_t count, size_t first)
{
    char text[NAME];
    size_t i = first;
    counts counted = {"", ""};
    assay_grid_row *row = assay_grid_add(grid);
    assay_grid_set(grid, row, GROUP,
                   assay_format_group(figures[first].group,
                                      figures[first].group_count, text,
                                      sizeof text));
    for (; i < count && assay_figure_same_group(&figures[first], &figures[i]);
         i++)
        take(to, grid, row, &figures[i], &counted);
    assay_grid_set(grid, row, WRONG,
                   counted.alerts[0]
                       ? sure(to, assay_arena_format(
                                      to->arena, "%s of %s",
                                      counted.wrong[0] ? counted.wrong : "?",
                                      counted.alerts))
                       : counted.wrong);
    return i;
}

static void add_groups(const assay_terminal *to, assay_grid *grid,
                       size_t labels)
{
    size_t count = 0, i = 0;
    const assay_figure *figures = assay_result_figures(to->result, &count);
    while (i < count)
        i = figures[i].group_count == labels &&
                    assay_people_figure_of(&figures[i]) < ASSAY_OF_GROUP_FIGURES
                ? add_group(to, grid, figures, count, i)
                : i + 1;
}

// Of each period before all rows, which mix them.
void assay_terminal_people(const assay_terminal *to)
{
    assay_grid grid = {.arena = to->arena, .column_count = COLUMNS};
    for (size_t c = 0; c < COLUMNS; c++) grid.columns[c] = columns[c];
    grid.columns[SHARE_RANGE].upper = assay_terminal_level(to);
    grid.columns[RATE_RANGE].upper = assay_terminal_level(to);
    grid.columns[RATIO_RANGE].upper = assay_terminal_level(to);
    add_groups(to, &grid, 2);
    const bool mixed = grid.first != NULL;
    add_groups(to, &grid, 1);
    if (!grid.first) return;
    assay_sheet_heading(to->sheet, mixed
                                       ? "BY GROUP OF PEOPLE; WITHOUT A PERIOD "
                                         "A MIXTURE"
                                       : "BY GROUP OF PEOPLE");
    assay_grid_print(&grid, to->sheet, 2);
    assay_sheet_pad(to->sheet, 2);
    assay_sheet_wrap(to->sheet, 2,
                     "No rates per person who passed: nobody counted who "
                     "passed by group.");
    to->sheet->no_memory = to->sheet->no_memory || grid.no_memory;
}
