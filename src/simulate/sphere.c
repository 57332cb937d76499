// SPDX-License-Identifier: Apache-2.0
#include "simulate/sphere.h"

#include "simulate/group_texts.h"
#include "stats/elementary.h"
#include "stats/philox.h"

#include <math.h>

enum { MOST_IMAGES = 1000, IMAGE_BITS = 10 };

static const double most_noise = 100, most_closeness = 0.99;
static const uint64_t most_subjects = 100000000;

// Mean of the exponential law within slice `level` of equally likely ones.
static double mean_of_level(int level)
{
    const double rest = 1 - level / (double)ASSAY_SPHERE_LEVELS;
    const double next = rest - 1.0 / ASSAY_SPHERE_LEVELS;
    const double from = rest * (1 - assay_log(rest));
    const double upto = next > 0 ? next * (1 - assay_log(next)) : 0;
    return (from - upto) * ASSAY_SPHERE_LEVELS;
}

static assay_angle angle_of_noise(double noise)
{
    const assay_angle a = {1 / sqrt(1 + noise), sqrt(noise / (1 + noise))};
    return a;
}

static assay_angle angle_of_cosine(double z)
{
    const assay_angle a = {z, sqrt(1 - z * z)};
    return a;
}

static void fill_kind(const assay_simulate_templates_options *options,
                      const assay_sphere_group *group, bool lambs,
                      assay_sphere_kind *kind)
{
    const double spread = options->noise_spread;
    kind->share = group->share * (lambs ? options->lambs : 1 - options->lambs);
    kind->place =
        angle_of_cosine(lambs ? options->lamb_closeness : group->closeness);
    for (int i = 0; i < ASSAY_SPHERE_LEVELS; i++)
        kind->noise[i] = angle_of_noise(
            group->noise * (1 - spread + spread * mean_of_level(i)));
}

static assay_status take_groups(const assay_simulate_templates_options *options,
                                assay_arena *arena, assay_sphere *sphere,
                                assay_error *err)
{
    const assay_group_grammar grammar = {"NAME:SHARE:NOISE:CLOSENESS",
                                         "F:0.5:0.6:0.4",
                                         {0, 0},
                                         {most_noise, most_closeness},
                                         {options->noise, options->closeness}};
    assay_group_text texts[ASSAY_GROUPS_MOST];
    if (options->groups.count > ASSAY_SPHERE_GROUPS)
        return assay_fail(err, ASSAY_EUSAGE, "%zu groups: name at most %d",
                          options->groups.count, ASSAY_SPHERE_GROUPS);
    ASSAY_TRY(assay_group_texts(&grammar, options->groups, arena, texts, err));
    for (size_t g = 0; g < options->groups.count; g++)
        sphere->groups[g] =
            (assay_sphere_group){texts[g].name, texts[g].share,
                                 texts[g].numbers[0], texts[g].numbers[1]};
    return ASSAY_OK;
}

static assay_status check_people(const assay_simulate_templates_options *o,
                                 assay_error *err)
{
    if (!o->directory)
        return assay_fail(err, ASSAY_EUSAGE,
                          "nowhere to write: name a folder (-o DIR)");
    if (o->subjects < 2 || o->subjects > most_subjects)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%llu people: name 2 to 100,000,000",
                          (unsigned long long)o->subjects);
    if (o->watchlist > o->subjects)
        return assay_fail(err, ASSAY_EUSAGE,
                          "a watchlist of %llu, but %llu people: the listed "
                          "are among the people",
                          (unsigned long long)o->watchlist,
                          (unsigned long long)o->subjects);
    if (o->watchlist == o->subjects && o->searched == 0)
        return assay_fail(err, ASSAY_EUSAGE,
                          "all people are listed and none of them is searched "
                          "for: there is no probe");
    if (!(o->images_mean >= 1 && o->images_mean <= MOST_IMAGES) ||
        o->images_most < 1 || o->images_most > MOST_IMAGES)
        return assay_fail(err, ASSAY_EUSAGE,
                          "images of a person: name a mean and a most of 1 to "
                          "%d",
                          MOST_IMAGES);
    if (o->groups.count && !assay_group_attribute(o->attribute))
        return assay_fail(err, ASSAY_EUSAGE,
                          "the attribute of the groups: letters, digits, "
                          "blanks and . _ + -, not subject_id");
    return ASSAY_OK;
}

static bool is_within(double value, double most)
{
    return value >= 0 && value <= most;
}

