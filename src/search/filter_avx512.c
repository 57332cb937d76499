// SPDX-License-Identifier: Apache-2.0
#include <immintrin.h>
#include <stdint.h>

enum {
    LANES = 16,
    VECTORS = 3,
    ROWS = 4,
    LIMIT_1 = 31,
    PART_1 = 8,
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
INLINE vec widen(vec total, vec part)
{
    return plus(total, _mm512_madd_epi16(part, _mm512_set1_epi16(1)));
}

#define UNROLL 1
#define PARTS_2 1
#include "search/filter.inc"

const assay_filter_kernel assay_filter_avx512 = KERNEL("avx512");
