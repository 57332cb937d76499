// SPDX-License-Identifier: Apache-2.0
#include "deliver.h"
#include "numbers.h"
#include "option.h"
#include "rows.h"
#include "say.h"
#include "watcher.h"

#include <stdlib.h>
#include <string.h>

static const cli_option reads[] = {
    {.name = "SET",
     .kind = CLI_FILES,
     .flags = CLI_ORDERED,
     .argument = "SET.npy SET.csv",
     .help = "one set of templates: a matrix, .npy of float32, float16, int8 "
             "or uint8, or an HDF5 dataset (FILE.h5:/name), a row a sample; "
             "and the CSV of its rows: sample_id, subject_id, attributes, "
             "acquired (0: a failure to acquire)",
     .at = AT(operands)},
    {.name = "probes",
     .kind = CLI_SET,
     .argument = "P.npy P.csv",
     .help = "who is searched for: matrix and CSV",
     .at = AT(templates.probes)},
    {.name = "references",
     .kind = CLI_SET,
     .argument = "R.npy R.csv",
     .help = "the watchlist: matrix and CSV; several references of a subject "
             "are one identity, whose score is the best of theirs",
     .at = AT(templates.references)},
    CLI_ROW_COLUMN(": --column subject_id=person"),
    CLI_ROW_WHERE("probes (of one set: samples)",
                  "; reference_... are of the watchlist"),
    CLI_ROW_SUBJECTS("FILE", "people", templates.subjects),
    {.name = NULL},
};

static const cli_option protocol[] = {
    {.name = "protocol",
     .kind = CLI_CHOICE,
     .argument = "all-pairs|none",
     .help = "all-pairs: each two samples of the set once (1:1 only)",
     .at = AT(protocol)},
    {.name = "watchlist-size",
     .kind = CLI_COUNT,
     .argument = "N",
     .help = "watchlists of N subjects of the set, drawn at random, one "
             "reference each; all others are the crowd",
     .at = AT(templates.watchlist_size),
     .least = 1,
     .most = 1000000000},
    {.name = "repeat",
     .kind = CLI_COUNT,
     .argument = "R",
     .help = "how many are drawn, all searched in one sweep (1)",
     .at = AT(templates.repeat),
     .least = 1,
     .most = 63},
    {.name = "folds",
     .kind = CLI_COUNT,
     .argument = "K",
     .help = "the subjects of the set in K parts at random, each a watchlist "
             "in turn",
     .at = AT(templates.folds),
     .least = 2,
     .most = 63},
    {.name = "metric",
     .kind = CLI_CHOICE,
     .argument = "cosine|dot|l2",
     .help = "how alike two templates are; l2 is a distance, and thresholds "
             "then are distances too",
     .at = AT(metric)},
    {.name = NULL},
};

static const cli_option engine[] = {
    CLI_ROW_FMR(" of pairs", templates.fmr),
    {.name = "tail",
     .kind = CLI_WIDE,
     .argument = "C",
     .help = "the most alike comparisons of different people that are kept; "
             "every figure stands on these, the rest is only tallied "
             "(16777216)",
     .at = AT(templates.tail),
     .least = 1,
     .most = 4294967295},
    CLI_ROW_BOOTSTRAP("", templates.bootstrap),
    {.name = "body",
     .kind = CLI_CHOICE,
     .argument = "auto|none|exact|sample",
     .help = "how the rest is tallied, for AUC, d' and the plots: exact costs "
             "a full pass, sample is a seeded part of it (exact up to 1e10 "
             "comparisons, else a sample)",
     .at = AT(body)},
    {.name = "checkpoint",
     .kind = CLI_WORD,
     .flags = CLI_UNTRACED,
     .argument = "FILE",
     .help = "where a long search keeps what it has done, every minute and "
             "when it is stopped",
     .at = AT(templates.checkpoint)},
    {.name = "shard",
     .kind = CLI_WORD,
     .flags = CLI_UNTRACED,
     .argument = "I/N",
     .help = "search part I of N only, to be joined with assay merge; mpirun "
             "assay templates... does both",
     .at = AT(shard)},
    {.name = "resume",
     .kind = CLI_FLAG,
     .flags = CLI_UNTRACED,
     .help = "go on from the checkpoint; the result has the bytes that it "
             "would have had",
     .at = AT(templates.resume)},
    {.name = NULL},
};

static const cli_section section_reads = {"Templates to read", reads};
static const cli_section section_protocol = {"Who meets whom", protocol};
static const cli_section section_engine = {"Pairs, and how to search", engine};

