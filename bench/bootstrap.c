// SPDX-License-Identifier: Apache-2.0
// FNMR at FMR 1e-3 in replicates of people, LFW, all pairs:
//
//     bootstrap DIR NAME REPLICATES [OUT]
//
// One thread; only the replicates are timed, the weights among them, and the
// median of five times told. Writes
// the sorted comparisons, the weights and the results to OUT, from which
// bench/bootstrap_peer.py makes the same replicates. Prints JSON.
#include "base/alloc.h"
#include "bench/lfw.h"
#include "stats/replicates.h"
#include "stats/resample.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SEED = 1, TIMES = 5, L = ASSAY_LANES };

static double now(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

typedef struct scored {
    float score;
    assay_two who;
} scored;

static int descending(const void *a, const void *b)
{
    const scored *x = a, *y = b;
    return (x->score < y->score) - (x->score > y->score);
}

// The comparisons that a replicate may need.
typedef struct work {
    uint32_t *images, *mated, *below, *misses;
    scored *others, *mates; // scores descending
    assay_two *pairs;
    size_t other_count, mate_count, kept;
} work;

static void free_work(work *w)
{
    assay_free(w->images);
    assay_free(w->mated);
    assay_free(w->below);
    assay_free(w->misses);
    assay_free(w->others);
    assay_free(w->mates);
    assay_free(w->pairs);
}

// All pairs above `floor`, and all mates.
static bool compare_all(const lfw *data, float floor, work *w)
{
    size_t room[2] = {0, 0};
    uint32_t s = 0;
    for (uint32_t a = 0; a < data->images; a++) {
        while (a >= data->first[s + 1]) s++;
        uint32_t other = s;
        for (uint32_t b = a + 1; b < data->images; b++) {
            while (b >= data->first[other + 1]) other++;
            const float score = lfw_score(data, a, b);
            const bool mates = other == s;
            if (!mates && score < floor) continue;
            scored **to = mates ? &w->mates : &w->others;
            size_t *n = mates ? &w->mate_count : &w->other_count;
            if (*n == room[mates] &&
                !assay_grow(to, room[mates] = 2 * room[mates] + 65536,
                            sizeof **to))
                return false;
            (*to)[(*n)++] = (scored){score, {s, other}};
        }
    }
    return true;
}

// Sorts, keeps the non-mated ones above FMR 1e-2, counts mates below each.
static bool prepare(const lfw *data, work *w)
{
    const size_t n = data->subjects;
    w->images = assay_new(0, n, sizeof *w->images);
    w->mated = assay_new(0, n, sizeof *w->mated);
    if (!w->images || !w->mated || !compare_all(data, 0.1F, w)) return false;
    double all = (double)data->images * ((double)data->images - 1) / 2;
    for (size_t i = 0; i < n; i++) {
        const uint32_t m = data->first[i + 1] - data->first[i];
        w->images[i] = m;
        w->mated[i] = m * (m - 1) / 2;
        all -= w->mated[i];
    }
    w->kept = (size_t)(all / 100);
    if (w->kept > w->other_count) return false;
    qsort(w->others, w->other_count, sizeof *w->others, descending);
    qsort(w->mates, w->mate_count, sizeof *w->mates, descending);
    w->pairs = assay_new(0, w->kept, sizeof *w->pairs);
    w->below = assay_new(0, w->kept, sizeof *w->below);
    w->misses = assay_new(0, w->mate_count, sizeof *w->misses);
    if (!w->pairs || !w->below || !w->misses) return false;
    for (size_t i = 0; i < w->mate_count; i++)
        w->misses[i] = w->mates[w->mate_count - 1 - i].who.probe;
    for (size_t i = 0, above = 0; i < w->kept; i++) {
        while (above < w->mate_count &&
               w->mates[above].score > w->others[i].score)
            above++;
        w->pairs[i] = w->others[i].who;
        w->below[i] = (uint32_t)(w->mate_count - above);
    }
    return true;
}

static bool save(const char *path, const work *w, const lfw *data,
                 const double *fnmr, size_t replicates)
{
    FILE *file = fopen(path, "wb");
    uint8_t *weights = assay_new(0, data->subjects * L, 1);
    if (!file || !weights) return false;
    const uint64_t head[] = {data->subjects, w->kept, w->mate_count,
                             replicates};
    fwrite(head, sizeof head, 1, file);
    fwrite(w->images, sizeof *w->images, data->subjects, file);
    fwrite(w->pairs, sizeof *w->pairs, w->kept, file);
    fwrite(w->below, sizeof *w->below, w->kept, file);
    fwrite(w->misses, sizeof *w->misses, w->mate_count, file);
    fwrite(fnmr, sizeof *fnmr, replicates, file);
    for (uint32_t b = 0; b < replicates; b += L) {
        assay_resample_weights(SEED, 0, b, data->subjects, weights);
        fwrite(weights, data->subjects, L, file);
    }
    assay_free(weights);
    return fclose(file) == 0;
}

static void resample(const work *w, const lfw *data, size_t replicates,
                     uint8_t *weights, double *fnmr)
{
    static const double alpha[] = {1e-3};
    static uint64_t errors[L];
    const assay_resample_det det = {
        .sides = {data->subjects, w->images, w->images},
        .mated = w->mated,
        .pairs = w->pairs,
        .below = w->below,
        .pair_count = w->kept,
        .misses = w->misses,
        .alphas = alpha,
        .targets = 1};
    assay_resampled out = {.errors = errors};
    for (uint32_t b = 0; b < replicates; b += L) {
        assay_resample_weights(SEED, 0, b, data->subjects, weights);
        assay_resample_fnmr(&det, weights, &out);
        for (size_t l = 0; l < L && b + l < replicates; l++)
            fnmr[b + l] = errors[l] == ASSAY_BEYOND
                              ? (double)NAN
                              : (double)errors[l] / (double)out.mated[l];
    }
}

static void time_it(const work *w, const lfw *data, size_t replicates,
                    const char *out)
{
    double *fnmr = assay_new(0, replicates, sizeof *fnmr);
    uint8_t *weights = assay_new(0, data->subjects * L, 1);
    if (!fnmr || !weights) exit(1);
    double took[2][TIMES];
    for (size_t i = 0; i < TIMES; i++) {
        const double cpu = now(CLOCK_PROCESS_CPUTIME_ID);
        const double wall = now(CLOCK_MONOTONIC);
        resample(w, data, replicates, weights, fnmr);
        took[0][i] = now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
        took[1][i] = now(CLOCK_MONOTONIC) - wall;
    }
    for (int i = 0; i < 2; i++) (void)assay_replicates_sort(took[i], TIMES);
    if (out && !save(out, w, data, fnmr, replicates)) exit(1);
    const size_t n = assay_replicates_sort(fnmr, replicates);
    const assay_interval ends = assay_replicates_percentile(fnmr, n, 0.95);
    printf("{\"replicates\": %zu, \"pairs\": %zu, \"cpu\": %.4f, \"wall\": "
           "%.4f, \"low\": %.17g, \"high\": %.17g}\n",
           n, w->kept, took[0][TIMES / 2], took[1][TIMES / 2], ends.low,
           ends.high);
    assay_free(weights);
    assay_free(fnmr);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: bootstrap DIR NAME REPLICATES [OUT]\n");
        return 2;
    }
    lfw data;
    work w = {0};
    const bool ready =
        lfw_load(argv[1], argv[2], UINT32_MAX, &data) && prepare(&data, &w);
    if (ready)
        time_it(&w, &data, strtoul(argv[3], NULL, 10),
                argc > 4 ? argv[4] : NULL);
    free_work(&w);
    lfw_end(&data);
    return ready ? 0 : 1;
}
