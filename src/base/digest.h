// SPDX-License-Identifier: Apache-2.0
/// BLAKE2b-256 of a stream, worked out on a thread of its own while the caller
/// does something else with the same bytes.
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

/// Length of the digest in hexadecimal, without the 0 behind it.
enum { ASSAY_DIGEST_HEX = 64 };

/// BLAKE2b-128 of `n` bytes at once, for telling many things apart.
enum { ASSAY_DIGEST_SHORT = 16 };
void assay_digest_short(const void *bytes, size_t n,
                        unsigned char digest[ASSAY_DIGEST_SHORT]);

/// Opaque.
typedef struct assay_digest assay_digest;

/// Starts one; with `threaded` a thread does the work. NULL without memory.
assay_digest *assay_digest_new(bool threaded);
/// Adds bytes; returns as soon as they are copied or hashed, so the caller may
/// reuse its buffer.
void assay_digest_add(assay_digest *digest, const void *bytes, size_t n);
/// Ends it and writes the digest; `digest` may then only be freed.
void assay_digest_end(assay_digest *digest, char hex[ASSAY_DIGEST_HEX + 1]);
/// Frees; NULL is allowed; waits for the thread.
void assay_digest_free(assay_digest *digest);

#endif
