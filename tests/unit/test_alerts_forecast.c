// SPDX-License-Identifier: Apache-2.0
// What a trial keeps for forecasts: its passages as searches of the list.
#include "street_help.h"

#include "assay/forecast.h"
#include "assay/result.h"
#include "base/build.h"

static const double thresholds[] = {4.8, 4.4}, sizes[] = {999, 100};

static assay_alerts_options logged(uint64_t seed)
{
    static const char *const by[] = {"sex"};
    assay_simulate_street_options o = street_options();
    o.seed = seed;
    o.floor = 4;
    o.crowd = 0;
    street_draw(&o);
    assay_alerts_options logs = street_logs(false);
    logs.subjects = street_path("subjects.csv");
    logs.common.by = (assay_texts){by, 1};
    logs.thresholds = (assay_numbers){thresholds, 2};
    return logs;
}

static void save(void)
{
    if (assay_result_save(log_result, street_path("r.assay"), &log_error) !=
        ASSAY_OK)
        fail_msg("%s", log_error.reason);
}

static assay_result *forecast(const double *at, size_t count)
{
    assay_forecast_options o;
    assay_result *out = NULL;
    assay_forecast_options_default(&o);
    o.result = street_path("r.assay");
    o.passages = 1000;
    o.target = ASSAY_TARGET_FIXED;
    o.sizes.numbers = (assay_numbers){sizes, 2};
    o.thresholds.numbers = (assay_numbers){at, count};
    if (assay_forecast_evaluate(&o, &out, &log_error) != ASSAY_OK)
        fail_msg("%s", log_error.reason);
    assert_int_equal(unlink(street_path("r.assay")), 0);
    return out;
}

static void same(const assay_result *of, const char *id, const char *as)
{
    const assay_figure *f = assay_result_find(of, id);
    const assay_figure *told = log_figure(as);
    if (!f || !(fabs(f->value - told->value) < 1e-12))
        fail_msg("%s: %g, not %g", id, f ? f->value : (double)NAN, told->value);
}

// At thresholds and list sizes of the trial a forecast has its rates; at others
// too, which the figures of the trial do not hold.
static void rates_are_those_of_the_trial(void **state)
{
    (void)state;
    assay_alerts_options logs = logged(1);
    log_evaluate(&logs);
    save();
    const double lower[] = {4.8, 4.4, 4.2};
    assay_result *of = forecast(lower, 3);
    logs.sizes = (assay_numbers){sizes, 2};
    logs.thresholds = (assay_numbers){lower, 3};
    log_evaluate(&logs);
    static const char *const at[] = {"4.8", "4.4", "4.2"};
    char id[96], plain[96];
    for (size_t t = 0; t < 3; t++) {
        (void)snprintf(id, sizeof id, "TPIR@threshold=%s", at[t]);
        same(of, id, id);
        for (size_t i = 0; i < 2; i++) {
            (void)snprintf(id, sizeof id, "FPIR@threshold=%s,watchlist_size=%g",
                           at[t], sizes[i]);
            same(of, id, id);
        }
        (void)snprintf(id, sizeof id,
                       "FPIR@threshold=%s,watchlist_size=999,sex=F", at[t]);
        (void)snprintf(plain, sizeof plain, "FPIR@threshold=%s,sex=F", at[t]);
        same(of, id, plain);
        (void)snprintf(id, sizeof id, "TPIR@threshold=%s,sex=M", at[t]);
        same(of, id, id);
    }
    assay_result_free(of);
}

// Turns the rows of a file around.
static void turn(const char *name)
{
    char *lines[8192], line[512], path[128];
    size_t n = 0;
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (n < 8192 && fgets(line, sizeof line, file))
        lines[n++] = strdup(line);
    assert_int_equal(fclose(file), 0);
    file = fopen(path, "w");
    assert_true(file && n < 8192 && fputs(lines[0], file) >= 0);
    for (size_t i = n; --i > 0;) assert_true(fputs(lines[i], file) >= 0);
    assert_int_equal(fclose(file), 0);
    for (size_t i = 0; i < n; i++) free(lines[i]);
}

// What is kept does not depend on the order of rows.
static void rows_in_any_order(void **state)
{
    (void)state;
    const assay_alerts_options logs = logged(2);
    unsigned char *before = NULL;
    size_t n = 0, m = 0;
    log_evaluate(&logs);
    const void *kept = assay_result_blob(log_result, "searches", &n);
    assert_true(kept && n > 1000);
    before = malloc(n);
    assert_non_null(before);
    memcpy(before, kept, n);
    turn("alerts.csv");
    turn("transits.csv");
    turn("watchlist.csv");
    turn("subjects.csv");
    log_evaluate(&logs);
    kept = assay_result_blob(log_result, "searches", &m);
    assert_true(kept && m == n);
    assert_memory_equal(before, kept, n);
    free(before);
}

// Nothing is kept of a log of best candidates, nor where alerts in passages of
// people not on the list may be the public's, nor where it is not wanted: the
// figures serve.
static void what_is_not_kept(void **state)
{
    (void)state;
    size_t n = 0;
    assay_alerts_options logs = logged(3);
    logs.common.no_counts = true;
    log_evaluate(&logs);
    assert_null(assay_result_blob(log_result, "searches", &n));
    logs.common.no_counts = false;
    logs.logged = ASSAY_LOGGED_BEST;
    log_evaluate(&logs);
    assert_null(assay_result_blob(log_result, "searches", &n));
    save();
    assay_result *of = forecast(thresholds, 1);
    same(of, "TPIR@threshold=4.8", "TPIR@threshold=4.8");
    assay_result_free(of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_are_those_of_the_trial),
        cmocka_unit_test(rows_in_any_order),
        cmocka_unit_test(what_is_not_kept),
    };
    return cmocka_run_group_tests(tests, log_begin, street_end);
}
