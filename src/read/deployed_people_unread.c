// SPDX-License-Identifier: Apache-2.0
// Columns of counts that may be of groups of people, and are not read.
#include "read/deployed_people.h"

#include "base/alloc.h"
#include "read/deployed_heading.h"
#include "read/deployed_value.h"

#include <string.h>

// Columns at work.
typedef struct looking {
    assay_deployed_cells *cells;
    const assay_pairs *mapped;
    assay_people *people;
} looking;

static bool is_read(const assay_people *people, size_t column)
{
    for (size_t c = 0; c < people->column_count; c++)
        if (people->columns[c].column == column) return true;
    return false;
}

// Where a file has a column; `width`: nowhere.
static size_t place_of(const assay_deployed_file *file, size_t column)
{
    size_t i = 0;
    while (i < file->width && file->column[i] != column) i++;
    return i;
}

// Whether the cells of a column are counts: some is, and none is anything else.
static bool has_counts(const looking *l, size_t column)
{
    bool any = false;
    size_t place = 0;
    for (size_t i = 0; i < l->cells->count; i++) {
        const assay_deployed_row *row = &l->cells->rows[i];
        const assay_deployed_file *file = &l->cells->files[row->file];
        assay_known count = {-1, -1};
        assay_count_mark mark = ASSAY_COUNT_PLAIN;
        if (!i || row->file != l->cells->rows[i - 1].file)
            place = place_of(file, column);
        if (place == file->width) continue;
        const assay_slice cell = assay_slice_trim(row->cells[place]);
        if (assay_deployed_count_of(cell, &count, &mark)) return false;
        any = any || count.least >= 0;
    }
    return any;
}

// The attribute of the groups of a count, of the column in front of this one
// or else of the first; NULL: the count has none.
static const char *attribute_of(const assay_people *people, size_t count,
                                size_t column)
{
    const char *found = NULL;
    for (size_t c = 0; c < people->column_count; c++) {
        const assay_people_column *of = &people->columns[c];
        if (of->count != (assay_people_count)count) continue;
        if (found && of->column > column) break;
        found = people->groups[of->group].label.attribute;
    }
    return found;
}

// Whether the heading has the count and a group, in any words of ours or of
// --column, or in another order.
static bool name_of(const looking *l, size_t column, size_t count,
                    char name[ASSAY_PEOPLE_OURS])
{
    const char *heading = l->cells->names[column];
    const char *ours = assay_people_names[count].ours;
    const char *attribute = attribute_of(l->people, count, column);
    if (!attribute) return false;
    if (assay_people_heading_guess(heading, name) &&
        strncmp(name, ours, strlen(ours)) == 0)
        return true;
    if (assay_people_heading_of_any(heading, ours, ours, attribute, name))
        return true;
    for (size_t i = 0; i < l->mapped->count; i++)
        if (strcmp(l->mapped->items[i].key, ours) == 0 &&
            assay_people_heading_of_any(heading, l->mapped->items[i].value,
                                        ours, attribute, name))
            return true;
    return false;
}

static assay_status propose(const looking *l, size_t column, size_t *count,
                            assay_error *err)
{
    char name[ASSAY_PEOPLE_OURS];
    const char *heading = l->cells->names[column];
    size_t k = 0;
    *count = ASSAY_PEOPLE_COUNTS;
    if (is_read(l->people, column) || assay_deployed_guess(heading))
        return ASSAY_OK;
    while (k < ASSAY_PEOPLE_COUNTS && !name_of(l, column, k, name)) k++;
    if (k == ASSAY_PEOPLE_COUNTS ||
        assay_deployed_column(l->cells, name) != SIZE_MAX ||
        !has_counts(l, column))
        return ASSAY_OK;
    *count = k;
    l->people->proposed[column] = assay_arena_string(&l->cells->arena, name);
    return l->people->proposed[column] ? ASSAY_OK
                                       : assay_fail_memory(err, "the columns");
}

// Where the sum of the groups would be the total, none may be missing in it.
static assay_status refuse(const looking *l, size_t column, size_t count,
                           assay_error *err)
{
    enum { ROOM = 260 }; // what is more than that would be cut
    char paste[ASSAY_DEPLOYED_PASTE] = "";
    const char *ours = assay_people_names[count].ours;
    const size_t n = strlen(ours);
    for (size_t c = 0; c < l->cells->columns; c++) {
        const char *name = l->people->proposed[c];
        const size_t more =
            name ? strlen(name) + strlen(l->cells->names[c]) : 0;
        if (name && strncmp(name, ours, n) == 0 && name[n] == ':' &&
            strlen(paste) + more + 13 < ROOM)
            (void)assay_deployed_paste_add(name, l->cells->names[c], paste);
    }
    assay_fail(err, ASSAY_EINPUT,
               "\"%.50s\" may be of a group, and with no column of all %s the "
               "groups are summed: add %s; or, where it is of none, a name of "
               "its own, --column 'other=%.50s'",
               l->cells->names[column], ours,
               paste[0] ? paste : "--column 'COUNT:ATTRIBUTE:GROUP=HEADING'",
               l->cells->names[column]);
    return assay_fail_at(err, assay_people_path(l->cells, column), 1);
}

assay_status assay_people_check_columns(assay_deployed_cells *cells,
                                        const assay_pairs *mapped,
                                        assay_people *people, assay_error *err)
{
    const looking l = {cells, mapped, people};
    size_t first[ASSAY_PEOPLE_COUNTS] = {SIZE_MAX, SIZE_MAX, SIZE_MAX};
    if (!people->column_count) return ASSAY_OK;
    for (size_t c = 0; c < cells->columns; c++) {
        size_t count = ASSAY_PEOPLE_COUNTS;
        ASSAY_TRY(propose(&l, c, &count, err));
        if (count < ASSAY_PEOPLE_COUNTS && first[count] == SIZE_MAX)
            first[count] = c;
    }
    for (size_t k = 0; k < ASSAY_PEOPLE_COUNTS; k++)
        if (first[k] != SIZE_MAX && !people->total[k])
            return refuse(&l, first[k], k, err);
    return ASSAY_OK;
}
