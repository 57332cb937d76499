// SPDX-License-Identifier: Apache-2.0
// Groups against each other, below the table of their rates.
#include "tell/terminal_cells.h"

#include "base/figure_place.h"
#include "base/notes.h"
#include "tell/format.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    GROUP,
    FALSE_RATIO,
    FALSE_RANGE,
    FALSE_P,
    MISSED_RATIO,
    MISSED_RANGE,
    MISSED_P,
    POWERED,
    NOTHING,
    SAME_RATIO,
    MARK,
    COLUMNS
};

// What is shown: groups at one operating point, against whom.
typedef struct shown {
    const assay_terminal *to;
    const assay_figure *figures;
    size_t count;
    const assay_figure *like; // of some group there
    const char *against;      // "all others"
    const char *names[2];     // "FMR", "FNMR"
} shown;

static bool is(const char *text, const char *wanted)
{
    return text && strcmp(text, wanted) == 0;
}

static bool same_number(double a, double b)
{
    return isnan(a) ? isnan(b) : a == b;
}

// Whether a figure stands at the operating point and in the table.
static bool is_there(const shown *s, const assay_figure *figure)
{
    static const char *const keys[] = {"FMR", "FPIR", "threshold",
                                       "confidence"};
    const assay_figure *like = s->like;
    if ((figure->watchlist_size > 0) != (like->watchlist_size > 0) ||
        !assay_figure_same_by(figure, like))
        return false;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (!same_number(assay_figure_at(figure, keys[i]),
                         assay_figure_at(like, keys[i])))
            return false;
    return true;
}

static bool same_values(const assay_figure *a, const assay_figure *b)
{
    for (size_t i = 0; i < a->group_count; i++)
        if (strcmp(a->group[i].value, b->group[i].value) != 0) return false;
    return true;
}

// The figure of this name there, of the group of `of`, or of all (NULL); of
// pairs within a group (`same`), or not.
static const assay_figure *find(const shown *s, const char *name,
                                const assay_figure *of, bool same)
{
    for (size_t i = 0; i < s->count; i++) {
        const assay_figure *figure = &s->figures[i];
        if (!is(figure->name, name) || !is_there(s, figure) ||
            is(figure->references, "same group") != same)
            continue;
        if (of ? same_values(figure, of) : is(figure->group[0].value, "*"))
            return figure;
    }
    return NULL;
}

// "FMR ratio to all others", for `start` "": "adjusted p of " and the like.
static const char *name_of(const shown *s, const char *start, size_t rate)
{
    const char *name = assay_arena_format(s->to->arena, "%s%s ratio to %s",
                                          start, s->names[rate], s->against);
    if (!name) s->to->sheet->no_memory = true;
    return name ? name : "";
}

static void set_ratio(const shown *s, assay_grid *grid, assay_grid_row *row,
                      const assay_figure *of, size_t rate)
{
    char text[ASSAY_FORMAT_SIZE];
    const size_t column = rate ? MISSED_RATIO : FALSE_RATIO;
    const assay_figure *ratio = find(s, name_of(s, "", rate), of, false);
    const assay_figure *p =
        find(s, name_of(s, "adjusted p of ", rate), of, false);
    if (!ratio) return;
    if (isnan(ratio->value)) {
        assay_grid_set(grid, row, column, "-");
        return;
    }
    assay_grid_set(grid, row, column,
                   assay_format_digits(ratio->value, 3, text));
    assay_grid_set(grid, row, column + 1, assay_format_interval(ratio, text));
    if (ratio->status == ASSAY_FIGURE_FEW_EVENTS)
        assay_grid_set(grid, row, MARK, "!");
    if (p)
        assay_grid_set(grid, row, column + 2,
                       p->value < 0.001
                           ? "<0.001"
                           : assay_format_fixed(p->value, 3, text));
}

// Of which rates the note of the ratio says this: "FMR", "both"; else `none`.
static const char *rates_that(const shown *s, const assay_figure *of,
                              const char *words, const char *none)
{
    bool says[2];
    for (size_t rate = 0; rate < 2; rate++) {
        const assay_figure *ratio = find(s, name_of(s, "", rate), of, false);
        says[rate] = ratio && ratio->note && strstr(ratio->note, words);
    }
    return says[0] && says[1] ? "both"
           : says[0]          ? s->names[0]
           : says[1]          ? s->names[1]
                              : none;
}

