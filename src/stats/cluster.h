// SPDX-License-Identifier: Apache-2.0
/// The default interval of FMR, FNMR and other rates of comparisons: a variance
/// that knows which comparisons share a person, then Wilson's interval with
/// that many effective trials and a t quantile. docs/statistics.md 4.3.
///
/// The caller gives sums, never comparisons. For a rate per comparison they
/// are whole numbers: events and comparisons that touch each subject. For a
/// subject-balanced rate they are fractions: each pair of subjects counts 1,
/// with e_ab = its events / its comparisons (one-way: x_i = share of the
/// subject's trials that are events, m_i = 1). Whole numbers below 2^53 enter
/// exactly; M S_v = x_v M - m_v X is formed without rounding, and all sums over
/// subjects are exact before one rounding (sums.h), so that no result depends
/// on the order of the subjects.
///
/// Vectors T4.2, T4.3, T4.3b, T4.4, T4.5, T4.5b, T1.4, held by
/// tests/unit/test_stats_cluster.c, which also enumerates small designs.
#ifndef STATS_CLUSTER_H
#define STATS_CLUSTER_H

#include "stats/proportions.h"

#include <stdbool.h>
#include <stddef.h>

/// What was seen of each of `n` subjects: `x[i]` events among `m[i]`
/// comparisons. Subjects with m[i] = 0 are as if they were not there. Subjects
/// of whom the same was seen can stand in one place: `w[i]` says how many they
/// are; NULL: one each.
typedef struct assay_side {
    const double *x, *m;
    size_t n;
    const double *w;
} assay_side;

/// Sums over unordered identity pairs (cells, in the two-way design) that were
/// compared: e events among m comparisons of a pair, images summed.
typedef struct assay_pair_sums {
    double events; ///< X = sum e
    double trials; ///< M = sum m
    double ee;     ///< sum e^2
    double em;     ///< sum e m
    double mm;     ///< sum m^2
} assay_pair_sums;

/// Adds a pair, or a cell, with `e` events among `m` comparisons.
static inline void assay_pair_sums_add(assay_pair_sums *sums, double e,
                                       double m)
{
    sums->events += e;
    sums->trials += m;
    sums->ee += e * e;
    sums->em += e * m;
    sums->mm += m * m;
}

/// Why there is or is not a variance.
typedef enum assay_cluster_status {
    ASSAY_CLUSTER_OK,
    ASSAY_CLUSTER_NO_DATA,      ///< M = 0: no rate
    ASSAY_CLUSTER_FEW_SUBJECTS, ///< one-way K < 2, dyadic K < 4, two-way
                                ///< P < 2 or G < 2: rate, no interval
    ASSAY_CLUSTER_TANGLED       ///< no two pairs without a common subject, as
                                ///< in a star: rate, no interval
} assay_cluster_status;

/// A rate and what its subjects say about its variance.
typedef struct assay_cluster {
    assay_cluster_status status;
    double events, trials, rate;
    double variance;  ///< V (one-way), V_c (others); NaN unless status is OK
    double jackknife; ///< V_J: for unequal counts per comparison and for every
                      ///< one-sided statement; NaN where one subject is in
                      ///< every comparison
    double nu;        ///< degrees of freedom, at least 2
    double errors;    ///< comparisons that were events; as `events`, but to be
                      ///< set by the caller where the rate is balanced
    double subjects;  ///< with comparisons; in both roles of the two-way design
    double bearers;   ///< of them with at least one event
} assay_cluster;

/// One-way, by subject: FNMR, TPIR, FTA. V = sum S_i^2/(1 - m_i/M) / M^2 with
/// S_i = x_i - m_i p; nu = min((sum S^2)^2 / sum S^4, K - 1), at least 2; K - 1
/// where every S_i is 0. `counted`: outcomes are 0 or 1 with unit weights, so
/// that V >= p(1-p)/M. (4.3(a); T4.5, T4.5b)
assay_cluster assay_cluster_one_way(assay_side subjects, bool counted);

/// All against all: FMR over pairs out of one set. `subjects` gives the events
/// and comparisons that touch each. c = 1/(1 - sum M_v^2/M^2 + sum m_ab^2/M^2),
/// D = sum (e - m p)^2, V_c = max(c (sum S_v^2 - D), D, M p(1-p))/M^2, the
/// last only if `counted`; nu from S_v^2. (4.3(b); T4.2, T4.3, T4.3b)
assay_cluster assay_cluster_dyadic(assay_side subjects, assay_pair_sums pairs,
                                   bool counted);

/// Probe subjects against other reference subjects. c = 1/(1 - sum M_i^2/M^2 -
/// sum M_j^2/M^2 + sum m_ij^2/M^2), V_c = max(c (sum R^2 + sum C^2 - D),
/// sum R^2, sum C^2, D)/M^2; V_J the sum of both one-way jackknives, at least
/// D/M^2; both at least p(1-p)/M if `counted`; nu from the R^2 and C^2
/// together. (4.3(c); T4.4)
assay_cluster assay_cluster_two_way(assay_side probes, assay_side references,
                                    assay_pair_sums pairs, bool counted);

/// p(1-p)/V: the independent trials that would have given this variance. NaN
/// where p is 0 or 1.
double assay_cluster_effective(const assay_cluster *c, double variance);

/// V / (p(1-p)/M): how much clustering has cost. NaN where p is 0 or 1.
double assay_cluster_deff(const assay_cluster *c, double variance);

/// K < 8 or nu < 4: the interval is printed with `few_clusters`.
bool assay_cluster_few(const assay_cluster *c);

/// Wilson with n_eff and t, without the rules for few errors. NaN unless there
/// is a variance and 0 < p < 1. (4.3(f))
assay_interval assay_cluster_wilson(const assay_cluster *c, double variance,
                                    double confidence);

/// The interval to print: assay_cluster_wilson(), and
/// - with fewer than 5 bearers, high at least 1 - tail^(1/units);
/// - with fewer than 5 errors, low at most Beta^-1(tail; p n*, n*(1-p) + 1),
///   n* = n_eff (z/t)^2;
/// - without an event [0, 1 - tail^(1/units)], with nothing else its mirror.
/// tail = (1 - confidence)/2; `variance` is c->variance or c->jackknife;
/// `units` is assay_design_units(). NaN where the status is not OK.
assay_interval assay_cluster_interval(const assay_cluster *c, double variance,
                                      double units, double confidence);

/// How unequally comparisons (or images) fall on subjects.
typedef struct assay_balance {
    double subjects;  ///< with m > 0
    double effective; ///< K_w = (sum m)^2 / sum m^2
    double ratio;     ///< largest m / smallest m > 0
    double largest;   ///< share of the subject with the most
    bool unequal;     ///< ratio > 3 or K_w/K < 0.7: the headline is
                      ///< subject-balanced (1.4)
} assay_balance;

/// Of `m[0..n)`: image counts for FMR, mated pairs for FNMR.
assay_balance assay_cluster_balance(const double *m, size_t n);

#endif
