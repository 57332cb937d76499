// SPDX-License-Identifier: Apache-2.0
#include "measure/operational_words.h"

#include "base/text.h"
#include "measure/operational_people.h"
#include "measure/operational_periods.h"
#include "measure/operational_rates.h"
#include "measure/sentences.h"

#include <math.h>
#include <string.h>

enum { FIGURES_MOST = 2 };

static void say(assay_operational_study *study, assay_statement_kind kind,
                const char *text, const assay_figure *a, const assay_figure *b)
{
    const char *ids[FIGURES_MOST];
    assay_statement statement = {kind, text, ids, 0};
    if (a) ids[statement.figure_count++] = a->id;
    if (b) ids[statement.figure_count++] = b->id;
    if (text)
        assay_build_statement(study->result, &statement);
    else
        study->ledger->no_memory = true;
}

// Never NULL, so that it can be printed; lack of memory is remembered.
static const char *sure(assay_operational_study *study, const char *text)
{
    if (text) return text;
    study->ledger->no_memory = true;
    return "";
}

static const char *number(assay_operational_study *study, double value)
{
    return sure(study,
                assay_spoken_number(&study->ledger->arena, (uint64_t)value));
}

// " (a 90 % interval)", where it isn't 95 %.
static const char *level(assay_operational_study *study)
{
    const assay_spoken spoken = {.confidence = study->confidence};
    return sure(study, assay_spoken_level(&study->ledger->arena, &spoken));
}

static const char *on_base(assay_operational_study *study, double rate,
                           uint64_t base)
{
    return number(study, (double)assay_spoken_count(rate, base));
}

// "1,000"; "million"; "10 million".
static const char *base_text(assay_operational_study *study, uint64_t base)
{
    if (base < 1000000) return number(study, (double)base);
    const uint64_t whole = base / 1000000;
    const char *millions = number(study, (double)whole);
    return base == 1000000
               ? "million"
               : sure(study,
                      assay_ledger_text(study->ledger, "%s million", millions));
}

// "27 of 1,287": the counts, where they are known.
static const char *counts_of(assay_operational_study *study,
                             const assay_figure *f)
{
    if (f->events < 0 || f->trials < 0) return "";
    return sure(study, assay_ledger_text(study->ledger, ": %s of %s",
                                         number(study, (double)f->events),
                                         number(study, (double)f->trials)));
}

// "Of every 1,000 alerts, 21 (13 to 35) were wrong, as the force recorded it:
// 27 of 1,287."
static const char *some_of(assay_operational_study *study,
                           const assay_figure *f, const char *what,
                           const char *became)
{
    const uint64_t base = f->value >= 0.95 ? 100 : assay_spoken_base(f->value);
    return assay_ledger_text(
        study->ledger, "Of every %s %s, %s (%s to %s) %s%s%s.",
        base_text(study, base), what, on_base(study, f->value, base),
        on_base(study, f->low, base), on_base(study, f->high, base), became,
        counts_of(study, f), level(study));
}

// "None of 599 alerts was wrong, as the force recorded it; a rate of up to 6 in
// 1,000 fits that."
static const char *none_of(assay_operational_study *study,
                           const assay_figure *f, const char *what,
                           const char *became)
{
    const uint64_t base = assay_spoken_base(f->high);
    return assay_ledger_text(
        study->ledger,
        "None of %s %s %s; a rate of up to %s in %s fits that%s.",
        f->trials < 0 ? "the" : number(study, (double)f->trials), what, became,
        on_base(study, f->high, base), base_text(study, base), level(study));
}

// "Of every 100 alerts, 9 to 45 were wrong, as the force recorded it, whatever
// those were that are masked or that nobody judged; a rate of 2 to 96 fits
// that."
static const char *open_of(assay_operational_study *study,
                           const assay_figure *f, const char *what,
                           const char *became)
{
    const uint64_t base = assay_spoken_base(f->bounds[1]);
    return assay_ledger_text(
        study->ledger,
        "Of every %s %s, %s to %s %s, whatever those were that are masked or "
        "that nobody judged; a rate of %s to %s fits that%s.",
        base_text(study, base), what, on_base(study, f->bounds[0], base),
        on_base(study, f->bounds[1], base), became,
        on_base(study, f->low, base), on_base(study, f->high, base),
        level(study));
}

// A share in words; nothing without trials, or without an end to its interval.
static void say_share(assay_operational_study *study, const char *name,
                      const char *what, const char *became, const char *was)
{
    const assay_figure *f = assay_operational_find(study, name);
    if (!f || isnan(f->value) || !isfinite(f->high) || f->value > 1) return;
    if (f->trials == 1) return;
    say(study, ASSAY_IN_SHORT,
        !isnan(f->bounds[1]) ? open_of(study, f, what, became)
        : f->value > 0       ? some_of(study, f, what, became)
                             : none_of(study, f, what, was),
        f, NULL);
}

