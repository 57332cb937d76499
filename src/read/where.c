// SPDX-License-Identifier: Apache-2.0
#include "read/where.h"

#include "read/date.h"

#include <string.h>

static const struct sign {
    const char *text;
    assay_where_operator operator;
} signs[] = {
    {"!=", ASSAY_WHERE_NE},      {"<=", ASSAY_WHERE_LE}, {">=", ASSAY_WHERE_GE},
    {"=", ASSAY_WHERE_EQ},       {"<", ASSAY_WHERE_LT},  {">", ASSAY_WHERE_GT},
    {"~", ASSAY_WHERE_CONTAINS},
};

// The operator at the front of `text`, and how long it is; 0: none.
static size_t take_operator(const char *text, assay_where_operator *out)
{
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        const size_t length = strlen(signs[i].text);
        if (strncmp(text, signs[i].text, length) != 0) continue;
        *out = signs[i].operator;
        return length;
    }
    return 0;
}

static assay_status refuse(const char *text, const char *why, assay_error *err)
{
    return assay_fail(err, ASSAY_EUSAGE,
                      "--where \"%.80s\": %s; write a column, one of = != < <= "
                      "> >= ~ and a value, like 'date=2024'",
                      text, why);
}

assay_status assay_where_parse(const char *text, assay_where *out,
                               assay_error *err)
{
    const size_t width = strcspn(text, "=!<>~");
    const assay_slice column = assay_slice_trim((assay_slice){text, width});
    *out = (assay_where){0};
    if (!text[width]) return refuse(text, "no operator", err);
    if (!column.length) return refuse(text, "no column", err);
    if (column.length >= sizeof out->column)
        return refuse(text, "the name of the column is too long", err);
    const size_t length = take_operator(text + width, &out->operator);
    if (!length) return refuse(text, "no such operator", err);
    const assay_slice value =
        assay_slice_trim(assay_slice_of(text + width + length));
    if (!value.length) return refuse(text, "no value", err);
    if (value.text[0] == '=') return refuse(text, "no such operator", err);
    memcpy(out->column, column.text, column.length);
    out->value = value;
    return ASSAY_OK;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool matches_at(const char *text, assay_slice part)
{
    for (size_t i = 0; i < part.length; i++)
        if (lower(text[i]) != lower(part.text[i])) return false;
    return true;
}

static bool contains(assay_slice text, assay_slice part)
{
    for (size_t i = 0; i + part.length <= text.length; i++)
        if (matches_at(text.text + i, part)) return true;
    return false;
}

// Below 0, 0 or above 0 as `a` is before, equal to or behind `b`.
static int compare_bytes(assay_slice a, assay_slice b)
{
    const size_t n = a.length < b.length ? a.length : b.length;
    const int order = n ? memcmp(a.text, b.text, n) : 0;
    if (order) return order;
    return (a.length > b.length) - (a.length < b.length);
}

static bool is_equal(assay_slice a, assay_slice b)
{
    return compare_bytes(a, b) == 0;
}

static bool decide(assay_where_operator operator, int order)
{
    switch (operator) {
    case ASSAY_WHERE_EQ: return order == 0;
    case ASSAY_WHERE_NE: return order != 0;
    case ASSAY_WHERE_LT: return order < 0;
    case ASSAY_WHERE_LE: return order <= 0;
    case ASSAY_WHERE_GT: return order > 0;
    case ASSAY_WHERE_GE: return order >= 0;
    case ASSAY_WHERE_CONTAINS: break;
    }
    return false;
}

static bool compare_numbers(assay_slice a, assay_slice b, int *order)
{
    double x = 0;
    double y = 0;
    bool overflow = false;
    if (!assay_parse_double(a, &x, &overflow)) return false;
    if (!assay_parse_double(b, &y, &overflow)) return false;
    *order = (x > y) - (x < y);
    return true;
}

// Compares at the precision of the condition. `*known` is false when the value
// is less precise than that.
static bool compare_dates(assay_slice value, assay_slice condition, int *order,
                          bool *known)
{
    assay_date a;
    assay_date b;
    enum { DAY = 3 };
    if (!assay_date_parse(value, &a)) return false;
    if (!assay_date_parse(condition, &b)) return false;
    // Times of different zones are not turned into one another.
    if (b.precision > DAY && !is_equal(a.zone, b.zone)) return false;
    *known = a.precision >= b.precision;
    *order = 0;
    for (int i = 0; i < b.precision && *known && *order == 0; i++)
        *order = (a.part[i] > b.part[i]) - (a.part[i] < b.part[i]);
    return true;
}

bool assay_where_holds(const assay_where *where, assay_slice value)
{
    int order = 0;
    bool known = true;
    if (!value.length) return where->operator== ASSAY_WHERE_NE;
    if (where->operator== ASSAY_WHERE_CONTAINS)
        return contains(value, where->value);
    if (compare_numbers(value, where->value, &order))
        return decide(where->operator, order);
    if (!compare_dates(value, where->value, &order, &known))
        order = compare_bytes(value, where->value);
    if (!known) return where->operator== ASSAY_WHERE_NE;
    return decide(where->operator, order);
}
