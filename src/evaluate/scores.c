// SPDX-License-Identifier: Apache-2.0
#include "assay/scores.h"

#include "base/alloc.h"
#include "evaluate/choosing.h"
#include "evaluate/intake.h"
#include "evaluate/record.h"
#include "evaluate/review.h"
#include "evaluate/scores_band.h"
#include "evaluate/transfer.h"
#include "measure/quality.h"
#include "measure/require.h"

#include <string.h>

void assay_scores_options_default(assay_scores_options *options)
{
    memset(options, 0, sizeof *options);
    assay_options_default(&options->common);
    options->rule = ASSAY_GE;
}

// Everything that an evaluation holds, ended together.
typedef struct work {
    assay_scores_options options; // with the thresholds taken over
    assay_numbers_taken taken;
    assay_scores_intake *intake;
    assay_result *result;
    assay_verification *verification;
    assay_quality *quality; // NULL: not asked for
    assay_scores_band band;
} work;

static void drop_work(work *w)
{
    assay_quality_free(w->quality);
    assay_verification_free(w->verification);
    assay_scores_band_end(&w->band);
    assay_scores_intake_free(w->intake);
    assay_result_free(w->result);
    assay_free(w->taken.items);
    assay_set_on_end(&w->taken.people);
}

static void drop_view(assay_view **view)
{
    assay_view_free(*view);
}

// What belongs to no group.
static assay_status measure_everybody(work *w, const assay_view *everybody,
                                      assay_error *err)
{
    const assay_attack_set *attacks = assay_scores_intake_attacks(w->intake);
    ASSAY_TRY(assay_set_on_warn(&w->taken.people,
                                assay_scores_intake_people(w->intake),
                                everybody, w->result, err));
    if (!attacks) return ASSAY_OK;
    assay_verification_attacked(w->verification, attacks);
    return assay_attacks_view(w->verification, attacks, everybody, err);
}

static assay_status open_result(work *w, assay_error *err)
{
    const assay_attack_set *attacks = assay_scores_intake_attacks(w->intake);
    const bool alone = attacks && attacks->presentations;
    w->result = assay_build_new(alone ? "attacks" : "verification");
    return w->result ? ASSAY_OK : assay_fail_memory(err, "the result");
}

static assay_status measure_view(work *w, const assay_view_request *request,
                                 assay_error *err)
{
    ASSAY_AUTO(drop_view) assay_view *view = NULL;
    assay_counter *counter = assay_scores_intake_counter(w->intake);
    size_t count = 0;
    ASSAY_TRY(assay_counter_view(counter, request, &view, err));
    const assay_point *points =
        assay_verification_points(w->verification, view, &count);
    if (!points) return assay_fail_memory(err, "the thresholds");
    ASSAY_TRY(assay_counter_finish(counter, view, points, count, err));
    ASSAY_TRY(assay_verification_view(w->verification, view, err));
    if (w->quality) ASSAY_TRY(assay_quality_view(w->quality, view, err));
    if (!view->label_count) ASSAY_TRY(measure_everybody(w, view, err));
    if (w->options.common.no_counts) return ASSAY_OK;
    return assay_record_view(w->result, view, err);
}

static assay_status measure_group(work *w, const assay_group *group,
                                  assay_error *err)
{
    const assay_groups *groups = assay_scores_intake_groups(w->intake);
    assay_view_request request = {.labels = group->labels,
                                  .label_count = group->label_count,
                                  .unknown = group->unknown,
                                  .profiles = group->profiles};
    if (!group->of_probes) return ASSAY_OK;
    ASSAY_TRY(measure_view(w, &request, err));
    if (group->unknown || !assay_groups_of_references(groups)) return ASSAY_OK;
    request.same_references = true;
    return measure_view(w, &request, err);
}

static assay_status open_quality(work *w, assay_error *err)
{
    assay_qualities *from = assay_scores_intake_qualities(w->intake);
    if (!from) return ASSAY_OK;
    ASSAY_TRY(assay_quality_new(w->verification, assay_qualities_rows(from),
                                assay_qualities_missing(from), &w->quality,
                                err));
    assay_verification_gated(w->verification, w->quality);
    return ASSAY_OK;
}

static assay_status check_resampling(const work *w, assay_error *err)
{
    const assay_attack_set *attacks = assay_scores_intake_attacks(w->intake);
    if (w->options.rates_only)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--bootstrap is for the band of the DET, which "
                          "--rates-only leaves out");
    if (attacks && attacks->presentations)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--bootstrap is for comparisons; these rows are "
                          "presentations");
    return ASSAY_OK;
}

