// SPDX-License-Identifier: Apache-2.0
// False alerts at other sizes of the list, exactly: how many are named in a
// passage says how likely a shorter list would have held one of them.
#include "measure/scenario_study.h"

#include "base/alloc.h"
#include "stats/cluster.h"
#include "stats/watchlist.h"

#include <math.h>

// One size at one threshold.
typedef struct sized {
    assay_study_scenario *y;
    assay_scenario_spot spot;
    uint64_t size;
    uint64_t events, trials; // events: on the list as it was
    uint64_t maybe;          // passages of which nobody knows
    uint64_t maybe_alone;    // of them, those that none overlaps
    uint64_t beside;         // that others overlap, and somebody knows
    double least, most;      // of the rate
    bool equally;            // each person counts equally
} sized;

static const char *const best_alone =
    "the log holds best candidates alone, as it looks: who came second isn't "
    "known (--logged all if it keeps every candidate)";

static bool is_asked(const assay_opportunity *o)
{
    return o->kept && !o->listed;
}

// The chance that a list of the size holds one of those named.
static double chance_of(const sized *w, const assay_opportunity *o, uint32_t k)
{
    if (!k) return 0;
    return assay_watchlist_hit(k < o->list_size ? k : o->list_size,
                               o->list_size, w->size);
}

// Sums the chances by person into `room`; then how many passages; then the
// chances of passages that others overlap.
static void sum_chances(sized *w)
{
    assay_study_scenario *y = w->y;
    const assay_scenario *s = y->s;
    const size_t people = y->tally.people;
    double *x = y->room, *m = y->room + people, *beside = m + people;
    uint64_t *maybe_of = y->tally.maybe_of, *beside_of = y->tally.beside_of;
    for (size_t i = 0; i < 3 * people; i++) y->room[i] = 0;
    for (size_t i = 0; i < people; i++) maybe_of[i] = beside_of[i] = 0;
    for (size_t i = 0; i < s->count; i++) {
        const assay_opportunity *o = &s->passages[i];
        if (!is_asked(o)) continue;
        const uint32_t k = o->other_best >= w->spot.least
                               ? assay_scenario_others(s, o, w->spot.least)
                               : 0;
        if (!k && o->maybe_best >= w->spot.least) {
            w->maybe++;
            w->maybe_alone += !o->beside;
            maybe_of[o->subject]++;
            continue;
        }
        if (o->beside) {
            w->beside++;
            beside_of[o->subject]++;
            beside[o->subject] += chance_of(w, o, k);
            continue;
        }
        w->trials++;
        w->events += k > 0;
        m[o->subject] += 1;
        x[o->subject] += chance_of(w, o, k);
    }
}

// The chances of each person on their passages; and the least and the most that
// the rate can be.
static void weigh(sized *w)
{
    assay_study_scenario *y = w->y;
    const size_t people = y->tally.people;
    double *x = y->room, *m = y->room + people, *beside = m + people;
    double all = 0;
    w->equally = assay_cluster_balance(m, people).unequal;
    for (size_t i = 0; i < people; i++) {
        const double maybe = (double)y->tally.maybe_of[i];
        const double own = m[i] + maybe + (double)y->tally.beside_of[i];
        const double weight = w->equally && own > 0 ? 1 / own : 1;
        w->least += (x[i] + beside[i]) * weight;
        w->most += (x[i] + beside[i] + maybe) * weight;
        all += own * weight;
        if (!w->equally || !(m[i] > 0)) continue;
        x[i] /= m[i];
        m[i] = 1;
    }
    w->least /= all;
    w->most /= all;
}

static void fill(sized *w, assay_figure *figure)
{
    assay_study_scenario *y = w->y;
    const size_t people = y->tally.people;
    const double confidence = y->options->common.confidence;
    const assay_cluster cluster = assay_cluster_one_way(
        (assay_side){y->room, y->room + people, people, NULL}, false);
    figure->value = cluster.rate;
    figure->subjects = (int64_t)cluster.subjects;
    if (cluster.status == ASSAY_CLUSTER_NO_DATA) {
        const bool any = w->maybe || w->beside;
        figure->status = any ? ASSAY_FIGURE_REFUSED : ASSAY_FIGURE_NO_DATA;
        if (any) assay_scenario_bounds(figure, NAN, w->least, w->most);
        return;
    }
    if (cluster.status != ASSAY_CLUSTER_OK) {
        figure->status = ASSAY_FIGURE_SINGLE_SUBJECT;
        figure->note = "one person: no interval";
        return;
    }
    const assay_interval interval = assay_cluster_interval(
        &cluster, cluster.variance, cluster.subjects, confidence);
    figure->low = interval.low;
    figure->high = interval.high;
    figure->interval = "confidence";
    figure->confidence = confidence;
    figure->method = "cluster-robust Wilson, t, of chances by the "
                     "hypergeometric law";
    figure->effective = assay_cluster_effective(&cluster, cluster.variance);
    if (!w->maybe && !w->beside) return;
    assay_scenario_bounds(figure, cluster.nu, w->least, w->most);
    if (w->maybe_alone <= w->events) return;
    figure->value = NAN;
    figure->status = ASSAY_FIGURE_REFUSED;
}

