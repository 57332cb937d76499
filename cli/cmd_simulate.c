// SPDX-License-Identifier: Apache-2.0
#include "option.h"
#include "rows.h"
#include "say.h"
#include "simulated.h"
#include "watcher.h"

#include <string.h>

static const cli_option people[] = {
    CLI_ROW_BYTES(simulate.seed),
    CLI_ROW_NUMBER("subjects", "N", "people (400)", simulate.subjects, 2,
                   10000000),
    {.name = "images-mean",
     .kind = CLI_REAL,
     .argument = "X",
     .help = "images of a person, on average; some have more, some fewer (3)",
     .at = AT(simulate.images_mean),
     .least = 1,
     .most = 10000},
    CLI_ROW_NUMBER("references-each", "N",
                   "references of other people that each probe is compared "
                   "with, drawn at random (400)",
                   simulate.references, 1, 1e9),
    CLI_ROW_ATTRIBUTE(simulate.attribute),
    CLI_ROW_GROUPS(
        "[:SHARE[:MATED MEAN[:NON-MATED SHIFT]]], (F:0.5:4.9:0.4,M:0.5:5.6:0)",
        simulate.groups),
    {.name = "mated-mean",
     .kind = CLI_REAL,
     .argument = "X",
     .help = "mean of the mated scores where a group names none, in standard "
             "deviations above that of the non-mated ones (5.2)",
     .at = AT(simulate.mated_mean),
     .least = -1000,
     .most = 1000},
    CLI_ROW_SHARE(
        "probe-effect",
        "share of the variance that comes from who the probe is of (0.1)",
        simulate.probe_effect, 1),
    CLI_ROW_SHARE("reference-effect", "from who the reference is of (0.1)",
                  simulate.reference_effect, 1),
    CLI_ROW_SHARE("image-effect", "from the image of the probe (0.05)",
                  simulate.image_effect, 1),
    CLI_ROW_SHARE("mated-effect", "of mated scores, from who both are of (0.2)",
                  simulate.mated_effect, 1),
    {.name = NULL},
};

static const cli_option writes[] = {
    CLI_ROW_FOLDER("scores.csv, subjects.csv and truth.json",
                   simulate.directory),
    {.name = "mated",
     .kind = CLI_OUTPUT,
     .argument = "FILE",
     .help = "bare mated scores as .npy; - is standard output",
     .at = AT(simulate.mated)},
    CLI_ROW_NUMBER("mated-count", "N", "how many of them (100,000)",
                   simulate.mated_count, 1, 1e12),
    {.name = "non-mated",
     .kind = CLI_OUTPUT,
     .argument = "FILE",
     .help = "bare non-mated scores, as --mated",
     .at = AT(simulate.non_mated)},
    CLI_ROW_NUMBER("non-mated-count", "N", "how many of them (10,000,000)",
                   simulate.non_mated_count, 1, 1e12),
    CLI_ROW_QUIET("neither the truth nor progress on the terminal"),
    CLI_ROW_HELP,
    {.name = NULL},
};

static const cli_section section_people = {"People", people};
static const cli_section section_writes = {"What to write", writes};

static const cli_section *const sections[] = {&section_people, &section_writes,
                                              NULL};

static const char *const usage[] = {
    "-o DIR [OPTION]...",
    "--mated FILE [--mated-count N] [OPTION]...",
    "--non-mated FILE [--non-mated-count N] [OPTION]...",
    NULL,
};

static const char *const examples[] = {
    "400 people in two groups, and what is true of them",
    "assay simulate scores -o people",
    "measure them, and compare with people/truth.json",
    "assay scores people/scores.csv --subjects people/subjects.csv --by sex",
    "a hundred million scores of different people",
    "assay simulate scores --non-mated n.npy --non-mated-count 1e8",
    NULL,
};

static const char *const see[] = {
    "assay help simulate templates    people and templates",
    "assay help simulate street       the logs of a trial, and records", NULL};

static int check(const cli_task *task)
{
    const assay_simulate_scores_options *o = &task->settings.simulate;
    if (!o->directory && !o->mated && !o->non_mated)
        return cli_usage(task, "nothing to write: -o DIR, or --mated FILE and "
                               "--non-mated FILE");
    return CLI_DONE;
}

static bool is_stream(const char *path)
{
    return path && strcmp(path, "-") == 0;
}

static int run(cli_task *task)
{
    assay_simulate_scores_options *o = &task->settings.simulate;
    assay_error error;
    char *truth = NULL;
    const int checked = check(task);
    if (checked != CLI_DONE) return checked;
    cli_take_none(&o->groups);
    cli_signals_clean(false);
    o->watch = task->settings.common.watch;
    const assay_status status = assay_simulate_scores(o, &truth, &error);
    const bool stream = is_stream(o->mated) || is_stream(o->non_mated);
    return cli_simulated(task, status, truth, &error, stream ? stderr : stdout);
}

const cli_command cli_command_simulate_scores = {
    .name = "simulate scores",
    .brief = "people and scores with a known truth",
    .usage = usage,
    .about = "Writes scores of people who do not exist, whose true FMR and "
             "FNMR at every threshold are known in closed form: to test a "
             "tool, this one too, against what it should say.",
    .sections = sections,
    .examples = examples,
    .see = see,
    .run = run,
};
