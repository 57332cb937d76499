// SPDX-License-Identifier: Apache-2.0
#include "assay/simulate.h"

#include "base/alloc.h"
#include "base/output_set.h"
#include "simulate/template_truth.h"

#include <string.h>

static const char *const usual_groups[] = {"F:0.5:0.6:0.4", "M:0.5:0.4:0.25"};

void assay_simulate_templates_options_default(
    assay_simulate_templates_options *options)
{
    memset(options, 0, sizeof *options);
    options->seed = 1;
    options->subjects = 1000;
    options->searched = UINT64_MAX;
    options->dimensions = 512;
    options->effective = 100;
    options->images_mean = 3;
    options->images_most = 20;
    options->noise = 0.5;
    options->noise_spread = 1;
    options->closeness = 0.3;
    options->lambs = 0.01;
    options->lamb_closeness = 0.65;
    options->attribute = "sex";
    options->groups = (assay_texts){usual_groups, 2};
}

// The files of a side of a watchlist, and of a set.
enum { MATRIX, SAMPLES, SIDE_FILES, SUBJECTS = 2 * SIDE_FILES, TRUTH, FILES };

static const char *const set_names[SIDE_FILES] = {"templates.npy",
                                                  "samples.csv"};
static const char *const list_names[2 * SIDE_FILES] = {
    "references.npy", "references.csv", "probes.npy", "probes.csv"};

// A simulation at work, ended together.
typedef struct work {
    assay_arena arena;
    assay_sphere sphere;
    assay_template_maker maker;
    assay_template_count counts[2];
    const char *names[FILES]; // NULL: there is no such file
    assay_output *outputs[FILES];
    assay_output_set set;
} work;

static void drop_work(work *w)
{
    assay_output_set_abandon(&w->set);
    assay_arena_end(&w->arena);
}

static const char *name_of(const work *w, int file)
{
    if (file == SUBJECTS) return "subjects.csv";
    if (file == TRUTH) return "truth.json";
    if (w->sphere.options->watchlist) return list_names[file];
    return file < SIDE_FILES ? set_names[file] : NULL;
}

static assay_status open_files(work *w, assay_error *err)
{
    for (int i = 0; i < FILES; i++) w->names[i] = name_of(w, i);
    return assay_output_set_open(&w->set, w->sphere.options->directory,
                                 &w->arena, err);
}

static assay_status write_side(work *w, assay_sphere_side side,
                               assay_error *err)
{
    assay_output **outputs = w->outputs + (size_t)SIDE_FILES * side;
    if (!outputs[MATRIX]) return ASSAY_OK;
    ASSAY_TRY(
        assay_template_count_side(&w->sphere, side, &w->counts[side], err));
    ASSAY_TRY(assay_template_put_matrix(&w->maker, side, w->counts[side],
                                        outputs[MATRIX], err));
    return assay_template_put_samples(&w->sphere, side, outputs[SAMPLES], err);
}

static assay_status simulate(const assay_simulate_templates_options *options,
                             work *w, char **text, assay_error *err)
{
    assay_template_truth truth;
    ASSAY_TRY(assay_sphere_make(options, &w->arena, &w->sphere, err));
    ASSAY_TRY(assay_template_maker_make(&w->sphere, &w->arena, &w->maker, err));
    ASSAY_TRY(open_files(w, err));
    ASSAY_TRY(write_side(w, ASSAY_SPHERE_SET, err));
    ASSAY_TRY(write_side(w, ASSAY_SPHERE_PROBES, err));
    ASSAY_TRY(
        assay_template_put_subjects(&w->sphere, w->outputs[SUBJECTS], err));
    ASSAY_TRY(assay_template_truth_make(&w->sphere, w->counts, &w->arena,
                                        &truth, err));
    assay_template_truth_put(&truth, w->outputs[TRUTH]);
    *text = assay_template_truth_text(&truth);
    if (!*text) return assay_fail_memory(err, "the truth");
    return assay_output_set_commit(&w->set, err);
}

assay_status
assay_simulate_templates(const assay_simulate_templates_options *options,
                         char **truth, assay_error *error)
{
    ASSAY_AUTO(drop_work) work w = {.arena = {NULL}};
    w.set = (assay_output_set){w.names, w.outputs, FILES, NULL};
    *truth = NULL;
    const assay_status status = simulate(options, &w, truth, error);
    if (status == ASSAY_OK) return status;
    assay_free(*truth);
    *truth = NULL;
    return status;
}
