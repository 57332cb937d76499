// SPDX-License-Identifier: Apache-2.0
/// A matrix of templates wherever it lies: a row a sample, read by whoever
/// searches, in any order and from several threads at once.
#ifndef BASE_MATRIX_H
#define BASE_MATRIX_H

#include "base/fail.h"

#include <stddef.h>

/// What a value is; its bytes are those of this machine.
typedef enum assay_value_type {
    ASSAY_VALUE_F32, ///< 4 bytes
    ASSAY_VALUE_F16, ///< 2 bytes, IEEE binary16
    ASSAY_VALUE_I8,  ///< 1 byte
    ASSAY_VALUE_U8   ///< 1 byte
} assay_value_type;

/// A matrix. Whoever made it keeps what stands behind it alive.
typedef struct assay_matrix {
    const char *name; ///< the path as it was given, for errors
    uint64_t rows;
    uint32_t dimensions; ///< values of a row, at least 1
    assay_value_type type;
    uint64_t start; ///< byte of the first value in the file, for errors;
                    ///< UINT64_MAX: not in one piece (HDF5 chunks)
    void *context;  ///< handed to `read`
    /// Reads rows `first` .. `first + count - 1` as they lie, one behind the
    /// other. Safe from several threads. A file cut short meanwhile is a
    /// failure with its byte.
    assay_status (*read)(void *context, uint64_t first, size_t count, void *to,
                         assay_error *err);
} assay_matrix;

/// Bytes of a value.
static inline size_t assay_value_size(assay_value_type type)
{
    return type == ASSAY_VALUE_F32 ? 4 : type == ASSAY_VALUE_F16 ? 2 : 1;
}

#endif
