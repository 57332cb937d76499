// SPDX-License-Identifier: Apache-2.0
#include "assay/simulate.h"

#include "base/alloc.h"
#include "base/output_set.h"
#include "simulate/bare_scores.h"
#include "simulate/drawn.h"
#include "simulate/labelled.h"
#include "simulate/truth_file.h"
#include "simulate/truth_text.h"

#include <string.h>

static const char *const usual_groups[] = {"F:0.5:4.9:0.4", "M:0.5:5.6:0"};

void assay_simulate_scores_options_default(
    assay_simulate_scores_options *options)
{
    memset(options, 0, sizeof *options);
    options->seed = 1;
    options->mated_count = 100000;
    options->non_mated_count = 10000000;
    options->subjects = 400;
    options->images_mean = 3;
    options->references = 400;
    options->probe_effect = 0.1;
    options->reference_effect = 0.1;
    options->image_effect = 0.05;
    options->mated_effect = 0.2;
    options->mated_mean = 5.2;
    options->attribute = "sex";
    options->groups = (assay_texts){usual_groups, 2};
}

enum { SCORES, SUBJECTS, TRUTH, FILES };

static const char *const names[FILES] = {"scores.csv", "subjects.csv",
                                         "truth.json"};

// A simulation at work, ended together.
typedef struct work {
    assay_arena arena;
    assay_population population;
    assay_truth_part *parts;
    assay_drawn drawn;
    assay_output *outputs[FILES];
    assay_output_set set;
} work;

static void drop_work(work *w)
{
    assay_output_set_abandon(&w->set);
    assay_drawn_end(&w->drawn);
    assay_arena_end(&w->arena);
}

static assay_status write_directory(work *w, assay_truth *truth,
                                    assay_error *err)
{
    const assay_population *population = &w->population;
    ASSAY_TRY(assay_drawn_make(population, &w->drawn, err));
    ASSAY_TRY(assay_output_set_open(&w->set, population->options->directory,
                                    &w->arena, err));
    memset(w->parts, 0, population->group_count * sizeof *w->parts);
    ASSAY_TRY(assay_labelled_scores(population, &w->drawn, w->outputs[SCORES],
                                    w->parts, err));
    assay_labelled_subjects(population, &w->drawn, w->outputs[SUBJECTS]);
    truth->images = w->drawn.images;
    assay_truth_put(truth, w->outputs[TRUTH]);
    return assay_output_set_commit(&w->set, err);
}

static assay_status write_bare(const assay_population *population,
                               assay_error *err)
{
    const assay_simulate_scores_options *o = population->options;
    if (o->mated)
        ASSAY_TRY(assay_bare_scores_write(population, true, o->mated,
                                          o->mated_count, err));
    if (!o->non_mated) return ASSAY_OK;
    return assay_bare_scores_write(population, false, o->non_mated,
                                   o->non_mated_count, err);
}

// Without people, the groups' shares are their weights.
static void weigh_by_share(work *w)
{
    for (size_t g = 0; g < w->population.group_count; g++) {
        const double share = w->population.groups[g].share;
        w->parts[g] = (assay_truth_part){share, share, share};
    }
}

static assay_status simulate(const assay_simulate_scores_options *options,
                             work *w, char **text, assay_error *err)
{
    ASSAY_TRY(assay_population_make(options, &w->arena, &w->population, err));
    w->parts =
        assay_arena_new(&w->arena, w->population.group_count, sizeof *w->parts);
    if (!w->parts) return assay_fail_memory(err, "the groups");
    assay_truth truth = {&w->population, w->parts, 0};
    weigh_by_share(w);
    ASSAY_TRY(write_bare(&w->population, err));
    if (options->directory) ASSAY_TRY(write_directory(w, &truth, err));
    *text = assay_truth_text(&truth);
    return *text ? ASSAY_OK : assay_fail_memory(err, "the truth");
}

assay_status assay_simulate_scores(const assay_simulate_scores_options *options,
                                   char **truth, assay_error *error)
{
    ASSAY_AUTO(drop_work) work w = {.parts = NULL};
    w.set = (assay_output_set){names, w.outputs, FILES, NULL};
    *truth = NULL;
    return simulate(options, &w, truth, error);
}
