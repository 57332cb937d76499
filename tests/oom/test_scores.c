// SPDX-License-Identifier: Apache-2.0
// Each allocation of a whole evaluation of scores fails once: readers, groups,
// counts, figures, statements, requirements.
#include "oom/oom.h"

#include "assay/scores.h"

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
static char scores[64], people[64], bare[64], matrix[64], attacks[64], pad[64],
    morphs[64];

static int write_file(char *path, size_t size, const char *name,
                      const char *text)
{
    (void)snprintf(path, size, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (!file) return -1;
    (void)fputs(text, file);
    return fclose(file);
}

static int make(void **state)
{
    (void)state;
    if (!mkdtemp(folder)) return -1;
    char list[4096] = "probe_subject,reference_subject,fold,score\n";
    for (int i = 0; i < 90; i++) {
        char line[64];
        const int probe = i % 9;
        const int reference = i % 4 ? (probe + 1 + i % 7) % 9 : probe;
        (void)snprintf(line, sizeof line, "p%d,p%d,%d,%d.%d\n", probe,
                       reference, i % 3, i % 4 ? 0 : 1, i * 37 % 90);
        (void)strncat(list, line, sizeof list - strlen(list) - 1);
    }
    return write_file(scores, sizeof scores, "scores.csv", list) ||
           write_file(people, sizeof people, "people.csv",
                      "subject_id,sex\np0,F\np1,F\np2,F\np3,F\np4,M\np5,M\n"
                      "p6,M\np7,M\n") ||
           write_file(attacks, sizeof attacks, "attacks.csv",
                      "probe_subject,reference_subject,score,attack,morph\n"
                      "a,a,0.9,,\na,b,0.1,,\nb,b,0.8,,\nb,a,0.2,,\n"
                      "a,a,0.6,print,\nb,b,0.4,mask,\na,a,,mask,\n"
                      "a,,0.6,morph,m1\nb,,0.7,morph,m1\n") ||
           write_file(pad, sizeof pad, "pad.csv",
                      "subject,score,attack,sex\na,0.9,,F\nb,0.4,,M\n"
                      "a,0.6,print,F\nb,0.2,print,M\na,0.1,mask,F\n"
                      "b,0.7,mask,M\n") ||
           write_file(morphs, sizeof morphs, "morphs.csv",
                      "morph,subject,system,score\nm1,a,x,0.9\nm1,b,x,0.7\n"
                      "m1,a,y,0.8\nm2,b,x,0.4\nm2,c,y,0.7\nm2,c,y,0.5\n") ||
           write_file(bare, sizeof bare, "bare.txt", "0.5\n0.25\n-1\n0.75\n") ||
           write_file(matrix, sizeof matrix, "matrix.csv",
                      ",a,b,c\na,0.9,0.1,0.2\nb,0.3,0.8,0.2\nc,0.1,0.4,0.7\n");
}

static int end(void **state)
{
    (void)state;
    (void)unlink(scores);
    (void)unlink(people);
    (void)unlink(attacks);
    (void)unlink(pad);
    (void)unlink(morphs);
    (void)unlink(bare);
    (void)unlink(matrix);
    return rmdir(folder);
}

static assay_status run(const assay_scores_options *options)
{
    assay_error err;
    assay_result *result = NULL;
    const assay_status status = assay_scores_evaluate(options, &result, &err);
    if (status != ASSAY_OK) assert_null(result);
    assay_result_free(result);
    return status;
}

static assay_scores_options plain(void)
{
    assay_scores_options options;
    assay_scores_options_default(&options);
    options.common.threads = 1;
    options.common.min_subjects = 0;
    return options;
}

static assay_status by_group(void *context)
{
    static const char *const files[] = {scores};
    static const char *const by[] = {"sex", "fold*sex"};
    static const char *const where[] = {"fold!=1"};
    static const char *const require[] = {"FNMR@FMR=0.1 <= 0.5"};
    static const double targets[] = {0.1, 0.01};
    static const double thresholds[] = {0.5};
    (void)context;
    assay_scores_options options = plain();
    options.files = (assay_texts){files, 1};
    options.subjects = people;
    options.common.by = (assay_texts){by, 2};
    options.common.where = (assay_texts){where, 1};
    options.common.require = (assay_texts){require, 1};
    options.fmr = (assay_numbers){targets, 2};
    options.thresholds = (assay_numbers){thresholds, 1};
    return run(&options);
}

static assay_status by_quality(void *context)
{
    static const char *const files[] = {scores};
    static const char *const by[] = {"sex"};
    static const char *const quality[] = {"fold"};
    static const double shares[] = {0.4};
    static const double thresholds[] = {20};
    (void)context;
    assay_scores_options options = plain();
    options.files = (assay_texts){files, 1};
    options.subjects = people;
    options.common.by = (assay_texts){by, 1};
    options.quality = (assay_texts){quality, 1};
    options.discard = (assay_numbers){shares, 1};
    options.thresholds = (assay_numbers){thresholds, 1};
    return run(&options);
}

static assay_status chosen(void *context)
{
    static const char *const files[] = {scores};
    static const char *const choose[] = {"FMR<=0.5"};
    (void)context;
    assay_scores_options options = plain();
    options.files = (assay_texts){files, 1};
    options.common.confidence = 0.5;
    options.choose = (assay_texts){choose, 1};
    options.folds = 2;
    options.rates_only = true;
    return run(&options);
}

static assay_status resampled(void *context)
{
    static const char *const files[] = {scores};
    (void)context;
    assay_scores_options options = plain();
    options.files = (assay_texts){files, 1};
    options.bootstrap = 99;
    return run(&options);
}

static assay_status with_attacks(void *context)
{
    static const char *const files[] = {attacks};
    static const double thresholds[] = {0.5};
    (void)context;
    assay_scores_options options = plain();
    options.files = (assay_texts){files, 1};
    options.attack = "attack";
    options.thresholds = (assay_numbers){thresholds, 1};
    return run(&options);
}

static assay_status presentations(void *context)
{
    static const char *const files[] = {pad};
    static const char *const by[] = {"sex"};
    static const double thresholds[] = {0.5}, targets[] = {0.5};
    (void)context;
    assay_scores_options options = plain();
    options.files = (assay_texts){files, 1};
    options.attack = "attack";
    options.thresholds = (assay_numbers){thresholds, 1};
    options.apcer = (assay_numbers){targets, 1};
    options.common.by = (assay_texts){by, 1};
    return run(&options);
}

static assay_status systems(void *context)
{
    static const char *const files[] = {morphs};
    static const assay_pair pairs[] = {{"x", "0.5"}, {"y", "0.6"}};
    (void)context;
    assay_scores_options options = plain();
    options.files = (assay_texts){files, 1};
    options.attack = "morph";
    options.systems = (assay_pairs){pairs, 2};
    return run(&options);
}

static assay_status bare_scores(void *context)
{
    (void)context;
    assay_scores_options options = plain();
    options.mated = bare;
    options.non_mated = bare;
    return run(&options);
}

static assay_status a_matrix(void *context)
{
    static const char *const files[] = {matrix};
    (void)context;
    assay_scores_options options = plain();
    options.files = (assay_texts){files, 1};
    return run(&options);
}

static void every_allocation(void **state)
{
    (void)state;
    assert_true(oom_fail_each(by_group, NULL) > 50);
    assert_true(oom_fail_each(by_quality, NULL) > 50);
    assert_true(oom_fail_each(chosen, NULL) > 50);
    assert_true(oom_fail_each(resampled, NULL) > 50);
    assert_true(oom_fail_each(with_attacks, NULL) > 50);
    assert_true(oom_fail_each(presentations, NULL) > 40);
    assert_true(oom_fail_each(systems, NULL) > 30);
    assert_true(oom_fail_each(bare_scores, NULL) > 20);
    assert_true(oom_fail_each(a_matrix, NULL) > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation),
    };
    return cmocka_run_group_tests(tests, make, end);
}
