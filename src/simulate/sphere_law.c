// SPDX-License-Identifier: Apache-2.0
#include "simulate/sphere_law.h"

#include "base/pool.h"
#include "stats/elementary.h"

#include <math.h>

enum { KINDS = ASSAY_SPHERE_KINDS, LEVELS = ASSAY_SPHERE_LEVELS };

const assay_fineness assay_fineness_fine = {16, 1025};
const assay_fineness assay_fineness_coarse = {12, 513};

// The cosines from `low` to `high`; none where low > high.
typedef struct range {
    double low, high;
} range;

// The c in [-1, 1] with cos(a) c + sin(a) sqrt(1 - c^2) t >= threshold: in the
// angle of c that is a stretch about an angle d, of half-width h.
static range range_of(assay_angle a, double t, double threshold)
{
    const double x = a.cosine, y = a.sine * t;
    const double square = x * x + y * y;
    if (threshold * threshold > square)
        return threshold > 0 ? (range){2, 1} : (range){-1, 1};
    const double root = sqrt(square - threshold * threshold);
    const bool positive = threshold > 0;
    range r = {(x * threshold - y * root) / square, 1};
    if (y * threshold + x * root < 0) { // sin(d + h)
        if (positive) return (range){2, 1};
        r.low = -1;
    }
    if (positive && y * threshold - x * root > 0) // sin(d - h)
        r.high = (x * threshold + y * root) / square;
    return r;
}

// P(low <= c <= high) where `table` is a tail.
static double chance_in(const assay_log_table *table, range r)
{
    if (r.low > r.high) return 0;
    const double above = r.high < 1 ? assay_log_table_at(table, r.high) : 0;
    const double all = r.low <= -1 ? 1 : assay_log_table_at(table, r.low);
    return all > above ? all - above : 0;
}

// The mean over levels of noise and nodes of t.
static double mean_over_noise(const assay_sphere_law *law, size_t kind,
                              double (*chance)(const void *, range),
                              const void *context, double threshold)
{
    const assay_sphere_kind *k = &law->sphere->kinds[kind];
    const assay_nodes *nodes = &law->noise;
    double sum = 0;
    for (int level = 0; level < LEVELS; level++)
        for (int i = 0; i < nodes->count; i++)
            sum += nodes->weight[i] *
                   chance(context,
                          range_of(k->noise[level], nodes->at[i], threshold));
    return sum / LEVELS;
}

// Two subjects, for chance_of_subjects().
typedef struct couple {
    const assay_log_table *table; // of v
    double centre, width;         // the cosine is centre + width v
} couple;

static double chance_of_subjects(const void *context, range r)
{
    const couple *c = context;
    const range v = {r.low <= -1 ? -1 : (r.low - c->centre) / c->width,
                     r.high >= 1 ? 1 : (r.high - c->centre) / c->width};
    return chance_in(c->table, v);
}

static double chance_of_directions(const void *context, range r)
{
    return chance_in(context, r);
}

static assay_log_table *table_of(const assay_sphere_law *law, size_t probe,
                                 size_t reference)
{
    return &law->directions[probe * law->sphere->kind_count + reference];
}

static bool fill_directions(void *context, size_t part, unsigned thread)
{
    const assay_sphere_law *law = context;
    const assay_sphere *sphere = law->sphere;
    const size_t probe = part / sphere->kind_count;
    const size_t reference = part % sphere->kind_count;
    const assay_angle a = sphere->kinds[probe].place;
    const assay_angle b = sphere->kinds[reference].place;
    assay_log_table *table = table_of(law, probe, reference);
    const couple c = {&law->subject, a.cosine * b.cosine, a.sine * b.sine};
    (void)thread;
    if (!table->logs) return true;
    for (size_t i = 0; i < table->count; i++)
        assay_log_table_set(table, i,
                            mean_over_noise(law, probe, chance_of_subjects, &c,
                                            assay_log_table_point(table, i)));
    return true;
}

static bool make_directions(assay_sphere_law *law, assay_arena *arena)
{
    const assay_sphere *sphere = law->sphere;
    const size_t kinds = sphere->kind_count;
    law->directions =
        assay_arena_new(arena, kinds * kinds, sizeof *law->directions);
    if (!law->directions) return false;
    for (size_t i = 0; i < kinds * kinds; i++)
        if (sphere->kinds[i / kinds].share * sphere->kinds[i % kinds].share >
                0 &&
            !assay_log_table_make(arena, -1, 1, law->fineness.points,
                                  &law->directions[i]))
            return false;
    return assay_pool_run(assay_pool_threads(sphere->options->threads),
                          kinds * kinds, fill_directions, law);
}

assay_status assay_sphere_law_make(const assay_sphere *sphere,
                                   assay_fineness fineness, assay_arena *arena,
                                   assay_sphere_law *law, assay_error *err)
{
    const double across = 0.5 * (sphere->options->dimensions - 2.0);
    const double subject = 0.5 * (sphere->options->effective - 1.0);
    *law = (assay_sphere_law){.sphere = sphere, .fineness = fineness};
    assay_nodes_sphere(across, fineness.nodes, &law->noise);
    if (!assay_log_table_sphere(arena, across, 2 * fineness.points,
                                &law->across) ||
        !assay_log_table_sphere(arena, subject, 2 * fineness.points,
                                &law->subject) ||
        !make_directions(law, arena))
        return assay_fail_memory(err, "the truth");
    return ASSAY_OK;
}

