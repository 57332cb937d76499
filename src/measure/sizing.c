// SPDX-License-Identifier: Apache-2.0
#include "measure/sizing.h"

#include "base/alloc.h"
#include "base/fail.h"
#include "measure/require.h"
#include "measure/sizing_study.h"
#include "stats/elementary.h"
#include "stats/ratio.h"
#include "stats/zero.h"

#include <math.h>
#include <string.h>

enum { AT = 5, STEPS = 20 };

const char *assay_sizing_of(const assay_size_goal *goal)
{
    static const char *const of[] = {
        "passages by people on the list", "passages by people on the list",
        "searches by people not on the list", "pairs of different people",
        "pairs of the same person"};
    return of[goal->rate];
}

const char *assay_sizing_per(const assay_size_goal *goal)
{
    static const char *const per[] = {"passage", "passage", "search",
                                      "comparison", "comparison"};
    return per[goal->rate];
}

assay_sizing_goal assay_sizing_goal_of(const assay_sizing_study *study,
                                       const assay_size_goal *goal)
{
    const assay_size_options *o = study->options;
    const bool pairs = goal->rate == ASSAY_GOAL_FMR;
    const bool known = !isnan(o->icc) || !isnan(o->deff);
    assay_sizing_goal g = {
        .goal = goal, .expect = goal->expect, .pairs = pairs};
    if (isnan(g.expect)) g.expect = o->expect;
    g.taken = isnan(g.expect) && goal->rate == ASSAY_GOAL_TPIR &&
              goal->kind == ASSAY_GOAL_RATIO;
    if (g.taken) g.expect = 0.5;
    g.bold = (assay_plan_design){.each = pairs ? 1 : o->each,
                                 .icc = known && !isnan(o->icc) ? o->icc : 0,
                                 .deff = o->deff,
                                 .pairs = pairs};
    g.safe = g.bold;
    g.open = !known && (pairs || o->each > 1);
    if (!g.open) return g;
    // Alike within a person; of pairs only those that share nobody count.
    if (pairs)
        g.safe = (assay_plan_design){.each = 0.5, .deff = NAN};
    else
        g.safe.icc = 1;
    return g;
}

double assay_sizing_trials(const assay_sizing_goal *g, double people)
{
    return assay_plan_trials(&g->bold, people);
}

// The rate that events are counted in: misses, where a share found is to be at
// least something.
static double limit_of(const assay_size_goal *goal)
{
    return goal->kind == ASSAY_GOAL_AT_LEAST ? 1 - goal->number : goal->number;
}

static double rate_of(const assay_sizing_goal *g)
{
    if (isnan(g->expect)) return 0;
    return g->goal->kind == ASSAY_GOAL_AT_LEAST ? 1 - g->expect : g->expect;
}

// What is asked of a goal, and why it cannot be answered; NULL: it can.
static const char *lacks(const assay_sizing_goal *g)
{
    const assay_size_goal *goal = g->goal;
    if (goal->kind == ASSAY_GOAL_PART && isnan(g->expect))
        return "it takes the rate that is expected: --expect; or, if points "
               "of 100 are meant and no part of the rate, a number, as +- 0.05";
    if (goal->kind == ASSAY_GOAL_RATIO && isnan(g->expect))
        return "it takes the lower rate that is expected: --expect";
    if (goal->kind == ASSAY_GOAL_RATIO && !(g->expect * goal->number < 1))
        return "with that ratio the higher rate would be 1 or more: a lower "
               "--expect";
    if ((goal->kind == ASSAY_GOAL_AT_MOST ||
         goal->kind == ASSAY_GOAL_AT_LEAST) &&
        !(rate_of(g) < limit_of(goal)))
        return "a rate at or beyond the limit is never shown to keep it: "
               "--expect";
    return NULL;
}

static double half_of(const assay_sizing_goal *g)
{
    return g->goal->kind == ASSAY_GOAL_PART ? g->goal->number * g->expect
                                            : g->goal->number;
}

static double rate_or_half(const assay_sizing_goal *g)
{
    return isnan(g->expect) ? 0.5 : g->expect;
}

static assay_plan_limit limit_trials(const assay_sizing_study *study,
                                     const assay_sizing_goal *g)
{
    return assay_plan_limit_trials(limit_of(g->goal), rate_of(g),
                                   study->options->power,
                                   1 - study->confidence);
}

