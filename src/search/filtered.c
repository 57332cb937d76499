// SPDX-License-Identifier: Apache-2.0
#include "search/sweeper.h"

#include "base/order.h"

#include <math.h>
#include <string.h>

static const assay_search_side *other_side(const assay_sweep *sweep)
{
    const assay_search_options *o = sweep->options;
    return o->all_pairs ? &o->probes : &o->references;
}

// Whether the two are compared as strangers, of all against all here.
static bool meet(const assay_sweep *sweep, uint32_t probe, uint32_t reference)
{
    const assay_search_side *a = &sweep->options->probes;
    const assay_search_side *b = other_side(sweep);
    return a->person[probe] != b->person[reference] &&
           a->sample[probe] != b->sample[reference] &&
           (!sweep->options->all_pairs || reference > probe);
}

static void score_pairs(assay_sweep *sweep, assay_sweeper *w)
{
    sweep->exact->pairs(w->pair[0], w->pair[1], w->pairs, sweep->probes.stride,
                        sweep->options->metric == ASSAY_L2, w->pair_score);
}

static void take_pairs(assay_sweep *sweep, assay_sweeper *w)
{
    score_pairs(sweep, w);
    for (size_t i = 0; i < w->pairs; i++)
        assay_sweep_stranger(sweep, w, w->pair_row[0][i], w->pair_row[1][i],
                             w->pair_score[i]);
    w->matter += w->pairs;
    w->pairs = 0;
}

static void add_pair(assay_sweep *sweep, assay_sweeper *w, size_t probe,
                     size_t reference)
{
    const assay_block *a = &sweep->probes;
    const assay_block *b = &sweep->references[sweep->current];
    w->pair[0][w->pairs] = a->values + probe * a->stride;
    w->pair[1][w->pairs] = b->values + reference * b->stride;
    w->pair_row[0][w->pairs] = a->row[probe];
    w->pair_row[1][w->pairs] = b->row[reference];
    w->pairs++;
}

static void take_hits(assay_sweep *sweep, assay_sweeper *w, size_t n)
{
    const uint32_t *probe = sweep->probes.row;
    const uint32_t *reference = sweep->references[sweep->current].row;
    for (size_t i = 0; i < n; i++) {
        const assay_hit hit = w->hits[i];
        if (!meet(sweep, probe[hit.probe], reference[hit.reference])) continue;
        add_pair(sweep, w, hit.probe, hit.reference);
        if (w->pairs == ASSAY_SWEEP_PAIRS) take_pairs(sweep, w);
    }
    take_pairs(sweep, w);
}

// Kin of a probe among the references of the block: scored one by one, and how
// many they are.
static uint64_t take_kin(assay_sweep *sweep, assay_sweeper *w, size_t probe)
{
    const assay_block *a = &sweep->probes;
    const assay_block *b = &sweep->references[sweep->current];
    const uint32_t row = a->row[probe];
    const uint64_t first = assay_kin_from(sweep->kin, row, b->row[0]);
    const uint64_t end = sweep->kin->first[row + 1];
    const uint32_t last = b->row[b->count - 1];
    uint64_t at = first;
    for (; at < end && sweep->kin->rows[at] <= last; at++) {
        const uint32_t kin = sweep->kin->rows[at];
        add_pair(sweep, w, probe, assay_block_find(b, kin));
        score_pairs(sweep, w);
        assay_sweep_kin(sweep, w, row, kin, w->pair_score[0]);
        w->pairs = 0;
    }
    return at - first;
}

static void count_probe(assay_sweep *sweep, assay_sweeper *w, size_t probe)
{
    const assay_block *b = &sweep->references[sweep->current];
    const uint32_t row = sweep->probes.row[probe];
    const size_t from =
        sweep->options->all_pairs ? assay_block_find(b, row + 1) : 0;
    w->comparisons[ASSAY_NON_MATED] +=
        b->count - from - take_kin(sweep, w, probe);
}

// For the lists of a probe, from its scores with some members.
static void list_members(assay_sweep *sweep, assay_sweeper *w, uint32_t probe,
                         const float *score, size_t n)
{
    const uint32_t listed = assay_sweep_listed(sweep, probe);
    const size_t found = assay_sweep_select(
        score, n, listed ? assay_score_of(listed) : -INFINITY, w->selected);
    for (size_t i = 0; i < found; i++) {
        const size_t at = w->selected[i];
        const uint32_t reference = w->pair_row[1][at];
        if (meet(sweep, probe, reference))
            assay_sweep_list(sweep, probe, reference, assay_key_of(score[at]));
    }
}

static void score_members(assay_sweep *sweep, assay_sweeper *w, size_t first,
                          size_t n, size_t members)
{
    const assay_block *a = &sweep->probes;
    for (size_t i = 0; i < n; i++) {
        const size_t at = i % ASSAY_SWEEP_SCORED;
        const size_t left = n - i;
        const assay_exact_rows some = {
            a->values + (first + i) * a->stride,
            left < ASSAY_SWEEP_SCORED ? left : ASSAY_SWEEP_SCORED};
        if (!at)
            sweep->exact->block(some, (assay_exact_rows){w->members, members},
                                a->stride, sweep->options->metric == ASSAY_L2,
                                w->scores);
        list_members(sweep, w, a->row[first + i], w->scores + at * members,
                     members);
    }
}

// References that are in a gallery, gathered and scored in blocks.
static void take_members(assay_sweep *sweep, assay_sweeper *w, size_t first,
                         size_t n)
{
    const assay_block *b = &sweep->references[sweep->current];
    const uint64_t *members = sweep->options->galleries.members;
    size_t m = 0;
    for (size_t j = 0; j < b->count; j++) {
        if (!members[b->row[j]]) continue;
        memcpy(w->members + m * b->stride, b->values + j * b->stride,
               b->stride * sizeof *w->members);
        w->pair_row[1][m++] = b->row[j];
        if (m < sweep->reference_step) continue;
        score_members(sweep, w, first, n, m);
        m = 0;
    }
    if (m) score_members(sweep, w, first, n, m);
}

void assay_sweep_filtered(assay_sweep *sweep, assay_sweeper *w, size_t first,
                          size_t n)
{
    const assay_block *a = &sweep->probes;
    const assay_block *b = &sweep->references[sweep->current];
    if (!b->count) return;
    for (size_t i = 0; i < n; i++) count_probe(sweep, w, first + i);
    assay_sweep_sample(sweep, w, first, n);
    if (sweep->split) take_members(sweep, w, first, n);
    for (size_t j = 0; j < b->count; j += ASSAY_SWEEP_FILTERED) {
        const size_t left = b->count - j;
        const size_t m =
            left < ASSAY_SWEEP_FILTERED ? left : ASSAY_SWEEP_FILTERED;
        if (sweep->options->all_pairs && b->row[j + m - 1] <= a->row[first])
            continue;
        for (size_t i = 0; i < n; i++)
            w->least[i] = assay_sweep_least(sweep, a->row[first + i]);
        const assay_filter_work work = {&a->codes, &b->codes, first,   n,
                                        j,         m,         w->least};
        take_hits(sweep, w, assay_filter_run(&work, w->hits));
    }
}
