// SPDX-License-Identifier: Apache-2.0
#include "say.h"

#include "watcher.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

static void read_on(const cli_task *task)
{
    (void)fprintf(stderr, "Try: assay %s --help\n", task->command->name);
}

int cli_usage(const cli_task *task, const char *format, ...)
{
    va_list args;
    (void)fprintf(stderr, "assay %s: ", task->command->name);
    va_start(args, format);
    (void)vfprintf(stderr, format, args);
    va_end(args);
    (void)fputc('\n', stderr);
    read_on(task);
    return CLI_USAGE;
}

int cli_bad_value(const cli_task *task, const cli_given *given, size_t shown,
                  const char *why)
{
    const bool empty = !given->value || !*given->value;
    const char *value = empty ? "''" : given->value;
    const int length = empty ? 2 : shown < 400 ? (int)shown : 400;
    const bool word = cli_option_is_word(given->option);
    const char *name = word ? "" : given->option->name;
    if (!given->where)
        return cli_usage(task, "%s%s%s%.*s: %s", word ? "" : "--", name,
                         word ? "" : " ", length, value, why);
    (void)fprintf(stderr, "%s: %s %.*s: %s\n", given->where,
                  given->option->name, length, value, why);
    return CLI_USAGE;
}

// Who stops a search means to go on from what it has done: it must be said that
// this could not be kept.
static bool is_lost(const cli_task *task, const assay_error *error)
{
    return error->status == ASSAY_EWRITE && task->settings.templates.checkpoint;
}

int cli_failed(const cli_task *task, const assay_error *error)
{
    char text[1024] = "";
    cli_progress_end();
    // Ctrl-C ends the writer of a pipe too: what then fails is not the reason.
    if (error->status == ASSAY_ESTOPPED ||
        (cli_stopped() && !is_lost(task, error)))
        cli_stop_now();
    assay_error_text(error, text, sizeof text);
    if (error->status == ASSAY_EUSAGE) return cli_usage(task, "%s", text);
    (void)fprintf(stderr, "%s\n", text);
    return CLI_NOT_DONE;
}

int cli_end_output(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout)) return CLI_DONE;
    (void)fprintf(stderr, "standard output: can't be written: %s\n",
                  strerror(errno));
    return CLI_NOT_DONE;
}

// Columns that the first `n` bytes of UTF-8 take.
static size_t columns(const char *text, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += ((unsigned char)text[i] & 0xc0) != 0x80;
    return count;
}

static void put_blanks(FILE *to, size_t count)
{
    (void)fprintf(to, "%*s", (int)count, "");
}

void cli_wrap(FILE *to, const char *text, size_t column, size_t indent)
{
    size_t at = column;
    bool first = true; // of its line
    while (*text) {
        const size_t word = strcspn(text, " \n");
        const size_t wide = columns(text, word);
        if (!first && at + 1 + wide > CLI_WIDTH - 1) {
            (void)fputc('\n', to);
            put_blanks(to, indent);
            at = indent;
            first = true;
        }
        if (!first && word) at += fputc(' ', to) == ' ';
        (void)fprintf(to, "%.*s", (int)word, text);
        at += wide;
        first = first && !word;
        text += word;
        if (*text == '\n') {
            (void)fputc('\n', to);
            if (text[1] != '\n') put_blanks(to, indent);
            at = indent;
            first = true;
        }
        text += *text != '\0';
    }
    (void)fputc('\n', to);
}
