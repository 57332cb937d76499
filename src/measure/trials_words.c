// SPDX-License-Identifier: Apache-2.0
#include "measure/trials_words.h"

#include "base/text.h"
#include "measure/powered.h"
#include "measure/sentences.h"
#include "stats/ratio.h"

#include <math.h>

// One who writes sentences.
typedef struct speaker {
    const assay_trials *trials;
    assay_ledger *ledger;
    assay_result *result;
    double confidence;
} speaker;

enum { FIGURES_MOST = 4 };

// Adds a sentence that stands on up to four figures, NULL where fewer.
static void say(const speaker *s, assay_statement_kind kind, const char *text,
                const assay_figure *const figures[FIGURES_MOST])
{
    const char *ids[FIGURES_MOST];
    assay_statement statement = {kind, text, ids, 0};
    for (size_t i = 0; figures && i < FIGURES_MOST; i++)
        if (figures[i]) ids[statement.figure_count++] = figures[i]->id;
    if (text)
        assay_build_statement(s->result, &statement);
    else
        s->ledger->no_memory = true;
}

// Never NULL, so that it can be printed; lack of memory is remembered.
static const char *sure(const speaker *s, const char *text)
{
    if (text) return text;
    s->ledger->no_memory = true;
    return "";
}

static const char *number(const speaker *s, double value)
{
    return sure(s, assay_spoken_number(&s->ledger->arena, (uint64_t)value));
}

static const char *on_base(const speaker *s, double rate, uint64_t base)
{
    return number(s, (double)assay_spoken_count(rate, base));
}

// Three digits, 2.5 or 0.912; from a thousand on, whole numbers.
static const char *digits(const speaker *s, double value, int count)
{
    char text[32];
    if (value >= 1000 && value < 1e15) return number(s, floor(value + 0.5));
    return sure(s, assay_arena_copy(&s->ledger->arena, text,
                                    assay_print_double(value, count, text)));
}

// " (a 90 % interval)", where it isn't 95 %.
static const char *level(const speaker *s)
{
    if (!(fabs(s->confidence - 0.95) > 1e-12)) return "";
    return sure(s, assay_ledger_text(
                       s->ledger, " (a %s %% interval)",
                       digits(s, floor(s->confidence * 1e8 + 0.5) / 1e6, 9)));
}

// A base on which the rate has two digits and the ends of its interval differ.
static uint64_t base_of(const assay_figure *f)
{
    uint64_t base = assay_spoken_base(f->value);
    while (base < 1000000000 && assay_spoken_count(f->low, base) ==
                                    assay_spoken_count(f->high, base))
        base *= 10;
    return base;
}

static const char *trials_word(uint64_t n)
{
    return n == 1 ? "trial" : "trials";
}

// "None of 599 trials was an event; a rate of up to 6 in 1,000 fits that."
static const char *none_of(const speaker *s, const assay_figure *f)
{
    const uint64_t base = assay_spoken_base(f->high);
    return assay_ledger_text(
        s->ledger,
        "None of %s %s was an event; a rate of up to %s in %s fits that%s.",
        number(s, (double)f->trials), trials_word((uint64_t)f->trials),
        on_base(s, f->high, base), number(s, (double)base), level(s));
}

static const char *all_of(const speaker *s, const assay_figure *f)
{
    const uint64_t base = assay_spoken_base(f->low);
    return assay_ledger_text(
        s->ledger,
        "All of %s %s were events; a rate of %s in %s or more fits that%s.",
        number(s, (double)f->trials), trials_word((uint64_t)f->trials),
        on_base(s, f->low, base), number(s, (double)base), level(s));
}

static const char *some_of(const speaker *s, const assay_figure *f)
{
    const uint64_t base = base_of(f);
    if (!assay_spoken_count(f->value, base))
        return assay_ledger_text(
            s->ledger, "%s of %s trials were events: fewer than 1 in %s%s.",
            number(s, (double)f->events), number(s, (double)f->trials),
            number(s, (double)base), level(s));
    return assay_ledger_text(
        s->ledger, "Of %s trials, %s (%s to %s) were events: %s of %s%s.",
        number(s, (double)base), on_base(s, f->value, base),
        on_base(s, f->low, base), on_base(s, f->high, base),
        number(s, (double)f->events), number(s, (double)f->trials), level(s));
}

