// SPDX-License-Identifier: Apache-2.0
/// Two groups' counts against each other: ratio, difference, equivalence, and
/// what so few events could have shown. docs/statistics.md 3.3 and 3.4.
///
/// Vectors T3.4 and T3.5 and the figures asked of `assay counts`, held by
/// tests/unit/test_stats_ratio.c.
#ifndef STATS_RATIO_H
#define STATS_RATIO_H

#include "stats/proportions.h"

/// Events and what they were seen in: trials, hours, passages; above 0.
typedef struct assay_exposed {
    double events, exposure;
} assay_exposed;

/// A ratio of rates, its interval, and the p-value of a ratio of 1.
typedef struct assay_ratio {
    double value; ///< infinite where only the second has no event
    double low, high;
    double p; ///< two-sided: twice the smaller tail, at most 1
} assay_ratio;

/// Exact conditional ratio of rate `a` to rate `b`: given the sum of events,
/// a's share is binomial with chance e_a r/(e_a r + e_b); Clopper-Pearson of
/// the share, turned into odds, times e_b/e_a. One-sided where a count is 0;
/// all NaN where both are. For counts of trials it is exact for rare events and
/// conservative otherwise. The p-value is below 1 - confidence exactly when the
/// interval leaves 1 out. (T3.5)
assay_ratio assay_ratio_exact(assay_exposed a, assay_exposed b,
                              double confidence);

/// Katz's (1978) interval of the ratio of two proportions, for large counts of
/// independent trials: ln r -+ z sqrt(1/x1 - 1/n1 + 1/x2 - 1/n2). NaN where a
/// count is 0. (T3.4)
assay_interval assay_ratio_katz(assay_exposed a, assay_exposed b,
                                double confidence);

/// A rate with its cluster-robust variance and degrees of freedom (cluster.h).
typedef struct assay_rate {
    double rate, variance, nu;
} assay_rate;

/// ln(p1/p2) -+ t sqrt(V1/p1^2 + V2/p2^2 - 2 Cov/(p1 p2)), t with the smaller
/// nu; `covariance` is 0 if the groups share no subject. NaN at a rate of 0.
assay_interval assay_ratio_clustered(assay_rate a, assay_rate b,
                                     double covariance, double confidence);

/// Interval of the difference of two rates of events per exposure, from their
/// exact Poisson intervals by the same rule as Newcombe's: d - sqrt((r1-l1)^2 +
/// (u2-r2)^2) to d + sqrt((u1-r1)^2 + (r2-l2)^2). For proportions that are not
/// small use assay_newcombe().
assay_interval assay_rate_difference(assay_exposed a, assay_exposed b,
                                     double confidence);

/// Two one-sided exact tests that the ratio lies within [1/margin, margin],
/// margin > 1 (1.25 by habit): the larger of P(X_a >= x_a) at a ratio of
/// 1/margin and P(X_a <= x_a) at margin. "Equal" is said only when it is at
/// most 0.05. NaN without events.
double assay_ratio_equivalence(assay_exposed a, assay_exposed b, double margin);

/// What a number of events could have shown of a group.
typedef struct assay_power {
    double least;    ///< fewest events in the group that count as an excess;
                     ///< NaN: not even all of them would
    double expected; ///< its share of the events that gives the wanted chance
                     ///< of at least that many
    double ratio;    ///< that share as a ratio of rates; infinite: none
} assay_power;

/// `events` in all, of which the group would have a share `share` in (0, 1) if
/// rates were equal (its share of the trials). The exact binomial test counts
/// k events as an excess when P(X >= k | share) <= (1 - confidence)/2, one side
/// of the two-sided test that assay_ratio_exact() makes. `least` is the
/// smallest such k, `expected` the p with P(X >= least | p) = `power`, and the
/// ratio of rates p/(1-p) (1-share)/share: the least ratio that this many
/// events had that chance to show. 7 events, share 1/3, power 0.8: 6 of 7,
/// 14.73; share 2/3: none.
assay_power assay_ratio_power(double events, double share, double power,
                              double confidence);

/// Events needed in the group with the lower rate, at equal exposure, to
/// detect a ratio `ratio` > 1: (z_(1+confidence)/2 + z_power)^2 (1 + 1/ratio) /
/// (ln ratio)^2; times deff where clustered. 24.51 for 2, power 0.8, 0.95.
double assay_ratio_events(double ratio, double power, double confidence);

/// Events of the side that lacks most, and the events that it takes.
typedef struct assay_adequacy {
    double has, takes; ///< enough where has >= takes
} assay_adequacy;

/// Whether counts are enough to detect a ratio `ratio` > 1 whichever side has
/// the lower rate: each needs the events of assay_ratio_events(), at its own
/// exposure e against e' of the other (z_(1+confidence)/2 + z_power)^2
/// (1 + e/(ratio e')) / (ln ratio)^2. Clustered counts and exposures are given
/// over the deff.
assay_adequacy assay_ratio_adequacy(assay_exposed a, assay_exposed b,
                                    double ratio, double power,
                                    double confidence);

#endif
