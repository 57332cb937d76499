// SPDX-License-Identifier: Apache-2.0
// False alerts by day and camera, counted by hand; intervals are those of the
// same counts on as many deployments.
#include "alerts_help.h"

#include "measure/operational_pool.h"

static const char list[] = "reference_id,subject_id,kind\n"
                           "A,a,seeded\nF,,filler\nO,,operational\n";

static const char transits[] =
    "transit_id,subject_id,camera,entered,left\n"
    "t1,a,1,2024-05-03T10:00:00Z,2024-05-03T10:00:10Z\n"
    "t2,a,2,2024-05-03T10:01:00Z,2024-05-03T10:01:10Z\n";

// Two hours a day at camera 1, the last across midnight; one at camera 2 on
// two days.
static const char counts[] =
    "camera,from,to,count\n"
    "1,2024-05-03T10:00:00Z,2024-05-03T12:00:00Z,101\n"
    "2,2024-05-03T10:00:00Z,2024-05-03T11:00:00Z,51\n"
    "1,2024-05-04T10:00:00Z,2024-05-04T11:00:00Z,100\n"
    "1,2024-05-04T11:00:00Z,2024-05-04T12:00:00Z,100\n"
    "2,2024-05-04T10:00:00Z,2024-05-04T11:00:00Z,50\n"
    "1,2024-05-05T23:00:00Z,2024-05-06T01:00:00Z,100\n";

static const char alerts[] =
    "alert_id,time,camera,reference_id,score,outcome,transit_id\n"
    "1,2024-05-03T10:00:01Z,1,A,.9,,t1\n"
    "2,2024-05-03T10:01:01Z,2,F,.9,,t2\n"      // of a volunteer
    "3,2024-05-03T11:00:00Z,1,O,.9,wrong,\n"   // 3 May
    "4,2024-05-04T10:10:00Z,1,F,.9,,\n"        // 4 May
    "5,2024-05-04T10:20:00Z,1,O,.9,wrong,\n"   //
    "6,2024-05-04T11:30:00Z,1,F,.9,,\n"        //
    "7,2024-05-04T10:40:00Z,2,O,.9,,\n"        // nobody verified it
    "8,2024-05-04T15:00:00Z,1,F,.9,,\n"        // nobody counted then
    "9,2024-05-06T00:30:00Z,1,O,.9,wrong,\n"   // of 5 May
    "10,2024-05-06T08:00:00Z,2,O,.9,wrong,\n"; // of 4 May: the last day there

static void check(const char *id, double value, const assay_side *least,
                  const assay_side *most)
{
    const assay_figure *f = log_figure(id);
    double total[2][2] = {{0, 0}, {0, 0}};
    for (size_t i = 0; i < least->n; i++) {
        total[0][0] += least->x[i];
        total[0][1] += least->m[i];
        total[1][0] += most->x[i];
        total[1][1] += most->m[i];
    }
    const assay_pool_ends low =
        assay_pool_interval(*least, total[0], false, .95);
    const assay_pool_ends high =
        assay_pool_interval(*most, total[1], false, .95);
    if (fabs(f->value - value) > 1e-12 || fabs(f->low - low.ends.low) > 1e-12 ||
        fabs(f->high - high.ends.high) > 1e-12)
        fail_msg("%s: %.9g (%.9g to %.9g), not %.9g (%.9g to %.9g)", id,
                 f->value, f->low, f->high, value, low.ends.low,
                 high.ends.high);
}

static void by_day(void **state)
{
    (void)state;
    log_write(LOG_WATCHLIST, list);
    log_write(LOG_TRANSITS, transits);
    log_write(LOG_CROWD, counts);
    log_write(LOG_ALERTS, alerts);
    const char *by[] = {"camera"};
    assay_alerts_options options = log_options();
    options.crowd = log_paths[LOG_CROWD];
    options.common.by = (assay_texts){by, 1};
    options.common.min_subjects = 0;
    log_evaluate(&options);
    // Volunteers are none of the public: 100 + 50, 200 + 50, 100.
    const double people[3] = {150, 250, 100};
    const double wrong[3] = {1, 3, 1}, open[3] = {1, 4, 1};
    check("false alerts per crowd passage", 6.0 / 500,
          &(assay_side){wrong, people, 3, NULL},
          &(assay_side){open, people, 3, NULL});
    const double hours[3] = {3, 3, 2};
    const double all_wrong[3] = {2, 5, 1}, all_open[3] = {2, 6, 1};
    check("false alerts per hour", 9.0 / 8,
          &(assay_side){all_wrong, hours, 3, NULL},
          &(assay_side){all_open, hours, 3, NULL});
    const double first[3] = {1, 4, 1}, first_hours[3] = {2, 2, 2};
    check("false alerts per hour@camera=1", 1,
          &(assay_side){first, first_hours, 3, NULL},
          &(assay_side){first, first_hours, 3, NULL});
    const double second[2] = {1, 1}, second_open[2] = {1, 2};
    const double second_hours[2] = {1, 1};
    check("false alerts per hour@camera=2", 1.5,
          &(assay_side){second, second_hours, 2, NULL},
          &(assay_side){second_open, second_hours, 2, NULL});
    assert_null(strstr(log_figure("false alerts per hour")->note, "one day"));
}