double assay_sphere_weight(const assay_sphere *sphere, size_t group,
                           size_t kind)
{
    const double share = sphere->kinds[kind].share;
    if (group == ASSAY_SPHERE_ALL) return share;
    const double all = sphere->groups[group].share;
    return kind / 2 == group && all > 0 ? share / all : 0;
}

static double match(const assay_sphere_law *law, size_t probe, size_t reference,
                    double threshold)
{
    return mean_over_noise(law, reference, chance_of_directions,
                           table_of(law, probe, reference), threshold);
}

double assay_sphere_fmr(const assay_sphere_law *law, size_t probe,
                        size_t reference, double threshold)
{
    const assay_sphere *sphere = law->sphere;
    double sum = 0;
    for (size_t i = 0; i < sphere->kind_count; i++)
        for (size_t k = 0; k < sphere->kind_count; k++) {
            const double weight = assay_sphere_weight(sphere, probe, i) *
                                  assay_sphere_weight(sphere, reference, k);
            if (weight > 0) sum += weight * match(law, i, k, threshold);
        }
    return sum;
}

double assay_sphere_lamb_part(const assay_sphere_law *law, double threshold)
{
    const assay_sphere *sphere = law->sphere;
    double without = 0;
    for (size_t i = 0; i < sphere->kind_count; i += 2)
        for (size_t k = 0; k < sphere->kind_count; k += 2) {
            const double weight =
                sphere->kinds[i].share * sphere->kinds[k].share;
            if (weight > 0) without += weight * match(law, i, k, threshold);
        }
    return 1 - without / assay_sphere_fmr(law, ASSAY_SPHERE_ALL,
                                          ASSAY_SPHERE_ALL, threshold);
}

double assay_sphere_threshold(const assay_sphere_law *law, double fmr)
{
    double low = -1, high = 1;
    for (int i = 0; i < 50; i++) {
        const double middle = 0.5 * (low + high);
        const double rate =
            assay_sphere_fmr(law, ASSAY_SPHERE_ALL, ASSAY_SPHERE_ALL, middle);
        *(rate > fmr ? &low : &high) = middle;
    }
    return high;
}

// P(a + b t >= threshold), b >= 0.
static double tail_beyond(const assay_log_table *across, double a, double b,
                          double threshold)
{
    if (!(b > 0)) return a >= threshold ? 1 : 0;
    const double x = (threshold - a) / b;
    return x <= -1 ? 1 : x >= 1 ? 0 : assay_log_table_at(across, x);
}

double assay_sphere_near(const assay_sphere_law *law, size_t kind, double c,
                         double threshold)
{
    const assay_sphere_kind *k = &law->sphere->kinds[kind];
    const double across = c * c < 1 ? sqrt(1 - c * c) : 0;
    double sum = 0;
    for (int level = 0; level < LEVELS; level++)
        sum += tail_beyond(&law->across, k->noise[level].cosine * c,
                           k->noise[level].sine * across, threshold);
    return sum / LEVELS;
}

// As assay_sphere_near() for below the threshold: t is as often above x as
// below -x, so small chances keep their digits.
static double far_off(const assay_sphere_law *law, size_t kind, double c,
                      double threshold)
{
    return assay_sphere_near(law, kind, -c, -threshold);
}

double assay_sphere_fnmr(const assay_sphere_law *law, size_t group,
                         double threshold)
{
    const assay_sphere *sphere = law->sphere;
    double sum = 0;
    for (size_t k = 0; k < sphere->kind_count; k++) {
        const double weight = assay_sphere_weight(sphere, group, k);
        for (int level = 0; level < LEVELS && weight > 0; level++)
            sum +=
                weight * far_off(law, k, sphere->kinds[k].noise[level].cosine,
                                 threshold);
    }
    return sum / LEVELS;
}

double assay_sphere_some(const assay_sphere *sphere, double p)
{
    const assay_simulate_templates_options *o = sphere->options;
    const double more = 1 - 1 / o->images_mean;
    const double r = more * (1 - p);
    return p * (1 - assay_pow(r, o->images_most)) / (1 - r);
}

// 1 - assay_sphere_some(1 - miss), with the digits of a small `miss`: the mean
// of miss^images.
static double none(const assay_sphere *sphere, double miss)
{
    const assay_simulate_templates_options *o = sphere->options;
    const double more = 1 - 1 / o->images_mean;
    double sum = 0, left = 1, power = miss;
    for (unsigned i = 1; i < o->images_most && left > 0; i++) {
        sum += left * (1 - more) * power;
        left *= more;
        power *= miss;
    }
    return sum + left * power;
}

double assay_sphere_fnir(const assay_sphere_law *law, size_t group,
                         double threshold)
{
    const assay_sphere *sphere = law->sphere;
    double sum = 0;
    for (size_t k = 0; k < sphere->kind_count; k++) {
        const double weight = assay_sphere_weight(sphere, group, k);
        for (int level = 0; level < LEVELS && weight > 0; level++) {
            const double c = sphere->kinds[k].noise[level].cosine;
            sum += weight * none(sphere, far_off(law, k, c, threshold));
        }
    }
    return sum / LEVELS;
}
