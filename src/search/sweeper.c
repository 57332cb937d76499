// SPDX-License-Identifier: Apache-2.0
#include "search/sweeper.h"

#include "base/alloc.h"
#include "base/order.h"
#include "count/found_fill.h"

#include <math.h>

bool assay_sweeper_make(assay_sweeper *w, const assay_sweep *sweep)
{
    const size_t probes = ASSAY_SWEEP_PROBES;
    if (sweep->found->body) w->tally = assay_tally_new();
    w->scores = assay_new(0, ASSAY_SWEEP_SCORED,
                          sweep->reference_step * sizeof *w->scores);
    w->members = assay_new(0, sweep->reference_step,
                           sweep->probes.stride * sizeof *w->members);
    w->hits = assay_new(0, probes, ASSAY_SWEEP_FILTERED * sizeof *w->hits);
    return w->scores && w->hits && w->members &&
           (w->tally || !sweep->found->body);
}

void assay_sweeper_free(assay_sweeper *w)
{
    assay_free(w->tally);
    assay_free(w->scores);
    assay_free(w->hits);
    assay_free(w->members);
}

void assay_sweeper_flush(assay_sweep *sweep, assay_sweeper *w)
{
    if (!w->tail_count && !w->mate_count) return;
    assay_lock_take(&sweep->lock);
    if (!assay_found_add_tail(sweep->found, w->tail, w->tail_count) ||
        !assay_found_add_mates(sweep->found, w->mates, w->mate_count))
        w->no_memory = true;
    atomic_store_explicit(&sweep->floor, sweep->found->floor,
                          memory_order_relaxed);
    assay_lock_leave(&sweep->lock);
    w->tail_count = 0;
    w->mate_count = 0;
}

uint32_t assay_sweep_listed(const assay_sweep *sweep, uint32_t probe)
{
    uint32_t least = UINT32_MAX;
    const unsigned galleries = sweep->found->galleries;
    for (unsigned g = 0; g < galleries; g++) {
        const uint32_t last = sweep->last[(size_t)probe * galleries + g];
        least = last < least ? last : least;
    }
    return least;
}

float assay_sweep_least(assay_sweep *sweep, uint32_t probe)
{
    const uint32_t floor =
        atomic_load_explicit(&sweep->floor, memory_order_relaxed);
    const uint32_t listed =
        sweep->split ? UINT32_MAX : assay_sweep_listed(sweep, probe);
    if (!floor || !listed) return -INFINITY;
    return assay_score_of(floor + 1 < listed ? floor + 1 : listed);
}

static void list_in(assay_sweep *sweep, size_t at, bool single,
                    assay_candidate candidate)
{
    assay_found *found = sweep->found;
    const unsigned length = found->list_length;
    assay_candidate *list = found->lists + at * length;
    uint16_t *used = &found->list_used[at];
    (void)(single ? assay_found_add_other
                  : assay_found_add_candidate)(list, used, length, candidate);
    if (*used == length) sweep->last[at] = list[length - 1].key;
}

void assay_sweep_list(assay_sweep *sweep, uint32_t probe, uint32_t reference,
                      uint32_t key)
{
    const assay_search_options *o = sweep->options;
    const size_t first = (size_t)probe * sweep->found->galleries;
    const assay_candidate candidate = {key, o->references.person[reference]};
    uint64_t left = o->galleries.members ? o->galleries.members[reference] : 1;
    for (; left; left &= left - 1) {
        const unsigned g = (unsigned)__builtin_ctzll(left);
        if (key >= sweep->last[first + g])
            list_in(sweep, first + g, sweep->singles >> g & 1, candidate);
    }
}

// Rows as the result names them: of all against all, the row with the smaller
// sample is the probe.
static assay_pair_found pair_of(const assay_sweep *sweep, uint32_t probe,
                                uint32_t reference, uint32_t key)
{
    const assay_search_options *o = sweep->options;
    const bool turned =
        o->all_pairs && o->probes.sample[reference] < o->probes.sample[probe];
    return (assay_pair_found){.key = key,
                              .probe = turned ? reference : probe,
                              .reference = turned ? probe : reference};
}

// Once for many rows: a floor that rises meanwhile is seen when they are added.
static void tail_some(assay_sweep *sweep, assay_sweeper *w, uint32_t probe,
                      const assay_some *some, size_t from, size_t to)
{
    const uint32_t floor =
        atomic_load_explicit(&sweep->floor, memory_order_relaxed);
    size_t count = w->tail_count;
    for (size_t i = from; i < to; i++) {
        const size_t at = some->at[i];
        const uint32_t key = assay_key_of(some->score[at]);
        w->tail[count] = pair_of(sweep, probe, some->row[at], key);
        count += key > floor;
    }
    w->tail_count = count;
}

void assay_sweep_strangers(assay_sweep *sweep, assay_sweeper *w, uint32_t probe,
                           const assay_some *some)
{
    for (size_t i = 0; i < some->n;) {
        const size_t room = ASSAY_SWEEP_BUFFER - w->tail_count;
        const size_t n = some->n - i < room ? some->n - i : room;
        tail_some(sweep, w, probe, some, i, i + n);
        if (w->tail_count == ASSAY_SWEEP_BUFFER) assay_sweeper_flush(sweep, w);
        i += n;
    }
    if (!sweep->found->galleries || sweep->split) return;
    for (size_t i = 0; i < some->n; i++)
        assay_sweep_list(sweep, probe, some->row[some->at[i]],
                         assay_key_of(some->score[some->at[i]]));
}

void assay_sweep_stranger(assay_sweep *sweep, assay_sweeper *w, uint32_t probe,
                          uint32_t reference, float score)
{
    const uint32_t key = assay_key_of(score);
    if (key > atomic_load_explicit(&sweep->floor, memory_order_relaxed)) {
        w->tail[w->tail_count++] = pair_of(sweep, probe, reference, key);
        if (w->tail_count == ASSAY_SWEEP_BUFFER) assay_sweeper_flush(sweep, w);
    }
    if (sweep->found->galleries && !sweep->split)
        assay_sweep_list(sweep, probe, reference, key);
}

void assay_sweep_kin(assay_sweep *sweep, assay_sweeper *w, uint32_t probe,
                     uint32_t reference, float score)
{
    const assay_search_options *o = sweep->options;
    const assay_search_side *other = o->all_pairs ? &o->probes : &o->references;
    if (other->sample[reference] == o->probes.sample[probe]) return;
    w->comparisons[ASSAY_MATED]++;
    w->mates[w->mate_count++] =
        pair_of(sweep, probe, reference, assay_key_of(score));
    if (w->mate_count == ASSAY_SWEEP_BUFFER) assay_sweeper_flush(sweep, w);
}
