// SPDX-License-Identifier: Apache-2.0
/// From options as they were given to settings.
#ifndef CLI_BIND_H
#define CLI_BIND_H

#include "option.h"

/// The defaults of every command.
void cli_settings_default(cli_settings *settings);
/// Checks task->givens and puts them into task->settings. Returns the exit
/// status: CLI_DONE, or what is wrong was said.
int cli_bind(cli_task *task);
/// Checks the files that the settings name: standard input and output are used
/// once, no file is written twice or over an input, folders of outputs are
/// there. Returns the exit status.
int cli_check_files(const cli_task *task);

#endif
