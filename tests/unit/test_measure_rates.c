// SPDX-License-Identifier: Apache-2.0
// FMR and FNMR from comparisons to figures with intervals.
#include "measure_help.h"

#include "measure/estimate.h"
#include "stats/proportions.h"

enum { MOST = 4096 };

// A list that grows.
typedef struct trials {
    trial items[MOST];
    size_t n;
} trials;

static void add(trials *list, trial one)
{
    assert_true(list->n < MOST);
    list->items[list->n++] = one;
}

// A non-mated comparison that matches at 0.5, or does not.
static void add_pair(trials *list, uint32_t a, uint32_t b, bool error)
{
    add(list, (trial){.probe = a, .reference = b, .score = error ? 1 : 0});
}

static void add_mated(trials *list, uint32_t who, bool error)
{
    add(list, (trial){.probe = who,
                      .reference = who,
                      .mated = true,
                      .score = error ? 0 : 1});
}

static const double half[] = {0.5};

static help_study at_half(const trials *list, uint32_t people)
{
    help_study out = study_of(list->items, list->n, people);
    out.options.thresholds = (assay_numbers){half, 1};
    return out;
}

static const trial t1_1[] = {
    {0, 0, true, 0.9f, 0, 0},  {0, 0, true, 0.8f, 0, 0},
    {0, 0, true, 0.6f, 0, 0},  {0, 0, true, 0.6f, 0, 0},
    {0, 0, true, 0.3f, 0, 0},  {0, 1, false, 0.7f, 0, 0},
    {0, 1, false, 0.6f, 0, 0}, {0, 1, false, 0.5f, 0, 0},
    {0, 1, false, 0.4f, 0, 0}, {0, 1, false, 0.4f, 0, 0},
    {0, 1, false, 0.2f, 0, 0}, {0, 1, false, 0.1f, 0, 0},
    {0, 1, false, 0.1f, 0, 0}, {0, 1, false, 0.05f, 0, 0},
    {0, 1, false, 0.0f, 0, 0}};

static void check_t1_1(assay_rule rule, int64_t matches, int64_t non_matches)
{
    static const double at[] = {0.6};
    help_study study = study_of(t1_1, sizeof t1_1 / sizeof t1_1[0], 0);
    study.options.thresholds = (assay_numbers){at, 1};
    study.options.rule = rule;
    assay_result *result = study_run(&study);
    const assay_figure *fmr = figure_of(result, "FMR@threshold=0.6");
    const assay_figure *fnmr = figure_of(result, "FNMR@threshold=0.6");
    assert_int_equal(fmr->events, matches);
    assert_int_equal(fmr->trials, 10);
    assert_int_equal(fnmr->events, non_matches);
    assert_int_equal(fnmr->trials, 5);
    assert_near(fmr->threshold, (double)0.6f);
    assert_string_equal(fmr->rule, rule == ASSAY_GT ? "gt" : "ge");
    assert_near(figure_of(result, "AUC")->value, 0.84);
    assay_result_free(result);
}

static void T1_1_counts_and_area(void **state)
{
    (void)state;
    check_t1_1(ASSAY_GE, 2, 1);
    check_t1_1(ASSAY_GT, 1, 3);
}

static void all_pairs(trials *list, uint32_t people, const uint32_t errors[][2],
                      size_t n)
{
    for (uint32_t a = 0; a < people; a++)
        for (uint32_t b = a + 1; b < people; b++) {
            bool error = false;
            for (size_t e = 0; e < n; e++)
                error |= errors[e][0] == a + 1 && errors[e][1] == b + 1;
            add_pair(list, a, b, error);
        }
}

