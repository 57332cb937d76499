// SPDX-License-Identifier: Apache-2.0
// Files read, files written whole or not at all, and the spool; with disks
// that are full and folders that can't be written.
#include "base/file.h"
#include "base/output.h"
#include "base/spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/assay-test-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    (void)signal(SIGPIPE, SIG_IGN);
    return mkdtemp(folder) ? 0 : -1;
}

static const char *in_folder(const char *name)
{
    static char path[4][PATH_MAX];
    static unsigned next;
    char *to = path[next++ % 4];
    (void)snprintf(to, PATH_MAX, "%s/%s", folder, name);
    return to;
}

// How many names the folder holds; removes them when asked to.
static unsigned names_in_folder(bool remove)
{
    unsigned n = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *d = readdir(dir); d; d = readdir(dir)) {
        if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0)
            continue;
        if (remove) (void)unlink(in_folder(d->d_name));
        n++;
    }
    (void)closedir(dir);
    return n;
}

static int empty_folder(void **state)
{
    (void)state;
    (void)names_in_folder(true);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static void put_file(const char *path, const void *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static void check_file(const char *path, const char *expected)
{
    char text[4096] = "";
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    const size_t size = fread(text, 1, sizeof text - 1, f);
    (void)fclose(f);
    assert_int_equal(size, strlen(expected));
    assert_string_equal(text, expected);
}

static void a_file_is_read_in_blocks(void **state)
{
    (void)state;
    const char *path = in_folder("in");
    assay_file *file = NULL;
    assay_error err;
    char text[8] = "";
    size_t got = 0;
    put_file(path, "abcdefghij", 10);
    assert_int_equal(assay_file_open(path, &file, &err), ASSAY_OK);
    assert_int_equal(assay_file_size(file), 10);
    assert_true(assay_file_can_rewind(file));
    assert_string_equal(assay_file_path(file), path);
    assert_int_equal(assay_file_read(file, text, 6, &got, &err), ASSAY_OK);
    assert_int_equal(got, 6);
    assert_memory_equal(text, "abcdef", 6);
    assert_int_equal(assay_file_read(file, text, 6, &got, &err), ASSAY_OK);
    assert_int_equal(got, 4);
    assert_memory_equal(text, "ghij", 4);
    assert_int_equal(assay_file_read(file, text, 6, &got, &err), ASSAY_OK);
    assert_int_equal(got, 0);
    assert_int_equal(assay_file_seek(file, 8, &err), ASSAY_OK);
    assert_int_equal(assay_file_read(file, text, 6, &got, &err), ASSAY_OK);
    assert_int_equal(got, 2);
    assert_int_equal(assay_file_seek(file, UINT64_MAX, &err), ASSAY_EREAD);
    assay_file_close(file);
    assay_file_close(NULL);
}

static void a_file_cut_short_ends_early(void **state)
{
    (void)state;
    const char *path = in_folder("in");
    assay_file *file = NULL;
    assay_error err;
    char text[16] = "";
    size_t got = 0;
    put_file(path, "abcdefghij", 10);
    assert_int_equal(assay_file_open(path, &file, &err), ASSAY_OK);
    assert_int_equal(truncate(path, 3), 0);
    assert_int_equal(assay_file_read(file, text, 10, &got, &err), ASSAY_OK);
    assert_int_equal(got, 3); // less than assay_file_size() said
    assert_int_equal(assay_file_size(file), 10);
    assay_file_close(file);
}

static void what_cannot_be_opened_says_so(void **state)
{
    (void)state;
    assay_file *file = NULL;
    assay_error err;
    const char *path = in_folder("none");
    assert_int_equal(assay_file_open(path, &file, &err), ASSAY_EREAD);
    assert_null(file);
    assert_string_equal(err.file, path);
    assert_string_equal(err.reason,
                        "can't be opened: No such file or directory");
    assert_int_equal(assay_file_open(folder, &file, &err), ASSAY_EREAD);
    assert_null(file);
    assert_string_equal(err.reason, "this is a folder: name a file in it");
}

// Standard input is a pipe, or a file that stands at its third byte.
static void standard_input(void **state)
{
    (void)state;
    const char *path = in_folder("in");
    assay_file *file = NULL;
    assay_error err;
    char text[16] = "";
    size_t got = 0;
    int ends[2];
    const int saved = dup(STDIN_FILENO);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "abc", 3), 3);
    (void)close(ends[1]);
    assert_true(dup2(ends[0], STDIN_FILENO) == STDIN_FILENO);
    (void)close(ends[0]);
    assert_int_equal(assay_file_open("-", &file, &err), ASSAY_OK);
    assert_false(assay_file_can_rewind(file));
    assert_int_equal(assay_file_size(file), 0);
    assert_int_equal(assay_file_read(file, text, 9, &got, &err), ASSAY_OK);
    assert_int_equal(got, 3);
    assert_int_equal(assay_file_seek(file, 0, &err), ASSAY_EREAD);
    assay_file_close(file);

    put_file(path, "abcdef", 6);
    const int fd = open(path, O_RDONLY);
    assert_true(fd >= 0 && lseek(fd, 2, SEEK_SET) == 2);
    assert_true(dup2(fd, STDIN_FILENO) == STDIN_FILENO);
    (void)close(fd);
    assert_int_equal(assay_file_open("-", &file, &err), ASSAY_OK);
    assert_int_equal(assay_file_size(file), 4);
    assert_int_equal(assay_file_seek(file, 1, &err), ASSAY_OK);
    assert_int_equal(assay_file_read(file, text, 9, &got, &err), ASSAY_OK);
    assert_int_equal(got, 3);
    assert_memory_equal(text, "def", 3);
    assay_file_close(file);
    if (saved >= 0) {
        (void)dup2(saved, STDIN_FILENO);
        (void)close(saved);
    }
}

