// SPDX-License-Identifier: Apache-2.0
// What is said of a trial, and what cannot be.
#include "measure/scenario_study.h"

#include "measure/group_words.h"
#include "measure/sentences.h"

#include <math.h>
#include <string.h>

enum { IDS = 4, BASE = 1000 };

// Never NULL, so that it can be printed; lack of memory is remembered.
static const char *sure(assay_study_scenario *y, const char *text)
{
    if (text) return text;
    y->ledger.no_memory = true;
    return "";
}

static const char *number(assay_study_scenario *y, double value)
{
    return sure(y, assay_spoken_number(&y->ledger.arena, (uint64_t)value));
}

static void say(assay_study_scenario *y, assay_statement_kind kind,
                const char *text, const assay_figure *const figures[IDS])
{
    const char *ids[IDS];
    assay_statement statement = {kind, text, ids, 0};
    for (size_t i = 0; figures && i < IDS; i++)
        if (figures[i]) ids[statement.figure_count++] = figures[i]->id;
    if (text)
        assay_build_statement(y->result, &statement);
    else
        y->ledger.no_memory = true;
}

static void cannot(assay_study_scenario *y, const char *text, const char *known)
{
    say(y, ASSAY_CANNOT_BE_TOLD, text, NULL);
    say(y, ASSAY_TO_KNOW_IT, known, NULL);
}

// The headline of this name at the threshold of the alerts, of a cell.
static const assay_entry *headline(const assay_study_scenario *y, size_t cell,
                                   const char *name)
{
    const assay_scenario_spot spot = assay_scenario_spot_at(y, 0);
    for (size_t i = 0; i < y->ledger.count; i++) {
        const assay_entry *e = &y->ledger.entries[i];
        const assay_figure *f = &e->figure;
        if (e->beside || e->cell != cell || strcmp(f->name, name) != 0 ||
            f->at_count != (spot.given ? 1 : 0))
            continue;
        if (!spot.given ||
            !(f->threshold < spot.threshold || f->threshold > spot.threshold))
            return e;
    }
    return NULL;
}

static const assay_figure *figure_of(const assay_study_scenario *y,
                                     const char *name)
{
    const assay_entry *e = headline(y, 0, name);
    return e ? &e->figure : NULL;
}

// The words of a rate.
typedef struct words {
    const char *what;     ///< "passages by people on the list"
    const char *happened; ///< "raised the right alert"
} words;

// ", by 200 people"; "" where nobody knows.
static const char *people_text(assay_study_scenario *y, const assay_figure *f)
{
    if (f->subjects <= 0) return "";
    if (f->subjects == 1) return ", by one person";
    return sure(y, assay_ledger_text(&y->ledger, ", by %s people",
                                     number(y, (double)f->subjects)));
}

// "Of 100 passages by people on the list of 500, 52 (47 to 57) raised the
// right alert (1,040 of 2,000, by 200 people)."
static const char *rate_text(assay_study_scenario *y, const assay_figure *f,
                             const words *w)
{
    assay_arena *arena = &y->ledger.arena;
    const assay_spoken spoken = assay_spoken_of(f);
    const uint64_t base = assay_spoken_base(f->value);
    const char *level = sure(y, assay_spoken_level(arena, &spoken));
    const char *list = number(y, (double)f->watchlist_size);
    if (!f->events)
        return assay_ledger_text(
            &y->ledger, "None of %s %s of %s %s%s%s.",
            number(y, (double)f->trials), w->what, list, w->happened,
            sure(y, assay_spoken_fits(arena, &spoken)), level);
    return assay_ledger_text(
        &y->ledger, "Of %s %s of %s, %s %s (%s of %s%s%s)%s.",
        number(y, (double)base), w->what, list,
        sure(y, assay_spoken_range(arena, &spoken, base)), w->happened,
        number(y, (double)f->events), number(y, (double)f->trials),
        people_text(y, f),
        spoken.by_people ? ", each person counting equally" : "", level);
}

static bool is_known(const assay_figure *f)
{
    return f && f->trials > 0 && !isnan(f->value);
}

static void say_rate(assay_study_scenario *y, const char *name, const words *w)
{
    const assay_figure *f = figure_of(y, name);
    const assay_figure *const ids[IDS] = {f};
    if (is_known(f)) say(y, ASSAY_IN_SHORT, rate_text(y, f, w), ids);
}

