// SPDX-License-Identifier: Apache-2.0
#include "deliver.h"

#include "say.h"
#include "watcher.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool is_stream(const char *path)
{
    return path && strcmp(path, "-") == 0;
}

// Where words go: standard output, unless a document goes there.
static FILE *words_to(const cli_settings *s)
{
    const bool taken = is_stream(s->json) || is_stream(s->csv) ||
                       is_stream(s->html) || is_stream(s->result);
    return taken ? stderr : stdout;
}

static unsigned width_of(FILE *to)
{
    struct winsize size = {.ws_col = 0};
    if (ioctl(fileno(to), TIOCGWINSZ, &size) != 0 || !size.ws_col)
        return CLI_WIDTH;
    if (size.ws_col < 60) return 60;
    return size.ws_col < CLI_WIDTH ? size.ws_col : CLI_WIDTH;
}

static bool has_colour(FILE *to)
{
    const char *terminal = getenv("TERM");
    const char *refused = getenv("NO_COLOR");
    return isatty(fileno(to)) && !(refused && *refused) && terminal &&
           strcmp(terminal, "dumb") != 0;
}

int cli_put_summary(const cli_task *task, const assay_result *result, FILE *to)
{
    assay_error error;
    char *text = NULL;
    const assay_summary_options how = {.width = width_of(to),
                                       .verbose = task->settings.verbose,
                                       .colour = has_colour(to)};
    if (assay_result_summary(result, &how, &text, &error) != ASSAY_OK)
        return cli_failed(task, &error);
    (void)fputs(text, to);
    assay_text_free(text);
    return CLI_DONE;
}

// The summary can be published: it holds no folders.
static const char *without_folders(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void say_written(const cli_task *task, const char *path)
{
    if (path && !is_stream(path) && !task->settings.quiet)
        (void)fprintf(words_to(&task->settings), "%s written.\n",
                      without_folders(path));
}

// The result is told what to do with it.
static void say_kept(const cli_task *task)
{
    const cli_settings *s = &task->settings;
    if (!s->result || s->quiet) return;
    if (s->shard)
        (void)fprintf(words_to(s),
                      "%s written.   Join it with the others: assay merge\n",
                      without_folders(s->result));
    else if (s->html)
        say_written(task, s->result);
    else
        (void)fprintf(words_to(s),
                      "%s written.   Read it: assay report %s --html r.html\n",
                      without_folders(s->result), without_folders(s->result));
}

typedef assay_status (*writer)(const assay_result *result, const char *path,
                               assay_error *error);

static assay_status end_if_stopped(assay_status status, assay_error *error)
{
    if (status != ASSAY_OK || !cli_stopped()) return status;
    *error = (assay_error){.status = ASSAY_ESTOPPED};
    return ASSAY_ESTOPPED;
}

static assay_status write_one(writer write, const assay_result *result,
                              const char *path, assay_error *error)
{
    if (!path) return ASSAY_OK;
    return end_if_stopped(write(result, path, error), error);
}

static assay_status write_page(const assay_result *const *results, size_t count,
                               const char *path, assay_error *error)
{
    if (!path) return ASSAY_OK;
    return end_if_stopped(assay_result_write_html(results, count, path, error),
                          error);
}

int cli_write_outputs(const cli_task *task, const assay_result *const *results,
                      size_t count)
{
    const cli_settings *s = &task->settings;
    assay_error error;
    assay_status status = end_if_stopped(ASSAY_OK, &error);
    if (status == ASSAY_OK)
        status = write_one(assay_result_save, results[0], s->result, &error);
    if (status == ASSAY_OK)
        status = write_page(results, count, s->html, &error);
    if (status == ASSAY_OK)
        status =
            write_one(assay_result_write_json, results[0], s->json, &error);
    if (status == ASSAY_OK)
        status = write_one(assay_result_write_csv, results[0], s->csv, &error);
    return status == ASSAY_OK ? CLI_DONE : cli_failed(task, &error);
}

int cli_say_outputs(const cli_task *task)
{
    const cli_settings *s = &task->settings;
    say_kept(task);
    say_written(task, s->html);
    say_written(task, s->json);
    say_written(task, s->csv);
    return cli_end_output();
}

static int verdict_of(const assay_result *result)
{
    size_t count = 0;
    int status = CLI_DONE;
    const assay_requirement *all = assay_result_requirements(result, &count);
    for (size_t i = 0; i < count; i++) {
        if (all[i].verdict == ASSAY_BROKEN) return CLI_BROKEN;
        if (all[i].verdict == ASSAY_NOT_SHOWN) status = CLI_NOT_SHOWN;
    }
    return status;
}

static int tell(cli_task *task, const assay_result *result)
{
    const cli_settings *s = &task->settings;
    int status = cli_write_outputs(task, &result, 1);
    cli_progress_end();
    if (status == CLI_DONE && !s->quiet && !s->shard) {
        FILE *to = words_to(s);
        status = cli_put_summary(task, result, to);
        if (s->result || s->html || s->json || s->csv) (void)fputc('\n', to);
    }
    if (status == CLI_DONE) status = cli_say_outputs(task);
    return status == CLI_DONE ? verdict_of(result) : status;
}

int cli_deliver(cli_task *task, assay_status status, assay_result *result,
                const assay_error *error)
{
    cli_signals_clean(false);
    const int code =
        status == ASSAY_OK ? tell(task, result) : cli_failed(task, error);
    assay_result_free(result);
    return code;
}
