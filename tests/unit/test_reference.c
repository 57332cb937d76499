// SPDX-License-Identifier: Apache-2.0
// The reference results of the real data, whole counts through the whole
// library. Where the data are not there, each says so and is skipped.
#include "assay/scores.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

// A figure by its id, and what it must count.
typedef struct expected {
    const char *id;
    int64_t events, trials;
} expected;

static assay_result *evaluate(const char *name, const char *by,
                              const char *failed, double threshold)
{
    char path[1024];
    assay_scores_options options;
    assay_result *result = NULL;
    assay_error error;
    (void)snprintf(path, sizeof path, "%s/%s", ASSAY_DATA, name);
    if (access(path, R_OK) != 0) {
        print_message("skipped: %s is not there\n", name);
        skip();
    }
    const char *const files[] = {path};
    const double targets[] = {1e-2, 1e-3, 1e-4, 1e-5};
    assay_scores_options_default(&options);
    options.files = (assay_texts){files, 1};
    options.fmr = (assay_numbers){targets, 4};
    if (by) options.common.by = (assay_texts){&by, 1};
    if (failed) options.failed = (assay_texts){&failed, 1};
    if (!isnan(threshold)) options.thresholds = (assay_numbers){&threshold, 1};
    assert_int_equal(assay_scores_evaluate(&options, &result, &error),
                     ASSAY_OK);
    return result;
}

static void check(const assay_result *result, const expected *all, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const assay_figure *f = assay_result_find(result, all[i].id);
        if (!f) fail_msg("no figure %s", all[i].id);
        if (f->events != all[i].events || f->trials != all[i].trials)
            fail_msg("%s: %lld of %lld", all[i].id, (long long)f->events,
                     (long long)f->trials);
    }
}

#define CHECK(result, all) check(result, all, sizeof all / sizeof *all)

static void check_eer(const assay_result *result, const char *id,
                      double percent)
{
    const assay_figure *f = assay_result_find(result, id);
    assert_non_null(f);
    if (fabs(f->value * 100 - percent) > 0.00005)
        fail_msg("%s is %.6f %%", id, f->value * 100);
}

static void check_refused(const assay_result *result, const char *id)
{
    const assay_figure *f = assay_result_find(result, id);
    assert_non_null(f);
    assert_int_equal(f->status, ASSAY_FIGURE_REFUSED);
    assert_true(isnan(f->value));
    assert_non_null(f->note);
}

static void check_status(const assay_result *result, const char *id,
                         assay_figure_status status)
{
    const assay_figure *f = assay_result_find(result, id);
    assert_non_null(f);
    assert_int_equal(f->status, status);
}

static void bssr1_face_c(void **state)
{
    (void)state;
    static const expected all[] = {{"FNMR@FMR=0.01", 44, 517},
                                   {"FNMR@FMR=0.001", 83, 517},
                                   {"FNMR@FMR=0.0001", 133, 517},
                                   {"FNMR@FMR=0.00001", 223, 517}};
    assay_result *r = evaluate("scores/bssr1_face-C.csv", NULL, NULL, NAN);
    CHECK(r, all);
    check_eer(r, "EER", 4.4473);
    check_status(r, "FNMR@FMR=0.00001", ASSAY_FIGURE_FEW_EVENTS);
    assay_result_free(r);
}

static void bssr1_face_c_with_failures(void **state)
{
    (void)state;
    static const expected all[] = {{"FNMR@FMR=0.01", 43, 516},
                                   {"FNMR@FMR=0.001", 82, 516},
                                   {"FNMR@FMR=0.0001", 132, 516},
                                   {"FNMR@FMR=0.00001", 222, 516}};
    assay_result *r = evaluate("scores/bssr1_face-C.csv", NULL, "-1", NAN);
    CHECK(r, all);
    check_eer(r, "EER", 4.2636);
    const assay_figure *n = assay_result_find(r, "non-mated comparisons");
    assert_non_null(n);
    assert_true(n->value == 266256);
    check_status(r, "FNMR@FMR=0.00001", ASSAY_FIGURE_FEW_EVENTS);
    assay_result_free(r);
}

static void bssr1_face_g(void **state)
{
    (void)state;
    static const expected all[] = {{"FNMR@FMR=0.01", 56, 517},
                                   {"FNMR@FMR=0.001", 115, 517},
                                   {"FNMR@FMR=0.0001", 164, 517},
                                   {"FNMR@FMR=0.00001", 201, 517}};
    assay_result *r = evaluate("scores/bssr1_face-G.csv", NULL, NULL, NAN);
    CHECK(r, all);
    check_eer(r, "EER", 5.8027);
    assay_result_free(r);
}

static void rfw_pooled(void **state)
{
    (void)state;
    static const expected all[] = {{"FNMR@FMR=0.01", 2086, 12000},
                                   {"FNMR@FMR=0.001", 4252, 12000},
                                   {"FNMR@FMR=0.0001", 5440, 12000}};
    assay_result *r = evaluate("scores/rfw_balanced34.csv", NULL, NULL, NAN);
    CHECK(r, all);
    check_eer(r, "EER", 6.5917);
    check_status(r, "FNMR@FMR=0.0001", ASSAY_FIGURE_FEW_EVENTS);
    check_refused(r, "FNMR@FMR=0.00001");
    assay_result_free(r);
}

