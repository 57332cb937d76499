// SPDX-License-Identifier: Apache-2.0
/// Sine and cosine in plain C, the same to the last bit everywhere.
///
/// Held by tests/unit/test_stats_elementary.c against mpmath
/// (tests/certified/elementary.inc).
#ifndef STATS_SINCOS_H
#define STATS_SINCOS_H

/// sin x and cos x, each within 1 ulp, for |x| <= 2^19; both NaN beyond, where
/// the argument would need more digits of pi than are kept here.
void assay_sincos(double x, double *sine, double *cosine);

/// sin and cos of 2 pi `turns`, for 0 <= turns < 2^50; within 2 ulp. The
/// reduction is exact, so quarter turns give exactly 0, 1 and -1.
void assay_sincos_turns(double turns, double *sine, double *cosine);

#endif
