// SPDX-License-Identifier: Apache-2.0
// The key is found in three digits: 16 bits from the tally, then twice 8. Only
// prefixes that hold more than 1 % go on to the next digit: 100 at the most.
#include "count/heavy.h"

#include "base/alloc.h"

#include <string.h>

enum { PREFIXES = 100, DIGIT = 256 };

typedef struct digits {
    const assay_kernels *kernels;
    const assay_members *members;
    uint8_t wanted[ASSAY_BUCKETS];
    unsigned shift; // of the digit that is counted: 8, then 0
    size_t count;
    uint32_t prefix[PREFIXES]; // key >> (shift + 8)
    uint64_t hits[PREFIXES][DIGIT];
    uint32_t keys[ASSAY_SCAN_ROWS];
    assay_gathered gathered;
} digits;

static void count_key(digits *d, uint32_t key)
{
    const uint32_t prefix = key >> (d->shift + 8);
    for (size_t i = 0; i < d->count; i++) {
        if (d->prefix[i] != prefix) continue;
        d->hits[i][key >> d->shift & 0xFF]++;
        return;
    }
}

static assay_status count_block(void *context, const assay_block *block,
                                assay_error *err)
{
    digits *d = context;
    (void)err;
    block = assay_members_of(d->members, block, &d->gathered);
    const size_t n =
        d->kernels->select(d->wanted, block->score, block->rows, d->keys);
    for (size_t i = 0; i < n; i++) count_key(d, d->keys[i]);
    return ASSAY_OK;
}

static bool heavy(uint64_t count, uint64_t trials)
{
    return count > trials / 100 && count > 1;
}

static void first_prefixes(digits *d, const assay_view *view, int class)
{
    for (size_t i = 0; i < view->bucket_count && d->count < PREFIXES; i++) {
        const assay_bucket *b = &view->buckets[i];
        // No row is there.
        if (class == ASSAY_NON_MATED && b->bucket < view->floor >> 16) continue;
        if (!heavy(b->count[class], view->trials[class])) continue;
        d->prefix[d->count++] = b->bucket;
        d->wanted[b->bucket] = 1;
    }
}

static void next_prefixes(digits *d, uint64_t trials)
{
    uint32_t prefix[PREFIXES];
    size_t count = 0;
    memset(d->wanted, 0, sizeof d->wanted);
    for (size_t i = 0; i < d->count; i++) {
        for (uint32_t digit = 0; digit < DIGIT && count < PREFIXES; digit++) {
            if (!heavy(d->hits[i][digit], trials)) continue;
            prefix[count++] = d->prefix[i] << 8 | digit;
            d->wanted[d->prefix[i]] = 1;
        }
    }
    memcpy(d->prefix, prefix, sizeof prefix);
    memset(d->hits, 0, sizeof d->hits);
    d->count = count;
    d->shift = 0;
}

static void choose(const digits *d, assay_view *view, int class)
{
    for (size_t i = 0; i < d->count; i++) {
        for (uint32_t digit = 0; digit < DIGIT; digit++) {
            const uint64_t count = d->hits[i][digit];
            if (!heavy(count, view->trials[class])) continue;
            if (count <= view->mode_count[class]) continue;
            view->mode_count[class] = count;
            view->mode_key[class] = d->prefix[i] << 8 | digit;
        }
    }
}

static assay_status find(assay_store *store, digits *d, assay_view *view,
                         int class, assay_scan *scan, assay_error *err)
{
    memset(d->wanted, 0, sizeof d->wanted);
    memset(d->hits, 0, sizeof d->hits);
    d->count = 0;
    d->shift = 8;
    first_prefixes(d, view, class);
    if (!d->count) return ASSAY_OK;
    scan->least = d->prefix[0] << 16; // they ascend
    ASSAY_TRY(assay_store_scan(store, class, scan, err));
    next_prefixes(d, view->trials[class]);
    if (!d->count) return ASSAY_OK;
    ASSAY_TRY(assay_store_scan(store, class, scan, err));
    choose(d, view, class);
    return ASSAY_OK;
}

assay_status assay_heavy(assay_store *store, const assay_kernels *kernels,
                         const assay_watch *watch, assay_view *view,
                         assay_error *err)
{
    ASSAY_AUTO(assay_drop) digits *d = assay_new(sizeof *d, 0, 0);
    if (!d) return assay_fail_memory(err, "the commonest scores");
    d->kernels = kernels;
    d->members = &view->store->members;
    assay_scan scan = {.work = count_block,
                       .context = d,
                       .watch = watch,
                       .stage = "looking for codes",
                       .scores = true};
    for (int class = 0; class < ASSAY_CLASSES; class ++)
        ASSAY_TRY(find(store, d, view, class, &scan, err));
    return ASSAY_OK;
}
