// SPDX-License-Identifier: Apache-2.0
/// Groups by several attributes at once: how far the rate of those who share
/// two values lies from what the attributes account for one by one.
/// docs/statistics.md 3.5.
///
/// Held by tests/unit/test_stats_interaction.c against exact solutions in
/// rationals (tests/certified/interaction.py).
#ifndef STATS_INTERACTION_H
#define STATS_INTERACTION_H

#include <stdbool.h>
#include <stddef.h>

/// A complete table: every combination of values is one group.
typedef struct assay_crossed {
    size_t n;             ///< groups
    size_t factors;       ///< attributes, 2 or more
    const size_t *levels; ///< values of each attribute, 2 or more
    const size_t *level;  ///< of each group its value of each attribute: n x
                          ///< factors, from 0
    const double *rate;   ///< of each group, above 0
    const double *covariance; ///< of them, cluster-robust, n x n
    const double *nu;         ///< degrees of freedom of each
} assay_crossed;

/// Two values of two attributes, and how the rate of groups with both departs.
typedef struct assay_interaction {
    size_t factor[2], level[2];
    double log;          ///< delta
    double mean;         ///< of ln rate over the groups with both
    double variance, nu; ///< of it
    double value;        ///< exp(delta)
    double low, high;    ///< simultaneous
    double p;            ///< of no departure, adjusted
    size_t tests;        ///< combinations that can differ
} assay_interaction;

/// Numbers of room that assay_interaction_largest() needs.
size_t assay_interaction_room(size_t n);

/// The departure delta of value i of one attribute with value j of another is
/// the coefficient of their indicator beside the additive model, ln rate = mu +
/// a term for each value of each attribute, by least squares with weights
/// rate^2/V: how many times the rate of those with both values is what the
/// attributes one by one account for, the others telling it. Of two attributes
/// with two values each exp(delta) is the ratio of ratios. Its variance is w'Cw
/// with the weights w that the rates have in it, nu by Welch and Satterthwaite.
///
/// The largest is the one with the greatest delta/se in absolute value; its
/// interval, with t, and p are adjusted for the combinations there are
/// (Bonferroni). Combinations of an attribute of two values come in pairs that
/// say the same with the other sign and count once; then the one above 0 is
/// given, and of such ones that with the greatest rates. False where no
/// variance is above 0.
bool assay_interaction_largest(const assay_crossed *of, double confidence,
                               double *room, assay_interaction *out);

#endif
