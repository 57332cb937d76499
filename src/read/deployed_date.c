// SPDX-License-Identifier: Apache-2.0
// Dates as records write them.
#include "read/deployed_value.h"

#include "base/days.h"
#include "read/date.h"
#include "read/deployed_scan.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

// A date of `precision` parts (1 to 3) of which all are in range.
static assay_deployed_date date_of_parts(const int part[3], int precision)
{
    static const assay_when whens[] = {ASSAY_WHEN_YEAR, ASSAY_WHEN_MONTH,
                                       ASSAY_WHEN_DAY};
    assay_deployed_date date = {.when = whens[precision - 1]};
    const int month = precision > 1 ? part[1] : 1;
    const int end = precision > 1 ? part[1] : 12;
    date.first = assay_days_of(part[0], month, precision > 2 ? part[2] : 1);
    date.last =
        precision > 2
            ? date.first
            : assay_days_of(part[0], end, assay_days_in_month(part[0], end));
    static const size_t lengths[] = {4, 7, 10};
    (void)snprintf(date.from, sizeof date.from, "%04d-%02d-%02d",
                   part[0] % 10000, month % 100,
                   precision > 2 ? part[2] % 100 : 0);
    date.from[lengths[precision - 1]] = '\0';
    memcpy(date.to, date.from, sizeof date.to);
    return date;
}

static bool parse_iso(assay_slice text, assay_deployed_date *date)
{
    assay_date iso;
    if (!assay_date_parse(text, &iso) || iso.part[0] < 1) return false;
    const int precision = iso.precision < 3 ? iso.precision : 3;
    if (precision == 3 &&
        iso.part[2] > assay_days_in_month(iso.part[0], iso.part[1]))
        return false;
    *date = date_of_parts(iso.part, precision);
    return true;
}

static bool parse_interval(assay_slice text, assay_deployed_date *date)
{
    assay_deployed_date end;
    const char *slash =
        text.length ? memchr(text.text, '/', text.length) : NULL;
    if (!slash) return false;
    const size_t n = (size_t)(slash - text.text);
    if (!parse_iso(assay_slice_trim((assay_slice){text.text, n}), date))
        return false;
    if (!parse_iso(
            assay_slice_trim((assay_slice){slash + 1, text.length - n - 1}),
            &end) ||
        end.last < date->first)
        return false;
    date->when = ASSAY_WHEN_DAYS;
    date->last = end.last;
    memcpy(date->to, end.to, sizeof date->to);
    return true;
}

// 28/06/18, 28.6.2018, 28-06-2018: the day first.
static bool parse_day_first(assay_slice text, assay_deployed_date *date)
{
    int part[3] = {0, 0, 0}; // year, month, day
    if (!assay_scan_small(&text, 2, &part[2]) || !text.length) return false;
    const char mark = text.text[0];
    if (mark != '/' && mark != '.' && mark != '-') return false;
    assay_scan_skip(&text, 1);
    if (!assay_scan_small(&text, 2, &part[1])) return false;
    if (!text.length || text.text[0] != mark) return false;
    assay_scan_skip(&text, 1);
    const size_t digits = assay_scan_digits(text);
    if ((digits != 2 && digits != 4) || digits != text.length) return false;
    (void)assay_scan_small(&text, 4, &part[0]);
    if (digits == 2) part[0] += 2000;
    if (part[0] < 1 || part[1] < 1 || part[1] > 12 || part[2] < 1 ||
        part[2] > assay_days_in_month(part[0], part[1]))
        return false;
    *date = date_of_parts(part, 3);
    return true;
}

static const char *const months[] = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

// Letters at the front.
static size_t count_letters(assay_slice rest)
{
    size_t n = 0;
    while (n < rest.length && (rest.text[n] | 0x20) >= 'a' &&
           (rest.text[n] | 0x20) <= 'z')
        n++;
    return n;
}

// Takes the name of a month, whole or its first three or four letters.
static bool take_month(assay_slice *rest, int *month)
{
    const size_t n = count_letters(*rest);
    for (int i = 0; i < 12; i++) {
        const size_t whole = strlen(months[i]);
        if (n < 3 || n > whole || (n > 4 && n < whole) ||
            strncasecmp(rest->text, months[i], n) != 0)
            continue;
        assay_scan_skip(rest, n);
        *month = i + 1;
        return true;
    }
    return false;
}

static void drop_weekday(assay_slice *rest)
{
    static const char *const days[] = {"monday",   "tuesday", "wednesday",
                                       "thursday", "friday",  "saturday",
                                       "sunday",   "weds"};
    const size_t n = count_letters(*rest);
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        if (n < 3 || n > strlen(days[i]) ||
            strncasecmp(rest->text, days[i], n) != 0)
            continue;
        assay_scan_skip(rest, n);
        *rest = assay_slice_trim(*rest);
        (void)assay_scan_text(rest, ".");
        (void)assay_scan_text(rest, ",");
        return;
    }
}

// What parts the pieces of a date in words.
static void drop_marks(assay_slice *rest)
{
    *rest = assay_slice_trim(*rest);
    while (assay_scan_text(rest, ",") || assay_scan_text(rest, ".") ||
           assay_scan_text(rest, "-") || assay_scan_text(rest, "/") ||
           assay_scan_text(rest, "of "));
}

