// SPDX-License-Identifier: Apache-2.0
/// ISO 8601 calendar dates, perhaps with a time of day.
#ifndef READ_DATE_H
#define READ_DATE_H

#include "base/text.h"

/// A date as precise as it was written: 2024, 2024-05, 2024-05-03,
/// 2024-05-03T10:15 or 2024-05-03 10:15:20, fractions of seconds dropped.
typedef struct assay_date {
    int part[6];      ///< year, month, day, hour, minute, second
    int precision;    ///< how many of them there are: 1, 2, 3, 5 or 6
    assay_slice zone; ///< "Z", "+01:00" or empty
} assay_date;

/// Reads a whole slice; false if it is no date.
bool assay_date_parse(assay_slice text, assay_date *date);

#endif
