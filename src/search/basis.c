// SPDX-License-Identifier: Apache-2.0
#include "search/basis.h"

#include "base/alloc.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { ROUNDS = 3 };

static void add_scaled(double *restrict to, const double *restrict from,
                       double by, size_t n)
{
    for (size_t k = 0; k < n; k++) to[k] += by * from[k];
}

static double dot(const double *a, const double *b, size_t n)
{
    double lane[4] = {0};
    size_t k = 0;
    for (; k + 4 <= n; k += 4)
        for (size_t l = 0; l < 4; l++) lane[l] += a[k + l] * b[k + l];
    for (; k < n; k++) lane[0] += a[k] * b[k];
    return (lane[0] + lane[1]) + (lane[2] + lane[3]);
}

// moments = sum of u u' / |u|^2: long rows have no more say than short ones.
static void add_moments(double *moments, const float *u, size_t n, double *row)
{
    for (size_t k = 0; k < n; k++) row[k] = (double)u[k];
    const double square = dot(row, row, n);
    if (!(square > 0)) return;
    for (size_t k = 0; k < n; k++) // the half below the diagonal
        add_scaled(moments + k * n, row, row[k] / square, k + 1);
}

static void mirror(double *moments, size_t n)
{
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < k; i++) moments[i * n + k] = moments[k * n + i];
}

// Gram and Schmidt, `times` over; a row that vanishes becomes 0.
static void straighten(double *q, size_t n, size_t m, size_t times)
{
    for (size_t i = 0; i < m; i++) {
        double *row = q + i * n;
        const double before = sqrt(dot(row, row, n));
        for (size_t j = 0; j < times * i; j++)
            add_scaled(row, q + j % i * n, -dot(row, q + j % i * n, n), n);
        const double norm = sqrt(dot(row, row, n));
        const double by = norm > 1e-9 * before ? 1 / norm : 0;
        for (size_t k = 0; k < n; k++) row[k] *= by;
    }
}

static void turn(const double *moments, double *q, size_t n, size_t m,
                 double *row)
{
    for (size_t i = 0; i < m; i++) {
        memset(row, 0, n * sizeof *row);
        for (size_t k = 0; k < n; k++)
            add_scaled(row, moments + k * n, q[i * n + k], n);
        memcpy(q + i * n, row, n * sizeof *row);
    }
}

static void scatter(double *q, size_t n)
{
    uint64_t state = 1;
    for (size_t k = 0; k < n; k++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        q[k] = (double)(int32_t)(state >> 32) * 0x1p-31;
    }
}

double assay_basis_skewed(const float *basis, size_t n, size_t m)
{
    double sum = 0;
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j <= i; j++) {
            double product = i == j ? -1 : 0;
            for (size_t k = 0; k < n; k++)
                product += (double)basis[i * n + k] * (double)basis[j * n + k];
            sum += (i == j ? 1 : 2) * product * product;
        }
    return sqrt(sum) * (1 + 1e-6) + 1e-9;
}

bool assay_basis_find(const float *sample, size_t rows, size_t n, size_t m,
                      float *basis, double *skewed)
{
    ASSAY_AUTO(assay_drop)
    double *moments = assay_new(0, n * (n + 1), sizeof *moments);
    ASSAY_AUTO(assay_drop) double *q = assay_new(0, n * m, sizeof *q);
    if (!moments || !q) return false;
    double *row = moments + n * n;
    for (size_t i = 0; i < rows; i++)
        add_moments(moments, sample + i * n, n, row);
    mirror(moments, n);
    scatter(q, n * m);
    for (int round = 0; round < ROUNDS; round++) {
        turn(moments, q, n, m, row);
        straighten(q, n, m, round + 1 < ROUNDS ? 1 : 2);
    }
    for (size_t i = 0; i < n * m; i++) basis[i] = (float)q[i];
    *skewed = assay_basis_skewed(basis, n, m);
    return true;
}
