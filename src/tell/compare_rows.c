// SPDX-License-Identifier: Apache-2.0
#include "tell/compare_rows.h"

#include "tell/format.h"

#include <string.h>

static const char *const DIFFERENCE = "difference ";

static bool begins(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

bool assay_compare_rows_has(const assay_result *result)
{
    return strcmp(assay_result_evaluation(result), "comparison") == 0;
}

bool assay_compare_rows_next(const assay_result *result, size_t *i,
                             assay_compare_row *row)
{
    size_t n = 0;
    const assay_figure *all = assay_result_figures(result, &n);
    for (; *i < n; ++*i) {
        if (*i < 2 || !begins(all[*i].name, DIFFERENCE)) continue;
        const bool ratio = *i + 1 < n && begins(all[*i + 1].name, "ratio ");
        *row = (assay_compare_row){&all[*i - 2], &all[*i - 1], &all[*i],
                                   ratio ? &all[*i + 1] : NULL,
                                   all[*i].name + strlen(DIFFERENCE)};
        ++*i;
        return true;
    }
    return false;
}

static bool has_condition(const assay_figure *figure, const char *key)
{
    for (size_t i = 0; i < figure->at_count; i++)
        if (strcmp(figure->at[i].key, key) == 0) return true;
    return false;
}

bool assay_compare_rows_main(const assay_compare_row *row)
{
    static const char *const names[] = {"FMR", "FNMR", "FPIR", "FNIR",
                                        "EER", "FTA",  "FTE"};
    const assay_figure *d = row->difference;
    if (strstr(d->id, "weights=comparison") || d->reference_group_count ||
        has_condition(d, "watchlist_size") || has_condition(d, "rank"))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(row->name, names[i]) == 0) return true;
    return false;
}

char *assay_compare_rows_verdict(const assay_compare_row *row, char *text)
{
    const char *note = row->difference->note ? row->difference->note : "";
    size_t n = strcspn(note, ";");
    if (begins(note, "equal within ")) n = strlen("equal");
    if (begins(note, "stands beside")) n = 0;
    if (n >= ASSAY_FORMAT_SIZE) n = ASSAY_FORMAT_SIZE - 1;
    memcpy(text, note, n);
    text[n] = '\0';
    return text;
}
