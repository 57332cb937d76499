// SPDX-License-Identifier: Apache-2.0
#include "measure/contrast_figures.h"

#include "base/text.h"
#include "measure/interactions.h"
#include "measure/permuted.h"
#include "measure/powered.h"
#include "measure/shrinking.h"
#include "measure/spreads.h"

#include <math.h>
#include <string.h>

// One contrast and where its figures go.
typedef struct shown {
    assay_ledger *ledger;
    const assay_options *options;
    const assay_group_contrast *one;
    const assay_figure *like; // the rate of the group
    const char *rate;         // "FNMR"
    const char *to;           // "all others", "the reference group"
} shown;

// With three digits, for a note.
static const char *rounded(assay_ledger *ledger, double value)
{
    char text[32];
    text[assay_print_double(value, 3, text)] = '\0';
    return assay_ledger_text(ledger, "%s", text);
}

static const char *events_of(const shown *s)
{
    switch (s->one->rates->kind) {
    case ASSAY_STANDING_MISSED:
        return s->like->watchlist_size ? "misses" : "false non-matches";
    case ASSAY_STANDING_FOUND: return "passages that raised the right alert";
    case ASSAY_STANDING_ASIDE: return "passages that named somebody else";
    case ASSAY_STANDING_FALSE:
    case ASSAY_STANDING_NEAR:
    case ASSAY_STANDING_KINDS:
    default:
        if (strcmp(s->like->per, "passage") == 0)
            return "passages that raised an alert";
        return s->like->watchlist_size ? "non-mated searches that named "
                                         "somebody"
                                       : "false matches";
    }
}

static void put(const shown *s, const assay_figure *figure)
{
    const assay_standing *own = s->one->rates->of[s->one->group];
    const assay_entry entry = {.figure = *figure,
                               .cell = s->ledger->entries[own->entry].cell,
                               .guard_low = NAN,
                               .guard_high = NAN};
    (void)assay_ledger_add(s->ledger, &entry, false);
}

static assay_figure figure_of(const shown *s, const char *name,
                              const char *unit)
{
    assay_figure figure =
        assay_contrasts_figure(s->like, name ? name : "", unit);
    figure.weights = s->one->rates->by_subject ? "subject" : "comparison";
    figure.of = events_of(s);
    figure.per = "event";
    return figure;
}

static bool has_people(const assay_group_contrast *one)
{
    return one->rates->of[one->group]->people_known;
}

static const char *method_of(const shown *s)
{
    const assay_contrasted *a = &s->one->sides.a, *b = &s->one->sides.b;
    if (!(a->events > 0) || !(b->events > 0))
        return "exact conditional, events over the design effect";
    if (a->events < 5 || b->events < 5)
        return "the wider of logarithm, t, and exact conditional";
    if (!has_people(s->one) && s->ledger->standings.without)
        return "cluster-robust on logarithms, t, as if no person were in two "
               "groups";
    return has_people(s->one) ? "cluster-robust on logarithms, t"
                              : "on logarithms, as if independent";
}

static const char *family_of(const shown *s)
{
    return s->one->confirmatory
               ? assay_ledger_text(s->ledger,
                                   "Holm over %zu ratios named as confirmatory",
                                   s->one->family)
               : assay_ledger_text(s->ledger,
                                   "Benjamini-Hochberg over %zu ratios",
                                   s->one->family);
}

static bool says_nothing(const assay_group_contrast *one)
{
    const double a = one->sides.a.events, b = one->sides.b.events;
    return assay_powered_not_at_all(a < b ? a : b, &one->ratio);
}

static const char *note_power(const shown *s)
{
    const assay_adequacy adequacy =
        assay_contrast_adequacy(&s->one->sides, ASSAY_POWERED_RATIO,
                                ASSAY_POWERED_CHANCE, s->options->confidence);
    return assay_powered_note(s->ledger, &adequacy, says_nothing(s->one),
                              has_people(s->one) ? " over the design effect"
                                                 : "");
}

static const char *note_ratio(const shown *s)
{
    const char *p = rounded(s->ledger, s->one->ratio.p);
    const char *power = note_power(s);
    const size_t left = s->one->rates->left_out;
    if (!p || !power) return NULL;
    if (!left || s->one->declared)
        return assay_ledger_text(s->ledger, "p of equal rates %s, two-sided%s",
                                 p, power);
    return assay_ledger_text(s->ledger,
                             "p of equal rates %s, two-sided; %zu group%s too "
                             "small or without an interval are not among the "
                             "others%s",
                             p, left, left == 1 ? "" : "s", power);
}

