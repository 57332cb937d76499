// SPDX-License-Identifier: Apache-2.0
// Logs made by hand with every outcome that a passage can have.
#include "alerts_help.h"

#define AT(time) "2024-05-03T10:" time "Z"

static const char heads[] =
    "alert_id,time,camera,reference_id,score,transit_id\n";

// T1.3: A, B, C enrolled, D is not; five passages of theirs, four of others.
static void vector_1_3(void **state)
{
    (void)state;
    log_write(LOG_WATCHLIST, "reference_id,subject_id,kind,enrolled\n"
                             "A,a,seeded,1\nB,b,seeded,1\nC,c,seeded,1\n"
                             "D,d,seeded,0\n");
    log_write(
        LOG_TRANSITS,
        "transit_id,subject_id,camera,entered,left,acquired\n"
        "a1,a,1," AT("00:00") "," AT(
            "00:10") ",1\n"
                     "a2,a,1," AT("01:00") "," AT(
                         "01:10") ",1\n"
                                  "b1,b,1," AT("02:00") "," AT(
                                      "02:10") ",0\n"
                                               "c1,c,1," AT("03:00") "," AT(
                                                   "03:10") ",1\n"
                                                            "d1,d,1," AT(
                                                                "04:"
                                                                "00") "," AT("0"
                                                                             "4"
                                                                             ":"
                                                                             "1"
                                                                             "0") ",1\n"
                                                                                  "x1,w,"
                                                                                  "1"
                                                                                  "," AT("05:00") "," AT(
                                                                                      "0"
                                                                                      "5"
                                                                                      ":"
                                                                                      "1"
                                                                                      "0") ",1\n"
                                                                                           "x2,x,1," AT("06:00") "," AT(
                                                                                               "06:10") ",1\n"
                                                                                                        "x3,y,1," AT("07:00") "," AT(
                                                                                                            "07:10") ",0\n"
                                                                                                                     "x4,z,1," AT("08:00") "," AT(
                                                                                                                         "08:10") ",1\n");
    log_write(
        LOG_ALERTS,
        "alert_id,time,camera,reference_id,score\n"
        "1," AT("00:01") ",1,A,.91\n2," AT(
            "00:01") ",1,B,.40\n"
                     "3," AT("00:01") ",1,C,.30\n4," AT(
                         "01:01") ",1,A,.55\n"
                                  "5," AT("01:01") ",1,B,.62\n6," AT(
                                      "01:01") ",1,C,.10\n"
                                               "7," AT(
                                                   "03:01") ",1,A,."
                                                            "20\n8," AT(
                                                                "03:01") ","
                                                                         "1"
                                                                         ","
                                                                         "B"
                                                                         ","
                                                                         "."
                                                                         "1"
                                                                         "0"
                                                                         "\n"
                                                                         "9"
                                                                         "," AT("03:01") ",1,C,.70\n10," AT(
                                                                             "0"
                                                                             "4"
                                                                             ":"
                                                                             "0"
                                                                             "1") ",1,A,.1\n"
                                                                                  "11," AT("04:01") ",1,B,.2\n12," AT(
                                                                                      "04:01") ",1,C,.65\n"
                                                                                               "13," AT("05:01") ",1,A,.3\n14," AT(
                                                                                                   "05:01") ",1,B,.61\n"
                                                                                                            "15," AT("05:01") ",1,C,.60\n16," AT(
                                                                                                                "06:01") ",1,A,.1\n"
                                                                                                                         "17," AT("06:01") ",1,B,.2\n18," AT(
                                                                                                                             "06:01") ",1,C,.3\n"
                                                                                                                                      "19," AT("08:01") ",1,A,.6\n20," AT(
                                                                                                                                          "08:01") ",1,B,.6\n"
                                                                                                                                                   "21," AT(
                                                                                                                                                       "08:01") ",1,C,.2\n");
    assay_alerts_options options = log_options();
    const double thresholds[] = {.6}, sizes[] = {1, 2, 3};
    options.thresholds = (assay_numbers){thresholds, 1};
    options.sizes = (assay_numbers){sizes, 3};
    log_evaluate(&options);
    log_rate("TPIR@threshold=0.6", 2, 5);                 // FNIR 3/5
    log_rate("algorithm-level TPIR@threshold=0.6", 2, 3); // 1 - 1/3
    log_rate("FPIR@threshold=0.6", 2, 4);
    log_rate("algorithm-level FPIR@threshold=0.6", 2, 3);
    log_rate("SEL@threshold=0.6", 4, 4);
    log_rate("false alerts per passage, own entry set aside@threshold=0.6", 2,
             5);
    log_count("passages with a false alert", 4);
    log_count("FTE of identities", 0.25);
    log_rate("FTA", 2, 9);
    log_count("identities on the list", 3);
    // K = 2, 0, 0, 2 of 3: of a list of 1 two thirds, of 2 all.
    const double one = log_figure("FPIR@threshold=0.6,watchlist_size=1")->value;
    assert_true(fabs(one - 1.0 / 3) < 1e-12);
    log_count("FPIR@threshold=0.6,watchlist_size=2", 0.5);
    log_count("FPIR@threshold=0.6,watchlist_size=3", 0.5);
}

