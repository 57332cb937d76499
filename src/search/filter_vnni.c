// SPDX-License-Identifier: Apache-2.0
// Codes of 8 bits: vpdpbusd sums four products in 32 bits.
#include <immintrin.h>
#include <stdint.h>

enum {
    LANES = 16,
    VECTORS = 3,
    ROWS = 8,
    LIMIT_1 = 127,
    SQUARES_1 = 0,
    LIMIT_2 = 127,
    PART_2 = 0
};
#include "search/filter_zmm.inc"

// By hand: gcc 12 copies and spills around the intrinsic.
INLINE vec step(vec part, vec u, vec v)
{
    __asm__("vpdpbusd %2, %1, %0" : "+v"(part) : "v"(u), "v"(v));
    return part;
}
INLINE vec settle(vec sum, vec bias)
{
    return plus(sum, bias);
}
INLINE vec widen(vec total, vec part)
{
    return plus(total, part);
}

#define UNROLL 0
#define PARTS_2 0
#include "search/filter.inc"

const assay_filter_kernel assay_filter_vnni = KERNEL("vnni");
