// SPDX-License-Identifier: Apache-2.0
#include "measure/trials.h"

#include "base/alloc.h"
#include "base/fail.h"
#include "base/text.h"
#include "measure/interactions.h"
#include "measure/powered.h"
#include "measure/require.h"
#include "measure/shrinking.h"
#include "measure/trials_warnings.h"
#include "measure/trials_words.h"
#include "stats/ratio.h"

#include <math.h>
#include <string.h>

const char *const assay_trials_rate = "events per trial";
const char *const assay_trials_alike = "events per trial if people are alike";
const char *const assay_trials_ratio = "rate ratio to all others";
const char *const assay_trials_difference = "rate difference to all others";
const char *const assay_trials_equivalence = "p of equivalence to all others";
const char *const assay_trials_least = "least ratio shown";
const char *const assay_trials_share = "share of events";
const char *const assay_trials_together =
    "largest interaction events per trial";
const char *const assay_trials_shrunk = "events per trial shrunk to all groups";

// What all figures of a run are made with.
typedef struct maker {
    const assay_trials *trials;
    assay_ledger *ledger;
    double confidence;
} maker;

static bool same_table(const assay_trials_cell *a, const assay_trials_cell *b)
{
    if (a->label_count != b->label_count) return false;
    for (size_t i = 0; i < a->label_count; i++)
        if (strcmp(a->labels[i].attribute, b->labels[i].attribute) != 0)
            return false;
    return true;
}

assay_trials_table assay_trials_table_at(const assay_trials *trials,
                                         size_t first)
{
    const assay_trials_cell *cells = trials->cells;
    assay_trials_table table = {first, 0, 0, 0, 0};
    for (size_t i = first; i < trials->count; i++) {
        if (!same_table(&cells[first], &cells[i])) break;
        table.count++;
        if (cells[i].unknown) continue;
        table.known++;
        table.events += cells[i].events;
        table.trials += cells[i].trials;
    }
    return table;
}

size_t assay_trials_compared(const assay_trials_table *table)
{
    if (table->known < 2) return 0;
    return table->known == 2 ? 1 : table->known;
}

static assay_entry entry_of(const maker *m, const assay_trials_cell *cell,
                            const char *name, const char *unit)
{
    const assay_cell whose = {.labels = cell->labels,
                              .label_count = cell->label_count,
                              .unknown = cell->unknown,
                              .people = UINT64_MAX};
    assay_entry entry = {.figure = assay_figure_blank(),
                         .cell = assay_ledger_cell(m->ledger, &whose),
                         .guard_low = NAN,
                         .guard_high = NAN};
    entry.figure.name = name;
    entry.figure.unit = unit;
    entry.figure.interval = "none";
    return entry;
}

static void give_interval(const maker *m, assay_figure *figure,
                          assay_interval interval, const char *method)
{
    figure->low = interval.low;
    figure->high = interval.high;
    figure->interval = "confidence";
    figure->confidence = m->confidence;
    figure->method = method;
}

static void add(const maker *m, const assay_entry *entry)
{
    (void)assay_ledger_add(m->ledger, entry, false);
}

static void lack(assay_figure *figure, assay_figure_status status,
                 const char *note)
{
    figure->value = NAN;
    figure->status = status;
    figure->note = note;
}

static void add_rate(const maker *m, const assay_trials_cell *cell,
                     const char *name, const char *of)
{
    assay_entry entry = entry_of(m, cell, name, "proportion");
    const double x = (double)cell->events, n = (double)cell->trials;
    entry.figure.events = (int64_t)cell->events;
    entry.figure.trials = (int64_t)cell->trials;
    entry.figure.per = m->trials->share ? "event" : "trial";
    entry.figure.of = of;
    if (cell->trials) {
        entry.figure.value = x / n;
        give_interval(
            m, &entry.figure, assay_clopper_pearson(x, n, m->confidence),
            m->trials->share ? "exact binomial (Clopper-Pearson), every event "
                               "independent"
                             : "exact binomial (Clopper-Pearson), every trial "
                               "independent");
    } else {
        lack(&entry.figure, ASSAY_FIGURE_NO_DATA,
             m->trials->share ? "no events" : "no trials");
    }
    add(m, &entry);
}

