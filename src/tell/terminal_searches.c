// SPDX-License-Identifier: Apache-2.0
// What an identification shows: operating points, sizes of the list, groups,
// and what holds for all thresholds.
#include "tell/terminal_cells.h"

#include "base/figure_place.h"
#include "tell/format.h"
#include "tell/point_rows.h"
#include "tell/search_rows.h"

#include <stdio.h>
#include <string.h>

// The text, or "" where memory ended.
static const char *text_or(const assay_terminal *to, const char *text)
{
    if (!text) to->sheet->no_memory = true;
    return text ? text : "";
}

// "a list of 1,000", "20 lists of 1,000"; "a list" where its size isn't known.
static const char *list_text(const assay_terminal *to)
{
    char size[ASSAY_FORMAT_SIZE], many[ASSAY_FORMAT_SIZE];
    const int64_t listed = assay_search_rows_listed(to->result);
    const double lists = assay_terminal_count(to, "watchlists");
    if (listed == 0) return lists > 1 ? "lists" : "a list";
    assay_format_count(listed, size);
    if (lists > 1)
        return text_or(
            to, assay_arena_format(to->arena, "%s lists of %s",
                                   assay_format_fixed(lists, 0, many), size));
    return text_or(to, assay_arena_format(to->arena, "a list of %s", size));
}

// How the lists came about, where they were made here.
static const char *drawn_text(const assay_terminal *to)
{
    const char *drawn = assay_terminal_fact(to, "galleries.drawn");
    if (strcmp(drawn, "at random") == 0) return "; lists drawn at random";
    return strcmp(drawn, "folds") == 0 ? "; each fold is a list" : "";
}

void assay_terminal_searches_head(const assay_terminal *to)
{
    char all[ASSAY_FORMAT_SIZE], mated[ASSAY_FORMAT_SIZE];
    char other[ASSAY_FORMAT_SIZE];
    const double on_it = assay_terminal_count(to, "mated searches");
    const double off_it = assay_terminal_count(to, "non-mated searches");
    const double searches = on_it + off_it;
    assay_format_fixed(searches, 0, all);
    assay_format_fixed(on_it, 0, mated);
    assay_format_fixed(off_it, 0, other);
    assay_sheet_wrap(
        to->sheet, 2,
        text_or(to, assay_arena_format(to->arena, "%s search%s of %s%s", all,
                                       searches == 1 ? "" : "es", list_text(to),
                                       assay_terminal_rule(to))));
    if (searches > 0)
        assay_sheet_wrap(
            to->sheet, 0,
            text_or(to, assay_arena_format(
                            to->arena,
                            "%s by people on the list, %s by people who are "
                            "not on it%s",
                            mated, other, drawn_text(to))));
    assay_terminal_where(to);
}

// ---- Operating points ------------------------------------------------------

enum {
    ASKED,
    REACHED,
    THRESHOLD,
    FALSE,
    FPIR_RANGE,
    FNIR,
    FNIR_RANGE,
    MISSED,
    FIRST,
    MARK,
    POINT_COLUMNS
};

static const assay_column point_columns[POINT_COLUMNS] = {
    [ASKED] = {"FPIR", "asked", true, 0},
    [REACHED] = {"FPIR", "reached", false, 4},
    [THRESHOLD] = {"", "threshold", false, 0},
    [FALSE] = {"", "false", false, 3},
    [FPIR_RANGE] = {"", "interval", false, 2},
    [FNIR] = {"", "FNIR %", false, 0},
    [FNIR_RANGE] = {"", "interval", false, 1},
    [MISSED] = {"", "missed", false, 5},
    [FIRST] = {"FNIR %,", "rank 1", false, 6},
    [MARK] = {"", "", true, 0},
};

static void set_count(assay_grid *grid, assay_grid_row *row, size_t column,
                      const assay_figure *figure)
{
    char text[ASSAY_FORMAT_SIZE];
    assay_grid_set(grid, row, column,
                   assay_format_count(figure ? figure->events : -1, text));
}

static void set_percent(assay_grid *grid, assay_grid_row *row, size_t column,
                        const assay_figure *figure)
{
    char text[ASSAY_FORMAT_SIZE];
    assay_grid_set(grid, row, column, assay_terminal_percent(figure, text));
}

// Whether only its least and most are known: lists were cut.
static bool is_bounded(const assay_figure *figure)
{
    return figure && __builtin_isnan(figure->value) &&
           !__builtin_isnan(figure->bounds[0]) &&
           !__builtin_isnan(figure->bounds[1]);
}

