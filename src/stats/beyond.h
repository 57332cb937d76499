// SPDX-License-Identifier: Apache-2.0
/// What a test of N identities says of larger watchlists: a limit, and two
/// models. Always labelled, never without the limit beside it
/// (docs/statistics.md 5.3).
///
/// T5.4, T5.5, T5.6, held by tests/unit/test_stats_beyond.c against mpmath
/// (tests/certified/watchlist.inc).
#ifndef STATS_BEYOND_H
#define STATS_BEYOND_H

#include "stats/zoo.h"

#include <stddef.h>
#include <stdint.h>

/// No list larger than so many times the one tested is spoken of.
#define ASSAY_BEYOND_MOST 10
/// No tail is fitted to fewer excesses, or to those of fewer subjects.
#define ASSAY_EXCESSES_LEAST 50
#define ASSAY_EXCESS_SUBJECTS_LEAST 30

/// min(1, n FMR): what FPIR at `n` identities cannot exceed when `fmr` is the
/// rate at which a search and an identity match. No assumption.
double assay_union_limit(double fmr, double n);

/// K as beta-binomial: each search has a chance of its own per identity, which
/// is Beta(a, b).
typedef struct assay_beta_binomial {
    double a, b; ///< NaN: no fit
} assay_beta_binomial;

/// Maximum likelihood for `count` values of K, each at most `all` and once in
/// `seen`. Relative error about 1e-8. NaN where K is not over-dispersed against
/// the binomial (the likelihood then has no peak), is always 0 or always `all`.
assay_beta_binomial assay_beta_binomial_fit(const assay_seen_k *seen,
                                            size_t count, uint64_t all);

/// The chance that a list of `n` identities holds one over the threshold:
/// 1 - B(a, b + n) / B(a, b), a, b > 0. Relative error about 1e-12. (T5.4)
double assay_beta_binomial_hit(assay_beta_binomial fit, double n);

/// Generalised Pareto distribution of excesses y over a threshold u:
/// P(Y > y) = (1 + shape y / scale)^(-1/shape), e^(-y/scale) for shape 0.
typedef struct assay_gpd {
    double shape; ///< xi; below 0 there is an end; NaN: no fit
    double scale; ///< sigma > 0, in units of the score
} assay_gpd;

/// By probability-weighted moments (Hosking and Wallis 1987), plotting
/// positions (i - 0.35)/m; `y[0..m)` >= 0, sorted ascending. NaN for m < 2 or
/// where all are 0. (T5.6)
assay_gpd assay_gpd_moments(const double *y, size_t m);

/// By maximum likelihood: the highest peak of the profile with shape > -1
/// (Grimshaw 1993; below that the likelihood has no bound). `y[0..m)` as above.
/// NaN where there is no peak. (T5.6)
assay_gpd assay_gpd_likely(const double *y, size_t m);

/// Log-likelihood of `y[0..m)`; -infinity where one lies beyond the end.
double assay_gpd_log_likelihood(assay_gpd fit, const double *y, size_t m);

/// P(S > u + y), y >= 0, when a share `above` of the scores exceeds u. (T5.5)
double assay_gpd_above(assay_gpd fit, double above, double y);

/// Where the excesses end: -scale/shape, infinite for shape >= 0. (T5.5)
double assay_gpd_end(assay_gpd fit);

#endif
