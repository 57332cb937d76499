// SPDX-License-Identifier: Apache-2.0
#include "near.h"

#include "say.h"

#include <string.h>

enum { LONGEST = 48 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

// Letters that differ, are missing, too many or changed places (optimal string
// alignment); over LONGEST: not near.
static size_t distance(const char *a, const char *b)
{
    size_t rows[3][LONGEST + 1];
    const size_t n = strlen(a), m = strlen(b);
    if (n > LONGEST || m > LONGEST) return LONGEST;
    size_t *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t j = 0; j <= m; j++) last[j] = before[j] = j;
    for (size_t i = 1; i <= n; i++) {
        now[0] = i;
        for (size_t j = 1; j <= m; j++) {
            const size_t change = last[j - 1] + (a[i - 1] != b[j - 1]);
            now[j] = least(change, least(last[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = least(now[j], before[j - 2] + 1);
        }
        size_t *const free_row = before;
        before = last;
        last = now;
        now = free_row;
    }
    return last[m];
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static bool is_near(const char *word, const char *name)
{
    const size_t length = strlen(word);
    if (length >= 3 && begins(name, word)) return true;
    return distance(word, name) <= (length < 5 ? 1 : length / 3);
}

const char *cli_nearer(const char *word, const char *best, const char *name)
{
    if (!is_near(word, name)) return best;
    if (!best) return name;
    return distance(word, name) < distance(word, best) ? name : best;
}

const char *cli_near_option(const cli_command *command, const char *word)
{
    const char *best = NULL;
    for (const cli_section *const *s = command->sections; *s; s++)
        for (const cli_option *o = (*s)->options; o->name; o++)
            if (!cli_option_is_word(o)) best = cli_nearer(word, best, o->name);
    return best;
}

// The other command that has this option, or NULL.
static const char *elsewhere(const cli_command *here, const char *name)
{
    for (const cli_command *const *c = cli_commands; *c; c++)
        if (*c != here && cli_option_find(*c, name)) return (*c)->name;
    return NULL;
}

// Whether the standard's term names this option.
static bool is_iso(const char *option)
{
    static const char *const terms[] = {
        "--mated",      "--non-mated", "--probes",
        "--references", "--fmr",       "--fpir",
        "--threshold",  "--subjects",  NULL};
    for (size_t i = 0; terms[i]; i++)
        if (strcmp(terms[i], option) == 0) return true;
    return false;
}

static bool has(const cli_command *command, const char *option)
{
    if (option[1] != '-') return cli_option_of_letter(command, option[1]);
    return cli_option_find(command, option + 2) != NULL;
}

// An old word for something that this command has: answered.
static bool answer(const cli_task *task, const char *dashes, const char *name)
{
    const assay_word *word = assay_word_find(name);
    if (!word || (!word->option && !word->see)) return false;
    if (word->option && has(task->command, word->option))
        (void)fprintf(stderr, "unknown option %s%s: %s %s\n", dashes, name,
                      is_iso(word->option) ? "in ISO terms" : "here",
                      word->option);
    else if (word->see)
        (void)fprintf(stderr,
                      "unknown option %s%s: in ISO terms %s; read: assay help "
                      "%s\n",
                      dashes, name, word->see, name);
    else
        return false;
    return true;
}

int cli_unknown_option(const cli_task *task, const char *dashes,
                       const char *name)
{
    const char *other = elsewhere(task->command, name);
    const char *near = cli_near_option(task->command, name);
    if (answer(task, dashes, name))
        (void)0; // said
    else if (near)
        (void)fprintf(stderr, "unknown option %s%s: did you mean --%s?\n",
                      dashes, name, near);
    else if (other)
        (void)fprintf(stderr, "unknown option %s%s: it belongs to assay %s\n",
                      dashes, name, other);
    else
        (void)fprintf(stderr, "unknown option %s%s\n", dashes, name);
    (void)fprintf(stderr, "Try: assay %s --help\n", task->command->name);
    return CLI_USAGE;
}
