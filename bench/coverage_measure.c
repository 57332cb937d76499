// SPDX-License-Identifier: Apache-2.0
// Intervals of one sample of comparisons: the counts and the measures are those
// of the product; other methods stand beside.
#include "bench/coverage.h"

#include "base/order.h"
#include "count/counter.h"
#include "measure/clusters.h"
#include "measure/joint.h"
#include "measure/points.h"
#include "stats/det.h"
#include "stats/normal.h"
#include "stats/replicates.h"
#include "stats/student.h"
#include "stats/threshold.h"

#include <math.h>
#include <string.h>

static const double CONFIDENCE = 0.95;

static void put(cover_outcome *row, cover_method method, assay_interval ends,
                double truth)
{
    row[method] = (cover_outcome){ends.low, ends.high, truth};
}

static assay_interval ends_of(const assay_estimate *rate)
{
    return (assay_interval){rate->low, rate->high};
}

// The delete-one variance serves "at most"; where it is no wider, the printed
// interval does.
static assay_interval wide_of(const assay_estimate *rate)
{
    if (rate->guard_low == rate->guard_low)
        return (assay_interval){rate->guard_low, rate->guard_high};
    return ends_of(rate);
}

// z in place of t.
static assay_interval normal_of(const assay_estimate *rate)
{
    if (!(rate->effective > 0)) return ends_of(rate);
    return assay_wilson(rate->value, rate->effective,
                        assay_normal_two_sided(CONFIDENCE));
}

static void put_rate(cover_outcome *row, const assay_estimate *headline,
                     const assay_estimate *micro, const double truth[2])
{
    put(row, COVER_PRINTED, ends_of(headline), truth[0]);
    put(row, COVER_WIDE, wide_of(headline), truth[0]);
    put(row, COVER_NORMAL_Z, normal_of(headline), truth[0]);
    put(row, COVER_INDEPENDENT,
        assay_wilson_counts((double)micro->events, (double)micro->trials,
                            CONFIDENCE),
        truth[1]);
    if (micro != headline) put(row, COVER_MICRO, ends_of(micro), truth[1]);
}

typedef struct view_of {
    const cover_cell *cell;
    const cover_given *given;
    cover_replicates replicates;
    assay_view *view;
    assay_crowd crowd;
} view_of;

static void measure_rate(view_of *v, size_t p, bool mated,
                         const double truth[2], cover_outcome *row)
{
    assay_estimate (*estimate)(assay_crowd *, size_t, assay_weighting) =
        mated ? assay_estimate_fnmr : assay_estimate_fmr;
    const bool unequal =
        mated ? v->crowd.unequal_mated : v->crowd.unequal_non_mated;
    const assay_estimate micro = estimate(&v->crowd, p, ASSAY_BY_COMPARISON);
    if (!unequal) {
        put_rate(row, &micro, &micro, truth);
        return;
    }
    const assay_estimate balanced = estimate(&v->crowd, p, ASSAY_BY_SUBJECT);
    put_rate(row, &balanced, &micro, truth);
}

// Beside it as OTHER: as if the threshold had been given.
static void measure_at_target(view_of *v, size_t p, const double truth[2],
                              cover_outcome *row)
{
    const bool unequal = v->crowd.unequal_mated;
    const assay_estimate micro =
        assay_joint_fnmr(&v->crowd, p, ASSAY_BY_COMPARISON);
    const assay_estimate balanced =
        unequal ? assay_joint_fnmr(&v->crowd, p, ASSAY_BY_SUBJECT) : micro;
    put_rate(row, &balanced, unequal ? &micro : &balanced, truth);
    const assay_estimate given = assay_estimate_fnmr(
        &v->crowd, p, unequal ? ASSAY_BY_SUBJECT : ASSAY_BY_COMPARISON);
    put(row, COVER_OTHER, ends_of(&given), truth[0]);
    row[COVER_WIDE] = (cover_outcome){NAN, NAN, NAN};
}

