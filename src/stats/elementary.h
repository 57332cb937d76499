// SPDX-License-Identifier: Apache-2.0
/// Exponential and logarithm in plain C, the same to the last bit everywhere.
///
/// The C library's exp differs between processors in the last bit (it picks
/// variants with fused multiply-add). These use +, -, *, /, floor and ldexp
/// alone, which IEEE 754 fixes, so a figure made of them is one figure.
/// Errors are against mpmath, tests/certified/elementary.inc, held by
/// tests/unit/test_stats_elementary.c. No function here sets errno.
#ifndef STATS_ELEMENTARY_H
#define STATS_ELEMENTARY_H

/// A number held as the sum of two: `high` rounded, `low` what it lacks.
typedef struct assay_long {
    double high, low;
} assay_long;

/// e^x, within 1 ulp (2 where the result is subnormal). 0 below -745.14,
/// infinite above 709.78; NaN for NaN.
double assay_exp(double x);

/// e^(x.high + x.low) factor for |x.low| <= 1e-6, within 1 ulp: for an
/// exponent that is known to more than a double, as -x*x is.
double assay_exp_times(assay_long x, double factor);

/// ln x, within 1 ulp. -infinity at 0, NaN below.
double assay_log(double x);

/// ln x for finite x > 0 to about 60 bits, as a pair.
assay_long assay_log_pair(double x);

/// e^x - 1, within 1 ulp, also where x is next to 0.
double assay_expm1(double x);

/// ln(1 + x), within 1 ulp, also where x is next to 0. -infinity at -1, NaN
/// below.
double assay_log1p(double x);

/// log10 x, within 1 ulp and exact for the powers of ten from 1e-22 to 1e22
/// that are nearest to them. For axes and labels.
double assay_log10(double x);

/// x^y = e^(y ln x) for x >= 0; relative error at most 4e-16 (x^0 = 1,
/// 0^y = 0 for y > 0).
double assay_pow(double x, double y);

/// ln(1 + x) - x for x > -1, without the loss of the subtraction; relative
/// error below 2e-15.
double assay_log1p_minus(double x);

/// e^x - 1 - x without the loss of the subtraction; relative error below
/// 2e-15.
double assay_expm1_minus(double x);

/// 1 - (1 - p)^n as -expm1(n log1p(-p)): the chance of at least one of `n`
/// independent events of chance `p` in [0, 1]. docs/statistics.md 9.3, T9.2.
double assay_chance_any(double p, double n);

/// a * b exactly: the rounded product and what it lacks (Dekker 1971). Exact
/// while |a|, |b| < 1e150 and the product is above 1e-290.
assay_long assay_product(double a, double b);

/// a * b - c * d with one rounding of the result's scale, however much
/// cancels. Exact to the last bit for integers whose products stay below
/// 2^106 and whose difference fits a double.
double assay_product_difference(double a, double b, double c, double d);

#endif
