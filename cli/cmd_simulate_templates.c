// SPDX-License-Identifier: Apache-2.0
#include "option.h"
#include "say.h"
#include "watcher.h"

#include <string.h>

#define AT(member) offsetof(cli_settings, simulate_templates.member)

static const cli_option people[] = {
    {.name = "seed",
     .kind = CLI_WIDE,
     .argument = "N",
     .help = "the same seed and options give the same bytes (1)",
     .at = AT(seed)},
    {.name = "subjects",
     .kind = CLI_WIDE,
     .argument = "N",
     .help = "people (1,000)",
     .at = AT(subjects),
     .least = 2,
     .most = 100000000},
    {.name = "watchlist-size",
     .kind = CLI_WIDE,
     .argument = "N",
     .help = "so many of the people are listed: references of them and probes "
             "in place of one set",
     .at = AT(watchlist),
     .least = 1,
     .most = 100000000},
    {.name = "searched",
     .kind = CLI_WIDE,
     .argument = "N",
     .help = "listed people who are among the probes too, with images of their "
             "own (all)",
     .at = AT(searched)},
    {.name = "images-mean",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "X",
     .help = "images of a person on each side, on average; some have more, "
             "some fewer (3)",
     .at = AT(images_mean)},
    {.name = "images-most",
     .kind = CLI_COUNT,
     .argument = "N",
     .help = "nobody has more (20)",
     .at = AT(images_most),
     .least = 1,
     .most = 1000},
    {.name = "attribute",
     .kind = CLI_WORD,
     .argument = "NAME",
     .help = "what tells the groups apart (sex)",
     .at = AT(attribute)},
    {.name = "groups",
     .kind = CLI_LIST,
     .argument = "LIST",
     .help = "groups of people, each NAME[:SHARE[:NOISE[:CLOSENESS]]], "
             "(F:0.5:0.6:0.4,M:0.5:0.4:0.25); none: one group without a name",
     .at = AT(groups)},
    {.name = "noise",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "X",
     .help = "power of an image's noise where a group names none; two images "
             "of a person have cosines about 1/(1 + X) (0.5)",
     .at = AT(noise)},
    {.name = "noise-spread",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "X",
     .help = "how much images differ in it: 0 not at all, 1 as an exponential "
             "law (1)",
     .at = AT(noise_spread)},
    {.name = "closeness",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "X",
     .help = "cosine of people and one direction that all share, where a group "
             "names none (0.3)",
     .at = AT(closeness),
     .most = 1},
    {.name = "lambs",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "SHARE",
     .help = "share of people who are closer to it than others, and so to "
             "everybody (0.01)",
     .at = AT(lambs),
     .most = 1},
    {.name = "lamb-closeness",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "X",
     .help = "theirs (0.65)",
     .at = AT(lamb_closeness),
     .most = 1},
    {.name = NULL},
};

static const cli_option templates[] = {
    {.name = "dimensions",
     .kind = CLI_COUNT,
     .argument = "N",
     .help = "values of a template (512)",
     .at = AT(dimensions),
     .least = 4,
     .most = 65536},
    {.name = "effective",
     .kind = CLI_COUNT,
     .argument = "N",
     .help = "of them in which people differ: the fewer, the more of them look "
             "alike (100)",
     .at = AT(effective),
     .least = 3,
     .most = 65536},
    {.name = "values",
     .kind = CLI_CHOICE,
     .argument = "float32|float16|int8",
     .help = "how they are stored",
     .at = offsetof(cli_settings, values)},
    {.name = NULL},
};

static const cli_option writes[] = {
    {.name = "output",
     .letter = 'o',
     .kind = CLI_FOLDER,
     .argument = "DIR",
     .help = "folder for the matrices, their CSV files, subjects.csv and "
             "truth.json; made where there is none",
     .at = AT(directory)},
    {.name = "threads",
     .kind = CLI_COUNT,
     .argument = "N",
     .help = "how many work (as many as the machine has); no byte depends on "
             "it",
     .at = AT(threads),
     .least = 1,
     .most = 1024},
    {.name = "quiet",
     .letter = 'q',
     .kind = CLI_FLAG,
     .help = "neither the truth nor progress on the terminal",
     .at = offsetof(cli_settings, quiet)},
    {.name = "help",
     .letter = 'h',
     .kind = CLI_FLAG,
     .help = "this page",
     .at = offsetof(cli_settings, help)},
    {.name = NULL},
};

static const cli_section section_people = {"People", people};
static const cli_section section_templates = {"Templates", templates};
static const cli_section section_writes = {"What to write", writes};

static const cli_section *const sections[] = {
    &section_people, &section_templates, &section_writes, NULL};

static const char *const usage[] = {
    "-o DIR [OPTION]...",
    "--watchlist-size N -o DIR [OPTION]...",
    NULL,
};

static const char *const examples[] = {
    "templates of 1,000 people in two groups, and what is true of them",
    "assay simulate templates -o people",
    "300 of 2,000 people on a watchlist: references and probes",
    "assay simulate templates --subjects 2000 --watchlist-size 300 -o list",
    "twenty million templates of 10 GB",
    "assay simulate templates --subjects 2e7 --images-mean 1 --values int8 "
    "-o L",
    NULL,
};

static const char *const see[] = {
    "assay help simulate scores    people and scores", NULL};

static int run(cli_task *task)
{
    assay_simulate_templates_options *o = &task->settings.simulate_templates;
    assay_error error;
    char *truth = NULL;
    if (!o->directory)
        return cli_usage(task, "nowhere to write: name a folder, -o DIR");
    if (o->groups.count == 1 && strcmp(o->groups.items[0], "none") == 0)
        o->groups.count = 0;
    o->values = (assay_template_values)task->settings.values;
    o->watch = task->settings.common.watch;
    cli_signals_clean(false);
    if (assay_simulate_templates(o, &truth, &error) != ASSAY_OK)
        return cli_failed(task, &error);
    cli_progress_end();
    if (!task->settings.quiet) (void)fputs(truth, stdout);
    assay_text_free(truth);
    return cli_end_output();
}

const cli_command cli_command_simulate_templates = {
    .name = "simulate templates",
    .brief = "people and templates with a known truth",
    .usage = usage,
    .about = "Writes templates of people who do not exist, for which the true "
             "FMR, FNMR, FPIR and FNIR of cosines follow from a law: to test "
             "a tool, this one too, against what it should say.",
    .sections = sections,
    .examples = examples,
    .see = see,
    .run = run,
};
