// SPDX-License-Identifier: Apache-2.0
// Logs that hold more than alerts: candidates below the threshold.
#include "street_help.h"

#define AT(time) "2024-05-03T10:" time "Z"

static const char passages[] =
    "transit_id,subject_id,camera,entered,left\n"
    "t1,a,1," AT("00:00") "," AT("00:10") "\n"
                                          "t2,n,1," AT("01:00") "," AT(
                                              "01:10") "\n";

// --floor says that candidates are logged: which rows were alerts is asked.
static void a_floor_needs_a_threshold(void **state)
{
    (void)state;
    log_write(LOG_WATCHLIST, "reference_id,subject_id\nA,a\nB,\n");
    log_write(LOG_TRANSITS, passages);
    log_write(LOG_ALERTS, "alert_id,time,camera,reference_id,score\n"
                          "1," AT("00:01") ",1,A,.56\n");
    assay_alerts_options options = log_options();
    options.floor = 0.5;
    log_refused(&options, 0,
                "--threshold SCORE, the one in use; --threshold "
                "0.5 if every row was one");
    const double threshold[] = {.5};
    options.thresholds = (assay_numbers){threshold, 1};
    log_evaluate(&options);
    log_rate("TPIR@threshold=0.5", 1, 1);
}

// Rows that nobody decided on, all below those that somebody did.
static void undecided_rows_need_a_threshold(void **state)
{
    (void)state;
    assay_simulate_street_options o = street_options();
    o.floor = 4;
    o.crowd = 300;
    street_draw(&o);
    assay_alerts_options logs = street_logs(false);
    log_refused(&logs, 0,
                "they look like candidates below the alert "
                "threshold. --threshold 4.80");
    o.floor = 4.8;
    street_draw(&o);
    log_evaluate(&logs);
    // The threshold in use is a little below the lowest alert: no reason to
    // refuse it. One far below is.
    const double used[] = {4.8}, low[] = {4.5};
    logs.thresholds = (assay_numbers){used, 1};
    log_evaluate(&logs);
    logs.thresholds = (assay_numbers){low, 1};
    log_refused(&logs, 0, "--threshold 4.5: your log starts at 4.8");
}

// Decisions that have nothing to do with scores say nothing.
static void decisions_anywhere_say_nothing(void **state)
{
    (void)state;
    static const char *const decided[] = {"none", "credible", "none",
                                          "rejected", "none"};
    char text[4096] = "alert_id,time,camera,reference_id,score,decision\n";
    log_write(LOG_WATCHLIST, "reference_id,subject_id\nA,a\nB,\n");
    log_write(LOG_TRANSITS, passages);
    for (int i = 0; i < 40; i++)
        (void)snprintf(text + strlen(text), 96,
                       "%d," AT("00:0%d") ",1,A,.%02d,%s\n", i, i % 10, 50 + i,
                       decided[i % 5]);
    log_write(LOG_ALERTS, text);
    const assay_alerts_options options = log_options();
    log_evaluate(&options);
    log_rate("TPIR", 1, 1);
}

