// SPDX-License-Identifier: Apache-2.0
#include "count/scenario_tally.h"

#include <string.h>

// What a passage is to a question.
typedef enum verdict {
    NOT_ASKED,
    NO,
    YES,
    YES_UNSURE,
    MAYBE,
    BESIDE_NO,
    BESIDE_YES,
    BESIDE_MAYBE
} verdict;

uint32_t assay_scenario_others(const assay_scenario *s,
                               const assay_opportunity *o, float threshold)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < o->named_count; i++) {
        const assay_named *one = &s->named[o->first_named + i];
        n += one->identity != o->identity && one->best >= threshold;
    }
    return n;
}

static verdict found(const assay_opportunity *o, const assay_scenario_ask *ask)
{
    if (!(o->own_best >= ask->threshold)) return NO;
    if (ask->within != ASSAY_NEVER && (o->own_first == ASSAY_NEVER ||
                                       o->own_first - o->entered > ask->within))
        return NO;
    return o->own_sure >= ask->threshold ? YES : YES_UNSURE;
}

// `sure`: somebody else was named for certain.
static verdict judge_pointed(const assay_opportunity *o, bool sure,
                             float threshold)
{
    const bool maybe = o->maybe_best >= threshold;
    if (!o->beside) return sure ? YES : maybe ? MAYBE : NO;
    return sure ? BESIDE_YES : maybe ? BESIDE_MAYBE : BESIDE_NO;
}

static verdict pointed_at(const assay_opportunity *o, float threshold)
{
    return judge_pointed(o, o->other_best >= threshold, threshold);
}

// Whether an operator took on an alert that names the person, or another one.
static verdict reviewed(const assay_scenario *s, const assay_opportunity *o,
                        bool own)
{
    for (uint32_t i = 0; i < o->named_count; i++) {
        const assay_named *one = &s->named[o->first_named + i];
        if ((one->identity == o->identity) == own &&
            one->decision == ASSAY_CREDIBLE)
            return YES;
    }
    return NO;
}

static verdict judge_listed(const assay_scenario *s, const assay_opportunity *o,
                            const assay_scenario_ask *ask)
{
    switch (ask->what) {
    case ASSAY_FOUND: return found(o, ask);
    case ASSAY_FOUND_ENROLLED:
        return o->enrolled && o->acquired ? found(o, ask) : NOT_ASKED;
    case ASSAY_ASIDE: return pointed_at(o, ask->threshold);
    case ASSAY_FOUND_REVIEWED: return reviewed(s, o, true);
    case ASSAY_FALSE_ALERT:
    case ASSAY_FALSE_ACQUIRED:
    case ASSAY_FALSE_REVIEWED:
    default: return NOT_ASKED;
    }
}

static verdict judge_other(const assay_scenario *s, const assay_opportunity *o,
                           const assay_scenario_ask *ask)
{
    switch (ask->what) {
    case ASSAY_FALSE_ALERT: return pointed_at(o, ask->threshold);
    case ASSAY_FALSE_ACQUIRED:
        return o->acquired ? pointed_at(o, ask->threshold) : NOT_ASKED;
    case ASSAY_FALSE_REVIEWED:
        return judge_pointed(o, reviewed(s, o, false) == YES,
                             s->rule.threshold);
    case ASSAY_FOUND:
    case ASSAY_FOUND_ENROLLED:
    case ASSAY_ASIDE:
    case ASSAY_FOUND_REVIEWED:
    default: return NOT_ASKED;
    }
}

// Whether a question is about people on the list; else about those who aren't.
static bool is_about_listed(assay_scenario_what what)
{
    return what == ASSAY_FOUND || what == ASSAY_FOUND_ENROLLED ||
           what == ASSAY_ASIDE || what == ASSAY_FOUND_REVIEWED;
}

static void add(assay_scenario_tally *t, uint32_t person, verdict is)
{
    if (is == NOT_ASKED) return;
    if (is == MAYBE || is == BESIDE_MAYBE) {
        t->maybe++;
        t->maybe_alone += is == MAYBE;
        t->maybe_of[person]++;
        return;
    }
    if (is == BESIDE_NO || is == BESIDE_YES) {
        t->beside++;
        t->beside_of[person]++;
        t->beside_events += is == BESIDE_YES;
        t->beside_events_of[person] += is == BESIDE_YES;
        return;
    }
    t->trials++;
    t->trials_of[person]++;
    if (is == NO) return;
    t->events++;
    t->events_of[person]++;
    t->unsure += is == YES_UNSURE;
    t->unsure_of[person] += is == YES_UNSURE;
}

void assay_scenario_count(const assay_scenario *s,
                          const assay_scenario_ask *ask,
                          assay_scenario_tally *t)
{
    const size_t n = ask->members ? ask->count : s->count;
    const bool listed = is_about_listed(ask->what);
    t->events = t->trials = t->unsure = t->maybe = t->maybe_alone = 0;
    t->beside = t->beside_events = 0;
    if (t->people) {
        memset(t->events_of, 0, t->people * sizeof *t->events_of);
        memset(t->trials_of, 0, t->people * sizeof *t->trials_of);
        memset(t->unsure_of, 0, t->people * sizeof *t->unsure_of);
        memset(t->maybe_of, 0, t->people * sizeof *t->maybe_of);
        memset(t->beside_of, 0, t->people * sizeof *t->beside_of);
        memset(t->beside_events_of, 0, t->people * sizeof *t->beside_events_of);
    }
    for (size_t i = 0; i < n; i++) {
        const assay_opportunity *o =
            &s->passages[ask->members ? ask->members[i] : i];
        if (o->kept && o->listed == listed && !(ask->alone && o->beside))
            add(t, o->subject,
                listed ? judge_listed(s, o, ask) : judge_other(s, o, ask));
    }
}
