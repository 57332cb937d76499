// SPDX-License-Identifier: Apache-2.0
// A filter is made when the first tile has been compared: then there are scores
// to tell what the bounds will be. It decides about time alone.
#include "base/alloc.h"
#include "base/pool.h"
#include "search/sweeper.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PROBES = 64, REFERENCES = 1024 };

// Fewer probes don't repay finding another basis.
enum { MANY_PROBES = 2048 };

typedef struct sample {
    size_t probes, references;
    float *a, *b; // rows, one behind the other
    float *scores;
} sample;

// Up to `most` rows that lie evenly in a block.
static size_t copy_rows(const assay_block *block, size_t most, float *to)
{
    const size_t n = block->count < most ? block->count : most;
    for (size_t i = 0; i < n; i++)
        memcpy(to + i * block->stride,
               block->values + i * block->count / n * block->stride,
               block->stride * sizeof *to);
    return n;
}

static int descending(const void *a, const void *b)
{
    const float *x = a;
    const float *y = b;
    return (*x < *y) - (*x > *y);
}

// The share of comparisons that will have mattered in the end.
static double share(const assay_sweep *sweep)
{
    const assay_found *f = sweep->found;
    const double tail = (double)f->capacity / ((double)sweep->total + 1);
    const double list =
        f->galleries ? (double)f->list_length / ((double)f->reference_rows + 1)
                     : 0;
    return tail > list ? tail : list;
}

static float usual_least(const assay_sweep *sweep, sample *s)
{
    const size_t n = s->probes * s->references;
    const double wanted = share(sweep) * (double)n;
    sweep->exact->block((assay_exact_rows){s->a, s->probes},
                        (assay_exact_rows){s->b, s->references},
                        sweep->probes.stride,
                        sweep->options->metric == ASSAY_L2, s->scores);
    qsort(s->scores, n, sizeof *s->scores, descending);
    return wanted < (double)n ? s->scores[(size_t)wanted] : -INFINITY;
}

static assay_status make_filter(assay_sweep *sweep, sample *s, assay_error *err)
{
    const assay_block *b = &sweep->references[sweep->current];
    const size_t row = sweep->probes.stride * sizeof(float);
    s->a = assay_new(0, PROBES, row);
    s->b = assay_new(0, REFERENCES, row);
    s->scores = assay_new(PROBES, REFERENCES, PROBES * sizeof *s->scores);
    if (!s->a || !s->b || !s->scores) return assay_fail_memory(err, "a filter");
    s->probes = copy_rows(&sweep->probes, PROBES, s->a);
    s->references = copy_rows(b, REFERENCES, s->b);
    if (!s->probes || !s->references) return ASSAY_OK;
    const assay_filter_plan plan = {
        .kernels = sweep->options->kernels,
        .dimensions = b->side->matrix->dimensions,
        .l2 = sweep->options->metric == ASSAY_L2,
        .sample = s->b,
        .sample_rows = s->references,
        .least = usual_least(sweep, s),
        .uses = (double)sweep->probes.count,
        .basis = sweep->probes.count < MANY_PROBES ? 0 : -1,
    };
    return assay_filter_make(&plan, &sweep->filter, err);
}

typedef struct coding {
    assay_block *block;
} coding;

static bool code_work(void *context, size_t part, unsigned thread)
{
    const coding *c = context;
    (void)thread;
    assay_block_code(c->block, part);
    return true;
}

static assay_status code(assay_sweep *sweep, assay_block *block, bool probes,
                         assay_error *err)
{
    coding c = {block};
    if (!assay_block_make_codes(block, sweep->filter, probes))
        return assay_fail_memory(err, "codes of templates");
    (void)assay_pool_run(sweep->threads, assay_block_parts(block), code_work,
                         &c);
    return ASSAY_OK;
}

assay_status assay_sweep_plan(assay_sweep *sweep, assay_error *err)
{
    const assay_body body = sweep->options->body;
    sample s = {0};
    if (sweep->filter || body == ASSAY_BODY_EXACT ||
        (body == ASSAY_BODY_SAMPLE && sweep->sample == UINT64_MAX))
        return ASSAY_OK;
    if (!sweep->filter_all &&
        (!sweep->found->floor || !assay_filter_pays(sweep->options->kernels)))
        return ASSAY_OK;
    const assay_status status = make_filter(sweep, &s, err);
    assay_free(s.a);
    assay_free(s.b);
    assay_free(s.scores);
    if (status != ASSAY_OK || !sweep->filter) return status;
    ASSAY_TRY(code(sweep, &sweep->probes, true, err));
    ASSAY_TRY(code(sweep, &sweep->references[0], false, err));
    return code(sweep, &sweep->references[1], false, err);
}
