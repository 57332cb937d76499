// SPDX-License-Identifier: Apache-2.0
// Many p-values together: docs/statistics.md T3.6 (R's p.adjust).
#include "stats/multiplicity.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { TESTS = 7 };

static const double p_values[TESTS] = {.001, .008, .012, .030,
                                       .041, .042, .210};

// By a stride, so that the order of input is not that of p.
static void adjust(assay_family family, double *out)
{
    assay_tested tests[TESTS];
    for (size_t i = 0; i < TESTS; i++) {
        const size_t at = 3 * i % TESTS;
        tests[i] = (assay_tested){p_values[at], NAN, at};
    }
    assay_adjust(tests, TESTS, family);
    for (size_t i = 0; i < TESTS; i++) {
        assert_int_equal(tests[i].index, i);
        out[tests[i].index] = tests[i].adjusted;
    }
}

static void expect(assay_family family, const double *want)
{
    double have[TESTS];
    adjust(family, have);
    for (size_t i = 0; i < TESTS; i++)
        if (fabs(have[i] - want[i]) > 1e-14)
            fail_msg("%zu: have %.17g, want %.17g", i, have[i], want[i]);
}

static void T3_6_holm(void **state)
{
    (void)state;
    static const double want[] = {.007, .048, .060, .120, .123, .123, .210};
    expect(ASSAY_HOLM, want);
}

static void T3_6_benjamini_hochberg(void **state)
{
    (void)state;
    static const double want[] = {.007, .028, .028, .049, .049, .049, .210};
    expect(ASSAY_BH, want);
}

static void T3_6_benjamini_yekutieli(void **state)
{
    (void)state;
    static const double want[] = {.01815, .0726,  .0726, .12705,
                                  .12705, .12705, .5445};
    expect(ASSAY_BY, want);
}

// One test is its own family; p-values of 1 and equal ones stay in order.
static void edges(void **state)
{
    (void)state;
    assay_tested one = {.04, NAN, 5};
    assay_adjust(&one, 1, ASSAY_HOLM);
    assert_true(one.adjusted == .04 && one.index == 5);
    assay_adjust(NULL, 0, ASSAY_BH);
    assay_tested same[3] = {{1, NAN, 2}, {.5, NAN, 1}, {.5, NAN, 0}};
    assay_adjust(same, 3, ASSAY_HOLM);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(same[i].index, i);
        assert_true(same[i].adjusted == 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T3_6_holm),
        cmocka_unit_test(T3_6_benjamini_hochberg),
        cmocka_unit_test(T3_6_benjamini_yekutieli),
        cmocka_unit_test(edges),
    };
    return cmocka_run_group_tests_name("stats_multiplicity", tests, NULL, NULL);
}
