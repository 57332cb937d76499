// SPDX-License-Identifier: Apache-2.0
#include "option.h"
#include "rows.h"
#include "say.h"
#include "simulated.h"
#include "watcher.h"

// Shares may be 1: the limits of reals are not among them.
static const cli_option days[] = {
    CLI_ROW_BYTES(simulate_street.seed),
    CLI_ROW_NUMBER("deployments", "N", "deployments (10)",
                   simulate_street.deployments, 1, 100000),
    {.name = "start",
     .kind = CLI_WORD,
     .argument = "DATE",
     .help = "day of the first (2024-01-09)",
     .at = AT(simulate_street.start)},
    CLI_ROW_NUMBER("every", "DAYS", "days from one to the next (7)",
                   simulate_street.every, 1, 365),
    {.name = "hours",
     .kind = CLI_REAL,
     .argument = "X",
     .help = "hours of each, from 11:00 UTC on (5)",
     .at = AT(simulate_street.hours),
     .least = 0,
     .most = 13},
    {.name = "cameras",
     .kind = CLI_LIST,
     .argument = "LIST",
     .help = "cameras, each NAME[:SHARE[:MATED SHIFT[:NON-MATED SHIFT]]], "
             "SHARE of the public (north:0.5,south:0.5:-0.3)",
     .at = AT(simulate_street.cameras)},
    {.name = "lights",
     .kind = CLI_LIST,
     .argument = "LIST",
     .help = "light at a passage, in the same form (day:0.7,dusk:0.3:-0.6); "
             "none: there is no such column",
     .at = AT(simulate_street.lights)},
    {.name = NULL},
};

static const cli_option people[] = {
    CLI_ROW_NUMBER("volunteers", "N", "volunteers on the list (40)",
                   simulate_street.volunteers, 0, 1000000),
    CLI_ROW_NUMBER("others", "N", "volunteers who are not on it (20)",
                   simulate_street.others, 0, 1000000),
    CLI_ROW_NUMBER("passages", "N",
                   "passages of a volunteer in a deployment (5)",
                   simulate_street.passages, 1, 10000),
    CLI_ROW_SHARE("attendance",
                  "chance that a volunteer comes to a deployment (1)",
                  simulate_street.attendance, 1.0000001),
    CLI_ROW_ATTRIBUTE(simulate_street.attribute),
    CLI_ROW_GROUPS(
        "[:SHARE[:MATED MEAN[:NON-MATED SHIFT]]] (F:0.5:5.6:0.2,M:0.5:6)",
        simulate_street.groups),
    CLI_ROW_SHARE("orphans",
                  "passages of volunteers that the log of transits lacks (0)",
                  simulate_street.orphans, 1.0000001),
    CLI_ROW_SHARE("overlap", "passages side by side with the one before (0)",
                  simulate_street.overlap, 1.0000001),
    {.name = NULL},
};

static const cli_option public[] = {
    CLI_ROW_NUMBER("crowd", "N",
                   "passages of the public in a deployment, on average (3,000)",
                   simulate_street.crowd, 0, 100000000),
    {.name = "crowd-spread",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "X",
     .help = "how much that number differs between deployments: standard "
             "deviation of its logarithm (0.3)",
     .at = AT(simulate_street.crowd_spread),
     .least = 0,
     .most = 3.0001},
    CLI_ROW_SHARE("prevalence",
                  "passages of the public by listed people (0.0002)",
                  simulate_street.prevalence, 1.0000001),
    {.name = "counters",
     .kind = CLI_COUNT,
     .argument = "N",
     .help = "who count the public; of two, also whom both counted (1)",
     .at = AT(simulate_street.counters),
     .least = 0,
     .most = 2},
    CLI_ROW_SHARE("counted", "chance that a counter counts a passage (1)",
                  simulate_street.counted, 1.0000001),
    {.name = "faces-per-person",
     .kind = CLI_REAL,
     .argument = "X",
     .help = "faces that the system counts of a passage (1.5)",
     .at = AT(simulate_street.faces_per_person),
     .least = 0,
     .most = 1001},
    {.name = "counter-change",
     .kind = CLI_WORD,
     .argument = "DATE:X",
     .help = "from this day on it counts X times as many",
     .at = AT(simulate_street.counter_change)},
    CLI_ROW_NUMBER("mask", "N",
                   "counts in deployments.csv below N are written as <N (0)",
                   simulate_street.mask, 0, 1000000),
    {.name = NULL},
};

