// SPDX-License-Identifier: Apache-2.0
#include "measure/operational_rates.h"

#include "measure/sentences.h"

#include <math.h>
#include <string.h>

const char *const assay_operational_false_alerts = "false alerts per alert";
const char *const assay_operational_false_faces =
    "false alerts per face counted";
const char *const assay_operational_false_person = "false alerts per person";
const char *const assay_operational_false_hours = "false alerts per hour";
const char *const assay_operational_either =
    "false alerts per alert with pictures either way";

enum {
    ALERTS = ASSAY_POOL_ALERTS,
    FACES = ASSAY_DEPLOYED_FACES,
    HOURS = ASSAY_POOL_HOURS,
    DEPLOYMENTS = ASSAY_DEPLOYED_DEPLOYMENTS,
    RIGHT = ASSAY_DEPLOYED_TRUE,
    WRONG = ASSAY_DEPLOYED_FALSE
};

const assay_pooled_rate assay_operational_rates[] = {
    {"false alerts per alert", WRONG, ALERTS},
    {"false alerts per alert with pictures either way", ASSAY_POOL_FALSE_ANY,
     ALERTS},
    {"false alerts per face counted", WRONG, FACES},
    {"false alerts per hour", WRONG, HOURS},
    {"false alerts per deployment", WRONG, DEPLOYMENTS},
    {"true alerts per alert", RIGHT, ALERTS},
    {"true alerts per face counted", RIGHT, FACES},
    {"alerts per face counted", ALERTS, FACES},
    {"alerts per hour", ALERTS, HOURS},
    {"alerts per deployment", ALERTS, DEPLOYMENTS},
    {"faces counted per hour", FACES, HOURS},
    {"faces counted per deployment", FACES, DEPLOYMENTS},
    {"engagements per alert", ASSAY_DEPLOYED_ENGAGEMENTS, ALERTS},
    {"engagements per false alert", ASSAY_DEPLOYED_FALSE_ENGAGEMENTS, WRONG},
    {"interventions per true alert", ASSAY_DEPLOYED_STOPS_TRUE, RIGHT},
    {"interventions per false alert", ASSAY_DEPLOYED_STOPS_FALSE, WRONG},
    {"arrests per alert", ASSAY_DEPLOYED_ARRESTS, ALERTS},
    {"arrests per true alert", ASSAY_DEPLOYED_ARRESTS, RIGHT},
    {"arrests per face counted", ASSAY_DEPLOYED_ARRESTS, FACES},
    {"arrests per deployment", ASSAY_DEPLOYED_ARRESTS, DEPLOYMENTS},
    {"other disposals per alert", ASSAY_DEPLOYED_OTHER, ALERTS},
    {"no action per alert", ASSAY_DEPLOYED_NO_ACTION, ALERTS},
};
const size_t assay_operational_rate_count =
    sizeof assay_operational_rates / sizeof *assay_operational_rates;

// What counts are called as figures.
static const char *const count_names[ASSAY_DEPLOYED_COUNTS] = {
    [ASSAY_DEPLOYED_FACES] = "faces counted",
    [ASSAY_DEPLOYED_ALERTS] = "alerts",
    [ASSAY_DEPLOYED_TRUE] = "true alerts",
    [ASSAY_DEPLOYED_TRUE_CONFIRMED] = "true alerts confirmed by speaking",
    [ASSAY_DEPLOYED_TRUE_UNCONFIRMED] = "true alerts judged from pictures",
    [ASSAY_DEPLOYED_FALSE] = "false alerts",
    [ASSAY_DEPLOYED_FALSE_CONFIRMED] = "false alerts confirmed by speaking",
    [ASSAY_DEPLOYED_FALSE_UNCONFIRMED] = "false alerts judged from pictures",
    [ASSAY_DEPLOYED_ENGAGEMENTS] = "engagements",
    [ASSAY_DEPLOYED_FALSE_ENGAGEMENTS] = "engagements after false alerts",
    [ASSAY_DEPLOYED_STOPS_TRUE] = "interventions after true alerts",
    [ASSAY_DEPLOYED_STOPS_FALSE] = "interventions after false alerts",
    [ASSAY_DEPLOYED_ARRESTS] = "arrests",
    [ASSAY_DEPLOYED_OTHER] = "other disposals",
    [ASSAY_DEPLOYED_NO_ACTION] = "no action",
    [ASSAY_DEPLOYED_DEPLOYMENTS] = "deployments",
};

// Where figures of a group go.
typedef struct maker {
    assay_operational_study *study;
    const assay_operational_group *group;
    double recorded; // false alerts per alert, as they stand
} maker;

