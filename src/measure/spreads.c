// SPDX-License-Identifier: Apache-2.0
#include "measure/spreads.h"

#include "base/alloc.h"
#include "base/text.h"
#include "measure/contrasts.h"
#include "measure/powered.h"
#include "stats/equality.h"
#include "stats/spread_range.h"

#include <math.h>

// What is measured: one rate of `n` groups, or two of the same groups, one
// after the other; and room.
typedef struct table {
    assay_ledger *ledger;
    const assay_options *options;
    const assay_group_rates *rates[2]; // the second NULL: one
    assay_figure like;
    size_t cell;
    size_t n, m; // groups, rates
    size_t reference;
    bool zero;         // a rate is 0: `half` has 1/2 an event more
    double *rate[2];   // plain, half: `m` each
    double *matrix[2]; // covariances of them, `m` x `m`
    double *nu, *trials, *room, *events;
    double *draws; // of equal groups
    double *apart; // of groups nearer and further apart
    assay_spread_table seen;
    assay_spread_draws drawn; // of `seen`; table NULL: none
} table;

static void end_table(table *t)
{
    double *const all[] = {t->rate[0], t->rate[1], t->matrix[0], t->matrix[1],
                           t->nu,      t->trials,  t->room,      t->events,
                           t->draws,   t->apart};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) assay_free(all[i]);
}

static bool make_room(table *t, size_t kinds)
{
    const size_t m = t->m;
    t->rate[0] = assay_new(0, m, sizeof(double));
    t->rate[1] = assay_new(0, m, sizeof(double));
    t->matrix[0] = assay_new(0, m * m, sizeof(double));
    t->matrix[1] = assay_new(0, m * m, sizeof(double));
    t->nu = assay_new(0, m, sizeof(double));
    t->trials = assay_new(0, m, sizeof(double));
    t->room = assay_new(0, m, sizeof(double));
    t->events = assay_new(0, m, sizeof(double));
    t->draws = assay_new(0, assay_equal_room(t->n, kinds), sizeof(double));
    t->apart = assay_new(0, assay_spread_draws_room(m), sizeof(double));
    return t->rate[0] && t->rate[1] && t->matrix[0] && t->matrix[1] && t->nu &&
           t->trials && t->room && t->events && t->draws && t->apart;
}

static const assay_standing *standing(const table *t, size_t i)
{
    return t->rates[i / t->n]->of[i % t->n];
}

static double deff_of(const table *t, size_t i)
{
    return assay_group_deff(t->rates[i / t->n], i % t->n);
}

// Two rates of the same groups share their people too.
static double covariance(const table *t, size_t i, size_t j)
{
    const assay_group_rates *a = t->rates[i / t->n];
    if (i / t->n == j / t->n) return a->covariance[i % t->n * t->n + j % t->n];
    return assay_standing_covariance(standing(t, i), standing(t, j), false);
}

// Rates as they are, and with half an event more.
static void fill(table *t)
{
    for (size_t i = 0; i < t->m; i++) {
        const assay_standing *one = standing(t, i);
        const double n = (double)one->trials;
        t->rate[0][i] = one->rate;
        t->rate[1][i] = (one->rate * n + 0.5) / (n + 1);
        t->nu[i] = one->nu;
        t->trials[i] = n;
        t->zero = t->zero || !(one->rate > 0);
        for (size_t j = 0; j <= i; j++) {
            const double c = covariance(t, i, j);
            for (size_t k = 0; k < 2; k++)
                t->matrix[k][i * t->m + j] = t->matrix[k][j * t->m + i] = c;
        }
        t->matrix[1][i * t->m + i] =
            deff_of(t, i) * t->rate[1][i] * (1 - t->rate[1][i]) / n;
    }
}

// Events that carry as much as those of each group would at the common rate.
static void fill_events(const table *t, assay_equal *equal)
{
    for (size_t k = 0; k < t->m / t->n; k++) {
        const double p = assay_group_pooled(t->rates[k]);
        equal->rate[k] = p;
        equal->events[k] = t->events + k * t->n;
        for (size_t g = 0; g < t->n; g++) {
            const size_t i = k * t->n + g;
            t->events[i] =
                (double)standing(t, i)->trials * p / ((1 - p) * deff_of(t, i));
        }
    }
}