// Hours that are given stand on days as the logs have them.
static void hours_given(void **state)
{
    (void)state;
    log_write(LOG_WATCHLIST, list);
    log_write(LOG_TRANSITS, transits);
    log_write(LOG_CROWD, counts);
    log_write(LOG_ALERTS, alerts);
    assay_alerts_options options = log_options();
    options.crowd = log_paths[LOG_CROWD];
    options.hours = 16;
    log_evaluate(&options);
    const double hours[3] = {6, 6, 4};
    const double wrong[3] = {2, 5, 1}, open[3] = {2, 6, 1};
    check("false alerts per hour", 9.0 / 16,
          &(assay_side){wrong, hours, 3, NULL},
          &(assay_side){open, hours, 3, NULL});
}

// Nobody counted: hours are those of the logs. Of one day nothing is known
// about days.
static void one_day(void **state)
{
    (void)state;
    log_write(LOG_WATCHLIST, list);
    log_write(LOG_TRANSITS, transits);
    log_write(LOG_ALERTS, "alert_id,time,camera,reference_id,score,outcome\n"
                          "1,2024-05-03T10:00:01Z,1,A,.9,\n"
                          "2,2024-05-03T10:20:00Z,1,O,.9,wrong\n"
                          "3,2024-05-03T10:22:00Z,1,O,.9,wrong\n");
    const assay_alerts_options options = log_options();
    log_evaluate(&options);
    const double wrong[1] = {2}, hours[1] = {(22 * 60 + 10) / 3600.0};
    check("false alerts per hour", wrong[0] / hours[0],
          &(assay_side){wrong, hours, 1, NULL},
          &(assay_side){wrong, hours, 1, NULL});
    const assay_figure *f = log_figure("false alerts per hour");
    assert_string_equal(f->method, "exact Poisson");
    assert_non_null(strstr(f->note, "all of one day"));
}

#define AT(time) "2024-05-03T10:" time "Z"

static const char list_of_both[] =
    "reference_id,subject_id,kind\n"
    "A,a,seeded\nB,b,seeded\nF,,filler\nO,,operational\n";

// A crowd that was counted: seeded entries are none of its alerts.
static void crowd(void **state)
{
    (void)state;
    log_write(LOG_WATCHLIST, list_of_both);
    log_write(LOG_TRANSITS,
              "transit_id,subject_id,camera,entered,left\n"
              "t1,a,1," AT("00:00") "," AT(
                  "00:10") "\n"
                           "t2,n,1," AT("05:00") "," AT("05:10") "\n");
    log_write(LOG_CROWD,
              "camera,from,to,count,counter\n"
              "1," AT("00:00") "," AT(
                  "30:00") ",50,x\n"
                           "1," AT("00:00") "," AT(
                               "30:00") ",40,y\n"
                                        "1," AT("00:00") "," AT(
                                            "30:00") ",30,both\n"
                                                     "2," AT("00:00") "," AT(
                                                         "15:00") ",100,x\n");
    log_write(
        LOG_ALERTS,
        "alert_id,time,camera,reference_id,score,outcome\n"
        "1," AT(
            "00:05") ",1,A,.9,\n"
                     "2," AT(
                         "10:00") ",1,B,.9,\n" // seeded
                                  "3," AT(
                                      "10:10") ",1,O,.9,right\n" // right
                                               "4," AT(
                                                   "10:20") ",1,F,.9,\n" // nobody
                                                                         // is
                                                                         // it
                                                            "5," AT(
                                                                "12:20") ",2,O,"
                                                                         ".9,"
                                                                         "wrong"
                                                                         "\n"
                                                                         "6"
                                                                         "," AT(
                                                                             "1"
                                                                             "3"
                                                                             ":"
                                                                             "4"
                                                                             "0") ",2,O,.9,\n"
                                                                                  "7," AT(
                                                                                      "05:05") ",1,F,.9,\n" // a volunteer there
                                                                                               "8," AT(
                                                                                                   "20:00") ",2,F,.9,\n"); // not counted then
    assay_alerts_options options = log_options();
    options.crowd = log_paths[LOG_CROWD];
    log_evaluate(&options);
    const assay_figure *rate = log_figure("false alerts per crowd passage");
    // T2.5: Chapman 66.4516; two passages of the trial were among them.
    const double number = 51.0 * 41 / 31 - 1 - 2 + 100;
    // A volunteer was in front of camera 1, or had been 5 s before, for 30 s of
    // 30 minutes: what came then is in the bounds alone.
    const double apart = (number - 100) * (1 - 30.0 / 1800) + 100;
    assert_int_equal(rate->events, 3);
    assert_true(fabs(rate->value - 3 / apart) < 1e-12);
    assert_true(fabs(rate->bounds[0] - 2 / number) < 1e-12);
    assert_true(fabs(rate->bounds[1] - 4 / number) < 1e-12);
    assert_non_null(strstr(rate->note, "all of one day"));
    assert_true(fabs(log_figure("passages of the public")->value - number) <
                1e-9);
    log_count("camera hours", 0.75);
    log_rate("FPIR", 0, 0); // the only passage may be the public's alert
    assert_true(log_figure("FPIR")->status == ASSAY_FIGURE_REFUSED);
}