static void set_percents(assay_grid *grid, assay_grid_row *row, size_t column,
                         const assay_figure *figure)
{
    char text[ASSAY_FORMAT_SIZE], range[ASSAY_FORMAT_SIZE];
    assay_terminal_percents(figure, text);
    if (figure && is_bounded(figure))
        (void)snprintf(text, sizeof text, "%.60s b",
                       assay_format_percents(
                           figure->bounds[0], figure->bounds[1],
                           assay_format_decimals(figure->bounds[1]), range));
    assay_grid_set(grid, row, column, text);
}

static double confidence_of(const assay_search_row *row)
{
    return assay_figure_at(row->any, "confidence");
}

// "0.001"; "0.001 *" where the threshold keeps it with confidence.
static void set_asked(assay_grid *grid, assay_grid_row *row,
                      const assay_search_row *from)
{
    char text[ASSAY_FORMAT_SIZE];
    assay_format_shortest(assay_figure_at(from->any, "FPIR"), text);
    if (!__builtin_isnan(confidence_of(from)))
        (void)snprintf(text + strlen(text), 4, " *");
    assay_grid_set(grid, row, ASKED, text);
}

// A threshold that was given is shown as it was given.
static char *threshold_text(const assay_search_row *row, char *text)
{
    const double given = assay_figure_at(row->any, "threshold");
    if (!__builtin_isnan(given)) return assay_format_shortest(given, text);
    return assay_format_threshold(
        row->threshold ? row->threshold->value : row->any->threshold, text);
}

static void add_beside(assay_grid *grid, const assay_search_row *from)
{
    char text[ASSAY_FORMAT_SIZE];
    if (!from->fnir_beside && !from->fpir_beside) return;
    assay_grid_row *row = assay_grid_add(grid);
    assay_grid_set(grid, row, ASKED, "by search");
    if (from->fpir_beside)
        assay_grid_set(grid, row, REACHED,
                       assay_format_rate(from->fpir_beside->value, text));
    set_percents(grid, row, FPIR_RANGE, from->fpir_beside);
    set_percent(grid, row, FNIR, from->fnir_beside);
    set_percents(grid, row, FNIR_RANGE, from->fnir_beside);
}

static void set_point(assay_grid *grid, assay_grid_row *row,
                      const assay_search_row *from)
{
    char text[ASSAY_FORMAT_SIZE];
    const double reached =
        from->fpir ? from->fpir->value : assay_figure_at(from->any, "achieved");
    assay_grid_set(grid, row, REACHED, assay_format_rate(reached, text));
    assay_grid_set(grid, row, THRESHOLD, threshold_text(from, text));
    set_count(grid, row, FALSE, from->fpir);
    set_percents(grid, row, FPIR_RANGE, from->fpir);
    set_percent(grid, row, FNIR, from->fnir);
    set_percents(grid, row, FNIR_RANGE, from->fnir);
    set_count(grid, row, MISSED, from->fnir);
    set_percent(grid, row, FIRST, from->first);
    assay_grid_set(grid, row, MARK, assay_search_rows_few(from) ? "!" : "");
}

static void add_point(const assay_terminal *to, assay_grid *grid,
                      const assay_search_row *from)
{
    assay_grid_row *row = assay_grid_add(grid);
    const assay_figure *why = assay_search_rows_empty(from);
    set_asked(grid, row, from);
    if (row && why) {
        row->note_from = REACHED;
        row->note = assay_terminal_reason(to, why);
        return;
    }
    set_point(grid, row, from);
    add_beside(grid, from);
}

// For which lists the interval of the FPIR holds: "this list", "random lists".
static const char *target_text(const assay_search_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *target = rows[i].fpir ? rows[i].fpir->target : NULL;
        if (!target) continue;
        return strcmp(target, "random watchlist") == 0 ? "random lists"
                                                       : "this list";
    }
    return "interval";
}

// "false of" above the searches that all rows share.
static void set_head(const assay_terminal *to, assay_column *column,
                     const char *id)
{
    char text[ASSAY_FORMAT_SIZE];
    const double searches = assay_terminal_count(to, id);
    if (!(searches > 0)) return;
    column->upper =
        text_or(to, assay_arena_format(to->arena, "%s of", column->lower));
    column->lower =
        text_or(to, assay_arena_string(to->arena,
                                       assay_format_fixed(searches, 0, text)));
}

