// SPDX-License-Identifier: Apache-2.0
// Kinds of designs whose intervals hold the truth too seldom: the table that
// bench/coverage made, and the warning.
#include "measure_help.h"

#include "measure/covered.h"

static const assay_covered figures[] = {
    ASSAY_COVERED_FMR_PAIRS,  ASSAY_COVERED_FMR_RECTANGLE, ASSAY_COVERED_FNMR,
    ASSAY_COVERED_FNMR_AT,    ASSAY_COVERED_EER,           ASSAY_COVERED_AUC,
    ASSAY_COVERED_FPIR_FIXED, ASSAY_COVERED_FPIR_RANDOM};

static void kinds_are_known_by_people_and_balance(void **state)
{
    (void)state;
    size_t told = 0;
    for (size_t f = 0; f < sizeof figures / sizeof figures[0]; f++)
        for (double people = 1; people < 1e6; people *= 1.5)
            for (int unequal = 0; unequal < 2; unequal++) {
                const unsigned bits =
                    assay_covered_short(figures[f], people, unequal);
                assert_true(bits <=
                            (ASSAY_COVERED_SHORT | ASSAY_COVERED_HEAVY));
                told += bits != 0;
            }
    assert_true(told > 0);
    // What docs/coverage.md is clearest about: no sample shows a lamb who is
    // not on the list.
    assert_true(assay_covered_short(ASSAY_COVERED_FPIR_RANDOM, 200, false) &
                ASSAY_COVERED_HEAVY);
    assert_int_equal(assay_covered_short(ASSAY_COVERED_FPIR_FIXED, 200, false),
                     0);
    assert_int_equal(assay_covered_short(ASSAY_COVERED_FNMR, 30, false), 0);
}

enum { PEOPLE = 210, TRIALS = PEOPLE * (PEOPLE - 1) / 2 };

// All pairs, of which a few match.
static void figures_of_such_designs_are_warned_of(void **state)
{
    (void)state;
    static trial trials[TRIALS];
    static const double half[] = {0.5};
    size_t n = 0;
    for (uint32_t a = 0; a < PEOPLE; a++)
        for (uint32_t b = a + 1; b < PEOPLE; b++, n++)
            trials[n] =
                (trial){.probe = a, .reference = b, .score = n % 1000 ? 0 : 1};
    help_study study = study_of(trials, n, PEOPLE);
    study.options.thresholds = (assay_numbers){half, 1};
    assay_result *result = study_run(&study);
    assert_non_null(figure_of(result, "FMR@threshold=0.5")->method);
    // At the threshold, and at targets of 1e-2, 1e-3 and 1e-4.
    assert_int_equal(the_warning(result, "heavy_tails").rows, 4);
    assert_null(warning_of(result, "short_intervals"));
    assay_result_free(result);
    // Not of 30 people.
    n = 0;
    for (uint32_t a = 0; a < 30; a++)
        for (uint32_t b = a + 1; b < 30; b++, n++)
            trials[n] =
                (trial){.probe = a, .reference = b, .score = n % 40 ? 0 : 1};
    study = study_of(trials, n, 30);
    study.options.thresholds = (assay_numbers){half, 1};
    result = study_run(&study);
    assert_null(warning_of(result, "heavy_tails"));
    assay_result_free(result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_are_known_by_people_and_balance),
        cmocka_unit_test(figures_of_such_designs_are_warned_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
