// SPDX-License-Identifier: Apache-2.0
/// assay help: commands, columns, words.
#ifndef CLI_CMD_HELP_H
#define CLI_CMD_HELP_H

/// Answers `assay help WORDS...`. Returns the exit status.
int cli_help(int count, char **words);

#endif
