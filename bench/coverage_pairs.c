// SPDX-License-Identifier: Apache-2.0
// Comparisons of people: s = a (u_i + v_j) + the pair's part + noise, of
// variance 1, a^2 = rho/2; mated ones mean + sqrt(rho) g_i + noise.
//
// With several images a person has a geometric number, mean 3, and as many
// mated comparisons; three tenths of what is not people's belong to the pair.
// Else each two people are compared once and a person has MATES mated
// comparisons.
#include "bench/coverage.h"

#include <math.h>
#include <stdio.h>

enum { MATES = 4 };
static const double MEAN = 3.6, PAIR = 0.3, ALIKE = 0.5;

// Thresholds: those of three FMRs, then of two FNMRs.
static const double fmrs[] = {1e-1, 1e-2, 1e-3};
static const double fnmrs[] = {1e-1, 1e-2};
static const double targets[] = {1e-2, 1e-3};

cover_figure *cover_add(cover_cell *cell, cover_family family, const char *name,
                        double truth, double planned)
{
    cover_figure *figure = &cell->figures[cell->figure_count++];
    snprintf(figure->name, sizeof figure->name, "%s", name);
    figure->family = family;
    figure->truth = truth;
    figure->planned = planned;
    return figure;
}

bool cover_sample_make(cover_sample *sample, size_t count, size_t mates)
{
    *sample = (cover_sample){.count = count, .mates = mates};
    sample->score = assay_new(0, count, sizeof *sample->score);
    sample->probe = assay_new(0, count, sizeof *sample->probe);
    sample->reference = assay_new(0, count, sizeof *sample->reference);
    sample->mated_score = assay_new(0, mates, sizeof *sample->mated_score);
    sample->mated = assay_new(0, mates, sizeof *sample->mated);
    return sample->score && sample->probe && sample->reference &&
           sample->mated_score && sample->mated;
}

void cover_sample_end(cover_sample *sample)
{
    assay_free(sample->score);
    assay_free(sample->probe);
    assay_free(sample->reference);
    assay_free(sample->mated_score);
    assay_free(sample->mated);
    *sample = (cover_sample){0};
}

// The people of a run.
typedef struct crowd {
    double *effects; // u (and v): of everybody
    double *own;     // g: of mated comparisons
    uint32_t *images, *room;
    const uint32_t *references; // images of references; the same: all pairs
    uint32_t n;
    size_t comparisons, mates;
} crowd;

static void end_crowd(crowd *c)
{
    assay_free(c->effects);
    assay_free(c->own);
    assay_free(c->images);
    assay_free(c->room);
}

// All against all, a pair once; or each probe with each reference.
static size_t count_pairs(const cover_cell *cell, const crowd *c)
{
    size_t all = 0;
    for (uint32_t i = 0; i < cell->probes; i++) {
        const uint32_t from = cell->references ? cell->probes : i + 1;
        for (uint32_t j = from; j < c->n; j++)
            all += (size_t)c->images[i] * c->images[j];
    }
    return all;
}

static bool draw_crowd(const cover_cell *cell, cover_random *random, crowd *c)
{
    *c = (crowd){.n = cell->probes + cell->references};
    c->effects = assay_new(0, c->n, sizeof *c->effects);
    c->own = assay_new(0, c->n, sizeof *c->own);
    c->images = assay_new(0, c->n, sizeof *c->images);
    if (!c->effects || !c->own || !c->images) return false;
    const bool normal = cell->law == COVER_NORMAL;
    for (uint32_t i = 0; i < c->n; i++) {
        const double u = cover_effect(random, cell->law);
        const double g = cover_effect(random, cell->law);
        c->effects[i] = u;
        c->own[i] = normal ? ALIKE * u + sqrt(1 - ALIKE * ALIKE) * g : g;
        c->images[i] = cell->unequal ? cover_geometric(random) : 1;
        if (i < cell->probes) c->mates += cell->unequal ? c->images[i] : MATES;
    }
    c->comparisons = count_pairs(cell, c);
    c->references = c->images;
    if (!cell->references) return true;
    // Who is a probe is no reference.
    c->room = assay_new(0, c->n, sizeof *c->room);
    if (!c->room) return false;
    for (uint32_t i = cell->probes; i < c->n; i++) {
        c->room[i] = c->images[i];
        c->images[i] = 0;
    }
    c->references = c->room;
    return true;
}

static void fill_others(const cover_cell *cell, const crowd *c,
                        cover_random *random, cover_sample *s)
{
    const double a = sqrt(cell->rho / 2);
    const double pair = cell->unequal ? sqrt(PAIR * (1 - cell->rho)) : 0;
    const double noise = sqrt(1 - cell->rho - pair * pair);
    size_t k = 0;
    for (uint32_t i = 0; i < cell->probes; i++)
        for (uint32_t j = cell->references ? cell->probes : i + 1; j < c->n;
             j++) {
            double middle = a * (c->effects[i] + c->effects[j]);
            if (cell->unequal) middle += pair * cover_normal(random);
            for (uint32_t m = c->images[i] * c->references[j]; m; m--, k++) {
                s->score[k] = (float)(middle + noise * cover_normal(random));
                s->probe[k] = i;
                s->reference[k] = j;
            }
        }
}

static void fill_mates(const cover_cell *cell, const crowd *c,
                       cover_random *random, cover_sample *s)
{
    size_t k = 0;
    for (uint32_t i = 0; i < cell->probes; i++) {
        const double middle = MEAN + sqrt(cell->rho) * c->own[i];
        uint32_t m = cell->unequal ? c->images[i] : MATES;
        for (; m; m--, k++) {
            s->mated_score[k] =
                (float)(middle + sqrt(1 - cell->rho) * cover_normal(random));
            s->mated[k] = i;
        }
    }
}

