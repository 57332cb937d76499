// SPDX-License-Identifier: Apache-2.0
// Both families reduce to an interval around the origin in which the Taylor
// series is short, and add the large term last so that it alone rounds:
//   e^x  = 2^k e^r,        |r| <= ln2 / 2
//   ln x = k ln2 + ln(1+f), sqrt(1/2) <= 1+f < sqrt 2, by s = f/(2+f):
//          ln(1+f) = 2 atanh s = f - (f^2/2 - s (f^2/2 + R(s^2))),
//          R(z) = 2z/3 + 2z^2/5 + ...
// ln2 is split so that k times its upper part is exact.
#include "stats/elementary.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

typedef union word {
    double value;
    uint64_t bits;
} word;

static const double ln2_high = 0x1.62e42fef00000p-1;
static const double ln2_low = 0x1.473de6af278edp-34;
static const double per_ln2 = 0x1.71547652b82fep0;

// 1/2!, 1/3!, ... 1/15!
static const double factorials[] = {1.0 / 2,           1.0 / 6,
                                    1.0 / 24,          1.0 / 120,
                                    1.0 / 720,         1.0 / 5040,
                                    1.0 / 40320,       1.0 / 362880,
                                    1.0 / 3628800,     1.0 / 39916800,
                                    1.0 / 479001600,   1.0 / 6227020800,
                                    1.0 / 87178291200, 1.0 / 1307674368000};

// 2/3, 2/5, ...
static const double odds[] = {2.0 / 3,  2.0 / 5,  2.0 / 7,  2.0 / 9,
                              2.0 / 11, 2.0 / 13, 2.0 / 15, 2.0 / 17,
                              2.0 / 19, 2.0 / 21, 2.0 / 23, 2.0 / 25,
                              2.0 / 27, 2.0 / 29, 2.0 / 31, 2.0 / 33};

static double polynomial(const double *c, size_t n, double x)
{
    double y = c[n - 1];
    for (size_t i = n - 1; i > 0; i--) y = y * x + c[i - 1];
    return y;
}

static double scaled(double x, int k)
{
    if (k < -1021 || k > 1023) return ldexp(x, k);
    const word w = {.bits = (uint64_t)(k + 1023) << 52};
    return x * w.value;
}

static assay_long two_sum(double a, double b)
{
    const double s = a + b;
    const double t = s - a;
    return (assay_long){s, (a - (s - t)) + (b - t)};
}

// The upper 26 bits of x, rounded, so that the rest fits 26 bits (Veltkamp).
static double upper(double x)
{
    const double c = 0x1.0000002p27 * x;
    return c - (c - x);
}

