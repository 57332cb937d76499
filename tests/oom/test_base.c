// SPDX-License-Identifier: Apache-2.0
// Each allocation of base/ fails once: nothing leaks, nothing is half done.
#include "base/alloc.h"
#include "base/build.h"
#include "base/digest.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/output.h"
#include "base/pool.h"
#include "base/spool.h"
#include "base/strings.h"
#include "oom/oom.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void add_all(assay_result *result, const char *text)
{
    const assay_at at = {"FMR", 0.001};
    const assay_label group = {"sex", text};
    const double values[] = {1, 2};
    const assay_curve curve = {text, text,   &group, 1,   &text,
                               1,    values, 2,      text};
    const assay_statement statement = {ASSAY_IN_SHORT, text, &text, 1};
    const assay_requirement requirement = {text, text, 0,         0,
                                           0,    0,    ASSAY_MET, text};
    const assay_warning warning = {text, ASSAY_LIMITS_IT, text, 1};
    const assay_input input = {text, text, text, 1, 1, text};
    assay_figure figure = assay_figure_blank();
    figure.name = text;
    figure.at = &at;
    figure.at_count = 1;
    figure.group = &group;
    figure.group_count = 1;
    assay_build_figure(result, &figure);
    assay_build_curve(result, &curve);
    assay_build_statement(result, &statement);
    assay_build_requirement(result, &requirement);
    assay_build_warning(result, &warning);
    assay_build_input(result, &input);
    assay_build_about(result, text, text);
    assay_build_fact_number(result, text, 1);
    assay_build_blob(result, text, text, strlen(text));
}

static assay_status build(void *context)
{
    assay_error err;
    char text[4000];
    (void)context;
    assay_result *result = assay_build_new("verification");
    if (!result) return ASSAY_ENOMEM;
    for (int i = 0; i < 40; i++) {
        memset(text, 'a' + i % 26, sizeof text);
        (void)snprintf(text + 3900, 100, "%d", i);
        add_all(result, text);
    }
    const assay_status status = assay_build_end(&result, &err);
    if (status == ASSAY_OK)
        assay_result_free(result);
    else
        assert_null(result);
    return status;
}

// What a failed call leaves behind still answers.
static assay_status intern(void *context)
{
    (void)context;
    assay_strings *strings = assay_strings_new();
    bool good = strings != NULL;
    for (unsigned i = 0; good && i < 2000; i++) {
        char text[32];
        uint32_t index = 0;
        const int n = snprintf(text, sizeof text, "subject %u", i);
        const assay_slice slice = {text, (size_t)n};
        good = assay_strings_intern(strings, &slice, 1, &index);
        assert_int_equal(assay_strings_count(strings), good ? i + 1 : i);
        assert_int_equal(assay_strings_find(strings, slice),
                         good ? i : ASSAY_NO_STRING);
    }
    assay_strings_free(strings);
    return good ? ASSAY_OK : ASSAY_ENOMEM;
}

// In order up to a half, then no longer.
static assay_status intern_in_order(void *context)
{
    (void)context;
    assay_strings *strings = assay_strings_new_in_order();
    bool good = strings != NULL;
    for (unsigned i = 0; good && i < 2000; i++) {
        char text[32];
        uint32_t index = 0;
        const unsigned number = i < 1000 ? i : 2999 - i;
        const int n = snprintf(text, sizeof text, "t%u", number);
        const assay_slice slice = {text, (size_t)n};
        good = assay_strings_add(strings, slice, &index);
        assert_int_equal(assay_strings_count(strings), good ? i + 1 : i);
        assert_int_equal(assay_strings_find(strings, slice),
                         good ? i : ASSAY_NO_STRING);
    }
    assay_strings_free(strings);
    return good ? ASSAY_OK : ASSAY_ENOMEM;
}

static assay_status spool_up(void *context)
{
    static const char block[1 << 20] = {1};
    assay_spool *spool = NULL;
    assay_error err;
    (void)context;
    assay_status status =
        assay_spool_new("/tmp", ASSAY_SPOOL_MEMORY, &spool, &err);
    for (int i = 0; status == ASSAY_OK && i < 17; i++)
        status = assay_spool_add(spool, block, sizeof block, &err);
    assay_spool_free(spool);
    return status;
}

static assay_status open_files(void *context)
{
    assay_file *file = NULL;
    assay_output *output = NULL;
    assay_error err;
    char text[600];
    (void)context;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    ASSAY_TRY(assay_file_open("/dev/null", &file, &err));
    assay_file_close(file);
    ASSAY_TRY(assay_output_open("/dev/null", &output, &err));
    assay_output_format(output, "%s", text);
    const assay_status status = assay_output_commit(output, &err);
    // Its own failures are those of memory alone here.
    return status == ASSAY_OK ? ASSAY_OK : ASSAY_ENOMEM;
}

static void each_allocation_fails_once(void **state)
{
    (void)state;
    assert_true(oom_fail_each(build, NULL) > 20);
    assert_true(oom_fail_each(intern, NULL) > 5);
    assert_true(oom_fail_each(intern_in_order, NULL) > 5);
    assert_true(oom_fail_each(spool_up, NULL) >= 3);
    assert_true(oom_fail_each(open_files, NULL) >= 3);
}

static bool count_part(void *context, size_t part, unsigned thread)
{
    (void)part;
    *(unsigned *)context += thread == 0 ? 1 : 100;
    return true;
}

// Threads are a help, not a need: without memory for them the work is done.
static void threads_can_be_done_without(void **state)
{
    (void)state;
    unsigned parts = 0;
    char hex[ASSAY_DIGEST_HEX + 1] = "";
    oom_fail_at(1);
    assert_true(assay_pool_run(4, 10, count_part, &parts));
    assert_int_equal(parts, 10);
    oom_fail_at(2);
    assay_digest *digest = assay_digest_new(true);
    oom_fail_at(0);
    assert_non_null(digest);
    assay_digest_add(digest, "abc", 3);
    assay_digest_end(digest, hex);
    assert_memory_equal(hex, "bddd813c", 8);
    assay_digest_free(digest);
    oom_fail_at(1);
    assert_null(assay_digest_new(true));
    oom_fail_at(0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_allocation_fails_once),
        cmocka_unit_test(threads_can_be_done_without),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
