// SPDX-License-Identifier: Apache-2.0
// assay deployments by group of the people alerted: shares and rates with
// bounds for groups that are not stated, and what few events do not show.
#include "people_help.h"

// T2.6, the last: if a third of the alerts is of each of three groups, the
// chance that all 7 wrong ones lie outside one of them is (2/3)^7 = .058528:
// that shows too few events, and no likeness.
static void T2_6_seven_events_show_no_likeness(void **state)
{
    (void)state;
    assay_result *r =
        of("date,location,alerts,false_alerts,alerts_black,alerts_white,"
           "alerts_asian,false_alerts_black,false_alerts_white,"
           "false_alerts_asian\n"
           "2025-01-10,A,30,2,10,10,10,0,1,1\n"
           "2025-01-17,A,30,2,10,10,10,0,1,1\n"
           "2025-02-03,B,30,2,10,10,10,0,2,0\n"
           "2025-02-10,B,30,1,10,10,10,0,0,1\n");
    const assay_figure *none =
        find(r, "chance of no false alert if rates were equal@ethnicity=black");
    assert_true(is_close(none->value, .058528, 1e-5));
    const assay_figure *ratio = find(r, RATIO "@ethnicity=black");
    assert_int_equal(ratio->status, ASSAY_FIGURE_FEW_EVENTS);
    assert_true(ratio->low <= 0 && ratio->high > 1.25);
    assert_non_null(strstr(ratio->note, "no conclusion"));
    const assay_figure *least =
        find(r, "least ratio shown of false alerts per alert@ethnicity=black");
    assert_true(is_close(least->value, 14.730918694, 1e-9));
    const char *text = said(r, "too few to compare");
    assert_non_null(text);
    assert_non_null(strstr(text, "7 wrong alerts"));
    assert_non_null(strstr(text, "no conclusion"));
    assert_non_null(strstr(text, "only one of 15-fold or more"));
    assert_non_null(said(r, "59 times in 1,000"));
    assert_null(said(r, "no difference"));
    assert_non_null(said(r, "is no rate per person who passed"));
    assay_result_free(r);
}

// 8 of 10 in one deployment: Clopper and Pearson's interval.
static void a_share_of_errors(void **state)
{
    (void)state;
    assay_result *r = of("date,location,alerts,false_alerts,"
                         "false_alerts_black\n2025-01-10,A,2077,10,8\n");
    const assay_figure *f = find(r, "share of false alerts@ethnicity=black");
    check(r, "share of false alerts@ethnicity=black", 8, 10);
    assert_true(is_close(f->low, .4439045377, 1e-9));
    // The other two are of no group that is stated: 8 to 10.
    bounds(r, "share of false alerts@ethnicity=black", .8, 1);
    assert_true(f->high >= 1);
    assert_true(is_close(
        find(r, "false alerts of the group@ethnicity=not stated")->value, 2,
        0));
    assert_non_null(said(r, "only wrong ones are recorded by group"));
    assert_null(assay_result_find(
        r, "false alerts per alert of the group@ethnicity=black"));
    assay_result_free(r);
}

static void a_claim_about_a_group(void **state)
{
    (void)state;
    static const char *const claim = "8 of 10";
    const char *file = file_of("date,location,alerts,false_alerts,"
                               "false_alerts_black,false_alerts_white\n"
                               "2025-01-10,A,2077,10,8,2\n");
    assay_deployments_options options;
    assay_result *r = NULL;
    assay_deployments_options_default(&options);
    options.files = (assay_texts){&file, 1};
    options.claims = (assay_texts){&claim, 1};
    assert_int_equal(assay_deployments_evaluate(&options, &r, &err), ASSAY_OK);
    assert_non_null(said(r, "'8 of 10' comes out as share of false alerts, "
                            "ethnicity black: 8 of 10"));
    assert_non_null(said(r, "how many of the group passed is left out"));
    assay_result_free(r);
}

static void what_is_not_stated_could_be_any(void **state)
{
    (void)state;
    assay_result *r = of(open);
    const char *rate = "false alerts per alert of the group@ethnicity=black";
    check(r, rate, 2, 9);
    // Least: 2 of 9 + 3 right ones; most: 3 of 10.
    bounds(r, rate, 2.0 / 12, 3.0 / 10);
    bounds(r, "share of false alerts@ethnicity=black", 2.0 / 3, 1);
    bounds(r, "share of alerts@ethnicity=white", 7.0 / 20, 11.0 / 20);
    bounds(r, "alerts of the group@ethnicity=white", 7, 11);
    // Least: 2/12 over 1/8; most: without a wrong one of the others.
    const assay_figure *ratio = find(r, RATIO "@ethnicity=black");
    assert_true(is_close(ratio->bounds[0], 2.0 / 12 / (1.0 / 8), 1e-12));
    assert_true(isinf(ratio->bounds[1]));
    assert_true(is_close(
        find(r, "alerts of the group@ethnicity=not stated")->value, 4, 0));
    assay_result_free(r);
}

