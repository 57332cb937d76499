// SPDX-License-Identifier: Apache-2.0
// Codes of 8 bits: vpdpbusd sums four products in 32 bits.
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LANES = 16,
    VECTORS = 4,
    ROWS = 6,
    LIMIT_1 = 127,
    SQUARES_1 = 0,
    LIMIT_2 = 127,
    PART_2 = 0
};
#include "search/filter_zmm.inc"

// Here and below by hand: gcc 12 copies and spills around the intrinsic.
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

// Four codes of a row, which lie %[u] before the end: sums a, b, c and d.
#define ROW(u, a, b, c, d)                                                     \
    "vbroadcastss (%[" u "],%[at]), %%zmm28\n\t"                               \
    "vpdpbusd %%zmm24, %%zmm28, %%zmm" a "\n\t"                                \
    "vpdpbusd %%zmm25, %%zmm28, %%zmm" b "\n\t"                                \
    "vpdpbusd %%zmm26, %%zmm28, %%zmm" c "\n\t"                                \
    "vpdpbusd %%zmm27, %%zmm28, %%zmm" d "\n\t"
#define EACH_SUM(of)                                                           \
    of("0") of("1") of("2") of("3") of("4") of("5") of("6") of("7") of("8")    \
        of("9") of("10") of("11") of("12") of("13") of("14") of("15") of("16") \
            of("17") of("18") of("19") of("20") of("21") of("22") of("23")
#define CLEAR(a) "vpxord %%zmm" a ", %%zmm" a ", %%zmm" a "\n\t"
#define STORE(a) "vmovdqu64 %%zmm" a ", 64*" a "(%[v])\n\t"

// The tile of filter.inc. It keeps 24 sums in registers; a compiler that moves
// one of them pays for the move as for a product.
INLINE void multiply(const uint8_t *const *u, const int8_t *v, size_t bytes,
                     vec (*total)[VECTORS])
{
    ptrdiff_t at = -(ptrdiff_t)bytes;
    __asm__ volatile(
        EACH_SUM(CLEAR) "1:\n\t"
                        "vmovdqu64 (%[v]), %%zmm24\n\t"
                        "vmovdqu64 64(%[v]), %%zmm25\n\t"
                        "vmovdqu64 128(%[v]), %%zmm26\n\t"
                        "vmovdqu64 192(%[v]), %%zmm27\n\t" //
        ROW("u0", "0", "1", "2", "3") ROW("u1", "4", "5", "6", "7")
            ROW("u2", "8", "9", "10", "11") ROW("u3", "12", "13", "14", "15")
                ROW("u4", "16", "17", "18", "19")
                    ROW("u5", "20", "21", "22",
                        "23") "add $256, %[v]\n\t"
                              "add $4, %[at]\n\t"
                              "jnz 1b\n\t"
                              "mov %[total], %[v]\n\t" EACH_SUM(STORE)
        : [v] "+r"(v), [at] "+r"(at)
        : [total] "m"(total), [u0] "r"(u[0] + bytes), [u1] "r"(u[1] + bytes),
          [u2] "r"(u[2] + bytes), [u3] "r"(u[3] + bytes),
          [u4] "r"(u[4] + bytes), [u5] "r"(u[5] + bytes)
        : "cc", "memory", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5",
          "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13",
          "xmm14", "xmm15", "xmm16", "xmm17", "xmm18", "xmm19", "xmm20",
          "xmm21", "xmm22", "xmm23", "xmm24", "xmm25", "xmm26", "xmm27",
          "xmm28");
}

#define MULTIPLY
#define COSTS {1.4, 0.1, 110}
#define UNROLL 0
#define PARTS_2 0
#include "search/filter.inc"

const assay_filter_kernel assay_filter_vnni = KERNEL("vnni");
