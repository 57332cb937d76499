// SPDX-License-Identifier: Apache-2.0
// Each allocation of the writers and of the reader of results fails once.
#include "oom/oom.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "unit/tell_sample.h"
#include "unit/tell_searches.h"

static assay_result *sample;
static assay_result *searches;
static char path[] = "/tmp/assay-test-XXXXXX";

static int make(void **state)
{
    assay_error err;
    (void)state;
    const int fd = mkstemp(path);
    if (fd < 0) return -1;
    close(fd);
    sample = sample_result();
    searches = searches_result();
    if (!sample || !searches) return -1;
    return assay_result_save(sample, path, &err) == ASSAY_OK ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    assay_result_free(sample);
    assay_result_free(searches);
    return unlink(path);
}

static assay_status save(void *context)
{
    assay_error err;
    return assay_result_save(context, path, &err);
}

static assay_status load(void *context)
{
    assay_error err;
    assay_result *result = NULL;
    (void)context;
    const assay_status status = assay_result_load(path, &result, &err);
    assay_result_free(result);
    return status;
}

static assay_status write_json(void *context)
{
    assay_error err;
    return assay_result_write_json(context, "/dev/null", &err);
}

static assay_status write_csv(void *context)
{
    assay_error err;
    return assay_result_write_csv(context, "/dev/null", &err);
}

static assay_status write_html(void *context)
{
    assay_error err;
    const assay_result *const all[] = {context, context};
    return assay_result_write_html(all, 2, "/dev/null", &err);
}

static assay_status summarise(void *context)
{
    const assay_summary_options options = {.width = 80, .verbose = true};
    assay_error err;
    char *text = NULL;
    const assay_status status =
        assay_result_summary(context, &options, &text, &err);
    assay_text_free(text);
    return status;
}

static void saving_survives(void **state)
{
    (void)state;
    assert_true(oom_fail_each(save, sample) > 1);
    assert_true(oom_fail_each(save, searches) > 1);
}

static void loading_survives(void **state)
{
    (void)state;
    assay_error err;
    assert_int_equal(assay_result_save(sample, path, &err), ASSAY_OK);
    assert_true(oom_fail_each(load, NULL) > 10);
    assert_int_equal(assay_result_save(searches, path, &err), ASSAY_OK);
    assert_true(oom_fail_each(load, NULL) > 10);
}

static void json_survives(void **state)
{
    (void)state;
    assert_true(oom_fail_each(write_json, sample) > 1);
    assert_true(oom_fail_each(write_json, searches) > 1);
}

static void csv_survives(void **state)
{
    (void)state;
    assert_true(oom_fail_each(write_csv, sample) > 1);
    assert_true(oom_fail_each(write_csv, searches) > 1);
}

static void the_page_survives(void **state)
{
    (void)state;
    assert_true(oom_fail_each(write_html, sample) > 10);
    assert_true(oom_fail_each(write_html, searches) > 10);
}

static void the_summary_survives(void **state)
{
    (void)state;
    assert_true(oom_fail_each(summarise, sample) > 1);
    assert_true(oom_fail_each(summarise, searches) > 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(saving_survives),
        cmocka_unit_test(loading_survives),
        cmocka_unit_test(json_survives),
        cmocka_unit_test(csv_survives),
        cmocka_unit_test(the_page_survives),
        cmocka_unit_test(the_summary_survives),
    };
    return cmocka_run_group_tests(tests, make, end);
}
