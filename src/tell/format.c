// SPDX-License-Identifier: Apache-2.0
#include "tell/format.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { DECIMALS_MOST = 15 };

// Copies the digits of what printf made, with a point for whatever the locale
// has; stops at an exponent. Returns the length.
static size_t copy_digits(const char *raw, char *text)
{
    size_t n = 0;
    bool point = false;
    for (const char *p = raw; *p && *p != 'e'; p++) {
        const bool plain = (*p >= '0' && *p <= '9') || *p == '-';
        if (plain) text[n++] = *p;
        if (!plain && !point) text[n++] = '.';
        point = point || !plain;
    }
    text[n] = '\0';
    return n;
}

// Puts commas between the thousands of the digits before the point.
static void add_commas(char *text)
{
    char raw[ASSAY_FORMAT_SIZE];
    (void)snprintf(raw, sizeof raw, "%s", text);
    const size_t sign = raw[0] == '-';
    const size_t whole = strspn(raw + sign, "0123456789");
    size_t n = sign;
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && (whole - i) % 3 == 0) text[n++] = ',';
        text[n++] = raw[sign + i];
    }
    (void)snprintf(text + n, ASSAY_FORMAT_SIZE - n, "%s", raw + sign + whole);
}

static char *put(char *text, const char *words)
{
    (void)snprintf(text, ASSAY_FORMAT_SIZE, "%s", words);
    return text;
}

char *assay_format_count(int64_t count, char *text)
{
    if (count < 0) return put(text, "");
    (void)snprintf(text, ASSAY_FORMAT_SIZE, "%lld", (long long)count);
    add_commas(text);
    return text;
}

char *assay_format_shortest(double value, char *text)
{
    char raw[32];
    if (isnan(value)) return put(text, "");
    if (isinf(value)) return put(text, value > 0 ? "infinite" : "-infinite");
    assay_print_double(value, 0, raw);
    return put(text, raw);
}

char *assay_format_threshold(double value, char *text)
{
    char raw[32];
    if (!isfinite(value)) return assay_format_shortest(value, text);
    assay_print_double(value, 9, raw);
    return put(text, raw);
}

char *assay_format_fixed(double value, int decimals, char *text)
{
    if (!isfinite(value) || fabs(value) >= 1e15)
        return assay_format_shortest(value, text);
    if (decimals < 0) decimals = 0;
    if (decimals > DECIMALS_MOST) decimals = DECIMALS_MOST;
    char raw[ASSAY_FORMAT_SIZE];
    (void)snprintf(raw, sizeof raw, "%.*f", decimals, value);
    copy_digits(raw, text);
    if (text[0] == '-' && !strpbrk(text, "123456789"))
        memmove(text, text + 1, strlen(text));
    add_commas(text);
    return text;
}

// The exponent of the first digit once `value` is rounded to `digits`.
static int exponent_of(double value, int digits)
{
    char raw[ASSAY_FORMAT_SIZE];
    int exponent = 0;
    if (value == 0) return 0;
    (void)snprintf(raw, sizeof raw, "%.*e", digits - 1, value);
    const char *e = strrchr(raw, 'e');
    if (e) (void)sscanf(e + 1, "%d", &exponent);
    return exponent;
}

char *assay_format_digits(double value, int digits, char *text)
{
    if (!isfinite(value)) return assay_format_shortest(value, text);
    const int exponent = exponent_of(value, digits);
    if (exponent < -6) {
        char raw[32];
        assay_print_double(value, digits, raw);
        return put(text, raw);
    }
    const int decimals = digits - 1 - exponent;
    return assay_format_fixed(value, decimals > 0 ? decimals : 0, text);
}

char *assay_format_rate(double rate, char *text)
{
    if (rate == 0) return put(text, "0");
    if (!isfinite(rate) || fabs(rate) >= 9.995e-5)
        return assay_format_digits(rate, 3, text);
    char raw[ASSAY_FORMAT_SIZE];
    (void)snprintf(raw, sizeof raw, "%.2e", rate);
    const size_t n = copy_digits(raw, text);
    (void)snprintf(text + n, ASSAY_FORMAT_SIZE - n, "e%d",
                   exponent_of(rate, 3));
    return text;
}

static int decimals_of(double part)
{
    if (!(part > 0) || !isfinite(part)) return 2;
    const int decimals = 1 - exponent_of(part * 100, 2);
    if (decimals < 2) return 2;
    return decimals > 9 ? 9 : decimals;
}