static void say_rate(const speaker *s, const assay_figure *f)
{
    const assay_figure *const on[FIGURES_MOST] = {f};
    if (f->trials == 0) return;
    const bool all = f->events == f->trials;
    say(s, ASSAY_IN_SHORT,
        f->events == 0 ? none_of(s, f) : (all ? all_of(s, f) : some_of(s, f)),
        on);
}

static void say_alike(const speaker *s, const assay_figure *f)
{
    const assay_figure *const on[FIGURES_MOST] = {f};
    const bool none = f->events == 0;
    const uint64_t base = assay_spoken_base(none ? f->high : f->value);
    const char *people = number(s, (double)f->subjects);
    const char *most = on_base(s, f->high, base);
    const char *of = number(s, (double)base);
    say(s, ASSAY_IN_SHORT,
        none ? assay_ledger_text(
                   s->ledger,
                   "If the trials of each of %s people all went alike, a rate "
                   "of up to %s in %s would fit%s.",
                   people, most, of, level(s))
             : assay_ledger_text(
                   s->ledger,
                   "If the trials of each of %s people all went alike, the "
                   "range would be %s to %s of %s trials%s.",
                   people, on_base(s, f->low, base), most, of, level(s)),
        on);
}

// "A", or "sex F, age 18-30".
static const char *name_of(const speaker *s, const assay_trials_cell *cell)
{
    const char *name = "";
    for (size_t i = 0; i < cell->label_count; i++)
        name = sure(s, assay_ledger_text(
                           s->ledger, "%s%s%s %s", name, i ? ", " : "",
                           cell->labels[i].attribute, cell->labels[i].value));
    return name;
}

static const assay_figure *figure(const speaker *s, const char *name,
                                  const assay_trials_cell *cell)
{
    return assay_trials_find(s->ledger, name, cell);
}

// "89 (24 to 226)" of a base; none: "none (up to 26 fit that)".
static const char *part_of(const speaker *s, const assay_figure *f,
                           uint64_t base)
{
    if (f->events == 0)
        return sure(s, assay_ledger_text(s->ledger, "none (up to %s fit that)",
                                         on_base(s, f->high, base)));
    return sure(s, assay_ledger_text(
                       s->ledger, "%s (%s to %s)", on_base(s, f->value, base),
                       on_base(s, f->low, base), on_base(s, f->high, base)));
}

// "ratio 6.36 (0.912 to 70.3)", or the end that there is.
static const char *ratio_of(const speaker *s, const assay_figure *f)
{
    if (isinf(f->value))
        return sure(s, assay_ledger_text(s->ledger, "ratio %s or more",
                                         digits(s, f->low, 3)));
    if (f->value == 0)
        return sure(s, assay_ledger_text(s->ledger, "ratio %s or less",
                                         digits(s, f->high, 3)));
    return sure(s, assay_ledger_text(
                       s->ledger, "ratio %s (%s to %s)", digits(s, f->value, 3),
                       digits(s, f->low, 3), digits(s, f->high, 3)));
}

static bool is_beyond_chance(const assay_figure *ratio)
{
    return ratio->low > 1 || ratio->high < 1;
}

// The base of the smaller rate that is not 0, for both.
static uint64_t shared_base(const assay_figure *a, const assay_figure *b)
{
    if (!(a->value > 0)) return base_of(b);
    if (!(b->value > 0)) return base_of(a);
    return base_of(a) > base_of(b) ? base_of(a) : base_of(b);
}

static void say_two(const speaker *s, const assay_trials_table *table)
{
    const assay_trials_cell *cell = &s->trials->cells[table->first];
    const assay_figure *a = figure(s, assay_trials_rate, &cell[0]);
    const assay_figure *b = figure(s, assay_trials_rate, &cell[1]);
    const assay_figure *r = figure(s, assay_trials_ratio, &cell[0]);
    const assay_figure *const on[FIGURES_MOST] = {a, b, r};
    if (!a || !b || !r || isnan(r->value)) return;
    const uint64_t base = shared_base(a, b);
    say(s, ASSAY_IN_SHORT,
        assay_ledger_text(
            s->ledger, "In %s, of %s trials %s were events, in %s %s; %s%s%s.",
            name_of(s, &cell[0]), number(s, (double)base), part_of(s, a, base),
            name_of(s, &cell[1]), part_of(s, b, base), ratio_of(s, r),
            is_beyond_chance(r) ? ": beyond chance" : "", level(s)),
        on);
}

