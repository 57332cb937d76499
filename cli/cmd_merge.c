// SPDX-License-Identifier: Apache-2.0
#include "deliver.h"
#include "option.h"
#include "rows.h"

static const cli_option reads[] = {
    {.name = "SHARD",
     .kind = CLI_FILES,
     .argument = "SHARD.assay...",
     .help = "results of assay templates --shard i/n, all n of them, in any "
             "order",
     .at = AT(merge.shards)},
    CLI_ROW_REVIEW(""),
    {.name = NULL},
};

static const cli_section section_reads = {"Shards to join", reads};

static const cli_section *const sections[] = {
    &section_reads, &cli_section_outputs, &cli_section_working, NULL};

static const char *const usage[] = {"SHARD.assay... [OPTION]...", NULL};

static const char *const examples[] = {
    "four parts of one search, each from a job of its own",
    "assay merge s1.assay s2.assay s3.assay s4.assay -o r.assay --html r.html",
    NULL,
};

static const char *const see[] = {
    "assay templates --help    how shards are made",
    NULL,
};

static int run(cli_task *task)
{
    cli_settings *s = &task->settings;
    assay_result *result = NULL;
    assay_error error;
    s->merge.common = s->common;
    const assay_status status =
        assay_merge_evaluate(&s->merge, &result, &error);
    return cli_deliver(task, status, result, &error);
}

const cli_command cli_command_merge = {
    .name = "merge",
    .brief = "joins the parts of a search that was split over machines",
    .usage = usage,
    .about =
        "Joins what the shards of a search found and evaluates it: the result "
        "is the one that a single search would have given, byte for byte. All "
        "options of the evaluation are those that the shards were made with; "
        "the CSVs are read again from where the shards read them.",
    .sections = sections,
    .examples = examples,
    .see = see,
    .run = run,
};
