// SPDX-License-Identifier: Apache-2.0
// Each allocation of a forecast and of a plan fails once: searches that a
// result keeps, figures alone, pairs, ranges, limits, groups.
#include "oom/oom.h"

#include "assay/deployments.h"
#include "assay/forecast.h"
#include "assay/size.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/assay-test-XXXXXX";
enum { PATH = 64 };
static char whole[PATH], bare[PATH], people[PATH]; // results, and people
static char probes[PATH], references[PATH], text[PATH];
static char record[PATH], days[PATH]; // deployments, and their result

static int write_file(char *path, const char *name, const char *from)
{
    (void)snprintf(path, PATH, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (!file) return -1;
    (void)fputs(from, file);
    return fclose(file);
}

static int keep(char *path, const char *name, bool no_counts)
{
    static const double thresholds[] = {0.5};
    static const char *const by[] = {"sex"};
    const char *const files[] = {text};
    assay_candidates_options o;
    assay_error err;
    assay_result *result = NULL;
    assay_candidates_options_default(&o);
    o.files = (assay_texts){files, 1};
    o.probes = probes;
    o.references = references;
    o.common.by = (assay_texts){by, 1};
    o.common.min_subjects = 0;
    o.common.no_counts = no_counts;
    o.lists.thresholds = (assay_numbers){thresholds, 1};
    (void)snprintf(path, PATH, "%s/%s", folder, name);
    const assay_status status = assay_candidates_evaluate(&o, &result, &err);
    if (status != ASSAY_OK || assay_result_save(result, path, &err) != ASSAY_OK)
        return -1;
    assay_result_free(result);
    return 0;
}

static int keep_record(void)
{
    const char *const files[] = {record};
    assay_deployments_options o;
    assay_error err;
    assay_result *result = NULL;
    assay_deployments_options_default(&o);
    o.files = (assay_texts){files, 1};
    (void)snprintf(days, PATH, "%s/days.assay", folder);
    const assay_status status = assay_deployments_evaluate(&o, &result, &err);
    if (status != ASSAY_OK || assay_result_save(result, days, &err) != ASSAY_OK)
        return -1;
    assay_result_free(result);
    return 0;
}

static void make_texts(char *list, char *who, char *listed, size_t room)
{
    (void)snprintf(list, room, "probe_id,rank,reference_id,score\n");
    (void)snprintf(who, room, "sample_id,subject_id,sex\n");
    (void)snprintf(listed, room, "sample_id,subject_id,sex\n");
    for (int p = 0; p < 24; p++) {
        char line[96];
        const int mate = p % 8;
        (void)snprintf(line, sizeof line, "q%d,s%d,%s\n", p, p % 12,
                       p % 2 ? "F" : "M");
        (void)strncat(who, line, room - strlen(who) - 1);
        for (int r = 0; r < 3; r++) {
            (void)snprintf(line, sizeof line, "q%d,%d,r%d,0.%02d\n", p, r + 1,
                           (mate + r) % 8, 90 - 11 * r - p);
            (void)strncat(list, line, room - strlen(list) - 1);
        }
    }
    for (int r = 0; r < 8; r++) {
        char line[64];
        (void)snprintf(line, sizeof line, "r%d,s%d,%s\n", r, r,
                       r % 2 ? "F" : "M");
        (void)strncat(listed, line, room - strlen(listed) - 1);
    }
}

static int make_all(void **state)
{
    (void)state;
    static char list[8192], who[8192], listed[8192];
    if (!mkdtemp(folder)) return -1;
    make_texts(list, who, listed, sizeof list);
    if (write_file(text, "list.csv", list) ||
        write_file(probes, "probes.csv", who) ||
        write_file(references, "references.csv", listed) ||
        write_file(people, "people.csv",
                   "subject_id,sex,area\na,F,x\nb,M,x\nc,F,y\n"
                   "d,M,\n") ||
        write_file(record, "record.csv",
                   "date,location,hours,faces_seen,alerts,true_alerts,"
                   "false_alerts\n2031-03-01,A,5,4000,6,5,1\n"
                   "2031-03-04,B,4,2500,3,3,0\n2031-03-09,A,6,5100,11,9,2\n") ||
        keep_record())
        return -1;
    return keep(whole, "whole.assay", false) || keep(bare, "bare.assay", true);
}

static int drop_all(void **state)
{
    (void)state;
    const char *const all[] = {whole,  bare,   people,     days,
                               record, probes, references, text};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) (void)unlink(all[i]);
    return rmdir(folder);
}

