// SPDX-License-Identifier: Apache-2.0
/// Scores in the reference arithmetic of search.h, block by block. Compiled
/// once for each instruction set from exact.inc; all give the same bits.
#ifndef SEARCH_EXACT_H
#define SEARCH_EXACT_H

#include <stdbool.h>
#include <stddef.h>

enum { ASSAY_LANES = 16, ASSAY_EXACT_MAX = 3 };

/// Rows that lie one behind the other.
typedef struct assay_exact_rows {
    const float *values;
    size_t count;
} assay_exact_rows;

/// A table of kernels; all give the same scores, bit for bit. Rows are
/// prepared (prepare.h): `stride` values, a multiple of 16, at any alignment.
/// Scores are clean (no -0). Under `l2` a score is the negative distance.
typedef struct assay_exact {
    const char *name; ///< "c", "avx2", "avx512"
    /// scores[i * b.count + j] of row i of `a` and row j of `b`.
    void (*block)(assay_exact_rows a, assay_exact_rows b, size_t stride,
                  bool l2, float *scores);
    /// scores[i] of rows a[i] and b[i].
    void (*pairs)(const float *const *a, const float *const *b, size_t n,
                  size_t stride, bool l2, float *scores);
} assay_exact;

/// The tables that this processor can run, plain C first; returns how many.
size_t assay_exact_find(const assay_exact *found[ASSAY_EXACT_MAX]);

/// The table called `name`, the best for NULL; "vnni" means "avx512", which is
/// as good for float32. NULL if there is none.
const assay_exact *assay_exact_choose(const char *name);

extern const assay_exact assay_exact_c;
#if defined ASSAY_HAVE_X86_KERNELS
extern const assay_exact assay_exact_avx2;
extern const assay_exact assay_exact_avx512;
#endif

#endif
