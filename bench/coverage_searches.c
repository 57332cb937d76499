// SPDX-License-Identifier: Apache-2.0
// Searches: s = sqrt(a) u_s + sqrt(w) q + sqrt(b) v_j + noise, of variance 1:
// u a searched person's, q a search's, v an identity's. A match of any of n
// identities is a false alert. And ratios of two groups' rates.
#include "bench/coverage.h"

#include "stats/normal.h"
#include "stats/ratio.h"
#include "stats/watchlist.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double CONFIDENCE = 0.95;
static const assay_interval nothing = {NAN, NAN};

// --- FPIR -------------------------------------------------------------------

// One run's searches. `list` identities of all `n` are asked about.
typedef struct search {
    const cover_cell *cell;
    uint32_t n, searches;
    double *x, *m;     // of each person: sum of h, searches
    double *gallery;   // parts of identities
    double *influence; // G_j
    double *own;       // of one person's searches: what it adds to G_j
    double *chance;    // h(k)
    double *change;    // influence of one of k
    double shared, greatest;
} search;

static void end_search(search *s)
{
    assay_free(s->x);
    assay_free(s->m);
    assay_free(s->gallery);
    assay_free(s->influence);
    assay_free(s->own);
    assay_free(s->chance);
    assay_free(s->change);
}

static bool make_search(const cover_cell *cell, search *s)
{
    const uint32_t n = cell->references;
    *s = (search){.cell = cell, .n = n};
    s->x = assay_new(0, cell->probes, sizeof(double));
    s->m = assay_new(0, cell->probes, sizeof(double));
    s->gallery = assay_new(0, n, sizeof(double));
    s->influence = assay_new(0, n, sizeof(double));
    s->own = assay_new(0, n, sizeof(double));
    s->chance = assay_new(0, n + 1, sizeof(double));
    s->change = assay_new(0, n + 1, sizeof(double));
    if (!s->x || !s->m || !s->gallery || !s->influence || !s->own ||
        !s->chance || !s->change)
        return false;
    assay_watchlist_hits(n, cell->list, s->chance, n + 1);
    for (uint32_t k = 1; k <= n; k++)
        s->change[k] = assay_watchlist_influence(k, n, cell->list);
    return true;
}

// The chance of a match with effects x and v.
static double chance_of(const cover_cell *cell, double x, double v)
{
    const double noise = sqrt(1 - cell->a - cell->b - cell->w);
    return assay_normal_cdf((x + v - cell->threshold) / noise);
}

// One search; whom it matches. A word of 32 bits decides on each identity, by
// way of the chance of the one with the greatest effect: few need their own.
static double one_search(search *s, double x, cover_random *random,
                         uint32_t *found)
{
    const double most = 0x1p32 * chance_of(s->cell, x, s->greatest);
    uint32_t k = 0;
    for (uint32_t j = 0; j < s->n; j++) {
        const double word = 0.5 + (double)assay_random_word(&random->words);
        if (word < most && word < 0x1p32 * chance_of(s->cell, x, s->gallery[j]))
            found[k++] = j;
    }
    for (uint32_t i = 0; i < k; i++) s->own[found[i]] += s->change[k];
    return s->chance[k];
}

static void one_person(search *s, uint32_t person, cover_random *random,
                       uint32_t *found)
{
    const cover_cell *cell = s->cell;
    const double u = sqrt(cell->a) * cover_effect(random, cell->law);
    uint32_t searches =
        cell->unequal ? cover_geometric(random) : cell->transits;
    s->m[person] = searches;
    s->searches += searches;
    memset(s->own, 0, s->n * sizeof *s->own);
    for (; searches; searches--) {
        const double x = u + sqrt(cell->w) * cover_normal(random);
        s->x[person] += one_search(s, x, random, found);
    }
    for (uint32_t j = 0; j < s->n; j++) {
        s->influence[j] += s->own[j];
        s->shared += s->own[j] * s->own[j];
    }
}