int assay_format_decimals(double proportion)
{
    if (!(proportion > 0) || !(proportion < 1)) return 2;
    const int here = decimals_of(proportion);
    const int missing = decimals_of(1 - proportion);
    return here > missing ? here : missing;
}

// 100 * 0.999 isn't quite 99.9: twelve digits are.
char *assay_format_level(double proportion, char *text)
{
    char raw[32];
    if (!isfinite(proportion)) return assay_format_shortest(proportion, text);
    assay_print_double(100 * proportion, 12, raw);
    return put(text, raw);
}

char *assay_format_percent(double proportion, int decimals, char *text)
{
    return assay_format_fixed(100 * proportion, decimals, text);
}

static char *join(char *text, const char *low, const char *high)
{
    (void)snprintf(text, ASSAY_FORMAT_SIZE, "%.40s to %.40s", low, high);
    return text;
}

char *assay_format_percents(double low, double high, int decimals, char *text)
{
    char a[ASSAY_FORMAT_SIZE];
    char b[ASSAY_FORMAT_SIZE];
    if (isnan(low) || isnan(high)) return put(text, "");
    return join(text, assay_format_percent(low, decimals, a),
                assay_format_percent(high, decimals, b));
}

bool assay_format_has_interval(const assay_figure *figure)
{
    return !isnan(figure->low) && !isnan(figure->high);
}

bool assay_format_in_percent(const assay_figure *figure)
{
    return strcmp(figure->unit, "proportion") == 0 &&
           strcmp(figure->name, "AUC") != 0;
}

// The decimals that a proportion and its interval share.
static int shared_decimals(const assay_figure *figure)
{
    const double value = figure->value;
    const bool inner = value > 0 && value < 1;
    return assay_format_decimals(inner ? value : figure->high);
}

static char *print_auc(const assay_figure *figure, double value, char *text)
{
    const int decimals = shared_decimals(figure) + 2;
    return assay_format_fixed(value, decimals > 5 ? decimals : 5, text);
}

// Any number of the figure, as its unit wants it, without the sign.
static char *print_plain(const assay_figure *figure, double value, char *text)
{
    if (isnan(value)) return put(text, "");
    if (assay_format_in_percent(figure))
        return assay_format_percent(value, shared_decimals(figure), text);
    if (strcmp(figure->name, "AUC") == 0) return print_auc(figure, value, text);
    if (strcmp(figure->unit, "score") == 0)
        return assay_format_threshold(value, text);
    if (strcmp(figure->unit, "count") == 0 && value == floor(value))
        return assay_format_fixed(value, 0, text);
    return assay_format_digits(value, 3, text);
}

static char *add_sign(const assay_figure *figure, char *text)
{
    const size_t n = strlen(text);
    if (n > 0 && assay_format_in_percent(figure))
        (void)snprintf(text + n, ASSAY_FORMAT_SIZE - n, " %%");
    return text;
}

char *assay_format_value(const assay_figure *figure, char *text)
{
    return add_sign(figure, print_plain(figure, figure->value, text));
}

static char *print_range(const assay_figure *figure, double low, double high,
                         char *text)
{
    char a[ASSAY_FORMAT_SIZE];
    char b[ASSAY_FORMAT_SIZE];
    if (isnan(low) || isnan(high)) return put(text, "");
    join(text, print_plain(figure, low, a), print_plain(figure, high, b));
    return add_sign(figure, text);
}

char *assay_format_interval(const assay_figure *figure, char *text)
{
    return print_range(figure, figure->low, figure->high, text);
}

char *assay_format_bounds(const assay_figure *figure, char *text)
{
    return print_range(figure, figure->bounds[0], figure->bounds[1], text);
}

// Drops bytes of a character that was cut, and all of it.
static void cut_whole(char *text)
{
    size_t n = strlen(text);
    while (n > 0 && ((unsigned char)text[n - 1] & 0xC0) == 0x80) n--;
    if (n > 0 && ((unsigned char)text[n - 1] & 0xC0) == 0xC0) n--;
    text[n] = '\0';
}

char *assay_format_group(const assay_label *group, size_t count, char *text,
                         size_t size)
{
    size_t n = 0;
    (void)snprintf(text, size, "%s", count == 0 ? "everybody" : "");
    for (size_t i = 0; i < count && n < size; i++) {
        const int more =
            snprintf(text + n, size - n, "%s%s %s", i > 0 ? ", " : "",
                     group[i].attribute, group[i].value);
        n += more > 0 ? (size_t)more : 0;
    }
    if (n >= size) cut_whole(text);
    return text;
}