assay_long assay_product(double a, double b)
{
    const double p = a * b;
    const double ah = upper(a), al = a - ah;
    const double bh = upper(b), bl = b - bh;
    return (assay_long){p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
}

double assay_product_difference(double a, double b, double c, double d)
{
    const assay_long p = assay_product(a, b);
    const assay_long q = assay_product(c, d);
    const assay_long high = two_sum(p.high, -q.high);
    const assay_long low = two_sum(p.low, -q.low);
    return high.high + (high.low + (low.high + low.low));
}

// x = k ln2 + r.high + r.low
static int reduce(double x, assay_long *r)
{
    const double k = floor(x * per_ln2 + 0.5);
    const double high = x - k * ln2_high;
    const double low = k * ln2_low;
    r->high = high - low;
    r->low = (high - r->high) - low;
    return (int)k;
}

// e^(r.high + r.low) - 1 - r.high
static double exp_tail(assay_long r)
{
    const double x = r.high;
    const double tail = x * x * polynomial(factorials, COUNT(factorials), x);
    return tail + r.low * (1 + (x + tail));
}

static double exp_sum(double x)
{
    assay_long r;
    const int k = reduce(x, &r);
    return scaled(1 + (r.high + exp_tail(r)), k);
}

double assay_exp(double x)
{
    if (!(x > -746)) return x < 0 ? 0 : x;
    if (x > 710) return INFINITY;
    return exp_sum(x);
}

double assay_exp_times(assay_long x, double factor)
{
    if (!(x.high > -746) || x.high > 710) return assay_exp(x.high) * factor;
    assay_long r;
    const int k = reduce(x.high, &r);
    r.low += x.low;
    const assay_long part = two_sum(r.high, exp_tail(r));
    const assay_long sum = two_sum(1, part.high);
    const double rest = (sum.low + part.low) * factor;
    return scaled(sum.high * factor + rest, k);
}

double assay_expm1(double x)
{
    if (!(x > -40)) return x < 0 ? -1 : x;
    if (x > 710) return INFINITY;
    if (fabs(x) < 0x1p-54) return x;
    assay_long r;
    const int k = reduce(x, &r);
    const double tail = exp_tail(r);
    if (k == 0) return r.high + tail;
    if (k > 60) return scaled(1 + (r.high + tail), k);
    const assay_long e = two_sum(r.high, tail);
    const double power = scaled(1, k);
    const assay_long sum = two_sum(power - 1, power * e.high);
    return sum.high + (sum.low + power * e.low);
}

// The parts of k ln2 + ln(1+f) + c, largest first.
typedef struct log_parts {
    double exact; // k ln2_high
    double f;
    double rest;
} log_parts;

static log_parts parts_of(int k, double f, double c)
{
    const double s = f / (2 + f);
    const double half = 0.5 * f * f;
    const double z = s * s;
    const double r = z * polynomial(odds, 11, z);
    const log_parts p = {k * ln2_high, f,
                         -(half - (s * (half + r) + (k * ln2_low + c)))};
    return p;
}

static double parts_sum(log_parts p)
{
    if (p.exact == 0) return p.f + p.rest;
    const assay_long sum = two_sum(p.exact, p.f);
    return sum.high + (sum.low + p.rest);
}

// x = 2^k m with m in [sqrt 1/2, sqrt 2), for finite x > 0
static int split(double x, double *m)
{
    int k = 0;
    if (x < 0x1p-1022) {
        x *= 0x1p54;
        k = -54;
    }
    word w = {.value = x};
    k += (int)(w.bits >> 52) - 1023;
    w.bits = (w.bits & 0xfffffffffffffu) | (UINT64_C(1023) << 52);
    if (w.value >= 0x1.6a09e667f3bcdp0) {
        w.value *= 0.5;
        k++;
    }
    *m = w.value;
    return k;
}

double assay_log(double x)
{
    if (!(x > 0)) return x == 0 ? -INFINITY : NAN;
    if (x > 0x1.fffffffffffffp1023) return x;
    double m;
    const int k = split(x, &m);
    return parts_sum(parts_of(k, m - 1, 0));
}

assay_long assay_log_pair(double x)
{
    double m;
    const int k = split(x, &m);
    const log_parts p = parts_of(k, m - 1, 0);
    const assay_long sum = two_sum(p.exact, p.f);
    const assay_long out = two_sum(sum.high, sum.low + p.rest);
    return out;
}

double assay_log1p(double x)
{
    if (!(x > -1)) return x == -1 ? -INFINITY : NAN;
    if (fabs(x) < 0x1p-54 || x > 0x1p1020) return x > 1 ? assay_log(x) : x;
    if (x > -0.29 && x < 0.41) return parts_sum(parts_of(0, x, 0));
    const double u = 1 + x;
    const double lost = x >= 1 ? 1 - (u - x) : x - (u - 1);
    double m;
    const int k = split(u, &m);
    return parts_sum(parts_of(k, m - 1, lost / u));
}

double assay_log10(double x)
{
    if (!(x > 0) || x > 0x1.fffffffffffffp1023) return assay_log(x);
    const assay_long l = assay_log_pair(x);
    const assay_long p = assay_product(l.high, 0x1.bcb7b1526e50ep-2);
    const double low =
        l.high * 0x1.95355baaafad3p-57 + l.low * 0x1.bcb7b1526e50ep-2;
    return p.high + (p.low + low);
}

double assay_pow(double x, double y)
{
    if (y == 0) return 1;
    if (!(x > 0)) return x == 0 ? (y > 0 ? 0 : INFINITY) : NAN;
    const assay_long l = assay_log_pair(x);
    const assay_long p = assay_product(y, l.high);
    if (!(fabs(p.high) < 800)) return assay_exp(p.high);
    return assay_exp_times((assay_long){p.high, p.low + y * l.low}, 1);
}

// By s = x/(2+x): ln(1+x) - x = s (R(s^2) - x).
double assay_log1p_minus(double x)
{
    if (x < -0.5 || x > 1) return assay_log1p(x) - x;
    const double s = x / (2 + x);
    const double z = s * s;
    return s * (z * polynomial(odds, COUNT(odds), z) - x);
}

double assay_expm1_minus(double x)
{
    if (fabs(x) > 0.35) return assay_expm1(x) - x;
    return x * x * polynomial(factorials, COUNT(factorials), x);
}

double assay_chance_any(double p, double n)
{
    if (p <= 0 || n <= 0) return 0;
    if (p >= 1) return 1;
    return -assay_expm1(n * assay_log1p(-p));
}
