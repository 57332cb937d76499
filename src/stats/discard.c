// SPDX-License-Identifier: Apache-2.0
#include "stats/discard.h"

#include "stats/threshold.h"

// A sum with Neumaier's correction, in a fixed order (sums.h has arrays).
typedef struct running {
    double sum, lost;
} running;

static void add(running *r, double x)
{
    const double sum = r->sum + x;
    const double big = r->sum > x ? r->sum : x;
    const double small = r->sum > x ? x : r->sum;
    r->lost += (big - sum) + small; // nothing here is negative
    r->sum = sum;
}

static assay_discard_level sum_of(const assay_discard_level *levels, size_t n)
{
    assay_discard_level all = {0, 0};
    for (size_t i = 0; i < n; i++) {
        all.trials += levels[i].trials;
        all.errors += levels[i].errors;
    }
    return all;
}

static double rate_of(uint64_t errors, uint64_t trials)
{
    return trials ? (double)errors / (double)trials : 0;
}

void assay_discard_curve(const assay_discard_level *levels, size_t n,
                         assay_discard_point *points)
{
    const assay_discard_level all = sum_of(levels, n);
    assay_discard_level left = all;
    for (size_t i = 0; i <= n; i++) {
        const uint64_t gone = all.trials - left.trials;
        points[i] = (assay_discard_point){rate_of(gone, all.trials),
                                          rate_of(left.errors, left.trials),
                                          gone, left.errors};
        if (i == n) return;
        left.trials -= levels[i].trials;
        left.errors -= levels[i].errors;
    }
}

// The area of a step from one discarded share to the next, as far as `limit`.
static void add_step(running *r, double rate, double from, double to,
                     double limit)
{
    if (to > limit) to = limit;
    if (to > from) add(r, rate * (to - from));
}

static double area_under(const assay_discard_level *levels, size_t n,
                         double limit)
{
    const assay_discard_level all = sum_of(levels, n);
    assay_discard_level left = all;
    running area = {0, 0};
    for (size_t i = 0; i < n; i++) {
        const double from = rate_of(all.trials - left.trials, all.trials);
        const double rate = rate_of(left.errors, left.trials);
        left.trials -= levels[i].trials;
        left.errors -= levels[i].errors;
        add_step(&area, rate, from,
                 rate_of(all.trials - left.trials, all.trials), limit);
    }
    return area.sum + area.lost;
}

static double ideal_under(assay_discard_level all, double limit)
{
    running area = {0, 0};
    for (uint64_t gone = 0; gone < all.errors; gone++) {
        const double from = rate_of(gone, all.trials);
        if (from >= limit) break;
        add_step(&area, rate_of(all.errors - gone, all.trials - gone), from,
                 rate_of(gone + 1, all.trials), limit);
    }
    return area.sum + area.lost;
}

assay_discard_areas assay_discard_areas_of(const assay_discard_level *levels,
                                           size_t n, double limit)
{
    const assay_discard_level all = sum_of(levels, n);
    return (assay_discard_areas){area_under(levels, n, limit),
                                 ideal_under(all, limit),
                                 limit * rate_of(all.errors, all.trials)};
}

size_t assay_discard_gate(const assay_discard_level *levels, size_t n,
                          double fraction)
{
    const uint64_t most = assay_allowed(fraction, sum_of(levels, n).trials);
    uint64_t gone = 0;
    for (size_t i = 0; i < n; i++) {
        gone += levels[i].trials;
        if (gone > most) return i;
    }
    return n;
}
