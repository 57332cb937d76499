// SPDX-License-Identifier: Apache-2.0
#include "count/scenario.h"

#include "base/alloc.h"
#include "count/scenario_parts.h"

static assay_status join(assay_scenario *s, assay_error *err)
{
    if (!assay_scenario_list(s)) return assay_fail_memory(err, "the watchlist");
    if (!assay_scenario_passages(s) || !assay_scenario_beside(s))
        return assay_fail_memory(err, "the passages");
    if (!assay_scenario_clock(s)) return assay_fail_memory(err, "the clocks");
    ASSAY_TRY(assay_scenario_match(s, err));
    if (!assay_scenario_name(s) || !assay_scenario_loosen(s))
        return assay_fail_memory(err, "the alerts");
    return ASSAY_OK;
}

assay_status assay_scenario_join(const assay_trial_rows *rows,
                                 const assay_scenario_rule *rule,
                                 assay_scenario **out, assay_error *err)
{
    *out = NULL;
    assay_scenario *s = assay_new(sizeof *s, 0, 0);
    if (!s) return assay_fail_memory(err, "the trial");
    s->rows = *rows;
    s->rule = *rule;
    const assay_status status = join(s, err);
    if (status == ASSAY_OK)
        *out = s;
    else
        assay_scenario_free(s);
    return status;
}

static void free_spans(assay_spans *spans)
{
    assay_free(spans->from);
    assay_free(spans->to);
    assay_free(spans->start);
}

void assay_scenario_free(assay_scenario *s)
{
    if (!s) return;
    assay_free(s->identity_of_reference);
    assay_free(s->identity_of_subject);
    assay_free(s->kind);
    assay_free(s->offset_of);
    free_spans(&s->listed);
    free_spans(&s->enrolled);
    assay_free(s->size_from);
    assay_free(s->size_of);
    assay_free(s->passages);
    assay_free(s->passage_of_row);
    assay_free(s->row_by_time);
    assay_free(s->by_camera);
    assay_free(s->of);
    assay_free(s->named);
    assay_free(s->loose);
    assay_free(s->loose_among);
    assay_free(s);
}
