// SPDX-License-Identifier: Apache-2.0
#include "read/source.h"

#include "base/alloc.h"
#include "base/file.h"
#include "read/comparisons.h"
#include "read/unpack.h"

#include <string.h>

enum {
    HEAD = ASSAY_HEAD_BYTES,
    TICK_BYTES = 1 << 20 // raw bytes between two words to the watch
};

// Bytes on their way:
//
//     file -> [packed -> unpack ->] ahead -> the reader
//
// `ahead` holds what was looked at and not yet taken; when it is empty, bytes
// go straight to the reader.
struct assay_source {
    assay_file *file;
    const assay_watch *watch;
    assay_unpack *unpack;  // NULL: plain
    unsigned char *packed; // HEAD bytes; NULL: plain
    size_t packed_begin, packed_end;
    unsigned char *ahead; // HEAD bytes
    size_t ahead_begin, ahead_end;
    bool full;            // the unpacker stopped for want of room
    uint64_t offset;      // decompressed bytes taken
    uint64_t raw;         // where in the file the next raw byte is
    uint64_t raw_most;    // the furthest `raw` ever was
    uint64_t raw_told;    // what the watch knows
    bool complete;        // the end was reached at raw_most
    assay_digest *digest; // NULL: none, or done
    char hex[ASSAY_DIGEST_HEX + 1];
};

static assay_status tell(assay_source *source, assay_error *err)
{
    if (source->raw - source->raw_told < TICK_BYTES &&
        source->raw > source->raw_told)
        return ASSAY_OK;
    source->raw_told = source->raw;
    return assay_go_on(source->watch, "reading", source->raw,
                       assay_file_size(source->file), err);
}

static assay_status refuse_change(assay_source *source, assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT,
               "the file changed while it was read: start again when nothing "
               "writes to it");
    return assay_fail_byte(err, assay_source_path(source), source->raw);
}

static void drop_digest(assay_source *source)
{
    assay_digest_free(source->digest);
    source->digest = NULL;
}

// The end of the file, perhaps not for the first time.
static assay_status end(assay_source *source, assay_error *err)
{
    if (source->raw < source->raw_most) return refuse_change(source, err);
    source->complete = true;
    if (source->digest) assay_digest_end(source->digest, source->hex);
    drop_digest(source);
    return ASSAY_OK;
}

// Counts and digests `n` raw bytes that were read, each once.
static assay_status took_raw(assay_source *source, const unsigned char *bytes,
                             size_t n, assay_error *err)
{
    // Where bytes were left out there is no digest of the whole.
    if (source->raw > source->raw_most) drop_digest(source);
    const uint64_t after = source->raw + n;
    if (after > source->raw_most) {
        if (source->complete) return refuse_change(source, err);
        const uint64_t fresh = source->digest ? after - source->raw_most : 0;
        if (fresh)
            assay_digest_add(source->digest, bytes + (n - fresh),
                             (size_t)fresh);
        source->raw_most = after;
    }
    source->raw = after;
    return tell(source, err);
}

static assay_status read_raw(assay_source *source, void *to, size_t n,
                             size_t *got, assay_error *err)
{
    ASSAY_TRY(assay_file_read(source->file, to, n, got, err));
    ASSAY_TRY(took_raw(source, to, *got, err));
    return *got < n ? end(source, err) : ASSAY_OK;
}

static assay_status fail_packed(const assay_source *source, assay_error *err)
{
    const size_t left = source->packed_end - source->packed_begin;
    return assay_fail_byte(err, assay_source_path(source), source->raw - left);
}

// Reads packed bytes; `*over` when there are no more.
static assay_status refill(assay_source *source, bool *over, assay_error *err)
{
    source->packed_begin = source->packed_end = 0;
    ASSAY_TRY(read_raw(source, source->packed, HEAD, &source->packed_end, err));
    *over = source->packed_end == 0;
    if (!*over || assay_unpack_may_end(source->unpack)) return ASSAY_OK;
    assay_unpack_cut(source->unpack, err);
    return fail_packed(source, err);
}

static assay_status unpack_some(assay_source *source, unsigned char *to,
                                size_t n, size_t *made, assay_error *err)
{
    assay_unpack_step step = {
        .in = source->packed + source->packed_begin,
        .in_size = source->packed_end - source->packed_begin,
        .out = to,
        .out_size = n,
    };
    const assay_status status = assay_unpack_run(source->unpack, &step, err);
    source->packed_begin += step.used;
    if (status != ASSAY_OK) return fail_packed(source, err);
    source->full = step.made == n;
    *made = step.made;
    return ASSAY_OK;
}

