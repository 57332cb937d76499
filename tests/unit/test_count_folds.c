// SPDX-License-Identifier: Apache-2.0
// People in folds: who is in which part, against a count of each comparison.
#include "base/order.h"
#include "count/folds.h"
#include "measure/choose.h"
#include "stats/threshold.h"
#include "unit/measure_help.h"

enum { ROWS = 4000, PEOPLE = 24, FOLDS = 5 };

static trial rows[ROWS];
static uint8_t fold[PEOPLE];

static unsigned next(unsigned *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void make_rows(void)
{
    unsigned seed = 3;
    for (uint32_t i = 0; i < PEOPLE; i++) fold[i] = (uint8_t)(i * 7 % FOLDS);
    for (size_t i = 0; i < ROWS; i++) {
        trial *t = &rows[i];
        t->probe = next(&seed) % PEOPLE;
        t->reference = i % 4 ? next(&seed) % PEOPLE : t->probe;
        t->mated = t->probe == t->reference;
        t->score = (float)(next(&seed) % 50 + (t->mated ? 20 : 0));
        t->probe_group = (uint8_t)(t->probe % 2);
        t->reference_group = (uint8_t)(t->reference % 2);
    }
}

static assay_counter *count_all(void)
{
    help_study study = study_of(rows, ROWS, PEOPLE);
    study.groups = 2;
    return help_count(&study);
}

static assay_view *view_at(assay_counter *counter, const bool *profiles,
                           float threshold)
{
    assay_error err = {0};
    assay_view *view = NULL;
    const assay_label label = {"group", "A"};
    const assay_view_request request = {.labels = &label,
                                        .label_count = profiles ? 1 : 0,
                                        .profiles = profiles};
    const assay_point point = {.purpose = ASSAY_FOR_THRESHOLD,
                               .key = assay_key_of(threshold)};
    assert_int_equal(assay_counter_view(counter, &request, &view, &err),
                     ASSAY_OK);
    assert_int_equal(assay_counter_finish(counter, view, &point, 1, &err),
                     ASSAY_OK);
    return view;
}

// Neither person of the fold left out, mated comparisons not at all.
static void others_share_nobody(void **state)
{
    (void)state;
    make_rows();
    assay_counter *all = count_all();
    for (unsigned out = 0; out <= FOLDS; out++) {
        assay_error err = {0};
        assay_counter *part = NULL;
        const uint8_t left =
            out < FOLDS ? (uint8_t)out : (uint8_t)ASSAY_FOLDS_NONE;
        uint64_t trials = 0, matches = 0;
        for (size_t i = 0; i < ROWS; i++) {
            if (rows[i].mated || fold[rows[i].probe] == left ||
                fold[rows[i].reference] == left)
                continue;
            trials++;
            matches += rows[i].score >= 30;
        }
        assert_int_equal(assay_folds_others(all, fold, left, &part, &err),
                         ASSAY_OK);
        assay_view *view = view_at(part, NULL, 30);
        assert_int_equal(view->trials[ASSAY_NON_MATED], trials);
        assert_int_equal(view->trials[ASSAY_MATED], 0);
        assert_int_equal(view->events[0].false_matches, matches);
        uint64_t margins[PEOPLE];
        assay_view_margins(view, ASSAY_ROLE_PROBE, margins);
        for (uint32_t p = 0; p < PEOPLE; p++)
            assert_int_equal(margins[p] > 0, fold[p] != left);
        assay_view_free(view);
        assay_counter_free(part);
    }
    assay_counter_free(all);
}

static void check_judged(assay_counter *part, const float *thresholds,
                         bool of_group)
{
    static bool profiles[ASSAY_PROFILES_MOST];
    uint64_t trials[2] = {0, 0}, passed[2] = {0, 0};
    for (size_t i = 0; i < ROWS; i++) {
        const trial *t = &rows[i];
        if (fold[t->probe] != fold[t->reference]) continue;
        if (of_group && t->probe_group != 0) continue;
        trials[t->mated]++;
        passed[t->mated] += t->score >= thresholds[fold[t->probe]];
    }
    profiles[0] = true;
    assay_view *view = view_at(part, of_group ? profiles : NULL, 1);
    assert_int_equal(view->trials[ASSAY_NON_MATED], trials[0]);
    assert_int_equal(view->trials[ASSAY_MATED], trials[1]);
    assert_int_equal(view->events[0].false_matches, passed[0]);
    assert_int_equal(view->events[0].false_non_matches, trials[1] - passed[1]);
    assert_true(passed[0] > 0 && passed[1] < trials[1]);
    assay_view_free(view);
}

// Each by the threshold of its fold; nobody is compared across folds.
static void judged_by_the_fold(void **state)
{
    (void)state;
    static const float thresholds[FOLDS] = {31, 35, 28, 40, 33};
    uint32_t keys[FOLDS];
    assay_error err = {0};
    assay_counter *part = NULL;
    make_rows();
    assay_counter *all = count_all();
    for (int k = 0; k < FOLDS; k++) keys[k] = assay_key_of(thresholds[k]);
    assert_int_equal(assay_folds_judged(all, fold, keys, &part, &err),
                     ASSAY_OK);
    check_judged(part, thresholds, false);
    check_judged(part, thresholds, true);
    assay_counter_free(part);
    assay_counter_free(all);
}

// With nobody in two comparisons these are independent; an "at most" takes V_J,
// which adds probes and references and makes the design effect 2. Each that
// may match of the effective ones stands for two.
static void independent_comparisons_are_wilks(void **state)
{
    (void)state;
    enum { PAIRS = 250 };
    static trial pairs[PAIRS];
    for (uint32_t i = 0; i < PAIRS; i++)
        pairs[i] = (trial){.probe = 2 * i,
                           .reference = 2 * i + 1,
                           .score = (float)(i * 77 % PAIRS)};
    const assay_choice choice = {
        .alpha = 0.2, .confidence = 0.95, .folds = FOLDS};
    help_study study = study_of(pairs, PAIRS, 2 * PAIRS);
    assay_counter *counter = help_count(&study);
    assay_point points[ASSAY_CHOOSE_POINTS];
    assay_view *view = NULL;
    assay_chosen chosen;
    assay_error err = {0};
    uint64_t most = 0;
    const assay_view_request everybody = {0};
    assert_int_equal(assay_counter_view(counter, &everybody, &view, &err),
                     ASSAY_OK);
    const size_t n = assay_choose_points(view, &choice, points);
    assert_int_equal(assay_counter_finish(counter, view, points, n, &err),
                     ASSAY_OK);
    assert_true(assay_choose_most(view, &choice, &chosen));
    assert_true(assay_wilks_allowed(chosen.effective, 0.2, 0.05, &most));
    assert_true(chosen.found);
    assert_int_equal(chosen.trials, PAIRS);
    assert_int_equal(chosen.effective, 124);
    assert_int_equal(chosen.most, 2 * most);
    assert_true(assay_wilks_allowed(PAIRS, 0.2, 0.05, &most));
    assert_true(chosen.most < most);
    assay_view_free(view);
    assay_counter_free(counter);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(others_share_nobody),
        cmocka_unit_test(judged_by_the_fold),
        cmocka_unit_test(independent_comparisons_are_wilks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
