// SPDX-License-Identifier: Apache-2.0
#include "count/scenario_shift.h"

#include <math.h>

enum { FEWEST = 10, NEAR_SECONDS = 60, AROUND_SECONDS = 3600 };

static int64_t distance(int64_t a, int64_t b)
{
    return a < b ? b - a : a - b;
}

static int64_t nearest(int64_t low, int64_t high, int64_t to)
{
    return to < low ? low : to > high ? high : to;
}

// A stretch of shifts.
typedef struct stretch {
    int64_t low, high;
    uint64_t inside;
} stretch;

// From edge `i` to the next, once `*open` counts those before it.
static stretch stretch_from(const assay_shift_edges *e, size_t i,
                            uint64_t *open)
{
    *open += e->edges[i].opens ? 1 : UINT64_MAX;
    const size_t next = i + 1 < e->count ? i + 1 : i;
    return (stretch){e->edges[i].at, e->edges[next].at, *open};
}

static stretch find_best(const assay_shift_edges *e, int64_t from)
{
    stretch best = {from, from, 0};
    uint64_t open = 0;
    for (size_t i = 0; i < e->count; i++) {
        const stretch s = stretch_from(e, i, &open);
        const int64_t far = distance(nearest(s.low, s.high, from), from);
        const int64_t was = distance(nearest(best.low, best.high, from), from);
        if (s.inside > best.inside || (s.inside == best.inside && far < was))
            best = s;
    }
    return best;
}

static uint64_t inside_at(const assay_shift_edges *e, int64_t shift)
{
    uint64_t n = 0;
    for (size_t i = 0; i < e->count; i++) {
        const assay_shift_edge *edge = &e->edges[i];
        n += edge->opens && edge->at <= shift;
        n -= !edge->opens && edge->at < shift;
    }
    return n;
}

// How many lie in their passages at a shift around this one, on average.
static double by_chance(const assay_shift_edges *e, int64_t around)
{
    const int64_t half = AROUND_SECONDS * ASSAY_SECOND;
    double sum = 0;
    for (size_t i = 0; i < e->count; i++) {
        const assay_shift_edge *edge = &e->edges[i];
        const int64_t at = nearest(around - half, around + half, edge->at);
        const double left = (double)(around + half - at);
        sum += edge->opens ? left : -left;
    }
    return sum / (2 * (double)half);
}

static uint64_t level_of(uint64_t checked, uint64_t most)
{
    const double outside = checked > most ? (double)(checked - most) : 0;
    const double fewer = 2 + sqrt(9 + 8 * outside) + (double)most / 50;
    const double level = floor((double)most - fewer);
    return level > 1 ? (uint64_t)level : 1;
}

// The shifts near `clock->offset` that cannot be told from the best.
static void find_range(const assay_shift_edges *e, uint64_t level,
                       assay_clock *clock)
{
    const int64_t near = NEAR_SECONDS * ASSAY_SECOND;
    const int64_t at = clock->offset;
    uint64_t open = 0;
    clock->low = clock->high = at;
    for (size_t i = 0; i < e->count; i++) {
        const stretch s = stretch_from(e, i, &open);
        if (s.inside < level) continue;
        if (distance(nearest(s.low, s.high, at), at) > near) {
            clock->rivals = true;
            continue;
        }
        if (s.low < clock->low) clock->low = s.low;
        if (s.high > clock->high) clock->high = s.high;
    }
}

assay_clock assay_shift_of(const assay_shift_edges *e, int64_t from)
{
    const stretch best = find_best(e, from);
    assay_clock clock = {.offset = from,
                         .low = from,
                         .high = from,
                         .checked = e->checked,
                         .inside = inside_at(e, from),
                         .best = best.inside};
    if (e->checked < FEWEST ||
        (double)best.inside < FEWEST + 4 * by_chance(e, best.low))
        return clock;
    const uint64_t level = level_of(e->checked, best.inside);
    clock.told = true;
    clock.shifted = clock.inside < level;
    if (clock.shifted) clock.offset = best.low + (best.high - best.low) / 2;
    find_range(e, level, &clock);
    return clock;
}
