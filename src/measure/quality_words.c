// SPDX-License-Identifier: Apache-2.0
#include "measure/quality_words.h"

#include "base/figure_place.h"
#include "base/text.h"
#include "measure/sentences.h"
#include "measure/statements.h"

#include <math.h>
#include <string.h>

const char *assay_quality_value(assay_ledger *ledger, double value)
{
    char text[32];
    assay_print_double(value, 0, text);
    return assay_ledger_text(ledger, "%s", text);
}

static assay_arena *arena_of(assay_verification *v)
{
    return &v->ledger.arena;
}

static bool quotable(const assay_figure *figure)
{
    return figure->status == ASSAY_FIGURE_OK && !isnan(figure->low) &&
           !isnan(figure->high);
}

// Of everybody at this share, the last that can be quoted: the strictest
// target.
static const assay_figure *rest_at(const assay_verification *v, double share)
{
    const assay_figure *found = NULL;
    for (size_t i = 0; i < v->ledger.count; i++) {
        const assay_figure *figure = &v->ledger.entries[i].figure;
        if (v->ledger.entries[i].cell == 0 && quotable(figure) &&
            strcmp(figure->name, "FNMR after discard") == 0 &&
            assay_figure_at(figure, "discard") == share &&
            assay_figure_at(figure, "achieved") > 0)
            found = figure;
    }
    return found;
}

// "Without the 10 in 100 pairs of the same person that have the lowest quality,
// at threshold 0.4, of 1,000 such pairs, 5 (3 to 8) would fail."
static void say_rest(assay_verification *v, double share)
{
    const assay_figure *figure = rest_at(v, share);
    char threshold[32];
    if (!figure) return;
    const assay_spoken rate = assay_spoken_of(figure);
    const bool none = rate.events == 0;
    const uint64_t base =
        none ? (uint64_t)rate.trials : assay_spoken_base(rate.value);
    const bool given = strcmp(figure->at[0].key, "threshold") == 0;
    assay_print_double(given ? figure->at[0].value : figure->threshold, 9,
                       threshold);
    const char *gone =
        assay_spoken_share(arena_of(v), assay_figure_at(figure, "achieved"));
    const char *of = assay_spoken_number(arena_of(v), base);
    const char *count =
        none ? "none" : assay_spoken_range(arena_of(v), &rate, base);
    const char *fits = none ? assay_spoken_fits(arena_of(v), &rate) : "";
    const char *level = assay_spoken_level(arena_of(v), &rate);
    const bool whole = gone && of && count && fits && level;
    assay_statements_say(
        v, ASSAY_IN_SHORT,
        whole ? assay_arena_format(
                    arena_of(v),
                    "With the %s pairs of the same person of lowest quality "
                    "left out, at threshold %s, of %s of the others, %s would "
                    "fail%s%s.",
                    gone, threshold, of, count, fits, level)
              : NULL,
        &figure->id, 1);
}

// The groups of which most and least is discarded at this share.
typedef struct ends {
    const assay_entry *most, *least;
} ends;

static ends ends_of(const assay_verification *v, double share)
{
    ends out = {NULL, NULL};
    for (size_t i = 0; i < v->ledger.count; i++) {
        const assay_entry *entry = &v->ledger.entries[i];
        const assay_cell *cell = &v->ledger.cells[entry->cell];
        const assay_figure *figure = &entry->figure;
        if (!cell->label_count || cell->unknown || !quotable(figure) ||
            strcmp(figure->name, "discard fraction") != 0 ||
            assay_figure_at(figure, "discard") != share)
            continue;
        const assay_cell *first =
            out.most ? &v->ledger.cells[out.most->cell] : cell;
        // Of the first table alone.
        if (cell->label_count != first->label_count ||
            strcmp(cell->labels[0].attribute, first->labels[0].attribute) != 0)
            continue;
        if (!out.most || figure->value > out.most->figure.value)
            out.most = entry;
        if (!out.least || figure->value <= out.least->figure.value)
            out.least = entry;
    }
    return out;
}

static const char *group_of(assay_verification *v, const assay_entry *entry)
{
    const assay_cell *cell = &v->ledger.cells[entry->cell];
    const char *text = "";
    for (size_t i = 0; text && i < cell->label_count; i++)
        text = assay_arena_format(arena_of(v), "%s%s%s %s", text, i ? ", " : "",
                                  cell->labels[i].attribute,
                                  cell->labels[i].value);
    return text;
}

// "The same gate leaves out 20 (15 to 26) of 100 pairs of sex F and 5 (3 to 8)
// of 100 of sex M."
static void say_groups(assay_verification *v, double share)
{
    const ends found = ends_of(v, share);
    if (!found.most || found.most == found.least) return;
    const assay_spoken high = assay_spoken_of(&found.most->figure);
    const assay_spoken low = assay_spoken_of(&found.least->figure);
    const uint64_t base =
        assay_spoken_base(low.value > 0 ? low.value : high.value);
    const char *most = group_of(v, found.most);
    const char *least = group_of(v, found.least);
    const char *of = assay_spoken_number(arena_of(v), base);
    const char *from = assay_spoken_range(arena_of(v), &high, base);
    const char *to = assay_spoken_range(arena_of(v), &low, base);
    const char *level = assay_spoken_level(arena_of(v), &high);
    const char *ids[2] = {found.most->figure.id, found.least->figure.id};
    const bool whole = most && least && of && from && to && level;
    assay_statements_say(
        v, ASSAY_IN_SHORT,
        whole ? assay_arena_format(
                    arena_of(v),
                    "That gate leaves out %s of %s pairs of %s and %s of %s of "
                    "%s%s.",
                    from, of, most, to, of, least, level)
              : NULL,
        ids, 2);
}

static void warn_missing(assay_verification *v, uint64_t missing)
{
    assay_arena *arena = assay_build_arena(v->result);
    const char *count = assay_spoken_number(arena, missing);
    const char *text =
        count ? assay_arena_format(arena,
                                   "%s mated comparison%s no quality: discards "
                                   "are of the others",
                                   count, missing == 1 ? " has" : "s have")
              : NULL;
    if (!text) v->ledger.no_memory = true;
    const assay_warning warning = {"no_quality", ASSAY_LIMITS_IT, text,
                                   (int64_t)missing};
    if (text) assay_build_warning(v->result, &warning);
}

void assay_quality_say(assay_verification *v, const assay_quality_told *told)
{
    if (told->missing) warn_missing(v, told->missing);
    if (!rest_at(v, told->share)) return;
    say_rest(v, told->share);
    say_groups(v, told->share);
    assay_statements_say(
        v, ASSAY_CANNOT_BE_TOLD,
        "What a quality gate does to those whom it turns away: their pairs are "
        "left out here, not tried again.",
        NULL, 0);
    assay_statements_say(
        v, ASSAY_TO_KNOW_IT,
        "A trial with the gate in place, and what became of each refusal.",
        NULL, 0);
}
