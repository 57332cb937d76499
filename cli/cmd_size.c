// SPDX-License-Identifier: Apache-2.0
#include "deliver.h"
#include "option.h"
#include "rows.h"
#include "say.h"

static const cli_option goals[] = {
    {.name = "GOAL",
     .kind = CLI_WORDS,
     .argument = "GOAL",
     .help = "what the test is to show of TPIR, FNIR, FPIR, FMR or FNMR: "
             "'TPIR +- 0.05', 'FNMR +- 20%', 'FPIR@watchlist_size=10000 <= "
             "1e-4', 'TPIR >= 0.8', 'TPIR ratio 1.25'; several at once",
     .at = AT(operands)},
    {.name = "expect",
     .kind = CLI_REAL,
     .argument = "RATE",
     .help = "the rate that is expected; of a ratio the lower one. Or in the "
             "goal: 'TPIR@expect=0.8 +- 0.05'",
     .at = AT(size.expect),
     .most = 1},
    {.name = "power",
     .kind = CLI_REAL,
     .argument = "CHANCE",
     .help = "with which a limit or a ratio is to be shown (0.8)",
     .at = AT(size.power),
     .most = 1},
    {.name = NULL},
};

static const cli_option people[] = {
    {.name = "volunteers",
     .kind = CLI_WIDE,
     .argument = "N",
     .help = "people of a test that is planned: what it shows, and what it "
             "cannot",
     .at = AT(size.volunteers),
     .least = 2,
     .most = 1e12},
    {.name = "passages-each",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "N",
     .help = "passages, searches or pairs of each person (1)",
     .at = AT(size.each),
     .least = 1,
     .most = 1e9},
    {.name = "icc",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "X",
     .help = "how alike outcomes of one person are: their correlation, 0 to 1; "
             "without it both ends are told",
     .at = AT(size.icc),
     .most = 1.0000001},
    {.name = "deff",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "X",
     .help = "the design effect in place of --icc: trials over `effective` of "
             "a figure of a test before",
     .at = AT(size.deff),
     .least = 1,
     .most = 1e9},
    CLI_ROW_SUBJECTS("FILE", "the people of the test", size.subjects),
    CLI_ROW_BY("attributes of that file: what each group can show; 'sex*age' "
               "is the intersections"),
    CLI_ROW_COLUMN(""),
    {.name = NULL},
};

static const cli_option figures[] = {
    CLI_ROW_CONFIDENCE(" and limits"),
    CLI_ROW_REQUIRE("a figure to a limit"),
    CLI_ROW_DIGEST("the file of people in the record"),
    {.name = NULL},
};

static const cli_section section_goals = {"What to show", goals};
static const cli_section section_people = {"The test", people};
static const cli_section section_figures = {"Figures", figures};

static const cli_section *const sections[] = {&section_goals, &section_people,
                                              &section_figures,
                                              &cli_section_outputs, NULL};

static const char *const usage[] = {
    "GOAL... [OPTION]...",
    "GOAL... --volunteers N [--passages-each N] [OPTION]...",
    "GOAL... --subjects FILE --by LIST [OPTION]...",
    NULL,
};

static const char *const examples[] = {
    "volunteers for a share found that is known to 5 in 100",
    "assay size 'TPIR +- 0.05' --passages-each 10 --icc 0.2",
    "searches that show few wrong alerts, if there are a quarter as many",
    "assay size 'FPIR@watchlist_size=10000 <= 1e-4' --expect 2.5e-5",
    "what 200 volunteers could show of two groups",
    "assay size 'TPIR ratio 1.25' --expect 0.6 --volunteers 200",
    NULL,
};

static const char *const see[] = {
    "assay counts --help      what counts that were published could show",
    "assay forecast --help    what a result means in the street",
    NULL,
};

static int run(cli_task *task)
{
    cli_settings *s = &task->settings;
    assay_result *result = NULL;
    assay_error error;
    if (!s->operands.count)
        return cli_usage(task, "what is the test to show? 'TPIR +- 0.05', "
                               "'FPIR@watchlist_size=10000 <= 1e-4' or 'TPIR "
                               "ratio 1.25'");
    s->size.common = s->common;
    s->size.goals = s->operands;
    const assay_status status = assay_size_evaluate(&s->size, &result, &error);
    return cli_deliver(task, status, result, &error);
}

const cli_command cli_command_size = {
    .name = "size",
    .brief = "how large a test must be for what it is to show",
    .usage = usage,
    .about =
        "Says how many people and passages, searches or pairs a test takes, so "
        "that a rate is known within a width, is shown to keep a limit, or "
        "differs between groups, by the intervals that assay itself makes; and "
        "what a test of a given size could not show.\n\nTrials of one person "
        "are seldom independent: without --icc or --deff both ends are told.",
    .sections = sections,
    .examples = examples,
    .see = see,
    .run = run,
};
