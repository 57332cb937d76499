// SPDX-License-Identifier: Apache-2.0
/// Whether two results are of the same people and comparisons, and the counts
/// behind them.
#ifndef EVALUATE_PAIRING_H
#define EVALUATE_PAIRING_H

#include "base/build.h"
#include "count/searches.h"
#include "count/view.h"
#include "measure/identification.h"

/// What a result keeps. All zero is nothing; ended by assay_kept_end().
typedef struct assay_kept {
    const char *path; ///< for what is said of it
    const assay_result *result;
    const char *subjects; ///< ids, each with a 0 behind it
    size_t subjects_size;
    assay_view **views;
    size_t view_count;
    assay_searches *searches; ///< or NULL
    assay_arena arena;
    const assay_search_group *groups; ///< of the searches, in the arena
    size_t group_count;
} assay_kept;

/// Unpacks the counts of `kept->result`. ASSAY_EINPUT where it keeps none, or
/// none by person, or what no packing made.
assay_status assay_kept_read(assay_kept *kept, assay_error *err);
void assay_kept_end(assay_kept *kept);

/// Whether both are evaluations of one kind by one rule, counts aside.
assay_status assay_pairing_kind(const assay_kept *a, const assay_kept *b,
                                assay_error *err);
/// Whether both are of the same people, each with the same comparisons and
/// searches. ASSAY_EINPUT says what differs.
assay_status assay_pairing_check(const assay_kept *a, const assay_kept *b,
                                 assay_error *err);

#endif
