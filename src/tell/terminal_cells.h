// SPDX-License-Identifier: Apache-2.0
/// What the tables of several evaluations have in their cells, heads and
/// lines. `text` has ASSAY_FORMAT_SIZE bytes and is given back; a failure of
/// memory is remembered by the sheet.
#ifndef TELL_TERMINAL_CELLS_H
#define TELL_TERMINAL_CELLS_H

#include "tell/grid.h"
#include "tell/terminal.h"

/// "; a match is >= threshold"; "" where no figure has a rule.
const char *assay_terminal_rule(const assay_terminal *to);
/// The fact of this key; or "".
const char *assay_terminal_fact(const assay_terminal *to, const char *key);
/// Writes "180 of 223 rows, where date=2024", if some were left out.
void assay_terminal_where(const assay_terminal *to);
/// The value of the figure with this id, if it is above 0; else 0.
double assay_terminal_count(const assay_terminal *to, const char *id);

/// "5.17", the value in per cent; "" where there is none.
const char *assay_terminal_percent(const assay_figure *figure, char *text);
/// "4.27 to 6.24", its interval in per cent.
const char *assay_terminal_percents(const assay_figure *figure, char *text);
/// "0.0085 to 0.0117", its interval as proportions.
const char *assay_terminal_rates(const assay_figure *figure, char *text);
/// Why there is no figure: "refused: needs 10,000 ...".
const char *assay_terminal_reason(const assay_terminal *to,
                                  const assay_figure *figure);
/// "of 3,000", the trials that all rows share, as the figure `id` counts them.
const char *assay_terminal_of(const assay_terminal *to, const char *id);
/// Puts the word of a column above `of`, or alone on the lower line.
void assay_terminal_head(assay_column *column, const char *of);
/// "F, Asian", the values of a group.
const char *assay_terminal_values(const assay_terminal *to,
                                  const assay_figure *figure);
/// "sex, ethnicity", its attributes.
const char *assay_terminal_attributes(const assay_terminal *to,
                                      const assay_figure *figure);

/// What leaving out pairs by quality would do; nothing without qualities.
void assay_terminal_quality(const assay_terminal *to);

/// Thresholds chosen, and how they do on other people; nothing without any.
void assay_terminal_chosen(const assay_terminal *to);

/// "1,000 bona fide presentations, 500 attacks of 3 species; ...".
void assay_terminal_attacks_head(const assay_terminal *to);
/// How often attacks among comparisons pass; nothing without any.
void assay_terminal_attacks(const assay_terminal *to);

/// Puts ratios of groups, below the table of their rates at the operating point
/// of `like`, a figure of one of them.
void assay_terminal_contrasts(const assay_terminal *to,
                              const assay_figure *like);

/// Puts a line on the largest interaction of attributes, where it is beyond
/// chance.
void assay_terminal_interaction(const assay_terminal *to,
                                const assay_figure *figure);

/// Puts "EER 1.10 % (0.84 to 1.40)" on the line, or whole on the next one.
void assay_terminal_summary(const assay_terminal *to, const char *id);
/// Says what "!" in a row means.
void assay_terminal_few(const assay_terminal *to);

#endif
