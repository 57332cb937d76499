// SPDX-License-Identifier: Apache-2.0
#include "option.h"

#include <string.h>

const cli_command *const cli_commands[] = {
    &cli_command_scores,
    &cli_command_templates,
    &cli_command_candidates,
    &cli_command_alerts,
    &cli_command_counts,
    &cli_command_deployments,
    &cli_command_simulate_scores,
    &cli_command_simulate_templates,
    &cli_command_simulate_street,
    &cli_command_report,
    &cli_command_merge,
    &cli_command_compare,
    &cli_command_forecast,
    &cli_command_size,
    NULL,
};

const cli_command *cli_command_find(const char *name)
{
    for (const cli_command *const *c = cli_commands; *c; c++)
        if (strcmp((*c)->name, name) == 0) return *c;
    return NULL;
}

const cli_option *cli_option_find(const cli_command *command, const char *name)
{
    for (const cli_section *const *s = command->sections; *s; s++)
        for (const cli_option *o = (*s)->options; o->name; o++)
            if (!cli_option_is_word(o) && strcmp(o->name, name) == 0) return o;
    return NULL;
}

const cli_option *cli_option_of_letter(const cli_command *command, char letter)
{
    for (const cli_section *const *s = command->sections; *s; s++)
        for (const cli_option *o = (*s)->options; o->name; o++)
            if (o->letter == letter) return o;
    return NULL;
}

const cli_option *cli_option_of_words(const cli_command *command)
{
    for (const cli_section *const *s = command->sections; *s; s++)
        for (const cli_option *o = (*s)->options; o->name; o++)
            if (cli_option_is_word(o)) return o;
    return NULL;
}

bool cli_option_is_word(const cli_option *option)
{
    return option->kind == CLI_FILES || option->kind == CLI_WORDS;
}
