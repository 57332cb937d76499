// SPDX-License-Identifier: Apache-2.0
/// Counts to come: how many events the next exposure will bring, when a past
/// one is all that is known of their rate (docs/statistics.md 5.6).
///
/// The rate behind the past count is gamma distributed (Jeffreys' prior), the
/// next count is Poisson around it; together they are negative binomial. It
/// holds while what is exposed stays what it was: list, threshold, cameras,
/// crowd.
///
///     P(0)  P(at most k)  P(k at least)  least k with P(at most k) >= chance
///
/// T5.10, held by tests/unit/test_stats_predictive.c against sums and mpmath
/// (tests/certified/predictive.inc).
#ifndef STATS_PREDICTIVE_H
#define STATS_PREDICTIVE_H

#include "stats/proportions.h"

/// A count to come: negative binomial, Poisson where `shape` is infinite.
typedef struct assay_predictive {
    double mean;  ///< >= 0
    double shape; ///< > 0: the smaller, the wider; variance is
                  ///< mean + mean^2/shape
} assay_predictive;

/// What is known of a rate, as independent events of an exposure would have
/// told it: `events` >= 0, fractions too, in `exposure` > 0 (of any unit).
typedef struct assay_past {
    double events, exposure;
    double between; ///< how far the rates of single days or deployments lie
                    ///< apart: their variance over the square of their mean, 0
                    ///< where they are one rate
} assay_past;

/// The count in an exposure `next` >= 0 of the same unit. With `between` 0 it
/// is NegBin(events + 1/2, exposure/(exposure + next)); above, the next rate is
/// a gamma of the variance that both sources add up to.
assay_predictive assay_predict(const assay_past *past, double next);

/// P(count <= k), k >= 0 and whole.
double assay_predictive_at_most(const assay_predictive *count, double k);
/// P(count >= k).
double assay_predictive_at_least(const assay_predictive *count, double k);
/// The least k with P(count <= k) >= `chance`, 0 < chance < 1. Exact while it
/// is below 1e15; infinite beyond.
double assay_predictive_quantile(const assay_predictive *count, double chance);
/// From the least k with P(count <= k) >= (1 - confidence)/2 to the least with
/// P(count <= k) >= (1 + confidence)/2.
assay_interval assay_predictive_interval(const assay_predictive *count,
                                         double confidence);

/// `between` of a record that is not at hand (stats/to_come.h takes one that
/// is): of the design effect of its pooled rate (variance over Poisson's), the
/// number of deployments and the events, as of deployments of one size; of
/// unequal ones it is less than lies between them.
double assay_dispersion_between(double deff, double deployments, double events);

#endif
