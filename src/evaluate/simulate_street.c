// SPDX-License-Identifier: Apache-2.0
#include "assay/simulate.h"

#include "base/alloc.h"
#include "base/output_set.h"
#include "simulate/street_truth.h"

#include <math.h>
#include <string.h>

static const char *const usual_groups[] = {"F:0.5:5.6:0.2", "M:0.5:6"};
static const char *const usual_cameras[] = {"north:0.5", "south:0.5:-0.3"};
static const char *const usual_lights[] = {"day:0.7", "dusk:0.3:-0.6"};

static void fill_people(assay_simulate_street_options *options)
{
    options->volunteers = 40;
    options->others = 20;
    options->passages = 5;
    options->attendance = 1;
    options->attribute = "sex";
    options->groups = (assay_texts){usual_groups, 2};
    options->crowd = 3000;
    options->crowd_spread = 0.3;
    options->prevalence = 2e-4;
    options->counters = 1;
    options->counted = 1;
    options->faces_per_person = 1.5;
    options->watchlist = 1000;
    options->filler = 500;
    options->unenrolled = 0.02;
}

void assay_simulate_street_options_default(
    assay_simulate_street_options *options)
{
    memset(options, 0, sizeof *options);
    options->seed = 1;
    options->deployments = 10;
    options->start = "2024-01-09";
    options->every = 7;
    options->hours = 5;
    options->cameras = (assay_texts){usual_cameras, 2};
    options->lights = (assay_texts){usual_lights, 2};
    fill_people(options);
    options->threshold = 4.8;
    options->floor = NAN;
    options->mated_mean = 6;
    options->probe_effect = 0.1;
    options->reference_effect = 0.1;
    options->passage_effect = 0.05;
    options->deployment_effect = 0.005;
    options->mated_effect = 0.2;
    options->unacquired = 0.02;
    options->latency = 1.2;
    options->operators = 3;
    options->operator_hit = 0.95;
    options->operator_false = 0.2;
    options->unverified = 0.1;
}

enum {
    ALERTS,
    TRANSITS,
    WATCHLIST,
    SUBJECTS,
    CROWD,
    DEPLOYMENTS,
    TRUTH,
    FILES
};

static const char *const all_names[FILES] = {
    "alerts.csv", "transits.csv",    "watchlist.csv", "subjects.csv",
    "crowd.csv",  "deployments.csv", "truth.json"};

// A simulation at work, ended together.
typedef struct work {
    assay_arena arena;
    assay_street street;
    assay_street_list list;
    assay_street_sink sink;
    assay_street_walked walked;
    const char *names[FILES]; // NULL: there is no such file
    assay_output *outputs[FILES];
    assay_output_set set;
} work;

static void drop_work(work *w)
{
    assay_output_set_abandon(&w->set);
    assay_street_sink_end(&w->sink);
    assay_arena_end(&w->arena);
}

// Whether the street has such a file.
static bool has(const assay_street *street, int file)
{
    const assay_simulate_street_options *o = street->options;
    if (file == TRANSITS || file == SUBJECTS) return street->people > 0;
    if (file == CROWD) return o->crowd && o->counters;
    return file != DEPLOYMENTS || o->crowd;
}

static assay_status open_files(work *w, assay_error *err)
{
    for (int i = 0; i < FILES; i++)
        if (has(&w->street, i)) w->names[i] = all_names[i];
    return assay_output_set_open(&w->set, w->street.options->directory,
                                 &w->arena, err);
}

static assay_status walk(work *w, assay_error *err)
{
    const assay_street *street = &w->street;
    const assay_street_outputs outputs = {
        w->outputs[TRANSITS], w->outputs[CROWD], w->outputs[DEPLOYMENTS]};
    w->sink.street = street;
    w->sink.list = &w->list;
    w->sink.log.output = w->outputs[ALERTS];
    ASSAY_TRY(assay_street_sink_begin(&w->sink, &w->arena, err));
    ASSAY_TRY(assay_street_put_watchlist(street, w->outputs[WATCHLIST], err));
    if (outputs.transits) {
        ASSAY_TRY(assay_street_put_subjects(street, w->outputs[SUBJECTS], err));
        assay_street_transits_begin(street, outputs.transits);
    }
    if (outputs.crowd) assay_street_crowd_begin(street, outputs.crowd);
    if (outputs.deployments)
        assay_street_deployments_begin(outputs.deployments);
    return assay_street_walk(&w->sink, &outputs, &w->arena, &w->walked, err);
}

static assay_status simulate(const assay_simulate_street_options *options,
                             work *w, char **text, assay_error *err)
{
    ASSAY_TRY(assay_street_make(options, &w->arena, &w->street, err));
    ASSAY_TRY(assay_street_walk_check(&w->street, err));
    ASSAY_TRY(assay_street_list_make(&w->street, &w->arena, &w->list, err));
    ASSAY_TRY(open_files(w, err));
    ASSAY_TRY(walk(w, err));
    assay_street_truth truth = {.street = &w->street,
                                .list = &w->list,
                                .sink = &w->sink,
                                .walked = &w->walked};
    ASSAY_TRY(assay_street_truth_make(&truth, &w->arena, err));
    assay_street_truth_put(&truth, w->outputs[TRUTH]);
    *text = assay_street_truth_text(&truth);
    if (!*text) return assay_fail_memory(err, "the truth");
    return assay_output_set_commit(&w->set, err);
}

assay_status assay_simulate_street(const assay_simulate_street_options *options,
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
