// SPDX-License-Identifier: Apache-2.0
/// What rates of a test say of alerts in a crowd: the share of alerts that are
/// right, sums, and what a rate is worth as a past (docs/statistics.md 5.7).
///
/// T5.9, T7.2, held by tests/unit/test_stats_alerts.c.
#ifndef STATS_ALERTS_IN_CROWD_H
#define STATS_ALERTS_IN_CROWD_H

#include "stats/predictive.h"

#include <stdbool.h>

/// A value with its interval; ends NaN: none.
typedef struct assay_ranged {
    double value, low, high;
} assay_ranged;

/// The share of alerts that are right where `prevalence` of the passages are
/// by people on the list, `found` of these raise the right alert and `wrong` of
/// the others a wrong one (T5.9). The ends come from those of the two rates by
/// their squared distances on the scale of ln(found/wrong), as of independent
/// estimates (MOVER; Zou and Donner 2008); where one of the rates has no event,
/// or `corners`, from found.low with wrong.high and the reverse, which holds
/// however both go together (the distances add up: Cauchy and Schwarz). NaN
/// where no alert is ever raised.
assay_ranged assay_alerts_right(double prevalence, const assay_ranged *found,
                                const assay_ranged *wrong, bool corners);

/// x times `by` >= 0.
assay_ranged assay_ranged_times(assay_ranged x, double by);
/// a + b of independent estimates, by squared distances of the ends.
assay_ranged assay_ranged_sum(assay_ranged a, assay_ranged b);
/// The chance of at least one event in `trials`: 1 - (1 - x)^trials.
assay_ranged assay_ranged_any(assay_ranged x, double trials);

/// The past that a rate with this interval is worth: of as many independent
/// trials as would give Wilson's interval of that width (n_eff (z/t)^2, where
/// it was made of them); where the rate is 0 or 1, as would give its bound.
/// Exposure NaN without an interval.
assay_past assay_past_of(const assay_ranged *rate, double confidence);
/// The same of a rate of events per hour, or of any exposure, whose interval is
/// a score interval of counts: (x + z^2/2 -+ z sqrt(x + z^2/4)) / E.
assay_past assay_past_of_exposure(const assay_ranged *rate, double confidence);

#endif
