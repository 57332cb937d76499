// SPDX-License-Identifier: Apache-2.0
#include "numbers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LONGEST = 512 };

static bool is_decimal(const char *text)
{
    return text[0] && strspn(text, "0123456789+-.eE") == strlen(text);
}

static bool is_infinity(const char *text)
{
    text += *text == '-' || *text == '+';
    return strcasecmp(text, "inf") == 0 || strcasecmp(text, "infinity") == 0;
}

bool cli_read_real(const char *text, size_t length, double *value)
{
    char copy[LONGEST];
    char *end = copy;
    if (length >= sizeof copy) return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    const bool infinite = is_infinity(copy);
    if (!infinite && !is_decimal(copy)) return false;
    *value = strtod(copy, &end);
    return *end == '\0' && (infinite || isfinite(*value));
}

// Decimal digits alone, that fit.
static bool read_digits(const char *text, size_t length, uint64_t *value)
{
    *value = 0;
    for (size_t i = 0; i < length; i++) {
        const unsigned digit = (unsigned)text[i] - '0';
        if (digit > 9 || *value > (UINT64_MAX - digit) / 10) return false;
        *value = *value * 10 + digit;
    }
    return length > 0;
}

bool cli_read_whole(const char *text, uint64_t *value)
{
    double real = 0;
    if (read_digits(text, strlen(text), value)) return true;
    if (!cli_read_real(text, strlen(text), &real)) return false;
    if (!(real >= 0 && real <= 9007199254740992.0) || real != floor(real))
        return false;
    *value = (uint64_t)real;
    return true;
}

bool cli_read_size(const char *text, uint64_t *value)
{
    static const char units[] = "KMGT";
    const size_t digits = strspn(text, "0123456789");
    const char *unit = strchr(units, text[digits] & ~0x20);
    const bool plain = text[digits] == '\0';
    if (!read_digits(text, digits, value)) return false;
    if (plain) return true;
    if (!unit || text[digits + 1] != '\0') return false;
    const unsigned shift = 10 * (unsigned)(unit - units + 1);
    if (*value > UINT64_MAX >> shift) return false;
    *value <<= shift;
    return true;
}