static double people_for(const assay_sizing_study *study,
                         const assay_sizing_goal *g,
                         const assay_plan_design *design)
{
    const double c = study->confidence, power = study->options->power;
    switch (g->goal->kind) {
    case ASSAY_GOAL_WIDTH:
    case ASSAY_GOAL_PART:
        return assay_plan_people_for_width(design, rate_or_half(g), half_of(g),
                                           c);
    case ASSAY_GOAL_AT_MOST:
    case ASSAY_GOAL_AT_LEAST:
        return assay_plan_people(design, limit_trials(study, g).trials);
    case ASSAY_GOAL_RATIO:
        return assay_plan_people_for_ratio(design, g->expect, g->goal->number,
                                           power, c);
    }
    return NAN;
}

// Where figures of a goal go.
typedef struct maker {
    assay_sizing_study *study;
    const assay_sizing_goal *g;
    const assay_sizing_group *group; // NULL: everybody
    assay_at at[AT];
    size_t at_count;
    double people; // planned; 0: figures of what is needed
} maker;

static void put_at(maker *m, const char *key, double value)
{
    if (!isnan(value)) m->at[m->at_count++] = (assay_at){key, value};
}

static maker maker_of(assay_sizing_study *study, const assay_sizing_goal *g,
                      const assay_sizing_group *group)
{
    static const char *const keys[] = {"within", "part", "at_most", "at_least",
                                       "ratio"};
    maker m = {.study = study, .g = g, .group = group};
    put_at(&m, keys[g->goal->kind], g->goal->number);
    if (g->goal->watchlist_size)
        put_at(&m, "watchlist_size", (double)g->goal->watchlist_size);
    put_at(&m, "expect", g->expect);
    return m;
}

static assay_entry start(const maker *m, const char *what, const char *unit)
{
    const assay_cell cell = {.labels = m->group ? m->group->labels : NULL,
                             .label_count =
                                 m->group ? m->group->label_count : 0,
                             .unknown = m->group && m->group->unknown,
                             .people = UINT64_MAX};
    assay_entry entry = {.figure = assay_figure_blank(),
                         .cell = assay_ledger_cell(&m->study->ledger, &cell),
                         .guard_low = NAN,
                         .guard_high = NAN};
    entry.figure.name =
        assay_ledger_text(&m->study->ledger, "%s for %s", what,
                          assay_goal_rate_name(m->g->goal->rate));
    if (!entry.figure.name) entry.figure.name = what;
    entry.figure.unit = unit;
    entry.figure.at = m->at;
    entry.figure.at_count = m->at_count;
    entry.figure.of = assay_sizing_of(m->g->goal);
    entry.figure.per = assay_sizing_per(m->g->goal);
    entry.figure.watchlist_size = (int64_t)m->g->goal->watchlist_size;
    if (m->people > 0) entry.figure.subjects = (int64_t)m->people;
    return entry;
}

static const char *const OPEN =
    "from trials of a person that tell as much as strangers' to trials that "
    "go all alike: --icc or --deff";

// The safe end is the value; both are bounds where they differ.
static void put(const maker *m, const char *what, const char *unit, double bold,
                double safe)
{
    assay_entry entry = start(m, what, unit);
    assay_figure *figure = &entry.figure;
    figure->value = safe;
    if (isinf(safe)) {
        figure->value = NAN;
        figure->status = ASSAY_FIGURE_REFUSED;
        figure->note =
            strcmp(unit, "ratio") == 0
                ? "rates reach 1 before a ratio shows with so few people"
                : "no number of people would do, or none below 2^53";
    } else if (m->g->open) {
        figure->bounds[0] = bold < safe ? bold : safe;
        figure->bounds[1] = bold < safe ? safe : bold;
        figure->note = OPEN;
    }
    // A plan is exact, or lies between its ends.
    entry.guard_low = m->g->open ? figure->bounds[0] : figure->value;
    entry.guard_high = m->g->open ? figure->bounds[1] : figure->value;
    (void)assay_ledger_add(&m->study->ledger, &entry, false);
}

static void refuse(const maker *m, const char *what, const char *why)
{
    assay_entry entry = start(m, what, "count");
    entry.figure.status = ASSAY_FIGURE_REFUSED;
    entry.figure.note = why;
    (void)assay_ledger_add(&m->study->ledger, &entry, false);
}

