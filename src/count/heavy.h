// SPDX-License-Identifier: Apache-2.0
/// A score that so many comparisons share that it may be a failure code.
#ifndef COUNT_HEAVY_H
#define COUNT_HEAVY_H

#include "count/view_store.h"

/// Fills mode_key and mode_count of a tallied view: the commonest score that
/// makes up more than 1 % of its class, of equals the smallest. Two passes over
/// a class at most, none where no bucket is that full.
assay_status assay_heavy(assay_store *store, const assay_kernels *kernels,
                         const assay_watch *watch, assay_view *view,
                         assay_error *err);

#endif
