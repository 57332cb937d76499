// SPDX-License-Identifier: Apache-2.0
/// A folder of a test's own: made before it, gone with all that lies in it
/// after it, also where the test program is told to stop.
#ifndef UNIT_FOLDER_H
#define UNIT_FOLDER_H

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATH = 64, LARGE = 1 << 22 };

/// Its path, while a test has one.
static char folder[PATH];
/// What read_file() read last, ended by a zero byte.
static char bytes[LARGE];

/// The path of a file in it; overwritten by the next call.
static inline const char *path_of(const char *name)
{
    static char path[PATH + 256];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

/// Only calls that a signal may interrupt: another program does the work.
static inline void stopped_by(int signal_number)
{
    const pid_t child = fork();
    if (child == 0) {
        (void)execl("/bin/rm", "rm", "-rf", folder, (char *)NULL);
        _exit(1);
    }
    (void)waitpid(child, NULL, 0);
    (void)signal(signal_number, SIG_DFL);
    (void)raise(signal_number);
}

/// A setup of cmocka.
static inline int make_folder(void **state)
{
    static const int ends[] = {SIGHUP, SIGINT, SIGTERM};
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/assay-test-XXXXXX");
    if (!mkdtemp(folder)) return -1;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        (void)signal(ends[i], stopped_by);
    return 0;
}

/// A teardown of cmocka: the files in it and itself. It holds no folders.
static inline int drop_folder(void **state)
{
    (void)state;
    DIR *all = opendir(folder);
    if (!all) return -1;
    for (const struct dirent *e; (e = readdir(all));)
        (void)unlink(path_of(e->d_name));
    (void)closedir(all);
    return rmdir(folder);
}

/// How many files are in it.
static inline size_t files_there(void)
{
    size_t count = 0;
    DIR *all = opendir(folder);
    assert_non_null(all);
    for (const struct dirent *e; (e = readdir(all));)
        count += e->d_name[0] != '.' || strlen(e->d_name) > 2;
    (void)closedir(all);
    return count;
}

/// Reads a file of it into `bytes`; how long it is.
static inline size_t read_file(const char *name)
{
    FILE *file = fopen(path_of(name), "rb");
    assert_non_null(file);
    const size_t n = fread(bytes, 1, sizeof bytes - 1, file);
    assert_true(n < sizeof bytes - 1);
    assert_int_equal(fclose(file), 0);
    bytes[n] = '\0';
    return n;
}

#endif
