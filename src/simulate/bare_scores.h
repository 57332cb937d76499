// SPDX-License-Identifier: Apache-2.0
/// Bare scores: a vector of float32 in .npy, each an independent comparison
/// drawn from the population.
#ifndef SIMULATE_BARE_SCORES_H
#define SIMULATE_BARE_SCORES_H

#include "simulate/population.h"

/// Writes `count` mated or non-mated scores to `path`; "-" is standard output.
/// A pipe is written as it goes, a file appears whole or not at all.
assay_status assay_bare_scores_write(const assay_population *population,
                                     bool mated, const char *path,
                                     uint64_t count, assay_error *err);

#endif
