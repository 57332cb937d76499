// SPDX-License-Identifier: Apache-2.0
#include "option.h"
#include "rows.h"
#include "say.h"
#include "simulated.h"
#include "watcher.h"

static const cli_option people[] = {
    CLI_ROW_BYTES(simulate_templates.seed),
    CLI_ROW_NUMBER("subjects", "N", "people (1,000)",
                   simulate_templates.subjects, 2, 100000000),
    CLI_ROW_NUMBER("watchlist-size", "N",
                   "so many of the people are listed: references of them and "
                   "probes in place of one set",
                   simulate_templates.watchlist, 1, 100000000),
    {.name = "searched",
     .kind = CLI_WIDE,
     .argument = "N",
     .help = "listed people who are among the probes too, with images of their "
             "own (all)",
     .at = AT(simulate_templates.searched)},
    {.name = "images-mean",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "X",
     .help = "images of a person on each side, on average; some have more, "
             "some fewer (3)",
     .at = AT(simulate_templates.images_mean)},
    {.name = "images-most",
     .kind = CLI_COUNT,
     .argument = "N",
     .help = "nobody has more (20)",
     .at = AT(simulate_templates.images_most),
     .least = 1,
     .most = 1000},
    CLI_ROW_ATTRIBUTE(simulate_templates.attribute),
    CLI_ROW_GROUPS(
        "[:SHARE[:NOISE[:CLOSENESS]]], (F:0.5:0.6:0.4,M:0.5:0.4:0.25)",
        simulate_templates.groups),
    {.name = "noise",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "X",
     .help = "power of an image's noise where a group names none; two images "
             "of a person have cosines about 1/(1 + X) (0.5)",
     .at = AT(simulate_templates.noise)},
    {.name = "noise-spread",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "X",
     .help = "how much images differ in it: 0 not at all, 1 as an exponential "
             "law (1)",
     .at = AT(simulate_templates.noise_spread)},
    {.name = "closeness",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "X",
     .help = "cosine of people and one direction that all share, where a group "
             "names none (0.3)",
     .at = AT(simulate_templates.closeness),
     .most = 1},
    CLI_ROW_SHARE("lambs",
                  "share of people who are closer to it than others, and so to "
                  "everybody (0.01)",
                  simulate_templates.lambs, 1),
    {.name = "lamb-closeness",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "X",
     .help = "theirs (0.65)",
     .at = AT(simulate_templates.lamb_closeness),
     .most = 1},
    {.name = NULL},
};

static const cli_option templates[] = {
    {.name = "dimensions",
     .kind = CLI_COUNT,
     .argument = "N",
     .help = "values of a template (512)",
     .at = AT(simulate_templates.dimensions),
     .least = 4,
     .most = 65536},
    {.name = "effective",
     .kind = CLI_COUNT,
     .argument = "N",
     .help = "of them in which people differ: the fewer, the more of them look "
             "alike (100)",
     .at = AT(simulate_templates.effective),
     .least = 3,
     .most = 65536},
    {.name = "values",
     .kind = CLI_CHOICE,
     .argument = "float32|float16|int8",
     .help = "how they are stored",
     .at = AT(values)},
    {.name = NULL},
};

static const cli_option writes[] = {
    CLI_ROW_FOLDER("the matrices, their CSV files, subjects.csv and truth.json",
                   simulate_templates.directory),
    CLI_ROW_THREADS("byte", simulate_templates.threads),
    CLI_ROW_QUIET("neither the truth nor progress on the terminal"),
    CLI_ROW_HELP,
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
    cli_take_none(&o->groups);
    o->values = (assay_template_values)task->settings.values;
    o->watch = task->settings.common.watch;
    cli_signals_clean(false);
    const assay_status status = assay_simulate_templates(o, &truth, &error);
    return cli_simulated(task, status, truth, &error, stdout);
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
