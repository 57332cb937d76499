// SPDX-License-Identifier: Apache-2.0
#include "measure/group_rates.h"

#include "base/alloc.h"
#include "base/figure_place.h"

#include <math.h>
#include <string.h>

const assay_figure *assay_standing_figure(const assay_ledger *ledger,
                                          const assay_standing *one)
{
    return &ledger->entries[one->entry].figure;
}

const assay_cell *assay_standing_cell(const assay_ledger *ledger,
                                      const assay_standing *one)
{
    return &ledger->cells[ledger->entries[one->entry].cell];
}

// Whether every condition of `a` is one of `b`; what was achieved is none.
static bool conditions_in(const assay_figure *a, const assay_figure *b)
{
    for (size_t i = 0; i < a->at_count; i++) {
        bool found = strcmp(a->at[i].key, "achieved") == 0;
        for (size_t j = 0; !found && j < b->at_count; j++)
            found = strcmp(a->at[i].key, b->at[j].key) == 0 &&
                    a->at[i].value == b->at[j].value;
        if (!found) return false;
    }
    return true;
}

bool assay_same_point(const assay_figure *a, const assay_figure *b)
{
    return (a->watchlist_size > 0) == (b->watchlist_size > 0) &&
           assay_figure_same_by(a, b) && conditions_in(a, b) &&
           conditions_in(b, a);
}

static bool shows(const assay_ledger *ledger, const assay_standing *one)
{
    const assay_cell *cell = assay_standing_cell(ledger, one);
    return !cell->suppressed && !isnan(one->variance) && !isnan(one->rate) &&
           !isnan(assay_standing_figure(ledger, one)->value);
}

static bool add_point(assay_group_points *points, size_t entry)
{
    if (points->count == points->room) {
        const size_t more = points->room ? 2 * points->room : 16;
        if (!assay_grow(&points->items, more, sizeof *points->items))
            return false;
        points->room = more;
    }
    points->items[points->count++] = (assay_group_point){.entry = entry};
    return true;
}

static bool is_at(const assay_ledger *ledger, const assay_group_point *point,
                  const assay_standing *one)
{
    return !assay_standing_cell(ledger, one)->unknown &&
           assay_same_point(&ledger->entries[point->entry].figure,
                            assay_standing_figure(ledger, one));
}

static bool find_points(const assay_ledger *ledger, assay_group_points *points)
{
    const assay_standings *all = &ledger->standings;
    for (size_t i = 0; i < all->count; i++) {
        bool found = assay_standing_cell(ledger, &all->items[i])->unknown;
        for (size_t p = 0; !found && p < points->count; p++)
            found = is_at(ledger, &points->items[p], &all->items[i]);
        if (!found && !add_point(points, all->items[i].entry)) return false;
    }
    return true;
}

// Whether all groups have a rate in which people count equally, and some should
// be told by it.
static bool by_subject(const assay_ledger *ledger,
                       const assay_group_point *point, assay_standing_kind kind)
{
    const assay_standings *all = &ledger->standings;
    size_t comparisons = 0, subjects = 0;
    bool unequal = false;
    for (size_t i = 0; i < all->count; i++) {
        const assay_standing *one = &all->items[i];
        if (one->kind != kind || !is_at(ledger, point, one)) continue;
        comparisons += !one->by_subject;
        subjects += one->by_subject;
        unequal = unequal || one->unequal;
    }
    return unequal && subjects == comparisons;
}

static bool make_room(assay_group_rates *rates, size_t n)
{
    rates->of = assay_new(0, n, sizeof *rates->of);
    rates->rate = assay_new(0, n, sizeof *rates->rate);
    rates->nu = assay_new(0, n, sizeof *rates->nu);
    rates->covariance = assay_new(0, n * n, sizeof *rates->covariance);
    return rates->of && rates->rate && rates->nu && rates->covariance;
}

// Whether some people were compared in both directions, a pair then being in
// the rates of two groups: their pairs are more than those of everybody.
static bool both_ways(const assay_ledger *ledger,
                      const assay_group_point *point, assay_standing_kind kind)
{
    const assay_standings *all = &ledger->standings;
    const assay_figure *at = &ledger->entries[point->entry].figure;
    uint64_t pairs = 0;
    for (size_t i = 0; i < all->count; i++) {
        const assay_standing *one = &all->items[i];
        const assay_figure *figure = assay_standing_figure(ledger, one);
        if (one->kind == kind && !one->by_subject &&
            assay_same_point(at, figure))
            pairs += one->pairs;
    }
    return kind == ASSAY_STANDING_FALSE && pairs > all->pairs;
}

static void fill_covariance(assay_group_rates *rates, bool both)
{
    const size_t n = rates->n;
    for (size_t g = 0; g < n; g++)
        for (size_t h = 0; h <= g; h++) {
            const double c = g == h ? rates->of[g]->variance
                                    : assay_standing_covariance(
                                          rates->of[g], rates->of[h], both);
            rates->covariance[g * n + h] = rates->covariance[h * n + g] = c;
        }
}

