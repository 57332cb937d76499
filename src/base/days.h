// SPDX-License-Identifier: Apache-2.0
/// Days of the Gregorian calendar as numbers, 1970-01-01 being 0.
#ifndef BASE_DAYS_H
#define BASE_DAYS_H

#include <stdint.h>

/// Room for a date as text.
enum { ASSAY_DAYS_TEXT = 20 };

/// The number of a day; the year is 0 to 9999, month and day are in range.
int64_t assay_days_of(int year, int month, int day);
/// How many days a month has.
int assay_days_in_month(int year, int month);
/// "2024-05-28"; returns `text`. A number beyond the years 0 to 9999 gives "".
const char *assay_days_text(int64_t number, char text[ASSAY_DAYS_TEXT]);
/// "28 May 2024", likewise.
const char *assay_days_words(int64_t number, char text[ASSAY_DAYS_TEXT]);
/// The year of a number; 0 beyond the years 0 to 9999.
int assay_days_year(int64_t number);

#endif