static void set_heads(const assay_terminal *to, assay_grid *grid,
                      const assay_search_row *rows, size_t count)
{
    const char *level = assay_terminal_level(to);
    memcpy(grid->columns, point_columns, sizeof point_columns);
    set_head(to, &grid->columns[FALSE], "non-mated searches");
    set_head(to, &grid->columns[MISSED], "mated searches");
    grid->columns[FPIR_RANGE].upper =
        text_or(to, assay_arena_format(to->arena, "FPIR %%%s%s",
                                       level[0] ? ", " : "", level));
    grid->columns[FPIR_RANGE].lower = target_text(rows, count);
    grid->columns[FNIR_RANGE].upper = level;
}

static void tell_confidence(const assay_terminal *to, double level)
{
    char text[ASSAY_FORMAT_SIZE];
    if (!(level > 0)) return;
    assay_sheet_wrap(
        to->sheet, 2,
        text_or(to, assay_arena_format(to->arena,
                                       "* at the threshold that keeps the FPIR "
                                       "asked with %s %% confidence",
                                       assay_format_level(level, text))));
}

static void put_points(const assay_terminal *to, const assay_search_row *rows,
                       size_t count)
{
    bool few = false, beside = false, cut = false;
    double level = 0;
    assay_grid grid = {.arena = to->arena, .column_count = POINT_COLUMNS};
    set_heads(to, &grid, rows, count);
    for (size_t i = 0; i < count; i++) {
        if (!assay_search_rows_overall(&rows[i])) continue;
        add_point(to, &grid, &rows[i]);
        few = few || assay_search_rows_few(&rows[i]);
        beside = beside || rows[i].fnir_beside || rows[i].fpir_beside;
        cut = cut || is_bounded(rows[i].fpir) || is_bounded(rows[i].fnir);
        if (confidence_of(&rows[i]) > 0) level = confidence_of(&rows[i]);
    }
    if (!grid.first) return;
    assay_sheet_end_line(to->sheet);
    assay_sheet_wrap(
        to->sheet, 2,
        text_or(to, assay_arena_format(
                        to->arena,
                        "In searches of %s: FPIR, those by people who are not "
                        "on it that give a false alert; FNIR, those by people "
                        "on it that miss them",
                        list_text(to))));
    assay_grid_print(&grid, to->sheet, 2);
    if (beside)
        assay_sheet_wrap(to->sheet, 2,
                         "FNIR counts each person equally; by search: each "
                         "search");
    if (cut)
        assay_sheet_wrap(to->sheet, 2,
                         "b least and most: what lies below where lists "
                         "were cut is not known");
    if (few) assay_terminal_few(to);
    tell_confidence(to, level);
}

// ---- Sizes of the list -----------------------------------------------------

enum { SIZE_LABEL = 14, MOST_SIZES = ASSAY_GRID_COLUMNS - 1 };

// "at the threshold for an FPIR of 0.01", "at threshold 0.3659".
static const char *point_text(const assay_terminal *to,
                              const assay_search_row *row, const char *over)
{
    char text[ASSAY_FORMAT_SIZE];
    const double asked = assay_figure_at(row->any, "FPIR");
    if (__builtin_isnan(asked))
        return text_or(to, assay_arena_format(to->arena, "at threshold %s",
                                              threshold_text(row, text)));
    return text_or(to, assay_arena_format(
                           to->arena, "at the threshold for an FPIR of %s%s",
                           assay_format_shortest(asked, text), over));
}

// Alerts in 1,000 searches: "9.90", or "<= 103" beyond the test.
static const char *alerts_text(const assay_terminal *to,
                               const assay_figure *figure)
{
    char text[ASSAY_FORMAT_SIZE];
    const bool beyond =
        assay_search_rows_beyond(figure) || assay_search_rows_cut(figure);
    const double rate = beyond ? figure->bounds[1] : figure->value;
    if (__builtin_isnan(rate)) return "-";
    return text_or(
        to, assay_arena_format(to->arena, "%s%s", beyond ? "<= " : "",
                               assay_format_digits(1000 * rate, 3, text)));
}

// The sizes that go into one table, from `figures[0]` on; NULLs where they
// end.
static void print_sizes(const assay_terminal *to,
                        const assay_figure *const *figures, size_t count)
{
    char size[ASSAY_FORMAT_SIZE];
    assay_grid grid = {.arena = to->arena, .column_count = count + 1};
    assay_grid_row *row = assay_grid_add(&grid);
    grid.columns[0] = (assay_column){"", "list size", true, 0};
    assay_grid_set(&grid, row, 0, "FPIR x 1,000");
    for (size_t i = 0; i < count; i++) {
        assay_format_count((int64_t)assay_search_rows_size(figures[i]), size);
        const char *head = assay_arena_string(to->arena, size);
        grid.columns[i + 1] = (assay_column){"", text_or(to, head), false, 0};
        assay_grid_set(&grid, row, i + 1, alerts_text(to, figures[i]));
    }
    assay_grid_print(&grid, to->sheet, 2);
}