static const char list[] =
    "reference_id,subject_id,kind\n"
    "A,a,seeded\nB,b,seeded\nF,,filler\nO,,operational\n";

// One of each: found, missed, named beside, pointed at, clean.
static void every_outcome(void **state)
{
    (void)state;
    log_write(LOG_WATCHLIST, list);
    log_write(
        LOG_TRANSITS,
        "transit_id,subject_id,camera,entered,left\n"
        "t1,a,1," AT("00:00") "," AT(
            "00:10") "\n"
                     "t2,a,1," AT("01:00") "," AT(
                         "01:10") "\n"
                                  "t3,b,1," AT("02:00") "," AT(
                                      "02:10") "\n"
                                               "t4,n,1," AT("03:00") "," AT(
                                                   "03:10") "\n"
                                                            "t5,m,1," AT(
                                                                "04:"
                                                                "00") "," AT("0"
                                                                             "4"
                                                                             ":"
                                                                             "1"
                                                                             "0") "\n");
    log_write(
        LOG_ALERTS,
        "alert_id,time,camera,reference_id,score,decision,decided_at,"
        "operator\n"
        "1," AT("00:01") ",1,A,.9,credible," AT(
            "00:05") ",x\n"
                     "2," AT(
                         "00:02") ",1,A,.95,none,,\n"
                                  "3," AT("00:03") ",1,F,.7,rejected," AT(
                                      "00:06") ",x\n"
                                               "4," AT(
                                                   "02:01") ",1,A,.8,"
                                                            "credible," AT(
                                                                "02:05") ","
                                                                         "y"
                                                                         "\n"
                                                                         "5"
                                                                         "," AT(
                                                                             "0"
                                                                             "2"
                                                                             ":"
                                                                             "1"
                                                                             "2") ",1,B,.8,none,,\n" // within the grace
                                                                                  "6," AT("03:01") ",1,O,.8,rejected," AT(
                                                                                      "03:05") ",y\n"
                                                                                               "7," AT(
                                                                                                   "30:00") ",1,O,.8,none,,\n"
                                                                                                            "8," AT(
                                                                                                                "30:30") ",1,O,.8,none,,\n"
                                                                                                                         "9," AT(
                                                                                                                             "33:00") ",1,O,.8,none,,\n"
                                                                                                                                      "10," AT(
                                                                                                                                          "34:00") ",1,B,.8,none,,\n");
    assay_alerts_options options = log_options();
    const double within[] = {1, 20};
    options.within = (assay_numbers){within, 2};
    log_evaluate(&options);
    log_rate("TPIR", 2, 3);
    log_rate("FPIR", 1, 2);
    log_rate("false alerts per passage, own entry set aside", 2, 3);
    log_rate("TPIR@within=1", 1, 3);
    log_rate("TPIR@within=20", 2, 3);
    log_rate("people found at least once", 2, 2);
    log_count("people never found", 0);
    log_count("people found every time", 1);
    log_count("right alerts", 2);
    log_count("false alerts", 3);
    log_count("alerts not verified", 2);
    log_count("alerts of no passage that name a volunteer", 1);
    log_count("alerts of no certain passage@merge=0", 4);
    log_count("alerts of no certain passage@merge=60", 3);
    log_count("alerts of no certain passage@merge=300", 2);
    log_rate("right alerts taken on", 1, 1);
    log_rate("false alerts taken on", 1, 3);
    log_rate("TPIR after review", 1, 3);
    log_rate("FPIR after review", 0, 2);
    log_rate("right alerts per alert", 2, 8);
    const assay_figure *precision = log_figure("right alerts per alert");
    assert_true(fabs(precision->bounds[0] - 2.0 / 8) < 1e-15); // T2.3
    assert_true(fabs(precision->bounds[1] - 5.0 / 8) < 1e-15);
    assert_int_equal(log_warned("orphan_alerts"), 4);
    // The alert that names B may be of none of the passages: no upper bound of
    // B's beyond what was missed; those that name O may be of the others'.
    assert_true(log_figure("FPIR")->bounds[1] > 0.99);
}

