// SPDX-License-Identifier: Apache-2.0
// Each allocation fails once while the logs of a trial are evaluated.
#include "oom/oom.h"

#include "unit/alerts_help.h"

#define AT(time) "2024-05-03T10:" time "Z"

static void write_logs(void)
{
    log_write(LOG_WATCHLIST,
              "reference_id,subject_id,kind,from,to,enrolled\n"
              "A,a,seeded,,,1\nB,b,seeded," AT("01:00") ",,1\n"
                                                        "F,,filler,,,0\n");
    log_write(
        LOG_TRANSITS,
        "transit_id,subject_id,camera,entered,left,acquired,session\n"
        "t1,a,1," AT("00:00") "," AT(
            "00:10") ",1,x\n"
                     "t2,n,1," AT("00:05") "," AT(
                         "00:15") ",1,x\n"
                                  "t3,b,2," AT(
                                      "02:00") ",,0,y\n"
                                               "t4,n,2," AT("05:00") "," AT(
                                                   "05:10") ",1,y\n");
    log_write(
        LOG_ALERTS,
        "alert_id,time,camera,reference_id,score,transit_id,decision,"
        "decided_at,operator,outcome\n"
        "1," AT("00:07") ",1,A,.9,,credible," AT(
            "00:09") ",o,right\n"
                     "2," AT("00:08") ",1,F,.8,,rejected,,p,\n"
                                      "3," AT(
                                          "09:00") ",1,F,.8,,none,,,wrong\n"
                                                   "4," AT(
                                                       "05:05") ",2,F,.7,t4,"
                                                                "none,,,\n");
    log_write(LOG_CROWD, "camera,from,to,count,counter\n"
                         "1," AT("00:00") "," AT(
                             "30:00") ",50,x\n"
                                      "1," AT("00:00") "," AT(
                                          "30:00") ",40,y\n"
                                                   "1," AT("00:00") "," AT(
                                                       "30:00") ",30,both\n");
    log_write(LOG_SUBJECTS, "subject_id,sex\na,F\nb,M\nn,F\n");
}

static assay_status evaluate(void *context)
{
    assay_result *result = NULL;
    assay_error err;
    char *text = NULL;
    const assay_status status = assay_alerts_evaluate(context, &result, &err);
    assert_int_equal(status == ASSAY_OK, result != NULL);
    if (status != ASSAY_OK) return status;
    const assay_status told = assay_result_summary(result, NULL, &text, &err);
    assay_text_free(text);
    assay_result_free(result);
    return told;
}

static void logs(void **state)
{
    (void)state;
    write_logs();
    assay_alerts_options options = log_options();
    assert_true(oom_fail_each(evaluate, &options) > 50);
}

static void everything_asked(void **state)
{
    (void)state;
    static const char *const by[] = {"sex", "session*sex"};
    static const char *const where[] = {"session!=z"};
    static const char *const require[] = {"TPIR@threshold=0.6 >= 0.1"};
    static const double thresholds[] = {.6, .8}, sizes[] = {1};
    char review[128];
    (void)snprintf(review, sizeof review, "%s/review.csv", folder);
    write_logs();
    assay_alerts_options options = log_options();
    options.crowd = log_paths[LOG_CROWD];
    options.subjects = log_paths[LOG_SUBJECTS];
    options.common.by = (assay_texts){by, 2};
    options.common.where = (assay_texts){where, 1};
    options.common.require = (assay_texts){require, 1};
    options.common.min_subjects = 0;
    options.common.review = review;
    options.thresholds = (assay_numbers){thresholds, 2};
    options.sizes = (assay_numbers){sizes, 1};
    options.floor = 0.5;
    assert_true(oom_fail_each(evaluate, &options) > 100);
    assert_int_equal(unlink(review), 0);
}

// Passages kept as searches, by group; two candidates in one passage.
static void kept_for_forecasts(void **state)
{
    (void)state;
    static const char *const by[] = {"sex", "session"};
    static const double thresholds[] = {.7};
    write_logs();
    log_write(LOG_ALERTS, "alert_id,time,camera,reference_id,score,transit_id\n"
                          "1,2024-05-03T10:00:07Z,1,A,.9,t1\n"
                          "2,2024-05-03T10:05:05Z,2,F,.8,t4\n"
                          "3,2024-05-03T10:05:06Z,2,A,.7,t4\n");
    assay_alerts_options options = log_options();
    options.subjects = log_paths[LOG_SUBJECTS];
    options.common.by = (assay_texts){by, 2};
    options.thresholds = (assay_numbers){thresholds, 1};
    assert_true(oom_fail_each(evaluate, &options) > 100);
}

// Where alerts name no passage, some may be the public's or a volunteer's.
static void public_in_front_of_volunteers(void **state)
{
    (void)state;
    write_logs();
    log_write(LOG_ALERTS, "alert_id,time,camera,reference_id,score\n"
                          "1,2024-05-03T10:00:07Z,1,A,.9\n"
                          "2,2024-05-03T10:00:08Z,1,F,.8\n"
                          "3,2024-05-03T10:09:00Z,1,F,.8\n");
    assay_alerts_options options = log_options();
    options.crowd = log_paths[LOG_CROWD];
    assert_true(oom_fail_each(evaluate, &options) > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logs),
        cmocka_unit_test(everything_asked),
        cmocka_unit_test(kept_for_forecasts),
        cmocka_unit_test(public_in_front_of_volunteers),
    };
    return cmocka_run_group_tests(tests, log_begin, log_end);
}
