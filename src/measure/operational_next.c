// SPDX-License-Identifier: Apache-2.0
// How deployments differ among themselves, and what the next one may see.
#include "measure/operational_timeline.h"

#include "stats/foreseen.h"
#include "stats/sorted.h"
#include "stats/to_come.h"

#include <math.h>
#include <string.h>

enum { LEAST = 5, REPLICATES = 1999, NEXT_ALERTS = 100 };

// A rate of a group, deployment by deployment.
typedef struct seen {
    assay_operational_study *study;
    const assay_operational_group *group;
    const assay_pooled_rate *rate;
    assay_sessions sessions;
    double x, e; // sums
    double *room;
    assay_between between;
} seen;

static bool take_sessions(seen *s)
{
    const size_t n = s->group->count;
    double *x = assay_arena_new(&s->study->ledger->arena, 4 * n + 1, sizeof *x);
    double *e = x ? x + n : NULL;
    if (!x) {
        s->study->ledger->no_memory = true;
        return false;
    }
    s->sessions =
        (assay_sessions){x, e, 0, assay_pool_base_of(s->rate->trials).share};
    s->room = x + 2 * n;
    for (size_t i = 0; i < n; i++) {
        const size_t row = s->group->rows ? s->group->rows[i] : i;
        const assay_deployed *of = &s->study->rows.rows[row];
        const double events = assay_timeline_side(of, s->rate->events);
        const double over = assay_timeline_side(of, s->rate->trials);
        if (isnan(events) || !(over > 0)) continue;
        if (s->sessions.shares && events > over) continue;
        x[s->sessions.n] = events;
        e[s->sessions.n++] = over;
        s->x += events;
        s->e += over;
    }
    return s->sessions.n >= LEAST;
}

static bool see(seen *s, assay_operational_study *study,
                const assay_operational_group *group, const char *name)
{
    *s = (seen){
        .study = study, .group = group, .rate = assay_timeline_rate(name)};
    if (!take_sessions(s)) return false;
    const assay_between_draws how = {study->asked->options->common.seed,
                                     REPLICATES, s->room};
    s->between = assay_between_of(&s->sessions, how);
    return true;
}

static assay_entry entry_of(const seen *s, const char *name, const char *unit)
{
    const assay_cell whose = {.labels = s->group->labels,
                              .label_count = s->group->label_count,
                              .people = UINT64_MAX};
    assay_entry entry = {.figure = assay_figure_blank(),
                         .cell = assay_ledger_cell(s->study->ledger, &whose),
                         .guard_low = NAN,
                         .guard_high = NAN};
    entry.figure.name = name;
    entry.figure.unit = unit;
    entry.figure.interval = "none";
    entry.figure.per = "deployment";
    return entry;
}

static void add_variation(const seen *s)
{
    assay_ledger *ledger = s->study->ledger;
    if (isnan(s->between.p)) return;
    assay_entry entry = entry_of(
        s,
        assay_ledger_text(ledger, "variation between deployments in %s",
                          s->rate->name),
        "ratio");
    entry.figure.value = s->between.spread / s->between.rate;
    entry.figure.note = assay_ledger_text(
        ledger,
        "standard deviation of the rates of %zu deployments over their mean, "
        "chance within them taken off; index of dispersion %s, p of one rate "
        "in all %s",
        s->sessions.n, assay_operational_digits(s->study, s->between.index, 3),
        assay_operational_digits(s->study, s->between.p, 3));
    (void)assay_ledger_add(ledger, &entry, false);
}

// The middle exposure: what a usual deployment is.
static double usual(const seen *s)
{
    double *e = s->room;
    for (size_t i = 0; i < s->sessions.n; i++) e[i] = s->sessions.e[i];
    assay_sort(e, s->sessions.n);
    return assay_sorted_quantile(e, s->sessions.n, 0.5);
}

static void add_foreseen(const seen *s, const char *name, assay_at at,
                         assay_foreseen f, const char *method)
{
    assay_ledger *ledger = s->study->ledger;
    assay_entry entry = entry_of(s, name, "count");
    entry.figure.at = &at;
    entry.figure.at_count = 1;
    entry.figure.value = f.mean;
    // A mean beyond the range is that of a count that is mostly none.
    entry.figure.low = f.low;
    entry.figure.high = fmax(f.high, floor(f.mean + 0.5));
    entry.figure.interval = "prediction";
    entry.figure.confidence = s->study->confidence;
    entry.figure.method = method;
    entry.figure.note = assay_ledger_text(
        ledger,
        "if threshold, watchlist, cameras and kind of place stay as they were; "
        "none with chance %s",
        assay_operational_digits(s->study, f.none, 3));
    (void)assay_ledger_add(ledger, &entry, false);
}

static void add_next(const seen *s, const char *name)
{
    const assay_at at = {"hours", usual(s)};
    double *x = s->room, *e = x + s->sessions.n;
    memcpy(x, s->sessions.x, s->sessions.n * sizeof *x);
    memcpy(e, s->sessions.e, s->sessions.n * sizeof *e);
    const assay_to_come of = assay_to_come_of(x, e, s->sessions.n);
    assay_foreseen f = assay_to_come_in(&of, at.value, s->study->confidence);
    // That of the record: the mixture's rests on what hardly fits.
    f.mean = assay_rate_known(s->x, s->e).mean * at.value;
    add_foreseen(s, name, at, f,
                 "negative binomial, Jeffreys, over all variations between "
                 "deployments that fit the record");
}

// So many alerts, of as many deployments as they usually take.
static void add_next_alerts(const seen *s)
{
    const assay_at at = {"alerts", NEXT_ALERTS};
    const double each = s->e / (double)s->sessions.n;
    const double deployments = at.value > each ? at.value / each : 1;
    const assay_known_rate share = assay_rate_to_come(
        assay_share_known(s->x, s->e), &s->between, deployments);
    add_foreseen(s, "false alerts among the next alerts", at,
                 assay_foresee_share(share, at.value, s->study->confidence),
                 "beta-binomial, Jeffreys, with the variation between "
                 "deployments");
}

void assay_timeline_next(assay_operational_study *study,
                         const assay_operational_group *group)
{
    seen s;
    if (see(&s, study, group, "faces counted per hour")) add_variation(&s);
    if (see(&s, study, group, "false alerts per alert")) {
        add_variation(&s);
        add_next_alerts(&s);
    }
    if (see(&s, study, group, "alerts per hour")) {
        add_variation(&s);
        add_next(&s, "alerts in the next deployment");
    }
    if (see(&s, study, group, "false alerts per hour"))
        add_next(&s, "false alerts in the next deployment");
}
