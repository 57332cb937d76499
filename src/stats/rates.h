// SPDX-License-Identifier: Apache-2.0
/// Rates of a whole transaction from those of its parts (ISO/IEC 19795-1).
///
/// They assume that failures to enrol, to acquire and to match are independent
/// over people: a cross-check, not the figure. The figure is counted directly,
/// with a failure as an error. docs/statistics.md 1.2, T1.2, held by
/// tests/unit/test_stats_proportions.c.
#ifndef STATS_RATES_H
#define STATS_RATES_H

/// False reject rate: FTA + (1 - FTA) FNMR.
double assay_rate_frr(double fta, double fnmr);

/// False accept rate: (1 - FTA) FMR.
double assay_rate_far(double fta, double fmr);

/// Generalised false reject rate: FTE + (1-FTE) FTA + (1-FTE)(1-FTA) FNMR.
double assay_rate_gfrr(double fte, double fta, double fnmr);

/// Generalised false accept rate: (1 - FTE)(1 - FTA) FMR.
double assay_rate_gfar(double fte, double fta, double fmr);

#endif
