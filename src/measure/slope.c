// SPDX-License-Identifier: Apache-2.0
#include "measure/slope.h"

// Counts at an edge of a bucket.
typedef struct edge {
    uint64_t false_matches, false_non_matches;
} edge;

// What is counted ends at the floor; beyond it all else would be a guess.
static bool is_last(const assay_view *view, const assay_bucket *bucket)
{
    return view->floor && view->below != ASSAY_BELOW_COUNTED &&
           bucket->bucket << 16 <= view->floor;
}

// Counts at the edge nearest to `rate` that is at or beyond it.
static edge edge_at(const assay_view *view, double rate, bool beyond_up)
{
    const double trials = (double)view->trials[ASSAY_NON_MATED];
    const uint64_t mated = view->trials[ASSAY_MATED];
    edge step = {0, mated};
    for (size_t i = view->bucket_count; i-- > 0;) {
        const assay_bucket *bucket = &view->buckets[i];
        const bool last = is_last(view, bucket);
        edge next = {step.false_matches + bucket->count[ASSAY_NON_MATED],
                     step.false_non_matches - bucket->count[ASSAY_MATED]};
        if (last) next = (edge){view->floor_matches, view->floor_non_matches};
        const double fmr = (double)next.false_matches / trials;
        // Below: the last edge not above `rate`; above: the first not below.
        if (!beyond_up && fmr > rate) return step;
        step = next;
        if (last || (beyond_up && fmr >= rate)) return step;
    }
    return step;
}

double assay_slope(const assay_view *view, double low, double high)
{
    const edge a = edge_at(view, low, false);
    const edge b = edge_at(view, high, true);
    const double run = ((double)b.false_matches - (double)a.false_matches) /
                       (double)view->trials[ASSAY_NON_MATED];
    const double rise =
        ((double)b.false_non_matches - (double)a.false_non_matches) /
        (double)view->trials[ASSAY_MATED];
    return run > 0 ? rise / run : 0;
}
