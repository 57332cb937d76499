// SPDX-License-Identifier: Apache-2.0
/// The header of a .npy file (NumPy format, versions 1 to 3).
///
///     \x93NUMPY | version | length | {'descr': ...} | values
#ifndef READ_NPY_H
#define READ_NPY_H

#include "base/fail.h"

#include <stddef.h>

/// What a header says. Values follow one another, last dimension fastest.
typedef struct assay_npy {
    char kind;           ///< 'b' bool, 'i' and 'u' integers, 'f' floats
    uint8_t size;        ///< bytes of a value: 1, 2, 4 or 8; 'f' of scores: 4
                         ///< or 8, 'f' of templates: 2 or 4
    bool swapped;        ///< in the other byte order than this machine's
    unsigned dimensions; ///< 1 or 2
    uint64_t shape[2];   ///< a vector has shape[1] = 1
    uint64_t count;      ///< values in all
    uint64_t start;      ///< byte of the first value
} assay_npy;

/// Whether the `n` bytes start like a .npy file.
bool assay_npy_is(const unsigned char *head, size_t n);

/// Reads the header at the start of `head`; of a file shorter than `n` that is
/// all. Refused with its byte: what is not a .npy file, records, text, complex
/// numbers, floats of 2 or 16 bytes, Fortran order, no or more than two
/// dimensions, sizes whose bytes don't fit into 64 bits. `*out` is all zero
/// then.
assay_status assay_npy_parse(const unsigned char *head, size_t n,
                             assay_npy *out, assay_error *err);

/// The same for templates: values are float32, float16, int8 or uint8, and
/// every other type is refused with its byte.
assay_status assay_npy_parse_templates(const unsigned char *head, size_t n,
                                       assay_npy *out, assay_error *err);

/// "vector of 100 float32", "matrix of 100 x 20 float32": into `text`.
void assay_npy_in_words(const assay_npy *npy, char *text, size_t size);

/// "float32", "bool", "int64"...; `text` has room for 16 bytes.
const char *assay_npy_type(const assay_npy *npy, char text[16]);

#endif