// Draws groups nearer and further apart than they are.
static void draw_apart(table *t)
{
    t->seen = (assay_spread_table){.n = t->n,
                                   .m = t->m,
                                   .rate = t->rate[t->zero],
                                   .trials = t->trials,
                                   .covariance = t->matrix[t->zero],
                                   .nu = t->nu,
                                   .alpha = t->options->groups.alpha,
                                   .reference = t->reference,
                                   .confidence = t->options->confidence,
                                   .seed = t->options->seed};
    for (size_t k = 0; k < t->m / t->n; k++)
        t->seen.pooled[k] = assay_group_pooled(t->rates[k]);
    assay_spread_draws_make(&t->seen, t->apart, &t->drawn);
}

static bool has_events(const table *t)
{
    for (size_t k = 0; k < t->m / t->n; k++)
        if (!(assay_group_pooled(t->rates[k]) > 0)) return false;
    return true;
}

// "max/min FMR"; the joint ones have a name of their own, in which searches are
// told apart from pairs.
static const char *name_of(const table *t, assay_spread kind, const char *more)
{
    static const char *const names[ASSAY_SPREADS] = {
        [ASSAY_MAX_MIN] = "max/min",
        [ASSAY_MAX_GEOMETRIC] = "max/geometric-mean",
        [ASSAY_MAX_MEAN] = "max/mean",
        [ASSAY_WORST_REFERENCE] = "worst/reference",
        [ASSAY_GINI] = "Gini",
        [ASSAY_THEIL] = "Theil",
        [ASSAY_COV] = "CoV",
        [ASSAY_SD_LOG] = "sd of log",
        [ASSAY_FDR] = "FDR",
        [ASSAY_IR] = "IR",
        [ASSAY_GARBE] = "GARBE"};
    const char *first = assay_contrasts_name(t->ledger, t->rates[0]);
    if (!assay_spread_is_joint(kind))
        return assay_ledger_text(t->ledger, "%s %s%s", names[kind], first,
                                 more);
    if (!t->like.watchlist_size)
        return assay_ledger_text(t->ledger, "%s%s", names[kind], more);
    return assay_ledger_text(t->ledger, "%s of %s and %s%s", names[kind], first,
                             assay_contrasts_name(t->ledger, t->rates[1]),
                             more);
}

static bool is_ratio(assay_spread kind)
{
    return kind == ASSAY_IR || kind <= ASSAY_WORST_REFERENCE;
}

static assay_figure figure_of(const table *t, assay_spread kind,
                              const char *more, assay_at at[5])
{
    const char *name = name_of(t, kind, more);
    assay_figure figure = assay_contrasts_figure(
        &t->like, name ? name : "", is_ratio(kind) ? "ratio" : "index");
    figure.weights = t->rates[0]->by_subject ? "subject" : "comparison";
    figure.of =
        t->m == t->n
            ? assay_ledger_text(t->ledger, "rates of %zu groups", t->n)
            : assay_ledger_text(t->ledger, "two rates of %zu groups", t->n);
    if (t->m == t->n) return figure;
    figure.references = NULL;
    figure.at = at;
    at[0] = (assay_at){"alpha", t->options->groups.alpha};
    for (size_t i = 0; i < t->like.at_count && i < 4; i++)
        at[i + 1] = t->like.at[i];
    figure.at_count = 1 + (t->like.at_count < 4 ? t->like.at_count : 4);
    return figure;
}

static void put(const table *t, const assay_figure *figure)
{
    const assay_entry entry = {.figure = *figure,
                               .cell = t->cell,
                               .guard_low = NAN,
                               .guard_high = NAN};
    (void)assay_ledger_add(t->ledger, &entry, false);
}

