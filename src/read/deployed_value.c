// SPDX-License-Identifier: Apache-2.0
#include "read/deployed_value.h"

#include "base/days.h"
#include "read/date.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(assay_slice cell, const char *word)
{
    return strlen(word) == cell.length &&
           (!cell.length || strncasecmp(cell.text, word, cell.length) == 0);
}

bool assay_deployed_unknown(assay_slice cell)
{
    static const char *const words[] = {"",
                                        "n/a",
                                        "na",
                                        "n/k",
                                        "nk",
                                        "*",
                                        "-",
                                        "--",
                                        "\xe2\x80\x93",
                                        "?",
                                        "unknown",
                                        "none given",
                                        "unk",
                                        "not known",
                                        "not recorded",
                                        "null",
                                        "not available",
                                        "\xe2\x80\x94",
                                        "n.a.",
                                        "n.k."};
    cell = assay_slice_trim(cell);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is_word(cell, words[i])) return true;
    return false;
}

static bool drop_front(assay_slice *rest, const char *text)
{
    const size_t n = strlen(text);
    if (rest->length < n || strncasecmp(rest->text, text, n) != 0) return false;
    rest->text += n;
    rest->length -= n;
    *rest = assay_slice_trim(*rest);
    return true;
}

// Takes "c.", "about" and the like off the front.
static bool drop_about(assay_slice *rest)
{
    static const char *const words[] = {
        "circa", "approximately", "approx.", "approx",
        "about", "ca.",           "c.",      "~"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (drop_front(rest, words[i])) return true;
    return rest->length > 1 && (rest->text[0] | 0x20) == 'c' &&
           (is_digit(rest->text[1]) || rest->text[1] == ' ') &&
           drop_front(rest, "c");
}

// The bytes of what parts thousands at the front: , ' blank, a narrow or a
// no-break space; 0: none.
static size_t parts_thousands(assay_slice rest)
{
    static const char *const marks[] = {
        ",", "'", " ", "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x89"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const size_t n = strlen(marks[i]);
        if (rest.length > n && memcmp(rest.text, marks[i], n) == 0) return n;
    }
    return 0;
}

static size_t count_digits(assay_slice rest)
{
    size_t n = 0;
    while (n < rest.length && is_digit(rest.text[n])) n++;
    return n;
}

static void advance(assay_slice *rest, size_t n)
{
    rest->text += n;
    rest->length -= n;
}

// Takes a whole number, perhaps with its thousands apart. False: there is none,
// it is too large, or its thousands are not of three digits.
static bool take_whole(assay_slice *rest, int64_t *value)
{
    size_t n = count_digits(*rest);
    const size_t front = n;
    *value = 0;
    if (!n) return false;
    for (;;) {
        for (size_t i = 0; i < n; i++) {
            *value = *value * 10 + (rest->text[i] - '0');
            if (*value > ASSAY_DEPLOYED_MOST) return false;
        }
        advance(rest, n);
        const size_t mark = parts_thousands(*rest);
        if (!mark) return true;
        advance(rest, mark);
        n = count_digits(*rest);
        if (n != 3 || front > 3) return false;
    }
}

// ".0", ".000": what a spreadsheet adds to a whole number.
static bool is_zero_fraction(assay_slice rest)
{
    if (rest.length < 2 || rest.text[0] != '.') return false;
    for (size_t i = 1; i < rest.length; i++)
        if (rest.text[i] != '0') return false;
    // 8.000 may be eight thousand.
    return rest.length != 4;
}

// What is wrong with a count of which `rest` could not be taken.
static const char *why_not(assay_slice cell, assay_slice rest)
{
    if (cell.length &&
        (cell.text[0] == '-' || strncmp(cell.text, "\xe2\x88\x92", 3) == 0))
        return "a count is not below 0";
    if (cell.length && cell.text[cell.length - 1] == '%')
        return "a percentage stands where a count should";
    if (rest.length && rest.text[0] == '.')
        return "a count is a whole number, thousands apart by a comma or blank";
    return "write a whole number, <5 for a count that is masked, or nothing "
           "where it is not known";
}

// "<5", "< 5", "<=4", "fewer than 5".
static bool drop_below(assay_slice *rest, bool *inclusive)
{
    *inclusive = drop_front(rest, "<=") || drop_front(rest, "\xe2\x89\xa4") ||
                 drop_front(rest, "up to ") || drop_front(rest, "at most ");
    return *inclusive || drop_front(rest, "<") ||
           drop_front(rest, "fewer than ") || drop_front(rest, "less than ") ||
           drop_front(rest, "under ");
}

const char *assay_deployed_count_of(assay_slice cell, assay_known *count,
                                    bool *about)
{
    int64_t value = 0;
    bool inclusive = false;
    cell = assay_slice_trim(cell);
    *count = (assay_known){-1, -1};
    *about = false;
    if (assay_deployed_unknown(cell)) return NULL;
    assay_slice rest = cell;
    const bool below = drop_below(&rest, &inclusive);
    if (!below) *about = drop_about(&rest);
    if (!take_whole(&rest, &value) ||
        (rest.length && !is_zero_fraction(rest)) ||
        (below && !inclusive && !value)) {
        *about = false;
        return why_not(cell, rest);
    }
    *count = below ? (assay_known){0, inclusive ? value : value - 1}
                   : (assay_known){value, value};
    return NULL;
}

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

static bool take_small(assay_slice *rest, size_t most, int *value)
{
    const size_t n = count_digits(*rest);
    *value = 0;
    if (!n || n > most) return false;
    for (size_t i = 0; i < n; i++) *value = *value * 10 + (rest->text[i] - '0');
    advance(rest, n);
    return true;
}

// 28/06/18, 28.6.2018, 28-06-2018: the day first.
static bool parse_day_first(assay_slice text, assay_deployed_date *date)
{
    int part[3] = {0, 0, 0}; // year, month, day
    if (!take_small(&text, 2, &part[2]) || !text.length) return false;
    const char mark = text.text[0];
    if (mark != '/' && mark != '.' && mark != '-') return false;
    advance(&text, 1);
    if (!take_small(&text, 2, &part[1])) return false;
    if (!text.length || text.text[0] != mark) return false;
    advance(&text, 1);
    const size_t digits = count_digits(text);
    if ((digits != 2 && digits != 4) || digits != text.length) return false;
    (void)take_small(&text, 4, &part[0]);
    if (digits == 2) part[0] += 2000;
    if (part[0] < 1 || part[1] < 1 || part[1] > 12 || part[2] < 1 ||
        part[2] > assay_days_in_month(part[0], part[1]))
        return false;
    *date = date_of_parts(part, 3);
    return true;
}

assay_deployed_date assay_deployed_date_of(assay_slice cell)
{
    assay_deployed_date date = {.when = ASSAY_WHEN_NONE};
    cell = assay_slice_trim(cell);
    if (parse_iso(cell, &date) || parse_interval(cell, &date) ||
        parse_day_first(cell, &date))
        return date;
    return (assay_deployed_date){.when = ASSAY_WHEN_NONE};
}

// Takes a number as it stands in a duration: "4", "4.5".
static bool take_amount(assay_slice *rest, double *value)
{
    size_t n = count_digits(*rest);
    bool overflow = false;
    if (!n || n > 6) return false;
    if (n + 1 < rest->length && rest->text[n] == '.' &&
        is_digit(rest->text[n + 1])) {
        n++;
        while (n < rest->length && is_digit(rest->text[n])) n++;
    }
    if (!assay_parse_double((assay_slice){rest->text, n}, value, &overflow))
        return false;
    advance(rest, n);
    *rest = assay_slice_trim(*rest);
    return true;
}

// Seconds of the unit at the front, the longest name first; 0: none.
static double take_unit(assay_slice *rest)
{
    static const struct {
        const char *name;
        double seconds;
    } units[] = {{"hours", 3600}, {"hour", 3600},  {"hrs", 3600},  {"hr", 3600},
                 {"h", 3600},     {"minutes", 60}, {"minute", 60}, {"mins", 60},
                 {"min", 60},     {"m", 60},       {"seconds", 1}, {"secs", 1},
                 {"sec", 1},      {"s", 1}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (!drop_front(rest, units[i].name)) continue;
        (void)drop_front(rest, ".");
        (void)drop_front(rest, ",");
        return units[i].seconds;
    }
    return 0;
}

// 4:47 and 4:47:30, after the hours.
static int64_t clock_of(double hours, assay_slice rest)
{
    int minutes = 0, seconds = 0;
    advance(&rest, 1);
    if (!take_small(&rest, 2, &minutes) || minutes > 59) return -1;
    if (rest.length && rest.text[0] == ':') {
        advance(&rest, 1);
        if (!take_small(&rest, 2, &seconds) || seconds > 59) return -1;
    }
    if (rest.length) return -1;
    return (int64_t)(hours * 3600) + (int64_t)minutes * 60 + seconds;
}

int64_t assay_deployed_duration_of(assay_slice cell)
{
    double sum = 0, amount = 0, smallest = INFINITY;
    assay_slice rest = assay_slice_trim(cell);
    if (!rest.length || !take_amount(&rest, &amount)) return -1;
    if (rest.length && rest.text[0] == ':') return clock_of(amount, rest);
    for (;;) {
        double unit = take_unit(&rest);
        // Without one: hours where they stand alone, minutes behind hours.
        if (unit == 0 && rest.length) return -1;
        if (unit == 0) unit = isinf(smallest) ? 3600 : smallest / 60;
        if (unit >= smallest || unit < 1) return -1;
        sum += amount * unit;
        smallest = unit;
        if (!rest.length) break;
        if (!take_amount(&rest, &amount)) return -1;
    }
    return (int64_t)(sum + 0.5);
}

double assay_deployed_number_of(assay_slice cell)
{
    char text[32];
    double value = NAN;
    bool overflow = false;
    cell = assay_slice_trim(cell);
    if (assay_parse_double(cell, &value, &overflow) && isfinite(value))
        return value;
    const char *comma =
        cell.length ? memchr(cell.text, ',', cell.length) : NULL;
    if (!comma || cell.length >= sizeof text) return NAN;
    memcpy(text, cell.text, cell.length);
    text[comma - cell.text] = '.';
    if (assay_parse_double((assay_slice){text, cell.length}, &value,
                           &overflow) &&
        isfinite(value))
        return value;
    return NAN;
}

assay_printed_rate assay_deployed_rate_of(assay_slice cell)
{
    assay_printed_rate rate = {NAN, NAN};
    size_t digits = 0;
    cell = assay_slice_trim(cell);
    const bool percent = cell.length && cell.text[cell.length - 1] == '%';
    if (percent)
        cell = assay_slice_trim((assay_slice){cell.text, cell.length - 1});
    for (size_t i = 0; i < cell.length; i++) {
        const char c = cell.text[i];
        if (c == '.' || c == ',') digits = cell.length - 1 - i;
        if (!is_digit(c) && c != '.' && c != ',') return rate;
    }
    if (digits > 15) return rate;
    const double value = assay_deployed_number_of(cell);
    double step = percent ? 0.01 : 1;
    for (size_t i = 0; i < digits; i++) step /= 10;
    if (isnan(value)) return rate;
    return (assay_printed_rate){percent ? value / 100 : value, step};
}