// Beside it as OTHER: Wilson's interval of the same variance and t.
static void measure_summary(const assay_summary *summary, double truth,
                            cover_outcome *row)
{
    if (!summary->method) return;
    const double p = summary->value, v = summary->variance;
    const double t = assay_student_two_sided(CONFIDENCE, summary->nu);
    const double z = assay_normal_two_sided(CONFIDENCE);
    put(row, COVER_PRINTED, (assay_interval){summary->low, summary->high},
        truth);
    put(row, COVER_NORMAL_Z, assay_logit_interval(p, v, z), truth);
    put(row, COVER_OTHER, assay_wilson(p, p * (1 - p) / v, t), truth);
}

static size_t point_of(const view_of *v, assay_purpose purpose, double target)
{
    return assay_points_find(v->view, purpose, target,
                             purpose != ASSAY_FOR_THRESHOLD);
}

// --- with replicates --------------------------------------------------------

static void measure_percentile(const view_of *v, double alpha, double truth,
                               cover_outcome *row)
{
    const cover_cell *cell = v->cell;
    for (size_t k = 0; k < cell->band_points; k++) {
        if (cell->band_alphas[k] != alpha) continue;
        double *x = v->replicates.fnmr + k * COVER_REPLICATES;
        const size_t n = assay_replicates_sort(x, COVER_REPLICATES);
        put(row, COVER_BOOTSTRAP, assay_replicates_percentile(x, n, CONFIDENCE),
            truth);
    }
}

// Intervals at all FMRs at once. The ends that are told lie around 1, which is
// within them where all hold; their distance is the mean width.
static cover_outcome band_of(view_of *v, double confidence)
{
    const cover_cell *cell = v->cell;
    double width = 0;
    bool below = false, above = false, none = false;
    v->crowd.confidence = confidence;
    for (size_t k = 0; k < cell->band_points; k++) {
        const size_t p = point_of(v, ASSAY_FOR_TARGET, cell->band_alphas[k]);
        if (p == v->view->point_count) return (cover_outcome){NAN, NAN, NAN};
        const double truth = cell->band_truths[k];
        const assay_estimate e =
            assay_joint_fnmr(&v->crowd, p, ASSAY_BY_COMPARISON);
        none |= !e.method;
        below |= truth < e.low;
        above |= truth > e.high;
        width += (e.high - e.low) / truth / (double)cell->band_points;
    }
    v->crowd.confidence = CONFIDENCE;
    if (none) return (cover_outcome){NAN, NAN, NAN};
    const double middle = above ? 1 - 0.6 * width : below ? 1 + 0.6 * width : 1;
    return (cover_outcome){middle - 0.5 * width, middle + 0.5 * width, 1};
}

// Beside the band as OTHER: pointwise intervals taken for one.
static void measure_band(view_of *v, cover_outcome *row)
{
    const double c = v->replicates.farthest;
    row[COVER_OTHER] = band_of(v, CONFIDENCE);
    if (c == c) row[COVER_PRINTED] = band_of(v, 1 - 2 * assay_normal_cdf(-c));
}

// Which of cell->at belongs to the i-th figure: they are in one order.
static void measure_figures(view_of *v, cover_outcome *outcome)
{
    const cover_cell *cell = v->cell;
    const double *balanced = v->given->balanced;
    for (size_t i = 0; i < cell->figure_count; i++) {
        const cover_figure *figure = &cell->figures[i];
        const double truth[2] = {balanced ? balanced[i] : figure->truth,
                                 figure->truth};
        cover_outcome *row = outcome + i * COVER_METHODS;
        const bool at = figure->family == COVER_FNMR_AT;
        const bool summary = figure->family > COVER_FNMR_AT;
        if (figure->family == COVER_BAND) {
            measure_band(v, row);
            continue;
        }
        const size_t p =
            summary ? point_of(v, ASSAY_FOR_EER, NAN)
                    : point_of(v, at ? ASSAY_FOR_TARGET : ASSAY_FOR_THRESHOLD,
                               cell->at[i]);
        if (p == v->view->point_count) continue;
        if (at) {
            measure_at_target(v, p, truth, row);
            measure_percentile(v, cell->at[i], figure->truth, row);
        } else if (!summary) {
            measure_rate(v, p, figure->family == COVER_FNMR, truth, row);
        } else {
            const assay_summary s = figure->family == COVER_EER
                                        ? assay_joint_eer(&v->crowd, p)
                                        : assay_joint_auc(&v->crowd);
            measure_summary(&s, figure->truth, row);
        }
    }
}