static assay_status resample(work *w, assay_error *err)
{
    const assay_strings *people = assay_scores_intake_people(w->intake);
    assay_band_source *source = &w->band.source;
    if (!w->options.bootstrap) return ASSAY_OK;
    ASSAY_TRY(check_resampling(w, err));
    ASSAY_TRY(assay_scores_band_make(assay_scores_intake_counter(w->intake),
                                     people ? assay_strings_count(people) : 0,
                                     &w->band, err));
    source->replicates = w->options.bootstrap;
    source->seed = w->options.common.seed;
    source->threads = w->options.common.threads;
    assay_verification_resample(w->verification, source);
    return ASSAY_OK;
}

static assay_status choose(work *w, assay_error *err)
{
    const assay_strings *people = assay_scores_intake_people(w->intake);
    return assay_choose_all(&w->options, assay_scores_intake_counter(w->intake),
                            people ? assay_strings_count(people) : 0,
                            assay_scores_intake_groups(w->intake),
                            w->verification, err);
}

// Nobody's comparisons: results keep no people of them.
static assay_status measure_presentations(work *w,
                                          const assay_attack_set *attacks,
                                          assay_error *err)
{
    const assay_groups *from = assay_scores_intake_groups(w->intake);
    const size_t n = assay_groups_count(from);
    ASSAY_AUTO(assay_drop)
    assay_attack_group *groups = assay_new(0, n + 1, sizeof *groups);
    if (!groups) return assay_fail_memory(err, "the groups");
    for (size_t g = 0; g < n; g++) {
        const assay_group *of = assay_groups_at(from, g);
        groups[g] = (assay_attack_group){of->labels, of->label_count,
                                         of->unknown, of->profiles};
    }
    ASSAY_TRY(assay_set_on_warn(&w->taken.people, NULL, NULL, w->result, err));
    return assay_attacks_measure(w->verification, attacks, groups, n, err);
}

static assay_status measure_all(work *w, assay_error *err)
{
    const assay_view_request everybody = {0};
    const assay_groups *groups = assay_scores_intake_groups(w->intake);
    const assay_attack_set *attacks = assay_scores_intake_attacks(w->intake);
    if (attacks && attacks->presentations)
        return measure_presentations(w, attacks, err);
    ASSAY_TRY(measure_view(w, &everybody, err));
    for (size_t g = 0; g < assay_groups_count(groups); g++)
        ASSAY_TRY(measure_group(w, assay_groups_at(groups, g), err));
    ASSAY_TRY(choose(w, err));
    return assay_verification_end(w->verification, err);
}

static assay_status record_all(work *w, assay_error *err)
{
    const assay_options *common = &w->options.common;
    assay_scores_intake_record(w->intake, w->result);
    assay_record_scores(w->result, &w->options,
                        assay_scores_intake_distance(w->intake));
    assay_record_run(
        w->result, common,
        assay_counter_kernels(assay_scores_intake_counter(w->intake)));
    if (common->no_counts) return ASSAY_OK;
    return assay_record_people(w->result, assay_scores_intake_people(w->intake),
                               err);
}

static assay_status review(work *w, assay_error *err)
{
    const char *path = w->options.common.review;
    if (!path) return ASSAY_OK;
    return assay_review_write(path, assay_scores_intake_counter(w->intake),
                              assay_scores_intake_people(w->intake),
                              assay_scores_intake_distance(w->intake), err);
}

static assay_status evaluate(work *w, assay_error *err)
{
    // What is asked is looked at before files are, which can take long.
    ASSAY_TRY(assay_require_check(&w->options.common.require, err));
    ASSAY_TRY(assay_choose_check(&w->options, err));
    ASSAY_TRY(assay_transfer_thresholds(&w->options, &w->taken, err));
    ASSAY_TRY(assay_scores_intake_read(&w->options, &w->intake, err));
    ASSAY_TRY(open_result(w, err));
    ASSAY_TRY(assay_verification_new(&w->options,
                                     assay_scores_intake_facts(w->intake),
                                     w->result, &w->verification, err));
    ASSAY_TRY(open_quality(w, err));
    ASSAY_TRY(resample(w, err));
    ASSAY_TRY(measure_all(w, err));
    ASSAY_TRY(record_all(w, err));
    ASSAY_TRY(review(w, err));
    return assay_build_end(&w->result, err);
}

assay_status assay_scores_evaluate(const assay_scores_options *options,
                                   assay_result **out, assay_error *err)
{
    ASSAY_AUTO(drop_work) work w = {.options = *options};
    *out = NULL;
    ASSAY_TRY(evaluate(&w, err));
    *out = w.result;
    w.result = NULL;
    return ASSAY_OK;
}
