// SPDX-License-Identifier: Apache-2.0
// Lists made up by group (--composition): how many of each group are listed
// decides who is wrongly pointed at, and how often (docs/statistics.md 3.1).
#include "base/alloc.h"
#include "measure/forecast_study.h"
#include "measure/make_up.h"

#include <string.h>

static const char *const GIVEN = "FPIR of a list made up as given";

static size_t cell_of(assay_forecast *f, const assay_search_group *group)
{
    bool memory = true;
    const assay_cell cell = {
        .labels = group ? group->labels : NULL,
        .label_count = group ? group->label_count : 0,
        .unknown = group && group->unknown,
        .people = group ? assay_ident_people_of(&f->searches, group, &memory)
                        : UINT64_MAX};
    if (!memory) f->ledger.no_memory = true;
    return assay_ledger_cell(&f->ledger, &cell);
}

// One group's searches of the list, or everybody's, at all thresholds told.
static void tell_part(assay_forecast *f, const assay_make_up *groups,
                      const assay_make_up_list *list,
                      const assay_search_group *group)
{
    const assay_ident_part part = {.all = &f->searches, .group = group};
    for (size_t t = 0; t < f->threshold_count; t++) {
        const assay_forecast_threshold *threshold = &f->thresholds[t];
        assay_figure fpir = assay_figure_blank();
        if (!threshold->told) continue;
        fpir.name = GIVEN;
        fpir.watchlist_size = (int64_t)list->size;
        if (!assay_ident_drawn(&part, threshold->key, groups, list, &fpir))
            f->ledger.no_memory = true;
        assay_forecast_tell_made_up(f, threshold, &fpir, cell_of(f, group),
                                    !group);
    }
}

// The list that was given, where it is of the table of this group.
static void tell_table(assay_forecast *f, const assay_search_group *group)
{
    ASSAY_AUTO(assay_make_up_end) assay_make_up groups = {.strata = 0};
    const assay_ident_part part = {.all = &f->searches, .group = group};
    if (!assay_make_up_find(&part, &groups)) f->ledger.no_memory = true;
    for (size_t i = 0; i < groups.count && !f->ledger.no_memory; i++) {
        if (strcmp(groups.lists[i].name, GIVEN) != 0) continue;
        tell_part(f, &groups, &groups.lists[i], NULL);
        for (size_t h = 0; h + 1 < groups.strata; h++)
            tell_part(f, &groups, &groups.lists[i], groups.of[h]);
    }
}

// Whether a group before this one is of the same table.
static bool seen_before(const assay_forecast *f, size_t g)
{
    const assay_search_group *of = f->input->groups;
    for (size_t k = 0; k < g; k++) {
        bool same = of[k].label_count == of[g].label_count;
        for (size_t i = 0; same && i < of[g].label_count; i++)
            same = strcmp(of[k].labels[i].attribute,
                          of[g].labels[i].attribute) == 0;
        if (same && !of[k].unknown) return true;
    }
    return false;
}

void assay_forecast_made_up(assay_forecast *f)
{
    if (!f->options->common.groups.composition.count) return;
    for (size_t g = 0; g < f->input->group_count; g++) {
        const assay_search_group *group = &f->input->groups[g];
        if (group->unknown || seen_before(f, g)) continue;
        tell_table(f, group);
    }
}
