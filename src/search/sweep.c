// SPDX-License-Identifier: Apache-2.0
#include "search/sweep.h"

#include "base/alloc.h"
#include "base/pool.h"
#include "count/found_fill.h"
#include "search/prepare.h"
#include "search/sweeper.h"

#include <string.h>

// Bytes of references that are scored at once: the lists of a probe are then
// looked at for many of them in a row.
enum { REFERENCE_BYTES = 512 << 10 };

static size_t between(size_t value, size_t least, size_t most)
{
    return value < least ? least : value > most ? most : value;
}

static bool make_blocks(assay_sweep *sweep, assay_grid grid)
{
    const assay_search_options *o = sweep->options;
    const assay_search_side *other = o->all_pairs ? &o->probes : &o->references;
    const uint64_t probes = o->probes.matrix->rows;
    const uint64_t references = other->matrix->rows;
    size_t most = between((size_t)probes, 0, grid.probe_rows);
    if (!assay_block_make(&sweep->probes, &o->probes, o->metric, most))
        return false;
    most = between((size_t)references, 0, grid.reference_rows);
    return assay_block_make(&sweep->references[0], other, o->metric, most) &&
           assay_block_make(&sweep->references[1], other, o->metric, most);
}

uint64_t assay_sweep_bytes(const assay_sweep *sweep, assay_grid grid)
{
    const assay_search_options *o = sweep->options;
    const assay_search_side *other = o->all_pairs ? &o->probes : &o->references;
    const size_t stride = assay_prepare_stride(o->probes.matrix->dimensions);
    const uint64_t probes = o->probes.matrix->rows < grid.probe_rows
                                ? o->probes.matrix->rows
                                : grid.probe_rows;
    const uint64_t references = other->matrix->rows < grid.reference_rows
                                    ? other->matrix->rows
                                    : grid.reference_rows;
    // Values, codes of one byte and perhaps of a few more, and what they need.
    const uint64_t row = stride * (sizeof(float) + 2) + 128;
    const uint64_t own =
        sizeof(assay_sweeper) +
        sizeof(assay_hit) * ASSAY_SWEEP_PROBES * ASSAY_SWEEP_FILTERED +
        (o->body == ASSAY_BODY_NONE ? 0 : sizeof(assay_tally));
    return (probes + 2 * references) * row + sweep->threads * own;
}

static bool make_sweepers(assay_sweep *sweep)
{
    sweep->sweepers = assay_new(0, sweep->threads, sizeof *sweep->sweepers);
    for (unsigned i = 0; sweep->sweepers && i < sweep->threads; i++)
        if (!assay_sweeper_make(&sweep->sweepers[i], sweep)) return false;
    return sweep->sweepers != NULL;
}

static bool find_last(assay_sweep *sweep)
{
    const assay_found *found = sweep->found;
    const size_t lists = (size_t)found->probe_rows * found->galleries;
    if (!lists) return true;
    sweep->last = assay_new(0, lists, sizeof *sweep->last);
    for (size_t i = 0; sweep->last && i < lists; i++)
        if (found->list_used[i] == found->list_length)
            sweep->last[i] = found->lists[(i + 1) * found->list_length - 1].key;
    return sweep->last != NULL;
}

// Where galleries were drawn, most have one reference of each person: their
// lists need no look at who is on them.
static bool find_singles(assay_sweep *sweep)
{
    const assay_search_side *side = &sweep->options->references;
    const uint64_t *members = sweep->options->galleries.members;
    uint32_t people = 0;
    uint64_t twice = 0;
    if (!members) return true;
    for (uint64_t r = 0; r < side->matrix->rows; r++)
        if (side->person[r] >= people) people = side->person[r] + 1;
    ASSAY_AUTO(assay_drop) uint64_t *had = assay_new(0, people, sizeof *had);
    if (!had) return false;
    for (uint64_t r = 0; r < side->matrix->rows; r++) {
        twice |= had[side->person[r]] & members[r];
        had[side->person[r]] |= members[r];
    }
    sweep->singles = ~twice;
    return true;
}

assay_status assay_sweep_begin(assay_sweep *sweep, assay_grid grid,
                               assay_error *err)
{
    if (!assay_lock_make(&sweep->lock) || !find_singles(sweep) ||
        !find_last(sweep))
        return assay_fail_memory(err, "the threads of a search");
    atomic_init(&sweep->floor, sweep->found->floor);
    atomic_init(&sweep->parts_done, 0);
    if (!make_blocks(sweep, grid))
        return assay_fail_memory(err, "blocks of templates");
    sweep->reference_step =
        between(REFERENCE_BYTES / (sweep->probes.stride * sizeof(float)), 64,
                ASSAY_SWEEP_STEP);
    if (!make_sweepers(sweep))
        return assay_fail_memory(err, "the threads of a search");
    return ASSAY_OK;
}

void assay_sweep_end(assay_sweep *sweep)
{
    assay_free(sweep->last);
    sweep->last = NULL;
    assay_lock_end(&sweep->lock);
    for (unsigned i = 0; sweep->sweepers && i < sweep->threads; i++)
        assay_sweeper_free(&sweep->sweepers[i]);
    assay_free(sweep->sweepers);
    assay_filter_free(sweep->filter);
    sweep->filter = NULL;
    assay_block_free(&sweep->probes);
    assay_block_free(&sweep->references[0]);
    assay_block_free(&sweep->references[1]);
    sweep->sweepers = NULL;
}

