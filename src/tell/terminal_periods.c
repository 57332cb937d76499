// SPDX-License-Identifier: Apache-2.0
// Deployments in which something moved: the parts in front of the whole.
#include "tell/terminal_deployments.h"

#include "tell/format.h"

#include <stdio.h>
#include <string.h>

enum { PERIODS_MOST = 2, NAME = 0, VALUES = 1 };

// The periods of a result, by the first figure of each.
typedef struct periods {
    const char *of[PERIODS_MOST];
    size_t count; // also of those beyond
} periods;

// "2024-01-10/2024-07-23"; a column of that name has other values.
static const char *period_of(const assay_figure *figure)
{
    return figure->group_count == 1 &&
                   strcmp(figure->group[0].attribute, "period") == 0 &&
                   strchr(figure->group[0].value, '/')
               ? figure->group[0].value
               : NULL;
}

static periods find_periods(const assay_terminal *to)
{
    size_t count = 0;
    periods all = {{NULL}, 0};
    const char *last = "";
    const assay_figure *figures = assay_result_figures(to->result, &count);
    for (size_t i = 0; i < count; i++) {
        const char *value = period_of(&figures[i]);
        // Those of a period stand together; what is foreseen stands apart.
        if (!value || figures[i].at_count || strcmp(value, last) == 0 ||
            strcmp(figures[i].name, "deployments") != 0)
            continue;
        last = value;
        if (all.count < PERIODS_MOST) all.of[all.count] = value;
        all.count++;
    }
    return all;
}

// The figure of a period; NULL: of all.
static const assay_figure *find(const assay_terminal *to, const char *name,
                                const char *period)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(to->result, &count);
    for (size_t i = 0; i < count; i++) {
        const assay_figure *f = &figures[i];
        const char *value = period_of(f);
        if (strcmp(f->name, name) != 0) continue;
        if (period ? value && strcmp(value, period) == 0 : !f->group_count)
            return f;
    }
    return NULL;
}

static const char *say(const assay_terminal *to, const char *text)
{
    if (!text) to->sheet->no_memory = true;
    return text ? text : "";
}

static const char *digits(double value, int n, char *text)
{
    return value == 0 ? "0" : assay_format_digits(value, n, text);
}

// "39.2"; of bounds without a value "179-372"; "" where there is neither.
static const char *value_of(const assay_terminal *to, const assay_figure *f,
                            double base)
{
    char low[ASSAY_FORMAT_SIZE], high[ASSAY_FORMAT_SIZE];
    if (!__builtin_isnan(f->value))
        return say(
            to, assay_arena_string(to->arena, digits(f->value * base, 3, low)));
    if (__builtin_isnan(f->bounds[1])) return "";
    return say(to, assay_arena_format(to->arena, "%s-%s",
                                      digits(f->bounds[0] * base, 3, low),
                                      digits(f->bounds[1] * base, 3, high)));
}

// "39.2 (24-63)".
static const char *cell(const assay_terminal *to, const assay_figure *f,
                        double base)
{
    char low[ASSAY_FORMAT_SIZE], high[ASSAY_FORMAT_SIZE];
    const char *value = f ? value_of(to, f, base) : "";
    if (!value[0] || !assay_format_has_interval(f)) return value;
    return say(to, assay_arena_format(to->arena, "%s (%s-%s)", value,
                                      digits(f->low * base, 2, low),
                                      digits(f->high * base, 2, high)));
}

// The value, or the upper of its bounds.
static double most_of(const assay_figure *f)
{
    return __builtin_isnan(f->value) ? f->bounds[1] : f->value;
}

static double base_of(const assay_terminal *to, const periods *p,
                      const assay_figure *all)
{
    double most = most_of(all);
    for (size_t i = 0; i < p->count; i++) {
        const assay_figure *f = find(to, all->name, p->of[i]);
        if (f && most_of(f) > most) most = most_of(f);
    }
    if (!(most > 0)) most = all->high;
    return assay_terminal_rate_base(all, most);
}

