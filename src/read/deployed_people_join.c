// SPDX-License-Identifier: Apache-2.0
// Rows of groups of people, a group a row, as one deployment.
#include "read/deployed_people.h"

#include "base/alloc.h"
#include "base/fail.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { ROWS_MOST = 512 }; // of a deployment

// Rows at work.
typedef struct joining {
    assay_deployed_cells *cells;
    const assay_people *people;
    assay_deployed *rows;
    const char **ids; // of deployments, a row each; NULL: date and place tell
    bool told;        // some row says when, where or which it is
} joining;

// A row, by what it is sorted.
typedef struct placed {
    size_t row;
    const joining *of;
} placed;

// NULL goes last.
static int compare_texts(const char *a, const char *b)
{
    if (!a || !b) return (a == NULL) - (b == NULL);
    return strcmp(a, b);
}

static int compare_days(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

// Of a file, in its order of dates and places.
static int by_day_and_place(const placed *x, const placed *y)
{
    const assay_deployed *a = &x->of->rows[x->row];
    const assay_deployed *b = &y->of->rows[y->row];
    if (a->file != b->file) return a->file < b->file ? -1 : 1;
    int order = (a->when == ASSAY_WHEN_NONE) - (b->when == ASSAY_WHEN_NONE);
    if (!order && a->when == ASSAY_WHEN_NONE)
        order = compare_texts(a->date, b->date);
    if (!order) order = compare_days(a->first, b->first);
    if (!order) order = compare_days(a->last, b->last);
    return order ? order : compare_texts(a->place, b->place);
}

// Rows of one deployment are alike in this: by their ids where both have one.
static int by_deployment(const placed *x, const placed *y)
{
    const char *a = x->of->ids[x->row], *b = y->of->ids[y->row];
    const uint32_t of = x->of->rows[x->row].file;
    const uint32_t other = y->of->rows[y->row].file;
    if (of != other) return of < other ? -1 : 1;
    return a || b ? compare_texts(a, b) : by_day_and_place(x, y);
}

static int compare(const void *x, const void *y)
{
    const placed *a = x, *b = y;
    const int order = by_deployment(a, b);
    if (order) return order;
    return (a->row > b->row) - (a->row < b->row);
}

static int compare_places(const void *x, const void *y)
{
    const placed *a = x, *b = y;
    const int order = by_day_and_place(a, b);
    if (order) return order;
    return (a->row > b->row) - (a->row < b->row);
}

static assay_status refuse(const joining *j, size_t row, size_t first,
                           const char *what, assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT,
               "%s line %llu of the same date and place: a group of people a "
               "row, and one deployment; where they are two, give each a "
               "row_id, the same in all its rows",
               what, (unsigned long long)j->rows[first].line);
    return assay_deployed_fail(j->cells, &j->cells->rows[row], err);
}

static bool is_told(const assay_deployed *row)
{
    return row->row || row->date || row->place;
}

// Drops the ids of files in which none comes more than once: they are of rows.
// `sorted[0..n)` are in the order of compare().
static void keep_shared_ids(const joining *j, const placed *sorted, size_t n)
{
    for (size_t first = 0, i = 1; i <= n; i++) {
        const uint32_t file = j->rows[sorted[first].row].file;
        if (i < n && j->rows[sorted[i].row].file == file) continue;
        bool shared = false;
        for (size_t k = first + 1; k < i; k++) {
            const char *id = j->ids[sorted[k].row];
            shared =
                shared || (id && strcmp(id, j->ids[sorted[k - 1].row]) == 0);
        }
        for (size_t k = first; k < i && !shared; k++)
            j->ids[sorted[k].row] = NULL;
        first = i;
    }
}

static assay_status refuse_bare(const joining *j, size_t row, size_t one,
                                size_t other, assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT,
               "a row without a row_id, and lines %llu and %llu of the same "
               "date and place have different ones: write that of its "
               "deployment",
               (unsigned long long)j->rows[one].line,
               (unsigned long long)j->rows[other].line);
    return assay_deployed_fail(j->cells, &j->cells->rows[row], err);
}

