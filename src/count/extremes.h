// SPDX-License-Identifier: Apache-2.0
/// The comparisons most unlike their class: mated ones with the lowest scores,
/// non-mated ones with the highest. Wrong labels are found there.
#ifndef COUNT_EXTREMES_H
#define COUNT_EXTREMES_H

#include "count/counter.h"

/// A comparison of two people, by the order in which they were first seen.
typedef struct assay_extreme {
    uint32_t key;
    uint32_t probe, reference;
} assay_extreme;

/// The `most` most extreme of a class, the most extreme first, equals in
/// canonical order of people: a function of the set of comparisons alone. On
/// success the caller owns `*out` (assay_free()) with `*count` of them. Only
/// where people are known.
assay_status assay_counter_extremes(assay_counter *counter, int class,
                                    size_t most, assay_extreme **out,
                                    size_t *count, assay_error *err);

#endif
