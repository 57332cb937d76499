// SPDX-License-Identifier: Apache-2.0
#include "stats/multiplicity.h"

#include <stdbool.h>

static bool is_before(const assay_tested *a, const assay_tested *b)
{
    return a->p < b->p || (!(b->p < a->p) && a->index < b->index);
}

// Lets `t[at]` sink below the last of those under it.
static void sink(assay_tested *t, size_t at, size_t n)
{
    const assay_tested one = t[at];
    while (2 * at + 1 < n) {
        size_t child = 2 * at + 1;
        if (child + 1 < n && is_before(&t[child], &t[child + 1])) child++;
        if (!is_before(&one, &t[child])) break;
        t[at] = t[child];
        at = child;
    }
    t[at] = one;
}

static void sort(assay_tested *t, size_t n)
{
    for (size_t i = n / 2; i > 0; i--) sink(t, i - 1, n);
    for (size_t left = n; left > 1; left--) {
        const assay_tested last = t[0];
        t[0] = t[left - 1];
        t[left - 1] = last;
        sink(t, 0, left - 1);
    }
}

static double at_most_1(double p)
{
    return p < 1 ? p : 1;
}

// Step down: the i-th smallest times the number of those not below it.
static void step_down(assay_tested *t, size_t n)
{
    double most = 0;
    for (size_t i = 0; i < n; i++) {
        const double p = at_most_1((double)(n - i) * t[i].p);
        most = p > most ? p : most;
        t[i].adjusted = most;
    }
}

// Step up: n/i times the i-th smallest, times `more`.
static void step_up(assay_tested *t, size_t n, double more)
{
    double least = 1;
    for (size_t i = n; i > 0; i--) {
        const double p = more * (double)n / (double)i * t[i - 1].p;
        least = p < least ? p : least;
        t[i - 1].adjusted = least;
    }
}

void assay_adjust(assay_tested *tests, size_t n, assay_family family)
{
    double harmonic = 0;
    sort(tests, n);
    for (size_t i = n; i > 0; i--) harmonic += 1 / (double)i;
    if (family == ASSAY_HOLM)
        step_down(tests, n);
    else
        step_up(tests, n, family == ASSAY_BY ? harmonic : 1);
}
