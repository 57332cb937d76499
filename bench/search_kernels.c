// SPDX-License-Identifier: Apache-2.0
// What one core makes of comparisons: search_kernels FILE.npy DIMENSIONS SHARE
//
// FILE holds float32 rows, as assay simulate templates writes them; SHARE of
// all comparisons lie above the threshold (1e-4). Best of several runs, in CPU
// time: peaks of this processor from registers, exact scores, the filter, and
// what comes before it. It takes the kernels themselves, which are no part of
// the public headers.
#include "search/exact.h"
#include "search/filter.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { PROBES = 240, REFERENCES = 4608, STEP = 1152, BATCH = 60, TIMES = 15 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void tell(const char *what, double count, double seconds)
{
    printf("%-42s %8.2f M/s\n", what, count / seconds / 1e6);
}

// --- peaks ----------------------------------------------------------------

#if defined __x86_64__
enum { LOOPS = 2000000 };

// Chains that don't wait for each other: 32 products and sums.
static void float_loop(void)
{
    for (long i = 0; i < LOOPS; i++)
        __asm__ volatile("vmulps %%ymm8, %%ymm9, %%ymm10\n\t"
                         "vaddps %%ymm10, %%ymm0, %%ymm0\n\t"
                         "vmulps %%ymm8, %%ymm9, %%ymm11\n\t"
                         "vaddps %%ymm11, %%ymm1, %%ymm1\n\t"
                         "vmulps %%ymm8, %%ymm9, %%ymm12\n\t"
                         "vaddps %%ymm12, %%ymm2, %%ymm2\n\t"
                         "vmulps %%ymm8, %%ymm9, %%ymm13\n\t"
                         "vaddps %%ymm13, %%ymm3, %%ymm3\n\t"
                         "vmulps %%ymm8, %%ymm9, %%ymm10\n\t"
                         "vaddps %%ymm10, %%ymm4, %%ymm4\n\t"
                         "vmulps %%ymm8, %%ymm9, %%ymm11\n\t"
                         "vaddps %%ymm11, %%ymm5, %%ymm5\n\t"
                         "vmulps %%ymm8, %%ymm9, %%ymm12\n\t"
                         "vaddps %%ymm12, %%ymm6, %%ymm6\n\t"
                         "vmulps %%ymm8, %%ymm9, %%ymm13\n\t"
                         "vaddps %%ymm13, %%ymm7, %%ymm7\n\t" ::
                             : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5",
                               "xmm6", "xmm7", "xmm10", "xmm11", "xmm12",
                               "xmm13");
}

#define BYTE_STEP(product, sum)                                                \
    "vpmaddubsw %%ymm8, %%ymm9, %%ymm" product "\n\t"                          \
    "vpaddw %%ymm" product ", %%ymm" sum ", %%ymm" sum "\n\t"

// 32 products of bytes a step; one in eight is widened, as in the filter.
static void byte_loop(void)
{
    for (long i = 0; i < LOOPS; i++)
        __asm__ volatile(
            BYTE_STEP("10", "0") BYTE_STEP("11", "1") BYTE_STEP("12", "2")
                BYTE_STEP("13", "3") BYTE_STEP("10", "4") BYTE_STEP("11", "5")
                    BYTE_STEP("12", "6") BYTE_STEP(
                        "13", "7") "vpmaddwd %%ymm8, %%ymm0, %%ymm14\n\t"
                                   "vpaddd %%ymm14, %%ymm15, %%ymm15\n\t" ::
                                       : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4",
                                         "xmm5", "xmm6", "xmm7", "xmm10",
                                         "xmm11", "xmm12", "xmm13", "xmm14",
                                         "xmm15");
}

static double best_of(void (*work)(void))
{
    double best = INFINITY;
    for (int i = 0; i < 10 * TIMES; i++) {
        const double start = now();
        work();
        best = fmin(best, now() - start);
    }
    return best;
}

static void peaks(size_t dimensions)
{
    const double d = (double)dimensions;
    if (!__builtin_cpu_supports("avx2")) return;
    tell("peak of AVX2, float32 products and sums", 64.0 * LOOPS / d,
         best_of(float_loop));
    tell("peak of AVX2, products of bytes", 256.0 * LOOPS / d,
         best_of(byte_loop));
}
#else
static void peaks(size_t dimensions)
{
    (void)dimensions;
}
#endif

// --- templates ------------------------------------------------------------

typedef struct rows {
    size_t n, d; // d: padded
    float *values;
} rows;

static void divide(float *row, size_t d)
{
    double sum = 0;
    for (size_t k = 0; k < d; k++) sum += (double)row[k] * (double)row[k];
    for (size_t k = 0; k < d; k++) row[k] = (float)((double)row[k] / sqrt(sum));
}

static FILE *open_rows(const char *path)
{
    unsigned char head[10];
    FILE *file = fopen(path, "rb");
    if (!file || fread(head, 1, sizeof head, file) != sizeof head ||
        fseek(file, 10 + head[8] + 256L * head[9], SEEK_SET)) {
        (void)fprintf(stderr, "search_kernels: %s: no .npy\n", path);
        exit(1);
    }
    return file;
}

// The first `n` rows, divided by their norm: as if under cosine.
static rows read_rows(const char *path, size_t dimensions, size_t n)
{
    rows r = {0, (dimensions + 15) / 16 * 16, NULL};
    FILE *file = open_rows(path);
    r.values = calloc(n * r.d, sizeof *r.values);
    while (r.values && r.n < n &&
           fread(r.values + r.n * r.d, sizeof(float), dimensions, file) ==
               dimensions)
        divide(r.values + r.n++ * r.d, r.d);
    (void)fclose(file);
    if (r.n < n) {
        (void)fprintf(stderr, "search_kernels: %s: fewer than %zu rows\n", path,
                      n);
        exit(1);
    }
    return r;
}

