// SPDX-License-Identifier: Apache-2.0
/// Who was compared and who erred: the passes over rows whose people are
/// known.
#ifndef COUNT_PEOPLE_H
#define COUNT_PEOPLE_H

#include "count/view_store.h"

/// Fills the margins of a view, and from them disjoint_roles and balanced.
assay_status assay_people_margins(assay_store *store, const assay_watch *watch,
                                  assay_view *view, assay_error *err);

/// Fills errors, pairs, balanced sums and, with `area`, the area. The points
/// stand, ascending, each with its key.
assay_status assay_people_count(assay_store *store,
                                const assay_kernels *kernels,
                                const assay_watch *watch, assay_view *view,
                                bool area, assay_error *err);

/// Without people: trials and events of a view that has no tally (the same
/// references).
assay_status assay_events_count(assay_store *store, const assay_watch *watch,
                                assay_view *view, assay_error *err);

#endif
