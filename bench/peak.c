// SPDX-License-Identifier: Apache-2.0
// The most comparisons a second that one core can make of templates of so many
// dimensions, if their values were always in registers: multiply and add alone,
// of float32 and of int8.
//
// usage: bench_peak [DIMENSIONS]     512
//
// One JSON object. The instructions are those of the kernels of the search, the
// best that this machine has; null where it has none of them.
#define _POSIX_C_SOURCE 199309L
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#if defined(__x86_64__)

enum { STEPS = 1 << 16, SUMS = 12, TRIES = 200 };

// Of int8 it is the products alone: the adds that sums of 16 bits take beside
// them are not counted as work, here or on machines that do both in one.
// Written out, so that no compiler shortens it or goes through memory. %0
// counts down; register 14 and 15 hold the factors, 0 to 11 the sums, all zero.
#define TWELVE(of)                                                             \
    of("0") of("1") of("2") of("3") of("4") of("5") of("6") of("7") of("8")    \
        of("9") of("10") of("11")
#define CLEAR(r) "vpxor %%xmm" r ",%%xmm" r ",%%xmm" r "\n"
#define LOOP(of)                                                               \
    uint64_t left = STEPS;                                                     \
    __asm__ volatile(TWELVE(CLEAR) CLEAR("12") CLEAR("13") CLEAR("14")         \
                         CLEAR("15") "1:\n" TWELVE(of) "dec %0\njnz 1b\n"      \
                                                       "vzeroupper\n"          \
                     : "+r"(left)                                              \
                     :                                                         \
                     : "cc", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5",   \
                       "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11",       \
                       "xmm12", "xmm13", "xmm14", "xmm15")

static void float_avx2(void)
{
#define STEP(r) "vfmadd231ps %%ymm14,%%ymm15,%%ymm" r "\n"
    LOOP(STEP);
#undef STEP
}

static void int8_avx2(void)
{
#define STEP(r) "vpmaddubsw %%ymm14,%%ymm15,%%ymm" r "\n"
    LOOP(STEP);
#undef STEP
}

static void float_avx512(void)
{
#define STEP(r) "vfmadd231ps %%zmm14,%%zmm15,%%zmm" r "\n"
    LOOP(STEP);
#undef STEP
}

static void int8_avx512(void)
{
#define STEP(r) "vpmaddubsw %%zmm14,%%zmm15,%%zmm" r "\n"
    LOOP(STEP);
#undef STEP
}

static void int8_vnni(void)
{
#define STEP(r) "vpdpbusd %%zmm14,%%zmm15,%%zmm" r "\n"
    LOOP(STEP);
#undef STEP
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// Products a second: the best of many tries, since others use the core too.
static double rate(void (*loop)(void), double lanes)
{
    double best = 1e300;
    for (int i = 0; i < TRIES; i++) {
        const double start = seconds();
        loop();
        const double took = seconds() - start;
        if (took > 0 && took < best) best = took;
    }
    return (double)STEPS * SUMS * lanes / best;
}

static void tell(const char *type, const char *name, void (*loop)(void),
                 double lanes, double dimensions)
{
    printf("\"%s\": {\"kernels\": \"%s\", \"rate\": %.6g}", type, name,
           rate(loop, lanes) / dimensions);
}

static void tell_all(double dimensions)
{
    const int wide =
        __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) {
        printf("\"float32\": null, \"int8\": null");
        return;
    }
    if (wide)
        tell("float32", "avx512", float_avx512, 16, dimensions);
    else
        tell("float32", "avx2", float_avx2, 8, dimensions);
    printf(", ");
    if (wide && __builtin_cpu_supports("avx512vnni"))
        tell("int8", "vnni", int8_vnni, 64, dimensions);
    else if (wide)
        tell("int8", "avx512", int8_avx512, 64, dimensions);
    else
        tell("int8", "avx2", int8_avx2, 32, dimensions);
}

#else

static void tell_all(double dimensions)
{
    (void)dimensions;
    printf("\"float32\": null, \"int8\": null");
}

#endif

int main(int count, char **words)
{
    const double dimensions = count > 1 ? strtod(words[1], NULL) : 512;
    printf("{\"dimensions\": %.0f, ", dimensions);
    tell_all(dimensions);
    printf("}\n");
    return 0;
}
