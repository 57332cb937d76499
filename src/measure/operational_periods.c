// SPDX-License-Identifier: Apache-2.0
#include "measure/operational_periods.h"

#include "base/days.h"
#include "measure/sentences.h"

#include <math.h>
#include <string.h>

// Periods and changes that are said; tables hold all.
enum {
    PERIODS_SAID = 4,
    CHANGES_SAID = 2,
    STEPS_SAID = 5,
    FIGURES_MOST = 2 * PERIODS_SAID
};

// A sentence that is being made, and the figures it stands on.
typedef struct sentence {
    assay_operational_study *study;
    const char *text;
    const char *figures[FIGURES_MOST];
    size_t count;
} sentence;

// Never NULL; lack of memory is remembered.
static const char *sure(assay_operational_study *study, const char *text)
{
    if (text) return text;
    study->ledger->no_memory = true;
    return "";
}

static void stands_on(sentence *s, const assay_figure *figure)
{
    if (figure && s->count < FIGURES_MOST) s->figures[s->count++] = figure->id;
}

static void say(const sentence *s)
{
    const assay_statement statement = {ASSAY_IN_SHORT, s->text, s->figures,
                                       s->count};
    if (s->text)
        assay_build_statement(s->study->result, &statement);
    else
        s->study->ledger->no_memory = true;
}

static const char *number(assay_operational_study *study, double value)
{
    return sure(study,
                assay_spoken_number(&study->ledger->arena, (uint64_t)value));
}

// Three digits; from a thousand on, whole numbers.
static const char *digits(assay_operational_study *study, double value)
{
    if (value >= 1000 && value < 1e15) return number(study, floor(value + 0.5));
    return assay_operational_digits(study, value, 3);
}

const assay_figure *assay_periods_find(assay_operational_study *study,
                                       const char *name, size_t period)
{
    const char *id =
        assay_ledger_text(study->ledger, "%s@period=%s", name,
                          study->timeline->groups[period].labels[0].value);
    const assay_entry *entry = id ? assay_ledger_find(study->ledger, id) : NULL;
    return entry && !isnan(entry->figure.value) ? &entry->figure : NULL;
}

uint64_t assay_periods_base(assay_operational_study *study, const char *name)
{
    double most = 0;
    for (size_t p = 0; p < study->timeline->periods; p++) {
        const assay_figure *f = assay_periods_find(study, name, p);
        if (f && f->value > most) most = f->value;
    }
    return most >= 0.95 ? 100 : assay_spoken_base(most);
}

// "; a rate of up to 6 in 1,000 fits that".
static const char *fits(assay_operational_study *study, const assay_figure *f,
                        uint64_t base)
{
    while (base < 1000000000 && !assay_spoken_count(f->high, base)) base *= 10;
    return sure(study,
                assay_ledger_text(
                    study->ledger, "; a rate of up to %s in %s fits that",
                    number(study, (double)assay_spoken_count(f->high, base)),
                    number(study, (double)base)));
}

const char *assay_periods_share(assay_operational_study *study,
                                const assay_figure *figure, uint64_t base)
{
    assay_arena *arena = &study->ledger->arena;
    const assay_spoken spoken = assay_spoken_of(figure);
    if (!(figure->value > 0) && figure->trials > 0)
        return sure(study,
                    assay_ledger_text(study->ledger, "none of %s%s",
                                      number(study, (double)figure->trials),
                                      fits(study, figure, base)));
    return sure(
        study,
        assay_ledger_text(study->ledger, "%s of %s",
                          sure(study, assay_spoken_range(arena, &spoken, base)),
                          number(study, (double)base)));
}

// What sentences leave to the tables; "" where they tell all.
static const char *told_of(assay_operational_study *study)
{
    const size_t n = study->timeline->periods;
    if (n > PERIODS_SAID)
        return sure(study, assay_ledger_text(
                               study->ledger,
                               " Sentences tell the last %d, and the last %d "
                               "changes; the tables have all %zu.",
                               PERIODS_SAID, CHANGES_SAID, n));
    if (n <= CHANGES_SAID + 1) return "";
    return sure(study, assay_ledger_text(
                           study->ledger,
                           " Sentences tell the last %d changes; the tables "
                           "have all periods.",
                           CHANGES_SAID));
}

static void say_parted(assay_operational_study *study)
{
    sentence s = {.study = study};
    s.text = assay_ledger_text(
        study->ledger,
        "These deployments are %zu periods; no one rate describes them.%s",
        study->timeline->periods, told_of(study));
    say(&s);
}