static bool is_few(const table *t)
{
    for (size_t i = 0; i < t->m; i++)
        if (standing(t, i)->events < ASSAY_POWERED_FEW) return true;
    return t->like.status == ASSAY_FIGURE_FEW_EVENTS;
}

static const char *note_of(const table *t, bool adjusted)
{
    const size_t left = t->rates[0]->left_out;
    const char *zero =
        "zero_adjusted: some group has no event, so (x + 1/2)/(n "
        "+ 1) stands for the rate of each";
    if (!left) return adjusted ? zero : NULL;
    return assay_ledger_text(t->ledger,
                             "%zu group%s too small or without an interval not "
                             "in it%s%s",
                             left, left == 1 ? "" : "s", adjusted ? "; " : "",
                             adjusted ? zero : "");
}

static const char *method_of(assay_spread kind, bool people)
{
    if (kind == ASSAY_WORST_REFERENCE)
        return people ? "the furthest of each ratio's, on logarithms, t"
                      : "the furthest of each ratio's, on logarithms, as if "
                        "independent";
    return people ? "drawn of groups nearer and further apart, t"
                  : "drawn of groups nearer and further apart, as if "
                    "independent";
}

static void set_interval(const table *t, assay_spread kind,
                         assay_figure *figure)
{
    if (!t->drawn.table) return;
    const assay_interval ends =
        assay_spread_range(&t->drawn, kind, figure->value);
    figure->low = ends.low;
    figure->high = ends.high;
    figure->interval = "confidence";
    figure->confidence = t->options->confidence;
    figure->method = method_of(kind, standing(t, 0)->people_known);
}

static void add_measure(const table *t, assay_spread kind)
{
    assay_at at[5];
    const bool adjusted = t->zero && assay_spread_needs_events(kind);
    const double *rate = t->rate[adjusted];
    const assay_spread_rates rates = {
        rate,         t->m > t->n ? rate + t->n : NULL,
        t->n,         t->options->groups.alpha,
        t->reference, t->room};
    assay_figure figure = figure_of(t, kind, "", at);
    figure.value = assay_spread_value(kind, &rates, NULL);
    figure.note = note_of(t, adjusted);
    if (isnan(figure.value)) {
        figure.status = ASSAY_FIGURE_NO_DATA;
        figure.note = "no events in any group";
    } else {
        set_interval(t, kind, &figure);
        if (is_few(t)) figure.status = ASSAY_FIGURE_FEW_EVENTS;
    }
    put(t, &figure);
}

static void add_expected(const table *t, assay_spread kind,
                         const assay_expected *expected)
{
    assay_at at[5];
    char most[32];
    assay_figure figure = figure_of(t, kind, " if equal", at);
    if (isnan(expected->median)) return;
    const bool falls = kind == ASSAY_FDR; // 1: equal
    most[assay_print_double(falls ? expected->least : expected->most, 3,
                            most)] = '\0';
    figure.value = expected->median;
    figure.low = expected->low;
    figure.high = expected->high;
    figure.interval = "prediction";
    figure.confidence = t->options->confidence;
    figure.method = "1,999 draws of Poisson events at one rate, over the "
                    "design effect, groups sharing nobody";
    figure.note = assay_ledger_text(
        t->ledger,
        "%g of 100 such tests of groups that are equal show at %s %s",
        100 * t->options->confidence, falls ? "least" : "most", most);
    put(t, &figure);
}

static void measure(table *t, const assay_spread *kinds, size_t count)
{
    assay_expected expected[ASSAY_SPREADS];
    assay_equal equal = {.n = t->n,
                         .alpha = t->options->groups.alpha,
                         .reference = t->reference,
                         .seed = t->options->seed};
    const bool draws = has_events(t);
    fill(t);
    fill_events(t, &equal);
    if (draws) draw_apart(t);
    if (draws)
        assay_equal_expect(&equal, kinds, count, t->options->confidence,
                           t->draws, expected);
    for (size_t i = 0; i < count; i++) {
        add_measure(t, kinds[i]);
        if (draws) add_expected(t, kinds[i], &expected[i]);
    }
}

