// SPDX-License-Identifier: Apache-2.0
#include "read/size_hint.h"

#include "base/goal.h"
#include "base/text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { RATES = ASSAY_GOAL_FNMR + 1, MOST = 200 };

// What is looked at: small letters.
typedef struct look {
    char text[MOST];
    const char *rate; // as it is called
    size_t rate_at;   // SIZE_MAX: none
    size_t number_at;
    double number, list; // list 0: none
    bool percent;
} look;

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void lower(const char *text, look *l)
{
    size_t n = 0;
    for (; text[n] && n < MOST - 1; n++) l->text[n] = small(text[n]);
    l->text[n] = '\0';
}

static void find_rate(look *l)
{
    l->rate_at = SIZE_MAX;
    for (int i = 0; i < RATES; i++) {
        const char *name = assay_goal_rate_name((assay_goal_rate)i);
        look word = {.rate = NULL};
        lower(name, &word);
        const char *at = strstr(l->text, word.text);
        // FMR is no part of FNMR, as it has another letter; nothing else is.
        if (!at || (size_t)(at - l->text) >= l->rate_at) continue;
        l->rate = name;
        l->rate_at = (size_t)(at - l->text);
    }
}

// "33,000" and "0,05": three digits behind a comma, but for a first 0, are
// thousands. Returns how long it is; 0: no number.
static size_t number_at(const char *at, double *value)
{
    char plain[64];
    size_t n = 0, used = 0;
    for (; at[n] && used < sizeof plain - 1; n++) {
        const bool exponent =
            n && at[n] == 'e' && (is_digit(at[n + 1]) || at[n + 1] == '-');
        const bool sign = n && at[n] == '-' && at[n - 1] == 'e';
        const bool comma = n && at[n] == ',' && is_digit(at[n + 1]);
        const bool thousands = comma && at[0] != '0' && is_digit(at[n + 2]) &&
                               is_digit(at[n + 3]) && !is_digit(at[n + 4]);
        if (thousands) continue;
        if (!is_digit(at[n]) && at[n] != '.' && !exponent && !sign && !comma)
            break;
        plain[used++] = comma ? '.' : at[n];
    }
    bool overflow = false;
    const assay_slice slice = {plain, used};
    return used && assay_parse_double(slice, value, &overflow) ? n : 0;
}

static size_t blanks(const char *at)
{
    return strspn(at, " \t");
}

// Takes what stands behind @ out of the text: a list size. False: something
// else does.
static bool take_list(look *l)
{
    char *at = strchr(l->text, '@');
    if (!at) return true;
    const size_t start = strcspn(at, "0123456789");
    const char *key = strstr(at, "watchlist_size"), *equals = strchr(at, '=');
    const bool named = key && key < at + start;
    const bool bare = !equals || equals > at + start;
    const size_t used = number_at(at + start, &l->list);
    const bool list = used && (named || bare) && at[start + used] != ',';
    if (!list || !(l->list <= 1e12) || __builtin_floor(l->list) < l->list)
        return false;
    memset(at, ' ', start + used);
    return true;
}

// Whether nothing but an operator and a number is there.
static bool is_nameless(const look *l)
{
    for (size_t i = 0; l->text[i]; i++)
        if (l->text[i] >= 'a' && l->text[i] <= 'z' &&
            !(l->text[i] == 'e' && i && is_digit(l->text[i - 1])))
            return false;
    return true;
}

// The number, and whether it is a percentage or one in so many.
static bool find_number(look *l)
{
    for (size_t i = 0; l->text[i]; i++) {
        if (!is_digit(l->text[i])) continue;
        size_t n = number_at(l->text + i, &l->number);
        if (!n) return false;
        l->number_at = i;
        i += n;
        i += blanks(l->text + i);
        double of = 0;
        if (strncmp(l->text + i, "in ", 3) == 0 &&
            number_at(l->text + i + 3 + blanks(l->text + i + 3), &of))
            l->number = of > 0 ? l->number / of : 0;
        l->percent = l->text[i] == '%' ||
                     strncmp(l->text + i, "per cent", 8) == 0 ||
                     strncmp(l->text + i, "percent", 7) == 0;
        return true;
    }
    return false;
}

static bool has(const look *l, const char *word)
{
    return strstr(l->text, word) != NULL;
}

// "<=", "+-", ...
static const char *operator_of(const look *l)
{
    const bool found = l->rate && l->rate[0] == 'T';
    const bool before = l->rate && l->number_at < l->rate_at;
    if (has(l, "ratio") || has(l, "times")) return "ratio";
    if (has(l, "+") || has(l, "\xC2\xB1") || has(l, "within")) return "+-";
    if (has(l, ">") || has(l, "\xE2\x89\xA5") || has(l, "least"))
        return before ? "<=" : ">=";
    if (has(l, "<") || has(l, "\xE2\x89\xA4") || has(l, "most"))
        return before ? ">=" : "<=";
    if (!found) return "<=";
    return l->number >= 0.5 ? ">=" : "+-";
}

// In (0, 1), of a ratio above 1; 0: it is none.
static double sense(const look *l, bool ratio)
{
    double x = l->number;
    if (ratio && l->percent) return 0;
    if (ratio) return x > 0 && x < 1 ? 1 / x : x;
    if (l->percent || (x > 1 && x < 100)) x /= 100;
    return x < 1 ? x : 0;
}

bool assay_size_hint(const char *text, char out[ASSAY_SIZE_HINT])
{
    look l = {.rate = NULL};
    char number[32], list[48] = "";
    lower(text, &l);
    if (!take_list(&l)) return false;
    find_rate(&l);
    if (!l.rate && !is_nameless(&l)) return false;
    if (!find_number(&l)) return false;
    const char *sign = operator_of(&l);
    const double value = sense(&l, sign[0] == 'r');
    const char *rate = l.rate ? l.rate : sign[0] == '+' ? "TPIR" : "FPIR";
    if (!(value > 0)) return false;
    number[assay_print_double(value, 9, number)] = '\0';
    if (l.list >= 1)
        (void)snprintf(list, sizeof list, "@watchlist_size=%.0f", l.list);
    (void)snprintf(out, ASSAY_SIZE_HINT, "%s%s %s %s", rate, list, sign,
                   number);
    return true;
}
