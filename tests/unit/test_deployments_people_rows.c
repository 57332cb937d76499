// SPDX-License-Identifier: Apache-2.0
// assay deployments by group of the people alerted: a group a row, totals, and
// headings that may be groups.
#include "people_help.h"

static const char rows[] = "date,location,ethnicity,faces_seen,alerts,"
                           "false_alerts\n"
                           "2025-01-10,A,Black,5000,5,1\n"
                           "2025-01-10,A,White,5000,5,0\n"
                           "2025-01-10,A,,5000,2,0\n"
                           "2025-02-03,B,White,,5,1\n"
                           "2025-02-03,B,black,4000,4,0\n"
                           "2025-02-03,B,Total,4000,10,2\n"
                           "2025-02-08,C,White,3000,5,1\n";

static void a_group_a_row(void **state)
{
    (void)state;
    assay_result *r = NULL;
    assert_int_equal(try(rows, NULL, "ethnicity", &r), ASSAY_OK);
    assert_true(is_close(find(r, "deployments")->value, 3, 0));
    assert_true(is_close(find(r, "faces counted")->value, 12000, 0));
    check(r, "false alerts per alert", 4, 27);
    // Of two spellings the first in the order of bytes.
    check(r, "share of false alerts@ethnicity=Black", 1, 4);
    bounds(r, "share of false alerts@ethnicity=White", 2.0 / 4, 3.0 / 4);
    assay_result_free(r);
}

static void the_order_of_rows_and_columns_is_nothing(void **state)
{
    (void)state;
    size_t count = 0, other_count = 0;
    assay_result *one = of("date,location,ethnicity,alerts,false_alerts\n"
                           "2025-01-10,A,Black,5,1\n"
                           "2025-01-10,A,White,5,0\n"
                           "2025-02-03,B,White,5,1\n");
    assay_result *other = of("false_alerts,ethnicity,alerts,location,date\n"
                             "1,White,5,B,2025-02-03\n"
                             "0,White,5,A,2025-01-10\n"
                             "1,Black,5,A,2025-01-10\n");
    const assay_figure *a = assay_result_figures(one, &count);
    const assay_figure *b = assay_result_figures(other, &other_count);
    assert_int_equal(count, other_count);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(a[i].id, b[i].id);
        assert_memory_equal(&a[i].value, &b[i].value, sizeof a[i].value);
        assert_memory_equal(&a[i].high, &b[i].high, sizeof a[i].high);
    }
    assay_result_free(one);
    assay_result_free(other);
}

static void what_is_refused(void **state)
{
    (void)state;
    refused(rows, "ethnicity=Black", NULL, "a group of people is no condition");
    refused(rows, "alerts>4", NULL, "would part deployments");
    refused(rows, NULL, "ethnicity*location", "name it by itself");
    refused(open, "ethnicity=black", NULL, "no condition");
    refused("date,location,sex,faces_seen,alerts\n2025-01-10,A,f,10,5\n"
            "2025-01-10,A,m,11,5\n",
            NULL, NULL, "faces_seen differs from line 2");
    refused("date,location,sex,alerts\n2025-01-10,A,f,5\n2025-01-10,A,f,5\n",
            NULL, NULL, "the group is that of line 2");
    refused("date,location,sex,alerts\n2025-01-10,A,f,5\n,,m,4\n", NULL, NULL,
            "write what they say in each row");
    refused("date,alerts,alerts_black,alerts (Black)\n2025-01-10,5,1,1\n", NULL,
            NULL, "another column has alerts of ethnicity");
    refused("date,alerts,alerts_black\n2025-01-10,5,50%\n", NULL, NULL,
            "alerts_black is \"50%\": a percentage");
}

// Two deployments of one day and place are told apart by their row_id.
static void rows_of_one_id_are_one_deployment(void **state)
{
    (void)state;
    assay_result *r = of("row_id,date,location,sex,alerts,false_alerts\n"
                         "1,2025-01-10,A,f,5,1\n1,2025-01-10,A,m,6,1\n"
                         "2,2025-01-10,A,f,5,0\n2,2025-01-10,A,m,7,2\n");
    assert_true(is_close(find(r, "deployments")->value, 2, 0));
    check(r, "false alerts per alert of the group@sex=f", 1, 10);
    assay_result_free(r);
}

