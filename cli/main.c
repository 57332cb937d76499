// SPDX-License-Identifier: Apache-2.0
// assay COMMAND..., or assay FILE.
#include "bind.h"
#include "cmd_help.h"
#include "near.h"
#include "pages.h"
#include "parse.h"
#include "say.h"
#include "trace.h"
#include "watcher.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

// Commands that the manual names and this version lacks.
static const char *const later[] = {"algorithm", "register", "attest", "check",
                                    NULL};

static int run(cli_task *task)
{
    cli_settings *s = &task->settings;
    int status = cli_bind(task);
    if (status == CLI_DONE) status = cli_check_files(task);
    if (status != CLI_DONE) return status;
    s->common.command = cli_trace(task);
    s->common.no_digest = s->digest != 0;
    s->common.no_counts = s->counts_kept != 0;
    s->common.watch = cli_watch(s->quiet);
    cli_signals_start();
    cli_signals_clean(true);
    return task->command->run(task);
}

static int run_command(const cli_command *command, int count, char **words)
{
    cli_task task = {.command = command, .heap = cli_heap_new()};
    cli_settings_default(&task.settings);
    int status = cli_parse(&task, count, words);
    if (status == CLI_DONE && task.settings.help) {
        cli_page_command(command, stdout);
        status = cli_end_output();
    } else if (status == CLI_DONE) {
        status = run(&task);
    }
    cli_progress_end();
    cli_heap_free(task.heap);
    return status;
}

static int look(const char *path)
{
    assay_error error;
    char *text = NULL;
    char line[1024];
    if (assay_look(path, &text, &error) != ASSAY_OK) {
        (void)fprintf(stderr, "%s\n",
                      assay_error_text(&error, line, sizeof line));
        return CLI_NOT_DONE;
    }
    (void)fputs(text, stdout);
    assay_text_free(text);
    return cli_end_output();
}

static bool is_later(const char *word)
{
    for (size_t i = 0; later[i]; i++)
        if (strcmp(later[i], word) == 0) return true;
    return false;
}

static const char *near_command(const char *word)
{
    const char *best = cli_nearer(word, NULL, "help");
    for (const cli_command *const *c = cli_commands; *c; c++)
        best = cli_nearer(word, best, (*c)->name);
    for (size_t i = 0; later[i]; i++) best = cli_nearer(word, best, later[i]);
    return best;
}

static int no_such_command(const char *word)
{
    const char *near = near_command(word);
    (void)fprintf(stderr, "assay: no command and no file '%s'", word);
    if (near) (void)fprintf(stderr, "; did you mean assay %s?", near);
    (void)fprintf(stderr, "\nTry: assay help\n");
    return CLI_USAGE;
}

static bool is_name_of_file(const char *word)
{
    return strcmp(word, "-") == 0 || access(word, F_OK) == 0 ||
           strpbrk(word, "/.");
}

static int run_files(int count, char **words)
{
    for (int i = 0; i < count; i++) {
        const int status = look(words[i]);
        if (status != CLI_DONE) return status;
    }
    return CLI_DONE;
}

// What the first word is, when it is no command.
static int run_other(int count, char **words)
{
    const char *word = words[0];
    if (strcmp(word, "--version") == 0 || strcmp(word, "version") == 0) {
        (void)printf("assay %s\n", assay_version());
        return cli_end_output();
    }
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        return cli_help(0, NULL);
    if (strcmp(word, "help") == 0) return cli_help(count - 1, words + 1);
    if (is_later(word)) {
        (void)fprintf(stderr, "assay %s: not in this version (%s)\n", word,
                      assay_version());
        return CLI_USAGE;
    }
    if (strcmp(word, "simulate") == 0) {
        if (count > 1 &&
            (strcmp(words[1], "--help") == 0 || strcmp(words[1], "-h") == 0))
            return cli_help(1, words);
        (void)fprintf(stderr,
                      "assay simulate: this version simulates scores, "
                      "templates and streets\nTry: assay help simulate\n");
        return CLI_USAGE;
    }
    if (word[0] == '-' && word[1]) return no_such_command(word);
    return is_name_of_file(word) ? run_files(count, words)
                                 : no_such_command(word);
}

// `simulate scores` is one command of two words.
static int run_words(int count, char **words)
{
    char two[64] = "";
    if (count > 1)
        (void)snprintf(two, sizeof two, "%.30s %.30s", words[0], words[1]);
    const cli_command *command = cli_command_find(two);
    if (command) return run_command(command, count - 2, words + 2);
    command = cli_command_find(words[0]);
    if (command) return run_command(command, count - 1, words + 1);
    return run_other(count, words);
}

// Of a stream that is closed the first file to be opened would take the place,
// and what is said there would go into it. Reading and writing still fail.
static void fill_closed_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 &&
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
            _exit(CLI_NOT_DONE);
}

int main(int count, char **words)
{
    fill_closed_streams();
    if (count < 2) {
        cli_page_overview(stderr);
        return CLI_USAGE;
    }
    return run_words(count - 1, words + 1);
}
