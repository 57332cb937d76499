// SPDX-License-Identifier: Apache-2.0
// The filter may give too many comparisons, never too few: rows made to break
// its bound (docs/search.md), at thresholds that are scores of theirs.
#include "search/exact.h"
#include "search/filter_plan.h"
#include "search/prepare.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// The kernels of VNNI lane by lane: their layout and logic on any machine.
enum {
    LANES = 16,
    VECTORS = 3,
    ROWS = 8,
    LIMIT_1 = 127,
    PART_1 = 0,
    LIMIT_2 = 127,
    PART_2 = 0
};
#include "search/filter_plain.inc"
//
#define UNROLL 0
#define PARTS_2 0
#include "search/filter.inc"

static const assay_filter_kernel emulated = KERNEL("emulated");

enum { ROWS_MOST = 80, VALUES_MOST = 608 };

static uint64_t state = 7;

static uint32_t word(void)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33);
}

static float uniform(void)
{
    return (float)((double)word() / 0x1p30 - 1);
}

// Ways in which a row is made.
enum { RANDOM, HALF_STEPS, ONE_LARGE, BYTES, NEAR_EQUAL, MIXED, KINDS };

static void make_row(int kind, float size, size_t n, float *u)
{
    for (size_t k = 0; k < n; k++) {
        const float x = uniform();
        switch (kind) {
        case HALF_STEPS: u[k] = ((float)(int)(x * 31) + 0.5f) / 31; break;
        case ONE_LARGE: u[k] = k == n / 2 ? 100.0f : x; break;
        case BYTES: u[k] = (float)(int)(x * 127); break;
        case NEAR_EQUAL: u[k] = 0.5f + x * 1e-3f; break;
        case MIXED: u[k] = x * ldexpf(1, -(int)(word() % 30)); break;
        default: u[k] = x; break;
        }
        u[k] *= size;
    }
}

static void normalise(float *u, size_t n)
{
    double sum = 0;
    for (size_t k = 0; k < n; k++) sum += (double)u[k] * (double)u[k];
    const double norm = sqrt(sum);
    for (size_t k = 0; k < n && norm > 0; k++)
        u[k] = (float)((double)u[k] / norm);
}

// Two sides of a trial, and all scores.
typedef struct sides {
    size_t n, stride, probes, references;
    float a[ROWS_MOST * VALUES_MOST], b[ROWS_MOST * VALUES_MOST];
    float scores[ROWS_MOST * ROWS_MOST];
    bool l2;
} sides;

static sides s;

static void make_sides(bool unit)
{
    static const float sizes[] = {1, 1e-3f, 1e4f, 1e-9f, 1e9f};
    s.n = 1 + word() % 600;
    s.stride = assay_prepare_stride((uint32_t)s.n);
    s.probes = 1 + word() % ROWS_MOST;
    s.references = 1 + word() % ROWS_MOST;
    s.l2 = !unit && word() % 2;
    memset(s.a, 0, sizeof s.a);
    memset(s.b, 0, sizeof s.b);
    const int kind = (int)(word() % KINDS);
    const float size = sizes[word() % 5];
    for (size_t i = 0; i < s.probes; i++)
        make_row(kind, size, s.n, s.a + i * s.stride);
    for (size_t i = 0; i < s.references; i++) {
        float *v = s.b + i * s.stride;
        make_row(kind, size, s.n, v);
        if (word() % 4) continue; // some are a probe, nearly
        const float *u = s.a + word() % s.probes * s.stride;
        for (size_t k = 0; k < s.n; k++) v[k] = u[k] + 0.1f * v[k];
    }
    for (size_t i = 0; unit && i < s.probes; i++)
        normalise(s.a + i * s.stride, s.n);
    for (size_t i = 0; unit && i < s.references; i++)
        normalise(s.b + i * s.stride, s.n);
    assay_exact_choose("c")->block(s.a, s.probes, s.b, s.references, s.stride,
                                   s.l2, s.scores);
}

