// SPDX-License-Identifier: Apache-2.0
/// What can't be measured, or not for certain, because non-mated comparisons
/// below a floor are no rows (count/view.h).
#ifndef MEASURE_FLOOR_H
#define MEASURE_FLOOR_H

#include "measure/study.h"

/// Whether the threshold that lets `most` non-mated comparisons match is not
/// above the floor.
bool assay_floor_hides(const assay_view *view, uint64_t most);
/// Whether nothing is known below the floor but numbers.
bool assay_floor_blind(const assay_view *view);
/// Whether figures of the whole range of scores rest on a sample.
bool assay_floor_sampled(const assay_view *view);

/// "kept are the 16,777,216 most alike pairs of different people: FMR below
/// 0.191; --tail keeps more". Notes live as long as the ledger; NULL without
/// memory.
const char *assay_floor_note(const assay_part *part);
/// Why a figure of the whole range of scores has bounds and no interval.
const char *assay_floor_bounds_note(const assay_part *part);
/// "non-mated scores from a sample of 1,000,000 comparisons".
const char *assay_floor_sample_note(const assay_part *part);

#endif
