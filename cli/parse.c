// SPDX-License-Identifier: Apache-2.0
#include "parse.h"

#include "near.h"
#include "say.h"
#include "yaml_plan.h"

#include <string.h>

// The words that are left, and what was made of the others.
typedef struct words {
    cli_task *task;
    char **next;
    int count;
    cli_givens givens;
    bool only_words; // after --
} words;

void cli_given_add(cli_task *task, cli_givens *to, cli_given given)
{
    if (to->count == to->room) {
        cli_given *old = to->items;
        to->room = to->room ? 2 * to->room : 16;
        to->items = cli_heap_take(task->heap, to->room, sizeof *to->items);
        if (old) memcpy(to->items, old, to->count * sizeof *old);
    }
    to->items[to->count++] = given;
}

static const char *take(words *w)
{
    w->count--;
    return *w->next++;
}

static void add(words *w, const cli_option *option, const char *value)
{
    cli_given_add(w->task, &w->givens, (cli_given){option, value, NULL});
}

static bool is_number_kind(cli_kind kind)
{
    return kind == CLI_REAL || kind == CLI_REALS || kind == CLI_SPAN ||
           kind == CLI_COUNT || kind == CLI_WIDE || kind == CLI_SIZE;
}

// Whether the word is rather the next option than a value.
static bool is_option(const words *w, const cli_option *option,
                      const char *word)
{
    if (word[0] != '-' || !word[1]) return false;
    if (word[1] == '-') return true;
    if (is_number_kind(option->kind)) return false;
    return !word[2] && cli_option_of_letter(w->task->command, word[1]);
}

static int take_value(words *w, const cli_option *option, const char *written)
{
    unsigned wanted = option->kind == CLI_SET ? 2 : 1;
    while (wanted && w->count && !is_option(w, option, *w->next)) {
        add(w, option, take(w));
        wanted--;
    }
    if (!wanted) return CLI_DONE;
    return cli_usage(w->task, "%s needs a value: %s %s", written, written,
                     option->argument);
}

static int parse_long(words *w, const char *word)
{
    const size_t length = strcspn(word + 2, "=");
    const char *value = word[2 + length] ? word + 3 + length : NULL;
    const char *name = cli_heap_copy(w->task->heap, word + 2, length);
    const cli_option *option = cli_option_find(w->task->command, name);
    if (!option) return cli_unknown_option(w->task, "--", name);
    if (option->kind == CLI_SET && value)
        return cli_usage(w->task, "--%s takes two files: --%s %s", name, name,
                         option->argument);
    if (option->kind != CLI_FLAG && value) {
        add(w, option, value);
        return CLI_DONE;
    }
    if (option->kind != CLI_FLAG)
        return take_value(w, option,
                          cli_heap_copy(w->task->heap, word, length + 2));
    if (value) return cli_usage(w->task, "--%s takes no value", name);
    add(w, option, NULL);
    return CLI_DONE;
}

// `-q`, `-qv`, `-o FILE`, `-oFILE`.
static int parse_short(words *w, const char *word)
{
    for (const char *at = word + 1; *at; at++) {
        const char written[] = {'-', *at, '\0'};
        const cli_option *option = cli_option_of_letter(w->task->command, *at);
        if (!option && at == word + 1)
            return cli_unknown_option(w->task, "-", word + 1);
        if (!option) return cli_unknown_option(w->task, "-", written + 1);
        if (option->kind == CLI_FLAG) {
            add(w, option, NULL);
            continue;
        }
        if (!at[1]) return take_value(w, option, written);
        add(w, option, at + 1);
        break;
    }
    return CLI_DONE;
}

static int parse_plain(words *w, const char *word)
{
    const cli_option *option = cli_option_of_words(w->task->command);
    if (!option)
        return cli_usage(w->task, "%s: this command takes options only", word);
    add(w, option, word);
    return CLI_DONE;
}

static int parse_word(words *w)
{
    const char *word = take(w);
    if (w->only_words || word[0] != '-' || !word[1])
        return parse_plain(w, word);
    if (strcmp(word, "--") == 0) {
        w->only_words = true;
        return CLI_DONE;
    }
    return word[1] == '-' ? parse_long(w, word) : parse_short(w, word);
}

static bool asks_for_help(int count, char **given)
{
    for (int i = 0; i < count && strcmp(given[i], "--") != 0; i++)
        if (strcmp(given[i], "--help") == 0 || strcmp(given[i], "-h") == 0)
            return true;
    return false;
}

static bool adds(cli_kind kind)
{
    return kind == CLI_TEXTS || kind == CLI_PAIRS;
}

static bool holds(const cli_givens *givens, const cli_option *option)
{
    for (size_t i = 0; i < givens->count; i++)
        if (givens->items[i].option == option) return true;
    return false;
}

// The plan first, less what the command line replaces.
static void join(cli_task *task, const cli_givens *plan, const cli_givens *line)
{
    for (size_t i = 0; i < plan->count; i++) {
        const cli_given *given = &plan->items[i];
        if (adds(given->option->kind) || !holds(line, given->option))
            cli_given_add(task, &task->givens, *given);
    }
    for (size_t i = 0; i < line->count; i++)
        cli_given_add(task, &task->givens, line->items[i]);
}

// The plan that the command line names; its last one, as of every option.
static int read_plan(cli_task *task, const cli_givens *line, cli_givens *plan)
{
    const char *path = NULL;
    for (size_t i = 0; i < line->count; i++)
        if (strcmp(line->items[i].option->name, "plan") == 0)
            path = line->items[i].value;
    return path ? cli_plan_read(task, path, plan) : CLI_DONE;
}

int cli_parse(cli_task *task, int count, char **words_given)
{
    words w = {.task = task, .next = words_given, .count = count};
    cli_givens plan = {.count = 0};
    task->settings.help = asks_for_help(count, words_given);
    if (task->settings.help) return CLI_DONE;
    while (w.count) {
        const int status = parse_word(&w);
        if (status != CLI_DONE) return status;
    }
    const int status = read_plan(task, &w.givens, &plan);
    if (status == CLI_DONE) join(task, &plan, &w.givens);
    return status;
}