// ": 27 of 688"; "" where they are not whole numbers.
static const char *counts_of(assay_operational_study *study,
                             const assay_figure *f)
{
    if (f->events <= 0 || f->trials < 0) return "";
    return sure(study, assay_ledger_text(study->ledger, ": %s of %s",
                                         number(study, (double)f->events),
                                         number(study, (double)f->trials)));
}

// "To 23 July 2024: 39 (24 to 63) of 1,000 alerts were wrong, as the force
// recorded it: 27 of 688."
static void say_period(assay_operational_study *study, size_t period)
{
    const assay_figure *f =
        assay_periods_find(study, assay_operational_false_alerts, period);
    sentence s = {.study = study};
    if (!f || !isfinite(f->high)) return;
    stands_on(&s, f);
    const uint64_t base =
        assay_periods_base(study, assay_operational_false_alerts);
    const char *when = assay_timeline_words(study, period, false);
    if (f->value > 0)
        s.text = assay_ledger_text(
            study->ledger,
            "%s: %s alerts were wrong, as the force recorded it%s.", when,
            assay_periods_share(study, f, base), counts_of(study, f));
    else
        s.text = assay_ledger_text(
            study->ledger,
            "%s: none of %s alerts was wrong, as the force recorded it%s.",
            when, number(study, (double)f->trials), fits(study, f, base));
    say(&s);
}

static size_t first_said(const assay_timeline *t)
{
    return t->periods > PERIODS_SAID ? t->periods - PERIODS_SAID : 0;
}

static void say_periods(assay_operational_study *study)
{
    const size_t first = first_said(study->timeline);
    for (size_t p = first; p < study->timeline->periods; p++) {
        // What is not recorded stands among the first five.
        if (p == first + 3) break;
        say_period(study, p);
    }
    sentence s = {.study = study,
                  .text = "How many listed people walked past unnoticed is not "
                          "recorded."};
    say(&s);
    if (study->timeline->periods - first > 3) say_period(study, first + 3);
}

// "39 and 0 of 1,000", "1.31 and 1.43": a rate in front of a change and behind.
static const char *both(sentence *s, size_t change, const char *name,
                        const char *join)
{
    assay_operational_study *study = s->study;
    const assay_figure *a = assay_periods_find(study, name, change);
    const assay_figure *b = assay_periods_find(study, name, change + 1);
    if (!a || !b) return NULL;
    stands_on(s, a);
    stands_on(s, b);
    if (strcmp(a->unit, "proportion") != 0)
        return sure(study, assay_ledger_text(study->ledger, "%s %s %s",
                                             digits(study, a->value), join,
                                             digits(study, b->value)));
    const uint64_t base = assay_spoken_base(fmax(a->value, b->value));
    return sure(study,
                assay_ledger_text(
                    study->ledger, "%s %s %s of %s",
                    number(study, (double)assay_spoken_count(a->value, base)),
                    join,
                    number(study, (double)assay_spoken_count(b->value, base)),
                    number(study, (double)base)));
}

static const char *at_change(assay_operational_study *study, size_t change)
{
    char day[ASSAY_DAYS_TEXT];
    const assay_moved_change *c = &study->timeline->moved.changes[change];
    const char *when = assay_days_words(c->after, day);
    if (!c->recorded)
        return sure(study, assay_ledger_text(study->ledger, "From %s", when));
    return sure(
        study,
        assay_ledger_text(study->ledger, "From %s, threshold %s", when,
                          assay_operational_digits(study, c->threshold[1], 6)));
}

// What was counted in an hour moved: rates that divide by it differ in kind.
static bool say_denominator(assay_operational_study *study, size_t change)
{
    const assay_moved_change *c = &study->timeline->moved.changes[change];
    const bool faces = c->moved[ASSAY_TIMELINE_FACES_HOUR];
    const size_t which =
        faces ? ASSAY_TIMELINE_FACES_HOUR : ASSAY_TIMELINE_ALERTS_HOUR;
    sentence s = {.study = study};
    if (!c->moved[which]) return false;
    const char *went = both(&s, change, assay_timeline_names[which], "to");
    if (!went) return false;
    s.text = assay_ledger_text(
        study->ledger,
        "%s, %s an hour went from %s: rates per %s do not mean the same before "
        "and after.",
        at_change(study, change), faces ? "faces counted" : "alerts", went,
        faces ? "face counted" : "alert");
    say(&s);
    return true;
}

// " was not seen to change"; " changed".
static const char *became(const assay_moved_change *c, size_t series)
{
    return c->moved[series] ? "changed" : "were not seen to change";
}

