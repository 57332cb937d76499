// SPDX-License-Identifier: Apache-2.0
// Reduced by quarter turns to |r| <= pi/4, then Taylor series. pi/2 is held in
// three parts; the first two have 33 bits, so that k times each is exact.
#include "stats/sincos.h"

#include "stats/elementary.h"

#include <math.h>
#include <stddef.h>

// -1/3!, 1/5!, ... -1/19!
static const double sines[] = {-1.0 / 6,
                               1.0 / 120,
                               -1.0 / 5040,
                               1.0 / 362880,
                               -1.0 / 39916800,
                               1.0 / 6227020800,
                               -1.0 / 1307674368000,
                               1.0 / 355687428096000,
                               -1.0 / 121645100408832000};

// 1/4!, -1/6!, ... 1/16!
static const double cosines[] = {
    1.0 / 24,        -1.0 / 720,         1.0 / 40320,         -1.0 / 3628800,
    1.0 / 479001600, -1.0 / 87178291200, 1.0 / 20922789888000};

static double polynomial(const double *c, size_t n, double x)
{
    double y = c[n - 1];
    for (size_t i = n - 1; i > 0; i--) y = y * x + c[i - 1];
    return y;
}

static double near_sine(assay_long r)
{
    const double x = r.high, z = x * x;
    const double tail = z * polynomial(sines, 9, z);
    return x + (x * tail + r.low * (1 - 0.5 * z));
}

static double near_cosine(assay_long r)
{
    const double x = r.high, z = x * x;
    const double half = 0.5 * z;
    const double w = 1 - half;
    const double tail = z * z * polynomial(cosines, 7, z);
    return w + (((1 - w) - half) + (tail - x * r.low));
}

static void turn(int quarter, assay_long r, double *sine, double *cosine)
{
    const double s = near_sine(r), c = near_cosine(r);
    *sine = quarter & 1 ? c : s;
    *cosine = quarter & 1 ? s : c;
    if (quarter == 2 || quarter == 3) *sine = -*sine;
    if (quarter == 1 || quarter == 2) *cosine = -*cosine;
}

void assay_sincos(double x, double *sine, double *cosine)
{
    *sine = *cosine = NAN;
    if (!(fabs(x) <= 0x1p19)) return;
    const double k = floor(x * 0x1.45f306dc9c883p-1 + 0.5);
    const double a = x - k * 0x1.921fb54400000p0;
    const double b = k * 0x1.0b4611a600000p-34;
    const double c = k * 0x1.3198a2e037073p-69;
    const double high = a - b;
    const double low = (a - high) - b;
    assay_long r = {high + (low - c), 0};
    r.low = (high - r.high) + (low - c);
    turn((int)(k - 4 * floor(k * 0.25)), r, sine, cosine);
}

void assay_sincos_turns(double turns, double *sine, double *cosine)
{
    const double u = turns - floor(turns);
    const double k = floor(4 * u + 0.5);
    const assay_long r = {(u - 0.25 * k) * 0x1.921fb54442d18p2, 0};
    turn((int)k & 3, r, sine, cosine);
}
