// SPDX-License-Identifier: Apache-2.0
// The filter may give too many comparisons, never too few: rows made to break
// its bound (docs/search.md), at thresholds that are scores of theirs.
#include "search/basis.h"
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
    SQUARES_1 = 0,
    LIMIT_2 = 127,
    PART_2 = 0
};
#include "search/filter_plain.inc"
//
#define COSTS {1, 0.1, 1}
#define UNROLL 0
#define PARTS_2 0
#include "search/filter.inc"

static const assay_filter_kernel emulated = KERNEL("emulated");

// Rarely more probes than are taken at once (ASSAY_FILTER_PROBES).
enum { ROWS_USUAL = 80, ROWS_MOST = 280, VALUES_MOST = 608 };

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
    s.probes = 1 + word() % (word() % 24 ? ROWS_USUAL : ROWS_MOST);
    s.references = 1 + word() % ROWS_USUAL;
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
    assay_exact_choose("c")->block((assay_exact_rows){s.a, s.probes},
                                   (assay_exact_rows){s.b, s.references},
                                   s.stride, s.l2, s.scores);
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

static size_t run_with(assay_filter *filter, const float *least,
                       assay_hit *hits)
{
    assay_codes probes, references;
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
    return n;
}

static assay_filter_plan plan_of(const char *kernels, const float *least)
{
    return (assay_filter_plan){.kernels = kernels,
                               .dimensions = (uint32_t)s.n,
                               .l2 = s.l2,
                               .least = least[0]};
}

// All dimensions at once.
static size_t run(const char *kernels, const float *least, assay_hit *hits)
{
    assay_filter *filter = NULL;
    assay_error err;
    const assay_filter_plan plan = plan_of(kernels, least);
    assert_int_equal(assay_filter_make(&plan, &filter, &err), ASSAY_OK);
    assert_int_equal(assay_filter_basis(filter), 0);
    return run_with(filter, least, hits);
}

// Directions that the filter finds itself.
static size_t run_found(int basis, const float *least, assay_hit *hits)
{
    enum { SAMPLE = 512 };
    assay_filter *filter = NULL;
    assay_error err;
    float *sample = calloc(SAMPLE * s.stride, sizeof *sample);
    assay_filter_plan plan = plan_of(NULL, least);
    assert_non_null(sample);
    for (size_t i = 0; i < SAMPLE * s.stride; i++)
        sample[i] = s.b[word() % (s.references * s.stride)];
    plan.sample = sample;
    plan.sample_rows = SAMPLE;
    plan.basis = basis;
    assert_int_equal(assay_filter_make(&plan, &filter, &err), ASSAY_OK);
    if (basis > 0) assert_int_equal(assay_filter_basis(filter), basis);
    free(sample);
    return run_with(filter, least, hits);
}

enum { DIRECTIONS = 64 };

static double dot(const float *a, const float *b)
{
    double sum = 0;
    for (size_t k = 0; k < s.stride; k++) sum += (double)a[k] * (double)b[k];
    return sum;
}

static void take_off(float *row, const float *other)
{
    const double by = dot(row, other);
    for (size_t k = 0; k < s.stride; k++)
        row[k] = (float)((double)row[k] - by * (double)other[k]);
}

// Directions at random and of probes, orthonormal but for `skew`.
static double make_basis(float *basis, double skew)
{
    const size_t n = s.stride;
    for (size_t i = 0; i < DIRECTIONS; i++) {
        float *row = basis + i * n;
        for (size_t k = 0; k < n; k++) row[k] = k < s.n ? uniform() : 0;
        for (size_t k = 0; i < s.probes && i % 2 && k < n; k++)
            row[k] = 0.1f * row[k] + s.a[i * n + k];
        for (size_t j = 0; j < 2 * i; j++) {
            if (j % i == 0) normalise(row, n);
            take_off(row, basis + j % i * n);
        }
        normalise(row, n);
    }
    for (size_t k = 0; k < n * DIRECTIONS; k++)
        basis[k] *= (float)(1 + skew * (double)uniform());
    return assay_basis_skewed(basis, n, DIRECTIONS);
}

// What the basis does not see of a reference becomes that of a probe, or its
// opposite: the worst for the bound, which then is all but reached.
static void align_rest(const float *basis, const float *u, float *v,
                       double sign)
{
    double to[VALUES_MOST];
    for (size_t k = 0; k < s.stride; k++) to[k] = sign * (double)u[k];
    for (size_t j = 0; j < DIRECTIONS; j++) {
        const float *row = basis + j * s.stride;
        const double by = dot(row, v) - sign * dot(row, u);
        for (size_t k = 0; k < s.stride; k++) to[k] += by * (double)row[k];
    }
    for (size_t k = 0; k < s.stride; k++) v[k] = (float)to[k];
}

static void align_rests(const float *basis)
{
    for (size_t i = 0; i < s.references; i++)
        align_rest(basis, s.a + i % s.probes * s.stride, s.b + i * s.stride,
                   i % 3 ? 1 : -1);
    assay_exact_choose("c")->block((assay_exact_rows){s.a, s.probes},
                                   (assay_exact_rows){s.b, s.references},
                                   s.stride, s.l2, s.scores);
}

