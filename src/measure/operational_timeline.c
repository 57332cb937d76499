// SPDX-License-Identifier: Apache-2.0
#include "measure/operational_timeline.h"

#include "base/days.h"
#include "base/fail.h"
#include "stats/sorted.h"

#include <math.h>
#include <string.h>

enum { DAYS_MOST = 31 };

const char *const assay_timeline_names[ASSAY_TIMELINE_SERIES] = {
    [ASSAY_TIMELINE_FACES_HOUR] = "faces counted per hour",
    [ASSAY_TIMELINE_ALERTS_HOUR] = "alerts per hour",
    [ASSAY_TIMELINE_ALERTS_FACE] = "alerts per face counted",
    [ASSAY_TIMELINE_FALSE_ALERT] = "false alerts per alert",
    [ASSAY_TIMELINE_FALSE_FACE] = "false alerts per face counted",
};

static const char *const marked_names[ASSAY_TIMELINE_MARKED] = {
    [ASSAY_TIMELINE_LIST] = "watchlist size",
    [ASSAY_TIMELINE_ARRESTS] = "arrests per alert",
};

// What all searches of a record share.
typedef struct finder {
    const assay_operational_study *study;
    assay_arena *arena;
    assay_moved_row *rows;
} finder;

bool assay_timeline_holds(const assay_deployed *row)
{
    return row->when == ASSAY_WHEN_DAY ||
           (row->when == ASSAY_WHEN_DAYS && row->last - row->first < DAYS_MOST);
}

double assay_timeline_side(const assay_deployed *row, int side)
{
    if (side < ASSAY_DEPLOYED_COUNTS) {
        const assay_known *count = &row->counts[side];
        return count->least >= 0 && count->least == count->most
                   ? (double)count->least
                   : (double)NAN;
    }
    const assay_pool_range range = assay_pool_value(row, side);
    return range.low >= 0 && range.low == range.high ? range.low : (double)NAN;
}

const assay_pooled_rate *assay_timeline_rate(const char *name)
{
    for (size_t i = 0; i < assay_operational_rate_count; i++)
        if (strcmp(assay_operational_rates[i].name, name) == 0)
            return &assay_operational_rates[i];
    return NULL;
}

uint32_t assay_timeline_period(const assay_operational_study *study, size_t row)
{
    return study->timeline->periods ? study->timeline->moved.stretch[row]
                                    : UINT32_MAX;
}

static void take_rows(const finder *f)
{
    const assay_deployments *all = &f->study->rows;
    for (size_t i = 0; i < all->count; i++) {
        const assay_deployed *row = &all->rows[i];
        const bool dated = row->when != ASSAY_WHEN_NONE;
        f->rows[i] = (assay_moved_row){.first = dated ? row->first : 0,
                                       .last = dated ? row->last : -1,
                                       .timed = assay_timeline_holds(row),
                                       .threshold = row->threshold};
    }
}

// Both sides of a series; of the watchlist its size, each row once.
static assay_status take_series(const finder *f, const assay_pooled_rate *rate,
                                assay_moved_series *series, assay_error *err)
{
    const assay_deployments *all = &f->study->rows;
    double *x = assay_arena_new(f->arena, all->count + 1, sizeof *x);
    double *e = assay_arena_new(f->arena, all->count + 1, sizeof *e);
    if (!x || !e) return assay_fail_memory(err, "the time line");
    for (size_t i = 0; i < all->count; i++) {
        const assay_deployed *row = &all->rows[i];
        x[i] = assay_timeline_side(row, rate ? rate->events
                                             : ASSAY_DEPLOYED_WATCHLIST);
        e[i] = rate ? assay_timeline_side(row, rate->trials) : 1;
    }
    *series = (assay_moved_series){x, e};
    return ASSAY_OK;
}

static assay_status find(const finder *f, const assay_moved_series *series,
                         size_t count, assay_moved *moved, assay_error *err)
{
    const assay_moved_record record = {
        .rows = f->rows,
        .count = f->study->rows.count,
        .series = series,
        .series_count = count,
        .level = count > 1 ? 0.05 : 0.01,
        .seed = f->study->asked->options->common.seed};
    return assay_moved_find(&record, f->arena, moved, err);
}

