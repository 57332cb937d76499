// SPDX-License-Identifier: Apache-2.0
// What may be said of a plan (docs/words.md), from its figures alone.
#include "base/figure_place.h"
#include "measure/sizing_study.h"
#include "measure/teller.h"

#include <math.h>
#include <string.h>

// What the functions here share.
typedef struct telling {
    assay_teller to;
    assay_sizing_study *study;
    assay_sizing_goal g;
} telling;

static bool is(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

// Whether a figure is of the goal that is being told.
static bool is_of(const telling *t, const assay_figure *figure)
{
    static const char *const keys[] = {"within", "part", "at_most", "at_least",
                                       "ratio"};
    const assay_size_goal *goal = t->g.goal;
    const char *of = strstr(figure->name, " for ");
    return of && is(of + 5, assay_goal_rate_name(goal->rate)) &&
           assay_figure_at(figure, keys[goal->kind]) == goal->number &&
           figure->watchlist_size == (int64_t)goal->watchlist_size;
}

static const assay_figure *find(const telling *t, const char *what)
{
    const assay_ledger *ledger = &t->study->ledger;
    for (size_t i = 0; i < ledger->count; i++) {
        const assay_figure *one = &ledger->entries[i].figure;
        if (begins(one->name, what) && is_of(t, one) && !one->group_count)
            return one;
    }
    return NULL;
}

// "39 to 385", "385".
static const char *count_of(const telling *t, const assay_figure *figure)
{
    if (isnan(figure->bounds[0]))
        return assay_teller_whole(&t->to, figure->value);
    return assay_teller_text(&t->to, "%s to %s",
                             assay_teller_whole(&t->to, figure->bounds[0]),
                             assay_teller_whole(&t->to, figure->bounds[1]));
}

// "0.03 to 0.07", "0.05".
static const char *amount_of(const telling *t, const assay_figure *figure)
{
    const int n = is(figure->unit, "ratio") ? 3 : 2;
    if (isnan(figure->bounds[0]))
        return assay_teller_digits(&t->to, figure->value, n);
    return assay_teller_text(&t->to, "%s to %s",
                             assay_teller_digits(&t->to, figure->bounds[0], n),
                             assay_teller_digits(&t->to, figure->bounds[1], n));
}

// "80 of 100".
static const char *of_100(const telling *t, double chance)
{
    return assay_teller_text(&t->to, "%s of 100",
                             assay_teller_digits(&t->to, 100 * chance, 3));
}

// "TPIR within 0.05", "FPIR <= 0.0001 with 10,000 on the list".
static const char *goal_text(const telling *t)
{
    const assay_size_goal *goal = t->g.goal;
    const char *name = assay_goal_rate_name(goal->rate);
    const char *number = assay_teller_digits(&t->to, goal->number, 9);
    const char *list =
        goal->watchlist_size
            ? assay_teller_text(
                  &t->to, " with %s on the list",
                  assay_teller_whole(&t->to, (double)goal->watchlist_size))
            : "";
    switch (goal->kind) {
    case ASSAY_GOAL_WIDTH:
        return assay_teller_text(&t->to, "%s%s within %s", name, list, number);
    case ASSAY_GOAL_PART:
        return assay_teller_text(
            &t->to, "%s%s within %s %% of itself", name, list,
            assay_teller_digits(&t->to, 100 * goal->number, 9));
    case ASSAY_GOAL_AT_MOST:
        return assay_teller_text(&t->to, "%s <= %s%s", name, number, list);
    case ASSAY_GOAL_AT_LEAST:
        return assay_teller_text(&t->to, "%s >= %s%s", name, number, list);
    case ASSAY_GOAL_RATIO:
        return assay_teller_text(&t->to, "a ratio of %s in %s%s", number, name,
                                 list);
    }
    return "";
}

// " with 10 passages each".
static const char *each(const telling *t)
{
    const double n = t->study->options->each;
    if (t->g.pairs) return "";
    if (!(n > 1))
        return assay_teller_text(&t->to, " with one %s each",
                                 assay_sizing_per(t->g.goal));
    return assay_teller_text(
        &t->to, " with %s %s%s each", assay_teller_digits(&t->to, n, 6),
        assay_sizing_per(t->g.goal),
        is(assay_sizing_per(t->g.goal), "search") ? "es" : "s");
}

// "; the more, the more alike passages of one person go".
static const char *if_alike(const telling *t)
{
    if (!t->g.open) return "";
    return assay_teller_text(
        &t->to, ": the more, the more alike %s of one person go",
        t->g.pairs                                   ? "pairs"
        : is(assay_sizing_per(t->g.goal), "search")  ? "searches"
        : is(assay_sizing_per(t->g.goal), "passage") ? "passages"
                                                     : "pairs");
}

static const char *if_rate(const telling *t)
{
    if (isnan(t->g.expect)) return ", whatever the rate";
    return assay_teller_text(&t->to, " at a rate of %s",
                             assay_teller_digits(&t->to, t->g.expect, 9));
}

static void say_refused(const telling *t, const assay_figure *needed)
{
    const assay_figure *events = find(t, "events needed");
    assay_teller_say(&t->to, ASSAY_CANNOT_BE_TOLD,
                     assay_teller_text(&t->to, "How many people %s takes: %s.",
                                       goal_text(t),
                                       needed->note ? needed->note : ""),
                     needed);
    if (!events) return;
    assay_teller_say(
        &t->to, ASSAY_IN_SHORT,
        assay_teller_text(&t->to,
                          "For %s it takes %s events%s, times the design "
                          "effect.",
                          goal_text(t),
                          assay_teller_whole(&t->to, ceil(events->value)),
                          t->g.goal->kind == ASSAY_GOAL_RATIO
                              ? " in the group with the lower rate"
                              : ""),
        events);
}

static void say_width(const telling *t, const assay_figure *needed)
{
    assay_teller_say(&t->to, ASSAY_IN_SHORT,
                     assay_teller_text(&t->to,
                                       "For %s it takes %s people%s%s%s.",
                                       goal_text(t), count_of(t, needed),
                                       each(t), if_rate(t), if_alike(t)),
                     needed);
}

static void say_limit(const telling *t, const assay_figure *needed)
{
    const assay_figure *none = find(t, "independent trials without an event");
    const assay_figure *trials = find(t, "independent trials needed");
    const assay_figure *allowed = find(t, "events allowed");
    if (none)
        assay_teller_say(
            &t->to, ASSAY_IN_SHORT,
            assay_teller_text(&t->to,
                              "To show %s it takes at least %s independent "
                              "%s, without one event.",
                              goal_text(t),
                              assay_teller_whole(&t->to, none->value),
                              assay_sizing_of(t->g.goal)),
            none);
    if (trials && allowed)
        assay_teller_say(
            &t->to, ASSAY_IN_SHORT,
            assay_teller_text(
                &t->to,
                "If the rate is %s, it takes %s with at most %s event%s, to "
                "succeed in %s tests.",
                assay_teller_digits(&t->to, t->g.expect, 9),
                assay_teller_whole(&t->to, trials->value),
                assay_teller_whole(&t->to, allowed->value),
                allowed->value > 0 && allowed->value < 2 ? "" : "s",
                of_100(t, t->study->options->power)),
            trials);
    assay_teller_say(&t->to, ASSAY_IN_SHORT,
                     assay_teller_text(&t->to, "That is %s people%s%s.",
                                       count_of(t, needed), each(t),
                                       if_alike(t)),
                     needed);
}

static void say_ratio(const telling *t, const assay_figure *needed)
{
    assay_teller_say(
        &t->to, ASSAY_IN_SHORT,
        assay_teller_text(&t->to,
                          "To see %s in %s tests it takes %s people%s in each "
                          "of two groups, if the lower rate is %s%s.",
                          goal_text(t), of_100(t, t->study->options->power),
                          count_of(t, needed), each(t),
                          assay_teller_digits(&t->to, t->g.expect, 9),
                          if_alike(t)),
        needed);
}

static void say_needed(const telling *t)
{
    const assay_figure *needed = find(t, "people needed");
    if (!needed) return;
    if (isnan(needed->value)) {
        say_refused(t, needed);
        return;
    }
    switch (t->g.goal->kind) {
    case ASSAY_GOAL_WIDTH:
    case ASSAY_GOAL_PART: say_width(t, needed); break;
    case ASSAY_GOAL_AT_MOST:
    case ASSAY_GOAL_AT_LEAST: say_limit(t, needed); break;
    case ASSAY_GOAL_RATIO: say_ratio(t, needed); break;
    }
}

// What the planned number of people can show.
static void say_shown(const telling *t)
{
    const assay_figure *half = find(t, "half width shown");
    const assay_figure *chance = find(t, "chance to show");
    const double people = (double)t->study->sizing->people;
    if (half)
        assay_teller_say(
            &t->to, ASSAY_IN_SHORT,
            assay_teller_text(&t->to,
                              "%s people%s leave %s known to within %s%s.",
                              assay_teller_whole(&t->to, people), each(t),
                              assay_goal_rate_name(t->g.goal->rate),
                              amount_of(t, half), if_rate(t)),
            half);
    if (chance && !isnan(chance->value))
        assay_teller_say(
            &t->to, ASSAY_IN_SHORT,
            assay_teller_text(
                &t->to, "With %s people%s, %s shows in %s tests.",
                assay_teller_whole(&t->to, people), each(t), goal_text(t),
                isnan(chance->bounds[0])
                    ? of_100(t, chance->value)
                    : assay_teller_text(&t->to, "%s to %s",
                                        assay_teller_digits(
                                            &t->to, 100 * chance->bounds[0], 3),
                                        of_100(t, chance->bounds[1]))),
            chance);
}

// And what it cannot.
static void say_beyond(const telling *t)
{
    const assay_figure *limit = find(t, "least limit shown");
    const assay_figure *ratio = find(t, "least ratio shown");
    const char *people =
        assay_teller_whole(&t->to, (double)t->study->sizing->people);
    const char *name = assay_goal_rate_name(t->g.goal->rate);
    if (limit)
        assay_teller_say(
            &t->to, ASSAY_CANNOT_BE_TOLD,
            assay_teller_text(
                &t->to,
                "With %s people%s, that the rate behind %s lies below %s: that "
                "much fits even where no event is seen.",
                people, each(t), name, amount_of(t, limit)),
            limit);
    if (ratio && isnan(ratio->value))
        assay_teller_say(
            &t->to, ASSAY_CANNOT_BE_TOLD,
            assay_teller_text(&t->to,
                              "With %s people%s in two halves, any ratio in "
                              "%s: none shows in %s tests before the higher "
                              "rate is 1.",
                              people, each(t), name,
                              of_100(t, t->study->options->power)),
            ratio);
    if (ratio && !isnan(ratio->value))
        assay_teller_say(
            &t->to, ASSAY_CANNOT_BE_TOLD,
            assay_teller_text(&t->to,
                              "With %s people%s in two halves, a ratio in %s "
                              "below %s: it shows in fewer than %s tests.",
                              people, each(t), name, amount_of(t, ratio),
                              of_100(t, t->study->options->power)),
            ratio);
}

// "sex F, area x".
static const char *group_of(const telling *t, const assay_figure *figure)
{
    const char *all = "";
    for (size_t i = 0; i < figure->group_count; i++)
        all = assay_teller_text(&t->to, "%s%s%s %s", all, i ? ", " : "",
                                figure->group[i].attribute,
                                figure->group[i].value);
    return all;
}

// "a ratio below 6.09 if its rate is the lower", "any ratio if it is...".
static const char *unseen(const telling *t, const assay_figure *one,
                          const char *which)
{
    if (isnan(one->value))
        return assay_teller_text(&t->to, "any ratio if its rate is the %s",
                                 which);
    return assay_teller_text(&t->to, "a ratio below %s if its rate is the %s",
                             amount_of(t, one), which);
}

// The figure of the higher rate stands behind that of the lower.
static void say_groups(const telling *t)
{
    const assay_ledger *ledger = &t->study->ledger;
    for (size_t i = 0; i + 1 < ledger->count; i++) {
        const assay_figure *one = &ledger->entries[i].figure;
        const bool ratio = begins(one->name, "least ratio shown");
        if (!one->group_count || !is_of(t, one) || !ratio) continue;
        assay_teller_say(
            &t->to, ASSAY_CANNOT_BE_TOLD,
            assay_teller_text(
                &t->to,
                "Between %s (%s people) and all others, in %s: %s, %s. These "
                "show in fewer than %s tests.",
                group_of(t, one),
                assay_teller_whole(&t->to, (double)one->subjects),
                assay_goal_rate_name(t->g.goal->rate), unseen(t, one, "lower"),
                unseen(t, &ledger->entries[i + 1].figure, "higher"),
                of_100(t, t->study->options->power)),
            one);
    }
}

static void warn(assay_result *result, const char *code, assay_weight weight,
                 const char *text)
{
    const assay_warning warning = {code, weight, text, -1};
    assay_build_warning(result, &warning);
}

static bool any_open(const assay_sizing_study *study)
{
    for (size_t i = 0; i < study->sizing->goal_count; i++)
        if (assay_sizing_goal_of(study, &study->sizing->goals[i]).open)
            return true;
    return false;
}

static bool any_taken(const assay_sizing_study *study)
{
    for (size_t i = 0; i < study->sizing->goal_count; i++)
        if (assay_sizing_goal_of(study, &study->sizing->goals[i]).taken)
            return true;
    return false;
}

static bool any_list(const assay_sizing_study *study)
{
    for (size_t i = 0; i < study->sizing->goal_count; i++)
        if (study->sizing->goals[i].watchlist_size) return true;
    return false;
}

static void say_open(const telling *t)
{
    if (!any_open(t->study)) return;
    assay_teller_say(
        &t->to, ASSAY_CANNOT_BE_TOLD,
        "How alike trials of one person go is not given: both ends stand.",
        NULL);
    assay_teller_say(
        &t->to, ASSAY_TO_KNOW_IT,
        "A test before: trials over `effective` of its figures is the design "
        "effect, --deff.",
        NULL);
}

void assay_sizing_words(assay_sizing_study *study, assay_result *result)
{
    telling t = {.to = {&study->ledger, result}, .study = study};
    for (size_t i = 0; i < study->sizing->goal_count; i++) {
        t.g = assay_sizing_goal_of(study, &study->sizing->goals[i]);
        say_needed(&t);
        say_shown(&t);
        say_beyond(&t);
        say_groups(&t);
    }
    say_open(&t);
    if (any_list(study))
        warn(result, "list_tested", ASSAY_LIMITS_IT,
             "rates of a list need a list of that size in the test: beyond it "
             "only limits are told, and at least nine tenths of it is what "
             "standards ask for");
    if (any_taken(study))
        warn(result, "rate_taken", ASSAY_CHANGES_THE_READING,
             "no rate was given for a ratio: a lower one of 0.5 is taken "
             "(--expect)");
    warn(result, "plan", ASSAY_FOR_THE_RECORD,
         "sizes are for a test whose people are drawn independently and make "
         "the same number of trials each; of searches, for the very list that "
         "is tested");
}