static assay_status tell(assay_status status, assay_result *result,
                         assay_error *err)
{
    char *summary = NULL;
    assert_int_equal(status == ASSAY_OK, result != NULL);
    if (status != ASSAY_OK) return status;
    const assay_status told = assay_result_summary(result, NULL, &summary, err);
    assay_text_free(summary);
    assay_result_free(result);
    return told;
}

static assay_status forecast(void *context)
{
    assay_result *result = NULL;
    assay_error err;
    const assay_status status = assay_forecast_evaluate(context, &result, &err);
    return tell(status, result, &err);
}

static assay_forecast_options plain(const char *path)
{
    static const double shares[] = {1e-4, 1e-2};
    static const char *const require[] = {"TPIR@threshold=0.5,sex=* >= 0.1"};
    assay_forecast_options o;
    assay_forecast_options_default(&o);
    o.result = path;
    o.passages = 1000;
    o.hours = 5;
    o.alert_seconds = 60;
    o.right_confirmed = 0.9;
    o.wrong_confirmed = 0.1;
    o.common.require = (assay_texts){require, 1};
    o.prevalence = (assay_span){{shares, 2}, true};
    return o;
}

static void from_searches(void **state)
{
    (void)state;
    static const double thresholds[] = {0.5, 0.8}, sizes[] = {2, 40};
    assay_forecast_options o = plain(whole);
    o.thresholds = (assay_span){{thresholds, 2}, false};
    o.sizes = (assay_span){{sizes, 2}, false};
    static const char *const lists[] = {"sex=F:2,sex=M:1"};
    o.wrong_at_most = 900;
    o.common.groups.composition = (assay_texts){lists, 1};
    assert_true(oom_fail_each(forecast, &o) > 60);
}

static void ranges(void **state)
{
    (void)state;
    static const double thresholds[] = {0.5, 0.85}, sizes[] = {1, 6};
    assay_forecast_options o = plain(whole);
    o.common.require.count = 0;
    o.thresholds = (assay_span){{thresholds, 2}, true};
    o.sizes = (assay_span){{sizes, 2}, true};
    assert_true(oom_fail_each(forecast, &o) > 60);
}

static void from_figures(void **state)
{
    (void)state;
    assay_forecast_options o = plain(bare);
    assert_true(oom_fail_each(forecast, &o) > 20);
}

static void from_records(void **state)
{
    (void)state;
    assay_forecast_options o;
    assay_forecast_options_default(&o);
    o.result = days;
    o.faces = 4000;
    o.hours = 5;
    assert_true(oom_fail_each(forecast, &o) > 20);
}

static assay_status plan(void *context)
{
    assay_result *result = NULL;
    assay_error err;
    const assay_status status = assay_size_evaluate(context, &result, &err);
    return tell(status, result, &err);
}

static void a_plan(void **state)
{
    (void)state;
    static const char *const goals[] = {
        "TPIR +- 0.1", "FPIR@watchlist_size=100,expect=1e-3 <= 1e-2",
        "TPIR ratio 1.5", "FNMR +- 20 %"};
    static const char *const by[] = {"sex", "sex*area"};
    assay_size_options o;
    assay_size_options_default(&o);
    o.goals = (assay_texts){goals, 4};
    o.subjects = people;
    o.common.by = (assay_texts){by, 2};
    o.common.threads = 1;
    o.each = 5;
    assert_true(oom_fail_each(plan, &o) > 25);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_searches), cmocka_unit_test(ranges),
        cmocka_unit_test(from_figures),  cmocka_unit_test(from_records),
        cmocka_unit_test(a_plan),
    };
    return cmocka_run_group_tests(tests, make_all, drop_all);
}
