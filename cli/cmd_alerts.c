// SPDX-License-Identifier: Apache-2.0
#include "deliver.h"
#include "option.h"
#include "rows.h"
#include "say.h"

static const cli_option reads[] = {
    {.name = "ALERTS",
     .kind = CLI_FILES,
     .argument = "ALERTS.csv",
     .help = "the alert log: alert_id, time, camera, reference_id, score; "
             "candidates below the threshold too, if they were logged",
     .at = AT(operands)},
    {.name = "transits",
     .kind = CLI_INPUT,
     .argument = "T.csv",
     .help = "CSV of every passage of a volunteer: transit_id, subject_id, "
             "camera, entered, left",
     .at = AT(alerts.transits)},
    {.name = "watchlist",
     .kind = CLI_INPUT,
     .argument = "W.csv",
     .help = "CSV of the list: reference_id, subject_id; kind (seeded, "
             "operational, filler), from, to, enrolled",
     .at = AT(alerts.watchlist)},
    {.name = "crowd",
     .kind = CLI_INPUT,
     .argument = "C.csv",
     .help = "CSV of who else passed: camera, from, to, count; counter",
     .at = AT(alerts.crowd)},
    CLI_ROW_SUBJECTS("S.csv", "the volunteers", alerts.subjects),
    CLI_ROW_COLUMN(": --column score=similarity"),
    CLI_ROW_WHERE("passages", ", as session=2"),
    {.name = NULL},
};

static const cli_option joins[] = {
    {.name = "gap",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "SECONDS",
     .help = "passages of a person at a camera that are no more than this "
             "apart are one (30)",
     .at = AT(alerts.gap),
     .most = 86400},
    {.name = "grace",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "SECONDS",
     .help = "an alert without transit_id may come so long after its passage "
             "(5)",
     .at = AT(alerts.grace),
     .most = 86400},
    {.name = "merge",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "SECONDS",
     .help = "alerts of no passage that name one person at one camera no more "
             "than this apart count once (60)",
     .at = AT(alerts.merge),
     .most = 86400},
    {.name = "clock-offset",
     .kind = CLI_REAL,
     .argument = "SECONDS",
     .help = "is added to the times of alerts (estimated from the logs)",
     .at = AT(alerts.clock_offset)},
    {.name = "hours",
     .kind = CLI_REAL,
     .argument = "HOURS",
     .help = "that cameras watched, all together (those of the crowd count, or "
             "of the logs)",
     .at = AT(alerts.hours),
     .most = 1e9},
    {.name = NULL},
};

static const cli_option figures[] = {
    {.name = "threshold",
     .kind = CLI_REALS,
     .argument = "LIST",
     .help = "scores from which on a candidate is an alert, the one in use "
             "first (every row is one)",
     .at = AT(alerts.thresholds)},
    CLI_ROW_RULE("an alert"),
    {.name = "floor",
     .kind = CLI_REAL,
     .argument = "SCORE",
     .help = "the log holds every candidate from this score on (from its "
             "lowest)",
     .at = AT(alerts.floor)},
    {.name = "logged",
     .kind = CLI_CHOICE,
     .argument = "auto|all|best",
     .help = "whether the log keeps every candidate or the best of a search "
             "alone (as it looks)",
     .at = AT(logged)},
    {.name = "watchlist-size",
     .kind = CLI_REALS,
     .argument = "LIST",
     .help = "FPIR and TPIR of shorter lists, exactly, up to the one "
             "searched",
     .at = AT(alerts.sizes)},
    {.name = "within",
     .kind = CLI_REALS,
     .argument = "LIST",
     .help = "TPIR within so many seconds of entering (2,5,10,30)",
     .at = AT(alerts.within)},
    CLI_ROW_CONFIDENCE(""),
    CLI_ROW_REQUIRE("a figure to a limit, as 'TPIR >= 0.5'"),
    CLI_ROW_REVIEW(": passages missed, false alerts, rows to look at"),
    {.name = NULL},
};

static const cli_section section_reads = {"Logs", reads};
static const cli_section section_joins = {"How rows are joined", joins};
static const cli_section section_figures = {"Figures", figures};

static const cli_section *const sections[] = {
    &section_reads,       &section_joins,
    &section_figures,     &cli_section_groups,
    &cli_section_against, &cli_section_outputs,
    &cli_section_working, NULL};

static const char *const usage[] = {
    "ALERTS.csv --transits T.csv --watchlist W.csv [OPTION]...",
    NULL,
};

static const char *const examples[] = {
    "how often listed volunteers were found, and others pointed at",
    "assay alerts a.csv --transits t.csv --watchlist w.csv",
    "by group and camera",
    "assay alerts a.csv --transits t.csv --watchlist w.csv --by sex,camera",
    "at another threshold",
    "assay alerts a.csv --transits t.csv --watchlist w.csv --threshold 0.62",
    NULL,
};

static const char *const see[] = {
    "assay help columns alerts    the columns, as CSV for a logging sheet",
    NULL,
};

static int run(cli_task *task)
{
    cli_settings *s = &task->settings;
    assay_result *result = NULL;
    assay_error error;
    if (s->operands.count != 1)
        return cli_usage(task, s->operands.count ? "one alert log at a time"
                                                 : "name the alert log");
    s->alerts.alerts = s->operands.items[0];
    s->alerts.common = s->common;
    s->alerts.rule = cli_rule(s);
    s->alerts.logged = (assay_candidates_logged)s->logged;
    const assay_status status =
        assay_alerts_evaluate(&s->alerts, &result, &error);
    return cli_deliver(task, status, result, &error);
}

const cli_command cli_command_alerts = {
    .name = "alerts",
    .brief = "the alert log of a trial with volunteers",
    .usage = usage,
    .about = "Evaluates a trial in which volunteers, some of them on the list, "
             "walked past cameras: how often those on it were found and others "
             "pointed at, how soon, and what operators made of it.",
    .sections = sections,
    .examples = examples,
    .see = see,
    .run = run,
};
