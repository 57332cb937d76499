// SPDX-License-Identifier: Apache-2.0
// What a verification shows: operating points, groups, and what holds for all
// thresholds.
#include "tell/terminal_cells.h"

#include "base/figure_place.h"
#include "tell/format.h"
#include "tell/grid.h"
#include "tell/point_rows.h"

#include <stdio.h>
#include <string.h>

void assay_terminal_scores_head(const assay_terminal *to)
{
    char all[ASSAY_FORMAT_SIZE], people[ASSAY_FORMAT_SIZE];
    const double comparisons = assay_terminal_count(to, "comparisons");
    const double subjects = assay_terminal_count(to, "subjects");
    assay_format_fixed(comparisons, 0, all);
    assay_format_fixed(subjects, 0, people);
    const char *text = assay_arena_format(
        to->arena, "%s comparison%s%s%s%s%s", all, comparisons == 1 ? "" : "s",
        subjects > 0 ? " of " : "", subjects > 0 ? people : "",
        subjects == 1  ? " person"
        : subjects > 0 ? " people"
                       : "",
        assay_terminal_rule(to));
    if (!text) to->sheet->no_memory = true;
    assay_sheet_wrap(to->sheet, 2, text ? text : "");
    assay_terminal_where(to);
}

// ---- Operating points ------------------------------------------------------

enum {
    ASKED,
    REACHED,
    PASSED,
    FMR_RANGE,
    THRESHOLD,
    COUNTING,
    FNMR,
    FNMR_RANGE,
    FAILED,
    TMR,
    MARK,
    POINT_COLUMNS
};

static const assay_column point_columns[POINT_COLUMNS] = {
    [ASKED] = {"FMR", "asked", true, 0},
    [REACHED] = {"FMR", "reached", false, 3},
    [PASSED] = {"pass", "", false, 4},
    [FMR_RANGE] = {"", "interval", false, 6},
    [THRESHOLD] = {"", "threshold", false, 0},
    [COUNTING] = {"each", "counts", true, 0},
    [FNMR] = {"", "FNMR %", false, 0},
    [FNMR_RANGE] = {"", "interval", false, 1},
    [FAILED] = {"fail", "", false, 5},
    [TMR] = {"", "TMR %", false, 2},
    [MARK] = {"", "", true, 0},
};

static const char *events(const assay_figure *figure, char *text)
{
    return assay_format_count(figure ? figure->events : -1, text);
}

static const char *rate(double value, char *text)
{
    return assay_format_rate(value, text);
}

static bool is_few(const assay_figure *figure)
{
    return figure && figure->status == ASSAY_FIGURE_FEW_EVENTS;
}

static bool row_is_few(const assay_point_row *row)
{
    return is_few(row->fmr) || is_few(row->fnmr) || is_few(row->fmr_same);
}

// The figure that says why a row has no numbers; NULL: it has some.
static const assay_figure *empty(const assay_point_row *row)
{
    const assay_figure *all[] = {row->fnmr, row->fmr, row->threshold};
    const assay_figure *first = NULL;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (!all[i]) continue;
        if (!__builtin_isnan(all[i]->value)) return NULL;
        if (!first) first = all[i];
    }
    return first;
}

// "0.001"; "0.001 *" where the threshold keeps it with confidence.
static void set_asked(assay_grid *grid, assay_grid_row *row,
                      const assay_figure *figure)
{
    char text[ASSAY_FORMAT_SIZE];
    assay_format_shortest(assay_figure_at(figure, "FMR"), text);
    if (!__builtin_isnan(assay_figure_at(figure, "confidence")))
        (void)snprintf(text + strlen(text), 4, " *");
    assay_grid_set(grid, row, ASKED, text);
}

// As the row counts it: people, or comparisons, as a target is set.
static double reached(const assay_point_row *row)
{
    if (row->fmr_beside) return row->fmr->value;
    const double achieved = assay_figure_at(row->any, "achieved");
    if (!__builtin_isnan(achieved) || !row->fmr) return achieved;
    return row->fmr->value;
}

// A threshold that was given is shown as it was given.
static char *threshold_text(const assay_point_row *row, char *text)
{
    const double given = assay_figure_at(row->any, "threshold");
    if (!__builtin_isnan(given)) return assay_format_shortest(given, text);
    return assay_format_threshold(
        row->threshold ? row->threshold->value : row->any->threshold, text);
}

