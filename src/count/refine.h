// SPDX-License-Identifier: Apache-2.0
/// Level 2: within the few buckets that hold a threshold, how many scores have
/// each key. Thresholds, ties and events are exact from there.
#ifndef COUNT_REFINE_H
#define COUNT_REFINE_H

#include "count/view_store.h"

/// What a refinement works with.
typedef struct assay_refining {
    assay_store *store;
    const assay_kernels *kernels;
    const assay_watch *watch;
    assay_view *view;
    bool events; ///< also count the events of every point
    /// Work that is to see all rows once, on the same pass: `rider` may be
    /// NULL. A pass is made for it even where no point needs one.
    assay_store_work *rider;
    void *rider_context;
} assay_refining;

/// Finds the key of each `own` point, what was tied with it, and the crossing
/// of FMR and FNMR; with `events` also the events of every point, those whose
/// key was given included. Of the view, trials and buckets stand, and the
/// points in its store. An ASSAY_FOR_EER point gets t_i.
assay_status assay_refine(const assay_refining *how, assay_error *err);

#endif