// How wide the column of a size is, its gap with it.
static size_t width_of(const assay_terminal *to, const assay_figure *figure)
{
    char size[ASSAY_FORMAT_SIZE];
    size_t width = assay_sheet_columns(alerts_text(to, figure));
    assay_format_count((int64_t)assay_search_rows_size(figure), size);
    if (assay_sheet_columns(size) > width) width = assay_sheet_columns(size);
    return width + 2;
}

static void put_sizes(const assay_terminal *to, const assay_search_row *row)
{
    size_t n = 0, some = 0, used = SIZE_LABEL;
    bool any = false, beyond = false, cut = false;
    const assay_figure *line[MOST_SIZES];
    const assay_figure *figures = assay_result_figures(to->result, &n);
    for (size_t i = 0; i < n; i++) {
        if (!assay_search_rows_size_of(&figures[i], row)) continue;
        if (!any) {
            assay_sheet_end_line(to->sheet);
            assay_sheet_wrap(
                to->sheet, 2,
                text_or(to,
                        assay_arena_format(to->arena, "By size of the list, %s",
                                           point_text(to, row, ""))));
        }
        any = true;
        beyond = beyond || assay_search_rows_beyond(&figures[i]);
        cut = cut || assay_search_rows_cut(&figures[i]);
        const size_t width = width_of(to, &figures[i]);
        if (some == MOST_SIZES || used + width > to->sheet->width) {
            print_sizes(to, line, some);
            some = 0;
            used = SIZE_LABEL;
        }
        line[some++] = &figures[i];
        used += width;
    }
    if (some > 0) print_sizes(to, line, some);
    if (beyond)
        assay_sheet_wrap(to->sheet, 2, "<= beyond the test: only a limit");
    if (cut) assay_sheet_wrap(to->sheet, 2, "<= only a limit is known");
    const char *note =
        any ? assay_search_rows_size_note(to->result, row) : NULL;
    if (note) assay_sheet_wrap(to->sheet, 2, note);
}

// ---- Beside the table ------------------------------------------------------

static void put_one(const assay_terminal *to, const assay_figure *figure)
{
    if (figure) assay_terminal_summary(to, figure->id);
}

static bool is_share(const assay_figure *figure)
{
    static const char start[] = "share of false matches from the top";
    return strncmp(figure->name, start, sizeof start - 1) == 0 &&
           figure->group_count == 0;
}

// At the point that the other figures beside the table are of.
static const assay_figure *share_at(const assay_terminal *to,
                                    const assay_search_row *lead)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(to->result, &count);
    for (size_t i = 0; i < count; i++)
        if (is_share(&figures[i]) &&
            (!lead || assay_search_rows_same_point(lead->any, &figures[i])))
            return &figures[i];
    return NULL;
}

static void put_summaries(const assay_terminal *to,
                          const assay_search_row *lead)
{
    static const char *const names[] = {"FTA of searches", "FTE of identities"};
    if (lead && !assay_search_rows_empty(lead) &&
        (lead->enrolled || lead->listed || lead->selectivity)) {
        assay_sheet_end_line(to->sheet);
        assay_sheet_wrap(
            to->sheet, 2,
            text_or(to, assay_arena_format(
                            to->arena, "Also %s:", point_text(to, lead, ""))));
        put_one(to, lead->enrolled);
        put_one(to, lead->listed);
        put_one(to, lead->selectivity);
        if (to->sheet->column) assay_sheet_end_line(to->sheet);
    }
    put_one(to, share_at(to, lead));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assay_terminal_summary(to, names[i]);
    if (to->sheet->column) assay_sheet_end_line(to->sheet);
}

// ---- Groups ----------------------------------------------------------------

enum {
    GROUP,
    GROUP_FPIR,
    GROUP_FPIR_RANGE,
    GROUP_FPIR_OF,
    GROUP_FNIR,
    GROUP_FNIR_RANGE,
    GROUP_FNIR_OF,
    GROUP_MARK,
    GROUP_COLUMNS
};

