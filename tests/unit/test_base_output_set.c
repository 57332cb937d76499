// SPDX-License-Identifier: Apache-2.0
// Output files that are made together: all of them or none, and no folder that
// was made for nothing.
#include "base/output_set.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/assay-test-XXXXXX";
static char directory[32], one[64], two[64];

static int make_folder(void **state)
{
    (void)state;
    (void)signal(SIGXFSZ, SIG_IGN);
    if (!mkdtemp(folder)) return -1;
    (void)snprintf(directory, sizeof directory, "%s/set", folder);
    (void)snprintf(one, sizeof one, "%s/one", directory);
    (void)snprintf(two, sizeof two, "%s/two", directory);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    (void)unlink(one);
    (void)unlink(two);
    (void)rmdir(directory);
    return rmdir(folder);
}

static void put_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void check_file(const char *path, const char *expected)
{
    char text[64] = "";
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    assert_int_equal(fread(text, 1, sizeof text - 1, f), strlen(expected));
    (void)fclose(f);
    assert_string_equal(text, expected);
}

// What became of the files of a set; `spoil` makes the second one fail.
static void write_set(bool spoil, assay_status wanted)
{
    static const char *const names[] = {"one", NULL, "two"};
    assay_output *outputs[3] = {NULL, NULL, NULL};
    assay_output_set set = {names, outputs, 3, NULL};
    assay_arena arena = {NULL};
    assay_error err;
    assert_int_equal(assay_output_set_open(&set, directory, &arena, &err),
                     ASSAY_OK);
    assert_null(outputs[1]);
    assay_output_text(outputs[0], "1");
    assay_output_text(outputs[2], "2");
    const struct rlimit small = {0, RLIM_INFINITY};
    const struct rlimit any = {RLIM_INFINITY, RLIM_INFINITY};
    if (spoil) {
        // The first is on the disk already when nothing more may be written.
        assert_int_equal(assay_output_finish(outputs[0], &err), ASSAY_OK);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    }
    assert_int_equal(assay_output_set_commit(&set, &err), wanted);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &any), 0);
    assay_output_set_abandon(&set);
    assay_arena_end(&arena);
}

static void a_set_appears_whole_or_not_at_all(void **state)
{
    (void)state;
    struct stat about;
    write_set(true, ASSAY_EWRITE);
    assert_int_equal(stat(directory, &about), -1);
    write_set(false, ASSAY_OK);
    check_file(one, "1");
    check_file(two, "2");
    put_file(one, "old");
    write_set(true, ASSAY_EWRITE);
    check_file(one, "old");
    check_file(two, "2");
}

// What a failure of opening leaves, where the folder was there and where not.
static void a_file_that_cannot_start(void **state)
{
    (void)state;
    static const char *const names[] = {"one", "two/three"};
    assay_output *outputs[2] = {NULL, NULL};
    assay_output_set set = {names, outputs, 2, NULL};
    assay_arena arena = {NULL};
    assay_error err;
    struct stat about;
    for (int i = 0; i < 2; i++) {
        if (i) assert_int_equal(mkdir(directory, 0777), 0);
        assert_int_equal(assay_output_set_open(&set, directory, &arena, &err),
                         ASSAY_EWRITE);
        assay_output_set_abandon(&set);
        assert_int_equal(stat(directory, &about), i ? 0 : -1);
        assert_int_equal(stat(one, &about), -1);
    }
    assert_int_equal(rmdir(directory), 0); // it is empty
    put_file(directory, "a file");
    assert_int_equal(assay_output_set_open(&set, directory, &arena, &err),
                     ASSAY_EWRITE);
    assert_string_equal(err.reason, "this is no folder: name another one");
    assert_int_equal(unlink(directory), 0);
    assay_arena_end(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_that_cannot_start),
        cmocka_unit_test(a_set_appears_whole_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