static void an_output_appears_at_the_commit(void **state)
{
    (void)state;
    const char *path = in_folder("out");
    assay_output *output = NULL;
    assay_error err;
    char longer[2000];
    put_file(path, "old", 3);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(assay_output_open(path, &output, &err), ASSAY_OK);
    assay_output_text(output, "a,");
    assay_output_double(output, 0.5, 0);
    assay_output_format(output, ",%d,", 7);
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    assay_output_format(output, "%s", longer);
    check_file(path, "old");
    assert_int_equal(assay_output_commit(output, &err), ASSAY_OK);
    char expected[2100];
    (void)snprintf(expected, sizeof expected, "a,0.5,7,%s", longer);
    check_file(path, expected);
    assert_int_equal(names_in_folder(false), 1);
    struct stat about;
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0640);
}

static void large_outputs_are_whole(void **state)
{
    (void)state;
    enum { N = 300000 };
    const char *path = in_folder("out");
    assay_output *output = NULL;
    assay_error err;
    char *block = malloc(N);
    assert_non_null(block);
    memset(block, 'y', N);
    assert_int_equal(assay_output_open(path, &output, &err), ASSAY_OK);
    for (size_t n = 1; n < N; n = n * 3 + 1)
        assay_output_bytes(output, block, n);
    assay_output_bytes(output, block, 0);
    assert_int_equal(assay_output_commit(output, &err), ASSAY_OK);
    size_t total = 0;
    for (size_t n = 1; n < N; n = n * 3 + 1) total += n;
    struct stat about;
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_size, total);
    free(block);
}

static void an_abandoned_output_leaves_nothing(void **state)
{
    (void)state;
    const char *path = in_folder("out");
    assay_output *output = NULL;
    assay_error err;
    assert_int_equal(assay_output_open(path, &output, &err), ASSAY_OK);
    assay_output_text(output, "half");
    assay_output_abandon(output);
    assert_int_equal(names_in_folder(false), 0);
    put_file(path, "old", 3);
    assert_int_equal(assay_output_open(path, &output, &err), ASSAY_OK);
    assay_output_text(output, "half");
    assay_output_abandon(output);
    assay_output_abandon(NULL);
    check_file(path, "old");
    assert_int_equal(names_in_folder(false), 1);
}