static const assay_column group_columns[GROUP_COLUMNS] = {
    [GROUP] = {"", "", true, 0},
    [GROUP_FPIR] = {"", "FPIR %", false, 0},
    [GROUP_FPIR_RANGE] = {"", "interval", false, 1},
    [GROUP_FPIR_OF] = {"", "of", false, 3},
    [GROUP_FNIR] = {"", "FNIR %", false, 0},
    [GROUP_FNIR_RANGE] = {"", "interval", false, 1},
    [GROUP_FNIR_OF] = {"", "of", false, 3},
    [GROUP_MARK] = {"", "", true, 0},
};

static void set_trials(assay_grid *grid, assay_grid_row *row, size_t column,
                       const assay_figure *figure)
{
    char text[ASSAY_FORMAT_SIZE];
    assay_grid_set(grid, row, column,
                   assay_format_count(figure ? figure->trials : -1, text));
}

static void add_group(const assay_terminal *to, assay_grid *grid,
                      const assay_search_row *from)
{
    assay_grid_row *row = assay_grid_add(grid);
    const assay_figure *why = assay_search_rows_empty(from);
    assay_grid_set(grid, row, GROUP, assay_terminal_values(to, from->any));
    if (row && why) {
        row->note_from = GROUP_FPIR;
        row->note = assay_terminal_reason(to, why);
        return;
    }
    set_percent(grid, row, GROUP_FPIR, from->fpir);
    set_percents(grid, row, GROUP_FPIR_RANGE, from->fpir);
    set_trials(grid, row, GROUP_FPIR_OF, from->fpir);
    set_percent(grid, row, GROUP_FNIR, from->fnir);
    set_percents(grid, row, GROUP_FNIR_RANGE, from->fnir);
    set_trials(grid, row, GROUP_FNIR_OF, from->fnir);
    assay_grid_set(grid, row, GROUP_MARK,
                   assay_search_rows_few(from) ? "!" : "");
}

static void put_group_table(const assay_terminal *to,
                            const assay_search_row *rows, size_t count,
                            const assay_search_row *like)
{
    bool few = false;
    assay_grid grid = {.arena = to->arena, .column_count = GROUP_COLUMNS};
    memcpy(grid.columns, group_columns, sizeof group_columns);
    grid.columns[GROUP_FPIR_RANGE].upper = assay_terminal_level(to);
    grid.columns[GROUP_FNIR_RANGE].upper = assay_terminal_level(to);
    for (size_t i = 0; i < count; i++) {
        if (!assay_figure_same_by(rows[i].any, like->any) ||
            !assay_search_rows_same_point(rows[i].any, like->any))
            continue;
        few = few || assay_search_rows_few(&rows[i]);
        add_group(to, &grid, &rows[i]);
    }
    assay_sheet_end_line(to->sheet);
    assay_sheet_wrap(
        to->sheet, 2,
        text_or(to, assay_arena_format(
                        to->arena, "By %s of who is searched for, in %s, %s",
                        assay_terminal_attributes(to, like->any), list_text(to),
                        point_text(to, like, " over all"))));
    assay_grid_print(&grid, to->sheet, 2);
    if (few) assay_terminal_few(to);
    assay_terminal_contrasts(to, like->any);
}

// The first row of its attributes and, with `verbose`, of its point.
static bool is_first(const assay_terminal *to, const assay_search_row *rows,
                     size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (assay_figure_same_by(rows[k].any, rows[i].any) &&
            (!to->verbose ||
             assay_search_rows_same_point(rows[k].any, rows[i].any)))
            return false;
    return true;
}

// One table for each list of attributes, at the point that is told about;
// with `verbose` at every point.
static void put_groups(const assay_terminal *to, const assay_search_row *rows,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (assay_search_rows_overall(&rows[i]) || !is_first(to, rows, i))
            continue;
        const assay_search_row *like =
            to->verbose
                ? &rows[i]
                : assay_search_rows_lead(to->result, rows, count, &rows[i]);
        put_group_table(to, rows, count, like);
    }
}

static bool in_no_table(const assay_terminal *to, const assay_figure *figure)
{
    return to && !assay_search_rows_has(figure) &&
           !assay_point_rows_has(figure);
}

void assay_terminal_searches(const assay_terminal *to)
{
    size_t count = 0;
    const assay_search_row *rows =
        assay_search_rows_find(to->result, to->arena, &count);
    if (!rows) {
        to->sheet->no_memory = true;
        return;
    }
    const assay_search_row *lead =
        assay_search_rows_lead(to->result, rows, count, NULL);
    put_points(to, rows, count);
    if (lead) put_sizes(to, lead);
    put_summaries(to, lead);
    put_groups(to, rows, count);
    assay_terminal_pairs(to);
    if (to->verbose) assay_terminal_list(to, in_no_table);
}
