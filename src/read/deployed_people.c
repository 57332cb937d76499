// SPDX-License-Identifier: Apache-2.0
// Groups of people in the columns and rows of a table.
#include "read/deployed_people.h"

#include "base/alloc.h"
#include "read/deployed_value.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

// Columns of tables that hold the group of a row.
static const char *const by_names[] = {"ethnicity", "sex",         "gender",
                                       "race",      "age",         "age_band",
                                       "age_group", "ethnic_group"};

static bool is_by_name(const char *name)
{
    for (size_t i = 0; i < sizeof by_names / sizeof *by_names; i++)
        if (strcmp(by_names[i], name) == 0) return true;
    return false;
}

bool assay_people_is_everyone(assay_slice value)
{
    static const char *const words[] = {"total", "all", "overall", "everyone",
                                        "all groups"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == value.length &&
            strncasecmp(words[i], value.text, value.length) == 0)
            return true;
    return false;
}

bool assay_people_is_unstated(assay_slice value)
{
    static const char *const words[] = {"not stated", "unstated", "ns",
                                        "not provided"};
    if (assay_deployed_unknown(value)) return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == value.length &&
            strncasecmp(words[i], value.text, value.length) == 0)
            return true;
    return false;
}

static bool is_group(const assay_people_group *group, const char *attribute,
                     const char *value)
{
    return strcmp(group->label.attribute, attribute) == 0 &&
           strcasecmp(group->label.value, value) == 0;
}

static size_t find_group(const assay_people *people, const char *attribute,
                         const char *value)
{
    for (size_t g = 0; g < people->group_count; g++)
        if (is_group(&people->groups[g], attribute, value)) return g;
    return SIZE_MAX;
}

// The group of this name, a new one if there is none. Of spellings that differ
// in their capitals the first in the order of bytes stays, whatever comes
// first.
static assay_status add_group(assay_deployed_cells *cells, assay_people *people,
                              const assay_people_heading *of, size_t *group,
                              assay_error *err)
{
    size_t g = find_group(people, of->attribute, of->group);
    const bool fresh = g == SIZE_MAX;
    if (fresh && people->group_count == ASSAY_PEOPLE_GROUPS)
        return assay_fail(err, ASSAY_EINPUT,
                          "more than %d groups of people; \"%.60s\" of %.40s "
                          "is one more",
                          ASSAY_PEOPLE_GROUPS, of->group, of->attribute);
    if (fresh) g = people->group_count;
    *group = g;
    if (!fresh && strcmp(people->groups[g].label.value, of->group) <= 0)
        return ASSAY_OK;
    const assay_label label = {assay_arena_string(&cells->arena, of->attribute),
                               assay_arena_string(&cells->arena, of->group)};
    if (!label.attribute || !label.value)
        return assay_fail_memory(err, "the groups");
    people->groups[g] = (assay_people_group){label, of->unknown};
    people->group_count += fresh;
    return ASSAY_OK;
}

// "other" and "not stated" are of what the column in front of them is of.
static void complete(const char *front, assay_people_heading *of)
{
    if (!of->attribute[0])
        memcpy(of->attribute, front[0] ? front : "group",
               strlen(front[0] ? front : "group") + 1);
}

const char *assay_people_path(const assay_deployed_cells *cells, size_t column)
{
    for (size_t f = 0; f < cells->file_count; f++)
        for (size_t i = 0; i < cells->files[f].width; i++)
            if (cells->files[f].column[i] == column)
                return cells->files[f].path;
    return cells->files[0].path;
}

static assay_status refuse_long(const assay_deployed_cells *cells,
                                size_t column, assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT,
               "\"%.60s...\" names a group of people in more than %d bytes: "
               "write a shorter name",
               cells->names[column], ASSAY_PEOPLE_TEXT - 1);
    return assay_fail_at(err, assay_people_path(cells, column), 1);
}

static assay_status find_columns(assay_deployed_cells *cells,
                                 assay_people *people, assay_error *err)
{
    const char *front[ASSAY_PEOPLE_COUNTS] = {"", "", ""};
    for (size_t c = 0; c < cells->columns; c++) {
        assay_people_heading of;
        size_t group = 0;
        if (is_by_name(cells->names[c]) && people->by_count < ASSAY_PEOPLE_BY)
            people->by[people->by_count++] = c;
        if (!assay_people_heading_read(cells->names[c], &of)) {
            if (!assay_people_heading_long(cells->names[c])) continue;
            return refuse_long(cells, c, err);
        }
        complete(front[of.count], &of);
        if (add_group(cells, people, &of, &group, err) != ASSAY_OK)
            return assay_fail_at(err, assay_people_path(cells, c), 1);
        front[of.count] = people->groups[group].label.attribute;
        people->columns[people->column_count++] =
            (assay_people_column){c, group, of.count};
    }
    return ASSAY_OK;
}

static assay_slice cell_of(const assay_deployed_cells *cells,
                           const assay_deployed_row *row, size_t column)
{
    return assay_slice_trim(assay_deployed_cell(cells, row, column));
}

