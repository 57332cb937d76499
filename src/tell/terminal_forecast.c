// SPDX-License-Identifier: Apache-2.0
// A day: wrong alerts by threshold and list size, then right ones by
// prevalence, then what keeps a limit, then groups.
#include "tell/terminal_cells.h"

#include "base/figure_place.h"
#include "tell/format.h"

#include <stdio.h>
#include <string.h>

enum { AT, LIST, WRONG, WRONG_DAY, ANY, FOUND, FOUND_RANGE, MARK, WRONGS };
enum { R_AT, R_LIST, SHARE, RIGHT, RIGHT_DAY, MISSED, OF, OF_RANGE, RIGHTS };
enum { WHO, G_AT, G_LIST, G_WRONG, G_RANGE, G_FOUND, G_FOUND_RANGE, GROUPS };

static const assay_column wrong_columns[WRONGS] = {
    [AT] = {"", "threshold", false, 0},
    [LIST] = {"on the", "list", false, 0},
    [WRONG] = {"wrong", "alerts", false, 0},
    [WRONG_DAY] = {"on such", "a day", false, 0},
    [ANY] = {"days of 100", "with any", false, 2},
    [FOUND] = {"found", "of 100", false, 0},
    [FOUND_RANGE] = {"", "", false, 1},
    [MARK] = {"", "", true, 0},
};

static const assay_column right_columns[RIGHTS] = {
    [R_AT] = {"", "threshold", false, 0},
    [R_LIST] = {"on the", "list", false, 0},
    [SHARE] = {"listed, of", "passages", false, 0},
    [RIGHT] = {"right", "alerts", false, 0},
    [RIGHT_DAY] = {"on such", "a day", false, 0},
    [MISSED] = {"", "missed", false, 1},
    [OF] = {"right of", "1,000 alerts", false, 0},
    [OF_RANGE] = {"", "", false, 2},
};

static const assay_column group_columns[GROUPS] = {
    [WHO] = {"", "", true, 0},
    [G_AT] = {"", "threshold", false, 2},
    [G_LIST] = {"on the", "list", false, 3},
    [G_WRONG] = {"wrong of", "1,000", false, 0},
    [G_RANGE] = {"", "", false, 0},
    [G_FOUND] = {"found", "of 100", false, 0},
    [G_FOUND_RANGE] = {"", "", false, 1},
};

