// SPDX-License-Identifier: Apache-2.0
// People of LFW drawn without replacement; the truth is that of all 5,749, or
// of the 1,680 with two images or more. Label noise is kept.
#include "bench/coverage.h"

#include "base/pool.h"
#include "bench/lfw.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BINS = 1 << 20, PARTS = 64, FMRS = 4, FNMRS = 3, TARGETS = 2 };

static const double fmrs[FMRS] = {1e-1, 1e-2, 1e-3, 1e-4};
static const double fnmrs[FNMRS] = {0.1, 0.05, 0.01};
static const size_t targets[TARGETS] = {1, 2}; // of fmrs

// A rate of the population: per comparison, and each person or each two people
// alike.
typedef struct rates {
    double micro, balanced;
} rates;

struct cover_lfw {
    lfw data;
    uint32_t *people; // those who can be drawn
    uint32_t count;
    double edges[FMRS + FNMRS];
    rates fmr[FMRS], fnmr[FNMRS], at[TARGETS];
    double eer, auc;
    cover_lfw *before; // the population read before it
};

// What the passes over all comparisons share. Scores fall into bins whose
// edges are float32 numbers.
typedef struct pass {
    const cover_lfw *of;
    uint64_t *bins[2]; // by thread: not mated, mated
    double *sums;      // by part: SUMS of them
} pass;

static uint32_t images_of(const lfw *d, uint32_t person)
{
    return d->first[person + 1] - d->first[person];
}

static double edge_of(size_t bin)
{
    return (double)bin / (BINS / 2) - 1;
}

static size_t bin_of(float score)
{
    const double place = floor(((double)score + 1) * (BINS / 2));
    if (place < 0) return 0;
    return place < BINS - 1 ? (size_t)place : BINS - 1;
}

// Persons i, i + PARTS, ... with all behind them, and with themselves.
static bool tally_part(void *context, size_t part, unsigned thread)
{
    pass *p = context;
    const lfw *d = &p->of->data;
    uint64_t *bins[2];
    for (int c = 0; c < 2; c++) bins[c] = p->bins[c] + (size_t)thread * BINS;
    for (size_t i = part; i < p->of->count; i += PARTS)
        for (size_t j = i; j < p->of->count; j++) {
            const uint32_t x = p->of->people[i], y = p->of->people[j];
            for (size_t a = d->first[x]; a < d->first[x + 1]; a++)
                for (size_t b = i == j ? a + 1 : d->first[y];
                     b < d->first[y + 1]; b++)
                    bins[i == j][bin_of(lfw_score(d, a, b))]++;
        }
    return true;
}

// Adds e/m at each edge, and 1: of two people, or of one.
static void weigh_pair(const pass *p, uint32_t x, uint32_t y, double *sums)
{
    const lfw *d = &p->of->data;
    enum { EDGES = FMRS + FNMRS };
    uint32_t events[EDGES] = {0}, all = 0;
    for (size_t a = d->first[x]; a < d->first[x + 1]; a++)
        for (size_t b = x == y ? a + 1 : d->first[y]; b < d->first[y + 1];
             b++, all++) {
            const float score = lfw_score(d, a, b);
            for (size_t e = 0; e < EDGES; e++)
                events[e] += ((double)score >= p->of->edges[e]) != (x == y);
        }
    if (!all) return;
    double *to = sums + (x == y ? EDGES + 1 : 0);
    for (size_t e = 0; e < EDGES; e++) to[e] += (double)events[e] / all;
    to[EDGES] += 1;
}

enum { SUMS = 2 * (FMRS + FNMRS + 1) };

static bool weigh_part(void *context, size_t part, unsigned thread)
{
    pass *p = context;
    (void)thread;
    for (size_t i = part; i < p->of->count; i += PARTS)
        for (size_t j = i; j < p->of->count; j++)
            weigh_pair(p, p->of->people[i], p->of->people[j],
                       p->sums + part * SUMS);
    return true;
}

static uint64_t sum_bins(const uint64_t *bins)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < BINS; i++) sum += bins[i];
    return sum;
}

// The lowest edge at which at most `rate` of them are at or above.
static size_t edge_above(const uint64_t *bins, double rate)
{
    const double most = rate * (double)sum_bins(bins);
    uint64_t above = 0;
    size_t i = BINS;
    while (i > 0 && (double)(above + bins[i - 1]) <= most) above += bins[--i];
    return i;
}

static double share_above(const uint64_t *bins, size_t edge)
{
    uint64_t above = 0;
    for (size_t i = edge; i < BINS; i++) above += bins[i];
    return (double)above / (double)sum_bins(bins);
}

