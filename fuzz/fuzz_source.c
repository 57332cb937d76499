// SPDX-License-Identifier: Apache-2.0
// Any bytes as a plain, gzip or zstd file: the same comes out whatever is
// asked for at a time, and whether it was looked at before.
#include "fuzz_help.h"

#include "read/source.h"

enum { MOST = 4 << 20 }; // of what a small file may unpack to

static uint64_t drain(assay_source *source, size_t step, bool peek, bool *most,
                      assay_error *err)
{
    static char bytes[1 << 16];
    uint64_t sum = 0;
    size_t total = 0;
    for (;;) {
        const unsigned char *head = NULL;
        size_t seen = 0;
        size_t got = 0;
        if (peek && assay_source_peek(source, step, &head, &seen, err))
            return fuzz_error(err, sum);
        if (assay_source_read(source, bytes, step, &got, err))
            return fuzz_error(err, sum);
        fuzz_require(got <= step);
        if (peek) fuzz_require(seen == got);
        sum = fuzz_mix(sum, bytes, got);
        total += got;
        fuzz_require(assay_source_offset(source) == total);
        if (got < step || total >= MOST) break;
    }
    *most = total >= MOST;
    if (*most) return 0;
    const char *digest = assay_source_digest(source);
    fuzz_require(digest && strlen(digest) == 64);
    return fuzz_mix(sum, digest, 64);
}

// What came of reading; of a failure only how it failed, since one that is
// met while looking comes before the bytes in front of it.
typedef struct outcome {
    uint64_t sum;
    bool failed;
    bool most; // there was more than MOST: not compared
} outcome;

static outcome read_source(const char *path, size_t step, bool peek)
{
    outcome out = {0};
    assay_source *source = NULL;
    assay_error err = {0};
    if (assay_source_open(path, true, 1, NULL, &source, &err) == ASSAY_OK)
        out.sum = drain(source, step, peek, &out.most, &err);
    out.failed = err.status != ASSAY_OK;
    if (out.failed) out.sum = fuzz_error(&err, 0);
    assay_source_close(source);
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const fuzz_file file = fuzz_open(data, size);
    const size_t step = 1 + size % 4093;
    const outcome whole = read_source(file.path, 1 << 16, false);
    const outcome parts = read_source(file.path, step, false);
    const outcome peeked = read_source(file.path, step, true);
    if (!whole.most && !parts.most && !peeked.most) {
        fuzz_require(whole.failed == parts.failed);
        fuzz_require(whole.failed == peeked.failed);
        fuzz_require(whole.sum == parts.sum && whole.sum == peeked.sum);
    }
    fuzz_close(file);
    return 0;
}
