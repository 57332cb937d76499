// SPDX-License-Identifier: Apache-2.0
/// Dates and times of a street, as ISO 8601 with the zone Z.
#ifndef SIMULATE_STREET_TIMES_H
#define SIMULATE_STREET_TIMES_H

#include "base/output.h"

/// Milliseconds of a day.
#define ASSAY_STREET_DAY_MS INT64_C(86400000)

/// Reads 2024-01-09 as days since 1970-01-01, years 1971 to 2999.
bool assay_street_day_parse(assay_slice text, int64_t *day);

/// Appends 2024-01-09.
void assay_street_put_day(assay_output *output, int64_t day);

/// Appends 2024-01-09T11:00:03.120Z for so many milliseconds since 1970-01-01.
void assay_street_put_time(assay_output *output, int64_t ms);

/// Appends a whole number, with zeros before it to `width` digits.
void assay_street_put_number(assay_output *output, uint64_t value, int width);

/// Digits of `count`.
int assay_street_width(uint64_t count);

#endif