static void add_beside(assay_grid *grid, const assay_point_row *from)
{
    char text[ASSAY_FORMAT_SIZE];
    if (!from->fnmr_beside && !from->fmr_beside) return;
    assay_grid_row *row = assay_grid_add(grid);
    if (from->fmr_beside) {
        assay_grid_set(grid, row, REACHED, rate(from->fmr_beside->value, text));
        assay_grid_set(grid, row, FMR_RANGE,
                       assay_terminal_rates(from->fmr_beside, text));
    }
    assay_grid_set(grid, row, COUNTING, "pair");
    assay_grid_set(grid, row, FNMR,
                   assay_terminal_percent(from->fnmr_beside, text));
    assay_grid_set(grid, row, FNMR_RANGE,
                   assay_terminal_percents(from->fnmr_beside, text));
}

static void set_fmr(assay_grid *grid, assay_grid_row *row,
                    const assay_point_row *from)
{
    char text[ASSAY_FORMAT_SIZE];
    assay_grid_set(grid, row, REACHED, rate(reached(from), text));
    assay_grid_set(grid, row, PASSED, events(from->fmr, text));
    assay_grid_set(grid, row, FMR_RANGE, assay_terminal_rates(from->fmr, text));
    assay_grid_set(grid, row, THRESHOLD, threshold_text(from, text));
}

static void set_fnmr(assay_grid *grid, assay_grid_row *row,
                     const assay_point_row *from)
{
    char text[ASSAY_FORMAT_SIZE];
    assay_grid_set(grid, row, FNMR, assay_terminal_percent(from->fnmr, text));
    assay_grid_set(grid, row, FNMR_RANGE,
                   assay_terminal_percents(from->fnmr, text));
    assay_grid_set(grid, row, FAILED, events(from->fnmr, text));
    if (from->tmr)
        assay_grid_set(grid, row, TMR, assay_terminal_percent(from->tmr, text));
    else if (from->fnmr && !__builtin_isnan(from->fnmr->value))
        assay_grid_set(grid, row, TMR,
                       assay_format_percent(
                           1 - from->fnmr->value,
                           assay_format_decimals(from->fnmr->value), text));
}

static void add_point(const assay_terminal *to, assay_grid *grid,
                      const assay_point_row *from)
{
    assay_grid_row *row = assay_grid_add(grid);
    const assay_figure *why = empty(from);
    set_asked(grid, row, from->any);
    if (row && why) {
        row->note_from = REACHED;
        row->note = assay_terminal_reason(to, why);
        return;
    }
    set_fmr(grid, row, from);
    set_fnmr(grid, row, from);
    if (from->fnmr_beside || from->fmr_beside)
        assay_grid_set(grid, row, COUNTING, "person");
    assay_grid_set(grid, row, MARK, row_is_few(from) ? "!" : "");
    add_beside(grid, from);
}

static void set_heads(const assay_terminal *to, assay_grid *grid)
{
    memcpy(grid->columns, point_columns, sizeof point_columns);
    assay_terminal_head(&grid->columns[PASSED],
                        assay_terminal_of(to, "non-mated comparisons"));
    assay_terminal_head(&grid->columns[FAILED],
                        assay_terminal_of(to, "mated comparisons"));
    grid->columns[FMR_RANGE].upper = assay_terminal_level(to);
    grid->columns[FNMR_RANGE].upper = assay_terminal_level(to);
}

static void put_marks(const assay_terminal *to, const assay_point_row *rows,
                      size_t count)
{
    bool few = false, alone = false;
    double level = 0;
    char text[ASSAY_FORMAT_SIZE];
    for (size_t i = 0; i < count; i++) {
        if (rows[i].any->group_count > 0) continue;
        few = few || row_is_few(&rows[i]);
        const double confidence = assay_figure_at(rows[i].any, "confidence");
        if (__builtin_isnan(confidence)) continue;
        level = confidence;
        alone = rows[i].fmr && rows[i].fmr->subjects < 0;
    }
    if (few) assay_terminal_few(to);
    if (!(level > 0)) return;
    const char *line = assay_arena_format(
        to->arena,
        "* at the threshold that keeps the FMR asked with %s %% confidence%s",
        assay_format_level(level, text),
        alone ? ", if no two pairs share a person" : "");
    if (!line) to->sheet->no_memory = true;
    assay_sheet_wrap(to->sheet, 2, line ? line : "");
}

