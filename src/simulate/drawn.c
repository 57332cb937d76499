// SPDX-License-Identifier: Apache-2.0
// Every number is drawn at a place of its own, so it depends on the seed and
// on what it belongs to, never on the order of the work.
#include "simulate/drawn.h"

#include "base/alloc.h"
#include "stats/elementary.h"
#include "stats/philox.h"

#include <math.h>

// A person's images: far above the mean of a thousand, and a limit.
static const double most_images = 100000;

static assay_philox_words words_at(const assay_population *population,
                                   uint64_t unit, assay_sim_stream stream)
{
    const assay_place place = {population->options->seed, unit, 0,
                               (uint32_t)stream};
    return assay_philox_at(place);
}

static double normal_at(const assay_population *population, uint64_t unit,
                        assay_sim_stream stream)
{
    double pair[2];
    assay_normals(words_at(population, unit, stream), pair);
    return pair[0];
}

static uint32_t group_of(const assay_population *population, double u)
{
    double upto = 0;
    for (size_t g = 0; g + 1 < population->group_count; g++) {
        upto += population->groups[g].share;
        if (u < upto) return (uint32_t)g;
    }
    return (uint32_t)(population->group_count - 1);
}

// Geometric from 1: P(images > k) = (1 - 1/mean)^k.
static uint32_t images_of(double mean, double u)
{
    const double more = assay_log(u) / assay_log1p(-1 / mean);
    return 1 + (uint32_t)(more < most_images ? floor(more) : most_images);
}

static void draw_person(const assay_population *population, uint64_t subject,
                        assay_drawn_person *person)
{
    const assay_philox_words w =
        words_at(population, subject, ASSAY_SIM_PERSON);
    double pair[2];
    person->group = group_of(population, assay_uniform(w.w[0], w.w[1]));
    person->images = images_of(population->options->images_mean,
                               assay_uniform(w.w[2], w.w[3]));
    assay_normals(words_at(population, 2 * subject, ASSAY_SIM_ABILITY), pair);
    person->probe = pair[0];
    person->reference = pair[1];
    person->mated = normal_at(population, 2 * subject + 1, ASSAY_SIM_ABILITY);
}

static assay_status draw_people(const assay_population *population,
                                assay_drawn *drawn, assay_error *err)
{
    enum { OFTEN = 1 << 14 };
    const assay_watch *watch = &population->options->watch;
    for (uint64_t i = 0; i < drawn->count; i++) {
        if (i % OFTEN == 0)
            ASSAY_TRY(assay_go_on(watch, "drawing", i, drawn->count, err));
        drawn->people[i].first_image = drawn->images;
        draw_person(population, i, &drawn->people[i]);
        drawn->images += drawn->people[i].images;
    }
    if (drawn->images > drawn->count) return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE,
                      "nobody has a second image: there is no probe; name more "
                      "people or more images a person");
}

assay_status assay_drawn_make(const assay_population *population,
                              assay_drawn *drawn, assay_error *err)
{
    const assay_simulate_scores_options *options = population->options;
    const uint64_t others = options->subjects - 1;
    *drawn = (assay_drawn){.count = options->subjects,
                           .references = options->references < others
                                             ? options->references
                                             : others};
    drawn->people = assay_new(0, (size_t)drawn->count, sizeof *drawn->people);
    if (!drawn->people) return assay_fail_memory(err, "the people");
    const assay_status status = draw_people(population, drawn, err);
    if (status != ASSAY_OK) assay_drawn_end(drawn);
    return status;
}

void assay_drawn_end(assay_drawn *drawn)
{
    assay_free(drawn->people);
    drawn->people = NULL;
}

double assay_drawn_mated(const assay_population *population,
                         const assay_drawn_person *person, uint64_t image)
{
    const assay_sim_factors *f = &population->factors;
    const double quality = normal_at(population, image, ASSAY_SIM_IMAGE);
    const double rest = normal_at(population, image, ASSAY_SIM_MATED);
    return population->groups[person->group].mean + f->mated * person->mated +
           f->image * quality + f->mated_rest * rest;
}

double assay_drawn_non_mated(const assay_population *population,
                             const assay_drawn *drawn,
                             const assay_drawn_person *person, uint64_t image,
                             uint64_t other)
{
    const assay_sim_factors *f = &population->factors;
    const double quality = normal_at(population, image, ASSAY_SIM_IMAGE);
    const double rest = normal_at(population, image * drawn->count + other,
                                  ASSAY_SIM_NON_MATED);
    return population->groups[person->group].shift + f->probe * person->probe +
           f->reference * drawn->people[other].reference + f->image * quality +
           f->rest * rest;
}
