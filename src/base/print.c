// SPDX-License-Identifier: Apache-2.0
// Printing numbers, the other half of base/text.h.
//
// A double between 1e-5 and 1e15 is rounded to n digits in integers: it is
// M * 2^-s, and M * 5^k, for the k that leaves n digits before the point, fits
// 102 bits. The others are left to printf(), which rounds correctly too.
#include "base/text.h"

#include "base/powers.h"

#include <stdio.h>
#include <string.h>

enum { MOST_DIGITS = 17 };

__extension__ typedef unsigned __int128 wide;

// A positive number as digits: d.ddd * 10^exponent.
typedef struct decimal {
    char digits[MOST_DIGITS + 1];
    int count;
    int exponent;
} decimal;

// The decimal exponent of 1e-5 <= value < 1e15. Each of these five doubles is
// the first one that is not below what it is written as, so that comparing
// with it is exact.
static int exponent_of(double value)
{
    static const double tenth[] = {1, 1e-1, 1e-2, 1e-3, 1e-4};
    int e = 0;
    if (value < 1) {
        while (e > -4 && value < tenth[-e]) e--;
        return value < tenth[-e] ? e - 1 : e;
    }
    while (value >= assay_ten[e + 1]) e++;
    return e;
}

// mantissa * 5^k / 2^shift, to the nearest integer, ties to even.
static uint64_t scaled(uint64_t mantissa, int k, int shift)
{
    const wide product = (wide)mantissa * assay_five[k];
    const wide half = (wide)1 << (shift - 1);
    const wide rest = product & (2 * half - 1);
    const uint64_t whole = (uint64_t)(product >> shift);
    return whole + (rest > half || (rest == half && whole % 2));
}

static void set_digits(decimal *to, uint64_t whole)
{
    for (int i = to->count - 1; i >= 0; i--, whole /= 10)
        to->digits[i] = (char)('0' + whole % 10);
    if (!whole) return;
    to->digits[0] = '1'; // 99.96 became 100.0: the other digits are zeros
    to->exponent++;
}

static bool round_in_integers(double value, int count, decimal *to)
{
    uint64_t bits = 0;
    if (!(value >= 1e-5 && value < 1e15)) return false;
    to->count = count;
    to->exponent = exponent_of(value);
    const int k = count - 1 - to->exponent;
    if (k < 0) return false;
    memcpy(&bits, &value, sizeof bits);
    const uint64_t one = (uint64_t)1 << 52;
    const int shift = 1075 - (int)(bits >> 52) - k;
    set_digits(to, scaled((bits & (one - 1)) | one, k, shift));
    return true;
}

// printf's decimal point depends on the locale and is passed over.
static void round_by_printf(double value, int count, decimal *to)
{
    char text[64];
    (void)snprintf(text, sizeof text, "%.*e", count - 1, value);
    const char *p = text;
    to->count = 0;
    for (; *p && *p != 'e'; p++)
        if (*p >= '0' && *p <= '9' && to->count < count)
            to->digits[to->count++] = *p;
    if (*p) (void)sscanf(p + 1, "%d", &to->exponent);
}

// Rounds a positive number to `count` digits.
static decimal round_to(double value, int count)
{
    decimal to = {.count = 0};
    if (!round_in_integers(value, count, &to))
        round_by_printf(value, count, &to);
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

double assay_double_as_printed(double value, int digits)
{
    char text[32];
    double read = value;
    bool overflow = false;
    const size_t n = assay_print_double(value, digits, text);
    (void)assay_parse_double((assay_slice){text, n}, &read, &overflow);
    return read;
}
