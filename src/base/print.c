// SPDX-License-Identifier: Apache-2.0
// Printing numbers, the other half of base/text.h.
#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { MOST_DIGITS = 17 };

// A positive number as digits: d.ddd * 10^exponent.
typedef struct decimal {
    char digits[MOST_DIGITS + 1];
    int count;
    int exponent;
} decimal;

// Rounds to `count` digits. printf's rounding is exact; its decimal point
// depends on the locale and is passed over.
static decimal round_to(double value, int count)
{
    char text[64];
    decimal to = {.count = 0};
    (void)snprintf(text, sizeof text, "%.*e", count - 1, value);
    const char *p = text;
    for (; *p && *p != 'e'; p++)
        if (*p >= '0' && *p <= '9' && to.count < count)
            to.digits[to.count++] = *p;
    if (*p) (void)sscanf(p + 1, "%d", &to.exponent);
    return to;
}

static void drop_zeros(decimal *to)
{
    while (to->count > 1 && to->digits[to->count - 1] == '0') to->count--;
}

static size_t write_plain(const decimal *from, char *text)
{
    size_t n = 0;
    const int whole = from->exponent + 1;
    for (int i = whole < 1 ? whole - 1 : 0; i < from->count || i < whole; i++) {
        if (i == whole) text[n++] = '.';
        text[n++] = i >= 0 && i < from->count ? from->digits[i] : '0';
    }
    text[n] = '\0';
    return n;
}

static size_t write_scientific(const decimal *from, char *text)
{
    size_t n = 0;
    text[n++] = from->digits[0];
    if (from->count > 1) text[n++] = '.';
    for (int i = 1; i < from->count; i++) text[n++] = from->digits[i];
    return n + (size_t)snprintf(text + n, 8, "e%d", from->exponent);
}

static size_t write_decimal(decimal *from, char *text)
{
    drop_zeros(from);
    return from->exponent >= -5 && from->exponent < 15
               ? write_plain(from, text)
               : write_scientific(from, text);
}

static bool reads_back(const char *text, size_t length, double value)
{
    double back = 0;
    bool overflow = false;
    return assay_parse_double((assay_slice){text, length}, &back, &overflow) &&
           back == value;
}

// The next decimal up, with as many digits.
static void step_up(decimal *to)
{
    int i = to->count - 1;
    while (i > 0 && to->digits[i] == '9') to->digits[i--] = '0';
    if (to->digits[i] < '9') to->digits[i]++;
}

// Any number of up to 15 digits survives being a double, so shorter ones show
// as zeros at the end, except for the smallest doubles, which hold fewer.
// Above a power of two doubles lie twice as far apart as below, so there the
// nearest decimal may fail and the next one up not.
static size_t write_shortest(double value, char *text)
{
    const int least = value < 1e-290 ? 1 : 15;
    size_t n = 0;
    for (int count = least; count <= MOST_DIGITS; count++) {
        decimal to = round_to(value, count);
        decimal up = to;
        n = write_decimal(&to, text);
        if (reads_back(text, n, value)) return n;
        step_up(&up);
        n = write_decimal(&up, text);
        if (count < MOST_DIGITS && reads_back(text, n, value)) return n;
    }
    return n;
}

static size_t write_constant(const char *constant, char text[32])
{
    const size_t n = strlen(constant);
    memcpy(text, constant, n + 1);
    return n;
}

size_t assay_print_double(double value, int digits, char text[32])
{
    if (__builtin_isnan(value)) return write_constant("nan", text);
    const size_t sign = value < 0 ? 1 : 0;
    text[0] = '-';
    if (value == 0) return write_constant("0", text);
    if (sign) value = -value;
    if (__builtin_isinf(value))
        return sign + write_constant("inf", text + sign);
    if (digits <= 0) return sign + write_shortest(value, text + sign);
    decimal to = round_to(value, digits < MOST_DIGITS ? digits : MOST_DIGITS);
    return sign + write_decimal(&to, text + sign);
}
