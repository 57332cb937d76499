// SPDX-License-Identifier: Apache-2.0
// A file is written under a temporary name in the folder where it will be,
// synced and renamed. What is no regular file (a device, a pipe) is written
// as it stands. A symbolic link stays one: the file it leads to is replaced.
#include "base/output.h"

#include "base/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 1 << 16, TRIES = 100 };

struct assay_output {
    int fd;
    int failed; // errno of the first failure; 0: none
    size_t used;
    char target[PATH_MAX];    // where it will be, links resolved
    char temporary[PATH_MAX]; // "": written as it stands
    char buffer[BUFFER];
    char path[]; // as the caller named it
};

// What stands at the path now.
typedef struct place {
    bool special;          // not a regular file: written as it stands
    mode_t mode;           // 0: nothing is there
    char target[PATH_MAX]; // links resolved
} place;

static assay_status fail_to_write(assay_error *err, const char *path)
{
    return assay_fail_system(err, ASSAY_EWRITE, path, "can't be written");
}

static assay_status look_at(const char *path, place *to, assay_error *err)
{
    struct stat about;
    memset(to, 0, sizeof *to);
    if (!path[0] || strlen(path) >= sizeof to->target) {
        errno = path[0] ? ENAMETOOLONG : ENOENT;
        return fail_to_write(err, path);
    }
    memcpy(to->target, path, strlen(path) + 1);
    if (stat(path, &about) != 0)
        return errno == ENOENT ? ASSAY_OK : fail_to_write(err, path);
    if (S_ISDIR(about.st_mode)) {
        assay_fail(err, ASSAY_EWRITE, "this is a folder: name a file in it");
        return assay_fail_at(err, path, 0);
    }
    if (access(path, W_OK) != 0) return fail_to_write(err, path);
    to->mode = about.st_mode & 0777;
    to->special = !S_ISREG(about.st_mode);
    if (to->special || realpath(path, to->target)) return ASSAY_OK;
    return fail_to_write(err, path);
}

static uint64_t random_bits(void)
{
    uint64_t bits = 0;
    struct timespec now = {0};
    if (getrandom(&bits, sizeof bits, GRND_NONBLOCK) == (ssize_t)sizeof bits)
        return bits;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_nsec << 32 ^ (uint64_t)getpid();
}

// Makes an empty file of a new name beside `target`; -1 with errno.
static int make_beside(const char *target, char *name, size_t size)
{
    const char *slash = strrchr(target, '/');
    const int folder = slash ? (int)(slash - target) + 1 : 0;
    for (int i = 0; i < TRIES; i++) {
        const unsigned long long bits = random_bits();
        const int length =
            snprintf(name, size, "%.*s.assay-%016llx", folder, target, bits);
        if (length < 0 || (size_t)length >= size) {
            errno = ENAMETOOLONG;
            return -1;
        }
        const int fd =
            open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 || (errno != EEXIST && errno != EINTR)) return fd;
    }
    return -1;
}