// A threshold for each probe: a score of its own, or next to it.
static void choose_least(float *least)
{
    for (size_t i = 0; i < s.probes; i++) {
        const float score = s.scores[i * s.references + word() % s.references];
        const uint32_t how = word() % 3;
        least[i] = how == 0   ? score
                   : how == 1 ? nextafterf(score, -INFINITY)
                              : nextafterf(score, INFINITY);
    }
}

static void check_hits(const char *how, const assay_hit *hits, size_t n,
                       const float *least)
{
    static bool seen[ROWS_MOST * ROWS_MOST];
    memset(seen, 0, sizeof seen);
    for (size_t i = 0; i < n; i++) {
        assert_true(hits[i].probe < s.probes);
        assert_true(hits[i].reference < s.references);
        seen[hits[i].probe * s.references + hits[i].reference] = true;
    }
    for (size_t i = 0; i < s.probes * s.references; i++)
        if (s.scores[i] >= least[i / s.references] && !seen[i])
            fail_msg("%s lost: %zu values, l2 %d, %.9g >= %.9g", how, s.n, s.l2,
                     (double)s.scores[i], (double)least[i / s.references]);
}

static size_t run(const char *kernels, int basis, const float *least,
                  assay_hit *hits)
{
    assay_filter *filter = NULL;
    assay_codes probes, references;
    assay_error err;
    const assay_filter_plan plan = {.kernels = kernels,
                                    .dimensions = (uint32_t)s.n,
                                    .l2 = s.l2,
                                    .sample = s.b,
                                    .sample_rows = basis ? 1024 : 0,
                                    .least = least[0],
                                    .basis = basis};
    float *sample = calloc(1024 * s.stride, sizeof *sample);
    assay_filter_plan with = plan;
    assert_non_null(sample);
    for (size_t i = 0; i < 1024; i++)
        memcpy(sample + i * s.stride, s.b + i % s.references * s.stride,
               s.stride * sizeof *sample);
    with.sample = sample;
    assert_int_equal(assay_filter_make(&with, &filter, &err), ASSAY_OK);
    assert_true(assay_codes_make(&probes, filter, true, s.probes));
    assert_true(assay_codes_make(&references, filter, false, s.references));
    assay_codes_fill(&probes, 0, s.probes, s.a);
    assay_codes_fill(&references, 0, s.references, s.b);
    const assay_filter_work work = {&probes, &references,  0,    s.probes,
                                    0,       s.references, least};
    const size_t n = assay_filter_run(&work, hits);
    assay_codes_free(&probes);
    assay_codes_free(&references);
    assay_filter_free(filter);
    free(sample);
    return n;
}

static void try_all(bool unit, size_t trials)
{
    static assay_hit hits[ROWS_MOST * ROWS_MOST];
    const assay_filter_kernel *found[ASSAY_FILTER_MAX];
    const size_t kernels = assay_filter_find(found);
    float least[ROWS_MOST];
    for (size_t t = 0; t < trials; t++) {
        make_sides(unit);
        choose_least(least);
        for (size_t k = 0; k < kernels; k++)
            check_hits(found[k]->name, hits,
                       run(found[k]->name, 0, least, hits), least);
        if (s.n <= 128 || t % 8) continue;
        check_hits("basis of 64", hits, run(NULL, 64, least, hits), least);
        check_hits("basis as it likes", hits, run(NULL, -1, least, hits),
                   least);
    }
}

static void unit_rows_lose_no_hit(void **context)
{
    (void)context;
    try_all(true, 600);
}

static void rows_of_any_size_lose_no_hit(void **context)
{
    (void)context;
    try_all(false, 600);
}

