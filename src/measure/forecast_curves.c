// SPDX-License-Identifier: Apache-2.0
// Curves: alerts against list size and threshold, and the share that is right
// against prevalence, as a band. Counts are of 1,000 passages.
#include "base/alloc.h"
#include "measure/forecast_study.h"
#include "measure/sentences.h"
#include "stats/elementary.h"

#include <math.h>

enum { SIZE_COLUMNS = 7, THRESHOLD_COLUMNS = 7, SHARE_COLUMNS = 4 };
enum { GRID_COLUMNS = 12 };
static const double BASE = 1000;

static const char *const size_columns[SIZE_COLUMNS] = {
    "watchlist_size", "wrong",      "wrong_low", "wrong_high",
    "right_low",      "right_high", "beyond"};
static const char *const threshold_columns[THRESHOLD_COLUMNS] = {
    "threshold", "wrong",     "wrong_low", "wrong_high",
    "found",     "found_low", "found_high"};
static const char *const share_columns[SHARE_COLUMNS] = {"prevalence", "right",
                                                         "low", "high"};
static const char *const grid_columns[GRID_COLUMNS] = {
    "threshold",  "watchlist_size", "prevalence", "wrong",
    "wrong_low",  "wrong_high",     "right",      "right_low",
    "right_high", "share",          "share_low",  "share_high"};

// Rows that a curve is made of.
typedef struct rows {
    double *values;
    size_t count;
} rows;

static rows make_rows(assay_forecast *f, size_t count, size_t columns)
{
    rows out = {assay_new(0, count * columns, sizeof(double)), 0};
    if (!out.values) f->ledger.no_memory = true;
    return out;
}

static void put_curve(assay_forecast *f, const char *name, const char *id,
                      const rows *from, const char *const *columns,
                      size_t column_count)
{
    const assay_cell everybody = {.people = UINT64_MAX};
    const assay_curve curve = {.id = id,
                               .name = name,
                               .columns = columns,
                               .column_count = column_count,
                               .values = from->values,
                               .row_count = from->count,
                               .note = "alerts of 1,000 passages; shares are "
                                       "proportions"};
    if (!id) f->ledger.no_memory = true;
    if (id && from->count)
        assay_ledger_curve(&f->ledger, &curve,
                           assay_ledger_cell(&f->ledger, &everybody));
}

static const char *shown(assay_forecast *f, double value)
{
    const char *text = assay_spoken_value(&f->ledger.arena, value);
    return text ? text : "";
}

static double share_at(const assay_forecast *f, size_t i)
{
    return f->prevalence_count ? f->prevalences[i] : (double)NAN;
}

static void put_ranged(double *to, assay_ranged x, double by)
{
    to[0] = by * x.value;
    to[1] = by * x.low;
    to[2] = by * x.high;
}

static void fill_size(const assay_forecast *f, double size,
                      const assay_forecast_rates *r, double *row)
{
    const size_t last = f->prevalence_count ? f->prevalence_count - 1 : 0;
    row[0] = size;
    put_ranged(row + 1, r->wrong, BASE);
    row[4] = BASE * share_at(f, 0) * r->found.low;
    row[5] = BASE * share_at(f, last) * r->found.high;
    row[6] = r->beyond ? 1 : 0;
}

// A step of the curve over list sizes: those asked for, or from a hundredth of
// the list tested to ten times it.
static double step_of(const assay_forecast *f, size_t i)
{
    const double top =
        f->most ? ASSAY_BEYOND_MOST * (double)f->most : (double)f->tested;
    const double low = f->tested >= 100 ? (double)f->tested / 100 : 1;
    const double part = (double)i / (ASSAY_FORECAST_SIZES - 1);
    if (f->options->sizes.numbers.count > 1)
        return i < f->size_count ? f->sizes[i].value : (double)NAN;
    return floor(low * assay_exp(assay_log(top / low) * part) + 0.5);
}

static void add_size(assay_forecast_source *s, double size, rows *out)
{
    const assay_forecast_rates r = assay_forecast_at(s, size);
    if (!r.no_wrong)
        fill_size(s->forecast, size, &r,
                  out->values + SIZE_COLUMNS * out->count++);
}

// The largest list that was searched is a step too: what lies beyond the test
// begins there.
void assay_forecast_curve_sizes(assay_forecast_source *s,
                                const assay_forecast_threshold *threshold)
{
    assay_forecast *f = s->forecast;
    rows out =
        make_rows(f, ASSAY_FORECAST_SIZES + f->size_count + 1, SIZE_COLUMNS);
    const size_t steps = f->options->sizes.numbers.count > 1
                             ? f->size_count
                             : (size_t)ASSAY_FORECAST_SIZES;
    const double most = (double)f->most;
    double before = 0;
    for (size_t i = 0; out.values && i < steps; i++) {
        const double size = step_of(f, i);
        if (!(size > before)) continue;
        if (before > 0 && before < most && most < size) add_size(s, most, &out);
        before = size;
        add_size(s, size, &out);
    }
    if (out.values)
        put_curve(f, "alerts by watchlist size",
                  assay_ledger_text(&f->ledger,
                                    "alerts by watchlist size,threshold=%s",
                                    shown(f, threshold->value)),
                  &out, size_columns, SIZE_COLUMNS);
    assay_free(out.values);
}

