// SPDX-License-Identifier: Apache-2.0
// How soon the right alert came: quantiles with order-statistic intervals, and
// the share of passages that had it by a time.
#include "measure/scenario_study.h"

#include "base/alloc.h"
#include "count/ranked.h"
#include "stats/ranks.h"
#include "stats/sorted.h"

#include <math.h>

enum { POINTS = 200, COLUMNS = 4 };

// Times in seconds, ascending; and by whom they come: by person, by operator,
// or (NULL) nobody knows. `spans` are the same times in any order, `most` is
// above the numbers of those whose they are; room for two numbers of each.
typedef struct times {
    double *seconds;
    size_t count;
    const char *by;
    const assay_ranked *spans;
    uint32_t (*whose)(const assay_scenario *s, uint32_t index);
    size_t most;
    double *room;
} times;

// A quantile of some times.
typedef struct asked {
    const char *name, *of, *note;
    double quantile;
} asked;

static double seconds_of(int64_t span)
{
    return (double)span / (double)ASSAY_SECOND;
}

// The ranks of a quantile of this value: times of one person are alike.
static assay_ranks ranks_of(const assay_study_scenario *y, const times *of,
                            double quantile, double value, double *worth)
{
    const double confidence = y->options->common.confidence;
    *worth = (double)of->count;
    if (!of->by) return assay_quantile_ranks(of->count, quantile, confidence);
    double *x = of->room, *m = of->room + of->most;
    for (size_t i = 0; i < 2 * of->most; i++) x[i] = 0;
    for (size_t i = 0; i < of->count; i++) {
        const assay_ranked *span = &of->spans[i];
        const uint32_t who = of->whose(y->s, span->index);
        x[who] += seconds_of(assay_rank_value(span->key)) <= value;
        m[who] += 1;
    }
    return assay_quantile_ranks_clustered((assay_side){x, m, of->most, NULL},
                                          quantile, confidence, worth);
}

static void add_quantile(assay_study_scenario *y, const times *of,
                         const asked *what)
{
    assay_at at[3];
    const assay_scenario_spot spot = assay_scenario_spot_at(y, 0);
    const double confidence = y->options->common.confidence;
    assay_entry entry = assay_scenario_entry(y, 0, &spot, at, what->name);
    assay_figure *figure = &entry.figure;
    at[figure->at_count++] = (assay_at){"quantile", what->quantile};
    figure->unit = "seconds";
    figure->of = what->of;
    figure->note = what->note;
    figure->trials = (int64_t)of->count;
    if (of->count) {
        const size_t n = of->count;
        figure->value = assay_sorted_quantile(of->seconds, n, what->quantile);
        const assay_ranks ranks =
            ranks_of(y, of, what->quantile, figure->value, &figure->effective);
        figure->low = ranks.low ? of->seconds[ranks.low - 1] : (double)NAN;
        figure->high =
            ranks.high <= n ? of->seconds[ranks.high - 1] : (double)NAN;
        figure->interval = "confidence";
        figure->confidence = confidence;
        if (ranks.high > n)
            figure->note = assay_ledger_text(
                &y->ledger, "%s; too few for an upper end", what->note);
        figure->method =
            of->by ? of->by : "order statistics, as if independent";
    } else {
        figure->status = ASSAY_FIGURE_NO_DATA;
    }
    (void)assay_scenario_add(y, &entry);
}

// Sorts `n` spans and tells them in seconds. False without memory.
static bool sort_spans(assay_ranked *spans, size_t n, double *seconds)
{
    if (!assay_rank(spans, n)) return false;
    for (size_t i = 0; i < n; i++)
        seconds[i] = seconds_of(assay_rank_value(spans[i].key));
    return true;
}

// Whose times are: of a passage, or of somebody named in one.
typedef uint32_t (*owner)(const assay_scenario *s, uint32_t index);

static uint32_t person_of(const assay_scenario *s, uint32_t index)
{
    return s->passages[index].subject;
}

static uint32_t officer_of(const assay_scenario *s, uint32_t index)
{
    return s->named[index].officer;
}

// Latency of passages that raised the right alert, unless the log's own clock
// contradicts it.
static size_t latencies(const assay_study_scenario *y, assay_ranked *spans)
{
    size_t n = 0;
    for (size_t i = 0; i < y->s->count; i++) {
        const assay_opportunity *o = &y->s->passages[i];
        if (o->kept && o->listed && !o->outside && o->own_first != ASSAY_NEVER)
            spans[n++] = (assay_ranked){
                assay_rank_key(o->own_first - o->entered), (uint32_t)i};
    }
    return n;
}

