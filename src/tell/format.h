// SPDX-License-Identifier: Apache-2.0
/// Numbers as people read them in tables: the same digits in the terminal and
/// on the page. Every function writes into `text` (ASSAY_FORMAT_SIZE bytes),
/// in the C locale whatever the program's is, and returns it. An absent number
/// (NaN, count -1) gives "".
#ifndef TELL_FORMAT_H
#define TELL_FORMAT_H

#include "assay/figures.h"

/// Room for any text that these functions make.
enum { ASSAY_FORMAT_SIZE = 96 };

/// "3,147,436".
char *assay_format_count(int64_t count, char *text);

/// Exactly `decimals` (0 to 15) digits behind the point: "0.0100". Infinities
/// are "infinite" and "-infinite"; from 1e15 on it is as
/// assay_format_shortest().
char *assay_format_fixed(double value, int decimals, char *text);

/// `digits` (1 to 9) significant digits, never fewer before the point than
/// there are: 14.7326 to three is "14.7", 1234.6 is "1,235", 1 is "1.00".
char *assay_format_digits(double value, int digits, char *text);

/// The shortest decimal that reads back: what somebody asked for, "0.001",
/// "1e-5".
char *assay_format_shortest(double value, char *text);

/// A threshold: 9 significant digits, so that it reads back as the same
/// float32.
char *assay_format_threshold(double value, char *text);

/// A rate that was reached, as a proportion of three digits: "0.0100",
/// "0.000987"; below 0.0001 "9.98e-6"; none is "0".
char *assay_format_rate(double rate, char *text);

/// How many decimals a proportion needs in per cent: two, or as many as show
/// two digits of it and of what is missing to 1. 0.0517 gives 2, 0.00033 gives
/// 3. NaN, 0 and 1 give 2.
int assay_format_decimals(double proportion);

/// A level in per cent as somebody asked for it: 0.95 is "95", 0.999 "99.9".
char *assay_format_level(double proportion, char *text);

/// A proportion in per cent, without the sign: 0.0517 is "5.17".
char *assay_format_percent(double proportion, int decimals, char *text);

/// An interval of proportions in per cent: "4.27 to 6.24".
char *assay_format_percents(double low, double high, int decimals, char *text);

/// The value of a figure as its unit wants it: a proportion in per cent with
/// the sign ("5.17 %"; AUC as "0.99815"), a score as a threshold, a count with
/// commas, anything else to three digits.
char *assay_format_value(const assay_figure *figure, char *text);

/// Its interval, alike: "4.27 to 6.24 %", "0.84 to 1.40"; "" if it has none.
char *assay_format_interval(const assay_figure *figure, char *text);

/// Its least and most whatever the unknown outcomes were; "" if it has none.
char *assay_format_bounds(const assay_figure *figure, char *text);

/// Whether it has both ends of an interval.
bool assay_format_has_interval(const assay_figure *figure);

/// Whether it is a proportion that tables show in per cent: all are but AUC.
bool assay_format_in_percent(const assay_figure *figure);

/// Whose figure it is: "everybody", or "sex F, ethnicity Asian"; `size` bytes,
/// cut between characters.
char *assay_format_group(const assay_label *group, size_t count, char *text,
                         size_t size);

#endif
