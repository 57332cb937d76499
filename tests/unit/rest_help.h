// SPDX-License-Identifier: Apache-2.0
/// Small random designs of comparisons, and what a search of them finds: for
/// the tests of what is counted without rows.
#ifndef UNIT_REST_HELP_H
#define UNIT_REST_HELP_H

#include "base/alloc.h"
#include "base/order.h"
#include "count/feed.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SAMPLES = 60, PEOPLE = 14, PROFILES = 3 };
enum { MOST = SAMPLES * SAMPLES };

typedef struct rest_side {
    uint32_t person[SAMPLES], sample[SAMPLES];
    uint16_t profile[SAMPLES];
    uint8_t lost[SAMPLES];
    size_t rows;
} rest_side;

// A comparison of rows, made or failed.
typedef struct rest_pair {
    uint32_t probe, reference;
    float score;
    bool mated, no_probe, no_reference;
} rest_pair;

typedef struct rest_design {
    bool all_pairs, any_lost;
    rest_side sides[2];
    rest_pair pairs[MOST];
    size_t count;
    uint32_t people;
    uint64_t state;
} rest_design;

static inline uint32_t rest_next(rest_design *d)
{
    d->state = d->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(d->state >> 33);
}

static inline float rest_draw_score(rest_design *d, bool mated)
{
    const float base = (float)(rest_next(d) % 40) + (float)(rest_next(d) % 20);
    return (base + (mated ? 15.0f : 0.0f)) / 32.0f - 0.5f;
}

static inline void rest_make_side(rest_design *d, rest_side *s, uint32_t from,
                                  uint32_t to)
{
    s->rows = 2 + rest_next(d) % (SAMPLES - 2);
    for (size_t i = 0; i < s->rows; i++) {
        // Some people have many more samples than others.
        const uint32_t width =
            rest_next(d) % 3 ? to - from : (to - from + 1) / 2;
        s->person[i] = from + rest_next(d) % width;
        s->sample[i] =
            (uint32_t)(s == &d->sides[0] ? 0 : SAMPLES) + (uint32_t)i;
        s->profile[i] = (uint16_t)(rest_next(d) % 4 ? s->person[i] % PROFILES
                                                    : rest_next(d) % PROFILES);
        s->lost[i] = d->any_lost && rest_next(d) % 8 == 0;
    }
}

// Some probes are references as well: the same sample.
static inline void rest_share_samples(rest_design *d)
{
    const rest_side *p = &d->sides[0];
    rest_side *r = &d->sides[1];
    for (size_t i = 0; i < p->rows && i < r->rows; i++) {
        if (rest_next(d) % 3) continue;
        r->person[i] = p->person[i];
        r->sample[i] = p->sample[i];
        r->profile[i] = p->profile[i];
    }
}

static inline void rest_add_pair(rest_design *d, const rest_side *p, size_t i,
                                 const rest_side *r, size_t j)
{
    if (p->sample[i] == r->sample[j]) return;
    rest_pair *one = &d->pairs[d->count++];
    one->probe = (uint32_t)i;
    one->reference = (uint32_t)j;
    one->mated = p->person[i] == r->person[j];
    one->no_probe = p->lost[i] || (d->all_pairs && r->lost[j]);
    one->no_reference = !one->no_probe && r->lost[j];
    one->score = rest_draw_score(d, one->mated);
}

static inline void rest_make(rest_design *d, unsigned seed)
{
    memset(d, 0, sizeof *d);
    d->state = seed * 7919u + 1u;
    d->all_pairs = seed % 2 == 0;
    d->any_lost = seed % 3 == 0;
    d->people = 2 + rest_next(d) % (PEOPLE - 2);
    const bool apart = seed % 4 == 1 && d->people > 3;
    const uint32_t half = apart ? d->people / 2 : d->people;
    rest_make_side(d, &d->sides[0], 0, half);
    if (d->all_pairs) {
        d->sides[1] = d->sides[0];
    } else {
        rest_make_side(d, &d->sides[1], apart ? half : 0, d->people);
        if (!apart) rest_share_samples(d);
    }
    for (size_t i = 0; i < d->sides[0].rows; i++)
        for (size_t j = 0; j < d->sides[1].rows; j++)
            // Which row is the probe of a pair is nobody's business.
            if (!d->all_pairs || (i < j) == ((i + j) % 2 == 0))
                rest_add_pair(d, &d->sides[0], i, &d->sides[1], j);
}

static inline bool rest_made(const rest_pair *one)
{
    return !one->no_probe && !one->no_reference;
}

