// SPDX-License-Identifier: Apache-2.0
#include "evaluate/choosing.h"

#include "base/alloc.h"
#include "base/order.h"
#include "count/counter_parts.h"
#include "count/folds.h"
#include "measure/choose.h"
#include "stats/philox.h"

enum { USUAL_FOLDS = 5, STREAM = 0x63686F6F }; // draws of folds

// What choosing goes on.
typedef struct work {
    const assay_scores_options *options;
    assay_counter *counter;
    uint32_t people;
    const assay_groups *groups;
    assay_verification *verification;
    uint8_t *fold;       // of each person, in order of first sight
    assay_counter *part; // of some comparisons; or NULL
    assay_view *view;    // of `part`; or NULL
} work;

static void end_part(work *w)
{
    assay_view_free(w->view);
    assay_counter_free(w->part);
    w->view = NULL;
    w->part = NULL;
}

static void drop_work(work *w)
{
    end_part(w);
    assay_free(w->fold);
}

static unsigned folds_of(const assay_scores_options *options)
{
    return options->folds ? options->folds : USUAL_FOLDS;
}

assay_status assay_choose_check(const assay_scores_options *options,
                                assay_error *err)
{
    double alpha = 0;
    for (size_t i = 0; i < options->choose.count; i++)
        ASSAY_TRY(assay_choose_parse(options->choose.items[i], &alpha, err));
    if (options->folds && !options->choose.count)
        return assay_fail(err, ASSAY_EUSAGE,
                          "--folds is for --choose; name a target");
    if (options->folds == 1 || options->folds > ASSAY_FOLDS_MOST)
        return assay_fail(err, ASSAY_EUSAGE, "--folds lies between 2 and %d",
                          ASSAY_FOLDS_MOST);
    return ASSAY_OK;
}

// People shuffled by the seed in the order of their ids, dealt out in turn.
static assay_status deal(work *w, unsigned folds, assay_error *err)
{
    const uint32_t *rank = assay_counter_rank(w->counter);
    ASSAY_AUTO(assay_drop)
    uint32_t *order = assay_new(0, w->people, sizeof *order);
    ASSAY_AUTO(assay_drop)
    uint8_t *of_place = assay_new(0, w->people, sizeof *of_place);
    w->fold = assay_new(0, w->people, sizeof *w->fold);
    if (!order || !of_place || !w->fold)
        return assay_fail_memory(err, "the folds");
    assay_random random = assay_random_at(
        (assay_place){.seed = w->options->common.seed, .stream = STREAM});
    for (uint32_t i = 0; i < w->people; i++) order[i] = i;
    assay_random_shuffle(&random, order, w->people);
    for (uint32_t i = 0; i < w->people; i++)
        of_place[order[i]] = (uint8_t)(i % folds);
    for (uint32_t i = 0; i < w->people; i++)
        w->fold[i] = of_place[rank ? rank[i] : i];
    return ASSAY_OK;
}

static assay_status count_at(work *w, const assay_view_request *request,
                             const assay_point *points, size_t n,
                             assay_error *err)
{
    if (!w->view)
        ASSAY_TRY(assay_counter_view(w->part, request, &w->view, err));
    return assay_counter_finish(w->part, w->view, points, n, err);
}

// What the comparisons of `part` make of the target: once to see how many may
// match, once to find the threshold that lets so many.
static assay_status choose(work *w, const assay_choice *choice,
                           assay_chosen *out, assay_error *err)
{
    const assay_view_request everybody = {0};
    assay_point points[ASSAY_CHOOSE_POINTS];
    ASSAY_TRY(assay_counter_view(w->part, &everybody, &w->view, err));
    const size_t n = assay_choose_points(w->view, choice, points);
    ASSAY_TRY(count_at(w, &everybody, points, n, err));
    if (!assay_choose_most(w->view, choice, out))
        return assay_fail_memory(err, "the people");
    assay_view_free(w->view);
    w->view = NULL;
    if (!out->found) return ASSAY_OK;
    const assay_point point = {.purpose = ASSAY_FOR_TARGET,
                               .target = choice->alpha,
                               .most = out->most,
                               .own = true};
    ASSAY_TRY(count_at(w, &everybody, &point, 1, err));
    out->key = w->view->points[0].key;
    return ASSAY_OK;
}