static void blanks_and_masks_are_open_too(void **state)
{
    (void)state;
    assay_result *r = of("date,location,alerts,false_alerts,"
                         "false_alerts_female,false_alerts_male,"
                         "false_alerts_not_stated\n"
                         "2025-01-10,A,12,6,<3,4,\n"
                         "2025-01-17,A,8,2,n/k,1,1\n"
                         "2025-01-18,A,8,3,,,\n");
    bounds(r, "share of false alerts@sex=female", 0, 6.0 / 11);
    bounds(r, "share of false alerts@sex=male", 5.0 / 11, 1);
    assay_result_free(r);
}

static void groups_above_the_total_are_named(void **state)
{
    (void)state;
    size_t count = 0;
    bool found = false;
    assay_result *r = of("row_id,date,location,alerts,false_alerts,"
                         "false_alerts_female,false_alerts_male\n"
                         "x1,2025-01-10,A,12,2,2,1\n");
    const assay_warning *all = assay_result_warnings(r, &count);
    for (size_t i = 0; i < count; i++)
        found = found || (strcmp(all[i].code, "groups_differ") == 0 &&
                          strstr(all[i].text, "x1: false alerts 2, by sex 3"));
    assert_true(found);
    check(r, "share of false alerts@sex=female", 2, 3);
    assay_result_free(r);
}

static void marks_of_groups_are_named(void **state)
{
    (void)state;
    size_t count = 0, found = 0;
    assay_result *r = of("row_id,date,location,alerts,alerts_female,"
                         "alerts_male\nx1,2025-01-10,A,12,c. 5,7*\n");
    const assay_warning *all = assay_result_warnings(r, &count);
    for (size_t i = 0; i < count; i++)
        found += (strcmp(all[i].code, "about") == 0 &&
                  strstr(all[i].text, "x1: c. 5")) ||
                 (strcmp(all[i].code, "footnotes") == 0 &&
                  strstr(all[i].text, "x1: 7*"));
    assert_int_equal(found, 2);
    assay_result_free(r);
}

static void groups_are_the_total_where_there_is_none(void **state)
{
    (void)state;
    assay_result *r = of("date,location,true_alerts_female,true_alerts_male,"
                         "false_alerts_female,false_alerts_male\n"
                         "2025-01-10,A,5,6,2,1\n"
                         "2025-01-12,A,4,6,,1\n");
    check(r, "false alerts per alert of the group@sex=female", 2, 7);
    assert_true(is_close(find(r, "true alerts")->value, 21, 0));
    // In the second row nobody knows how many were wrong.
    check(r, "false alerts per alert", 3, 14);
    assay_result_free(r);
}

static uint32_t seed;

static double drawn(void)
{
    seed = seed * 1664525 + 1013904223;
    return (double)(seed >> 8) / (1 << 24);
}

// A record of 16 deployments in which both groups have one rate of wrong alerts
// on average, which differs from deployment to deployment.
static void make_record(char *text, size_t size)
{
    size_t n = (size_t)snprintf(text, size,
                                "date,location,alerts:a,alerts:b,"
                                "false_alerts:a,false_alerts:b\n");
    for (int i = 0; i < 16; i++) {
        int of[2][2] = {{0}};
        for (int g = 0; g < 2; g++) {
            const double p = drawn() < 0.5 ? 0.02 : 0.22;
            of[g][1] = 8 + (int)(drawn() * 9);
            for (int k = 0; k < of[g][1]; k++) of[g][0] += drawn() < p;
        }
        n += (size_t)snprintf(text + n, size - n,
                              "2024-01-%02d,P%d,%d,%d,%d,%d\n", i + 1, i,
                              of[0][1], of[1][1], of[0][0], of[1][0]);
    }
}

// Of 300 such records the interval of the ratio holds 1 in about 95 of 100; the
// exact one alone, which knows of no deployments, in too few.
static void intervals_hold_the_ratio(void **state)
{
    (void)state;
    enum { RECORDS = 300 };
    int holds = 0, exact = 0;
    seed = 1;
    for (int i = 0; i < RECORDS; i++) {
        char text[4096];
        make_record(text, sizeof text);
        assay_result *r = of(text);
        const assay_figure *f = find(r, RATIO "@group=a");
        holds += f->low <= 1 && f->high >= 1;
        exact += strtod(f->note + 2, NULL) > 0.05; // "p 0.117 of the exact..."
        assay_result_free(r);
    }
    if (holds < 0.93 * RECORDS || holds > 0.99 * RECORDS)
        fail_msg("%d of %d", holds, RECORDS);
    if (exact > 0.91 * RECORDS) fail_msg("exact: %d of %d", exact, RECORDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(T2_6_seven_events_show_no_likeness,
                                  drop_file),
        cmocka_unit_test_teardown(a_share_of_errors, drop_file),
        cmocka_unit_test_teardown(a_claim_about_a_group, drop_file),
        cmocka_unit_test_teardown(what_is_not_stated_could_be_any, drop_file),
        cmocka_unit_test_teardown(blanks_and_masks_are_open_too, drop_file),
        cmocka_unit_test_teardown(groups_above_the_total_are_named, drop_file),
        cmocka_unit_test_teardown(marks_of_groups_are_named, drop_file),
        cmocka_unit_test_teardown(groups_are_the_total_where_there_is_none,
                                  drop_file),
        cmocka_unit_test_teardown(intervals_hold_the_ratio, drop_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
