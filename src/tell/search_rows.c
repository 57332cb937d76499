// SPDX-License-Identifier: Apache-2.0
#include "tell/search_rows.h"

#include "base/figure_place.h"

#include <math.h>
#include <string.h>

static bool is(const char *text, const char *wanted)
{
    return text && strcmp(text, wanted) == 0;
}

// Equal numbers, or both absent.
static bool equal(double a, double b)
{
    return isnan(a) ? isnan(b) : a == b;
}

bool assay_search_rows_same_point(const assay_figure *a, const assay_figure *b)
{
    static const char *const keys[] = {"FPIR", "threshold", "confidence"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (!equal(assay_figure_at(a, keys[i]), assay_figure_at(b, keys[i])))
            return false;
    return true;
}

static bool has_point(const assay_figure *figure)
{
    return !isnan(assay_figure_at(figure, "FPIR")) ||
           !isnan(assay_figure_at(figure, "threshold"));
}

// The place in a row for a figure of this name; NULL: there is none.
static const assay_figure **place_of(assay_search_row *row,
                                     const assay_figure *figure)
{
    const bool ranked = !isnan(assay_figure_at(figure, "rank"));
    if (ranked)
        return is(figure->name, "FNIR") && assay_figure_at(figure, "rank") == 1
                   ? &row->first
                   : NULL;
    if (is(figure->name, "FPIR")) return &row->fpir;
    if (is(figure->name, "FNIR")) return &row->fnir;
    if (is(figure->name, "TPIR")) return &row->tpir;
    if (is(figure->name, "SEL")) return &row->selectivity;
    if (is(figure->name, "threshold")) return &row->threshold;
    if (is(figure->name, "algorithm-level FNIR")) return &row->enrolled;
    if (is(figure->name, "false alerts on listed people")) return &row->listed;
    return NULL;
}

bool assay_search_rows_has(const assay_figure *figure)
{
    assay_search_row row;
    return has_point(figure) && figure->reference_group_count == 0 &&
           isnan(assay_figure_at(figure, "watchlist_size")) &&
           !is(figure->threshold_from, "group") && place_of(&row, figure);
}

// The headline is the subject-balanced figure; else the first.
static void put_figure(assay_search_row *row, const assay_figure *figure)
{
    const assay_figure **headline = place_of(row, figure);
    if (!headline) return;
    const assay_figure *beside = *headline ? figure : NULL;
    if (!row->any) row->any = figure;
    if (!*headline) {
        *headline = figure;
    } else if (is(figure->weights, "subject") &&
               !is((*headline)->weights, "subject")) {
        beside = *headline;
        *headline = figure;
    }
    if (headline == &row->fpir && beside) row->fpir_beside = beside;
    if (headline == &row->fnir && beside) row->fnir_beside = beside;
}

const assay_search_row *assay_search_rows_find(const assay_result *result,
                                               assay_arena *arena,
                                               size_t *count)
{
    size_t n = 0;
    const assay_figure *figures = assay_result_figures(result, &n);
    assay_search_row *rows = assay_arena_new(arena, n + 1, sizeof *rows);
    *count = 0;
    for (size_t i = 0; rows && i < n; i++) {
        if (!assay_search_rows_has(&figures[i])) continue;
        size_t at = *count;
        while (at > 0 &&
               (!assay_search_rows_same_point(rows[at - 1].any, &figures[i]) ||
                !assay_figure_same_group(rows[at - 1].any, &figures[i])))
            at--;
        if (at == 0) at = ++*count;
        put_figure(&rows[at - 1], &figures[i]);
    }
    return rows;
}

bool assay_search_rows_overall(const assay_search_row *row)
{
    return row->any->group_count == 0;
}

bool assay_search_rows_few(const assay_search_row *row)
{
    return (row->fpir && row->fpir->status == ASSAY_FIGURE_FEW_EVENTS) ||
           (row->fnir && row->fnir->status == ASSAY_FIGURE_FEW_EVENTS);
}

const assay_figure *assay_search_rows_empty(const assay_search_row *row)
{
    const assay_figure *all[] = {row->fnir, row->fpir, row->first,
                                 row->threshold, row->any};
    const assay_figure *first = NULL;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (!all[i]) continue;
        if (!isnan(all[i]->value) || !isnan(all[i]->bounds[1])) return NULL;
        if (!first) first = all[i];
    }
    return first;
}

