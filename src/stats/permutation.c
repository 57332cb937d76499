// SPDX-License-Identifier: Apache-2.0
#include "stats/permutation.h"

#include "stats/elementary.h"
#include "stats/philox.h"

#include <math.h>
#include <string.h>

enum { STREAM = 0x7065 }; // apart from other uses of the seed

// Of each group under some labels.
typedef struct sums {
    double *trials;  // M
    double *squares; // sum m^2/(1 - m/M)
    double *events;  // X
    double *rate;    // X/M, or (1/2)/(M+1)
    double *borne;   // sum over those with events of what x adds to S^2
} sums;

static sums sums_in(double *room, uint32_t groups)
{
    return (sums){room, room + groups, room + 2 * (size_t)groups,
                  room + 3 * (size_t)groups, room + 4 * (size_t)groups};
}

size_t assay_permutation_room(uint32_t groups, size_t rates)
{
    return (5 + 1 + rates) * (size_t)groups;
}

static void clear(double *of, uint32_t groups)
{
    memset(of, 0, groups * sizeof *of);
}

static void sum_margins(const assay_permuted *of, const uint32_t *label, sums s)
{
    clear(s.trials, of->groups);
    clear(s.squares, of->groups);
    for (uint32_t i = 0; i < of->subjects; i++) s.trials[label[i]] += of->m[i];
    for (uint32_t i = 0; i < of->subjects; i++) {
        const double m = of->m[i], all = s.trials[label[i]];
        if (all > m) s.squares[label[i]] += m * m / (1 - m / all);
    }
}

// Sums of a rate, once those of margins stand; returns the rate of all.
static double sum_events(const assay_permuted *of, const assay_borne *borne,
                         const uint32_t *label, sums s)
{
    double events = 0, trials = 0;
    clear(s.events, of->groups);
    clear(s.borne, of->groups);
    for (uint32_t i = 0; i < borne->count; i++)
        s.events[label[borne->subject[i]]] += borne->x[i];
    for (uint32_t g = 0; g < of->groups; g++) {
        events += s.events[g];
        trials += s.trials[g];
        s.rate[g] = s.events[g] > 0 ? s.events[g] / s.trials[g]
                                    : 0.5 / (s.trials[g] + 1);
    }
    for (uint32_t i = 0; i < borne->count; i++) {
        const uint32_t subject = borne->subject[i], g = label[subject];
        const double m = of->m[subject], x = borne->x[i];
        if (s.trials[g] > m)
            s.borne[g] += x * (x - 2 * m * s.rate[g]) / (1 - m / s.trials[g]);
    }
    return events / trials;
}

// T of one group; sum S^2/(1 - m/M) is what x adds and p^2 times `squares`.
static double statistic(sums s, uint32_t g, double pool)
{
    const double r = s.rate[g], trials = s.trials[g];
    const double squares = s.borne[g] + r * r * s.squares[g];
    const double least = r * (1 - r) / trials;
    const double variance = squares / trials / trials;
    const double se = sqrt(variance > least ? variance : least) / r;
    if (!(s.squares[g] > 0) || !(se > 0)) return 0;
    return fabs(assay_log(r / pool)) / se;
}

static double set_statistics(const assay_permuted *of, const assay_borne *borne,
                             const uint32_t *label, sums s, double *t)
{
    double most = 0;
    const double pool = sum_events(of, borne, label, s);
    for (uint32_t g = 0; g < of->groups; g++) {
        t[g] = pool > 0 ? statistic(s, g, pool) : 0;
        most = t[g] > most ? t[g] : most;
    }
    return most;
}

void assay_permutation_statistic(const assay_permuted *of,
                                 const assay_borne *borne,
                                 const uint32_t *label, double *room, double *t)
{
    const sums s = sums_in(room, of->groups);
    sum_margins(of, label, s);
    (void)set_statistics(of, borne, label, s, t);
}

// Adds 1 to p of each group whose T is not above that of a replicate.
static void count(double most, const double *seen, uint32_t groups, double *p)
{
    // Sums in another order may differ in the last bits: those are ties.
    for (uint32_t g = 0; g < groups; g++) p[g] += most >= seen[g] * (1 - 1e-12);
}

static void replicate(const assay_permuted *of, const assay_borne *borne,
                      size_t rates, assay_permutations how, double *p)
{
    const size_t groups = of->groups;
    const sums s = sums_in(how.room, of->groups);
    double *t = how.room + 5 * groups, *seen = t + groups;
    sum_margins(of, how.labels, s);
    for (size_t r = 0; r < rates; r++) {
        const double most = set_statistics(of, &borne[r], how.labels, s, t);
        count(most, seen + r * groups, of->groups, p + r * groups);
    }
}

void assay_permutation_test(const assay_permuted *of, const assay_borne *borne,
                            size_t rates, assay_permutations how, double *p)
{
    const size_t groups = of->groups;
    double *seen = how.room + 6 * groups;
    for (size_t i = 0; i < rates * groups; i++) p[i] = 1;
    for (size_t r = 0; r < rates; r++)
        assay_permutation_statistic(of, &borne[r], of->group, how.room,
                                    seen + r * groups);
    memcpy(how.labels, of->group, of->subjects * sizeof *how.labels);
    for (uint32_t b = 0; b < how.replicates; b++) {
        assay_random random = assay_random_at(
            (assay_place){.seed = how.seed, .replicate = b, .stream = STREAM});
        assay_random_shuffle(&random, how.labels, of->subjects);
        replicate(of, borne, rates, how, p);
    }
    for (size_t i = 0; i < rates * groups; i++)
        p[i] /= 1 + (double)how.replicates;
}
