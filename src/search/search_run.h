// SPDX-License-Identifier: Apache-2.0
/// A search over a grid of tiles of one's own choice, for tests: small
/// matrices then take many tiles.
#ifndef SEARCH_SEARCH_RUN_H
#define SEARCH_SEARCH_RUN_H

#include "search/sweep.h"

/// What a test may turn. All zero: as assay_search_run() does it.
typedef struct assay_search_turns {
    assay_grid grid;
    uint64_t sample; ///< comparisons that a sampled body takes
    bool filter_all; ///< filter wherever that is allowed, even if it is slow
} assay_search_turns;

/// As assay_search_run(), turned.
assay_status assay_search_turned(const assay_search_options *options,
                                 const assay_search_turns *turns,
                                 assay_found **out, assay_error *err);

#endif
