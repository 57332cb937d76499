// SPDX-License-Identifier: Apache-2.0
/// How deployments differ among themselves, and how many events the next one
/// will see. docs/statistics.md 2.5.
///
/// What comes is of one law with stats/predictive.h. The moments here are those
/// without bias, for deployments of any size; one rate for all is put to a
/// test. How many events the next deployment sees where the spread is known
/// from few is told by stats/to_come.h; here the spread is taken as known.
///
/// Vector T5.10, held by tests/unit/test_stats_foreseen.c.
#ifndef STATS_FORESEEN_H
#define STATS_FORESEEN_H

#include "stats/predictive.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Counts of deployments: x events over exposure e > 0 each.
typedef struct assay_sessions {
    const double *x; ///< whole numbers
    const double *e; ///< hours, faces, alerts
    size_t n;
    /// Each unit of e is an event or none (alerts that were wrong): e are whole
    /// numbers, x <= e. Else counts are Poisson (alerts an hour).
    bool shares;
} assay_sessions;

/// One rate, and what is between deployments beyond chance.
typedef struct assay_between {
    double rate;     ///< sum x / sum e
    double variance; ///< of the rate, by leaving out one deployment at a time:
                     ///< (n-1)/n sum (R_(-i) - mean)^2; NaN for n < 2
    double spread;   ///< standard deviation of the rates of deployments, by
                     ///< moments; 0 where chance alone explains them
    double index;    ///< sum (x - m)^2/v over n - 1, m and v of one rate: 1 by
                     ///< chance alone; NaN without an event, or nothing but
    double p;        ///< chance of as large an index at one rate; NaN likewise
} assay_between;

/// How p is drawn.
typedef struct assay_between_draws {
    uint64_t seed;
    uint32_t replicates; ///< 1,999 to be published
    double *room;        ///< 2 x n
} assay_between_draws;

/// Moments: for counts tau^2 = (sum d^2 - R (E - E2/E)) / (E2 - 2 E3/E +
/// E2^2/E^2), d = x - R e, Ek = sum e^k; for shares tau^2 = rho R (1 - R), rho
/// = (sum d^2/v - A)/B, v = R (1 - R) E/(E - 1), A = E - E2/E, B = sum e (e -
/// 1) (1 - 2 e/E) + sum e (e - 1) E2/E^2. Where a deployment has fewer than 5
/// events on average (or than 5 that were none), up to 2,000 in all, p is
/// drawn: the X events are dealt anew in proportion to exposure, of shares
/// without replacement. Else the index times n - 1 is chi-square with n - 1
/// degrees.
assay_between assay_between_of(const assay_sessions *of,
                               assay_between_draws how);

/// Events to be expected, and from where to where the chance given lies.
typedef struct assay_foreseen {
    double mean;
    double none;      ///< chance of no event
    double low, high; ///< counts: the chance of fewer than low and that of more
                      ///< than high are each at most (1 - chance)/2
} assay_foreseen;

/// What is known of a rate: its mean and variance.
typedef struct assay_known_rate {
    double mean, variance;
} assay_known_rate;

/// x events seen over exposure e: Jeffreys, Gamma(x + 1/2, e).
assay_known_rate assay_rate_known(double x, double e);
/// The same of a share: Beta(x + 1/2, e - x + 1/2).
assay_known_rate assay_share_known(double x, double e);
/// The rate of a deployment to come, after those of `between`: `known` with
/// the larger of its variance and that of `between`, plus spread^2 /
/// deployments.
assay_known_rate assay_rate_to_come(assay_known_rate known,
                                    const assay_between *between,
                                    double deployments);

/// Poisson events over exposure `e` at a gamma rate. With assay_rate_known(x,
/// E) it is assay_predict() of x in E where deployments do not differ. (T5.10)
assay_predictive assay_count_to_come(assay_known_rate rate, double e);
/// Its mean, chance of none and interval.
assay_foreseen assay_foresee_count(assay_known_rate rate, double e,
                                   double chance);
/// Events among `e` units at a beta share: beta-binomial, summed term by term.
/// (T5.10)
assay_foreseen assay_foresee_share(assay_known_rate share, double e,
                                   double chance);

/// Limits of a control chart: counts of `n` trials at one rate `p` below `low`,
/// or above `high`, have chance at most `miss` each.
assay_interval assay_control_limits(double p, double n, double miss);

#endif