static void T4_3_star_of_six(void **state)
{
    (void)state;
    static const uint32_t errors[][2] = {{1, 2}, {1, 3}, {1, 4}, {1, 5}};
    trials list = {.n = 0};
    all_pairs(&list, 6, errors, 4);
    const help_study study = at_half(&list, 6);
    assay_result *result = study_run(&study);
    const assay_figure *fmr = figure_of(result, "FMR@threshold=0.5");
    assert_near(fmr->value, 4.0 / 15);
    assert_near(fmr->effective, 2.75);
    // Four errors only: the lower end is widened, five bearers leave the upper.
    assert_near(fmr->high, 0.9297523044);
    assert_true(fmr->low > 0 && fmr->low < 0.0098919525);
    assert_int_equal(fmr->subjects, 6);
    assert_null(figure_of(result, "FNMR@threshold=0.5")->method);
    assert_non_null(warning_of(result, "few_clusters"));
    assay_result_free(result);
}

static void T4_3b_eight_people(void **state)
{
    (void)state;
    static const uint32_t errors[][2] = {
        {1, 2}, {1, 3}, {1, 4}, {2, 3}, {5, 6}};
    trials list = {.n = 0};
    all_pairs(&list, 8, errors, 5);
    const help_study study = at_half(&list, 8);
    assay_result *result = study_run(&study);
    const assay_figure *fmr = figure_of(result, "FMR@threshold=0.5");
    assert_near(fmr->value, 5.0 / 28);
    assert_near(fmr->effective, 18.1578947368);
    assert_near(fmr->low, 0.0430839753);
    assert_near(fmr->high, 0.5121106074);
    assert_string_equal(fmr->weights, "comparison");
    assert_string_equal(fmr->interval, "confidence");
    assay_result_free(result);
}

static void T4_4_rectangle(void **state)
{
    (void)state;
    trials list = {.n = 0};
    for (uint32_t p = 0; p < 3; p++)
        for (uint32_t g = 0; g < 4; g++)
            add_pair(&list, p, 3 + g, (p == 0 && g < 2) || (p == 1 && g == 0));
    const help_study study = at_half(&list, 7);
    assay_result *result = study_run(&study);
    const assay_figure *fmr = figure_of(result, "FMR@threshold=0.5");
    assert_near(fmr->value, 0.25);
    assert_near(fmr->effective, 0.1875 / (5.0 / 144));
    assert_non_null(strstr(fmr->method, "probe and reference"));
    assay_result_free(result);
}

static void add_shares(trials *list, const unsigned *m, const unsigned *x,
                       uint32_t people)
{
    for (uint32_t i = 0; i < people; i++)
        for (unsigned k = 0; k < m[i]; k++) add_mated(list, i, k < x[i]);
}

static void T4_5_and_T1_4_one_way(void **state)
{
    (void)state;
    static const unsigned m[] = {4, 4, 2}, x[] = {2, 0, 1};
    trials list = {.n = 0};
    add_shares(&list, m, x, 3);
    const help_study study = at_half(&list, 3);
    assay_result *result = study_run(&study);
    const assay_figure *fnmr = figure_of(result, "FNMR@threshold=0.5");
    assert_near(fnmr->value, 0.3);
    assert_near(fnmr->effective, 5.7272727273);
    assert_near(fnmr->high, 0.8813640554);
    assert_true(fnmr->low <= 0.0241268572);
    const assay_figure *tmr = figure_of(result, "TMR@threshold=0.5");
    assert_near(tmr->value, 0.7);
    assert_true(tmr->low == 1 - fnmr->high && tmr->high == 1 - fnmr->low);
    assert_int_equal(tmr->events, 7);
    // Counts of 2 to 4 are equal enough: no second figure.
    assert_null(
        assay_result_find(result, "FNMR@threshold=0.5,weights=comparison"));
    assay_result_free(result);
}

static void T4_5b_floor(void **state)
{
    (void)state;
    static const unsigned m[] = {2, 2, 2}, x[] = {1, 1, 1};
    trials list = {.n = 0};
    add_shares(&list, m, x, 3);
    const help_study study = at_half(&list, 3);
    assay_result *result = study_run(&study);
    assert_near(figure_of(result, "FNMR@threshold=0.5")->effective,
                0.25 / 0.0416666666667);
    assay_result_free(result);
}

