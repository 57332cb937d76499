// SPDX-License-Identifier: Apache-2.0
#include "measure/curves.h"

#include "base/alloc.h"
#include "base/order.h"
#include "base/text.h"
#include "measure/floor.h"
#include "measure/joint.h"
#include "measure/thin.h"

#include <math.h>
#include <stdlib.h>

enum { THRESHOLD, FMR, FNMR, TMR, MATCHES, NON_MATCHES, COLUMNS };

static const char *const columns[COLUMNS] = {
    "threshold", "FMR", "FNMR", "TMR", "false matches", "false non-matches"};

enum { BAND_FMR, BAND_FNMR, BAND_LOW, BAND_HIGH, BAND_COLUMNS };

static const char *const band_columns[BAND_COLUMNS] = {"FMR", "FNMR", "low",
                                                       "high"};

// The edges of all buckets and the one above the last, ascending.
static size_t edges(const assay_view *view, assay_step *steps)
{
    uint64_t matches = assay_view_at_or_above(view, ASSAY_NON_MATED, 0);
    uint64_t non_matches = 0;
    uint32_t above = 0;
    size_t n = 0;
    for (size_t i = 0; i < view->bucket_count; i++) {
        const assay_bucket *bucket = &view->buckets[i];
        const uint32_t key = bucket->bucket << 16;
        // An edge below which nothing new lies is no step.
        if (!assay_floor_blind(view) || key > view->floor)
            steps[n++] = (assay_step){key, matches, non_matches};
        matches -= bucket->count[ASSAY_NON_MATED];
        non_matches += bucket->count[ASSAY_MATED];
        above = bucket->bucket + 1;
    }
    if (above <= ASSAY_KEY_PLUS_INFINITY >> 16)
        steps[n++] = (assay_step){above << 16, matches, non_matches};
    return n;
}

static int by_key(const void *a, const void *b)
{
    const assay_step *x = a;
    const assay_step *y = b;
    return x->key < y->key ? -1 : x->key > y->key;
}

// Adds the operating points; the band's are edges already. Points that no
// threshold can express are left out.
static size_t with_points(const assay_part *part, assay_step *steps, size_t n)
{
    const assay_view *view = part->view;
    if (view->floor)
        steps[n++] = (assay_step){view->floor + 1, view->floor_matches,
                                  view->floor_non_matches};
    for (size_t p = 0; p < view->point_count; p++) {
        const assay_point *point = &view->points[p];
        if (point->purpose == ASSAY_FOR_BAND) continue;
        if (view->floor && point->key <= view->floor) continue;
        steps[n++] = (assay_step){point->key, view->events[p].false_matches,
                                  view->events[p].false_non_matches};
    }
    qsort(steps, n, sizeof *steps, by_key);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        const bool again = kept && steps[i].key == steps[kept - 1].key;
        const double threshold =
            assay_study_threshold(part->verification, steps[i].key);
        if (!again && !__builtin_isnan(threshold)) steps[kept++] = steps[i];
    }
    return kept;
}

static void fill(const assay_part *part, const assay_step *step, double *row)
{
    const assay_view *view = part->view;
    const uint64_t mated = view->trials[ASSAY_MATED];
    row[THRESHOLD] = assay_study_threshold(part->verification, step->key);
    row[FMR] =
        (double)step->false_matches / (double)view->trials[ASSAY_NON_MATED];
    row[FNMR] = (double)step->false_non_matches / (double)mated;
    row[TMR] = (double)(mated - step->false_non_matches) / (double)mated;
    row[MATCHES] = (double)step->false_matches;
    row[NON_MATCHES] = (double)step->false_non_matches;
}

static const char *note(const assay_part *part)
{
    static const char exact[] =
        "each row is an exact count; what lies between two rows is not drawn";
    const assay_view *view = part->view;
    if (!assay_floor_blind(view) && !assay_floor_sampled(view)) return exact;
    const char *kept = assay_floor_sampled(view) ? assay_floor_sample_note(part)
                                                 : assay_floor_note(part);
    return assay_ledger_text(
        &part->verification->ledger,
        assay_floor_sampled(view)
            ? "up to %llu false matches each row is an exact count, from there "
              "on: %s"
            : "each row is an exact count up to %llu false matches: %s",
        (unsigned long long)view->floor_matches, kept ? kept : "");
}

static void add(const assay_part *part, const assay_step *steps, size_t n)
{
    assay_ledger *ledger = &part->verification->ledger;
    double *rows = assay_new(0, n * COLUMNS, sizeof *rows);
    if (!rows) {
        ledger->no_memory = true;
        return;
    }
    for (size_t i = 0; i < n; i++) fill(part, &steps[i], &rows[i * COLUMNS]);
    const assay_curve curve = {.name = "DET",
                               .columns = columns,
                               .column_count = COLUMNS,
                               .values = rows,
                               .row_count = n,
                               .note = note(part)};
    assay_ledger_curve(ledger, &curve, part->cell);
    assay_free(rows);
}

void assay_curves_det(const assay_part *part)
{
    const assay_view *view = part->view;
    if (!view->trials[ASSAY_MATED] || !view->trials[ASSAY_NON_MATED]) return;
    assay_step *steps =
        assay_new(0, view->bucket_count + 2 + view->point_count, sizeof *steps);
    if (!steps) {
        part->verification->ledger.no_memory = true;
        return;
    }
    size_t n = edges(view, steps);
    n = assay_thin(steps, n, ASSAY_DET_POINTS);
    add(part, steps, with_points(part, steps, n));
    assay_free(steps);
}