static void a_link_stays_a_link(void **state)
{
    (void)state;
    const char *target = in_folder("target"), *link = in_folder("link");
    assay_output *output = NULL;
    assay_error err;
    struct stat about;
    put_file(target, "old", 3);
    assert_int_equal(symlink("target", link), 0);
    assert_int_equal(assay_output_open(link, &output, &err), ASSAY_OK);
    assay_output_text(output, "new");
    assert_int_equal(assay_output_commit(output, &err), ASSAY_OK);
    check_file(target, "new");
    assert_int_equal(lstat(link, &about), 0);
    assert_true(S_ISLNK(about.st_mode));
}

static void outputs_that_cannot_be(void **state)
{
    (void)state;
    assay_output *output = NULL;
    assay_error err;
    char longer[PATH_MAX + 10];
    const char *path = in_folder("none/out");
    assert_int_equal(assay_output_open(path, &output, &err), ASSAY_EWRITE);
    assert_null(output);
    assert_string_equal(err.file, path);
    assert_string_equal(err.reason,
                        "can't be written: No such file or directory");
    assert_int_equal(assay_output_open(folder, &output, &err), ASSAY_EWRITE);
    assert_string_equal(err.reason, "this is a folder: name a file in it");
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    assert_int_equal(assay_output_open(longer, &output, &err), ASSAY_EWRITE);
    assert_int_equal(assay_output_open("", &output, &err), ASSAY_EWRITE);
    assert_null(output);
}

// As a user who may not write: root may write anywhere.
static int try_without_rights(void)
{
    assay_output *output = NULL;
    assay_error err;
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) return 77;
    if (assay_output_open(in_folder("new"), &output, &err) != ASSAY_EWRITE)
        return 1;
    if (assay_output_open(in_folder("old"), &output, &err) != ASSAY_EWRITE)
        return 2;
    if (!strstr(err.reason, "Permission denied")) return 3;
    return output ? 4 : 0;
}

static void a_folder_without_rights(void **state)
{
    (void)state;
    int status = 0;
    put_file(in_folder("old"), "old", 3);
    assert_int_equal(chmod(in_folder("old"), 0444), 0);
    assert_int_equal(chmod(folder, 0555), 0);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) _exit(try_without_rights());
    assert_true(waitpid(child, &status, 0) == child);
    assert_int_equal(chmod(folder, 0755), 0);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77) skip();
    assert_int_equal(WEXITSTATUS(status), 0);
    check_file(in_folder("old"), "old");
}

static void a_full_device(void **state)
{
    (void)state;
    assay_output *output = NULL;
    assay_error err;
    static const char block[100000];
    if (access("/dev/full", W_OK) != 0) skip();
    assert_int_equal(assay_output_open("/dev/full", &output, &err), ASSAY_OK);
    assay_output_text(output, "x");
    assert_int_equal(assay_output_commit(output, &err), ASSAY_EWRITE);
    assert_string_equal(err.file, "/dev/full");
    assert_string_equal(err.reason,
                        "can't be written: No space left on device");
    assert_int_equal(assay_output_open("/dev/full", &output, &err), ASSAY_OK);
    assay_output_bytes(output, block, sizeof block);
    assay_output_text(output, "more");
    assert_int_equal(assay_output_commit(output, &err), ASSAY_EWRITE);
    assert_int_equal(assay_output_open("/dev/null", &output, &err), ASSAY_OK);
    assay_output_bytes(output, block, sizeof block);
    assert_int_equal(assay_output_commit(output, &err), ASSAY_OK);
    struct stat about;
    assert_int_equal(stat("/dev/null", &about), 0);
    assert_true(S_ISCHR(about.st_mode));
}

