// SPDX-License-Identifier: Apache-2.0
/// How large a test must be, and what one of a given size can show
/// (docs/statistics.md 3.4, 4.1, 6.1, 6.4).
///
/// Everything goes through the number of independent trials that a design is
/// worth, and through the intervals and tests that the evaluation itself makes:
/// Wilson with t, Wilks, the clustered ratio.
/// Held by tests/unit/test_stats_plan.c against vectors and simulation.
#ifndef STATS_PLAN_H
#define STATS_PLAN_H

#include <stdbool.h>

/// How trials fall on people.
typedef struct assay_plan_design {
    double each; ///< trials of each person, at least 1; of pairs: images
    double icc;  ///< correlation of two outcomes that share a person, 0 to 1
    double deff; ///< given in its place; NaN: not given
    bool pairs;  ///< all people against all others, one comparison a pair
} assay_plan_design;

/// Trials of `people`: people x each; of pairs people (people - 1)/2.
double assay_plan_trials(const assay_plan_design *design, double people);
/// Trials over the design effect: 1 + (each - 1) icc; of pairs
/// 1 + 2 (people - 2) icc.
double assay_plan_effective(const assay_plan_design *design, double people);
/// The fewest people worth `trials` independent ones; infinite where no number
/// of people is (pairs with icc > 0 are worth no more than people/(4 icc)... of
/// which there are always enough) below 2^53.
double assay_plan_people(const assay_plan_design *design, double trials);

/// Half of the width of the interval to expect at `rate`, t with people/3
/// degrees of freedom (Kish's index, as the evaluation will find it), at least
/// 2. At least 2 people.
double assay_plan_half_width(const assay_plan_design *design, double people,
                             double rate, double confidence);
/// The fewest people with a half width of at most `half`.
double assay_plan_people_for_width(const assay_plan_design *design, double rate,
                                   double half, double confidence);

/// A test of a limit: so many independent trials, of which so many may be
/// events.
typedef struct assay_plan_limit {
    double trials; ///< infinite: none below 2^53
    double allowed;
    double power; ///< that it is met at the rate that was expected
} assay_plan_limit;

/// The fewest trials that show a rate to be at most `limit` (Wilks, missed with
/// chance `miss`) with chance `power`, if it is `rate` < limit: of the designs
/// n(m), the least n with P(Bin(n, limit) <= m) <= miss, the first with
/// P(Bin(n, rate) <= m) >= power. Rate 0 gives m = 0: 2995 for 1e-3, miss 0.05.
assay_plan_limit assay_plan_limit_trials(double limit, double rate,
                                         double power, double miss);
/// The chance that `trials` independent ones meet the limit, if the rate is
/// `rate`; 0 where there are too few for any.
double assay_plan_limit_power(double trials, double limit, double rate,
                              double miss);

/// Two groups of people; rates of a ratio are p and p x ratio.
typedef struct assay_plan_groups {
    double people[2]; ///< of the group with the lower rate, and of the other
    double rate;      ///< the lower rate p
} assay_plan_groups;

/// The chance that the interval of the ratio leaves out 1: normal, of
/// ln ratio with variance (1-p1)/(p1 n1) + (1-p2)/(p2 n2), n effective, t with
/// a third of the fewer people. 0 where p x ratio >= 1.
double assay_plan_ratio_power(const assay_plan_design *design,
                              const assay_plan_groups *groups, double ratio,
                              double confidence);
/// The fewest people in each of two groups of one size. Infinite where none.
double assay_plan_people_for_ratio(const assay_plan_design *design, double rate,
                                   double ratio, double power,
                                   double confidence);
/// The least ratio above 1 with that chance to show; infinite: none.
double assay_plan_least_ratio(const assay_plan_design *design,
                              const assay_plan_groups *groups, double power,
                              double confidence);

/// Events for a relative half width `part`: (z/part)^2. 96.04 for 0.2.
double assay_plan_events(double part, double confidence);

#endif
