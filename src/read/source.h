// SPDX-License-Identifier: Apache-2.0
/// The bytes of an input: plain, gzip or zstd (by their first bytes),
/// decompressed in blocks, digested as they lie in the file.
#ifndef READ_SOURCE_H
#define READ_SOURCE_H

#include "assay/status.h"
#include "base/digest.h"
#include "base/fail.h"

#include <stddef.h>

/// Opaque; ended by assay_source_close().
typedef struct assay_source assay_source;

/// Opens `path` ("-": standard input). With `digest`, a BLAKE2b-256 of the raw
/// bytes is worked out once, on the first run through; `threads` > 1 lets a
/// thread do it. `watch` (or NULL) is told raw bytes done of the file's size.
assay_status assay_source_open(const char *path, bool digest, unsigned threads,
                               const assay_watch *watch, assay_source **out,
                               assay_error *err);
/// Up to `n` decompressed bytes; fewer only at the end. A truncated or damaged
/// stream is ASSAY_EINPUT with its raw byte. Concatenated members are one
/// stream; trailing garbage is refused.
assay_status assay_source_read(assay_source *source, void *to, size_t n,
                               size_t *got, assay_error *err);
/// The next up to `n` decompressed bytes without taking them; lives until the
/// next read. n at most ASSAY_HEAD_BYTES (1 << 16).
assay_status assay_source_peek(assay_source *source, size_t n,
                               const unsigned char **head, size_t *got,
                               assay_error *err);
/// Whether the source is plain and can be read again.
bool assay_source_can_rewind(const assay_source *source);
/// Goes to decompressed byte `offset`; only where assay_source_can_rewind().
assay_status assay_source_seek(assay_source *source, uint64_t offset,
                               assay_error *err);
/// Decompressed bytes taken so far: where a binary reader is.
uint64_t assay_source_offset(const assay_source *source);
/// Size of a plain regular file; 0 when not known.
uint64_t assay_source_size(const assay_source *source);
/// Raw bytes read in all.
uint64_t assay_source_raw_bytes(const assay_source *source);
/// The digest, once the end was reached; NULL if none was asked for.
const char *assay_source_digest(assay_source *source);
const char *assay_source_path(const assay_source *source);
/// Closes; NULL is allowed.
void assay_source_close(assay_source *source);

#endif