static const assay_figure *counted(const assay_study_scenario *y,
                                   const char *name)
{
    const assay_entry *e = assay_ledger_find(&y->ledger, name);
    return e ? &e->figure : NULL;
}

// "31 of 200 people were never found, 48 every time."
static void say_people(assay_study_scenario *y)
{
    const assay_figure *never = counted(y, "people never found");
    const assay_figure *always = counted(y, "people found every time");
    const assay_figure *all = counted(y, "people on the list who passed");
    const assay_figure *const ids[IDS] = {never, always};
    if (!never || !always || !all || !(all->value > 0)) return;
    say(y, ASSAY_IN_SHORT,
        assay_ledger_text(&y->ledger,
                          "%s of %s people on the list %s never found, %s "
                          "every time.",
                          number(y, never->value), number(y, all->value),
                          never->value > 0 && never->value < 2 ? "was" : "were",
                          number(y, always->value)),
        ids);
}

// "Of 100,000 passages of the public, with 500 on the list, 8 (3 to 16) raised
// an alert that nobody found to be right (3 of 40,000)."
static void say_crowd(assay_study_scenario *y)
{
    const assay_figure *f = figure_of(y, assay_crowd_false);
    const assay_figure *const ids[IDS] = {f};
    if (!is_known(f)) return;
    assay_arena *arena = &y->ledger.arena;
    const assay_spoken spoken = assay_spoken_of(f);
    const bool none = f->events == 0;
    const uint64_t base =
        none ? (uint64_t)f->trials : assay_spoken_base(f->value);
    const char *rest =
        none ? sure(y, assay_spoken_fits(arena, &spoken))
             : sure(y, assay_ledger_text(&y->ledger, " (%s of %s)",
                                         number(y, (double)f->events),
                                         number(y, (double)f->trials)));
    say(y, ASSAY_IN_SHORT,
        assay_ledger_text(
            &y->ledger,
            "Of %s passages of the public, with %s on the list, %s raised an "
            "alert that nobody found to be right%s%s.",
            number(y, (double)base), number(y, (double)f->watchlist_size),
            none ? "none" : sure(y, assay_spoken_range(arena, &spoken, base)),
            rest, sure(y, assay_spoken_level(arena, &spoken))),
        ids);
}

// "A, 20-39": the values of a group.
static const char *values_of(assay_study_scenario *y, const assay_figure *f)
{
    const char *text = "";
    for (size_t i = 0; i < f->group_count; i++)
        text = sure(y, assay_ledger_text(&y->ledger, "%s%s%s", text,
                                         i ? ", " : "", f->group[i].value));
    return text;
}

// "sex, age_band": what a table is by.
static const char *attributes_of(assay_study_scenario *y, const assay_figure *f)
{
    const char *text = "";
    for (size_t i = 0; i < f->group_count; i++)
        text = sure(y, assay_ledger_text(&y->ledger, "%s%s%s", text,
                                         i ? ", " : "", f->group[i].attribute));
    return text;
}

// The groups of a table with the greatest and the least rate.
typedef struct extremes {
    const assay_entry *most, *least;
    size_t groups;
} extremes;

static extremes ends_of(const assay_study_scenario *y, size_t table,
                        const char *name)
{
    extremes out = {NULL, NULL, 0};
    for (size_t c = table; c < y->ledger.cell_count; c++) {
        const assay_cell *cell = &y->ledger.cells[c];
        if (cell->unknown ||
            !assay_cell_same_attributes(cell, &y->ledger.cells[table]))
            continue;
        const assay_entry *e = headline(y, c, name);
        if (!e || e->figure.status != ASSAY_FIGURE_OK || isnan(e->figure.low))
            continue;
        out.groups++;
        if (!out.most || e->figure.value > out.most->figure.value) out.most = e;
        if (!out.least || e->figure.value <= out.least->figure.value)
            out.least = e;
    }
    return out;
}