static void put(cover_outcome *row, cover_method method, assay_interval ends,
                double truth)
{
    row[method] = (cover_outcome){ends.low, ends.high, truth};
}

static assay_interval z_of(const assay_cluster *c)
{
    return c->rate > 0 && c->rate < 1
               ? assay_wilson(c->rate, assay_cluster_effective(c, c->variance),
                              assay_normal_two_sided(CONFIDENCE))
               : nothing;
}

// As measure/ident_estimate.c has it: this list, and lists like it.
static void measure_fpir(search *s, cover_outcome *outcome)
{
    const cover_cell *cell = s->cell;
    const assay_side people = {s->x, s->m, cell->probes, NULL};
    const bool whole = cell->list == s->n;
    const assay_cluster fixed = assay_cluster_one_way(people, whole);
    const assay_cluster random = assay_watchlist_random(
        &fixed, people, s->influence, s->n, s->shared, whole);
    const double units =
        assay_design_units(ASSAY_DESIGN_ONE_WAY, cell->probes, 0);
    const assay_interval plain =
        assay_wilson_counts(fixed.events, fixed.trials, CONFIDENCE);
    const double one =
        whole
            ? cover_fpir_fixed(&cell->probe, s->gallery, s->n, cell->threshold,
                               sqrt(1 - cell->a - cell->b - cell->w))
            : (double)NAN;
    for (size_t f = 0; f < cell->figure_count; f++) {
        cover_outcome *row = outcome + f * COVER_METHODS;
        const bool lists = cell->figures[f].family == COVER_FPIR_RANDOM;
        const double truth = lists ? cell->figures[f].truth : one;
        const assay_cluster *c = lists ? &random : &fixed;
        if (!lists || (c->rate > 0 && c->rate < 1))
            put(row, COVER_PRINTED,
                assay_cluster_interval(c, c->variance,
                                       lists ? (double)INFINITY : units,
                                       CONFIDENCE),
                truth);
        put(row, COVER_NORMAL_Z, z_of(c), truth);
        put(row, COVER_INDEPENDENT, plain, truth);
        // What is said of this list, taken for lists like it.
        if (lists)
            put(row, COVER_OTHER,
                assay_cluster_interval(&fixed, fixed.variance, units,
                                       CONFIDENCE),
                truth);
    }
}

static bool run_searches(const cover_cell *cell, uint32_t at,
                         cover_outcome outcome[COVER_PER_RUN])
{
    cover_random random = cover_random_of(cell, at);
    search s = {0};
    uint32_t *found = assay_new(0, cell->references, sizeof *found);
    const bool done = found && make_search(cell, &s);
    if (done) {
        const cover_law law = cell->heavy_list ? COVER_T4 : COVER_NORMAL;
        s.greatest = -INFINITY;
        for (uint32_t j = 0; j < s.n; j++) {
            s.gallery[j] = sqrt(cell->b) * cover_effect(&random, law);
            s.greatest = fmax(s.greatest, s.gallery[j]);
        }
        for (uint32_t i = 0; i < cell->probes; i++)
            one_person(&s, i, &random, found);
        measure_fpir(&s, outcome);
    }
    end_search(&s);
    assay_free(found);
    return done;
}

void cover_searches_cell(cover_cell *cell)
{
    cover_spread match = {0};
    cover_spread *probe = &cell->probe;
    const double a = sqrt(cell->a), b = sqrt(cell->b);
    const double noise = sqrt(1 - cell->a - cell->b - cell->w);
    const cover_law law = cell->heavy_list ? COVER_T4 : COVER_NORMAL;
    cell->run = run_searches;
    if (!cover_spread_make(probe, cell->law, &a, 1, sqrt(cell->w)) ||
        !cover_spread_make(&match, law, &b, 1, noise))
        return;
    const double truth = cover_fpir(probe, &match, cell->threshold, cell->list);
    const double searches =
        (double)cell->probes * (cell->unequal ? 3 : cell->transits);
    if (cell->list == cell->references)
        cover_add(cell, COVER_FPIR_FIXED, "FPIR, this list", NAN,
                  truth * searches);
    cover_add(cell, COVER_FPIR_RANDOM, "FPIR, lists like it", truth,
              truth * searches);
    cover_spread_end(&match);
}

