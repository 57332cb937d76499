// SPDX-License-Identifier: Apache-2.0
/// float32 as integers in the same order (method.md 9.1).
#ifndef BASE_ORDER_H
#define BASE_ORDER_H

#include <stdint.h>
#include <string.h>

/// The key of a score: a < b exactly when key(a) < key(b). Not for NaN; -0.0
/// has to be made +0.0 first (assay_score_clean).
static inline uint32_t assay_key_of(float score)
{
    uint32_t bits = 0;
    memcpy(&bits, &score, sizeof bits);
    return bits ^ ((uint32_t)-(int32_t)(bits >> 31) | 0x80000000u);
}

/// The score of a key.
static inline float assay_score_of(uint32_t key)
{
    const uint32_t bits = key ^ (((key >> 31) - 1u) | 0x80000000u);
    float score = 0;
    memcpy(&score, &bits, sizeof score);
    return score;
}

/// -0.0 becomes +0.0; everything else stays.
static inline float assay_score_clean(float score)
{
    return score + 0.0f;
}

/// The key of the next score below: scores above it are those from `key` on.
/// -0.0 is no score.
static inline uint32_t assay_key_before(uint32_t key)
{
    return key - (key == 0x80000000u ? 2 : 1);
}

/// Keys of the infinities: every legal score lies between.
enum { ASSAY_KEY_BITS = 32 };
#define ASSAY_KEY_MINUS_INFINITY 0x007FFFFFu
#define ASSAY_KEY_PLUS_INFINITY 0xFF800000u

#endif
