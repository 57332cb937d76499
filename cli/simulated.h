// SPDX-License-Identifier: Apache-2.0
/// What the commands that simulate have in common.
#ifndef CLI_SIMULATED_H
#define CLI_SIMULATED_H

#include "option.h"

#include <stdio.h>

/// A list that says "none" alone is empty from here on.
void cli_take_none(assay_texts *kinds);
/// Ends a simulation: says why it failed, or writes the truth to `to` unless
/// -q. Frees `truth` (where `status` is a failure there is none). Returns the
/// exit status.
int cli_simulated(const cli_task *task, assay_status status, char *truth,
                  const assay_error *error, FILE *to);

#endif
