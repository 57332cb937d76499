// SPDX-License-Identifier: Apache-2.0
/// The error function and its complement.
///
/// Held by tests/unit/test_stats_elementary.c against mpmath
/// (tests/certified/elementary.inc).
#ifndef STATS_ERF_H
#define STATS_ERF_H

/// 2/sqrt(pi) times the integral of e^-t^2 from 0 to x, within 2 ulp.
double assay_erf(double x);

/// 1 - erf(x), within 2 ulp down to the smallest normal number (x = 26.5).
double assay_erfc(double x);

/// e^(x^2) erfc(x) for x >= 0.5, within 2 ulp; NaN below 0.5. It falls only as
/// 1/x, so tails far beyond the range of a double can be compared by it.
double assay_erfc_scaled(double x);

#endif