static bool is(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

static bool same_number(double a, double b)
{
    return (__builtin_isnan(a) && __builtin_isnan(b)) || !(a < b || a > b);
}

static bool is_at_place(const assay_figure *one, const char *name,
                        const assay_figure *like)
{
    if (!is(one->name, name) || !assay_figure_same_group(one, like) ||
        !same_number(one->threshold, like->threshold))
        return false;
    return is(name, "TPIR") ||
           (one->watchlist_size == like->watchlist_size &&
            same_number(assay_figure_at(one, "prevalence"),
                        assay_figure_at(like, "prevalence")));
}

// The figure of this name at the place of `like`, one of the result's; or NULL.
// Figures of a place stand together: looked for from there on both ways.
static const assay_figure *find(const assay_terminal *to, const char *name,
                                const assay_figure *like)
{
    size_t count = 0;
    const assay_figure *all = assay_result_figures(to->result, &count);
    const size_t at = (size_t)(like - all);
    for (size_t i = 1; i <= at || at + i < count; i++) {
        if (i <= at && is_at_place(like - i, name, like)) return like - i;
        if (at + i < count && is_at_place(like + i, name, like))
            return like + i;
    }
    return NULL;
}

static bool is_beyond(const assay_figure *figure)
{
    return figure->note && strstr(figure->note, "beyond the test:") != NULL;
}

// Three digits of a count; whole from 100 on.
static void set_count(assay_grid *grid, assay_grid_row *row, size_t column,
                      double value)
{
    char text[ASSAY_FORMAT_SIZE];
    if (__builtin_isnan(value)) return;
    assay_grid_set(grid, row, column, assay_format_digits(value, 3, text));
}

// The same; of alerts that nobody verified "0.2 to 30"; of none in the test "up
// to 8,422", the upper end of `figure`.
static void set_seen(assay_grid *grid, assay_grid_row *row, size_t column,
                     const assay_figure *figure, double base)
{
    char number[ASSAY_FORMAT_SIZE], other[ASSAY_FORMAT_SIZE];
    char text[3 * ASSAY_FORMAT_SIZE];
    if (figure->bounds[0] < figure->bounds[1]) {
        (void)snprintf(text, sizeof text, "%.40s to %.40s",
                       assay_format_digits(base * figure->bounds[0], 3, number),
                       assay_format_digits(base * figure->bounds[1], 3, other));
        assay_grid_set(grid, row, column, text);
        return;
    }
    if (figure->value > 0 || __builtin_isnan(figure->high)) {
        set_count(grid, row, column, base * figure->value);
        return;
    }
    (void)snprintf(text, sizeof text, "up to %.40s",
                   assay_format_digits(base * figure->high, 3, number));
    assay_grid_set(grid, row, column, text);
}

// "9 to 29", of whole numbers or of a base.
static void set_range(assay_grid *grid, assay_grid_row *row, size_t column,
                      const assay_figure *figure, double base)
{
    char low[ASSAY_FORMAT_SIZE], high[ASSAY_FORMAT_SIZE];
    char text[2 * ASSAY_FORMAT_SIZE];
    if (__builtin_isnan(figure->low) || __builtin_isnan(figure->high)) return;
    if (base > 0) {
        assay_format_digits(base * figure->low, 3, low);
        assay_format_digits(base * figure->high, 3, high);
    } else {
        assay_format_count((int64_t)figure->low, low);
        assay_format_count((int64_t)figure->high, high);
    }
    (void)snprintf(text, sizeof text, "%.40s to %.40s", low, high);
    assay_grid_set(grid, row, column, text);
}

static void set_place(assay_grid *grid, assay_grid_row *row,
                      const size_t columns[2], const assay_figure *figure)
{
    char text[ASSAY_FORMAT_SIZE];
    assay_grid_set(grid, row, columns[0],
                   assay_format_threshold(figure->threshold, text));
    if (figure->watchlist_size > 0)
        assay_grid_set(grid, row, columns[1],
                       assay_format_count(figure->watchlist_size, text));
}

static void set_found(assay_grid *grid, assay_grid_row *row, size_t column,
                      const assay_figure *found)
{
    if (!found || __builtin_isnan(found->value)) return;
    set_count(grid, row, column, 100 * found->value);
    set_range(grid, row, column + 1, found, 100);
}

static void add_wrong(const assay_terminal *to, assay_grid *grid,
                      const assay_figure *day)
{
    const assay_figure *any = find(to, "days with a wrong alert", day);
    assay_grid_row *row = assay_grid_add(grid);
    set_place(grid, row, (const size_t[]){AT, LIST}, day);
    if (row && __builtin_isnan(day->value)) {
        row->note_from = WRONG;
        row->note = assay_terminal_reason(to, day);
        return;
    }
    const assay_figure *expected = find(to, "wrong alerts expected", day);
    set_seen(grid, row, WRONG, expected ? expected : day, 1);
    set_range(grid, row, WRONG_DAY, day, 0);
    if (any) set_seen(grid, row, ANY, any, 100);
    set_found(grid, row, FOUND, find(to, "TPIR", day));
    assay_grid_set(grid, row, MARK, is_beyond(day) ? "*" : "");
}

// Right of 1,000 alerts; of alerts all of which were right, or wrong, one end
// alone is known.
static void set_share(assay_grid *grid, assay_grid_row *row,
                      const assay_figure *share)
{
    char number[ASSAY_FORMAT_SIZE], text[2 * ASSAY_FORMAT_SIZE];
    if (share->value < 1 || __builtin_isnan(share->low)) {
        set_seen(grid, row, OF, share, 1000);
        if (share->value > 0) set_range(grid, row, OF_RANGE, share, 1000);
        return;
    }
    (void)snprintf(text, sizeof text, "from %.40s",
                   assay_format_digits(1000 * share->low, 3, number));
    assay_grid_set(grid, row, OF, text);
}

static void add_right(const assay_terminal *to, assay_grid *grid,
                      const assay_figure *day)
{
    const assay_figure *missed = find(to, "misses expected", day);
    const assay_figure *share = find(to, "right alerts per alert", day);
    char text[ASSAY_FORMAT_SIZE];
    assay_grid_row *row = assay_grid_add(grid);
    set_place(grid, row, (const size_t[]){R_AT, R_LIST}, day);
    assay_grid_set(
        grid, row, SHARE,
        assay_format_shortest(assay_figure_at(day, "prevalence"), text));
    if (row && __builtin_isnan(day->value)) {
        row->note_from = RIGHT;
        row->note = assay_terminal_reason(to, day);
        return;
    }
    const assay_figure *expected = find(to, "right alerts expected", day);
    set_seen(grid, row, RIGHT, expected ? expected : day, 1);
    set_range(grid, row, RIGHT_DAY, day, 0);
    if (missed) set_seen(grid, row, MISSED, missed, 1);
    if (!share || __builtin_isnan(share->value)) return;
    set_share(grid, row, share);
}

static void add_group(const assay_terminal *to, assay_grid *grid,
                      const assay_figure *fpir)
{
    char text[ASSAY_FORMAT_SIZE];
    assay_grid_row *row = assay_grid_add(grid);
    assay_grid_set(
        grid, row, WHO,
        assay_format_group(fpir->group, fpir->group_count, text, 30));
    set_place(grid, row, (const size_t[]){G_AT, G_LIST}, fpir);
    if (row && __builtin_isnan(fpir->value)) {
        row->note_from = G_WRONG;
        row->note = assay_terminal_reason(to, fpir);
        return;
    }
    set_seen(grid, row, G_WRONG, fpir, 1000);
    if (fpir->value > 0) set_range(grid, row, G_RANGE, fpir, 1000);
    set_found(grid, row, G_FOUND, find(to, "TPIR", fpir));
}

static void print(const assay_terminal *to, const assay_grid *grid)
{
    if (grid->no_memory) to->sheet->no_memory = true;
    if (!grid->first) return;
    assay_sheet_end_line(to->sheet);
    assay_grid_print(grid, to->sheet, 2);
}

// Whether a figure stands in one of the tables.
typedef bool wants(const assay_figure *figure);

static bool is_wrong(const assay_figure *figure)
{
    return is(figure->name, "wrong alerts on a day");
}

static bool is_right(const assay_figure *figure)
{
    return is(figure->name, "right alerts on a day");
}

static bool is_group(const assay_figure *figure)
{
    return is(figure->name, "FPIR") && figure->group_count > 0;
}

static void put_table(const assay_terminal *to, const assay_column *columns,
                      size_t n, wants *wanted,
                      void (*add)(const assay_terminal *, assay_grid *,
                                  const assay_figure *))
{
    size_t count = 0;
    const assay_figure *all = assay_result_figures(to->result, &count);
    assay_grid grid = {.arena = to->arena, .column_count = n};
    memcpy(grid.columns, columns, n * sizeof *columns);
    for (size_t i = 0; i < count; i++)
        if (wanted(&all[i])) add(to, &grid, &all[i]);
    print(to, &grid);
}

static void put_legend(const assay_terminal *to)
{
    size_t count = 0;
    bool beyond = false;
    const assay_figure *all = assay_result_figures(to->result, &count);
    for (size_t i = 0; i < count; i++)
        beyond = beyond || (is_wrong(&all[i]) && is_beyond(&all[i]));
    if (!beyond) return;
    assay_sheet_pad(to->sheet, 2);
    assay_sheet_wrap(to->sheet, 2, "* beyond the test: between limits");
}

// "threshold 0.57: up to 13 on the list".
static void put_limit(const assay_terminal *to, const assay_figure *one)
{
    char value[ASSAY_FORMAT_SIZE], other[ASSAY_FORMAT_SIZE];
    const bool size = is(one->unit, "count");
    const char *told = __builtin_isnan(one->value)
                           ? one->note
                           : assay_arena_format(to->arena,
                                                size ? "up to %s on the list"
                                                     : "from threshold %s on",
                                                assay_format_value(one, value));
    if (size)
        assay_format_threshold(one->threshold, other);
    else
        assay_format_count(one->watchlist_size, other);
    const bool unnamed = size && __builtin_isnan(one->threshold);
    const char *text =
        assay_arena_format(to->arena, "%s %s: %s",
                           unnamed ? "threshold of the"
                           : size  ? "threshold"
                                   : "list of",
                           unnamed ? "test" : other, told ? told : "");
    assay_sheet_pad(to->sheet, 2);
    assay_sheet_wrap(to->sheet, 4, text ? text : "");
    if (!text) to->sheet->no_memory = true;
}

static void put_limits(const assay_terminal *to)
{
    size_t count = 0;
    bool any = false;
    const assay_figure *all = assay_result_figures(to->result, &count);
    for (size_t i = 0; i < count; i++) {
        if (__builtin_isnan(assay_figure_at(&all[i], "wrong_at_most")))
            continue;
        if (!any) assay_sheet_heading(to->sheet, "WITHIN THE LIMIT");
        any = true;
        put_limit(to, &all[i]);
    }
}

// From pairs: limits alone.
static void add_limit(const assay_terminal *to, assay_grid *grid,
                      const assay_figure *figure)
{
    assay_grid_row *row = assay_grid_add(grid);
    char most[ASSAY_FORMAT_SIZE];
    assay_format_count((int64_t)__builtin_ceil(figure->high), most);
    const char *text = assay_arena_format(to->arena, "at most %s", most);
    if (!text) to->sheet->no_memory = true;
    set_place(grid, row, (const size_t[]){AT, LIST}, figure);
    assay_grid_set(grid, row, WRONG, text);
    assay_grid_set(grid, row, MARK, "*");
}

static bool is_expected(const assay_figure *figure)
{
    return is(figure->name, "wrong alerts expected");
}

static bool is_from(const assay_terminal *to, const char *evaluation)
{
    return is(assay_terminal_fact(to, "from.evaluation"), evaluation);
}

void assay_terminal_forecast_head(const assay_terminal *to)
{
    size_t n = 0;
    char count[ASSAY_FORMAT_SIZE];
    static const char *const units[][2] = {{"options.passages", "passages"},
                                           {"options.faces", "faces counted"},
                                           {"options.hours", "hours"}};
    const assay_input *inputs = assay_result_inputs(to->result, &n);
    const char *text = "";
    for (size_t i = 0; i < sizeof units / sizeof *units && !text[0]; i++) {
        const char *fact = assay_terminal_fact(to, units[i][0]);
        int64_t value = 0;
        if (sscanf(fact, "%lld", (long long *)&value) != 1) continue;
        text = assay_arena_format(
            to->arena, "%s %s; from %s",
            strpbrk(fact, ".e") ? fact : assay_format_count(value, count),
            units[i][1], n ? inputs[0].name : "");
        if (!text) break;
    }
    if (!text) to->sheet->no_memory = true;
    assay_sheet_wrap(to->sheet, 2, text ? text : "");
}

void assay_terminal_forecast(const assay_terminal *to)
{
    if (is_from(to, "operational")) {
        assay_terminal_figures(to);
        return;
    }
    if (is_from(to, "verification")) {
        put_table(to, wrong_columns, WRONGS, is_expected, add_limit);
        assay_sheet_pad(to->sheet, 2);
        assay_sheet_wrap(to->sheet, 2, "* beyond the test: limits alone");
        return;
    }
    put_table(to, wrong_columns, WRONGS, is_wrong, add_wrong);
    put_legend(to);
    put_table(to, right_columns, RIGHTS, is_right, add_right);
    put_table(to, group_columns, GROUPS, is_group, add_group);
    put_limits(to);
}
