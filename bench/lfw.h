// SPDX-License-Identifier: Apache-2.0
/// Real templates as a population to draw people from: lfw.csv and a .npy of
/// float32 rows in its order (the data are no part of the project).
#ifndef BENCH_LFW_H
#define BENCH_LFW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Templates of unit length, those of a subject together.
typedef struct lfw {
    size_t images, subjects, width;
    float *rows;     ///< images x width
    uint32_t *first; ///< subject s has images first[s] .. first[s + 1] - 1
} lfw;

/// Reads DIR/lfw.csv and DIR/NAME.npy; of each subject at most `cap` images,
/// drawn with a fixed seed. On failure says why on stderr and returns false.
/// Ended by lfw_end() in any case.
bool lfw_load(const char *dir, const char *name, uint32_t cap, lfw *out);
void lfw_end(lfw *data);

/// Cosine of two templates.
float lfw_score(const lfw *data, size_t a, size_t b);

#endif