static void unequal_counts_put_people_first(void **state)
{
    (void)state;
    static const unsigned m[] = {8, 2, 2, 2}, x[] = {4, 1, 0, 0};
    trials list = {.n = 0};
    add_shares(&list, m, x, 4);
    const help_study study = at_half(&list, 4);
    assay_result *result = study_run(&study);
    const assay_figure *fnmr = figure_of(result, "FNMR@threshold=0.5");
    assert_string_equal(fnmr->weights, "subject");
    assert_near(fnmr->value, 0.25);
    // V = sum (1/4)^2 / (1 - 1/4) / 16.
    assert_near(fnmr->effective, 0.1875 / (0.25 / 0.75 / 16));
    assert_int_equal(fnmr->events, 5);
    assert_int_equal(fnmr->trials, 14);
    const assay_figure *micro =
        figure_of(result, "FNMR@threshold=0.5,weights=comparison");
    assert_near(micro->value, 5.0 / 14);
    assert_true(isnan(micro->low));
    assert_string_equal(micro->interval, "none");
    assert_non_null(strstr(micro->note, "5 %"));
    assert_int_equal(the_warning(result, "unequal_counts").rows, 1);
    assert_non_null(warning_of(result, "dominated"));
    assay_result_free(result);
}

// Delete-one-person variance of sum x / sum m.
static double delete_one(const unsigned *m, const unsigned *x, size_t k)
{
    double sum_m = 0, sum_x = 0, mean = 0, squares = 0;
    for (size_t i = 0; i < k; i++) {
        sum_m += m[i];
        sum_x += x[i];
    }
    for (size_t i = 0; i < k; i++)
        mean += (sum_x - x[i]) / (sum_m - m[i]) / (double)k;
    for (size_t i = 0; i < k; i++) {
        const double d = (sum_x - x[i]) / (sum_m - m[i]) - mean;
        squares += d * d;
    }
    return ((double)k - 1) / (double)k * squares;
}

static void beside_people_stands_the_delete_one_interval(void **state)
{
    (void)state;
    unsigned m[60], x[60];
    trials list = {.n = 0};
    for (unsigned i = 0; i < 60; i++) {
        m[i] = i % 3 ? 2 : 8;
        x[i] = i % 7 == 0 ? 2 : 0;
    }
    add_shares(&list, m, x, 60);
    const help_study study = at_half(&list, 60);
    assay_result *result = study_run(&study);
    const assay_figure *micro =
        figure_of(result, "FNMR@threshold=0.5,weights=comparison");
    const double p = 18.0 / 240;
    assert_near(micro->value, p);
    assert_near(micro->effective, p * (1 - p) / delete_one(m, x, 60));
    assert_true(micro->low < p && p < micro->high);
    assert_null(warning_of(result, "dominated"));
    assay_result_free(result);
}

// Every pair of ten people, those of person 0 six times.
static void repeated_pairs(trials *list)
{
    for (uint32_t a = 0; a < 10; a++)
        for (uint32_t b = a + 1; b < 10; b++)
            for (int k = 0; k < (a == 0 ? 6 : 1); k++)
                add_pair(list, a, b, (a == 0 && b < 3 && k < 3) || b - a == 5);
}

// p and V_c of method.md 4.3(b) over pairs that count 1 each.
static void balanced_by_hand(double *p, double *v)
{
    double e[10][10] = {{0}}, sum = 0, s2 = 0, d = 0;
    for (uint32_t a = 0; a < 10; a++)
        for (uint32_t b = a + 1; b < 10; b++) {
            const double share = (a == 0 && b < 3) ? 0.5 : (b - a == 5 ? 1 : 0);
            e[a][b] = e[b][a] = share;
            sum += share;
        }
    *p = sum / 45;
    for (int i = 0; i < 10; i++) {
        double s = 0;
        for (int j = 0; j < 10; j++) {
            if (i == j) continue;
            s += e[i][j] - *p;
            d += (e[i][j] - *p) * (e[i][j] - *p) / 2;
        }
        s2 += s * s;
    }
    const double c = 10.0 * 9 / (8 * 7);
    *v = fmax(c * (s2 - d), d) / (45 * 45);
}