// Two people in front of a camera.
static void two_at_once(void **state)
{
    (void)state;
    log_write(LOG_WATCHLIST, list);
    log_write(
        LOG_TRANSITS,
        "transit_id,subject_id,camera,entered,left\n"
        "t1,a,1," AT("00:00") "," AT(
            "00:10") "\n"
                     "t2,n,1," AT("00:05") "," AT(
                         "00:15") "\n"
                                  "t3,n,1," AT("05:00") "," AT(
                                      "05:10") "\n"
                                               "t4,a,1," AT("06:00") "," AT(
                                                   "06:10") "\n");
    log_write(LOG_ALERTS, "alert_id,time,camera,reference_id,score\n"
                          "1," AT("00:07") ",1,A,.9\n"
                                           "2," AT("00:08") ",1,F,.9\n");
    assay_alerts_options options = log_options();
    log_evaluate(&options);
    const assay_figure *found = log_figure("TPIR");
    assert_int_equal(found->events, 1);
    assert_int_equal(found->trials, 2);
    assert_true(fabs(found->bounds[0]) < 1e-15);
    assert_true(fabs(found->bounds[1] - 0.5) < 1e-15);
    const assay_figure *wrong = log_figure("FPIR");
    assert_int_equal(wrong->events, 0);
    assert_int_equal(wrong->trials, 1); // the other one is no trial
    assert_true(wrong->value >= 0 && wrong->value <= 0);
    assert_true(wrong->bounds[0] >= 0 && wrong->bounds[0] <= 0);
    assert_true(fabs(wrong->bounds[1] - 0.5) < 1e-15);
    log_rate("TPIR of passages that none overlaps", 0, 1);
    // Of a, whose only other passage was alone.
    const assay_figure *aside =
        log_figure("false alerts per passage, own entry set aside");
    assert_true(aside->trials == 1 && fabs(aside->bounds[1] - 0.5) < 1e-15);
    assert_int_equal(log_warned("ambiguous_tracks"), 1);
    assert_int_equal(log_warned("shared_tracks"), 1);
}

// A mate who was listed late is somebody not on the list before.
static void list_that_changes(void **state)
{
    (void)state;
    log_write(
        LOG_WATCHLIST,
        "reference_id,subject_id,kind,from,to\n"
        "A,a,seeded," AT("30:00") ",\n"
                                  "F,,filler,,\nG,,filler,," AT(
                                      "20:00") "\n"
                                               "H,,filler," AT("30:00") ",\n");
    log_write(
        LOG_TRANSITS,
        "transit_id,subject_id,camera,entered,left\n"
        "t1,a,1," AT("10:00") "," AT(
            "10:10") "\n"
                     "t2,a,1," AT("25:00") "," AT(
                         "25:10") "\n"
                                  "t3,a,1," AT("40:00") "," AT("40:10") "\n");
    log_write(LOG_ALERTS,
              "alert_id,time,camera,reference_id,score\n"
              "1," AT("10:01") ",1,A,.9\n"
                               "2," AT("25:01") ",1,F,.9\n"
                                                "3," AT("40:01") ",1,A,.9\n");
    assay_alerts_options options = log_options();
    log_evaluate(&options);
    log_rate("TPIR", 1, 1);
    log_rate("FPIR", 1, 2); // t1 named the person: no false alert
    log_count("identities on the list@quantile=0", 1);
    log_count("identities on the list@quantile=0.5", 2);
    log_count("identities on the list@quantile=1", 3);
    assert_int_equal(log_warned("off_list"), 1);
    assert_int_equal(log_warned("list_changed"), -1);
}