static void put_points(const assay_terminal *to, const assay_point_row *rows,
                       size_t count)
{
    assay_grid grid = {.arena = to->arena, .column_count = POINT_COLUMNS};
    set_heads(to, &grid);
    for (size_t i = 0; i < count; i++)
        if (rows[i].any->group_count == 0) add_point(to, &grid, &rows[i]);
    if (!grid.first) return;
    assay_sheet_end_line(to->sheet);
    assay_sheet_wrap(to->sheet, 2,
                     "FMR: pairs of different people that pass; FNMR: pairs of "
                     "one person that fail");
    assay_grid_print(&grid, to->sheet, 2);
    put_marks(to, rows, count);
}

// ---- For all thresholds ----------------------------------------------------

static void put_summaries(const assay_terminal *to)
{
    static const char *const names[] = {"EER", "AUC", "d'",
                                        "FTA", "FTE", "probable label errors"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assay_terminal_summary(to, names[i]);
    if (assay_terminal_count(to, "failed comparisons") > 0)
        assay_terminal_summary(to, "failed comparisons");
    if (to->sheet->column) assay_sheet_end_line(to->sheet);
}

// ---- Groups ----------------------------------------------------------------

enum {
    GROUP,
    GROUP_FMR,
    GROUP_FMR_RANGE,
    GROUP_FMR_OF,
    GROUP_FNMR,
    GROUP_FNMR_RANGE,
    GROUP_FNMR_OF,
    GROUP_SAME,
    GROUP_OWN,
    GROUP_MARK,
    GROUP_COLUMNS
};

static const assay_column group_columns[GROUP_COLUMNS] = {
    [GROUP] = {"", "", true, 0},
    [GROUP_FMR] = {"", "FMR %", false, 0},
    [GROUP_FMR_RANGE] = {"", "interval", false, 1},
    [GROUP_FMR_OF] = {"", "of", false, 3},
    [GROUP_FNMR] = {"", "FNMR %", false, 0},
    [GROUP_FNMR_RANGE] = {"", "interval", false, 1},
    [GROUP_FNMR_OF] = {"", "of", false, 3},
    [GROUP_SAME] = {"FMR %,", "same group", false, 4},
    [GROUP_OWN] = {"FNMR %, own", "threshold", false, 5},
    [GROUP_MARK] = {"", "", true, 0},
};

static void add_group(const assay_terminal *to, assay_grid *grid,
                      const assay_point_row *from)
{
    char text[ASSAY_FORMAT_SIZE];
    assay_grid_row *row = assay_grid_add(grid);
    const assay_figure *why = empty(from);
    assay_grid_set(grid, row, GROUP, assay_terminal_values(to, from->any));
    if (row && why) {
        row->note_from = GROUP_FMR;
        row->note = assay_terminal_reason(to, why);
        return;
    }
    assay_grid_set(grid, row, GROUP_FMR,
                   assay_terminal_percent(from->fmr, text));
    assay_grid_set(grid, row, GROUP_FMR_RANGE,
                   assay_terminal_percents(from->fmr, text));
    assay_grid_set(
        grid, row, GROUP_FMR_OF,
        assay_format_count(from->fmr ? from->fmr->trials : -1, text));
    assay_grid_set(grid, row, GROUP_FNMR,
                   assay_terminal_percent(from->fnmr, text));
    assay_grid_set(grid, row, GROUP_FNMR_RANGE,
                   assay_terminal_percents(from->fnmr, text));
    assay_grid_set(
        grid, row, GROUP_FNMR_OF,
        assay_format_count(from->fnmr ? from->fnmr->trials : -1, text));
    assay_grid_set(grid, row, GROUP_SAME,
                   assay_terminal_percent(from->fmr_same, text));
    assay_grid_set(grid, row, GROUP_OWN,
                   assay_terminal_percent(from->fnmr_own, text));
    assay_grid_set(grid, row, GROUP_MARK, row_is_few(from) ? "!" : "");
}

// "By sex, threshold 0.3659", "By sex, at FMR 0.001 of all".
static void put_group_title(const assay_terminal *to,
                            const assay_point_row *row)
{
    char text[ASSAY_FORMAT_SIZE];
    const double asked = assay_figure_at(row->any, "FMR");
    const bool given = __builtin_isnan(asked);
    const char *by = assay_terminal_attributes(to, row->any);
    if (given)
        threshold_text(row, text);
    else
        assay_format_shortest(asked, text);
    const char *line =
        given
            ? assay_arena_format(to->arena, "By %s, at threshold %s", by, text)
            : assay_arena_format(to->arena,
                                 "By %s, at the threshold for an FMR of %s "
                                 "over all",
                                 by, text);
    if (!line) to->sheet->no_memory = true;
    assay_sheet_end_line(to->sheet);
    assay_sheet_wrap(to->sheet, 2, line ? line : "");
}

static void put_group_table(const assay_terminal *to,
                            const assay_point_row *rows, size_t count,
                            const assay_point_row *like)
{
    bool few = false;
    assay_grid grid = {.arena = to->arena, .column_count = GROUP_COLUMNS};
    memcpy(grid.columns, group_columns, sizeof group_columns);
    grid.columns[GROUP_FMR_RANGE].upper = assay_terminal_level(to);
    grid.columns[GROUP_FNMR_RANGE].upper = assay_terminal_level(to);
    for (size_t i = 0; i < count; i++) {
        if (!assay_figure_same_by(rows[i].any, like->any) ||
            !assay_point_rows_same_at(rows[i].any, like->any))
            continue;
        few = few || row_is_few(&rows[i]);
        add_group(to, &grid, &rows[i]);
    }
    put_group_title(to, like);
    assay_grid_print(&grid, to->sheet, 2);
    if (few) assay_terminal_few(to);
    assay_terminal_contrasts(to, like->any);
}

// Whether a sentence of IN SHORT rests on a figure of this row.
static bool is_told(const assay_terminal *to, const assay_point_row *row)
{
    size_t count = 0;
    const assay_statement *statements =
        assay_result_statements(to->result, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < statements[i].figure_count; k++) {
            const char *id = statements[i].figures[k];
            if (row->fmr && strcmp(row->fmr->id, id) == 0) return true;
            if (row->fnmr && strcmp(row->fnmr->id, id) == 0) return true;
        }
    return false;
}

// How well a row leads its table: a sentence rests on it, it can be quoted, or
// it has figures at all.
static int rank_of(const assay_terminal *to, const assay_point_row *row)
{
    if (!__builtin_isnan(assay_figure_at(row->any, "confidence"))) return 0;
    if (is_told(to, row)) return 3;
    if (empty(row) || row_is_few(row)) return 1;
    return 2;
}

// The first row of its attributes and, with `verbose`, of its point.
static bool is_first(const assay_terminal *to, const assay_point_row *rows,
                     size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (assay_figure_same_by(rows[k].any, rows[i].any) &&
            (!to->verbose ||
             assay_point_rows_same_at(rows[k].any, rows[i].any)))
            return false;
    return true;
}

// One table for each list of attributes, at the point that is told about;
// with `verbose` at every point.
static void put_groups(const assay_terminal *to, const assay_point_row *rows,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].any->group_count == 0 || !is_first(to, rows, i)) continue;
        const assay_point_row *best = &rows[i];
        for (size_t k = i; !to->verbose && k < count; k++)
            if (assay_figure_same_by(rows[k].any, rows[i].any) &&
                rank_of(to, &rows[k]) > rank_of(to, best))
                best = &rows[k];
        put_group_table(to, rows, count, best);
    }
}

static bool in_no_table(const assay_terminal *to, const assay_figure *figure)
{
    return to && !assay_point_rows_has(figure);
}

// False without memory.
static bool put_tables(const assay_terminal *to, bool groups)
{
    size_t count = 0;
    const assay_point_row *rows =
        assay_point_rows_find(to->result, to->arena, &count);
    if (!rows) {
        to->sheet->no_memory = true;
        return false;
    }
    put_points(to, rows, count);
    put_summaries(to);
    if (groups) put_groups(to, rows, count);
    assay_terminal_chosen(to);
    assay_terminal_quality(to);
    assay_terminal_attacks(to);
    return true;
}

void assay_terminal_scores(const assay_terminal *to)
{
    if (put_tables(to, true) && to->verbose)
        assay_terminal_list(to, in_no_table);
}

void assay_terminal_pairs(const assay_terminal *to)
{
    (void)put_tables(to, to->verbose);
}
