// SPDX-License-Identifier: Apache-2.0
/// The command line as the record keeps it.
#ifndef CLI_TRACE_H
#define CLI_TRACE_H

#include "option.h"

/// The command line for the record, fit for a shell, with what a plan said:
/// files sorted, options in the order of their page, paths as base names,
/// without what changes no figure (outputs, threads). It lives as long as the
/// task.
const char *cli_trace(const cli_task *task);

#endif