// Who is found by a score of their own is found on any list that holds them.
static void add_found(assay_study_scenario *y, const assay_scenario_spot *spot,
                      uint64_t size)
{
    assay_at at[3];
    const double confidence = y->options->common.confidence;
    const assay_scenario_ask ask = {
        .what = ASSAY_FOUND, .threshold = spot->least, .within = ASSAY_NEVER};
    assay_scenario_count(y->s, &ask, &y->tally);
    bool equally = false;
    const assay_estimate rate = assay_scenario_estimate(y, &equally);
    assay_entry entry = assay_scenario_entry(y, 0, spot, at, assay_tpir);
    assay_figure *figure = &entry.figure;
    at[figure->at_count++] = (assay_at){"watchlist_size", (double)size};
    figure->watchlist_size = (int64_t)size;
    figure->of = "passages by people on the list";
    figure->target = "fixed watchlist";
    if (y->best_only) {
        figure->status = ASSAY_FIGURE_REFUSED;
        figure->note = best_alone;
    } else {
        assay_rate_fill(&rate, confidence, figure);
        if (!rate.trials) figure->status = ASSAY_FIGURE_NO_DATA;
        figure->weights = equally ? "subject" : "comparison";
        figure->note = "as on the whole list: the person's own score decides, "
                       "whoever else is on it";
    }
    (void)assay_scenario_add(y, &entry);
}

static void add_size(sized *w)
{
    assay_study_scenario *y = w->y;
    assay_at at[3];
    assay_entry entry = assay_scenario_entry(y, 0, &w->spot, at, assay_fpir);
    assay_figure *figure = &entry.figure;
    at[figure->at_count++] = (assay_at){"watchlist_size", (double)w->size};
    figure->watchlist_size = (int64_t)w->size;
    figure->target = "fixed watchlist";
    figure->of = "passages by people not on the list";
    if (y->best_only && w->size < y->s->seen.list[2]) {
        figure->status = ASSAY_FIGURE_REFUSED;
        figure->note = best_alone;
    } else {
        sum_chances(w);
        weigh(w);
        fill(w, figure);
        figure->weights = w->equally ? "subject" : "comparison";
        figure->note = assay_ledger_text(
            &y->ledger,
            "%llu of %llu passages named somebody on the list as it was%s",
            (unsigned long long)w->events, (unsigned long long)w->trials,
            figure->status == ASSAY_FIGURE_REFUSED
                ? "; more may have: bounds alone"
                : "");
    }
    (void)assay_scenario_add(y, &entry);
}

// Candidates for each passage by people not on the list.
static void add_selectivity(assay_study_scenario *y,
                            const assay_scenario_spot *spot)
{
    uint64_t candidates = 0, passages = 0;
    assay_at at[3];
    assay_entry entry = assay_scenario_entry(y, 0, spot, at, "SEL");
    for (size_t i = 0; i < y->s->count; i++) {
        const assay_opportunity *o = &y->s->passages[i];
        if (!is_asked(o) || o->beside) continue;
        passages++;
        if (o->other_best >= spot->least)
            candidates += assay_scenario_others(y->s, o, spot->least);
    }
    entry.figure.unit = "candidates per passage";
    entry.figure.of = "passages by people not on the list";
    entry.figure.watchlist_size = (int64_t)y->s->seen.list[1];
    entry.figure.events = (int64_t)candidates;
    entry.figure.trials = (int64_t)passages;
    if (passages)
        entry.figure.value = (double)candidates / (double)passages;
    else
        entry.figure.status = ASSAY_FIGURE_NO_DATA;
    if (y->best_only)
        entry.figure.note = "the log holds best candidates alone: at least";
    (void)assay_scenario_add(y, &entry);
}

void assay_scenario_sizes(assay_study_scenario *y)
{
    for (size_t i = 0; i < assay_scenario_spots(y); i++) {
        const assay_scenario_spot spot = assay_scenario_spot_at(y, i);
        add_selectivity(y, &spot);
        for (size_t n = 0; n < y->options->sizes.count; n++) {
            sized w = {.y = y,
                       .spot = spot,
                       .size = (uint64_t)y->options->sizes.items[n]};
            add_size(&w);
            add_found(y, &spot, w.size);
        }
    }
}
