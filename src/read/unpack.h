// SPDX-License-Identifier: Apache-2.0
/// gzip (RFC 1952) and zstd (RFC 8878) streams, a piece at a time. Several
/// members or frames behind one another are one stream.
#ifndef READ_UNPACK_H
#define READ_UNPACK_H

#include "base/fail.h"

#include <stddef.h>

/// How a file is packed.
typedef enum assay_packing {
    ASSAY_PLAIN,
    ASSAY_GZIP,
    ASSAY_ZSTD
} assay_packing;

/// Opaque; ended by assay_unpack_free().
typedef struct assay_unpack assay_unpack;

/// Where a step reads from and writes to.
typedef struct assay_unpack_step {
    const unsigned char *in; ///< packed bytes, `in_size` of them
    size_t in_size;
    size_t used; ///< set: how many of them were taken
    void *out;   ///< room for `out_size` bytes
    size_t out_size;
    size_t made; ///< set: how many were written
} assay_unpack_step;

/// What the first `n` bytes of a file say.
assay_packing assay_packing_of(const unsigned char *head, size_t n);

/// A new stream of this packing, not ASSAY_PLAIN.
assay_status assay_unpack_new(assay_packing packing, assay_unpack **out,
                              assay_error *err);
/// Unpacks as much as input and room allow. The failure has no position.
assay_status assay_unpack_run(assay_unpack *unpack, assay_unpack_step *step,
                              assay_error *err);
/// Whether the input may end here: a member has ended and none has begun.
bool assay_unpack_may_end(const assay_unpack *unpack);
/// The failure of an input that ends where it may not.
assay_status assay_unpack_cut(const assay_unpack *unpack, assay_error *err);
/// Frees; NULL is allowed.
void assay_unpack_free(assay_unpack *unpack);

#endif