// The group that a column says a row is of; false: none is stated.
static bool group_of_cell(const assay_deployed_cells *cells, size_t column,
                          const assay_deployed_row *row,
                          assay_people_heading *of)
{
    const assay_slice c = cell_of(cells, row, column);
    if (c.length >= ASSAY_PEOPLE_TEXT || assay_people_is_unstated(c) ||
        assay_people_is_everyone(c))
        return false;
    *of = (assay_people_heading){.unknown = false};
    memcpy(of->group, c.text, c.length);
    memcpy(of->attribute, cells->names[column],
           strlen(cells->names[column]) + 1);
    return true;
}

// A group whose name has no room would be none, or that of another.
static assay_status check_length(const assay_deployed_cells *cells,
                                 size_t column, const assay_deployed_row *row,
                                 assay_error *err)
{
    const assay_slice c = cell_of(cells, row, column);
    if (c.length < ASSAY_PEOPLE_TEXT) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "%s is \"%.40s...\", more than %d bytes: write a shorter name "
               "of the group",
               cells->names[column], c.text, ASSAY_PEOPLE_TEXT - 1);
    return assay_deployed_fail(cells, row, err);
}

static assay_status find_in_rows(assay_deployed_cells *cells,
                                 assay_people *people, assay_error *err)
{
    for (size_t i = 0; i < cells->count; i++)
        for (size_t k = 0; k < people->by_count; k++) {
            assay_people_heading of;
            size_t group = 0;
            ASSAY_TRY(check_length(cells, people->by[k], &cells->rows[i], err));
            if (!group_of_cell(cells, people->by[k], &cells->rows[i], &of))
                continue;
            if (add_group(cells, people, &of, &group, err) != ASSAY_OK)
                return assay_deployed_fail(cells, &cells->rows[i], err);
        }
    return ASSAY_OK;
}

static int compare_groups(const void *x, const void *y)
{
    const assay_people_group *a = x, *b = y;
    const int order = strcmp(a->label.attribute, b->label.attribute);
    if (order) return order;
    if (a->unknown != b->unknown) return a->unknown ? 1 : -1;
    return strcmp(a->label.value, b->label.value);
}

// Puts groups into an order that is not that of columns and rows.
static void sort_groups(assay_people *people)
{
    assay_label old[ASSAY_PEOPLE_GROUPS];
    for (size_t g = 0; g < people->group_count; g++)
        old[g] = people->groups[g].label;
    qsort(people->groups, people->group_count, sizeof *people->groups,
          compare_groups);
    for (size_t c = 0; c < people->column_count; c++) {
        const assay_label *label = &old[people->columns[c].group];
        people->columns[c].group =
            find_group(people, label->attribute, label->value);
    }
}

assay_status assay_people_find(assay_deployed_cells *cells,
                               assay_people *people, assay_error *err)
{
    for (size_t k = 0; k < ASSAY_PEOPLE_COUNTS; k++)
        people->total[k] = assay_deployed_column(
                               cells, assay_people_names[k].ours) != SIZE_MAX;
    ASSAY_TRY(find_columns(cells, people, err));
    ASSAY_TRY(find_in_rows(cells, people, err));
    sort_groups(people);
    return ASSAY_OK;
}

bool assay_people_has(const assay_people *people, const char *attribute)
{
    for (size_t g = 0; g < people->group_count; g++)
        if (strcmp(people->groups[g].label.attribute, attribute) == 0)
            return true;
    return false;
}

// A cell that says nothing at all: empty, "-", "n/a"; "unknown" is said.
static bool is_blank(assay_slice cell)
{
    return cell.length <= 3 && assay_deployed_unknown(cell);
}

assay_people_row assay_people_row_of(const assay_deployed_cells *cells,
                                     const assay_people *people,
                                     const assay_deployed_row *row)
{
    bool everyone = false, said = false;
    for (size_t k = 0; k < people->by_count; k++) {
        assay_people_heading of;
        const assay_slice c = cell_of(cells, row, people->by[k]);
        if (group_of_cell(cells, people->by[k], row, &of))
            return ASSAY_PEOPLE_OF_GROUP;
        const bool all = assay_people_is_everyone(c);
        everyone = everyone || all;
        said = said || (!all && !is_blank(c));
    }
    return everyone && !said ? ASSAY_PEOPLE_OF_EVERYONE : ASSAY_PEOPLE_NO_GROUP;
}

// A row whose counts are taken.
typedef struct taking {
    assay_deployed_cells *cells;
    const assay_people *people;
    const assay_deployed_row *row;
    assay_people_marked *marked;
    assay_known *to; // of the row, ASSAY_PEOPLE_COUNTS a group
} taking;

static assay_known *at(const taking *t, size_t group, size_t count)
{
    return &t->to[group * ASSAY_PEOPLE_COUNTS + count];
}

static assay_status twice(const taking *t, const assay_people_column *column,
                          assay_error *err)
{
    const assay_label *label = &t->people->groups[column->group].label;
    assay_fail(err, ASSAY_EINPUT,
               "%.80s: another column has %s of %s %s too: keep one",
               t->cells->names[column->column],
               assay_people_names[column->count].ours, label->attribute,
               label->value);
    return assay_deployed_fail(t->cells, t->row, err);
}

