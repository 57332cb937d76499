// SPDX-License-Identifier: Apache-2.0
#include "search/filter.h"

#include "base/alloc.h"
#include "search/basis.h"
#include "search/filter_plan.h"
#include "search/prepare.h"

#include <math.h>
#include <string.h>

struct assay_filter {
    const assay_filter_kernel *kernel;
    bool l2;
    unsigned stages;
    double roundings; // of the reference arithmetic, for l2
    assay_coder coder[2];
    float basis[]; // coordinates / 16 blocks of values x 16
};

size_t assay_filter_find(const assay_filter_kernel *found[ASSAY_FILTER_MAX])
{
    size_t n = 0;
    found[n++] = &assay_filter_c;
#if defined ASSAY_HAVE_X86_KERNELS
    if (__builtin_cpu_supports("avx2")) found[n++] = &assay_filter_avx2;
    if (!__builtin_cpu_supports("avx512f") ||
        !__builtin_cpu_supports("avx512bw"))
        return n;
    found[n++] = &assay_filter_avx512;
    if (__builtin_cpu_supports("avx512vnni")) found[n++] = &assay_filter_vnni;
#endif
    return n;
}

const assay_filter_kernel *assay_filter_choose(const char *name)
{
    const assay_filter_kernel *found[ASSAY_FILTER_MAX] = {NULL};
    const size_t n = assay_filter_find(found);
    if (!name) return found[n - 1];
    for (size_t i = 0; i < n; i++)
        if (strcmp(found[i]->name, name) == 0) return found[i];
    return NULL;
}

bool assay_filter_pays(const char *kernels)
{
    const assay_filter_kernel *kernel = assay_filter_choose(kernels);
    return kernel && kernel != &assay_filter_c;
}

// 16 columns of a basis lie together, as the kernels take them.
static void arrange(const float *basis, size_t n, size_t m, float *to)
{
    for (size_t j = 0; j < m; j++)
        for (size_t k = 0; k < n; k++)
            to[j / ASSAY_FILTER_COLUMNS * n * ASSAY_FILTER_COLUMNS +
               k * ASSAY_FILTER_COLUMNS + j % ASSAY_FILTER_COLUMNS] =
                basis[j * n + k];
}

// docs/search.md, The bound: where each of these comes from.
static void bound(assay_coder *coder, const assay_filter_kernel *kernel,
                  unsigned stage, double skewed)
{
    const double n = (double)coder->values;
    const double m = (double)coder->coordinates;
    coder->limit = kernel->limit[stage];
    coder->offset = kernel->offset[stage];
    coder->squares = stage ? 0 : kernel->squares;
    coder->panel = kernel->panel;
    coder->slack = (n / 16 + 80) * 0x1p-24;
    if (!coder->basis) return;
    coder->skewed = skewed / (1 - skewed) * (1 + 1e-6);
    coder->blur = (n + 2) * 0x1p-24 * sqrt(m) * (1 + skewed + 1e-3);
    coder->slack += 2.5 * coder->skewed;
}

assay_status assay_filter_with(const assay_filter_plan *plan,
                               const assay_first_stage *first,
                               assay_filter **out, assay_error *err)
{
    *out = NULL;
    const assay_filter_kernel *kernel = assay_filter_choose(plan->kernels);
    if (!kernel)
        return assay_fail(err, ASSAY_EUSAGE,
                          "this machine has no kernels called %s",
                          plan->kernels);
    const size_t n = assay_prepare_stride(plan->dimensions);
    // The bound holds for a basis that is nearly orthonormal, and no other.
    const size_t m = first->skewed < 0.01 ? first->m : 0;
    assay_filter *f = assay_new(sizeof *f, n * m, sizeof *f->basis);
    if (!f) return assay_fail_memory(err, "a filter");
    f->kernel = kernel;
    f->l2 = plan->l2;
    f->roundings = ((double)n / 16 + 16) * 0x1p-24;
    for (unsigned i = 0; i < 2; i++)
        f->coder[i] =
            (assay_coder){.values = n, .coordinates = n, .l2 = plan->l2};
    if (m) {
        f->coder[0].coordinates = m;
        f->coder[0].basis = f->basis;
        arrange(first->basis, n, m, f->basis);
    }
    for (unsigned i = 0; i < 2; i++)
        bound(&f->coder[i], kernel, i, m ? first->skewed : 0);
    f->stages = m || kernel->squares ? 2 : 1;
    *out = f;
    return ASSAY_OK;
}

assay_status assay_filter_make(const assay_filter_plan *plan,
                               assay_filter **out, assay_error *err)
{
    *out = NULL;
    assay_first_stage first;
    if (!assay_filter_choose(plan->kernels))
        return assay_fail(err, ASSAY_EUSAGE,
                          "this machine has no kernels called %s",
                          plan->kernels);
    const bool decided = assay_filter_decide(plan, &first);
    const assay_status status = decided
                                    ? assay_filter_with(plan, &first, out, err)
                                    : assay_fail_memory(err, "a filter");
    assay_first_stage_free(&first);
    return status;
}

