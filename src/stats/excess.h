// SPDX-License-Identifier: Apache-2.0
/// A tail of excesses with its uncertainty: fitted by moments to all of them
/// and again without each person's (docs/statistics.md 5.3).
///
/// Held by tests/unit/test_stats_excess.c, which fits again from nothing.
#ifndef STATS_EXCESS_H
#define STATS_EXCESS_H

#include "stats/beyond.h"
#include "stats/proportions.h"

#include <stdbool.h>

/// Excesses over a threshold, ascending.
typedef struct assay_excesses {
    const double *y;     ///< `n`, each >= 0
    const double *below; ///< `n + 1`: sum of the first i
    size_t n;
} assay_excesses;

/// Fills `below[0..n]` of `y[0..n)`.
void assay_excesses_sum(const double *y, size_t n, double *below);

/// What the fit by moments is made of.
typedef struct assay_excess_moments {
    double n;     ///< excesses
    double sum;   ///< of them
    double pairs; ///< sum over each two of the lesser
} assay_excess_moments;

assay_excess_moments assay_excess_moments_of(const assay_excesses *all);
/// The same where some of them (`gone`) are left out and others (`come`) stand
/// in their place. Steps: as many as `gone` and `come` have, times a logarithm.
assay_excess_moments assay_excess_moments_without(
    const assay_excess_moments *moments, const assay_excesses *all,
    const assay_excesses *gone, const assay_excesses *come);
/// As assay_gpd_moments(). NaN for fewer than 2, or where all are 0.
assay_gpd assay_excess_fit(const assay_excess_moments *moments);

/// A tail: P(S > u + y) = above P(Y > y).
typedef struct assay_tail_fit {
    double above; ///< share of all that exceeds u
    assay_gpd gpd;
} assay_tail_fit;

/// Tails without one person each; all zero is none. The order of adding changes
/// the last bits.
typedef struct assay_tail_jackknife {
    double n;
    double mean[3];        ///< of ln above, shape, ln scale
    double products[3][3]; ///< about the means
    bool lost;             ///< some tail had no fit
} assay_tail_jackknife;

void assay_tail_jackknife_add(assay_tail_jackknife *jackknife,
                              assay_tail_fit without);
/// `times` persons at once without whom the tail is the same.
void assay_tail_jackknife_add_all(assay_tail_jackknife *jackknife,
                                  assay_tail_fit without, double times);

/// Intervals, `t` a quantile. NaN where some tail had no fit.
assay_interval assay_tail_shape(const assay_tail_fit *tail,
                                const assay_tail_jackknife *jackknife,
                                double t);
/// Of P(S > u + y), on the scale of its logarithm, at most `above`. NaN at and
/// beyond the end too.
assay_interval assay_tail_interval(const assay_tail_fit *tail,
                                   const assay_tail_jackknife *jackknife,
                                   double y, double t);
/// The y with P(S > u + y) = p, 0 < p <= above.
double assay_tail_quantile(const assay_tail_fit *tail, double p);

#endif
