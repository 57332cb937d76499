// SPDX-License-Identifier: Apache-2.0
// Three places, one behind the other:
//
//     memory | file | buffer (1 MiB), on its way to the file
#include "base/spool.h"

#include "base/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BUFFER = 1 << 20 };

static const char name_of_file[] = "/assay-spool-XXXXXX";

struct assay_spool {
    int fd;       // -1: everything is in memory
    size_t room;  // bytes of memory
    char *memory; // touched as it is filled
    size_t in_memory;
    uint64_t in_file;
    char *buffer;
    size_t in_buffer;
    char directory[];
};

assay_status assay_spool_new(const char *directory, size_t memory,
                             assay_spool **out, assay_error *err)
{
    const size_t length = strlen(directory) + 1;
    assay_spool *spool = assay_new(sizeof *spool, length, 1);
    *out = NULL;
    if (!spool) return assay_fail_memory(err, "the spool");
    memcpy(spool->directory, directory, length);
    spool->fd = -1;
    spool->room = memory;
    spool->memory = assay_new(0, memory, 1);
    if (!spool->memory) {
        assay_spool_free(spool);
        return assay_fail_memory(err, "the spool");
    }
    *out = spool;
    return ASSAY_OK;
}

// A file that has no name, or had one for an instant; -1 with errno.
static int open_unnamed(const char *directory)
{
    int fd = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0) return fd;
    const size_t length = strlen(directory);
    char *path = assay_new(sizeof name_of_file, length, 1);
    if (!path) return -1;
    memcpy(path, directory, length);
    memcpy(path + length, name_of_file, sizeof name_of_file);
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0) (void)unlink(path);
    assay_free(path);
    return fd;
}

static assay_status go_to_disk(assay_spool *spool, assay_error *err)
{
    if (!spool->buffer) spool->buffer = assay_new(0, BUFFER, 1);
    if (!spool->buffer) return assay_fail_memory(err, "the spool");
    if (spool->fd < 0) spool->fd = open_unnamed(spool->directory);
    if (spool->fd >= 0) return ASSAY_OK;
    return assay_fail_system(
        err, ASSAY_EWRITE, spool->directory,
        "no file can be made here for what is read twice; choose another "
        "folder with --spool");
}

// What the disk refused; `more` bytes were about to be written.
static assay_status fail_to_write(const assay_spool *spool, size_t more,
                                  assay_error *err)
{
    char text[160];
    const uint64_t needed = spool->in_file + more;
    (void)snprintf(text, sizeof text,
                   "what is read twice needs at least %llu bytes here so far; "
                   "choose a larger folder with --spool",
                   (unsigned long long)needed);
    return assay_fail_system(err, ASSAY_EWRITE, spool->directory, text);
}

static assay_status write_file(assay_spool *spool, const char *bytes, size_t n,
                               assay_error *err)
{
    size_t done = 0;
    while (done < n) {
        const off_t at = (off_t)(spool->in_file + done);
        const ssize_t part = pwrite(spool->fd, bytes + done, n - done, at);
        if (part < 0 && errno == EINTR) continue;
        if (part < 0) return fail_to_write(spool, n, err);
        done += (size_t)part;
    }
    spool->in_file += n;
    return ASSAY_OK;
}

static assay_status flush(assay_spool *spool, assay_error *err)
{
    ASSAY_TRY(write_file(spool, spool->buffer, spool->in_buffer, err));
    spool->in_buffer = 0;
    return ASSAY_OK;
}

static assay_status add_to_disk(assay_spool *spool, const char *bytes, size_t n,
                                assay_error *err)
{
    ASSAY_TRY(go_to_disk(spool, err));
    if (n > BUFFER - spool->in_buffer) ASSAY_TRY(flush(spool, err));
    if (n >= BUFFER) return write_file(spool, bytes, n, err);
    memcpy(spool->buffer + spool->in_buffer, bytes, n);
    spool->in_buffer += n;
    return ASSAY_OK;
}

assay_status assay_spool_add(assay_spool *spool, const void *bytes, size_t n,
                             assay_error *err)
{
    const char *from = bytes;
    const size_t room = spool->room - spool->in_memory;
    const size_t first = n < room ? n : room;
    if (first) memcpy(spool->memory + spool->in_memory, from, first);
    spool->in_memory += first;
    if (first == n) return ASSAY_OK;
    return add_to_disk(spool, from + first, n - first, err);
}

uint64_t assay_spool_size(const assay_spool *spool)
{
    return spool->in_memory + spool->in_file + spool->in_buffer;
}

// Reads from the file up to `n` bytes; how many is in `*got`.
static assay_status read_file(const assay_spool *spool, uint64_t offset,
                              char *to, size_t n, assay_error *err)
{
    size_t done = 0;
    while (done < n) {
        const ssize_t part =
            pread(spool->fd, to + done, n - done, (off_t)(offset + done));
        if (part < 0 && errno == EINTR) continue;
        if (part == 0) errno = EIO;
        if (part <= 0)
            return assay_fail_system(err, ASSAY_EREAD, spool->directory,
                                     "the spool can't be read again");
        done += (size_t)part;
    }
    return ASSAY_OK;
}

// How much of `n` bytes at `offset` lies in a place of `size` bytes.
static size_t part_in(uint64_t offset, size_t n, uint64_t size)
{
    if (offset >= size) return 0;
    return n < size - offset ? n : (size_t)(size - offset);
}

assay_status assay_spool_read(const assay_spool *spool, uint64_t offset,
                              void *to, size_t n, assay_error *err)
{
    char *place = to;
    const uint64_t size = assay_spool_size(spool);
    if (offset > size || n > size - offset)
        return assay_fail(err, ASSAY_EREAD,
                          "the spool ends before what was asked of it");
    size_t part = part_in(offset, n, spool->in_memory);
    if (part) memcpy(place, spool->memory + offset, part);
    place += part;
    offset += part;
    n -= part;
    if (!n) return ASSAY_OK;
    offset -= spool->in_memory;
    part = part_in(offset, n, spool->in_file);
    ASSAY_TRY(read_file(spool, offset, place, part, err));
    if (n == part) return ASSAY_OK;
    memcpy(place + part, spool->buffer + (offset + part - spool->in_file),
           n - part);
    return ASSAY_OK;
}

void assay_spool_free(assay_spool *spool)
{
    if (!spool) return;
    if (spool->fd >= 0) (void)close(spool->fd);
    assay_free(spool->memory);
    assay_free(spool->buffer);
    assay_free(spool);
}
