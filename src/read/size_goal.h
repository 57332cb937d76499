// SPDX-License-Identifier: Apache-2.0
/// What a test is to show, as somebody writes it:
///
///     TPIR +- 0.05                          a width; with % relative to the
///     rate FPIR@watchlist_size=10000 <= 1e-4     a limit; >= for TPIR TPIR
///     ratio 1.25                       a ratio between two groups
///
/// Conditions stand behind @, apart by commas: watchlist_size, threshold, FMR,
/// FPIR, expect (the rate that is expected).
#ifndef READ_SIZE_GOAL_H
#define READ_SIZE_GOAL_H

#include "base/fail.h"
#include "base/goal.h"

/// Reads a goal. ASSAY_EUSAGE says what is wrong and how it is written.
assay_status assay_size_goal_read(const char *text, assay_size_goal *goal,
                                  assay_error *err);

#endif
