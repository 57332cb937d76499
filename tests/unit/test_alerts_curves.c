// SPDX-License-Identifier: Apache-2.0
// What the curves of a trial hold against its figures.
#include "alerts_help.h"

enum { VOLUNTEERS = 12, EACH = 3 };

// A row of the log of passages and, where it is found, of alerts: volunteer i
// is found in its first i % 4 passages, after as many seconds.
static void write_passages(FILE *transits, FILE *alerts)
{
    for (int i = 0; i < VOLUNTEERS; i++)
        for (int k = 0; k < EACH; k++) {
            const int minute = EACH * i + k;
            (void)fprintf(transits,
                          "t%d,p%02d,1,2024-05-03T10:%02d:00Z,"
                          "2024-05-03T10:%02d:20Z\n",
                          minute, i, minute, minute);
            if (k < i % 4)
                (void)fprintf(alerts,
                              "%d,2024-05-03T10:%02d:%02dZ,1,R%d,.9,t%d\n",
                              minute, minute, k + 1, i, minute);
        }
}

static void write_volunteers(void)
{
    char rows[1024] = "reference_id,subject_id,kind\n";
    char people[512] = "subject_id,sex\n";
    for (int i = 0; i < VOLUNTEERS; i++) {
        (void)sprintf(rows + strlen(rows), "R%d,p%02d,seeded\n", i, i);
        (void)sprintf(people + strlen(people), "p%02d,%s\n", i,
                      i % 2 ? "F" : "M");
    }
    log_write(LOG_WATCHLIST, rows);
    log_write(LOG_SUBJECTS, people);
    log_write(LOG_TRANSITS, "transit_id,subject_id,camera,entered,left\n");
    log_write(LOG_ALERTS,
              "alert_id,time,camera,reference_id,score,transit_id\n");
    FILE *transits = fopen(log_paths[LOG_TRANSITS], "a");
    FILE *alerts = fopen(log_paths[LOG_ALERTS], "a");
    assert_non_null(transits);
    assert_non_null(alerts);
    write_passages(transits, alerts);
    assert_int_equal(fclose(transits), 0);
    assert_int_equal(fclose(alerts), 0);
}

static const assay_curve *find_curve(const char *id)
{
    size_t count = 0;
    const assay_curve *curves = assay_result_curves(log_result, &count);
    size_t i = 0;
    while (i < count && strcmp(curves[i].id, id) != 0) i++;
    assert_true(i < count);
    return &curves[i];
}

static bool near(double a, double b)
{
    return fabs(a - b) < 1e-12;
}

// At each second the curve is TPIR within that time, with its interval; and
// volunteers stand in the order of what was found of them, group by group too.
static void curves_of_volunteers(void **state)
{
    (void)state;
    const double within[] = {1, 2, 3};
    const char *by[] = {"sex"};
    assay_alerts_options options = log_options();
    write_volunteers();
    options.subjects = log_paths[LOG_SUBJECTS];
    options.common.by = (assay_texts){by, 1};
    options.common.min_subjects = 2;
    options.within = (assay_numbers){within, 3};
    log_evaluate(&options);
    const assay_curve *late = find_curve("latency");
    assert_int_equal(late->row_count, 3);
    assert_int_equal(late->column_count, 4);
    for (size_t i = 0; i < 3; i++) {
        char id[32];
        (void)snprintf(id, sizeof id, "TPIR@within=%zu", i + 1);
        const assay_figure *rate = log_figure(id);
        const double *row = late->values + 4 * i;
        assert_true(near(row[0], within[i]) && near(row[1], rate->value));
        assert_true(near(row[2], rate->low) && near(row[3], rate->high));
    }
    const assay_curve *all = find_curve("found per volunteer");
    const assay_curve *women = find_curve("found per volunteer,sex=F");
    assert_int_equal(all->row_count, 12);
    assert_int_equal(women->row_count, 6);
    for (size_t i = 0; i < 12; i++)
        assert_true(near(all->values[4 * i + 2], 3 - (double)(i / 3)));
    for (size_t i = 0; i < 6; i++)
        assert_true(near(women->values[4 * i + 2], i < 3 ? 3 : 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(curves_of_volunteers),
    };
    return cmocka_run_group_tests(tests, log_begin, log_end);
}