static const cli_section *const sections[] = {
    &section_reads,       &section_protocol,     &cli_section_groups,
    &cli_section_against, &cli_section_searches, &section_engine,
    &cli_section_outputs, &cli_section_working,  NULL};

static const char *const usage[] = {
    "SET.npy SET.csv --protocol all-pairs [OPTION]...",
    "SET.npy SET.csv --watchlist-size N [--repeat R] [OPTION]...",
    "SET.npy SET.csv --folds K [OPTION]...",
    "--probes P.npy P.csv --references R.npy R.csv [OPTION]...",
    NULL,
};

static const char *const examples[] = {
    "a watchlist and those who were searched for, with a report",
    "assay templates --probes p.npy p.csv --references r.npy r.csv "
    "--html r.html",
    "20 watchlists of 1,000 people drawn from one set",
    "assay templates s.npy s.csv --watchlist-size 1000 --repeat 20",
    "every two images of a set (1:1), by group",
    "assay templates s.npy s.csv --protocol all-pairs --by sex",
    "a search that may be interrupted",
    "assay templates --probes p.npy p.csv --references r.npy r.csv \\\n"
    "        --checkpoint c --memory 8G -o r.assay",
    NULL,
};

static const char *const see[] = {
    "assay help columns templates    the columns that are read",
    "assay help FPIR                 any word, old ones too",
    NULL,
};

// The two files of one set.
static int take_set(cli_task *task)
{
    cli_settings *s = &task->settings;
    if (!s->operands.count) return CLI_DONE;
    if (s->operands.count != 2)
        return cli_usage(task, "a set is two files: its matrix and the CSV of "
                               "its rows, as in faces.npy faces.csv");
    s->templates.set =
        (assay_template_files){s->operands.items[0], s->operands.items[1]};
    return CLI_DONE;
}

// "2/8".
static int take_shard(cli_task *task)
{
    cli_settings *s = &task->settings;
    uint64_t part = 0, parts = 0;
    if (!s->shard) return CLI_DONE;
    const char *slash = strchr(s->shard, '/');
    const char *first =
        cli_heap_copy(task->heap, s->shard,
                      slash ? (size_t)(slash - s->shard) : strlen(s->shard));
    if (!slash || !cli_read_whole(first, &part) ||
        !cli_read_whole(slash + 1, &parts) || !part || part > parts ||
        parts > 65536)
        return cli_usage(task, "--shard %s: write part/parts, as in 2/8",
                         s->shard);
    if (!s->result || s->json || s->csv || s->html)
        return cli_usage(task, "--shard: a part has no figures; keep it with "
                               "-o PART.assay, and nothing else");
    s->templates.shard = (unsigned)part;
    s->templates.shards = (unsigned)parts;
    return CLI_DONE;
}

// Whether mpirun started this process as one of several.
static bool has_ranks(void)
{
    return getenv("OMPI_COMM_WORLD_SIZE") || getenv("PMI_SIZE");
}

static void take_options(cli_settings *s)
{
    s->templates.common = s->common;
    s->templates.lists = s->lists;
    s->templates.lists.rule = cli_rule(s);
    s->templates.lists.target = cli_target(s);
    s->templates.all_pairs = s->protocol == 0;
    s->templates.metric = (assay_metric)s->metric;
    s->templates.body = (assay_body)s->body;
    s->templates.ranks = has_ranks();
}

static int run(cli_task *task)
{
    cli_settings *s = &task->settings;
    assay_result *result = NULL;
    assay_error error;
    int status = take_set(task);
    if (status == CLI_DONE) status = take_shard(task);
    if (status != CLI_DONE) return status;
    take_options(s);
    // A stop waits for what has been done to be kept.
    if (s->templates.checkpoint) cli_signals_clean(false);
    const assay_status done =
        assay_templates_evaluate(&s->templates, &result, &error);
    if (done == ASSAY_OK && !result) return CLI_DONE; // another rank tells
    return cli_deliver(task, done, result, &error);
}

const cli_command cli_command_templates = {
    .name = "templates",
    .brief = "FPIR, FNIR, TPIR, FMR and FNMR of templates (1:N, 1:1)",
    .usage = usage,
    .about =
        "Compares templates (feature vectors), every one with every other, "
        "and says how often a search of a watchlist points at somebody who "
        "is not on it (FPIR), how often it misses somebody who is (FNIR), at "
        "which threshold, for lists of other sizes, per group, and who causes "
        "the false matches, each with its interval. assay runs no algorithm "
        "and sees no images here: the templates come from labelled test data.",
    .sections = sections,
    .examples = examples,
    .see = see,
    .run = run,
};
