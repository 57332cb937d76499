// SPDX-License-Identifier: Apache-2.0
// Options that commands share.
#include "option.h"

#define AT(member) offsetof(cli_settings, member)

static const cli_option groups[] = {
    {.name = "by",
     .kind = CLI_LIST,
     .argument = "LIST",
     .help = "figures per group too: attributes of the subjects file, or "
             "columns of the rows; sex,age_band is two tables, 'sex*age_band' "
             "the intersections",
     .at = AT(common.by)},
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
    {.name = "margin",
     .kind = CLI_REAL,
     .argument = "RATIO",
     .help = "groups are called equal where their ratio is shown to lie within "
             "1/RATIO and RATIO (1.25)",
     .at = AT(common.groups.margin),
     .least = 1,
     .most = 1000},
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
    {.name = "html",
     .kind = CLI_OUTPUT,
     .flags = CLI_UNTRACED,
     .argument = "FILE",
     .help = "the report: one page that needs nothing else",
     .at = AT(html)},
    {.name = "json",
     .kind = CLI_OUTPUT,
     .flags = CLI_UNTRACED,
     .argument = "FILE",
     .help = "everything as JSON; - is standard output",
     .at = AT(json)},
    {.name = "csv",
     .kind = CLI_OUTPUT,
     .flags = CLI_UNTRACED,
     .argument = "FILE",
     .help = "the figures, one a line",
     .at = AT(csv)},
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
    {.name = "quiet",
     .letter = 'q',
     .kind = CLI_FLAG,
     .flags = CLI_UNTRACED,
     .help = "no summary and no progress",
     .at = AT(quiet)},
    {.name = "verbose",
     .letter = 'v',
     .kind = CLI_FLAG,
     .flags = CLI_UNTRACED,
     .help = "every warning, and how the figures were obtained",
     .at = AT(verbose)},
    {.name = "help",
     .letter = 'h',
     .kind = CLI_FLAG,
     .flags = CLI_UNTRACED | CLI_UNPLANNED,
     .help = "this page",
     .at = AT(help)},
    {.name = NULL},
};

const cli_section cli_section_outputs = {"What to write", outputs};

static const cli_option working[] = {
    {.name = "threads",
     .kind = CLI_COUNT,
     .flags = CLI_UNTRACED,
     .argument = "N",
     .help = "how many work (as many as the machine has); no figure depends on "
             "it",
     .at = AT(common.threads),
     .least = 1,
     .most = 1024},
    {.name = "seed",
     .kind = CLI_WIDE,
     .argument = "N",
     .help = "of everything drawn at random (1)",
     .at = AT(common.seed)},
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
    {.name = "digest",
     .kind = CLI_CHOICE,
     .argument = "blake2b|none",
     .help = "digest of the inputs in the record; it costs a second a gigabyte",
     .at = AT(digest)},
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
