// SPDX-License-Identifier: Apache-2.0
#include "tell/point_rows.h"

#include "base/figure_place.h"

#include <math.h>
#include <string.h>

static bool is(const char *text, const char *wanted)
{
    return text && strcmp(text, wanted) == 0;
}

// Whether all conditions of `a` are conditions of `b`.
static bool are_among(const assay_figure *a, const assay_figure *b)
{
    for (size_t i = 0; i < a->at_count; i++) {
        if (strcmp(a->at[i].key, "achieved") == 0) continue;
        if (assay_figure_at(b, a->at[i].key) != a->at[i].value) return false;
    }
    return true;
}

bool assay_point_rows_same_at(const assay_figure *a, const assay_figure *b)
{
    return are_among(a, b) && are_among(b, a);
}

bool assay_point_rows_has(const assay_figure *figure)
{
    static const char *const names[] = {"FMR", "FNMR", "TMR", "threshold"};
    if (figure->reference_group_count > 0) return false;
    if (isnan(assay_figure_at(figure, "FMR")) &&
        isnan(assay_figure_at(figure, "threshold")))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(figure->name, names[i]) == 0) return true;
    return false;
}

// The headline is the subject-balanced figure; else the first.
static void put_headline(const assay_figure *figure,
                         const assay_figure **headline,
                         const assay_figure **beside)
{
    if (!*headline) {
        *headline = figure;
    } else if (is(figure->weights, "subject") &&
               !is((*headline)->weights, "subject")) {
        *beside = *headline;
        *headline = figure;
    } else if (!*beside) {
        *beside = figure;
    }
}

static void put_own(assay_point_row *row, const assay_figure *figure)
{
    row->own = row->own ? row->own : figure;
    if (strcmp(figure->name, "FNMR") != 0) return;
    if (!row->fnmr_own || is(figure->weights, "subject"))
        row->fnmr_own = figure;
}

static void put_figure(assay_point_row *row, const assay_figure *figure)
{
    const assay_figure *beside = NULL;
    if (!row->any) row->any = figure;
    if (is(figure->threshold_from, "group")) {
        put_own(row, figure);
    } else if (is(figure->references, "same group")) {
        if (is(figure->name, "FMR"))
            put_headline(figure, &row->fmr_same, &beside);
    } else if (is(figure->name, "FMR")) {
        put_headline(figure, &row->fmr, &row->fmr_beside);
    } else if (is(figure->name, "FNMR")) {
        put_headline(figure, &row->fnmr, &row->fnmr_beside);
    } else if (is(figure->name, "TMR")) {
        put_headline(figure, &row->tmr, &beside);
    } else {
        row->threshold = figure;
    }
}

const assay_point_row *assay_point_rows_find(const assay_result *result,
                                             assay_arena *arena, size_t *count)
{
    size_t n = 0;
    const assay_figure *figures = assay_result_figures(result, &n);
    assay_point_row *rows = assay_arena_new(arena, n + 1, sizeof *rows);
    *count = 0;
    for (size_t i = 0; rows && i < n; i++) {
        if (!assay_point_rows_has(&figures[i])) continue;
        size_t at = *count;
        while (at > 0 &&
               (!assay_point_rows_same_at(rows[at - 1].any, &figures[i]) ||
                !assay_figure_same_group(rows[at - 1].any, &figures[i])))
            at--;
        if (at == 0) at = ++*count;
        put_figure(&rows[at - 1], &figures[i]);
    }
    return rows;
}
