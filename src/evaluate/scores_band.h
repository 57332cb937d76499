// SPDX-License-Identifier: Apache-2.0
/// What the people of a list or a matrix of scores are resampled from, for the
/// band of the DET.
#ifndef EVALUATE_SCORES_BAND_H
#define EVALUATE_SCORES_BAND_H

#include "count/counter.h"
#include "measure/band.h"

/// Room behind a source; ended by assay_scores_band_end().
typedef struct assay_scores_band {
    assay_band_source source;
    uint32_t *mated, *below, *misses, *times;
    assay_two *pairs, *compared;
    size_t compared_count, compared_room;
} assay_scores_band;

/// The source of all rows of a closed counter; `people` of them, 0 where they
/// are not known, which is refused. `replicates`, `seed` and `threads` of the
/// source are the caller's. Of the non-mated comparisons the 2^22 most alike
/// are taken.
assay_status assay_scores_band_make(assay_counter *counter, uint32_t people,
                                    assay_scores_band *out, assay_error *err);
void assay_scores_band_end(assay_scores_band *band);

#endif
