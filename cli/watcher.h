// SPDX-License-Identifier: Apache-2.0
/// Ctrl-C, and how far a long call is.
#ifndef CLI_WATCHER_H
#define CLI_WATCHER_H

#include "assay/status.h"

/// SIGINT and SIGTERM ask the watch to stop; a closed pipe and a file over the
/// limit are left to write().
void cli_signals_start(void);
/// From here on nothing is on the disk that would have to be cleared away
/// (`clean`), or the contrary. While it is clean, a signal that no tick answers
/// within a second ends the process: standard input may never say more.
void cli_signals_clean(bool clean);
/// Whether a signal came.
bool cli_stopped(void);
/// Ends the process by the signal that came, as if nobody had caught it.
_Noreturn void cli_stop_now(void);

/// A watch that stops when a signal came and, where standard error is a
/// terminal and unless `quiet`, shows how far the call is.
assay_watch cli_watch(bool quiet);
/// Takes away what the watch shows.
void cli_progress_end(void);

#endif
