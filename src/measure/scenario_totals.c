// SPDX-License-Identifier: Apache-2.0
// How much there was: passages, people, the list, failures to acquire.
#include "measure/scenario_study.h"

#include "base/alloc.h"

static uint64_t people_of(assay_study_scenario *y, bool listed)
{
    uint64_t n = 0;
    ASSAY_AUTO(assay_drop)
    bool *seen = assay_new(0, y->tally.people, sizeof *seen);
    if (!seen) y->ledger.no_memory = true;
    for (size_t i = 0; seen && i < y->s->count; i++) {
        const assay_opportunity *o = &y->s->passages[i];
        if (!o->kept || o->listed != listed || seen[o->subject]) continue;
        seen[o->subject] = true;
        n++;
    }
    return n;
}

static void add_list(assay_study_scenario *y)
{
    static const double quantiles[3] = {0, 0.5, 1};
    const uint64_t *list = y->s->seen.list;
    const bool same = list[0] == list[2];
    for (size_t i = 0; i < 3; i++) {
        assay_at at[3];
        if (same && i != 1) continue;
        assay_entry entry =
            assay_scenario_entry(y, 0, NULL, at, "identities on the list");
        if (!same)
            at[entry.figure.at_count++] = (assay_at){"quantile", quantiles[i]};
        entry.figure.unit = "count";
        entry.figure.per = "passage";
        entry.figure.value = (double)list[i];
        entry.figure.note =
            same ? "enrolled, when passages began"
                 : "enrolled, when passages began: least, median or most";
        (void)assay_scenario_add(y, &entry);
    }
}

static void add_failures(assay_study_scenario *y)
{
    uint64_t failed = 0, all = 0;
    assay_at at[3];
    if (y->job->logs->has_acquired) {
        for (size_t i = 0; i < y->s->count; i++) {
            all += y->s->passages[i].kept;
            failed += y->s->passages[i].kept && !y->s->passages[i].acquired;
        }
        assay_entry entry = assay_scenario_entry(y, 0, NULL, at, "FTA");
        entry.figure.of = "passages";
        assay_scenario_share(y, failed, all, &entry.figure);
        (void)assay_scenario_add(y, &entry);
    }
    if (!y->s->seen.not_enrolled) return;
    assay_entry entry =
        assay_scenario_entry(y, 0, NULL, at, "FTE of identities");
    entry.figure.of = "identities on the list";
    entry.figure.per = "subject";
    assay_scenario_share(y, y->s->seen.not_enrolled, y->s->seen.listed,
                         &entry.figure);
    (void)assay_scenario_add(y, &entry);
}

// What alerts were moved by, and what else would do.
static void add_clock(assay_study_scenario *y)
{
    const assay_clock *c = &y->s->clock;
    const double second = (double)ASSAY_SECOND;
    assay_at at[3];
    assay_entry entry = assay_scenario_entry(y, 0, NULL, at, "clock offset");
    entry.figure.unit = "seconds";
    entry.figure.per = "alert";
    entry.figure.value = (double)c->offset / second;
    entry.figure.note = "given";
    if (!y->s->rule.offset_given)
        entry.figure.note =
            c->told ? "added to times of alerts; the bounds do as well, but "
                      "for chance"
                    : "clocks are taken to agree: too few alerts tell";
    if (c->told) {
        entry.figure.bounds[0] = (double)c->low / second;
        entry.figure.bounds[1] = (double)c->high / second;
    }
    (void)assay_scenario_add(y, &entry);
}

void assay_scenario_totals(assay_study_scenario *y)
{
    uint64_t listed = 0, others = 0;
    for (size_t i = 0; i < y->s->count; i++) {
        const assay_opportunity *o = &y->s->passages[i];
        if (!o->kept) continue;
        listed += o->listed;
        others += !o->listed;
    }
    assay_scenario_put_count(y, "passages by people on the list", listed,
                             "passage", NULL);
    assay_scenario_put_count(y, "passages by people not on the list", others,
                             "passage", NULL);
    assay_scenario_put_count(y, "people on the list who passed",
                             people_of(y, true), "subject", NULL);
    assay_scenario_put_count(y, "people not on the list who passed",
                             people_of(y, false), "subject", NULL);
    assay_scenario_put_count(y, "alerts in the log", y->s->seen.alerts, "alert",
                             "rows at or above the threshold");
    add_clock(y);
    add_list(y);
    add_failures(y);
}