static assay_entry entry_of(const maker *m, const char *name, const char *unit)
{
    const assay_cell whose = {.labels = m->group->labels,
                              .label_count = m->group->label_count,
                              .unknown = m->group->unknown,
                              .people = UINT64_MAX};
    assay_entry entry = {.figure = assay_figure_blank(),
                         .cell = assay_ledger_cell(m->study->ledger, &whose),
                         .guard_low = NAN,
                         .guard_high = NAN};
    entry.figure.name = name;
    entry.figure.unit = unit;
    entry.figure.interval = "none";
    return entry;
}

static const char *number(const maker *m, size_t value)
{
    const char *text = assay_spoken_number(&m->study->ledger->arena, value);
    if (!text) m->study->ledger->no_memory = true;
    return text ? text : "";
}

// "12 of 223 rows do not say", behind what else there is to say.
static const char *note_of(const maker *m, size_t lacking, const char *more)
{
    if (!lacking) return more;
    return assay_ledger_text(m->study->ledger, "%s%s%s of %s %s not say",
                             more ? more : "", more ? "; " : "",
                             number(m, lacking), number(m, m->group->count),
                             m->group->count == 1 ? "row does" : "rows do");
}

static const assay_deployed *row_at(const maker *m, size_t i)
{
    const size_t *rows = m->group->rows;
    return &m->study->rows.rows[rows ? rows[i] : i];
}

// A count, summed over the rows that have it.
static void add_count(const maker *m, int side, const char *name,
                      const char *unit)
{
    double sum[2] = {0, 0};
    size_t lacking = 0;
    for (size_t i = 0; i < m->group->count; i++) {
        const assay_pool_range range =
            side < ASSAY_DEPLOYED_COUNTS
                ? (assay_pool_range){(double)row_at(m, i)->counts[side].least,
                                     (double)row_at(m, i)->counts[side].most}
                : assay_pool_value(row_at(m, i), side);
        lacking += range.low < 0;
        sum[0] += range.low < 0 ? 0 : range.low;
        sum[1] += range.low < 0 ? 0 : range.high;
    }
    assay_entry entry = entry_of(m, name, unit);
    if (lacking == m->group->count) return;
    entry.figure.value = sum[0];
    if (sum[1] > sum[0]) {
        entry.figure.bounds[0] = sum[0];
        entry.figure.bounds[1] = sum[1];
    }
    entry.figure.note = note_of(m, lacking, NULL);
    (void)assay_ledger_add(m->study->ledger, &entry, false);
}

static void add_counts(const maker *m)
{
    const bool *has = m->study->rows.has;
    add_count(m, ASSAY_DEPLOYED_DEPLOYMENTS, "deployments", "count");
    add_count(m, ASSAY_POOL_HOURS, "hours", "hours");
    for (int k = 0; k < ASSAY_DEPLOYED_COUNTS; k++)
        if (has[k] && count_names[k] && k != ASSAY_DEPLOYED_DEPLOYMENTS)
            add_count(m, k, count_names[k], "count");
    if (has[ASSAY_DEPLOYED_ALERTS] && has[ASSAY_DEPLOYED_TRUE])
        add_count(m, ASSAY_POOL_UNVERIFIED, "alerts not verified", "count");
}

static const char *method_of(const assay_pool *pool,
                             const assay_pooled_rate *rate)
{
    const bool sound = assay_pool_base_of(rate->trials).share &&
                       pool->events[0] <= pool->trials[1];
    if (!pool->exact)
        return sound ? "cluster-robust Wilson by deployment, t, no narrower "
                       "than exact"
                     : "cluster-robust score by deployment, t, no narrower "
                       "than exact";
    return sound ? "exact binomial (Clopper-Pearson), as if independent"
                 : "exact Poisson, as if independent";
}

// Hours and what is masked are no whole numbers of trials.
static int64_t whole(const double ends[2], int side)
{
    if (side == ASSAY_POOL_HOURS || ends[0] < ends[1]) return -1;
    return (int64_t)ends[0];
}

// "in 523.6 hours".
static const char *hours_text(const maker *m, const assay_pool *pool)
{
    const double rounded = floor(pool->trials[0] * 10 + 0.5) / 10;
    return assay_ledger_text(m->study->ledger, "in %s hours",
                             assay_operational_digits(m->study, rounded, 12));
}

static void fill(const maker *m, const assay_pool *pool,
                 const assay_pooled_rate *rate, assay_figure *figure)
{
    const assay_pool_base base = assay_pool_base_of(rate->trials);
    const char *more = NULL;
    figure->events = whole(pool->events, rate->events);
    figure->trials = whole(pool->trials, rate->trials);
    figure->per = base.per;
    figure->of = base.of;
    if (!(pool->trials[1] > 0)) {
        figure->status = ASSAY_FIGURE_NO_DATA;
        figure->note = note_of(m, pool->lacking, NULL);
        return;
    }
    if (rate->trials == ASSAY_POOL_HOURS) more = hours_text(m, pool);
    figure->value = pool->value;
    figure->bounds[0] = pool->bounds[0];
    figure->bounds[1] = pool->bounds[1];
    figure->low = pool->ends.low;
    figure->high = pool->ends.high;
    // Of hours and deployments none is a trial that came out one way or other.
    if (base.share) figure->effective = pool->effective;
    figure->note = note_of(m, pool->lacking, more);
    if (isnan(pool->ends.high)) return;
    figure->interval = "confidence";
    figure->confidence = m->study->confidence;
    figure->method = method_of(pool, rate);
}

