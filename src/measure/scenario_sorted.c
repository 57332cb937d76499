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

// An entry that is there to fill the list is of nobody who passed.
static void sort_loose(assay_study_scenario *y, const assay_loose *one)
{
    const uint8_t kind = y->s->kind[one->identity];
    if (kind == ASSAY_KIND_SEEDED) {
        y->sorted.seeded++;
        if (!one->among) y->loose_own[one->identity]++;
        return;
    }
    if (!one->among && one->outcome != ASSAY_OUTCOME_RIGHT) y->loose_others++;
    if (one->outcome == ASSAY_OUTCOME_RIGHT)
        y->sorted.loose_right++;
    else if (one->outcome == ASSAY_OUTCOME_WRONG || kind == ASSAY_KIND_FILLER ||
             (one->among && !y->s->rule.crowd))
        y->sorted.loose_wrong++;
    else
        y->sorted.loose_unknown++;
}

void assay_scenario_sort_alerts(assay_study_scenario *y)
{
    sort_named(y);
    y->loose_count = assay_scenario_merge(y->s, y->s->rule.merge, y->loose);
    for (size_t i = 0; i < y->loose_count; i++) sort_loose(y, &y->loose[i]);
}