static const cli_option scores[] = {
    CLI_ROW_NUMBER("watchlist-size", "N",
                   "entries, those of volunteers among them (1,000)",
                   simulate_street.watchlist, 1, 10000000),
    CLI_ROW_NUMBER("filler", "N", "entries of people who never come (500)",
                   simulate_street.filler, 0, 10000000),
    CLI_ROW_SHARE("unenrolled", "volunteers' entries that failed (0.02)",
                  simulate_street.unenrolled, 1.0000001),
    CLI_ROW_SHARE("late",
                  "volunteers' entries that are on the list only from the "
                  "middle deployment on (0)",
                  simulate_street.late, 1.0000001),
    {.name = "threshold",
     .kind = CLI_REAL,
     .argument = "X",
     .help = "score from which on a candidate is an alert, in standard "
             "deviations (4.8)",
     .at = AT(simulate_street.threshold),
     .least = -100,
     .most = 31},
    {.name = "floor",
     .kind = CLI_REAL,
     .argument = "X",
     .help = "score from which on a candidate is logged (the threshold)",
     .at = AT(simulate_street.floor),
     .least = -100,
     .most = 31},
    {.name = "best-only",
     .kind = CLI_FLAG,
     .help = "only the best candidate of a passage is logged",
     .at = AT(simulate_street.best_only)},
    {.name = "mated-mean",
     .kind = CLI_REAL,
     .argument = "X",
     .help = "mean of the mated scores where a group names none (6)",
     .at = AT(simulate_street.mated_mean),
     .least = -1000,
     .most = 1000},
    CLI_ROW_SHARE("probe-effect",
                  "share of the variance that comes from who passes (0.1)",
                  simulate_street.probe_effect, 1.0000001),
    CLI_ROW_SHARE("reference-effect", "from the entry (0.1)",
                  simulate_street.reference_effect, 1.0000001),
    CLI_ROW_SHARE("passage-effect", "from the passage (0.05)",
                  simulate_street.passage_effect, 1.0000001),
    CLI_ROW_SHARE("deployment-effect", "from the deployment (0.005)",
                  simulate_street.deployment_effect, 1.0000001),
    CLI_ROW_SHARE("mated-effect", "of mated scores, from who passes (0.2)",
                  simulate_street.mated_effect, 1.0000001),
    CLI_ROW_SHARE("unacquired", "passages at which no face is acquired (0.02)",
                  simulate_street.unacquired, 1.0000001),
    {.name = NULL},
};

static const cli_option logs[] = {
    {.name = "by-time",
     .kind = CLI_FLAG,
     .help = "alerts name no transit: camera and time must tell",
     .at = AT(simulate_street.by_time)},
    {.name = "repeats",
     .kind = CLI_REAL,
     .flags = CLI_FROM,
     .argument = "X",
     .help = "further rows of a candidate, on average (0)",
     .at = AT(simulate_street.repeats),
     .least = 0,
     .most = 101},
    {.name = "latency",
     .kind = CLI_REAL,
     .argument = "SECONDS",
     .help = "median time from entry to alert (1.2)",
     .at = AT(simulate_street.latency),
     .least = 0,
     .most = 61},
    {.name = "clock-offset",
     .kind = CLI_REAL,
     .argument = "SECONDS",
     .help = "the alerts' clock less the transits' (0)",
     .at = AT(simulate_street.clock_offset),
     .least = -86401,
     .most = 86401},
    {.name = "clock-drift",
     .kind = CLI_REAL,
     .argument = "SECONDS",
     .help = "what that gains an hour (0)",
     .at = AT(simulate_street.clock_drift),
     .least = -601,
     .most = 601},
    {.name = "operators",
     .kind = CLI_COUNT,
     .argument = "N",
     .help = "who decide on alerts (3)",
     .at = AT(simulate_street.operators),
     .least = 0,
     .most = 1000},
    CLI_ROW_SHARE("operator-hit", "right alerts that they find credible (0.95)",
                  simulate_street.operator_hit, 1.0000001),
    CLI_ROW_SHARE("operator-false",
                  "wrong alerts that they find credible (0.2)",
                  simulate_street.operator_false, 1.0000001),
    CLI_ROW_SHARE("operator-effect",
                  "share of the variance of their judgement that differs "
                  "between them (0)",
                  simulate_street.operator_effect, 1.0000001),
    CLI_ROW_SHARE("unverified", "alerts never found out about (0.1)",
                  simulate_street.unverified, 1.0000001),
    {.name = NULL},
};

static const cli_option writes[] = {
    CLI_ROW_FOLDER("the files", simulate_street.directory),
    CLI_ROW_QUIET("neither the truth nor progress on the terminal"),
    CLI_ROW_HELP,
    {.name = NULL},
};

static const cli_section section_days = {"Days and places", days};
static const cli_section section_people = {"Volunteers", people};
static const cli_section section_public = {"The public", public};
static const cli_section section_scores = {"List and scores", scores};
static const cli_section section_log = {"The log of alerts", logs};
static const cli_section section_writes = {"What to write", writes};

static const cli_section *const sections[] = {&section_days,
                                              &section_people,
                                              &section_public,
                                              &section_scores,
                                              &section_log,
                                              &section_writes,
                                              NULL};

static const char *const usage[] = {"-o DIR [OPTION]...", NULL};

static const char *const examples[] = {
    "a trial with 60 volunteers and the public, and what is true of it",
    "assay simulate street -o street",
    "candidates below the threshold too, clocks that differ by 3 seconds",
    "assay simulate street --floor 4 --by-time --clock-offset 3 -o street",
    "from 20 February on the counter of faces counts 4.5 times as many",
    "assay simulate street --counter-change 2024-02-20:4.5 -o records",
    NULL,
};

static const char *const see[] = {
    "assay help simulate scores       people and scores",
    "assay help simulate templates    people and templates", NULL};

static int run(cli_task *task)
{
    assay_simulate_street_options *o = &task->settings.simulate_street;
    assay_error error;
    char *truth = NULL;
    if (!o->directory)
        return cli_usage(task, "nowhere to write: name a folder, -o DIR");
    cli_take_none(&o->groups);
    cli_take_none(&o->lights);
    o->watch = task->settings.common.watch;
    cli_signals_clean(false);
    const assay_status status = assay_simulate_street(o, &truth, &error);
    return cli_simulated(task, status, truth, &error, stdout);
}

const cli_command cli_command_simulate_street = {
    .name = "simulate street",
    .brief = "passages, alerts and records with a known truth",
    .usage = usage,
    .about = "Writes the logs of a street in which volunteers and the public "
             "walk past cameras with a watchlist. None of them exists; the "
             "true TPIR and FPIR follow from a law: to test a tool, this one "
             "too, against what it should say.",
    .sections = sections,
    .examples = examples,
    .see = see,
    .run = run,
};