static bool is_read(const maker *m, int side)
{
    const bool *has = m->study->rows.has;
    if (side == ASSAY_POOL_ALERTS)
        return has[ASSAY_DEPLOYED_ALERTS] ||
               (has[ASSAY_DEPLOYED_TRUE] && has[ASSAY_DEPLOYED_FALSE]);
    if (side == ASSAY_POOL_FALSE_ANY)
        return has[ASSAY_DEPLOYED_FALSE] &&
               (has[ASSAY_DEPLOYED_TRUE_UNCONFIRMED] ||
                has[ASSAY_DEPLOYED_FALSE_UNCONFIRMED]);
    if (side >= ASSAY_DEPLOYED_COUNTS || side == ASSAY_DEPLOYED_DEPLOYMENTS)
        return true;
    return has[side];
}

static assay_pool pool_of(const maker *m, const assay_pooled_rate *rate)
{
    return assay_pool_rows(&m->study->rows, m->group->rows, m->group->count,
                           rate, m->study->confidence, m->study->room);
}

static void add_rate(maker *m, const assay_pooled_rate *rate)
{
    const assay_pool pool = pool_of(m, rate);
    const bool either = rate->events == ASSAY_POOL_FALSE_ANY;
    assay_entry entry =
        entry_of(m, rate->name, assay_pool_base_of(rate->trials).unit);
    // Of a rate of which nothing is there these records do not speak.
    if (!pool.rows || (either && isnan(pool.bounds[1]))) return;
    fill(m, &pool, rate, &entry.figure);
    if (rate == assay_operational_rates) m->recorded = entry.figure.value;
    if (either) entry.figure.value = m->recorded;
    (void)assay_ledger_add(m->study->ledger, &entry, false);
}

// False alerts per person: faces counted, each person 1.2 to 2.5 times.
static void add_person(const maker *m)
{
    const double *often = m->study->asked->faces_per_person;
    static const assay_pooled_rate faces = {"false alerts per person", WRONG,
                                            FACES};
    if (isnan(often[0]) || !is_read(m, ASSAY_DEPLOYED_FALSE) ||
        !is_read(m, ASSAY_DEPLOYED_FACES))
        return;
    const assay_pool pool = pool_of(m, &faces);
    assay_entry entry = entry_of(m, faces.name, "proportion");
    assay_figure *f = &entry.figure;
    if (!(pool.trials[1] > 0)) return;
    fill(m, &pool, &faces, f);
    const double most = isnan(f->bounds[1]) ? f->value : f->bounds[1];
    f->bounds[0] = f->value * often[0];
    f->bounds[1] = fmin(1, most * often[1]);
    // Nobody measured a point between what is possible.
    f->value = f->bounds[0] < f->bounds[1] ? (double)NAN : f->bounds[0];
    if (!isnan(f->value)) f->bounds[0] = f->bounds[1] = NAN;
    f->low *= often[0];
    f->high = fmin(1, f->high * often[1]);
    f->effective = NAN;
    f->per = "subject";
    f->of = "people who passed, worked out from faces";
    f->trials = -1;
    f->note = assay_ledger_text(
        m->study->ledger,
        "faces counted a person are taken as given, %s to %s%s",
        assay_operational_digits(m->study, often[0], 9),
        assay_operational_digits(m->study, often[1], 9),
        isnan(f->value) ? ": any value between the bounds is possible" : "");
    (void)assay_ledger_add(m->study->ledger, &entry, false);
}

void assay_operational_figures(assay_operational_study *study,
                               const assay_operational_group *group)
{
    maker m = {study, group, NAN};
    add_counts(&m);
    for (size_t i = 0; i < assay_operational_rate_count; i++) {
        const assay_pooled_rate *rate = &assay_operational_rates[i];
        if (is_read(&m, rate->events) && is_read(&m, rate->trials))
            add_rate(&m, rate);
        if (rate->trials == ASSAY_DEPLOYED_FACES &&
            rate->events == ASSAY_DEPLOYED_FALSE)
            add_person(&m);
    }
}

const assay_figure *assay_operational_find(const assay_operational_study *study,
                                           const char *name)
{
    const assay_entry *entry = assay_ledger_find(study->ledger, name);
    return entry ? &entry->figure : NULL;
}
