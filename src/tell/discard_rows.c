// SPDX-License-Identifier: Apache-2.0
#include "tell/discard_rows.h"

#include "base/figure_place.h"

#include <string.h>

static bool is(const assay_figure *figure, const char *name)
{
    return strcmp(figure->name, name) == 0;
}

static bool same_discard(const assay_figure *a, const assay_figure *b)
{
    return assay_figure_at(a, "discard") == assay_figure_at(b, "discard");
}

static bool same_point(const assay_figure *a, const assay_figure *b)
{
    return strcmp(a->at[0].key, b->at[0].key) == 0 &&
           a->at[0].value == b->at[0].value;
}

const assay_figure *assay_discard_rows_lead(const assay_result *result)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(result, &count);
    const assay_figure *lead = NULL;
    for (size_t i = 0; i < count; i++) {
        const assay_figure *figure = &figures[i];
        if (!is(figure, "FNMR after discard") || figure->group_count) continue;
        if (!lead || figure->status == ASSAY_FIGURE_OK) lead = figure;
    }
    return lead;
}

static const assay_figure *find(const assay_result *result, const char *name,
                                const assay_figure *like,
                                const assay_figure *lead)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(result, &count);
    for (size_t i = 0; i < count; i++)
        if (is(&figures[i], name) && same_discard(&figures[i], like) &&
            (lead ? assay_figure_same_group(&figures[i], like) &&
                        same_point(&figures[i], lead)
                  : true))
            return &figures[i];
    return NULL;
}

bool assay_discard_rows_at(const assay_result *result, size_t i,
                           const assay_figure *lead, assay_discard_row *row)
{
    size_t count = 0;
    const assay_figure *figures = assay_result_figures(result, &count);
    *row = (assay_discard_row){NULL, NULL, NULL};
    if (i >= count || !is(&figures[i], "discard fraction")) return false;
    row->gone = &figures[i];
    row->gate = find(result, "quality gate", row->gone, NULL);
    if (lead) row->left = find(result, "FNMR after discard", row->gone, lead);
    return true;
}