static void standard_output_without_a_reader(void **state)
{
    (void)state;
    int ends[2];
    assay_output *output = NULL;
    assay_error err;
    (void)fflush(stdout);
    const int saved = dup(STDOUT_FILENO);
    assert_int_equal(pipe(ends), 0);
    (void)close(ends[0]);
    (void)dup2(ends[1], STDOUT_FILENO);
    (void)close(ends[1]);
    const assay_status opened = assay_output_open("-", &output, &err);
    if (opened == ASSAY_OK) assay_output_text(output, "nobody reads this");
    const assay_status status =
        opened == ASSAY_OK ? assay_output_commit(output, &err) : opened;
    (void)dup2(saved, STDOUT_FILENO);
    (void)close(saved);
    assert_int_equal(status, ASSAY_EWRITE);
    assert_string_equal(err.file, "standard output");
    assert_string_equal(err.reason, "can't be written: Broken pipe");
}

static void a_name_for_others_to_fill(void **state)
{
    (void)state;
    char temporary[PATH_MAX];
    assay_error err;
    const char *path = in_folder("r.assay");
    assert_int_equal(
        assay_output_temporary(path, temporary, sizeof temporary, &err),
        ASSAY_OK);
    put_file(temporary, "whole", 5);
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(assay_output_rename(temporary, path, &err), ASSAY_OK);
    check_file(path, "whole");
    assert_int_equal(
        assay_output_temporary(path, temporary, sizeof temporary, &err),
        ASSAY_OK);
    assert_int_equal(names_in_folder(false), 2);
    assay_output_unlink(temporary);
    assert_int_equal(names_in_folder(false), 1);
    assert_int_equal(assay_output_rename(temporary, path, &err), ASSAY_EWRITE);
    check_file(path, "whole");
}

static void a_name_that_cannot_be_given(void **state)
{
    (void)state;
    static const char *const bad[] = {"-", "/dev/null", "/none/such/file"};
    char temporary[PATH_MAX];
    assay_error err;
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(
            assay_output_temporary(bad[i], temporary, sizeof temporary, &err),
            ASSAY_EWRITE);
        assert_string_equal(temporary, "");
        assay_output_unlink(temporary);
    }
    assert_int_equal(
        assay_output_temporary(in_folder("r.assay"), temporary, 9, &err),
        ASSAY_EWRITE);
    assert_int_equal(names_in_folder(false), 0);
}

// Byte `i` of what the spool is filled with.
static unsigned char byte_at(uint64_t i)
{
    return (unsigned char)(i * 0x9E3779B97F4A7C15u >> 56);
}

static void fill(assay_spool *spool, uint64_t total, size_t part)
{
    assay_error err;
    unsigned char *bytes = malloc(part);
    assert_non_null(bytes);
    for (uint64_t i = 0; i < total; i += part) {
        const size_t n = total - i < part ? (size_t)(total - i) : part;
        for (size_t k = 0; k < n; k++) bytes[k] = byte_at(i + k);
        assert_int_equal(assay_spool_add(spool, bytes, n, &err), ASSAY_OK);
    }
    assert_int_equal(assay_spool_size(spool), total);
    free(bytes);
}

static void check_part(assay_spool *spool, uint64_t offset, size_t n)
{
    assay_error err;
    unsigned char *bytes = malloc(n ? n : 1);
    assert_non_null(bytes);
    assert_int_equal(assay_spool_read(spool, offset, bytes, n, &err), ASSAY_OK);
    for (size_t k = 0; k < n; k++)
        if (bytes[k] != byte_at(offset + k))
            fail_msg("byte %llu differs", (unsigned long long)(offset + k));
    free(bytes);
}

enum { MIB = 1 << 20 };

static void a_spool_gives_back_what_it_got(void **state)
{
    (void)state;
    static const struct {
        uint64_t total;
        size_t part;
    } cases[] = {{0, 1},
                 {1000, 7},
                 {16 * MIB, 4096},
                 {16 * MIB + 1, 65536},
                 {17 * MIB, 1000003},
                 {20 * MIB + 77, 3 * MIB + 1},
                 {19 * MIB, 19 * MIB}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const uint64_t total = cases[i].total;
        assay_spool *spool = NULL;
        assay_error err;
        char one = 0;
        assert_int_equal(
            assay_spool_new(folder, ASSAY_SPOOL_MEMORY, &spool, &err),
            ASSAY_OK);
        fill(spool, total, cases[i].part);
        check_part(spool, 0, (size_t)total);
        check_part(spool, total / 2, (size_t)(total / 3));
        if (total > 17 * MIB) check_part(spool, 16 * MIB - 5, 10);
        if (total > 1000) check_part(spool, total - 1000, 1000);
        assert_int_equal(assay_spool_read(spool, total, &one, 1, &err),
                         ASSAY_EREAD);
        assert_int_equal(assay_spool_read(spool, UINT64_MAX, &one, 1, &err),
                         ASSAY_EREAD);
        assert_int_equal(names_in_folder(false), 0);
        assay_spool_free(spool);
    }
    assay_spool_free(NULL);
}