static void rejects_most_of_what_is_far_below(void **context)
{
    static assay_hit hits[ROWS_MOST * ROWS_MOST];
    float least[ROWS_MOST];
    size_t all = 0, left = 0;
    (void)context;
    for (int t = 0; t < 20; t++) {
        do make_sides(true);
        while (s.n < 256);
        for (size_t i = 0; i < s.probes; i++) least[i] = 0.99f;
        left += run(NULL, 0, least, hits);
        all += s.probes * s.references;
    }
    assert_true(left < all / 2);
}

// Codes and masks of the emulated kernels, without a filter around them.
static void emulated_kernels_lose_no_hit(void **context)
{
    static uint8_t probe_rows[ROWS_MOST * 640], rows[96 * 640];
    static int8_t panels[96 * 640];
    static int32_t bias[2][96];
    static float f[2][6][96];
    (void)context;
    for (int t = 0; t < 300; t++) {
        float least[ROWS_MOST];
        uint64_t masks[64];
        do make_sides(true);
        while (s.probes > 64 || s.references > 48);
        choose_least(least);
        memset(panels, 0, sizeof panels);
        memset(probe_rows, 0, sizeof probe_rows);
        memset(f, 0, sizeof f);
        const size_t bytes = (s.stride + 63) / 64 * 64;
        assay_stage stage[2];
        for (int i = 0; i < 2; i++)
            stage[i] = (assay_stage){bytes,
                                     i ? rows : probe_rows,
                                     i ? panels : NULL,
                                     bias[i],
                                     f[i][0],
                                     f[i][1],
                                     f[i][2],
                                     f[i][3],
                                     f[i][4],
                                     f[i][5]};
        assay_coder coder = {.values = s.stride,
                             .coordinates = s.stride,
                             .limit = emulated.limit[0],
                             .offset = emulated.offset[0],
                             .panel = emulated.panel,
                             .probes = true,
                             .slack = ((double)s.stride / 16 + 80) * 0x1p-24};
        emulated.code(&coder, s.a, 0, s.probes, &stage[0]);
        coder.probes = false;
        emulated.code(&coder, s.b, 0, s.references, &stage[1]);
        const assay_group group = {&stage[0], 0, s.probes, &stage[1], 0, least};
        emulated.group_masks(&group, masks);
        for (size_t i = 0; i < s.probes; i++)
            for (size_t j = 0; j < s.references; j++)
                if (s.scores[i * s.references + j] >= least[i])
                    assert_true(masks[i] >> j & 1);
    }
}

static void products_are_exact(void **context)
{
    const assay_filter_kernel *found[ASSAY_FILTER_MAX + 1];
    const size_t kernels = assay_filter_find(found);
    uint8_t probe[640];
    int8_t references[4][640];
    (void)context;
    found[kernels] = &emulated;
    for (size_t k = 0; k <= kernels; k++)
        for (size_t bytes = 64; bytes <= 640; bytes += 64) {
            const int limit = found[k]->limit[1];
            int32_t sums[4];
            const int8_t *const at[4] = {references[0], references[1],
                                         references[2], references[3]};
            // The ends of the range more often than what lies between.
            for (size_t i = 0; i < bytes; i++) {
                const uint32_t top = 2u * (unsigned)limit + 1;
                probe[i] = (uint8_t)(word() % 2 ? top : word() % (top + 1));
                for (size_t r = 0; r < 4; r++)
                    references[r][i] = (int8_t)(word() % 2 ? limit : -limit);
            }
            found[k]->products(probe, at, bytes, sums);
            for (size_t r = 0; r < 4; r++) {
                int32_t sum = 0;
                for (size_t i = 0; i < bytes; i++)
                    sum += probe[i] * references[r][i];
                assert_int_equal(sums[r], sum);
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unit_rows_lose_no_hit),
        cmocka_unit_test(rows_of_any_size_lose_no_hit),
        cmocka_unit_test(rejects_most_of_what_is_far_below),
        cmocka_unit_test(emulated_kernels_lose_no_hit),
        cmocka_unit_test(products_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