// The other end of what clustering can do: as many trials as people.
static void add_alike(const maker *m, const assay_trials_cell *cell)
{
    const uint64_t people = m->trials->options->subjects;
    if (!people || !cell->trials) return;
    const double rate = (double)cell->events / (double)cell->trials;
    assay_entry entry = entry_of(m, cell, assay_trials_alike, "proportion");
    const double n = (double)people;
    entry.figure.value = rate;
    entry.figure.events = (int64_t)cell->events;
    entry.figure.trials = (int64_t)cell->trials;
    entry.figure.subjects = (int64_t)people;
    entry.figure.effective = n;
    entry.figure.per = "trial";
    entry.figure.of = "trials";
    entry.figure.note = "all trials of a person alike: the interval of as many "
                        "trials as there are people; the truth lies between "
                        "this and every trial independent";
    give_interval(m, &entry.figure,
                  assay_clopper_pearson(rate * n, n, m->confidence),
                  "exact binomial (Clopper-Pearson), one trial a person");
    add(m, &entry);
}

// A group and those it is held against.
typedef struct versus {
    const assay_trials_cell *cell;
    assay_exposed own, rest;
    const assay_at *at; // where the crowd's make-up is taken from elsewhere
    size_t at_count;
} versus;

static bool has_both(const versus *v)
{
    return v->own.exposure > 0 && v->rest.exposure > 0;
}

static double total(const versus *v)
{
    return v->own.events + v->rest.events;
}

static assay_entry entry_versus(const maker *m, const versus *v,
                                const char *name, const char *unit)
{
    assay_entry entry = entry_of(m, v->cell, name, unit);
    entry.figure.at = v->at;
    entry.figure.at_count = v->at_count;
    if (!has_both(v))
        lack(&entry.figure, ASSAY_FIGURE_NO_DATA, "one side has no trials");
    return entry;
}

static const char *note_ratio(const maker *m, const versus *v, double equal,
                              bool nothing)
{
    char p[32];
    const assay_adequacy adequacy =
        assay_ratio_adequacy(v->own, v->rest, ASSAY_POWERED_RATIO,
                             ASSAY_POWERED_CHANCE, m->confidence);
    const char *power = assay_powered_note(m->ledger, &adequacy, nothing, "");
    p[assay_print_double(equal, 3, p)] = '\0';
    return power ? assay_ledger_text(m->ledger,
                                     "p of equal rates %s, exact, two-sided%s",
                                     p, power)
                 : NULL;
}

static void add_ratio(const maker *m, const versus *v)
{
    assay_entry entry = entry_versus(m, v, assay_trials_ratio, "ratio");
    assay_figure *f = &entry.figure;
    f->events = (int64_t)v->own.events;
    f->trials = (int64_t)total(v);
    f->of = "events";
    f->per = "event";
    if (!has_both(v) || !(total(v) > 0)) {
        if (has_both(v)) lack(f, ASSAY_FIGURE_NO_DATA, "no events");
        add(m, &entry);
        return;
    }
    const assay_ratio r = assay_ratio_exact(v->own, v->rest, m->confidence);
    const bool nothing = assay_powered_not_at_all(total(v), &r);
    f->value = r.value;
    f->note = note_ratio(m, v, r.p, nothing);
    give_interval(m, f, (assay_interval){r.low, r.high},
                  "exact conditional (Clopper-Pearson of the share of events)");
    if (nothing) f->status = ASSAY_FIGURE_FEW_EVENTS;
    add(m, &entry);
}

