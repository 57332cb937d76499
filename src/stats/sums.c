// SPDX-License-Identifier: Apache-2.0
// digits[j] counts units of 2^(32 j - 1074), which is signed and may grow to
// 64 bits before it is carried. A double touches three neighbours.
#include "stats/sums.h"

#include <math.h>
#include <stdbool.h>

#define DIGITS 68

static const uint64_t low32 = 0xffffffffu;

double assay_sum(const double *x, size_t n)
{
    double sum = 0, lost = 0;
    for (size_t i = 0; i < n; i++) {
        const double t = sum + x[i];
        lost += fabs(sum) >= fabs(x[i]) ? (sum - t) + x[i] : (x[i] - t) + sum;
        sum = t;
    }
    return sum + lost;
}

// Brings digits 0 .. DIGITS-2 into [0, 2^32); the last keeps the sign.
static void carry(assay_exact *sum)
{
    for (size_t j = 0; j + 1 < DIGITS; j++) {
        const int64_t low = (int64_t)((uint64_t)sum->digits[j] & low32);
        sum->digits[j + 1] += (sum->digits[j] - low) / INT64_C(4294967296);
        sum->digits[j] = low;
    }
    sum->added = 0;
}

// `times` at most 2^30, and where it isn't 1, on digits that were carried.
static void add(assay_exact *sum, double x, int64_t times)
{
    const union {
        double value;
        uint64_t bits;
    } word = {x};
    const unsigned exponent = (unsigned)(word.bits >> 52) & 0x7ff;
    if (exponent == 0x7ff) {
        sum->special += x;
        return;
    }
    uint64_t m = word.bits & 0xfffffffffffffu;
    if (exponent) m |= UINT64_C(1) << 52;
    const unsigned shift = exponent ? exponent - 1 : 0;
    const unsigned bit = shift % 32;
    const int64_t sign = word.bits >> 63 ? -times : times;
    int64_t *d = &sum->digits[shift / 32];
    d[0] += sign * (int64_t)((m << bit) & low32);
    d[1] += sign * (int64_t)((m >> (32 - bit)) & low32);
    d[2] += sign * (int64_t)(bit ? m >> (64 - bit) : 0);
}

void assay_exact_add(assay_exact *sum, double x)
{
    if (x == 0) return;
    add(sum, x, 1);
    if (++sum->added >= UINT64_C(1) << 30) carry(sum);
}

void assay_exact_add_times(assay_exact *sum, double x, uint64_t times)
{
    const uint64_t most = UINT64_C(1) << 30;
    while (times && x != 0) {
        const uint64_t n = times < most ? times : most;
        carry(sum);
        add(sum, x, (int64_t)n);
        carry(sum);
        times -= n;
    }
}

static void negate(assay_exact *sum)
{
    for (size_t j = 0; j < DIGITS; j++) sum->digits[j] = -sum->digits[j];
    carry(sum);
}

// The top 64 bits of the digits below and at `top`, the last bit set if
// anything lies further down, so that the conversion to double rounds right.
static uint64_t leading(const assay_exact *sum, size_t top, unsigned zeros)
{
    const uint64_t a = (uint64_t)sum->digits[top];
    const uint64_t b = top > 0 ? (uint64_t)sum->digits[top - 1] : 0;
    const uint64_t c = top > 1 ? (uint64_t)sum->digits[top - 2] : 0;
    const uint64_t below = c << zeros;
    uint64_t bits = (a << 32 | b) << zeros | below >> 32;
    bool rest = (below & low32) != 0;
    for (size_t j = 0; j + 2 < top; j++) rest = rest || sum->digits[j] != 0;
    if (rest) bits |= 1;
    return bits;
}

double assay_exact_value(const assay_exact *sum)
{
    if (sum->special != 0) return sum->special;
    assay_exact s = *sum;
    carry(&s);
    const bool negative = s.digits[DIGITS - 1] < 0;
    if (negative) negate(&s);
    size_t top = DIGITS;
    while (top > 0 && s.digits[top - 1] == 0) top--;
    if (top == 0) return 0;
    top--;
    unsigned zeros = 0;
    while (!((uint64_t)s.digits[top] << zeros >> 31)) zeros++;
    const double m = (double)leading(&s, top, zeros);
    const int exponent = 32 * (int)top - 1074 - 32 - (int)zeros;
    const double value = ldexp(m, exponent);
    return negative ? -value : value;
}
