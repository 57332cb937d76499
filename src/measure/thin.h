// SPDX-License-Identifier: Apache-2.0
/// Choosing points of a curve so that what is left looks the same.
#ifndef MEASURE_THIN_H
#define MEASURE_THIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A point of a DET curve in counts.
typedef struct assay_step {
    uint32_t key;
    uint64_t false_matches, false_non_matches;
} assay_step;

/// Keeps at most `most` (>= 2) of the `n` points, the first and the last among
/// them, evenly along the curve on logarithmic axes; moves them to the front
/// and returns how many.
size_t assay_thin(assay_step *steps, size_t n, size_t most);

#endif
