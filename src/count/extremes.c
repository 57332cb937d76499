// SPDX-License-Identifier: Apache-2.0
// Twice as many as asked for are gathered, sorted, and cut in half, again and
// again; what can't be among them any more is passed over at once.
#include "count/extremes.h"

#include "base/alloc.h"
#include "base/order.h"
#include "count/counter_parts.h"

#include <stdlib.h>

typedef struct entry {
    uint32_t distance; // from the far end: the least is the most extreme
    uint32_t rank[2];  // of probe and reference
    assay_extreme extreme;
} entry;

typedef struct gathering {
    const uint32_t *rank;
    bool mated;
    size_t most, count;
    uint32_t limit; // beyond it nothing is kept
    entry *entries; // 2 x most
} gathering;

static void drop(gathering *g)
{
    assay_free(g->entries);
}

static int by_distance(const void *a, const void *b)
{
    const entry *x = a;
    const entry *y = b;
    if (x->distance != y->distance) return x->distance < y->distance ? -1 : 1;
    for (int i = 0; i < 2; i++)
        if (x->rank[i] != y->rank[i]) return x->rank[i] < y->rank[i] ? -1 : 1;
    return 0;
}

static void cut(gathering *g)
{
    qsort(g->entries, g->count, sizeof *g->entries, by_distance);
    if (g->count > g->most) g->count = g->most;
    if (g->count == g->most) g->limit = g->entries[g->count - 1].distance;
}

static assay_status gather(void *context, const assay_block *block,
                           assay_error *err)
{
    gathering *g = context;
    (void)err;
    for (size_t i = 0; i < block->rows; i++) {
        const uint32_t key = assay_key_of(block->score[i]);
        const uint32_t distance = g->mated ? key : UINT32_MAX - key;
        if (distance > g->limit) continue;
        const uint32_t probe = block->probe[i];
        const uint32_t reference = block->reference[i];
        g->entries[g->count++] = (entry){distance,
                                         {g->rank[probe], g->rank[reference]},
                                         {key, probe, reference}};
        if (g->count == 2 * g->most) cut(g);
    }
    return ASSAY_OK;
}

assay_status assay_counter_extremes(assay_counter *counter, int class,
                                    size_t most, assay_extreme **out,
                                    size_t *count, assay_error *err)
{
    *out = NULL;
    *count = 0;
    ASSAY_AUTO(drop)
    gathering g = {.rank = assay_counter_rank(counter),
                   .mated = class == ASSAY_MATED,
                   .most = most,
                   .limit = UINT32_MAX};
    g.entries = assay_new(0, 2 * most + 1, sizeof *g.entries);
    assay_extreme *found = assay_new(0, most + 1, sizeof *found);
    const assay_scan scan = {.work = gather, .context = &g};
    assay_status status =
        g.entries && found
            ? assay_store_scan(assay_counter_store(counter), class, &scan, err)
            : assay_fail_memory(err, "the comparisons to review");
    if (status != ASSAY_OK) {
        assay_free(found);
        return status;
    }
    cut(&g);
    for (size_t i = 0; i < g.count; i++) found[i] = g.entries[i].extreme;
    *out = found;
    *count = g.count;
    return ASSAY_OK;
}
