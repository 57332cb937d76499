// SPDX-License-Identifier: Apache-2.0
/// The one door to the heap.
#ifndef BASE_ALLOC_H
#define BASE_ALLOC_H

#include <stdbool.h>
#include <stddef.h>

/// Zeroed memory for `head` bytes and `n` things of `each` bytes behind them;
/// NULL when there is none or the sum overflows. Ended by assay_free(). Large
/// zeroed tables cost memory only where they are touched.
void *assay_new(size_t head, size_t n, size_t each);

/// As assay_new(), but keeps what `*p` holds (an earlier result of the two, or
/// NULL) and does not zero what is new. On failure returns false and leaves
/// `*p` as it was.
bool assay_grow(void *p, size_t n, size_t each);

/// Says that `n` bytes at `p` (from one of the two) will be touched all over in
/// random order: where they are many, larger pages are asked for, which spares
/// most of the time that finding a page takes. A wish; nothing can fail.
void assay_scattered(void *p, size_t n);

/// Frees; NULL is allowed.
void assay_free(void *p);

/// Declares a local that `end` cleans up on every way out of its scope.
#define ASSAY_AUTO(end) __attribute__((cleanup(end)))

/// For ASSAY_AUTO on any pointer: frees what the local points to.
void assay_drop(void *pointer_to_local);

#endif