// An id that two rows share says nothing of rows that have none.
static void rows_without_an_id_go_by_date_and_place(void **state)
{
    (void)state;
    assay_result *r = of("row_id,date,location,sex,alerts,false_alerts\n"
                         "1,2025-01-10,A,f,5,1\n1,2025-01-10,A,m,6,1\n"
                         ",2025-01-11,B,f,5,0\n,2025-01-11,B,m,7,2\n"
                         ",2025-01-12,C,f,5,0\n,2025-01-12,C,m,7,2\n"
                         ",2025-01-10,A,Total,12,3\n");
    assert_true(is_close(find(r, "deployments")->value, 3, 0));
    check(r, "false alerts per alert", 7, 36);
    assay_result_free(r);
    refused("row_id,date,location,sex,alerts\n"
            "1,2025-01-10,A,f,5\n1,2025-01-10,A,m,5\n"
            "2,2025-01-10,A,f,5\n,2025-01-10,A,m,5\n",
            NULL, NULL, "lines 2 and 4 of the same date and place");
}

// Ids of rows in one file stay so where another has those of deployments.
static void ids_are_told_file_by_file(void **state)
{
    (void)state;
    char first[sizeof path];
    (void)snprintf(first, sizeof first, "%s",
                   file_of("row_id,date,location,sex,alerts,false_alerts\n"
                           "1,2025-01-10,A,f,5,1\n1,2025-01-10,A,m,6,1\n"
                           "2,2025-01-10,A,f,5,1\n2,2025-01-10,A,m,6,1\n"));
    path[0] = '\0';
    const char *files[] = {
        first, file_of("row_id,date,location,sex,alerts,false_alerts\n"
                       "1,2025-02-10,A,f,5,1\n2,2025-02-10,A,m,6,1\n")};
    assay_deployments_options options;
    assay_result *r = NULL;
    assay_deployments_options_default(&options);
    options.files = (assay_texts){files, 2};
    const assay_status status = assay_deployments_evaluate(&options, &r, &err);
    (void)unlink(first);
    assert_int_equal(status, ASSAY_OK);
    assert_true(is_close(find(r, "deployments")->value, 3, 0));
    assay_result_free(r);
}

#define BOTH "date,location,ethnicity,sex,alerts,false_alerts\n"
#define ON "2025-01-10,A,"

// Rows that sum others are never added to them.
static void sums_of_rows_are_not_added_to_them(void **state)
{
    (void)state;
    refused(BOTH ON "Black,All,20,2\n" ON "White,All,20,1\n" ON
                    "All,F,15,2\n" ON "All,M,25,1\n",
            NULL, NULL, "count the same people");
    refused(BOTH ON "Black,F,10,2\n" ON "Black,M,10,1\n" ON "Black,All,20,3\n",
            NULL, NULL, "this row and line 2 count the same people");
    refused(BOTH ON "Black,not stated,10,2\n" ON "All,Not stated,20,3\n", NULL,
            NULL, "count the same people");
    refused(BOTH ON "Black,F,10,2\n" ON "black,f,9,2\n", NULL, NULL,
            "the group is that of line 2");
    assay_result *r = of(BOTH ON "Black,All,20,2\n" ON "White,F,8,1\n" ON
                                 "White,M,12,0\n" ON "All,All,41,3\n");
    check(r, "false alerts per alert", 3, 41);
    check(r, "false alerts per alert of the group@ethnicity=White", 1, 20);
    assay_result_free(r);
    // The first is of people whose sex nobody wrote down: no total.
    r = of(BOTH ON "All,Not stated,5,1\n" ON "Black,F,10,2\n" ON
                   "White,F,10,0\n");
    check(r, "false alerts per alert", 3, 25);
    assay_result_free(r);
}

// Of rows by ethnicity and rows by sex nobody knows whether they are the same
// people; with a row of both, those are people of whom one was not stated.
static void one_group_a_row_of_two_columns(void **state)
{
    (void)state;
    refused(BOTH ON "Black,,20,2\n" ON "White,,20,1\n" ON ",F,15,2\n" ON
                    ",M,25,1\n",
            NULL, NULL, "this row and line 2 are of groups in different");
    assay_result *r =
        of(BOTH ON "Black,F,20,2\n" ON "White,,20,1\n" ON ",F,15,2\n");
    check(r, "false alerts per alert", 5, 55);
    assay_result_free(r);
}