// The bucket edge whose FMR is nearest to `rate` (as a ratio), or 0.
static uint32_t nearest_edge(const assay_view *view, double rate)
{
    const double trials = (double)view->trials[ASSAY_NON_MATED];
    uint64_t matches = 0;
    double before = 0;
    for (size_t i = view->bucket_count; i-- > 0;) {
        const assay_bucket *bucket = &view->buckets[i];
        // Who errs at an edge is known above the floor.
        if (view->floor && bucket->bucket << 16 <= view->floor) return 0;
        matches += bucket->count[ASSAY_NON_MATED];
        const double fmr = (double)matches / trials;
        if (fmr < rate) {
            before = fmr;
            continue;
        }
        // Nearest as a ratio: fmr / rate against rate / before.
        if (before > 0 && rate * rate < fmr * before)
            return view->buckets[i + 1].bucket << 16;
        return bucket->bucket << 16;
    }
    return 0;
}

size_t assay_curves_band_keys(const assay_view *tallied,
                              uint32_t keys[ASSAY_BAND_POINTS])
{
    static const double steps[] = {1, 2, 5};
    const double least = 1.0 / (double)tallied->trials[ASSAY_NON_MATED];
    size_t n = 0;
    double decade = 1e-9;
    if (!tallied->trials[ASSAY_MATED] || !tallied->trials[ASSAY_NON_MATED])
        return 0;
    for (int d = 0; d < 9; d++, decade *= 10)
        for (int s = 0; s < 3; s++) {
            const double rate = steps[s] * decade;
            if (rate < least || n == ASSAY_BAND_POINTS) continue;
            const uint32_t key = nearest_edge(tallied, rate);
            if (key && (!n || keys[n - 1] != key)) keys[n++] = key;
        }
    return n;
}

// The points of the band, from the strictest on, so that FMR ascends.
static size_t band_points(const assay_view *view,
                          size_t points[ASSAY_BAND_POINTS])
{
    size_t n = 0;
    for (size_t p = view->point_count; p-- > 0 && n < ASSAY_BAND_POINTS;)
        if (view->points[p].purpose == ASSAY_FOR_BAND) points[n++] = p;
    return n;
}

static double fmr_at(const assay_view *view, size_t p)
{
    return (double)view->events[p].false_matches /
           (double)view->trials[ASSAY_NON_MATED];
}

// What is said of a band, and at which points.
typedef struct banding {
    size_t points[ASSAY_BAND_POINTS];
    size_t count;
    double confidence; // of each point
    uint32_t replicates;
} banding;

// Leaves points out that replicates do not reach. Where nothing can be said of
// all at once the band stays pointwise.
static void hold_all(const assay_part *part, banding *b)
{
    const assay_band_source *source = part->verification->band;
    double alphas[ASSAY_BAND_POINTS];
    bool reached[ASSAY_BAND_POINTS];
    assay_band all;
    for (size_t i = 0; i < b->count; i++)
        alphas[i] = fmr_at(part->view, b->points[i]);
    if (!assay_band_make(source, alphas, b->count, b->confidence, reached,
                         &all)) {
        part->verification->ledger.no_memory = true;
        return;
    }
    if (__builtin_isnan(all.confidence)) return;
    size_t kept = 0;
    for (size_t i = 0; i < b->count; i++)
        if (reached[i]) b->points[kept++] = b->points[i];
    b->count = kept;
    b->confidence = all.confidence;
    b->replicates = all.replicates;
}

static size_t fill_band(assay_part *part, const banding *b, double *rows)
{
    const double confidence = part->crowd.confidence;
    size_t n = 0;
    part->crowd.confidence = b->confidence;
    for (size_t i = 0; i < b->count; i++) {
        const assay_estimate rate =
            assay_joint_fnmr(&part->crowd, b->points[i], ASSAY_BY_COMPARISON);
        if (!rate.method) continue;
        double *row = &rows[n++ * BAND_COLUMNS];
        row[BAND_FMR] = fmr_at(part->view, b->points[i]);
        row[BAND_FNMR] = rate.value;
        row[BAND_LOW] = rate.low;
        row[BAND_HIGH] = rate.high;
    }
    part->crowd.confidence = confidence;
    return n;
}

static const char *band_note(const assay_part *part, const banding *b)
{
    char each[32];
    assay_print_double(b->confidence, 5, each);
    if (!b->replicates)
        return "pointwise: the interval of FNMR at each FMR alone, not a band "
               "that holds the whole curve";
    return assay_ledger_text(
        &part->verification->ledger,
        "simultaneous: the whole curve at once; each point at %s, from %lu "
        "replicates of the people",
        each, (unsigned long)b->replicates);
}

void assay_curves_band(assay_part *part)
{
    double rows[ASSAY_BAND_POINTS * BAND_COLUMNS];
    banding band = {.confidence = part->crowd.confidence};
    band.count = band_points(part->view, band.points);
    if (part->verification->band && part->view->has_people && band.count)
        hold_all(part, &band);
    const size_t n = fill_band(part, &band, rows);
    if (!n) return;
    const assay_curve curve = {.name = "DET band",
                               .columns = band_columns,
                               .column_count = BAND_COLUMNS,
                               .values = rows,
                               .row_count = n,
                               .note = band_note(part, &band)};
    assay_ledger_curve(&part->verification->ledger, &curve, part->cell);
}
