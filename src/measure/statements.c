// SPDX-License-Identifier: Apache-2.0
#include "measure/statements.h"

#include "base/text.h"
#include "measure/group_words.h"
#include "measure/points.h"
#include "measure/sentences.h"
#include "stats/threshold.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_IN_SHORT = 5,
    MOST_TARGETS = 3, // of them
    TABLES_IN_SHORT = 1,
    TABLES_REFUSED = 3
};

static assay_arena *arena_of(assay_verification *v)
{
    return &v->ledger.arena;
}

// What cannot be told, and what would tell it.
static void refuse(assay_verification *v, const char *cannot,
                   const char *to_know, const char *figure)
{
    assay_statements_say(v, ASSAY_CANNOT_BE_TOLD, cannot, &figure,
                         figure ? 1 : 0);
    assay_statements_say(v, ASSAY_TO_KNOW_IT, to_know, NULL, 0);
}

static bool is(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

// A headline figure at a condition, of a cell; against all references, at the
// threshold of everybody.
static const assay_entry *headline(const assay_verification *v, size_t cell,
                                   const char *name, assay_at at)
{
    for (size_t i = 0; i < v->ledger.count; i++) {
        const assay_entry *entry = &v->ledger.entries[i];
        const assay_figure *figure = &entry->figure;
        if (entry->cell != cell || entry->beside || !is(figure->name, name) ||
            !figure->at_count || !is(figure->at[0].key, at.key) ||
            figure->at[0].value != at.value)
            continue;
        const bool confident =
            figure->at_count > 1 && is(figure->at[1].key, "confidence");
        if (!confident && !is(figure->threshold_from, "group") &&
            !is(figure->references, "same group"))
            return entry;
    }
    return NULL;
}

static assay_spoken spoken(const assay_entry *entry)
{
    return assay_spoken_of(&entry->figure);
}

static int by_alpha(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return x > y ? -1 : x < y;
}

// Targets whose FNMR may be quoted, the strictest last; at most `most` of them.
static size_t quotable_targets(const assay_verification *v, double *alphas,
                               size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < v->target_count; i++) {
        const assay_at at = {"FMR", v->targets[i].alpha};
        if (v->targets[i].carried && !v->targets[i].few &&
            assay_entry_quotable(headline(v, 0, "FNMR", at)))
            alphas[n++] = v->targets[i].alpha;
    }
    qsort(alphas, n, sizeof *alphas, by_alpha);
    if (n <= most) return n;
    memmove(alphas, alphas + (n - most), most * sizeof *alphas);
    return most;
}

static void say_target(assay_verification *v, double alpha)
{
    const assay_at at = {"FMR", alpha};
    const assay_entry *fnmr = headline(v, 0, "FNMR", at);
    const assay_spoken rate = spoken(fnmr);
    assay_statements_say(v, ASSAY_IN_SHORT,
                         assay_say_fnmr_at_fmr(arena_of(v), alpha, &rate),
                         &fnmr->figure.id, 1);
}

static const char *threshold_text(assay_verification *v, double threshold)
{
    char text[32];
    const size_t n = assay_print_double(threshold, 9, text);
    return assay_arena_copy(arena_of(v), text, n);
}

static void say_rate_at(assay_verification *v, assay_at at, bool mated)
{
    const assay_entry *entry = headline(v, 0, mated ? "FNMR" : "FMR", at);
    if (!assay_entry_quotable(entry)) return;
    const assay_spoken rate = spoken(entry);
    const char *threshold = threshold_text(
        v, is(at.key, "threshold") ? at.value : entry->figure.threshold);
    const char *text = !threshold ? NULL
                       : mated ? assay_say_fnmr(arena_of(v), threshold, &rate)
                               : assay_say_fmr(arena_of(v), threshold, &rate);
    assay_statements_say(v, ASSAY_IN_SHORT, text, &entry->figure.id, 1);
}

// "sex and age_band"; "F young".
static const char *joined(assay_verification *v, const assay_cell *cell,
                          bool values)
{
    const char *text = "";
    for (size_t i = 0; text && i < cell->label_count; i++)
        text = assay_arena_format(arena_of(v), "%s%s%s", text,
                                  !i       ? ""
                                  : values ? " "
                                           : " and ",
                                  values ? cell->labels[i].value
                                         : cell->labels[i].attribute);
    return text;
}

// The ends of a table by group.
typedef struct extremes {
    const assay_entry *most, *least;
    size_t groups;
} extremes;

static extremes ends_of(const assay_verification *v, size_t table,
                        const char *name, assay_at at)
{
    extremes out = {NULL, NULL, 0};
    for (size_t c = 0; c < v->ledger.cell_count; c++) {
        const assay_cell *cell = &v->ledger.cells[c];
        if (cell->unknown ||
            !assay_cell_same_attributes(cell, &v->ledger.cells[table]))
            continue;
        const assay_entry *entry = headline(v, c, name, at);
        if (!assay_entry_quotable(entry)) continue;
        out.groups++;
        const double value = entry->figure.value;
        if (!out.most || value > out.most->figure.value) out.most = entry;
        if (!out.least || value <= out.least->figure.value) out.least = entry;
    }
    return out;
}