// --- ratio of FMRs ----------------------------------------------------------

// Events of a group's pairs, all against all, at the threshold.
static assay_rate rate_of(const cover_cell *cell, uint32_t people,
                          double threshold, cover_random *random, double *sums)
{
    double *effects = sums, *x = sums + people, *m = sums + 2 * (size_t)people;
    const double a = sqrt(cell->rho / 2), rest = sqrt(1 - cell->rho);
    const double pairs = (double)people * (people - 1) / 2;
    double events = 0;
    for (uint32_t i = 0; i < people; i++) {
        effects[i] = a * cover_effect(random, cell->law);
        x[i] = 0;
        m[i] = people - 1;
    }
    for (uint32_t i = 0; i < people; i++)
        for (uint32_t j = i + 1; j < people; j++) {
            const double s =
                effects[i] + effects[j] + rest * cover_normal(random);
            const double event = s >= threshold ? 1 : 0;
            events += event;
            x[i] += event;
            x[j] += event;
        }
    const assay_side side = {x, m, people, NULL};
    const assay_pair_sums sum = {events, pairs, events, events, pairs};
    const assay_cluster c = assay_cluster_dyadic(side, sum, true);
    return (assay_rate){c.rate, c.variance, c.nu};
}

static bool run_ratio(const cover_cell *cell, uint32_t at,
                      cover_outcome outcome[COVER_PER_RUN])
{
    const uint32_t most =
        cell->probes > cell->references ? cell->probes : cell->references;
    double *room = assay_new(0, 3 * (size_t)most, sizeof *room);
    if (!room) return false;
    cover_random random = cover_random_of(cell, at);
    const assay_rate a =
        rate_of(cell, cell->probes, cell->at[0], &random, room);
    const assay_rate b =
        rate_of(cell, cell->references, cell->at[1], &random, room);
    const double truth = cell->figures[0].truth;
    put(outcome, COVER_PRINTED, assay_ratio_clustered(a, b, 0, CONFIDENCE),
        truth);
    const double n[2] = {0.5 * cell->probes * (cell->probes - 1.0),
                         0.5 * cell->references * (cell->references - 1.0)};
    const assay_exposed x = {a.rate * n[0], n[0]}, y = {b.rate * n[1], n[1]};
    put(outcome, COVER_INDEPENDENT, assay_ratio_katz(x, y, CONFIDENCE), truth);
    const assay_ratio exact = assay_ratio_exact(x, y, CONFIDENCE);
    put(outcome, COVER_OTHER, (assay_interval){exact.low, exact.high}, truth);
    const assay_rate az = {a.rate, a.variance, INFINITY};
    const assay_rate bz = {b.rate, b.variance, INFINITY};
    put(outcome, COVER_NORMAL_Z, assay_ratio_clustered(az, bz, 0, CONFIDENCE),
        truth);
    assay_free(room);
    return true;
}

// cell->at: the two FMRs, which become thresholds.
void cover_ratio_cell(cover_cell *cell)
{
    cover_spread others;
    const double a = sqrt(cell->rho / 2), scales[] = {a, a};
    const double rates[] = {cell->at[0], cell->at[1]};
    const double sizes[] = {cell->probes, cell->references};
    double least = INFINITY;
    cell->run = run_ratio;
    if (!cover_spread_make(&others, cell->law, scales, 2, sqrt(1 - cell->rho)))
        return;
    for (size_t i = 0; i < 2; i++) {
        cell->at[i] = cover_quantile(&others, rates[i]);
        least = fmin(least, 0.5 * sizes[i] * (sizes[i] - 1) * rates[i]);
    }
    cover_spread_end(&others);
    cover_add(cell, COVER_RATIO, "ratio of FMRs", rates[0] / rates[1], least);
}