// Rows of one person within the gap are one passage.
static void rows_within_the_gap(void **state)
{
    (void)state;
    log_write(LOG_WATCHLIST, list);
    log_write(
        LOG_TRANSITS,
        "transit_id,subject_id,camera,entered,left\n"
        "t1,a,1," AT("00:00") "," AT(
            "00:10") "\n"
                     "t2,a,1," AT("00:40") "," AT(
                         "00:50") "\n"
                                  "t3,a,1," AT("01:21") "," AT(
                                      "01:30") "\n"
                                               "t4,a,2," AT("00:12") "," AT(
                                                   "00:13") "\n");
    log_write(LOG_ALERTS, "alert_id,time,camera,reference_id,score\n"
                          "1," AT("00:45") ",1,A,.9\n");
    assay_alerts_options options = log_options();
    log_evaluate(&options);
    log_rate("TPIR", 1, 3);
    assert_int_equal(log_warned("merged_passages"), 1);
    options.gap = 31;
    log_evaluate(&options);
    log_rate("TPIR", 1, 2);
    options.gap = 0;
    log_evaluate(&options);
    log_rate("TPIR", 1, 4);
}

// One who passes four times as often as another counts as much.
static void people_count_equally(void **state)
{
    (void)state;
    char text[4096] = "transit_id,subject_id,camera,entered,left\n";
    char more[4096] = "alert_id,time,camera,reference_id,score\n";
    size_t n = strlen(text), m = strlen(more);
    log_write(LOG_WATCHLIST, list);
    for (int i = 0; i < 10; i++) {
        n += (size_t)snprintf(text + n, sizeof text - n,
                              "t%d,%s,1,2024-05-03T10:0%d:00Z,"
                              "2024-05-03T10:0%d:05Z\n",
                              i, i < 8 ? "a" : "b", i, i);
        if (i < 8)
            m += (size_t)snprintf(more + m, sizeof more - m,
                                  "%d,2024-05-03T10:0%d:01Z,1,A,.9\n", i, i);
    }
    log_write(LOG_TRANSITS, text);
    log_write(LOG_ALERTS, more);
    assay_alerts_options options = log_options();
    log_evaluate(&options);
    log_count("TPIR", 0.5);
    assert_string_equal(log_figure("TPIR")->weights, "subject");
    log_count("TPIR@weights=comparison", 0.8);
    assert_int_equal(log_warned("unequal_counts"), -1);
}

// Groups by columns and attributes; what --where leaves out is no orphan.
static void groups_and_conditions(void **state)
{
    (void)state;
    static const char *const by[] = {"session", "sex*session"};
    static const char *const where[] = {"session!=3"};
    log_write(LOG_WATCHLIST, list);
    log_write(LOG_SUBJECTS, "subject_id,sex\na,F\nb,M\nn,F\nz,F\n");
    log_write(
        LOG_TRANSITS,
        "transit_id,subject_id,camera,entered,left,session\n"
        "t1,a,1," AT("00:00") "," AT(
            "00:10") ",1\n"
                     "t2,b,1," AT("01:00") "," AT(
                         "01:10") ",1\n"
                                  "t3,a,1," AT("02:00") "," AT(
                                      "02:10") ",2\n"
                                               "t4,b,1," AT("03:00") "," AT(
                                                   "03:10") ",\n"
                                                            "t5,a,1," AT(
                                                                "04:"
                                                                "00") "," AT("0"
                                                                             "4"
                                                                             ":"
                                                                             "1"
                                                                             "0") ",3\n"
                                                                                  "t6,n,"
                                                                                  "1"
                                                                                  "," AT("05:00") "," AT(
                                                                                      "0"
                                                                                      "5"
                                                                                      ":"
                                                                                      "1"
                                                                                      "0") ",2\n");
    log_write(
        LOG_ALERTS,
        "alert_id,time,camera,reference_id,score\n"
        "1," AT("00:05") ",1,A,.9\n"
                         "2," AT(
                             "04:05") ",1,A,.9\n"
                                      "3," AT(
                                          "04:06") ",1,F,.9\n"
                                                   "4," AT(
                                                       "05:06") ",1,F,.9\n");
    assay_alerts_options options = log_options();
    options.subjects = log_paths[LOG_SUBJECTS];
    options.common.by = (assay_texts){by, 2};
    options.common.where = (assay_texts){where, 1};
    options.common.min_subjects = 0;
    log_evaluate(&options);
    log_rate("TPIR", 1, 4);
    log_rate("TPIR@session=1", 1, 2);
    log_rate("TPIR@session=2", 0, 1);
    log_rate("TPIR@session=unknown", 0, 1);
    log_rate("TPIR@sex=F,session=1", 1, 1);
    log_rate("FPIR@sex=F,session=2", 1, 1);
    log_count("false alerts", 1);
    assert_int_equal(log_warned("orphan_alerts"), -2);
    static const char *const people[] = {"subject_id"}, *const none[] = {"x"};
    options.common.by = (assay_texts){people, 1};
    log_refused(&options, 0, "names people");
    options.common.by = (assay_texts){none, 1};
    log_refused(&options, 0, "no such column");
}

