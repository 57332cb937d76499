// SPDX-License-Identifier: Apache-2.0
#include "measure/band.h"

#include "base/alloc.h"
#include "base/pool.h"
#include "stats/normal.h"
#include "stats/replicates.h"

#include <math.h>

enum { L = ASSAY_LANES, STREAM = 9 };

// Batches of replicates: each a part of its own.
typedef struct work {
    const assay_band_source *source;
    assay_resample_det det;
    size_t room;      // replicates, whole batches
    double *logits;   // [target * room + replicate]; NaN: no FNMR
    uint8_t *beyond;  // likewise: the threshold is not among the pairs
    uint8_t *weights; // by thread
    uint64_t *errors; // by thread
} work;

static void end_work(work *w)
{
    assay_free(w->logits);
    assay_free(w->beyond);
    assay_free(w->weights);
    assay_free(w->errors);
}

static bool make_work(work *w, unsigned threads)
{
    const size_t people = w->det.sides.subjects;
    w->logits = assay_new(0, w->det.targets * w->room, sizeof *w->logits);
    w->beyond = assay_new(0, w->det.targets * w->room, 1);
    w->weights = assay_new(0, (size_t)threads * people, L);
    w->errors = assay_new(0, threads * w->det.targets * L, sizeof *w->errors);
    return w->logits && w->beyond && w->weights && w->errors;
}

static bool one_batch(void *context, size_t part, unsigned thread)
{
    work *w = context;
    uint8_t *weights = w->weights + thread * w->det.sides.subjects * L;
    assay_resampled out = {.errors = w->errors + thread * w->det.targets * L};
    assay_resample_weights(w->source->seed, STREAM, (uint32_t)part * L,
                           w->det.sides.subjects, weights);
    assay_resample_fnmr(&w->det, weights, &out);
    for (size_t t = 0; t < w->det.targets; t++)
        for (size_t l = 0; l < L; l++) {
            const size_t at = t * w->room + part * L + l;
            const uint64_t errors = out.errors[t * L + l];
            const bool whole = out.mated[l] && out.others[l];
            w->beyond[at] = whole && errors == ASSAY_BEYOND;
            w->logits[at] = whole && errors != ASSAY_BEYOND
                                ? assay_replicates_logit((double)errors,
                                                         (double)out.mated[l])
                                : (double)NAN;
        }
    return true;
}

// Takes the first `wanted` replicates with both classes, point after point, of
// points that all replicates reach; what is missing is NaN. Returns how many
// points, and in `*known` how many replicates.
static size_t gather(work *w, size_t wanted, bool *reached, size_t *known)
{
    size_t points = 0;
    *known = 0;
    for (size_t t = 0; t < w->det.targets; t++) {
        double *to = w->logits + points * wanted;
        const double *from = w->logits + t * w->room;
        size_t kept = 0;
        reached[t] = true;
        for (size_t b = 0; b < w->room && kept < wanted; b++) {
            reached[t] &= !w->beyond[t * w->room + b];
            if (from[b] == from[b]) to[kept++] = from[b];
        }
        if (!reached[t]) continue;
        *known = kept;
        for (; kept < wanted; kept++) to[kept] = NAN;
        points++;
    }
    return points;
}

static bool settle(work *w, double confidence, bool *reached, assay_band *out)
{
    const size_t wanted = w->source->replicates;
    size_t known;
    const size_t points = gather(w, wanted, reached, &known);
    *out = (assay_band){NAN, (uint32_t)known};
    ASSAY_AUTO(assay_drop) double *room = assay_new(0, wanted, sizeof *room);
    if (!room) return false;
    const double c =
        assay_replicates_farthest(w->logits, points, wanted, confidence, room);
    if (c == c) out->confidence = 1 - 2 * assay_normal_cdf(-c);
    return true;
}

bool assay_band_make(const assay_band_source *source, const double *alphas,
                     size_t n, double confidence, bool *reached,
                     assay_band *out)
{
    const unsigned threads = assay_pool_threads(source->threads);
    // A batch more than asked for: a replicate may lack a class.
    const size_t batches = (source->replicates + L - 1) / L + 1;
    ASSAY_AUTO(end_work)
    work w = {.source = source, .det = source->det, .room = batches * L};
    w.det.alphas = alphas;
    w.det.targets = n;
    *out = (assay_band){NAN, 0};
    return make_work(&w, threads) &&
           assay_pool_run(threads, batches, one_batch, &w) &&
           settle(&w, confidence, reached, out);
}
