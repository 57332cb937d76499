// SPDX-License-Identifier: Apache-2.0
#include <immintrin.h>
#include <stdint.h>

#include "search/filter_kernel.h"

enum {
    LANES = 16,
    VECTORS = 3,
    ROWS = 4,
    LIMIT_1 = 63,
    SQUARES_1 = ASSAY_FILTER_SQUARES,
    LIMIT_2 = 63,
    PART_2 = 2
};
#include "search/filter_zmm.inc"

// The sum by hand: gcc 12 would make all products first, then add them as a
// tree, and spill.
INLINE vec step(vec part, vec u, vec v)
{
    const vec product = _mm512_maddubs_epi16(u, v);
    __asm__("vpaddw %1, %0, %0" : "+v"(part) : "v"(product));
    return part;
}
// Both halves of each lane and the bias, modulo 2^16, as -16384 .. 49151.
INLINE vec settle(vec sum, vec bias)
{
    const vec low = _mm512_set1_epi32(16384);
    const vec both = _mm512_madd_epi16(sum, _mm512_set1_epi16(1));
    const vec from = _mm512_sub_epi32(plus(both, bias), low);
    return plus(_mm512_srai_epi32(_mm512_slli_epi32(from, 16), 16), low);
}
INLINE vec widen(vec total, vec part)
{
    return plus(total, _mm512_madd_epi16(part, _mm512_set1_epi16(1)));
}

#define COSTS {0.6, 0.075, 45}
#define UNROLL 1
#define PARTS_2 1
#include "search/filter.inc"

const assay_filter_kernel assay_filter_avx512 = KERNEL("avx512");
