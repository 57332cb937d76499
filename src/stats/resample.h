// SPDX-License-Identifier: Apache-2.0
/// Resampling people by integer weights: each subject counts Poisson(1) times
/// in a replicate, each comparison as often as the product of its people's
/// weights. docs/statistics.md 4.4 and 9.4.
///
/// The weight of a subject in a replicate is a pure function of the seed, and
/// all sums are whole numbers: a replicate has the same bits for any number of
/// threads, in any order. Only errors are summed over; trials follow from how
/// many samples each subject has. Replicates come ASSAY_LANES at a time, side
/// by side in memory, so that one look at a pair serves them all; batches are
/// independent, and the caller may share them out over threads.
///
/// 13 x all samples of a side is below 2^32. Held by
/// tests/unit/test_stats_resample.c, against sums over all comparisons and the
/// weights of T9.4.
#ifndef STATS_RESAMPLE_H
#define STATS_RESAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Replicates in a batch.
enum { ASSAY_LANES = 64 };

/// Two subjects of a comparison.
typedef struct assay_two {
    uint32_t probe, reference;
} assay_two;

/// Weights of subjects 0 .. `subjects` - 1 in the replicates `first` ..
/// `first` + ASSAY_LANES - 1, `first` a multiple of 4: subject by subject,
/// `weights[subject * ASSAY_LANES + lane]`, each 0 to 13. That of subject i in
/// replicate b is assay_poisson_weight() of word b mod 4 of the block at unit
/// i, replicate b/4, of `stream`.
void assay_resample_weights(uint64_t seed, uint32_t stream, uint32_t first,
                            size_t subjects, uint8_t *weights);

/// Sum over `pairs[0..count)` of w_probe w_reference, for each lane: the
/// errors of a replicate where `pairs` are the error pairs.
void assay_resample_pairs(const uint8_t *weights, const assay_two *pairs,
                          size_t count, uint64_t sums[ASSAY_LANES]);

/// Sum of w_i x_i over `x[0..subjects)`, for each lane: errors or trials that
/// belong to one subject each.
void assay_resample_singles(const uint8_t *weights, const uint32_t *x,
                            size_t subjects, uint64_t sums[ASSAY_LANES]);

/// Whose samples are compared with whose: every probe with every reference of
/// another subject.
typedef struct assay_sides {
    size_t subjects;
    const uint32_t *probes;     ///< samples of each subject
    const uint32_t *references; ///< likewise; the same array where one set is
                                ///< compared with itself, each two samples once
} assay_sides;

/// Non-mated comparisons of a replicate, for each lane: (sum w a)(sum w b) -
/// sum w^2 a b; half of it for one set.
void assay_resample_trials(const uint8_t *weights, assay_sides sides,
                           uint64_t trials[ASSAY_LANES]);

/// The same where no design says who is compared with whom: the sum over
/// `pairs[0..count)` of w w' times.
void assay_resample_listed(const uint8_t *weights, const assay_two *pairs,
                           const uint32_t *times, size_t count,
                           uint64_t trials[ASSAY_LANES]);

/// What FNMR at FMR targets is resampled from.
typedef struct assay_resample_det {
    assay_sides sides;     ///< of `compared` only how many subjects there are
    const uint32_t *mated; ///< mated comparisons of each subject
    /// Non-mated comparisons with the highest scores, descending; what follows
    /// them matters only to thresholds that they do not reach.
    const assay_two *pairs;
    /// For each pair the number of mated comparisons with its score or a lower
    /// one: those that do not match at the lowest threshold which leaves the
    /// pair out. Pairs of equal scores have equal numbers.
    const uint32_t *below;
    size_t pair_count;
    const uint32_t *misses; ///< whose the mated comparisons are, scores
                            ///< ascending; below[pair_count - 1] >= of them
    const double *alphas;   ///< FMR targets, ascending
    size_t targets;
    /// Pairs of subjects with non-mated comparisons, each once, and how many
    /// they have; NULL: those of `sides`.
    const assay_two *compared;
    const uint32_t *times;
    size_t compared_count;
} assay_resample_det;

/// No threshold among the pairs.
#define ASSAY_BEYOND UINT64_MAX

/// FNMR at FMR targets in ASSAY_LANES replicates.
typedef struct assay_resampled {
    uint64_t mated[ASSAY_LANES];  ///< mated comparisons; 0: no such FNMR
    uint64_t others[ASSAY_LANES]; ///< non-mated comparisons; 0: no threshold
    uint64_t *errors; ///< [target * ASSAY_LANES + lane]: false non-matches;
                      ///< ASSAY_BEYOND where the threshold lies below all pairs
                      ///< or there is none
} assay_resampled;

/// The threshold of each target is set anew in each replicate: the lowest at
/// which at most floor(alpha x trials) of the non-mated comparisons match
/// (6.1), equal scores together. `out->errors` is the caller's.
void assay_resample_fnmr(const assay_resample_det *data, const uint8_t *weights,
                         assay_resampled *out);

#endif
