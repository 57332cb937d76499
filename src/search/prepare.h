// SPDX-License-Identifier: Apache-2.0
/// Rows of a matrix as the kernels take them.
#ifndef SEARCH_PREPARE_H
#define SEARCH_PREPARE_H

#include "assay/templates.h"
#include "base/matrix.h"

/// Values of a prepared row: `dimensions` rounded up to a multiple of 16.
size_t assay_prepare_stride(uint32_t dimensions);

/// Rows `first` .. `first + n - 1`. lost[i] (counted from row `first`; NULL:
/// none) were not acquired.
typedef struct assay_prepare_span {
    uint64_t first;
    size_t n;
    const uint8_t *lost;
} assay_prepare_span;

/// Reads the rows of a span, makes float32 of them, divides them
/// by their norm under ASSAY_COSINE, and writes them to `out`, `n` times the
/// stride, zeros behind each. Rows that are lost become zeros. Refuses, with
/// row and byte, a NaN, an infinity, a norm of zero under cosine, one above
/// 2^62 under the others.
///
/// The norm is the root of a sum of squares in double: lane l of 16 sums
/// values l, l + 16, ... in this order; lanes are added as those of a score
/// are (search.h). Each value is divided in double and rounded to float32
/// once. Conversions from the other types are exact. Keeps no state: any number
/// of threads may call it.
assay_status assay_prepare_rows(const assay_matrix *matrix, assay_metric metric,
                                const assay_prepare_span *span, float *out,
                                assay_error *err);

#endif
