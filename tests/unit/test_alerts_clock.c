// SPDX-License-Identifier: Apache-2.0
// Clocks of logs that differ: simulated streets whose offset is known.
#include "street_help.h"

static assay_simulate_street_options street(uint64_t seed, double offset)
{
    assay_simulate_street_options o = street_options();
    o.seed = seed;
    o.by_time = true;
    o.crowd = 300;
    o.clock_offset = offset;
    return o;
}

// The offset as it is told: its bounds hold what is to be added.
static const assay_figure *told(double offset)
{
    const assay_figure *f = log_figure("clock offset");
    if (!(f->bounds[0] <= -offset && -offset <= f->bounds[1]))
        fail_msg("clock ahead by %g: %g to %g does not undo it", offset,
                 f->bounds[0], f->bounds[1]);
    return f;
}

// Whatever the offset, TPIR is that of clocks that agree, and the bounds hold
// it; what they exclude is shifted away. An offset of a second is nothing that
// alerts 1.2 s after entering tell: 0 stands, and the bounds say so.
static void offsets_are_found(void **state)
{
    (void)state;
    static const double offsets[] = {0, 1, 2, 3, -90, 3600};
    const double thresholds[] = {4.8};
    for (uint64_t seed = 1; seed <= 5; seed++) {
        int64_t found = 0;
        for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++) {
            assay_simulate_street_options o = street(seed, offsets[i]);
            o.floor = 4;
            street_draw(&o);
            assay_alerts_options logs = street_logs(false);
            logs.thresholds = (assay_numbers){thresholds, 1};
            log_evaluate(&logs);
            const assay_figure *clock = told(offsets[i]);
            const bool moved = offsets[i] < 0 || offsets[i] > 1.5;
            assert_int_equal(log_warned("clock_offset") > 0, moved);
            assert_int_equal(log_warned("clock_range") > 0, !moved);
            assert_true(fabs(clock->value + (moved ? offsets[i] : 0)) < .5);
            const assay_figure *tpir = log_figure("TPIR@threshold=4.8");
            if (!i) found = tpir->events;
            assert_true(llabs((long long)(tpir->events - found)) <= 2);
        }
    }
}

// A given offset is taken, whatever the logs say.
static void a_given_offset_rules(void **state)
{
    (void)state;
    assay_simulate_street_options o = street(1, 90);
    street_draw(&o);
    assay_alerts_options logs = street_logs(false);
    logs.clock_offset = 0;
    log_evaluate(&logs);
    const assay_figure *f = log_figure("clock offset");
    assert_true(f->value == 0 && isnan(f->bounds[0]));
    assert_true(log_figure("TPIR")->events < 10);
    assert_int_equal(log_warned("clock_offset"), -2);
}

// Copies alerts.csv with the hour of those of one camera moved on.
static void move_camera(const char *camera)
{
    char line[512], *text = calloc(1, 1 << 20);
    size_t n = 0;
    FILE *file = fopen(street_path("alerts.csv"), "r");
    assert_true(text && file);
    while (fgets(line, sizeof line, file)) {
        char *time = strchr(line, ',') + 1;
        if (strstr(line, camera)) time[12]++; // 11:00 to 16:00
        n += (size_t)snprintf(text + n, (1 << 20) - n, "%s", line);
    }
    assert_int_equal(fclose(file), 0);
    file = fopen(street_path("alerts.csv"), "w");
    assert_true(file && fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    free(text);
}

// Each camera may have a clock of its own.
static void a_camera_with_its_own_clock(void **state)
{
    (void)state;
    assay_simulate_street_options o = street(1, 0);
    street_draw(&o);
    assay_alerts_options logs = street_logs(false);
    log_evaluate(&logs);
    const int64_t found = log_figure("TPIR")->events;
    move_camera("south");
    log_evaluate(&logs);
    assert_true(log_warned("clock_offset") > 0);
    assert_int_equal(log_figure("TPIR")->events, found);
}

// Alerts at random, some of volunteers, shift no clock.
static void chance_shifts_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        assay_simulate_street_options o = street(seed, 0);
        o.orphans = .6;
        street_draw(&o);
        const assay_alerts_options logs = street_logs(false);
        log_evaluate(&logs);
        assert_int_equal(log_warned("clock_offset"), -2);
        (void)told(0);
    }
}

// Nine alerts tell nothing.
static void too_few_alerts_tell(void **state)
{
    (void)state;
    char transits[2048] = "transit_id,subject_id,camera,entered,left\n";
    char alerts[2048] = "alert_id,time,camera,reference_id,score\n";
    for (int i = 0; i < 9; i++) {
        (void)snprintf(
            transits + strlen(transits), 128,
            "t%d,a,1,2024-05-03T10:%02d:00Z,2024-05-03T10:%02d:09Z\n", i, 2 * i,
            2 * i);
        (void)snprintf(alerts + strlen(alerts), 128,
                       "%d,2024-05-03T11:%02d:02Z,1,A,0.9\n", i, 2 * i);
    }
    log_write(LOG_WATCHLIST, "reference_id,subject_id\nA,a\n");
    log_write(LOG_TRANSITS, transits);
    log_write(LOG_ALERTS, alerts);
    const assay_alerts_options options = log_options();
    log_evaluate(&options);
    log_rate("TPIR", 0, 9);
    assert_int_equal(log_warned("clock_offset"), -2);
    assert_int_equal(log_warned("clock_unchecked"), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offsets_are_found),
        cmocka_unit_test(a_given_offset_rules),
        cmocka_unit_test(a_camera_with_its_own_clock),
        cmocka_unit_test(chance_shifts_nothing),
        cmocka_unit_test(too_few_alerts_tell),
    };
    return cmocka_run_group_tests(tests, log_begin, street_end);
}
