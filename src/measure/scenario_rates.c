// SPDX-License-Identifier: Apache-2.0
// TPIR, FPIR, and false alerts of people on the list: of everybody and of each
// group, at every threshold.
#include "measure/scenario_study.h"

#include "base/alloc.h"
#include "count/view.h"
#include "stats/proportions.h"
#include "stats/student.h"

#include <math.h>

// A rate that is asked for.
typedef struct wanted {
    assay_study_scenario *y;
    size_t cell;
    assay_scenario_spot spot;
    assay_scenario_ask ask;
    const char *name;
    const char *of;
    int standing; // kind of it, for groups; -1: none
} wanted;

void assay_scenario_bounds(assay_figure *figure, double nu, double least,
                           double most)
{
    const double n = figure->effective;
    figure->bounds[0] = least;
    figure->bounds[1] = most;
    if (!figure->method) return;
    const double t = assay_student_two_sided(figure->confidence, nu);
    const double low = n > 0 ? assay_wilson(least, n, t).low
                             : figure->low - (figure->value - least);
    const double high = n > 0 ? assay_wilson(most, n, t).high
                              : figure->high + (most - figure->value);
    if (low < figure->low) figure->low = low > 0 ? low : 0;
    if (high > figure->high) figure->high = high < 1 ? high : 1;
}

void assay_scenario_share(const assay_study_scenario *y, uint64_t events,
                          uint64_t trials, assay_figure *figure)
{
    figure->events = (int64_t)events;
    figure->trials = (int64_t)trials;
    if (!trials) {
        figure->status = ASSAY_FIGURE_NO_DATA;
        return;
    }
    const assay_interval interval = assay_clopper_pearson(
        (double)events, (double)trials, y->options->common.confidence);
    figure->value = (double)events / (double)trials;
    figure->low = interval.low;
    figure->high = interval.high;
    figure->interval = "confidence";
    figure->confidence = y->options->common.confidence;
    figure->method = "exact binomial (Clopper-Pearson), as if independent";
}

assay_tallied assay_scenario_seen_passages(const assay_study_scenario *y)
{
    return (assay_tallied){.unit = "passage",
                           .events = y->tally.events,
                           .trials = y->tally.trials,
                           .events_of = y->tally.events_of,
                           .trials_of = y->tally.trials_of,
                           .people = y->tally.people,
                           .room = y->room};
}

assay_estimate assay_scenario_estimate(const assay_study_scenario *y,
                                       bool *equally)
{
    const double confidence = y->options->common.confidence;
    const assay_tallied seen = assay_scenario_seen_passages(y);
    *equally = seen.trials && assay_unequal(seen.trials_of, seen.people);
    return *equally ? assay_estimate_balanced(&seen, confidence)
                    : assay_estimate_tallied(&seen, confidence);
}

// Alerts of no passage that name a volunteer may be of passages in which that
// one was missed.
static double missed_but_loose(const assay_study_scenario *y, size_t person)
{
    const uint32_t who = y->s->identity_of_subject[person];
    const assay_scenario_tally *t = &y->tally;
    const uint64_t missed = t->trials_of[person] - t->events_of[person];
    if (who == ASSAY_NOBODY) return 0;
    return (double)(y->loose_own[who] < missed ? y->loose_own[who] : missed);
}

// The least and the most that a rate can be.
typedef struct bounds {
    double least, most;
} bounds;

static bool is_open(const assay_study_scenario *y,
                    const assay_scenario_loose *loose)
{
    const assay_scenario_tally *t = &y->tally;
    double more = t->events < t->trials ? loose->others : 0;
    for (size_t i = 0; loose->own && i < t->people; i++)
        more += missed_but_loose(y, i);
    return t->unsure || t->maybe || t->beside || more > 0;
}

// Where each person counts equally, loose alerts that may be anybody's say most
// of those who passed least often.
static bounds by_person(const assay_study_scenario *y,
                        const assay_scenario_loose *loose)
{
    const assay_scenario_tally *t = &y->tally;
    bounds sum = {0, 0};
    double people = 0, steepest = 0;
    for (size_t i = 0; i < t->people; i++) {
        const double all =
            (double)(t->trials_of[i] + t->maybe_of[i] + t->beside_of[i]);
        const double seen = (double)(t->events_of[i] + t->beside_events_of[i]);
        const double least = seen - (double)t->unsure_of[i];
        const double own = loose->own ? missed_but_loose(y, i) : 0;
        if (!(all > 0)) continue;
        people++;
        steepest = fmax(steepest, 1 / all);
        sum.least += least / all;
        sum.most += (seen + (double)t->maybe_of[i] + own) / all;
    }
    sum.most = fmin(people, sum.most + loose->others * steepest);
    return (bounds){sum.least / people, sum.most / people};
}

