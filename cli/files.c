// SPDX-License-Identifier: Apache-2.0
// What can be known of files before an hour of work is spent on them.
#include "bind.h"

#include "say.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_input(const cli_given *given)
{
    return given->option->kind == CLI_INPUT || given->option->kind == CLI_SET ||
           cli_option_is_word(given->option);
}

static bool is_output(const cli_given *given)
{
    return given->option->kind == CLI_OUTPUT;
}

static bool is_stream(const cli_given *given)
{
    return given->value && strcmp(given->value, "-") == 0;
}

static bool is_same_file(const cli_given *a, const cli_given *b)
{
    struct stat one, other;
    if (strcmp(a->value, b->value) == 0) return true;
    if (stat(a->value, &one) != 0 || stat(b->value, &other) != 0) return false;
    return S_ISREG(one.st_mode) && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

static int check_streams(const cli_task *task)
{
    int in = 0, out = 0;
    for (size_t i = 0; i < task->givens.count; i++) {
        const cli_given *given = &task->givens.items[i];
        in += is_input(given) && is_stream(given);
        out += is_output(given) && is_stream(given);
        if (in > 1)
            return cli_bad_value(task, given, 1,
                                 "standard input can be read once");
        if (out > 1)
            return cli_bad_value(task, given, 1,
                                 "standard output can take one output");
    }
    return CLI_DONE;
}

// An output against everything given before it and after it.
static int check_others(const cli_task *task, const cli_given *output)
{
    for (size_t i = 0; i < task->givens.count; i++) {
        const cli_given *other = &task->givens.items[i];
        const size_t length = strlen(output->value);
        if (other == output || (!is_input(other) && !is_output(other)))
            continue;
        if (is_stream(other) || !is_same_file(output, other)) continue;
        if (is_input(other))
            return cli_bad_value(task, output, length,
                                 "this is an input; name another file");
        if (other > output)
            return cli_bad_value(task, output, length,
                                 "this is the name of two outputs");
    }
    return CLI_DONE;
}

static int refuse(const char *path, const char *why)
{
    (void)fprintf(stderr, "%s: can't be written: %s\n", path, why);
    return CLI_NOT_DONE;
}

static int check_folder(const cli_task *task, const char *path)
{
    struct stat about;
    const char *slash = strrchr(path, '/');
    const size_t length = slash ? (size_t)(slash - path) + 1 : 0;
    const char *folder = slash ? cli_heap_copy(task->heap, path, length) : ".";
    if (stat(path, &about) == 0 && !S_ISREG(about.st_mode)) {
        if (S_ISDIR(about.st_mode))
            return refuse(path, "this is a folder: name a file in it");
        return CLI_DONE;
    }
    if (access(folder, W_OK | X_OK) != 0) return refuse(path, strerror(errno));
    return CLI_DONE;
}

int cli_check_files(const cli_task *task)
{
    int status = check_streams(task);
    for (size_t i = 0; i < task->givens.count && status == CLI_DONE; i++) {
        const cli_given *given = &task->givens.items[i];
        if (!is_output(given) || is_stream(given)) continue;
        status = check_others(task, given);
        if (status == CLI_DONE) status = check_folder(task, given->value);
    }
    return status;
}
