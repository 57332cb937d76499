// SPDX-License-Identifier: Apache-2.0
// A row of weights, one byte a replicate, is a cache line. Sums of a block of
// comparisons stay in 16 bits: 13 x 13 x 256 < 2^16; where a replicate's sum
// passes its target inside a block, that block is gone through once more for
// that replicate alone.
#include "stats/resample.h"

#include "stats/philox.h"
#include "stats/threshold.h"

#include <string.h>

enum { L = ASSAY_LANES, BLOCK = 256 };

void assay_resample_weights(uint64_t seed, uint32_t stream, uint32_t first,
                            size_t subjects, uint8_t *weights)
{
    for (size_t i = 0; i < subjects; i++) {
        uint32_t words[L];
        const assay_place place = {seed, i, first / 4, stream};
        assay_philox_fill(place, L / 4, words);
        assay_poisson_weights(words, L, weights + i * L);
    }
}

static const uint8_t *row(const uint8_t *weights, uint32_t subject)
{
    return weights + (size_t)subject * L;
}

// Up to BLOCK pairs.
static void sum_pairs(const uint8_t *weights, const assay_two *pairs,
                      size_t count, uint16_t sum[L])
{
    uint16_t s[L] = {0};
    for (size_t k = 0; k < count; k++) {
        const uint8_t *a = row(weights, pairs[k].probe);
        const uint8_t *b = row(weights, pairs[k].reference);
        for (size_t l = 0; l < L; l++)
            s[l] = (uint16_t)(s[l] + (uint16_t)(a[l] * b[l]));
    }
    memcpy(sum, s, sizeof s);
}

static void add(const uint16_t sum[L], uint64_t to[L])
{
    for (size_t l = 0; l < L; l++) to[l] += sum[l];
}

static size_t block_at(size_t from, size_t count)
{
    return count - from < BLOCK ? count - from : BLOCK;
}

void assay_resample_pairs(const uint8_t *weights, const assay_two *pairs,
                          size_t count, uint64_t sums[ASSAY_LANES])
{
    uint16_t sum[L];
    memset(sums, 0, L * sizeof sums[0]);
    for (size_t k = 0; k < count; k += BLOCK) {
        sum_pairs(weights, pairs + k, block_at(k, count), sum);
        add(sum, sums);
    }
}

void assay_resample_singles(const uint8_t *weights, const uint32_t *x,
                            size_t subjects, uint64_t sums[ASSAY_LANES])
{
    memset(sums, 0, L * sizeof sums[0]);
    for (size_t i = 0; i < subjects; i++) {
        const uint8_t *w = row(weights, (uint32_t)i);
        const uint64_t times = x[i];
        if (times)
            for (size_t l = 0; l < L; l++) sums[l] += times * w[l];
    }
}

void assay_resample_trials(const uint8_t *weights, assay_sides sides,
                           uint64_t trials[ASSAY_LANES])
{
    const bool one_set = sides.probes == sides.references;
    uint64_t a[L], b[L], own[L] = {0};
    assay_resample_singles(weights, sides.probes, sides.subjects, a);
    assay_resample_singles(weights, sides.references, sides.subjects, b);
    for (size_t i = 0; i < sides.subjects; i++) {
        const uint8_t *w = row(weights, (uint32_t)i);
        const uint64_t both = (uint64_t)sides.probes[i] * sides.references[i];
        if (both)
            for (size_t l = 0; l < L; l++)
                own[l] += both * (uint16_t)(w[l] * w[l]);
    }
    for (size_t l = 0; l < L; l++)
        trials[l] = (a[l] * b[l] - own[l]) / (one_set ? 2 : 1);
}

void assay_resample_listed(const uint8_t *weights, const assay_two *pairs,
                           const uint32_t *times, size_t count,
                           uint64_t trials[ASSAY_LANES])
{
    uint64_t sums[L] = {0};
    for (size_t k = 0; k < count; k++) {
        const uint8_t *a = row(weights, pairs[k].probe);
        const uint8_t *b = row(weights, pairs[k].reference);
        const uint64_t each = times[k];
        for (size_t l = 0; l < L; l++)
            sums[l] += each * (uint16_t)(a[l] * b[l]);
    }
    memcpy(trials, sums, sizeof sums);
}

// --- FNMR at FMR targets ----------------------------------------------------

// The numbers of non-mated comparisons that may match.
static void set_allowed(const assay_resample_det *data, assay_resampled *out)
{
    for (size_t t = 0; t < data->targets; t++)
        for (size_t l = 0; l < L; l++)
            out->errors[t * L + l] =
                assay_allowed(data->alphas[t], out->others[l]);
}

