// SPDX-License-Identifier: Apache-2.0
#include "measure/search_sentences.h"

static const char *weights(const assay_spoken *rate)
{
    return rate->by_people ? ", each person counting equally" : "";
}

// What every sentence on a rate of searches is put together from.
typedef struct pieces {
    const char *size;  // identities on the list
    const char *count; // "24 (20 to 28)"; "none"
    const char *of;    // the base
    const char *rest;  // what follows
    const char *level;
} pieces;

static bool gather(assay_arena *arena, uint64_t size, const assay_spoken *rate,
                   pieces *out)
{
    const bool none = rate->events == 0;
    const uint64_t base =
        none ? (uint64_t)rate->trials : assay_spoken_base(rate->value);
    out->size = assay_spoken_number(arena, size);
    out->count = none ? "none" : assay_spoken_range(arena, rate, base);
    out->of = assay_spoken_number(arena, base);
    out->rest = none ? assay_spoken_fits(arena, rate) : weights(rate);
    out->level = assay_spoken_level(arena, rate);
    return out->size && out->count && out->of && out->rest && out->level;
}

const char *assay_say_fnir_at_fpir(assay_arena *arena, uint64_t size,
                                   double alpha, const assay_spoken *fnir)
{
    pieces p;
    const char *share = assay_spoken_share(arena, alpha);
    if (!gather(arena, size, fnir, &p) || !share) return NULL;
    return assay_arena_format(
        arena,
        "With %s on the list, set so that %s searches by people who are not on "
        "it give a false alert, %s of %s searches by people on the list %s "
        "them%s%s.",
        p.size, share, p.count, p.of, fnir->events == 0 ? "misses" : "miss",
        p.rest, p.level);
}

// "At threshold 0.5, of"; "Of".
static const char *opening(assay_arena *arena, const char *threshold)
{
    return threshold
               ? assay_arena_format(arena, "At threshold %s, of", threshold)
               : "Of";
}

const char *assay_say_fpir(assay_arena *arena, uint64_t size,
                           const char *threshold, const assay_spoken *fpir)
{
    pieces p;
    const char *start = opening(arena, threshold);
    if (!gather(arena, size, fpir, &p) || !start) return NULL;
    return assay_arena_format(arena,
                              "%s %s searches by people not on a list of %s, "
                              "%s would raise an alert%s%s.",
                              start, p.of, p.size, p.count, p.rest, p.level);
}

const char *assay_say_fnir(assay_arena *arena, uint64_t size,
                           const char *threshold, const assay_spoken *fnir)
{
    pieces p;
    const char *start = opening(arena, threshold);
    if (!gather(arena, size, fnir, &p) || !start) return NULL;
    return assay_arena_format(arena,
                              "%s %s searches by people on a list of %s, %s "
                              "would miss them%s%s.",
                              start, p.of, p.size, p.count, p.rest, p.level);
}

const char *assay_say_sizes(assay_arena *arena, const assay_said_sizes *sizes)
{
    const uint64_t base = assay_spoken_base(sizes->few.value);
    const char *start = opening(arena, sizes->threshold);
    const char *of = assay_spoken_number(arena, base);
    const char *few = assay_spoken_range(arena, &sizes->few, base);
    const char *many = assay_spoken_range(arena, &sizes->many, base);
    const char *small = assay_spoken_number(arena, sizes->small);
    const char *great = assay_spoken_number(arena, sizes->great);
    const char *level = assay_spoken_level(arena, &sizes->many);
    if (!start || !of || !few || !many || !small || !great || !level)
        return NULL;
    return assay_arena_format(arena,
                              "%s %s searches by people not on the list, %s "
                              "would raise an alert with %s on it, %s with "
                              "%s%s.",
                              start, of, few, small, many, great, level);
}

const char *assay_say_share(assay_arena *arena, uint64_t size, double share,
                            double chance)
{
    const char *list = assay_spoken_number(arena, size);
    const char *count =
        assay_spoken_number(arena, assay_spoken_count(share, 100));
    const char *even =
        assay_spoken_number(arena, assay_spoken_count(chance, 100));
    if (!list || !count || !even) return NULL;
    return assay_arena_format(arena,
                              "Of every 100 false matches in searches of a "
                              "list of %s, %s point at the same 1 of every 100 "
                              "people on it; equal chances would give %s.",
                              list, count, even);
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

static const char *verb_of(const assay_said_groups *groups)
{
    if (groups->mated) return groups->apart ? "found less often" : "missed";
    return groups->apart ? "wrongly pointed at more often"
                         : "wrongly pointed at";
}

const char *assay_say_search_groups(assay_arena *arena, uint64_t size,
                                    const assay_said_groups *groups)
{
    const double least =
        groups->low.value > 0 ? groups->low.value : groups->high.value;
    const uint64_t base = assay_spoken_base(least);
    const char *list = assay_spoken_number(arena, size);
    const char *of = assay_spoken_number(arena, base);
    const char *high = group_range(arena, &groups->high, base);
    const char *low = group_range(arena, &groups->low, base);
    const char *level = assay_spoken_level(arena, &groups->high);
    if (!list || !of || !high || !low || !level) return NULL;
    return assay_arena_format(
        arena,
        "At threshold %s, people %s a list of %s are %s in %s %s, %sby %s of "
        "%s "
        "searches, %s in %s, by %s%s%s%s.",
        groups->threshold, groups->mated ? "on" : "not on", list,
        verb_of(groups), groups->by, groups->most,
        groups->mated && groups->apart ? "missed " : "", high, of,
        groups->apart ? "than" : "and", groups->least, low,
        weights(&groups->high), groups->more ? groups->more : "", level);
}