static void put_one(const maker *m, const char *what, const char *unit,
                    double value, const char *note)
{
    assay_entry entry = start(m, what, unit);
    entry.figure.value = value;
    entry.figure.note = note;
    (void)assay_ledger_add(&m->study->ledger, &entry, false);
}

static void put_events(const maker *m)
{
    const assay_sizing_study *study = m->study;
    const assay_size_goal *goal = m->g->goal;
    if (goal->kind == ASSAY_GOAL_PART)
        put_one(m, "events needed", "count",
                assay_plan_events(goal->number, study->confidence),
                "of independent trials; times the design effect");
    if (goal->kind == ASSAY_GOAL_RATIO)
        put_one(m, "events needed", "count",
                assay_ratio_events(goal->number, study->options->power,
                                   study->confidence),
                "in the group with the lower rate, where events are rare; "
                "times the design effect");
}

static void put_limit(const maker *m)
{
    const assay_sizing_study *study = m->study;
    const assay_plan_limit none = assay_plan_limit_trials(
        limit_of(m->g->goal), 0, study->options->power, 1 - study->confidence);
    const assay_plan_limit all = limit_trials(study, m->g);
    put_one(m, "independent trials without an event", "count", none.trials,
            "where not one event is seen");
    if (isnan(m->g->expect)) return;
    put_one(m, "independent trials needed", "count", all.trials, NULL);
    put_one(m, "events allowed", "count", all.allowed,
            "in so many independent trials");
}

static void put_needed(maker *m)
{
    const assay_sizing_goal *g = m->g;
    const char *what = g->goal->kind == ASSAY_GOAL_RATIO
                           ? "people needed in each group"
                           : "people needed";
    const char *why = lacks(g);
    const bool limit = g->goal->kind == ASSAY_GOAL_AT_MOST ||
                       g->goal->kind == ASSAY_GOAL_AT_LEAST;
    put_events(m);
    if (why) {
        refuse(m, what, why);
        return;
    }
    if (limit) put_limit(m);
    const double bold = people_for(m->study, g, &g->bold);
    const double safe = people_for(m->study, g, &g->safe);
    put(m, what, "count", bold, safe);
    if (!isinf(safe))
        put(m,
            g->goal->kind == ASSAY_GOAL_RATIO ? "trials needed in each group"
                                              : "trials needed",
            "count", assay_sizing_trials(g, bold),
            assay_sizing_trials(g, safe));
}

static double width_of(const maker *m, const assay_plan_design *design,
                       double people)
{
    return assay_plan_half_width(design, people, rate_or_half(m->g),
                                 m->study->confidence);
}

static double bound_of(const maker *m, const assay_plan_design *design,
                       double people)
{
    return assay_zero_bound(assay_plan_effective(design, people),
                            1 - m->study->confidence);
}

static double met_of(const maker *m, const assay_plan_design *design,
                     double people)
{
    return assay_plan_limit_power(assay_plan_effective(design, people),
                                  limit_of(m->g->goal), rate_of(m->g),
                                  1 - m->study->confidence);
}

// Two groups: this one and the others; or two halves.
static assay_plan_groups groups_of(const maker *m, double people)
{
    const double half = floor(people / 2);
    assay_plan_groups groups = {{half, half}, m->g->expect};
    if (m->group) {
        groups.people[0] = people;
        groups.people[1] = (double)m->group->others;
    }
    return groups;
}

static void put_ratio_shown(const maker *m, double people)
{
    const assay_sizing_goal *g = m->g;
    const double c = m->study->confidence, power = m->study->options->power;
    const assay_plan_groups groups = groups_of(m, people);
    if (lacks(g)) return;
    put(m, "chance to show the ratio", "proportion",
        assay_plan_ratio_power(&g->bold, &groups, g->goal->number, c),
        assay_plan_ratio_power(&g->safe, &groups, g->goal->number, c));
    put(m, "least ratio shown", "ratio",
        assay_plan_least_ratio(&g->bold, &groups, power, c),
        assay_plan_least_ratio(&g->safe, &groups, power, c));
    if (!m->group) return;
    // The other way round more events fall on this group, so that a small one
    // shows less of a ratio.
    const assay_plan_groups turned = {{groups.people[1], groups.people[0]},
                                      groups.rate};
    put(m, "least ratio with the higher rate", "ratio",
        assay_plan_least_ratio(&g->bold, &turned, power, c),
        assay_plan_least_ratio(&g->safe, &turned, power, c));
}

