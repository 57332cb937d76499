// SPDX-License-Identifier: Apache-2.0
// Codes of up to 7 bits. Products of the first stage are added in 16 bits,
// modulo 2^16, which leaves the two multipliers to vpmaddubsw alone.
#include <immintrin.h>
#include <stdint.h>

#include "search/filter_kernel.h"

#define INLINE static inline __attribute__((always_inline))
enum {
    LANES = 8,
    VECTORS = 2,
    ROWS = 6,
    LIMIT_1 = 63,
    SQUARES_1 = ASSAY_FILTER_SQUARES,
    LIMIT_2 = 63,
    PART_2 = 2
};

typedef __m256i vec;
typedef __m256 vecf;

INLINE vec none(void)
{
    return _mm256_setzero_si256();
}
INLINE vec load(const void *from)
{
    return _mm256_loadu_si256(from);
}
INLINE vec spread(const uint8_t *from)
{
    return _mm256_castps_si256(
        _mm256_broadcast_ss((const float *)(const void *)from));
}
INLINE vec plus(vec a, vec b)
{
    return _mm256_add_epi32(a, b);
}
// The sum by hand: gcc 12 would make all products first, then add them as a
// tree, and spill.
INLINE vec step(vec part, vec u, vec v)
{
    const vec product = _mm256_maddubs_epi16(u, v);
    __asm__("vpaddw %1, %0, %0" : "+x"(part) : "x"(product));
    return part;
}
// Both halves of each lane and the bias, modulo 2^16, as -16384 .. 49151.
INLINE vec settle(vec sum, vec bias)
{
    const vec low = _mm256_set1_epi32(16384);
    const vec both = _mm256_madd_epi16(sum, _mm256_set1_epi16(1));
    const vec from = _mm256_sub_epi32(plus(both, bias), low);
    return plus(_mm256_srai_epi32(_mm256_slli_epi32(from, 16), 16), low);
}
INLINE vec widen(vec total, vec part)
{
    return plus(total, _mm256_madd_epi16(part, _mm256_set1_epi16(1)));
}
INLINE vecf loadf(const float *from)
{
    return _mm256_loadu_ps(from);
}
INLINE vecf each(float value)
{
    return _mm256_set1_ps(value);
}
INLINE vecf number(vec a)
{
    return _mm256_cvtepi32_ps(a);
}
INLINE vecf times(vecf a, vecf b)
{
    return _mm256_mul_ps(a, b);
}
INLINE vecf plusf(vecf a, vecf b)
{
    return _mm256_add_ps(a, b);
}
INLINE uint64_t not_below(vecf a, vecf b)
{
    return (unsigned)_mm256_movemask_ps(_mm256_cmp_ps(a, b, _CMP_NLT_UQ));
}
INLINE void add_up(const vec *total, int32_t sums[4])
{
    const vec low = _mm256_hadd_epi32(total[0], total[1]);
    const vec high = _mm256_hadd_epi32(total[2], total[3]);
    const vec both = _mm256_hadd_epi32(low, high);
    _mm_storeu_si128((__m128i *)(void *)sums,
                     _mm_add_epi32(_mm256_castsi256_si128(both),
                                   _mm256_extracti128_si256(both, 1)));
}

#define COSTS {0.6, 0.06, 31}
#define UNROLL 1
#define PARTS_2 1
#include "search/filter.inc"

const assay_filter_kernel assay_filter_avx2 = KERNEL("avx2");
