// SPDX-License-Identifier: Apache-2.0
// Each allocation of the readers of text fails once.
#include "oom/oom.h"
#include "read/comparisons.h"
#include "read/subjects.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <zlib.h>

static const assay_read_options options = {
    .digest = true, .threads = 1, .block = 64};

static char path[64];

static void make_file(const void *bytes, size_t n)
{
    (void)snprintf(path, sizeof path, "/tmp/assay-test-XXXXXX");
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, n), n);
    assert_int_equal(close(fd), 0);
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

static assay_status read_rows(assay_reader *reader, assay_error *err)
{
    static assay_batch batch;
    do {
        const assay_status status = assay_reader_next(reader, &batch, err);
        if (status != ASSAY_OK) return status;
    } while (batch.rows);
    return ASSAY_OK;
}

// Reads `path` with subjects and a column; `context`: bare scores.
static assay_status read_scores(void *context)
{
    assay_error err = {0};
    assay_reader *reader = NULL;
    assay_intake intake = {
        .subjects = assay_strings_new(),
        .wanted_count = 1,
        .wanted = {"sex"},
        .values = {assay_strings_new()},
    };
    assay_status status = ASSAY_ENOMEM;
    if (intake.subjects && intake.values[0])
        status =
            context ? assay_reader_open_bare(path, true, &options, &intake,
                                             &reader, &err)
                    : assay_reader_open(path, &options, &intake, &reader, &err);
    if (status == ASSAY_OK) status = read_rows(reader, &err);
    assay_reader_close(reader);
    assay_strings_free(intake.subjects);
    assay_strings_free(intake.values[0]);
    return status;
}

static assay_status read_people(void *context)
{
    (void)context;
    assay_error err = {0};
    assay_subjects *people = NULL;
    assay_strings *ids = assay_strings_new();
    const assay_status status =
        ids ? assay_subjects_read(path, &options, ids, &people, &err)
            : ASSAY_ENOMEM;
    assay_subjects_free(people);
    assay_strings_free(ids);
    return status;
}

static void lists_with_a_header(void **state)
{
    (void)state;
    static const char text[] = "probe_subject,reference_subject,sex,score\n"
                               "a,a,F,0.5\nb,a,M,0.25\nb,c,,0.125\n";
    make_file(text, sizeof text - 1);
    assert_true(oom_fail_each(read_scores, NULL) > 10);
}

static void lists_of_bob(void **state)
{
    (void)state;
    static const char text[] = "a a p 0.5\na b p 0.25\nc c p nan\n";
    make_file(text, sizeof text - 1);
    assert_true(oom_fail_each(read_scores, NULL) > 5);
}

static void bare_scores_packed(void **state)
{
    (void)state;
    static const char text[] = "0.5\n0.25\n";
    unsigned char packed[128];
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, 0), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)text;
    z.avail_in = sizeof text - 1;
    z.next_out = packed;
    z.avail_out = sizeof packed;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    make_file(packed, z.total_out);
    deflateEnd(&z);
    assert_true(oom_fail_each(read_scores, &z) > 5);
}

static void people(void **state)
{
    (void)state;
    static const char text[] = "subject_id,sex,age\na,F,20\nb,M,\nc,F,30\n";
    make_file(text, sizeof text - 1);
    assert_true(oom_fail_each(read_people, NULL) > 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(lists_with_a_header, remove_file),
        cmocka_unit_test_teardown(lists_of_bob, remove_file),
        cmocka_unit_test_teardown(bare_scores_packed, remove_file),
        cmocka_unit_test_teardown(people, remove_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
