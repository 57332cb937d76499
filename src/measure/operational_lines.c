// SPDX-License-Identifier: Apache-2.0
// Time lines over one date axis, and deployments beyond the limits of their
// period.
#include "measure/operational_timeline.h"

#include "stats/foreseen.h"

#include <math.h>
#include <stdio.h>

// A deployment beyond 99.73 of 100, either way.
static const double MISS = 0.00135;

enum { NAMED_MOST = 5 };

// A curve that grows row by row.
typedef struct line {
    assay_operational_study *study;
    double *values;
    size_t columns, rows;
} line;

static line line_of(assay_operational_study *study, size_t columns, size_t rows)
{
    line l = {study, NULL, columns, 0};
    l.values = assay_arena_new(&study->ledger->arena, columns * rows + 1,
                               sizeof *l.values);
    if (!l.values) study->ledger->no_memory = true;
    return l;
}

static void add(line *l, const double *row)
{
    for (size_t i = 0; l->values && i < l->columns; i++)
        l->values[l->rows * l->columns + i] = row[i];
    l->rows += l->values != NULL;
}

static void put(const line *l, const char *name, const char *const *columns,
                const char *note)
{
    const assay_cell all = {.people = UINT64_MAX};
    const assay_curve curve = {.id = name,
                               .name = name,
                               .columns = columns,
                               .column_count = l->columns,
                               .values = l->values,
                               .row_count = l->rows,
                               .note = note};
    if (l->rows)
        assay_ledger_curve(l->study->ledger, &curve,
                           assay_ledger_cell(l->study->ledger, &all));
}

static double side(const assay_deployed *row, int which)
{
    return assay_timeline_side(row, which);
}

static void put_faces(assay_operational_study *study)
{
    static const char *const columns[] = {"day", "faces counted", "hours",
                                          "faces counted per hour"};
    line l = line_of(study, 4, study->rows.count);
    for (size_t i = 0; i < study->rows.count; i++) {
        const assay_deployed *row = &study->rows.rows[i];
        const double faces = side(row, ASSAY_DEPLOYED_FACES);
        const double hours = side(row, ASSAY_POOL_HOURS);
        if (!assay_timeline_holds(row) || isnan(faces) || !(hours > 0))
            continue;
        add(&l, (double[]){(double)row->first, faces, hours, faces / hours});
    }
    put(&l, "time line of faces counted", columns,
        "a deployment a row; day counts from 1970-01-01");
}

static void put_alerts(assay_operational_study *study)
{
    static const char *const columns[] = {"day", "right", "not verified",
                                          "wrong"};
    line l = line_of(study, 4, study->rows.count);
    for (size_t i = 0; i < study->rows.count; i++) {
        const assay_deployed *row = &study->rows.rows[i];
        const double alerts = side(row, ASSAY_POOL_ALERTS);
        double right = side(row, ASSAY_DEPLOYED_TRUE);
        double wrong = side(row, ASSAY_DEPLOYED_FALSE);
        if (!assay_timeline_holds(row) || isnan(alerts)) continue;
        right = isnan(right) ? 0 : right;
        wrong = isnan(wrong) ? 0 : wrong;
        add(&l, (double[]){(double)row->first, right,
                           fmax(0, alerts - right - wrong), wrong});
    }
    put(&l, "time line of alerts", columns,
        "a deployment a row; right and wrong as the force recorded them; not "
        "verified: alerts that nobody judged");
}

// One rate of wrong alerts for each period, or for all rows.
static double common_rate(const assay_operational_study *study, size_t row)
{
    const uint32_t period = assay_timeline_period(study, row);
    double wrong = 0, alerts = 0;
    for (size_t i = 0; i < study->rows.count; i++) {
        const double x = side(&study->rows.rows[i], ASSAY_DEPLOYED_FALSE);
        const double n = side(&study->rows.rows[i], ASSAY_POOL_ALERTS);
        if (isnan(x) || isnan(n)) continue;
        if (assay_timeline_period(study, i) != period) continue;
        wrong += x;
        alerts += n;
    }
    return alerts > 0 ? fmin(1, wrong / alerts) : (double)NAN;
}

