// SPDX-License-Identifier: Apache-2.0
/// Pages of help, at most 80 columns wide, made from the tables of options.
#ifndef CLI_PAGES_H
#define CLI_PAGES_H

#include "option.h"

#include <stdio.h>

/// The page of a command.
void cli_page_command(const cli_command *command, FILE *to);
/// One option of a command, under the command's name.
void cli_page_option(const cli_command *command, const cli_option *option,
                     FILE *to);
/// All commands: what you have, what you run.
void cli_page_overview(FILE *to);

#endif