static const assay_label *label_of(const finder *f,
                                   const assay_moved_stretch *stretch)
{
    char first[ASSAY_DAYS_TEXT], last[ASSAY_DAYS_TEXT];
    assay_label *label = assay_arena_new(f->arena, 1, sizeof *label);
    if (!label) return NULL;
    label->attribute = "period";
    label->value = assay_arena_format(f->arena, "%s/%s",
                                      assay_days_text(stretch->first, first),
                                      assay_days_text(stretch->last, last));
    return label->value ? label : NULL;
}

static assay_status make_groups(const finder *f, assay_timeline *t,
                                assay_error *err)
{
    const size_t n = t->moved.count + 1, all = f->study->rows.count;
    assay_operational_group *groups =
        assay_arena_new(f->arena, n, sizeof *groups);
    size_t *rows = assay_arena_new(f->arena, all + 1, sizeof *rows), next = 0;
    if (!groups || !rows) return assay_fail_memory(err, "the periods");
    for (size_t p = 0; p < n; p++) {
        groups[p].labels = label_of(f, &t->moved.stretches[p]);
        if (!groups[p].labels) return assay_fail_memory(err, "the periods");
        groups[p].label_count = 1;
        groups[p].rows = rows + next;
        for (size_t i = 0; i < all; i++)
            if (t->moved.stretch[i] == p) rows[next++] = i;
        groups[p].count = (size_t)(rows + next - groups[p].rows);
    }
    t->groups = groups;
    t->periods = n;
    return ASSAY_OK;
}

assay_status assay_timeline_find(const assay_operational_study *study,
                                 assay_timeline *timeline, assay_error *err)
{
    finder f = {.study = study, .arena = &study->ledger->arena};
    assay_moved_series series[ASSAY_TIMELINE_SERIES], line;
    *timeline = (assay_timeline){.periods = 0};
    f.rows = assay_arena_new(f.arena, study->rows.count + 1, sizeof *f.rows);
    if (!f.rows) return assay_fail_memory(err, "the time line");
    take_rows(&f);
    for (size_t i = 0; i < ASSAY_TIMELINE_SERIES; i++)
        ASSAY_TRY(take_series(&f, assay_timeline_rate(assay_timeline_names[i]),
                              &series[i], err));
    ASSAY_TRY(find(&f, series, ASSAY_TIMELINE_SERIES, &timeline->moved, err));
    for (size_t i = 0; i < ASSAY_TIMELINE_MARKED; i++) {
        ASSAY_TRY(
            take_series(&f, assay_timeline_rate(marked_names[i]), &line, err));
        ASSAY_TRY(find(&f, &line, 1, &timeline->marked[i], err));
    }
    return timeline->moved.count ? make_groups(&f, timeline, err) : ASSAY_OK;
}

// ", threshold 0.64", where it stepped at the start of the period.
static const char *threshold_of(const assay_operational_study *study,
                                size_t period)
{
    const assay_moved *m = &study->timeline->moved;
    if (period == 0 || !m->changes[period - 1].recorded) return "";
    const char *text =
        assay_ledger_text(study->ledger, ", threshold %s",
                          assay_operational_digits(
                              study, m->changes[period - 1].threshold[1], 6));
    return text ? text : "";
}

const char *assay_timeline_words(assay_operational_study *study, size_t period,
                                 bool within)
{
    char first[ASSAY_DAYS_TEXT], last[ASSAY_DAYS_TEXT];
    const assay_timeline *t = study->timeline;
    const assay_moved_stretch *s = &t->moved.stretches[period];
    const bool opens = period == 0, ends = period + 1 == t->periods;
    const char *text = assay_ledger_text(
        study->ledger, "%s%s%s%s%s", opens ? "" : (within ? "from " : "From "),
        opens ? "" : assay_days_words(s->first, first),
        ends ? "" : (opens ? (within ? "to " : "To ") : " to "),
        ends ? "" : assay_days_words(s->last, last),
        within ? "" : threshold_of(study, period));
    return text ? text : "";
}