static bool fill(const assay_ledger *ledger, assay_group_point *point,
                 assay_standing_kind kind)
{
    const assay_standings *all = &ledger->standings;
    assay_group_rates *rates = &point->rates[kind];
    const bool subject = by_subject(ledger, point, kind);
    size_t groups = 0;
    rates->kind = kind;
    rates->by_subject = subject;
    for (size_t i = 0; i < all->count; i++)
        groups += all->items[i].kind == kind &&
                  all->items[i].by_subject == subject &&
                  is_at(ledger, point, &all->items[i]);
    if (groups > point->groups) point->groups = groups;
    if (groups < 2 || groups > ASSAY_GROUPS_MOST) return true;
    if (!make_room(rates, groups)) return false;
    for (size_t i = 0; i < all->count; i++) {
        const assay_standing *one = &all->items[i];
        if (one->kind != kind || one->by_subject != subject ||
            !is_at(ledger, point, one))
            continue;
        if (!shows(ledger, one)) {
            rates->left_out++;
            continue;
        }
        rates->of[rates->n] = one;
        rates->rate[rates->n] = one->rate;
        rates->nu[rates->n++] = one->nu;
    }
    fill_covariance(rates, both_ways(ledger, point, kind));
    return true;
}

bool assay_group_points_find(const assay_ledger *ledger,
                             assay_group_points *points)
{
    *points = (assay_group_points){0};
    if (!find_points(ledger, points)) return false;
    for (size_t p = 0; p < points->count; p++)
        for (int kind = 0; kind < ASSAY_STANDING_KINDS; kind++)
            if (!fill(ledger, &points->items[p], (assay_standing_kind)kind))
                return false;
    return true;
}

static void end_rates(assay_group_rates *rates)
{
    assay_free(rates->of);
    assay_free(rates->rate);
    assay_free(rates->nu);
    assay_free(rates->covariance);
}

void assay_group_points_end(assay_group_points *points)
{
    for (size_t p = 0; p < points->count; p++)
        for (size_t kind = 0; kind < ASSAY_STANDING_KINDS; kind++)
            end_rates(&points->items[p].rates[kind]);
    assay_free(points->items);
    memset(points, 0, sizeof *points);
}

assay_contrasted assay_group_side(const assay_group_rates *rates, size_t g)
{
    const assay_standing *one = rates->of[g];
    return (assay_contrasted){.rate = one->rate,
                              .variance = one->variance,
                              .nu = one->nu,
                              .events = (double)one->events,
                              .trials = (double)one->trials,
                              .deff = one->deff};
}

// All groups but `g` as one.
static assay_contrasted others(const assay_group_rates *rates, size_t g)
{
    const size_t n = rates->n;
    double whole = 0, squares = 0, lone = 0;
    assay_contrasted out = {.nu = INFINITY};
    for (size_t h = 0; h < n; h++)
        if (h != g) whole += rates->of[h]->whole;
    for (size_t h = 0; h < n; h++) {
        const double w = rates->of[h]->whole / whole;
        if (h == g) continue;
        out.rate += w * rates->rate[h];
        out.events += (double)rates->of[h]->events;
        out.trials += (double)rates->of[h]->trials;
        for (size_t k = 0; k < n; k++)
            if (k != g)
                out.variance += w * rates->of[k]->whole / whole *
                                rates->covariance[h * n + k];
        const double q = w * w * rates->covariance[h * n + h];
        lone += q;
        squares += q * q / rates->nu[h];
    }
    if (!(out.variance > 0)) out.variance = 0;
    if (squares > 0) out.nu = lone * lone / squares;
    out.deff = out.rate > 0 && out.rate < 1
                   ? out.variance / (out.rate * (1 - out.rate) / out.trials)
                   : (double)NAN;
    return out;
}

// A design effect that isn't known is that of the other side.
static void lend_deff(assay_contrast *of)
{
    if (!(of->a.deff > 0)) of->a.deff = of->b.deff;
    if (!(of->b.deff > 0)) of->b.deff = of->a.deff;
}

assay_contrast assay_group_to_others(const assay_group_rates *rates, size_t g)
{
    const size_t n = rates->n;
    double whole = 0;
    assay_contrast out = {assay_group_side(rates, g), others(rates, g), 0};
    for (size_t h = 0; h < n; h++)
        if (h != g) whole += rates->of[h]->whole;
    for (size_t h = 0; h < n; h++)
        if (h != g)
            out.covariance +=
                rates->of[h]->whole / whole * rates->covariance[g * n + h];
    lend_deff(&out);
    return out;
}

assay_contrast assay_group_to_group(const assay_group_rates *rates, size_t g,
                                    size_t h)
{
    assay_contrast out = {assay_group_side(rates, g),
                          assay_group_side(rates, h),
                          rates->covariance[g * rates->n + h]};
    lend_deff(&out);
    return out;
}

double assay_group_pooled(const assay_group_rates *rates)
{
    double whole = 0, events = 0;
    for (size_t g = 0; g < rates->n; g++) {
        whole += rates->of[g]->whole;
        events += rates->of[g]->whole * rates->rate[g];
    }
    return whole > 0 ? events / whole : 0;
}

double assay_group_deff(const assay_group_rates *rates, size_t g)
{
    double sum = 0, n = 0;
    if (rates->of[g]->deff > 0) return rates->of[g]->deff;
    for (size_t h = 0; h < rates->n; h++) {
        const double deff = rates->of[h]->deff;
        if (!(deff > 0)) continue;
        sum += deff;
        n += 1;
    }
    return n > 0 ? sum / n : 1;
}

assay_exposed assay_group_exposed(const assay_group_rates *rates, size_t g)
{
    const double deff = assay_group_deff(rates, g);
    const double trials = (double)rates->of[g]->trials / (deff > 1 ? deff : 1);
    return (assay_exposed){rates->rate[g] * trials, trials};
}
