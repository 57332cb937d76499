// SPDX-License-Identifier: Apache-2.0
// What is said of groups of people (docs/words.md 7 and 11): a share of errors
// is no rate per person who passed, and few events show no likeness.
#include "measure/operational_people.h"

#include "measure/operational_timeline.h"
#include "measure/powered.h"
#include "measure/sentences.h"
#include "measure/teller.h"

#include <math.h>
#include <string.h>

enum { PERIODS_SAID = 4 };

// One who speaks of the groups of an attribute, in some rows.
typedef struct speaker {
    assay_operational_study *study;
    assay_teller teller;
    const assay_label *period; // or NULL: all rows
    const char *when;          // "To 23 July 2024: "; or ""
    bool last;                 // of the rows spoken of
    size_t first, end;         // groups
} speaker;

static bool same_label(const assay_label *a, const assay_label *b)
{
    return strcmp(a->attribute, b->attribute) == 0 &&
           strcmp(a->value, b->value) == 0;
}

// The figure of a group in the rows spoken of, with a value; or NULL.
static const assay_figure *find(const speaker *s, assay_people_figure which,
                                const assay_label *group)
{
    const assay_ledger *ledger = s->study->ledger;
    const size_t labels = s->period ? 2 : 1;
    for (size_t i = 0; i < ledger->count; i++) {
        const assay_figure *f = &ledger->entries[i].figure;
        if (f->group_count == labels &&
            same_label(&f->group[labels - 1], group) &&
            (!s->period || same_label(&f->group[0], s->period)) &&
            strcmp(f->name, assay_people_figures[which]) == 0)
            return isnan(f->value) ? NULL : f;
    }
    return NULL;
}

static const assay_people_group *group_at(const speaker *s, size_t g)
{
    return &s->study->rows.groups[g];
}

static const char *number(const speaker *s, double value)
{
    return assay_teller_whole(&s->teller, value);
}

static const char *on_base(const speaker *s, double rate, uint64_t base)
{
    return number(s, (double)assay_spoken_count(rate, base));
}

static const char *level(const speaker *s)
{
    const assay_spoken spoken = {.confidence = s->study->confidence};
    return assay_teller_sure(
        &s->teller, assay_spoken_level(&s->study->ledger->arena, &spoken));
}

static const char *digits(const speaker *s, double value)
{
    return value >= 100 ? number(s, value)
                        : assay_teller_digits(&s->teller, value, 3);
}

// The figure of the group in which it is largest; or NULL.
static const assay_figure *largest(const speaker *s, assay_people_figure which)
{
    const assay_figure *found = NULL;
    for (size_t g = s->first; g < s->end; g++) {
        const assay_figure *f = find(s, which, &group_at(s, g)->label);
        if (f && (!found || f->value > found->value)) found = f;
    }
    return found;
}

static const assay_label *label_of(const assay_figure *f)
{
    return &f->group[f->group_count - 1];
}

// "8", or "7 to 9".
static const char *between(const speaker *s, double low, double high)
{
    const char *from = number(s, low), *to = number(s, high);
    if (strcmp(from, to) == 0) return from;
    return assay_teller_text(&s->teller, "%s to %s", from, to);
}

// " Rates per person who passed would be equal only if ...", once.
static const char *equal_text(const speaker *s, const assay_figure *f)
{
    if (!s->last) return "";
    return assay_teller_text(
        &s->teller,
        " Rates per person who passed would be equal only if that group was "
        "between %s and %s of every 100 who passed%s.",
        on_base(s, f->low, 100), on_base(s, f->high, 100),
        s->period ? " then" : "");
}

