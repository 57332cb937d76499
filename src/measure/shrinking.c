// SPDX-License-Identifier: Apache-2.0
#include "measure/shrinking.h"

#include "base/alloc.h"
#include "base/text.h"
#include "measure/contrasts.h"

#include <math.h>

static const char *note_of(assay_ledger *ledger, const assay_shrinkage *fit,
                           double own)
{
    char weight[32];
    if (fit->complete)
        return "for the order of groups; complete: rates lie no farther apart "
               "than chance would have it, so that of each is the rate of all";
    weight[assay_print_double(own, 3, weight)] = '\0';
    return assay_ledger_text(ledger,
                             "for the order of groups; the group's own rate "
                             "weighs %s, that of all groups the rest of 1",
                             weight);
}

void assay_shrinking_fill(assay_ledger *ledger, const assay_shrinkage *fit,
                          assay_exposed group, double confidence,
                          bool clustered, assay_figure *figure)
{
    if (!(fit->mean > 0)) {
        figure->status = ASSAY_FIGURE_NO_DATA;
        figure->note = "no events in any group";
        return;
    }
    const assay_shrunk rate = assay_shrink(fit, group, confidence);
    figure->value = rate.value < 1 ? rate.value : 1;
    figure->low = rate.low;
    figure->high = rate.high < 1 ? rate.high : 1;
    figure->interval = "posterior";
    figure->confidence = confidence;
    figure->method =
        clustered ? "gamma-Poisson by moments, events over the design effect"
                  : "gamma-Poisson by moments, every trial independent";
    figure->note = note_of(ledger, fit, rate.own);
}

static void add(assay_ledger *ledger, const assay_options *options,
                const assay_group_rates *rates, const assay_exposed *groups)
{
    const assay_shrinkage fit = assay_shrink_fit(groups, rates->n);
    for (size_t g = 0; g < rates->n; g++) {
        const assay_standing *one = rates->of[g];
        // A copy: the entries move while figures are added.
        const assay_figure like = *assay_standing_figure(ledger, one);
        const char *name =
            assay_ledger_text(ledger, "%s shrunk to all groups", like.name);
        assay_figure figure =
            assay_contrasts_figure(&like, name ? name : "", "proportion");
        figure.weights = rates->by_subject ? "subject" : "comparison";
        assay_shrinking_fill(ledger, &fit, groups[g], options->confidence,
                             one->people_known, &figure);
        if (like.status == ASSAY_FIGURE_FEW_EVENTS &&
            figure.status == ASSAY_FIGURE_OK)
            figure.status = ASSAY_FIGURE_FEW_EVENTS;
        const assay_entry entry = {.figure = figure,
                                   .cell = ledger->entries[one->entry].cell,
                                   .guard_low = NAN,
                                   .guard_high = NAN};
        (void)assay_ledger_add(ledger, &entry, false);
    }
}

void assay_shrinking_add(assay_ledger *ledger, const assay_options *options,
                         const assay_group_point *point)
{
    for (size_t kind = 0; kind < ASSAY_STANDING_KINDS; kind++) {
        const assay_group_rates *rates = &point->rates[kind];
        if (rates->n < ASSAY_SHRINKING_LEAST || ledger->no_memory) continue;
        ASSAY_AUTO(assay_drop)
        assay_exposed *groups = assay_new(0, rates->n, sizeof *groups);
        if (!groups) {
            ledger->no_memory = true;
            return;
        }
        for (size_t g = 0; g < rates->n; g++)
            groups[g] = assay_group_exposed(rates, g);
        add(ledger, options, rates, groups);
    }
}
