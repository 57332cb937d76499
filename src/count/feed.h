// SPDX-License-Identifier: Apache-2.0
/// What a search of templates found, as the rows and the rest of a counter.
#ifndef COUNT_FEED_H
#define COUNT_FEED_H

#include "count/counter.h"
#include "count/found.h"

/// Adds mated comparisons and tail as rows, then the rest: a counter with
/// people, and with profiles where a side has them (both or neither). `sides`
/// are those of the search, with all pairs the first alone; their arrays and
/// `found` must outlive the counter. Before assay_counter_close(). A tail with
/// a floor is not copied but replayed. Memory of 12 bytes a row (16 with
/// profiles) keeps all in memory.
assay_status assay_counter_feed(assay_counter *counter,
                                const assay_found *found,
                                const assay_rest_side sides[ASSAY_SIDES],
                                assay_error *err);

#endif
