// SPDX-License-Identifier: Apache-2.0
// FPIR above the highest threshold that searches carry, and there for larger
// lists: extrapolated along a tail fitted to the best candidates of non-mated
// searches, never without what counts say at most (docs/statistics.md 5.3).
#include "base/alloc.h"
#include "base/order.h"
#include "measure/ident_excess.h"
#include "measure/sentences.h"
#include "stats/elementary.h"
#include "stats/student.h"

#include <math.h>
#include <stdlib.h>

enum { ROWS = 40, COLUMNS = 9 };
enum {
    LEAST_OF_A_ROW = 10, ///< excesses of a row of the curve
    ROWS_REACH = 4       ///< times as many excesses as the fit has
};
// Nothing is said of an FPIR below this share of one search.
static const double least_search = 0.1;

// A threshold for which the tail is asked.
typedef struct aim {
    const assay_ident_spot *spot;
    double score; // a similarity
    double fpir;  // there; NaN: not told
    double limit; // as counted there or below
    assay_interval range;
    const char *why; // not told
} aim;

// The tail of everybody's searches.
typedef struct study {
    const assay_ident_part *part;
    const assay_ident_keys *keys;
    assay_ident_excesses excesses;
    assay_ident_tail tail;
    uint32_t key;      // of u
    double t;          // quantile of intervals
    const char *why;   // no tail
    const char *basis; // what it rests on
} study;

static void end_study(study *s)
{
    assay_ident_excesses_end(&s->excesses);
}

static const char *number(const study *s, uint64_t count)
{
    assay_ledger *ledger = s->part->all->ledger;
    const char *text = assay_spoken_number(&ledger->arena, count);
    if (!text) ledger->no_memory = true;
    return text ? text : "";
}

static const char *text(const char *made)
{
    return made ? made : "";
}

// In the direction of the input.
static double shown(const study *s, double score)
{
    return s->part->all->input.distance ? 0.0 - score : score;
}

