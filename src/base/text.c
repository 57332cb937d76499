// SPDX-License-Identifier: Apache-2.0
// Numbers are read exactly, in three steps of falling speed and rising reach.
// A number of up to 19 digits is m * 10^e with m an integer below 2^64.
//
//  1. m <= 2^53, |e| <= 22: m and 10^|e| are doubles, so one multiplication or
//     division rounds correctly (Clinger, "How to read floating point numbers
//     accurately", 1990).
//  2. |e| <= 27: 5^|e| fits 64 bits, so product or quotient is worked out in
//     integers with all bits and the remainder, and rounded once.
//  3. Everything else is rewritten as DIGITSeEXPONENT, which has no decimal
//     point and so means the same in every locale, and left to strtod(), which
//     rounds correctly. 800 digits decide every case; 768 do.
#include "base/text.h"

#include "base/powers.h"

#include <float.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    EXACT_DIGITS = 19, // 10^19 - 1 < 2^64
    KEPT_DIGITS = 800, // for strtod()
    MOST_EXPONENT = 1 << 30
};

__extension__ typedef unsigned __int128 wide;

assay_slice assay_slice_of(const char *text)
{
    return (assay_slice){text, strlen(text)};
}

bool assay_slice_is(assay_slice slice, const char *text)
{
    const size_t length = strlen(text);
    return slice.length == length &&
           (!length || memcmp(slice.text, text, length) == 0);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

assay_slice assay_slice_trim(assay_slice slice)
{
    while (slice.length && is_blank(slice.text[slice.length - 1]))
        slice.length--;
    while (slice.length && is_blank(slice.text[0])) {
        slice.text++;
        slice.length--;
    }
    return slice;
}

// A number as written: (-1)^negative * mantissa * 10^exponent, the mantissa
// modulo 2^64 when it has more than EXACT_DIGITS digits.
typedef struct number {
    bool negative;
    uint64_t mantissa;
    size_t digits; // of the mantissa, without leading zeros
    int64_t exponent;
    const char *first; // its first digit that isn't a leading zero
    const char *last;  // behind its last digit
} number;

static inline bool is_digit(char c)
{
    return (unsigned char)(c - '0') < 10;
}

// Whether 8 bytes are digits, and their value: three multiplications join
// pairs, fours and eights (D. Lemire, "Quickly parsing eight digits", 2018).
static inline bool eight_digits(const char *text, uint64_t *value)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint64_t v = 0;
    memcpy(&v, text, sizeof v);
    const uint64_t high = v & 0xF0F0F0F0F0F0F0F0u;
    const uint64_t above = ((v + 0x0606060606060606u) & 0xF0F0F0F0F0F0F0F0u);
    if (high != 0x3030303030303030u || above != high) return false;
    v -= 0x3030303030303030u;
    v = v * 10 + (v >> 8);
    *value = ((v & 0x000000FF000000FFu) * 0x000F424000000064u +
              ((v >> 16) & 0x000000FF000000FFu) * 0x0000271000000001u) >>
             32;
    return true;
#else
    (void)text;
    (void)value;
    return false;
#endif
}

// Appends the digits at `p` to the mantissa; returns where they end.
static inline const char *take_digits(const char *p, const char *end,
                                      uint64_t *mantissa)
{
    uint64_t m = *mantissa;
    uint64_t eight = 0;
    while (end - p >= 8 && eight_digits(p, &eight)) {
        m = m * 100000000u + eight;
        p += 8;
    }
    for (; p < end && is_digit(*p); p++) m = m * 10 + (uint64_t)(*p - '0');
    *mantissa = m;
    return p;
}

static inline const char *skip_zeros(const char *p, const char *end)
{
    while (p < end && *p == '0') p++;
    return p;
}

// The exponent behind `e`: a whole slice of sign and digits.
static bool take_exponent(const char *p, const char *end, int64_t *exponent)
{
    int64_t value = 0;
    const bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) p++;
    if (p == end) return false;
    for (; p < end; p++) {
        if (!is_digit(*p)) return false;
        if (value < MOST_EXPONENT) value = value * 10 + (*p - '0');
    }
    *exponent += negative ? -value : value;
    return true;
}