// "Found: group A 61 (55 to 67) of 100 passages, group B 49 (43 to 55); ratio
// 1.24 (1.06 to 1.46)."
static void say_table(assay_study_scenario *y, size_t table, const char *name,
                      assay_standing_kind kind, bool in_short)
{
    const bool found = kind == ASSAY_STANDING_FOUND;
    const extremes ends = ends_of(y, table, name);
    if (ends.groups < 2 || ends.most == ends.least) return;
    const assay_options *common = &y->options->common;
    const assay_group_verdict verdict = assay_group_says(
        &y->ledger, &ends.most->figure, kind, common->confidence);
    const assay_spoken high = assay_spoken_of(&ends.most->figure);
    const assay_spoken low = assay_spoken_of(&ends.least->figure);
    const uint64_t base = assay_spoken_base(high.value);
    const assay_figure *const ids[IDS] = {&ends.most->figure,
                                          &ends.least->figure};
    if (!verdict.differ && !verdict.equal) {
        cannot(y,
               assay_ledger_text(
                   &y->ledger,
                   "Whether passages of one group by %s %s more often than "
                   "those of another. %s.",
                   attributes_of(y, &ends.most->figure),
                   found ? "raise the right alert" : "are wrongly pointed at",
                   sure(y, assay_group_saw_none(&y->ledger, &verdict))),
               "More passages of each group.");
        return;
    }
    if (!in_short) return;
    say(y, ASSAY_IN_SHORT,
        assay_ledger_text(
            &y->ledger, "%s, of %s passages: %s %s, %s %s%s.",
            found ? "Found" : "Wrongly pointed at", number(y, (double)base),
            values_of(y, &ends.most->figure),
            sure(y, assay_spoken_range(&y->ledger.arena, &high, base)),
            values_of(y, &ends.least->figure),
            sure(y, assay_spoken_range(&y->ledger.arena, &low, base)),
            sure(y, assay_group_tail(&y->ledger, &verdict,
                                     common->groups.margin))),
        ids);
}

// In short of the first table alone.
static void say_groups(assay_study_scenario *y)
{
    size_t tables = 0;
    for (size_t c = 1; c < y->ledger.cell_count; c++) {
        bool first = true;
        const assay_cell *cell = &y->ledger.cells[c];
        for (size_t i = 0; i < cell->label_count; i++)
            first = first && strcmp(cell->labels[i].value, "*") != 0;
        for (size_t i = 1; i < c; i++)
            first =
                first && !assay_cell_same_attributes(&y->ledger.cells[i], cell);
        if (!first) continue;
        tables++;
        say_table(y, c, assay_tpir, ASSAY_STANDING_FOUND, tables == 1);
        say_table(y, c, assay_fpir, ASSAY_STANDING_FALSE, tables == 1);
    }
}

// Passages are there, but whose alerts were raised in them isn't known.
static bool is_withheld(const assay_figure *f)
{
    return f && f->status == ASSAY_FIGURE_REFUSED;
}

static void say_missing(assay_study_scenario *y)
{
    if (is_withheld(figure_of(y, assay_fpir)) ||
        is_withheld(figure_of(y, assay_aside)))
        cannot(y,
               "How often volunteers are wrongly pointed at: others stood in "
               "front of the camera when alerts came that name neither.",
               "The passage of each alert (transit_id in the alert log).");
    if (!is_known(figure_of(y, assay_tpir)))
        cannot(y,
               "How often people on the list are found: nobody on it passed a "
               "camera in this log.",
               "Passages by volunteers who are on the list.");
    if (!is_known(figure_of(y, assay_fpir)) &&
        !is_withheld(figure_of(y, assay_fpir)))
        cannot(y,
               "How often people who are not on the list raise an alert: the "
               "log has no passage of such people.",
               "Passages by volunteers who are not on the list.");
    if (!y->s->rows.counted_count)
        cannot(y,
               "How often the public is wrongly pointed at: nobody counted who "
               "passed the cameras.",
               "A count of those who passed, by camera and time (--crowd).");
}

static void say_limits(assay_study_scenario *y)
{
    if (y->best_only)
        cannot(y,
               "What a shorter list would do: the log holds best candidates "
               "alone.",
               "A log of every candidate from a score below the threshold on.");
    cannot(y,
           "What share of alerts is right on a street: here volunteers were "
           "sent past the cameras.",
           "How many of those who pass there are on the list.");
    if (!y->job->logs->has_decision)
        cannot(y,
               "What operators would have made of the alerts: no decision is "
               "logged.",
               "The column decision in the alert log.");
}

void assay_scenario_words(assay_study_scenario *y)
{
    const words found = {"passages by people on the list",
                         "raised the right alert"};
    const words pointed = {"passages by people not on the list",
                           "raised an alert"};
    const words aside = {"passages by people on the list",
                         "raised an alert that names somebody else"};
    say_rate(y, assay_tpir, &found);
    say_people(y);
    say_rate(y, assay_fpir, &pointed);
    say_rate(y, assay_aside, &aside);
    say_crowd(y);
    say_groups(y);
    say_missing(y);
    say_limits(y);
}