// A lane in a block: comparisons `from` .. `to` - 1, `sum` over those before,
// the lane's weights and its errors of the first target.
typedef struct walk {
    size_t from, to;
    uint64_t sum;
    const uint8_t *weights;
    uint64_t *errors;
} walk;

// Goes on from target `next` through those that the sum passes in the block:
// what each allows becomes how many mated comparisons lie below. Returns the
// first that it does not pass.
static size_t pass_targets(const assay_resample_det *data, walk at, size_t next)
{
    for (size_t i = at.from; i < at.to; i++) {
        const assay_two pair = data->pairs[i];
        at.sum += (uint64_t)*row(at.weights, pair.probe) *
                  *row(at.weights, pair.reference);
        while (next < data->targets && at.sum > at.errors[next * L])
            at.errors[next++ * L] = data->below[i];
    }
    return next;
}

// Puts in place of what each target allows how many mated comparisons do not
// match there.
static void find_thresholds(const assay_resample_det *data,
                            const uint8_t *weights, uint64_t *errors)
{
    uint64_t sums[L] = {0};
    size_t next[L] = {0}, open = L;
    for (size_t k = 0; k < data->pair_count && open; k += BLOCK) {
        const size_t count = block_at(k, data->pair_count);
        uint16_t sum[L];
        sum_pairs(weights, data->pairs + k, count, sum);
        for (size_t l = 0; l < L; l++) {
            const uint64_t before = sums[l];
            sums[l] += sum[l];
            if (next[l] == data->targets || sums[l] <= errors[next[l] * L + l])
                continue;
            const walk at = {k, k + count, before, weights + l, errors + l};
            next[l] = pass_targets(data, at, next[l]);
            open -= next[l] == data->targets;
        }
    }
    for (size_t l = 0; l < L; l++)
        for (size_t t = next[l]; t < data->targets; t++)
            errors[t * L + l] = ASSAY_BEYOND;
}

// Up to BLOCK mated comparisons.
static void sum_misses(const uint8_t *weights, const uint32_t *misses,
                       size_t count, uint16_t sum[L])
{
    uint16_t s[L] = {0};
    for (size_t k = 0; k < count; k++) {
        const uint8_t *w = row(weights, misses[k]);
        for (size_t l = 0; l < L; l++) s[l] = (uint16_t)(s[l] + w[l]);
    }
    memcpy(sum, s, sizeof s);
}

// Targets, from left - 1 downwards, whose numbers of comparisons end in the
// block: they become sums of weights. Returns how many targets are left.
static size_t weigh_targets(const assay_resample_det *data, walk at,
                            size_t left)
{
    while (left && at.errors[(left - 1) * L] <= at.to) {
        for (; at.from < at.errors[(left - 1) * L]; at.from++)
            at.sum += *row(at.weights, data->misses[at.from]);
        at.errors[--left * L] = at.sum;
    }
    return left;
}

static void weigh_misses(const assay_resample_det *data, const uint8_t *weights,
                         uint64_t *errors)
{
    uint64_t sums[L] = {0};
    size_t left[L], open = 0;
    const size_t all = data->pair_count ? data->below[0] : 0;
    for (size_t l = 0; l < L; l++) {
        left[l] = data->targets;
        while (left[l] && errors[(left[l] - 1) * L + l] == ASSAY_BEYOND)
            left[l]--;
        open += left[l] > 0;
    }
    for (size_t k = 0; open; k += BLOCK) {
        const size_t count = block_at(k, all);
        uint16_t sum[L];
        sum_misses(weights, data->misses + k, count, sum);
        for (size_t l = 0; l < L; l++) {
            if (!left[l]) continue;
            const walk at = {k, k + count, sums[l], weights + l, errors + l};
            left[l] = weigh_targets(data, at, left[l]);
            sums[l] += sum[l];
            open -= left[l] == 0;
        }
    }
}

void assay_resample_fnmr(const assay_resample_det *data, const uint8_t *weights,
                         assay_resampled *out)
{
    assay_resample_singles(weights, data->mated, data->sides.subjects,
                           out->mated);
    if (data->compared)
        assay_resample_listed(weights, data->compared, data->times,
                              data->compared_count, out->others);
    else
        assay_resample_trials(weights, data->sides, out->others);
    set_allowed(data, out);
    find_thresholds(data, weights, out->errors);
    weigh_misses(data, weights, out->errors);
}
