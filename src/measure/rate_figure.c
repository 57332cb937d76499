// SPDX-License-Identifier: Apache-2.0
#include "measure/rate_figure.h"

#include "base/text.h"
#include "measure/covered.h"

void assay_rate_fill(const assay_estimate *rate, double confidence,
                     assay_figure *figure)
{
    figure->value = rate->value;
    figure->low = rate->low;
    figure->high = rate->high;
    figure->method = rate->method;
    figure->effective = rate->effective;
    figure->subjects = rate->people;
    figure->events = (int64_t)rate->events;
    figure->trials = (int64_t)rate->trials;
    if (!rate->method) return;
    figure->interval = "confidence";
    figure->confidence = confidence;
}

// "0.0125", with three digits.
static const char *rounded(assay_ledger *ledger, double value)
{
    char text[32];
    assay_print_double(value, 3, text);
    return assay_ledger_text(ledger, "%s", text);
}

static const char *note_extreme(assay_ledger *ledger,
                                const assay_estimate *rate)
{
    const char *words =
        rate->events ? "nothing but: at least" : "none: at most";
    const char *independent = rounded(ledger, rate->extreme_bounds[0]);
    if (rate->people < 0)
        return assay_ledger_text(ledger, "%s %s if %ss were independent", words,
                                 independent ? independent : "", rate->unit);
    const char *safe = rounded(ledger, rate->extreme_bounds[2]);
    const double shared = rate->extreme_bounds[1];
    const char *borrowed =
        __builtin_isnan(shared) ? NULL : rounded(ledger, shared);
    if (!independent || !safe) return NULL;
    return assay_ledger_text(
        ledger, "%s %s if %ss were independent, %s%s%s whatever they share",
        words, independent, rate->unit, borrowed ? borrowed : "",
        borrowed ? " if they cluster as at the nearest threshold with 30, "
                 : "",
        safe);
}

const char *assay_rate_note(assay_ledger *ledger, const assay_estimate *rate)
{
    if (rate->one_person) return "one person: no interval";
    if (rate->few_people) return "too few people for an interval";
    if (rate->dominated)
        return assay_ledger_text(ledger,
                                 "one person has more than 5 %% of the %ss: no "
                                 "interval by %s",
                                 rate->unit, rate->unit);
    return rate->extreme && rate->method ? note_extreme(ledger, rate) : NULL;
}

unsigned assay_rate_tell(const assay_estimate *rate)
{
    return (rate->few_clusters ? ASSAY_TELL_FEW_CLUSTERS : 0u) |
           (rate->falls_short & ASSAY_COVERED_SHORT ? ASSAY_TELL_SHORT : 0u) |
           (rate->falls_short == ASSAY_COVERED_HEAVY ? ASSAY_TELL_HEAVY : 0u) |
           (rate->few_people && rate->trials ? ASSAY_TELL_FEW_PEOPLE : 0u) |
           (rate->dominated ? ASSAY_TELL_DOMINATED : 0u) |
           (rate->people < 0 && rate->method ? ASSAY_TELL_NO_PEOPLE : 0u);
}
