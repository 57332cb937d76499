// SPDX-License-Identifier: Apache-2.0
#include "read/instant.h"

#include "read/date.h"

#include <string.h>

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

static uint64_t load8(const char *text)
{
    uint64_t bytes = 0;
    memcpy(&bytes, text, sizeof bytes);
    return bytes;
}

// Whether eight bytes are of a shape, in which 0 stands for a digit and all
// else for itself; `values` are then the digits' values, and 0.
static inline bool is_shaped(const char *text, const char shape[8],
                             unsigned char values[8])
{
    // Added to a value that is too large these set its uppermost bit.
    char over[8];
    const uint64_t bytes = load8(text) ^ load8(shape);
    for (int i = 0; i < 8; i++) over[i] = shape[i] == '0' ? 0x76 : 0x7F;
    memcpy(values, &bytes, sizeof bytes);
    return !((bytes | (bytes + load8(over))) & UINT64_C(0x8080808080808080));
}

static bool is_same_day(assay_slice text, const assay_instant_day *day)
{
    return load8(text.text) == load8(day->text) &&
           load8(text.text + 2) == load8(day->text + 2);
}

// Takes "2024-05-03" off the front of a text that goes on behind it.
static bool read_day(assay_slice text, assay_instant_day *day)
{
    unsigned char v[8], w[8];
    if (!is_shaped(text.text, "0000-00-", v) ||
        !is_shaped(text.text + 2, "00-00-00", w))
        return false;
    const int part[6] = {v[0] * 1000 + v[1] * 100 + v[2] * 10 + v[3],
                         v[5] * 10 + v[6], w[6] * 10 + w[7]};
    if (!part[1] || part[1] > 12 || !part[2] || !is_day(part)) return false;
    memcpy(day->text, text.text, sizeof day->text);
    day->seconds = days_of(part[0], part[1], part[2]) * 86400;
    return true;
}

// What is left of "20Z" or "20.5Z" behind the whole seconds.
static bool read_rest(assay_slice text, size_t at, int64_t *sum)
{
    int64_t unit = million;
    *sum = 0;
    if (text.text[at] == '.' && at + 2 < text.length) {
        const size_t first = ++at;
        for (; at < text.length; at++) {
            const unsigned digit = (unsigned char)text.text[at] - '0';
            if (digit > 9) break;
            unit /= 10;
            *sum += (int64_t)digit * unit;
        }
        if (at == first) return false;
    }
    return at + 1 == text.length && text.text[at] == 'Z';
}

// An instant as most are written, "2024-05-03T10:15:20.5Z". False for any
// other, which may be one too, and for numbers that no instant has.
static bool read_usual(assay_slice text, assay_instant_day *day,
                       int64_t *instant)
{
    enum { DATE = 10, SHORTEST = 20 };
    int64_t rest = 0;
    unsigned char v[8];
    if (text.length < SHORTEST || text.text[DATE] != 'T') return false;
    if (!is_same_day(text, day) && !read_day(text, day)) return false;
    if (!is_shaped(text.text + DATE + 1, "00:00:00", v)) return false;
    const int hour = v[0] * 10 + v[1];
    const int minute = v[3] * 10 + v[4];
    const int second = v[6] * 10 + v[7];
    if (hour > 23 || minute > 59 || second > 59) return false;
    if (!read_rest(text, SHORTEST - 1, &rest)) return false;
    const int of_day = hour * 3600 + minute * 60 + second;
    *instant = (day->seconds + of_day) * million + rest;
    return true;
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
                                 assay_instant_day *day, int64_t *instant,
                                 assay_error *err)
{
    assay_date date;
    if (read_usual(text, day, instant)) return ASSAY_OK;
    if (!assay_date_parse(text, &date))
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