// All parts are tried, so that the failure told is that of the first.
static void read_part(assay_block *block, size_t part, assay_sweeper *w)
{
    assay_error err;
    if (assay_block_read(block, part, &err) == ASSAY_OK) return;
    if (w->failed && w->failed_part < part) return;
    w->failed = true;
    w->failed_part = part;
    w->err = err;
}

static assay_status told(assay_sweep *sweep, assay_error *err)
{
    const assay_sweeper *first = NULL;
    for (unsigned i = 0; i < sweep->threads; i++) {
        const assay_sweeper *w = &sweep->sweepers[i];
        if (w->no_memory) return assay_fail_memory(err, "what was found");
        if (w->failed && (!first || w->failed_part < first->failed_part))
            first = w;
    }
    if (!first) return ASSAY_OK;
    if (err) *err = first->err;
    return first->err.status;
}

typedef struct reading {
    assay_sweep *sweep;
    assay_block *block;
} reading;

static bool read_work(void *context, size_t part, unsigned thread)
{
    const reading *r = context;
    read_part(r->block, part, &r->sweep->sweepers[thread]);
    return true;
}

assay_status assay_sweep_read(assay_sweep *sweep, assay_block *block,
                              uint64_t first, size_t rows, assay_error *err)
{
    reading r = {sweep, block};
    const size_t parts = assay_block_begin(block, first, rows);
    (void)assay_pool_run(sweep->threads, parts, read_work, &r);
    sweep->made = 0; // nothing is known of these
    sweep->matter = 0;
    return told(sweep, err);
}

// The watch is told from the thread that called.
static void tell(assay_sweep *sweep)
{
    const assay_watch *watch = sweep->options->watch;
    const size_t parts = atomic_load(&sweep->parts_done);
    if (!watch || !watch->tick || sweep->stopped) return;
    const uint64_t done =
        sweep->done +
        (sweep->parts ? sweep->area / sweep->parts * parts : sweep->area);
    if (!watch->tick(watch->context, "searching", done, sweep->total))
        sweep->stopped = true;
}

static bool tile_work(void *context, size_t part, unsigned thread)
{
    assay_sweep *sweep = context;
    assay_sweeper *w = &sweep->sweepers[thread];
    if (part < sweep->reads) {
        read_part(&sweep->references[!sweep->current], part, w);
        return true;
    }
    const size_t first = (part - sweep->reads) * sweep->probe_step;
    const size_t left = sweep->probes.count - first;
    (sweep->dense ? assay_sweep_dense : assay_sweep_filtered)(
        sweep, w, first, left < sweep->probe_step ? left : sweep->probe_step);
    (void)atomic_fetch_add(&sweep->parts_done, 1);
    if (thread == 0) tell(sweep);
    return !w->no_memory;
}

static void gather(assay_sweep *sweep)
{
    assay_found *found = sweep->found;
    for (unsigned i = 0; i < sweep->threads; i++) {
        assay_sweeper *w = &sweep->sweepers[i];
        assay_sweeper_flush(sweep, w);
        for (int k = 0; k < ASSAY_CLASSES; k++) {
            found->comparisons[k] += w->comparisons[k];
            sweep->made += w->comparisons[k];
            w->comparisons[k] = 0;
        }
        sweep->matter += w->matter;
        w->matter = 0;
    }
}

bool assay_sweep_settle(assay_sweep *sweep)
{
    for (unsigned i = 0; i < sweep->threads; i++) {
        assay_tally *tally = sweep->sweepers[i].tally;
        if (!tally || !tally->total) continue;
        assay_tally_merge(sweep->found->body, tally);
        memset(tally, 0, sizeof *tally);
    }
    return assay_found_settle(sweep->found, sweep->threads);
}

// Whether few references of the block to be compared are in any gallery.
static bool few_members(const assay_sweep *sweep)
{
    enum { FEW = 8 };
    const uint64_t *members = sweep->options->galleries.members;
    const assay_block *b = &sweep->references[sweep->current];
    size_t n = 0;
    if (!sweep->found->galleries || !members) return false;
    for (size_t i = 0; i < b->count; i++) n += members[b->row[i]] != 0;
    return n < b->count / FEW;
}

// A comparison that is scored on its own takes several times as long as one of
// a block: where many matter, it is better not to ask which. New probes, whose
// lists take anything, begin so; much less matters in their second tile.
static void choose_way(assay_sweep *sweep)
{
    const uint64_t many = sweep->made / (sweep->fresh   ? 4
                                         : sweep->dense ? 16
                                                        : 6);
    sweep->fresh = !sweep->made;
    sweep->dense =
        !sweep->filter || (!sweep->filter_all && sweep->matter >= many);
    sweep->split = !sweep->dense && few_members(sweep);
    sweep->matter = 0;
    sweep->made = 0;
    const size_t count = sweep->probes.count;
    sweep->probe_step =
        between(count / (8 * (size_t)sweep->threads), 1, ASSAY_SWEEP_PROBES);
    sweep->parts = (count + sweep->probe_step - 1) / sweep->probe_step;
}

assay_status assay_sweep_tile(assay_sweep *sweep, uint64_t first, size_t rows,
                              assay_error *err)
{
    assay_block *next = &sweep->references[!sweep->current];
    sweep->reads = rows ? assay_block_begin(next, first, rows) : 0;
    choose_way(sweep);
    atomic_store(&sweep->parts_done, 0);
    (void)assay_pool_run(sweep->threads, sweep->reads + sweep->parts, tile_work,
                         sweep);
    gather(sweep);
    ASSAY_TRY(told(sweep, err));
    if (rows) sweep->current = !sweep->current;
    tell(sweep);
    sweep->done += sweep->area;
    return ASSAY_OK;
}