static void add_row(const assay_terminal *to, const periods *p,
                    assay_grid *grid, const assay_figure *all)
{
    const double base = base_of(to, p, all);
    assay_grid_row *row = assay_grid_add(grid);
    assay_grid_set(grid, row, NAME, assay_terminal_rate_name(to, all, base));
    for (size_t i = 0; i < p->count; i++)
        assay_grid_set(grid, row, VALUES + i,
                       cell(to, find(to, all->name, p->of[i]), base));
    assay_grid_set(grid, row, VALUES + p->count, value_of(to, all, base));
}

static void set_head(const assay_terminal *to, const periods *p,
                     assay_grid *grid)
{
    grid->column_count = VALUES + p->count + 1;
    grid->columns[NAME] = (assay_column){"", "", true, 0};
    for (size_t i = 0; i < p->count; i++) {
        const char *slash = strchr(p->of[i], '/');
        const size_t n = (size_t)(slash - p->of[i]);
        grid->columns[VALUES + i] = (assay_column){
            say(to, assay_arena_copy(to->arena, p->of[i], n)),
            say(to, assay_arena_format(to->arena, "to %s", slash + 1)), false,
            0};
    }
    grid->columns[VALUES + p->count] =
        (assay_column){"all, a", "mixture", false, 1};
}

static void put_table(const assay_terminal *to, const periods *p)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(to->result, &count);
    assay_grid grid = {.arena = to->arena};
    set_head(to, p, &grid);
    for (size_t i = 0; i < count; i++)
        if (!figures[i].group_count && assay_terminal_is_rate(&figures[i]))
            add_row(to, p, &grid, &figures[i]);
    assay_sheet_heading(to->sheet, "THE SAME COUNTS, EVERY DEFINITION");
    assay_grid_print(&grid, to->sheet, 2);
    to->sheet->no_memory = to->sheet->no_memory || grid.no_memory;
}

size_t assay_terminal_period_count(const assay_terminal *to)
{
    return find_periods(to).count;
}

void assay_terminal_periods(const assay_terminal *to)
{
    const periods p = find_periods(to);
    put_table(to, &p);
}

// "A deployment of 5.48 hours like those of 2024-07-25/2024-12-20: "
static const char *like(const assay_terminal *to, const assay_figure *f)
{
    char hours[ASSAY_FORMAT_SIZE];
    const char *period = period_of(f);
    return say(to, assay_arena_format(
                       to->arena, "A deployment of %s hours like those%s%s: ",
                       assay_format_digits(f->at[0].value, 3, hours),
                       period ? " of " : "", period ? period : ""));
}

// "7.9 alerts (1 to 18)"; "Of the next 100 alerts: 0.41 wrong (0 to 3)".
static const char *expected(const assay_terminal *to, const assay_figure *f,
                            bool of_alerts)
{
    char value[ASSAY_FORMAT_SIZE], range[ASSAY_FORMAT_SIZE];
    const char *mean = digits(f->value, 2, value);
    const bool wrong = strncmp(f->name, "false", 5) == 0;
    (void)snprintf(range, sizeof range, "(%.0f to %.0f)", f->low, f->high);
    if (of_alerts)
        return say(to, assay_arena_format(
                           to->arena, "Of the next %.0f alerts: %s wrong %s",
                           f->at[0].value, mean, range));
    return say(to,
               assay_arena_format(to->arena, "%s %s %s", mean,
                                  wrong ? "false alerts" : "alerts", range));
}

void assay_terminal_next(const assay_terminal *to)
{
    size_t count = 0;
    const char *all = "", *alerts = "";
    const assay_figure *figures = assay_result_figures(to->result, &count);
    for (size_t i = 0; i < count; i++) {
        const assay_figure *f = &figures[i];
        if (strcmp(f->interval, "prediction") != 0 || !f->at_count) continue;
        if (strcmp(f->at[0].key, "hours") != 0)
            alerts = expected(to, f, true);
        else
            all = say(to, assay_arena_format(
                              to->arena, "%s%s%s", all[0] ? all : like(to, f),
                              all[0] ? ", " : "", expected(to, f, false)));
    }
    if (!all[0] && !alerts[0]) return;
    assay_sheet_heading(to->sheet, "THE NEXT DEPLOYMENT");
    if (all[0]) assay_sheet_wrap(to->sheet, 2, all);
    if (alerts[0]) assay_sheet_wrap(to->sheet, 2, alerts);
}
