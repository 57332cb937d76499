// SPDX-License-Identifier: Apache-2.0
// The kernels of the reference arithmetic against a naive loop, bit for bit,
// and rows as they are prepared.
#include "base/alloc.h"
#include "search/exact.h"
#include "search/prepare.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

static uint32_t state = 1;

static float value(void)
{
    state = state * 1664525u + 1013904223u;
    const float v = (float)(int32_t)(state & 0xFFFFFF00u) * 0x1p-31f;
    return (state >> 8 & 15) == 0 ? v * 1e-20f : v;
}

// search.h, word for word.
static float naive(const float *a, const float *b, size_t n, bool l2)
{
    float lane[16] = {0};
    for (size_t k = 0; k < n; k++) {
        const float off = a[k] - b[k];
        const float term = l2 ? off * off : a[k] * b[k];
        lane[k % 16] += term;
    }
    for (size_t l = 0; l < 8; l++) lane[l] += lane[l + 8];
    for (size_t l = 0; l < 4; l++) lane[l] += lane[l + 4];
    for (size_t l = 0; l < 2; l++) lane[l] += lane[l + 2];
    const float sum = lane[0] + lane[1];
    return (l2 ? -sqrtf(sum) : sum) + 0.0f;
}

static void same(float got, float expected)
{
    uint32_t x = 0;
    uint32_t y = 0;
    memcpy(&x, &got, 4);
    memcpy(&y, &expected, 4);
    if (x != y) assert_float_equal(got, expected, 0);
    assert_int_equal(x, y);
}

enum { MOST = 20, DIMENSIONS = 600, STRIDE = 608 };

typedef struct sides {
    float a[MOST * STRIDE + 1], b[MOST * STRIDE + 1];
    float scores[MOST * MOST + 1];
    size_t stride;
} sides;

static void draw(sides *s, size_t dimensions)
{
    memset(s, 0, sizeof *s);
    s->stride = assay_prepare_stride((uint32_t)dimensions);
    for (size_t i = 0; i < MOST; i++)
        for (size_t k = 0; k < dimensions; k++) {
            s->a[1 + i * s->stride + k] = value();
            s->b[1 + i * s->stride + k] = i % 7 == 6 ? 0 : value();
        }
}

// Rows lie one float off any alignment.
static void check_block(const assay_exact *exact, sides *s, size_t rows_a,
                        size_t rows_b, bool l2)
{
    s->scores[rows_a * rows_b] = 17;
    exact->block((assay_exact_rows){s->a + 1, rows_a},
                 (assay_exact_rows){s->b + 1, rows_b}, s->stride, l2,
                 s->scores);
    assert_true(s->scores[rows_a * rows_b] == 17);
    for (size_t i = 0; i < rows_a; i++)
        for (size_t j = 0; j < rows_b; j++)
            same(s->scores[i * rows_b + j],
                 naive(s->a + 1 + i * s->stride, s->b + 1 + j * s->stride,
                       s->stride, l2));
}

static void check_pairs(const assay_exact *exact, sides *s, size_t n, bool l2)
{
    const float *a[MOST] = {NULL};
    const float *b[MOST] = {NULL};
    for (size_t i = 0; i < n; i++) {
        a[i] = s->a + 1 + (i * 7 % MOST) * s->stride;
        b[i] = s->b + 1 + (i * 3 % MOST) * s->stride;
    }
    s->scores[n] = 17;
    exact->pairs(a, b, n, s->stride, l2, s->scores);
    assert_true(s->scores[n] == 17);
    for (size_t i = 0; i < n; i++)
        same(s->scores[i], naive(a[i], b[i], s->stride, l2));
}

static void each_kernel(void (*check)(const assay_exact *, sides *))
{
    const assay_exact *found[ASSAY_EXACT_MAX] = {NULL};
    const size_t n = assay_exact_find(found);
    assert_in_range(n, 1, ASSAY_EXACT_MAX);
    ASSAY_AUTO(assay_drop) sides *s = assay_new(0, 1, sizeof *s);
    assert_non_null(s);
    for (size_t i = 0; i < n; i++) check(found[i], s);
}

static void all_dimensions(const assay_exact *exact, sides *s)
{
    for (size_t d = 1; d <= DIMENSIONS; d++) {
        draw(s, d);
        check_block(exact, s, 1 + d % 5, 1 + d % 7, d & 1);
        check_pairs(exact, s, 1 + d % 9, !(d & 1));
    }
}

static void all_rows(const assay_exact *exact, sides *s)
{
    draw(s, 40);
    for (size_t i = 0; i <= MOST; i++) {
        for (size_t j = 0; j <= MOST; j++) {
            check_block(exact, s, i, j, false);
            check_block(exact, s, i, j, true);
        }
        check_pairs(exact, s, i, false);
        check_pairs(exact, s, i, true);
    }
}

static void infinite(const assay_exact *exact, sides *s)
{
    draw(s, 33);
    for (size_t k = 0; k < s->stride; k++) s->a[1 + k] = 3e38f;
    check_block(exact, s, 1, 6, true);
    for (size_t i = 0; i < 6; i++) assert_true(isinf(s->scores[i]));
}

static void test_dimensions(void **context)
{
    (void)context;
    each_kernel(all_dimensions);
}

static void test_rows(void **context)
{
    (void)context;
    each_kernel(all_rows);
}