// "Of every 1,000, 14 to 35 were wrong, whatever those were that were judged
// from pictures alone."
static void say_either(assay_operational_study *study)
{
    const assay_figure *f =
        assay_operational_find(study, assay_operational_either);
    if (!f || isnan(f->bounds[1])) return;
    const uint64_t base = assay_spoken_base(f->bounds[1]);
    say(study, ASSAY_IN_SHORT,
        assay_ledger_text(
            study->ledger,
            "Of every %s alerts, %s were wrong if every one that was judged "
            "from pictures alone was right, %s if none was.",
            number(study, (double)base), on_base(study, f->bounds[0], base),
            on_base(study, f->bounds[1], base)),
        f, NULL);
}

// The row that holds most of the alerts, where one does.
static const assay_deployed *dominant(const assay_operational_study *study,
                                      assay_pool *pool)
{
    enum { ROWS_LEAST = 3 };
    static const assay_pooled_rate alerts = {"alerts", ASSAY_POOL_ALERTS,
                                             ASSAY_POOL_ALERTS};
    *pool = assay_pool_rows(&study->rows, NULL, study->rows.count, &alerts,
                            study->confidence, study->room);
    if (pool->rows < ROWS_LEAST || !(pool->largest > 0.5)) return NULL;
    return &study->rows.rows[pool->largest_row];
}

static void say_dominant(assay_operational_study *study)
{
    assay_pool pool;
    const assay_deployed *row = dominant(study, &pool);
    const assay_figure *all = assay_operational_find(study, "alerts");
    if (!row) return;
    const char *name = row->place
                           ? row->place
                           : sure(study, assay_operational_name(study, row));
    say(study, ASSAY_IN_SHORT,
        assay_ledger_text(study->ledger,
                          "One deployment, %s, holds %s of every 100 alerts: "
                          "the totals are mostly its own.",
                          name, on_base(study, pool.largest, 100)),
        all, NULL);
}

static void say_cannot(assay_operational_study *study, const char *what,
                       const char *how)
{
    say(study, ASSAY_CANNOT_BE_TOLD, what, NULL, NULL);
    say(study, ASSAY_TO_KNOW_IT, how, NULL, NULL);
}

// Whether some row says how many alerts were wrong and not how many were right.
static bool lacks_right(const assay_operational_study *study)
{
    for (size_t i = 0; i < study->rows.count; i++) {
        const assay_known *c = study->rows.rows[i].counts;
        if (c[ASSAY_DEPLOYED_ALERTS].most > 0 &&
            c[ASSAY_DEPLOYED_FALSE].least >= 0 &&
            c[ASSAY_DEPLOYED_TRUE].least < 0)
            return true;
    }
    return false;
}

static void say_untold(assay_operational_study *study)
{
    const bool *has = study->rows.has;
    say_cannot(study,
               "Misses (TPIR): whom the cameras saw and the system did "
               "not point at.",
               "Passages of volunteers put on the list, and how many of them "
               "alerted.");
    if (study->rows.group_count)
        say_cannot(study,
                   "Rates by group: a share of wrong alerts is no rate per "
                   "person who passed: nobody counted who passed by group. A "
                   "rate per alert is none either: it depends on who "
                   "of a group is listed and passes.",
                   "The group of all who passed, counted there, and of those "
                   "on the list; or a trial with volunteers.");
    else
        say_cannot(study,
                   "Rates by group: who passed is not recorded, and a share of "
                   "wrong alerts is no rate per person who passed.",
                   "The group of all who passed, counted there, or a trial "
                   "with volunteers.");
    if (!study->asked->options->faces_per_person)
        say_cannot(study,
                   "Rates per person: faces counted are not people, and one "
                   "person can be counted many times.",
                   "Faces counted a person, measured there: "
                   "--faces-per-person LOW..HIGH.");
    if (!has[ASSAY_DEPLOYED_FACES])
        say_cannot(study, "Rates per face counted: the records have no count.",
                   "The number of faces that the system counted.");
    if (lacks_right(study))
        say_cannot(study,
                   "That all alerts not recorded as wrong were right: rows say "
                   "how many were wrong, not how many were right.",
                   "Every alert's outcome: right, wrong, not verified.");
}

static void say_whole(assay_operational_study *study)
{
    say_share(study, assay_operational_false_alerts, "alerts",
              "were wrong, as the force recorded it",
              "was wrong, as the force recorded it");
    if (!assay_operational_find(study, assay_operational_false_alerts))
        say_share(study, "true alerts per alert", "alerts",
                  "were right, as the force recorded it",
                  "was right, as the force recorded it");
    say_share(study, assay_operational_false_faces, "faces counted",
              "raised a wrong alert; faces are not people",
              "raised a wrong alert; faces are not people");
    say_either(study);
    say(study, ASSAY_IN_SHORT,
        "How many listed people walked past unnoticed is not recorded.", NULL,
        NULL);
    if (!study->timeline->marked[ASSAY_TIMELINE_ARRESTS].count)
        say_share(study, "arrests per alert", "alerts", "ended in an arrest",
                  "ended in an arrest");
}

