// SPDX-License-Identifier: Apache-2.0
/// Who was compared and who erred: the passes over rows whose people are
/// known.
#ifndef COUNT_PEOPLE_H
#define COUNT_PEOPLE_H

#include "count/view_store.h"

/// Opaque: the margins of a view, counted while somebody else scans all rows.
typedef struct assay_margins assay_margins;

/// For `view`; ended by assay_free().
assay_status assay_margins_new(assay_view *view, assay_margins **out,
                               assay_error *err);
/// An assay_store_work on an assay_margins.
assay_status assay_margins_add(void *margins, const assay_block *block,
                               assay_error *err);
/// When all rows were seen: sets disjoint_roles and balanced.
assay_status assay_margins_end(assay_margins *margins, assay_error *err);

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
