// SPDX-License-Identifier: Apache-2.0
/// What people write into the cells of a deployment's record: counts, dates,
/// durations, rates.
#ifndef READ_DEPLOYED_VALUE_H
#define READ_DEPLOYED_VALUE_H

#include "base/deployed.h"
#include "base/text.h"

/// The largest count, so that sums of rows stay whole numbers.
#define ASSAY_DEPLOYED_MOST INT64_C(1000000000000)

/// Whether a cell says that nothing is known: empty, N/A, n/k, *, -, unknown,
/// not known, not recorded, null; in any case.
bool assay_deployed_unknown(assay_slice cell);

/// What stands around a count.
typedef enum assay_count_mark {
    ASSAY_COUNT_PLAIN, ///< nothing
    ASSAY_COUNT_ABOUT, ///< "c. 8,600"
    ASSAY_COUNT_NOTED  ///< a footnote's mark: "61*", "12 (see note 2)"
} assay_count_mark;

/// A count: "8600", "8,600", "8 600", "c. 8,600", "61*", "<5" (0 to 4),
/// "8600.0", or unknown. Returns NULL, or what is wrong with it.
const char *assay_deployed_count_of(assay_slice cell, assay_known *count,
                                    assay_count_mark *mark);

/// A date as it is compared.
typedef struct assay_deployed_date {
    assay_when when;
    int64_t first, last; ///< days since 1970-01-01
    char from[16];       ///< ISO 8601, as precise as it was written
    char to[16];         ///< the same, but of an interval its end
} assay_deployed_date;

/// 2018, 2018-06, 2018-06-28, perhaps with a time; two of them with a slash
/// between; 28/06/18 and 28.06.2018, the day first, perhaps with a time; 12th
/// May 2024, Sat 8 June 24, 28-Jun-18, May 2024; from one to another, "5 & 6
/// June 2023", "30 May - 2 June 2024". Anything else is no date:
/// ASSAY_WHEN_NONE.
assay_deployed_date assay_deployed_date_of(assay_slice cell);

/// Seconds of "5h03m", "4hr 47m", "1h 34m", "5h40", "4:47", "47 min", "4.5"
/// (hours), or between times of day, "10:00 - 15:30", "10am to 3pm"; -1 where
/// it says none of these.
int64_t assay_deployed_duration_of(assay_slice cell);

/// "0.08%", "0.08 %", "0.0008"; NaN where it is no rate.
assay_printed_rate assay_deployed_rate_of(assay_slice cell);

/// A number with a point or, where nothing else can be meant, a comma; NaN
/// where it is none.
double assay_deployed_number_of(assay_slice cell);

#endif
