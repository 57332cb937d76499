// SPDX-License-Identifier: Apache-2.0
/// Mated comparisons by quality: rows of marked.h whose marks are the keys of
/// their qualities.
#ifndef COUNT_DISCARDS_H
#define COUNT_DISCARDS_H

#include "count/marked.h"

/// Comparisons of one quality.
typedef struct assay_level {
    uint64_t trials;
    uint64_t errors; ///< with a key below the threshold's
} assay_level;

/// Counts the comparisons of `view` at the threshold `key`: a level for each
/// distinct mark, ascending (0 where the view has none).
assay_status assay_discards_levels(assay_marked *marked, const assay_view *view,
                                   uint32_t key, assay_level *levels,
                                   assay_error *err);

/// Events of trials, in all and of each person of the view (in any order;
/// arrays of view->people, or NULL).
typedef struct assay_discards_sum {
    uint64_t trials, events;
    uint64_t *trials_of, *events_of;
} assay_discards_sum;

/// Of all comparisons of `view`, those whose mark is below place `gate`.
assay_status assay_discards_gone(assay_marked *marked, const assay_view *view,
                                 size_t gate, assay_discards_sum *sum,
                                 assay_error *err);
/// Of the others, those that fail at the threshold `key`.
assay_status assay_discards_left(assay_marked *marked, const assay_view *view,
                                 size_t gate, uint32_t key,
                                 assay_discards_sum *sum, assay_error *err);

#endif
