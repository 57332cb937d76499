// SPDX-License-Identifier: Apache-2.0
// Groups of people against the totals of their rows.
#include "measure/operational_checks.h"

#include "measure/operational_people.h"
#include "measure/sentences.h"

static const char *const names[ASSAY_PEOPLE_COUNTS] = {"alerts", "true alerts",
                                                       "false alerts"};

static const char *number(assay_operational_study *study, double value)
{
    const char *text =
        assay_spoken_number(&study->ledger->arena, (uint64_t)value);
    if (!text) study->ledger->no_memory = true;
    return text ? text : "";
}

static void check_sum(assay_operational_study *study, assay_findings *findings,
                      const assay_deployed *row, size_t first,
                      assay_people_count count)
{
    const assay_deployments *all = &study->asked->record->rows;
    const double total = assay_people_total(row, count).high;
    const assay_people_told told = assay_people_told_of(
        all, row, first, assay_people_end(all, first), count);
    if (total < 0 || !(told.stated > total)) return;
    const char *name = assay_operational_name(study, row);
    const char *text = assay_ledger_text(
        study->ledger, "%s %s, by %s %s", names[count], number(study, total),
        all->groups[first].label.attribute, number(study, told.stated));
    if (name && text)
        assay_checks_add(findings, ASSAY_CHECK_GROUPS, name, text);
    else
        findings->no_memory = true;
}

void assay_checks_people(assay_operational_study *study,
                         assay_findings *findings)
{
    const assay_deployments *all = &study->asked->record->rows;
    for (size_t i = 0; all->group_count && i < all->count; i++)
        for (size_t g = 0; g < all->group_count; g = assay_people_end(all, g))
            for (int c = 0; c < ASSAY_PEOPLE_COUNTS; c++)
                check_sum(study, findings, &all->rows[i], g,
                          (assay_people_count)c);
}
