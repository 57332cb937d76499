// SPDX-License-Identifier: Apache-2.0
// Rows that stand in more than one file.
#include "read/deployed_rows.h"

#include "base/alloc.h"
#include "base/fail.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// A row, by what it is sorted.
typedef struct placed {
    size_t row;
    const assay_deployed *deployed;
    const char *file; // base name
    size_t people;    // counts by group of a row
} placed;

// NULL goes last.
static int compare_texts(const char *a, const char *b)
{
    if (!a || !b) return (a == NULL) - (b == NULL);
    return strcmp(a, b);
}

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

// NaN goes last.
static int compare_reals(double a, double b)
{
    if (isnan(a) || isnan(b)) return isnan(a) - isnan(b);
    return (a > b) - (a < b);
}

static int compare_counts(const assay_known *a, const assay_known *b, size_t n)
{
    int order = 0;
    for (size_t k = 0; !order && k < n; k++) {
        order = compare_numbers(a[k].least, b[k].least);
        if (!order) order = compare_numbers(a[k].most, b[k].most);
    }
    return order;
}

static int compare_dates(const assay_deployed *a, const assay_deployed *b)
{
    int order = compare_numbers((int64_t)a->when, (int64_t)b->when);
    if (!order && a->when == ASSAY_WHEN_NONE)
        return compare_texts(a->date, b->date);
    if (!order) order = compare_numbers(a->first, b->first);
    return order ? order : compare_numbers(a->last, b->last);
}

// All that is read of a row but where it stands.
static int by_content(const placed *x, const placed *y)
{
    const assay_deployed *a = x->deployed, *b = y->deployed;
    int order = compare_texts(a->row, b->row);
    if (!order) order = compare_dates(a, b);
    if (!order) order = compare_texts(a->place, b->place);
    if (!order) order = compare_numbers(a->seconds, b->seconds);
    if (!order) order = compare_reals(a->threshold, b->threshold);
    if (!order)
        order = compare_counts(a->counts, b->counts, ASSAY_DEPLOYED_COUNTS);
    if (!order) order = compare_counts(a->people, b->people, x->people);
    return order;
}

static int by_file(const placed *a, const placed *b)
{
    const int order = strcmp(a->file, b->file);
    if (order) return order;
    return (a->deployed->file > b->deployed->file) -
           (a->deployed->file < b->deployed->file);
}

static int compare(const void *x, const void *y)
{
    const placed *a = x, *b = y;
    int order = by_content(a, b);
    if (!order) order = by_file(a, b);
    return order ? order : (a->row > b->row) - (a->row < b->row);
}

// Whether a row says which it is; or when and where it was, and some count; or
// when, and so much that no other does by chance.
static bool can_be_told(const assay_deployed *row)
{
    size_t some = 0, large = 0;
    for (size_t k = 0; k < ASSAY_DEPLOYED_DEPLOYMENTS; k++) {
        some += row->counts[k].least >= 0;
        large += row->counts[k].least > 0;
    }
    return row->row || (row->date && (row->place ? some > 0 : large > 1));
}

// Marks all of `n` rows alike but those of the file that has most of them.
static void mark(const placed *alike, size_t n, bool *repeats)
{
    size_t best = 0, most = 0;
    for (size_t first = 0, i = 1; i <= n; i++) {
        if (i < n && alike[i].deployed->file == alike[first].deployed->file)
            continue;
        if (i - first > most) {
            most = i - first;
            best = first;
        }
        first = i;
    }
    for (size_t i = 0; i < n; i++)
        if (i < best || i >= best + most) repeats[alike[i].row] = true;
}

assay_status assay_deployed_mark_repeats(const assay_deployed_cells *cells,
                                         const assay_people *people,
                                         const assay_deployed *rows,
                                         const bool *skip, bool *repeats,
                                         assay_error *err)
{
    size_t n = 0;
    if (cells->file_count < 2) return ASSAY_OK;
    ASSAY_AUTO(assay_drop)
    placed *sorted = assay_new(0, cells->count, sizeof *sorted);
    if (!sorted) return assay_fail_memory(err, "the rows");
    for (size_t i = 0; i < cells->count; i++)
        if (!skip[i] && can_be_told(&rows[i]))
            sorted[n++] = (placed){
                i, &rows[i], assay_base_name(cells->files[rows[i].file].path),
                people->group_count * ASSAY_PEOPLE_COUNTS};
    qsort(sorted, n, sizeof *sorted, compare);
    for (size_t first = 0, i = 1; i <= n; i++) {
        if (i < n && by_content(&sorted[first], &sorted[i]) == 0) continue;
        mark(sorted + first, i - first, repeats);
        first = i;
    }
    return ASSAY_OK;
}