static assay_status open_place(assay_output *output, const place *at,
                               assay_error *err)
{
    memcpy(output->target, at->target, sizeof output->target);
    if (at->special) {
        output->fd = open(output->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    } else {
        output->fd = make_beside(output->target, output->temporary,
                                 sizeof output->temporary);
        if (output->fd < 0)
            output->temporary[0] = '\0';
        else if (at->mode)
            (void)fchmod(output->fd, at->mode);
    }
    return output->fd < 0 ? fail_to_write(err, output->path) : ASSAY_OK;
}

static assay_status open_path(assay_output *output, assay_error *err)
{
    place at;
    if (strcmp(output->path, "-") == 0) {
        output->fd = STDOUT_FILENO;
        return ASSAY_OK;
    }
    ASSAY_TRY(look_at(output->path, &at, err));
    return open_place(output, &at, err);
}

assay_status assay_output_open(const char *path, assay_output **out,
                               assay_error *err)
{
    const size_t length = strlen(path) + 1;
    assay_output *output = assay_new(sizeof *output, length, 1);
    *out = NULL;
    if (!output) return assay_fail_memory(err, "an output file");
    memcpy(output->path, path, length);
    output->fd = -1;
    const assay_status status = open_path(output, err);
    if (status == ASSAY_OK)
        *out = output;
    else
        assay_output_abandon(output);
    return status;
}

static void write_all(assay_output *output, const char *bytes, size_t n)
{
    while (n && !output->failed) {
        const ssize_t part = write(output->fd, bytes, n);
        if (part >= 0) {
            bytes += part;
            n -= (size_t)part;
        } else if (errno == EAGAIN) {
            struct pollfd wait = {.fd = output->fd, .events = POLLOUT};
            (void)poll(&wait, 1, -1);
        } else if (errno != EINTR) {
            output->failed = errno;
        }
    }
}

static void flush(assay_output *output)
{
    write_all(output, output->buffer, output->used);
    output->used = 0;
}

void assay_output_bytes(assay_output *output, const void *bytes, size_t n)
{
    if (n > BUFFER - output->used) flush(output);
    if (n >= BUFFER) {
        write_all(output, bytes, n);
    } else if (n) {
        memcpy(output->buffer + output->used, bytes, n);
        output->used += n;
    }
}

void assay_output_text(assay_output *output, const char *text)
{
    assay_output_bytes(output, text, strlen(text));
}

__attribute__((format(printf, 2, 0))) static void
format_long(assay_output *output, const char *format, va_list args, size_t n)
{
    char *text = assay_new(1, n, 1);
    if (!text) {
        if (!output->failed) output->failed = ENOMEM;
        return;
    }
    (void)vsnprintf(text, n + 1, format, args);
    assay_output_bytes(output, text, n);
    assay_free(text);
}

void assay_output_format(assay_output *output, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    const int length = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (length < 0) {
        if (!output->failed) output->failed = errno;
    } else if ((size_t)length < sizeof text) {
        assay_output_bytes(output, text, (size_t)length);
    } else {
        va_start(args, format);
        format_long(output, format, args, (size_t)length);
        va_end(args);
    }
}

void assay_output_double(assay_output *output, double value, int digits)
{
    char text[32];
    const size_t length = assay_print_double(value, digits, text);
    assay_output_bytes(output, text, length);
}

bool assay_output_failed(const assay_output *output)
{
    return output->failed != 0;
}

// Closes; a file that is to be renamed is on the disk before.
static void close_file(assay_output *output)
{
    const int fd = output->fd;
    output->fd = -1;
    if (fd < 0) return; // already
    if (output->temporary[0] && !output->failed && fsync(fd) != 0 &&
        errno != EINVAL)
        output->failed = errno;
    if (fd <= STDERR_FILENO) return;
    if (close(fd) != 0 && errno != EINTR && !output->failed)
        output->failed = errno;
}

static assay_status tell_failure(const assay_output *output, assay_error *err)
{
    const bool stream = strcmp(output->path, "-") == 0;
    if (!output->failed) return ASSAY_OK;
    errno = output->failed;
    return fail_to_write(err, stream ? "standard output" : output->path);
}

assay_status assay_output_finish(assay_output *output, assay_error *err)
{
    flush(output);
    close_file(output);
    return tell_failure(output, err);
}

assay_status assay_output_commit(assay_output *output, assay_error *err)
{
    assay_status status = assay_output_finish(output, err);
    if (status == ASSAY_OK && output->temporary[0]) {
        if (rename(output->temporary, output->target) == 0)
            output->temporary[0] = '\0';
        else
            output->failed = errno;
        status = tell_failure(output, err);
    }
    assay_output_abandon(output);
    return status;
}

void assay_output_abandon(assay_output *output)
{
    if (!output) return;
    if (output->fd > STDERR_FILENO) (void)close(output->fd);
    if (output->temporary[0]) (void)unlink(output->temporary);
    assay_free(output);
}

// As look_at(), for a file that has to have a name and be a regular one.
static assay_status look_at_file(const char *path, place *at, assay_error *err)
{
    const bool named = strcmp(path, "-") != 0;
    if (named) ASSAY_TRY(look_at(path, at, err));
    if (named && !at->special) return ASSAY_OK;
    assay_fail(err, ASSAY_EWRITE,
               "this output needs a regular file: give it a name");
    return assay_fail_at(err, path, 0);
}

assay_status assay_output_temporary(const char *path, char *temporary,
                                    size_t size, assay_error *err)
{
    place at = {0};
    temporary[0] = '\0';
    ASSAY_TRY(look_at_file(path, &at, err));
    const int fd = make_beside(at.target, temporary, size);
    if (fd < 0) {
        temporary[0] = '\0';
        return fail_to_write(err, path);
    }
    if (at.mode) (void)fchmod(fd, at.mode);
    (void)close(fd);
    return ASSAY_OK;
}

// Brings what other code wrote under this name to the disk.
static bool sync_file(const char *name)
{
    const int fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    const bool good = fsync(fd) == 0 || errno == EINVAL;
    const int code = errno;
    (void)close(fd);
    errno = code;
    return good;
}

assay_status assay_output_rename(const char *temporary, const char *path,
                                 assay_error *err)
{
    place at = {0};
    ASSAY_TRY(look_at_file(path, &at, err));
    if (sync_file(temporary) && rename(temporary, at.target) == 0)
        return ASSAY_OK;
    return fail_to_write(err, path);
}

void assay_output_unlink(const char *temporary)
{
    if (temporary[0]) (void)unlink(temporary);
}

void assay_output_field(assay_output *out, assay_slice field)
{
    bool plain = true;
    for (size_t i = 0; i < field.length; i++)
        if (strchr(",\"\r\n", field.text[i])) plain = false;
    if (plain) {
        assay_output_bytes(out, field.text, field.length);
        return;
    }
    assay_output_text(out, "\"");
    for (size_t i = 0; i < field.length; i++) {
        if (field.text[i] == '"') assay_output_text(out, "\"");
        assay_output_bytes(out, &field.text[i], 1);
    }
    assay_output_text(out, "\"");
}
