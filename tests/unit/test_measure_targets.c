// SPDX-License-Identifier: Apache-2.0
// FMR targets: carried, few, refused; ties; rules and distances; groups.
#include "measure_help.h"

#include "base/order.h"
#include "stats/cluster.h"
#include "stats/threshold.h"

enum { NON_MATED = 3000, MATED = 100 };

// Non-mated scores 1 .. 3000, mated 2901 .. 3000, all different.
static trial plain[NON_MATED + MATED];

static void fill_plain(float sign)
{
    for (int i = 0; i < NON_MATED; i++)
        plain[i] = (trial){.reference = 1, .score = sign * (float)(i + 1)};
    for (int i = 0; i < MATED; i++)
        plain[NON_MATED + i] =
            (trial){.mated = true, .score = sign * ((float)i + 2901.5f)};
}

static help_study plain_study(void)
{
    return study_of(plain, NON_MATED + MATED, 0);
}

static void a_carried_target_gives_exact_counts(void **state)
{
    (void)state;
    fill_plain(1);
    const help_study study = plain_study();
    assay_result *result = study_run(&study);
    const assay_figure *threshold = figure_of(result, "threshold@FMR=0.01");
    // Thirty may match: the threshold lies just above the 31st score, 2970.
    const float wanted = assay_score_of(assay_key_of(2970.0f) + 1);
    assert_true(threshold->value == (double)wanted);
    assert_string_equal(threshold->unit, "score");
    const assay_figure *fmr = figure_of(result, "FMR@FMR=0.01");
    assert_int_equal(fmr->events, 30);
    assert_string_equal(fmr->at[1].key, "achieved");
    assert_true(fmr->at[1].value == 0.01);
    assert_string_equal(fmr->threshold_from, "all");
    const assay_figure *fnmr = figure_of(result, "FNMR@FMR=0.01");
    assert_int_equal(fnmr->events, 69);
    assert_int_equal(fnmr->status, ASSAY_FIGURE_OK);
    // The threshold's own variance is in it.
    assert_true(fnmr->effective < 100);
    assert_int_equal(figure_of(result, "TMR@FMR=0.01")->events, 31);
    assay_result_free(result);
}

static void few_events_are_given_but_not_quoted(void **state)
{
    (void)state;
    fill_plain(1);
    const help_study study = plain_study();
    assay_result *result = study_run(&study);
    const assay_figure *fnmr = figure_of(result, "FNMR@FMR=0.001");
    assert_int_equal(fnmr->status, ASSAY_FIGURE_FEW_EVENTS);
    assert_int_equal(fnmr->events, 96);
    assert_non_null(strstr(fnmr->note, "only 3 non-mated scores"));
    assert_null(statement_of(result, ASSAY_IN_SHORT, "10 in 10,000"));
    assert_non_null(statement_of(result, ASSAY_CANNOT_BE_TOLD, "0.001:"));
    assert_int_equal(the_warning(result, "few_events").weight, ASSAY_LIMITS_IT);
    // 3000 comparisons are just enough for no false match with confidence.
    const assay_figure *beside =
        figure_of(result, "FNMR@FMR=0.001,confidence=0.95");
    assert_int_equal(beside->status, ASSAY_FIGURE_OK);
    assert_int_equal(figure_of(result, "FMR@FMR=0.001,confidence=0.95")->events,
                     0);
    assert_int_equal(beside->events, 99);
    assay_result_free(result);
}

enum { CROWD = 100, PAIRS = CROWD * (CROWD - 1) / 2 };

// All against all of 100 people, every score different; `lamb`: person 0 has
// the highest ones. And a mated comparison.
static trial crowd[PAIRS + 1];

static void fill_crowd(bool lamb)
{
    size_t n = 0;
    for (uint32_t i = 0; i < CROWD; i++)
        for (uint32_t j = i + 1; j < CROWD; j++, n++) {
            const float score = (float)(n * 857 % PAIRS);
            const float more = lamb && i == 0 ? 10000 : 0;
            crowd[n] = (trial){i, j, false, score + more, 0, 0};
        }
    crowd[n] = (trial){1, 1, true, 20000, 0, 0};
}

// The variance of the FMR, per comparison, at the 30 highest scores.
static double deff_at_30(void)
{
    double x[CROWD] = {0}, m[CROWD];
    for (size_t i = 0; i < CROWD; i++) m[i] = CROWD - 1;
    for (size_t n = 0; n < PAIRS; n++) {
        if (crowd[n].score < PAIRS - 30) continue;
        x[crowd[n].probe]++;
        x[crowd[n].reference]++;
    }
    const assay_pair_sums sums = {30, PAIRS, 30, 30, PAIRS};
    const assay_cluster c =
        assay_cluster_dyadic((assay_side){x, m, CROWD, NULL}, sums, true);
    return assay_cluster_deff(&c, c.jackknife);
}

static const double two_in_1000 = 2e-3;