static bounds by_passage(const assay_study_scenario *y,
                         const assay_scenario_loose *loose)
{
    const assay_scenario_tally *t = &y->tally;
    const double all = (double)(t->trials + t->maybe + t->beside);
    const double seen = (double)(t->events + t->beside_events);
    double most = seen + (double)t->maybe + loose->others;
    for (size_t i = 0; loose->own && i < t->people; i++)
        most += missed_but_loose(y, i);
    return (bounds){(seen - (double)t->unsure) / all, fmin(most, all) / all};
}

void assay_scenario_leave_open(const assay_study_scenario *y,
                               const assay_scenario_loose *loose,
                               const assay_estimate *rate, bool equally,
                               assay_figure *figure)
{
    const assay_scenario_tally *t = &y->tally;
    if (!(t->trials + t->maybe + t->beside) || !is_open(y, loose)) return;
    const bounds b = equally ? by_person(y, loose) : by_passage(y, loose);
    assay_scenario_bounds(figure, rate->nu, b.least, b.most);
}

static assay_scenario_loose loose_of(const wanted *w)
{
    const bool found =
        w->ask.what == ASSAY_FOUND || w->ask.what == ASSAY_FOUND_ENROLLED;
    const bool crowd = w->y->s->rule.crowd;
    return (assay_scenario_loose){
        found, found || crowd ? 0 : (double)w->y->loose_others};
}

static void set_status(const assay_estimate *rate, assay_figure *figure)
{
    if (!rate->trials)
        figure->status = ASSAY_FIGURE_NO_DATA;
    else if (rate->one_person)
        figure->status = ASSAY_FIGURE_SINGLE_SUBJECT;
}

static const char *beside_text(assay_study_scenario *y,
                               const assay_figure *figure)
{
    const assay_scenario_tally *t = &y->tally;
    const uint64_t n = t->beside + t->maybe - t->maybe_alone;
    return assay_ledger_text(
        &y->ledger,
        "%s%s%llu passages that others overlap are in the bounds "
        "alone: an alert may be of either",
        figure->note ? figure->note : "", figure->note ? "; " : "",
        (unsigned long long)n);
}

void assay_scenario_withhold(assay_study_scenario *y, assay_figure *figure)
{
    const assay_scenario_tally *t = &y->tally;
    if (t->beside + t->maybe > t->maybe_alone)
        figure->note = beside_text(y, figure);
    if (!t->trials && t->beside + t->maybe)
        figure->status = ASSAY_FIGURE_REFUSED;
    if (t->maybe_alone <= t->events) return;
    figure->value = NAN;
    figure->status = ASSAY_FIGURE_REFUSED;
    figure->note = assay_ledger_text(
        &y->ledger,
        "%llu passages may have raised an alert that may be another person's: "
        "bounds alone",
        (unsigned long long)t->maybe);
}

static size_t place(const wanted *w, const assay_estimate *rate, bool balanced,
                    bool beside)
{
    assay_study_scenario *y = w->y;
    assay_at at[3];
    assay_entry entry = assay_scenario_entry(y, w->cell, &w->spot, at, w->name);
    assay_figure *figure = &entry.figure;
    assay_rate_fill(rate, y->options->common.confidence, figure);
    set_status(rate, figure);
    figure->note = assay_rate_note(&y->ledger, rate);
    figure->of = w->of;
    figure->watchlist_size = (int64_t)y->s->seen.list[1];
    figure->target = "fixed watchlist";
    figure->weights = balanced ? "subject" : "comparison";
    const assay_scenario_loose loose = loose_of(w);
    assay_scenario_leave_open(y, &loose, rate, balanced, figure);
    assay_scenario_withhold(y, figure);
    entry.guard_low = rate->guard_low;
    entry.guard_high = rate->guard_high;
    entry.tell = assay_rate_tell(rate);
    (void)assay_ledger_add(&y->ledger, &entry, beside);
    return y->ledger.count - 1;
}