static assay_status check_templates(const assay_simulate_templates_options *o,
                                    assay_error *err)
{
    if (o->dimensions < 4 || o->dimensions > 65536 || o->effective < 3 ||
        o->effective > o->dimensions)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%u dimensions, %u of them effective: name 4 to "
                          "65,536, and 3 to as many",
                          o->dimensions, o->effective);
    if (!is_within(o->noise, most_noise) || !is_within(o->noise_spread, 1))
        return assay_fail(err, ASSAY_EUSAGE,
                          "noise is 0 to %g, its spread 0 to 1", most_noise);
    if (!is_within(o->closeness, most_closeness) ||
        !is_within(o->lamb_closeness, most_closeness))
        return assay_fail(err, ASSAY_EUSAGE, "closeness is 0 to %g",
                          most_closeness);
    if (!(o->lambs >= 0 && o->lambs < 1))
        return assay_fail(err, ASSAY_EUSAGE,
                          "lambs are a share of the people: name 0 or more, "
                          "below 1");
    return ASSAY_OK;
}

static assay_status fill_kinds(assay_sphere *sphere, assay_error *err)
{
    const assay_simulate_templates_options *o = sphere->options;
    sphere->kind_count = 2 * sphere->group_count;
    for (size_t k = 0; k < sphere->kind_count; k++) {
        assay_sphere_kind *kind = &sphere->kinds[k];
        fill_kind(o, &sphere->groups[k / 2], k % 2, kind);
        if (kind->share > 0 && kind->place.cosine > 0) sphere->centred = true;
    }
    if (sphere->centred && o->effective == o->dimensions)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%u effective dimensions of %u leave none for the "
                          "direction that people are close to: name fewer, or "
                          "a closeness of 0",
                          o->effective, o->dimensions);
    return ASSAY_OK;
}

assay_status assay_sphere_make(const assay_simulate_templates_options *options,
                               assay_arena *arena, assay_sphere *sphere,
                               assay_error *err)
{
    const size_t named = options->groups.count;
    ASSAY_TRY(check_people(options, err));
    ASSAY_TRY(check_templates(options, err));
    *sphere = (assay_sphere){.options = options,
                             .group_count = named ? named : 1,
                             .grouped = named > 0};
    sphere->groups[0] =
        (assay_sphere_group){"", 1, options->noise, options->closeness};
    if (named) ASSAY_TRY(take_groups(options, arena, sphere, err));
    return fill_kinds(sphere, err);
}

static double uniform(uint32_t word)
{
    return ((double)word + 0.5) * 0x1p-32;
}

// Geometric from 1: P(images > k) = (1 - 1/mean)^k, as far as `most`.
static uint32_t images_of(const assay_simulate_templates_options *o, double u)
{
    if (!(o->images_mean > 1)) return 1;
    const double more = assay_log(u) / assay_log1p(-1 / o->images_mean);
    return more < o->images_most - 1 ? 1 + (uint32_t)more : o->images_most;
}

assay_sphere_person assay_sphere_draw(const assay_sphere *sphere,
                                      uint64_t subject)
{
    const assay_simulate_templates_options *o = sphere->options;
    const assay_place place = {o->seed, subject, 0, ASSAY_SPHERE_PERSON};
    const assay_philox_words words = assay_philox_at(place);
    const double u = uniform(words.w[0]);
    double upto = sphere->groups[0].share;
    uint32_t g = 0;
    while (g + 1 < sphere->group_count && u >= upto)
        upto += sphere->groups[++g].share;
    const assay_sphere_person person = {
        2 * g + (uniform(words.w[1]) < o->lambs),
        {images_of(o, uniform(words.w[2])), images_of(o, uniform(words.w[3]))}};
    return person;
}

uint64_t assay_sphere_image(uint64_t subject, assay_sphere_side side,
                            uint32_t image)
{
    return (subject << 1 | side) << IMAGE_BITS | image;
}

unsigned assay_sphere_level(const assay_sphere *sphere, uint64_t image)
{
    const assay_place place = {sphere->options->seed, image, 0,
                               ASSAY_SPHERE_LEVEL};
    return assay_philox_at(place).w[0] % ASSAY_SPHERE_LEVELS;
}

uint32_t assay_sphere_rows(const assay_sphere *sphere, uint64_t subject,
                           assay_sphere_side side)
{
    const assay_simulate_templates_options *o = sphere->options;
    const bool listed = subject < o->watchlist;
    const bool there = side == ASSAY_SPHERE_SET
                           ? listed || !o->watchlist
                           : o->watchlist && (!listed || subject < o->searched);
    return there ? assay_sphere_draw(sphere, subject).images[side] : 0;
}