static void a_spool_without_a_folder(void **state)
{
    (void)state;
    assay_spool *spool = NULL;
    assay_error err;
    char *block = calloc(16 * MIB, 1);
    const char *path = in_folder("none");
    assert_non_null(block);
    assert_int_equal(assay_spool_new(path, ASSAY_SPOOL_MEMORY, &spool, &err),
                     ASSAY_OK);
    assert_int_equal(assay_spool_add(spool, block, 16 * MIB, &err), ASSAY_OK);
    assert_int_equal(assay_spool_add(spool, block, 1, &err), ASSAY_EWRITE);
    assert_string_equal(err.file, path);
    assert_non_null(strstr(err.reason, "--spool"));
    assay_spool_free(spool);
    free(block);
}

// A disk of 8 MiB, mounted where nobody else sees it.
static int fill_a_small_disk(void)
{
    assay_spool *spool = NULL;
    assay_error err;
    static const char block[MIB];
    int i = 0;
    const char *disk = in_folder("disk");
    if (unshare(CLONE_NEWNS) != 0) return 77;
    if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return 77;
    if (mount("none", disk, "tmpfs", 0, "size=8m") != 0) return 77;
    if (assay_spool_new(disk, ASSAY_SPOOL_MEMORY, &spool, &err) != ASSAY_OK)
        return 1;
    while (i < 40 && assay_spool_add(spool, block, MIB, &err) == ASSAY_OK) i++;
    if (i < 16 || i > 25) return 2;
    if (err.status != ASSAY_EWRITE) return 3;
    if (!strstr(err.reason, "at least 9437184 bytes")) return 4;
    if (!strstr(err.reason, "--spool")) return 5;
    if (!strstr(err.reason, "No space left on device")) return 6;
    assay_spool_free(spool);
    assay_output *output = NULL;
    char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "%s/out", disk);
    if (assay_output_open(path, &output, &err) != ASSAY_OK) return 7;
    for (i = 0; i < 10; i++) assay_output_bytes(output, block, MIB);
    if (assay_output_commit(output, &err) != ASSAY_EWRITE) return 8;
    return rmdir(disk) == 0 || errno == EBUSY ? 0 : 9;
}

static void a_full_disk(void **state)
{
    (void)state;
    int status = 0;
    assert_int_equal(mkdir(in_folder("disk"), 0755), 0);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) _exit(fill_a_small_disk());
    assert_true(waitpid(child, &status, 0) == child);
    assert_int_equal(rmdir(in_folder("disk")), 0);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77) skip();
    assert_int_equal(WEXITSTATUS(status), 0);
}

#define TEST(name) cmocka_unit_test_teardown(name, empty_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_is_read_in_blocks),
        TEST(a_file_cut_short_ends_early),
        TEST(what_cannot_be_opened_says_so),
        TEST(standard_input),
        TEST(an_output_appears_at_the_commit),
        TEST(large_outputs_are_whole),
        TEST(an_abandoned_output_leaves_nothing),
        TEST(a_link_stays_a_link),
        TEST(outputs_that_cannot_be),
        TEST(a_folder_without_rights),
        TEST(a_full_device),
        TEST(standard_output_without_a_reader),
        TEST(a_name_for_others_to_fill),
        TEST(a_name_that_cannot_be_given),
        TEST(a_spool_gives_back_what_it_got),
        TEST(a_spool_without_a_folder),
        TEST(a_full_disk),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
