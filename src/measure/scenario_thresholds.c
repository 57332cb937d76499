// SPDX-License-Identifier: Apache-2.0
// Passages found and false alerts against the threshold, from the floor of the
// log on.
#include "measure/scenario_study.h"

#include "base/alloc.h"
#include "base/order.h"
#include "count/ranked.h"

#include <math.h>

enum { COLUMNS = 4, POINTS = 200 };
enum { OWN, OTHER, BESIDE, SERIES };

// Points of the curve, ascending, and how many passages of each series have
// their best score from one of them to before the next.
typedef struct series {
    double points[POINTS];
    size_t count;
    uint64_t from[SERIES][POINTS];
    uint64_t passages[SERIES];
} series;

// The last point at or below a score; SIZE_MAX: it is below all. Scores come in
// no order, so that steps which are taken or not would be guessed wrongly.
static size_t point_of(const series *s, double score)
{
    size_t low = 0, n = s->count;
    if (!n || !(s->points[0] <= score)) return SIZE_MAX;
    while (n > 1) {
        const size_t half = n / 2;
        low += s->points[low + half] <= score ? half : 0;
        n -= half;
    }
    return low;
}

static void take(series *s, int which, float best)
{
    s->passages[which]++;
    if (!(best > -INFINITY)) return;
    const size_t point = point_of(s, (double)best);
    if (point != SIZE_MAX) s->from[which][point]++;
}

static void collect(const assay_study_scenario *y, series *s)
{
    for (size_t i = 0; i < y->s->count; i++) {
        const assay_opportunity *o = &y->s->passages[i];
        if (!o->kept) continue;
        if (!o->beside) take(s, o->listed ? BESIDE : OTHER, o->other_best);
        if (o->listed) take(s, OWN, o->own_best);
    }
}

// Distinct scores of the log, thinned out evenly. False without memory.
static bool choose(const assay_study_scenario *y, series *s)
{
    const size_t n = y->s->rows.alert_count;
    ASSAY_AUTO(assay_drop) assay_ranked *all = assay_new(0, n, sizeof *all);
    size_t count = 0;
    if (!all) return false;
    for (size_t i = 0; i < n; i++)
        all[i] = (assay_ranked){assay_key_of(y->s->rows.alerts[i].score), 0};
    if (!assay_rank(all, n)) return false;
    for (size_t i = 0; i < n; i++)
        if (!count || all[i].key > all[count - 1].key) all[count++] = all[i];
    for (size_t i = 0; i < POINTS && i < count; i++) {
        const size_t at = count <= POINTS ? i : i * (count - 1) / (POINTS - 1);
        s->points[s->count++] = (double)assay_score_of((uint32_t)all[at].key);
    }
    return true;
}

static void add_curve(assay_study_scenario *y, const series *s)
{
    static const char *const columns[COLUMNS] = {"threshold", "TPIR", "FPIR",
                                                 "own entry set aside"};
    double values[POINTS * COLUMNS];
    uint64_t sums[SERIES] = {0};
    for (size_t i = s->count; i-- > 0;) {
        double *row = values + i * COLUMNS;
        row[0] = s->points[i];
        for (int k = 0; k < SERIES; k++) {
            sums[k] += s->from[k][i];
            row[1 + k] = s->passages[k]
                             ? (double)sums[k] / (double)s->passages[k]
                             : (double)NAN;
        }
    }
    const assay_curve curve = {
        .id = "rates by threshold",
        .name = "rates by threshold",
        .columns = columns,
        .column_count = COLUMNS,
        .values = values,
        .row_count = s->count,
        .note = "a candidate counts from the threshold on; alerts that may be "
                "another person's are left out, and of false alerts passages "
                "that others overlap"};
    assay_ledger_curve(&y->ledger, &curve, 0);
}

void assay_scenario_thresholds(assay_study_scenario *y)
{
    series s = {.count = 0};
    if (!choose(y, &s)) {
        y->ledger.no_memory = true;
        return;
    }
    collect(y, &s);
    if (s.count) add_curve(y, &s);
}
