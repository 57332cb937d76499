// SPDX-License-Identifier: Apache-2.0
// What alerts are: right, wrong, or nobody knows.
#include "measure/scenario_study.h"

// Of passages that count: once for each person named.
static void sort_named(assay_study_scenario *y)
{
    for (size_t i = 0; i < y->s->named_count; i++) {
        const assay_named *one = &y->s->named[i];
        const assay_opportunity *o = &y->s->passages[one->passage];
        if (!o->kept || one->first == ASSAY_NEVER) continue;
        if (one->identity == o->identity)
            y->sorted.right++;
        else
            y->sorted.wrong++;
    }
}

static void sort_loose(assay_study_scenario *y, const assay_loose *one)
{
    const assay_loose_is is = assay_scenario_loose_is(y->s, one);
    y->sorted.seeded += is == ASSAY_LOOSE_SEEDED;
    y->sorted.loose_right += is == ASSAY_LOOSE_RIGHT;
    y->sorted.loose_wrong += is == ASSAY_LOOSE_WRONG;
    y->sorted.loose_unknown += is == ASSAY_LOOSE_UNKNOWN;
    if (one->among) return;
    if (is == ASSAY_LOOSE_SEEDED)
        y->loose_own[one->identity]++;
    else if (is != ASSAY_LOOSE_RIGHT)
        y->loose_others++;
}

void assay_scenario_sort_alerts(assay_study_scenario *y)
{
    sort_named(y);
    y->loose_count = assay_scenario_merge(y->s, y->s->rule.merge, y->loose);
    for (size_t i = 0; i < y->loose_count; i++) sort_loose(y, &y->loose[i]);
}
