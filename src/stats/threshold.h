// SPDX-License-Identifier: Apache-2.0
/// How many false matches a target rate allows (docs/statistics.md 6.1).
///
/// T6.1, held by tests/unit/test_stats_det.c.
#ifndef STATS_THRESHOLD_H
#define STATS_THRESHOLD_H

#include <stdbool.h>
#include <stdint.h>

/// A target as the decimal that was meant: digits / 10^places. The double
/// 1e-6 is a little less than a millionth, and would allow none of 1,000,000.
typedef struct assay_decimal {
    uint64_t digits; ///< below 2^53
    unsigned places; ///< 0..22
} assay_decimal;

/// The shortest decimal that reads back as `x`, for 0 <= x <= 1, found by exact
/// arithmetic; false where it has more than 15 digits or 22 places (no target
/// that people write has).
bool assay_decimal_of(double x, assay_decimal *out);

/// m = floor(alpha n) of the decimal that `alpha` in [0, 1] stands for, by
/// integer arithmetic; of the double itself where there is no short decimal
/// (then n is below 2^53).
uint64_t assay_allowed(double alpha, uint64_t n);

/// The least n for which assay_allowed(alpha, n) >= m, m >= 1, alpha > 0: what
/// a refused target would need. UINT64_MAX where none fits.
uint64_t assay_allowed_trials(double alpha, uint64_t m);

/// Wilks: the largest m with P(Bin(n, alpha) <= m) <= miss, so that a threshold
/// that lets m of n non-mated comparisons pass keeps FMR <= alpha with
/// confidence 1 - miss. False where n is too small even for m = 0. For
/// clustered data see assay_wilks_clustered(). 0 < alpha < 1, miss < 1/2.
bool assay_wilks_allowed(double n, double alpha, double miss, uint64_t *m);

/// The same where each independent comparison stands for `deff` >= 1 of the n:
/// floor(m deff), m of floor(n / deff); never more than of n independent ones.
bool assay_wilks_clustered(double n, double deff, double alpha, double miss,
                           uint64_t *m);

/// The least n for which m = 0 will do: 2995 for 1e-3 and miss 0.05.
uint64_t assay_wilks_least(double alpha, double miss);

#endif