// The row of the table that is of all groups.
static size_t cell_of(assay_ledger *ledger, const assay_figure *like)
{
    enum { MOST = 16 };
    assay_label labels[MOST];
    const size_t n = like->group_count < MOST ? like->group_count : MOST;
    for (size_t i = 0; i < n; i++)
        labels[i] = (assay_label){like->group[i].attribute, "*"};
    const assay_cell cell = {
        .labels = labels, .label_count = n, .people = UINT64_MAX};
    return assay_ledger_cell(ledger, &cell);
}

size_t assay_spreads_cell(assay_ledger *ledger, const assay_group_rates *rates)
{
    const assay_figure like = *assay_standing_figure(ledger, rates->of[0]);
    return cell_of(ledger, &like);
}

static void measure_rates(table *t)
{
    static const assay_spread joint[] = {ASSAY_FDR, ASSAY_IR, ASSAY_GARBE};
    static const assay_spread single[] = {
        ASSAY_MAX_MIN, ASSAY_MAX_GEOMETRIC,  ASSAY_MAX_MEAN,
        ASSAY_GINI,    ASSAY_THEIL,          ASSAY_COV,
        ASSAY_SD_LOG,  ASSAY_WORST_REFERENCE};
    enum { SINGLE = sizeof single / sizeof *single };
    const size_t count = t->rates[1]                     ? 3
                         : t->reference < t->rates[0]->n ? SINGLE
                                                         : SINGLE - 1;
    t->n = t->rates[0]->n;
    t->m = t->rates[1] ? 2 * t->n : t->n;
    t->like = *assay_standing_figure(t->ledger, t->rates[0]->of[0]);
    t->cell = cell_of(t->ledger, &t->like);
    if (!make_room(t, count))
        t->ledger->no_memory = true;
    else
        measure(t, t->rates[1] ? joint : single, count);
    end_table(t);
}

static void add_too_many(assay_ledger *ledger, const assay_group_point *point)
{
    const assay_figure like = ledger->entries[point->entry].figure;
    assay_figure figure =
        assay_contrasts_figure(&like, "ratios of groups", "ratio");
    figure.status = ASSAY_FIGURE_REFUSED;
    figure.note = assay_ledger_text(
        ledger, "%zu groups: more than %d are not held against each other",
        point->groups, ASSAY_GROUPS_MOST);
    const assay_entry entry = {.figure = figure,
                               .cell = cell_of(ledger, &like),
                               .guard_low = NAN,
                               .guard_high = NAN};
    (void)assay_ledger_add(ledger, &entry, false);
}

static bool same_groups(const assay_ledger *ledger, const assay_group_rates *a,
                        const assay_group_rates *b)
{
    if (a->n != b->n) return false;
    for (size_t g = 0; g < a->n; g++)
        if (ledger->entries[a->of[g]->entry].cell !=
            ledger->entries[b->of[g]->entry].cell)
            return false;
    return true;
}

void assay_spreads_add(assay_ledger *ledger, const assay_options *options,
                       const assay_group_point *point)
{
    const assay_group_rates *matches = &point->rates[ASSAY_STANDING_FALSE];
    const assay_group_rates *misses = &point->rates[ASSAY_STANDING_MISSED];
    if (point->groups > ASSAY_GROUPS_MOST) add_too_many(ledger, point);
    for (size_t kind = 0; kind < ASSAY_STANDING_KINDS; kind++) {
        const assay_group_rates *rates = &point->rates[kind];
        if (rates->n < 2 || ledger->no_memory) continue;
        table t = {.ledger = ledger,
                   .options = options,
                   .rates = {rates, NULL},
                   .reference =
                       assay_contrasts_reference(ledger, options, rates)};
        measure_rates(&t);
    }
    if (matches->n < 2 || ledger->no_memory ||
        !same_groups(ledger, matches, misses))
        return;
    table t = {
        .ledger = ledger, .options = options, .rates = {matches, misses}};
    measure_rates(&t);
}
