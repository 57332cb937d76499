// SPDX-License-Identifier: Apache-2.0
// Each allocation fails once while records of deployments are evaluated.
#include "oom/oom.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "assay/deployments.h"

static char folder[64];
static char path[128];

static const char *put_file(const char *text)
{
    (void)snprintf(path, sizeof path, "%s/record", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    (void)fputs(text, file);
    assert_int_equal(fclose(file), 0);
    return path;
}

static assay_status evaluate(void *context)
{
    assay_result *result = NULL;
    assay_error err;
    char *text = NULL;
    const assay_status status =
        assay_deployments_evaluate(context, &result, &err);
    assert_int_equal(status == ASSAY_OK, result != NULL);
    if (status != ASSAY_OK) return status;
    const assay_status told = assay_result_summary(result, NULL, &text, &err);
    assay_text_free(text);
    assay_result_free(result);
    return told;
}

static void each(const char *text, const char *by, unsigned long least)
{
    const char *const files[] = {put_file(text)};
    const char *const where[] = {"date!=2019"};
    const char *const require[] = {"false alerts per alert <= 0.5"};
    assay_deployments_options options;
    assay_deployments_options_default(&options);
    options.files = (assay_texts){files, 1};
    options.faces_per_person = "1..2";
    options.common.threads = 1;
    options.common.by = (assay_texts){&by, 1};
    options.common.where = (assay_texts){where, 1};
    options.common.require = (assay_texts){require, 1};
    assert_true(oom_fail_each(evaluate, &options) > least);
}

static void a_table(void **state)
{
    (void)state;
    each("date,location,hours,faces_seen,alerts,true_alerts,true_unconfirmed,"
         "false_alerts,arrests,printed_false_alert_rate,Faces\n"
         "2024-01-01,A,4h,1000,5,4,1,1,2,0.2%,1\n"
         "2024-01-02,B,long,\"c. 2,000\",<5,3,0,0,1,0%,2\n"
         "2024-01-02,B,2,500,2,3,0,0,1,,2\n"
         "2023,C,,,5,5,0,0,,,\n2023,C,,,6,5,0,1,,,\n"
         "spring,D,,,60,5,0,1,,,\nTotal,,,,73,,,,,,\n",
         "year", 50);
}

static void a_file_twice(void **state)
{
    (void)state;
    const char *const one = put_file("date,location,alerts,false_alerts\n"
                                     "2024-01-01,A,5,1\n2024-01-02,B,4,0\n");
    const char *const files[] = {one, one};
    assay_deployments_options options;
    assay_deployments_options_default(&options);
    options.files = (assay_texts){files, 2};
    options.common.threads = 1;
    assert_true(oom_fail_each(evaluate, &options) > 20);
}

static void groups_of_people(void **state)
{
    (void)state;
    each("date,location,alerts,false_alerts,alerts_black,alerts_white,"
         "false_alerts_black,false_alerts_white,Alerts (Female)\n"
         "2025-01-10,A,12,2,5,5,1,1,1\n2025-01-17,A,8,2,4,3,1,1,2\n"
         "2025-01-18,A,8,2,4,9,1,1,2\n",
         "year", 20);
    each("date,location,ethnicity,arrests,true_alerts,false_alerts\n"
         "2025-01-10,A,Black,1,5,1\n2025-01-10,A,White,2,5,0\n"
         "2025-01-11,A,White,0,5,1\n",
         "ethnicity", 20);
}

static void the_json(void **state)
{
    (void)state;
    // The parser of JSON has a memory of its own, which this does not see fail.
    each("{\"deployments\": [{\"id\": \"m\", \"date_start\": \"2024-01-01\", "
         "\"outcome_alerts\": 3, \"outcome_false_alerts\": 1}, {\"id\": \"n\", "
         "\"threshold\": 0.6, \"outcome_alerts\": 2}]}",
         "id", 40);
}

// Eleven deployments of one kind and eleven of another, from the last day of a
// year on: two periods, two years, a claim of each form.
static void what_moved(void **state)
{
    (void)state;
    static const char *const claims[] = {"1 in 1,000", "10 %", "70 of 220"};
    char text[4096] = "date,location,hours,faces_seen,watchlist_size,alerts,"
                      "true_alerts,false_alerts,arrests,threshold\n";
    for (int i = 0; i < 22; i++) {
        const bool later = i >= 11;
        char row[128];
        (void)snprintf(
            row, sizeof row, "%s-%02d,P%d,4,%d,%d,%d,%d,%d,%d,0.6%d\n",
            later ? "2024-01" : "2023-12", 1 + i, i,
            (later ? 9000 : 1000) + 10 * i, 500 + i, 10 + i % 3,
            (later ? 10 : 5) + i % 3, later ? 0 : 5, i % 4, later ? 4 : 0);
        strcat(text, row);
    }
    const char *const files[] = {put_file(text)};
    assay_deployments_options options;
    assay_deployments_options_default(&options);
    options.files = (assay_texts){files, 1};
    options.claims = (assay_texts){claims, 3};
    options.common.threads = 1;
    assert_true(oom_fail_each(evaluate, &options) > 50);
}

static int make_folder(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/assay-test-XXXXXX");
    return mkdtemp(folder) ? 0 : 1;
}

static int drop_folder(void **state)
{
    (void)state;
    (void)unlink(path);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table),          cmocka_unit_test(a_file_twice),
        cmocka_unit_test(groups_of_people), cmocka_unit_test(the_json),
        cmocka_unit_test(what_moved),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