static double share_below(const uint64_t *bins, size_t edge)
{
    uint64_t below = 0;
    for (size_t i = 0; i < edge; i++) below += bins[i];
    return (double)below / (double)sum_bins(bins);
}

static void find_edges(cover_lfw *p, const uint64_t *other,
                       const uint64_t *mated)
{
    for (size_t i = 0; i < FMRS; i++) {
        const size_t edge = edge_above(other, fmrs[i]);
        p->edges[i] = edge_of(edge);
        p->fmr[i].micro = share_above(other, edge);
    }
    const bool mates = sum_bins(mated) > 0;
    for (size_t i = 0; i < FNMRS && mates; i++) {
        const size_t edge = edge_above(mated, 1 - fnmrs[i]);
        p->edges[FMRS + i] = edge_of(edge);
        p->fnmr[i].micro = share_below(mated, edge);
    }
    for (size_t i = 0; i < TARGETS && mates; i++)
        p->at[i].micro =
            share_below(mated, edge_above(other, fmrs[targets[i]]));
}

static void find_summary(cover_lfw *p, const uint64_t *other,
                         const uint64_t *mated)
{
    const double n = (double)sum_bins(other), m = (double)sum_bins(mated);
    double below = 0, wins = 0, missed = 0, matched = n;
    for (size_t i = 0; i < BINS; i++) {
        wins += (double)mated[i] * (below + 0.5 * (double)other[i]);
        below += (double)other[i];
        if (matched / n > missed / m) p->eer = 0.5 * (matched / n + missed / m);
        matched -= (double)other[i];
        missed += (double)mated[i];
    }
    p->auc = wins / n / m;
}

static bool tally_all(cover_lfw *p)
{
    const unsigned threads = assay_pool_threads(0);
    pass work = {.of = p};
    for (int c = 0; c < 2; c++)
        work.bins[c] = assay_new(0, (size_t)threads * BINS, sizeof(uint64_t));
    const bool done = work.bins[0] && work.bins[1] &&
                      assay_pool_run(threads, PARTS, tally_part, &work);
    for (int c = 0; done && c < 2; c++)
        for (size_t t = 1; t < threads; t++)
            for (size_t i = 0; i < BINS; i++)
                work.bins[c][i] += work.bins[c][t * BINS + i];
    if (done) {
        find_edges(p, work.bins[0], work.bins[1]);
        if (sum_bins(work.bins[1])) find_summary(p, work.bins[0], work.bins[1]);
    }
    assay_free(work.bins[0]);
    assay_free(work.bins[1]);
    return done;
}

static bool weigh_all(cover_lfw *p)
{
    pass work = {.of = p, .sums = assay_new(0, PARTS * SUMS, sizeof(double))};
    const bool done = work.sums && assay_pool_run(assay_pool_threads(0), PARTS,
                                                  weigh_part, &work);
    double sums[SUMS] = {0};
    for (size_t i = 0; done && i < PARTS * SUMS; i++)
        sums[i % SUMS] += work.sums[i];
    const double *other = sums, *mated = sums + SUMS / 2;
    const double pairs = other[SUMS / 2 - 1], people = mated[SUMS / 2 - 1];
    for (size_t i = 0; i < FMRS; i++) p->fmr[i].balanced = other[i] / pairs;
    for (size_t i = 0; i < FNMRS; i++)
        p->fnmr[i].balanced = mated[FMRS + i] / people;
    for (size_t i = 0; i < TARGETS; i++)
        p->at[i].balanced = mated[targets[i]] / people;
    assay_free(work.sums);
    return done;
}

const cover_lfw *cover_lfw_population(const char *dir, uint32_t cap,
                                      uint32_t least)
{
    static cover_lfw *newest; // what the program holds to its end
    cover_lfw *p = assay_new(0, 1, sizeof *p);
    if (!p) return NULL;
    p->before = newest;
    newest = p;
    if (!lfw_load(dir, "lfw_mobilefacenet", cap, &p->data)) return NULL;
    p->people = assay_new(0, p->data.subjects, sizeof *p->people);
    if (!p->people) return NULL;
    for (uint32_t i = 0; i < p->data.subjects; i++)
        if (images_of(&p->data, i) >= least) p->people[p->count++] = i;
    return tally_all(p) && weigh_all(p) ? p : NULL;
}

// --- a run ------------------------------------------------------------------

static bool draw_people(const cover_cell *cell, cover_random *random,
                        uint32_t *people)
{
    const cover_lfw *p = cell->lfw;
    uint32_t *all = assay_new(0, p->count, sizeof *all);
    if (!all) return false;
    memcpy(all, p->people, p->count * sizeof *all);
    for (uint32_t i = 0; i < cell->people; i++) {
        const uint32_t j = i + assay_random_below(&random->words, p->count - i);
        people[i] = all[j];
        all[j] = all[i];
    }
    assay_free(all);
    return true;
}

