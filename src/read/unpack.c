// SPDX-License-Identifier: Apache-2.0
#include "read/unpack.h"

#include "base/alloc.h"

#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

enum { GZIP_BITS = 16 + 15 }; // zlib: a gzip header, the largest window

struct assay_unpack {
    assay_packing packing;
    bool open;    // `gzip` was set up
    bool between; // a member has ended and none has begun
    bool first;   // of the first member
    z_stream gzip;
    ZSTD_DStream *zstd;
    size_t in_frame; // bytes of the frame in hand that were taken
};

assay_packing assay_packing_of(const unsigned char *head, size_t n)
{
    static const unsigned char gzip[] = {0x1f, 0x8b};
    static const unsigned char zstd[] = {0x28, 0xb5, 0x2f, 0xfd};
    if (n >= sizeof gzip && memcmp(head, gzip, sizeof gzip) == 0)
        return ASSAY_GZIP;
    if (n >= sizeof zstd && memcmp(head, zstd, sizeof zstd) == 0)
        return ASSAY_ZSTD;
    // A skippable frame: 0x184D2A50 to 0x184D2A5F, little-endian.
    if (n >= 4 && (head[0] & 0xf0) == 0x50 && head[1] == 0x2a &&
        head[2] == 0x4d && head[3] == 0x18)
        return ASSAY_ZSTD;
    return ASSAY_PLAIN;
}

static const char *name_of(const assay_unpack *unpack)
{
    return unpack->packing == ASSAY_GZIP ? "gzip" : "zstd";
}

static bool start(assay_unpack *unpack)
{
    if (unpack->packing == ASSAY_GZIP)
        return unpack->open = inflateInit2(&unpack->gzip, GZIP_BITS) == Z_OK;
    unpack->zstd = ZSTD_createDStream();
    return unpack->zstd && !ZSTD_isError(ZSTD_initDStream(unpack->zstd));
}

assay_status assay_unpack_new(assay_packing packing, assay_unpack **out,
                              assay_error *err)
{
    *out = NULL;
    assay_unpack *unpack = assay_new(sizeof *unpack, 0, 0);
    if (!unpack) return assay_fail_memory(err, "unpacking");
    unpack->packing = packing;
    unpack->first = true;
    if (!start(unpack)) {
        assay_unpack_free(unpack);
        return assay_fail_memory(err, "unpacking");
    }
    *out = unpack;
    return ASSAY_OK;
}

static assay_status refuse_rest(const assay_unpack *unpack, assay_error *err)
{
    return assay_fail(err, ASSAY_EINPUT,
                      "the %s stream has ended and what follows is not %s: "
                      "something was appended; unpack the file and look",
                      name_of(unpack), name_of(unpack));
}

static assay_status refuse_damage(const assay_unpack *unpack, const char *why,
                                  assay_error *err)
{
    return assay_fail(err, ASSAY_EINPUT,
                      "damaged %s data (%s): get the file again",
                      name_of(unpack), why ? why : "no reason known");
}

static assay_status run_gzip(assay_unpack *unpack, assay_unpack_step *step,
                             assay_error *err)
{
    z_stream *z = &unpack->gzip;
    const uInt most = 1u << 30;
    const bool fresh = unpack->between;
    if (fresh) inflateReset(z);
    z->next_in = (z_const Bytef *)(uintptr_t)step->in;
    z->avail_in = step->in_size < most ? (uInt)step->in_size : most;
    z->next_out = step->out;
    z->avail_out = step->out_size < most ? (uInt)step->out_size : most;
    const int status = inflate(z, Z_NO_FLUSH);
    step->used = (size_t)(z->next_in - step->in);
    step->made = (size_t)(z->next_out - (Bytef *)step->out);
    if (status == Z_OK || status == Z_BUF_ERROR || status == Z_STREAM_END) {
        unpack->between = status == Z_STREAM_END;
        if (unpack->between) unpack->first = false;
        return ASSAY_OK;
    }
    if (status == Z_MEM_ERROR) return assay_fail_memory(err, "unpacking");
    // Nothing of a second member was understood: it isn't one.
    if (!unpack->first && z->total_out == 0 && z->total_in <= 10)
        return refuse_rest(unpack, err);
    return refuse_damage(unpack, z->msg, err);
}

static assay_status run_zstd(assay_unpack *unpack, assay_unpack_step *step,
                             assay_error *err)
{
    // A frame that lies whole in the buffer is unpacked in one go, by other
    // rules for its window. Its header comes byte by byte, so that what is
    // taken and what is refused don't depend on the room there is.
    enum { HEADER_MOST = 18 };
    const bool header = unpack->in_frame < HEADER_MOST && step->in_size;
    ZSTD_inBuffer in = {step->in, header ? 1 : step->in_size, 0};
    ZSTD_outBuffer out = {step->out, step->out_size, 0};
    const size_t status = ZSTD_decompressStream(unpack->zstd, &out, &in);
    step->used = in.pos;
    step->made = out.pos;
    if (!ZSTD_isError(status)) {
        unpack->between = status == 0;
        unpack->in_frame = status ? unpack->in_frame + in.pos : 0;
        if (unpack->between) unpack->first = false;
        return ASSAY_OK;
    }
    const ZSTD_ErrorCode code = ZSTD_getErrorCode(status);
    if (code == ZSTD_error_memory_allocation)
        return assay_fail_memory(err, "unpacking");
    if (code == ZSTD_error_frameParameter_windowTooLarge)
        return assay_fail(err, ASSAY_EINPUT,
                          "needs a window of more than 128 MiB to unpack: "
                          "unpack it with zstd -d --long=31 first");
    if (code == ZSTD_error_prefix_unknown && !unpack->first)
        return refuse_rest(unpack, err);
    // What else it says, checksums too, depends on the room it was given.
    return refuse_damage(unpack, "it can't be decoded", err);
}

assay_status assay_unpack_run(assay_unpack *unpack, assay_unpack_step *step,
                              assay_error *err)
{
    return unpack->packing == ASSAY_GZIP ? run_gzip(unpack, step, err)
                                         : run_zstd(unpack, step, err);
}

bool assay_unpack_may_end(const assay_unpack *unpack)
{
    return unpack->between;
}

assay_status assay_unpack_cut(const assay_unpack *unpack, assay_error *err)
{
    return assay_fail(err, ASSAY_EINPUT,
                      "the %s stream is cut short: get the whole file",
                      name_of(unpack));
}

void assay_unpack_free(assay_unpack *unpack)
{
    if (!unpack) return;
    if (unpack->open) inflateEnd(&unpack->gzip);
    ZSTD_freeDStream(unpack->zstd);
    assay_free(unpack);
}