static assay_result *run_crowd(uint32_t people)
{
    help_study study = study_of(crowd, PAIRS + 1, people);
    study.options.fmr = (assay_numbers){&two_in_1000, 1};
    static const double at_30[] = {PAIRS - 30};
    study.options.thresholds = (assay_numbers){at_30, 1};
    return study_run(&study);
}

static void confidence_counts_people_not_comparisons(void **state)
{
    (void)state;
    fill_crowd(false);
    const double deff = deff_at_30();
    uint64_t most = 99, independent = 99;
    assert_true(deff > 2);
    assert_true(
        assay_wilks_allowed(floor(PAIRS / deff), 2e-3, 1 - 0.95, &independent));
    // Each of the independent ones stands for deff comparisons.
    most = (uint64_t)floor((double)independent * deff);
    assert_true(independent == 1 && most == 2);
    assay_result *result = run_crowd(CROWD);
    const char *fmr = "FMR@FMR=0.002,confidence=0.95";
    assert_int_equal(figure_of(result, fmr)->events, most);
    assert_non_null(
        strstr(figure_of(result, "threshold@FMR=0.002,confidence=0.95")->note,
               "may match: the comparisons are taken for"));
    assay_result_free(result);
    // Nobody known: as if independent, and it says so.
    result = run_crowd(0);
    assert_int_equal(figure_of(result, fmr)->events, 4);
    assert_non_null(
        strstr(figure_of(result, "threshold@FMR=0.002,confidence=0.95")->note,
               "4 may match, as if comparisons were independent"));
    assay_result_free(result);
}

static void one_person_s_matches_carry_no_confidence(void **state)
{
    (void)state;
    fill_crowd(true);
    assay_result *result = run_crowd(CROWD);
    assert_null(assay_result_find(result, "FMR@FMR=0.002,confidence=0.95"));
    assert_non_null(strstr(figure_of(result, "FNMR@FMR=0.002")->note,
                           "one that keeps the FMR with confidence needs"));
    assay_result_free(result);
}

static void a_target_beyond_the_data_is_refused(void **state)
{
    (void)state;
    fill_plain(1);
    const help_study study = plain_study();
    assay_result *result = study_run(&study);
    const assay_figure *fnmr = figure_of(result, "FNMR@FMR=0.0001");
    assert_int_equal(fnmr->status, ASSAY_FIGURE_REFUSED);
    assert_true(isnan(fnmr->value) && isnan(fnmr->low));
    assert_string_equal(fnmr->note, "needs 10,000 non-mated comparisons, has "
                                    "3,000: 7,000 more; the smallest "
                                    "FMR that these carry is 0.000333");
    // Of the default targets only the first refused one is told.
    assert_null(assay_result_find(result, "FNMR@FMR=1e-5"));
    const assay_statement *cannot =
        statement_of(result, ASSAY_CANNOT_BE_TOLD, "0.0001");
    assert_non_null(cannot);
    if (cannot)
        assert_string_equal(cannot->text,
                            "What fails at an FMR of 0.0001: it needs 10,000 "
                            "pairs of different people, has 3,000.");
    assert_non_null(statement_of(result, ASSAY_TO_KNOW_IT, "7,000 more"));
    assay_result_free(result);
}

static void asked_targets_are_all_answered(void **state)
{
    (void)state;
    static const double asked[] = {1e-5, 0.01, 1e-6, 0.01};
    fill_plain(1);
    help_study study = plain_study();
    study.options.fmr = (assay_numbers){asked, 4};
    assay_result *result = study_run(&study);
    assert_int_equal(figure_of(result, "FNMR@FMR=1e-5")->status,
                     ASSAY_FIGURE_REFUSED);
    assert_int_equal(figure_of(result, "FNMR@FMR=1e-6")->status,
                     ASSAY_FIGURE_REFUSED);
    size_t n = 0, same = 0;
    const assay_figure *figures = assay_result_figures(result, &n);
    for (size_t i = 0; i < n; i++)
        same += strcmp(figures[i].id, "FNMR@FMR=0.01") == 0;
    assert_int_equal(same, 1);
    assay_result_free(result);
}

static void equal_scores_stay_out_together(void **state)
{
    (void)state;
    trial tied[120];
    for (int i = 0; i < 100; i++)
        tied[i] = (trial){.reference = 1, .score = i < 4 ? 5 : i < 40 ? 4 : 1};
    for (int i = 0; i < 20; i++)
        tied[100 + i] = (trial){.mated = true, .score = 4};
    static const double asked[] = {0.2};
    help_study study = study_of(tied, 120, 0);
    study.options.fmr = (assay_numbers){asked, 1};
    assay_result *result = study_run(&study);
    const assay_figure *fmr = figure_of(result, "FMR@FMR=0.2");
    assert_int_equal(fmr->events, 4);
    assert_true(fmr->at[1].value == 0.04);
    assert_non_null(strstr(fmr->note, "36 equal non-mated scores"));
    assert_int_equal(figure_of(result, "FNMR@FMR=0.2")->events, 20);
    assay_result_free(result);
}