static assay_status read_packed(assay_source *source, unsigned char *to,
                                size_t n, size_t *got, assay_error *err)
{
    bool over = false;
    *got = 0;
    while (*got < n) {
        const bool pending =
            source->full && !assay_unpack_may_end(source->unpack);
        if (source->packed_begin == source->packed_end && !pending)
            ASSAY_TRY(refill(source, &over, err));
        if (over) break;
        size_t made = 0;
        ASSAY_TRY(unpack_some(source, to + *got, n - *got, &made, err));
        *got += made;
    }
    return ASSAY_OK;
}

static assay_status produce(assay_source *source, unsigned char *to, size_t n,
                            size_t *got, assay_error *err)
{
    *got = 0;
    if (!n) return ASSAY_OK;
    return source->unpack ? read_packed(source, to, n, got, err)
                          : read_raw(source, to, n, got, err);
}

// Reads the first bytes and sets up what they ask for.
static assay_status begin(assay_source *source, assay_error *err)
{
    source->ahead = assay_new(0, HEAD, 1);
    if (!source->ahead) return assay_fail_memory(err, "reading");
    ASSAY_TRY(read_raw(source, source->ahead, HEAD, &source->ahead_end, err));
    const assay_packing packing =
        assay_packing_of(source->ahead, source->ahead_end);
    if (packing == ASSAY_PLAIN) return ASSAY_OK;
    source->packed = source->ahead;
    source->packed_end = source->ahead_end;
    source->ahead_end = 0;
    source->ahead = assay_new(0, HEAD, 1);
    if (!source->ahead) return assay_fail_memory(err, "reading");
    return assay_unpack_new(packing, &source->unpack, err);
}

static assay_status open_file(assay_source *source, const char *path,
                              assay_error *err)
{
    ASSAY_TRY(assay_file_open(path, &source->file, err));
    return begin(source, err);
}

assay_status assay_source_open(const char *path, bool digest, unsigned threads,
                               const assay_watch *watch, assay_source **out,
                               assay_error *err)
{
    *out = NULL;
    assay_source *source = assay_new(sizeof *source, 0, 0);
    if (!source) return assay_fail_memory(err, "reading");
    source->watch = watch;
    if (digest) source->digest = assay_digest_new(threads > 1);
    const assay_status status = digest && !source->digest
                                    ? assay_fail_memory(err, "the digest")
                                    : open_file(source, path, err);
    if (status != ASSAY_OK) {
        assay_source_close(source);
        return assay_fail_at(err, path, 0);
    }
    *out = source;
    return ASSAY_OK;
}

assay_status assay_source_read(assay_source *source, void *to, size_t n,
                               size_t *got, assay_error *err)
{
    const size_t left = source->ahead_end - source->ahead_begin;
    const size_t first = n < left ? n : left;
    size_t rest = 0;
    *got = 0;
    if (first) memcpy(to, source->ahead + source->ahead_begin, first);
    source->ahead_begin += first;
    source->offset += first;
    ASSAY_TRY(
        produce(source, (unsigned char *)to + first, n - first, &rest, err));
    source->offset += rest;
    *got = first + rest;
    return ASSAY_OK;
}

assay_status assay_source_peek(assay_source *source, size_t n,
                               const unsigned char **head, size_t *got,
                               assay_error *err)
{
    size_t left = source->ahead_end - source->ahead_begin;
    if (n > HEAD) n = HEAD;
    if (left < n) {
        size_t more = 0;
        memmove(source->ahead, source->ahead + source->ahead_begin, left);
        source->ahead_begin = 0;
        source->ahead_end = left;
        ASSAY_TRY(produce(source, source->ahead + left, n - left, &more, err));
        source->ahead_end += more;
        left += more;
    }
    *head = source->ahead + source->ahead_begin;
    *got = left < n ? left : n;
    return ASSAY_OK;
}

bool assay_source_can_rewind(const assay_source *source)
{
    return !source->unpack && assay_file_can_rewind(source->file);
}

assay_status assay_source_seek(assay_source *source, uint64_t offset,
                               assay_error *err)
{
    source->ahead_begin = source->ahead_end = 0;
    ASSAY_TRY(assay_file_seek(source->file, offset, err));
    source->raw = source->offset = offset;
    source->raw_told = offset;
    return ASSAY_OK;
}

uint64_t assay_source_offset(const assay_source *source)
{
    return source->offset;
}

uint64_t assay_source_size(const assay_source *source)
{
    return source->unpack ? 0 : assay_file_size(source->file);
}

uint64_t assay_source_raw_bytes(const assay_source *source)
{
    return source->raw_most;
}

const char *assay_source_digest(assay_source *source)
{
    return source->hex[0] ? source->hex : NULL;
}

const char *assay_source_path(const assay_source *source)
{
    return assay_file_path(source->file);
}

void assay_source_close(assay_source *source)
{
    if (!source) return;
    drop_digest(source);
    assay_unpack_free(source->unpack);
    assay_free(source->packed);
    assay_free(source->ahead);
    assay_file_close(source->file);
    assay_free(source);
}