// Prevalences of the band: the range asked for, or 1 in a million to 1 in 10.
static double band_at(const assay_forecast *f, size_t i)
{
    const double part = (double)i / (ASSAY_FORECAST_PREVALENCES - 1);
    if (f->prevalence_range) return f->prevalences[i];
    return 1e-6 * assay_exp(assay_log(1e5) * part);
}

void assay_forecast_curve_shares(assay_forecast *f,
                                 const assay_forecast_threshold *threshold,
                                 double size, const assay_forecast_rates *r)
{
    if (r->no_wrong || r->no_found) return;
    rows out = make_rows(f, ASSAY_FORECAST_PREVALENCES, SHARE_COLUMNS);
    for (size_t i = 0; out.values && i < ASSAY_FORECAST_PREVALENCES; i++) {
        double *row = out.values + SHARE_COLUMNS * out.count++;
        row[0] = band_at(f, i);
        put_ranged(row + 1,
                   assay_alerts_right(row[0], &r->found, &r->wrong, r->beyond),
                   1);
    }
    if (out.values)
        put_curve(f, "share of alerts right",
                  assay_ledger_text(
                      &f->ledger,
                      "share of alerts right,threshold=%s,watchlist_size=%s",
                      shown(f, threshold->value), shown(f, size)),
                  &out, share_columns, SHARE_COLUMNS);
    assay_free(out.values);
}

bool assay_forecast_table_make(assay_forecast *f, assay_forecast_table *t)
{
    const size_t cells = f->threshold_count * f->size_count;
    const size_t shares = f->prevalence_count ? f->prevalence_count : 1;
    *t = (assay_forecast_table){.forecast = f};
    t->wanted = f->options->sizes.numbers.count > 1 &&
                f->options->thresholds.numbers.count > 1;
    t->by_threshold =
        assay_new(0, cells * THRESHOLD_COLUMNS, sizeof *t->by_threshold);
    if (t->wanted)
        t->grid = assay_new(0, cells * shares * GRID_COLUMNS, sizeof *t->grid);
    if (t->by_threshold && (t->grid || !t->wanted)) return true;
    f->ledger.no_memory = true;
    return false;
}

static void add_grid(assay_forecast_table *t, double threshold, double size,
                     const assay_forecast_rates *r)
{
    const assay_forecast *f = t->forecast;
    const size_t shares = f->prevalence_count ? f->prevalence_count : 1;
    for (size_t i = 0; i < shares; i++) {
        double *row = t->grid + GRID_COLUMNS * t->grid_rows++;
        const double p = share_at(f, i);
        row[0] = threshold;
        row[1] = size;
        row[2] = p;
        put_ranged(row + 3, r->wrong, BASE);
        put_ranged(row + 6, r->found, BASE * p);
        put_ranged(row + 9,
                   assay_alerts_right(p, &r->found, &r->wrong, r->beyond), 1);
    }
}

void assay_forecast_table_add(assay_forecast_table *t, double threshold,
                              size_t at, const assay_forecast_rates *r)
{
    const assay_forecast *f = t->forecast;
    double *row = t->by_threshold +
                  THRESHOLD_COLUMNS * (at * f->threshold_count + t->rows[at]);
    if (r->no_wrong || r->no_found) return;
    t->rows[at]++;
    row[0] = threshold;
    put_ranged(row + 1, r->wrong, BASE);
    put_ranged(row + 4, r->found, 1);
    if (t->wanted) add_grid(t, threshold, f->sizes[at].value, r);
}

// Thresholds go by from the strictest down; a curve runs upwards.
static void turn(double *values, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        double *a = values + THRESHOLD_COLUMNS * i;
        double *b = values + THRESHOLD_COLUMNS * (count - 1 - i);
        for (size_t k = 0; k < THRESHOLD_COLUMNS; k++) {
            const double kept = a[k];
            a[k] = b[k];
            b[k] = kept;
        }
    }
}

void assay_forecast_table_end(assay_forecast_table *t)
{
    assay_forecast *f = t->forecast;
    const rows grid = {t->grid, t->grid_rows};
    for (size_t i = 0; i < f->size_count && t->by_threshold; i++) {
        const rows one = {t->by_threshold +
                              THRESHOLD_COLUMNS * i * f->threshold_count,
                          t->rows[i]};
        if (!f->sizes[i].told || one.count < 2) continue;
        if (one.values[0] > one.values[THRESHOLD_COLUMNS])
            turn(one.values, one.count);
        put_curve(f, "alerts by threshold",
                  assay_ledger_text(&f->ledger,
                                    "alerts by threshold,watchlist_size=%s",
                                    shown(f, f->sizes[i].value)),
                  &one, threshold_columns, THRESHOLD_COLUMNS);
    }
    if (t->grid)
        put_curve(f, "forecast grid", "forecast grid", &grid, grid_columns,
                  GRID_COLUMNS);
    assay_free(t->by_threshold);
    assay_free(t->grid);
}
