// SPDX-License-Identifier: Apache-2.0
// Days and dates by Howard Hinnant's algorithms: eras of 400 years from 1 March
// of year 0.
#include "simulate/street_times.h"

#include "read/date.h"

#include <string.h>

enum { ERA = 146097, TO_1970 = 719468, DIGITS = 20, DAY = 10 };

int assay_street_width(uint64_t count)
{
    int width = 1;
    for (; count >= 10; count /= 10) width++;
    return width;
}

void assay_street_put_number(assay_output *output, uint64_t value, int width)
{
    char text[DIGITS];
    int at = DIGITS;
    do {
        text[--at] = (char)('0' + value % 10);
        value /= 10;
    } while ((value || DIGITS - at < width) && at > 0);
    assay_output_bytes(output, text + at, (size_t)(DIGITS - at));
}

static void digits(char *to, int64_t value, int count)
{
    for (int i = count; i-- > 0; value /= 10) to[i] = (char)('0' + value % 10);
}

// Writes "2024-01-09".
static void write_day(char text[DAY], int64_t day)
{
    const int64_t z = day + TO_1970;
    const int64_t era = z / ERA, in_era = z % ERA;
    const int64_t years =
        (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    const int64_t of_year = in_era - (365 * years + years / 4 - years / 100);
    const int64_t march = (5 * of_year + 2) / 153;
    const int64_t month = march < 10 ? march + 3 : march - 9;
    digits(text, years + era * 400 + (month <= 2), 4);
    text[4] = text[7] = '-';
    digits(text + 5, month, 2);
    digits(text + 8, of_year - (153 * march + 2) / 5 + 1, 2);
}

bool assay_street_day_parse(assay_slice text, int64_t *day)
{
    assay_date date;
    if (!assay_date_parse(text, &date) || date.precision != 3) return false;
    if (date.part[0] < 1971 || date.part[0] > 2999) return false;
    const int64_t month = date.part[1];
    const int64_t year = date.part[0] - (month <= 2);
    const int64_t era = year / 400, in_era = year % 400;
    const int64_t of_year =
        (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + date.part[2] - 1;
    *day = era * ERA + in_era * 365 + in_era / 4 - in_era / 100 + of_year -
           TO_1970;
    // 30 February would be 1 March.
    char again[DAY];
    write_day(again, *day);
    return text.length == DAY && memcmp(again, text.text, DAY) == 0;
}

void assay_street_put_day(assay_output *output, int64_t day)
{
    char text[DAY];
    write_day(text, day);
    assay_output_bytes(output, text, sizeof text);
}

void assay_street_put_time(assay_output *output, int64_t ms)
{
    char text[24] = "0000-00-00T00:00:00.000Z";
    const int64_t day = ms / ASSAY_STREET_DAY_MS;
    const int64_t rest = ms % ASSAY_STREET_DAY_MS;
    write_day(text, day);
    digits(text + 11, rest / 3600000, 2);
    digits(text + 14, rest / 60000 % 60, 2);
    digits(text + 17, rest / 1000 % 60, 2);
    digits(text + 20, rest % 1000, 3);
    assay_output_bytes(output, text, sizeof text);
}
