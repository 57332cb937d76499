// SPDX-License-Identifier: Apache-2.0
#include "read/instant.h"

#include "read/date.h"

static const int64_t million = 1000000;

// Days from 1970-01-01 to a day of the Gregorian calendar (Hinnant's
// days_from_civil, years from 0).
static int64_t days_of(int year, int month, int day)
{
    const int64_t y = month <= 2 ? year - 1 : year;
    const int64_t era = (y >= 0 ? y : y - 399) / 400;
    const int64_t of_era = y - era * 400;
    const int64_t shifted = month > 2 ? month - 3 : month + 9;
    const int64_t of_year = (153 * shifted + 2) / 5 + day - 1;
    const int64_t days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    return era * 146097 + days - 719468;
}

static bool is_day(const int part[6])
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const int year = part[0];
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    const int most = days[part[1] - 1] + (part[1] == 2 && leap ? 1 : 0);
    return part[2] <= most;
}

// 24:00:00 is the end of a day; nothing comes after it.
static bool is_time(const int part[6])
{
    return part[3] < 24 || (part[4] == 0 && part[5] == 0);
}

// What stands between the seconds and the zone, in microseconds.
static int64_t fraction_of(assay_slice text, const assay_date *date)
{
    int64_t sum = 0, unit = million / 10;
    const char *end = date->zone.text;
    const char *at = end;
    while (at > text.text && at[-1] >= '0' && at[-1] <= '9') at--;
    if (at == text.text || (at[-1] != '.' && at[-1] != ',')) return 0;
    for (; at < end && unit; at++, unit /= 10) sum += (*at - '0') * unit;
    return sum;
}

// Seconds that the zone is ahead of UTC.
static int64_t ahead(assay_slice zone)
{
    int number = 0, digits = 0;
    if (assay_slice_is(zone, "Z")) return 0;
    for (size_t i = 1; i < zone.length; i++) {
        if (zone.text[i] == ':') continue;
        number = number * 10 + (zone.text[i] - '0');
        digits++;
    }
    const int hours = digits > 2 ? number / 100 : number;
    const int minutes = digits > 2 ? number % 100 : 0;
    const int64_t sum = (int64_t)hours * 3600 + (int64_t)minutes * 60;
    return zone.text[0] == '-' ? -sum : sum;
}

// Takes "2024-05-03T10:15:20" off the front, digit by digit.
static bool take_usual(assay_slice text, int part[6])
{
    static const char shape[] = "dddd-dd-ddTdd:dd:dd";
    for (size_t i = 0; i + 1 < sizeof shape; i++) {
        const char c = text.text[i];
        if (shape[i] != 'd') {
            if (c != shape[i]) return false;
            part++;
        } else {
            if (c < '0' || c > '9') return false;
            *part = *part * 10 + (c - '0');
        }
    }
    return true;
}

static bool is_digit(assay_slice text, size_t at)
{
    return at < text.length && text.text[at] >= '0' && text.text[at] <= '9';
}

// A date as most are written, with a Z. False for any other, which may be one
// too, and for numbers that no date has.
static bool read_usual(assay_slice text, assay_date *date)
{
    static const int most[6] = {9999, 12, 31, 23, 59, 59};
    enum { SHORTEST = 20 };
    size_t end = SHORTEST - 1;
    *date = (assay_date){.precision = 6};
    if (text.length < SHORTEST || !take_usual(text, date->part)) return false;
    for (int i = 0; i < 6; i++)
        if (date->part[i] > most[i]) return false;
    if (!date->part[1] || !date->part[2]) return false;
    if (text.text[end] == '.' && is_digit(text, end + 1))
        for (end++; is_digit(text, end);) end++;
    date->zone = (assay_slice){text.text + end, text.length - end};
    return assay_slice_is(date->zone, "Z");
}

static assay_status refuse(const char *column, assay_slice text,
                           const char *why, assay_error *err)
{
    return assay_fail(err, ASSAY_EINPUT,
                      "%s is \"%.*s\": %s, such as 2024-05-03T10:15:20Z or "
                      "2024-05-03T10:15:20.5+01:00",
                      column, text.length > 40 ? 40 : (int)text.length,
                      text.text, why);
}

assay_status assay_instant_parse(const char *column, assay_slice text,
                                 int64_t *instant, assay_error *err)
{
    assay_date date;
    if (!read_usual(text, &date) && !assay_date_parse(text, &date))
        return refuse(column, text, "write an ISO 8601 time", err);
    if (date.precision < 5)
        return refuse(column, text, "there is no time of day; write one", err);
    if (!date.zone.length)
        return refuse(column, text, "there is no zone; write one", err);
    if (!is_day(date.part) || !is_time(date.part))
        return refuse(column, text, "there is no such time; write one", err);
    const int64_t days = days_of(date.part[0], date.part[1], date.part[2]);
    const int64_t seconds = days * 86400 + (int64_t)date.part[3] * 3600 +
                            (int64_t)date.part[4] * 60 + date.part[5] -
                            ahead(date.zone);
    *instant = seconds * million +
               (date.precision == 6 ? fraction_of(text, &date) : 0);
    return ASSAY_OK;
}
