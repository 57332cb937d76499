// SPDX-License-Identifier: Apache-2.0
#include "read/deployed_value.h"

#include "read/deployed_scan.h"

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
                                        "n.k.",
                                        "tbc",
                                        "tba",
                                        "tbd",
                                        "pending",
                                        "awaited",
                                        "no data",
                                        "not held",
                                        "not collected",
                                        "not stated",
                                        "not provided",
                                        "redacted",
                                        "withheld"};
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

// Takes a whole number, perhaps with its thousands apart. False: there is none,
// it is too large, or its thousands are not of three digits.
static bool take_whole(assay_slice *rest, int64_t *value)
{
    size_t n = assay_scan_digits(*rest);
    const size_t front = n;
    *value = 0;
    if (!n) return false;
    for (;;) {
        for (size_t i = 0; i < n; i++) {
            *value = *value * 10 + (rest->text[i] - '0');
            if (*value > ASSAY_DEPLOYED_MOST) return false;
        }
        assay_scan_skip(rest, n);
        const size_t mark = parts_thousands(*rest);
        if (!mark) return true;
        assay_scan_skip(rest, mark);
        n = assay_scan_digits(*rest);
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
    if (is_word(cell, "nil") || is_word(cell, "none") || is_word(cell, "zero"))
        return "write 0 where none was counted, nothing where it is not known";
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

// Takes a footnote's mark off the end: "61*", "61 **", "12 (see note 2)",
// "5[1]", "5 (a)", a dagger or a raised digit.
static bool drop_note(assay_slice *cell)
{
    static const char *const marks[] = {
        "*",        "#",        "^",        "\xe2\x80\xa0", "\xe2\x80\xa1",
        "\xc2\xa7", "\xc2\xb9", "\xc2\xb2", "\xc2\xb3",     NULL};
    for (size_t i = 0; marks[i]; i++) {
        const size_t n = strlen(marks[i]);
        if (cell->length <= n ||
            memcmp(cell->text + cell->length - n, marks[i], n) != 0)
            continue;
        *cell = assay_slice_trim((assay_slice){cell->text, cell->length - n});
        return true;
    }
    return false;
}

// The same of a note in brackets: words, or one letter or number in square
// ones.
static bool drop_bracket(assay_slice *cell)
{
    const char last = cell->length ? cell->text[cell->length - 1] : '\0';
    if (last != ')' && last != ']') return false;
    const char *open =
        memrchr(cell->text, last == ')' ? '(' : '[', cell->length);
    if (!open || open == cell->text) return false;
    const size_t n = (size_t)(open - cell->text);
    assay_slice inside =
        assay_slice_trim((assay_slice){open + 1, cell->length - n - 2});
    const bool words = drop_front(&inside, "see ") ||
                       drop_front(&inside, "note") ||
                       drop_front(&inside, "footnote");
    const bool letter = inside.length == 1 && !is_digit(inside.text[0]);
    if (!words && !letter && !(last == ']' && inside.length <= 2)) return false;
    *cell = assay_slice_trim((assay_slice){cell->text, n});
    return true;
}

const char *assay_deployed_count_of(assay_slice cell, assay_known *count,
                                    assay_count_mark *mark)
{
    int64_t value = 0;
    bool inclusive = false, about = false;
    cell = assay_slice_trim(cell);
    *count = (assay_known){-1, -1};
    *mark = ASSAY_COUNT_PLAIN;
    if (assay_deployed_unknown(cell)) return NULL;
    bool noted = drop_bracket(&cell);
    while (drop_note(&cell)) noted = true;
    assay_slice rest = cell;
    const bool below = drop_below(&rest, &inclusive);
    if (!below) about = drop_about(&rest);
    if (!take_whole(&rest, &value) ||
        (rest.length && !is_zero_fraction(rest)) ||
        (below && !inclusive && !value))
        return why_not(cell, rest);
    if (noted) *mark = ASSAY_COUNT_NOTED;
    if (about) *mark = ASSAY_COUNT_ABOUT;
    *count = below ? (assay_known){0, inclusive ? value : value - 1}
                   : (assay_known){value, value};
    return NULL;
}

// Takes a number as it stands in a duration: "4", "4.5".
static bool take_amount(assay_slice *rest, double *value)
{
    size_t n = assay_scan_digits(*rest);
    bool overflow = false;
    if (!n || n > 6) return false;
    if (n + 1 < rest->length && rest->text[n] == '.' &&
        is_digit(rest->text[n + 1])) {
        n++;
        while (n < rest->length && is_digit(rest->text[n])) n++;
    }
    if (!assay_parse_double((assay_slice){rest->text, n}, value, &overflow))
        return false;
    assay_scan_skip(rest, n);
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
    assay_scan_skip(&rest, 1);
    if (!assay_scan_small(&rest, 2, &minutes) || minutes > 59) return -1;
    if (rest.length && rest.text[0] == ':') {
        assay_scan_skip(&rest, 1);
        if (!assay_scan_small(&rest, 2, &seconds) || seconds > 59) return -1;
    }
    if (rest.length) return -1;
    return (int64_t)(hours * 3600) + (int64_t)minutes * 60 + seconds;
}

// The hours and minutes of a time of day; false: there are no minutes, or they
// are none.
static bool take_clock(assay_slice *rest, int part[2], bool *minutes)
{
    const size_t n = assay_scan_digits(*rest);
    part[1] = 0;
    *minutes = n == 4;
    if ((n != 1 && n != 2 && n != 4) || !assay_scan_small(rest, 4, &part[0]))
        return false;
    if (*minutes) {
        part[1] = part[0] % 100;
        part[0] /= 100;
        return true;
    }
    if (!rest->length || (rest->text[0] != ':' && rest->text[0] != '.'))
        return true;
    assay_scan_skip(rest, 1);
    *minutes = true;
    return assay_scan_digits(*rest) == 2 && assay_scan_small(rest, 2, &part[1]);
}

// A time of day, in minutes: "10:00", "10.00", "1000", "3pm", "3:30 pm".
static bool take_time(assay_slice *rest, int *minutes)
{
    int part[2];
    bool whole = false;
    if (!take_clock(rest, part, &whole)) return false;
    *rest = assay_slice_trim(*rest);
    const bool am = assay_scan_text(rest, "am");
    const bool pm = !am && assay_scan_text(rest, "pm");
    if ((am || pm) && (part[0] < 1 || part[0] > 12)) return false;
    if (am || pm) part[0] = part[0] % 12 + (pm ? 12 : 0);
    *minutes = part[0] * 60 + part[1];
    return (whole || am || pm) && part[0] < 24 && part[1] < 60;
}

// "10:00 - 15:30", "1000-1530", "10am to 3.30pm": from one time of day to
// another, perhaps past midnight; -1: it is none.
static int64_t span_of(assay_slice cell)
{
    int from = 0, to = 0;
    if (!take_time(&cell, &from) || !assay_scan_between(&cell) ||
        !take_time(&cell, &to))
        return -1;
    (void)(assay_scan_text(&cell, "hours") || assay_scan_text(&cell, "hrs"));
    if (cell.length || from == to) return -1;
    return (int64_t)(to - from + (to < from ? 24 * 60 : 0)) * 60;
}

int64_t assay_deployed_duration_of(assay_slice cell)
{
    const int64_t span = span_of(assay_slice_trim(cell));
    if (span >= 0) return span;
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
