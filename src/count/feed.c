// SPDX-License-Identifier: Apache-2.0
#include "count/feed.h"

#include "base/alloc.h"
#include "base/order.h"
#include "count/counter_parts.h"

typedef struct feed {
    assay_counter *counter;
    assay_rest_side probes, references;
    const assay_found *found;
    uint64_t at; // of the tail, the next to be shown
    bool profiles;
    float score[ASSAY_BLOCK_ROWS];
    uint32_t probe[ASSAY_BLOCK_ROWS], reference[ASSAY_BLOCK_ROWS];
    uint16_t probe_profile[ASSAY_BLOCK_ROWS];
    uint16_t reference_profile[ASSAY_BLOCK_ROWS];
} feed;

static void fill_profiles(feed *f, const assay_pair_found *pairs, size_t n)
{
    const uint16_t *probes = f->probes.profile;
    const uint16_t *references = f->references.profile;
    for (size_t i = 0; i < n; i++) {
        f->probe_profile[i] = probes[pairs[i].probe];
        f->reference_profile[i] = references[pairs[i].reference];
    }
}

static void fill_people(feed *f, const assay_pair_found *pairs, size_t n)
{
    const uint32_t *probes = f->probes.person;
    const uint32_t *references = f->references.person;
    for (size_t i = 0; i < n; i++) {
        f->probe[i] = probes[pairs[i].probe];
        f->reference[i] = references[pairs[i].reference];
    }
}

static assay_block fill_block(feed *f, const assay_pair_found *pairs, size_t n,
                              bool mated, bool people)
{
    for (size_t i = 0; i < n; i++) f->score[i] = assay_score_of(pairs[i].key);
    if (people) fill_people(f, pairs, n);
    if (f->profiles) fill_profiles(f, pairs, n);
    return (assay_block){.rows = n,
                         .mated = mated,
                         .score = f->score,
                         .probe = f->probe,
                         .reference = f->reference,
                         .probe_profile = f->profiles ? f->probe_profile : NULL,
                         .reference_profile =
                             f->profiles ? f->reference_profile : NULL};
}

static assay_status add_all(feed *f, const assay_pair_found *pairs,
                            uint64_t count, bool mated, assay_error *err)
{
    for (uint64_t at = 0; at < count; at += ASSAY_BLOCK_ROWS) {
        const uint64_t left = count - at;
        const size_t n =
            left < ASSAY_BLOCK_ROWS ? (size_t)left : ASSAY_BLOCK_ROWS;
        const assay_block block = fill_block(f, pairs + at, n, mated, true);
        ASSAY_TRY(assay_counter_add(f->counter, &block, err));
    }
    return ASSAY_OK;
}

static assay_status rewind_tail(void *context, assay_error *err)
{
    feed *f = context;
    (void)err;
    f->at = 0;
    return ASSAY_OK;
}

// By key descending.
static assay_status next_of_tail(void *context, const assay_scan *scan,
                                 assay_block blocks[ASSAY_CLASSES],
                                 assay_error *err)
{
    feed *f = context;
    const uint64_t left = f->found->tail_count - f->at;
    const size_t n = left < ASSAY_BLOCK_ROWS ? (size_t)left : ASSAY_BLOCK_ROWS;
    (void)err;
    if (!n || f->found->tail[f->at].key < scan->least) return ASSAY_OK;
    blocks[ASSAY_NON_MATED] =
        fill_block(f, f->found->tail + f->at, n, false, !scan->scores);
    f->at += n;
    return ASSAY_OK;
}

// Above a floor, errors are counted of those rows alone that match somewhere,
// mostly few; so the tail stays where it is.
static assay_status replay_tail(feed *f, assay_error *err)
{
    const assay_scan scores = {.scores = true};
    const assay_replay replay = {f, rewind_tail, next_of_tail, true};
    for (f->at = 0; f->at < f->found->tail_count;) {
        assay_block blocks[ASSAY_CLASSES] = {{0}, {0}};
        ASSAY_TRY(next_of_tail(f, &scores, blocks, err));
        ASSAY_TRY(assay_counter_tally(f->counter, &blocks[0], err));
    }
    return assay_counter_replay(f->counter, &replay, err);
}

assay_status assay_counter_feed(assay_counter *counter,
                                const assay_found *found,
                                const assay_rest_side sides[ASSAY_SIDES],
                                assay_error *err)
{
    const int other =
        found->all_pairs ? ASSAY_SIDE_PROBE : ASSAY_SIDE_REFERENCE;
    assay_rest rest = {.all_pairs = found->all_pairs,
                       .floor = found->floor,
                       .body = found->body,
                       .body_sampled = found->body_sampled};
    feed *f = assay_new(sizeof *f, 0, 0);
    if (!f) return assay_fail_memory(err, "the rows");
    assay_counter_own(counter, f);
    rest.sides[ASSAY_SIDE_PROBE] = sides[ASSAY_SIDE_PROBE];
    if (!found->all_pairs)
        rest.sides[ASSAY_SIDE_REFERENCE] = sides[ASSAY_SIDE_REFERENCE];
    f->counter = counter;
    f->found = found;
    f->probes = sides[ASSAY_SIDE_PROBE];
    f->references = sides[other];
    f->profiles = f->probes.profile && f->references.profile;
    ASSAY_TRY(add_all(f, found->mates, found->mate_count, true, err));
    ASSAY_TRY(found->floor
                  ? replay_tail(f, err)
                  : add_all(f, found->tail, found->tail_count, false, err));
    return assay_counter_rest(counter, &rest, err);
}
