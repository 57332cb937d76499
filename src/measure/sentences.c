// SPDX-License-Identifier: Apache-2.0
#include "measure/sentences.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_DIGITS = 9 };

assay_spoken assay_spoken_of(const assay_figure *figure)
{
    const char *weights = figure->weights;
    return (assay_spoken){.value = figure->value,
                          .low = figure->low,
                          .high = figure->high,
                          .events = figure->events,
                          .trials = figure->trials,
                          .by_people =
                              weights && strcmp(weights, "subject") == 0,
                          .confidence = figure->confidence};
}

uint64_t assay_spoken_base(double rate)
{
    const double shown = rate > 0.99 && rate < 1 ? 10 * (1 - rate) : rate;
    uint64_t base = 100;
    if (!(rate > 0)) return base;
    // 9.95 of a base would be written as 10: two digits.
    for (int i = 2; i < MOST_DIGITS && shown * (double)base < 9.5; i++)
        base *= 10;
    return base;
}

uint64_t assay_spoken_count(double rate, uint64_t base)
{
    if (!(rate > 0)) return 0;
    if (rate >= 1) return base;
    return (uint64_t)floor(rate * (double)base + 0.5);
}

const char *assay_spoken_number(assay_arena *arena, uint64_t number)
{
    char digits[24], text[32];
    const int n =
        snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    size_t length = 0;
    for (int i = 0; i < n; i++) {
        if (i && (n - i) % 3 == 0) text[length++] = ',';
        text[length++] = digits[i];
    }
    return assay_arena_copy(arena, text, length);
}

const char *assay_spoken_value(assay_arena *arena, double value)
{
    char text[32];
    return assay_arena_copy(arena, text, assay_print_double(value, 0, text));
}

const char *assay_spoken_share(assay_arena *arena, double rate)
{
    uint64_t base = assay_spoken_base(rate);
    // A share that somebody asked for is written as it is: 125 in 10,000.
    while (base < 1000000000 &&
           fabs(floor(rate * (double)base + 0.5) - rate * (double)base) > 1e-6)
        base *= 10;
    const char *count =
        assay_spoken_number(arena, assay_spoken_count(rate, base));
    const char *of = assay_spoken_number(arena, base);
    return count && of ? assay_arena_format(arena, "%s in %s", count, of)
                       : NULL;
}

// "12 (9 to 15)", on a base.
const char *assay_spoken_range(assay_arena *arena, const assay_spoken *rate,
                               uint64_t base)
{
    const char *value =
        assay_spoken_number(arena, assay_spoken_count(rate->value, base));
    if (__builtin_isnan(rate->low) || __builtin_isnan(rate->high)) return value;
    const char *low =
        assay_spoken_number(arena, assay_spoken_count(rate->low, base));
    const char *high =
        assay_spoken_number(arena, assay_spoken_count(rate->high, base));
    if (!value || !low || !high) return NULL;
    return assay_arena_format(arena, "%s (%s to %s)", value, low, high);
}

// " (90 % intervals)": the level is named when it is not 95 %.
const char *assay_spoken_level(assay_arena *arena, const assay_spoken *rate)
{
    if (__builtin_isnan(rate->low) || !(fabs(rate->confidence - 0.95) > 1e-12))
        return "";
    const char *percent =
        assay_spoken_value(arena, floor(rate->confidence * 1e8 + 0.5) / 1e6);
    return percent ? assay_arena_format(arena, " (a %s %% interval)", percent)
                   : NULL;
}

static const char *weights(const assay_spoken *rate, bool mated)
{
    if (!rate->by_people) return "";
    return mated ? ", each person counting equally"
                 : ", each two people counting equally";
}

// "; a rate of up to 12 in 10,000 fits that", after a count of none.
const char *assay_spoken_fits(assay_arena *arena, const assay_spoken *rate)
{
    if (__builtin_isnan(rate->high)) return "";
    const uint64_t base = assay_spoken_base(rate->high);
    const char *most =
        assay_spoken_number(arena, assay_spoken_count(rate->high, base));
    const char *of = assay_spoken_number(arena, base);
    if (!most || !of) return NULL;
    return assay_arena_format(arena, "; a rate of up to %s in %s fits that",
                              most, of);
}

