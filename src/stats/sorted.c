// SPDX-License-Identifier: Apache-2.0
#include "stats/sorted.h"

#include <math.h>

// Lets `x[at]` sink below the greater of those under it.
static void sink(double *x, size_t at, size_t n)
{
    const double value = x[at];
    while (2 * at + 1 < n) {
        size_t child = 2 * at + 1;
        if (child + 1 < n && x[child + 1] > x[child]) child++;
        if (!(x[child] > value)) break;
        x[at] = x[child];
        at = child;
    }
    x[at] = value;
}

void assay_sort(double *x, size_t n)
{
    for (size_t i = n / 2; i > 0; i--) sink(x, i - 1, n);
    for (size_t left = n; left > 1; left--) {
        const double most = x[0];
        x[0] = x[left - 1];
        x[left - 1] = most;
        sink(x, 0, left - 1);
    }
}

double assay_sorted_quantile(const double *x, size_t n, double p)
{
    const double rank = floor((double)(n + 1) * p + 0.5);
    if (!(rank > 1)) return x[0];
    return x[rank < (double)n ? (size_t)rank - 1 : n - 1];
}
