// SPDX-License-Identifier: Apache-2.0
#include "deliver.h"
#include "option.h"
#include "rows.h"

static const cli_option reads[] = {
    {.name = "LIST",
     .kind = CLI_FILES,
     .argument = "LIST...",
     .help = "candidate lists: CSV with probe_id, rank, reference_id and "
             "score, a FRVT candidate list log, or Bob score files of "
             "searches; plain, gzip or zstd. Several are one evaluation",
     .at = AT(candidates.files)},
    {.name = "probes",
     .kind = CLI_INPUT,
     .argument = "P.csv",
     .help = "CSV of all probes that were searched for: sample_id, "
             "subject_id, attributes, acquired (0: a failure to acquire)",
     .at = AT(candidates.probes)},
    {.name = "references",
     .kind = CLI_INPUT,
     .argument = "R.csv",
     .help = "CSV of the watchlist: the same columns; acquired 0 is a failure "
             "to enrol",
     .at = AT(candidates.references)},
    {.name = "format",
     .kind = CLI_WORD,
     .argument = "NAME",
     .help = "csv, frvt, bob4 or bob5, in place of what the file looks like",
     .at = AT(candidates.format)},
    CLI_ROW_COLUMN(": --column score=similarity"),
    CLI_ROW_WHERE("probes", ""),
    CLI_ROW_DISTANCE(candidates.distance),
    {.name = "floor",
     .kind = CLI_REAL,
     .argument = "THRESHOLD",
     .help = "the system logged only candidates that match at this threshold: "
             "what lies beyond is not known",
     .at = AT(candidates.floor)},
    CLI_ROW_SUBJECTS("FILE", "people", candidates.subjects),
    {.name = NULL},
};

static const cli_section section_reads = {"Candidate lists to read", reads};

static const cli_section *const sections[] = {&section_reads,
                                              &cli_section_groups,
                                              &cli_section_against,
                                              &cli_section_searches,
                                              &cli_section_outputs,
                                              &cli_section_working,
                                              NULL};

static const char *const usage[] = {
    "LIST... --probes P.csv --references R.csv [OPTION]...",
    NULL,
};

static const char *const examples[] = {
    "the lists of a system that searched a watchlist",
    "assay candidates list.csv --probes p.csv --references r.csv",
    "at the thresholds in use, by group, with a report",
    "assay candidates list.csv --probes p.csv --references r.csv \\\n"
    "        --threshold 0.6,0.64 --by sex --html r.html",
    "a system that logs only candidates of 0.55 and above",
    "assay candidates list.csv --probes p.csv --references r.csv --floor 0.55",
    NULL,
};

static const char *const see[] = {
    "assay help columns candidates    the columns that are read",
    "assay help FPIR                  any word, old ones too",
    NULL,
};

static int run(cli_task *task)
{
    cli_settings *s = &task->settings;
    assay_result *result = NULL;
    assay_error error;
    s->candidates.common = s->common;
    s->candidates.lists = s->lists;
    s->candidates.lists.rule = cli_rule(s);
    s->candidates.lists.target = cli_target(s);
    const assay_status status =
        assay_candidates_evaluate(&s->candidates, &result, &error);
    return cli_deliver(task, status, result, &error);
}

const cli_command cli_command_candidates = {
    .name = "candidates",
    .brief = "FPIR, FNIR and TPIR of candidate lists (1:N)",
    .usage = usage,
    .about =
        "Evaluates the candidate lists of a system that searched a watchlist: "
        "how often a search points at somebody who is not on it (FPIR), how "
        "often it misses somebody who is (FNIR), at which threshold and rank. "
        "What can't be known because lists were cut is said.",
    .sections = sections,
    .examples = examples,
    .see = see,
    .run = run,
};
