// SPDX-License-Identifier: Apache-2.0
#include "count/store.h"

#include "base/alloc.h"
#include "base/spool.h"
#include "count/wide.h"

#include <string.h>

enum {
    PAIR_PARTS = 512,
    CHUNK_PEOPLE = 1024, // rows of a chunk; 16 KB with people and profiles
    CHUNK_PLAIN = 32768,
    REPLAYS = 64,
    PEOPLE_MEMORY = 56 << 20 // rows with people are larger, seen more often
};

// The columns of a chunk, one behind the other; absent ones are NULL.
typedef struct columns {
    float *score;
    uint32_t *probe, *reference;
    uint16_t *probe_profile, *reference_profile;
} columns;

typedef struct part {
    unsigned char *filling; // one chunk
    columns columns;        // of it
    size_t filled;          // rows in it
    uint64_t *chunks;       // offsets of the full ones in the spool
    size_t chunk_count, chunk_room;
} part;

struct assay_store {
    assay_spool *spool;
    bool people, profiles;
    size_t chunk_rows, row_bytes;
    size_t part_count;
    part *parts;
    unsigned char *reading; // one chunk
    assay_replay replays[REPLAYS];
    size_t replay_count;
    uint64_t rows, seen;
};

static size_t memory_of(const assay_store_options *options)
{
    if (options->memory) return options->memory;
    return options->people ? PEOPLE_MEMORY : ASSAY_SPOOL_MEMORY;
}

assay_status assay_store_new(const assay_store_options *options,
                             assay_store **out, assay_error *err)
{
    const bool people = options->people;
    const bool profiles = options->profiles;
    *out = NULL;
    assay_store *store = assay_new(sizeof *store, 0, 0);
    if (!store) return assay_fail_memory(err, "the rows");
    store->people = people;
    store->profiles = profiles;
    store->chunk_rows = people ? CHUNK_PEOPLE : CHUNK_PLAIN;
    store->row_bytes = 4u + (people ? 8u : 0u) + (profiles ? 4u : 0u);
    store->part_count = people ? PAIR_PARTS + 1 : 2;
    store->parts = assay_new(0, store->part_count, sizeof *store->parts);
    store->reading = assay_new(0, store->chunk_rows, store->row_bytes);
    assay_status status =
        store->parts && store->reading
            ? assay_spool_new(options->spool, memory_of(options), &store->spool,
                              err)
            : assay_fail_memory(err, "the rows");
    if (status != ASSAY_OK) {
        assay_store_free(store);
        return status;
    }
    *out = store;
    return ASSAY_OK;
}

static columns columns_of(const assay_store *store, void *chunk)
{
    const size_t n = store->chunk_rows;
    unsigned char *at = chunk;
    columns c = {0};
    c.score = (float *)(void *)at;
    at += n * sizeof *c.score;
    if (store->people) {
        c.probe = (uint32_t *)(void *)at;
        at += n * sizeof *c.probe;
        c.reference = (uint32_t *)(void *)at;
        at += n * sizeof *c.reference;
    }
    if (store->profiles) {
        c.probe_profile = (uint16_t *)(void *)at;
        at += n * sizeof *c.probe_profile;
        c.reference_profile = (uint16_t *)(void *)at;
    }
    return c;
}

static assay_status flush(assay_store *store, part *p, assay_error *err)
{
    if (p->chunk_count == p->chunk_room) {
        const size_t room = p->chunk_room ? p->chunk_room * 2 : 16;
        if (!assay_grow(&p->chunks, room, sizeof *p->chunks))
            return assay_fail_memory(err, "the rows");
        p->chunk_room = room;
    }
    p->chunks[p->chunk_count] = assay_spool_size(store->spool);
    ASSAY_TRY(assay_spool_add(store->spool, p->filling,
                              store->chunk_rows * store->row_bytes, err));
    p->chunk_count++;
    p->filled = 0;
    return ASSAY_OK;
}

static assay_status ready(assay_store *store, part *p, assay_error *err)
{
    if (!p->filling) {
        p->filling = assay_new(0, store->chunk_rows, store->row_bytes);
        if (!p->filling) return assay_fail_memory(err, "the rows");
        p->columns = columns_of(store, p->filling);
    }
    return p->filled == store->chunk_rows ? flush(store, p, err) : ASSAY_OK;
}

// A part for an unordered pair of people: the same for (a, b) and (b, a).
static size_t part_of(uint32_t a, uint32_t b)
{
    const uint64_t low = a < b ? a : b;
    const uint64_t high = a < b ? b : a;
    const uint64_t mixed = (low << 32 | high) * 0x9E3779B97F4A7C15u;
    return (size_t)((mixed ^ mixed >> 32) * 0xD6E8FEB86659FD93u >> 55);
}

static assay_status add_row(assay_store *store, part *p,
                            const assay_block *block, size_t i,
                            assay_error *err)
{
    if (!p->filling || p->filled == store->chunk_rows)
        ASSAY_TRY(ready(store, p, err));
    const columns c = p->columns;
    const size_t at = p->filled++;
    c.score[at] = block->score[i];
    // NOLINTNEXTLINE(clang-analyzer-core.NullDereference): ready() set it
    c.probe[at] = block->probe[i];
    c.reference[at] = block->reference[i];
    if (store->profiles) {
        c.probe_profile[at] = block->probe_profile[i];
        c.reference_profile[at] = block->reference_profile[i];
    }
    return ASSAY_OK;
}

static assay_status add_people(assay_store *store, const assay_block *block,
                               assay_error *err)
{
    for (size_t i = 0; i < block->rows; i++) {
        const size_t at = block->mated
                              ? PAIR_PARTS
                              : part_of(block->probe[i], block->reference[i]);
        ASSAY_TRY(add_row(store, &store->parts[at], block, i, err));
    }
    return ASSAY_OK;
}