// T5.3: ten on the list, of whom 0, 1, 2 and 3 are named: of lists of four .475
// of the passages name somebody, as enumeration of all 210 lists has it.
static void T5_3_shorter_lists(void **state)
{
    (void)state;
    char list[512] = "reference_id,subject_id\n";
    char rows[512] = "transit_id,subject_id,camera,entered,left\n";
    char alerts[1024] = "alert_id,time,camera,reference_id,score\n";
    for (int i = 0; i < 10; i++)
        (void)snprintf(list + strlen(list), 16, "r%d,\n", i);
    for (int k = 0; k < 4; k++) {
        (void)snprintf(rows + strlen(rows), 96,
                       "t%d,n%d,1," AT("0%d:00") "," AT("0%d:10") "\n", k, k, k,
                       k);
        for (int i = 0; i < 3; i++)
            (void)snprintf(alerts + strlen(alerts), 64,
                           "%d-%d," AT("0%d:02") ",1,r%d,.%d\n", k, i, k,
                           (3 * k + i) % 10, i < k ? 7 : 5);
    }
    log_write(LOG_WATCHLIST, list);
    log_write(LOG_TRANSITS, rows);
    log_write(LOG_ALERTS, alerts);
    assay_alerts_options options = log_options();
    const double threshold[] = {.6};
    double sizes[10];
    for (int n = 1; n <= 10; n++) sizes[n - 1] = n;
    options.thresholds = (assay_numbers){threshold, 1};
    options.sizes = (assay_numbers){sizes, 10};
    log_evaluate(&options);
    log_rate("SEL@threshold=0.6", 6, 4);
    for (int n = 1; n <= 10; n++) {
        unsigned with = 0, lists = 0;
        for (unsigned set = 0; set < 1u << 10; set++) {
            if (__builtin_popcount(set) != n) continue;
            lists += 4;
            for (int k = 1; k < 4; k++) with += (set & ((1u << k) - 1)) != 0;
        }
        char id[64];
        (void)snprintf(id, sizeof id, "FPIR@threshold=0.6,watchlist_size=%d",
                       n);
        assert_true(fabs(log_figure(id)->value - (double)with / lists) < 1e-15);
        if (n == 4) assert_true(fabs(log_figure(id)->value - .475) < 1e-15);
    }
}

// A log that keeps the best three of a search at most.
static void lists_that_are_cut(void **state)
{
    (void)state;
    char rows[2048] = "transit_id,subject_id,camera,entered,left\n";
    char alerts[4096] = "alert_id,time,camera,reference_id,score\n";
    log_write(LOG_WATCHLIST, "reference_id,subject_id\nr0,\nr1,\nr2,\nr3,\n");
    for (int k = 0; k < 10; k++) {
        (void)snprintf(rows + strlen(rows), 96,
                       "t%d,n%d,1," AT("0%d:00") "," AT("0%d:10") "\n", k, k, k,
                       k);
        for (int i = 0; i < (k < 5 ? 3 : k % 3); i++)
            (void)snprintf(alerts + strlen(alerts), 64,
                           "%d-%d," AT("0%d:02") ",1,r%d,.7\n", k, i, k, i);
    }
    log_write(LOG_TRANSITS, rows);
    log_write(LOG_ALERTS, alerts);
    assay_alerts_options options = log_options();
    log_evaluate(&options);
    assert_int_equal(log_warned("candidates_cut"), 5);
    options.logged = ASSAY_LOGGED_ALL;
    log_evaluate(&options);
    assert_int_equal(log_warned("candidates_cut"), -2);
}

// The public's rate at each camera adds up to that of all.
static void crowd_by_camera(void **state)
{
    (void)state;
    assay_simulate_street_options o = street_options();
    o.threshold = 4.6;
    street_draw(&o);
    assay_alerts_options logs = street_logs(true);
    const char *by[] = {"camera"};
    logs.common.by = (assay_texts){by, 1};
    log_evaluate(&logs);
    const assay_figure *all = log_figure("false alerts per crowd passage");
    const assay_figure *north =
        log_figure("false alerts per crowd passage@camera=north");
    const assay_figure *south =
        log_figure("false alerts per crowd passage@camera=south");
    assert_true(north->events > 20 && south->events > 20);
    assert_int_equal(north->events + south->events, all->events);
    assert_int_equal(north->trials + south->trials, all->trials);
    assert_true(north->low < north->value && north->value < north->high);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_floor_needs_a_threshold),
        cmocka_unit_test(undecided_rows_need_a_threshold),
        cmocka_unit_test(decisions_anywhere_say_nothing),
        cmocka_unit_test(T5_3_shorter_lists),
        cmocka_unit_test(lists_that_are_cut),
        cmocka_unit_test(crowd_by_camera),
    };
    return cmocka_run_group_tests(tests, log_begin, street_end);
}
