// SPDX-License-Identifier: Apache-2.0
#include "read/size_goal.h"

#include "base/text.h"
#include "read/size_hint.h"

#include <math.h>
#include <string.h>

enum { RATES = ASSAY_GOAL_FNMR + 1, SHOWN = 60 };
static const char *const FORM =
    "write 'TPIR +- 0.05', 'FPIR@watchlist_size=10000 <= 1e-4' or 'TPIR ratio "
    "1.25'";

static assay_slice from(assay_slice text, size_t at)
{
    return assay_slice_trim((assay_slice){text.text + at, text.length - at});
}

static bool starts(assay_slice text, const char *with)
{
    const size_t n = strlen(with);
    return text.length >= n && memcmp(text.text, with, n) == 0;
}

// Takes the name of a rate: up to @, a blank or an operator.
static bool take_name(assay_slice *text, assay_goal_rate *rate)
{
    size_t n = 0;
    while (n < text->length && text->text[n] >= 'A' && text->text[n] <= 'Z')
        n++;
    for (int i = 0; i < RATES; i++) {
        const char *name = assay_goal_rate_name((assay_goal_rate)i);
        if (strlen(name) != n || memcmp(name, text->text, n) != 0) continue;
        *rate = (assay_goal_rate)i;
        *text = from(*text, n);
        return true;
    }
    return false;
}

static bool read_number(assay_slice text, double *value)
{
    bool overflow = false;
    return assay_parse_double(text, value, &overflow) && isfinite(*value);
}

static const char *set_condition(assay_size_goal *goal, assay_slice key,
                                 double value)
{
    if (assay_slice_is(key, "watchlist_size")) {
        if (!(value >= 1 && value <= 1e12 && floor(value) == value))
            return "a watchlist size is a whole number from 1 on";
        goal->watchlist_size = (uint64_t)value;
        return NULL;
    }
    if (assay_slice_is(key, "threshold")) {
        goal->threshold = value;
        return NULL;
    }
    double *const to = assay_slice_is(key, "expect") ? &goal->expect
                       : assay_slice_is(key, "FMR")  ? &goal->fmr
                       : assay_slice_is(key, "FPIR") ? &goal->fpir
                                                     : NULL;
    if (!to)
        return "conditions are watchlist_size, threshold, FMR, FPIR and "
               "expect";
    if (!(value > 0 && value < 1)) return "a rate lies between 0 and 1";
    *to = value;
    return NULL;
}

static const char *take_condition(assay_slice one, assay_size_goal *goal)
{
    const char *equals = memchr(one.text, '=', one.length);
    double value = 0;
    if (!equals) return "a condition is KEY=NUMBER, as watchlist_size=10000";
    const size_t at = (size_t)(equals - one.text);
    const assay_slice key = assay_slice_trim((assay_slice){one.text, at});
    if (!read_number(from(one, at + 1), &value))
        return "a condition is KEY=NUMBER, as watchlist_size=10000";
    return set_condition(goal, key, value);
}

// Up to the first blank, or < or >: conditions hold none.
static const char *take_conditions(assay_slice *text, assay_size_goal *goal)
{
    size_t end = 1, start = 1;
    while (end < text->length && !memchr(" \t<>", text->text[end], 4)) end++;
    for (size_t i = 1; i <= end; i++) {
        if (i < end && text->text[i] != ',') continue;
        const assay_slice one = {text->text + start, i - start};
        const char *wrong = take_condition(one, goal);
        if (wrong) return wrong;
        start = i + 1;
    }
    *text = from(*text, end);
    return NULL;
}

// An operator and what it says.
typedef struct operator_of {
    const char *text;
    assay_goal_kind kind;
} operator_of;

static bool take_operator(assay_slice *text, assay_goal_kind *kind)
{
    static const operator_of all[] = {
        {"+-", ASSAY_GOAL_WIDTH},    {"\xC2\xB1", ASSAY_GOAL_WIDTH},
        {"<=", ASSAY_GOAL_AT_MOST},  {">=", ASSAY_GOAL_AT_LEAST},
        {"<", ASSAY_GOAL_AT_MOST},   {">", ASSAY_GOAL_AT_LEAST},
        {"ratio ", ASSAY_GOAL_RATIO}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (!starts(*text, all[i].text)) continue;
        *kind = all[i].kind;
        *text = from(*text, strlen(all[i].text));
        return true;
    }
    return false;
}

static const char *take_number(assay_slice text, assay_size_goal *goal)
{
    const bool percent = text.length && text.text[text.length - 1] == '%';
    if (percent)
        text = assay_slice_trim((assay_slice){text.text, text.length - 1});
    if (!read_number(text, &goal->number)) return FORM;
    if (goal->kind == ASSAY_GOAL_RATIO) {
        if (percent || !(goal->number > 1 && goal->number <= 1e6))
            return "a ratio is a number above 1, as 1.25";
        return NULL;
    }
    if (percent) goal->number /= 100;
    if (percent && goal->kind == ASSAY_GOAL_WIDTH) goal->kind = ASSAY_GOAL_PART;
    return goal->number > 0 && goal->number < 1
               ? NULL
               : "the number lies between 0 and 1, as 0.05 or 1e-4";
}

static const char *read_all(assay_slice text, assay_size_goal *goal)
{
    if (!take_name(&text, &goal->rate))
        return "it begins with TPIR, FNIR, FPIR, FMR or FNMR";
    if (text.length && text.text[0] == '@') {
        const char *wrong = take_conditions(&text, goal);
        if (wrong) return wrong;
    }
    if (!take_operator(&text, &goal->kind)) return FORM;
    return take_number(text, goal);
}

// NULL, or what is wrong.
static const char *read_goal(const char *text, assay_size_goal *goal)
{
    *goal = (assay_size_goal){
        .expect = NAN, .threshold = NAN, .fmr = NAN, .fpir = NAN};
    return read_all(assay_slice_trim(assay_slice_of(text)), goal);
}

// With what was meant, where that can be seen.
static assay_status refuse(const char *text, const char *why, assay_error *err)
{
    char hint[ASSAY_SIZE_HINT];
    assay_size_goal goal;
    const bool meant = assay_size_hint(text, hint) && !read_goal(hint, &goal);
    if (meant && why == FORM)
        return assay_fail(err, ASSAY_EUSAGE, "'%.*s': write '%s'", SHOWN, text,
                          hint);
    if (meant)
        return assay_fail(err, ASSAY_EUSAGE, "'%.*s': %s; write '%s'", SHOWN,
                          text, why, hint);
    return assay_fail(err, ASSAY_EUSAGE, "'%.*s': %s", SHOWN, text, why);
}

assay_status assay_size_goal_read(const char *text, assay_size_goal *goal,
                                  assay_error *err)
{
    const char *wrong = read_goal(text, goal);
    return wrong ? refuse(text, wrong, err) : ASSAY_OK;
}