static assay_status choose_without(work *w, const assay_choice *choice,
                                   uint8_t left_out, assay_chosen *out,
                                   assay_error *err)
{
    ASSAY_TRY(assay_folds_others(w->counter, w->fold, left_out, &w->part, err));
    ASSAY_TRY(choose(w, choice, out, err));
    end_part(w);
    return ASSAY_OK;
}

static assay_status judge_view(work *w, const assay_choice *choice,
                               const assay_view_request *request,
                               assay_error *err)
{
    const assay_point match = {
        .purpose = ASSAY_FOR_THRESHOLD, .target = 1, .key = assay_key_of(1)};
    ASSAY_TRY(count_at(w, request, &match, 1, err));
    ASSAY_TRY(assay_choose_view(w->verification, choice, w->view, err));
    assay_view_free(w->view);
    w->view = NULL;
    return ASSAY_OK;
}

static assay_status judge(work *w, const assay_choice *choice,
                          const uint32_t *keys, assay_error *err)
{
    const assay_view_request everybody = {0};
    ASSAY_TRY(assay_folds_judged(w->counter, w->fold, keys, &w->part, err));
    ASSAY_TRY(judge_view(w, choice, &everybody, err));
    for (size_t g = 0; g < assay_groups_count(w->groups); g++) {
        const assay_group *group = assay_groups_at(w->groups, g);
        const assay_view_request request = {.labels = group->labels,
                                            .label_count = group->label_count,
                                            .unknown = group->unknown,
                                            .profiles = group->profiles};
        if (group->of_probes) ASSAY_TRY(judge_view(w, choice, &request, err));
    }
    end_part(w);
    return ASSAY_OK;
}

static assay_status choose_one(work *w, const assay_choice *choice,
                               assay_error *err)
{
    assay_chosen all, of_folds[ASSAY_FOLDS_MOST];
    uint32_t keys[ASSAY_FOLDS_MOST];
    bool found = true;
    for (unsigned k = 0; k < choice->folds; k++) {
        ASSAY_TRY(choose_without(w, choice, (uint8_t)k, &of_folds[k], err));
        keys[k] = of_folds[k].key;
        found =
            found && of_folds[k].found && keys[k] <= ASSAY_KEY_PLUS_INFINITY;
    }
    ASSAY_TRY(choose_without(w, choice, ASSAY_FOLDS_NONE, &all, err));
    assay_choose_threshold(w->verification, choice, &all, of_folds);
    return found ? judge(w, choice, keys, err) : ASSAY_OK;
}

static assay_status check_people(const work *w, unsigned folds,
                                 assay_error *err)
{
    if (!w->people)
        return assay_fail(err, ASSAY_EINPUT,
                          "--choose: who is in each comparison is not given, "
                          "and thresholds are judged on other people than "
                          "they were chosen on; give columns probe_subject "
                          "and reference_subject");
    if (w->people >= 2 * folds) return ASSAY_OK;
    return assay_fail(err, ASSAY_EINPUT,
                      "--choose: %u people are too few for %u folds; a fold "
                      "takes two",
                      (unsigned)w->people, folds);
}

assay_status assay_choose_all(const assay_scores_options *options,
                              assay_counter *counter, uint32_t people,
                              const assay_groups *groups,
                              assay_verification *verification,
                              assay_error *err)
{
    const unsigned folds = folds_of(options);
    ASSAY_AUTO(drop_work)
    work w = {.options = options,
              .counter = counter,
              .people = people,
              .groups = groups,
              .verification = verification};
    if (!options->choose.count) return ASSAY_OK;
    ASSAY_TRY(check_people(&w, folds, err));
    ASSAY_TRY(deal(&w, folds, err));
    for (size_t i = 0; i < options->choose.count; i++) {
        assay_choice choice = {.confidence = options->common.confidence,
                               .folds = folds};
        ASSAY_TRY(
            assay_choose_parse(options->choose.items[i], &choice.alpha, err));
        ASSAY_TRY(choose_one(&w, &choice, err));
    }
    return ASSAY_OK;
}
