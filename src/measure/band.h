// SPDX-License-Identifier: Apache-2.0
/// How sure each point of a DET must be for the whole curve to be held: from
/// replicates of the people (docs/statistics.md 4.4).
///
/// Held by tests/unit/test_measure_band.c and, in coverage, by bench/coverage.
#ifndef MEASURE_BAND_H
#define MEASURE_BAND_H

#include "stats/resample.h"

/// What replicates are made of. Arrays are the caller's and outlive it.
typedef struct assay_band_source {
    assay_resample_det det; ///< without targets
    uint32_t replicates;    ///< 0: no such band
    uint64_t seed;
    unsigned threads; ///< 0: all
} assay_band_source;

/// The points that are held at once.
typedef struct assay_band {
    double confidence;   ///< of each point; NaN: no replicate differs
    uint32_t replicates; ///< with both classes
} assay_band;

/// FNMR at `alphas[0..n)`, ascending FMRs, resampled: the confidence at which
/// pointwise intervals hold all of them with `confidence` together. `reached`
/// says of each point whether its threshold lay among the pairs in every
/// replicate; others play no part. False without memory. The same bits for any
/// number of threads.
bool assay_band_make(const assay_band_source *source, const double *alphas,
                     size_t n, double confidence, bool *reached,
                     assay_band *out);

#endif
