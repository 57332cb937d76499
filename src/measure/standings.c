// SPDX-License-Identifier: Apache-2.0
#include "measure/standings.h"

#include "base/alloc.h"
#include "measure/estimate.h"

#include <math.h>
#include <string.h>

static bool bears(const assay_bearing_from *from, size_t i)
{
    return from->m[i] > 0 || from->x[i] < 0 || from->x[i] > 0;
}

static uint32_t count_of(const assay_bearing_from *from)
{
    uint32_t n = 0;
    for (size_t i = 0; from->x && i < from->n; i++) n += bears(from, i);
    return n;
}

static void end_bearing(assay_bearing *side)
{
    assay_free(side->who);
    assay_free(side->x);
    assay_free(side->m);
    *side = (assay_bearing){0};
}

static bool take(const assay_bearing_from *from, uint32_t count,
                 assay_bearing *side)
{
    if (!count) return true;
    side->who = assay_new(0, count, sizeof *side->who);
    side->x = assay_new(0, count, sizeof *side->x);
    side->m = assay_new(0, count, sizeof *side->m);
    if (!side->who || !side->x || !side->m) return false;
    for (size_t i = 0; i < from->n; i++) {
        if (!bears(from, i)) continue;
        side->who[side->count] = (uint32_t)i;
        side->x[side->count] = from->x[i];
        side->m[side->count++] = from->m[i];
    }
    return true;
}

static bool take_sides(assay_standings *all, const assay_bearing_from sides[2],
                       assay_standing *one)
{
    enum { EACH = sizeof(uint32_t) + 2 * sizeof(double) };
    const uint32_t count[2] = {count_of(&sides[0]), count_of(&sides[1])};
    const size_t bytes = EACH * ((size_t)count[0] + count[1]);
    if (bytes > (size_t)ASSAY_STANDINGS_BYTES - all->bytes) {
        all->without = true;
        one->people_known = false;
        return true;
    }
    all->bytes += bytes;
    return take(&sides[0], count[0], &one->sides[0]) &&
           take(&sides[1], count[1], &one->sides[1]);
}

bool assay_standings_add(assay_standings *all, const assay_standing *one,
                         const assay_bearing_from sides[2])
{
    assay_standing copy = *one;
    if (all->count == all->room) {
        const size_t more = all->room ? 2 * all->room : 16;
        if (!assay_grow(&all->items, more, sizeof *all->items)) return false;
        all->room = more;
    }
    if (copy.people_known && !take_sides(all, sides, &copy)) {
        end_bearing(&copy.sides[0]);
        end_bearing(&copy.sides[1]);
        return false;
    }
    all->items[all->count++] = copy;
    return true;
}

void assay_standing_estimate(const assay_estimate *rate, assay_standing *one)
{
    const double n = (double)rate->trials, p = rate->value;
    one->rate = p;
    one->variance = rate->variance;
    one->nu = rate->nu;
    one->deff = rate->deff;
    one->events = rate->events;
    one->trials = rate->trials;
    if (p > 0 && p < 1) one->deff = rate->variance / (p * (1 - p) / n);
    if (!(p < 1) && !isnan(rate->variance)) {
        const double near = 1 - 0.5 / (n + 1);
        const double deff = rate->deff > 1 ? rate->deff : 1;
        one->variance = deff * near * (1 - near) / n;
    }
}

static double psi(const assay_standing *one, const assay_bearing *side,
                  uint32_t i)
{
    return (side->x[i] - side->m[i] * one->rate) / one->whole;
}

// Sum over those who are on both sides.
static double product(const assay_standing *a, size_t i,
                      const assay_standing *b, size_t j)
{
    const assay_bearing *s = &a->sides[i], *t = &b->sides[j];
    double sum = 0;
    for (uint32_t k = 0, l = 0; k < s->count && l < t->count;) {
        if (s->who[k] == t->who[l])
            sum += psi(a, s, k++) * psi(b, t, l++);
        else if (s->who[k] < t->who[l])
            k++;
        else
            l++;
    }
    return sum;
}

// What the variance holds beyond that of independent comparisons.
static double beyond(const assay_standing *one)
{
    const double p = one->rate;
    const double more = one->variance - p * (1 - p) / (double)one->trials;
    return more > 0 ? more : 0;
}

// Trials that each belong to one person.
static bool is_one_way(assay_standing_kind kind)
{
    return kind == ASSAY_STANDING_MISSED || kind == ASSAY_STANDING_FOUND ||
           kind == ASSAY_STANDING_ASIDE;
}

static double by_people(const assay_standing *a, const assay_standing *b,
                        bool both_ways)
{
    const bool one_way_a = is_one_way(a->kind);
    const bool one_way_b = is_one_way(b->kind);
    double sum = product(a, 0, b, 0);
    // A person who is missed may be on either side of false matches.
    if (one_way_a && !one_way_b)
        return b->listed ? sum : sum + product(a, 0, b, 1);
    if (one_way_b && !one_way_a)
        return a->listed ? sum : sum + product(a, 1, b, 0);
    sum += product(a, 1, b, 1);
    return both_ways && !one_way_a && sum > 0 ? 0 : sum;
}

double assay_standing_covariance(const assay_standing *a,
                                 const assay_standing *b, bool both_ways)
{
    const double most = sqrt(beyond(a) * beyond(b));
    const double sum = by_people(a, b, both_ways);
    if (!(fabs(sum) > most)) return sum;
    return sum > 0 ? most : 0.0 - most;
}

void assay_standings_end(assay_standings *all)
{
    for (size_t i = 0; i < all->count; i++) {
        end_bearing(&all->items[i].sides[0]);
        end_bearing(&all->items[i].sides[1]);
    }
    assay_free(all->items);
    memset(all, 0, sizeof *all);
}