const char *assay_say_fnmr_at_fmr(assay_arena *arena, double alpha,
                                  const assay_spoken *fnmr)
{
    const bool none = fnmr->events == 0;
    const uint64_t base =
        none ? (uint64_t)fnmr->trials : assay_spoken_base(fnmr->value);
    const char *share = assay_spoken_share(arena, alpha);
    const char *count = none ? "none" : assay_spoken_range(arena, fnmr, base);
    const char *of = assay_spoken_number(arena, base);
    const char *rest =
        none ? assay_spoken_fits(arena, fnmr) : weights(fnmr, true);
    const char *confidence = assay_spoken_level(arena, fnmr);
    if (!share || !count || !of || !rest || !confidence) return NULL;
    return assay_arena_format(
        arena,
        "Set so that %s pairs of different people pass as one person, it "
        "fails on %s of %s%s pairs of the same person%s%s.",
        share, count, none ? "" : "every ", of, rest, confidence);
}

// One rate, in the words of its class.
static const char *say(assay_arena *arena, const char *threshold,
                       const assay_spoken *rate, bool mated)
{
    const bool none = rate->events == 0;
    const uint64_t base =
        none ? (uint64_t)rate->trials : assay_spoken_base(rate->value);
    const char *start =
        threshold ? assay_arena_format(arena, "At threshold %s, of", threshold)
                  : "Of";
    const char *count = none ? "none" : assay_spoken_range(arena, rate, base);
    const char *of = assay_spoken_number(arena, base);
    const char *rest =
        none ? assay_spoken_fits(arena, rate) : weights(rate, mated);
    const char *confidence = assay_spoken_level(arena, rate);
    if (!start || !count || !of || !rest || !confidence) return NULL;
    return assay_arena_format(
        arena, "%s %s pair%s of %s, %s would %s%s%s.", start, of,
        base == 1 ? "" : "s", mated ? "the same person" : "different people",
        count, mated ? "fail" : "pass as the same person", rest, confidence);
}

const char *assay_say_fnmr(assay_arena *arena, const char *threshold,
                           const assay_spoken *fnmr)
{
    return say(arena, threshold, fnmr, true);
}

const char *assay_say_fmr(assay_arena *arena, const char *threshold,
                          const assay_spoken *fmr)
{
    return say(arena, threshold, fmr, false);
}

// The base of the smaller rate that is not 0, for both.
static uint64_t common_base(const assay_said_groups *groups)
{
    const double least =
        groups->low.value > 0 ? groups->low.value : groups->high.value;
    return assay_spoken_base(least);
}

// A group's rate on the base of both; none is said so.
static const char *group_range(assay_arena *arena, const assay_spoken *rate,
                               uint64_t base)
{
    if (rate->events) return assay_spoken_range(arena, rate, base);
    const char *most =
        assay_spoken_number(arena, assay_spoken_count(rate->high, base));
    return most ? assay_arena_format(arena, "none (up to %s fit that)", most)
                : NULL;
}

const char *assay_say_groups(assay_arena *arena,
                             const assay_said_groups *groups)
{
    const bool mated = groups->mated, apart = groups->apart;
    const uint64_t base = common_base(groups);
    const char *high = group_range(arena, &groups->high, base);
    const char *low = group_range(arena, &groups->low, base);
    const char *of = assay_spoken_number(arena, base);
    const char *confidence = assay_spoken_level(arena, &groups->high);
    if (!high || !low || !of || !confidence) return NULL;
    return assay_arena_format(
        arena,
        "At threshold %s, %s%s %s %s %s, %s of %s pairs of %s, %s %s "
        "%s, %s%s%s%s.",
        groups->threshold,
        mated ? "it fails" : "different people pass as one person",
        apart ? " more often" : "", mated ? "on" : "in", groups->by,
        groups->most, high, of, mated ? "the same person" : "different people",
        apart ? "than" : "and", mated ? "on" : "in", groups->least, low,
        weights(&groups->high, mated), groups->more ? groups->more : "",
        confidence);
}

const char *assay_say_refused(assay_arena *arena, double alpha, uint64_t needed,
                              uint64_t has)
{
    const char *target = assay_spoken_value(arena, alpha);
    const char *want = assay_spoken_number(arena, needed);
    const char *there = assay_spoken_number(arena, has);
    if (!target || !want || !there) return NULL;
    return assay_arena_format(arena,
                              "What fails at an FMR of %s: it needs %s pairs "
                              "of different people, has %s.",
                              target, want, there);
}

const char *assay_say_below(assay_arena *arena, double alpha, uint64_t kept)
{
    const char *target = assay_spoken_value(arena, alpha);
    const char *there = assay_spoken_number(arena, kept);
    if (!target || !there) return NULL;
    return assay_arena_format(arena,
                              "What fails at an FMR of %s: of pairs of "
                              "different people the %s most alike were kept.",
                              target, there);
}