static void cannot_order(assay_verification *v, const char *by, bool mated,
                         const extremes *ends, const char *why)
{
    refuse(v,
           by && why
               ? assay_arena_format(
                     arena_of(v),
                     mated ? "Whether it fails more often on one group by %s "
                             "than on another. %s."
                           : "Whether different people pass as one person "
                             "more often in one group by %s than in another. "
                             "%s.",
                     by, why)
               : NULL,
           "More people of each group.", ends->most->figure.id);
}

// What the ratios of a rate say, all references or those of the same group.
static assay_group_verdict verdict_of(const assay_verification *v,
                                      const extremes *ends,
                                      assay_standing_kind kind)
{
    return assay_group_says(&v->ledger, &ends->most->figure, kind,
                            v->options->common.confidence);
}

// Who is taken for whom within a group can be otherwise.
static const char *add_near(assay_verification *v, const extremes *ends,
                            const char *more)
{
    const assay_group_verdict near = verdict_of(v, ends, ASSAY_STANDING_NEAR);
    if (!more || near.groups != 2) return more;
    const char *ratio = assay_group_ratio(&v->ledger, near.any, ends->most);
    return ratio ? assay_arena_format(arena_of(v),
                                      "%s; of pairs within a group, ratio %s",
                                      more, ratio)
                 : NULL;
}

// One table, one class. Returns whether its groups could be set apart.
static void say_table(assay_verification *v, size_t table, assay_at at,
                      bool mated, bool in_short)
{
    const extremes ends = ends_of(v, table, mated ? "FNMR" : "FMR", at);
    if (ends.groups < 2 || ends.most == ends.least) return;
    const assay_group_verdict verdict = verdict_of(
        v, &ends, mated ? ASSAY_STANDING_MISSED : ASSAY_STANDING_FALSE);
    const bool apart = assay_group_apart(&verdict);
    assay_ledger *ledger = &v->ledger;
    const char *by = joined(v, &ledger->cells[table], false);
    if (!in_short) {
        if (verdict.groups && !verdict.differ && !verdict.equal)
            cannot_order(v, by, mated, &ends,
                         assay_group_saw_none(ledger, &verdict));
        return;
    }
    const char *more =
        assay_group_tail(ledger, &verdict, v->options->common.groups.margin);
    const assay_said_groups said = {
        .threshold = threshold_text(v, is(at.key, "threshold")
                                           ? at.value
                                           : ends.most->figure.threshold),
        .by = by,
        .most = joined(v, &ledger->cells[ends.most->cell], true),
        .least = joined(v, &ledger->cells[ends.least->cell], true),
        .high = spoken(ends.most),
        .low = spoken(ends.least),
        .mated = mated,
        .apart = apart,
        .more = mated ? more : add_near(v, &ends, more)};
    const char *ids[2] = {ends.most->figure.id, ends.least->figure.id};
    const bool whole =
        by && said.threshold && said.most && said.least && said.more;
    assay_statements_say(v, ASSAY_IN_SHORT,
                         whole ? assay_say_groups(arena_of(v), &said) : NULL,
                         ids, 2);
}

// Where groups are compared: the first threshold given, or else the strictest
// target that can be quoted. False where there is none.
static bool compared_at(const assay_verification *v, const double *alphas,
                        size_t n, assay_at *at)
{
    if (v->given_count) {
        *at = (assay_at){"threshold", v->given[0].threshold};
        return true;
    }
    if (!n) return false;
    *at = (assay_at){"FMR", alphas[n - 1]};
    return true;
}

static void say_groups(assay_verification *v, assay_at at, bool in_short)
{
    const size_t most = in_short ? TABLES_IN_SHORT : TABLES_REFUSED;
    size_t tables = 0;
    for (size_t c = 1; c < v->ledger.cell_count && tables < most; c++) {
        bool first = true;
        for (size_t i = 1; i < c; i++)
            first = first && !assay_cell_same_attributes(&v->ledger.cells[i],
                                                         &v->ledger.cells[c]);
        if (!first) continue;
        tables++;
        say_table(v, c, at, true, in_short);
        say_table(v, c, at, false, in_short);
    }
}

static void say_nothing_quotable(assay_verification *v)
{
    const uint64_t *trials = v->trials;
    const char *text = "No FMR that was asked for can be quoted: the pairs of "
                       "different people are too few, or people are.";
    if (!trials[ASSAY_NON_MATED])
        text = "There are no pairs of different people: how often they would "
               "pass as one person is not known.";
    if (!trials[ASSAY_MATED])
        text = "There are no pairs of the same person: how often they would "
               "fail is not known.";
    assay_statements_say(v, ASSAY_IN_SHORT, text, NULL, 0);
}

