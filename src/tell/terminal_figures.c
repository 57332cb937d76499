// SPDX-License-Identifier: Apache-2.0
// Figures of any kind, one a line.
#include "tell/terminal_cells.h"

#include "tell/format.h"

#include <string.h>

enum { NAME, VALUE, INTERVAL, EVENTS, TRIALS, MARK, COLUMNS };

static const assay_column columns[COLUMNS] = {
    [NAME] = {"", "", true, 0},
    [VALUE] = {"", "", false, 0},
    [INTERVAL] = {"", "interval", false, 1},
    [EVENTS] = {"", "events", false, 2},
    [TRIALS] = {"", "of", false, 2},
    [MARK] = {"", "", true, 0},
};

// Conditions that have words of their own, around their value. A width, which
// lies below 1, has no unit; seconds from 1 on do.
static const struct {
    const char *key, *before, *after;
} said[] = {{"within", " within ", " s"},
            {"merge", ", merged in ", " s"},
            {"quantile", ", quantile ", ""}};

// Adds "key value" to a name; what was reached belongs to no name.
static const char *add_condition(assay_arena *arena, const char *name,
                                 const assay_at *at, bool first)
{
    char value[ASSAY_FORMAT_SIZE];
    if (strcmp(at->key, "achieved") == 0) return name;
    if (strcmp(at->key, "threshold") == 0)
        assay_format_threshold(at->value, value);
    else
        assay_format_shortest(at->value, value);
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (strcmp(at->key, said[i].key) == 0)
            return assay_arena_format(arena, "%s%s%s%s", name, said[i].before,
                                      value,
                                      i || at->value >= 1 ? said[i].after : "");
    // "at_least" brings its own "at".
    const bool own = first && strncmp(at->key, "at_", 3) == 0;
    return assay_arena_format(arena, "%s%s%s %s", name, first ? " at " : ", ",
                              own ? at->key + 3 : at->key, value);
}

typedef struct group {
    const assay_label *labels;
    size_t count;
} group;

// Adds ", sex F", or ", probe sex F" of a cell of a matrix.
static const char *add_group(assay_arena *arena, const char *name,
                             const char *side, group add)
{
    for (size_t i = 0; name && i < add.count; i++)
        name = assay_arena_format(arena, "%s, %s%s %s", name, side,
                                  add.labels[i].attribute, add.labels[i].value);
    return name;
}

const char *assay_terminal_name(const assay_terminal *to,
                                const assay_figure *figure)
{
    const char *name = figure->name;
    for (size_t i = 0; name && i < figure->at_count; i++)
        name = add_condition(to->arena, name, &figure->at[i], i == 0);
    const bool cell = figure->reference_group_count > 0;
    name = add_group(to->arena, name, cell ? "probe " : "",
                     (group){figure->group, figure->group_count});
    name = add_group(
        to->arena, name, "reference ",
        (group){figure->reference_group, figure->reference_group_count});
    if (name && figure->threshold_from &&
        strcmp(figure->threshold_from, "group") == 0)
        name = assay_arena_format(to->arena, "%s, own threshold", name);
    if (name && figure->references &&
        strcmp(figure->references, "same group") == 0)
        name = assay_arena_format(to->arena, "%s, same group", name);
    if (name && figure->weights && strcmp(figure->weights, "subject") == 0)
        name = assay_arena_format(to->arena, "%s, people equal", name);
    if (!name) to->sheet->no_memory = true;
    return name ? name : "";
}

static bool few_events(const assay_figure *figure)
{
    return figure->status == ASSAY_FIGURE_FEW_EVENTS;
}

const char *assay_terminal_level(const assay_terminal *to)
{
    char level[ASSAY_FORMAT_SIZE];
    size_t count = 0;
    double one = 0;
    const assay_figure *figures = assay_result_figures(to->result, &count);
    for (size_t i = 0; i < count; i++) {
        const double confidence = figures[i].confidence;
        if (!assay_format_has_interval(&figures[i]) || !(confidence > 0))
            continue;
        if (one > 0 && confidence != one) return "";
        one = confidence;
    }
    if (!(one > 0)) return "";
    const char *text =
        assay_arena_format(to->arena, "%s %%", assay_format_level(one, level));
    if (!text) to->sheet->no_memory = true;
    return text ? text : "";
}

static void fill_row(const assay_terminal *to, assay_grid *grid,
                     const assay_figure *figure)
{
    char text[ASSAY_FORMAT_SIZE];
    assay_grid_row *row = assay_grid_add(grid);
    assay_grid_set(grid, row, NAME, assay_terminal_name(to, figure));
    if (row && __builtin_isnan(figure->value)) {
        row->note_from = VALUE;
        row->note = figure->note && figure->note[0]
                        ? figure->note
                        : assay_figure_status_name(figure->status);
        return;
    }
    assay_grid_set(grid, row, VALUE, assay_format_value(figure, text));
    assay_grid_set(grid, row, INTERVAL, assay_format_interval(figure, text));
    assay_grid_set(grid, row, EVENTS, assay_format_count(figure->events, text));
    assay_grid_set(grid, row, TRIALS, assay_format_count(figure->trials, text));
    assay_grid_set(grid, row, MARK, few_events(figure) ? "!" : "");
}

void assay_terminal_list(const assay_terminal *to,
                         bool (*wanted)(const assay_terminal *to,
                                        const assay_figure *figure))
{
    size_t count = 0;
    bool few = false;
    const assay_figure *figures = assay_result_figures(to->result, &count);
    assay_grid grid = {.arena = to->arena, .column_count = COLUMNS};
    memcpy(grid.columns, columns, sizeof columns);
    grid.columns[INTERVAL].upper = assay_terminal_level(to);
    for (size_t i = 0; i < count; i++) {
        if (!wanted(to, &figures[i])) continue;
        few = few || few_events(&figures[i]);
        fill_row(to, &grid, &figures[i]);
    }
    if (!grid.first) return;
    assay_sheet_end_line(to->sheet);
    assay_grid_print(&grid, to->sheet, 2);
    if (few) assay_terminal_few(to);
}

static bool any(const assay_terminal *to, const assay_figure *figure)
{
    return to && figure;
}

void assay_terminal_figures(const assay_terminal *to)
{
    assay_terminal_list(to, any);
}
