// SPDX-License-Identifier: Apache-2.0
// Requirements held against figures by their whole intervals.
#include "measure_help.h"

#include "measure/require.h"
#include "stats/proportions.h"

#include <stdio.h>

enum { EACH = 1000 };

// 50 of 1,000 mated fail, 100 of 1,000 non-mated pass, half in each group.
static trial trials[2 * EACH];

static void fill(void)
{
    for (int i = 0; i < EACH; i++) {
        const uint8_t group = (uint8_t)(i % 2);
        trials[i] = (trial){.reference = 1,
                            .mated = true,
                            .score = i % 20 == 0 ? 0 : 9,
                            .probe_group = group,
                            .reference_group = group};
        trials[EACH + i] = (trial){.reference = 1,
                                   .score = i % 10 == 0 ? 9 : 0,
                                   .probe_group = group,
                                   .reference_group = group};
    }
}

static const double at_five[] = {5};

static help_study asking(const char *const *asked, size_t n)
{
    help_study study = study_of(trials, 2 * EACH, 0);
    study.options.thresholds = (assay_numbers){at_five, 1};
    study.options.common.require = (assay_texts){asked, n};
    fill();
    return study;
}

static assay_verdict verdict_of(const char *asked)
{
    const help_study study = asking(&asked, 1);
    assay_result *result = study_run(&study);
    size_t n = 0;
    const assay_requirement *held = assay_result_requirements(result, &n);
    assert_int_equal(n, 1);
    const assay_verdict verdict = held[0].verdict;
    assert_string_equal(held[0].text, asked);
    assay_result_free(result);
    return verdict;
}

static void the_whole_interval_decides(void **state)
{
    (void)state;
    // FNMR 0.05, interval 0.0382 to 0.0653.
    assert_int_equal(verdict_of("FNMR@threshold=5 <= 0.07"), ASSAY_MET);
    assert_int_equal(verdict_of("FNMR@threshold=5 <= 0.06"), ASSAY_NOT_SHOWN);
    assert_int_equal(verdict_of("FNMR@threshold=5 <= 0.045"), ASSAY_NOT_SHOWN);
    assert_int_equal(verdict_of("FNMR@threshold=5 <= 0.03"), ASSAY_BROKEN);
    assert_int_equal(verdict_of("FNMR@threshold=5>=0.03"), ASSAY_MET);
    assert_int_equal(verdict_of("TMR@threshold=5.0 > 0.99"), ASSAY_BROKEN);
    assert_int_equal(verdict_of("mated comparisons >= 1000"), ASSAY_MET);
    assert_int_equal(verdict_of("mated comparisons > 1000"), ASSAY_BROKEN);
    assert_int_equal(verdict_of("d' >= 1"), ASSAY_NOT_SHOWN);
}

static void not_shown_says_what_would_settle_it(void **state)
{
    (void)state;
    static const char *const asked[] = {"FNMR@threshold=5 <= 0.06"};
    const help_study study = asking(asked, 1);
    assay_result *result = study_run(&study);
    size_t n = 0;
    const assay_requirement *held = assay_result_requirements(result, &n);
    assert_non_null(held[0].note);
    // At a rate that stays, so many comparisons bring the upper end to 0.06.
    const double factor = assay_require_growth(0.05, held[0].high, 0.06);
    const assay_interval then =
        assay_wilson_counts(0.05 * 1000 * factor, 1000 * factor, 0.95);
    assert_near(then.high, 0.06);
    unsigned long more = 0;
    assert_int_equal(
        sscanf(held[0].note, "if the rate stays as it is, %lu", &more), 1);
    assert_true(more > 0);
    assert_non_null(strstr(held[0].note, "more mated comparisons"));
    assay_result_free(result);
}