// The known group whose rate is highest (sign 1) or lowest (sign -1).
static const assay_trials_cell *
extreme(const speaker *s, const assay_trials_table *table, double sign)
{
    const assay_trials_cell *found = NULL;
    double best = 0;
    for (size_t i = 0; i < table->known; i++) {
        const assay_trials_cell *cell = &s->trials->cells[table->first + i];
        if (!cell->trials) continue;
        const double rate = (double)cell->events / (double)cell->trials;
        if (found && !(sign * rate > sign * best)) continue;
        found = cell;
        best = rate;
    }
    return found;
}

// "sex", "sex and age".
static const char *by_of(const speaker *s, const assay_trials_cell *cell)
{
    const char *by = "";
    for (size_t i = 0; i < cell->label_count; i++)
        by =
            sure(s, assay_ledger_text(s->ledger, "%s%s%s", by, i ? " and " : "",
                                      cell->labels[i].attribute));
    return by;
}

static void say_extremes(const speaker *s, const assay_trials_table *table)
{
    const assay_trials_cell *most = extreme(s, table, 1);
    const assay_trials_cell *least = extreme(s, table, -1);
    if (!most || most == least || !table->events) return;
    const assay_figure *a = figure(s, assay_trials_rate, most);
    const assay_figure *b = figure(s, assay_trials_rate, least);
    const assay_figure *const on[FIGURES_MOST] = {a, b};
    if (!a || !b) return;
    const uint64_t base = shared_base(a, b);
    say(s, ASSAY_IN_SHORT,
        assay_ledger_text(s->ledger,
                          "Of %zu groups by %s, the most were in %s, %s of %s "
                          "trials, the fewest "
                          "in %s, %s%s.",
                          table->known, by_of(s, most), name_of(s, most),
                          part_of(s, a, base), number(s, (double)base),
                          name_of(s, least), part_of(s, b, base), level(s)),
        on);
}

static void say_apart(const speaker *s, const assay_trials_cell *cell)
{
    const assay_figure *r = figure(s, assay_trials_ratio, cell);
    const assay_figure *const on[FIGURES_MOST] = {r};
    say(s, ASSAY_IN_SHORT,
        assay_ledger_text(s->ledger,
                          "Against all others, %s: %s: beyond chance%s.",
                          name_of(s, cell), ratio_of(s, r), level(s)),
        on);
}

// How many comparisons of a table lie beyond chance.
static size_t count_beyond(const speaker *s, const assay_trials_table *table)
{
    size_t count = 0;
    for (size_t i = 0; i < assay_trials_compared(table); i++) {
        const assay_figure *r =
            figure(s, assay_trials_ratio, &s->trials->cells[table->first + i]);
        count += r && !isnan(r->value) && is_beyond_chance(r);
    }
    return count;
}

// "15-fold", "1.8-fold".
static const char *fold(const speaker *s, double ratio)
{
    const double rounded = ratio >= 10 ? floor(ratio + 0.5) : ratio;
    return sure(s, assay_ledger_text(s->ledger, "%s-fold",
                                     digits(s, rounded, ratio < 10 ? 2 : 0)));
}

// "only one of 15-fold or more", or that there is none.
static const char *shown(const speaker *s, const assay_figure *least)
{
    if (isnan(least->value)) return "none, however large";
    return sure(s, assay_ledger_text(s->ledger, "only one of %s or more",
                                     fold(s, least->value)));
}

// What would have shown, of the group whose chance was largest (sign -1) or
// smallest (sign 1).
static const assay_figure *
power_of(const speaker *s, const assay_trials_table *table, double sign)
{
    const assay_figure *found = NULL;
    double best = 0;
    for (size_t i = 0; i < table->known; i++) {
        const assay_figure *f =
            figure(s, assay_trials_least, &s->trials->cells[table->first + i]);
        if (!f || f->status == ASSAY_FIGURE_NO_DATA) continue;
        const double ratio = isnan(f->value) ? (double)INFINITY : f->value;
        if (found && !(sign * ratio > sign * best)) continue;
        found = f;
        best = ratio;
    }
    return found;
}