static void balanced_fmr_counts_pairs_of_people(void **state)
{
    (void)state;
    trials list = {.n = 0};
    double p = 0, v = 0;
    repeated_pairs(&list);
    balanced_by_hand(&p, &v);
    const help_study study = at_half(&list, 10);
    assay_result *result = study_run(&study);
    const assay_figure *fmr = figure_of(result, "FMR@threshold=0.5");
    assert_string_equal(fmr->weights, "subject");
    assert_near(fmr->value, p);
    assert_near(fmr->effective, p * (1 - p) / v);
    assert_int_equal(fmr->trials, 36 + 9 * 6);
    assert_non_null(
        assay_result_find(result, "FMR@threshold=0.5,weights=comparison"));
    assay_result_free(result);
}

static void without_people_wilson_and_a_warning(void **state)
{
    (void)state;
    trials list = {.n = 0};
    for (int i = 0; i < 148; i++) add_pair(&list, 0, 1, i < 15);
    for (int i = 0; i < 263; i++) add_mated(&list, 0, i < 81);
    const help_study study = at_half(&list, 0);
    assay_result *result = study_run(&study);
    // T4.1: 15/148 and 81/263.
    const assay_figure *fmr = figure_of(result, "FMR@threshold=0.5");
    assert_near(fmr->low, 0.0623863995);
    assert_near(fmr->high, 0.1604872417);
    const assay_figure *fnmr = figure_of(result, "FNMR@threshold=0.5");
    assert_near(fnmr->low, 0.2552885199);
    assert_near(fnmr->high, 0.3662095770);
    assert_int_equal(fmr->subjects, -1);
    assert_int_equal(figure_of(result, "subjects")->status,
                     ASSAY_FIGURE_NO_DATA);
    const assay_warning warning = the_warning(result, "no_subjects");
    assert_int_equal(warning.weight, ASSAY_CHANGES_THE_READING);
    assert_non_null(strstr(warning.text, "too narrow"));
    assay_result_free(result);
}

static void no_event_gives_three_bounds(void **state)
{
    (void)state;
    trials list = {.n = 0};
    for (uint32_t i = 0; i < 20; i++) {
        add_mated(&list, i, false);
        add_mated(&list, i, false);
    }
    const help_study study = at_half(&list, 20);
    assay_result *result = study_run(&study);
    const assay_figure *fnmr = figure_of(result, "FNMR@threshold=0.5");
    assert_true(fnmr->value == 0 && fnmr->low == 0);
    assert_near(fnmr->high, 1 - pow(0.025, 1.0 / 20));
    assert_non_null(strstr(fnmr->note, "if comparisons were independent"));
    assert_non_null(strstr(fnmr->note, "whatever they share"));
    assert_int_equal(fnmr->status, ASSAY_FIGURE_OK);
    const assay_figure *tmr = figure_of(result, "TMR@threshold=0.5");
    assert_true(tmr->value == 1 && tmr->high == 1);
    assay_result_free(result);
}

static void one_person_or_three_have_no_interval(void **state)
{
    (void)state;
    trials list = {.n = 0};
    add_mated(&list, 0, false);
    add_mated(&list, 0, true);
    add_pair(&list, 0, 1, true);
    add_pair(&list, 1, 2, false);
    const help_study study = at_half(&list, 3);
    assay_result *result = study_run(&study);
    const assay_figure *fnmr = figure_of(result, "FNMR@threshold=0.5");
    assert_int_equal(fnmr->status, ASSAY_FIGURE_SINGLE_SUBJECT);
    assert_near(fnmr->value, 0.5);
    assert_true(isnan(fnmr->low) && isnan(fnmr->high));
    const assay_figure *fmr = figure_of(result, "FMR@threshold=0.5");
    assert_near(fmr->value, 0.5);
    assert_true(isnan(fmr->low));
    assert_string_equal(fmr->interval, "none");
    assay_result_free(result);
}

