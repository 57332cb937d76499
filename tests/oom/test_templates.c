// SPDX-License-Identifier: Apache-2.0
// Each allocation of whole evaluations of templates and of candidate lists
// fails once.
#include "oom/oom.h"

#include "assay/merge.h"
#include "assay/result.h"
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

enum { ROWS = 12, WIDE = 3 };

static char folder[] = "/tmp/assay-test-XXXXXX";
static char matrix[64], samples[64], lists[64], shard[64];

static int write_bytes(char *path, const char *name, const void *bytes,
                       size_t size)
{
    (void)snprintf(path, 64, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (!file) return -1;
    const bool wrote = fwrite(bytes, 1, size, file) == size;
    return fclose(file) == 0 && wrote ? 0 : -1;
}

static int write_matrix(void)
{
    unsigned char all[128 + ROWS * WIDE];
    memset(all, ' ', 128);
    memcpy(all, "\x93NUMPY\x01\x00\x76\x00", 10);
    static const char head[] = "{'descr': '|i1', 'fortran_order': False, "
                               "'shape': (12, 3), }";
    memcpy(all + 10, head, sizeof head - 1);
    all[127] = '\n';
    for (int i = 0; i < ROWS * WIDE; i++)
        all[128 + i] = (unsigned char)(1 + i * 37 % 11);
    return write_bytes(matrix, "m.npy", all, sizeof all);
}

static int make(void **state)
{
    (void)state;
    char text[1024] = "sample_id,subject_id,sex,acquired\n";
    char list[1024] = "probe_id,reference_id,score\n";
    if (!mkdtemp(folder) || write_matrix()) return -1;
    for (int i = 0; i < ROWS; i++) {
        char line[64];
        (void)snprintf(line, sizeof line, "s%d,p%d,%s,%d\n", i, i / 2,
                       i < 6 ? "F" : "M", i != 5);
        (void)strncat(text, line, sizeof text - strlen(text) - 1);
        (void)snprintf(line, sizeof line, "s%d,s%d,0.%d\n", i, (i + 1) % ROWS,
                       9 - i % 7);
        if (i != 4 && i != 5)
            (void)strncat(list, line, sizeof list - strlen(list) - 1);
    }
    (void)snprintf(shard, sizeof shard, "%s/1.assay", folder);
    return write_bytes(samples, "s.csv", text, strlen(text)) ||
           write_bytes(lists, "l.csv", list, strlen(list));
}

static int end(void **state)
{
    (void)state;
    (void)unlink(matrix);
    (void)unlink(samples);
    (void)unlink(lists);
    (void)unlink(shard);
    return rmdir(folder);
}

static assay_status finish(assay_status status, assay_result *result)
{
    if (status != ASSAY_OK) assert_null(result);
    assay_result_free(result);
    return status;
}

static assay_templates_options plain(void)
{
    static const char *const by[] = {"sex"};
    static const double thresholds[] = {0.5};
    assay_templates_options o;
    assay_templates_options_default(&o);
    o.common.threads = 1;
    o.common.min_subjects = 0;
    o.common.by = (assay_texts){by, 1};
    o.lists.thresholds = (assay_numbers){thresholds, 1};
    o.lists.list_length = 2;
    o.tail = 16;
    o.set = (assay_template_files){matrix, samples};
    return o;
}

static assay_status run(const assay_templates_options *o)
{
    assay_error err;
    assay_result *result = NULL;
    const assay_status status = assay_templates_evaluate(o, &result, &err);
    return finish(status, result);
}

static assay_status all_pairs(void *context)
{
    (void)context;
    assay_templates_options o = plain();
    o.all_pairs = true;
    o.bootstrap = 99;
    return run(&o);
}

static assay_status drawn(void *context)
{
    (void)context;
    assay_templates_options o = plain();
    o.watchlist_size = 2;
    o.repeat = 2;
    return run(&o);
}

static assay_status two_sets(void *context)
{
    (void)context;
    assay_templates_options o = plain();
    o.probes = o.references = o.set;
    o.set = (assay_template_files){NULL, NULL};
    return run(&o);
}

static assay_status a_shard(void *context)
{
    (void)context;
    assay_templates_options o = plain();
    o.folds = 2;
    o.shard = o.shards = 1;
    return run(&o);
}

static assay_status merged(void *context)
{
    static const char *const paths[] = {shard};
    assay_error err;
    assay_result *result = NULL;
    assay_merge_options o;
    (void)context;
    assay_merge_options_default(&o);
    o.common.threads = 1;
    o.shards = (assay_texts){paths, 1};
    const assay_status status = assay_merge_evaluate(&o, &result, &err);
    return finish(status, result);
}

static assay_status candidates(void *context)
{
    static const char *const files[] = {lists};
    static const double thresholds[] = {0.5};
    assay_error err;
    assay_result *result = NULL;
    assay_candidates_options o;
    (void)context;
    assay_candidates_options_default(&o);
    o.common.threads = 1;
    o.files = (assay_texts){files, 1};
    o.probes = o.references = samples;
    o.lists.thresholds = (assay_numbers){thresholds, 1};
    const assay_status status = assay_candidates_evaluate(&o, &result, &err);
    return finish(status, result);
}

static void templates_in_every_way(void **state)
{
    (void)state;
    assert_true(oom_fail_each(all_pairs, NULL) > 50);
    assert_true(oom_fail_each(drawn, NULL) > 50);
    assert_true(oom_fail_each(two_sets, NULL) > 50);
}

static void a_shard_and_what_is_merged(void **state)
{
    (void)state;
    assay_error err;
    assay_result *result = NULL;
    assert_true(oom_fail_each(a_shard, NULL) > 20);
    assay_templates_options o = plain();
    o.folds = 2;
    o.shard = o.shards = 1;
    assert_int_equal(assay_templates_evaluate(&o, &result, &err), ASSAY_OK);
    assert_int_equal(assay_result_save(result, shard, &err), ASSAY_OK);
    assay_result_free(result);
    assert_true(oom_fail_each(merged, NULL) > 50);
}

static void candidate_lists(void **state)
{
    (void)state;
    assert_true(oom_fail_each(candidates, NULL) > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(templates_in_every_way),
        cmocka_unit_test(a_shard_and_what_is_merged),
        cmocka_unit_test(candidate_lists),
    };
    return cmocka_run_group_tests(tests, make, end);
}