// What stands behind the point: its digits, and the exponent they make.
static inline const char *take_fraction(const char *p, const char *end,
                                        number *to)
{
    const char *const start = p;
    if (to->digits == 0) {
        p = skip_zeros(p, end);
        to->first = p;
    }
    const char *const behind = take_digits(p, end, &to->mantissa);
    to->digits += (size_t)(behind - p);
    to->exponent = -(int64_t)(behind - start);
    return behind;
}

// Reads a whole slice as a finite number.
static inline bool scan(assay_slice slice, number *to)
{
    const char *p = slice.text;
    const char *const end = p + slice.length;
    *to = (number){0};
    if (p == end) return false;
    to->negative = *p == '-';
    if (*p == '-' || *p == '+') p++;
    const char *const start = p;
    p = skip_zeros(p, end);
    to->first = p;
    p = take_digits(p, end, &to->mantissa);
    to->digits = (size_t)(p - to->first);
    bool any = p > start;
    if (p < end && *p == '.') {
        const char *const point = p;
        p = take_fraction(p + 1, end, to);
        any |= p > point + 1;
    }
    to->last = p;
    if (!any) return false;
    if (p == end) return true;
    if (*p != 'e' && *p != 'E') return false;
    return take_exponent(p + 1, end, &to->exponent);
}

// 2^e for -1022 <= e <= 1023.
static double power_of_two(int e)
{
    const uint64_t bits = (uint64_t)(1023 + e) << 52;
    double value = 0;
    memcpy(&value, &bits, sizeof value);
    return value;
}

// mantissa / 10^k, the mantissa not 0. The quotient has 63 or 64 bits; a
// remainder sets its last one, far below where a double rounds.
static double divide(uint64_t mantissa, int k)
{
    const int s = __builtin_clzll(mantissa);
    const int t = __builtin_clzll(assay_five[k]);
    const wide dividend = (wide)(mantissa << s) << 63;
    const uint64_t divisor = assay_five[k] << t;
    const uint64_t quotient = (uint64_t)(dividend / divisor);
    const bool rest = (wide)quotient * divisor != dividend;
    return (double)(quotient | rest) * power_of_two(t - 63 - s - k);
}

// mantissa * 10^k, the mantissa not 0.
static double multiply(uint64_t mantissa, int k)
{
    const wide product = (wide)mantissa * assay_five[k];
    const uint64_t high = (uint64_t)(product >> 64);
    if (!high) return (double)(uint64_t)product * power_of_two(k);
    const int s = __builtin_clzll(high);
    const wide aligned = product << s;
    const uint64_t top = (uint64_t)(aligned >> 64);
    const bool rest = (uint64_t)aligned != 0;
    return (double)(top | rest) * power_of_two(64 - s + k);
}

// Copies digits without the point; says how many there were.
static size_t copy_digits(const number *from, char *to, size_t room, bool *rest)
{
    size_t seen = 0;
    *rest = false;
    for (const char *p = from->first; p < from->last; p++) {
        if (*p == '.') continue;
        if (seen < room)
            to[seen] = *p;
        else
            *rest |= *p != '0';
        seen++;
    }
    return seen;
}

static double by_strtod(const number *from)
{
    char text[KEPT_DIGITS + 32];
    bool rest = false;
    const size_t seen = copy_digits(from, text, KEPT_DIGITS, &rest);
    size_t length = seen < KEPT_DIGITS ? seen : KEPT_DIGITS;
    int64_t exponent = from->exponent + (int64_t)(seen - length);
    if (rest) {
        text[length++] = '1';
        exponent--;
    }
    if (exponent > 99999) exponent = 99999;
    if (exponent < -99999) exponent = -99999;
    (void)snprintf(text + length, sizeof text - length, "e%d", (int)exponent);
    return strtod(text, NULL);
}

