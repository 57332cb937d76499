// SPDX-License-Identifier: Apache-2.0
// Each allocation fails once while figures are made of counts.
#include "oom/oom.h"
#include "unit/measure_help.h"
#include "unit/rest_help.h"

#include "base/alloc.h"

enum { CROWD = 40, VIEWS = 4 };

static trial trials[3 * CROWD];
static assay_view *views[VIEWS];

static const double thresholds[] = {0.5};
static const char *const asked[] = {"FNMR@threshold=0.5 <= 0.2",
                                    "FMR@threshold=0.5,group=* <= 0.6",
                                    "EER <= 0.2", "FNMR@FMR=0.01 <= 0.1"};

static help_study the_study(void)
{
    for (uint32_t i = 0; i < CROWD; i++) {
        const uint8_t group = (uint8_t)(i % 2);
        for (uint32_t k = 0; k < 3; k++)
            trials[3 * i + k] = (trial){.probe = i,
                                        .reference = (i + k) % CROWD,
                                        .mated = k == 0,
                                        .score = (float)((i * 7 + k) % 10) / 10,
                                        .probe_group = group,
                                        .reference_group = group};
    }
    help_study study = study_of(trials, 3 * CROWD, CROWD);
    study.groups = 2;
    study.facts.merged = 1;
    study.options.thresholds = (assay_numbers){thresholds, 1};
    study.options.common.require = (assay_texts){asked, 4};
    return study;
}

// Counts everybody and both groups; nothing fails here.
static void count_views(const help_study *study, assay_counter *counter)
{
    static bool profiles[2][ASSAY_PROFILES_MOST];
    static const assay_label labels[] = {{"group", "A"}, {"group", "B"}};
    assay_error err = {0};
    assay_verification *v = NULL;
    assay_result *result = assay_build_new("verification");
    assert_int_equal(assay_verification_new(&study->options, &study->facts,
                                            result, &v, &err),
                     ASSAY_OK);
    for (size_t i = 0; i < VIEWS; i++) {
        assay_view_request request = {0};
        size_t n = 0;
        if (i) {
            request = (assay_view_request){.labels = &labels[i / 2],
                                           .label_count = 1,
                                           .profiles = profiles[i / 2],
                                           .same_references = i == 3};
            profiles[i / 2][i / 2] = true;
        }
        assert_int_equal(assay_counter_view(counter, &request, &views[i], &err),
                         ASSAY_OK);
        const assay_point *points = assay_verification_points(v, views[i], &n);
        assert_int_equal(
            assay_counter_finish(counter, views[i], points, n, &err), ASSAY_OK);
        assert_int_equal(assay_verification_view(v, views[i], &err), ASSAY_OK);
    }
    assay_verification_free(v);
    assay_result_free(result);
}

static assay_status measure(const help_study *study, assay_verification *v,
                            assay_error *err)
{
    (void)study;
    for (size_t i = 0; i < VIEWS; i++) {
        size_t n = 0;
        if (!assay_verification_points(v, views[i], &n)) return ASSAY_ENOMEM;
        ASSAY_TRY(assay_verification_view(v, views[i], err));
    }
    return assay_verification_end(v, err);
}

static assay_status work(void *context)
{
    const help_study *study = context;
    assay_error err = {0};
    assay_verification *v = NULL;
    assay_result *result = assay_build_new("verification");
    if (!result) return ASSAY_ENOMEM;
    assay_status status = assay_verification_new(&study->options, &study->facts,
                                                 result, &v, &err);
    if (status == ASSAY_OK) status = measure(study, v, &err);
    assay_verification_free(v);
    if (status == ASSAY_OK) status = assay_build_end(&result, &err);
    assay_result_free(result);
    return status;
}

static void figures_need_every_allocation(void **state)
{
    (void)state;
    help_study study = the_study();
    assay_counter *counter = help_count(&study);
    count_views(&study, counter);
    assert_true(oom_fail_each(work, &study) > 60);
    for (size_t i = 0; i < VIEWS; i++) assay_view_free(views[i]);
    assay_counter_free(counter);
}

typedef struct floor_work {
    rest_design design;
    assay_found found;
} floor_work;

static assay_status measure_view(assay_counter *counter, assay_verification *v,
                                 const assay_view_request *request)
{
    assay_error err = {0};
    assay_view *view = NULL;
    size_t n = 0;
    ASSAY_TRY(assay_counter_view(counter, request, &view, &err));
    const assay_point *points = assay_verification_points(v, view, &n);
    assay_status status =
        points ? assay_counter_finish(counter, view, points, n, &err)
               : ASSAY_ENOMEM;
    if (status == ASSAY_OK) status = assay_verification_view(v, view, &err);
    assay_view_free(view);
    return status;
}

static assay_status measure_floor(assay_counter *counter, assay_result *result)
{
    static bool profiles[ASSAY_PROFILES_MOST] = {[1] = true};
    static const assay_label label = {"group", "B"};
    static const assay_row_facts facts;
    assay_error err = {0};
    assay_verification *v = NULL;
    assay_scores_options options;
    assay_scores_options_default(&options);
    options.common.min_subjects = 0;
    options.thresholds = (assay_numbers){thresholds, 1};
    ASSAY_TRY(assay_verification_new(&options, &facts, result, &v, &err));
    assay_view_request request = {0};
    assay_status status = measure_view(counter, v, &request);
    for (int same = 0; same < 2 && status == ASSAY_OK; same++) {
        request = (assay_view_request){.labels = &label,
                                       .label_count = 1,
                                       .profiles = profiles,
                                       .same_references = same};
        status = measure_view(counter, v, &request);
    }
    if (status == ASSAY_OK) status = assay_verification_end(v, &err);
    assay_verification_free(v);
    return status;
}

// Feeds, counts and measures.
static assay_status floor_run(void *context)
{
    const floor_work *w = context;
    const rest_design *d = &w->design;
    assay_error err = {0};
    assay_counter *counter = NULL;
    assay_rest_side sides[2];
    uint32_t rank[16] = {0};
    const assay_counter_options options = {
        .spool = "/tmp", .kernels = "c", .people = true, .profiles = true};
    for (int s = 0; s < 2; s++)
        sides[s] = (assay_rest_side){d->sides[s].person, d->sides[s].profile,
                                     d->sides[s].sample, d->sides[s].lost,
                                     d->sides[s].rows};
    for (uint32_t i = 0; i < d->people; i++) rank[i] = i;
    assay_result *result = assay_build_new("verification");
    if (!result) return ASSAY_ENOMEM;
    assay_status status = assay_counter_new(&options, &counter, &err);
    if (status == ASSAY_OK)
        status = assay_counter_feed(counter, &w->found, sides, &err);
    if (status == ASSAY_OK)
        status = assay_counter_close(counter, d->people, rank, &err);
    if (status == ASSAY_OK) status = measure_floor(counter, result);
    if (status == ASSAY_OK) status = assay_build_end(&result, &err);
    assay_counter_free(counter);
    assay_result_free(result);
    return status;
}

static void a_floor_needs_every_allocation(void **state)
{
    (void)state;
    floor_work *w = malloc(sizeof *w);
    assert_non_null(w);
    for (unsigned seed = 3; seed <= 6; seed += 3) { // a rectangle, all pairs
        rest_make(&w->design, seed);
        rest_find(&w->design, 60, seed == 3 ? BODY : SAMPLED, &w->found);
        assert_true(oom_fail_each(floor_run, w) > 60);
        rest_drop_found(&w->found);
    }
    free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_floor_needs_every_allocation),
        cmocka_unit_test(figures_need_every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
