// SPDX-License-Identifier: Apache-2.0
#include "deliver.h"
#include "option.h"
#include "rows.h"
#include "say.h"
#include "watcher.h"

#include <stdio.h>
#include <string.h>

static const cli_option options[] = {
    {.name = "R.assay",
     .kind = CLI_FILES,
     .argument = "R.assay...",
     .help = "results that -o wrote; several are one report, the first leading",
     .at = AT(operands)},
    CLI_ROW_HTML,
    CLI_ROW_JSON("; of one result"),
    CLI_ROW_CSV("; of one result"),
    CLI_ROW_QUIET("say nothing of what was written"),
    CLI_ROW_VERBOSE,
    CLI_ROW_HELP,
    {.name = NULL},
};

static const cli_section section = {"Options", options};
static const cli_section *const sections[] = {&section, NULL};

static const char *const usage[] = {
    "R.assay... [--html FILE] [--json FILE] [--csv FILE]", NULL};

static const char *const examples[] = {
    "the summary on the terminal",
    "assay report r.assay",
    "the report to share",
    "assay report r.assay --html r.html",
    "two results in one report, curves laid over",
    "assay report a.assay b.assay --html both.html",
    NULL,
};

static const char *const see[] = {NULL};

static int write_all(cli_task *task, const assay_result *const *results,
                     size_t count)
{
    const cli_settings *s = &task->settings;
    if (s->html || s->json || s->csv) {
        const int status = cli_write_outputs(task, results, count);
        return status == CLI_DONE ? cli_say_outputs(task) : status;
    }
    for (size_t i = 0; i < count; i++) {
        if (i) (void)fputc('\n', stdout);
        const int status = cli_put_summary(task, results[i], stdout);
        if (status != CLI_DONE) return status;
    }
    return cli_end_output();
}

// A part of a search has no figures of its own.
static int refuse_shard(const cli_task *task, const char *path)
{
    assay_error error = {.status = ASSAY_EINPUT};
    (void)snprintf(error.file, sizeof error.file, "%s", path);
    (void)snprintf(error.reason, sizeof error.reason,
                   "a shard, a part of a search without figures of its own: "
                   "join it with the others (assay merge)");
    return cli_failed(task, &error);
}

static int load_all(const cli_task *task, assay_result **results)
{
    const assay_texts *paths = &task->settings.operands;
    assay_error error;
    for (size_t i = 0; i < paths->count; i++) {
        if (assay_result_load(paths->items[i], &results[i], &error) != ASSAY_OK)
            return cli_failed(task, &error);
        if (strcmp(assay_result_evaluation(results[i]), "shard") == 0)
            return refuse_shard(task, paths->items[i]);
    }
    return CLI_DONE;
}

static int run(cli_task *task)
{
    const cli_settings *s = &task->settings;
    const size_t count = s->operands.count;
    if (!count) return cli_usage(task, "no result; give R.assay...");
    if (count > 1 && (s->json || s->csv))
        return cli_usage(task, "--json and --csv are of one result; several go "
                               "into one --html FILE");
    assay_result **results = cli_heap_take(task->heap, count, sizeof *results);
    cli_signals_clean(false);
    int status = load_all(task, results);
    if (status == CLI_DONE)
        status = write_all(task, (const assay_result *const *)results, count);
    for (size_t i = 0; i < count; i++) assay_result_free(results[i]);
    return status;
}

const cli_command cli_command_report = {
    .name = "report",
    .brief = "a result again: summary, HTML, JSON, CSV",
    .usage = usage,
    .about = "Renders results that were kept with -o: as a page that holds "
             "everything, as JSON, as CSV, or on the terminal.",
    .sections = sections,
    .examples = examples,
    .see = see,
    .run = run,
};