// Rows `of[0..n)` are of one date and place: those without an id are of the
// only deployment there that has one.
static assay_status lend_id(const joining *j, const placed *of, size_t n,
                            assay_error *err)
{
    size_t named = n, other = n, bare = n;
    for (size_t i = 0; i < n; i++) {
        const char *id = j->ids[of[i].row];
        if (!id && is_told(&j->rows[of[i].row])) bare = i;
        if (id && named == n) named = i;
        if (id && strcmp(id, j->ids[of[named].row]) != 0) other = i;
    }
    if (bare == n || named == n) return ASSAY_OK;
    if (other < n)
        return refuse_bare(j, of[bare].row, of[named].row, of[other].row, err);
    for (size_t i = 0; i < n; i++)
        if (!j->ids[of[i].row]) j->ids[of[i].row] = j->ids[of[named].row];
    return ASSAY_OK;
}

// Tells deployments by ids in files where rows share them.
static assay_status set_ids(const joining *j, placed *sorted, size_t n,
                            assay_error *err)
{
    for (size_t i = 0; i < j->cells->count; i++) j->ids[i] = j->rows[i].row;
    qsort(sorted, n, sizeof *sorted, compare);
    keep_shared_ids(j, sorted, n);
    qsort(sorted, n, sizeof *sorted, compare_places);
    for (size_t first = 0, i = 1; i <= n; i++) {
        if (i < n && by_day_and_place(&sorted[first], &sorted[i]) == 0)
            continue;
        ASSAY_TRY(lend_id(j, sorted + first, i - first, err));
        first = i;
    }
    return ASSAY_OK;
}

static bool same_number(double a, double b)
{
    return isnan(a) || isnan(b) || fabs(a - b) <= 0;
}

// What a deployment has once.
static assay_status take_facts(const joining *j, size_t lead, size_t row,
                               assay_error *err)
{
    static const struct {
        assay_deployed_count which;
        const char *differs;
    } once[] = {
        {ASSAY_DEPLOYED_WATCHLIST, "watchlist_size differs from"},
        {ASSAY_DEPLOYED_FACES, "faces_seen differs from"},
    };
    assay_deployed *to = &j->rows[lead];
    const assay_deployed *from = &j->rows[row];
    for (size_t i = 0; i < sizeof once / sizeof *once; i++) {
        const assay_known *b = &from->counts[once[i].which];
        assay_known *a = &to->counts[once[i].which];
        if (a->least >= 0 && b->least >= 0 &&
            (a->least != b->least || a->most != b->most))
            return refuse(j, row, lead, once[i].differs, err);
        if (a->least < 0) *a = *b;
    }
    if (to->seconds >= 0 && from->seconds >= 0 && to->seconds != from->seconds)
        return refuse(j, row, lead, "duration differs from", err);
    if (!same_number(to->threshold, from->threshold))
        return refuse(j, row, lead, "threshold differs from", err);
    if (to->seconds < 0) to->seconds = from->seconds;
    if (isnan(to->threshold)) to->threshold = from->threshold;
    return ASSAY_OK;
}

static bool is_summed(size_t count)
{
    return count != ASSAY_DEPLOYED_WATCHLIST && count != ASSAY_DEPLOYED_FACES &&
           count != ASSAY_DEPLOYED_DEPLOYMENTS;
}

// Of counts one unknown makes the sum unknown; of groups, what is stated.
static void add(assay_known *to, const assay_known *from, bool all)
{
    const bool unknown = to->least < 0 || from->least < 0;
    if (unknown && all) *to = (assay_known){-1, -1};
    if (unknown && !all && from->least >= 0) *to = *from;
    if (unknown) return;
    to->least += from->least;
    to->most += from->most;
}

