// SPDX-License-Identifier: Apache-2.0
#include "search/sweeper.h"

#include "base/alloc.h"
#include "base/order.h"
#include "count/found_fill.h"

#include <math.h>
#include <sched.h>

bool assay_sweeper_make(assay_sweeper *w, const assay_sweep *sweep)
{
    const size_t probes = ASSAY_SWEEP_PROBES;
    if (sweep->found->body) w->tally = assay_tally_new();
    w->scores = assay_new(0, probes, sweep->reference_step * sizeof *w->scores);
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

// Held for microseconds, or for as long as a cut of the tail takes, which all
// have to wait for.
static void take(assay_sweep *sweep)
{
    while (
        atomic_flag_test_and_set_explicit(&sweep->lock, memory_order_acquire))
        (void)sched_yield();
}

static void leave(assay_sweep *sweep)
{
    atomic_flag_clear_explicit(&sweep->lock, memory_order_release);
}

void assay_sweeper_flush(assay_sweep *sweep, assay_sweeper *w)
{
    if (!w->tail_count && !w->mate_count) return;
    take(sweep);
    if (!assay_found_add_tail(sweep->found, w->tail, w->tail_count) ||
        !assay_found_add_mates(sweep->found, w->mates, w->mate_count))
        w->no_memory = true;
    atomic_store_explicit(&sweep->floor, sweep->found->floor,
                          memory_order_relaxed);
    leave(sweep);
    w->tail_count = 0;
    w->mate_count = 0;
}

uint32_t assay_sweep_listed(const assay_found *found, uint32_t probe)
{
    uint32_t least = UINT32_MAX;
    const unsigned length = found->list_length;
    for (unsigned g = 0; g < found->galleries; g++) {
        const size_t at = (size_t)probe * found->galleries + g;
        if (found->list_used[at] < length) return 0;
        const uint32_t last = found->lists[at * length + length - 1].key;
        if (last < least) least = last;
    }
    return least;
}

float assay_sweep_least(assay_sweep *sweep, uint32_t probe)
{
    const uint32_t floor =
        atomic_load_explicit(&sweep->floor, memory_order_relaxed);
    const uint32_t listed =
        sweep->split ? UINT32_MAX : assay_sweep_listed(sweep->found, probe);
    if (!floor || !listed) return -INFINITY;
    return assay_score_of(floor + 1 < listed ? floor + 1 : listed);
}

void assay_sweep_list(assay_sweep *sweep, uint32_t probe, uint32_t reference,
                      uint32_t key)
{
    const assay_search_options *o = sweep->options;
    assay_found *found = sweep->found;
    const assay_candidate candidate = {key, o->references.person[reference]};
    uint64_t left = o->galleries.members ? o->galleries.members[reference] : 1;
    for (; left; left &= left - 1) {
        const unsigned g = (unsigned)__builtin_ctzll(left);
        const size_t at = (size_t)probe * found->galleries + g;
        (void)assay_found_add_candidate(found->lists + at * found->list_length,
                                        &found->list_used[at],
                                        found->list_length, candidate);
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