// The middle of what is known of the list's size, of rows between two places.
double assay_timeline_list(const assay_operational_study *study, size_t stretch)
{
    const assay_moved *list = &study->timeline->marked[ASSAY_TIMELINE_LIST];
    double *sizes = study->room;
    size_t n = 0;
    for (size_t i = 0; i < study->rows.count; i++) {
        const double size =
            assay_timeline_side(&study->rows.rows[i], ASSAY_DEPLOYED_WATCHLIST);
        if (list->stretch[i] == stretch && !isnan(size)) sizes[n++] = size;
    }
    if (!n) return NAN;
    assay_sort(sizes, n);
    return assay_sorted_quantile(sizes, n, 0.5);
}

// A figure of a change: {"change", "2024-07-23/2024-07-25"}.
static assay_entry entry_of(assay_operational_study *study,
                            const assay_moved_change *change, const char *name)
{
    char before[ASSAY_DAYS_TEXT], after[ASSAY_DAYS_TEXT];
    const char *days = assay_ledger_text(
        study->ledger, "%s/%s", assay_days_text(change->before, before),
        assay_days_text(change->after, after));
    const assay_label label = {"change", days ? days : ""};
    const assay_cell whose = {
        .labels = &label, .label_count = 1, .people = UINT64_MAX};
    assay_entry entry = {.figure = assay_figure_blank(),
                         .cell = assay_ledger_cell(study->ledger, &whose),
                         .guard_low = NAN,
                         .guard_high = NAN};
    entry.figure.name = name;
    entry.figure.unit = "p";
    entry.figure.interval = "none";
    entry.figure.per = "deployment";
    return entry;
}

static const char *of_threshold(assay_operational_study *study,
                                const assay_moved_change *c)
{
    if (isnan(c->threshold[0]) || isnan(c->threshold[1])) return NULL;
    return assay_ledger_text(
        study->ledger,
        c->recorded ? "the threshold steps from %s to %s "
                      "here"
                    : "threshold %s in front, %s behind",
        assay_operational_digits(study, c->threshold[0], 6),
        assay_operational_digits(study, c->threshold[1], 6));
}

static const char *const method =
    "permutation of deployments, largest score statistic, Holm";

static void add_change(assay_operational_study *study,
                       const assay_moved_change *c)
{
    assay_entry entry = entry_of(study, c, "p of no change");
    entry.figure.value = c->found;
    entry.figure.method = method;
    entry.figure.note = of_threshold(study, c);
    (void)assay_ledger_add(study->ledger, &entry, false);
    for (size_t i = 0; i < ASSAY_TIMELINE_SERIES; i++) {
        if (isnan(c->p[i])) continue;
        entry =
            entry_of(study, c,
                     assay_ledger_text(study->ledger, "p of no change in %s",
                                       assay_timeline_names[i]));
        entry.figure.value = c->p[i];
        entry.figure.method = "permutation of deployments, score statistic at "
                              "this place, Holm";
        (void)assay_ledger_add(study->ledger, &entry, false);
    }
}

static void add_marked(assay_operational_study *study, size_t line, uint32_t i)
{
    const assay_moved_change *c = &study->timeline->marked[line].changes[i];
    assay_entry entry = entry_of(
        study, c,
        assay_ledger_text(study->ledger, "p of no change in %s by itself",
                          marked_names[line]));
    entry.figure.value = c->found;
    entry.figure.method = method;
    if (line == ASSAY_TIMELINE_LIST)
        entry.figure.note = assay_ledger_text(
            study->ledger, "middle size %.0f in front, %.0f behind",
            assay_timeline_list(study, i), assay_timeline_list(study, i + 1));
    (void)assay_ledger_add(study->ledger, &entry, false);
}

void assay_timeline_figures(assay_operational_study *study)
{
    const assay_timeline *t = study->timeline;
    for (size_t p = 0; p < t->periods; p++)
        assay_operational_figures(study, &t->groups[p]);
    for (size_t i = 0; i < t->moved.count; i++)
        add_change(study, &t->moved.changes[i]);
    for (size_t line = 0; line < ASSAY_TIMELINE_MARKED; line++)
        for (size_t i = 0; i < t->marked[line].count; i++)
            add_marked(study, line, (uint32_t)i);
    const assay_operational_group all = {.count = study->rows.count};
    assay_timeline_next(study, t->periods ? &t->groups[t->periods - 1] : &all);
    assay_timeline_lines(study);
}
