// SPDX-License-Identifier: Apache-2.0
#include "option.h"
#include "say.h"
#include "watcher.h"

#include <string.h>

#define AT(member) offsetof(cli_settings, member)

static const cli_option people[] = {
    {.name = "seed",
     .kind = CLI_WIDE,
     .argument = "N",
     .help = "the same seed and options give the same bytes (1)",
     .at = AT(simulate.seed)},
    {.name = "subjects",
     .kind = CLI_WIDE,
     .argument = "N",
     .help = "people (400)",
     .at = AT(simulate.subjects),
     .least = 2,
     .most = 10000000},
    {.name = "images-mean",
     .kind = CLI_REAL,
     .argument = "X",
     .help = "images of a person, on average; some have more, some fewer (3)",
     .at = AT(simulate.images_mean),
     .least = 1,
     .most = 10000},
    {.name = "references-each",
     .kind = CLI_WIDE,
     .argument = "N",
     .help = "references of other people that each probe is compared with, "
             "drawn at random (400)",
     .at = AT(simulate.references),
     .least = 1,
     .most = 1e9},
    {.name = "attribute",
     .kind = CLI_WORD,
     .argument = "NAME",
     .help = "what tells the groups apart (sex)",
     .at = AT(simulate.attribute)},
    {.name = "groups",
     .kind = CLI_LIST,
     .argument = "LIST",
     .help =
         "groups of people, each NAME[:SHARE[:MATED MEAN[:NON-MATED SHIFT]]], "
         "(F:0.5:4.9:0.4,M:0.5:5.6:0); none: one group without a name",
     .at = AT(simulate.groups)},
    {.name = "mated-mean",
     .kind = CLI_REAL,
     .argument = "X",
     .help = "mean of the mated scores where a group names none, in standard "
             "deviations above that of the non-mated ones (5.2)",
     .at = AT(simulate.mated_mean),
     .least = -1000,
     .most = 1000},
    {.name = "probe-effect",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "SHARE",
     .help = "share of the variance that comes from who the probe is of (0.1)",
     .at = AT(simulate.probe_effect),
     .most = 1},
    {.name = "reference-effect",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "SHARE",
     .help = "from who the reference is of (0.1)",
     .at = AT(simulate.reference_effect),
     .most = 1},
    {.name = "image-effect",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "SHARE",
     .help = "from the image of the probe (0.05)",
     .at = AT(simulate.image_effect),
     .most = 1},
    {.name = "mated-effect",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "SHARE",
     .help = "of mated scores, from who both are of (0.2)",
     .at = AT(simulate.mated_effect),
     .most = 1},
    {.name = NULL},
};

static const cli_option writes[] = {
    {.name = "output",
     .letter = 'o',
     .kind = CLI_FOLDER,
     .argument = "DIR",
     .help = "folder for scores.csv, subjects.csv and truth.json; made where "
             "there is none",
     .at = AT(simulate.directory)},
    {.name = "mated",
     .kind = CLI_OUTPUT,
     .argument = "FILE",
     .help = "bare mated scores as .npy; - is standard output",
     .at = AT(simulate.mated)},
    {.name = "mated-count",
     .kind = CLI_WIDE,
     .argument = "N",
     .help = "how many of them (100,000)",
     .at = AT(simulate.mated_count),
     .least = 1,
     .most = 1e12},
    {.name = "non-mated",
     .kind = CLI_OUTPUT,
     .argument = "FILE",
     .help = "bare non-mated scores, as --mated",
     .at = AT(simulate.non_mated)},
    {.name = "non-mated-count",
     .kind = CLI_WIDE,
     .argument = "N",
     .help = "how many of them (10,000,000)",
     .at = AT(simulate.non_mated_count),
     .least = 1,
     .most = 1e12},
    {.name = "quiet",
     .letter = 'q',
     .kind = CLI_FLAG,
     .help = "neither the truth nor progress on the terminal",
     .at = AT(quiet)},
    {.name = "help",
     .letter = 'h',
     .kind = CLI_FLAG,
     .help = "this page",
     .at = AT(help)},
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

static void take_no_groups(assay_texts *groups)
{
    if (groups->count == 1 && strcmp(groups->items[0], "none") == 0)
        groups->count = 0;
}

static int run(cli_task *task)
{
    assay_simulate_scores_options *o = &task->settings.simulate;
    assay_error error;
    char *truth = NULL;
    const int checked = check(task);
    if (checked != CLI_DONE) return checked;
    take_no_groups(&o->groups);
    cli_signals_clean(false);
    o->watch = task->settings.common.watch;
    if (assay_simulate_scores(o, &truth, &error) != ASSAY_OK)
        return cli_failed(task, &error);
    cli_progress_end();
    const bool stream = is_stream(o->mated) || is_stream(o->non_mated);
    if (!task->settings.quiet) (void)fputs(truth, stream ? stderr : stdout);
    assay_text_free(truth);
    return cli_end_output();
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