// How many sentences on targets there is room for.
static size_t room_for_targets(const assay_verification *v, bool somewhere)
{
    const size_t others =
        (v->options->common.by.count ? 2u : 0u) +
        (assay_ledger_told(&v->ledger, ASSAY_TELL_NO_PEOPLE, false) ? 1u : 0u) +
        (somewhere ? 1u : 0u) + (v->given_count ? 1u : 0u) +
        (v->chosen ? 1u : 0u) + (v->quality ? 1u : 0u) + (v->attacks ? 1u : 0u);
    const size_t room = others < MOST_IN_SHORT ? MOST_IN_SHORT - others : 0;
    return room < MOST_TARGETS ? room : MOST_TARGETS;
}

static void say_in_short(assay_verification *v, const double *alphas, size_t n)
{
    assay_at at;
    const bool somewhere = compared_at(v, alphas, n, &at);
    const size_t most = room_for_targets(v, somewhere);
    for (size_t i = n > most ? n - most : 0; i < n; i++)
        say_target(v, alphas[i]);
    if (!somewhere) say_nothing_quotable(v);
    if (v->given_count) say_rate_at(v, at, true);
    if (somewhere) {
        say_rate_at(v, at, false);
        say_groups(v, at, true);
    }
    if (assay_ledger_told(&v->ledger, ASSAY_TELL_NO_PEOPLE, false))
        assay_statements_say(
            v, ASSAY_IN_SHORT,
            "These ranges are too narrow: a person can be in many pairs, and "
            "who is in which is not given.",
            NULL, 0);
}

static void refuse_target(assay_verification *v, const assay_target *target)
{
    const uint64_t has = v->trials[ASSAY_NON_MATED];
    const assay_at at = {"FMR", target->alpha};
    const assay_entry *entry = headline(v, 0, "FNMR", at);
    if (target->below) {
        refuse(v, assay_say_below(arena_of(v), target->alpha, target->kept),
               "--tail, with a greater number.",
               entry ? entry->figure.id : NULL);
        return;
    }
    const uint64_t needed =
        target->carried && entry ? entry->needed : target->needed;
    if (needed <= has) return;
    const uint64_t quoted =
        assay_allowed_trials(target->alpha, ASSAY_FEW_EVENTS);
    const char *more = assay_spoken_number(arena_of(v), needed - has);
    const char *all = assay_spoken_number(arena_of(v), quoted - has);
    const char *to_know =
        !more || !all ? NULL
        : quoted == needed
            ? assay_arena_format(arena_of(v),
                                 "%s more pairs of different people.", more)
            : assay_arena_format(arena_of(v),
                                 "%s more pairs of different people; %s more, "
                                 "to quote it.",
                                 more, all);
    refuse(v, assay_say_refused(arena_of(v), target->alpha, needed, has),
           to_know, entry ? entry->figure.id : NULL);
}

static void refuse_groups(assay_verification *v)
{
    const assay_row_facts *facts = v->facts;
    if (v->ledger.cell_count > 1) {
        refuse(v, assay_group_outcome, assay_group_outcome_known, NULL);
        return;
    }
    if (v->options->common.by.count) return;
    if (!facts->group_column) {
        refuse(v, "Anything by group: the files have no group column.",
               "A table of people and --subjects FILE --by sex.", NULL);
        return;
    }
    const char *columns = facts->group_columns;
    const bool one = columns && !strchr(columns, ',');
    const char *to_know =
        columns ? assay_arena_format(arena_of(v), "--by%s %s.",
                                     one ? "" : ", with one of the columns",
                                     columns)
                : "--by, with a column of the files.";
    refuse(v, "Anything by group: --by was not given.", to_know, NULL);
}

static void say_cannot(assay_verification *v, const double *alphas, size_t n)
{
    assay_at at;
    if (!v->searches)
        refuse(v,
               "How often a search of a watchlist goes wrong. These are pairs "
               "(1:1).",
               "Searches of a list of the size in use, with the scores found.",
               NULL);
    refuse_groups(v);
    for (size_t i = 0; i < v->target_count; i++) {
        const assay_target *target = &v->targets[i];
        const bool short_of = !target->carried || target->few;
        if (assay_points_wanted(v, i) && short_of && v->trials[ASSAY_NON_MATED])
            refuse_target(v, target);
    }
    if (assay_ledger_told(&v->ledger, ASSAY_TELL_NO_PEOPLE, false))
        refuse(v,
               "How far chance can have moved these figures: who is in which "
               "pair is not given.",
               "Columns probe_subject and reference_subject.", NULL);
    if (compared_at(v, alphas, n, &at)) say_groups(v, at, false);
}

void assay_statements_add(assay_verification *v)
{
    double *alphas =
        assay_arena_new(arena_of(v), v->target_count + 1, sizeof *alphas);
    if (!alphas) {
        v->ledger.no_memory = true;
        return;
    }
    const size_t n = quotable_targets(v, alphas, v->target_count);
    say_in_short(v, alphas, n);
    say_cannot(v, alphas, n);
}

void assay_statements_say(assay_verification *v, assay_statement_kind kind,
                          const char *text, const char *const *figures,
                          size_t n)
{
    if (!text) {
        v->ledger.no_memory = true;
        return;
    }
    const assay_statement statement = {kind, text, figures, n};
    assay_build_statement(v->result, &statement);
}
