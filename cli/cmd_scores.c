// SPDX-License-Identifier: Apache-2.0
#include "deliver.h"
#include "option.h"
#include "rows.h"

static const cli_option reads[] = {
    {.name = "FILE",
     .kind = CLI_FILES,
     .argument = "FILE...",
     .help = "labelled scores: CSV or TSV with a header, Bob 2, 4 or 5 columns "
             "or CSV, a matrix with ids, BEE; plain, gzip or zstd; - is "
             "standard input. Several are one evaluation, in any order",
     .at = AT(scores.files)},
    {.name = "mated",
     .kind = CLI_INPUT,
     .argument = "FILE",
     .help = "scores of pairs of the same person: a number a line, or .npy",
     .at = AT(scores.mated)},
    {.name = "non-mated",
     .kind = CLI_INPUT,
     .argument = "FILE",
     .help = "scores of pairs of different people",
     .at = AT(scores.non_mated)},
    {.name = "scores",
     .kind = CLI_INPUT,
     .argument = "FILE",
     .help = "scores as a vector, text or .npy",
     .at = AT(scores.scores)},
    {.name = "labels",
     .kind = CLI_INPUT,
     .argument = "FILE",
     .help = "its labels: 1 or true is mated; 0, -1 or false is non-mated",
     .at = AT(scores.labels)},
    {.name = "matrix",
     .kind = CLI_INPUT,
     .argument = "FILE",
     .help = "scores as a .npy matrix, a row a probe",
     .at = AT(scores.matrix)},
    {.name = "probes",
     .kind = CLI_INPUT,
     .argument = "FILE",
     .help = "CSV with sample_id and subject_id, a line a row of the matrix",
     .at = AT(scores.probes)},
    {.name = "references",
     .kind = CLI_INPUT,
     .argument = "FILE",
     .help = "the same, a line a column of the matrix",
     .at = AT(scores.references)},
    {.name = "mask",
     .kind = CLI_INPUT,
     .argument = "FILE",
     .help = "the BEE mask of a BEE matrix",
     .at = AT(scores.mask)},
    {.name = "format",
     .kind = CLI_WORD,
     .argument = "NAME",
     .help = "csv, bob-csv, bob2, bob4, bob5, matrix or bee, in place of what "
             "the file looks like",
     .at = AT(scores.format)},
    CLI_ROW_COLUMN(
        ": --column score=similarity; see assay help columns scores"),
    CLI_ROW_WHERE("rows", ": 'fold<3', date=2024 (the year)"),
    {.name = "failed",
     .kind = CLI_TEXTS,
     .argument = "SCORE",
     .help = "a score that stands for a comparison that failed: a number, or "
             "nan; counted as such, never as a score; may be repeated",
     .at = AT(scores.failed)},
    CLI_ROW_DISTANCE(scores.distance),
    {.name = NULL},
};

static const cli_option people[] = {
    CLI_ROW_SUBJECTS("FILE|none", "people; none: take no account of who is who",
                     scores.subjects),
    {.name = NULL},
};

