// SPDX-License-Identifier: Apache-2.0
#include "simulate/sphere_search.h"

#include "base/pool.h"
#include "stats/elementary.h"

#include <math.h>

// Chances below this take no part in any rate that is told of.
static const double least = 1e-20;

enum { LEVELS = ASSAY_SPHERE_LEVELS, STEPS_MOST = 4000 };

// The narrowest step that the chance of a match makes as a function of v.
static double narrowest(const assay_sphere *sphere)
{
    double narrow = 1;
    for (size_t k = 0; k < sphere->kind_count; k++) {
        const assay_sphere_kind *kind = &sphere->kinds[k];
        if (!(kind->share > 0)) continue;
        const double width = kind->noise[0].sine / kind->noise[0].cosine;
        narrow = fmin(narrow, width / sqrt(sphere->options->dimensions));
    }
    return narrow;
}

// Trapezoids over nine standard deviations on each side.
static bool make_steps(assay_sphere_search *search, assay_arena *arena)
{
    const assay_sphere *sphere = search->law->sphere;
    const double e = sphere->options->effective;
    const double reach = fmin(1, 9 / sqrt(e));
    const double fine = (double)search->law->fineness.points /
                        (double)assay_fineness_fine.points;
    const double wanted = fmin(0.3 / sqrt(e), 0.6 * narrowest(sphere)) / fine;
    const double steps = ceil(2 * reach / wanted) + 1;
    search->steps = (size_t)(steps < STEPS_MOST ? steps : STEPS_MOST * fine);
    double *v = assay_arena_new(arena, search->steps, sizeof *v);
    double *weights = assay_arena_new(arena, search->steps, sizeof *weights);
    double sum = 0;
    if (!v || !weights) return false;
    for (size_t i = 0; i < search->steps; i++) {
        v[i] = reach * ((2.0 * (double)i + 1) / (double)search->steps - 1);
        weights[i] = assay_exp(0.5 * (e - 3) * assay_log1p(-v[i] * v[i]));
        sum += weights[i];
    }
    for (size_t i = 0; i < search->steps; i++) weights[i] /= sum;
    search->v = v;
    search->weights = weights;
    return true;
}

static size_t states(const assay_sphere_search *search)
{
    return LEVELS * (size_t)(search->along.count * search->within.count);
}

static void make_nodes(assay_sphere_search *search)
{
    const assay_simulate_templates_options *o = search->law->sphere->options;
    const int nodes = search->law->fineness.nodes;
    const double rest = 0.5 * ((double)o->dimensions - o->effective - 1);
    const double within = 0.5 * (o->effective - 1.0);
    search->along = search->within = (assay_nodes){1, {1}, {1}};
    if (o->effective == o->dimensions) return;
    assay_nodes_sphere(0.5 * (o->dimensions - 2.0), nodes / 2, &search->along);
    if (rest > 0) assay_nodes_beta(within, rest, nodes / 4, &search->within);
}

assay_status assay_sphere_search_make(const assay_sphere_law *law,
                                      assay_arena *arena,
                                      assay_sphere_search *search,
                                      assay_error *err)
{
    const assay_sphere *sphere = law->sphere;
    *search = (assay_sphere_search){.law = law};
    make_nodes(search);
    bool good = make_steps(search, arena);
    for (size_t g = 0; g < sphere->group_count && good; g++)
        good = assay_log_table_make(arena, -1, 1, 2 * law->fineness.points,
                                    &search->some[g]);
    search->chances = assay_arena_new(
        arena, sphere->kind_count * states(search), sizeof *search->chances);
    if (good && search->chances) return ASSAY_OK;
    return assay_fail_memory(err, "the truth");
}

// A probe's two numbers.
typedef struct probe {
    double along, within;
} probe;

static probe probe_of(const assay_sphere_search *search, size_t kind, int level,
                      int i, int j)
{
    const assay_sphere *sphere = search->law->sphere;
    const assay_angle z = sphere->kinds[kind].place;
    const assay_angle a = sphere->kinds[kind].noise[level];
    const double t = search->along.at[i], part = search->within.at[j];
    const double own = a.cosine * z.sine - a.sine * t * z.cosine;
    const double other = a.sine * a.sine * (1 - t * t) * part;
    if (sphere->options->effective == sphere->options->dimensions)
        return (probe){0, 1};
    return (probe){a.cosine * z.cosine + a.sine * z.sine * t,
                   sqrt(own * own + other)};
}