// Rows `of[0..n)` are one deployment; `total` of them has its totals, or none
// (n) does.
static void sum_rows(const joining *j, const placed *of, size_t n, size_t total)
{
    const size_t groups = j->people->group_count * ASSAY_PEOPLE_COUNTS;
    assay_deployed *to = &j->rows[of[0].row];
    const assay_deployed everyone = j->rows[of[total < n ? total : 0].row];
    assay_known *people = to->people;
    for (size_t i = 1; i < n; i++) {
        const assay_deployed *from = &j->rows[of[i].row];
        for (size_t k = 0; k < ASSAY_DEPLOYED_COUNTS; k++)
            if (is_summed(k)) add(&to->counts[k], &from->counts[k], true);
        for (size_t k = 0; k < groups; k++)
            add(&people[k], &from->people[k], false);
    }
    for (size_t k = 0; total < n && k < ASSAY_DEPLOYED_COUNTS; k++)
        if (is_summed(k)) to->counts[k] = everyone.counts[k];
}

static assay_slice cell_of(const joining *j, size_t row, size_t by)
{
    return assay_slice_trim(
        assay_deployed_cell(j->cells, &j->cells->rows[row], j->people->by[by]));
}

// What two rows may have in common.
typedef enum overlap {
    APART, // nobody is in both
    SAME,  // they are of the same groups
    PARTS  // one is of all people ("Total") where the other is of a group
} overlap;

static overlap overlap_of(const joining *j, size_t a, size_t b)
{
    bool parts = false, alike = true;
    for (size_t k = 0; k < j->people->by_count; k++) {
        const assay_slice x = cell_of(j, a, k), y = cell_of(j, b, k);
        const bool all = assay_people_is_everyone(x),
                   other = assay_people_is_everyone(y);
        const bool same =
            x.length == y.length &&
            (!x.length || strncasecmp(x.text, y.text, x.length) == 0);
        const bool open =
            assay_people_is_unstated(x) && assay_people_is_unstated(y);
        if (!all && !other && !same && !open) return APART;
        parts = parts || all != other;
        alike = alike && ((all && other) || same);
    }
    return parts ? PARTS : alike ? SAME : APART;
}

static assay_status refuse_parts(const joining *j, size_t row, size_t first,
                                 assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT,
               "this row and line %llu count the same people: one of them is "
               "of all where the other is of a group; take out the rows that "
               "sum others, but that of the total",
               (unsigned long long)j->rows[first].line);
    return assay_deployed_fail(j->cells, &j->cells->rows[row], err);
}

// Nobody is counted in two rows, that of the total aside.
static assay_status check_once(const joining *j, const placed *of, size_t n,
                               size_t total, assay_error *err)
{
    for (size_t i = 1; i < n; i++)
        for (size_t k = 0; k < i; k++) {
            if (i == total || k == total) continue;
            const overlap found = overlap_of(j, of[i].row, of[k].row);
            if (found == SAME)
                return refuse(j, of[i].row, of[k].row, "the group is that of",
                              err);
            if (found == PARTS)
                return refuse_parts(j, of[i].row, of[k].row, err);
        }
    return ASSAY_OK;
}

// How many columns of groups hold one in a row, and the last that does.
static size_t groups_of(const joining *j, size_t row, size_t *column)
{
    size_t count = 0;
    for (size_t k = 0; k < j->people->by_count; k++) {
        const assay_slice c = cell_of(j, row, k);
        if (assay_people_is_unstated(c) || assay_people_is_everyone(c))
            continue;
        *column = k;
        count++;
    }
    return count;
}

// Where each row has one group, of one column or another, they are the same
// people twice, once by each column, or perhaps others: nobody knows.
static assay_status check_crossed(const joining *j, const placed *of, size_t n,
                                  assay_error *err)
{
    size_t first = n, other = n, column = 0, of_first = 0;
    for (size_t i = 0; i < n; i++) {
        const size_t count = groups_of(j, of[i].row, &column);
        if (count > 1) return ASSAY_OK;
        if (count && first == n) {
            first = i;
            of_first = column;
        }
        if (count && column != of_first) other = i;
    }
    if (other == n) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "this row and line %llu are of groups in different columns, and "
               "no row in both: they may count the same people; keep the rows "
               "of one column",
               (unsigned long long)j->rows[of[first].row].line);
    return assay_deployed_fail(j->cells, &j->cells->rows[of[other].row], err);
}