static void a_missing_class_has_no_data(void **state)
{
    (void)state;
    trials list = {.n = 0};
    add_mated(&list, 0, false);
    add_mated(&list, 1, true);
    const help_study study = at_half(&list, 2);
    assay_result *result = study_run(&study);
    static const char *const ids[] = {"FMR@threshold=0.5", "EER", "AUC", "d'",
                                      "FNMR@FMR=0.01"};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        const assay_figure *figure = figure_of(result, ids[i]);
        assert_int_equal(figure->status, ASSAY_FIGURE_NO_DATA);
        assert_true(isnan(figure->value));
        assert_non_null(figure->note);
    }
    assert_int_equal(figure_of(result, "FNMR@threshold=0.5")->events, 1);
    assert_non_null(warning_of(result, "one_class"));
    assert_null(curve_of(result, "DET"));
    assay_result_free(result);
}

static void failures_have_shares(void **state)
{
    (void)state;
    trials list = {.n = 0};
    for (int i = 0; i < 17; i++) add_pair(&list, 0, 1, false);
    help_study study = at_half(&list, 0);
    study.failed = 3;
    study.facts.acquired[0] = study.facts.acquired[1] = true;
    assay_result *result = study_run(&study);
    const assay_figure *fta = figure_of(result, "FTA");
    assert_int_equal(fta->events, 3);
    assert_int_equal(fta->trials, 20);
    const assay_interval wilson = assay_wilson_counts(3, 20, 0.95);
    assert_near(fta->low, wilson.low);
    assert_near(fta->high, wilson.high);
    assert_int_equal(figure_of(result, "FTE")->events, 0);
    assert_near(figure_of(result, "FTE")->high, 1 - pow(0.025, 1.0 / 20));
    assert_true(figure_of(result, "failed comparisons")->value == 3);
    assay_result_free(result);
    study.failed = 0;
    study.facts.acquired[0] = study.facts.acquired[1] = false;
    result = study_run(&study);
    assert_int_equal(figure_of(result, "FTA")->status, ASSAY_FIGURE_NO_DATA);
    assay_result_free(result);
}

// T1.4: people of 4, 4 and 2 trials, by trial and by person.
static void T1_4_trials_of_people(void **state)
{
    (void)state;
    const uint64_t x[] = {2, 0, 1}, m[] = {4, 4, 2};
    double room[6];
    const assay_tallied seen = {.unit = "passage",
                                .events = 3,
                                .trials = 10,
                                .events_of = x,
                                .trials_of = m,
                                .people = 3,
                                .room = room};
    const assay_estimate micro = assay_estimate_tallied(&seen, 0.95);
    const assay_estimate macro = assay_estimate_balanced(&seen, 0.95);
    assert_true(fabs(micro.value - 0.3) < 1e-15);
    assert_true(fabs(macro.value - 1.0 / 3) < 1e-15);
    assert_int_equal(macro.people, 3);
    assert_int_equal(macro.trials, 10);
    // Shares 1/2, 0, 1/2 of three people: V = sum (s - p)^2/(1 - 1/3)/9.
    assert_true(fabs(macro.variance - 1.0 / 36) < 1e-15);
    assert_true(macro.low < 1.0 / 3 && macro.high > 1.0 / 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T1_4_trials_of_people),
        cmocka_unit_test(T1_1_counts_and_area),
        cmocka_unit_test(T4_3_star_of_six),
        cmocka_unit_test(T4_3b_eight_people),
        cmocka_unit_test(T4_4_rectangle),
        cmocka_unit_test(T4_5_and_T1_4_one_way),
        cmocka_unit_test(T4_5b_floor),
        cmocka_unit_test(unequal_counts_put_people_first),
        cmocka_unit_test(beside_people_stands_the_delete_one_interval),
        cmocka_unit_test(balanced_fmr_counts_pairs_of_people),
        cmocka_unit_test(without_people_wilson_and_a_warning),
        cmocka_unit_test(no_event_gives_three_bounds),
        cmocka_unit_test(one_person_or_three_have_no_interval),
        cmocka_unit_test(a_missing_class_has_no_data),
        cmocka_unit_test(failures_have_shares),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