static void add_difference(const maker *m, const versus *v)
{
    assay_entry entry =
        entry_versus(m, v, assay_trials_difference, "proportion");
    const assay_exposed a = v->own, b = v->rest;
    entry.figure.of = "trials";
    entry.figure.per = "trial";
    if (has_both(v)) {
        entry.figure.value = a.events / a.exposure - b.events / b.exposure;
        give_interval(m, &entry.figure,
                      assay_newcombe(a.events, a.exposure, b.events, b.exposure,
                                     m->confidence),
                      "Newcombe's method 10");
        entry.figure.note = "nearly exact: whether a difference was seen is "
                            "for the exact ratio to say";
    }
    add(m, &entry);
}

static void add_equivalence(const maker *m, const versus *v)
{
    const assay_at at[2] = {
        {"margin", m->trials->options->margin},
        {v->at_count ? v->at[0].key : "", v->at_count ? v->at[0].value : 0}};
    versus within = *v;
    within.at = at;
    within.at_count = 1 + v->at_count;
    assay_entry entry = entry_versus(m, &within, assay_trials_equivalence, "p");
    if (has_both(v)) {
        entry.figure.value =
            assay_ratio_equivalence(v->own, v->rest, at[0].value);
        entry.figure.method = "two one-sided exact tests";
        entry.figure.note =
            "equal within the margin where this is at most 0.05";
        if (isnan(entry.figure.value))
            lack(&entry.figure, ASSAY_FIGURE_NO_DATA, "no events");
    }
    add(m, &entry);
}

static void add_least(const maker *m, const versus *v)
{
    const assay_at at[2] = {
        {"power", ASSAY_POWERED_CHANCE},
        {v->at_count ? v->at[0].key : "", v->at_count ? v->at[0].value : 0}};
    versus shown = *v;
    shown.at = at;
    shown.at_count = 1 + v->at_count;
    assay_entry entry = entry_versus(m, &shown, assay_trials_least, "ratio");
    entry.figure.trials = (int64_t)total(v);
    entry.figure.of = "events";
    entry.figure.per = "event";
    if (!has_both(v)) {
        add(m, &entry);
        return;
    }
    const double share = v->own.exposure / (v->own.exposure + v->rest.exposure);
    const assay_power power =
        assay_ratio_power(total(v), share, ASSAY_POWERED_CHANCE, m->confidence);
    if (!isnan(power.least)) {
        entry.figure.value = power.ratio;
        entry.figure.events = (int64_t)power.least;
        entry.figure.note = "fewest events of this group that count as an "
                            "excess, of all events";
    } else {
        lack(&entry.figure, ASSAY_FIGURE_REFUSED,
             assay_ledger_text(m->ledger,
                               "none: not even all %.0f events in this group "
                               "would count as an excess",
                               total(v)));
    }
    add(m, &entry);
}

static versus versus_of(const assay_trials *trials,
                        const assay_trials_table *table, size_t i)
{
    const assay_trials_cell *cell = &trials->cells[table->first + i];
    const versus v = {.cell = cell,
                      .own = {(double)cell->events, (double)cell->trials},
                      .rest = {(double)(table->events - cell->events),
                               (double)(table->trials - cell->trials)}};
    return v;
}

// Of groups that have trials.
static size_t shrinkable(const maker *m, const assay_trials_table *table,
                         assay_exposed *groups)
{
    size_t n = 0;
    for (size_t i = 0; i < table->known; i++) {
        const assay_trials_cell *cell = &m->trials->cells[table->first + i];
        if (cell->trials)
            groups[n++] =
                (assay_exposed){(double)cell->events, (double)cell->trials};
    }
    return n;
}

