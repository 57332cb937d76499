// SPDX-License-Identifier: Apache-2.0
/// From words to options as they were given.
#ifndef CLI_PARSE_H
#define CLI_PARSE_H

#include "option.h"

/// Appends; the strings stay the caller's.
void cli_given_add(cli_task *task, cli_givens *to, cli_given given);
/// Takes `count` words apart (those after the command's name), reads the plan
/// that they name, and sets task->givens to what both say: the command line
/// adds to lists that are given again and again, and replaces the rest. Sets
/// task->settings.help where --help stands anywhere. Returns the exit status:
/// CLI_DONE, or what is wrong was said.
int cli_parse(cli_task *task, int count, char **words);

#endif
