// SPDX-License-Identifier: Apache-2.0
// Tiles are numbered probe block by probe block; of all against all only those
// that hold a pair count. Tile t belongs to shard t mod shards.
#include "search/search.h"

#include "base/alloc.h"
#include "base/pool.h"
#include "count/found_fill.h"
#include "search/checkpoint.h"
#include "search/prepare.h"
#include "search/search_run.h"

#include <string.h>
#include <time.h>

#define TAIL ((uint64_t)1 << 24)
#define SAMPLE ((uint64_t)1 << 26)
#define EVERY 60.0
#define PAIR_BYTES ((uint64_t)sizeof(assay_pair_found))

typedef struct tile {
    uint64_t probe, reference; // first rows
    uint64_t number;           // among the tiles of all shards
} tile;

typedef struct run {
    const assay_search_options *options;
    const assay_search_side *other; // the references, or the probes again
    assay_grid grid;
    assay_checkpoint head;
    double written; // when the last checkpoint was
    assay_kin kin;
    assay_found *found;
    assay_sweep sweep;
} run;

static double now(void)
{
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

const char *assay_search_kernels(const char *name)
{
    const assay_filter_kernel *filter = assay_filter_choose(name);
    return filter ? filter->name : NULL;
}

static uint32_t rows_of(size_t stride, uint32_t values, uint32_t most)
{
    const size_t rows = values / stride / 64 * 64;
    return rows < 64 ? 64 : rows > most ? most : (uint32_t)rows;
}

static assay_grid usual_grid(const assay_search_options *o)
{
    const size_t stride = assay_prepare_stride(o->probes.matrix->dimensions);
    return (assay_grid){.probe_rows = rows_of(stride, 1u << 24, 16384),
                        .reference_rows = rows_of(stride, 1u << 21, 4096)};
}

static assay_status check_sides(const run *r, assay_error *err)
{
    const assay_matrix *a = r->options->probes.matrix;
    const assay_matrix *b = r->other->matrix;
    if (a->dimensions != b->dimensions) {
        assay_fail(err, ASSAY_EINPUT,
                   "its templates have %u values, those of %s %u",
                   (unsigned)b->dimensions, a->name, (unsigned)a->dimensions);
        return assay_fail_at(err, b->name, 0);
    }
    if (a->rows < UINT32_MAX && b->rows < UINT32_MAX) return ASSAY_OK;
    assay_fail(err, ASSAY_EUNSUPPORTED, "more than 2^32 - 2 templates");
    return assay_fail_at(err, a->rows < UINT32_MAX ? b->name : a->name, 0);
}

static assay_status check(const run *r, assay_error *err)
{
    const assay_search_options *o = r->options;
    const assay_search_galleries *g = &o->galleries;
    if (!assay_search_kernels(o->kernels))
        return assay_fail(err, ASSAY_EUSAGE,
                          "this machine has no kernels called %s", o->kernels);
    if (o->all_pairs && g->count)
        return assay_fail(err, ASSAY_EUSAGE,
                          "all against all has no watchlists");
    if (g->count > ASSAY_FOUND_GALLERIES_MOST ||
        (g->count &&
         (!g->list_length || g->list_length > ASSAY_FOUND_LIST_MOST)))
        return assay_fail(
            err, ASSAY_EUSAGE, "at most %d watchlists, of lists of 1 to %d",
            (int)ASSAY_FOUND_GALLERIES_MOST, (int)ASSAY_FOUND_LIST_MOST);
    if (o->shards && o->shard >= o->shards)
        return assay_fail(err, ASSAY_EUSAGE, "there is no shard %u of %u",
                          o->shard, o->shards);
    return check_sides(r, err);
}

static assay_found shape_of(const run *r, uint64_t sample)
{
    const assay_search_options *o = r->options;
    const assay_search_galleries *g = &o->galleries;
    assay_found shape = {.probe_rows = o->probes.matrix->rows,
                         .reference_rows = r->other->matrix->rows,
                         .all_pairs = o->all_pairs,
                         .capacity = o->tail ? o->tail : TAIL,
                         .galleries = g->count,
                         .list_length = g->count ? g->list_length : 0};
    shape.body_sampled = o->body == ASSAY_BODY_SAMPLE && sample != UINT64_MAX;
    return shape;
}

// Below which a run's hash has to lie, so that about `wanted` comparisons are
// in the sample.
static uint64_t sample_below(const run *r, uint64_t wanted)
{
    const uint64_t all =
        r->options->probes.matrix->rows * r->other->matrix->rows;
    const uint64_t pairs = r->options->all_pairs ? all / 2 : all;
    if (r->options->body != ASSAY_BODY_SAMPLE || pairs <= wanted)
        return UINT64_MAX;
    return UINT64_MAX / pairs * wanted;
}

static uint64_t end_of(uint64_t first, uint64_t size, uint64_t rows)
{
    return rows - first < size ? rows : first + size;
}

// Whether a tile of all against all has a pair in it.
static bool needed(const run *r, const tile *t)
{
    return !r->options->all_pairs ||
           end_of(t->reference, r->grid.reference_rows,
                  r->other->matrix->rows) > t->probe + 1;
}

static uint64_t area(const run *r, const tile *t)
{
    const uint64_t p =
        end_of(t->probe, r->grid.probe_rows, r->options->probes.matrix->rows) -
        t->probe;
    const uint64_t q =
        end_of(t->reference, r->grid.reference_rows, r->other->matrix->rows) -
        t->reference;
    return p * q;
}

// From `t` on the next tile that is needed and of this shard. False: none.
static bool seek(const run *r, tile *t)
{
    const uint64_t rows = r->options->probes.matrix->rows;
    while (t->probe < rows) {
        for (; t->reference < r->other->matrix->rows;
             t->reference += r->grid.reference_rows) {
            if (!needed(r, t)) continue;
            if (t->number % r->head.shards == r->head.shard) return true;
            t->number++;
        }
        t->probe += r->grid.probe_rows;
        t->reference = 0;
    }
    return false;
}

static bool step(const run *r, tile *t)
{
    t->number++;
    t->reference += r->grid.reference_rows;
    return seek(r, t);
}

static assay_status read_block(run *r, assay_block *block, uint64_t first,
                               uint64_t size, assay_error *err)
{
    const uint64_t end = end_of(first, size, block->side->matrix->rows);
    return assay_sweep_read(&r->sweep, block, first, (size_t)(end - first),
                            err);
}

static assay_status save(run *r, assay_error *err)
{
    if (!r->options->checkpoint) return ASSAY_OK;
    if (!assay_sweep_settle(&r->sweep))
        return assay_fail_memory(err, "what was found");
    ASSAY_TRY(assay_checkpoint_write(r->options->checkpoint, &r->head, r->found,
                                     err));
    r->written = now();
    return ASSAY_OK;
}

static assay_status after_tile(run *r, assay_error *err)
{
    const double every = r->options->checkpoint_every;
    r->head.tiles++;
    if (r->sweep.stopped) {
        ASSAY_TRY(save(r, err));
        return assay_fail(err, ASSAY_ESTOPPED, "stopped");
    }
    if (now() - r->written < (every > 0 ? every : EVERY)) return ASSAY_OK;
    return save(r, err);
}

// Compares one tile and reads for the next.
static assay_status take_tile(run *r, const tile *here, const tile *next,
                              assay_error *err)
{
    const bool same = next && next->probe == here->probe;
    uint64_t rows = 0;
    if (same)
        rows = end_of(next->reference, r->grid.reference_rows,
                      r->other->matrix->rows) -
               next->reference;
    r->sweep.area = area(r, here);
    ASSAY_TRY(assay_sweep_tile(&r->sweep, same ? next->reference : 0,
                               (size_t)rows, err));
    ASSAY_TRY(after_tile(r, err));
    if (!next) return ASSAY_OK;
    ASSAY_TRY(assay_sweep_plan(&r->sweep, err));
    if (same) return ASSAY_OK;
    ASSAY_TRY(
        read_block(r, &r->sweep.probes, next->probe, r->grid.probe_rows, err));
    return read_block(r, &r->sweep.references[r->sweep.current],
                      next->reference, r->grid.reference_rows, err);
}

static void count_tiles(run *r)
{
    tile t = {0};
    uint64_t tiles = 0;
    for (bool more = seek(r, &t); more; more = step(r, &t), tiles++) {
        r->sweep.total += area(r, &t);
        if (tiles < r->head.tiles) r->sweep.done += area(r, &t);
    }
}

static assay_status take_tiles(run *r, assay_error *err)
{
    tile here = {0};
    bool more = seek(r, &here);
    for (uint64_t i = 0; more && i < r->head.tiles; i++) more = step(r, &here);
    if (!more) return ASSAY_OK;
    assay_block *references = &r->sweep.references[r->sweep.current];
    ASSAY_TRY(
        read_block(r, &r->sweep.probes, here.probe, r->grid.probe_rows, err));
    ASSAY_TRY(
        read_block(r, references, here.reference, r->grid.reference_rows, err));
    while (more) {
        tile next = here;
        more = step(r, &next);
        ASSAY_TRY(take_tile(r, &here, more ? &next : NULL, err));
        here = next;
    }
    return ASSAY_OK;
}

static bool fits(const assay_found *found, const assay_found *shape, bool body)
{
    return found->probe_rows == shape->probe_rows &&
           found->reference_rows == shape->reference_rows &&
           found->all_pairs == shape->all_pairs &&
           found->capacity == shape->capacity &&
           found->galleries == shape->galleries &&
           found->list_length == shape->list_length &&
           found->body_sampled == shape->body_sampled &&
           (found->body != NULL) == body;
}

static assay_status begin_found(run *r, const assay_found *shape,
                                assay_error *err)
{
    const assay_search_options *o = r->options;
    const bool body = o->body != ASSAY_BODY_NONE;
    if (!o->resume || !o->checkpoint) {
        r->found = assay_found_new(shape, body);
        return r->found ? ASSAY_OK : assay_fail_memory(err, "what is found");
    }
    ASSAY_TRY(assay_checkpoint_read(o->checkpoint, &r->head, &r->found, err));
    if (fits(r->found, shape, body)) return ASSAY_OK;
    assay_fail(err, ASSAY_EINPUT,
               "this checkpoint is of other options: give the same ones");
    return assay_fail_at(err, o->checkpoint, 0);
}

// Comparisons of the tail that there is room for at once: twice as many as are
// kept, or all.
static uint64_t tail_room(const assay_found *shape)
{
    const uint64_t all = shape->probe_rows * shape->reference_rows;
    return all / 2 < shape->capacity ? all : 2 * shape->capacity;
}

// What was asked to be enough has to be; what the machine has is tried.
static assay_status check_memory(const run *r, const assay_found *shape,
                                 assay_error *err)
{
    const uint64_t memory = r->options->memory;
    const uint64_t list =
        shape->list_length * sizeof(assay_candidate) + sizeof(uint16_t);
    const uint64_t need =
        assay_sweep_bytes(&r->sweep, r->grid) +
        shape->probe_rows * (shape->galleries * list + sizeof(uint64_t)) +
        tail_room(shape) * PAIR_BYTES;
    if (!memory || need <= memory) return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE,
                      "this search takes %llu MB of memory, more than the "
                      "%llu MB that it may: allow more (--memory), or keep a "
                      "smaller tail (--tail) or shorter lists",
                      (unsigned long long)(need >> 20) + 1,
                      (unsigned long long)(memory >> 20));
}