static assay_status
take_cell(const taking *t, const assay_people_column *column, assay_error *err)
{
    assay_known *to = at(t, column->group, column->count);
    assay_known count = {-1, -1};
    assay_count_mark mark = ASSAY_COUNT_PLAIN;
    const assay_slice c = cell_of(t->cells, t->row, column->column);
    const char *why = assay_deployed_count_of(c, &count, &mark);
    if (why) {
        const int shown = c.length > 40 ? 40 : (int)c.length;
        assay_fail(err, ASSAY_EINPUT, "%.80s is \"%.*s\": %s",
                   t->cells->names[column->column], shown, c.text, why);
        return assay_deployed_fail(t->cells, t->row, err);
    }
    if (mark == ASSAY_COUNT_ABOUT && t->marked->about == SIZE_MAX)
        t->marked->about = column->column;
    if (mark == ASSAY_COUNT_NOTED && t->marked->noted == SIZE_MAX)
        t->marked->noted = column->column;
    if (count.least < 0) return ASSAY_OK;
    if (to->least >= 0) return twice(t, column, err);
    *to = count;
    return ASSAY_OK;
}

// The counts of a row that is of a group are the group's.
static void take_own(const taking *t, const assay_deployed *row)
{
    for (size_t k = 0; k < t->people->by_count; k++) {
        assay_people_heading of;
        if (!group_of_cell(t->cells, t->people->by[k], t->row, &of)) continue;
        const size_t g = find_group(t->people, of.attribute, of.group);
        for (size_t c = 0; c < ASSAY_PEOPLE_COUNTS; c++)
            *at(t, g, c) = row->counts[assay_people_names[c].count];
    }
}

// Alerts of a group of which right and wrong ones are known are their sum.
static void add_up(const taking *t)
{
    for (size_t g = 0; g < t->people->group_count; g++) {
        const assay_known *right = at(t, g, ASSAY_PEOPLE_TRUE);
        const assay_known *wrong = at(t, g, ASSAY_PEOPLE_FALSE);
        assay_known *alerts = at(t, g, ASSAY_PEOPLE_ALERTS);
        if (alerts->least < 0 && right->least >= 0 && wrong->least >= 0)
            *alerts = (assay_known){right->least + wrong->least,
                                    right->most + wrong->most};
    }
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

// The sum of a count over the groups of an attribute that have a column of it;
// `most` is -1 where some of them is unknown, or all are.
static assay_known sum_of(const taking *t, size_t count, const char *attribute)
{
    assay_known sum = {0, 0};
    bool told = false, whole = true;
    for (size_t c = 0; c < t->people->column_count; c++) {
        const assay_people_column *column = &t->people->columns[c];
        const char *own = t->people->groups[column->group].label.attribute;
        const assay_known *part = at(t, column->group, count);
        if (column->count != (assay_people_count)count ||
            strcmp(own, attribute) != 0)
            continue;
        told = told || part->least >= 0;
        whole = whole && part->least >= 0;
        sum.least += larger(part->least, 0);
        sum.most += larger(part->most, 0);
    }
    if (!told || !whole) sum.most = -1;
    return sum;
}

// The largest of the sums over attributes, in whatever order they stand: what
// the others leave of it is of no group that is stated. Unknown where one of
// which not all is told is larger.
static assay_known largest_sum(const taking *t, size_t count)
{
    assay_known total = {-1, -1};
    const char *last = "";
    for (size_t g = 0; g < t->people->group_count; g++) {
        const char *attribute = t->people->groups[g].label.attribute;
        if (g && strcmp(attribute, last) == 0) continue;
        const assay_known sum = sum_of(t, count, attribute);
        total.least = larger(total.least, sum.least);
        total.most = larger(total.most, sum.most);
        last = attribute;
    }
    return total.most < total.least ? (assay_known){-1, -1} : total;
}

assay_status assay_people_take(assay_deployed_cells *cells,
                               const assay_people *people,
                               const assay_deployed_row *row,
                               assay_deployed *out, assay_people_marked *marked,
                               assay_error *err)
{
    const size_t n = people->group_count * ASSAY_PEOPLE_COUNTS;
    *marked = (assay_people_marked){SIZE_MAX, SIZE_MAX};
    if (!n) return ASSAY_OK;
    const taking t = {cells, people, row, marked,
                      assay_arena_new(&cells->arena, n, sizeof *t.to)};
    if (!t.to) return assay_fail_memory(err, "the groups");
    for (size_t i = 0; i < n; i++) t.to[i] = (assay_known){-1, -1};
    for (size_t c = 0; c < people->column_count; c++)
        ASSAY_TRY(take_cell(&t, &people->columns[c], err));
    take_own(&t, out);
    for (size_t c = 0; c < ASSAY_PEOPLE_COUNTS; c++)
        if (!people->total[c] && people->column_count)
            out->counts[assay_people_names[c].count] = largest_sum(&t, c);
    add_up(&t);
    out->people = t.to;
    return ASSAY_OK;
}