// Rates that do not use what moved, and what they show.
static void say_others(assay_operational_study *study, size_t change)
{
    const assay_moved_change *c = &study->timeline->moved.changes[change];
    const bool faces = c->moved[ASSAY_TIMELINE_FACES_HOUR];
    const bool alerts = c->moved[ASSAY_TIMELINE_ALERTS_HOUR];
    const size_t hourly =
        faces ? ASSAY_TIMELINE_ALERTS_HOUR : ASSAY_TIMELINE_FACES_HOUR;
    const size_t wrong =
        faces ? ASSAY_TIMELINE_FALSE_ALERT : ASSAY_TIMELINE_FALSE_FACE;
    sentence s = {.study = study};
    if (faces && alerts) return;
    const char *first = both(&s, change, assay_timeline_names[hourly], "and");
    const char *second = both(&s, change, assay_timeline_names[wrong], "and");
    if (!first || !second) return;
    s.text = assay_ledger_text(
        study->ledger, "Rates that do not use %s: %s, %s, %s; %s, %s, %s.",
        faces ? "faces counted" : "alerts an hour",
        assay_timeline_names[hourly], first, became(c, hourly),
        assay_timeline_names[wrong], second, became(c, wrong));
    say(&s);
}

// Only rates changed.
static void say_rate(assay_operational_study *study, size_t change)
{
    const assay_moved_change *c = &study->timeline->moved.changes[change];
    for (size_t i = ASSAY_TIMELINE_ALERTS_FACE; i < ASSAY_TIMELINE_SERIES;
         i++) {
        sentence s = {.study = study};
        if (!c->moved[i]) continue;
        const char *went = both(&s, change, assay_timeline_names[i], "to");
        if (!went) continue;
        s.text = assay_ledger_text(study->ledger, "%s, %s went from %s.",
                                   at_change(study, change),
                                   assay_timeline_names[i], went);
        say(&s);
        return;
    }
}

static void say_changes(assay_operational_study *study)
{
    const size_t n = study->timeline->moved.count;
    for (size_t i = n > CHANGES_SAID ? n - CHANGES_SAID : 0; i < n; i++) {
        if (say_denominator(study, i))
            say_others(study, i);
        else
            say_rate(study, i);
    }
}

// "Alerts that ended in an arrest: 43 (38 to 48) of 100 to 23 July 2024; ..."
static void say_arrests(assay_operational_study *study)
{
    const char *name = "arrests per alert";
    sentence s = {.study = study, .text = ""};
    for (size_t p = first_said(study->timeline);
         s.text && p < study->timeline->periods; p++) {
        const assay_figure *f = assay_periods_find(study, name, p);
        if (!f || !isfinite(f->high)) continue;
        stands_on(&s, f);
        s.text = assay_ledger_text(
            study->ledger, "%s%s%s, %s", s.text,
            s.text[0] ? "; " : "Alerts that ended in an arrest: ",
            assay_periods_share(study, f, assay_periods_base(study, name)),
            assay_timeline_words(study, p, true));
    }
    if (s.text && !s.text[0]) return;
    if (s.text) s.text = assay_ledger_text(study->ledger, "%s.", s.text);
    say(&s);
}

// The upper bounds of a share: "84 of 1,000, to 23 July 2024; 24 of 1,000,
// ...".
static void say_most(assay_operational_study *study, const char *name,
                     const char *lead)
{
    sentence s = {.study = study, .text = ""};
    double most = 0;
    for (size_t p = 0; p < study->timeline->periods; p++) {
        const assay_figure *f = assay_periods_find(study, name, p);
        if (f && f->bounds[1] > most) most = f->bounds[1];
    }
    const uint64_t base = assay_spoken_base(most);
    for (size_t p = first_said(study->timeline);
         s.text && p < study->timeline->periods; p++) {
        const assay_figure *f = assay_periods_find(study, name, p);
        if (!f || isnan(f->bounds[1])) continue;
        stands_on(&s, f);
        s.text = assay_ledger_text(
            study->ledger, "%s%s%s of %s, %s", s.text, s.text[0] ? "; " : lead,
            number(study, (double)assay_spoken_count(f->bounds[1], base)),
            number(study, (double)base), assay_timeline_words(study, p, true));
    }
    if (s.text && !s.text[0]) return;
    if (s.text) s.text = assay_ledger_text(study->ledger, "%s.", s.text);
    say(&s);
}

