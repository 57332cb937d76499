// SPDX-License-Identifier: Apache-2.0
// The alerts themselves: what share was right, how many an hour, what merging
// does; and how alerts that nobody verified bound all that.
#include "measure/scenario_days.h"

#include "stats/sorted.h"

#include <math.h>

enum { COLUMNS = 4, MERGES = 4 };

static uint64_t verified_right(const assay_scenario_sorted *a)
{
    return a->right + a->loose_right;
}

static uint64_t verified_wrong(const assay_scenario_sorted *a)
{
    return a->wrong + a->loose_wrong;
}

static double wrong(const assay_scenario_day *day)
{
    return day->wrong;
}

static double wrong_or_open(const assay_scenario_day *day)
{
    return day->wrong + day->open;
}

static double hours(const assay_scenario_day *day)
{
    return day->hours;
}

// By day; alerts that nobody verified may or may not have been false. Where
// hours are given they stand on days in proportion to those of the logs.
static void fill_hourly(assay_study_scenario *y, uint32_t camera,
                        assay_figure *figure)
{
    const assay_scenario_pooled least =
        assay_scenario_pool(y, camera, wrong, hours);
    const assay_scenario_pooled most =
        assay_scenario_pool(y, camera, wrong_or_open, hours);
    const double scale = y->logged_hours / y->hours;
    if (!(most.trials > 0) || !(y->hours > 0)) {
        figure->status = ASSAY_FIGURE_NO_DATA;
        return;
    }
    figure->value = scale * most.events / most.trials;
    figure->low = scale * least.of.ends.low;
    figure->high = scale * most.of.ends.high;
    figure->interval = "confidence";
    figure->confidence = y->options->common.confidence;
    figure->method = least.of.exact && most.of.exact
                         ? "exact Poisson"
                         : "cluster-robust score by day, t, no narrower than "
                           "exact";
    figure->events = (int64_t)most.events;
    figure->note = assay_ledger_text(&y->ledger, "%s; %s", y->hours_from,
                                     most.days > 1 ? assay_scenario_by_day
                                                   : assay_scenario_one_day);
    if (!(most.events > least.events)) return;
    figure->bounds[0] = scale * least.events / least.trials;
    figure->bounds[1] = figure->value;
}

static void add_hourly(assay_study_scenario *y, size_t cell, uint32_t camera)
{
    assay_at at[3];
    const assay_scenario_spot spot = assay_scenario_spot_at(y, 0);
    assay_entry entry =
        assay_scenario_entry(y, cell, &spot, at, "false alerts per hour");
    entry.figure.unit = "per hour";
    entry.figure.per = "hour";
    entry.figure.of = "hours that a camera watched";
    fill_hourly(y, camera, &entry.figure);
    (void)assay_scenario_add(y, &entry);
}

// Of the public only the camera is known: no other group has an hourly rate.
static void add_cameras(assay_study_scenario *y)
{
    for (size_t i = 1; i < y->job->cell_count; i++) {
        const uint32_t camera = assay_scenario_camera_of(y, i);
        if (camera != ASSAY_ANY_CAMERA) add_hourly(y, i, camera);
    }
}

// False alerts if those of no certain passage are merged within other times.
static void add_merging(assay_study_scenario *y)
{
    static const char *const columns[COLUMNS] = {
        "merge", "alerts of no certain passage", "all alerts",
        "all alerts per hour"};
    double merges[MERGES] = {0, 60, 300, y->options->merge};
    const double named = (double)(y->sorted.right + y->sorted.wrong);
    double values[MERGES * COLUMNS];
    size_t rows = 0;
    assay_sort(merges, MERGES);
    for (size_t i = 0; i < MERGES; i++) {
        const double seconds = merges[i];
        if (i && !(seconds > merges[i - 1])) continue;
        double *row = values + rows++ * COLUMNS;
        const size_t n = assay_scenario_merge(
            y->s, (int64_t)(seconds * (double)ASSAY_SECOND), NULL);
        row[0] = seconds;
        row[1] = (double)n;
        row[2] = (double)n + named;
        row[3] = row[2] / y->hours;
        assay_at at[3];
        assay_entry entry = assay_scenario_entry(y, 0, NULL, at,
                                                 "alerts of no certain "
                                                 "passage");
        at[entry.figure.at_count++] = (assay_at){"merge", seconds};
        entry.figure.unit = "count";
        entry.figure.per = "alert";
        entry.figure.value = (double)n;
        (void)assay_scenario_add(y, &entry);
    }
    const assay_curve curve = {
        .id = "merging",
        .name = "merging",
        .columns = columns,
        .column_count = COLUMNS,
        .values = values,
        .row_count = rows,
        .note = "alerts of no certain passage that name one person at one "
                "camera no more than so many seconds apart count once"};
    assay_ledger_curve(&y->ledger, &curve, 0);
}

// Passages of anybody with a false alert.
static void add_passages(assay_study_scenario *y)
{
    uint64_t wrong = 0, all = 0;
    const assay_scenario_spot spot = assay_scenario_spot_at(y, 0);
    for (size_t i = 0; i < y->s->count; i++) {
        const assay_opportunity *o = &y->s->passages[i];
        all += o->kept;
        wrong += o->kept && o->other_best >= spot.least;
    }
    assay_scenario_put_count(
        y, "passages with a false alert", wrong, "passage",
        assay_ledger_text(&y->ledger,
                          "of %llu, on the list or not: a count, no rate of "
                          "either",
                          (unsigned long long)all));
}

void assay_scenario_alerts(assay_study_scenario *y)
{
    const assay_scenario_sorted *a = &y->sorted;
    assay_scenario_precision(y);
    add_hourly(y, 0, ASSAY_ANY_CAMERA);
    add_cameras(y);
    add_passages(y);
    assay_scenario_put_count(y, "right alerts", verified_right(a), "alert",
                             "each person named in a passage once");
    assay_scenario_put_count(y, "false alerts", verified_wrong(a), "alert",
                             "each person named in a passage once");
    assay_scenario_put_count(y, "alerts not verified", a->loose_unknown,
                             "alert", NULL);
    assay_scenario_put_count(y, "alerts of no passage that name a volunteer",
                             a->seeded, "alert",
                             "kept out of every figure about the public");
    if (y->job->logs->has_basis)
        assay_scenario_put_count(
            y, "outcomes judged from pictures alone", y->s->seen.pictures,
            "alert", "rows of the log; the others by speaking to the person");
    add_merging(y);
}