// P(a listed person matches this probe).
static double chance_of(const assay_sphere_search *search, probe p)
{
    const assay_sphere *sphere = search->law->sphere;
    double sum = 0;
    for (size_t k = 0; k < sphere->kind_count; k++) {
        const assay_sphere_kind *kind = &sphere->kinds[k];
        const double centre = kind->place.cosine * p.along;
        const double width = kind->place.sine * p.within;
        double part = 0;
        for (size_t i = 0; i < search->steps && kind->share > 0; i++)
            part += search->weights[i] *
                    assay_log_table_at(&search->some[k / 2],
                                       centre + width * search->v[i]);
        sum += kind->share * part;
    }
    return sum < 1 ? sum : 1;
}

static bool fill_chances(void *context, size_t part, unsigned thread)
{
    assay_sphere_search *search = context;
    const int within = search->within.count;
    const int inner = search->along.count * within;
    const size_t kind = part / LEVELS;
    const int level = (int)(part % LEVELS);
    (void)thread;
    if (!(search->law->sphere->kinds[kind].share > 0)) return true;
    for (int i = 0; i < inner; i++)
        search->chances[part * (size_t)inner + (size_t)i] = chance_of(
            search, probe_of(search, kind, level, i / within, i % within));
    return true;
}

void assay_sphere_search_at(assay_sphere_search *search, double threshold)
{
    const assay_sphere_law *law = search->law;
    const assay_sphere *sphere = law->sphere;
    search->threshold = threshold;
    for (size_t g = 0; g < sphere->group_count; g++) {
        assay_log_table *some = &search->some[g];
        for (size_t i = 0; i < some->count; i++) {
            const double c = assay_log_table_point(some, i);
            const double p = assay_sphere_near(law, 2 * g, c, threshold);
            assay_log_table_set(some, i,
                                p < least ? 0 : assay_sphere_some(sphere, p));
        }
    }
    (void)assay_pool_run(assay_pool_threads(sphere->options->threads),
                         sphere->kind_count * LEVELS, fill_chances, search);
}

static double fpir_of_kind(const assay_sphere_search *search, size_t kind,
                           double size)
{
    const int within = search->within.count;
    const int inner = search->along.count * within;
    const double *chances = search->chances + kind * states(search);
    double sum = 0;
    for (int i = 0; i < LEVELS * inner; i++)
        sum += search->along.weight[i % inner / within] *
               search->within.weight[i % within] *
               assay_chance_any(chances[i], size);
    return sum / LEVELS;
}

double assay_sphere_fpir(const assay_sphere_search *search, size_t group,
                         double size)
{
    const assay_sphere *sphere = search->law->sphere;
    double sum = 0;
    for (size_t k = 0; k < sphere->kind_count; k++) {
        const double weight = assay_sphere_weight(sphere, group, k);
        if (weight > 0) sum += weight * fpir_of_kind(search, k, size);
    }
    return sum;
}

// ln(FPIR / fpir); far below 0 where there is none.
static double excess(assay_sphere_search *search, double threshold, double size,
                     double fpir)
{
    assay_sphere_search_at(search, threshold);
    const double rate = assay_sphere_fpir(search, ASSAY_SPHERE_ALL, size);
    return assay_log(fmax(rate, 1e-300) / fpir);
}

// Secants, from the threshold at which so many independent chances would do:
// the logarithm is close to a line there. No step is long.
double assay_sphere_search_for(assay_sphere_search *search, double size,
                               double fpir)
{
    const double most = 0.05;
    double before = assay_sphere_threshold(search->law, fpir / size);
    double now = fmin(before + 0.01, 1);
    double there = excess(search, before, size, fpir);
    for (int i = 0; i < 20 && fabs(now - before) > 1e-9; i++) {
        const double here = excess(search, now, size, fpir);
        const double slope = (here - there) / (now - before);
        const double step = slope < 0 ? -here / slope : here > 0 ? most : -most;
        before = now;
        there = here;
        now = fmin(1, fmax(-1, now + fmax(-most, fmin(most, step))));
    }
    assay_sphere_search_at(search, now);
    return now;
}