void assay_periods_statements(assay_operational_study *study)
{
    say_parted(study);
    say_periods(study);
    say_most(study, assay_operational_either,
             "Alerts that were wrong if none that was judged from pictures "
             "alone was right: ");
    say_most(study, assay_operational_false_alerts,
             "Alerts that were wrong if all were that are masked or that "
             "nobody judged: ");
    say_changes(study);
    if (!study->timeline->marked[ASSAY_TIMELINE_ARRESTS].count)
        say_arrests(study);
}

// Thresholds along the time line: first, last, lowest, highest, and steps.
typedef struct thresholds {
    double first, last, low, high;
    size_t steps;
} thresholds;

static thresholds thresholds_of(const assay_operational_study *study)
{
    thresholds t = {NAN, NAN, INFINITY, -INFINITY, 0};
    for (size_t i = 0; i < study->rows.count; i++) {
        const assay_deployed *row = &study->rows.rows[i];
        if (!assay_timeline_holds(row) || isnan(row->threshold)) continue;
        if (isnan(t.first)) t.first = row->threshold;
        t.steps += !isnan(t.last) && row->threshold != t.last;
        t.last = row->threshold;
        t.low = fmin(t.low, t.last);
        t.high = fmax(t.high, t.last);
    }
    return t;
}

// "the threshold went from 0.6 to 0.64 in 2 steps", or, of many, "changed 30
// times between 0.6 and 0.64".
static const char *threshold_went(assay_operational_study *study)
{
    const thresholds t = thresholds_of(study);
    if (!t.steps) return "";
    if (t.steps > STEPS_SAID)
        return sure(study,
                    assay_ledger_text(
                        study->ledger,
                        "the threshold changed %zu times between %s "
                        "and %s",
                        t.steps, assay_operational_digits(study, t.low, 6),
                        assay_operational_digits(study, t.high, 6)));
    return sure(study,
                assay_ledger_text(study->ledger,
                                  "the threshold went from %s to %s in %zu %s",
                                  assay_operational_digits(study, t.first, 6),
                                  assay_operational_digits(study, t.last, 6),
                                  t.steps, t.steps == 1 ? "step" : "steps"));
}

// "the watchlist went from 12,273 entries to 15,547": the middle of its first
// stretch and of its last.
static const char *list_went(assay_operational_study *study)
{
    const size_t n = study->timeline->marked[ASSAY_TIMELINE_LIST].count;
    if (!n) return "";
    return sure(
        study, assay_ledger_text(study->ledger,
                                 "the watchlist went from %s entries to %s",
                                 digits(study, assay_timeline_list(study, 0)),
                                 digits(study, assay_timeline_list(study, n))));
}

void assay_periods_marked(assay_operational_study *study)
{
    char day[ASSAY_DAYS_TEXT];
    const assay_moved *arrests =
        &study->timeline->marked[ASSAY_TIMELINE_ARRESTS];
    const char *threshold = threshold_went(study), *list = list_went(study);
    sentence s = {.study = study};
    if (threshold[0] || list[0]) {
        s.text = assay_ledger_text(study->ledger, "Set along the way: %s%s%s.",
                                   threshold,
                                   threshold[0] && list[0] ? ", " : "", list);
        say(&s);
    }
    if (!arrests->count) return;
    s.text = assay_ledger_text(
        study->ledger,
        "Arrests per alert changed by themselves, from %s: no one rate "
        "describes them.",
        assay_days_words(arrests->changes[arrests->count - 1].after, day));
    say(&s);
}

static void warn(assay_operational_study *study, const char *code,
                 const char *text, size_t rows)
{
    const assay_warning warning = {code, ASSAY_CHANGES_THE_READING, text,
                                   (int64_t)rows};
    if (text)
        assay_build_warning(study->result, &warning);
    else
        study->ledger->no_memory = true;
}

void assay_periods_warnings(assay_operational_study *study)
{
    const assay_timeline *t = study->timeline;
    const size_t off = t->moved.untimed;
    if (t->periods)
        warn(study, "mixture",
             assay_ledger_text(study->ledger,
                               "rates of all rows mix %zu periods between "
                               "which they, or what they divide by, changed; "
                               "the parts are figures with group period",
                               t->periods),
             t->periods);
    if (off && study->rows.count - off >= 2 * (size_t)ASSAY_MOVED_LEAST)
        warn(study, "untimed",
             assay_ledger_text(study->ledger,
                               "%zu of %zu rows are dated no closer than a "
                               "month, or not at all: they are in totals and "
                               "in no search for changes",
                               off, study->rows.count),
             off);
}