size_t assay_filter_basis(const assay_filter *filter)
{
    return filter->coder[0].basis ? filter->coder[0].coordinates : 0;
}

void assay_filter_free(assay_filter *filter)
{
    assay_free(filter);
}

// --- codes ----------------------------------------------------------------

// Hands out pieces of memory one behind the other; without memory only counts.
typedef struct pieces {
    unsigned char *memory;
    size_t taken;
} pieces;

static void *take(pieces *p, size_t n, size_t each)
{
    enum { LINE = 64 };
    void *at = p->memory ? p->memory + p->taken : NULL;
    p->taken += (n * each + LINE - 1) / LINE * LINE;
    return at;
}

static void lay_out_stage(const assay_filter *f, unsigned stage, bool probes,
                          size_t rows, assay_stage *s, pieces *p)
{
    s->bytes = (f->coder[stage].coordinates + ASSAY_FILTER_CHUNK - 1) /
               ASSAY_FILTER_CHUNK * ASSAY_FILTER_CHUNK;
    if (probes || stage == 1) s->rows = take(p, rows, s->bytes);
    if (!probes && stage == 0) s->panels = take(p, rows, s->bytes);
    s->bias = take(p, rows, sizeof *s->bias);
    s->scale = take(p, rows, sizeof *s->scale);
    s->size = take(p, rows, sizeof *s->size);
    s->error = take(p, rows, sizeof *s->error);
    s->image = take(p, rows, sizeof *s->image);
    s->rest = take(p, rows, sizeof *s->rest);
    s->shift = take(p, rows, sizeof *s->shift);
}

// Groups are looked at as a whole, whether all of their rows are there or not.
static size_t whole_groups(const assay_filter *f, size_t rows)
{
    return (rows + f->kernel->group - 1) / f->kernel->group * f->kernel->group;
}

size_t assay_codes_bytes(const assay_filter *filter, bool probes, size_t rows)
{
    pieces p = {NULL, 0};
    assay_stage none = {0};
    for (unsigned i = 0; i < filter->stages; i++)
        lay_out_stage(filter, i, probes, whole_groups(filter, rows), &none, &p);
    return p.taken;
}

bool assay_codes_make(assay_codes *codes, const assay_filter *filter,
                      bool probes, size_t rows)
{
    enum { LINE = 64 };
    *codes = (assay_codes){.filter = filter, .probes = probes};
    codes->memory = assay_new(LINE, assay_codes_bytes(filter, probes, rows), 1);
    if (!codes->memory) return false;
    unsigned char *memory = codes->memory;
    pieces p = {memory + (LINE - (uintptr_t)memory % LINE), 0};
    for (unsigned i = 0; i < filter->stages; i++)
        lay_out_stage(filter, i, probes, whole_groups(filter, rows),
                      &codes->stage[i], &p);
    return true;
}

void assay_codes_fill(const assay_codes *codes, size_t first, size_t n,
                      const float *values)
{
    const assay_filter *f = codes->filter;
    for (unsigned i = 0; i < f->stages; i++) {
        assay_coder coder = f->coder[i];
        coder.probes = codes->probes;
        f->kernel->code(&coder, values, first, n, &codes->stage[i]);
    }
}

void assay_codes_free(assay_codes *codes)
{
    assay_free(codes->memory);
    *codes = (assay_codes){0};
}

// --- run ------------------------------------------------------------------

// What a product of the probe must reach, for its score to reach `least`.
static float product_least(const assay_filter *f, const assay_codes *probes,
                           size_t row, float least)
{
    if (!f->l2) return least;
    if (least > 0) return INFINITY; // no score is above 0
    const double half = -(double)probes->stage[0].shift[row];
    const double t = (double)least * (double)least;
    const double needed =
        half * (1 - 0x1p-19) - t / 2 * (1 + f->roundings + 0x1p-19);
    return (float)(needed - (half + t) * 0x1p-20);
}

// References of a group against some probes.
typedef struct running {
    const assay_filter_work *work;
    size_t first_probe, probe_count;
    size_t first_row;
    float least[ASSAY_FILTER_PROBES]; // what products must reach
    assay_hit *hits;
    size_t found;
} running;

// The same order of operations as in filter.inc.
static bool reaches(const running *r, size_t probe, size_t row, int32_t product)
{
    const size_t at = r->first_probe + probe;
    const assay_stage *a = &r->work->probes->stage[1];
    const assay_stage *b = &r->work->references->stage[1];
    float x = (float)(product + b->bias[row]) * b->scale[row] * a->scale[at];
    x += a->size[at] * b->error[row];
    x += a->error[at] * b->image[row];
    x += a->rest[at] * b->rest[row];
    x += b->shift[row];
    return !(x < r->least[probe]);
}

