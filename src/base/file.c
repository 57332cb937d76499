// SPDX-License-Identifier: Apache-2.0
#include "base/file.h"

#include "base/alloc.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_AT_ONCE = 1 << 30 };

struct assay_file {
    int fd;
    bool regular;
    uint64_t size;
    off_t start; // where byte 0 is: standard input may stand further on
    char path[];
};

// Opens a path, or lends standard input; -1 with errno.
static int open_path(const char *path)
{
    int fd = -1;
    if (strcmp(path, "-") == 0) return STDIN_FILENO;
    do fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    while (fd < 0 && errno == EINTR);
    return fd;
}

static assay_status look_at(assay_file *file, assay_error *err)
{
    struct stat about;
    if (fstat(file->fd, &about) != 0)
        return assay_fail_system(err, ASSAY_EREAD, file->path, "can't be read");
    if (S_ISDIR(about.st_mode)) {
        assay_fail(err, ASSAY_EREAD, "this is a folder: name a file in it");
        return assay_fail_at(err, file->path, 0);
    }
    file->regular = S_ISREG(about.st_mode);
    if (!file->regular) return ASSAY_OK;
    file->start = lseek(file->fd, 0, SEEK_CUR);
    if (file->start < 0) file->start = 0;
    if (about.st_size > file->start)
        file->size = (uint64_t)(about.st_size - file->start);
    (void)posix_fadvise(file->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    return ASSAY_OK;
}

assay_status assay_file_open(const char *path, assay_file **out,
                             assay_error *err)
{
    const size_t length = strlen(path) + 1;
    *out = NULL;
    assay_file *file = assay_new(sizeof *file, length, 1);
    if (!file) return assay_fail_memory(err, "an input file");
    memcpy(file->path, path, length);
    file->fd = open_path(path);
    if (file->fd < 0) {
        assay_fail_system(err, ASSAY_EREAD, path, "can't be opened");
        assay_free(file);
        return err->status;
    }
    const assay_status status = look_at(file, err);
    if (status == ASSAY_OK)
        *out = file;
    else
        assay_file_close(file);
    return status;
}

// One read() that waits as long as it takes; -1 with errno.
static ssize_t read_some(int fd, char *to, size_t n)
{
    for (;;) {
        const ssize_t got = read(fd, to, n < MOST_AT_ONCE ? n : MOST_AT_ONCE);
        if (got >= 0) return got;
        if (errno == EAGAIN) {
            struct pollfd wait = {.fd = fd, .events = POLLIN};
            (void)poll(&wait, 1, -1);
        } else if (errno != EINTR) {
            return -1;
        }
    }
}

assay_status assay_file_read(assay_file *file, void *to, size_t n, size_t *got,
                             assay_error *err)
{
    *got = 0;
    while (*got < n) {
        const ssize_t part = read_some(file->fd, (char *)to + *got, n - *got);
        if (part < 0)
            return assay_fail_system(err, ASSAY_EREAD, file->path,
                                     "can't be read");
        if (part == 0) break;
        *got += (size_t)part;
    }
    return ASSAY_OK;
}

bool assay_file_can_rewind(const assay_file *file)
{
    return file->regular;
}

assay_status assay_file_seek(assay_file *file, uint64_t offset,
                             assay_error *err)
{
    const off_t most = (off_t)(UINT64_MAX >> 1);
    errno = EINVAL;
    if (offset <= (uint64_t)(most - file->start) &&
        lseek(file->fd, file->start + (off_t)offset, SEEK_SET) >= 0)
        return ASSAY_OK;
    return assay_fail_system(err, ASSAY_EREAD, file->path,
                             "can't be read again");
}

// One pread(); -1 with errno. Byte 0 of the file may be further on.
static ssize_t read_some_at(const assay_file *file, uint64_t offset, char *to,
                            size_t n)
{
    const off_t most = (off_t)(UINT64_MAX >> 1);
    ssize_t got = -1;
    if (offset > (uint64_t)(most - file->start)) return 0;
    const off_t at = file->start + (off_t)offset;
    do got = pread(file->fd, to, n < MOST_AT_ONCE ? n : MOST_AT_ONCE, at);
    while (got < 0 && errno == EINTR);
    return got;
}

assay_status assay_file_read_at(const assay_file *file, uint64_t offset,
                                void *to, size_t n, size_t *got,
                                assay_error *err)
{
    *got = 0;
    while (*got < n) {
        const ssize_t part =
            read_some_at(file, offset + *got, (char *)to + *got, n - *got);
        if (part < 0)
            return assay_fail_system(err, ASSAY_EREAD, file->path,
                                     "can't be read");
        if (part == 0) break;
        *got += (size_t)part;
    }
    return ASSAY_OK;
}

uint64_t assay_file_size(const assay_file *file)
{
    return file->size;
}

const char *assay_file_path(const assay_file *file)
{
    return file->path;
}

void assay_file_close(assay_file *file)
{
    if (!file) return;
    if (file->fd > STDERR_FILENO) (void)close(file->fd);
    assay_free(file);
}
