// SPDX-License-Identifier: Apache-2.0
#include "search/prepare.h"

#include "base/alloc.h"

#include <math.h>
#include <string.h>

// Of a sum of squares: no product or sum on the way to a score is then larger
// than float32 holds (Cauchy and Schwarz; four times as much for l2).
#define LARGEST 0x1p124

size_t assay_prepare_stride(uint32_t dimensions)
{
    return ((size_t)dimensions + 15) / 16 * 16;
}

// Exact: float32 holds every half. Subnormal ones are multiples of 2^-24.
static float half(uint16_t bits)
{
    const uint32_t sign = (uint32_t)(bits & 0x8000) << 16;
    const uint32_t rest = bits & 0x7FFF;
    const float small = (float)rest * 0x1p-24f;
    uint32_t wide = (rest << 13) + (rest < 0x7C00 ? 112u << 23 : 224u << 23);
    if (rest < 0x0400) memcpy(&wide, &small, sizeof wide);
    wide |= sign;
    float value = 0;
    memcpy(&value, &wide, sizeof value);
    return value;
}

static void convert(const unsigned char *from, assay_value_type type, size_t n,
                    float *to)
{
    uint16_t bits = 0;
    switch (type) {
    case ASSAY_VALUE_F32: memcpy(to, from, n * sizeof *to); break;
    case ASSAY_VALUE_F16:
        for (size_t k = 0; k < n; k++) {
            memcpy(&bits, from + 2 * k, 2);
            to[k] = half(bits);
        }
        break;
    case ASSAY_VALUE_I8:
        for (size_t k = 0; k < n; k++) to[k] = (float)(int8_t)from[k];
        break;
    case ASSAY_VALUE_U8:
        for (size_t k = 0; k < n; k++) to[k] = (float)from[k];
        break;
    }
}

// Of a prepared row: 16 lanes and their fold in double, so that the sum is the
// same on every machine and none waits for the one before.
static double square_sum(const float *values, size_t stride)
{
    double lane[16] = {0};
    for (size_t k = 0; k < stride; k += 16)
        for (size_t l = 0; l < 16; l++)
            lane[l] += (double)values[k + l] * (double)values[k + l];
    for (size_t half_way = 8; half_way; half_way /= 2)
        for (size_t l = 0; l < half_way; l++) lane[l] += lane[l + half_way];
    return lane[0];
}

static size_t first_bad(const float *values, size_t n)
{
    size_t k = 0;
    while (k < n && isfinite(values[k])) k++;
    return k;
}

static assay_status refuse(const assay_matrix *matrix, uint64_t row, size_t k,
                           const char *what, assay_error *err)
{
    assay_fail(err, ASSAY_EINPUT, "row %llu: %s", (unsigned long long)row + 1,
               what);
    if (matrix->start == UINT64_MAX) return assay_fail_at(err, matrix->name, 0);
    return assay_fail_byte(err, matrix->name,
                           matrix->start + (row * matrix->dimensions + k) *
                                               assay_value_size(matrix->type));
}

static assay_status finish(const assay_matrix *matrix, assay_metric metric,
                           uint64_t row, float *values, assay_error *err)
{
    // The largest sum of squares that finite values have is finite in double.
    const double sum =
        square_sum(values, assay_prepare_stride(matrix->dimensions));
    if (!isfinite(sum))
        return refuse(matrix, row, first_bad(values, matrix->dimensions),
                      "a value is not finite", err);
    if (metric != ASSAY_COSINE && sum > LARGEST)
        return refuse(matrix, row, 0,
                      "its values are too large: scores would not be finite",
                      err);
    if (metric != ASSAY_COSINE) return ASSAY_OK;
    if (sum == 0) return refuse(matrix, row, 0, "all values are 0", err);
    const double norm = sqrt(sum);
    for (uint32_t k = 0; k < matrix->dimensions; k++)
        values[k] = (float)((double)values[k] / norm);
    return ASSAY_OK;
}

assay_status assay_prepare_rows(const assay_matrix *matrix, assay_metric metric,
                                const assay_prepare_span *span, float *out,
                                assay_error *err)
{
    const size_t stride = assay_prepare_stride(matrix->dimensions);
    const size_t size =
        (size_t)matrix->dimensions * assay_value_size(matrix->type);
    ASSAY_AUTO(assay_drop) unsigned char *bytes = assay_new(0, span->n, size);
    if (!bytes) return assay_fail_memory(err, "rows of templates");
    ASSAY_TRY(matrix->read(matrix->context, span->first, span->n, bytes, err));
    memset(out, 0, span->n * stride * sizeof *out);
    for (size_t i = 0; i < span->n; i++) {
        if (span->lost && span->lost[i]) continue;
        convert(bytes + i * size, matrix->type, matrix->dimensions,
                out + i * stride);
        ASSAY_TRY(
            finish(matrix, metric, span->first + i, out + i * stride, err));
    }
    return ASSAY_OK;
}
