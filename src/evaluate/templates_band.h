// SPDX-License-Identifier: Apache-2.0
/// What the people of a search are resampled from, for the band of the DET.
#ifndef EVALUATE_TEMPLATES_BAND_H
#define EVALUATE_TEMPLATES_BAND_H

#include "base/fail.h"
#include "count/found.h"
#include "count/rest.h"
#include "measure/band.h"

/// Room behind a source; ended by assay_templates_band_end().
typedef struct assay_templates_band {
    assay_band_source source;
    uint32_t *samples[ASSAY_SIDES], *mated;
    assay_two *pairs;
    uint32_t *below, *misses;
} assay_templates_band;

/// The source of `people` from what was found of them; `sides` as for
/// assay_counter_feed(). `replicates`, `seed` and `threads` of the source are
/// the caller's. Of the tail the 2^22 most alike are taken.
assay_status assay_templates_band_make(const assay_found *found,
                                       const assay_rest_side *sides,
                                       uint32_t people,
                                       assay_templates_band *out,
                                       assay_error *err);
void assay_templates_band_end(assay_templates_band *band);

#endif
