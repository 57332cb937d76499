// SPDX-License-Identifier: Apache-2.0
#include "search/checkpoint.h"

#include "base/alloc.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/output.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

enum {
    DIGEST_AT = 8,
    SHARD_AT = 40,
    TILES_AT = 56,
    SIZE_AT = 64,
    HEAD = 72,
    SEAL = ASSAY_DIGEST_HEX
};

static const char magic[] = "ASSAYCP1";

static void put64(unsigned char *to, uint64_t value)
{
    for (unsigned i = 0; i < 8; i++) to[i] = (unsigned char)(value >> 8 * i);
}

static uint64_t get64(const unsigned char *from)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < 8; i++) value |= (uint64_t)from[i] << 8 * i;
    return value;
}

static bool seal(const unsigned char *head, const unsigned char *packed,
                 size_t size, char hex[SEAL + 1])
{
    assay_digest *digest = assay_digest_new(false);
    if (!digest) return false;
    assay_digest_add(digest, head, HEAD);
    assay_digest_add(digest, packed, size);
    assay_digest_end(digest, hex);
    assay_digest_free(digest);
    return true;
}

assay_status assay_checkpoint_write(const char *path,
                                    const assay_checkpoint *head,
                                    const assay_found *found, assay_error *err)
{
    unsigned char bytes[HEAD];
    char hex[SEAL + 1];
    ASSAY_AUTO(assay_drop) unsigned char *packed = NULL;
    assay_output *output = NULL;
    size_t size = 0;
    ASSAY_TRY(assay_found_pack(found, &packed, &size, err));
    memcpy(bytes, magic, DIGEST_AT);
    memcpy(bytes + DIGEST_AT, head->digest, sizeof head->digest);
    put64(bytes + SHARD_AT, head->shard);
    put64(bytes + SHARD_AT + 8, head->shards);
    put64(bytes + TILES_AT, head->tiles);
    put64(bytes + SIZE_AT, size);
    if (!seal(bytes, packed, size, hex))
        return assay_fail_memory(err, "a checkpoint");
    ASSAY_TRY(assay_output_open(path, &output, err));
    assay_output_bytes(output, bytes, HEAD);
    assay_output_bytes(output, packed, size);
    assay_output_bytes(output, hex, SEAL);
    return assay_output_commit(output, err);
}

static assay_status refuse(assay_error *err, const char *path,
                           const char *reason)
{
    assay_fail(err, ASSAY_EINPUT, "%s", reason);
    return assay_fail_at(err, path, 0);
}

static assay_status damaged(assay_error *err, const char *path, uint64_t byte)
{
    assay_fail(err, ASSAY_EINPUT,
               "the checkpoint is damaged: search again without it");
    return assay_fail_byte(err, path, byte);
}

static assay_status read_file(assay_file *file, const char *path,
                              unsigned char **bytes, size_t *size,
                              assay_error *err)
{
    const uint64_t all = assay_file_size(file);
    size_t got = 0;
    if (all < HEAD + SEAL || all > SIZE_MAX / 2) return damaged(err, path, all);
    *bytes = assay_new(0, (size_t)all, 1);
    if (!*bytes) return assay_fail_memory(err, "a checkpoint");
    ASSAY_TRY(assay_file_read(file, *bytes, (size_t)all, &got, err));
    *size = got;
    return got == all ? ASSAY_OK : damaged(err, path, got);
}

static assay_status read_path(const char *path, unsigned char **bytes,
                              size_t *size, assay_error *err)
{
    assay_file *file = NULL;
    if (access(path, F_OK) != 0 && errno == ENOENT)
        return refuse(err, path,
                      "there is no checkpoint to go on from: search without "
                      "resuming");
    ASSAY_TRY(assay_file_open(path, &file, err));
    const assay_status status = read_file(file, path, bytes, size, err);
    assay_file_close(file);
    return status;
}

static assay_status check(const char *path, const unsigned char *bytes,
                          size_t size, const assay_checkpoint *head,
                          assay_error *err)
{
    char hex[SEAL + 1];
    if (memcmp(bytes, magic, DIGEST_AT) != 0)
        return refuse(err, path, "this is no checkpoint of a search");
    const uint64_t packed = get64(bytes + SIZE_AT);
    if (packed != size - HEAD - SEAL) return damaged(err, path, SIZE_AT);
    if (!seal(bytes, bytes + HEAD, (size_t)packed, hex))
        return assay_fail_memory(err, "a checkpoint");
    if (memcmp(bytes + HEAD + packed, hex, SEAL) != 0)
        return damaged(err, path, HEAD + packed);
    if (memcmp(bytes + DIGEST_AT, head->digest, sizeof head->digest) != 0)
        return refuse(err, path,
                      "this checkpoint is of other inputs or other options");
    if (get64(bytes + SHARD_AT) != head->shard ||
        get64(bytes + SHARD_AT + 8) != head->shards)
        return refuse(err, path, "this checkpoint is of another shard");
    return ASSAY_OK;
}

assay_status assay_checkpoint_read(const char *path, assay_checkpoint *head,
                                   assay_found **out, assay_error *err)
{
    ASSAY_AUTO(assay_drop) unsigned char *bytes = NULL;
    size_t size = 0;
    *out = NULL;
    ASSAY_TRY(read_path(path, &bytes, &size, err));
    assert(bytes);
    ASSAY_TRY(check(path, bytes, size, head, err));
    head->tiles = get64(bytes + TILES_AT);
    const assay_status status =
        assay_found_unpack(bytes + HEAD, size - HEAD - SEAL, out, err);
    if (status != ASSAY_EINPUT) return status;
    return damaged(err, path, HEAD + err->byte);
}