// "12", "12th".
static bool take_day(assay_slice *rest, int *day)
{
    static const char ends[] = "stndrdth"; // 1st, 2nd, 3rd, 4th
    assay_slice at = *rest;
    if (!assay_scan_small(&at, 2, day)) return false;
    for (size_t i = 0; at.length > 1 && i + 1 < sizeof ends; i += 2)
        if (strncasecmp(at.text, ends + i, 2) == 0) {
            assay_scan_skip(&at, 2);
            break;
        }
    at = assay_slice_trim(at);
    *rest = at;
    return true;
}

static bool take_year(assay_slice *rest, int *year)
{
    const size_t n = assay_scan_digits(*rest);
    if ((n != 2 && n != 4) || !assay_scan_small(rest, 4, year)) return false;
    if (n == 2) *year += 2000;
    return true;
}

// The parts of a date in words, 0 where they are not there: "12th May 2024",
// "May 12, 2024", "May 2024", "Jun-24", "12 May", "12".
static bool take_parts(assay_slice text, int part[3])
{
    part[0] = part[1] = part[2] = 0;
    drop_weekday(&text);
    if (take_day(&text, &part[2])) drop_marks(&text);
    if (take_month(&text, &part[1])) drop_marks(&text);
    assay_slice at = text;
    if (!part[2] && part[1] && take_day(&at, &part[2])) {
        drop_marks(&at);
        // "Jun-24" is a month.
        if (at.length && assay_scan_digits(at) == 4)
            text = at;
        else
            part[2] = 0;
    }
    if (text.length && part[1] && !take_year(&text, &part[0])) return false;
    return !text.length && (part[1] || part[2]);
}

static bool is_in_range(const int part[3])
{
    return part[0] >= 1 && part[1] >= 1 && part[1] <= 12 &&
           (!part[2] || part[2] <= assay_days_in_month(part[0], part[1]));
}

static bool parse_words(assay_slice text, assay_deployed_date *date)
{
    int part[3];
    if (!take_parts(text, part) || !is_in_range(part)) return false;
    *date = date_of_parts(part, part[2] ? 3 : 2);
    return true;
}

// A spreadsheet's time of day, behind a day.
static assay_slice without_time(assay_slice text)
{
    const char *blank =
        text.length ? memrchr(text.text, ' ', text.length) : NULL;
    if (!blank) return text;
    const size_t n = (size_t)(blank - text.text);
    assay_slice at = {blank + 1, text.length - n - 1};
    int number = 0;
    for (int i = 0; i < 3 && assay_scan_small(&at, 2, &number); i++) {
        if (!at.length && i)
            return assay_slice_trim((assay_slice){text.text, n});
        if (!at.length || at.text[0] != ':') return text;
        assay_scan_skip(&at, 1);
    }
    return text;
}

static bool parse_one(assay_slice text, assay_deployed_date *date)
{
    return parse_iso(text, date) || parse_interval(text, date) ||
           parse_day_first(without_time(text), date) || parse_words(text, date);
}

// The first of days that need what stands behind them: "5" of "5 & 6 June
// 2023", "5, 6" of "5, 6 and 7 June 2023", "30 May" of "30 May - 2 June 2024".
static bool parse_front(assay_slice text, const assay_deployed_date *end,
                        assay_deployed_date *date)
{
    assay_date last;
    int part[3];
    const char *comma = memchr(text.text, ',', text.length);
    if (comma && !take_parts(text, part)) {
        const size_t n = (size_t)(comma - text.text);
        assay_slice more =
            assay_slice_trim((assay_slice){comma + 1, text.length - n - 1});
        if (!take_parts(more, part) || part[1]) return false;
        text = assay_slice_trim((assay_slice){text.text, n});
    }
    if (!take_parts(text, part) || part[0]) return false;
    if (!assay_date_parse(assay_slice_of(end->to), &last)) return false;
    part[0] = last.part[0];
    if (!part[1]) part[1] = last.part[1];
    if (!is_in_range(part)) return false;
    *date = date_of_parts(part, part[2] ? 3 : 2);
    return true;
}

// "5 & 6 June 2023", "12/05/2024 - 14/05/2024", "30 May to 2 June 2024".
static bool parse_days(assay_slice text, assay_deployed_date *date)
{
    assay_deployed_date end;
    for (size_t i = 1; i < text.length; i++) {
        assay_slice behind = {text.text + i, text.length - i};
        const assay_slice front = assay_slice_trim((assay_slice){text.text, i});
        if (!front.length || !assay_scan_between(&behind) ||
            !parse_one(behind, &end))
            continue;
        if (!parse_one(front, date) && !parse_front(front, &end, date))
            continue;
        if (end.last < date->first) return false;
        date->when = ASSAY_WHEN_DAYS;
        date->last = end.last;
        memcpy(date->to, end.to, sizeof date->to);
        return true;
    }
    return false;
}

assay_deployed_date assay_deployed_date_of(assay_slice cell)
{
    enum { LONGEST = 64 }; // of a date
    assay_deployed_date date = {.when = ASSAY_WHEN_NONE};
    cell = assay_slice_trim(cell);
    if (cell.length <= LONGEST &&
        (parse_one(cell, &date) || parse_days(cell, &date)))
        return date;
    return (assay_deployed_date){.when = ASSAY_WHEN_NONE};
}
