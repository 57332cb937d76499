// SPDX-License-Identifier: Apache-2.0
// The inner loops have a constant length, so that compilers turn them into
// vector code at their usual level of optimization.
#include "read/floats.h"

#include <math.h>
#include <string.h>

enum { BLOCK = 256 };

static unsigned clean_block(float *scores)
{
    unsigned nan = 0;
    for (size_t i = 0; i < BLOCK; i++) {
        scores[i] += 0.0f;
        nan |= scores[i] != scores[i];
    }
    return nan;
}

bool assay_floats_clean(float *scores, size_t n)
{
    unsigned nan = 0;
    size_t i = 0;
    for (; n - i >= BLOCK; i += BLOCK) nan |= clean_block(scores + i);
    for (; i < n; i++) {
        scores[i] += 0.0f;
        nan |= scores[i] != scores[i];
    }
    return nan != 0;
}

static unsigned hold_block(const float *scores, float value)
{
    unsigned any = 0;
    for (size_t i = 0; i < BLOCK; i++) any |= scores[i] == value;
    return any;
}

bool assay_floats_hold(const float *scores, size_t n, float value)
{
    unsigned any = 0;
    size_t i = 0;
    for (; n - i >= BLOCK; i += BLOCK) any |= hold_block(scores + i, value);
    for (; i < n; i++) any |= scores[i] == value;
    return any != 0;
}

static uint8_t label(uint8_t value, uint8_t other, uint8_t *flag)
{
    *flag = value == 1;
    return (value > 1) & (value != other);
}

static uint8_t label_block(const uint8_t *labels, uint8_t other,
                           uint8_t *restrict flags)
{
    uint8_t bad = 0;
    for (size_t i = 0; i < BLOCK; i++)
        bad |= label(labels[i], other, &flags[i]);
    return bad;
}

bool assay_floats_label(const uint8_t *labels, uint8_t other, uint8_t *flags,
                        size_t n)
{
    uint8_t bad = 0;
    size_t i = 0;
    for (; n - i >= BLOCK; i += BLOCK)
        bad |= label_block(labels + i, other, flags + i);
    for (; i < n; i++) bad |= label(labels[i], other, &flags[i]);
    return !bad;
}

assay_rounding assay_floats_round(const double *from, float *to, size_t n)
{
    unsigned nan = 0;
    unsigned overflow = 0;
    uint64_t merged = 0;
    for (size_t i = 0; i < n; i++) {
        const float score = (float)from[i] + 0.0f;
        nan |= score != score;
        overflow |= isinf(score) && !isinf(from[i]);
        to[i] = score;
    }
    for (size_t i = 1; i < n; i++)
        merged += (unsigned)(to[i] == to[i - 1]) & (from[i] != from[i - 1]);
    return (assay_rounding){nan != 0, overflow != 0, merged};
}

static void swap_2(unsigned char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint16_t value = 0;
        memcpy(&value, bytes + 2 * i, sizeof value);
        value = __builtin_bswap16(value);
        memcpy(bytes + 2 * i, &value, sizeof value);
    }
}

static void swap_4(unsigned char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t value = 0;
        memcpy(&value, bytes + 4 * i, sizeof value);
        value = __builtin_bswap32(value);
        memcpy(bytes + 4 * i, &value, sizeof value);
    }
}

static void swap_8(unsigned char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t value = 0;
        memcpy(&value, bytes + 8 * i, sizeof value);
        value = __builtin_bswap64(value);
        memcpy(bytes + 8 * i, &value, sizeof value);
    }
}

void assay_floats_swap(void *values, size_t n, size_t size)
{
    if (size == 2) swap_2(values, n);
    if (size == 4) swap_4(values, n);
    if (size == 8) swap_8(values, n);
}

size_t assay_floats_find_nan(const float *scores, size_t n)
{
    size_t i = 0;
    while (i < n && !isnan(scores[i])) i++;
    return i;
}
