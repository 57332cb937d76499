// SPDX-License-Identifier: Apache-2.0
// Each allocation fails once while figures are made of counts.
#include "oom/oom.h"
#include "unit/measure_help.h"

#include "base/alloc.h"

enum { PEOPLE = 40, VIEWS = 4 };

static trial trials[3 * PEOPLE];
static assay_view *views[VIEWS];

static const double thresholds[] = {0.5};
static const char *const asked[] = {"FNMR@threshold=0.5 <= 0.2",
                                    "FMR@threshold=0.5,group=* <= 0.6",
                                    "EER <= 0.2", "FNMR@FMR=0.01 <= 0.1"};

static help_study the_study(void)
{
    for (uint32_t i = 0; i < PEOPLE; i++) {
        const uint8_t group = (uint8_t)(i % 2);
        for (uint32_t k = 0; k < 3; k++)
            trials[3 * i + k] = (trial){.probe = i,
                                        .reference = (i + k) % PEOPLE,
                                        .mated = k == 0,
                                        .score = (float)((i * 7 + k) % 10) / 10,
                                        .probe_group = group,
                                        .reference_group = group};
    }
    help_study study = study_of(trials, 3 * PEOPLE, PEOPLE);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_need_every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
