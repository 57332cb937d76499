// SPDX-License-Identifier: Apache-2.0
#include "count/folds.h"

#include "base/alloc.h"
#include "base/order.h"
#include "count/counter_parts.h"
#include "count/view_store.h"

// Rows on their way from one counter to another.
typedef struct pick {
    assay_counter *to;
    const uint8_t *fold;
    uint8_t left_out;
    const uint32_t *keys; // NULL: others than of fold `left_out`
    bool profiles;
    size_t n;
    float score[ASSAY_SCAN_ROWS];
    uint32_t probe[ASSAY_SCAN_ROWS], reference[ASSAY_SCAN_ROWS];
    uint16_t probe_profile[ASSAY_SCAN_ROWS];
    uint16_t reference_profile[ASSAY_SCAN_ROWS];
} pick;

static void take(pick *p, const assay_block *block, size_t i, float score)
{
    const size_t n = p->n++;
    p->score[n] = score;
    p->probe[n] = block->probe[i];
    p->reference[n] = block->reference[i];
    if (!p->profiles) return;
    p->probe_profile[n] = block->probe_profile[i];
    p->reference_profile[n] = block->reference_profile[i];
}

static assay_status hand_on(pick *p, bool mated, assay_error *err)
{
    const assay_block block = {
        .rows = p->n,
        .mated = mated,
        .score = p->score,
        .probe = p->probe,
        .reference = p->reference,
        .probe_profile = p->profiles ? p->probe_profile : NULL,
        .reference_profile = p->profiles ? p->reference_profile : NULL};
    p->n = 0;
    return assay_counter_add(p->to, &block, err);
}

static assay_status pick_others(void *context, const assay_block *block,
                                assay_error *err)
{
    pick *p = context;
    for (size_t i = 0; i < block->rows; i++)
        if (p->fold[block->probe[i]] != p->left_out &&
            p->fold[block->reference[i]] != p->left_out)
            take(p, block, i, block->score[i]);
    return hand_on(p, false, err);
}

static assay_status pick_judged(void *context, const assay_block *block,
                                assay_error *err)
{
    pick *p = context;
    for (size_t i = 0; i < block->rows; i++) {
        const uint8_t fold = p->fold[block->probe[i]];
        if (fold != p->fold[block->reference[i]]) continue;
        const bool match = assay_key_of(block->score[i]) >= p->keys[fold];
        take(p, block, i, match ? 1 : 0);
    }
    return hand_on(p, block->mated, err);
}

static assay_status fill(assay_counter *from, pick *p, assay_error *err)
{
    const assay_scan scan = {.work = p->keys ? pick_judged : pick_others,
                             .context = p,
                             .watch = assay_counter_how(from)->watch,
                             .stage = "choosing thresholds"};
    ASSAY_TRY(assay_store_scan(assay_counter_store(from),
                               p->keys ? -1 : ASSAY_NON_MATED, &scan, err));
    return assay_counter_close(p->to, assay_counter_people(from),
                               assay_counter_rank(from), err);
}

static assay_status pick_rows(assay_counter *from, pick *p, assay_counter **out,
                              assay_error *err)
{
    assay_counter_options options = *assay_counter_how(from);
    options.rates_only = true;
    p->profiles = options.profiles;
    ASSAY_TRY(assay_counter_new(&options, &p->to, err));
    const assay_status status = fill(from, p, err);
    if (status != ASSAY_OK) {
        assay_counter_free(p->to);
        return status;
    }
    *out = p->to;
    return ASSAY_OK;
}

static assay_status start(const uint8_t *fold, pick **out, assay_error *err)
{
    *out = assay_new(sizeof **out, 0, 0);
    if (!*out) return assay_fail_memory(err, "the rows");
    (*out)->fold = fold;
    return ASSAY_OK;
}

assay_status assay_folds_others(assay_counter *from, const uint8_t *fold,
                                uint8_t left_out, assay_counter **out,
                                assay_error *err)
{
    ASSAY_AUTO(assay_drop) pick *p = NULL;
    *out = NULL;
    ASSAY_TRY(start(fold, &p, err));
    p->left_out = left_out;
    return pick_rows(from, p, out, err);
}

assay_status assay_folds_judged(assay_counter *from, const uint8_t *fold,
                                const uint32_t *keys, assay_counter **out,
                                assay_error *err)
{
    ASSAY_AUTO(assay_drop) pick *p = NULL;
    *out = NULL;
    ASSAY_TRY(start(fold, &p, err));
    p->keys = keys;
    return pick_rows(from, p, out, err);
}
