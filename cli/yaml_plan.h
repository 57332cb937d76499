// SPDX-License-Identifier: Apache-2.0
/// --plan: options as a YAML file.
#ifndef CLI_YAML_PLAN_H
#define CLI_YAML_PLAN_H

#include "option.h"

/// Reads the plan at `path` and appends what it says to `out`. Its keys are
/// the names of the command's options, and `files`; a value is a text, a list,
/// true or false (flags), or a map (`about`, `column`). Returns the exit
/// status: CLI_DONE, or what is wrong was said, with file and line.
int cli_plan_read(cli_task *task, const char *path, cli_givens *out);

#endif