static void add_ratio(const shown *s)
{
    const assay_group_contrast *one = s->one;
    assay_figure figure = figure_of(
        s, assay_ledger_text(s->ledger, "%s ratio to %s", s->rate, s->to),
        "ratio");
    figure.events = (int64_t)one->sides.a.events;
    figure.trials = (int64_t)(one->sides.a.events + one->sides.b.events);
    if (isnan(one->ratio.p)) {
        figure.status = ASSAY_FIGURE_NO_DATA;
        figure.note = "no events in either";
        put(s, &figure);
        return;
    }
    figure.value = one->ratio.value;
    figure.low = one->ratio.low;
    figure.high = one->ratio.high;
    figure.interval = "confidence";
    figure.confidence = s->options->confidence;
    figure.method = method_of(s);
    figure.note = note_ratio(s);
    if (says_nothing(one) || s->like->status == ASSAY_FIGURE_FEW_EVENTS)
        figure.status = ASSAY_FIGURE_FEW_EVENTS;
    put(s, &figure);
}

static void add_adjusted(const shown *s)
{
    assay_figure figure =
        figure_of(s,
                  assay_ledger_text(s->ledger, "adjusted p of %s ratio to %s",
                                    s->rate, s->to),
                  "p");
    if (isnan(s->one->ratio.p)) return;
    figure.value = s->one->adjusted;
    figure.method = family_of(s);
    figure.note = "of equal rates, two-sided";
    put(s, &figure);
}

// `like` with one more condition before its own, in `at`.
static bool add_condition(const shown *s, assay_at extra, assay_at *at,
                          assay_figure *figure)
{
    enum { MOST = 4 };
    if (s->like->at_count > MOST) return false;
    at[0] = extra;
    for (size_t i = 0; i < s->like->at_count; i++) at[i + 1] = s->like->at[i];
    figure->at = at;
    figure->at_count = s->like->at_count + 1;
    return true;
}

static void add_equivalence(const shown *s)
{
    assay_at at[5];
    const assay_at margin = {"margin", s->options->groups.margin};
    assay_figure figure =
        figure_of(s,
                  assay_ledger_text(s->ledger, "p of %s equivalence to %s",
                                    s->rate, s->to),
                  "p");
    if (isnan(s->one->ratio.p) || !add_condition(s, margin, at, &figure))
        return;
    figure.value = s->one->equivalence;
    figure.method = "two one-sided tests";
    figure.note = "equal within the margin where this is at most 0.05";
    put(s, &figure);
}

static void add_least(const shown *s)
{
    assay_at at[5];
    const assay_at power = {"power", ASSAY_POWERED_CHANCE};
    assay_figure figure =
        figure_of(s,
                  assay_ledger_text(s->ledger, "least %s ratio to %s shown",
                                    s->rate, s->to),
                  "ratio");
    if (isnan(s->one->ratio.p) || !add_condition(s, power, at, &figure)) return;
    figure.value = s->one->least;
    figure.note = "what a test of so many events could have shown, not "
                  "adjusted for the number of tests";
    if (isnan(figure.value)) {
        figure.status = ASSAY_FIGURE_REFUSED;
        figure.note = "none: not even all events in this group would count as "
                      "an excess";
    }
    put(s, &figure);
}

static void add_contrast(assay_ledger *ledger, const assay_options *options,
                         const assay_group_contrast *one)
{
    // A copy: the entries move while figures are added.
    const assay_figure like =
        *assay_standing_figure(ledger, one->rates->of[one->group]);
    const shown s = {
        ledger,    options,
        one,       &like,
        like.name, one->declared ? "the reference group" : "all others"};
    add_ratio(&s);
    add_adjusted(&s);
    add_equivalence(&s);
    add_least(&s);
}

void assay_contrast_figures(assay_ledger *ledger, const assay_options *options,
                            const assay_contrasts *contrasts)
{
    for (size_t i = 0; i < contrasts->count; i++)
        add_contrast(ledger, options, &contrasts->items[i]);
    for (size_t p = 0; p < contrasts->points.count; p++)
        assay_spreads_add(ledger, options, &contrasts->points.items[p]);
    for (size_t p = 0; p < contrasts->points.count; p++)
        assay_shrinking_add(ledger, options, &contrasts->points.items[p]);
    for (size_t p = 0; p < contrasts->points.count; p++)
        assay_interactions_add(ledger, options, &contrasts->points.items[p]);
    if (!ledger->no_memory)
        assay_permuted_add(ledger, options, &contrasts->points);
}
