// SPDX-License-Identifier: Apache-2.0
// Where the bytes lie that text is cut at: 64 bytes become four masks, each set
// bit of their union an offset. Plain C does the ends, and everything where
// there is no SSE2.
#include "read/marks.h"

#include <stdbool.h>

#if defined __SSE2__
#include <emmintrin.h>
#endif

enum { STRIDE = 64 };

static size_t find_plain(const char *text, size_t from, size_t n,
                         const char special[2], uint32_t *marks, size_t *stop)
{
    size_t count = 0;
    size_t i = from;
    for (; i < n && text[i]; i++)
        if (text[i] == special[0] || text[i] == special[1] || text[i] == '\n')
            marks[count++] = (uint32_t)i;
    *stop = i;
    return count;
}

#if defined __SSE2__

typedef struct sought {
    __m128i first, second, newline;
} sought;

static inline uint64_t mask_of(__m128i bytes)
{
    return (uint64_t)(uint32_t)_mm_movemask_epi8(bytes);
}

// The bits of 64 bytes that are sought; `*nul`: one of them is a NUL.
static inline uint64_t sift(const char *text, const sought *s, bool *nul)
{
    uint64_t mask = 0;
    __m128i least = _mm_set1_epi8(-1);
    for (int i = 0; i < STRIDE; i += 16) {
        const __m128i v =
            _mm_loadu_si128((const __m128i *)(const void *)(text + i));
        const __m128i a = _mm_cmpeq_epi8(v, s->first);
        const __m128i b = _mm_cmpeq_epi8(v, s->second);
        const __m128i c = _mm_cmpeq_epi8(v, s->newline);
        mask |= mask_of(_mm_or_si128(_mm_or_si128(a, b), c)) << i;
        least = _mm_min_epu8(least, v);
    }
    *nul = mask_of(_mm_cmpeq_epi8(least, _mm_setzero_si128())) != 0;
    return mask;
}

size_t assay_marks_find(const char *text, size_t from, size_t n,
                        const char special[2], uint32_t *marks, size_t *stop)
{
    const sought s = {_mm_set1_epi8(special[0]), _mm_set1_epi8(special[1]),
                      _mm_set1_epi8('\n')};
    size_t count = 0;
    size_t i = from;
    bool nul = false;
    for (; i < n && n - i >= STRIDE; i += STRIDE) {
        uint64_t mask = sift(text + i, &s, &nul);
        if (nul) break;
        for (; mask; mask &= mask - 1)
            marks[count++] = (uint32_t)i + (uint32_t)__builtin_ctzll(mask);
    }
    return count + find_plain(text, i, n, special, marks + count, stop);
}

#else

size_t assay_marks_find(const char *text, size_t from, size_t n,
                        const char special[2], uint32_t *marks, size_t *stop)
{
    return find_plain(text, from, n, special, marks, stop);
}

#endif
