// SPDX-License-Identifier: Apache-2.0
// What may be said of searches, what may not, and what would tell it.
#include "base/text.h"
#include "measure/group_words.h"
#include "measure/ident_study.h"
#include "measure/search_sentences.h"

#include <math.h>
#include <string.h>

enum { MOST_IN_SHORT = 5, MOST_TARGETS = 2 };
enum { TABLES_IN_SHORT = 1, TABLES_REFUSED = 3 };
enum { LEAST_MATCHES = 100 }; // for a share of them in a sentence

// What the functions here share.
typedef struct telling {
    const assay_identification *all;
    assay_ledger *ledger;
    assay_result *result;
} telling;

static assay_arena *arena_of(const telling *t)
{
    return &t->ledger->arena;
}

static bool is(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

// Whether pairs of the same evaluation have said it.
static bool said_before(const telling *t, const char *text)
{
    size_t n = 0;
    const assay_statement *said = assay_result_statements(t->result, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(said[i].text, text) == 0) return true;
    return false;
}

static void say(const telling *t, assay_statement_kind kind, const char *text,
                const char *const *figures, size_t n)
{
    if (!text) {
        t->ledger->no_memory = true;
        return;
    }
    const assay_statement statement = {kind, text, figures, n};
    assay_build_statement(t->result, &statement);
}

// What cannot be told, and what would tell it.
static void refuse(const telling *t, const char *cannot, const char *to_know,
                   const char *figure)
{
    if (cannot && said_before(t, cannot)) return;
    say(t, ASSAY_CANNOT_BE_TOLD, cannot, &figure, figure ? 1 : 0);
    say(t, ASSAY_TO_KNOW_IT, to_know, NULL, 0);
}

// A figure at a spot, of the list that was searched and within the whole list
// of candidates; of a cell.
static const assay_entry *headline(const telling *t, size_t cell,
                                   const char *name,
                                   const assay_ident_spot *spot)
{
    const char *key = spot->target ? "FPIR" : "threshold";
    for (size_t i = 0; i < t->ledger->count; i++) {
        const assay_entry *entry = &t->ledger->entries[i];
        const assay_figure *figure = &entry->figure;
        const size_t n = figure->at_count;
        if (entry->cell != cell || entry->beside || !is(figure->name, name) ||
            figure->reference_group_count || !n ||
            !is(figure->at[0].key, key) || figure->at[0].value != spot->value)
            continue;
        const bool safe = n > 1 && is(figure->at[1].key, "confidence");
        if (!safe && (n == 1 || is(figure->at[n - 1].key, "achieved")))
            return entry;
    }
    return NULL;
}

// FPIR at a size.
static const assay_entry *at_size(const telling *t,
                                  const assay_ident_spot *spot, double size)
{
    const char *key = spot->target ? "FPIR" : "threshold";
    for (size_t i = 0; i < t->ledger->count; i++) {
        const assay_entry *entry = &t->ledger->entries[i];
        const assay_figure *figure = &entry->figure;
        const size_t n = figure->at_count;
        if (n < 2 || !is(figure->name, "FPIR") || !is(figure->at[0].key, key) ||
            figure->at[0].value != spot->value)
            continue;
        if (is(figure->at[n - 1].key, "watchlist_size") &&
            figure->at[n - 1].value == size)
            return entry;
    }
    return NULL;
}

static assay_spoken spoken(const assay_entry *entry)
{
    return assay_spoken_of(&entry->figure);
}

static const char *threshold_text(const telling *t, double threshold)
{
    char text[32];
    const size_t n = assay_print_double(threshold, 9, text);
    return assay_arena_copy(arena_of(t), text, n);
}

static const char *threshold_of(const telling *t, const assay_entry *entry,
                                const assay_ident_spot *spot)
{
    return threshold_text(t,
                          spot->target ? entry->figure.threshold : spot->value);
}

static bool say_target(const telling *t, const assay_ident_spot *spot)
{
    const assay_entry *fnir = headline(t, 0, "FNIR", spot);
    if (!spot->carried || spot->few || !assay_entry_quotable(fnir))
        return false;
    const assay_spoken rate = spoken(fnir);
    const assay_entry *fpir = headline(t, 0, "FPIR", spot);
    const char *ids[2] = {fnir->figure.id, fpir ? fpir->figure.id : ""};
    say(t, ASSAY_IN_SHORT,
        assay_say_fnir_at_fpir(arena_of(t), t->all->size, spot->value, &rate),
        ids, fpir ? 2 : 1);
    return true;
}

static bool say_rate(const telling *t, const assay_ident_spot *spot, bool mated)
{
    const assay_entry *entry = headline(t, 0, mated ? "FNIR" : "FPIR", spot);
    if (!assay_entry_quotable(entry)) return false;
    const assay_spoken rate = spoken(entry);
    const char *threshold = threshold_of(t, entry, spot);
    const char *text =
        !threshold ? NULL
        : mated    ? assay_say_fnir(arena_of(t), t->all->size, threshold, &rate)
                : assay_say_fpir(arena_of(t), t->all->size, threshold, &rate);
    say(t, ASSAY_IN_SHORT, text, &entry->figure.id, 1);
    return true;
}

// The greatest size that was worked out within the test, and a tenth of it or
// what comes next below.
static void say_sizes(const telling *t, const assay_ident_spot *spot)
{
    const assay_entry *great = NULL, *small = NULL;
    for (size_t i = 0; i < t->ledger->count; i++) {
        const assay_figure *figure = &t->ledger->entries[i].figure;
        const double size = (double)figure->watchlist_size;
        const assay_entry *entry = at_size(t, spot, size);
        if (entry != &t->ledger->entries[i] || !assay_entry_quotable(entry) ||
            !(figure->value > 0))
            continue;
        if (!great || size > (double)great->figure.watchlist_size)
            great = entry;
    }
    for (size_t i = 0; great && i < t->ledger->count; i++) {
        const assay_entry *entry = &t->ledger->entries[i];
        const double size = (double)entry->figure.watchlist_size;
        if (at_size(t, spot, size) != entry || !assay_entry_quotable(entry) ||
            10 * size > (double)great->figure.watchlist_size ||
            !(entry->figure.value > 0))
            continue;
        if (!small || size > (double)small->figure.watchlist_size)
            small = entry;
    }
    if (!small) return;
    const assay_said_sizes said = {
        .threshold = threshold_of(t, great, spot),
        .small = (uint64_t)small->figure.watchlist_size,
        .great = (uint64_t)great->figure.watchlist_size,
        .few = spoken(small),
        .many = spoken(great)};
    const char *ids[2] = {small->figure.id, great->figure.id};
    say(t, ASSAY_IN_SHORT,
        said.threshold ? assay_say_sizes(arena_of(t), &said) : NULL, ids, 2);
}

static void say_share(const telling *t, const assay_ident_spot *spot)
{
    const assay_entry *entry = headline(
        t, 0, "share of false matches from the top 1 % of subjects", spot);
    const assay_entry *chance = headline(
        t, 0, "share of false matches from the top 1 % of subjects by chance",
        spot);
    if (!entry || !chance || entry->figure.status != ASSAY_FIGURE_OK ||
        t->all->greatest < 100 || entry->figure.trials < LEAST_MATCHES)
        return;
    say(t, ASSAY_IN_SHORT,
        assay_say_share(arena_of(t), t->all->greatest, entry->figure.value,
                        chance->figure.value),
        &entry->figure.id, 1);
}

// "sex and age_band"; "F young".
static const char *joined(const telling *t, const assay_cell *cell, bool values)
{
    const char *text = "";
    for (size_t i = 0; text && i < cell->label_count; i++) {
        const assay_label *label = &cell->labels[i];
        const char *blank = !i ? "" : values ? " " : " and ";
        text = assay_arena_format(arena_of(t), "%s%s%s", text, blank,
                                  values ? label->value : label->attribute);
    }
    return text;
}

// The ends of a table by group.
typedef struct extremes {
    const assay_entry *most, *least;
    size_t groups;
} extremes;

static extremes ends_of(const telling *t, size_t table, const char *name,
                        const assay_ident_spot *spot)
{
    extremes out = {NULL, NULL, 0};
    for (size_t c = 0; c < t->ledger->cell_count; c++) {
        const assay_cell *cell = &t->ledger->cells[c];
        if (cell->unknown ||
            !assay_cell_same_attributes(cell, &t->ledger->cells[table]))
            continue;
        const assay_entry *entry = headline(t, c, name, spot);
        if (!assay_entry_quotable(entry)) continue;
        const double value = entry->figure.value;
        out.groups++;
        if (!out.most || value > out.most->figure.value) out.most = entry;
        if (!out.least || value <= out.least->figure.value) out.least = entry;
    }
    return out;
}

static void cannot_order(const telling *t, const char *by, bool mated,
                         const extremes *ends, const char *why)
{
    const char *text = NULL;
    if (by && why)
        text = mated ? assay_arena_format(
                           arena_of(t),
                           "Whether people of one group by %s on the list are "
                           "found more often than those of another. %s.",
                           by, why)
                     : assay_arena_format(
                           arena_of(t),
                           "Whether people of one group by %s are wrongly "
                           "pointed at more often than those of another. %s.",
                           by, why);
    refuse(t, text, "More people of each group.", ends->most->figure.id);
}

// One table, one rate.
static void say_table(const telling *t, size_t table,
                      const assay_ident_spot *spot, bool mated, bool in_short)
{
    const extremes ends = ends_of(t, table, mated ? "FNIR" : "FPIR", spot);
    if (ends.groups < 2 || ends.most == ends.least) return;
    const assay_options *common = t->all->input.common;
    const assay_group_verdict verdict =
        assay_group_says(t->ledger, &ends.most->figure,
                         mated ? ASSAY_STANDING_MISSED : ASSAY_STANDING_FALSE,
                         common->confidence);
    const assay_cell *cells = t->ledger->cells;
    const char *by = joined(t, &cells[table], false);
    if (!in_short) {
        if (verdict.groups && !verdict.differ && !verdict.equal)
            cannot_order(t, by, mated, &ends,
                         assay_group_saw_none(t->ledger, &verdict));
        return;
    }
    const assay_said_groups said = {
        .threshold = threshold_of(t, ends.most, spot),
        .by = by,
        .most = joined(t, &cells[ends.most->cell], true),
        .least = joined(t, &cells[ends.least->cell], true),
        .high = spoken(ends.most),
        .low = spoken(ends.least),
        .mated = mated,
        .apart = assay_group_apart(&verdict),
        .more = assay_group_tail(t->ledger, &verdict, common->groups.margin)};
    const char *ids[2] = {ends.most->figure.id, ends.least->figure.id};
    const bool whole =
        by && said.threshold && said.most && said.least && said.more;
    say(t, ASSAY_IN_SHORT,
        whole ? assay_say_search_groups(arena_of(t), t->all->size, &said)
              : NULL,
        ids, 2);
}

static void say_groups(const telling *t, const assay_ident_spot *spot,
                       bool in_short)
{
    const size_t most = in_short ? TABLES_IN_SHORT : TABLES_REFUSED;
    size_t tables = 0;
    for (size_t c = 1; c < t->ledger->cell_count && tables < most; c++) {
        bool first = true;
        for (size_t i = 1; i < c; i++)
            first = first && !assay_cell_same_attributes(&t->ledger->cells[i],
                                                         &t->ledger->cells[c]);
        if (!first) continue;
        tables++;
        say_table(t, c, spot, true, in_short);
        say_table(t, c, spot, false, in_short);
    }
}

// Where groups and sizes are told: the first threshold given, or else the
// highest target that can be quoted; or NULL.
static const assay_ident_spot *leading(const telling *t)
{
    const assay_ident_spot *best = NULL;
    for (size_t i = 0; i < t->all->spot_count; i++) {
        const assay_ident_spot *spot = &t->all->spots[i];
        if (!spot->target && headline(t, 0, "FPIR", spot)) return spot;
        if (!spot->target || !spot->carried || spot->few) continue;
        if (!assay_entry_quotable(headline(t, 0, "FNIR", spot)) &&
            !assay_entry_quotable(headline(t, 0, "FPIR", spot)))
            continue;
        // 0.01 is what lists are set to; the greatest below comes first.
        if (!best || (best->value > 0.01 && spot->value < best->value))
            best = spot;
    }
    return best;
}

static void say_nothing(const telling *t)
{
    const char *text = "No FPIR that was asked for can be quoted: searches of "
                       "the list by people who are not on it are too few, or "
                       "people are.";
    if (!t->all->trials[0])
        text = "There are no searches of the list by people who are not on it: "
               "how often they would raise an alert is not known.";
    if (!t->all->trials[1])
        text = "There are no searches of the list by people who are on it: how "
               "often it would miss them is not known.";
    say(t, ASSAY_IN_SHORT, text, NULL, 0);
}

static size_t said_in_short(const telling *t)
{
    size_t n = 0, in_short = 0;
    const assay_statement *said = assay_result_statements(t->result, &n);
    for (size_t i = 0; i < n; i++) in_short += said[i].kind == ASSAY_IN_SHORT;
    return in_short;
}

// Sentences on the first table by group: none, one or two.
static size_t on_groups(const telling *t, const assay_ident_spot *spot)
{
    size_t n = 0;
    for (int mated = 0; t->ledger->cell_count > 1 && mated < 2; mated++) {
        const extremes ends = ends_of(t, 1, mated ? "FNIR" : "FPIR", spot);
        n += ends.groups > 1 && ends.most != ends.least;
    }
    return n;
}

// A list that was set is told of first, then targets, groups, sizes; who causes
// false matches where there is room.
static void say_in_short(const telling *t, const assay_ident_spot *lead)
{
    size_t targets = 0;
    const bool given = lead && !lead->target;
    const size_t groups = lead ? on_groups(t, lead) : 0;
    const size_t rest = MOST_IN_SHORT - (given ? 2u : 0u) - groups - 1;
    const size_t most = rest < MOST_TARGETS ? rest : MOST_TARGETS;
    if (given) {
        (void)say_rate(t, lead, true);
        (void)say_rate(t, lead, false);
    }
    for (size_t i = 0; i < t->all->spot_count && targets < most; i++) {
        const assay_ident_spot *spot = &t->all->spots[i];
        const bool low = !lead || !lead->target || spot->value <= lead->value;
        if (spot->target && low && say_target(t, spot)) targets++;
    }
    if (lead && lead->target && !targets) (void)say_rate(t, lead, false);
    if (!lead && !targets) say_nothing(t);
    if (!lead) return;
    say_sizes(t, lead);
    if (said_in_short(t) + groups < MOST_IN_SHORT) say_share(t, lead);
    say_groups(t, lead, true);
}

static void refuse_target(const telling *t, const assay_ident_spot *spot)
{
    const uint64_t has = t->all->trials[0];
    const char *target = assay_spoken_value(arena_of(t), spot->value);
    const char *needs = assay_spoken_number(arena_of(t), spot->needed);
    const char *there = assay_spoken_number(arena_of(t), has);
    const char *size = assay_spoken_number(arena_of(t), t->all->size);
    if (!target || !needs || !there || !size) {
        t->ledger->no_memory = true;
        return;
    }
    if (spot->below) {
        refuse(t,
               assay_arena_format(arena_of(t),
                                  "What searches of a list of %s miss at an "
                                  "FPIR of %s: the lists end above that "
                                  "threshold.",
                                  size, target),
               "Every candidate, with its score, of longer lists.", NULL);
        return;
    }
    if (spot->needed <= has) return;
    const char *more = assay_spoken_number(arena_of(t), spot->needed - has);
    refuse(t,
           assay_arena_format(arena_of(t),
                              "What searches of a list of %s miss at an FPIR "
                              "of %s: it needs %s searches by people who are "
                              "not on it, has %s.",
                              size, target, needs, there),
           more ? assay_arena_format(arena_of(t),
                                     "%s more searches by people who are not "
                                     "on the list.",
                                     more)
                : NULL,
           NULL);
}

static void refuse_groups(const telling *t)
{
    const assay_identification_input *input = &t->all->input;
    if (t->ledger->cell_count > 1) {
        refuse(t, assay_group_outcome, assay_group_outcome_known, NULL);
        return;
    }
    if (!input->group_column) {
        refuse(t, "Anything by group: the files have no group column.",
               "A table of people and --subjects FILE --by sex.", NULL);
        return;
    }
    const char *columns = input->group_columns;
    const bool one = columns && !strchr(columns, ',');
    refuse(t, "Anything by group: --by was not given.",
           columns ? assay_arena_format(arena_of(t), "--by%s %s.",
                                        one ? "" : ", with one of the columns",
                                        columns)
                   : "--by, with a column of the files.",
           NULL);
}

static void refuse_sizes(const telling *t)
{
    const char *most = assay_spoken_number(arena_of(t), t->all->greatest);
    if (!t->all->trials[0]) return;
    refuse(t,
           most ? assay_arena_format(arena_of(t),
                                     "Searches of lists above %s: beyond the "
                                     "test, only a limit is shown.",
                                     most)
                : NULL,
           "More people on the list that is searched.", NULL);
}

static void say_cannot(const telling *t, const assay_ident_spot *lead)
{
    refuse(t,
           "What a street gives: no camera, light, crowd or missed face is in "
           "these searches.",
           "A trial with volunteers whose passages are logged.", NULL);
    refuse_sizes(t);
    refuse_groups(t);
    for (size_t i = 0; i < t->all->spot_count; i++) {
        const assay_ident_spot *spot = &t->all->spots[i];
        if (spot->target && !spot->carried && t->all->trials[0] &&
            assay_ident_wanted(t->all, i))
            refuse_target(t, spot);
    }
    if (t->all->cut)
        refuse(t,
               "Who else is alike, or where the person searched for stands, "
               "below the end of the lists.",
               "Every candidate, with its score, of longer lists.", NULL);
    if (lead) say_groups(t, lead, false);
}

void assay_ident_words(const assay_identification *all, assay_result *result)
{
    const telling t = {all, all->ledger, result};
    const assay_ident_spot *lead = leading(&t);
    say_in_short(&t, lead);
    say_cannot(&t, lead);
}
