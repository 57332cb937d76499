// SPDX-License-Identifier: Apache-2.0
#include "read/date.h"

enum { DAY = 3, MINUTE = 5, SECOND = 6 };

// Takes `digits` digits of a value from `least` to `most` from the front.
static bool take_number(assay_slice *rest, size_t digits, int least, int most,
                        int *value)
{
    int sum = 0;
    if (rest->length < digits) return false;
    for (size_t i = 0; i < digits; i++) {
        const char c = rest->text[i];
        if (c < '0' || c > '9') return false;
        sum = sum * 10 + (c - '0');
    }
    if (sum < least || sum > most) return false;
    rest->text += digits;
    rest->length -= digits;
    *value = sum;
    return true;
}

// What stands before the part, and its range.
static const struct part {
    const char *before;
    size_t digits;
    int least, most;
} parts[SECOND] = {
    {"", 4, 0, 9999}, {"-", 2, 1, 12}, {"-", 2, 1, 31},
    {"T ", 2, 0, 24}, {":", 2, 0, 59}, {":", 2, 0, 60},
};

static bool is_among(char c, const char *set)
{
    for (; *set; set++)
        if (*set == c) return true;
    return false;
}

static bool take_part(assay_slice *rest, int which, int *value)
{
    const struct part *p = &parts[which];
    assay_slice now = *rest;
    if (p->before[0]) {
        if (!now.length || !is_among(now.text[0], p->before)) return false;
        now.text++;
        now.length--;
    }
    if (!take_number(&now, p->digits, p->least, p->most, value)) return false;
    *rest = now;
    return true;
}

static void drop_fraction(assay_slice *rest)
{
    if (rest->length < 2 || !is_among(rest->text[0], ".,")) return;
    size_t n = 1;
    while (n < rest->length && is_among(rest->text[n], "0123456789")) n++;
    rest->text += n;
    rest->length -= n;
}

// "", "Z", "+01", "+0100", "+01:00".
static bool is_zone(assay_slice text)
{
    int number = 0;
    if (!text.length || assay_slice_is(text, "Z")) return true;
    if (!is_among(text.text[0], "+-")) return false;
    text.text++;
    text.length--;
    if (!take_number(&text, 2, 0, 14, &number)) return false;
    if (text.length && text.text[0] == ':') {
        text.text++;
        text.length--;
    }
    return !text.length ||
           (take_number(&text, 2, 0, 59, &number) && !text.length);
}

bool assay_date_parse(assay_slice text, assay_date *date)
{
    *date = (assay_date){0};
    while (date->precision < SECOND &&
           take_part(&text, date->precision, &date->part[date->precision]))
        date->precision++;
    if (date->precision == 0 || date->precision == DAY + 1) return false;
    if (date->precision == SECOND) drop_fraction(&text);
    date->zone = text;
    if (date->precision < MINUTE) return text.length == 0;
    return is_zone(text);
}
