// SPDX-License-Identifier: Apache-2.0
/// What somebody may have meant.
#ifndef CLI_NEAR_H
#define CLI_NEAR_H

#include "option.h"

/// Of `best` (or NULL) and `name` the one that is nearer to `word`; NULL where
/// neither is near enough to be offered.
const char *cli_nearer(const char *word, const char *best, const char *name);
/// The option of the command whose name is nearest to `word`, or NULL.
const char *cli_near_option(const cli_command *command, const char *word);
/// Says that there is no option `name` (its dashes before it: `dashes`), and
/// which one it may be: the ISO term of an old word, a name like it, another
/// command's. Returns the exit status.
int cli_unknown_option(const cli_task *task, const char *dashes,
                       const char *name);

#endif