static bool run(const cover_cell *cell, uint32_t at,
                cover_outcome outcome[COVER_PER_RUN])
{
    cover_random random = cover_random_of(cell, at);
    crowd people;
    cover_sample sample = {0};
    bool done = draw_crowd(cell, &random, &people);
    done = done && cover_sample_make(&sample, people.comparisons, people.mates);
    if (done) {
        sample.people = people.n;
        fill_others(cell, &people, &random, &sample);
        fill_mates(cell, &people, &random, &sample);
        const cover_given given = {&sample, NULL, at};
        sample.probes = people.images;
        sample.references = people.references;
        done = cover_measure(cell, &given, outcome);
    }
    end_crowd(&people);
    cover_sample_end(&sample);
    return done;
}

// Laws of non-mated scores, of mated ones less their mean, and of the
// difference of both.
typedef struct laws {
    cover_spread others, mates, apart;
} laws;

static void make_laws(const cover_cell *cell, laws *l)
{
    const double a = sqrt(cell->rho / 2), g = sqrt(cell->rho);
    const double rest = sqrt(1 - cell->rho);
    const double scales[] = {g, a, a};
    if (!cover_spread_make(&l->others, cell->law, scales + 1, 2, rest) ||
        !cover_spread_make(&l->mates, cell->law, scales, 1, rest) ||
        !cover_spread_make(&l->apart, cell->law, scales, 3, rest * sqrt(2)))
        *l = (laws){0};
}

static double fnmr_at(const laws *l, double t)
{
    return 1 - cover_above(&l->mates, t - MEAN);
}

static double eer_of(const laws *l)
{
    double low = 0, high = MEAN;
    while (high - low > 1e-9) {
        const double t = 0.5 * (low + high);
        if (cover_above(&l->others, t) > fnmr_at(l, t))
            low = t;
        else
            high = t;
    }
    return fnmr_at(l, low);
}

// Expected comparisons.
static double pairs_of(const cover_cell *cell)
{
    const double p = cell->probes, g = cell->references;
    const double images = cell->unequal ? 9 : 1;
    return images * (g > 0 ? p * g : p * (p - 1) / 2);
}

static void add_rates(cover_cell *cell, const laws *l, double mates)
{
    char name[32];
    const double pairs = pairs_of(cell);
    for (size_t i = 0; i < 3; i++) {
        cell->at[i] = cover_quantile(&l->others, fmrs[i]);
        snprintf(name, sizeof name, "FMR %g", fmrs[i]);
        cover_add(cell,
                  cell->references ? COVER_FMR_RECTANGLE : COVER_FMR_PAIRS,
                  name, fmrs[i], fmrs[i] * pairs);
    }
    for (size_t i = 0; i < 2; i++) {
        cell->at[3 + i] = MEAN + cover_quantile(&l->mates, 1 - fnmrs[i]);
        snprintf(name, sizeof name, "FNMR %g", fnmrs[i]);
        cover_add(cell, COVER_FNMR, name, fnmrs[i], fnmrs[i] * mates);
    }
    for (size_t i = 0; i < 2; i++) {
        if (targets[i] * pairs < 10) continue;
        const double theta = fnmr_at(l, cell->at[1 + i]);
        cell->at[5 + i] = targets[i];
        snprintf(name, sizeof name, "FNMR@FMR=%g", targets[i]);
        // Both classes have to have events.
        const double events = fmin(theta * mates, targets[i] * pairs);
        cover_add(cell, COVER_FNMR_AT, name, theta, events);
    }
}

// FMRs of the DET band: 1, 2 and 5 of each decade that 10 comparisons carry.
// Not of many comparisons, to sort which takes long.
static void add_band(cover_cell *cell, const laws *l, double mates)
{
    static const double alphas[] = {1e-3, 2e-3, 5e-3, 1e-2,
                                    2e-2, 5e-2, 0.1,  0.2};
    const double pairs = pairs_of(cell);
    if (pairs > 12000) return;
    for (size_t i = 0; i < sizeof alphas / sizeof alphas[0]; i++) {
        // Of unequal counts there may be fewer in a run.
        if (alphas[i] * pairs < (cell->unequal ? 20 : 10)) continue;
        const double t = cover_quantile(&l->others, alphas[i]);
        cell->band_alphas[cell->band_points] = alphas[i];
        cell->band_truths[cell->band_points++] = fnmr_at(l, t);
    }
    // As many as there are where they are fewest.
    if (cell->band_points)
        cover_add(cell, COVER_BAND, "DET band", 1,
                  cell->band_truths[cell->band_points - 1] * mates);
}

void cover_pairs_cell(cover_cell *cell)
{
    laws l = {0};
    const double mates = (cell->unequal ? 3.0 : MATES) * cell->probes;
    make_laws(cell, &l);
    cell->run = run;
    if (l.apart.points) {
        add_rates(cell, &l, mates);
        const double eer = eer_of(&l);
        cover_add(cell, COVER_EER, "EER", eer, eer * mates);
        cover_add(cell, COVER_AUC, "AUC", cover_above(&l.apart, -MEAN),
                  INFINITY);
        add_band(cell, &l, mates);
    }
    cover_spread_end(&l.others);
    cover_spread_end(&l.mates);
    cover_spread_end(&l.apart);
}
