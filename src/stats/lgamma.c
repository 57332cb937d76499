// SPDX-License-Identifier: Apache-2.0
// [0.75, 2.5): ln Gamma(x) = (x-1)(x-2) h(x), h a polynomial, so the zeros at
// 1 and 2 are exact. Below: ln Gamma(x+1) - ln x. Up to 9: the product of the
// factors down to [1.5, 2.5). Beyond: Stirling's series.
// The polynomials come from tests/certified/coefficients.py.
#include "stats/lgamma.h"

#include "stats/elementary.h"

#include <math.h>
#include <stddef.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

// h on [0.75, 1.5), in x - 1.125
static const double lgamma_low[] = {
    0x1.18fa23339f753p-1,  -0x1.b0711b5caafdfp-3, 0x1.e9e50dcc1e967p-4,
    -0x1.4348c4d3c9d45p-4, 0x1.cd104346c2f71p-5,  -0x1.580598a593c33p-5,
    0x1.084e46832ca09p-5,  -0x1.9e7568ce4cc01p-6, 0x1.49db42576d1fbp-6,
    -0x1.0991ace74f85fp-6, 0x1.af93347238b21p-7,  -0x1.6155f8411f8f4p-7,
    0x1.23287ecd62b10p-7,  -0x1.e260b19a1b408p-8, 0x1.9064e1452d47fp-8,
    -0x1.4e920d57e05edp-8, 0x1.21abd349e0f04p-8,  -0x1.e7a5497ed5d0ep-9,
    0x1.3b41bb032dce3p-9,  -0x1.09fff01112024p-9, 0x1.00c681e3c5b5ap-8,
    -0x1.b5520f6e39403p-9,
};

// h on [1.5, 2.5], in x - 2
static const double lgamma_high[] = {
    0x1.b0ee6072093cep-2,   -0x1.9ae6509ea10a0p-4,  0x1.0e0c9df293533p-5,
    -0x1.95ce223a9c32bp-7,  0x1.47974853a9956p-8,   -0x1.145121fa341a6p-9,
    0x1.dfebcf8fa468ap-11,  -0x1.a96a3f7a7fee8p-12, 0x1.7ed7331ab0456p-13,
    -0x1.5c86deca13f0ap-14, 0x1.402f379a1bea0p-15,  -0x1.2849f4abb7918p-16,
    0x1.13ddf755f9d8bp-17,  -0x1.02caf69d7c8abp-18, 0x1.e683c8c6154d8p-20,
    -0x1.b8b776dda014ap-21, 0x1.a103a7a312000p-22,  -0x1.0f2c0333ca922p-22,
    0x1.02729ae98507fp-23,
};

// 1/12, -1/360, ...: B(2k) / (2k (2k-1))
static const double stirlings[] = {
    1.0 / 12,        -1.0 / 360, 1.0 / 1260,       -1.0 / 1680,     1.0 / 1188,
    -691.0 / 360360, 1.0 / 156,  -3617.0 / 122400, 43867.0 / 244188};

static double polynomial(const double *c, size_t n, double x)
{
    double y = c[n - 1];
    for (size_t i = n - 1; i > 0; i--) y = y * x + c[i - 1];
    return y;
}

static double series(double x)
{
    const double per = 1 / x;
    return per * polynomial(stirlings, COUNT(stirlings), per * per);
}

static double middle(double x)
{
    const double h = x < 1.5
                         ? polynomial(lgamma_low, COUNT(lgamma_low), x - 1.125)
                         : polynomial(lgamma_high, COUNT(lgamma_high), x - 2);
    return (x - 1) * (x - 2) * h;
}

static double below_nine(double x)
{
    double y = x - 1, product = x - 1;
    while (y >= 2.5) {
        y -= 1;
        product *= y;
    }
    return middle(y) + assay_log(product);
}

static double from_nine(double x)
{
    if (x > 0x1p1000) return x * (assay_log(x) - 1);
    const assay_long l = assay_log_pair(x);
    const assay_long a = assay_product(x - 0.5, l.high);
    const double low = a.low + (x - 0.5) * l.low;
    const double rest = 0x1.d67f1c864beb5p-1 + series(x);
    return (a.high - x) + (low + rest);
}

double assay_lgamma(double x)
{
    if (!(x > 0)) return x == 0 ? INFINITY : NAN;
    if (x > 0x1.fffffffffffffp1023) return x;
    if (x < 0x1p-60) return -assay_log(x);
    if (x < 0.75) {
        const assay_long l = assay_log_pair(x);
        return (middle(x + 1) - l.low) - l.high;
    }
    if (x < 2.5) return middle(x);
    return x < 9 ? below_nine(x) : from_nine(x);
}

// rest(x) - rest(x + 1) = (x + 1/2) ln(1 + 1/x) - 1.
static double step(double x)
{
    if (x < 1) return (x + 0.5) * (assay_log1p(x) - assay_log(x)) - 1;
    const double u = 1 / x;
    return (x + 0.5) * assay_log1p_minus(u) + 0.5 * u;
}

double assay_stirling_rest(double x)
{
    double sum = 0;
    while (x < 12) {
        sum += step(x);
        x += 1;
    }
    return sum + series(x);
}