static void each_group_is_held(void **state)
{
    (void)state;
    static const char *const asked[] = {"FMR@threshold=5,group=* <= 0.15",
                                        "FMR@group=B,threshold=5 <= 0.15"};
    help_study study = asking(asked, 2);
    study.groups = 2;
    study.unknown = true;
    assay_result *result = study_run(&study);
    size_t n = 0;
    const assay_requirement *held = assay_result_requirements(result, &n);
    assert_int_equal(n, 3);
    // All hundred are even: all of group A.
    assert_string_equal(held[0].figure, "FMR@threshold=5,group=A");
    assert_int_equal(held[0].verdict, ASSAY_BROKEN);
    assert_string_equal(held[1].figure, "FMR@threshold=5,group=B");
    assert_int_equal(held[1].verdict, ASSAY_MET);
    assert_string_equal(held[2].figure, "FMR@threshold=5,group=B");
    assay_result_free(result);
}

static void add_cell(assay_ledger *ledger, const assay_label *probe,
                     const assay_label *reference)
{
    const assay_at at[] = {{"FPIR", 0.1}};
    const assay_cell cell = {.labels = probe, .label_count = 1};
    assay_entry entry = {.figure = assay_figure_blank()};
    entry.cell = assay_ledger_cell(ledger, &cell);
    entry.figure.name = "FMR";
    entry.figure.at = at;
    entry.figure.at_count = 1;
    entry.figure.group = probe;
    entry.figure.group_count = 1;
    entry.figure.reference_group = reference;
    entry.figure.reference_group_count = 1;
    entry.figure.value = entry.figure.low = entry.figure.high = 0.1;
    (void)assay_ledger_add(ledger, &entry, false);
}

// A cell of the FMR matrix has two groups: each star takes its own.
static void each_cell_of_a_matrix_is_held(void **state)
{
    (void)state;
    static const assay_label labels[] = {{"sex", "A"}, {"sex", "B"}};
    static const char *const asked[] = {
        "FMR@FPIR=0.1,probe.sex=*,reference.sex=* <= 0.1",
        "FMR@FPIR=0.1,probe.sex=A,reference.sex=* <= 0.1"};
    const assay_texts texts = {asked, 2};
    assay_error err;
    assay_ledger ledger = {.no_memory = false};
    size_t n = 0;
    assay_result *result = assay_build_new("identification");
    for (size_t i = 0; i < 4; i++)
        add_cell(&ledger, &labels[i / 2], &labels[i % 2]);
    assert_int_equal(assay_require_hold(&texts, &ledger, result, &err),
                     ASSAY_OK);
    const assay_requirement *held = assay_result_requirements(result, &n);
    assert_int_equal(n, 6);
    assert_string_equal(held[1].figure,
                        "FMR@FPIR=0.1,probe.sex=A,reference.sex=B");
    assert_string_equal(held[2].figure,
                        "FMR@FPIR=0.1,probe.sex=B,reference.sex=A");
    assert_string_equal(held[5].figure,
                        "FMR@FPIR=0.1,probe.sex=A,reference.sex=B");
    assay_ledger_end(&ledger);
    assay_result_free(result);
}

static void refused_and_few_are_not_shown(void **state)
{
    (void)state;
    static const char *const asked[] = {"FNMR@FMR=0.001 <= 1",
                                        "FNMR@FMR=0.0001 <= 1"};
    const help_study study = asking(asked, 2);
    assay_result *result = study_run(&study);
    size_t n = 0;
    const assay_requirement *held = assay_result_requirements(result, &n);
    assert_int_equal(n, 2);
    assert_int_equal(held[0].verdict, ASSAY_NOT_SHOWN);
    assert_string_equal(held[0].note, "needs 10,000 non-mated comparisons");
    assert_int_equal(held[1].verdict, ASSAY_NOT_SHOWN);
    assert_string_equal(held[1].note, "needs 10,000 non-mated comparisons");
    assay_result_free(result);
}

