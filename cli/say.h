// SPDX-License-Identifier: Apache-2.0
/// What a command says besides its results: failures, texts in columns.
#ifndef CLI_SAY_H
#define CLI_SAY_H

#include "option.h"

#include <stdio.h>

/// Exit statuses, as the manual lists them.
enum {
    CLI_DONE = 0,
    CLI_NOT_DONE = 1,
    CLI_USAGE = 2,
    CLI_BROKEN = 3,
    CLI_NOT_SHOWN = 5
};

/// Columns of a page.
enum { CLI_WIDTH = 80 };

/// Says what is wrong with the command line, and where to read on. Returns
/// CLI_USAGE.
int cli_usage(const cli_task *task, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/// Says what is wrong with the value of an option: `why` after as much of it
/// as was good, and no more than `shown` bytes. Returns CLI_USAGE.
int cli_bad_value(const cli_task *task, const cli_given *given, size_t shown,
                  const char *why);
/// Says why a call of the library failed. Returns the exit status; does not
/// return where the process was told to stop.
int cli_failed(const cli_task *task, const assay_error *error);
/// Whether all of standard output went out; else says so.
int cli_end_output(void);
/// Writes `text` from column `column` on, wrapped at CLI_WIDTH, further lines
/// starting at column `indent`; ends the line. Blank lines stay.
void cli_wrap(FILE *to, const char *text, size_t column, size_t indent);

#endif