// What stands behind the rate of a group.
static void stand(const wanted *w, const assay_estimate *rate, size_t entry,
                  bool by_subject, bool unequal)
{
    assay_study_scenario *y = w->y;
    const assay_tallied seen = assay_scenario_seen_passages(y);
    double *x = y->room, *m = y->room + seen.people;
    double whole = 0;
    for (size_t i = 0; i < seen.people; i++) {
        const double n = (double)seen.trials_of[i];
        m[i] = by_subject ? n > 0 : n;
        x[i] = (double)seen.events_of[i];
        if (by_subject) x[i] = n > 0 ? x[i] / n : 0;
        whole += m[i];
    }
    assay_standing one = {.kind = (assay_standing_kind)w->standing,
                          .entry = entry,
                          .by_subject = by_subject,
                          .unequal = unequal,
                          .people_known = true,
                          .two_way = true,
                          .whole = whole};
    const assay_bearing_from sides[2] = {{x, m, seen.people}, {NULL, NULL, 0}};
    assay_standing_estimate(rate, &one);
    if (!assay_standings_add(&y->ledger.standings, &one, sides))
        y->ledger.no_memory = true;
}

// People count equally where passages fall on them unequally; passages stand
// beside it.
static void add_rate(const wanted *w)
{
    assay_study_scenario *y = w->y;
    bool unequal = false;
    const double confidence = y->options->common.confidence;
    assay_scenario_count(y->s, &w->ask, &y->tally);
    const assay_tallied seen = assay_scenario_seen_passages(y);
    const bool group = y->job->cells[w->cell].label_count > 0;
    const bool stands = group && seen.trials && w->standing >= 0 &&
                        y->tally.maybe_alone <= y->tally.events;
    const assay_estimate headline = assay_scenario_estimate(y, &unequal);
    size_t at = place(w, &headline, unequal, false);
    if (stands && !y->ledger.no_memory)
        stand(w, &headline, at, unequal, unequal);
    y->uneven = y->uneven || (unequal && !group);
    const assay_estimate other =
        unequal ? assay_estimate_tallied(&seen, confidence)
                : assay_estimate_balanced(&seen, confidence);
    if (unequal) at = place(w, &other, false, true);
    if (stands && !y->ledger.no_memory &&
        (unequal || w->ask.what == ASSAY_FOUND))
        stand(w, &other, at, !unequal, unequal);
}

static wanted want(assay_study_scenario *y, size_t cell,
                   const assay_scenario_spot *spot, assay_scenario_what what)
{
    const assay_scenario_cell *c = &y->job->cells[cell];
    return (wanted){.y = y,
                    .cell = cell,
                    .spot = *spot,
                    .standing = -1,
                    .ask = {.what = what,
                            .threshold = spot->least,
                            .within = ASSAY_NEVER,
                            .members = c->members,
                            .count = c->count}};
}

static void add_cell(assay_study_scenario *y, size_t cell,
                     const assay_scenario_spot *spot)
{
    wanted w = want(y, cell, spot, ASSAY_FOUND);
    w.name = assay_tpir;
    w.of = "passages by people on the list";
    w.standing = ASSAY_STANDING_FOUND;
    add_rate(&w);
    w = want(y, cell, spot, ASSAY_FALSE_ALERT);
    w.name = assay_fpir;
    w.of = "passages by people not on the list";
    w.standing = ASSAY_STANDING_FALSE;
    add_rate(&w);
    w = want(y, cell, spot, ASSAY_ASIDE);
    w.name = assay_aside;
    w.of = "passages by people on the list";
    w.standing = ASSAY_STANDING_ASIDE;
    add_rate(&w);
}

// The same without what failed before any comparison.
static void add_able(assay_study_scenario *y, const assay_scenario_spot *spot)
{
    wanted w = want(y, 0, spot, ASSAY_FOUND_ENROLLED);
    w.name = assay_tpir_able;
    w.of = "acquired passages by people enrolled";
    add_rate(&w);
    w = want(y, 0, spot, ASSAY_FALSE_ACQUIRED);
    w.name = assay_fpir_able;
    w.of = "acquired passages by people not on the list";
    add_rate(&w);
    if (!y->s->seen.beside) return;
    w = want(y, 0, spot, ASSAY_FOUND);
    w.ask.alone = true;
    w.name = "TPIR of passages that none overlaps";
    w.of = "passages by people on the list, nobody else of the trial in front "
           "of the camera";
    add_rate(&w);
}

void assay_scenario_rates(assay_study_scenario *y)
{
    for (size_t i = 0; i < assay_scenario_spots(y); i++) {
        const assay_scenario_spot spot = assay_scenario_spot_at(y, i);
        for (size_t c = 0; c < y->job->cell_count; c++) {
            add_cell(y, c, &spot);
            if (!c) add_able(y, &spot);
        }
    }
}