static void add_shrunk(const maker *m, const assay_trials_table *table)
{
    ASSAY_AUTO(assay_drop)
    assay_exposed *groups = assay_new(0, table->known, sizeof *groups);
    if (!groups) {
        m->ledger->no_memory = true;
        return;
    }
    const size_t n = shrinkable(m, table, groups);
    if (n < ASSAY_SHRINKING_LEAST) return;
    const assay_shrinkage fit = assay_shrink_fit(groups, n);
    for (size_t i = 0, k = 0; i < table->known; i++) {
        const assay_trials_cell *cell = &m->trials->cells[table->first + i];
        if (!cell->trials) continue;
        assay_entry entry =
            entry_of(m, cell, assay_trials_shrunk, "proportion");
        entry.figure.per = "trial";
        assay_shrinking_fill(m->ledger, &fit, groups[k++], m->confidence, false,
                             &entry.figure);
        add(m, &entry);
    }
}

// What is held of the groups of a table by several attributes.
typedef struct crossing {
    const assay_label **labels;
    double *rate, *covariance, *nu;
    size_t n;
} crossing;

static void end_crossing(crossing *c)
{
    assay_free(c->labels);
    assay_free(c->rate);
    assay_free(c->covariance);
    assay_free(c->nu);
}

static bool make_crossing(size_t n, crossing *c)
{
    c->labels = assay_new(0, n, sizeof *c->labels);
    c->rate = assay_new(0, n, sizeof *c->rate);
    c->covariance = assay_new(0, n * n, sizeof *c->covariance);
    c->nu = assay_new(0, n, sizeof *c->nu);
    return c->labels && c->rate && c->covariance && c->nu;
}

// Those that have trials, each independent; false where one has few events.
static bool cross(const maker *m, const assay_trials_table *table, crossing *c)
{
    bool enough = true;
    for (size_t i = 0; i < table->known; i++) {
        const assay_trials_cell *cell = &m->trials->cells[table->first + i];
        if (!cell->trials) continue;
        c->labels[c->n] = cell->labels;
        c->rate[c->n] = (double)cell->events / (double)cell->trials;
        c->nu[c->n++] = INFINITY;
        enough = enough && cell->events >= ASSAY_POWERED_FEW;
    }
    for (size_t g = 0, i = 0; i < table->known; i++) {
        const assay_trials_cell *cell = &m->trials->cells[table->first + i];
        if (!cell->trials) continue;
        const double n = (double)cell->trials, p = c->rate[g];
        // Nothing but events: as if half an event less.
        const double q = p < 1 ? p : 1 - 0.5 / (n + 1);
        c->covariance[g * c->n + g] = q * (1 - q) / n;
        g++;
    }
    return enough;
}

static void put_interaction(const maker *m, const crossing *c, size_t left_out,
                            size_t attributes, bool enough)
{
    enum { MOST = 16 };
    assay_label all[MOST];
    const size_t n = attributes < MOST ? attributes : MOST;
    for (size_t i = 0; i < n; i++)
        all[i] = (assay_label){c->labels[0][i].attribute, "*"};
    const assay_trials_cell whole = {.labels = all, .label_count = n};
    const assay_crossing of = {.labels = c->labels,
                               .label_count = attributes,
                               .n = c->n,
                               .rate = c->rate,
                               .covariance = c->covariance,
                               .nu = c->nu,
                               .left_out = left_out,
                               .confidence = m->confidence};
    assay_entry entry = entry_of(m, &whole, assay_trials_together, "ratio");
    entry.figure.of = assay_ledger_text(m->ledger, "rates of %zu groups", c->n);
    assay_interactions_fill(m->ledger, &of, &entry.figure);
    if (!enough && entry.figure.status == ASSAY_FIGURE_OK)
        entry.figure.status = ASSAY_FIGURE_FEW_EVENTS;
    add(m, &entry);
}

static void add_interaction(const maker *m, const assay_trials_table *table)
{
    ASSAY_AUTO(end_crossing) crossing c = {.n = 0};
    const size_t attributes = m->trials->cells[table->first].label_count;
    if (attributes < 2 || table->known > ASSAY_GROUPS_MOST) return;
    if (!make_crossing(table->known, &c)) {
        m->ledger->no_memory = true;
        return;
    }
    const bool enough = cross(m, table, &c);
    if (c.n > 1) put_interaction(m, &c, table->known - c.n, attributes, enough);
}

