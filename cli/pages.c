// SPDX-License-Identifier: Apache-2.0
#include "pages.h"

#include "say.h"

#include <string.h>

enum { TEXT_COLUMN = 24 };

// "  -o, --output R.assay"; returns its width.
static size_t put_name(const cli_option *option, FILE *to)
{
    int n = 0;
    if (cli_option_is_word(option))
        n = fprintf(to, "  %s", option->argument);
    else if (option->letter)
        n = fprintf(to, "  -%c, --%s%s%s", option->letter, option->name,
                    option->argument ? " " : "",
                    option->argument ? option->argument : "");
    else
        n = fprintf(to, "  --%s%s%s", option->name, option->argument ? " " : "",
                    option->argument ? option->argument : "");
    return n < 0 ? 0 : (size_t)n;
}

static void put_option(const cli_option *option, FILE *to)
{
    size_t column = put_name(option, to);
    if (column + 2 > TEXT_COLUMN) {
        (void)fputc('\n', to);
        column = 0;
    }
    (void)fprintf(to, "%*s", (int)(TEXT_COLUMN - column), "");
    cli_wrap(to, option->help, TEXT_COLUMN, TEXT_COLUMN);
}

// Headings stand in capitals, as in the summaries.
static void put_heading(const char *title, FILE *to)
{
    (void)fputc('\n', to);
    for (; *title; title++) {
        const bool lower = *title >= 'a' && *title <= 'z';
        (void)fputc(lower ? *title - 'a' + 'A' : *title, to);
    }
    (void)fputc('\n', to);
}

static void put_usage(const cli_command *command, FILE *to)
{
    for (const char *const *line = command->usage; *line; line++)
        (void)fprintf(to, "  assay %s %s\n", command->name, *line);
}

// A command in an example may have further lines, each with its own blanks.
static void put_example(const char *command, FILE *to)
{
    while (*command) {
        const size_t length = strcspn(command, "\n");
        (void)fprintf(to, "    %.*s\n", (int)length, command);
        command += length + (command[length] == '\n');
    }
}

static void put_examples(const cli_command *command, FILE *to)
{
    put_heading("Examples", to);
    for (const char *const *e = command->examples; *e; e += 2) {
        (void)fputs("  ", to);
        cli_wrap(to, e[0], 2, 2);
        put_example(e[1], to);
    }
}

void cli_page_command(const cli_command *command, FILE *to)
{
    (void)fprintf(to, "assay %s: %s\n\n", command->name, command->brief);
    put_usage(command, to);
    (void)fputc('\n', to);
    cli_wrap(to, command->about, 0, 0);
    for (const cli_section *const *s = command->sections; *s; s++) {
        put_heading((*s)->title, to);
        for (const cli_option *o = (*s)->options; o->name; o++)
            put_option(o, to);
    }
    put_examples(command, to);
    if (!command->see[0]) return;
    put_heading("See also", to);
    for (const char *const *line = command->see; *line; line++)
        (void)fprintf(to, "  %s\n", *line);
}

void cli_page_option(const cli_command *command, const cli_option *option,
                     FILE *to)
{
    (void)fprintf(to, "assay %s\n", command->name);
    put_option(option, to);
}

static const char *const overview[] = {
    "assay measures face recognition systems from labelled data.",
    "",
    "YOU HAVE                   YOU RUN           YOU GET",
    "  a file                   assay FILE        what it is, what to type",
    "  comparison scores (1:1)  assay scores      FMR, FNMR, DET, EER, by "
    "group",
    "  templates (vectors)      assay templates   all of them compared: FPIR,",
    "                                             FNIR (1:N), FMR, FNMR (1:1)",
    "  candidate lists (1:N)    assay candidates  FPIR, FNIR, TPIR, CMC",
    "  the log of a trial       assay alerts      TPIR, FPIR by passage, false",
    "  with volunteers                            alerts an hour, latency",
    "  published counts:        assay counts      rates, ranges, what so few",
    "  events of trials                           events could have shown",
    "  deployment records       assay deployments",
    "                                             every rate in use, checks of",
    "                                             the record",
    "  a result (.assay)        assay report      one HTML page, JSON, CSV",
    "  two of the same data     assay compare     A lower, B lower, equal, or",
    "                                             cannot tell, by group too",
    "  a result, and a crowd    assay forecast    right and wrong alerts of a",
    "                                             day, with ranges",
    "  a test to plan           assay size        how many people it takes",
    "  parts of one search      assay merge       the result of the whole",
    "  nothing yet              assay simulate    people, scores, templates,",
    "                                             streets of known true rates",
    "",
    "FIRST STEPS",
    "  assay simulate scores -o people",
    "  assay scores people/scores.csv --html report.html",
    "  assay simulate templates -o set",
    "  assay templates set/templates.npy set/samples.csv --watchlist-size 100",
    "",
    "HELP",
    "  assay help scores          the options of a command, and examples",
    "  assay help scores --fmr    one of them",
    "  assay help columns scores  the columns that it reads",
    "  assay help FAR             any word of the field, old ones too",
    "  assay --version",
    "",
    "EXIT STATUS",
    "  0 done, 1 not done (the line on standard error says why), 2 bad usage,",
    "  3 a requirement is broken, 5 one is not shown, 130 interrupted",
    NULL,
};

void cli_page_overview(FILE *to)
{
    for (const char *const *line = overview; *line; line++)
        (void)fprintf(to, "%s\n", *line);
}
