// SPDX-License-Identifier: Apache-2.0
/// Level 1: how many scores of a class lie in each of 65,536 buckets, with
/// integer sums that give mean and variance exactly, in any order.
#ifndef COUNT_TALLY_H
#define COUNT_TALLY_H

#include "count/kernels.h"
#include "count/view.h"

enum { ASSAY_BUCKETS = 65536 };

/// 1.5 MB, of which only the buckets in use are ever touched.
typedef struct assay_tally {
    uint64_t total;
    uint32_t low, high; ///< least and greatest key; meaningless at total 0
    assay_tally_bucket buckets[ASSAY_BUCKETS];
} assay_tally;

/// An empty tally; NULL without memory. Ended by assay_free().
assay_tally *assay_tally_new(void);
/// Adds `n` scores; `moments` also adds the sums.
void assay_tally_add(assay_tally *tally, const assay_kernels *kernels,
                     const float *scores, size_t n, bool moments);
/// Adds `from` to `to`.
void assay_tally_merge(assay_tally *to, const assay_tally *from);
/// Mean and variance from the sums.
assay_moments assay_tally_moments(const assay_tally *tally);

#endif
