// SPDX-License-Identifier: Apache-2.0
// Thresholds that keep an FPIR target with confidence, beside targets that rest
// on a handful of searches (docs/statistics.md 6.1).
#include "base/alloc.h"
#include "measure/ident_study.h"
#include "measure/sentences.h"
#include "stats/threshold.h"

#include <math.h>

// Searches per independent one.
typedef struct design {
    double seen; // NaN: 30 events nowhere
    double deff; // then those of different people are, for this list; of other
                 // lists nothing is known: NaN
} design;

static design design_of(const assay_ident_part *part)
{
    const assay_identification *all = part->all;
    const double deff = assay_ident_deff(part);
    const double units = (double)assay_ident_searched(part);
    if (deff >= 1) return (design){deff, deff};
    if (deff < 1) return (design){1, 1};
    return (design){NAN, all->random ? (double)NAN
                                     : (double)all->keys.tops /
                                           (units > 1 ? units : 1)};
}

static const char *note(const assay_ident_part *part, uint64_t most, double n)
{
    assay_arena *arena = &part->all->ledger->arena;
    const char *few = assay_spoken_number(arena, most);
    const char *all = assay_spoken_number(arena, (uint64_t)n);
    if (few && all)
        return assay_ledger_text(part->all->ledger,
                                 "%s may give an alert: the searches "
                                 "count as %s independent ones",
                                 few, all);
    part->all->ledger->no_memory = true;
    return NULL;
}

static void settle(assay_identification *all, design of,
                   assay_ident_spot *target)
{
    const assay_ident_part part = {all, NULL, 0};
    const double miss = 1 - all->input.common->confidence;
    const double tops = (double)all->keys.tops, n = floor(tops / of.deff);
    const double least =
        (double)assay_wilks_least(target->value, miss) * of.deff;
    assay_ident_spot safe = {.target = true,
                             .value = target->value,
                             .confidence = all->input.common->confidence};
    target->safe_needed = least < 0x1p63 ? (uint64_t)ceil(least) : UINT64_MAX;
    const bool found =
        isnan(of.seen) ? assay_wilks_allowed(n, target->value, miss, &safe.most)
                       : assay_wilks_clustered(tops, of.seen, target->value,
                                               miss, &safe.most);
    if (!found) return;
    // Independent ones: no more may fail than of all searches.
    if (safe.most > target->most) safe.most = target->most;
    assay_ident_set_key(&all->keys, &safe);
    if (safe.below) return;
    target->safe_needed = 0;
    safe.carried = true;
    safe.note = note(&part, safe.most, n);
    all->safe[all->safe_count++] = safe;
}

bool assay_ident_safe(assay_identification *all)
{
    const assay_ident_part part = {all, NULL, 0};
    bool few = false;
    assay_free(all->safe);
    all->safe_count = 0;
    all->safe = assay_new(0, all->spot_count, sizeof *all->safe);
    if (!all->safe) return false;
    for (size_t i = 0; i < all->spot_count; i++) few = few || all->spots[i].few;
    if (!few || all->input.common->confidence <= 0.5) return true;
    const design of = design_of(&part);
    for (size_t i = 0; !isnan(of.deff) && i < all->spot_count; i++)
        if (all->spots[i].few && all->spots[i].carried)
            settle(all, of, &all->spots[i]);
    return true;
}