static void try_basis(const char *kernels)
{
    static const double skews[] = {0, 1e-6, 3e-4};
    static assay_hit hits[ROWS_MOST * ROWS_MOST];
    float least[ROWS_MOST];
    float *basis = calloc(DIRECTIONS * s.stride, sizeof *basis);
    assay_filter *filter = NULL;
    assay_error err;
    assert_non_null(basis);
    const assay_first_stage first = {basis, DIRECTIONS,
                                     make_basis(basis, skews[word() % 3])};
    align_rests(basis);
    choose_least(least);
    const assay_filter_plan plan = plan_of(kernels, least);
    assert_true(first.skewed < 0.01);
    assert_int_equal(assay_filter_with(&plan, &first, &filter, &err), ASSAY_OK);
    assert_int_equal(assay_filter_basis(filter), DIRECTIONS);
    check_hits("any basis", hits, run_with(filter, least, hits), least);
    free(basis);
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
            check_hits(found[k]->name, hits, run(found[k]->name, least, hits),
                       least);
    }
}

static void directions_that_are_found_lose_no_hit(void **context)
{
    static assay_hit hits[ROWS_MOST * ROWS_MOST];
    float least[ROWS_MOST];
    (void)context;
    for (int t = 0; t < 8; t++) {
        do make_sides(t % 2);
        while (s.n < 256);
        choose_least(least);
        check_hits("64", hits, run_found(64, least, hits), least);
        check_hits("as it likes", hits, run_found(-1, least, hits), least);
    }
}

static void any_directions_lose_no_hit(void **context)
{
    const assay_filter_kernel *found[ASSAY_FILTER_MAX];
    const size_t kernels = assay_filter_find(found);
    (void)context;
    for (size_t t = 0; t < 60; t++) {
        do make_sides(t % 2);
        while (s.n < 80);
        try_basis(found[t % kernels]->name);
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

// Cosines of these rows are below 0.35.
static void rejects_what_is_far_below(void **context)
{
    static assay_hit hits[ROWS_MOST * ROWS_MOST];
    const assay_filter_kernel *found[ASSAY_FILTER_MAX];
    const size_t kernels = assay_filter_find(found);
    float least[ROWS_MOST];
    (void)context;
    do make_sides(true);
    while (s.n < 256 || s.probes < 40 || s.references < 40);
    for (size_t i = 0; i < s.probes; i++) {
        make_row(RANDOM, 1, s.n, s.a + i * s.stride);
        normalise(s.a + i * s.stride, s.n);
        least[i] = 0.4f;
    }
    for (size_t i = 0; i < s.references; i++) {
        make_row(RANDOM, 1, s.n, s.b + i * s.stride);
        normalise(s.b + i * s.stride, s.n);
    }
    for (size_t k = 0; k < kernels; k++)
        assert_int_equal(run(found[k]->name, least, hits), 0);
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
    uint8_t probes[4][640];
    int8_t references[4][640];
    (void)context;
    found[kernels] = &emulated;
    for (size_t k = 0; k <= kernels; k++)
        for (size_t bytes = 64; bytes <= 640; bytes += 64) {
            const int limit = found[k]->limit[1];
            int32_t sums[4];
            const int8_t *const at[4] = {references[0], references[1],
                                         references[2], references[3]};
            const uint8_t *const left[4] = {probes[0], probes[1], probes[2],
                                            probes[3]};
            // The ends of the range more often than what lies between.
            for (size_t i = 0; i < bytes; i++) {
                const uint32_t top = 2u * (unsigned)limit + 1;
                for (size_t r = 0; r < 4; r++) {
                    probes[r][i] =
                        (uint8_t)(word() % 2 ? top : word() % (top + 1));
                    references[r][i] = (int8_t)(word() % 2 ? limit : -limit);
                }
            }
            found[k]->products(left, at, bytes, sums);
            for (size_t r = 0; r < 4; r++) {
                int32_t sum = 0;
                for (size_t i = 0; i < bytes; i++)
                    sum += probes[r][i] * references[r][i];
                assert_int_equal(sums[r], sum);
            }
        }
}

static void plain_c_does_not_pay(void **context)
{
    (void)context;
    assert_false(assay_filter_pays("c"));
    assert_false(assay_filter_pays("altivec"));
    assert_int_equal(assay_filter_pays(NULL),
                     assay_filter_choose(NULL) != &assay_filter_c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unit_rows_lose_no_hit),
        cmocka_unit_test(rows_of_any_size_lose_no_hit),
        cmocka_unit_test(directions_that_are_found_lose_no_hit),
        cmocka_unit_test(any_directions_lose_no_hit),
        cmocka_unit_test(rejects_what_is_far_below),
        cmocka_unit_test(emulated_kernels_lose_no_hit),
        cmocka_unit_test(products_are_exact),
        cmocka_unit_test(plain_c_does_not_pay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