static assay_status add_plain(assay_store *store, const assay_block *block,
                              assay_error *err)
{
    part *p = &store->parts[block->mated ? ASSAY_MATED : ASSAY_NON_MATED];
    for (size_t done = 0; done < block->rows;) {
        ASSAY_TRY(ready(store, p, err));
        const columns c = p->columns;
        const size_t room = store->chunk_rows - p->filled;
        const size_t left = block->rows - done;
        const size_t n = left < room ? left : room;
        memcpy(c.score + p->filled, block->score + done, n * sizeof(float));
        if (store->profiles) {
            memcpy(c.probe_profile + p->filled, block->probe_profile + done,
                   n * sizeof(uint16_t));
            memcpy(c.reference_profile + p->filled,
                   block->reference_profile + done, n * sizeof(uint16_t));
        }
        p->filled += n;
        done += n;
    }
    return ASSAY_OK;
}

assay_status assay_store_add(assay_store *store, const assay_block *block,
                             assay_error *err)
{
    store->rows += block->rows;
    return store->people ? add_people(store, block, err)
                         : add_plain(store, block, err);
}

assay_status assay_store_add_replay(assay_store *store,
                                    const assay_replay *replay,
                                    assay_error *err)
{
    if (store->replay_count == REPLAYS)
        return assay_fail(err, ASSAY_EUSAGE,
                          "more than %d files; join some of them", REPLAYS);
    store->replays[store->replay_count++] = *replay;
    return ASSAY_OK;
}

size_t assay_store_parts(const assay_store *store, int class, size_t *first)
{
    const size_t last = store->part_count - 1;
    *first = class == ASSAY_MATED ? last : 0;
    return class == ASSAY_MATED ? 1 : last;
}

uint64_t assay_store_part_rows(const assay_store *store, size_t at)
{
    const part *p = &store->parts[at];
    return (uint64_t)p->chunk_count * store->chunk_rows + p->filled;
}

static assay_status show(const columns *c, size_t rows, bool mated,
                         const assay_scan *scan, assay_error *err)
{
    const assay_block block = {rows,
                               mated,
                               c->score,
                               c->probe,
                               c->reference,
                               c->probe_profile,
                               c->reference_profile};
    return rows ? scan->work(scan->context, &block, err) : ASSAY_OK;
}

assay_status assay_store_scan_part(assay_store *store, size_t at,
                                   const assay_scan *scan, assay_error *err)
{
    const part *p = &store->parts[at];
    const bool mated = at == store->part_count - 1;
    const columns read = columns_of(store, store->reading);
    for (size_t i = 0; i < p->chunk_count; i++) {
        ASSAY_TRY(assay_spool_read(store->spool, p->chunks[i], store->reading,
                                   store->chunk_rows * store->row_bytes, err));
        ASSAY_TRY(show(&read, store->chunk_rows, mated, scan, err));
    }
    return show(&p->columns, p->filled, mated, scan, err);
}

static assay_status tell(assay_store *store, const assay_scan *scan,
                         uint64_t rows, assay_error *err)
{
    store->seen += rows;
    return assay_go_on(scan->watch, scan->stage, store->seen, store->rows, err);
}

static assay_status replay(assay_store *store, const assay_replay *from,
                           int class, const assay_scan *scan, assay_error *err)
{
    enum { TELL_ROWS = 1 << 20 };
    uint64_t untold = 0;
    ASSAY_TRY(from->rewind(from->context, err));
    for (;;) {
        assay_block blocks[ASSAY_CLASSES] = {{0}, {0}};
        ASSAY_TRY(from->next(from->context, scan, blocks, err));
        const size_t rows = blocks[0].rows + blocks[1].rows;
        if (!rows) return tell(store, scan, untold, err);
        for (int c = 0; c < ASSAY_CLASSES; c++)
            if (blocks[c].rows && (class < 0 || class == c))
                ASSAY_TRY(scan->work(scan->context, &blocks[c], err));
        untold += rows;
        if (untold < TELL_ROWS) continue;
        ASSAY_TRY(tell(store, scan, untold, err));
        untold = 0;
    }
}

bool assay_store_replays(const assay_store *store)
{
    return store->replay_count > 0;
}

assay_status assay_store_scan_replays(assay_store *store, int class,
                                      const assay_scan *scan, assay_error *err)
{
    store->seen = 0;
    for (size_t i = 0; i < store->replay_count; i++)
        if (class != ASSAY_MATED || !store->replays[i].non_mated)
            ASSAY_TRY(replay(store, &store->replays[i], class, scan, err));
    return ASSAY_OK;
}

assay_status assay_store_scan(assay_store *store, int class,
                              const assay_scan *scan, assay_error *err)
{
    ASSAY_TRY(assay_store_scan_replays(store, class, scan, err));
    for (size_t at = 0; at < store->part_count; at++) {
        const bool mated = at == store->part_count - 1;
        if (class >= 0 && mated != (class == ASSAY_MATED)) continue;
        ASSAY_TRY(assay_store_scan_part(store, at, scan, err));
        ASSAY_TRY(tell(store, scan, assay_store_part_rows(store, at), err));
    }
    return ASSAY_OK;
}

void assay_store_free(assay_store *store)
{
    if (!store) return;
    for (size_t i = 0; store->parts && i < store->part_count; i++) {
        assay_free(store->parts[i].filling);
        assay_free(store->parts[i].chunks);
    }
    assay_free(store->parts);
    assay_free(store->reading);
    assay_spool_free(store->spool);
    assay_free(store);
}