void assay_operational_statements(assay_operational_study *study)
{
    if (study->timeline->periods)
        assay_periods_statements(study);
    else
        say_whole(study);
    assay_periods_marked(study);
    assay_operational_people_words(study);
    say_dominant(study);
    say_untold(study);
}

static void warn(assay_operational_study *study, const char *code,
                 assay_weight weight, const char *text, int64_t rows)
{
    const assay_warning warning = {code, weight, text, rows};
    if (text)
        assay_build_warning(study->result, &warning);
    else
        study->ledger->no_memory = true;
}

static void warn_dominant(assay_operational_study *study)
{
    assay_pool pool;
    const assay_deployed *row = dominant(study, &pool);
    if (!row) return;
    warn(study, "dominant_deployment", ASSAY_CHANGES_THE_READING,
         assay_ledger_text(study->ledger,
                           "%s holds %s of every 100 alerts: what is said of "
                           "all is mostly said of it, and --where shows the "
                           "rest without it",
                           sure(study, assay_operational_name(study, row)),
                           on_base(study, pool.largest, 100)),
         1);
}

// "per face counted 10; per hour 20": rows that lack a side of a main rate.
static void warn_lacking(assay_operational_study *study)
{
    static const int sides[] = {ASSAY_POOL_ALERTS, ASSAY_DEPLOYED_FACES,
                                ASSAY_POOL_HOURS};
    static const char *const names[] = {"alert", "face counted", "hour"};
    const char *text = "";
    size_t most = 0;
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        const assay_pooled_rate rate = {names[i], ASSAY_DEPLOYED_FALSE,
                                        sides[i]};
        const assay_pool pool =
            assay_pool_rows(&study->rows, NULL, study->rows.count, &rate,
                            study->confidence, study->room);
        if (!pool.lacking || !pool.rows) continue;
        text =
            sure(study, assay_ledger_text(study->ledger, "%s%sper %s %s", text,
                                          text[0] ? ", " : "", names[i],
                                          number(study, (double)pool.lacking)));
        most = pool.lacking > most ? pool.lacking : most;
    }
    if (text[0])
        warn(study, "rows_without", ASSAY_LIMITS_IT,
             assay_ledger_text(study->ledger,
                               "rows that lack a side of a rate are not in it; "
                               "of %s, false alerts %s",
                               number(study, (double)study->rows.count), text),
             (int64_t)most);
}

// How many rows pictures judged.
static double judged_from_pictures(const assay_operational_study *study)
{
    double sum = 0;
    for (size_t i = 0; i < study->rows.count; i++) {
        const assay_known *c = study->rows.rows[i].counts;
        sum += fmax(0, (double)c[ASSAY_DEPLOYED_TRUE_UNCONFIRMED].most);
        sum += fmax(0, (double)c[ASSAY_DEPLOYED_FALSE_UNCONFIRMED].most);
    }
    return sum;
}

void assay_operational_warnings(assay_operational_study *study)
{
    const double pictures = judged_from_pictures(study);
    const assay_figure *first =
        assay_operational_find(study, assay_operational_false_alerts);
    warn_dominant(study);
    warn_lacking(study);
    assay_periods_warnings(study);
    if (pictures > 0)
        warn(study, "judged_from_pictures", ASSAY_LIMITS_IT,
             assay_ledger_text(
                 study->ledger,
                 "%s %s judged from the pictures alone (unconfirmed), not by "
                 "speaking to the person (confirmed)",
                 number(study, pictures),
                 pictures == 1 ? "alert was" : "alerts were"),
             -1);
    if (first)
        warn(study, "deployments_are_the_sample", ASSAY_FOR_THE_RECORD,
             "the counts are exact; intervals say how far the rate behind "
             "them could lie from the one seen if days like these came again",
             (int64_t)study->rows.count);
    if (first && study->rows.count == 1)
        warn(study, "one_row", ASSAY_LIMITS_IT,
             "how much days differ cannot be seen in one row: intervals take "
             "what was counted as independent, and are too narrow where days "
             "differ",
             1);
    if (study->asked->record->joined)
        warn(study, "rows_of_groups", ASSAY_FOR_THE_RECORD,
             assay_ledger_text(
                 study->ledger,
                 "%zu rows, a group of people each, stand as part of the "
                 "deployment of another row of the same date and place",
                 study->asked->record->joined),
             (int64_t)study->asked->record->joined);
    if (study->asked->record->unread[0])
        warn(study, "columns_like_ours", ASSAY_CHANGES_THE_READING,
             assay_ledger_text(study->ledger,
                               "columns that were not read and look like ones "
                               "that are: add %s",
                               study->asked->record->unread),
             -1);
}