// Where false alerts say of which passage they are, others are the public's.
static void crowd_and_passages_named(void **state)
{
    (void)state;
    log_write(LOG_WATCHLIST, list_of_both);
    log_write(LOG_TRANSITS,
              "transit_id,subject_id,camera,entered,left\n"
              "t1,a,1," AT("00:00") "," AT(
                  "00:10") "\n"
                           "t2,n,1," AT("05:00") "," AT("05:10") "\n");
    log_write(LOG_CROWD, "camera,from,to,count\n"
                         "1," AT("00:00") "," AT("30:00") ",52\n");
    char text[512];
    (void)snprintf(
        text, sizeof text, "%s%s",
        "alert_id,time,camera,reference_id,score,transit_id\n",
        "1," AT("00:05") ",1,A,.9,\n"
                         "2," AT("00:06") ",1,F,.9,t1\n"
                                          "3," AT("05:05") ",1,F,.9,\n");
    log_write(LOG_ALERTS, text);
    assay_alerts_options options = log_options();
    options.crowd = log_paths[LOG_CROWD];
    log_evaluate(&options);
    log_rate("TPIR", 1, 1);
    log_rate("FPIR", 0, 1);
    log_rate("false alerts per passage, own entry set aside", 1, 1);
    log_rate("false alerts per crowd passage", 1, 50);
    assert_int_equal(log_warned("ambiguous_tracks"), -2);
}

// Decisions on the public's false alerts count; those on alerts that name a
// volunteer, or were right, do not, and what nobody knows is in the bounds.
static void decisions(void **state)
{
    (void)state;
    log_write(LOG_WATCHLIST, list_of_both);
    log_write(LOG_TRANSITS, transits);
    log_write(LOG_CROWD, counts);
    log_write(LOG_ALERTS,
              "alert_id,time,camera,reference_id,score,outcome,transit_id,"
              "decision,operator\n"
              "1,2024-05-03T10:00:01Z,1,A,.9,,t1,credible,x\n"
              "2,2024-05-03T10:01:01Z,2,F,.9,,t2,rejected,x\n"
              "3,2024-05-03T11:00:00Z,1,O,.9,wrong,,credible,x\n"
              "4,2024-05-03T11:00:20Z,1,O,.9,,,rejected,y\n" // one with 3
              "5,2024-05-04T10:10:00Z,1,F,.9,,,rejected,x\n"
              "6,2024-05-04T10:20:00Z,1,B,.9,wrong,,credible,x\n"
              "7,2024-05-04T10:30:00Z,1,O,.9,right,,credible,x\n"
              "8,2024-05-04T10:40:00Z,1,O,.9,,,credible,x\n"
              "9,2024-05-04T10:50:00Z,1,O,.9,,,rejected,x\n"
              "10,2024-05-04T11:00:00Z,1,F,.9,,,none,\n");
    assay_alerts_options options = log_options();
    options.crowd = log_paths[LOG_CROWD];
    options.common.review = log_paths[LOG_SUBJECTS];
    log_evaluate(&options);
    const assay_figure *f = log_figure("false alerts taken on");
    log_rate("right alerts taken on", 1, 1);
    log_rate("false alerts taken on", 1, 3);
    assert_true(fabs(f->bounds[0] - 1.0 / 4) < 1e-12);
    assert_true(fabs(f->bounds[1] - 2.0 / 4) < 1e-12);
    log_count("alerts without a decision", 1);
    char text[1024];
    FILE *file = fopen(log_paths[LOG_SUBJECTS], "r");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    assert_int_equal(fclose(file), 0);
    assert_non_null(strstr(text, "false alerts taken on,,,,,,x,1,3\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_day),  cmocka_unit_test(hours_given),
        cmocka_unit_test(one_day), cmocka_unit_test(decisions),
        cmocka_unit_test(crowd),   cmocka_unit_test(crowd_and_passages_named),
    };
    return cmocka_run_group_tests(tests, log_begin, log_end);
}
