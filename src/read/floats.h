// SPDX-License-Identifier: Apache-2.0
/// Many scores at a time, from binary files: loops without branches.
#ifndef READ_FLOATS_H
#define READ_FLOATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Makes -0 +0 in `n` scores. True if one of them is NaN.
bool assay_floats_clean(float *scores, size_t n);

/// What assay_floats_round() met.
typedef struct assay_rounding {
    bool nan;        ///< a NaN
    bool overflow;   ///< a finite double that is infinite as float32
    uint64_t merged; ///< neighbours, different as doubles, one as float32
} assay_rounding;

/// Rounds `n` doubles to float32, -0 made +0. Neighbours are those within
/// `from`; a caller that works in parts hands on the last of one part.
assay_rounding assay_floats_round(const double *from, float *to, size_t n);

/// Turns the bytes of `n` values of `size` 2, 4 or 8 bytes around.
void assay_floats_swap(void *values, size_t n, size_t size);

/// Whether one of `n` scores equals `value`.
bool assay_floats_hold(const float *scores, size_t n, float value);

/// Turns `n` labels of one byte into 1 for 1, and 0 for 0 or `other`. True if
/// all of them were one of these.
bool assay_floats_label(const uint8_t *labels, uint8_t other, uint8_t *flags,
                        size_t n);

/// The first NaN among `n` scores; `n` if there is none.
size_t assay_floats_find_nan(const float *scores, size_t n);

#endif
