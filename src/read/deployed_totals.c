// SPDX-License-Identifier: Apache-2.0
// Rows of a record that sum its other rows.
#include "read/deployed_rows.h"

#include <string.h>
#include <strings.h>

static bool ends_with(const char *text, const char *end)
{
    const size_t n = strlen(text), k = strlen(end);
    return n > k && strcasecmp(text + n - k, end) == 0;
}

static bool is_total_word(const char *text)
{
    static const char *const words[] = {"total",       "totals",   "sum",
                                        "grand total", "all",      "overall",
                                        "subtotal",    "sub-total"};
    for (size_t i = 0; text && i < sizeof words / sizeof *words; i++)
        if (strcasecmp(text, words[i]) == 0) return true;
    if (!text) return false;
    return strncasecmp(text, "total ", 6) == 0 ||
           strncasecmp(text, "total:", 6) == 0 || ends_with(text, " total") ||
           ends_with(text, " totals") || ends_with(text, " total:");
}

static bool is_named_total(const assay_deployed *row)
{
    if (row->when == ASSAY_WHEN_DAY) return false;
    return is_total_word(row->row) || is_total_word(row->date) ||
           is_total_word(row->place);
}

// Whether the counts of a row are the sums of `rows` up to it: two or more
// columns above 0, and none that differs.
static bool is_sum(const assay_deployed *rows, const bool *totals, size_t from,
                   size_t last)
{
    const assay_deployed *row = &rows[last];
    size_t same = 0;
    for (size_t k = 0; k < ASSAY_DEPLOYED_COUNTS; k++) {
        int64_t sum = 0;
        if (k == ASSAY_DEPLOYED_WATCHLIST || k == ASSAY_DEPLOYED_DEPLOYMENTS ||
            row->counts[k].least <= 0)
            continue;
        for (size_t i = from; i < last; i++)
            if (!totals[i] && rows[i].counts[k].least > 0)
                sum += rows[i].counts[k].least;
        if (sum != row->counts[k].least) return false;
        same++;
    }
    return same >= 2;
}

void assay_deployed_mark_totals(const assay_deployed_cells *cells,
                                const assay_people *people,
                                const assay_deployed *rows, bool *totals)
{
    size_t from = 0;
    for (size_t i = 0; i < cells->count; i++) {
        const bool ends =
            i + 1 == cells->count || rows[i + 1].file != rows[i].file;
        totals[i] = is_named_total(&rows[i]);
        if (ends && !totals[i] && i - from >= 2 && !rows[i].place &&
            !rows[i].date &&
            assay_people_row_of(cells, people, &cells->rows[i]) !=
                ASSAY_PEOPLE_OF_GROUP)
            totals[i] = is_sum(rows, totals, from, i);
        if (ends) from = i + 1;
    }
}

bool assay_deployed_is_note(const assay_deployed_cells *cells, size_t row,
                            const assay_deployed *deployed)
{
    const assay_deployed_row *at = &cells->rows[row];
    const size_t width = cells->files[at->file].width;
    size_t filled = 0;
    for (size_t i = 0; i < width; i++)
        filled += assay_slice_trim(at->cells[i]).length > 0;
    if (filled != 1 || width < 3 || deployed->when != ASSAY_WHEN_NONE)
        return false;
    for (size_t k = 0; k < ASSAY_DEPLOYED_DEPLOYMENTS; k++)
        if (deployed->counts[k].least >= 0) return false;
    return true;
}