static size_t durations(const assay_study_scenario *y, assay_ranked *spans)
{
    size_t n = 0;
    for (size_t i = 0; i < y->s->count; i++) {
        const assay_opportunity *o = &y->s->passages[i];
        if (o->kept)
            spans[n++] = (assay_ranked){assay_rank_key(o->left - o->entered),
                                        (uint32_t)i};
    }
    return n;
}

// TPIR of alerts that came in time.
static void add_within(assay_study_scenario *y, double seconds)
{
    assay_at at[3];
    const assay_scenario_spot spot = assay_scenario_spot_at(y, 0);
    const double span = seconds * (double)ASSAY_SECOND;
    const assay_scenario_ask ask = {.what = ASSAY_FOUND,
                                    .threshold = spot.least,
                                    .within = (int64_t)floor(span + 0.5)};
    assay_entry entry = assay_scenario_entry(y, 0, &spot, at, assay_tpir);
    assay_figure *figure = &entry.figure;
    assay_scenario_count(y->s, &ask, &y->tally);
    bool equally = false;
    const assay_estimate rate = assay_scenario_estimate(y, &equally);
    at[figure->at_count++] = (assay_at){"within", seconds};
    assay_rate_fill(&rate, y->options->common.confidence, figure);
    if (!rate.trials) figure->status = ASSAY_FIGURE_NO_DATA;
    figure->of = "passages by people on the list";
    figure->watchlist_size = (int64_t)y->s->seen.list[1];
    figure->target = "fixed watchlist";
    figure->weights = equally ? "subject" : "comparison";
    figure->note = assay_rate_note(&y->ledger, &rate);
    entry.tell = assay_rate_tell(&rate);
    (void)assay_scenario_add(y, &entry);
}

// Starts a tally of the passages that latencies are of, with no alert so far.
static void begin_tally(assay_study_scenario *y)
{
    assay_scenario_tally *t = &y->tally;
    t->events = t->trials = 0;
    for (size_t i = 0; i < t->people; i++)
        t->events_of[i] = t->trials_of[i] = 0;
    for (size_t i = 0; i < y->s->count; i++) {
        const assay_opportunity *o = &y->s->passages[i];
        if (!o->kept || !o->listed || o->outside) continue;
        t->trials++;
        t->trials_of[o->subject]++;
    }
}

// The share alerted with its interval, once the first `n` alerts have come.
static void put_share(assay_study_scenario *y, const assay_ranked *spans,
                      size_t n, double *row)
{
    assay_scenario_tally *t = &y->tally;
    for (; t->events < n; t->events++)
        t->events_of[y->s->passages[spans[t->events].index].subject]++;
    bool equally = false;
    const assay_estimate rate = assay_scenario_estimate(y, &equally);
    row[0] = rate.value;
    row[1] = rate.low;
    row[2] = rate.high;
}

// The share of all passages by listed people that had the alert by a time;
// those that never had it count to the end. Passages that had it at the same
// time are one step.
static void add_curve(assay_study_scenario *y, const times *late,
                      const assay_ranked *spans)
{
    static const char *const columns[COLUMNS] = {"seconds", "share alerted",
                                                 "low", "high"};
    double values[COLUMNS * POINTS];
    const size_t n = late->count;
    size_t rows = 0, done = 0;
    begin_tally(y);
    for (size_t i = 0; i < POINTS && n; i++) {
        size_t at = n <= POINTS ? i : i * (n - 1) / (POINTS - 1);
        if (at >= n) break;
        while (at + 1 < n && !(late->seconds[at + 1] > late->seconds[at])) at++;
        if (at + 1 == done) continue;
        done = at + 1;
        values[COLUMNS * rows] = late->seconds[at];
        put_share(y, spans, done, values + COLUMNS * rows++ + 1);
    }
    if (!rows) return;
    const assay_curve curve = {
        .id = "latency",
        .name = "latency",
        .columns = columns,
        .column_count = COLUMNS,
        .values = values,
        .row_count = rows,
        .note = "seconds from entering to the right alert, of all passages by "
                "people on the list; those never found are in the rest"};
    assay_ledger_curve(&y->ledger, &curve, 0);
}