static void usage(const char *asked, const char *says)
{
    const help_study study = asking(&asked, 1);
    assay_error err;
    assert_null(study_try(&study, &err));
    assert_int_equal(err.status, ASSAY_EUSAGE);
    if (!strstr(err.reason, says)) fail_msg("%s", err.reason);
}

static void nonsense_is_answered(void **state)
{
    (void)state;
    usage("FNMR@threshold=5", "write NAME");
    usage("FNMR@threshold=5 <= much", "write NAME");
    usage("<= 0.1", "write NAME");
    usage("FNMR@threshold=5 <= inf", "write NAME");
    usage("", "write NAME");
    usage("ratio FNMR@threshold=5 <= 1.05", "assay compare");
    usage("difference FNMR@threshold=5 <= 1", "assay compare");
    usage("FNMR@threshold=6 <= 0.1", "FNMR@threshold=5");
    usage("FNMR@threshold=5,sex=* <= 0.1", "FNMR@threshold=5");
    usage("FNIR <= 0.1", "EER");
    usage("* <= 0.1", "there are");
}

// Twenty people, all compared with all, five pairs pass.
static void pass_or_fail_of_fmr_takes_the_wider_interval(void **state)
{
    (void)state;
    trial pairs[190];
    size_t n = 0;
    for (uint32_t a = 0; a < 20; a++)
        for (uint32_t b = a + 1; b < 20; b++)
            pairs[n++] = (trial){
                .probe = a, .reference = b, .score = b - a == 15 ? 9 : 0};
    static const char *const asked[] = {"FMR@threshold=5 <= 0.065"};
    help_study study = study_of(pairs, n, 20);
    study.options.thresholds = (assay_numbers){at_five, 1};
    study.options.common.require = (assay_texts){asked, 1};
    assay_result *result = study_run(&study);
    const assay_figure *fmr = figure_of(result, "FMR@threshold=5");
    const assay_requirement *held = assay_result_requirements(result, &n);
    assert_int_equal(n, 1);
    assert_true(held[0].high > fmr->high);
    assert_true(fmr->high <= 0.065 && held[0].high > 0.065);
    assert_int_equal(held[0].verdict, ASSAY_NOT_SHOWN);
    assay_result_free(result);
}

// Eight people with three or four comparisons each: V_J is a little wider than
// V. What passes is held to the same ends.
static void pass_or_fail_of_fnmr_takes_the_wider_interval(void **state)
{
    (void)state;
    trial pairs[32];
    size_t n = 0;
    for (uint32_t a = 0; a < 8; a++)
        for (uint32_t k = 0; k < 3 + a % 2; k++)
            pairs[n++] = (trial){.probe = a,
                                 .reference = a,
                                 .mated = true,
                                 .score = a < 3 ? 0 : 9};
    static const char *const asked[] = {"FNMR@threshold=5 <= 1e-9",
                                        "TMR@threshold=5 >= 1e-9"};
    help_study study = study_of(pairs, n, 8);
    study.options.thresholds = (assay_numbers){at_five, 1};
    study.options.common.require = (assay_texts){asked, 2};
    assay_result *result = study_run(&study);
    const assay_figure *fnmr = figure_of(result, "FNMR@threshold=5");
    const assay_requirement *held = assay_result_requirements(result, &n);
    assert_int_equal(n, 2);
    assert_true(held[0].high > fnmr->high && held[0].low < fnmr->low);
    assert_true(held[1].low == 1 - held[0].high);
    assert_true(held[1].high == 1 - held[0].low);
    assay_result_free(result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_interval_decides),
        cmocka_unit_test(not_shown_says_what_would_settle_it),
        cmocka_unit_test(each_group_is_held),
        cmocka_unit_test(each_cell_of_a_matrix_is_held),
        cmocka_unit_test(refused_and_few_are_not_shown),
        cmocka_unit_test(nonsense_is_answered),
        cmocka_unit_test(pass_or_fail_of_fmr_takes_the_wider_interval),
        cmocka_unit_test(pass_or_fail_of_fnmr_takes_the_wider_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
