// SPDX-License-Identifier: Apache-2.0
#include "deliver.h"
#include "option.h"
#include "rows.h"
#include "say.h"

static const cli_option reads[] = {
    {.name = "RESULT",
     .kind = CLI_FILES,
     .flags = CLI_ORDERED,
     .argument = "R.assay",
     .help = "a result that assay templates, candidates, alerts or deployments "
             "kept with -o; of assay scores only a limit follows",
     .at = AT(operands)},
    {.name = NULL},
};

static const cli_option day[] = {
    {.name = "passages",
     .kind = CLI_REAL,
     .argument = "N",
     .help = "people who pass on a day",
     .at = AT(forecast.passages),
     .most = 1e12},
    {.name = "faces",
     .kind = CLI_REAL,
     .argument = "N",
     .help = "faces counted on a day, where the result is of deployments",
     .at = AT(forecast.faces),
     .most = 1e12},
    {.name = "hours",
     .kind = CLI_REAL,
     .argument = "N",
     .help = "how long the day is: alerts an hour",
     .at = AT(forecast.hours),
     .most = 1e6},
    {.name = "watchlist-size",
     .kind = CLI_SPAN,
     .argument = "N",
     .help = "people on the list: one number, some with commas, or LOW..HIGH "
             "(as tested)",
     .at = AT(forecast.sizes),
     .most = 1e12},
    CLI_ROW_COMPOSITION(
        "people on the list by group, as sex=F:300,sex=M:700, of a result that "
        "has these groups; may be repeated, one a table"),
    {.name = "prevalence",
     .kind = CLI_SPAN,
     .argument = "SHARE",
     .help = "share of the passages that is by people on the list, as 1e-4, or "
             "LOW..HIGH; without it nothing is said of right alerts",
     .at = AT(forecast.prevalence),
     .most = 1},
    {.name = "threshold",
     .kind = CLI_SPAN,
     .argument = "T",
     .help = "where an alert begins: one number, some with commas, or "
             "LOW..HIGH (those of the result)",
     .at = AT(forecast.thresholds)},
    {.name = "wrong-at-most",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "N",
     .help = "the reverse: the threshold, and the list size, with which 95 of "
             "100 days have at most so many wrong alerts",
     .at = AT(forecast.wrong_at_most),
     .most = 1e12},
    {.name = NULL},
};

static const cli_option officers[] = {
    {.name = "seconds-per-alert",
     .kind = CLI_REAL,
     .argument = "S",
     .help = "time that officers spend with an alert",
     .at = AT(forecast.alert_seconds),
     .most = 1e6},
    {.name = "right-confirmed",
     .kind = CLI_REAL,
     .argument = "SHARE",
     .help = "share of right alerts that officers confirm, measured on alerts "
             "of this system; with --wrong-confirmed: stops",
     .at = AT(forecast.right_confirmed),
     .most = 1},
    {.name = "wrong-confirmed",
     .kind = CLI_REAL,
     .argument = "SHARE",
     .help = "share of wrong alerts that officers confirm",
     .at = AT(forecast.wrong_confirmed),
     .most = 1},
    {.name = NULL},
};

static const cli_option figures[] = {
    CLI_ROW_TARGET(
        "hold: the very one that was tested, or lists like it (random)"),
    CLI_ROW_CONFIDENCE(" and of --wrong-at-most"),
    CLI_ROW_REQUIRE("a figure to a limit, as 'wrong alerts on a "
                    "day@threshold=0.6,watchlist_size=1000 <= 5'"),
    CLI_ROW_DIGEST("the result in the record"),
    {.name = NULL},
};

static const cli_section section_reads = {"Result to forecast from", reads};
static const cli_section section_day = {"The day", day};
static const cli_section section_officers = {"Officers", officers};
static const cli_section section_figures = {"Figures", figures};

static const cli_section *const sections[] = {
    &section_reads,   &section_day,         &section_officers,
    &section_figures, &cli_section_outputs, NULL};

static const char *const usage[] = {
    "R.assay --passages N [OPTION]...",
    "DEPLOYMENTS.assay --faces N | --hours N [OPTION]...",
    NULL,
};

static const char *const examples[] = {
    "50,000 people pass, 10,000 are on the list",
    "assay forecast r.assay --passages 50000 --watchlist-size 10000",
    "and what share of the alerts is right, if 1 to 100 in 100,000 are listed",
    "assay forecast r.assay --passages 50000 --prevalence 1e-5..1e-3",
    "the threshold with which 95 of 100 days have at most 2 wrong alerts",
    "assay forecast r.assay --passages 50000 --wrong-at-most 2",
    "thresholds by list sizes, as a table for a spreadsheet",
    "assay forecast r.assay --passages 50000 --threshold 0.5..0.7 --json "
    "g.json",
    NULL,
};

static const char *const see[] = {
    "assay templates --help     how results of searches are made",
    "assay size --help          how large a test must be",
    "docs/forecast.md           what was forecast, and what came",
    NULL,
};

static int run(cli_task *task)
{
    cli_settings *s = &task->settings;
    assay_result *result = NULL;
    assay_error error;
    if (s->operands.count != 1)
        return cli_usage(task, "a forecast is made from one result; give "
                               "R.assay");
    s->forecast.common = s->common;
    s->forecast.result = s->operands.items[0];
    s->forecast.target = cli_target(s);
    const assay_status status =
        assay_forecast_evaluate(&s->forecast, &result, &error);
    return cli_deliver(task, status, result, &error);
}

const cli_command cli_command_forecast = {
    .name = "forecast",
    .brief = "what a result means in the street: alerts on a day",
    .usage = usage,
    .about =
        "Forecasts right and wrong alerts, misses and work on a day from the "
        "rates of a test, each with an interval of what the test leaves open, "
        "and counts with the range that such days have. From searches that "
        "the result keeps, any threshold and list size up to the one tested "
        "follows exactly; beyond it, to ten times that, an estimate between "
        "limits. What the test cannot tell is refused, with the reason.",
    .sections = sections,
    .examples = examples,
    .see = see,
    .run = run,
};