static void a_deployment_has_one_total(void **state)
{
    (void)state;
    refused("date,location,sex,alerts,false_alerts\n" ON "F,15,2\n" ON
            "Total,41,3\n" ON "M,25,1\n" ON "All,40,3\n",
            NULL, NULL, "a second row of the total");
    assert_int_equal(err.line, 5);
}

// Of 8 wrong alerts 5 have an ethnicity: whichever column comes first.
static void the_largest_sum_is_the_total(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "date,location,alerts,false_alerts_black,false_alerts_white,"
        "false_alerts_female,false_alerts_male\n"
        "2025-01-10,A,40,2,3,4,4\n2025-01-11,A,40,1,1,,2\n"
        "2025-01-12,A,40,1,1,,3\n",
        "false_alerts_female,false_alerts_black,false_alerts_male,"
        "false_alerts_white,alerts,date,location\n"
        "4,2,4,3,40,2025-01-10,A\n,1,2,1,40,2025-01-11,A\n"
        ",1,3,1,40,2025-01-12,A\n"};
    for (size_t i = 0; i < 2; i++) {
        assay_result *r = of(texts[i]);
        // In the third row more than 3 are told of 3 and an unknown one.
        check(r, "false alerts per alert", 10, 80);
        assay_result_free(r);
    }
    assay_result *r = of("date,location,alerts,false_alerts_black,"
                         "false_alerts_white,false_alerts_female,"
                         "false_alerts_male\n2025-01-10,A,40,2,3,4,4\n");
    // The other 3 could be of either.
    bounds(r, "share of false alerts@ethnicity=black", 2.0 / 8, 5.0 / 8);
    assay_result_free(r);
}

#define LONG                                                                   \
    "White: English or Welsh or Scottish or Northern Irish or British living "
#define LONGEST LONG LONG LONG

static void long_names_of_groups_stay_whole(void **state)
{
    (void)state;
    assay_result *r = of("date,location,ethnicity,alerts,false_alerts\n"
                         "2025-01-10,A," LONG "long,5,1\n"
                         "2025-01-10,A," LONG "new,6,2\n");
    check(r, "false alerts per alert of the group@ethnicity=" LONG "new", 2, 6);
    assay_result_free(r);
    refused("date,location,ethnicity,alerts\n2025-01-10,A,\"" LONGEST "\",5\n",
            NULL, NULL, "more than 200 bytes");
    assert_int_equal(err.line, 2);
    refused("date,location,\"alerts:" LONGEST "\"\n2025-01-10,A,5\n", NULL,
            NULL, "more than 200 bytes");
    refused("date,location,\"alerts_" LONGEST "\",alerts\n2025-01-10,A,5,6\n",
            NULL, NULL, "more than 200 bytes");
    assert_int_equal(err.line, 1);
}

#define OF_ALL "date,location,alerts_black,alerts_white,alerts_jewish,"
#define OF_WRONG "false_alerts_black,false_alerts_white,false_alerts_jewish"

// A sum of the groups that are read, where others are not, is no total.
static void no_total_without_all_groups(void **state)
{
    (void)state;
    refused(OF_ALL OF_WRONG "\n2025-01-10,A,20,20,40,6,6,30\n", NULL, NULL,
            "--column 'alerts:ethnicity:jewish=alerts_jewish'");
    assert_int_equal(err.line, 1);
    refused("alerts," OF_ALL OF_WRONG "\n80,2025-01-10,A,20,20,40,6,6,30\n",
            NULL, NULL,
            "--column 'false_alerts:ethnicity:jewish=false_alerts_jewish'");
    refused("date,location,alerts_black,Alerts: white\n2025-01-10,A,20,20\n",
            NULL, NULL, "--column 'alerts:white=Alerts: white'");
    // With the total they are of a group that is not stated, and proposed.
    size_t count = 0;
    bool found = false;
    assay_result *r = of("alerts,false_alerts," OF_ALL OF_WRONG
                         "\n80,42,2025-01-10,A,20,20,40,6,6,30\n");
    const assay_warning *all = assay_result_warnings(r, &count);
    for (size_t i = 0; i < count; i++)
        found = found ||
                (strcmp(all[i].code, "columns_like_ours") == 0 &&
                 strstr(all[i].text,
                        "--column 'alerts:ethnicity:jewish=alerts_jewish'"));
    assert_true(found);
    check(r, "false alerts per alert", 42, 80);
    assay_result_free(r);
    // Words, rates and what is ours are no groups.
    r = of("date,location,alerts_black,alerts_white,alerts_notes,"
           "alerts_per_hour,false_alerts_black,false_alerts_white,"
           "false_alerts_confirmed\n"
           "2025-01-10,A,20,20,one twice,8,6,6,3\n");
    check(r, "false alerts per alert", 12, 40);
    assay_result_free(r);
}

