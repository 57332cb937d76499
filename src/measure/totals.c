// SPDX-License-Identifier: Apache-2.0
#include "measure/totals.h"

#include "measure/operating.h"
#include "stats/cluster.h"
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

static void set_ends(const assay_part *part, assay_interval ends,
                     const char *method, assay_figure *figure)
{
    figure->low = ends.low;
    figure->high = ends.high;
    figure->interval = "confidence";
    figure->confidence = part->verification->options->common.confidence;
    figure->method = method;
}

// As if independent, the ends at 0 and 1 by the bound of 4.6.
static void set_independent(const assay_part *part, uint64_t events,
                            uint64_t trials, assay_figure *figure)
{
    const double confidence = part->verification->options->common.confidence;
    const double n = (double)trials, x = (double)events;
    const double bound = assay_zero_bound(n, 0.5 * (1 - confidence));
    assay_interval ends = assay_wilson_counts(x, n, confidence);
    if (events == trials) ends.low = 1 - bound;
    if (!events) ends.high = bound;
    figure->effective = n;
    set_ends(part, ends, "Wilson, as if independent", figure);
}

static void set_rate(uint64_t events, uint64_t trials, assay_figure *figure)
{
    figure->value = (double)events / (double)trials;
    figure->events = (int64_t)events;
    figure->trials = (int64_t)trials;
}

static void put_share(const assay_part *part, const assay_figure *figure)
{
    const assay_entry entry = assay_operating_entry(part, figure);
    (void)assay_ledger_add(&part->verification->ledger, &entry, false);
}

static assay_figure share_of(const assay_part *part, const char *name,
                             const char *per, const char *of)
{
    assay_figure figure = assay_operating_figure(part, name, "proportion");
    figure.per = per;
    figure.of = of;
    return figure;
}

// In comparisons, where samples cannot be told apart; no note: not known.
static void add_share(const assay_part *part, const char *name, uint64_t events,
                      const char *note)
{
    const uint64_t trials = both(part->view->trials) + both(part->view->failed);
    assay_figure figure =
        share_of(part, name, "comparison", "attempted comparisons");
    figure.status = note && trials ? ASSAY_FIGURE_OK : ASSAY_FIGURE_NO_DATA;
    figure.note = note ? note : "which attempts failed here is not given";
    if (note && trials) {
        set_rate(events, trials, &figure);
        set_independent(part, events, trials, &figure);
    }
    put_share(part, &figure);
}

// Counts of each person into an array of the crowd.
static void fill(const assay_crowd *crowd, double *to)
{
    for (size_t i = 0; i < crowd->people; i++) to[i] = (double)crowd->room[i];
}

// The interval by people: samples of one person fail together (4.3(a)).
static void set_clustered(assay_part *part, int side, assay_figure *figure)
{
    assay_crowd *crowd = &part->crowd;
    double *tried = crowd->shares[0], *lost = crowd->errors[0];
    assay_view_tried(part->view, side, crowd->room);
    fill(crowd, tried);
    assay_view_lost(part->view, side, crowd->room);
    fill(crowd, lost);
    const assay_side people = {lost, tried, crowd->people, NULL};
    const assay_cluster cluster = assay_cluster_one_way(people, true);
    figure->subjects = (int64_t)cluster.subjects;
    if (cluster.status != ASSAY_CLUSTER_OK) {
        figure->note = "one person: no interval";
        figure->status = ASSAY_FIGURE_SINGLE_SUBJECT;
        return;
    }
    figure->effective = assay_cluster_effective(&cluster, cluster.variance);
    const bool extreme = !figure->events || figure->events == figure->trials;
    set_ends(part,
             assay_cluster_interval(&cluster, cluster.variance,
                                    cluster.subjects, crowd->confidence),
             extreme ? "bound from comparisons that share nobody"
                     : "cluster-robust Wilson, t",
             figure);
}

// In samples, each once, however many comparisons it is in.
static void add_samples(assay_part *part, const char *name, int side)
{
    const assay_tried *seen = &part->view->samples[side];
    assay_figure figure = share_of(
        part, name, "attempt",
        side == ASSAY_SIDE_PROBE ? "probes tried" : "references tried");
    if (!seen->tried) {
        figure.status = ASSAY_FIGURE_NO_DATA;
        figure.note = side == ASSAY_SIDE_PROBE ? "no probe was tried"
                      : part->view->label_count
                          ? "no reference is known to be of this group"
                          : "no reference was tried";
    } else {
        set_rate(seen->lost, seen->tried, &figure);
        if (seen->by_person)
            set_clustered(part, side, &figure);
        else
            set_independent(part, seen->lost, seen->tried, &figure);
    }
    put_share(part, &figure);
}

static void add_failure(assay_part *part, const char *name, int side,
                        uint64_t events)
{
    const bool known = events || part->verification->facts->acquired[side];
    if (part->view->samples[side].known)
        add_samples(part, name, side);
    else
        add_share(part, name, events,
                  !known ? NULL
                         : "counted in comparisons, as samples have no ids: "
                           "one that fails counts once for each, and the "
                           "interval is too narrow");
}

void assay_totals_failures(assay_part *part)
{
    const assay_view *view = part->view;
    const bool *acquired = part->verification->facts->acquired;
    const uint64_t failed = both(view->failed);
    const bool known = failed || acquired[0] || acquired[1];
    add_failure(part, "FTA", ASSAY_SIDE_PROBE, both(view->no_probe));
    add_failure(part, "FTE", ASSAY_SIDE_REFERENCE, both(view->no_reference));
    add_share(part, "failed comparisons per attempted comparison", failed,
              !known ? NULL
                     : "a sample that fails counts once for each comparison: "
                       "the interval is too narrow");
}
