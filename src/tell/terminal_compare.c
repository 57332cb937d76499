// SPDX-License-Identifier: Apache-2.0
// Two systems: a line a figure, with the verdict.
#include "tell/terminal_cells.h"

#include "tell/format.h"

#include <string.h>

enum { WHAT, OF_A, OF_B, RATIO, RANGE, VERDICT, COLUMNS };

static const assay_column columns[COLUMNS] = {
    [WHAT] = {"", "", true, 0},
    [OF_A] = {"", "A %", false, 1},
    [OF_B] = {"", "B %", false, 1},
    [RATIO] = {"ratio", "B to A", false, 0},
    [RANGE] = {"", "interval", false, 0},
    [VERDICT] = {"", "", true, 0},
};

// A figure of both, as its four figures stand one behind the other.
typedef struct compared {
    const assay_figure *a, *b, *difference;
    const assay_figure *ratio; // or NULL
} compared;

static bool begins(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

// The next figure of both at or after `*i`; false: no more.
static bool next(const assay_terminal *to, size_t *i, compared *out)
{
    size_t n = 0;
    const assay_figure *all = assay_result_figures(to->result, &n);
    for (; *i < n; ++*i) {
        if (*i < 2 || !begins(all[*i].name, "difference ")) continue;
        const bool ratio = *i + 1 < n && begins(all[*i + 1].name, "ratio ");
        *out = (compared){&all[*i - 2], &all[*i - 1], &all[*i],
                          ratio ? &all[*i + 1] : NULL};
        ++*i;
        return true;
    }
    return false;
}

// The main figures; all others are for --verbose.
static bool is_shown(const assay_terminal *to, const compared *one)
{
    static const char *const names[] = {"FMR", "FNMR", "FPIR", "FNIR",
                                        "EER", "FTA",  "FTE"};
    const char *name = one->difference->name + strlen("difference ");
    if (to->verbose) return true;
    if (strstr(one->difference->id, "weights=comparison") ||
        strstr(one->difference->id, "watchlist_size=") ||
        one->difference->reference_group_count)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) return true;
    return false;
}

// "FNMR at FMR 0.001, sex F".
static const char *name_of(const assay_terminal *to, const compared *one)
{
    assay_figure plain = *one->difference;
    plain.name += strlen("difference ");
    if (!to->verbose) plain.weights = NULL;
    return assay_terminal_name(to, &plain);
}

static void put_short(assay_grid *grid, assay_grid_row *row,
                      const assay_figure *difference)
{
    char text[ASSAY_FORMAT_SIZE];
    const char *note = difference->note ? difference->note : "";
    size_t n = strcspn(note, ";");
    if (begins(note, "equal within ")) n = strlen("equal");
    if (n >= sizeof text) n = sizeof text - 1;
    memcpy(text, note, n);
    text[n] = '\0';
    assay_grid_set(grid, row, VERDICT, text);
}

static void add_row(const assay_terminal *to, assay_grid *grid,
                    const compared *one)
{
    char text[ASSAY_FORMAT_SIZE];
    assay_grid_row *row = assay_grid_add(grid);
    const bool percent = strcmp(one->a->unit, "proportion") == 0;
    assay_grid_set(grid, row, WHAT, name_of(to, one));
    if (row && __builtin_isnan(one->difference->value)) {
        row->note_from = OF_A;
        row->note = assay_terminal_reason(to, one->difference);
        return;
    }
    assay_grid_set(grid, row, OF_A,
                   percent ? assay_terminal_percent(one->a, text)
                           : assay_format_value(one->a, text));
    assay_grid_set(grid, row, OF_B,
                   percent ? assay_terminal_percent(one->b, text)
                           : assay_format_value(one->b, text));
    if (!__builtin_isnan(one->ratio->value)) {
        assay_grid_set(grid, row, RATIO, assay_format_value(one->ratio, text));
        assay_grid_set(grid, row, RANGE,
                       assay_format_interval(one->ratio, text));
    }
    put_short(grid, row, one->difference);
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

// What has no ratio: areas and d'.
static bool is_bare(const assay_terminal *to, const assay_figure *figure)
{
    size_t n = 0;
    const assay_figure *all = assay_result_figures(to->result, &n);
    const size_t i = (size_t)(figure - all);
    return begins(figure->name, "difference ") &&
           !(i + 1 < n && begins(all[i + 1].name, "ratio "));
}

static void put_bare(const assay_terminal *to, const compared *one)
{
    char value[ASSAY_FORMAT_SIZE], range[ASSAY_FORMAT_SIZE];
    const assay_figure *d = one->difference;
    const bool whole = !__builtin_isnan(d->low);
    const char *verdict = d->note ? d->note : "";
    const char *text = assay_arena_format(
        to->arena, "%s, B minus A: %s%s%s%s%s%s", name_of(to, one),
        assay_format_value(d, value), whole ? " (" : "",
        whole ? assay_format_interval(d, range) : "", whole ? ")" : "",
        whole ? ": " : "", whole ? verdict : "");
    if (__builtin_isnan(d->value)) return;
    assay_sheet_pad(to->sheet, 2);
    assay_sheet_wrap(to->sheet, 4, text ? text : "");
    if (!text) to->sheet->no_memory = true;
}

void assay_terminal_compare_head(const assay_terminal *to)
{
    size_t n = 0;
    const assay_input *inputs = assay_result_inputs(to->result, &n);
    const char *how = assay_terminal_fact(to, "compared");
    const char *text =
        n < 2 ? ""
              : assay_arena_format(to->arena, "A is %s, B is %s; %s",
                                   inputs[0].name, inputs[1].name,
                                   strcmp(how, "paired") == 0
                                       ? "the same people"
                                       : "as if independent");
    if (!text) to->sheet->no_memory = true;
    assay_sheet_wrap(to->sheet, 2, text ? text : "");
}

void assay_terminal_compare(const assay_terminal *to)
{
    compared one;
    assay_grid grid = {.arena = to->arena, .column_count = COLUMNS};
    memcpy(grid.columns, columns, sizeof columns);
    grid.columns[RANGE].upper = assay_terminal_level(to);
    for (size_t i = 0; next(to, &i, &one);)
        if (one.ratio && is_shown(to, &one)) add_row(to, &grid, &one);
    if (grid.no_memory) to->sheet->no_memory = true;
    if (grid.first) {
        assay_sheet_end_line(to->sheet);
        assay_grid_print(&grid, to->sheet, 2);
        put_legend(to);
    }
    for (size_t i = 0; next(to, &i, &one);)
        if (is_bare(to, one.difference)) put_bare(to, &one);
}
