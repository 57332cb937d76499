// SPDX-License-Identifier: Apache-2.0
// A comparison costs as many units as the first stage looks at 64 directions,
// something for itself, what is left over the second stage, and a share of
// turning its reference into the directions.
#include "search/filter_plan.h"

#include "base/alloc.h"
#include "search/basis.h"
#include "search/prepare.h"

#include <math.h>
#include <string.h>

enum { STEP = 64, MOST = 256, PROBES = 64, SAMPLE_LEAST = 256 };
// Finding a basis takes time and memory with the square of the dimensions.
enum { DIMENSIONS_MOST = 1024 };
// A sample flatters directions: the whole leaves up to twice as much.
static const double worth = 0.85;

void assay_first_stage_free(assay_first_stage *first)
{
    assay_free(first->basis);
    *first = (assay_first_stage){0};
}

static void drop_filter(assay_filter **filter)
{
    assay_filter_free(*filter);
}

// Codes of both sides of a trial.
typedef struct trial {
    assay_codes probes, references;
} trial;

static void end_trial(trial *t)
{
    assay_codes_free(&t->probes);
    assay_codes_free(&t->references);
}

// Rows of the sample that directions are tried on, besides the probes: those
// that the directions were found from would flatter them.
static size_t tried_rows(const assay_filter_plan *plan)
{
    return (plan->sample_rows - PROBES) / 4;
}

// What a filter with these directions would cost; infinite without memory.
static double cost_of(const assay_filter_plan *plan,
                      const assay_first_stage *first)
{
    ASSAY_AUTO(drop_filter) assay_filter *filter = NULL;
    ASSAY_AUTO(end_trial) trial t = {0};
    assay_error unused;
    float least[PROBES];
    const size_t rows = tried_rows(plan);
    const size_t stride = assay_prepare_stride(plan->dimensions);
    if (assay_filter_with(plan, first, &filter, &unused) != ASSAY_OK ||
        !assay_codes_make(&t.probes, filter, true, PROBES) ||
        !assay_codes_make(&t.references, filter, false, rows))
        return INFINITY;
    assay_codes_fill(&t.probes, 0, PROBES, plan->sample);
    assay_codes_fill(&t.references, 0, rows, plan->sample + PROBES * stride);
    for (size_t i = 0; i < PROBES; i++) least[i] = plan->least;
    const assay_filter_work work = {&t.probes, &t.references, 0,    PROBES,
                                    0,         rows,          least};
    const assay_filter_kernel *kernel = assay_filter_choose(plan->kernels);
    const double m = (double)first->m;
    const double turn = plan->uses > 0 ? kernel->cost.turn * m / plan->uses : 0;
    return (first->m ? m : (double)stride) / STEP + kernel->cost.each + turn +
           assay_filter_first_share(&work) * kernel->cost.again *
               (double)stride;
}

// The directions of the rows of the sample from `from` on.
static bool find(const assay_filter_plan *plan, size_t from, size_t m,
                 assay_first_stage *first)
{
    const size_t n = assay_prepare_stride(plan->dimensions);
    first->basis = assay_new(0, n * m, sizeof *first->basis);
    if (!first->basis) return false;
    first->m = m;
    return assay_basis_find(plan->sample + from * n, plan->sample_rows - from,
                            n, m, first->basis, &first->skewed);
}

// The number of leading directions that seems fastest.
static void choose(const assay_filter_plan *plan, assay_first_stage *first)
{
    const size_t n = assay_prepare_stride(plan->dimensions);
    const assay_first_stage none = {0};
    const size_t most = first->m;
    double best = worth * cost_of(plan, &none);
    size_t chosen = 0;
    for (size_t m = STEP; m <= most; m += STEP) {
        const assay_first_stage tried = {
            first->basis, m, assay_basis_skewed(first->basis, n, m)};
        const double cost = cost_of(plan, &tried);
        if (cost < best) chosen = m;
        if (cost < best) best = cost;
    }
    if (chosen)
        *first = (assay_first_stage){
            first->basis, chosen, assay_basis_skewed(first->basis, n, chosen)};
    else
        assay_first_stage_free(first);
}

bool assay_filter_decide(const assay_filter_plan *plan,
                         assay_first_stage *first)
{
    const size_t n = assay_prepare_stride(plan->dimensions);
    *first = (assay_first_stage){0};
    if (!plan->basis || !plan->sample || plan->sample_rows < SAMPLE_LEAST)
        return true;
    if (plan->basis > 0) return find(plan, 0, (size_t)plan->basis, first);
    if (plan->l2 || !(plan->least > -INFINITY) || n < 4 * (size_t)STEP ||
        n > DIMENSIONS_MOST)
        return true;
    const size_t most = n / 2 / STEP * STEP;
    if (!find(plan, PROBES + tried_rows(plan), most < MOST ? most : MOST,
              first))
        return false;
    choose(plan, first);
    return true;
}
