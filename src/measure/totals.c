// SPDX-License-Identifier: Apache-2.0
#include "measure/totals.h"

#include "measure/operating.h"
#include "stats/proportions.h"
#include "stats/zero.h"

static uint64_t both(const uint64_t counts[ASSAY_CLASSES])
{
    return counts[ASSAY_MATED] + counts[ASSAY_NON_MATED];
}

static void add_count(const assay_part *part, const char *name, uint64_t value,
                      const char *note)
{
    assay_figure figure = assay_operating_figure(part, name, "count");
    figure.value = (double)value;
    figure.note = note;
    if (part->view->same_references) figure.references = "same group";
    const assay_entry entry = assay_operating_entry(part, &figure);
    (void)assay_ledger_add(&part->verification->ledger, &entry, false);
}

static void add_subjects(const assay_part *part)
{
    if (part->view->has_people) {
        add_count(part, "subjects", part->crowd.present,
                  part->view->label_count
                      ? "people in these comparisons, references of other "
                        "groups included"
                      : NULL);
        return;
    }
    assay_figure figure = assay_operating_figure(part, "subjects", "count");
    figure.status = ASSAY_FIGURE_NO_DATA;
    figure.note = "who is in each comparison is not given";
    const assay_entry entry = assay_operating_entry(part, &figure);
    (void)assay_ledger_add(&part->verification->ledger, &entry, false);
}

void assay_totals_counts(assay_part *part)
{
    const assay_view *view = part->view;
    if (view->same_references) {
        add_count(part, "non-mated comparisons", view->trials[ASSAY_NON_MATED],
                  NULL);
        return;
    }
    add_count(part, "comparisons", both(view->trials), "completed ones");
    add_count(part, "mated comparisons", view->trials[ASSAY_MATED], NULL);
    add_count(part, "non-mated comparisons", view->trials[ASSAY_NON_MATED],
              NULL);
    add_count(part, "failed comparisons", both(view->failed), NULL);
    add_subjects(part);
}

static void set_share(const assay_part *part, uint64_t events, uint64_t trials,
                      assay_figure *figure)
{
    const double confidence = part->verification->options->common.confidence;
    const double n = (double)trials, x = (double)events;
    const double bound = assay_zero_bound(n, 0.5 * (1 - confidence));
    const assay_interval wilson = assay_wilson_counts(x, n, confidence);
    figure->value = x / n;
    figure->low = events == trials ? 1 - bound : wilson.low;
    figure->high = events ? wilson.high : bound;
    figure->interval = "confidence";
    figure->confidence = confidence;
    figure->method = "Wilson, as if independent";
    figure->events = (int64_t)events;
    figure->trials = (int64_t)trials;
    figure->effective = n;
    figure->note = "counted in comparisons: a sample that fails counts once "
                   "for each";
}

static void add_share(const assay_part *part, const char *name, uint64_t events,
                      bool known)
{
    const uint64_t trials = both(part->view->trials) + both(part->view->failed);
    assay_figure figure = assay_operating_figure(part, name, "proportion");
    figure.per = "comparison";
    figure.of = "attempted comparisons";
    figure.status = known && trials ? ASSAY_FIGURE_OK : ASSAY_FIGURE_NO_DATA;
    if (known && trials)
        set_share(part, events, trials, &figure);
    else
        figure.note = "which attempts failed here is not given";
    const assay_entry entry = assay_operating_entry(part, &figure);
    (void)assay_ledger_add(&part->verification->ledger, &entry, false);
}

void assay_totals_failures(assay_part *part)
{
    const assay_view *view = part->view;
    const uint64_t failed = both(view->failed);
    const uint64_t fta = both(view->no_probe), fte = both(view->no_reference);
    const bool known = part->verification->facts->failures_known || failed > 0;
    // Of failures without a reason nobody knows whose they were.
    const bool reasons = known && (fta || fte || !failed);
    add_share(part, "FTA", fta, reasons);
    add_share(part, "FTE", fte, reasons);
    add_share(part, "failed comparisons per attempted comparison", failed,
              known);
}
