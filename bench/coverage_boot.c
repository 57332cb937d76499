// SPDX-License-Identifier: Apache-2.0
// People of a sample resampled: FNMR at FMRs, and how far all of them stray at
// once.
#include "bench/coverage.h"

#include "stats/replicates.h"
#include "stats/resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { L = ASSAY_LANES, B = COVER_REPLICATES };

typedef struct scored {
    float score;
    assay_two who;
} scored;

static int descending(const void *a, const void *b)
{
    const scored *x = a, *y = b;
    return (x->score < y->score) - (x->score > y->score);
}

// Sorted comparisons and room for a batch.
typedef struct work {
    scored *others, *mates;
    assay_two *pairs;
    uint32_t *below, *misses, *mated;
    uint8_t *weights;
    uint64_t *errors;
    double *logits, *room;
} work;

static void end_work(work *w)
{
    void *all[] = {w->others, w->mates,   w->pairs,  w->below,  w->misses,
                   w->mated,  w->weights, w->errors, w->logits, w->room};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) assay_free(all[i]);
}

static bool make_work(const cover_sample *s, size_t targets, work *w)
{
    *w = (work){
        .others = assay_new(0, s->count, sizeof *w->others),
        .mates = assay_new(0, s->mates, sizeof *w->mates),
        .pairs = assay_new(0, s->count, sizeof *w->pairs),
        .below = assay_new(0, s->count, sizeof *w->below),
        .misses = assay_new(0, s->mates, sizeof *w->misses),
        .mated = assay_new(0, s->people, sizeof *w->mated),
        .weights = assay_new(0, (size_t)s->people * L, 1),
        .errors = assay_new(0, targets * L, sizeof *w->errors),
        .logits = assay_new(0, targets * B, sizeof *w->logits),
        .room = assay_new(0, B, sizeof *w->room),
    };
    return w->others && w->mates && w->pairs && w->below && w->misses &&
           w->mated && w->weights && w->errors && w->logits && w->room;
}

static void sort_all(const cover_sample *s, work *w)
{
    for (size_t i = 0; i < s->count; i++)
        w->others[i] = (scored){s->score[i], {s->probe[i], s->reference[i]}};
    for (size_t i = 0; i < s->mates; i++) {
        w->mates[i] = (scored){s->mated_score[i], {s->mated[i], s->mated[i]}};
        w->mated[s->mated[i]]++;
    }
    qsort(w->others, s->count, sizeof *w->others, descending);
    qsort(w->mates, s->mates, sizeof *w->mates, descending);
    for (size_t i = 0; i < s->mates; i++)
        w->misses[i] = w->mates[s->mates - 1 - i].who.probe;
    for (size_t i = 0, above = 0; i < s->count; i++) {
        while (above < s->mates && w->mates[above].score > w->others[i].score)
            above++;
        w->pairs[i] = w->others[i].who;
        w->below[i] = (uint32_t)(s->mates - above);
    }
}

static void keep(const cover_cell *cell, const work *w,
                 const assay_resampled *batch, uint32_t first, double *fnmr)
{
    for (size_t t = 0; t < cell->band_points; t++)
        for (size_t l = 0; l < L && first + l < B; l++) {
            const uint64_t errors = w->errors[t * L + l];
            const bool known = errors != ASSAY_BEYOND && batch->mated[l];
            const double x = (double)errors, m = (double)batch->mated[l];
            const size_t at = t * B + first + l;
            fnmr[at] = known ? x / m : (double)NAN;
            w->logits[at] = known ? assay_replicates_logit(x, m) : (double)NAN;
        }
}

bool cover_resample(const cover_cell *cell, const cover_sample *sample,
                    uint32_t run, cover_replicates *out)
{
    work w;
    *out = (cover_replicates){
        assay_new(0, cell->band_points * B, sizeof *out->fnmr), NAN};
    const bool done = make_work(sample, cell->band_points, &w) && out->fnmr;
    if (done) {
        sort_all(sample, &w);
        const assay_resample_det det = {
            .sides = {sample->people, sample->probes, sample->references},
            .mated = w.mated,
            .pairs = w.pairs,
            .below = w.below,
            .pair_count = sample->count,
            .misses = w.misses,
            .alphas = cell->band_alphas,
            .targets = cell->band_points};
        assay_resampled batch = {.errors = w.errors};
        // No run of a design draws with the key of another, or of its scores.
        const uint64_t key = ((uint64_t)run + 1) << 32 | cell->seed;
        for (uint32_t b = 0; b < B; b += L) {
            assay_resample_weights(key, cell->stream, b, sample->people,
                                   w.weights);
            assay_resample_fnmr(&det, w.weights, &batch);
            keep(cell, &w, &batch, b, out->fnmr);
        }
        out->farthest = assay_replicates_farthest(w.logits, cell->band_points,
                                                  B, 0.95, w.room);
    }
    end_work(&w);
    return done;
}
