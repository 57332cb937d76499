// SPDX-License-Identifier: Apache-2.0
// Logs that are refused, and rows that stand twice.
#include "alerts_help.h"

#define AT(time) "2024-05-03T10:" time "Z"

static const char heads[] =
    "alert_id,time,camera,reference_id,score,transit_id\n";

static const char list[] =
    "reference_id,subject_id,kind\n"
    "A,a,seeded\nB,b,seeded\nF,,filler\nO,,operational\n";

static const char transits[] = "transit_id,subject_id,camera,entered,left\n"
                               "t1,a,1," AT("00:00") "," AT("00:10") "\n";

static void refused(void **state)
{
    (void)state;
    assay_alerts_options options = log_options();
    log_write(LOG_WATCHLIST, list);
    log_write(LOG_TRANSITS, transits);
    log_write(LOG_ALERTS, "alert_id,time,camera,reference_id,score\n"
                          "1,2024-05-03T10:00:00,1,A,.9\n");
    log_refused(&options, 2, "no zone");
    log_write(LOG_ALERTS, "alert_id,time,camera,reference_id,score\n"
                          "1,2024-02-30T10:00:00Z,1,A,.9\n");
    log_refused(&options, 2, "no such time");
    log_write(LOG_ALERTS,
              "alert_id,time,camera,reference_id,score\n"
              "1," AT("00:00") ",1,A,.9\n1," AT("00:01") ",1,A,.9\n");
    log_refused(&options, 3, "stands on line 2 already");
    log_write(LOG_ALERTS, "alert_id,time,camera,reference_id,score\n"
                          "1," AT("00:00") ",1,Z,.9\n");
    log_refused(&options, 2, "not in the watchlist");
    log_write(LOG_ALERTS, "alert_id,time,camera,reference_id,score\n"
                          "1," AT("00:00") ",1,A,nan\n");
    log_refused(&options, 2, "write a number");
    char text[512];
    (void)snprintf(text, sizeof text, "%s%s", heads,
                   "1," AT("00:00") ",1,A,.9,t9\n");
    log_write(LOG_ALERTS, text);
    log_refused(&options, 2, "not in the transits");
    (void)snprintf(text, sizeof text, "%s%s", transits,
                   "t2,a,1," AT("00:10") "," AT("00:09") "\n");
    log_write(LOG_TRANSITS, text);
    log_refused(&options, 3, "left is before entered");
}

// Nobody can say whom so many people's alerts are of.
static void too_many_at_once(void **state)
{
    (void)state;
    enum { MANY = 1001, ROOM = 128 * MANY };
    char *text = calloc(1, ROOM);
    assert_non_null(text);
    size_t n = (size_t)snprintf(text, ROOM,
                                "transit_id,subject_id,camera,entered,left\n");
    for (int i = 0; i < MANY; i++)
        n += (size_t)snprintf(text + n, ROOM - n,
                              "t%d,p%d,1," AT("00:00") "," AT("01:00") "\n", i,
                              i);
    log_write(LOG_TRANSITS, text);
    free(text);
    log_write(LOG_WATCHLIST, list);
    log_write(LOG_ALERTS, "alert_id,time,camera,reference_id,score\n"
                          "1," AT("00:30") ",1,A,.9\n");
    assay_alerts_options options = log_options();
    log_refused(&options, 1002, "more than 1000 people");
}

static void refused_options(void **state)
{
    (void)state;
    assay_alerts_options options = log_options();
    const double low[] = {.5}, sizes[] = {5};
    log_write(LOG_WATCHLIST, list);
    log_write(LOG_TRANSITS, transits);
    log_write(LOG_ALERTS, "alert_id,time,camera,reference_id,score\n"
                          "1," AT("00:01") ",1,A,.56\n");
    options.thresholds = (assay_numbers){low, 1};
    log_refused(&options, 0, "your log starts at 0.56");
    options.floor = 0.5;
    log_evaluate(&options);
    log_rate("TPIR@threshold=0.5", 1, 1);
    options.sizes = (assay_numbers){sizes, 1};
    log_refused(&options, 0, "the list held 4");
}

// The same row twice counts once.
static void repeated_rows(void **state)
{
    (void)state;
    assay_alerts_options options = log_options();
    char text[512];
    log_write(LOG_WATCHLIST, list);
    (void)snprintf(text, sizeof text,
                   "%st1,a,1," AT("00:00") "," AT("00:10") "\n", transits);
    log_write(LOG_TRANSITS, text);
    log_write(LOG_ALERTS, "alert_id,time,camera,reference_id,score\n"
                          "1," AT("00:01") ",1,A,.56\n"
                                           "1," AT("00:01") ",1,A,.56\n");
    log_evaluate(&options);
    log_rate("TPIR", 1, 1);
    log_count("alerts in the log", 1);
    assert_int_equal(log_warned("repeated_rows"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refused),
        cmocka_unit_test(too_many_at_once),
        cmocka_unit_test(refused_options),
        cmocka_unit_test(repeated_rows),
    };
    return cmocka_run_group_tests(tests, log_begin, log_end);
}