static void gt_names_the_score_that_stays_out(void **state)
{
    (void)state;
    fill_plain(1);
    help_study study = plain_study();
    study.options.rule = ASSAY_GT;
    assay_result *result = study_run(&study);
    assert_true(figure_of(result, "threshold@FMR=0.01")->value == 2970);
    assert_string_equal(figure_of(result, "FNMR@FMR=0.01")->rule, "gt");
    assert_int_equal(figure_of(result, "FNMR@FMR=0.01")->events, 69);
    assay_result_free(result);
}

static void distances_come_back_as_distances(void **state)
{
    (void)state;
    static const double at[] = {31};
    // Distances 1 .. 3000 are similarities -1 .. -3000.
    fill_plain(1);
    for (int i = 0; i < NON_MATED + MATED; i++)
        plain[i].score = plain[i].score - 3001;
    help_study study = plain_study();
    study.facts.distance = true;
    study.options.thresholds = (assay_numbers){at, 1};
    assay_result *result = study_run(&study);
    const assay_figure *fnmr = figure_of(result, "FNMR@FMR=0.01");
    assert_string_equal(fnmr->rule, "le");
    assert_true(fnmr->threshold > 30 && fnmr->threshold < 31);
    const assay_figure *given = figure_of(result, "FMR@threshold=31");
    assert_int_equal(given->events, 31);
    assert_true(given->threshold == 31);
    const assay_curve *scores = curve_of(result, "scores");
    assert_non_null(scores);
    if (scores) assert_true(scores->values[0] >= 0);
    assay_result_free(result);
    study.options.rule = ASSAY_GT;
    result = study_run(&study);
    assert_int_equal(figure_of(result, "FMR@threshold=31")->events, 30);
    assert_string_equal(figure_of(result, "FMR@threshold=31")->rule, "lt");
    assay_result_free(result);
}

static void nonsense_is_refused_before_counting(void **state)
{
    (void)state;
    static const double bad[] = {0, 1, -0.5, 2, (double)NAN};
    fill_plain(1);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        help_study study = plain_study();
        assay_error err;
        study.options.fmr = (assay_numbers){&bad[i], 1};
        assert_null(study_try(&study, &err));
        assert_int_equal(err.status, ASSAY_EUSAGE);
    }
    static const double thresholds[] = {1e300, (double)NAN};
    for (size_t i = 0; i < 2; i++) {
        help_study study = plain_study();
        assay_error err;
        study.options.thresholds = (assay_numbers){&thresholds[i], 1};
        assert_null(study_try(&study, &err));
        assert_int_equal(err.status, ASSAY_EUSAGE);
    }
}

static void a_group_stands_at_everybodys_threshold_and_its_own(void **state)
{
    (void)state;
    static const double asked[] = {0.01};
    fill_plain(1);
    // Group A has the odd scores, B the even ones and so the highest.
    for (int i = 0; i < NON_MATED + MATED; i++)
        plain[i].probe_group = plain[i].reference_group = (uint8_t)(i % 2);
    help_study study = plain_study();
    study.groups = 2;
    study.options.fmr = (assay_numbers){asked, 1};
    assay_result *result = study_run(&study);
    const assay_figure *all = figure_of(result, "FNMR@FMR=0.01");
    const assay_figure *held = figure_of(result, "FNMR@FMR=0.01,group=A");
    const assay_figure *own =
        figure_of(result, "FNMR@FMR=0.01,group=A,threshold=group");
    assert_true(held->threshold == all->threshold);
    assert_string_equal(held->threshold_from, "all");
    assert_string_equal(own->threshold_from, "group");
    assert_int_equal(held->trials, 50);
    assert_true(own->threshold != held->threshold);
    const assay_figure *fmr =
        figure_of(result, "FMR@FMR=0.01,group=A,threshold=group");
    assert_int_equal(fmr->events, 15);
    assert_int_equal(fmr->trials, 1500);
    assert_string_equal(fmr->references, "all");
    assert_string_equal(held->group[0].value, "A");
    assert_non_null(curve_of(result, "DET,group=A"));
    assay_result_free(result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_carried_target_gives_exact_counts),
        cmocka_unit_test(few_events_are_given_but_not_quoted),
        cmocka_unit_test(confidence_counts_people_not_comparisons),
        cmocka_unit_test(one_person_s_matches_carry_no_confidence),
        cmocka_unit_test(a_target_beyond_the_data_is_refused),
        cmocka_unit_test(asked_targets_are_all_answered),
        cmocka_unit_test(equal_scores_stay_out_together),
        cmocka_unit_test(gt_names_the_score_that_stays_out),
        cmocka_unit_test(distances_come_back_as_distances),
        cmocka_unit_test(nonsense_is_refused_before_counting),
        cmocka_unit_test(a_group_stands_at_everybodys_threshold_and_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