static assay_status mapped(const char *text, const assay_pair *pairs,
                           size_t count, assay_result **result)
{
    const char *file = file_of(text);
    assay_deployments_options options;
    assay_deployments_options_default(&options);
    options.files = (assay_texts){&file, 1};
    options.common.columns = (assay_pairs){pairs, count};
    return assay_deployments_evaluate(&options, result, &err);
}

// What the refusal proposes is read, as is a column that gets another name.
static void what_is_proposed_is_read(void **state)
{
    (void)state;
    static const assay_pair pairs[] = {
        {"alerts:ethnicity:jewish", "alerts_jewish"},
        {"false_alerts:ethnicity:jewish", "false_alerts_jewish"},
        {"others", "alerts_cctv"}};
    assay_result *r = NULL;
    assert_int_equal(mapped(OF_ALL OF_WRONG ",alerts_cctv\n"
                                            "2025-01-10,A,20,20,40,6,6,30,1\n",
                            pairs, 3, &r),
                     ASSAY_OK);
    check(r, "false alerts per alert", 42, 80);
    check(r, "false alerts per alert of the group@ethnicity=jewish", 30, 40);
    assay_result_free(r);
}

// Headings that --column maps have groups behind them too.
static void groups_behind_headings_of_others(void **state)
{
    (void)state;
    static const assay_pair pairs[] = {{"false_alerts", "Wrong"},
                                       {"alerts", "Hits"}};
    assay_result *r = NULL;
    size_t count = 0;
    bool found = false;
    assert_int_equal(mapped("date,location,Hits,Wrong,Wrong (Black),"
                            "Wrong (Jewish),Wrong (confirmed)\n"
                            "2025-01-10,A,30,9,3,4,2\n",
                            pairs, 2, &r),
                     ASSAY_OK);
    const assay_warning *all = assay_result_warnings(r, &count);
    for (size_t i = 0; i < count; i++)
        found = found ||
                (strcmp(all[i].code, "columns_like_ours") == 0 &&
                 strstr(all[i].text, "--column 'false_alerts:ethnicity:Jewish="
                                     "Wrong (Jewish)'") &&
                 !strstr(all[i].text, "confirmed"));
    assert_true(found);
    assay_result_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_group_a_row, drop_file),
        cmocka_unit_test_teardown(the_order_of_rows_and_columns_is_nothing,
                                  drop_file),
        cmocka_unit_test_teardown(what_is_refused, drop_file),
        cmocka_unit_test_teardown(rows_of_one_id_are_one_deployment, drop_file),
        cmocka_unit_test_teardown(rows_without_an_id_go_by_date_and_place,
                                  drop_file),
        cmocka_unit_test_teardown(ids_are_told_file_by_file, drop_file),
        cmocka_unit_test_teardown(sums_of_rows_are_not_added_to_them,
                                  drop_file),
        cmocka_unit_test_teardown(one_group_a_row_of_two_columns, drop_file),
        cmocka_unit_test_teardown(a_deployment_has_one_total, drop_file),
        cmocka_unit_test_teardown(the_largest_sum_is_the_total, drop_file),
        cmocka_unit_test_teardown(long_names_of_groups_stay_whole, drop_file),
        cmocka_unit_test_teardown(no_total_without_all_groups, drop_file),
        cmocka_unit_test_teardown(what_is_proposed_is_read, drop_file),
        cmocka_unit_test_teardown(groups_behind_headings_of_others, drop_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