// "Of 10 wrong alerts, 8 were of ethnicity Black: 80 (44 to 97) of every 100.
// Rates per person who passed would be equal only if that group was between 44
// and 97 of every 100 who passed."
static void say_share(const speaker *s)
{
    const assay_figure *f = largest(s, ASSAY_OF_GROUP_SHARE_FALSE);
    if (!f || !(f->trials > 0) || !isfinite(f->high)) return;
    const bool open = !isnan(f->bounds[1]);
    const double most = open ? f->bounds[1] : f->value;
    const double trials = (double)f->trials;
    const double rest = floor((most - f->value) * trials + 0.5);
    const assay_label *group = label_of(f);
    const char *unstated =
        open ? assay_teller_text(&s->teller,
                                 ", the group of %s being not stated",
                                 number(s, rest))
             : "";
    assay_teller_say(
        &s->teller, ASSAY_IN_SHORT,
        assay_teller_text(
            &s->teller,
            "%s%s %s wrong %s, %s %s of %s %s%s: %s (%s to %s) of every "
            "100%s.%s",
            s->when, s->when[0] ? "of" : "Of", number(s, trials),
            f->trials == 1 ? "alert" : "alerts",
            between(s, (double)f->events, (double)f->events + rest),
            f->events == 1 && !open ? "was" : "were", group->attribute,
            group->value, unstated, between(s, f->value * 100, most * 100),
            on_base(s, f->low, 100), on_base(s, f->high, 100), level(s),
            equal_text(s, f)),
        f);
}

static bool is_beyond_chance(const assay_figure *ratio)
{
    return ratio->low > 1 || ratio->high < 1;
}

// The ratio that lies beyond chance, else the largest.
static const assay_figure *farthest(const speaker *s)
{
    const assay_figure *found = NULL;
    for (size_t g = s->first; g < s->end; g++) {
        const assay_figure *f =
            find(s, ASSAY_OF_GROUP_RATIO, &group_at(s, g)->label);
        if (!f) continue;
        const bool beyond = is_beyond_chance(f);
        const bool before = found && is_beyond_chance(found);
        if (!found || beyond > before ||
            (beyond == before && f->value > found->value))
            found = f;
    }
    return found;
}

// "ratio 6.36 (0.912 to 70.3)", or the end that there is.
static const char *ratio_text(const speaker *s, const assay_figure *f)
{
    if (isinf(f->value) || isinf(f->high))
        return assay_teller_text(&s->teller, "ratio %s or more",
                                 digits(s, f->low));
    if (!(f->value > 0))
        return assay_teller_text(&s->teller, "ratio %s or less",
                                 digits(s, f->high));
    return assay_teller_text(&s->teller, "ratio %s (%s to %s)",
                             digits(s, f->value), digits(s, f->low),
                             digits(s, f->high));
}

// "They had an 80 % chance to show only a ratio of 15 or more where ethnicity
// Black has more", of the group whose chance was best.
static const char *power_text(const speaker *s)
{
    const assay_figure *found = NULL;
    for (size_t g = s->first; g < s->end; g++) {
        const assay_figure *f =
            find(s, ASSAY_OF_GROUP_LEAST, &group_at(s, g)->label);
        if (f && (!found || f->value < found->value)) found = f;
    }
    if (!found) return "They could not have shown any, however large.";
    return assay_teller_text(
        &s->teller,
        "They had an 80 %% chance to show only one of %s-fold or more, where "
        "%s %s has more.",
        assay_teller_digits(&s->teller, found->value, 2),
        label_of(found)->attribute, label_of(found)->value);
}

// "Of 100 alerts of ethnicity Black, 16 (9 to 28) were wrong; against all
// others, ratio 8 (1.9 to 50): beyond chance."
static void say_beyond(const speaker *s, const assay_figure *ratio)
{
    const assay_label *group = label_of(ratio);
    const assay_figure *rate = find(s, ASSAY_OF_GROUP_RATE, group);
    if (!rate || !isfinite(rate->high)) return;
    const uint64_t base =
        assay_spoken_base(rate->value > 0 ? rate->value : rate->high);
    assay_teller_say(
        &s->teller, ASSAY_IN_SHORT,
        assay_teller_text(
            &s->teller,
            "%s%s %s alerts of %s %s, %s (%s to %s) were wrong; against all "
            "others, %s: beyond chance%s. Alerts are not people who passed.",
            s->when, s->when[0] ? "of" : "Of", number(s, (double)base),
            group->attribute, group->value, on_base(s, rate->value, base),
            on_base(s, rate->low, base), on_base(s, rate->high, base),
            ratio_text(s, ratio), level(s)),
        ratio);
}

