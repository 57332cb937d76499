// SPDX-License-Identifier: Apache-2.0
#include "measure/verification.h"

#include "base/alloc.h"
#include "base/order.h"
#include "measure/attacks.h"
#include "measure/choose.h"
#include "measure/contrasts.h"
#include "measure/curves.h"
#include "measure/histogram.h"
#include "measure/identification.h"
#include "measure/operating.h"
#include "measure/points.h"
#include "measure/quality.h"
#include "measure/require.h"
#include "measure/statements.h"
#include "measure/study.h"
#include "measure/summary.h"
#include "measure/totals.h"
#include "measure/warnings.h"
#include "measure/wilks.h"

#include <math.h>

double assay_study_score(const assay_verification *v, uint32_t key)
{
    const double score = (double)assay_score_of(key);
    return v->facts->distance ? 0.0 - score : score;
}

double assay_study_threshold(const assay_verification *v, uint32_t key)
{
    if (key < ASSAY_KEY_MINUS_INFINITY) key = ASSAY_KEY_MINUS_INFINITY;
    if (v->options->rule == ASSAY_GT) key = assay_key_before(key);
    if (key < ASSAY_KEY_MINUS_INFINITY) return NAN;
    if (key > ASSAY_KEY_PLUS_INFINITY) return NAN;
    return assay_study_score(v, key);
}

const char *assay_study_rule(const assay_verification *v)
{
    static const char *const rules[2][2] = {{"ge", "gt"}, {"le", "lt"}};
    return rules[v->facts->distance][v->options->rule == ASSAY_GT];
}

static assay_status check(const assay_options *options, assay_error *err)
{
    if (!(options->confidence > 0 && options->confidence < 1))
        return assay_fail(err, ASSAY_EUSAGE,
                          "--confidence lies between 0 and 1, as in 0.95");
    ASSAY_TRY(assay_contrasts_check(options, err));
    return assay_require_check(&options->require, err);
}

static void drop(assay_verification **v)
{
    assay_verification_free(*v);
}

assay_status assay_verification_new(const assay_scores_options *options,
                                    const assay_row_facts *facts,
                                    assay_result *result,
                                    assay_verification **out, assay_error *err)
{
    *out = NULL;
    ASSAY_TRY(check(&options->common, err));
    ASSAY_AUTO(drop) assay_verification *v = assay_new(sizeof *v, 0, 0);
    if (!v) return assay_fail_memory(err, "the figures");
    v->options = options;
    v->facts = facts;
    v->result = result;
    ASSAY_TRY(assay_points_plan(v, err));
    *out = v;
    v = NULL;
    return ASSAY_OK;
}

const assay_point *assay_verification_points(assay_verification *v,
                                             const assay_view *tallied,
                                             size_t *count)
{
    *count = 0;
    if (!assay_points_list(v, tallied)) return NULL;
    *count = v->point_count;
    return v->points;
}

static bool all_equal(const assay_view *view)
{
    const uint32_t *low = view->key_low, *high = view->key_high;
    const bool mated = view->trials[ASSAY_MATED] > 0;
    const bool other = view->trials[ASSAY_NON_MATED] > 0;
    if (view->trials[ASSAY_MATED] + view->trials[ASSAY_NON_MATED] < 2)
        return false;
    if (mated && low[ASSAY_MATED] != high[ASSAY_MATED]) return false;
    if (other && low[ASSAY_NON_MATED] != high[ASSAY_NON_MATED]) return false;
    return !mated || !other || low[ASSAY_MATED] == low[ASSAY_NON_MATED];
}

// What statements and warnings need of everybody.
static void remember(assay_verification *v, const assay_view *view)
{
    v->seen_everybody = true;
    v->has_people = view->has_people;
    v->all_equal = all_equal(view);
    for (int c = 0; c < ASSAY_CLASSES; c++) {
        const uint64_t count = view->mode_count[c], trials = view->trials[c];
        v->trials[c] = trials;
        if (count < 2 || (double)count <= 0.01 * (double)trials) continue;
        v->heavy_count[c] = count;
        v->heavy_score[c] = assay_study_score(v, view->mode_key[c]);
    }
    assay_points_learn(v, view);
}

static void measure(assay_part *part)
{
    const bool curves = !part->verification->options->rates_only &&
                        !part->view->same_references;
    assay_totals_counts(part);
    assay_operating_add(part);
    assay_summary_add(part);
    if (!part->view->same_references) assay_totals_failures(part);
    if (!curves) return;
    assay_curves_det(part);
    if (part->view->label_count) return;
    assay_curves_band(part);
    assay_histogram_add(part);
}

assay_status assay_verification_view(assay_verification *v,
                                     const assay_view *view, assay_error *err)
{
    assay_part part = {.verification = v, .view = view};
    const double confidence = v->options->common.confidence;
    if (!view->label_count) remember(v, view);
    if (!assay_crowd_begin(view, confidence, &part.crowd))
        return assay_fail_memory(err, "the people");
    if (!view->label_count) assay_wilks_settle(v, &part.crowd);
    const assay_cell cell = {.labels = view->labels,
                             .label_count = view->label_count,
                             .unknown = view->unknown,
                             .people = view->has_people ? part.crowd.probes
                                                        : UINT64_MAX};
    part.cell = assay_ledger_cell(&v->ledger, &cell);
    if (!v->ledger.no_memory) measure(&part);
    assay_crowd_end(&part.crowd);
    return v->ledger.no_memory ? assay_fail_memory(err, "the figures")
                               : ASSAY_OK;
}

assay_ledger *assay_verification_ledger(assay_verification *v)
{
    return &v->ledger;
}

void assay_verification_with(assay_verification *v,
                             const assay_identification *searches)
{
    v->searches = searches;
}

void assay_verification_gated(assay_verification *v, assay_quality *quality)
{
    v->quality = quality;
}

void assay_verification_attacked(assay_verification *v,
                                 const assay_attack_set *set)
{
    v->attacks = set;
}

void assay_verification_resample(assay_verification *v,
                                 const assay_band_source *source)
{
    v->band = source;
}

assay_status assay_verification_end(assay_verification *v, assay_error *err)
{
    assay_ledger *ledger = &v->ledger;
    ASSAY_AUTO(assay_contrasts_end) assay_contrasts contrasts = {.count = 0};
    const size_t suppressed =
        assay_ledger_suppress(ledger, v->options->common.min_subjects);
    ASSAY_TRY(
        assay_contrasts_make(ledger, &v->options->common, &contrasts, err));
    assay_ledger_blank(ledger);
    assay_warnings_add(v, suppressed);
    if (v->searches)
        assay_identification_tell(v->searches, ledger, v->result);
    else
        assay_statements_add(v);
    if (v->chosen) assay_choose_tell(v);
    if (v->quality) assay_quality_tell(v->quality);
    if (v->attacks) assay_attacks_tell(v, v->attacks);
    if (ledger->no_memory) return assay_fail_memory(err, "the figures");
    ASSAY_TRY(assay_require_hold(&v->options->common.require, ledger, v->result,
                                 err));
    assay_ledger_flush(ledger, v->result);
    return ledger->no_memory ? assay_fail_memory(err, "the figures") : ASSAY_OK;
}

void assay_verification_free(assay_verification *v)
{
    if (!v) return;
    assay_ledger_end(&v->ledger);
    assay_free(v->targets);
    assay_free(v->given);
    assay_free(v->points);
    assay_free(v->probes);
    assay_free(v);
}
