// SPDX-License-Identifier: Apache-2.0
/// People and scores with a known truth.
#ifndef ASSAY_SIMULATE_H
#define ASSAY_SIMULATE_H

#include "assay/options.h"

#ifdef __cplusplus
extern "C" {
#endif

/// A population: s = shift(group, mated) + subject effects + noise, method.md
/// 4.9, so that FMR(T) and FNMR(T) of each group are known in closed form.
typedef struct assay_simulate_scores_options {
    uint64_t seed;            ///< 1
    const char *directory;    ///< where scores.csv, subjects.csv, truth.json go
    const char *mated;        ///< bare scores only, .npy or "-"; or NULL
    const char *non_mated;    ///< bare scores only, .npy or "-"; or NULL
    uint64_t mated_count;     ///< of the bare files
    uint64_t non_mated_count; ///< of the bare files
    uint64_t subjects;        ///< 400
    double images_mean;       ///< 3; images per subject, unbalanced
    double probe_effect;      ///< 0.1: share of variance, subject as probe
    double reference_effect;  ///< 0.1: share of variance, subject as reference
    double mated_mean;        ///< 4.5: mean of mated scores, in deviations
    assay_texts groups;       ///< "F", "M": see --groups; none: one group
    assay_watch watch;        ///< progress, and when to stop
} assay_simulate_scores_options;

/// Fills `*options` with the defaults.
ASSAY_API void
assay_simulate_scores_options_default(assay_simulate_scores_options *options);

/// Writes the files. Same options, same bytes. On success `*truth` is a text
/// for the terminal (ended with assay_text_free()); on failure NULL.
ASSAY_API ASSAY_MUST_CHECK assay_status
assay_simulate_scores(const assay_simulate_scores_options *options,
                      char **truth, assay_error *error);

#ifdef __cplusplus
}
#endif
#endif
