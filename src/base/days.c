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

typedef struct civil {
    int year, month, day;
} civil;

// False beyond the years 0 to 9999.
static bool civil_of(int64_t number, civil *date)
{
    if (number < assay_days_of(0, 1, 1) || number > assay_days_of(9999, 12, 31))
        return false;
    const int64_t day = number + TO_1970 + ERA; // from the era before year 0
    const int64_t era = day / ERA - 1;
    const int64_t of_era = day % ERA;
    const int64_t year =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    const int64_t part = (5 * of_year + 2) / 153;
    date->month = (int)(part < 10 ? part + 3 : part - 9);
    date->year = (int)(year + era * 400 + (date->month <= 2));
    date->day = (int)(of_year - (153 * part + 2) / 5 + 1);
    return true;
}

const char *assay_days_text(int64_t number, char text[ASSAY_DAYS_TEXT])
{
    civil date;
    text[0] = '\0';
    if (civil_of(number, &date))
        (void)snprintf(text, ASSAY_DAYS_TEXT, "%04d-%02d-%02d",
                       date.year % 10000, date.month % 100, date.day % 100);
    return text;
}

const char *assay_days_words(int64_t number, char text[ASSAY_DAYS_TEXT])
{
    static const char *const months[] = {
        "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December"};
    civil date;
    text[0] = '\0';
    if (civil_of(number, &date))
        (void)snprintf(text, ASSAY_DAYS_TEXT, "%d %s %d", date.day % 100,
                       months[date.month - 1], date.year % 10000);
    return text;
}

int assay_days_year(int64_t number)
{
    civil date = {0, 0, 0};
    (void)civil_of(number, &date);
    return date.year;
}