static size_t decisions(const assay_study_scenario *y, assay_ranked *spans)
{
    size_t n = 0;
    for (size_t i = 0; i < y->s->named_count; i++) {
        const assay_named *one = &y->s->named[i];
        if (one->decision != ASSAY_NOT_DECIDED && one->first != ASSAY_NEVER &&
            one->decided_at != ASSAY_NEVER && one->decided_at >= one->first &&
            y->s->passages[one->passage].kept)
            spans[n++] = (assay_ranked){
                assay_rank_key(one->decided_at - one->first), (uint32_t)i};
    }
    return n;
}

// Times of one sort: `list` puts them down, in no order; `whose` says by whom
// they come, and `by` how that is called.
typedef struct sort_of_times {
    size_t (*list)(const assay_study_scenario *y, assay_ranked *spans);
    owner whose;
    const char *by;
} sort_of_times;

// Whether several are behind the times, and all are known; `*most` is above
// their numbers.
static bool are_several(const assay_scenario *s, const assay_ranked *spans,
                        size_t n, owner whose, size_t *most)
{
    bool several = false;
    uint32_t first = ASSAY_NO_STRING;
    *most = 0;
    for (size_t i = 0; i < n; i++) {
        const uint32_t who = whose(s, spans[i].index);
        if (who == ASSAY_NO_STRING) return false;
        if (who >= *most) *most = (size_t)who + 1;
        if (!i) first = who;
        several = several || who != first;
    }
    return several;
}

// Whose the times are, where several people have them. They are put down anew:
// in the order in which they are found this is quick.
static void attribute(assay_study_scenario *y, const sort_of_times *sort,
                      assay_ranked *spans, times *of)
{
    (void)sort->list(y, spans);
    if (!are_several(y->s, spans, of->count, sort->whose, &of->most)) return;
    of->room = assay_new(0, of->most, 2 * sizeof *of->room);
    if (!of->room) {
        y->ledger.no_memory = true;
        return;
    }
    of->by = sort->by;
    of->spans = spans;
    of->whose = sort->whose;
}

static void add_quantiles(assay_study_scenario *y, const times *of, asked what)
{
    static const double quantiles[2] = {0.5, 0.95};
    for (size_t i = 0; i < 2; i++) {
        what.quantile = quantiles[i];
        add_quantile(y, of, &what);
    }
}

static void add_times(assay_study_scenario *y, assay_ranked *spans,
                      double *room)
{
    static const char *const by_person = "order statistics by person, t";
    static const sort_of_times sorts[3] = {
        {latencies, person_of, by_person},
        {decisions, officer_of, "order statistics by operator, t"},
        {durations, person_of, by_person}};
    static const asked wanted[3] = {
        {"seconds to the right alert", "passages that raised the right alert",
         "from entering; of those found alone", 0},
        {"seconds to a decision", "alerts in passages that were decided on",
         "from the alert to the first decision", 0},
        {"seconds in front of a camera", "passages", "transaction time", 0}};
    for (size_t i = 0; i < 3; i++) {
        times of = {.seconds = room, .count = sorts[i].list(y, spans)};
        if (!sort_spans(spans, of.count, room)) y->ledger.no_memory = true;
        if (!i) add_curve(y, &of, spans);
        attribute(y, &sorts[i], spans, &of);
        if (of.count || sorts[i].whose == person_of)
            add_quantiles(y, &of, wanted[i]);
        assay_free(of.room);
    }
}

void assay_scenario_latency(assay_study_scenario *y)
{
    static const double usual[] = {2, 5, 10, 30};
    const assay_numbers *asked_for = &y->options->within;
    const size_t n = asked_for->count ? asked_for->count : 4;
    const size_t most =
        y->s->count > y->s->named_count ? y->s->count : y->s->named_count;
    ASSAY_AUTO(assay_drop) double *room = assay_new(0, most, sizeof *room);
    ASSAY_AUTO(assay_drop)
    assay_ranked *spans = assay_new(0, most, sizeof *spans);
    if (!room || !spans || y->ledger.no_memory) {
        y->ledger.no_memory = true;
        return;
    }
    for (size_t i = 0; i < n; i++)
        add_within(y, asked_for->count ? asked_for->items[i] : usual[i]);
    add_times(y, spans, room);
}