static void add_group(const shown *s, assay_grid *grid, const assay_figure *of)
{
    char text[ASSAY_FORMAT_SIZE];
    assay_grid_row *row = assay_grid_add(grid);
    assay_grid_set(grid, row, GROUP, assay_terminal_values(s->to, of));
    set_ratio(s, grid, row, of, 0);
    set_ratio(s, grid, row, of, 1);
    assay_grid_set(grid, row, POWERED,
                   rates_that(s, of, ASSAY_NOTE_POWERED, "no"));
    assay_grid_set(grid, row, NOTHING,
                   rates_that(s, of, ASSAY_NOTE_NO_CONCLUSION, ""));
    const assay_figure *same = find(s, name_of(s, "", 0), of, true);
    if (same && !isnan(same->value))
        assay_grid_set(grid, row, SAME_RATIO,
                       assay_format_digits(same->value, 3, text));
}

// Whether a figure is the first of its group that has a row.
static bool starts_row(const shown *s, size_t i, const char *const names[2])
{
    for (size_t k = 0; k <= i; k++) {
        const assay_figure *figure = &s->figures[k];
        if (!is(figure->name, names[0]) && !is(figure->name, names[1]))
            continue;
        if (is_there(s, figure) && same_values(figure, &s->figures[i]))
            return k == i;
    }
    return false;
}

static void name_columns(const shown *s, assay_grid *grid)
{
    const char *level = assay_terminal_level(s->to);
    static const assay_column columns[COLUMNS] = {
        [GROUP] = {"", "", true, 0},
        [FALSE_RATIO] = {"", "ratio", false, 0},
        [FALSE_RANGE] = {"", "interval", false, 0},
        [FALSE_P] = {"", "p", false, 1},
        [MISSED_RATIO] = {"", "ratio", false, 0},
        [MISSED_RANGE] = {"", "interval", false, 0},
        [MISSED_P] = {"", "p", false, 1},
        [POWERED] = {"power", "for 2", true, 1},
        [NOTHING] = {"no", "conclusion", true, 0},
        [SAME_RATIO] = {"FMR ratio,", "same group", false, 2},
        [MARK] = {"", "", true, 0},
    };
    memcpy(grid->columns, columns, sizeof columns);
    grid->columns[FALSE_RATIO].upper = s->names[0];
    grid->columns[MISSED_RATIO].upper = s->names[1];
    grid->columns[FALSE_RANGE].upper = level;
    grid->columns[MISSED_RANGE].upper = level;
}

static bool put_table(const shown *s)
{
    assay_grid grid = {.arena = s->to->arena, .column_count = COLUMNS};
    const char *const names[2] = {name_of(s, "", 0), name_of(s, "", 1)};
    name_columns(s, &grid);
    for (size_t i = 0; i < s->count; i++)
        if (is_there(s, &s->figures[i]) && starts_row(s, i, names))
            add_group(s, &grid, &s->figures[i]);
    if (!grid.first) return false;
    const char *title = assay_arena_format(
        s->to->arena, "Ratios of rates to %s; p adjusted for their number",
        s->against);
    if (!title) s->to->sheet->no_memory = true;
    assay_sheet_end_line(s->to->sheet);
    assay_sheet_wrap(s->to->sheet, 2, title ? title : "");
    assay_grid_print(&grid, s->to->sheet, 2);
    return true;
}

// "FMR 2.08 (1.83 to 2.36), equal groups 1.02 to 1.19"; NULL: no figure.
static const char *spread_of(const shown *s, size_t rate)
{
    char name[ASSAY_FORMAT_SIZE], equal[ASSAY_FORMAT_SIZE + 16];
    char value[ASSAY_FORMAT_SIZE], ends[ASSAY_FORMAT_SIZE] = "";
    char range[ASSAY_FORMAT_SIZE] = "";
    (void)snprintf(name, sizeof name, "max/geometric-mean %s", s->names[rate]);
    (void)snprintf(equal, sizeof equal, "%s if equal", name);
    const assay_figure *found = find(s, name, NULL, false);
    const assay_figure *null = find(s, equal, NULL, false);
    if (!found || isnan(found->value)) return NULL;
    (void)assay_format_interval(found, ends);
    if (null) (void)assay_format_interval(null, range);
    const char *text = assay_arena_format(
        s->to->arena, "%s %s%s%s%s%s%s", s->names[rate],
        assay_format_digits(found->value, 3, value), ends[0] ? " (" : "", ends,
        ends[0] ? ")" : "", range[0] ? ", of equal groups " : "", range);
    if (!text) s->to->sheet->no_memory = true;
    return text;
}

