// SPDX-License-Identifier: Apache-2.0
// Up to 1/2 erf is x times a polynomial in x^2. From there on erfc is
// e^(-x^2), with x^2 held as a pair, times a polynomial on each of four
// intervals (in 1/x^2 on the last). They come from
// tests/certified/coefficients.py.
#include "stats/erf.h"

#include "stats/elementary.h"

#include <math.h>
#include <stddef.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

// erf(x)/x - 1 on |x| <= 1/2, in x^2 - 1/8
static const double erf_near[] = {
    0x1.5446b34ed3487p-4,  -0x1.658407f4c04bbp-2,  0x1.a6db683de1274p-4,
    -0x1.8f7e682ca9335p-6, 0x1.35219bf052861p-8,   -0x1.934038e557f46p-11,
    0x1.c5c56ebdde4c3p-14, -0x1.c0bb73b49d962p-17, 0x1.8b4b60851826bp-20,
};

// [0.5, 1), in x - 0.75
static const double erfcx_half[] = {
    0x1.038d54ea3d834p-1,   -0x1.78cdd551ee51ap-2,  0x1.d90093ae108b0p-3,
    -0x1.09e77d40e0214p-3,  0x1.1192f5bd775ccp-4,   -0x1.054d68296477dp-5,
    0x1.d43a7c4dbe650p-7,   -0x1.8c97dd32ae0e1p-8,  0x1.3f81a9597de0ap-9,
    -0x1.ec0d1ccb09b6fp-11, 0x1.6b80da7254f0fp-12,  -0x1.02a2c5796f3cap-13,
    0x1.6be408e744acbp-15,  -0x1.e34f70587b39ap-17,
};

// [1, 2), in x - 1.5
static const double erfcx_one[] = {
    0x1.494daffa2ad68p-2,   -0x1.4f1988444caf6p-3,  0x1.37ea271bc54bdp-4,
    -0x1.0dc51d2941fe8p-5,  0x1.b65944f34f932p-7,   -0x1.513ed75fe3aa1p-8,
    0x1.ee705e7339ea0p-10,  -0x1.5b0ac006ded44p-11, 0x1.d4509d2e96628p-13,
    -0x1.30c0deef7e30bp-14, 0x1.7f996b47b4062p-16,  -0x1.d41bcf828a13dp-18,
    0x1.156fd6fb88da9p-19,  -0x1.3f2aec68e0ef9p-21, 0x1.66efcc06ca710p-23,
    -0x1.a998623712d22p-25, 0x1.c702a07f72a49p-27,
};

// [2, 4), in x - 3
static const double erfcx_two[] = {
    0x1.6e9827d229d2dp-3,   -0x1.bd6ae4d14b16fp-5,  0x1.043fe1a98c0d4p-6,
    -0x1.259061ba85698p-8,  0x1.409cc2ed3f027p-10,  -0x1.53dec9d0889cap-12,
    0x1.5e73930542870p-14,  -0x1.6025103cace20p-16, 0x1.595f1b10ffe11p-18,
    -0x1.4b14624a945b9p-20, 0x1.3699168d7bd7ep-22,  -0x1.1d7922347c7aap-24,
    0x1.014e0a0208be0p-26,  -0x1.c74e1c5371149p-29, 0x1.8c2f441a8c0efp-31,
    -0x1.527f395f218fap-33, 0x1.1666810f3d63bp-35,  -0x1.cd539a8193ddep-38,
    0x1.d497f9598b60ap-40,  -0x1.765214aed4921p-42,
};

// x e^(x^2) erfc(x) on [4, infinity), in 1/x^2 - 1/32
static const double erfcx_far[] = {
    0x1.1c8c55ad08099p-1,   -0x1.088ffc9397357p-2,  0x1.5dcd442df709dp-2,
    -0x1.6ec49a07276b8p-1,  0x1.00fd05d48deb7p+1,   -0x1.bb483ec9b9160p+2,
    0x1.c070e0da14e5bp+4,   -0x1.01d430df68ea9p+7,  0x1.49a8b007e2f9ap+9,
    -0x1.cd6f847c61e53p+11, 0x1.5cda08eca9d13p+14,  -0x1.1444f14b46ca6p+17,
    0x1.d86847dc67785p+19,  -0x1.14ea3ee0c5a39p+23, 0x1.0ceef58a1451ep+26,
};

static double polynomial(const double *c, size_t n, double x)
{
    double y = c[n - 1];
    for (size_t i = n - 1; i > 0; i--) y = y * x + c[i - 1];
    return y;
}

static double near_erf(double x)
{
    return x + x * polynomial(erf_near, COUNT(erf_near), x * x - 0.125);
}

double assay_erfc_scaled(double x)
{
    if (!(x >= 0.5)) return NAN;
    if (x < 1) return polynomial(erfcx_half, COUNT(erfcx_half), x - 0.75);
    if (x < 2) return polynomial(erfcx_one, COUNT(erfcx_one), x - 1.5);
    if (x < 4) return polynomial(erfcx_two, COUNT(erfcx_two), x - 3);
    const double per = 1 / x;
    return polynomial(erfcx_far, COUNT(erfcx_far), per * per - 0.03125) / x;
}

static double far_erfc(double x)
{
    if (x > 27.3) return 0;
    const assay_long square = assay_product(x, x);
    const assay_long minus = {-square.high, -square.low};
    return assay_exp_times(minus, assay_erfc_scaled(x));
}

double assay_erf(double x)
{
    if (x != x) return x;
    if (fabs(x) <= 0.5) return near_erf(x);
    const double e = 1 - far_erfc(fabs(x));
    return x < 0 ? -e : e;
}

double assay_erfc(double x)
{
    if (x != x) return x;
    if (x >= 0.5) return far_erfc(x);
    if (x > -0.5) return 1 - near_erf(x);
    return 2 - far_erfc(-x);
}