static void say_saw_none(const speaker *s, const assay_trials_table *table)
{
    const assay_figure *good = power_of(s, table, -1);
    const assay_figure *poor = power_of(s, table, 1);
    const assay_figure *const on[FIGURES_MOST] = {good,
                                                  poor == good ? NULL : poor};
    if (!good || !poor || !table->events) return;
    const char *events = number(s, (double)table->events);
    const char *word = table->events == 1 ? "event" : "events";
    if (poor == good || good->value == poor->value ||
        (isnan(good->value) && isnan(poor->value))) {
        say(s, ASSAY_IN_SHORT,
            assay_ledger_text(s->ledger,
                              "The test saw no difference. With %s %s it had "
                              "an 80 %% chance to see %s.",
                              events, word, shown(s, good)),
            on);
        return;
    }
    say(s, ASSAY_IN_SHORT,
        assay_ledger_text(
            s->ledger,
            "The test saw no difference. With %s %s it had an 80 %% chance to "
            "see %s where %s %s has more, and %s where %s %s has more.",
            events, word, shown(s, good), good->group[0].attribute,
            good->group[0].value, shown(s, poor), poor->group[0].attribute,
            poor->group[0].value),
        on);
}

// Whether a p of equivalence says equal; its level is 0.05 by convention.
static bool is_equal(const assay_figure *p)
{
    return p && p->value <= 0.05;
}

static void say_equal(const speaker *s, const assay_figure *p,
                      const char *whose)
{
    const assay_figure *const on[FIGURES_MOST] = {p};
    const double margin = s->trials->options->margin;
    say(s, ASSAY_IN_SHORT,
        assay_ledger_text(s->ledger, "%s are within %s to %s of each other.",
                          whose, digits(s, 1 / margin, 3),
                          digits(s, margin, 3)),
        on);
}

// What is said of the groups of a table, and whether nothing was seen.
static bool say_groups(const speaker *s, const assay_trials_table *table)
{
    const assay_trials_cell *cells = &s->trials->cells[table->first];
    const size_t compared = assay_trials_compared(table);
    const size_t beyond = count_beyond(s, table);
    if (!compared) return false;
    if (table->known == 2)
        say_two(s, table);
    else
        say_extremes(s, table);
    for (size_t i = 0; table->known > 2 && i < compared && beyond; i++) {
        const assay_figure *r = figure(s, assay_trials_ratio, &cells[i]);
        if (r && !isnan(r->value) && is_beyond_chance(r))
            say_apart(s, &cells[i]);
    }
    const assay_figure *p = figure(s, assay_trials_equivalence, &cells[0]);
    if (table->known == 2 && is_equal(p)) {
        say_equal(s, p, "The rates of the two groups");
        return false;
    }
    if (!beyond) say_saw_none(s, table);
    return !beyond;
}

static void say_cannot(const speaker *s, const char *what, const char *how)
{
    say(s, ASSAY_CANNOT_BE_TOLD, what, NULL);
    say(s, ASSAY_TO_KNOW_IT, how, NULL);
}

static const char *events_wanted(const speaker *s)
{
    const double events =
        assay_ratio_events(2, ASSAY_POWERED_CHANCE, s->confidence);
    return assay_ledger_text(
        s->ledger,
        "%s events in the group with the lower rate, at equal trials: with "
        "them a ratio of 2 has an 80 %% chance to show.",
        number(s, ceil(events)));
}

static void say_trials(const speaker *s)
{
    const assay_trials_cell *all = &s->trials->cells[0];
    const assay_figure *alike = figure(s, assay_trials_alike, all);
    bool none_seen = false;
    say_rate(s, figure(s, assay_trials_rate, all));
    if (alike) say_alike(s, alike);
    for (size_t first = 1; first < s->trials->count;) {
        const assay_trials_table table =
            assay_trials_table_at(s->trials, first);
        none_seen = say_groups(s, &table) || none_seen;
        first += table.count;
    }
    if (!s->trials->options->subjects)
        say_cannot(s,
                   "How wide the range is where one person gives several "
                   "trials: how many people there are is not given.",
                   "The number of people behind the trials: --subjects N.");
    if (s->trials->count == 1)
        say_cannot(s, "Anything by group: no counts by group are given.",
                   "The events and the trials of each group.");
    if (none_seen)
        say_cannot(s, "That the rates of the groups are equal.",
                   events_wanted(s));
}

