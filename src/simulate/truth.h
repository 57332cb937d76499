// SPDX-License-Identifier: Apache-2.0
/// The true rates, in closed form: FMR(T) = 1 - Phi(T - shift) and FNMR(T) =
/// Phi(T - mean) within a group; pooled, the groups' rates weighted by the
/// comparisons that were made.
#ifndef SIMULATE_TRUTH_H
#define SIMULATE_TRUTH_H

#include "simulate/population.h"

/// A group's weights.
typedef struct assay_truth_part {
    double people;    ///< how many, or their share
    double mated;     ///< comparisons, or their share
    double non_mated; ///< comparisons, or their share
} assay_truth_part;

/// What the rates are made of.
typedef struct assay_truth {
    const assay_population *population;
    const assay_truth_part *parts; ///< one for each group
    uint64_t images;               ///< of all people; 0: bare scores
} assay_truth;

/// Stands for everybody where a group is asked for.
#define ASSAY_EVERYBODY SIZE_MAX

/// P(non-mated score >= threshold) in `group`.
double assay_truth_fmr(const assay_truth *truth, size_t group,
                       double threshold);
/// P(mated score < threshold) in `group`.
double assay_truth_fnmr(const assay_truth *truth, size_t group,
                        double threshold);
/// The threshold at which the FMR is `fmr`, in (0, 1).
double assay_truth_threshold(const assay_truth *truth, size_t group,
                             double fmr);
/// The rate at which FMR and FNMR are equal.
double assay_truth_eer(const assay_truth *truth, size_t group);
/// P(mated score > non-mated score), the two drawn independently.
double assay_truth_auc(const assay_truth *truth, size_t group);

/// The sums over all groups.
assay_truth_part assay_truth_total(const assay_truth *truth);

/// The targets that are told of: 1e-2 to 1e-6.
extern const double assay_truth_targets[5];

#endif
