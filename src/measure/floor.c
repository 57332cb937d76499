// SPDX-License-Identifier: Apache-2.0
#include "measure/floor.h"

#include "base/text.h"
#include "measure/sentences.h"

#include <math.h>

bool assay_floor_hides(const assay_view *view, uint64_t most)
{
    return view->floor && most >= view->floor_matches;
}

bool assay_floor_blind(const assay_view *view)
{
    return view->floor && view->below == ASSAY_BELOW_NOTHING;
}

bool assay_floor_sampled(const assay_view *view)
{
    return view->floor && view->below == ASSAY_BELOW_SAMPLED;
}

// With three digits and never more than it is.
static double rounded_down(double rate)
{
    double scale = 1;
    if (!(rate > 0)) return 0;
    while (rate * scale < 100) scale *= 10;
    return floor(rate * scale) / scale;
}

static const char *number(const assay_part *part, uint64_t count)
{
    assay_ledger *ledger = &part->verification->ledger;
    const char *text = assay_spoken_number(&ledger->arena, count);
    if (!text) ledger->no_memory = true;
    return text ? text : "";
}

const char *assay_floor_note(const assay_part *part)
{
    char rate[32];
    const assay_view *view = part->view;
    assay_print_double(rounded_down((double)view->floor_matches /
                                    (double)view->trials[ASSAY_NON_MATED]),
                       3, rate);
    return assay_ledger_text(&part->verification->ledger,
                             "kept are the %s most alike pairs of different "
                             "people: FMR below %s; --tail keeps more",
                             number(part, view->floor_matches), rate);
}

const char *assay_floor_bounds_note(const assay_part *part)
{
    const assay_view *view = part->view;
    assay_ledger *ledger = &part->verification->ledger;
    const char *kept = number(part, view->floor_matches);
    if (assay_floor_sampled(view))
        return assay_ledger_text(
            ledger,
            "from a sample of %s comparisons below the %s most alike pairs of "
            "different people: no interval, and bounds that hold whatever the "
            "others are",
            number(part, view->below_sample), kept);
    return assay_ledger_text(
        ledger,
        "scores below the %s most alike pairs of different people are counted "
        "by narrow ranges: no interval, and bounds that hold wherever in its "
        "range a score lies",
        kept);
}

const char *assay_floor_sample_note(const assay_part *part)
{
    return assay_ledger_text(&part->verification->ledger,
                             "non-mated scores from a sample of %s comparisons",
                             number(part, part->view->below_sample));
}
