// SPDX-License-Identifier: Apache-2.0
// Intervals of shares of alerts: operators and faces crossed, people and days.
#include "alerts_help.h"

#include "measure/scenario_crossed.h"
#include "stats/cluster.h"
#include "stats/student.h"

// T4.4: three operators, four faces, each pair once, taken on at (1,1), (1,2)
// and (2,1): V .0347222222 (c = 2), nu of the squares of both.
static void T4_4_operators_by_faces(void **state)
{
    (void)state;
    assay_crossed rows[2][12];
    for (uint32_t i = 0; i < 12; i++) {
        const uint32_t o = i / 4, f = i % 4;
        const bool yes = (o == 0 && f < 2) || (o == 1 && f == 0);
        rows[0][i] = (assay_crossed){o, f, yes};
        rows[1][11 - i] = (assay_crossed){f + 7, o + 3, yes};
    }
    bool crossed = false;
    assay_interval ends[2];
    for (int k = 0; k < 2; k++) {
        assert_true(
            assay_scenario_crossed(rows[k], 12, .95, &crossed, &ends[k]));
        assert_true(crossed);
    }
    assert_true(fabs(ends[0].low - ends[1].low) < 1e-12);
    assert_true(fabs(ends[0].high - ends[1].high) < 1e-12);
    const double nu = 4.75 * 4.75 / 5.078125;
    const assay_interval least = assay_wilson(.25, .25 * .75 / .0347222222222,
                                              assay_student_two_sided(.95, nu));
    assert_true(ends[0].low <= least.low + 1e-12);
    assert_true(ends[0].high >= least.high - 1e-12);
    assert_true(ends[0].high < 1);
}

// Faces that come once each are no second sample.
static void faces_that_come_once(void **state)
{
    (void)state;
    assay_crossed rows[6];
    for (uint32_t i = 0; i < 6; i++) rows[i] = (assay_crossed){i / 3, i, i % 2};
    bool crossed = true;
    assay_interval ends;
    assert_true(assay_scenario_crossed(rows, 6, .95, &crossed, &ends));
    assert_true(!crossed && isnan(ends.low) && isnan(ends.high));
    assert_true(assay_scenario_crossed(rows, 0, .95, &crossed, &ends));
    assert_false(crossed);
}

// Forty alerts: half of the people always found, half taken for another; or
// each person half and half. On one day, or of half the days all are right.
static void write_precision(bool by_person, bool by_day)
{
    char transits[8192] = "transit_id,subject_id,camera,entered,left\n";
    char alerts[8192] = "alert_id,time,camera,reference_id,score,transit_id\n";
    char list[256] = "reference_id,subject_id\nF,\n";
    for (int p = 0; p < 10; p++) {
        (void)snprintf(list + strlen(list), 16, "r%d,s%d\n", p, p);
        for (int k = 0; k < 4; k++) {
            const bool right = by_person ? p % 2 : by_day ? k < 2 : (p + k) % 2;
            (void)snprintf(transits + strlen(transits), 128,
                           "t%d-%d,s%d,1,2024-05-%02dT10:%02d:00Z,"
                           "2024-05-%02dT10:%02d:09Z\n",
                           p, k, p, 3 + k, p, 3 + k, p);
            (void)snprintf(alerts + strlen(alerts), 128,
                           "%d-%d,2024-05-%02dT10:%02d:02Z,1,%s%.0d%s,.9,"
                           "t%d-%d\n",
                           p, k, 3 + k, p, right ? "r" : "F", right ? p : 0,
                           right && !p ? "0" : "", p, k);
        }
    }
    log_write(LOG_WATCHLIST, list);
    log_write(LOG_TRANSITS, transits);
    log_write(LOG_ALERTS, alerts);
}

// The same 20 of 40 say less where people, or days, are all right or all wrong.
static void alerts_of_a_person_or_day_are_alike(void **state)
{
    (void)state;
    double width[3];
    for (int k = 0; k < 3; k++) {
        write_precision(k == 1, k == 2);
        const assay_alerts_options options = log_options();
        log_evaluate(&options);
        log_rate("right alerts per alert", 20, 40);
        const assay_figure *f = log_figure("right alerts per alert");
        width[k] = f->high - f->low;
        assert_non_null(strstr(f->method, "the wider of by person and by day"));
    }
    printf("mixed %.2f, by person %.2f, by day %.2f wide\n", width[0], width[1],
           width[2]);
    // Mixed, the wider is that of four days: t of three degrees of freedom.
    assert_true(width[0] < .5 && width[1] > 1.25 * width[0] &&
                width[2] > 1.8 * width[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(T4_4_operators_by_faces),
        cmocka_unit_test(faces_that_come_once),
        cmocka_unit_test(alerts_of_a_person_or_day_are_alike),
    };
    return cmocka_run_group_tests(tests, log_begin, log_end);
}
