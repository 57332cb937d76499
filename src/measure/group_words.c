// SPDX-License-Identifier: Apache-2.0
#include "measure/group_words.h"

#include "base/text.h"
#include "measure/sentences.h"

#include <math.h>

const char *const assay_group_outcome =
    "Which group ends up stopped more often: that depends on who walks past, "
    "who is on the list and what officers do as well. These are rates at one "
    "threshold.";
const char *const assay_group_outcome_known =
    "Alerts by group, and the group of everybody who passed, counted at the "
    "camera.";

static bool is_of(const assay_ledger *ledger, const assay_figure *like,
                  assay_standing_kind kind, const assay_group_contrast *one)
{
    return one->rates->kind == kind &&
           assay_same_point(&ledger->entries[one->point->entry].figure, like);
}

static double rate_of(const assay_group_contrast *one)
{
    return one->rates->rate[one->group];
}

// Whether the group of `one` has the greatest (sign 1) or least rate.
static bool is_extreme(const assay_group_contrast *one, double sign)
{
    for (size_t g = 0; g < one->rates->n; g++)
        if (sign * one->rates->rate[g] > sign * rate_of(one)) return false;
    return true;
}

static void note_beyond(const assay_group_contrast *one,
                        assay_group_verdict *out)
{
    const bool two = one->rates->n == 2;
    const double value = one->ratio.value;
    out->differ = true;
    if (value > 1 && (two || is_extreme(one, 1))) out->above = one;
    if (value < 1 && (two || is_extreme(one, -1))) out->below = one;
}

static void take(const assay_group_contrast *one, double confidence,
                 assay_group_verdict *out)
{
    const double least = isnan(one->least) ? (double)INFINITY : one->least;
    out->equal = (!out->any || out->equal) && one->equivalence <= 0.05;
    if (!out->any || least < out->least) out->least = least;
    if (!out->any || least > out->most) out->most = least;
    out->any = one;
    out->groups = one->rates->n;
    if (one->adjusted < 1 - confidence) note_beyond(one, out);
}

assay_group_verdict assay_group_says(const assay_ledger *ledger,
                                     const assay_figure *like,
                                     assay_standing_kind kind,
                                     double confidence)
{
    assay_group_verdict out = {.groups = 0};
    const assay_contrasts *all = ledger->contrasts;
    for (size_t i = 0; all && i < all->count; i++) {
        const assay_group_contrast *one = &all->items[i];
        if (!is_of(ledger, like, kind, one)) continue;
        // Of more than two groups each against all others; a declared one
        // stands in the figures.
        if (one->declared && one->rates->n > 2) continue;
        take(one, confidence, &out);
    }
    return out;
}

// Three digits, as in a note; "330,000".
static const char *digits(assay_ledger *ledger, double value)
{
    char text[32];
    if (value >= 9999.5 && value < 1e9) {
        double unit = 1;
        while (value >= 1000 * unit) unit *= 10;
        return assay_spoken_number(
            &ledger->arena, (uint64_t)(floor(value / unit + 0.5) * unit));
    }
    text[assay_print_double(value, 3, text)] = '\0';
    return assay_ledger_text(ledger, "%s", text);
}

// "1.67 (1.47 to 1.89)"; of two groups the greater rate over the less.
static const char *ratio_of(assay_ledger *ledger,
                            const assay_group_contrast *one, bool invert)
{
    const assay_ratio *r = &one->ratio;
    const double value = invert ? 1 / r->value : r->value;
    const double low = invert ? 1 / r->high : r->low;
    const double high = invert ? 1 / r->low : r->high;
    const char *middle = digits(ledger, value);
    const char *from = digits(ledger, low);
    const char *to = digits(ledger, high);
    if (!middle || !from || !to) return NULL;
    if (isinf(high)) return assay_ledger_text(ledger, "of %s or more", from);
    if (!(low > 0)) return assay_ledger_text(ledger, "of %s or less", to);
    return assay_ledger_text(ledger, "%s (%s to %s)", middle, from, to);
}

bool assay_group_apart(const assay_group_verdict *verdict)
{
    if (verdict->groups == 2) return verdict->above || verdict->below;
    return verdict->above && verdict->below;
}

const char *assay_group_ratio(assay_ledger *ledger,
                              const assay_group_contrast *two,
                              const assay_entry *most)
{
    const assay_standing *own = two->rates->of[two->group];
    return ratio_of(ledger, two,
                    ledger->entries[own->entry].cell != most->cell);
}

static const char *tail_of_two(assay_ledger *ledger,
                               const assay_group_verdict *verdict)
{
    const bool invert = verdict->below != NULL;
    const char *ratio =
        ratio_of(ledger, invert ? verdict->below : verdict->above, invert);
    return ratio ? assay_ledger_text(ledger, "; ratio %s", ratio) : NULL;
}

static const char *tail_of_many(assay_ledger *ledger,
                                const assay_group_verdict *verdict)
{
    const assay_group_contrast *above = verdict->above, *below = verdict->below;
    const char *first = above ? ratio_of(ledger, above, false) : "";
    const char *last = below ? ratio_of(ledger, below, false) : "";
    if (!first || !last) return NULL;
    if (above && below)
        return assay_ledger_text(ledger, "; ratios to all others %s and %s",
                                 first, last);
    return assay_ledger_text(ledger, "; of the %s to all others ratio %s",
                             above ? "first" : "last", above ? first : last);
}

const char *assay_group_tail(assay_ledger *ledger,
                             const assay_group_verdict *verdict, double margin)
{
    if (verdict->groups < 2) return "";
    if (verdict->above || verdict->below)
        return verdict->groups == 2 ? tail_of_two(ledger, verdict)
                                    : tail_of_many(ledger, verdict);
    if (verdict->differ || !verdict->equal) return "";
    const char *low = digits(ledger, 1 / margin);
    const char *high = digits(ledger, margin);
    if (!low || !high) return NULL;
    return verdict->groups == 2
               ? assay_ledger_text(ledger, "; within %s to %s of each other",
                                   low, high)
               : assay_ledger_text(ledger,
                                   "; each group within %s to %s of all others",
                                   low, high);
}

const char *assay_group_saw_none(assay_ledger *ledger,
                                 const assay_group_verdict *verdict)
{
    static const char *const start =
        "The test saw no difference; it had an 80 % chance to see";
    const bool none = isinf(verdict->least);
    const char *least = digits(ledger, verdict->least);
    const char *most = digits(ledger, verdict->most);
    if (!least || !most) return NULL;
    if (none)
        return assay_ledger_text(ledger, "The test saw no difference; no "
                                         "ratio, however large, had an 80 %% "
                                         "chance to be seen");
    if (verdict->groups == 2 || verdict->least >= verdict->most)
        return assay_ledger_text(ledger, "%s only a ratio of %s or more", start,
                                 least);
    if (isinf(verdict->most))
        return assay_ledger_text(ledger,
                                 "%s only a ratio of %s or more in one group, "
                                 "and none in another",
                                 start, least);
    return assay_ledger_text(ledger,
                             "%s only a ratio of %s to %s or more, by group",
                             start, least, most);
}
