// SPDX-License-Identifier: Apache-2.0
#include "measure/operational.h"

#include "base/alloc.h"
#include "base/days.h"
#include "base/fail.h"
#include "base/text.h"
#include "measure/operational_checks.h"
#include "measure/operational_claim.h"
#include "measure/operational_people.h"
#include "measure/operational_rates.h"
#include "measure/operational_rows.h"
#include "measure/operational_timeline.h"
#include "measure/operational_words.h"
#include "measure/require.h"

#include <string.h>

const char *assay_operational_name(const assay_operational_study *study,
                                   const assay_deployed *row)
{
    if (row->row) return row->row;
    return assay_ledger_text(study->ledger, "%s:%llu",
                             study->asked->record->files[row->file],
                             (unsigned long long)row->line);
}

const char *assay_operational_digits(const assay_operational_study *study,
                                     double value, int digits)
{
    char text[32];
    const size_t n = assay_print_double(value, digits, text);
    const char *copy = assay_arena_copy(&study->ledger->arena, text, n);
    if (!copy) study->ledger->no_memory = true;
    return copy ? copy : "";
}

// What a study owns.
typedef struct work {
    assay_ledger ledger;
    assay_findings findings;
    assay_deployed *kept; // the rows that are not set apart
    bool *marks;          // one a row
    double *room;
} work;

static void drop_work(work *w)
{
    assay_ledger_end(&w->ledger);
    assay_findings_end(&w->findings);
    assay_free(w->kept);
    assay_free(w->marks);
    assay_free(w->room);
}

// Leaves rows out that may be of one event, until --where decides.
static assay_status set_apart(assay_operational_study *study, work *w,
                              assay_error *err)
{
    const assay_deployments *all = &study->asked->record->rows;
    w->kept = assay_new(0, all->count, sizeof *w->kept);
    w->marks = assay_new(0, all->count, sizeof *w->marks);
    w->room = assay_new(0, all->count, 4 * sizeof *w->room);
    if (!w->kept || !w->marks || !w->room)
        return assay_fail_memory(err, "the rows");
    assay_checks_rivals(study, &w->findings, w->marks);
    study->rows = *all;
    study->rows.rows = w->kept;
    study->rows.count = 0;
    for (size_t i = 0; i < all->count; i++)
        if (!w->marks[i]) w->kept[study->rows.count++] = all->rows[i];
    study->room = w->room;
    return ASSAY_OK;
}

// When the first and the last of them were.
static void tell_period(assay_operational_study *study)
{
    char text[ASSAY_DAYS_TEXT];
    const assay_deployments *rows = &study->rows;
    int64_t last = 0;
    size_t dated = 0;
    // Rows without a date come last.
    for (; dated < rows->count && rows->rows[dated].when != ASSAY_WHEN_NONE;
         dated++)
        if (!dated || rows->rows[dated].last > last)
            last = rows->rows[dated].last;
    if (!dated) return;
    assay_build_fact(study->result, "period.first",
                     assay_days_text(rows->rows[0].first, text));
    assay_build_fact(study->result, "period.last", assay_days_text(last, text));
    assay_build_fact_count(study->result, "period.rows", dated);
}

static assay_status measure(assay_operational_study *study, work *w,
                            assay_error *err)
{
    const assay_texts *require = &study->asked->options->common.require;
    const assay_operational_group all = {.rows = NULL};
    ASSAY_TRY(assay_require_check(require, err));
    ASSAY_TRY(set_apart(study, w, err));
    assay_operational_group everybody = all;
    everybody.count = study->rows.count;
    assay_timeline timeline;
    ASSAY_TRY(assay_timeline_find(study, &timeline, err));
    study->timeline = &timeline;
    // Everybody is the first cell, though the parts stand in front.
    (void)assay_ledger_cell(&w->ledger, &(assay_cell){.people = UINT64_MAX});
    assay_timeline_figures(study);
    assay_operational_figures(study, &everybody);
    ASSAY_TRY(assay_operational_rows(study, err));
    ASSAY_TRY(assay_operational_groups(study, err));
    assay_operational_people(study);
    if (study->asked->options->claims.count)
        ASSAY_TRY(assay_claim_years(study, err));
    ASSAY_TRY(assay_claim_figures(study, err));
    if (w->ledger.no_memory) return assay_fail_memory(err, "the figures");
    assay_ledger_flush(&w->ledger, study->result);
    tell_period(study);
    assay_checks_rows(study, &w->findings);
    assay_checks_people(study, &w->findings);
    assay_checks_same(study, &w->findings, w->marks);
    assay_checks_tell(study, &w->findings);
    assay_operational_warnings(study);
    assay_operational_statements(study);
    ASSAY_TRY(assay_claim_answer(study, err));
    return assay_require_hold(require, &w->ledger, study->result, err);
}

assay_status assay_operational_measure(const assay_operational *operational,
                                       assay_result *result, assay_error *err)
{
    ASSAY_AUTO(drop_work) work w = {.kept = NULL};
    assay_operational_study study = {
        .asked = operational,
        .ledger = &w.ledger,
        .result = result,
        .confidence = operational->options->common.confidence};
    ASSAY_TRY(measure(&study, &w, err));
    return w.ledger.no_memory ? assay_fail_memory(err, "the figures")
                              : ASSAY_OK;
}