static void compare(const cover_cell *cell, const uint32_t *people,
                    cover_sample *s)
{
    const lfw *d = &cell->lfw->data;
    size_t k = 0, m = 0;
    for (uint32_t i = 0; i < cell->people; i++)
        for (uint32_t j = i; j < cell->people; j++) {
            const uint32_t x = people[i], y = people[j];
            for (size_t a = d->first[x]; a < d->first[x + 1]; a++)
                for (size_t b = i == j ? a + 1 : d->first[y];
                     b < d->first[y + 1]; b++) {
                    const float score = lfw_score(d, a, b);
                    if (i == j) {
                        s->mated_score[m] = score;
                        s->mated[m++] = i;
                        continue;
                    }
                    s->score[k] = score;
                    s->probe[k] = i;
                    s->reference[k++] = j;
                }
        }
}

// Truths of headlines that count people.
static void set_balanced(const cover_cell *cell, double *truths)
{
    const cover_lfw *p = cell->lfw;
    size_t seen[COVER_FAMILIES] = {0};
    for (size_t i = 0; i < cell->figure_count; i++) {
        const cover_family family = cell->figures[i].family;
        const size_t at = seen[family]++;
        truths[i] = family == COVER_FMR_PAIRS ? p->fmr[at].balanced
                    : family == COVER_FNMR    ? p->fnmr[at].balanced
                    : family == COVER_FNMR_AT ? p->at[at].balanced
                                              : cell->figures[i].truth;
    }
}

static bool run(const cover_cell *cell, uint32_t at,
                cover_outcome outcome[COVER_PER_RUN])
{
    const lfw *d = &cell->lfw->data;
    cover_random random = cover_random_of(cell, at);
    uint32_t *people = assay_new(0, cell->people, sizeof *people);
    cover_sample sample = {0};
    double truths[COVER_FIGURES];
    bool done = people && draw_people(cell, &random, people);
    size_t images = 0, mates = 0;
    for (uint32_t i = 0; done && i < cell->people; i++) {
        const size_t n = images_of(d, people[i]);
        images += n;
        mates += n * (n - 1) / 2;
    }
    if (done)
        done = cover_sample_make(&sample, images * (images - 1) / 2 - mates,
                                 mates);
    if (done) {
        sample.people = cell->people;
        compare(cell, people, &sample);
        set_balanced(cell, truths);
        const cover_given given = {&sample, truths, at};
        done = cover_measure(cell, &given, outcome);
    }
    cover_sample_end(&sample);
    assay_free(people);
    return done;
}

static double mean_images(const cover_lfw *p, double *mates)
{
    double images = 0, pairs = 0;
    for (uint32_t i = 0; i < p->count; i++) {
        const double n = images_of(&p->data, p->people[i]);
        images += n;
        pairs += n * (n - 1) / 2;
    }
    *mates = pairs / p->count;
    return images / p->count;
}

void cover_lfw_cell(cover_cell *cell)
{
    const cover_lfw *p = cell->lfw;
    const double k = cell->people;
    double mates;
    char name[32];
    const double images = mean_images(p, &mates);
    const double pairs = 0.5 * k * (k - 1) * images * images;
    cell->run = run;
    cell->real = true;
    for (size_t i = 0; i < FMRS; i++) {
        snprintf(name, sizeof name, "FMR %g", fmrs[i]);
        cell->at[cell->figure_count] = p->edges[i];
        cover_add(cell, COVER_FMR_PAIRS, name, p->fmr[i].micro,
                  p->fmr[i].micro * pairs);
    }
    if (!(mates > 0)) return;
    for (size_t i = 0; i < FNMRS; i++) {
        snprintf(name, sizeof name, "FNMR %g", fnmrs[i]);
        cell->at[cell->figure_count] = p->edges[FMRS + i];
        cover_add(cell, COVER_FNMR, name, p->fnmr[i].micro,
                  p->fnmr[i].micro * mates * k);
    }
    for (size_t i = 0; i < TARGETS; i++) {
        const double alpha = fmrs[targets[i]];
        snprintf(name, sizeof name, "FNMR@FMR=%g", alpha);
        cell->at[cell->figure_count] = alpha;
        cover_add(cell, COVER_FNMR_AT, name, p->at[i].micro,
                  fmin(p->at[i].micro * mates * k, alpha * pairs));
    }
    cover_add(cell, COVER_EER, "EER", p->eer, p->eer * mates * k);
    cover_add(cell, COVER_AUC, "AUC", p->auc, INFINITY);
}