// "8 of 10 events fell in one group: 80 of 100 (44 to 97)."
static void say_share(const speaker *s, const assay_figure *share)
{
    const assay_figure *const on[FIGURES_MOST] = {share};
    const uint64_t base = assay_spoken_base(share->value);
    const uint64_t ends = assay_spoken_base(fmax(share->low, 0.1));
    const char *word = share->trials == 1 ? "event" : "events";
    say(s, ASSAY_IN_SHORT,
        share->events
            ? assay_ledger_text(
                  s->ledger,
                  "%s of %s %s fell in one group: %s of %s (%s to %s)%s.",
                  number(s, (double)share->events),
                  number(s, (double)share->trials), word,
                  on_base(s, share->value, base), number(s, (double)base),
                  on_base(s, share->low, base), on_base(s, share->high, base),
                  level(s))
            : assay_ledger_text(
                  s->ledger,
                  "None of %s %s fell in that group; a share of up to %s in %s "
                  "fits that%s.",
                  number(s, (double)share->trials), word,
                  on_base(s, share->high, ends), number(s, (double)ends),
                  level(s)),
        on);
    say(s, ASSAY_IN_SHORT,
        assay_ledger_text(
            s->ledger,
            "The rates of that group and of all others are equal only if it "
            "was between %s and %s of every %s who passed.",
            on_base(s, share->low, ends), on_base(s, share->high, ends),
            number(s, (double)ends)),
        on);
}

// "Given as 13.5 of every 100: ..."
static void say_expected(const speaker *s, const assay_figure *ratio,
                         const assay_figure *least)
{
    const assay_figure *const on[FIGURES_MOST] = {ratio};
    const assay_figure *const power[FIGURES_MOST] = {least};
    const char *percent = digits(s, 100 * s->trials->options->expect, 4);
    const char *events = number(s, (double)least->trials);
    const char *word = least->trials == 1 ? "event" : "events";
    if (is_beyond_chance(ratio)) {
        say(s, ASSAY_IN_SHORT,
            assay_ledger_text(
                s->ledger,
                "Given as %s of every 100: the rates differ beyond chance, %s, "
                "if the %s describes those who passed, which this cannot "
                "check.",
                percent, ratio_of(s, ratio), percent),
            on);
        say(s, ASSAY_IN_SHORT,
            assay_ledger_text(s->ledger,
                              "%s %s had an 80 %% chance to show, of an "
                              "excess in this group, %s.",
                              events, word, shown(s, least)),
            power);
        return;
    }
    say(s, ASSAY_IN_SHORT,
        assay_ledger_text(
            s->ledger,
            "Given as %s of every 100, %s: the test saw no difference, if the "
            "%s describes those who passed, which this cannot check. With %s "
            "%s it had an 80 %% chance to see %s.",
            percent, ratio_of(s, ratio), percent, events, word,
            shown(s, least)),
        on);
}

static void say_shares(const speaker *s)
{
    const assay_trials_cell *all = &s->trials->cells[0];
    const assay_figure *share = figure(s, assay_trials_share, all);
    const assay_figure *ratio = figure(s, assay_trials_ratio, all);
    const assay_figure *least = figure(s, assay_trials_least, all);
    const assay_figure *p = figure(s, assay_trials_equivalence, all);
    if (!share || !share->trials) return;
    say_share(s, share);
    if (ratio && least) say_expected(s, ratio, least);
    if (is_equal(p))
        say_equal(s, p, "At that share, the rates of the group and the others");
    say_cannot(s,
               "The rate of either group: how many of each passed is not "
               "given.",
               "How many of each group passed, counted where the events were.");
    if (!ratio)
        say_cannot(s,
                   "Whether the rates of the groups differ: the group's share "
                   "of those who passed is not given.",
                   "That share: --expect 0.135, measured where the events "
                   "were.");
}

void assay_trials_statements(const assay_trials *trials, assay_ledger *ledger,
                             assay_result *result)
{
    const speaker s = {trials, ledger, result,
                       trials->options->common.confidence};
    if (trials->share)
        say_shares(&s);
    else
        say_trials(&s);
}