// What so many people can show, and no more.
static void put_shown(maker *m, double people)
{
    const assay_sizing_goal *g = m->g;
    m->people = people;
    switch (g->goal->kind) {
    case ASSAY_GOAL_WIDTH:
    case ASSAY_GOAL_PART:
        put(m, "half width shown", "proportion", width_of(m, &g->bold, people),
            width_of(m, &g->safe, people));
        break;
    case ASSAY_GOAL_AT_MOST:
    case ASSAY_GOAL_AT_LEAST:
        if (!lacks(g))
            put(m, "chance to show the limit", "proportion",
                met_of(m, &g->bold, people), met_of(m, &g->safe, people));
        put(m, "least limit shown", "proportion", bound_of(m, &g->bold, people),
            bound_of(m, &g->safe, people));
        break;
    case ASSAY_GOAL_RATIO: put_ratio_shown(m, people); break;
    }
}

// The chance to meet a limit against the true rate, at the size that is planned
// or needed.
static void put_curve(const maker *m, double people)
{
    static const char *const columns[] = {"rate", "chance", "chance_safe"};
    const assay_sizing_goal *g = m->g;
    const double limit = limit_of(g->goal), miss = 1 - m->study->confidence;
    const double bold = assay_plan_effective(&g->bold, people);
    const double safe = assay_plan_effective(&g->safe, people);
    double values[3 * STEPS];
    const assay_cell everybody = {.people = UINT64_MAX};
    for (size_t i = 0; i < STEPS; i++) {
        const double back = (double)(STEPS - 1 - i) / (STEPS - 1);
        double *row = values + 3 * i;
        row[0] = limit * assay_exp(-assay_log(100) * back);
        row[1] = assay_plan_limit_power(bold, limit, row[0], miss);
        row[2] = assay_plan_limit_power(safe, limit, row[0], miss);
    }
    const assay_curve curve = {
        .id = assay_ledger_text(&m->study->ledger,
                                "chance to show the limit,%s,limit=%.15g",
                                assay_goal_rate_name(g->goal->rate), limit),
        .name = "chance to show the limit",
        .columns = columns,
        .column_count = 3,
        .values = values,
        .row_count = STEPS,
        .note = "chance that the limit is shown to be kept, by the true rate"};
    if (curve.id)
        assay_ledger_curve(&m->study->ledger, &curve,
                           assay_ledger_cell(&m->study->ledger, &everybody));
}

static void one_goal(assay_sizing_study *study, const assay_size_goal *goal)
{
    const assay_sizing *s = study->sizing;
    const assay_sizing_goal g = assay_sizing_goal_of(study, goal);
    const bool limit =
        goal->kind == ASSAY_GOAL_AT_MOST || goal->kind == ASSAY_GOAL_AT_LEAST;
    maker m = maker_of(study, &g, NULL);
    put_needed(&m);
    if (limit && !lacks(&g)) {
        const double people =
            s->people ? (double)s->people : people_for(study, &g, &g.safe);
        if (!isinf(people)) put_curve(&m, people);
    }
    if (s->people > 1) put_shown(&m, (double)s->people);
    for (size_t i = 0; i < s->group_count; i++) {
        const assay_sizing_group *group = &s->groups[i];
        maker of = maker_of(study, &g, group);
        if (group->unknown || group->people < 2) continue;
        put_shown(&of, (double)group->people);
    }
}

static void drop(assay_sizing_study *study)
{
    assay_ledger_end(&study->ledger);
}

assay_status assay_sizing_measure(const assay_sizing *sizing,
                                  assay_result *result, assay_error *err)
{
    const assay_texts *require = &sizing->options->common.require;
    ASSAY_AUTO(drop)
    assay_sizing_study study = {.sizing = sizing,
                                .options = sizing->options,
                                .confidence =
                                    sizing->options->common.confidence};
    ASSAY_TRY(assay_require_check(require, err));
    for (size_t i = 0; i < sizing->goal_count; i++)
        one_goal(&study, &sizing->goals[i]);
    if (study.ledger.no_memory) return assay_fail_memory(err, "the figures");
    assay_sizing_words(&study, result);
    ASSAY_TRY(assay_require_hold(require, &study.ledger, result, err));
    assay_ledger_flush(&study.ledger, result);
    return study.ledger.no_memory ? assay_fail_memory(err, "the figures")
                                  : ASSAY_OK;
}