static size_t points_of(const cover_cell *cell, uint64_t others,
                        assay_point *points)
{
    size_t n = 0;
    for (size_t i = 0; i < cell->figure_count; i++) {
        const cover_family family = cell->figures[i].family;
        const double at = cell->at[i];
        if (family == COVER_FNMR_AT) {
            const uint64_t most = assay_allowed(at, others);
            if (most >= ASSAY_FEW_EVENTS)
                points[n++] = (assay_point){.purpose = ASSAY_FOR_TARGET,
                                            .target = at,
                                            .most = most,
                                            .own = true};
        } else if (family < COVER_FNMR_AT) {
            points[n++] = (assay_point){.purpose = ASSAY_FOR_THRESHOLD,
                                        .target = at,
                                        .key = assay_key_of((float)at)};
        }
    }
    for (size_t i = 0; i < cell->band_points; i++)
        points[n++] =
            (assay_point){.purpose = ASSAY_FOR_TARGET,
                          .target = cell->band_alphas[i],
                          .most = assay_allowed(cell->band_alphas[i], others),
                          .own = true};
    points[n++] =
        (assay_point){.purpose = ASSAY_FOR_EER, .target = NAN, .own = true};
    return n;
}

static bool add_all(assay_counter *counter, const cover_sample *s)
{
    assay_error err = {0};
    for (size_t i = 0; i < s->count; i += ASSAY_BLOCK_ROWS) {
        const size_t left = s->count - i;
        const assay_block block = {
            .rows = left < ASSAY_BLOCK_ROWS ? left : ASSAY_BLOCK_ROWS,
            .score = s->score + i,
            .probe = s->probe + i,
            .reference = s->reference + i};
        if (assay_counter_add(counter, &block, &err)) return false;
    }
    for (size_t i = 0; i < s->mates; i += ASSAY_BLOCK_ROWS) {
        const size_t left = s->mates - i;
        const assay_block block = {
            .rows = left < ASSAY_BLOCK_ROWS ? left : ASSAY_BLOCK_ROWS,
            .mated = true,
            .score = s->mated_score + i,
            .probe = s->mated + i,
            .reference = s->mated + i};
        if (assay_counter_add(counter, &block, &err)) return false;
    }
    return true;
}

static bool count_and_measure(assay_counter *counter, view_of *v,
                              cover_outcome *outcome)
{
    const cover_sample *s = v->given->sample;
    const assay_view_request everybody = {0};
    assay_error err = {0};
    assay_point points[COVER_FIGURES + COVER_BAND_POINTS + 1];
    if (!add_all(counter, s) ||
        assay_counter_close(counter, s->people, NULL, &err) ||
        assay_counter_view(counter, &everybody, &v->view, &err))
        return false;
    const size_t n = points_of(v->cell, s->count, points);
    if (assay_counter_finish(counter, v->view, points, n, &err)) return false;
    if (!assay_crowd_begin(v->view, CONFIDENCE, &v->crowd)) return false;
    measure_figures(v, outcome);
    assay_crowd_end(&v->crowd);
    return true;
}

bool cover_measure(const cover_cell *cell, const cover_given *given,
                   cover_outcome *outcome)
{
    const assay_counter_options options = {.spool = "/tmp", .people = true};
    assay_counter *counter = NULL;
    assay_error err = {0};
    view_of v = {.cell = cell, .given = given};
    if (assay_counter_new(&options, &counter, &err)) return false;
    const bool done =
        (cell->band_points == 0 ||
         cover_resample(cell, given->sample, given->run, &v.replicates)) &&
        count_and_measure(counter, &v, outcome);
    assay_free(v.replicates.fnmr);
    assay_view_free(v.view);
    assay_counter_free(counter);
    return done;
}