static const cli_option figures[] = {
    CLI_ROW_FMR("", scores.fmr),
    {.name = "threshold",
     .kind = CLI_REALS,
     .argument = "LIST",
     .help = "thresholds: FMR and FNMR at each",
     .at = AT(scores.thresholds)},
    {.name = "thresholds-from",
     .kind = CLI_INPUT,
     .argument = "DEV.assay",
     .help = "the thresholds of another result, as fixed ones",
     .at = AT(scores.thresholds_from)},
    {.name = "choose",
     .kind = CLI_TEXTS,
     .argument = "TARGET",
     .help = "choose a threshold that keeps an FMR with --confidence, as "
             "'FMR<=1e-4', and judge it on people on whom it was not chosen; "
             "may be repeated",
     .at = AT(scores.choose)},
    {.name = "folds",
     .kind = CLI_COUNT,
     .argument = "N",
     .help = "of people, for --choose: each is judged by the threshold of all "
             "others (5)",
     .at = AT(scores.folds),
     .least = 2,
     .most = 50},
    {.name = "quality",
     .kind = CLI_LIST,
     .argument = "COLUMN[,COLUMN]",
     .help = "error versus discard by quality (more is higher quality): a "
             "column of the comparisons, or of the probe and of the reference, "
             "of which the least counts",
     .at = AT(scores.quality)},
    {.name = "discard",
     .kind = CLI_REALS,
     .argument = "LIST",
     .help = "shares of mated comparisons to leave out, lowest quality first "
             "(0.05,0.1,0.2)",
     .at = AT(scores.discard),
     .most = 1},
    {.name = "attack",
     .kind = CLI_WORD,
     .argument = "COLUMN",
     .help = "names the species of attacks, empty or bona fide for all else: "
             "how often each passes; beside comparisons IAPAR, alone APCER and "
             "BPCER; with a column morph, MMPMR",
     .at = AT(scores.attack)},
    {.name = "system",
     .kind = CLI_PAIRS,
     .argument = "NAME=THRESHOLD",
     .help = "of morphs alone, compared by several systems: the threshold of "
             "each, by its name in the column system, or else by its file; "
             "MAP; may be repeated",
     .at = AT(scores.systems)},
    {.name = "apcer",
     .kind = CLI_REALS,
     .argument = "LIST",
     .help = "of presentations alone: APCER targets of every species, BPCER at "
             "each (0.05,0.01)",
     .at = AT(scores.apcer),
     .most = 1},
    CLI_ROW_RULE("a match"),
    CLI_ROW_CONFIDENCE(""),
    CLI_ROW_BOOTSTRAP("; needs subjects", scores.bootstrap),
    CLI_ROW_REQUIRE(
        "a figure to a limit, as 'FNMR@FMR=0.001 <= 0.02' (sex=*: each group)"),
    {.name = "rates-only",
     .kind = CLI_FLAG,
     .help = "no AUC, d', curves and histograms: rates, thresholds and EER",
     .at = AT(scores.rates_only)},
    CLI_ROW_REVIEW(""),
    {.name = NULL},
};

static const cli_section section_reads = {"Scores to read", reads};
static const cli_section section_people = {"People", people};
static const cli_section section_figures = {"Figures", figures};

static const cli_section *const sections[] = {
    &section_reads,       &section_people,
    &cli_section_groups,  &cli_section_against,
    &section_figures,     &cli_section_outputs,
    &cli_section_working, NULL};

static const char *const usage[] = {
    "FILE... [OPTION]...",
    "--mated FILE --non-mated FILE [OPTION]...",
    "--scores FILE --labels FILE [OPTION]...",
    "--matrix FILE --probes FILE --references FILE [OPTION]...",
    NULL,
};

static const char *const examples[] = {
    "FNMR and threshold at FMR 1e-3, on the terminal",
    "assay scores scores.csv --fmr 1e-3",
    "a report by group, and a result to keep",
    "assay scores s.csv --subjects p.csv --by sex -o r.assay --html r.html",
    "bare scores of another tool, distances",
    "assay scores --mated same.txt --non-mated different.txt --distance",
    "a gate: status 0 only where the whole interval complies",
    "assay scores scores.csv --require 'FNMR@FMR=0.001 <= 0.02' -q",
    "a threshold that keeps one in 10,000, and how it does on others",
    "assay scores scores.csv --choose 'FMR<=1e-4'",
    "a quality gate, and whom it turns away",
    "assay scores scores.csv --quality quality --subjects p.csv --by sex",
    "attacks on a detector, or among comparisons",
    "assay scores pad.csv --attack species --threshold 0.5",
    "thresholds set on other data",
    "assay scores test.csv --thresholds-from dev.assay",
    NULL,
};

static const char *const see[] = {
    "assay help columns scores    the columns that are read",
    "assay help FMR               any word, old ones too",
    NULL,
};

static int run(cli_task *task)
{
    cli_settings *s = &task->settings;
    assay_result *result = NULL;
    assay_error error;
    s->scores.common = s->common;
    s->scores.rule = cli_rule(s);
    const assay_status status =
        assay_scores_evaluate(&s->scores, &result, &error);
    return cli_deliver(task, status, result, &error);
}

const cli_command cli_command_scores = {
    .name = "scores",
    .brief = "FMR, FNMR, DET and EER of comparison scores (1:1)",
    .usage = usage,
    .about =
        "Evaluates 1:1 comparison scores: how many pairs of different people "
        "pass as the same person (FMR), how many pairs of the same person "
        "fail (FNMR), at which threshold, per group, each with its interval. "
        "What a file holds and which command to type says: assay FILE.",
    .sections = sections,
    .examples = examples,
    .see = see,
    .run = run,
};
