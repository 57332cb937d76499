// SPDX-License-Identifier: Apache-2.0
// Of few people each pair has a place of its own; of many, comparisons are
// gathered and sorted.
#include "count/compared.h"

#include "base/alloc.h"
#include "count/counter_parts.h"

#include <stdlib.h>

typedef struct gathering {
    const uint32_t *rank;
    uint32_t *times; // by place of the pair
    uint64_t *rows;  // high << 32 | low
    size_t count, room;
} gathering;

static void drop(gathering *g)
{
    assay_free(g->times);
    assay_free(g->rows);
}

static uint64_t pair_of(const gathering *g, uint32_t probe, uint32_t reference)
{
    const uint64_t a = g->rank[probe], b = g->rank[reference];
    return a < b ? b << 32 | a : a << 32 | b;
}

// Pairs whose higher person comes before `high`.
static uint64_t pairs_before(uint64_t high)
{
    return high ? high * (high - 1) / 2 : 0;
}

static assay_status count_pairs(void *context, const assay_block *block,
                                assay_error *err)
{
    gathering *g = context;
    (void)err;
    for (size_t i = 0; i < block->rows; i++) {
        const uint64_t pair = pair_of(g, block->probe[i], block->reference[i]);
        g->times[pairs_before(pair >> 32) + (uint32_t)pair]++;
    }
    return ASSAY_OK;
}

static assay_status too_many(assay_error *err)
{
    return assay_fail(err, ASSAY_EUNSUPPORTED,
                      "--bootstrap takes scores of up to 5,793 people, or up "
                      "to %d non-mated comparisons; assay templates takes more",
                      ASSAY_COMPARED_MOST);
}

static assay_status gather_rows(void *context, const assay_block *block,
                                assay_error *err)
{
    gathering *g = context;
    const size_t n = g->count + block->rows;
    if (n > ASSAY_COMPARED_MOST) return too_many(err);
    if (n > g->room) {
        const size_t room = 2 * n;
        if (!assay_grow(&g->rows, room, sizeof *g->rows))
            return assay_fail_memory(err, "the pairs of people");
        g->room = room;
    }
    for (size_t i = 0; i < block->rows; i++)
        g->rows[g->count++] = pair_of(g, block->probe[i], block->reference[i]);
    return ASSAY_OK;
}

static int ascending(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static bool hand_places(const gathering *g, uint32_t people,
                        assay_compared_take *take, void *context)
{
    for (uint32_t high = 1; high < people; high++)
        for (uint32_t low = 0; low < high; low++) {
            const uint32_t times = g->times[pairs_before(high) + low];
            const assay_compared_pair pair = {low, high, times};
            if (times && !take(context, pair)) return false;
        }
    return true;
}

static bool hand_rows(gathering *g, assay_compared_take *take, void *context)
{
    if (g->count) qsort(g->rows, g->count, sizeof *g->rows, ascending);
    for (size_t i = 0, next; i < g->count; i = next) {
        for (next = i; next < g->count && g->rows[next] == g->rows[i];) next++;
        const assay_compared_pair pair = {(uint32_t)g->rows[i],
                                          (uint32_t)(g->rows[i] >> 32),
                                          (uint32_t)(next - i)};
        if (!take(context, pair)) return false;
    }
    return true;
}

assay_status assay_counter_compared(assay_counter *counter,
                                    assay_compared_take *take, void *context,
                                    assay_error *err)
{
    const uint32_t people = assay_counter_people(counter);
    const bool few = pairs_before(people) <= ASSAY_COMPARED_MOST;
    ASSAY_AUTO(drop) gathering g = {.rank = assay_counter_rank(counter)};
    const assay_scan scan = {.work = few ? count_pairs : gather_rows,
                             .context = &g,
                             .watch = assay_counter_how(counter)->watch,
                             .stage = "who is compared with whom"};
    if (few) {
        g.times =
            assay_new(0, (size_t)pairs_before(people) + 1, sizeof *g.times);
        if (!g.times) return assay_fail_memory(err, "the pairs of people");
    }
    ASSAY_TRY(assay_store_scan(assay_counter_store(counter), ASSAY_NON_MATED,
                               &scan, err));
    const bool done = few ? hand_places(&g, people, take, context)
                          : hand_rows(&g, take, context);
    return done ? ASSAY_OK : assay_fail_memory(err, "the pairs of people");
}
