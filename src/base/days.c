// SPDX-License-Identifier: Apache-2.0
// Years are counted from 1 March, so that the leap day is their last; 400 years
// have the same number of days.
#include "base/days.h"

#include <stdbool.h>
#include <stdio.h>

enum { ERA = 146097, TO_1970 = 719468 };

int64_t assay_days_of(int year, int month, int day)
{
    const int64_t y = month > 2 ? year : year - 1;
    const int64_t era = (y + 400) / 400 - 1;
    const int64_t of_era = y - era * 400;
    const int64_t of_year =
        (153 * (int64_t)(month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
           TO_1970;
}

int assay_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

const char *assay_days_text(int64_t number, char text[ASSAY_DAYS_TEXT])
{
    text[0] = '\0';
    if (number < assay_days_of(0, 1, 1) || number > assay_days_of(9999, 12, 31))
        return text;
    const int64_t day = number + TO_1970 + ERA; // from the era before year 0
    const int64_t era = day / ERA - 1;
    const int64_t of_era = day % ERA;
    const int64_t year =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    const int64_t part = (5 * of_year + 2) / 153;
    const int64_t month = part < 10 ? part + 3 : part - 9;
    (void)snprintf(text, ASSAY_DAYS_TEXT, "%04d-%02d-%02d",
                   (int)(year + era * 400 + (month <= 2)) % 10000,
                   (int)month % 100,
                   (int)(of_year - (153 * part + 2) / 5 + 1) % 100);
    return text;
}
