// SPDX-License-Identifier: Apache-2.0
/// The parts of the terminal summary, one file a kind of evaluation. Each
/// writes tables on the sheet; words, warnings and requirements are the same
/// for all (terminal.c).
#ifndef TELL_TERMINAL_H
#define TELL_TERMINAL_H

#include "assay/result.h"
#include "base/arena.h"
#include "tell/sheet.h"

/// What all parts see.
typedef struct assay_terminal {
    const assay_result *result;
    assay_sheet *sheet;
    assay_arena *arena;
    bool verbose;
} assay_terminal;

/// "6,000 comparisons of 4,281 people; a match is >= threshold", on the line
/// that the sheet stands on, and the tables of a verification.
void assay_terminal_scores_head(const assay_terminal *to);
void assay_terminal_scores(const assay_terminal *to);
/// The same tables where an identification holds pairs (1:1) too, and what was
/// counted beside both.
void assay_terminal_pairs(const assay_terminal *to);
/// "253,252 searches of a list of 1,000; a match is >= threshold", and the
/// tables of an identification.
void assay_terminal_searches_head(const assay_terminal *to);
void assay_terminal_searches(const assay_terminal *to);
/// "6 events of 1,880 trials", and the tables of published counts.
void assay_terminal_counts_head(const assay_terminal *to);
void assay_terminal_counts(const assay_terminal *to);
/// "180 of 223 rows, 2024-01-10 to 2024-12-20, 942 hours", the tables of
/// deployments, and what their record says against itself.
void assay_terminal_deployments_head(const assay_terminal *to);
void assay_terminal_deployments(const assay_terminal *to);
void assay_terminal_deployments_checks(const assay_terminal *to);
/// "663 alerts; 1,000 passages by people on the list, 1,000 by others", and the
/// tables of a trial with volunteers.
void assay_terminal_alerts_head(const assay_terminal *to);
void assay_terminal_alerts(const assay_terminal *to);
/// "A is old.assay, B is new.assay; the same people", and the tables of a
/// comparison.
void assay_terminal_compare_head(const assay_terminal *to);
void assay_terminal_compare(const assay_terminal *to);
/// "50,000 passages; from r.assay", and the tables of a forecast.
void assay_terminal_forecast_head(const assay_terminal *to);
void assay_terminal_forecast(const assay_terminal *to);
/// "what a test must be", and the table of a plan.
void assay_terminal_size_head(const assay_terminal *to);
void assay_terminal_size(const assay_terminal *to);
/// Any other evaluation: all figures, one a line.
void assay_terminal_figures(const assay_terminal *to);

/// A figure as a person cites it: "FNMR at FMR 0.001, sex F".
const char *assay_terminal_name(const assay_terminal *to,
                                const assay_figure *figure);
/// The level of the intervals, where all have one: "95 %"; else "".
const char *assay_terminal_level(const assay_terminal *to);
/// Adds the figures for which `wanted` says so as lines of one table: value,
/// interval, events of trials.
void assay_terminal_list(const assay_terminal *to,
                         bool (*wanted)(const assay_terminal *to,
                                        const assay_figure *figure));

#endif