// "7 wrong alerts are too few to compare groups by ethnicity: no conclusion.
// They had an 80 % chance ..."
static void say_open(const speaker *s, const assay_figure *ratio)
{
    const bool few = ratio->status == ASSAY_FIGURE_FEW_EVENTS;
    const char *events = number(s, (double)ratio->trials);
    const char *word = ratio->trials == 1 ? "alert" : "alerts";
    const assay_label *group = label_of(ratio);
    assay_teller_say(
        &s->teller, ASSAY_IN_SHORT,
        few ? assay_teller_text(
                  &s->teller,
                  "%s%s wrong %s %s too few to compare groups by %s: no "
                  "conclusion. %s",
                  s->when, events, word, ratio->trials == 1 ? "is" : "are",
                  group->attribute, power_text(s))
            : assay_teller_text(&s->teller,
                                "%s%s, %s %s against all others: %s, "
                                "within chance%s. These are %s wrong %s. %s",
                                s->when,
                                s->when[0] ? "wrong alerts per alert"
                                           : "Wrong alerts per alert",
                                group->attribute, group->value,
                                ratio_text(s, ratio), level(s), events, word,
                                power_text(s)),
        ratio);
}

// "If wrong alerts fell on groups as alerts do, 7 of them would leave out
// ethnicity Black 59 times in 1,000." Of the group of which it is likeliest
// that this says something: the one with most alerts.
static void say_none(const speaker *s)
{
    const assay_figure *found = NULL;
    for (size_t g = s->first; g < s->end; g++) {
        const assay_figure *f =
            find(s, ASSAY_OF_GROUP_NONE, &group_at(s, g)->label);
        if (f && (!found || f->value < found->value)) found = f;
    }
    if (!found || found->value < 0.0005) return;
    const bool little = found->value >= 0.05;
    assay_teller_say(
        &s->teller, ASSAY_IN_SHORT,
        assay_teller_text(
            &s->teller,
            "%s%sone of them was of %s %s%s: if wrong alerts fell on groups as "
            "alerts do, %s would leave it out %s times in 1,000.",
            s->when, little ? "That n" : "N", label_of(found)->attribute,
            label_of(found)->value, little ? " says little" : "",
            number(s, (double)found->trials), on_base(s, found->value, 1000)),
        found);
}

static void say_compared(const speaker *s)
{
    const assay_figure *ratio = farthest(s);
    if (!ratio) return;
    if (is_beyond_chance(ratio)) {
        say_beyond(s, ratio);
        return;
    }
    say_open(s, ratio);
    say_none(s);
}

static void say_rows(speaker *s)
{
    const assay_deployments *all = &s->study->rows;
    for (s->first = 0; s->first < all->group_count; s->first = s->end) {
        s->end = assay_people_end(all, s->first);
        say_share(s);
        say_compared(s);
    }
}

// Whether some alerts by group are recorded.
static bool has_alerts(const assay_operational_study *study)
{
    const assay_deployments *all = &study->rows;
    for (size_t i = 0; i < all->count; i++)
        for (size_t g = 0; g < all->group_count; g++)
            if (all->rows[i]
                    .people[g * ASSAY_PEOPLE_COUNTS + ASSAY_PEOPLE_ALERTS]
                    .least >= 0)
                return true;
    return false;
}

void assay_operational_people_words(assay_operational_study *study)
{
    const assay_timeline *t = study->timeline;
    const assay_teller teller = {study->ledger, study->result};
    speaker s = {.study = study, .teller = teller, .when = "", .last = true};
    if (!study->rows.group_count) return;
    if (!t->periods) say_rows(&s);
    for (size_t p = t->periods > PERIODS_SAID ? t->periods - PERIODS_SAID : 0;
         p < t->periods; p++) {
        s.period = t->groups[p].labels;
        s.last = p + 1 == t->periods;
        s.when = assay_teller_text(
            &teller, "%s: ", assay_timeline_words(study, p, false));
        say_rows(&s);
    }
    if (has_alerts(study)) return;
    assay_teller_say(&teller, ASSAY_CANNOT_BE_TOLD,
                     "How many alerts of each group were wrong: only wrong "
                     "ones are recorded by group.",
                     NULL);
    assay_teller_say(&teller, ASSAY_TO_KNOW_IT,
                     "All alerts by group, the right ones too.", NULL);
}
