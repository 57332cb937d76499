// SPDX-License-Identifier: Apache-2.0
/// ln of the gamma function, and what Stirling's formula leaves of it.
///
/// Held by tests/unit/test_stats_elementary.c against mpmath
/// (tests/certified/elementary.inc).
#ifndef STATS_LGAMMA_H
#define STATS_LGAMMA_H

/// ln Gamma(x) for x > 0, within 2 ulp, also next to its zeros at 1 and 2.
/// Infinite at 0 and at infinity, NaN below 0.
double assay_lgamma(double x);

/// ln Gamma(x + 1) - ((x + 1/2) ln x - x + ln(2 pi) / 2) for x > 0: about
/// 1/(12 x). Absolute error below 1e-15. The densities of the binomial and
/// Poisson distributions are written with it (Loader 2000), because ln Gamma
/// itself holds no digit of them where counts reach 1e12.
double assay_stirling_rest(double x);

#endif
