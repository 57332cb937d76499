// SPDX-License-Identifier: Apache-2.0
/// What the tables of deployments share.
#ifndef TELL_TERMINAL_DEPLOYMENTS_H
#define TELL_TERMINAL_DEPLOYMENTS_H

#include "tell/terminal_cells.h"

/// The base on which a rate of this size has a digit before the point; the
/// least is a million faces or people, and 10 of 100 for other shares.
double assay_terminal_rate_base(const assay_figure *figure, double rate);
/// "false alerts per 1,000 alerts". Never NULL.
const char *assay_terminal_rate_name(const assay_terminal *to,
                                     const assay_figure *figure, double base);
/// Whether a figure is a rate of the record: no count, no p, nothing foreseen.
bool assay_terminal_is_rate(const assay_figure *figure);

/// How many periods the record is divided into; 0: nothing moved.
size_t assay_terminal_period_count(const assay_terminal *to);
/// Writes the table of every definition with a column for each of two periods
/// and one for all.
void assay_terminal_periods(const assay_terminal *to);
/// Writes the table by group of the people alerted; nothing without figures.
void assay_terminal_people(const assay_terminal *to);
/// Writes what the next deployment may see; nothing without such figures.
void assay_terminal_next(const assay_terminal *to);

#endif
