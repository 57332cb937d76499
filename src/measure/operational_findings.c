// SPDX-License-Identifier: Apache-2.0
// How findings are gathered and told.
#include "measure/operational_checks.h"

#include "base/alloc.h"

#include <string.h>

enum { FEW = 3, MOST = 1000 };

// What is said of each check, before and after the rows.
static const struct {
    const char *code;
    assay_weight weight;
    const char *before, *after;
} checks[ASSAY_CHECKS] = {
    [ASSAY_CHECK_RIVALS] = {"rival_reports", ASSAY_CHANGES_THE_READING,
                            "one event may stand here twice, with other "
                            "counts; set apart, in no total: ",
                            "; keep one with --where"},
    [ASSAY_CHECK_TOTALS] = {"totals_row", ASSAY_FOR_THE_RECORD,
                            "rows that sum others, left out: ", ""},
    [ASSAY_CHECK_REPEATS] = {"repeated_rows", ASSAY_CHANGES_THE_READING,
                             "rows that stand in another file too, alike in "
                             "all that is read, counted once: ",
                             ""},
    [ASSAY_CHECK_DUPLICATES] = {"duplicate_rows", ASSAY_CHANGES_THE_READING,
                                "rows with one date, one place and the same "
                                "counts, all kept: ",
                                ""},
    [ASSAY_CHECK_IMPLAUSIBLE] = {"implausible", ASSAY_CHANGES_THE_READING,
                                 "counts that can hardly be what their column "
                                 "says, kept: ",
                                 ""},
    [ASSAY_CHECK_OUTCOMES] = {"outcomes_differ", ASSAY_FOR_THE_RECORD,
                              "more outcomes than alerts, the outcomes "
                              "counted: ",
                              ""},
    [ASSAY_CHECK_PARTS] = {"parts_differ", ASSAY_FOR_THE_RECORD,
                           "confirmed and unconfirmed do not add up: ", ""},
    [ASSAY_CHECK_GROUPS] = {"groups_differ", ASSAY_LIMITS_IT,
                            "groups of people that sum to more than the total "
                            "of their row, the groups counted: ",
                            ""},
    [ASSAY_CHECK_UNVERIFIED] = {"unverified", ASSAY_LIMITS_IT,
                                "alerts recorded as neither right nor wrong; "
                                "rates have bounds for them: ",
                                ""},
    [ASSAY_CHECK_PRINTED] = {"printed_rate", ASSAY_FOR_THE_RECORD,
                             "printed rates that the counts do not give: ", ""},
    [ASSAY_CHECK_CUT] = {"printed_rate_cut", ASSAY_FOR_THE_RECORD,
                         "printed rates that are cut off, not rounded: ", ""},
    [ASSAY_CHECK_REPEATED] = {"repeated_column", ASSAY_LIMITS_IT,
                              "one column repeats another, perhaps one count "
                              "printed twice: ",
                              ""},
    [ASSAY_CHECK_SAME_DAY] = {"same_day_and_place", ASSAY_FOR_THE_RECORD,
                              "more than one row of one date and place (two "
                              "shifts, two sites), all kept: ",
                              ""},
    [ASSAY_CHECK_DATES] = {"no_date", ASSAY_LIMITS_IT,
                           "dates that are not read (write 2024-05-28): in the "
                           "totals, not in time: ",
                           ""},
    [ASSAY_CHECK_DURATIONS] = {"no_duration", ASSAY_LIMITS_IT,
                               "durations that are not read (write 5h03m): in "
                               "no rate per hour: ",
                               ""},
    [ASSAY_CHECK_ABOUT] = {"about", ASSAY_LIMITS_IT,
                           "counts given as \"about\", taken as they stand: ",
                           ""},
    [ASSAY_CHECK_NOTED] = {"footnotes", ASSAY_LIMITS_IT,
                           "counts with a footnote's mark, taken as they "
                           "stand: ",
                           "; read what it says"},
    [ASSAY_CHECK_WORDS] = {"note_row", ASSAY_FOR_THE_RECORD,
                           "lines that are a note, no deployment, left out: ",
                           ""},
};

static bool make_room(assay_findings *f, assay_check check, size_t more)
{
    const size_t need = f->length[check] + more + 1;
    if (need <= f->room[check]) return true;
    if (!assay_grow(&f->text[check], need * 2, 1)) return false;
    f->room[check] = need * 2;
    return true;
}

static void append(assay_findings *f, assay_check check, const char *text)
{
    const size_t n = strlen(text);
    memcpy(f->text[check] + f->length[check], text, n + 1);
    f->length[check] += n;
}

void assay_checks_add(assay_findings *findings, assay_check check,
                      const char *name, const char *text)
{
    const bool more = text && text[0];
    if (++findings->count[check] > MOST) return;
    const size_t n = strlen(name) + (more ? strlen(text) : 0) + 4;
    if (!make_room(findings, check, n)) {
        findings->no_memory = true;
        findings->count[check]--;
        return;
    }
    if (findings->count[check] > 1) append(findings, check, "; ");
    append(findings, check, name);
    if (more) append(findings, check, ": ");
    if (more) append(findings, check, text);
    if (findings->count[check] <= FEW)
        findings->first[check] = findings->length[check];
}

static void tell_check(assay_operational_study *study, const assay_findings *f,
                       assay_check check)
{
    assay_arena *arena = &study->ledger->arena;
    const size_t count = f->count[check];
    const char *more =
        count > FEW ? assay_arena_format(arena, " and %zu more", count - FEW)
                    : "";
    const char *key =
        assay_arena_format(arena, "checks.%s", checks[check].code);
    const char *text =
        more ? assay_arena_format(arena, "%s%.*s%s%s", checks[check].before,
                                  (int)f->first[check], f->text[check], more,
                                  checks[check].after)
             : NULL;
    if (!key || !text) {
        study->ledger->no_memory = true;
        return;
    }
    const assay_warning warning = {checks[check].code, checks[check].weight,
                                   text, (int64_t)count};
    assay_build_warning(study->result, &warning);
    assay_build_fact(study->result, key, f->text[check]);
}

void assay_checks_tell(assay_operational_study *study,
                       const assay_findings *findings)
{
    if (findings->no_memory) study->ledger->no_memory = true;
    for (int check = 0; check < ASSAY_CHECKS; check++)
        if (findings->count[check] && findings->text[check])
            tell_check(study, findings, (assay_check)check);
}

void assay_findings_end(assay_findings *findings)
{
    for (int check = 0; check < ASSAY_CHECKS; check++)
        assay_free(findings->text[check]);
    memset(findings, 0, sizeof *findings);
}
