// SPDX-License-Identifier: Apache-2.0
// Each allocation fails once while published counts are evaluated, and while
// scores and templates are simulated.
#include "oom/oom.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "assay/counts.h"
#include "assay/simulate.h"

static char folder[64];
static char path[128];

static const char *in_folder(const char *name)
{
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static assay_status evaluate(void *context)
{
    assay_result *result = NULL;
    assay_error err;
    char *text = NULL;
    const assay_status status = assay_counts_evaluate(context, &result, &err);
    assert_int_equal(status == ASSAY_OK, result != NULL);
    if (status != ASSAY_OK) return status;
    const assay_status told = assay_result_summary(result, NULL, &text, &err);
    assay_text_free(text);
    assay_result_free(result);
    return told;
}

static void typed_counts(void **state)
{
    (void)state;
    assay_counts_options options;
    assay_counts_options_default(&options);
    options.counts = "A=4/450,B=2/1430,C=7/800";
    options.subjects = 90;
    assert_true(oom_fail_each(evaluate, &options) > 8);
}

static void a_share(void **state)
{
    (void)state;
    assay_counts_options options;
    assay_counts_options_default(&options);
    options.share = "4/7";
    options.expect = 0.3;
    assert_true(oom_fail_each(evaluate, &options) > 10);
}

static void a_table(void **state)
{
    (void)state;
    const char *const by[] = {"sex", "sex*area"};
    const char *const where[] = {"area!=z"};
    const char *const require[] = {"events per trial@sex=* <= 0.5"};
    assay_counts_options options;
    FILE *file = fopen(in_folder("counts.csv"), "w");
    assert_non_null(file);
    (void)fputs("events,trials,sex,area\n3,100,F,x\n4,90,M,x\n1,50,,y\n"
                "5,80,F,y\n9,70,M,y\n",
                file);
    assert_int_equal(fclose(file), 0);
    assay_counts_options_default(&options);
    options.file = path;
    options.common.threads = 1;
    options.common.by = (assay_texts){by, 2};
    options.common.where = (assay_texts){where, 1};
    options.common.require = (assay_texts){require, 1};
    assert_true(oom_fail_each(evaluate, &options) > 25);
}

static assay_status simulate(void *context)
{
    assay_error err;
    char *truth = NULL;
    const assay_status status = assay_simulate_scores(context, &truth, &err);
    assert_int_equal(status == ASSAY_OK, truth != NULL);
    assay_text_free(truth);
    return status;
}

static void simulation(void **state)
{
    (void)state;
    assay_simulate_scores_options options;
    assay_simulate_scores_options_default(&options);
    options.directory = folder;
    options.mated = in_folder("mated.npy");
    options.mated_count = 100;
    options.subjects = 20;
    options.references = 5;
    assert_true(oom_fail_each(simulate, &options) > 5);
}

static assay_status simulate_templates(void *context)
{
    assay_error err;
    char *truth = NULL;
    const assay_status status = assay_simulate_templates(context, &truth, &err);
    assert_int_equal(status == ASSAY_OK, truth != NULL);
    assay_text_free(truth);
    return status;
}

static void simulation_of_templates(void **state)
{
    (void)state;
    assay_simulate_templates_options options;
    assay_simulate_templates_options_default(&options);
    options.directory = folder;
    options.subjects = 20;
    options.watchlist = 5;
    options.dimensions = 16;
    options.effective = 8;
    options.groups.count = 0;
    options.lambs = 0;
    options.threads = 1;
    assert_true(oom_fail_each(simulate_templates, &options) > 10);
}

static int make_folder(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/assay-oom-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int drop_folder(void **state)
{
    (void)state;
    static const char *const names[] = {
        "counts.csv",     "mated.npy",      "scores.csv",
        "subjects.csv",   "truth.json",     "probes.csv",
        "references.csv", "references.npy", "probes.npy"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        (void)unlink(in_folder(names[i]));
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typed_counts),
        cmocka_unit_test(a_share),
        cmocka_unit_test(a_table),
        cmocka_unit_test(simulation),
        cmocka_unit_test(simulation_of_templates),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
