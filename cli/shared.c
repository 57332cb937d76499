// SPDX-License-Identifier: Apache-2.0
// Options that commands share, and what some of them say.
#include "option.h"
#include "rows.h"

static const cli_option groups[] = {
    CLI_ROW_BY("figures per group too: attributes of the subjects file, or "
               "columns of the rows; sex,age_band is two tables, "
               "'sex*age_band' the intersections"),
    {.name = "min-subjects",
     .kind = CLI_COUNT,
     .argument = "N",
     .help = "suppress cells of fewer known people (10)",
     .at = AT(common.min_subjects),
     .most = 1000000},
    {.name = NULL},
};

const cli_section cli_section_groups = {"Groups", groups};

static const cli_option against[] = {
    {.name = "reference-group",
     .kind = CLI_TEXTS,
     .argument = "GROUP",
     .help = "the group that all others of its table are held against, as "
             "sex=F or 'sex=F,age_band=20-39'; may be repeated, one a table",
     .at = AT(common.groups.reference)},
    CLI_ROW_MARGIN("groups are called equal where their ratio is shown to lie",
                   common.groups.margin),
    {.name = "confirmatory",
     .kind = CLI_TEXTS,
     .argument = "RATE",
     .help = "a rate whose ratios between groups were named before the data "
             "were seen, as 'FNMR@FMR=0.001,sex=*': adjusted by Holm, all "
             "others by Benjamini-Hochberg; may be repeated",
     .at = AT(common.groups.confirmatory)},
    {.name = "alpha",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "WEIGHT",
     .help = "of false matches against misses in FDR, IR and GARBE (0.5)",
     .at = AT(common.groups.alpha),
     .most = 1},
    {.name = NULL},
};

const cli_section cli_section_against = {"Groups against each other", against};

static const cli_option outputs[] = {
    {.name = "output",
     .letter = 'o',
     .kind = CLI_OUTPUT,
     .flags = CLI_UNTRACED,
     .argument = "R.assay",
     .help = "the result, with subjects and counts: a working file for assay "
             "report; it may name people",
     .at = AT(result)},
    CLI_ROW_HTML,
    CLI_ROW_JSON(""),
    CLI_ROW_CSV(""),
    {.name = "about",
     .kind = CLI_PAIRS,
     .flags = CLI_UNTRACED,
     .argument = "KEY=TEXT",
     .help = "what the report prints as it stands: title, system, version, "
             "tester, client, funding, place, dates, consent, labels, "
             "threshold_chosen, ground_truth, deviations",
     .at = AT(common.about)},
    {.name = "plan",
     .kind = CLI_INPUT,
     .flags = CLI_UNTRACED | CLI_UNPLANNED,
     .argument = "FILE.yaml",
     .help = "options as a file, each a key (files: FILE...); options on the "
             "command line replace them, those that may be repeated are added",
     .at = AT(plan)},
    CLI_ROW_QUIET("no summary and no progress"),
    CLI_ROW_VERBOSE,
    CLI_ROW_HELP,
    {.name = NULL},
};

const cli_section cli_section_outputs = {"What to write", outputs};

static const cli_option working[] = {
    CLI_ROW_THREADS("figure", common.threads),
    CLI_ROW_SEED("of everything drawn at random", common.seed),
    {.name = "spool",
     .kind = CLI_FOLDER,
     .flags = CLI_UNTRACED,
     .argument = "DIR",
     .help = "where pipes, compressed files and text are kept while they are "
             "read ($TMPDIR, else /tmp)",
     .at = AT(common.spool)},
    {.name = "memory",
     .kind = CLI_SIZE,
     .flags = CLI_UNTRACED,
     .argument = "SIZE",
     .help = "memory to work in, as 64M or 4G (16M; 56M with subjects; "
             "templates: what they need)",
     .at = AT(common.memory)},
    CLI_ROW_DIGEST("the inputs in the record; it costs a second a gigabyte"),
    {.name = "counts",
     .kind = CLI_CHOICE,
     .flags = CLI_UNTRACED,
     .argument = "all|none",
     .help = "whether -o keeps subjects and counts; without them only assay "
             "report reads the file",
     .at = AT(counts_kept)},
    {.name = "kernels",
     .kind = CLI_WORD,
     .flags = CLI_UNTRACED,
     .argument = "NAME",
     .help = "c, avx2 or avx512 in place of the fastest, for tests; no figure "
             "depends on it",
     .at = AT(common.kernels)},
    {.name = NULL},
};

const cli_section cli_section_working = {"How to work", working};

assay_rule cli_rule(const cli_settings *settings)
{
    return settings->rule ? ASSAY_GT : ASSAY_GE;
}

assay_target_list cli_target(const cli_settings *settings)
{
    if (settings->list_target == 0) return ASSAY_TARGET_FIXED;
    return settings->list_target == 1 ? ASSAY_TARGET_RANDOM
                                      : ASSAY_TARGET_DEFAULT;
}
