// SPDX-License-Identifier: Apache-2.0
// Like people put together give the statistics of all of them.
#include "measure_help.h"

#include "base/alloc.h"
#include "measure/fold.h"
#include "stats/det.h"

enum { PEOPLE = 20000 };

static double m[2][PEOPLE], x[2][PEOPLE];

static void fill(unsigned kinds)
{
    for (unsigned i = 0; i < PEOPLE; i++) {
        m[0][i] = (double)(i % kinds % 3);
        m[1][i] = (double)(1 + i % kinds);
        x[0][i] = m[0][i] > 0 && i % 11 == 0 ? 1 : 0;
        x[1][i] = i % 97 == 0 ? (double)(i % 2) + 0.5 : 0;
    }
}

static void sum(const double *from, double *to)
{
    *to = 0;
    for (size_t i = 0; i < PEOPLE; i++) *to += from[i];
}

static void folded_people_weigh_what_they_are(void **state)
{
    (void)state;
    assay_fold *fold = assay_new(sizeof *fold, 0, 0);
    assay_kinds *kinds = assay_new(sizeof *kinds, 0, 0);
    static uint16_t kind_of[PEOPLE];
    const double *const margins[] = {m[0], m[1]}, *const errors[] = {x[0],
                                                                     x[1]};
    assert_non_null(fold);
    assert_non_null(kinds);
    fill(30);
    kinds->kind_of = kind_of;
    assay_kinds_make(kinds, fold, margins, 2, PEOPLE);
    assert_true(kinds->few);
    assert_int_equal(kinds->count, 30);
    assert_true(assay_fold_errors(fold, kinds, errors, PEOPLE));
    assert_true(fold->rows < 200);
    double people = 0;
    for (size_t i = 0; i < fold->rows; i++) people += fold->weights[i];
    assert_true(people == PEOPLE);
    assay_det_point all = {.mated = {x[0], m[0], PEOPLE, NULL},
                           .non_mated = {x[1], m[1], PEOPLE, NULL}};
    sum(x[0], &all.mated_events);
    sum(m[0], &all.mated_trials);
    sum(x[1], &all.non_mated_events);
    sum(m[1], &all.non_mated_trials);
    assay_det_point few = all;
    few.mated = (assay_side){fold->errors[0], fold->margins[0], fold->rows,
                             fold->weights};
    few.non_mated = (assay_side){fold->errors[1], fold->margins[1], fold->rows,
                                 fold->weights};
    const assay_cluster a = assay_cluster_one_way(all.mated, true);
    const assay_cluster b = assay_cluster_one_way(few.mated, true);
    assert_true(a.subjects == b.subjects && a.bearers == b.bearers);
    assert_true(a.events == b.events && a.trials == b.trials);
    assert_near(b.variance / a.variance, 1);
    assert_near(b.jackknife / a.jackknife, 1);
    assert_near(b.nu, a.nu);
    assert_near(assay_det_covariance(&few) / assay_det_covariance(&all), 1);
    const assay_cluster c = assay_det_fnmr(&all, &a, 1e-8, -3, true);
    const assay_cluster d = assay_det_fnmr(&few, &b, 1e-8, -3, true);
    assert_near(d.variance / c.variance, 1);
    assert_near(d.nu / c.nu, 1);
    assay_free(fold);
    assay_free(kinds);
}

static void too_many_kinds_are_left_alone(void **state)
{
    (void)state;
    assay_fold *fold = assay_new(sizeof *fold, 0, 0);
    assay_kinds *kinds = assay_new(sizeof *kinds, 0, 0);
    static uint16_t kind_of[PEOPLE];
    const double *const margins[] = {m[0], m[1]}, *const errors[] = {x[0],
                                                                     x[1]};
    assert_non_null(fold);
    assert_non_null(kinds);
    fill(PEOPLE);
    kinds->kind_of = kind_of;
    assay_kinds_make(kinds, fold, margins, 2, PEOPLE);
    assert_false(kinds->few);
    assert_false(assay_fold_errors(fold, kinds, errors, PEOPLE));
    assay_free(fold);
    assay_free(kinds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folded_people_weigh_what_they_are),
        cmocka_unit_test(too_many_kinds_are_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
