// SPDX-License-Identifier: Apache-2.0
/// The rates of two groups against each other where people are known: ratio,
/// test, equivalence, and what the test could have shown.
/// docs/statistics.md 3.3, 3.4.
///
/// Held by tests/unit/test_stats_contrast.c.
#ifndef STATS_CONTRAST_H
#define STATS_CONTRAST_H

#include "stats/ratio.h"

/// A rate of one group.
typedef struct assay_contrasted {
    double rate;     ///< perhaps subject-balanced
    double variance; ///< cluster-robust; of a rate of 0 it is not used
    double nu;       ///< degrees of freedom; infinite without clusters
    double events;   ///< comparisons that were events
    double trials;   ///< above 0
    double deff;     ///< variance over p(1-p)/trials, borrowed where there is
                     ///< no event; below 1 or NaN it counts as 1
} assay_contrasted;

/// Two groups; `covariance` of their rates, 0 where they share nobody.
typedef struct assay_contrast {
    assay_contrasted a, b;
    double covariance;
} assay_contrast;

/// Ratio of rate a to rate b, its interval, and the two-sided p-value of
/// equal rates: ln(p1/p2) -+ t se as assay_ratio_clustered(). Where a group
/// has fewer than 5 events each end is the wider one of that and of the exact
/// conditional interval of events/deff in trials/deff, and p the greater; where
/// one has none it is the exact one alone, one-sided. NaN where neither has an
/// event.
assay_ratio assay_contrast_ratio(const assay_contrast *of, double confidence);

/// Two one-sided tests that the ratio lies within [1/margin, margin], margin
/// > 1: the greater p, of the same statistics. "Equal" is said only when it is
/// at most 0.05. NaN as above.
double assay_contrast_equivalence(const assay_contrast *of, double margin);

/// The least ratio that the test had the chance `power` to show. Below 100
/// events (over deff) by assay_ratio_power(): NaN where no ratio would have;
/// else exp((t_confidence + t_power) se), se as it is where the rates are equal
/// and the groups share nobody.
double assay_contrast_least(const assay_contrast *of, double power,
                            double confidence);

/// Whether the events of both sides, over their deff, are enough to detect a
/// ratio `ratio` with the chance `power`: assay_ratio_adequacy() of them.
assay_adequacy assay_contrast_adequacy(const assay_contrast *of, double ratio,
                                       double power, double confidence);

#endif
