// SPDX-License-Identifier: Apache-2.0
// What figures of attacks say in sentences and warnings.
#include "measure/attack_parts.h"

#include "base/text.h"
#include "measure/sentences.h"
#include "measure/statements.h"

#include <math.h>
#include <string.h>

static assay_arena *arena_of(assay_verification *v)
{
    return &v->ledger.arena;
}

static void warn(assay_verification *v, const char *code, assay_weight weight,
                 const char *text, int64_t rows)
{
    const assay_warning warning = {code, weight, text, rows};
    if (!text) v->ledger.no_memory = true;
    if (text) assay_build_warning(v->result, &warning);
}

static bool quotable(const assay_figure *figure)
{
    return figure->status == ASSAY_FIGURE_OK && !isnan(figure->low) &&
           !isnan(figure->high);
}

static bool at_first_given(const assay_verification *v,
                           const assay_figure *figure)
{
    return v->given_count && strcmp(figure->at[0].key, "threshold") == 0 &&
           figure->at[0].value == v->given[0].threshold;
}

// Of everybody, of this name: at the first threshold given, or the last that
// can be quoted.
static const assay_figure *find(const assay_verification *v, const char *name)
{
    const assay_figure *found = NULL;
    for (size_t i = 0; i < v->ledger.count; i++) {
        const assay_entry *entry = &v->ledger.entries[i];
        const assay_figure *figure = &entry->figure;
        if (entry->cell != 0 || strcmp(figure->name, name) != 0 ||
            !quotable(figure))
            continue;
        if (!found || !at_first_given(v, found)) found = figure;
    }
    return found;
}

// How a figure is said: before, between and after its numbers.
typedef struct form {
    const char *name;   // of the figure
    const char *trials; // "attacks of the species that passes most often"
    const char *what;   // "would pass"
} form;

static const form forms[] = {
    {"APCER", "attacks of the species that passes most often",
     "would be taken for bona fide"},
    {"BPCER", "bona fide presentations", "would be taken for attacks"},
    {"IAPAR", "attacks of the species that passes most often",
     "would pass as the person attacked"},
    {"MMPMR", "morphs", "would match every contributor"}};

// "At threshold 0.5, of 100 bona fide presentations, 3 (1 to 6) would be taken
// for attacks." `lead` is what comes before "of", or nothing.
static void say(assay_verification *v, const assay_figure *figure,
                const char *lead, const char *trials, const char *what)
{
    const assay_spoken rate = assay_spoken_of(figure);
    const bool none = rate.events == 0;
    const uint64_t base =
        none ? (uint64_t)rate.trials : assay_spoken_base(rate.value);
    const char *of = assay_spoken_number(arena_of(v), base);
    const char *count =
        none ? "none" : assay_spoken_range(arena_of(v), &rate, base);
    const char *fits = none ? assay_spoken_fits(arena_of(v), &rate) : "";
    const char *level = assay_spoken_level(arena_of(v), &rate);
    const bool whole = of && count && fits && level && lead && what;
    assay_statements_say(
        v, ASSAY_IN_SHORT,
        whole ? assay_arena_format(arena_of(v), "%s %s %s, %s %s%s%s.", lead,
                                   of, trials, count, what, fits, level)
              : NULL,
        &figure->id, 1);
}

static void say_rate(assay_verification *v, const form *how)
{
    const assay_figure *figure = find(v, how->name);
    char threshold[32];
    if (!figure) return;
    const bool given = strcmp(figure->at[0].key, "threshold") == 0;
    assay_print_double(given ? figure->at[0].value : figure->threshold, 9,
                       threshold);
    say(v, figure,
        assay_arena_format(arena_of(v), "At threshold %s, of", threshold),
        how->trials, how->what);
}

// "Of 100 morphs, 12 (8 to 17) would match every contributor at least once in
// all 3 systems, each at its threshold."
static void say_systems(assay_verification *v, size_t systems, bool all)
{
    for (size_t i = 0; systems > 1 && i < v->ledger.count; i++) {
        const assay_figure *figure = &v->ledger.entries[i].figure;
        if (strcmp(figure->name, "MAP") != 0 || figure->at_count != 2 ||
            figure->at[0].value != 1 ||
            figure->at[1].value != (all ? (double)systems : 1) ||
            !quotable(figure))
            continue;
        say(v, figure, "Of", "morphs",
            assay_arena_format(arena_of(v),
                               "would match every contributor at least once "
                               "in %s %zu systems, each at its threshold",
                               all ? "all" : "at least one of", systems));
    }
}

static void warn_unnamed(assay_verification *v, const assay_attack_set *set)
{
    bool all = true;
    for (size_t m = 0; m < set->marks; m++) all = all && set->named[m];
    // Of comparisons without people it is said already.
    if (!all && (set->presentations || v->has_people))
        warn(v, "no_subjects", ASSAY_CHANGES_THE_READING,
             "attacks and presentations of one person go alike; the intervals "
             "of those of which it is not known for all whose they are are too "
             "narrow: give a column subject",
             -1);
}

static void warn_sets(assay_verification *v, const assay_attack_set *set)
{
    if (set->failed)
        warn(v, "no_score", ASSAY_LIMITS_IT,
             "attacks or presentations without a score are in no rate",
             (int64_t)set->failed);
    warn_unnamed(v, set);
    if (!set->presentations) return;
    if (set->species_count)
        warn(v, "same_data", ASSAY_FOR_THE_RECORD,
             "the thresholds of APCER targets were set on the attacks on which "
             "they are measured: on others APCER can lie above the target",
             -1);
}

void assay_attacks_tell(assay_verification *v, const assay_attack_set *set)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        say_rate(v, &forms[i]);
    say_systems(v, set->system_count, false);
    say_systems(v, set->system_count, true);
    if (set->species_count) {
        assay_statements_say(
            v, ASSAY_CANNOT_BE_TOLD,
            "How often an attack of a species that was not tried would pass.",
            NULL, 0);
        assay_statements_say(v, ASSAY_TO_KNOW_IT, "Attacks of that species.",
                             NULL, 0);
    }
    if (set->pairs) {
        assay_statements_say(
            v, ASSAY_CANNOT_BE_TOLD,
            "How often morphs made in another way would match.", NULL, 0);
        assay_statements_say(v, ASSAY_TO_KNOW_IT, "Morphs made that way.", NULL,
                             0);
    }
    warn_sets(v, set);
}