static double power_two_thirds(double n)
{
    double low = 0, high = n;
    while (low < high) {
        const double middle = floor(0.5 * (low + high)) + 1;
        if (middle * middle * middle <= n * n)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

// The key that about `excesses` searches lie above; 0: none has a score there.
// Below the end of lists nothing is known.
static uint32_t key_above(const assay_ident_keys *keys, double excesses)
{
    uint64_t at = (uint64_t)excesses;
    if (!keys->tops || !keys->top[0]) return 0;
    const uint64_t seen = assay_ident_at_least(keys->top, keys->tops, 1);
    if (at >= seen) at = seen - 1;
    const uint32_t key = keys->top[at];
    return key < keys->known ? keys->known - 1 : key;
}

static const char *refuse(const study *s)
{
    const assay_ident_tail *tail = &s->tail;
    if (tail->excesses < ASSAY_EXCESSES_LEAST ||
        tail->people < ASSAY_EXCESS_SUBJECTS_LEAST)
        return assay_ledger_text(
            s->part->all->ledger,
            "no tail is extrapolated: it would rest on %s searches of %s "
            "people, and it takes %d of %d",
            number(s, tail->excesses), number(s, tail->people),
            ASSAY_EXCESSES_LEAST, ASSAY_EXCESS_SUBJECTS_LEAST);
    // Down to -1 the tail thins out to its end; below it piles up there.
    if (!(tail->fit.gpd.shape > -1) ||
        __builtin_isnan(assay_tail_shape(&tail->fit, &tail->jackknife, 1).low))
        return "no tail is extrapolated: none fits these scores";
    return NULL;
}

static double quantile_of(const study *s, const assay_ident_tail *tail)
{
    return assay_student_two_sided(s->part->all->input.common->confidence,
                                   tail->people > 2 ? (double)tail->people - 1
                                                    : 1);
}

// False without memory.
static bool make(study *s)
{
    const assay_ident_keys *keys = s->keys;
    const double excesses = power_two_thirds((double)keys->tops);
    const uint32_t lowest = key_above(keys, ROWS_REACH * excesses);
    s->key = key_above(keys, excesses);
    if (!assay_ident_excesses_of(s->part, lowest, &s->excesses)) return false;
    s->tail = assay_ident_fit(&s->excesses, s->key);
    s->t = quantile_of(s, &s->tail);
    s->why = refuse(s);
    s->basis = text(assay_ledger_text(
        s->part->all->ledger,
        "the tail of %s searches of %s people above score %.6g",
        number(s, s->tail.excesses), number(s, s->tail.people),
        shown(s, s->tail.from)));
    return true;
}

// ---- Aims ------------------------------------------------------------------

// What was counted: FPIR at the threshold, or where ten searches go wrong.
static double limit_at(const study *s, double score)
{
    const assay_ident_keys *keys = s->keys;
    const uint32_t key = assay_key_of(assay_score_clean((float)score));
    uint64_t n = assay_ident_at_least(keys->top, keys->tops, key);
    if (n < ASSAY_IDENT_FEW && keys->tops >= ASSAY_IDENT_FEW) {
        const uint32_t tenth = keys->top[ASSAY_IDENT_FEW - 1];
        n = tenth ? assay_ident_at_least(keys->top, keys->tops, tenth)
                  : keys->tops;
    }
    return (double)n / (double)keys->tops;
}

static void reach(const study *s, aim *a)
{
    const assay_tail_fit *fit = &s->tail.fit;
    const double least = least_search / (double)s->keys->tops;
    const double asked = a->spot->target ? a->spot->value : (double)NAN;
    a->fpir = a->range.low = a->range.high = NAN;
    a->why = s->why;
    if (a->why) return;
    if (a->spot->target)
        a->score =
            s->tail.from +
            assay_tail_quantile(fit, asked < fit->above ? asked : fit->above);
    const double y = a->score - s->tail.from;
    const double fpir =
        a->spot->target ? asked : assay_gpd_above(fit->gpd, fit->above, y);
    if (!(fpir >= least)) {
        a->why = assay_ledger_text(
            s->part->all->ledger,
            "no tail is extrapolated to where less than a tenth of one of %s "
            "searches would go wrong",
            number(s, s->keys->tops));
        return;
    }
    a->limit = limit_at(s, a->score);
    a->fpir = fpir;
    a->range = assay_tail_interval(fit, &s->tail.jackknife, y, s->t);
}

static void set_told(const study *s, const aim *a, double times,
                     assay_figure *figure)
{
    const double limit = assay_union_limit(a->limit, times);
    const double fpir = assay_chance_any(a->fpir, times);
    figure->value = fpir < limit ? fpir : limit;
    figure->low = assay_chance_any(a->range.low, times);
    figure->high = assay_chance_any(a->range.high, times);
    figure->interval = "confidence";
    figure->confidence = s->part->all->input.common->confidence;
    figure->method = "generalised Pareto tail by probability-weighted moments, "
                     "delete-one-person jackknife, log, t";
    figure->bounds[0] = 0;
    figure->bounds[1] = limit;
    figure->subjects = (int64_t)s->tail.people;
    figure->note = assay_ledger_text(
        s->part->all->ledger,
        "beyond the test: an extrapolation along %s%s: %.6g", s->basis,
        times > 1 ? ", a list of this size as several of those searched; union "
                    "bound of what was counted"
                  : "; counted at the highest threshold with ten",
        limit);
}

static void tell_aim(const study *s, const aim *a, double size)
{
    const assay_ident_part *part = s->part;
    const double tested = (double)part->all->size;
    assay_ident_spot spot = *a->spot;
    assay_at at[4];
    size_t n = 0;
    at[n++] = (assay_at){spot.target ? "FPIR" : "threshold", spot.value};
    if (size > 0) at[n++] = (assay_at){"watchlist_size", size};
    assay_figure figure =
        assay_ident_figure(part, "extrapolated FPIR", "proportion");
    spot.few = false;
    assay_ident_set_spot(part, &spot, at, n, &figure);
    figure.per = "search";
    figure.of = "searches by people not on the list";
    figure.target = part->all->random ? "random watchlist" : "fixed watchlist";
    if (size > 0) figure.watchlist_size = (int64_t)size;
    if (spot.target)
        figure.threshold = a->why ? (double)NAN : shown(s, a->score);
    if (a->why) {
        figure.status = ASSAY_FIGURE_REFUSED;
        figure.note = a->why;
    } else {
        set_told(s, a, size > 0 ? size / tested : 1, &figure);
    }
    assay_ident_add(part, &figure, NULL, false);
}

// Larger lists: those asked for, else 3, 10, 30... up to ten times the list.
static void tell_sizes(const study *s, const aim *a)
{
    const assay_identification *all = s->part->all;
    const assay_numbers *asked = &all->input.options->sizes;
    const double tested = (double)all->size;
    const double most = ASSAY_BEYOND_MOST * tested;
    if (a->why || !(tested > 0)) return;
    for (size_t i = 0; i < asked->count; i++)
        if (asked->items[i] > tested && asked->items[i] <= most)
            tell_aim(s, a, asked->items[i]);
    for (double ten = 10; !asked->count && ten <= most; ten *= 10) {
        if (ten > tested) tell_aim(s, a, ten);
        if (3 * ten > tested && 3 * ten <= most) tell_aim(s, a, 3 * ten);
    }
}

// Targets and thresholds that leave fewer than ten searches.
static bool is_aim(const study *s, size_t i)
{
    const assay_identification *all = s->part->all;
    const assay_ident_spot *spot = &all->spots[i];
    if (spot->target)
        return !spot->below && assay_ident_wanted(all, i) &&
               (!spot->carried || spot->few);
    return spot->key > s->key && spot->key >= s->keys->known &&
           assay_ident_at_least(s->keys->top, s->keys->tops, spot->key) <
               ASSAY_IDENT_FEW;
}

static void tell_aims(const study *s)
{
    const assay_identification *all = s->part->all;
    for (size_t i = 0; i < all->spot_count; i++) {
        if (!is_aim(s, i)) continue;
        const assay_ident_spot *spot = &all->spots[i];
        const double given =
            all->input.distance ? 0.0 - spot->value : spot->value;
        aim a = {.spot = spot, .score = given};
        reach(s, &a);
        tell_aim(s, &a, 0);
        tell_sizes(s, &a);
    }
}

// ---- The tail itself -------------------------------------------------------

static void tell_shape(study *s)
{
    const assay_ident_part *part = s->part;
    const assay_ident_tail *tail = &s->tail;
    const assay_excesses of = assay_ident_fitted(&s->excesses, tail);
    const assay_interval range =
        assay_tail_shape(&tail->fit, &tail->jackknife, s->t);
    const assay_gpd likely = assay_gpd_likely(of.y, of.n);
    assay_figure figure =
        assay_ident_figure(part, "shape of the tail of false alerts", "index");
    figure.value = tail->fit.gpd.shape;
    figure.low = range.low;
    figure.high = range.high;
    figure.interval = "confidence";
    figure.confidence = part->all->input.common->confidence;
    figure.method = "delete-one-person jackknife, t";
    figure.threshold = shown(s, tail->from);
    figure.subjects = (int64_t)tail->people;
    figure.per = "search";
    figure.note = assay_ledger_text(
        part->all->ledger,
        "of %s; scale %.6g; by likelihood shape %.4g and scale %.6g%s",
        s->basis, tail->fit.gpd.scale, likely.shape, likely.scale,
        tail->fit.gpd.shape < 0
            ? text(assay_ledger_text(
                  part->all->ledger, "; the tail ends at score %.6g",
                  shown(s, tail->from + assay_gpd_end(tail->fit.gpd))))
            : "");
    assay_ident_add(part, &figure, NULL, false);
}

// Excesses over a higher or lower threshold.
static void fill_row(study *s, uint32_t key, double *row)
{
    const assay_ident_tail tail = assay_ident_fit(&s->excesses, key);
    const double t = quantile_of(s, &tail);
    const bool fits = tail.excesses >= ASSAY_EXCESSES_LEAST &&
                      tail.people >= ASSAY_EXCESS_SUBJECTS_LEAST;
    const assay_interval shape =
        assay_tail_shape(&tail.fit, &tail.jackknife, t);
    row[0] = shown(s, tail.from);
    row[1] = (double)tail.excesses;
    row[2] = tail.mean;
    row[3] = tail.mean - t * tail.mean_half;
    row[4] = tail.mean + t * tail.mean_half;
    row[5] = fits ? tail.fit.gpd.shape : (double)NAN;
    row[6] = fits ? shape.low : (double)NAN;
    row[7] = fits ? shape.high : (double)NAN;
    row[8] = key == s->key;
}

static int ascending(const void *a, const void *b)
{
    const uint32_t *x = a;
    const uint32_t *y = b;
    return (*x > *y) - (*x < *y);
}

// Thresholds with few excesses to many, in equal steps of their logarithm; the
// one that figures rest on is among them.
static size_t fill_rows(study *s, double *values)
{
    const double most = ROWS_REACH * power_two_thirds((double)s->keys->tops);
    const double steps = assay_log(most / LEAST_OF_A_ROW) / (ROWS - 1);
    uint32_t keys[ROWS + 1] = {s->key};
    size_t rows = 0;
    for (int i = 0; i < ROWS; i++)
        keys[i + 1] =
            key_above(s->keys, floor(LEAST_OF_A_ROW * assay_exp(steps * i)));
    qsort(keys, ROWS + 1, sizeof *keys, ascending);
    for (size_t i = 0; i <= ROWS; i++)
        if (!i || keys[i] > keys[i - 1])
            fill_row(s, keys[i], values + rows++ * COLUMNS);
    return rows;
}

static void draw(study *s)
{
    static const char *const columns[COLUMNS] = {
        "threshold", "searches above", "mean excess", "mean low", "mean high",
        "shape",     "shape low",      "shape high",  "fitted"};
    double values[(ROWS + 1) * COLUMNS];
    const assay_curve curve = {
        .id = "tail of false alerts",
        .name = "tail of false alerts",
        .columns = columns,
        .column_count = COLUMNS,
        .values = values,
        .row_count = fill_rows(s, values),
        .note = "best candidates of searches by people not on the list, above "
                "a threshold: their mean excess is a line, and the shape is "
                "level, where a generalised Pareto tail holds; intervals by "
                "people"};
    if (curve.row_count > 1)
        assay_ledger_curve(s->part->all->ledger, &curve, s->part->cell);
}

void assay_ident_tail_of(const assay_ident_part *part)
{
    ASSAY_AUTO(end_study) study s = {.part = part, .keys = &part->all->keys};
    if (!s.keys->tops) return;
    if (!make(&s)) {
        part->all->ledger->no_memory = true;
        return;
    }
    tell_aims(&s);
    if (s.why) return;
    tell_shape(&s);
    draw(&s);
}