static inline int rest_by_key(const void *a, const void *b)
{
    const assay_pair_found *x = a, *y = b;
    if (x->key != y->key) return x->key > y->key ? -1 : 1;
    if (x->probe != y->probe) return x->probe < y->probe ? -1 : 1;
    return x->reference < y->reference ? -1 : 1;
}

enum { NO_BODY, BODY, BODY_BELOW, SAMPLED };

// What a search of the design finds with this capacity.
static inline void rest_find(const rest_design *d, uint64_t capacity, int body,
                             assay_found *f)
{
    memset(f, 0, sizeof *f);
    f->all_pairs = d->all_pairs;
    f->mates = calloc(MOST, sizeof *f->mates);
    f->tail = calloc(MOST + 1, sizeof *f->tail);
    assert_true(f->mates && f->tail);
    for (size_t i = 0; i < d->count; i++) {
        const rest_pair *one = &d->pairs[i];
        const assay_pair_found found = {assay_key_of(one->score), one->probe,
                                        one->reference};
        if (!rest_made(one)) continue;
        if (one->mated)
            f->mates[f->mate_count++] = found;
        else
            f->tail[f->tail_count++] = found;
    }
    f->comparisons[0] = f->tail_count;
    f->comparisons[1] = f->mate_count;
    qsort(f->mates, f->mate_count, sizeof *f->mates, rest_by_key);
    qsort(f->tail, f->tail_count, sizeof *f->tail, rest_by_key);
    if (f->tail_count > capacity) f->floor = f->tail[capacity].key;
    const uint64_t all = f->tail_count;
    while (f->tail_count && f->tail[f->tail_count - 1].key <= f->floor)
        f->tail_count--;
    if (!body) return;
    f->body = assay_tally_new();
    assert_non_null(f->body);
    f->body_sampled = body == SAMPLED;
    const assay_kernels *c = assay_kernels_choose("c");
    for (uint64_t i = body == BODY_BELOW ? f->tail_count : 0; i < all; i++) {
        const float score = assay_score_of(f->tail[i].key);
        if (body != SAMPLED || i % 3 == 0)
            assay_tally_add(f->body, c, &score, 1, true);
    }
}

static inline void rest_drop_found(assay_found *f)
{
    free(f->mates);
    free(f->tail);
    assay_free(f->body);
}

static inline assay_counter *rest_new_counter(void)
{
    assay_error err;
    assay_counter *counter = NULL;
    const assay_counter_options options = {
        .spool = "/tmp", .people = true, .profiles = true};
    assert_int_equal(assay_counter_new(&options, &counter, &err), ASSAY_OK);
    return counter;
}

static inline void rest_end_intake(const rest_design *d, assay_counter *counter)
{
    assay_error err;
    uint32_t rank[PEOPLE];
    for (uint32_t i = 0; i < d->people; i++) rank[i] = d->people - 1 - i;
    assert_int_equal(assay_counter_close(counter, d->people, rank, &err),
                     ASSAY_OK);
}

static inline assay_counter *rest_feed(const rest_design *d,
                                       const assay_found *found)
{
    assay_error err;
    assay_rest_side sides[2];
    for (int s = 0; s < 2; s++)
        sides[s] = (assay_rest_side){d->sides[s].person, d->sides[s].profile,
                                     d->sides[s].sample, d->sides[s].lost,
                                     d->sides[s].rows};
    assay_counter *counter = rest_new_counter();
    assert_int_equal(assay_counter_feed(counter, found, sides, &err), ASSAY_OK);
    rest_end_intake(d, counter);
    return counter;
}

// Row by row, as assay scores does it.
static inline assay_counter *rest_count_rows(const rest_design *d)
{
    assay_error err;
    assay_counter *counter = rest_new_counter();
    for (size_t i = 0; i < d->count; i++) {
        const rest_pair *one = &d->pairs[i];
        const rest_side *p = &d->sides[0], *r = &d->sides[1];
        const assay_block block = {.rows = 1,
                                   .mated = one->mated,
                                   .score = &one->score,
                                   .probe = &p->person[one->probe],
                                   .reference = &r->person[one->reference],
                                   .probe_profile = &p->profile[one->probe],
                                   .reference_profile =
                                       &r->profile[one->reference]};
        if (rest_made(one))
            assert_int_equal(assay_counter_add(counter, &block, &err),
                             ASSAY_OK);
        else
            assert_int_equal(assay_counter_fail(counter, one->mated ? 1 : 0,
                                                p->profile[one->probe],
                                                one->no_probe
                                                    ? ASSAY_FAILURE_PROBE
                                                    : ASSAY_FAILURE_REFERENCE,
                                                &err),
                             ASSAY_OK);
    }
    rest_end_intake(d, counter);
    return counter;
}

#endif