static bool is_id(const assay_figure *figure, const char *id)
{
    return figure && strcmp(figure->id, id) == 0;
}

bool assay_search_rows_told(const assay_result *result,
                            const assay_search_row *row)
{
    size_t count = 0;
    const assay_statement *said = assay_result_statements(result, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < said[i].figure_count; k++) {
            const char *id = said[i].figures[k];
            if (is_id(row->fpir, id) || is_id(row->fnir, id) ||
                is_id(row->tpir, id))
                return true;
        }
    return false;
}

// Whether a sentence tells of other sizes of the list at this point.
static bool tells_sizes(const assay_result *result, const assay_search_row *row)
{
    size_t count = 0;
    const assay_statement *said = assay_result_statements(result, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < said[i].figure_count; k++) {
            const assay_figure *figure =
                assay_result_find(result, said[i].figures[k]);
            if (figure && assay_search_rows_size_of(figure, row)) return true;
        }
    return false;
}

static int rank_of(const assay_result *result, const assay_search_row *row)
{
    if (!isnan(assay_figure_at(row->any, "confidence"))) return 0;
    if (row->any->group_count == 0 && tells_sizes(result, row)) return 4;
    if (assay_search_rows_told(result, row)) return 3;
    if (assay_search_rows_empty(row) || assay_search_rows_few(row)) return 1;
    return 2;
}

const assay_search_row *assay_search_rows_lead(const assay_result *result,
                                               const assay_search_row *rows,
                                               size_t count,
                                               const assay_search_row *like)
{
    const assay_search_row *best = NULL;
    for (size_t i = 0; i < count; i++) {
        if (like ? !assay_figure_same_by(rows[i].any, like->any)
                 : rows[i].any->group_count > 0)
            continue;
        if (!best || rank_of(result, &rows[i]) > rank_of(result, best))
            best = &rows[i];
    }
    return best;
}

bool assay_search_rows_is_size(const assay_figure *figure)
{
    return is(figure->name, "FPIR") && figure->group_count == 0 &&
           !isnan(assay_figure_at(figure, "watchlist_size"));
}

double assay_search_rows_size(const assay_figure *figure)
{
    return assay_figure_at(figure, "watchlist_size");
}

bool assay_search_rows_beyond(const assay_figure *figure)
{
    return !isnan(figure->bounds[1]) && !assay_search_rows_cut(figure);
}

bool assay_search_rows_cut(const assay_figure *figure)
{
    return !isnan(figure->bounds[1]) && figure->status == ASSAY_FIGURE_REFUSED;
}

const char *assay_search_rows_size_note(const assay_result *result,
                                        const assay_search_row *row)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(result, &count);
    for (size_t i = 0; i < count; i++)
        if (assay_search_rows_size_of(&figures[i], row))
            return figures[i].note && figures[i].note[0] ? figures[i].note
                                                         : NULL;
    return NULL;
}

bool assay_search_rows_size_of(const assay_figure *figure,
                               const assay_search_row *row)
{
    return assay_search_rows_is_size(figure) &&
           assay_search_rows_same_point(figure, row->any);
}

int64_t assay_search_rows_listed(const assay_result *result)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(result, &count);
    for (size_t i = 0; i < count; i++)
        if (figures[i].watchlist_size > 0 &&
            isnan(assay_figure_at(&figures[i], "watchlist_size")))
            return figures[i].watchlist_size;
    return 0;
}