static void add_table(const maker *m, const assay_trials_table *table)
{
    const size_t compared = assay_trials_compared(table);
    for (size_t i = 0; i < table->count; i++)
        add_rate(m, &m->trials->cells[table->first + i], assay_trials_rate,
                 "trials");
    for (size_t i = 0; i < compared; i++) {
        const versus v = versus_of(m->trials, table, i);
        add_ratio(m, &v);
        add_difference(m, &v);
        add_equivalence(m, &v);
    }
    for (size_t i = 0; compared && i < table->known; i++) {
        const versus v = versus_of(m->trials, table, i);
        add_least(m, &v);
    }
    if (!compared) return;
    add_shrunk(m, table);
    add_interaction(m, table);
}

// The group's events of all, its share of the crowd taken from elsewhere.
static void add_share(const maker *m)
{
    const assay_trials_cell *cell = &m->trials->cells[0];
    const double expect = m->trials->options->expect;
    const double events = (double)cell->events, all = (double)cell->trials;
    const assay_at at = {"crowd_share", expect};
    const versus v = {.cell = cell,
                      .own = {events, expect},
                      .rest = {all - events, 1 - expect},
                      .at = &at,
                      .at_count = 1};
    add_rate(m, cell, assay_trials_share, "events");
    if (isnan(expect)) return;
    add_ratio(m, &v);
    add_equivalence(m, &v);
    add_least(m, &v);
}

void assay_trials_figures(const assay_trials *trials, assay_ledger *ledger)
{
    const maker m = {trials, ledger, trials->options->common.confidence};
    if (trials->share) {
        add_share(&m);
        return;
    }
    add_rate(&m, &trials->cells[0], assay_trials_rate, "trials");
    add_alike(&m, &trials->cells[0]);
    for (size_t first = 1; first < trials->count;) {
        const assay_trials_table table = assay_trials_table_at(trials, first);
        add_table(&m, &table);
        first += table.count;
    }
}

static bool same_group(const assay_figure *figure,
                       const assay_trials_cell *cell)
{
    if (figure->group_count != cell->label_count) return false;
    for (size_t i = 0; i < cell->label_count; i++)
        if (strcmp(figure->group[i].attribute, cell->labels[i].attribute) !=
                0 ||
            strcmp(figure->group[i].value, cell->labels[i].value) != 0)
            return false;
    return true;
}

const assay_figure *assay_trials_find(const assay_ledger *ledger,
                                      const char *name,
                                      const assay_trials_cell *cell)
{
    for (size_t i = 0; i < ledger->count; i++) {
        const assay_figure *figure = &ledger->entries[i].figure;
        if (strcmp(figure->name, name) == 0 && same_group(figure, cell))
            return figure;
    }
    return NULL;
}

static void drop_ledger(assay_ledger *ledger)
{
    assay_ledger_end(ledger);
}

assay_status assay_trials_measure(const assay_trials *trials,
                                  assay_result *result, assay_error *err)
{
    ASSAY_AUTO(drop_ledger) assay_ledger ledger = {.no_memory = false};
    const assay_texts *require = &trials->options->common.require;
    ASSAY_TRY(assay_require_check(require, err));
    assay_trials_figures(trials, &ledger);
    if (ledger.no_memory) return assay_fail_memory(err, "the figures");
    assay_ledger_flush(&ledger, result);
    assay_trials_statements(trials, &ledger, result);
    assay_trials_warnings(trials, result);
    ASSAY_TRY(assay_require_hold(require, &ledger, result, err));
    return ledger.no_memory ? assay_fail_memory(err, "the figures") : ASSAY_OK;
}