static void append(char *text, size_t room, const char *line)
{
    assert_true(strlen(text) + strlen(line) < room);
    (void)strcat(text, line);
}

// The alerts' clock is 90 s late.
static void clocks(void **state)
{
    (void)state;
    char transits[4096] = "transit_id,subject_id,camera,entered,left\n";
    char alerts[4096] = "alert_id,time,camera,reference_id,score\n";
    char line[128];
    log_write(LOG_WATCHLIST, list);
    for (int i = 0; i < 20; i++) {
        (void)snprintf(line, sizeof line,
                       "t%d,a,1,2024-05-03T10:%02d:00Z,2024-05-03T10:%02d:%02dZ"
                       "\n",
                       i, 2 * i, 2 * i, 8 + i % 3);
        append(transits, sizeof transits, line);
        (void)snprintf(line, sizeof line,
                       "%d,2024-05-03T10:%02d:%02dZ,1,A,0.9\n", i, 2 * i + 1,
                       32 + i % 5);
        append(alerts, sizeof alerts, line);
    }
    log_write(LOG_TRANSITS, transits);
    log_write(LOG_ALERTS, alerts);
    assay_alerts_options options = log_options();
    log_evaluate(&options);
    log_rate("TPIR", 20, 20);
    assert_int_equal(log_warned("clock_offset"), 20);
    options.clock_offset = -90;
    log_evaluate(&options);
    log_rate("TPIR", 20, 20);
    log_count("seconds to the right alert@quantile=0.5", 4);
    options.clock_offset = 0;
    log_evaluate(&options);
    log_rate("TPIR", 0, 20);
    assert_int_equal(log_warned("orphan_alerts"), 20);
}

// A transit_id that the clock contradicts counts, but in no latency.
static void clock_that_jumps(void **state)
{
    (void)state;
    log_write(LOG_WATCHLIST, list);
    log_write(LOG_TRANSITS,
              "transit_id,subject_id,camera,entered,left\n"
              "t1,a,1," AT("00:00") "," AT(
                  "00:10") "\n"
                           "t2,a,1," AT("05:00") "," AT("05:10") "\n");
    char text[512];
    (void)snprintf(text, sizeof text, "%s%s", heads,
                   "1," AT("00:04") ",1,A,.9,t1\n"
                                    "2," AT("45:04") ",1,A,.9,t2\n");
    log_write(LOG_ALERTS, text);
    assay_alerts_options options = log_options();
    log_evaluate(&options);
    log_rate("TPIR", 2, 2);
    assert_int_equal(log_warned("clock_jump"), 1);
    assert_int_equal(
        log_figure("seconds to the right alert@quantile=0.5")->trials, 1);
}

// A passage that nobody ended.
static void passage_without_end(void **state)
{
    (void)state;
    log_write(LOG_WATCHLIST, list);
    log_write(
        LOG_TRANSITS,
        "transit_id,subject_id,camera,entered,left\n"
        "t1,a,1," AT("00:00") "," AT(
            "02:00") "\n"
                     "t2,a,1," AT("05:00") ",\n"
                                           "t3,a,2," AT("06:00") "," AT(
                                               "06:10") "\n"
                                                        "t4,n,1," AT(
                                                            "10:00") ",\n");
    log_write(LOG_ALERTS,
              "alert_id,time,camera,reference_id,score\n"
              "1," AT("05:59") ",1,A,.9\n"
                               "2," AT("06:30") ",1,A,.9\n"
                                                "3," AT("11:59") ",1,F,.9\n");
    assay_alerts_options options = log_options();
    log_evaluate(&options);
    log_rate("TPIR", 1, 3);
    log_rate("FPIR", 1, 1);
    assert_int_equal(log_warned("open_passages"), 2);
    assert_int_equal(log_warned("orphan_alerts"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vector_1_3),
        cmocka_unit_test(every_outcome),
        cmocka_unit_test(two_at_once),
        cmocka_unit_test(list_that_changes),
        cmocka_unit_test(rows_within_the_gap),
        cmocka_unit_test(people_count_equally),
        cmocka_unit_test(groups_and_conditions),
        cmocka_unit_test(clocks),
        cmocka_unit_test(clock_that_jumps),
        cmocka_unit_test(passage_without_end),
    };
    return cmocka_run_group_tests(tests, log_begin, log_end);
}
