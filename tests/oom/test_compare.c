// SPDX-License-Identifier: Apache-2.0
// Each allocation of a comparison of two results fails once: what they keep,
// pairs, searches, groups, figures, statements, requirements, the review.
#include "oom/oom.h"

#include "assay/compare.h"
#include "assay/scores.h"
#include "assay/templates.h"

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
enum { SYSTEMS = 2, PATH = 64 };
static char scores[SYSTEMS][PATH], lists[SYSTEMS][PATH]; // results
static char probes[PATH], references[PATH], review[PATH], text[PATH];

static int write_file(char *path, const char *name, const char *from)
{
    (void)snprintf(path, PATH, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (!file) return -1;
    (void)fputs(from, file);
    return fclose(file);
}

static int keep(assay_status status, assay_result *result, char *path,
                const char *name)
{
    assay_error err;
    (void)snprintf(path, PATH, "%s/%s", folder, name);
    if (status != ASSAY_OK || assay_result_save(result, path, &err) != ASSAY_OK)
        return -1;
    assay_result_free(result);
    return 0;
}

static int make_scores(int system)
{
    static const double targets[] = {0.1}, thresholds[] = {0.5};
    static const char *const by[] = {"probe_sex"};
    char list[8192] = "probe_subject,reference_subject,probe_sex,score\n";
    for (int i = 0; i < 120; i++) {
        char line[64];
        const int probe = i % 9;
        const int reference = i % 3 ? (probe + 1 + i % 7) % 9 : probe;
        (void)snprintf(line, sizeof line, "p%d,p%d,%s,%d.%02d\n", probe,
                       reference, probe % 2 ? "F" : "M", i % 3 ? 0 : 1,
                       i * (37 + 4 * system) % 90);
        (void)strncat(list, line, sizeof list - strlen(list) - 1);
    }
    if (write_file(text, "scores.csv", list)) return -1;
    const char *const files[] = {text};
    assay_scores_options o;
    assay_scores_options_default(&o);
    o.files = (assay_texts){files, 1};
    o.common.by = (assay_texts){by, 1};
    o.common.min_subjects = 0;
    o.fmr = (assay_numbers){targets, 1};
    o.thresholds = (assay_numbers){thresholds, 1};
    assay_error err;
    assay_result *result = NULL;
    const assay_status status = assay_scores_evaluate(&o, &result, &err);
    return keep(status, result, scores[system], system ? "b.assay" : "a.assay");
}

static int make_lists(int system)
{
    static const double thresholds[] = {0.5};
    static const char *const by[] = {"sex"};
    char list[4096] = "probe_id,rank,reference_id,score\n";
    for (int p = 0; p < 12; p++)
        for (int rank = 1; rank <= 3; rank++) {
            char line[64];
            (void)snprintf(line, sizeof line, "q%d,%d,r%d,0.%d%d\n", p, rank,
                           (p + rank - 1) % 6, 9 - 2 * rank,
                           p * (3 + system) % 10);
            (void)strncat(list, line, sizeof list - strlen(list) - 1);
        }
    if (write_file(text, "list.csv", list)) return -1;
    const char *const files[] = {text};
    assay_candidates_options o;
    assay_candidates_options_default(&o);
    o.files = (assay_texts){files, 1};
    o.probes = probes;
    o.references = references;
    o.common.by = (assay_texts){by, 1};
    o.common.min_subjects = 0;
    o.lists.thresholds = (assay_numbers){thresholds, 1};
    assay_error err;
    assay_result *result = NULL;
    const assay_status status = assay_candidates_evaluate(&o, &result, &err);
    return keep(status, result, lists[system], system ? "y.assay" : "x.assay");
}

static int make(void **state)
{
    (void)state;
    char p[512] = "sample_id,subject_id,sex\n",
         r[512] = "sample_id,subject_id,sex\n";
    for (int i = 0; i < 12; i++) {
        char line[32];
        (void)snprintf(line, sizeof line, "q%d,s%d,%s\n", i, i,
                       i % 2 ? "F" : "M");
        (void)strncat(p, line, sizeof p - strlen(p) - 1);
        (void)snprintf(line, sizeof line, "r%d,s%d,%s\n", i, i,
                       i % 2 ? "F" : "M");
        if (i < 6) (void)strncat(r, line, sizeof r - strlen(r) - 1);
    }
    if (!mkdtemp(folder) || write_file(probes, "p.csv", p) ||
        write_file(references, "r.csv", r))
        return -1;
    (void)snprintf(review, PATH, "%s/review.csv", folder);
    for (int s = 0; s < SYSTEMS; s++)
        if (make_scores(s) || make_lists(s)) return -1;
    return 0;
}

static int end(void **state)
{
    (void)state;
    const char *const files[] = {scores[0], scores[1],  lists[0], lists[1],
                                 probes,    references, review};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        (void)unlink(files[i]);
    (void)snprintf(text, PATH, "%s/scores.csv", folder);
    (void)unlink(text);
    (void)snprintf(text, PATH, "%s/list.csv", folder);
    (void)unlink(text);
    return rmdir(folder);
}

static assay_status run(const assay_compare_options *options)
{
    assay_error err;
    assay_result *result = NULL;
    const assay_status status = assay_compare_evaluate(options, &result, &err);
    if (status != ASSAY_OK) assert_null(result);
    assay_result_free(result);
    return status;
}

static assay_status pairs(void *context)
{
    static const char *const require[] = {"ratio FNMR@FMR=0.1 <= 1.5"};
    (void)context;
    assay_compare_options o;
    assay_compare_options_default(&o);
    o.a = scores[0];
    o.b = scores[1];
    o.common.require = (assay_texts){require, 1};
    o.common.review = review;
    return run(&o);
}

static assay_status searches(void *context)
{
    (void)context;
    assay_compare_options o;
    assay_compare_options_default(&o);
    o.a = lists[0];
    o.b = lists[1];
    return run(&o);
}

static assay_status apart(void *context)
{
    (void)context;
    assay_compare_options o;
    assay_compare_options_default(&o);
    o.a = scores[0];
    o.b = scores[1];
    o.unpaired = true;
    return run(&o);
}

static void every_allocation(void **state)
{
    (void)state;
    assert_true(oom_fail_each(pairs, NULL) > 100);
    assert_true(oom_fail_each(searches, NULL) > 100);
    assert_true(oom_fail_each(apart, NULL) > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation),
    };
    return cmocka_run_group_tests(tests, make, end);
}
