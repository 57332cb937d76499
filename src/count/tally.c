// SPDX-License-Identifier: Apache-2.0
#include "count/tally.h"

#include "base/alloc.h"
#include "base/order.h"

#include <math.h>

assay_tally *assay_tally_new(void)
{
    return assay_new(sizeof(assay_tally), 0, 0);
}

static void widen(assay_tally *tally, uint32_t low, uint32_t high, uint64_t n)
{
    if (!n) return;
    if (!tally->total || low < tally->low) tally->low = low;
    if (!tally->total || high > tally->high) tally->high = high;
    tally->total += n;
}

void assay_tally_add(assay_tally *tally, const assay_kernels *kernels,
                     const float *scores, size_t n, bool moments)
{
    uint32_t low = 0;
    uint32_t high = 0;
    if (!n) return;
    kernels->range(scores, n, &low, &high);
    widen(tally, low, high, n);
    (moments ? kernels->moments : kernels->tally)(tally->buckets, scores, n);
}

void assay_tally_merge(assay_tally *to, const assay_tally *from)
{
    widen(to, from->low, from->high, from->total);
    for (size_t b = 0; b < ASSAY_BUCKETS; b++) {
        if (!from->buckets[b].count) continue;
        to->buckets[b].count += from->buckets[b].count;
        to->buckets[b].sum += from->buckets[b].sum;
        to->buckets[b].square += from->buckets[b].square;
    }
}

// Within a bucket the scores are a line: first + step * (lower 16 bits of the
// key). Centring on the bucket of the mean keeps the variance from cancelling.
static void line_of(uint32_t bucket, double *first, double *step)
{
    const uint32_t key = bucket << 16;
    *first = (double)assay_score_of(key);
    *step = (double)assay_score_of(key + 1) - *first;
}

// Neumaier's sum; the products are formed in double from exact integers.
typedef struct sum {
    double value, rest;
} sum;

static void add(sum *s, double x)
{
    const double t = s->value + x;
    s->rest +=
        fabs(s->value) >= fabs(x) ? (s->value - t) + x : (x - t) + s->value;
    s->value = t;
}

static double mean_of(const assay_tally *tally)
{
    sum s = {0, 0};
    for (uint32_t b = 0; b < ASSAY_BUCKETS; b++) {
        const assay_tally_bucket *bucket = &tally->buckets[b];
        if (!bucket->count) continue;
        double first = 0;
        double step = 0;
        line_of(b, &first, &step);
        add(&s, first * (double)bucket->count);
        add(&s, step * (double)bucket->sum);
    }
    return (s.value + s.rest) / (double)tally->total;
}

static double squares_about(const assay_tally *tally, double mean)
{
    sum s = {0, 0};
    for (uint32_t b = 0; b < ASSAY_BUCKETS; b++) {
        const assay_tally_bucket *bucket = &tally->buckets[b];
        if (!bucket->count) continue;
        double first = 0;
        double step = 0;
        line_of(b, &first, &step);
        const double off = first - mean;
        add(&s, off * off * (double)bucket->count);
        add(&s, 2 * off * step * (double)bucket->sum);
        add(&s, step * step * (double)bucket->square);
    }
    return s.value + s.rest;
}

assay_moments assay_tally_moments(const assay_tally *tally)
{
    assay_moments moments = {NAN, NAN, false};
    if (!tally->total) return moments;
    moments.infinite = tally->low <= ASSAY_KEY_MINUS_INFINITY ||
                       tally->high >= ASSAY_KEY_PLUS_INFINITY;
    if (moments.infinite) return moments;
    moments.mean = mean_of(tally);
    if (tally->total < 2) return moments;
    if (tally->low == tally->high) {
        moments.mean = (double)assay_score_of(tally->low);
        moments.variance = 0;
        return moments;
    }
    moments.variance =
        squares_about(tally, moments.mean) / (double)(tally->total - 1);
    return moments;
}
