// SPDX-License-Identifier: Apache-2.0
/// A verification from explicit comparisons, for the tests of measure/: what
/// evaluate/scores.c does with files, done with a list.
#ifndef UNIT_MEASURE_HELP_H
#define UNIT_MEASURE_HELP_H

#include "count/counter.h"
#include "measure/verification.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/// One comparison. Groups are numbers of labels below 8; 7 is "not known".
typedef struct trial {
    uint32_t probe, reference;
    bool mated;
    float score;
    uint8_t probe_group, reference_group;
} trial;

enum { HELP_UNKNOWN = 7, HELP_GROUPS = 8 };

/// What is to be measured, and how.
typedef struct help_study {
    const trial *trials;
    size_t n;
    uint32_t people; ///< 0: not known
    unsigned groups; ///< groups "A", "B", ... of attribute "group"; 0: none
    bool unknown;    ///< the row of those whose group isn't known, too
    bool same_references; ///< each group against its own references, too
    uint64_t failed;      ///< comparisons that failed, probe not acquired
    assay_row_facts facts;
    assay_scores_options options;
} help_study;

static inline help_study study_of(const trial *trials, size_t n,
                                  uint32_t people)
{
    help_study out = {.trials = trials, .n = n, .people = people};
    assay_scores_options_default(&out.options);
    out.options.common.min_subjects = 0;
    return out;
}

static inline void help_add(assay_counter *counter, const help_study *study,
                            const trial *one)
{
    const uint16_t profiles[2] = {one->probe_group, one->reference_group};
    const assay_block block = {
        .rows = 1,
        .mated = one->mated,
        .score = &one->score,
        .probe = study->people ? &one->probe : NULL,
        .reference = study->people ? &one->reference : NULL,
        .probe_profile = study->groups ? &profiles[0] : NULL,
        .reference_profile = study->groups ? &profiles[1] : NULL};
    assay_error err = {0};
    assert_int_equal(assay_counter_add(counter, &block, &err), ASSAY_OK);
}

static inline assay_counter *help_count(const help_study *study)
{
    const assay_counter_options options = {.spool = "/tmp",
                                           .people = study->people > 0,
                                           .profiles = study->groups > 0};
    assay_error err = {0};
    assay_counter *counter = NULL;
    uint32_t rank[512];
    for (uint32_t i = 0; i < 512; i++) rank[i] = i;
    assert_true(study->people <= 512);
    assert_int_equal(assay_counter_new(&options, &counter, &err), ASSAY_OK);
    for (size_t i = 0; i < study->n; i++)
        help_add(counter, study, &study->trials[i]);
    for (uint64_t i = 0; i < study->failed; i++)
        assert_int_equal(assay_counter_fail(counter, ASSAY_MATED, 0,
                                            ASSAY_FAILURE_PROBE, &err),
                         ASSAY_OK);
    assert_int_equal(assay_counter_close(counter, study->people,
                                         study->people ? rank : NULL, &err),
                     ASSAY_OK);
    return counter;
}

static inline void help_view(assay_counter *counter, assay_verification *v,
                             const assay_view_request *request)
{
    assay_error err = {0};
    assay_view *view = NULL;
    size_t count = 0;
    assert_int_equal(assay_counter_view(counter, request, &view, &err),
                     ASSAY_OK);
    const assay_point *points = assay_verification_points(v, view, &count);
    assert_non_null(points);
    assert_int_equal(assay_counter_finish(counter, view, points, count, &err),
                     ASSAY_OK);
    assert_int_equal(assay_verification_view(v, view, &err), ASSAY_OK);
    assay_view_free(view);
}

static inline void help_group(assay_counter *counter, assay_verification *v,
                              const help_study *study, unsigned group)
{
    static bool profiles[ASSAY_PROFILES_MOST];
    const char name[2] = {(char)('A' + group), 0};
    const bool unknown = group == HELP_UNKNOWN;
    const assay_label label = {"group", unknown ? "unknown" : name};
    assay_view_request request = {.labels = &label,
                                  .label_count = 1,
                                  .unknown = unknown,
                                  .profiles = profiles};
    memset(profiles, 0, sizeof profiles);
    profiles[group] = true;
    help_view(counter, v, &request);
    if (!study->same_references || unknown) return;
    request.same_references = true;
    help_view(counter, v, &request);
}

static inline assay_status help_all(const help_study *study,
                                    assay_counter *counter,
                                    assay_result *result, assay_error *err)
{
    const assay_view_request everybody = {0};
    assay_verification *v = NULL;
    assay_status status =
        assay_verification_new(&study->options, &study->facts, result, &v, err);
    if (status != ASSAY_OK) return status;
    help_view(counter, v, &everybody);
    for (unsigned g = 0; g < study->groups; g++)
        help_group(counter, v, study, g);
    if (study->unknown) help_group(counter, v, study, HELP_UNKNOWN);
    status = assay_verification_end(v, err);
    assay_verification_free(v);
    return status;
}

/// The result, or NULL with `*err`; ended by assay_result_free().
static inline assay_result *study_try(const help_study *study, assay_error *err)
{
    assay_counter *counter = help_count(study);
    assay_result *result = assay_build_new("verification");
    assert_non_null(result);
    *err = (assay_error){0};
    const assay_status status = help_all(study, counter, result, err);
    assay_counter_free(counter);
    if (status == ASSAY_OK) {
        assert_int_equal(assay_build_end(&result, err), ASSAY_OK);
        return result;
    }
    assay_result_free(result);
    return NULL;
}

static inline assay_result *study_run(const help_study *study)
{
    assay_error err;
    assay_result *result = study_try(study, &err);
    if (!result) fail_msg("%s", err.reason);
    return result;
}

/// The figure with this id; fails the test if there is none.
static inline const assay_figure *figure_of(const assay_result *result,
                                            const char *id)
{
    const assay_figure *figure = assay_result_find(result, id);
    if (!figure) fail_msg("no figure %s", id);
    return figure;
}

/// Equal to ten digits, as the vectors of method.md are given.
static inline void assert_near(double value, double wanted)
{
    if (!(fabs(value - wanted) <= 6e-11 + 1e-10 * fabs(wanted)))
        fail_msg("%.12g, not %.12g", value, wanted);
}

static inline const assay_warning *warning_of(const assay_result *result,
                                              const char *code)
{
    size_t n = 0;
    const assay_warning *warnings = assay_result_warnings(result, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(warnings[i].code, code) == 0) return &warnings[i];
    return NULL;
}

/// The same, which must be there.
static inline assay_warning the_warning(const assay_result *result,
                                        const char *code)
{
    const assay_warning *found = warning_of(result, code);
    if (found) return *found;
    fail_msg("no warning %s", code);
    return (assay_warning){"", ASSAY_FOR_THE_RECORD, "", -1};
}

static inline const assay_curve *curve_of(const assay_result *result,
                                          const char *id)
{
    size_t n = 0;
    const assay_curve *curves = assay_result_curves(result, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(curves[i].id, id) == 0) return &curves[i];
    return NULL;
}

/// The first statement of a kind that holds `text`, or NULL.
static inline const assay_statement *statement_of(const assay_result *result,
                                                  assay_statement_kind kind,
                                                  const char *text)
{
    size_t n = 0;
    const assay_statement *all = assay_result_statements(result, &n);
    for (size_t i = 0; i < n; i++)
        if (all[i].kind == kind && strstr(all[i].text, text)) return &all[i];
    return NULL;
}

#endif