static assay_status begin(run *r, const assay_search_turns *turns,
                          assay_error *err)
{
    const assay_search_options *o = r->options;
    ASSAY_TRY(check(r, err));
    r->head.shards = o->shards ? o->shards : 1;
    r->head.shard = o->shards ? o->shard : 0;
    if (o->digest) memcpy(r->head.digest, o->digest, sizeof r->head.digest);
    const uint64_t below =
        sample_below(r, turns->sample ? turns->sample : SAMPLE);
    const assay_found shape = shape_of(r, below);
    r->sweep = (assay_sweep){.options = o,
                             .exact = assay_exact_choose(o->kernels),
                             .kernels = assay_kernels_choose(NULL),
                             .kin = &r->kin,
                             .threads = assay_pool_threads(o->threads),
                             .filter_all = turns->filter_all,
                             .sample = below};
    ASSAY_TRY(check_memory(r, &shape, err));
    ASSAY_TRY(begin_found(r, &shape, err));
    r->sweep.found = r->found;
    if (!assay_kin_find(&o->probes, r->other, o->all_pairs, &r->kin))
        return assay_fail_memory(err, "who is who");
    return assay_sweep_begin(&r->sweep, r->grid, err);
}

static assay_status go(run *r, const assay_search_turns *turns,
                       assay_error *err)
{
    ASSAY_TRY(begin(r, turns, err));
    r->written = now();
    count_tiles(r);
    ASSAY_TRY(take_tiles(r, err));
    if (!assay_sweep_settle(&r->sweep))
        return assay_fail_memory(err, "what was found");
    return ASSAY_OK;
}

assay_status assay_search_turned(const assay_search_options *options,
                                 const assay_search_turns *turns,
                                 assay_found **out, assay_error *err)
{
    run r = {
        .options = options,
        .other = options->all_pairs ? &options->probes : &options->references,
        .grid = turns->grid.probe_rows ? turns->grid : usual_grid(options)};
    *out = NULL;
    const assay_status status = go(&r, turns, err);
    assay_sweep_end(&r.sweep);
    assay_kin_free(&r.kin);
    if (status == ASSAY_OK)
        *out = r.found;
    else
        assay_found_free(r.found);
    return status;
}

assay_status assay_search_run(const assay_search_options *options,
                              assay_found **out, assay_error *err)
{
    const assay_search_turns none = {{0, 0}, 0, false};
    return assay_search_turned(options, &none, out, err);
}