// Names of deployments beyond the limits.
typedef struct beyond {
    const char *names;
    size_t count;
} beyond;

static void name(assay_operational_study *study, beyond *b, size_t row,
                 double wrong, double alerts)
{
    const char *who = assay_operational_name(study, &study->rows.rows[row]);
    if (++b->count > NAMED_MOST) return;
    const char *names = assay_ledger_text(
        study->ledger, "%s%s%s (%.0f of %.0f)", b->names,
        b->names[0] ? ", " : "", who ? who : "", wrong, alerts);
    if (names) b->names = names;
}

static void warn(assay_operational_study *study, const beyond *b)
{
    const size_t more = b->count > NAMED_MOST ? b->count - NAMED_MOST : 0;
    char tail[40] = "";
    if (!b->count) return;
    if (more) (void)snprintf(tail, sizeof tail, " and %zu more", more);
    const assay_warning warning = {
        "outside_limits", ASSAY_LIMITS_IT,
        assay_ledger_text(study->ledger,
                          "deployments with more wrong alerts, or fewer, than "
                          "one rate in their period gives (99.73 of 100 lie "
                          "inside): %s%s",
                          b->names, tail),
        (int64_t)b->count};
    if (warning.text) assay_build_warning(study->result, &warning);
}

// Wrong per 1,000 alerts, with the limits of one common rate.
static void put_wrong(assay_operational_study *study)
{
    static const char *const columns[] = {
        "day",         "wrong",      "alerts", "wrong per 1,000 alerts",
        "lower limit", "upper limit"};
    line l = line_of(study, 6, study->rows.count);
    beyond b = {"", 0};
    uint32_t period = UINT32_MAX - 1;
    double rate = NAN;
    for (size_t i = 0; i < study->rows.count; i++) {
        const assay_deployed *row = &study->rows.rows[i];
        const double wrong = side(row, ASSAY_DEPLOYED_FALSE);
        const double alerts = side(row, ASSAY_POOL_ALERTS);
        if (!assay_timeline_holds(row) || isnan(wrong) || !(alerts > 0))
            continue;
        if (assay_timeline_period(study, i) != period) {
            period = assay_timeline_period(study, i);
            rate = common_rate(study, i);
        }
        const assay_interval limits = assay_control_limits(rate, alerts, MISS);
        const double base = 1000 / alerts;
        add(&l, (double[]){(double)row->first, wrong, alerts, wrong * base,
                           limits.low * base, limits.high * base});
        if (wrong > limits.high || wrong < limits.low)
            name(study, &b, i, wrong, alerts);
    }
    put(&l, "time line of wrong alerts", columns,
        "a deployment a row; exact limits of one rate in its period, of which "
        "each is passed by 0.135 of 100 by chance");
    warn(study, &b);
}

// Where the threshold stands, from day to day.
static void put_thresholds(assay_operational_study *study)
{
    static const char *const columns[] = {"day", "threshold"};
    line l = line_of(study, 2, study->rows.count);
    double before = NAN;
    for (size_t i = 0; i < study->rows.count; i++) {
        const assay_deployed *row = &study->rows.rows[i];
        if (!assay_timeline_holds(row) || isnan(row->threshold) ||
            row->threshold == before)
            continue;
        before = row->threshold;
        add(&l, (double[]){(double)row->first, before});
    }
    put(&l, "thresholds", columns, "in force from that day on, as recorded");
}

static void put_changes(assay_operational_study *study)
{
    static const char *const columns[] = {"last day before", "first day after",
                                          "p"};
    const assay_moved *m = &study->timeline->moved;
    line l = line_of(study, 3, m->count);
    for (size_t i = 0; i < m->count; i++)
        add(&l, (double[]){(double)m->changes[i].before,
                           (double)m->changes[i].after, m->changes[i].found});
    put(&l, "changes", columns, "where the record is divided");
}

void assay_timeline_lines(assay_operational_study *study)
{
    put_faces(study);
    put_alerts(study);
    put_wrong(study);
    put_thresholds(study);
    put_changes(study);
}
