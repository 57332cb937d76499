// SPDX-License-Identifier: Apache-2.0
// Passages found of each volunteer.
#include "measure/scenario_study.h"

#include "base/alloc.h"

#include <stdlib.h>

enum { COLUMNS = 4 };

// A volunteer on the list.
typedef struct volunteer {
    uint64_t found, made;
} volunteer;

// By share found, descending; then by passages, descending.
static int by_share(const void *a, const void *b)
{
    const volunteer *x = a, *y = b;
    const double left = (double)x->found * (double)y->made;
    const double right = (double)y->found * (double)x->made;
    if (left < right || left > right) return left > right ? -1 : 1;
    return x->made > y->made ? -1 : x->made < y->made;
}

static size_t list(const assay_study_scenario *y, volunteer *all)
{
    size_t n = 0;
    for (size_t i = 0; i < y->tally.people; i++)
        if (y->tally.trials_of[i])
            all[n++] =
                (volunteer){y->tally.events_of[i], y->tally.trials_of[i]};
    qsort(all, n, sizeof *all, by_share);
    return n;
}

static void add_curve(assay_study_scenario *y, size_t cell,
                      const volunteer *all, size_t n)
{
    static const char *const columns[COLUMNS] = {"volunteer", "share found",
                                                 "found", "passages"};
    ASSAY_AUTO(assay_drop)
    double *values = assay_new(0, n, COLUMNS * sizeof *values);
    if (!values) {
        y->ledger.no_memory = true;
        return;
    }
    for (size_t i = 0; i < n; i++) {
        double *row = values + i * COLUMNS;
        row[0] = (double)(i + 1);
        row[1] = (double)all[i].found / (double)all[i].made;
        row[2] = (double)all[i].found;
        row[3] = (double)all[i].made;
    }
    const assay_curve curve = {
        .id = "found per volunteer",
        .name = "found per volunteer",
        .columns = columns,
        .column_count = COLUMNS,
        .values = values,
        .row_count = n,
        .note = "volunteers on the list, those found most often first"};
    const assay_scenario_cell *c = &y->job->cells[cell];
    assay_ledger_curve(
        &y->ledger, &curve,
        assay_ledger_cell(&y->ledger,
                          &(assay_cell){.labels = c->labels,
                                        .label_count = c->label_count,
                                        .unknown = c->unknown,
                                        .people = c->people}));
}

static void add_once(assay_study_scenario *y, const volunteer *all, size_t n,
                     const assay_scenario_spot *spot)
{
    assay_at at[3];
    assay_entry entry =
        assay_scenario_entry(y, 0, spot, at, "people found at least once");
    uint64_t once = 0, least = UINT64_MAX, most = 0;
    for (size_t i = 0; i < n; i++) {
        once += all[i].found > 0;
        if (all[i].made < least) least = all[i].made;
        if (all[i].made > most) most = all[i].made;
    }
    entry.figure.per = "subject";
    entry.figure.of = "people on the list who passed";
    entry.figure.subjects = (int64_t)n;
    assay_scenario_share(y, once, n, &entry.figure);
    if (n)
        entry.figure.note = assay_ledger_text(
            &y->ledger,
            least == most ? "TPIR_subj of %llu passages each"
                          : "TPIR_subj of %llu to %llu passages each",
            (unsigned long long)least, (unsigned long long)most);
    (void)assay_scenario_add(y, &entry);
}

static void add_counts(assay_study_scenario *y, const volunteer *all, size_t n)
{
    uint64_t never = 0, always = 0;
    for (size_t i = 0; i < n; i++) {
        never += !all[i].found;
        always += all[i].found == all[i].made;
    }
    assay_scenario_put_count(y, "people never found", never, "subject", NULL);
    assay_scenario_put_count(y, "people found every time", always, "subject",
                             NULL);
}

// The volunteers of a group, in its passages.
static void add_group(assay_study_scenario *y, size_t cell, volunteer *all)
{
    const assay_scenario_spot spot = assay_scenario_spot_at(y, 0);
    const assay_scenario_cell *c = &y->job->cells[cell];
    const assay_scenario_ask ask = {.what = ASSAY_FOUND,
                                    .threshold = spot.least,
                                    .within = ASSAY_NEVER,
                                    .members = c->members,
                                    .count = c->count};
    if (!c->members) return;
    assay_scenario_count(y->s, &ask, &y->tally);
    const size_t n = list(y, all);
    if (n) add_curve(y, cell, all, n);
}

void assay_scenario_people(assay_study_scenario *y)
{
    const assay_scenario_spot spot = assay_scenario_spot_at(y, 0);
    const assay_scenario_ask ask = {
        .what = ASSAY_FOUND, .threshold = spot.least, .within = ASSAY_NEVER};
    ASSAY_AUTO(assay_drop)
    volunteer *all = assay_new(0, y->tally.people, sizeof *all);
    if (!all) {
        y->ledger.no_memory = true;
        return;
    }
    assay_scenario_count(y->s, &ask, &y->tally);
    const size_t n = list(y, all);
    add_once(y, all, n, &spot);
    add_counts(y, all, n);
    if (n) add_curve(y, 0, all, n);
    for (size_t i = 1; i < y->job->cell_count; i++) add_group(y, i, all);
}