static int descending(const void *a, const void *b)
{
    const float *x = a;
    const float *y = b;
    return (*x < *y) - (*x > *y);
}

// --- work -----------------------------------------------------------------

typedef struct bench {
    rows probes, references;
    float least[PROBES];
    float *scores;
    assay_hit *hits;
} bench;

static void score_all(const bench *b, const assay_exact *exact)
{
    double best = INFINITY;
    char what[64];
    for (int t = 0; t < 10 * TIMES; t++) {
        const double start = now();
        exact->block((assay_exact_rows){b->probes.values, BATCH},
                     (assay_exact_rows){b->references.values, BATCH},
                     b->probes.d, false, b->scores);
        best = fmin(best, now() - start);
    }
    (void)snprintf(what, sizeof what, "exact scores, %s", exact->name);
    tell(what, (double)BATCH * BATCH, best);
}

static void find_least(bench *b, double share)
{
    const size_t n = (size_t)BATCH * 4096;
    const assay_exact *exact = assay_exact_choose(NULL);
    exact->block((assay_exact_rows){b->probes.values, BATCH},
                 (assay_exact_rows){b->references.values, 4096}, b->probes.d,
                 false, b->scores);
    qsort(b->scores, n, sizeof *b->scores, descending);
    const float least = b->scores[(size_t)(share * (double)n)];
    for (size_t i = 0; i < PROBES; i++) b->least[i] = least;
    printf("threshold %.4f\n", (double)least);
}

// Blocks of it one by one, each at its best: a busy machine disturbs few.
static double filter_blocks(const bench *b, const assay_codes *codes,
                            size_t *hits)
{
    double sum = 0;
    *hits = 0;
    for (size_t i = 0; i < PROBES; i += BATCH)
        for (size_t j = 0; j < REFERENCES; j += STEP) {
            const assay_filter_work work = {&codes[0], &codes[1],   i, BATCH, j,
                                            STEP,      b->least + i};
            double best = INFINITY;
            size_t found = 0;
            for (int t = 0; t < TIMES; t++) {
                const double start = now();
                found = assay_filter_run(&work, b->hits);
                best = fmin(best, now() - start);
            }
            *hits += found;
            sum += best;
        }
    return sum;
}

static void must(bool right)
{
    if (right) return;
    (void)fprintf(stderr, "search_kernels: no memory\n");
    exit(1);
}

static void run_filter(const bench *b, const assay_filter *filter)
{
    assay_codes codes[2];
    char what[64];
    size_t hits = 0;
    must(assay_codes_make(&codes[0], filter, true, PROBES));
    must(assay_codes_make(&codes[1], filter, false, REFERENCES));
    const double start = now();
    assay_codes_fill(&codes[0], 0, PROBES, b->probes.values);
    assay_codes_fill(&codes[1], 0, REFERENCES, b->references.values);
    tell("  rows coded", PROBES + REFERENCES, now() - start);
    const double best = filter_blocks(b, codes, &hits);
    (void)snprintf(what, sizeof what, "  filtered, %.2e left",
                   (double)hits / PROBES / REFERENCES);
    tell(what, (double)PROBES * REFERENCES, best);
    assay_codes_free(&codes[0]);
    assay_codes_free(&codes[1]);
}

static void try_filter(const bench *b, const char *kernels, int basis)
{
    assay_error err;
    assay_filter *filter = NULL;
    const assay_filter_plan plan = {.kernels = kernels,
                                    .dimensions = (uint32_t)b->probes.d,
                                    .sample = b->references.values,
                                    .sample_rows = 1024,
                                    .least = b->least[0],
                                    .basis = basis};
    const double start = now();
    must(assay_filter_make(&plan, &filter, &err) == ASSAY_OK);
    printf("%s, basis %d: made in %.2f s, %zu directions first\n", kernels,
           basis, now() - start, assay_filter_basis(filter));
    run_filter(b, filter);
    assay_filter_free(filter);
}

static void try_filters(const bench *b)
{
    const assay_filter_kernel *found[ASSAY_FILTER_MAX];
    const size_t n = assay_filter_find(found);
    for (size_t k = 0; k < n; k++)
        for (int basis = 0; basis < 4; basis++)
            if (basis * 64 < (int)b->probes.d)
                try_filter(b, found[k]->name, basis * 64);
    try_filter(b, found[n - 1]->name, -1);
}

int main(int argc, char **argv)
{
    static bench b;
    const assay_exact *found[ASSAY_EXACT_MAX];
    if (argc != 4) {
        (void)fprintf(stderr, "search_kernels FILE.npy DIMENSIONS SHARE\n");
        return 2;
    }
    const size_t d = (size_t)atoi(argv[2]);
    rows all = read_rows(argv[1], d, PROBES + REFERENCES);
    b.probes = (rows){PROBES, all.d, all.values};
    b.references = (rows){REFERENCES, all.d, all.values + PROBES * all.d};
    b.scores = calloc((size_t)BATCH * 4096, sizeof *b.scores);
    b.hits = calloc((size_t)BATCH * STEP, sizeof *b.hits);
    must(b.scores && b.hits);
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    peaks(d);
    find_least(&b, atof(argv[3]));
    const size_t n = assay_exact_find(found);
    for (size_t k = 0; k < n; k++) score_all(&b, found[k]);
    try_filters(&b);
    free(all.values);
    free(b.scores);
    free(b.hits);
    return 0;
}
