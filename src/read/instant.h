// SPDX-License-Identifier: Apache-2.0
/// Instants: ISO 8601 dates with a time of day and a zone.
#ifndef READ_INSTANT_H
#define READ_INSTANT_H

#include "base/fail.h"
#include "base/text.h"

/// The day that was read last: most instants of a file are of the day of the
/// one before. All zero: none.
typedef struct assay_instant_day {
    char text[10];   ///< "2024-05-03"
    int64_t seconds; ///< since 1970-01-01 at its beginning
} assay_instant_day;

/// Reads a whole slice into microseconds since 1970-01-01T00:00:00Z; what is
/// finer is dropped. A leap second is the second after it. Refused, with the
/// reason: no date, no time of day, no zone, a day that its month has not.
/// `column` is named in the reason; failures have no position. `day` is kept
/// from one call to the next.
assay_status assay_instant_parse(const char *column, assay_slice text,
                                 assay_instant_day *day, int64_t *instant,
                                 assay_error *err);

#endif