static inline bool is_simple(const number *n)
{
    return FLT_EVAL_METHOD == 0 && n->digits <= EXACT_DIGITS &&
           n->mantissa <= (uint64_t)1 << 53 && n->exponent >= -ASSAY_MOST_TEN &&
           n->exponent <= ASSAY_MOST_TEN;
}

// Step 1, without the sign.
static inline double simple_value(const number *n)
{
    const double m = (double)n->mantissa;
    return n->exponent < 0 ? m / assay_ten[-n->exponent]
                           : m * assay_ten[n->exponent];
}

// Steps 2 and 3, without the sign.
static double hard_value(const number *n)
{
    if (n->digits == 0) return 0;
    if (n->digits > EXACT_DIGITS) return by_strtod(n);
    if (n->exponent < -ASSAY_MOST_FIVE || n->exponent > ASSAY_MOST_FIVE)
        return by_strtod(n);
    return n->exponent < 0 ? divide(n->mantissa, (int)-n->exponent)
                           : multiply(n->mantissa, (int)n->exponent);
}

static bool same_letters(assay_slice slice, const char *lower)
{
    if (slice.length != strlen(lower)) return false;
    for (size_t i = 0; i < slice.length; i++)
        if ((slice.text[i] | 0x20) != lower[i]) return false;
    return true;
}

// "inf" or "infinity" in any case, with an optional sign.
static bool scan_infinity(assay_slice slice, double *value)
{
    const bool negative = slice.length && slice.text[0] == '-';
    if (negative || (slice.length && slice.text[0] == '+')) {
        slice.text++;
        slice.length--;
    }
    if (!same_letters(slice, "inf") && !same_letters(slice, "infinity"))
        return false;
    *value = negative ? -__builtin_inf() : __builtin_inf();
    return true;
}

bool assay_parse_double(assay_slice slice, double *value, bool *overflow)
{
    number n;
    *value = 0;
    *overflow = false;
    if (!scan(slice, &n)) return scan_infinity(slice, value);
    const double size = is_simple(&n) ? simple_value(&n) : hard_value(&n);
    *overflow = size > DBL_MAX;
    *value = n.negative ? -size : size;
    return true;
}

// Whether a double that is wrong by up to 4 units of its last place rounds to
// the same float32 as the right one: it is not near the middle of two.
static inline bool rounds_safely(double size)
{
    uint64_t bits = 0;
    memcpy(&bits, &size, sizeof bits);
    return (bits & 0x1FFFFFFFu) - 0x0FFFFFFCu > 8;
}

// The float32 of a number beyond step 1. Up to 19 digits over a power of ten:
// two roundings, so less than 2 units wrong, which seldom matters.
static float hard_score(const number *n)
{
    if (FLT_EVAL_METHOD == 0 && n->digits <= EXACT_DIGITS && n->digits &&
        n->exponent < 0 && n->exponent >= -ASSAY_MOST_TEN) {
        const double near = (double)n->mantissa / assay_ten[-n->exponent];
        if (rounds_safely(near)) return (float)near;
    }
    return (float)hard_value(n);
}

bool assay_parse_score(assay_slice slice, float *score, bool *overflow)
{
    number n;
    *overflow = false;
    if (!scan(slice, &n)) {
        double value = 0;
        const bool good = scan_infinity(slice, &value);
        *score = (float)value;
        return good;
    }
    const float size = is_simple(&n) ? (float)simple_value(&n) : hard_score(&n);
    *overflow = size > FLT_MAX;
    *score = (n.negative ? -size : size) + 0.0f;
    return true;
}

bool assay_parse_uint(assay_slice slice, uint64_t *value)
{
    uint64_t sum = 0;
    *value = 0;
    if (!slice.length) return false;
    for (size_t i = 0; i < slice.length; i++) {
        if (!is_digit(slice.text[i])) return false;
        const uint64_t digit = (uint64_t)(slice.text[i] - '0');
        if (__builtin_mul_overflow(sum, 10u, &sum)) return false;
        if (__builtin_add_overflow(sum, digit, &sum)) return false;
    }
    *value = sum;
    return true;
}

const char *assay_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (strcmp(path, "-") == 0) return "standard input";
    return slash ? slash + 1 : path;
}
