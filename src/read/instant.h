// SPDX-License-Identifier: Apache-2.0
/// Instants: ISO 8601 dates with a time of day and a zone.
#ifndef READ_INSTANT_H
#define READ_INSTANT_H

#include "base/fail.h"
#include "base/text.h"

/// Reads a whole slice into microseconds since 1970-01-01T00:00:00Z; what is
/// finer is dropped. A leap second is the second after it. Refused, with the
/// reason: no date, no time of day, no zone, a day that its month has not.
/// `column` is named in the reason; failures have no position.
assay_status assay_instant_parse(const char *column, assay_slice text,
                                 int64_t *instant, assay_error *err);

#endif