static void test_infinite(void **context)
{
    (void)context;
    each_kernel(infinite);
}

static void test_choice(void **context)
{
    (void)context;
    const assay_exact *found[ASSAY_EXACT_MAX] = {NULL};
    const size_t n = assay_exact_find(found);
    assert_ptr_equal(assay_exact_choose(NULL), found[n - 1]);
    assert_string_equal(assay_exact_choose("c")->name, "c");
    assert_ptr_equal(assay_exact_choose("vnni"), assay_exact_choose("avx512"));
    assert_null(assay_exact_choose("altivec"));
}

static assay_status give(void *context, uint64_t first, size_t count, void *to,
                         assay_error *err)
{
    const assay_matrix *matrix = ((const void **)context)[0];
    const unsigned char *bytes = ((const void **)context)[1];
    const size_t row =
        matrix->dimensions * (size_t)assay_value_size(matrix->type);
    (void)err;
    memcpy(to, bytes + first * row, count * row);
    return ASSAY_OK;
}

typedef struct prepared {
    assay_matrix matrix;
    const void *context[2];
    float out[4 * 16];
    assay_error err;
} prepared;

static assay_status prepare(prepared *p, assay_value_type type,
                            assay_metric metric, const void *bytes,
                            const uint8_t *lost)
{
    p->matrix = (assay_matrix){
        "m.npy", 4, 3, type, 100, (void *)(uintptr_t)p->context, give};
    p->context[0] = &p->matrix;
    p->context[1] = bytes;
    memset(p->out, 0x55, sizeof p->out);
    const assay_prepare_span span = {1, 3, lost};
    return assay_prepare_rows(&p->matrix, metric, &span, p->out, &p->err);
}

static void test_types(void **context)
{
    (void)context;
    prepared p;
    const int8_t i8[12] = {0, 0, 0, -128, 127, 1, 5, 6, 7, 8, 9, -10};
    assert_int_equal(prepare(&p, ASSAY_VALUE_I8, ASSAY_DOT, i8, NULL),
                     ASSAY_OK);
    assert_true(p.out[0] == -128 && p.out[1] == 127 && p.out[2] == 1);
    for (size_t k = 3; k < 16; k++) assert_true(p.out[k] == 0);
    assert_true(p.out[34] == -10);
    assert_int_equal(prepare(&p, ASSAY_VALUE_U8, ASSAY_L2, i8, NULL), ASSAY_OK);
    assert_true(p.out[0] == 128 && p.out[34] == 246);
}

static void test_half(void **context)
{
    (void)context;
    prepared p;
    const uint8_t lost[3] = {0, 0, 1};
    const uint16_t f16[12] = {0,      0,      0,      0x3C00, 0xC000, 0x0001,
                              0x7BFF, 0x8400, 0x03FF, 0x7C00, 0xFE00, 0x7C01};
    assert_int_equal(prepare(&p, ASSAY_VALUE_F16, ASSAY_DOT, f16, lost),
                     ASSAY_OK);
    assert_true(p.out[0] == 1 && p.out[1] == -2 && p.out[2] == 0x1p-24f);
    assert_true(p.out[16] == 65504 && p.out[17] == -0x1p-14f);
    assert_true(p.out[18] == 1023 * 0x1p-24f && p.out[32] == 0);
    for (unsigned bad = 0x7C00; bad < 0x8000; bad++) {
        const uint16_t row[12] = {0, 0, 0, 0, (uint16_t)bad, 0, 0, 0,
                                  0, 0, 0, 0};
        assert_int_equal(prepare(&p, ASSAY_VALUE_F16, ASSAY_DOT, row, NULL),
                         ASSAY_EINPUT);
        assert_int_equal(p.err.byte, 108);
    }
}

static void test_cosine(void **context)
{
    (void)context;
    prepared p;
    const uint8_t lost[3] = {0, 1, 0};
    const float f32[12] = {0, 0,        0,        3e-44f, 0, -4e-44f,
                           0, INFINITY, INFINITY, 3e38f,  0, 3e38f};
    assert_int_equal(prepare(&p, ASSAY_VALUE_F32, ASSAY_COSINE, f32, lost),
                     ASSAY_OK);
    const double a = (double)3e-44f;
    const double b = (double)-4e-44f;
    assert_true(p.out[0] == (float)(a / sqrt(a * a + b * b)));
    assert_true(p.out[32] == (float)sqrt(0.5) && p.out[16] == 0);
    assert_int_equal(prepare(&p, ASSAY_VALUE_F32, ASSAY_COSINE, f32, NULL),
                     ASSAY_EINPUT);
    assert_non_null(strstr(p.err.reason, "row 3"));
    assert_int_equal(p.err.byte, 100 + (2 * 3 + 1) * 4);
    const float zero[12] = {1, 1, 1, 0};
    assert_int_equal(prepare(&p, ASSAY_VALUE_F32, ASSAY_COSINE, zero, NULL),
                     ASSAY_EINPUT);
    assert_int_equal(prepare(&p, ASSAY_VALUE_F32, ASSAY_L2, zero, NULL),
                     ASSAY_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dimensions), cmocka_unit_test(test_rows),
        cmocka_unit_test(test_infinite),   cmocka_unit_test(test_choice),
        cmocka_unit_test(test_types),      cmocka_unit_test(test_half),
        cmocka_unit_test(test_cosine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