// Which of up to four hits the second stage can't reject either: they are
// written to `to`, which may be where they stand; returns how many.
static size_t look_again(const running *r, const assay_hit *hits, size_t n,
                         assay_hit *to)
{
    const assay_stage *a = &r->work->probes->stage[1];
    const assay_stage *b = &r->work->references->stage[1];
    const uint8_t *left[4];
    const int8_t *right[4];
    int32_t sums[4];
    size_t kept = 0;
    for (size_t i = 0; i < 4; i++) { // the last stands in for those missing
        const assay_hit *hit = &hits[i < n ? i : n - 1];
        left[i] = a->rows + hit->probe * a->bytes;
        right[i] = (const int8_t *)b->rows + hit->reference * b->bytes;
    }
    r->work->probes->filter->kernel->products(left, right, a->bytes, sums);
    for (size_t i = 0; i < n; i++)
        if (reaches(r, hits[i].probe - r->first_probe, hits[i].reference,
                    sums[i]))
            to[kept++] = hits[i];
    return kept;
}

// Of the hits from `first` on, those that the second stage leaves.
static void second_stage(running *r, size_t first)
{
    const size_t end = r->found;
    r->found = first;
    for (size_t i = first; i < end; i += 4)
        r->found += look_again(r, r->hits + i, end - i < 4 ? end - i : 4,
                               r->hits + r->found);
}

// Fetches what the second stage will look at: one row in hundreds, which the
// processor can't foresee.
static void fetch(const assay_stage *stage, size_t row)
{
    enum { LINE = 64 };
    if (!stage->rows) return;
    for (size_t k = 0; k < stage->bytes; k += LINE)
        __builtin_prefetch(stage->rows + row * stage->bytes + k);
}

static void put_hits(running *r, size_t probe, uint64_t mask)
{
    for (; mask; mask &= mask - 1) {
        const size_t row = r->first_row + (size_t)__builtin_ctzll(mask);
        fetch(&r->work->references->stage[1], row);
        r->hits[r->found++] =
            (assay_hit){(uint32_t)(r->first_probe + probe), (uint32_t)row};
    }
}

// Rows of the group that belong to the work.
static uint64_t rows_of(const running *r, size_t group)
{
    const size_t from = r->work->first_reference;
    const size_t end = from + r->work->reference_count;
    uint64_t mask = group < 64 ? ((uint64_t)1 << group) - 1 : UINT64_MAX;
    if (from > r->first_row) mask &= UINT64_MAX << (from - r->first_row);
    if (end < r->first_row + group)
        mask &= ((uint64_t)1 << (end - r->first_row)) - 1;
    return mask;
}

static void first_stage(const running *r, const assay_filter *f,
                        uint64_t masks[ASSAY_FILTER_PROBES])
{
    const assay_group group = {.probes = &r->work->probes->stage[0],
                               .first_probe = r->first_probe,
                               .probe_count = r->probe_count,
                               .references = &r->work->references->stage[0],
                               .first_panel = r->first_row / f->kernel->panel,
                               .least = r->least};
    const uint64_t rows = rows_of(r, f->kernel->group);
    f->kernel->group_masks(&group, masks);
    for (size_t i = 0; i < r->probe_count; i++) masks[i] &= rows;
}

static void run_group(running *r, const assay_filter *f)
{
    const size_t first = r->found;
    uint64_t masks[ASSAY_FILTER_PROBES];
    first_stage(r, f, masks);
    for (size_t i = 0; i < r->probe_count; i++) put_hits(r, i, masks[i]);
    if (f->stages > 1) second_stage(r, first);
}

static void start_part(running *r, size_t at)
{
    const assay_filter_work *w = r->work;
    const size_t left = w->probe_count - at;
    r->first_probe = w->first_probe + at;
    r->probe_count = left < ASSAY_FILTER_PROBES ? left : ASSAY_FILTER_PROBES;
    for (size_t i = 0; i < r->probe_count; i++)
        r->least[i] = product_least(w->probes->filter, w->probes,
                                    r->first_probe + i, w->least[at + i]);
}

size_t assay_filter_run(const assay_filter_work *work, assay_hit *hits)
{
    const assay_filter *f = work->probes->filter;
    const size_t group = f->kernel->group;
    const size_t end = work->first_reference + work->reference_count;
    running r = {.work = work, .hits = hits};
    for (size_t at = 0; at < work->probe_count; at += ASSAY_FILTER_PROBES) {
        start_part(&r, at);
        r.first_row = work->first_reference / group * group;
        for (; r.first_row < end; r.first_row += group) run_group(&r, f);
    }
    return r.found;
}

double assay_filter_first_share(const assay_filter_work *work)
{
    const assay_filter *f = work->probes->filter;
    const size_t group = f->kernel->group;
    running r = {.work = work};
    uint64_t masks[ASSAY_FILTER_PROBES];
    uint64_t left = 0;
    start_part(&r, 0);
    for (; r.first_row < work->reference_count; r.first_row += group) {
        first_stage(&r, f, masks);
        for (size_t i = 0; i < r.probe_count; i++)
            left += (uint64_t)__builtin_popcountll(masks[i]);
    }
    return (double)left /
           ((double)r.probe_count * (double)work->reference_count);
}