static void put_spread(const shown *s)
{
    const char *first = spread_of(s, 0), *second = spread_of(s, 1);
    if (!first && !second) return;
    const char *text = assay_arena_format(
        s->to->arena, "max/geometric-mean: %s%s%s", first ? first : "",
        first && second ? "; " : "", second ? second : "");
    if (!text) s->to->sheet->no_memory = true;
    assay_sheet_pad(s->to->sheet, 2);
    assay_sheet_wrap(s->to->sheet, 2, text ? text : "");
}

static void put_interaction(const shown *s, size_t rate)
{
    char name[ASSAY_FORMAT_SIZE];
    (void)snprintf(name, sizeof name, "largest interaction %s", s->names[rate]);
    const assay_figure *found = find(s, name, NULL, false);
    if (found) assay_terminal_interaction(s->to, found);
}

// ---- Lists of other make-up -------------------------------------------------

static const char *const list_names[] = {
    "FPIR of a list made up as the one searched", "FPIR of a balanced list",
    "FPIR of a list made up as given"};

// A row for each group, a pair of columns for each list; the sizes are in the
// heads.
static void add_lists(const shown *s, assay_grid *grid, const assay_figure *of,
                      assay_column *heads)
{
    char text[ASSAY_FORMAT_SIZE];
    assay_grid_row *row = assay_grid_add(grid);
    assay_grid_set(grid, row, 0, assay_terminal_values(s->to, of));
    for (size_t i = 0; i < 3; i++) {
        const assay_figure *figure = find(s, list_names[i], of, false);
        if (!figure) continue;
        const char *size = assay_arena_format(
            s->to->arena, "list of %s",
            assay_format_count(figure->watchlist_size, text));
        if (!size) s->to->sheet->no_memory = true;
        heads[1 + 2 * i].upper = size ? size : "";
        assay_grid_set(
            grid, row, 1 + 2 * i,
            isnan(figure->value) ? "-" : assay_terminal_percent(figure, text));
        assay_grid_set(grid, row, 2 + 2 * i,
                       assay_terminal_percents(figure, text));
    }
}

static void put_lists(const shown *s)
{
    static const assay_column columns[] = {
        {"", "", true, 0},          {"", "as searched", false, 0},
        {"", "interval", false, 1}, {"", "balanced", false, 0},
        {"", "interval", false, 1}, {"", "as given", false, 0},
        {"", "interval", false, 1},
    };
    assay_grid grid = {.arena = s->to->arena,
                       .column_count = sizeof columns / sizeof *columns};
    memcpy(grid.columns, columns, sizeof columns);
    for (size_t i = 2; i < grid.column_count; i += 2)
        grid.columns[i].upper = assay_terminal_level(s->to);
    for (size_t i = 0; i < s->count; i++) {
        const assay_figure *of = &s->figures[i];
        // Of each group the first of the three that there is.
        size_t k = 0;
        while (k < 3 && !is(of->name, list_names[k])) k++;
        if (k == 3 || !is_there(s, of)) continue;
        bool first = true;
        for (size_t j = 0; j < k; j++)
            first = first && !find(s, list_names[j], of, false);
        if (first) add_lists(s, &grid, of, grid.columns);
    }
    if (!grid.first) return;
    assay_sheet_end_line(s->to->sheet);
    assay_sheet_wrap(s->to->sheet, 2,
                     "FPIR % with lists made up by group: each its part as in "
                     "those who could be listed, or as many of each");
    assay_grid_print(&grid, s->to->sheet, 2);
}

void assay_terminal_contrasts(const assay_terminal *to,
                              const assay_figure *like)
{
    const bool searches = like->watchlist_size > 0;
    shown s = {
        .to = to,
        .like = like,
        .against = "all others",
        .names = {searches ? "FPIR" : "FMR", searches ? "FNIR" : "FNMR"}};
    s.figures = assay_result_figures(to->result, &s.count);
    bool any = put_table(&s);
    s.against = "the reference group";
    any = put_table(&s) || any;
    if (any) put_spread(&s);
    for (size_t rate = 0; any && rate < 2; rate++) put_interaction(&s, rate);
    if (searches) put_lists(&s);
}