// Cells that a spreadsheet merged are empty below the first.
static assay_status refuse_blank(const joining *j, size_t row, assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT,
               "a row of a group of people without date, place and id: where "
               "cells were merged, write what they say in each row");
    return assay_deployed_fail(j->cells, &j->cells->rows[row], err);
}

static assay_status refuse_total(const joining *j, size_t row, size_t first,
                                 assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT,
               "a second row of the total of one deployment, beside line %llu: "
               "keep one",
               (unsigned long long)j->rows[first].line);
    return assay_deployed_fail(j->cells, &j->cells->rows[row], err);
}

// Rows of one deployment: how many are of a group, and which has the total;
// as many as there are: none has.
typedef struct kinds {
    size_t groups, total;
} kinds;

static assay_status look_at_rows(const joining *j, const placed *of, size_t n,
                                 kinds *found, assay_error *err)
{
    size_t again = n;
    *found = (kinds){0, n};
    for (size_t i = 0; i < n; i++) {
        const assay_people_row kind = assay_people_row_of(
            j->cells, j->people, &j->cells->rows[of[i].row]);
        found->groups += kind == ASSAY_PEOPLE_OF_GROUP;
        if (kind != ASSAY_PEOPLE_OF_EVERYONE) continue;
        if (found->total < n) again = i;
        if (found->total == n) found->total = i;
    }
    if (!found->groups || again == n) return ASSAY_OK;
    return refuse_total(j, of[again].row, of[found->total].row, err);
}

static assay_status join_rows(const joining *j, const placed *of, size_t n,
                              size_t *lead, assay_error *err)
{
    kinds found;
    ASSAY_TRY(look_at_rows(j, of, n, &found, err));
    const size_t groups = found.groups, total = found.total;
    if (groups && j->told && !is_told(&j->rows[of[0].row]))
        return refuse_blank(j, of[0].row, err);
    if (!groups || n < 2) return ASSAY_OK;
    if (n > ROWS_MOST)
        return refuse(j, of[n - 1].row, of[0].row, "too many rows beside", err);
    ASSAY_TRY(check_once(j, of, n, total, err));
    ASSAY_TRY(check_crossed(j, of, n, err));
    for (size_t i = 1; i < n; i++) {
        ASSAY_TRY(take_facts(j, of[0].row, of[i].row, err));
        lead[of[i].row] = of[0].row;
    }
    sum_rows(j, of, n, total);
    return ASSAY_OK;
}

static assay_status join_sorted(const joining *j, placed *sorted, size_t n,
                                size_t *lead, assay_error *err)
{
    ASSAY_TRY(set_ids(j, sorted, n, err));
    qsort(sorted, n, sizeof *sorted, compare);
    for (size_t first = 0, i = 1; i <= n; i++) {
        if (i < n && by_deployment(&sorted[first], &sorted[i]) == 0) continue;
        ASSAY_TRY(join_rows(j, sorted + first, i - first, lead, err));
        first = i;
    }
    return ASSAY_OK;
}

assay_status assay_people_join(assay_deployed_cells *cells,
                               const assay_people *people, assay_deployed *rows,
                               const bool *totals, size_t *lead,
                               assay_error *err)
{
    size_t n = 0;
    for (size_t i = 0; i < cells->count; i++) lead[i] = i;
    if (!people->by_count || !people->group_count) return ASSAY_OK;
    ASSAY_AUTO(assay_drop)
    placed *sorted = assay_new(0, cells->count, sizeof *sorted);
    ASSAY_AUTO(assay_drop)
    const char **ids = assay_new(0, cells->count, sizeof *ids);
    joining j = {cells, people, rows, ids, false};
    if (!sorted || !ids) return assay_fail_memory(err, "the rows");
    for (size_t i = 0; i < cells->count; i++)
        if (!totals[i]) {
            sorted[n++] = (placed){i, &j};
            j.told = j.told || is_told(&rows[i]);
        }
    return n ? join_sorted(&j, sorted, n, lead, err) : ASSAY_OK;
}
