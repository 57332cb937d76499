// SPDX-License-Identifier: Apache-2.0
/// Views of which some non-mated comparisons are no rows: what their floor, the
/// body of scores and the design (rest.h) make of a view.
#ifndef COUNT_BELOW_H
#define COUNT_BELOW_H

#include "count/rest.h"

/// A view while it is tallied.
typedef struct assay_below_work {
    const assay_rest *rest;
    assay_store *store;
    const assay_kernels *kernels;
    assay_view *view; ///< its members, labels and people stand
    assay_tally *tallies[ASSAY_CLASSES]; ///< of its rows
    bool moments;
} assay_below_work;

/// Tallies the rows of the view in a pass of its own.
assay_status assay_below_tally(assay_below_work *work, assay_error *err);
/// The rows are tallied: counts the design, and adds what is known below the
/// floor to the non-mated tally. Fills trials, failures, floor fields and, from
/// a sample, moments. Refuses rows and bodies that are not the design's
/// (ASSAY_EINPUT).
assay_status assay_below_add(assay_below_work *work, assay_error *err);
/// Sets key ranges and moments that rows alone don't give.
void assay_below_ranges(const assay_below_work *work);

/// Whether FMR and FNMR cross at or below the floor.
bool assay_below_crosses(const assay_view *view);
/// Then sets the crossing from the edges of buckets, if anything is known.
void assay_below_cross(assay_view *view);
/// The bounded area of a view with a floor, below which something is known.
assay_status assay_below_area(assay_store *store, const assay_kernels *kernels,
                              const assay_watch *watch, assay_view *view,
                              assay_error *err);

#endif
