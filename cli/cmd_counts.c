// SPDX-License-Identifier: Apache-2.0
#include "deliver.h"
#include "option.h"
#include "rows.h"
#include "say.h"

#include <string.h>
#include <unistd.h>

static const cli_option reads[] = {
    {.name = "COUNTS",
     .kind = CLI_WORDS,
     .argument = "COUNTS",
     .help = "events/trials, as 10/3147436; groups as "
             "Black=4/450,other=2/1430; or a CSV file with the columns events "
             "and trials and perhaps columns of groups",
     .at = AT(operands)},
    {.name = "share",
     .kind = CLI_WORD,
     .argument = "EVENTS/ALL",
     .help = "events in one group of all events, as 8/10, where the trials are "
             "not known",
     .at = AT(counts.share)},
    {.name = "expect",
     .kind = CLI_REAL,
     .argument = "SHARE",
     .help = "that group's share of the crowd, as 0.135",
     .at = AT(counts.expect),
     .most = 1},
    {.name = "subjects",
     .kind = CLI_WIDE,
     .argument = "N",
     .help = "people behind the trials: both ends of what their being alike "
             "can do to the interval",
     .at = AT(counts.subjects),
     .least = 1,
     .most = 1e15},
    CLI_ROW_MARGIN(
        "groups are called equal where the whole interval of their ratio lies",
        counts.margin),
    {.name = NULL},
};

static const cli_option figures[] = {
    CLI_ROW_CONFIDENCE(""),
    CLI_ROW_COLUMN(": --column events='False alerts'"),
    CLI_ROW_WHERE("rows of the file", ", as year=2024"),
    CLI_ROW_REQUIRE("a figure to a limit"),
    {.name = NULL},
};

static const cli_section section_reads = {"Counts", reads};
static const cli_section section_figures = {"Figures", figures};

static const cli_section *const sections[] = {
    &section_reads,       &cli_section_groups,  &section_figures,
    &cli_section_outputs, &cli_section_working, NULL};

static const char *const usage[] = {
    "EVENTS/TRIALS [--subjects N] [OPTION]...",
    "GROUP=EVENTS/TRIALS,GROUP=EVENTS/TRIALS... [OPTION]...",
    "FILE.csv [OPTION]...",
    "--share EVENTS/ALL [--expect SHARE] [OPTION]...",
    NULL,
};

static const char *const examples[] = {
    "the rate that 10 events of 3,147,436 show, with its interval",
    "assay counts 10/3147436",
    "two groups: ratio, difference, what so few events could show",
    "assay counts Black=4/450,other=2/1430",
    "8 of 10 events in one group whose share of the crowd is 13.5 %",
    "assay counts --share 8/10 --expect 0.135",
    NULL,
};

static const char *const see[] = {
    "assay help columns counts    the columns that are read",
    NULL,
};

// What is written out as counts and not the name of a file.
static bool is_counts(const char *text)
{
    if (access(text, F_OK) == 0 || strcmp(text, "-") == 0) return false;
    return strchr(text, '=') || strspn(text, "0123456789.,/<") == strlen(text);
}

static int run(cli_task *task)
{
    cli_settings *s = &task->settings;
    assay_result *result = NULL;
    assay_error error;
    if (s->operands.count > 1)
        return cli_usage(task,
                         "%s: one set of counts at a time; groups are "
                         "written A=4/450,B=2/1430",
                         s->operands.items[1]);
    if (s->operands.count) {
        const char *text = s->operands.items[0];
        *(is_counts(text) ? &s->counts.counts : &s->counts.file) = text;
    }
    s->counts.common = s->common;
    const assay_status status =
        assay_counts_evaluate(&s->counts, &result, &error);
    return cli_deliver(task, status, result, &error);
}

const cli_command cli_command_counts = {
    .name = "counts",
    .brief = "rates of published counts: events of trials, by group",
    .usage = usage,
    .about = "Evaluates counts that somebody published: rates with exact "
             "intervals, ratios of groups, and what so few events could have "
             "shown at all.",
    .sections = sections,
    .examples = examples,
    .see = see,
    .run = run,
};