static void rfw_by_group(void **state)
{
    (void)state;
    static const expected all[] = {
        {"FNMR@FMR=0.01,group=African", 480, 3000},
        {"FNMR@FMR=0.01,group=Asian", 673, 3000},
        {"FNMR@FMR=0.01,group=Caucasian", 516, 3000},
        {"FNMR@FMR=0.01,group=Indian", 417, 3000},
        {"FMR@FMR=0.01,group=African", 74, 3000},
        {"FMR@FMR=0.01,group=Asian", 18, 3000},
        {"FMR@FMR=0.01,group=Caucasian", 7, 3000},
        {"FMR@FMR=0.01,group=Indian", 21, 3000},
        {"FNMR@threshold=0.3658538460731506,group=African", 197, 3000},
        {"FNMR@threshold=0.3658538460731506,group=Asian", 349, 3000},
        {"FNMR@threshold=0.3658538460731506,group=Caucasian", 238, 3000},
        {"FNMR@threshold=0.3658538460731506,group=Indian", 192, 3000},
        {"FMR@threshold=0.3658538460731506,group=African", 254, 3000},
        {"FMR@threshold=0.3658538460731506,group=Asian", 91, 3000},
        {"FMR@threshold=0.3658538460731506,group=Caucasian", 51, 3000},
        {"FMR@threshold=0.3658538460731506,group=Indian", 190, 3000},
        {"FNMR@FMR=0.01,group=African,threshold=group", 658, 3000},
        {"FNMR@FMR=0.01,group=Asian,threshold=group", 543, 3000},
        {"FNMR@FMR=0.01,group=Caucasian,threshold=group", 280, 3000},
        {"FNMR@FMR=0.01,group=Indian,threshold=group", 400, 3000},
        {"FNMR@FMR=0.001,group=African,threshold=group", 1159, 3000},
        {"FNMR@FMR=0.001,group=Asian,threshold=group", 994, 3000},
        {"FNMR@FMR=0.001,group=Caucasian,threshold=group", 545, 3000},
        {"FNMR@FMR=0.001,group=Indian,threshold=group", 714, 3000}};
    assay_result *r = evaluate("scores/rfw_balanced34.csv", "group", NULL,
                               0.3658538460731506);
    CHECK(r, all);
    check_eer(r, "EER@group=African", 7.6000);
    check_eer(r, "EER@group=Asian", 7.0333);
    check_eer(r, "EER@group=Caucasian", 4.2000);
    check_eer(r, "EER@group=Indian", 6.4000);
    check_status(r, "FNMR@FMR=0.001,group=Indian,threshold=group",
                 ASSAY_FIGURE_FEW_EVENTS);
    assay_result_free(r);
}

static void check_value(const assay_result *result, const char *name,
                        const char *at, double value)
{
    char id[160];
    (void)snprintf(id, sizeof id, "%s@%sthreshold=0.3658538460731506,group=*",
                   name, at);
    const assay_figure *f = assay_result_find(result, id);
    assert_non_null(f);
    if (fabs(f->value - value) > 0.5e-6) fail_msg("%s is %.8f", id, f->value);
    assert_true(f->low < f->value && f->value < f->high);
}

// As the authors published them; their FDR, 0.970, divides false matches by all
// pairs.
static void rfw_differentials(void **state)
{
    (void)state;
    assay_result *r = evaluate("scores/rfw_balanced34.csv", "group", NULL,
                               0.3658538460731506);
    check_value(r, "IR", "alpha=0.5,", 3.008804);
    check_value(r, "GARBE", "alpha=0.5,", 0.288797);
    check_value(r, "FDR", "alpha=0.5,", 0.940000);
    check_value(r, "max/min FMR", "", 254 / 51.);
    check_value(r, "max/min FNMR", "", 349 / 192.);
    assay_result_free(r);
}

static void lfw_view2_mobilefacenet(void **state)
{
    (void)state;
    static const expected all[] = {
        {"FNMR@FMR=0.01,weights=comparison", 33, 3000},
        {"FNMR@FMR=0.001,weights=comparison", 155, 3000}};
    assay_result *r =
        evaluate("scores/lfw_view2_mobilefacenet.csv", NULL, NULL, NAN);
    CHECK(r, all);
    check_eer(r, "EER", 1.1000);
    check_refused(r, "FNMR@FMR=0.0001");
    check_refused(r, "FNMR@FMR=0.00001");
    check_status(r, "FNMR@FMR=0.001", ASSAY_FIGURE_FEW_EVENTS);
    assay_result_free(r);
}

static void lfw_view2_mobilenet(void **state)
{
    (void)state;
    static const expected all[] = {
        {"FNMR@FMR=0.01,weights=comparison", 117, 3000},
        {"FNMR@FMR=0.001,weights=comparison", 282, 3000}};
    assay_result *r =
        evaluate("scores/lfw_view2_mobilenet.csv", NULL, NULL, NAN);
    CHECK(r, all);
    check_eer(r, "EER", 2.5000);
    check_refused(r, "FNMR@FMR=0.0001");
    assay_result_free(r);
}

static void bob_samples(void **state)
{
    (void)state;
    assay_result *r = evaluate("formats/dev-4col.txt", NULL, NULL, NAN);
    check_eer(r, "EER", 6.7308);
    assay_result_free(r);
    r = evaluate("formats/dev-5col.txt", NULL, NULL, NAN);
    check_eer(r, "EER", 6.7308);
    assay_result_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bssr1_face_c),
        cmocka_unit_test(bssr1_face_c_with_failures),
        cmocka_unit_test(bssr1_face_g),
        cmocka_unit_test(rfw_pooled),
        cmocka_unit_test(rfw_by_group),
        cmocka_unit_test(rfw_differentials),
        cmocka_unit_test(lfw_view2_mobilefacenet),
        cmocka_unit_test(lfw_view2_mobilenet),
        cmocka_unit_test(bob_samples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
