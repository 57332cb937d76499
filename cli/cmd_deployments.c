// SPDX-License-Identifier: Apache-2.0
#include "deliver.h"
#include "option.h"
#include "rows.h"
#include "say.h"

static const cli_option reads[] = {
    {.name = "FILE",
     .kind = CLI_FILES,
     .argument = "FILE",
     .help = "records of deployments, one a row: CSV or TSV, or the JSON of "
             "ALHFRS; several are read as one",
     .at = AT(operands)},
    CLI_ROW_COLUMN(": --column faces_seen='Faces seen'"),
    CLI_ROW_WHERE("rows", ", as date=2024 or location~croydon; year and month "
                          "of the date are columns too"),
    {.name = NULL},
};

static const cli_option groups[] = {
    CLI_ROW_BY(
        "figures per group of rows too: columns, or year or month of the date; "
        "threshold,year is two tables, 'threshold*year' the intersections. "
        "Groups of people have figures without being asked for"),
    {.name = NULL},
};

static const cli_option figures[] = {
    {.name = "claim",
     .kind = CLI_TEXTS,
     .argument = "RATE",
     .help = "a rate as it was published, '1 in 33,000', '81 %', '0.0003 %', "
             "'39 in 1,000' or '7 of 8': which definition gives it, over which "
             "rows; may be repeated",
     .at = AT(deployments.claims)},
    {.name = "faces-per-person",
     .kind = CLI_WORD,
     .argument = "LOW..HIGH",
     .help = "how often one person is counted as a face, as 1.2..2.5: adds "
             "false alerts per person, as bounds",
     .at = AT(deployments.faces_per_person)},
    CLI_ROW_CONFIDENCE(""),
    CLI_ROW_REQUIRE("a figure to a limit"),
    {.name = NULL},
};

static const cli_section section_reads = {"Records", reads};
static const cli_section section_groups = {"Groups", groups};
static const cli_section section_figures = {"Figures", figures};

static const cli_section *const sections[] = {
    &section_reads,       &section_groups,      &section_figures,
    &cli_section_outputs, &cli_section_working, NULL};

static const char *const usage[] = {
    "FILE... [--where CONDITION]... [--by LIST] [OPTION]...",
    NULL,
};

static const char *const examples[] = {
    "every rate of the deployments of 2024",
    "assay deployments met.csv --where date=2024",
    "by threshold, and one force's headings",
    "assay deployments grid.csv --by threshold --column 'faces_seen=Faces "
    "seen'",
    "which definition gives a published rate",
    "assay deployments met.csv --where date=2024 --claim '1 in 33,000'",
    "per person, where one is counted 1.2 to 2.5 times",
    "assay deployments met.csv --faces-per-person 1.2..2.5",
    NULL,
};

static const char *const see[] = {
    "assay help columns deployments    the columns that are read",
    NULL,
};

static int run(cli_task *task)
{
    cli_settings *s = &task->settings;
    assay_result *result = NULL;
    assay_error error;
    s->deployments.files = s->operands;
    s->deployments.common = s->common;
    const assay_status status =
        assay_deployments_evaluate(&s->deployments, &result, &error);
    return cli_deliver(task, status, result, &error);
}

const cli_command cli_command_deployments = {
    .name = "deployments",
    .brief = "records of deployments: every rate in use, and checks",
    .usage = usage,
    .about = "Evaluates what forces publish about deployments: false alerts "
             "per alert, per face counted, per hour, per deployment, the whole "
             "funnel, each named by its numerator and denominator, with "
             "intervals in which deployments are the sample; and what the "
             "record says against itself.\n\nRight and wrong are as the force "
             "recorded them. Confirmed means found out by speaking to the "
             "person, unconfirmed judged from the pictures alone. How many "
             "listed people passed unnoticed is in no record.\n\nWhere what "
             "is counted in an hour, or a rate, changed along the time line, "
             "the record is divided: each period has its figures, and rates "
             "of all rows are called a mixture. --claim holds a published "
             "rate against every definition, over all rows, years and "
             "periods.\n\nColumns such as false_alerts_black, or a row a group "
             "of people (ethnicity, sex, age), give shares of wrong alerts "
             "and wrong alerts per alert of each group, with bounds for "
             "alerts whose group is not stated. No such figure is a rate per "
             "person who passed: nobody counted who passed by group.",
    .sections = sections,
    .examples = examples,
    .see = see,
    .run = run,
};
