// SPDX-License-Identifier: Apache-2.0
/// Figures that stand on both classes at once: FNMR at an FMR, the equal error
/// rate, the area under the curve. docs/statistics.md 4.8 and "EER, AUC, d'".
///
/// Held by tests/unit/test_stats_det.c.
#ifndef STATS_DET_H
#define STATS_DET_H

#include "stats/cluster.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Both classes at one threshold, subject by subject: the arrays of `mated`
/// and `non_mated` run over the same subjects in the same order (m = 0 where
/// one has none of a class).
typedef struct assay_det_point {
    assay_side mated;     ///< x: false non-matches, m: mated comparisons
    assay_side non_mated; ///< x: false matches, m: non-mated comparisons
    double mated_events, mated_trials;
    double non_mated_events, non_mated_trials;
} assay_det_point;

/// Cov(FNMR, FMR) = sum_v F_v S_v / (M_mated M_non), F_v = x_v - m_v FNMR,
/// S_v = x_v - m_v FMR, over the subjects in both classes.
double assay_det_covariance(const assay_det_point *point);

/// The FMRs between which the slope of the DET is taken: alpha -+ sqrt(V_FMR),
/// the lower not below alpha/4. slope = (FNMR(high) - FNMR(low))/(high - low),
/// negative or 0.
assay_interval assay_det_window(double alpha, double v_fmr);

/// FNMR at a threshold that was set on the non-mated scores:
/// V = V_FNMR + s^2 V_FMR - 2 s Cov, at least p(1-p)/M_mated if `counted`;
/// nu from psi_v = F_v/M_mated - s S_v/M_non. The result goes on to
/// assay_cluster_interval(); its jackknife is NaN. `fnmr` is that of
/// assay_cluster_one_way(), whose status, subjects and bearers are kept.
assay_cluster assay_det_fnmr(const assay_det_point *point,
                             const assay_cluster *fnmr, double v_fmr,
                             double slope, bool counted);

/// p -+ t sqrt(V) on the logit scale and back. NaN unless 0 < p < 1.
assay_interval assay_logit_interval(double p, double variance, double t);

/// Errors at a threshold.
typedef struct assay_errors {
    uint64_t false_matches, false_non_matches;
} assay_errors;

/// Equal error rate between two neighbouring thresholds: `before` with FMR >
/// FNMR, `after` with FMR <= FNMR: FMR_before + a (FMR_after - FMR_before),
/// a = d_before/(d_before - d_after), d = FMR - FNMR, from whole counts below
/// 2^53 with one rounding for each of the two products that cancel. The only
/// interpolated figure. Counts of comparisons above 0.
double assay_eer(assay_errors before, assay_errors after, uint64_t mated,
                 uint64_t non_mated);

/// What the variance of an EER is made of. slope as above.
typedef struct assay_eer_parts {
    double eer, slope;
    double v_fmr, v_fnmr, covariance;
    double nu_fmr, nu_fnmr;
} assay_eer_parts;

/// V = w^2 V_FMR + (1-w)^2 V_FNMR + 2 w (1-w) Cov, w = |s|/(1+|s|).
double assay_eer_variance(const assay_eer_parts *parts);

/// Logit scale, t with the smaller nu. NaN at an EER of 0 or 1, where there is
/// no variance to speak of.
assay_interval assay_eer_interval(const assay_eer_parts *parts,
                                  double confidence);

/// Placements of one class: of a mated comparison the share of non-mated scores
/// below it (ties 1/2), of a non-mated one the share of mated scores above it.
typedef struct assay_placements {
    assay_side subjects; ///< x: sum of placements, m: comparisons; each
                         ///< comparison counts for every subject it touches
    assay_pair_sums
        pairs; ///< e: sum of placements of an identity pair, m: its
               ///< comparisons; by comparison where pairs are unknown
} assay_placements;

/// The area under the curve and its linearised DeLong variance:
/// psi = (placement - AUC)/M of its class; S_v = sum of psi over comparisons
/// that touch v; D = sum of psi^2 by pair;
/// V = max(sum S_v^2 - D of the non-mated pairs, D of all).
///
/// S_v^2 holds a pair of two people twice, once for each, so D of those comes
/// off once; a person's own mated pairs it holds once, and nothing comes off.
/// tests/certified/auc_variance.py: with a tenth of the variance due to people
/// E[V]/Var is 1.02 so, and .63 with D of both classes taken off.
typedef struct assay_auc {
    double auc;
    double variance;
    double nu;
    double people;      ///< with mated comparisons; infinite: not known
    double squares;     ///< sum S_v^2
    double mated_pairs; ///< D of the mated identity pairs
    double other_pairs; ///< D of the non-mated
} assay_auc;

/// Both sides' subjects in the same order; with no subjects (n = 0) V = D and
/// nu is infinite.
assay_auc assay_auc_of(double auc, const assay_placements *mated,
                       const assay_placements *non_mated);

/// The placements of one system, of both classes.
typedef struct assay_placed {
    double auc;
    assay_placements mated, non_mated;
} assay_placed;

/// The variance of the difference of two systems' areas on the same
/// comparisons: psi_b - psi_a in place of psi. What the systems share pair by
/// pair is not known, so of D of the non-mated pairs only the least that it can
/// be is taken off: (sqrt(D_b) - sqrt(D_a))^2, and half the sum of S_v^2/n_v
/// over the S_v of non-mated comparisons alone, of n_v pairs each (`partners`).
/// V is never too small for it; with one comparison a person it is DeLong's
/// (1988), linearised. (T4.9: tests/certified/delong.py)
assay_auc assay_auc_paired(const assay_placed *a, const assay_placed *b,
                           const double *partners);

/// Logit scale with t. Where fewer than 10 people weigh (nu), and less than a
/// quarter of those with mated comparisons or these are below 20, the low end
/// is at most AUC -
/// (1 - tail^(1/people)), tail = (1 - confidence)/2: people who are told apart
/// badly may be too few to have been drawn. NaN at an AUC of 0 or 1.
assay_interval assay_auc_interval(const assay_auc *auc, double confidence);

#endif
