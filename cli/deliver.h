// SPDX-License-Identifier: Apache-2.0
/// From a result to what the options asked for, and to the exit status.
#ifndef CLI_DELIVER_H
#define CLI_DELIVER_H

#include "option.h"

#include <stdio.h>

/// Ends an evaluation: says why it failed, or writes the outputs and the
/// summary. Frees `result` (NULL where `status` is a failure). Returns the exit
/// status, which requirements decide once all is written.
int cli_deliver(cli_task *task, assay_status status, assay_result *result,
                const assay_error *error);
/// Writes what -o, --json, --csv and --html ask for. Returns the exit status.
int cli_write_outputs(const cli_task *task, const assay_result *const *results,
                      size_t count);
/// Says what was written, unless -q. Returns the exit status.
int cli_say_outputs(const cli_task *task);
/// Writes the summary. Returns the exit status.
int cli_put_summary(const cli_task *task, const assay_result *result, FILE *to);

#endif
