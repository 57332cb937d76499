// SPDX-License-Identifier: Apache-2.0
#include "measure/claim.h"

#include "base/fail.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

// More digits nobody publishes, and doubles would not tell them apart.
enum { DIGITS_MOST = 12 };
static const double MOST = 1e12;

// A decimal number as it was written.
typedef struct written {
    double value, step;
    bool whole; // no decimal point
} written;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void skip_blanks(const char **at)
{
    while (**at == ' ' || **at == '\t') (*at)++;
}

// Takes a word, a blank or the end behind it.
static bool take_word(const char **at, const char *word)
{
    const size_t n = strlen(word);
    if (strncmp(*at, word, n) != 0) return false;
    const char next = (*at)[n];
    if (next && next != ' ' && next != '\t') return false;
    *at += n;
    skip_blanks(at);
    return true;
}

// The digits in front of a point; commas stand before three more.
static bool take_whole(const char **at, double *value)
{
    const char *start = *at;
    size_t digits = 0;
    *value = 0;
    for (; is_digit(**at) || **at == ','; (*at)++) {
        if (**at == ',') {
            const char *three = *at + 1;
            if (*at == start || !is_digit(three[0]) || !is_digit(three[1]) ||
                !is_digit(three[2]) || is_digit(three[3]))
                return false;
            continue;
        }
        *value = *value * 10 + (**at - '0');
        if (++digits > DIGITS_MOST) return false;
    }
    return digits > 0 || **at == '.';
}

static bool take_number(const char **at, written *n)
{
    *n = (written){0, 1, true};
    if (!take_whole(at, &n->value)) return false;
    if (**at == '.') {
        double power = 1;
        const char *start = ++*at;
        for (; is_digit(**at) && *at - start < 15; (*at)++) {
            n->value = n->value * 10 + (**at - '0');
            power *= 10;
        }
        if (*at == start || is_digit(**at) || n->value >= MOST) return false;
        n->value /= power;
        n->step = 1 / power;
        n->whole = false;
    }
    skip_blanks(at);
    return true;
}

// A number with "thousand" or "million" behind it, or such a word alone.
static bool take_base(const char **at, written *n)
{
    static const struct {
        const char *word;
        double value;
    } words[] = {{"hundred", 100}, {"thousand", 1000}, {"million", 1000000}};
    *n = (written){1, 1, true};
    const bool number = is_digit(**at) || **at == '.';
    if (number && !take_number(at, n)) return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!take_word(at, words[i].word)) continue;
        n->value *= words[i].value;
        n->step *= words[i].value;
        return true;
    }
    return number;
}

static bool is_power_of_ten(double n)
{
    while (n >= 10) n /= 10;
    return n == 1.0;
}

// 1,000 of 33,000: the place of the last digit that is no zero.
static double last_place(double n, double step)
{
    while (step * 10 <= n && floor(n / (step * 10)) * (step * 10) == n)
        step *= 10;
    return step;
}

static bool on_base(assay_claim *claim, written n, double base)
{
    *claim = (assay_claim){ASSAY_CLAIM_ON_BASE, n.value, base, n.step,
                           n.value / base};
    return claim->rate <= 1;
}

static bool one_in(assay_claim *claim, written n)
{
    if (!(n.value >= 1)) return false;
    *claim = (assay_claim){ASSAY_CLAIM_ONE_IN, n.value, 1,
                           n.whole ? last_place(n.value, n.step) : n.step,
                           1 / n.value};
    return true;
}

static bool counts(assay_claim *claim, written n, written of)
{
    if (!n.whole || !of.whole || !(of.value > 0)) return false;
    *claim = (assay_claim){ASSAY_CLAIM_COUNTS, n.value, of.value, 1,
                           n.value / of.value};
    return claim->rate <= 1;
}

// "in", ":": 1 in n, or so many on a base, or counts.
static bool take_in(const char **at, written n, assay_claim *claim)
{
    written of;
    if (!take_base(at, &of)) return false;
    if (n.whole && n.value == 1.0) return one_in(claim, of);
    if (is_power_of_ten(of.value) && of.value > 1)
        return on_base(claim, n, of.value);
    return counts(claim, n, of);
}

static bool take_of(const char **at, written n, assay_claim *claim)
{
    written of;
    const bool every = take_word(at, "every");
    if (!take_base(at, &of) || !(of.value > 0)) return false;
    return every ? on_base(claim, n, of.value) : counts(claim, n, of);
}

static bool take_per(const char **at, written n, assay_claim *claim)
{
    written of;
    if (take_word(at, "cent")) return on_base(claim, n, 100);
    return take_base(at, &of) && of.value > 0 && on_base(claim, n, of.value);
}

static bool take_sign(const char **at, char sign)
{
    if (**at != sign) return false;
    (*at)++;
    skip_blanks(at);
    return true;
}

static bool take_claim(const char **at, assay_claim *claim)
{
    written n;
    skip_blanks(at);
    if (!take_number(at, &n)) return false;
    if (take_sign(at, '%') || take_word(at, "percent"))
        return on_base(claim, n, 100);
    if (take_word(at, "in") || take_sign(at, ':')) return take_in(at, n, claim);
    if (take_word(at, "out"))
        return take_word(at, "of") && take_of(at, n, claim);
    if (take_word(at, "of") || take_sign(at, '/')) return take_of(at, n, claim);
    if (take_word(at, "per")) return take_per(at, n, claim);
    // Rounded to no digit at all any share is 0 or 1.
    return !n.whole && on_base(claim, n, 1);
}

assay_status assay_claim_read(const char *text, assay_claim *claim,
                              assay_error *err)
{
    const char *at = text;
    if (take_claim(&at, claim) && !*at) return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE,
                      "--claim '%.60s': write a rate as it was published, such "
                      "as '1 in 33,000', '81 %%', '0.0003 %%', '39 in 1,000' "
                      "or '7 of 8'",
                      text);
}

const char *assay_claim_verdict_name(assay_claim_verdict verdict)
{
    static const char *const names[] = {
        "comes out", "near", "inside the interval only", "does not come out"};
    return names[verdict];
}

// What the counts give, in steps of the claim's last digit; what only the last
// bits of a division take away is given back.
static double steps_of(const assay_claim *claim, const assay_claim_counts *c)
{
    const double value = claim->form == ASSAY_CLAIM_ONE_IN
                             ? c->trials / c->events
                             : c->events * claim->base / c->trials;
    return value / claim->step * (1 + 1e-13);
}

static bool equals(const assay_claim *claim, const assay_claim_counts *c,
                   double shift)
{
    const double want = floor(claim->number / claim->step + 0.5);
    if (claim->form == ASSAY_CLAIM_COUNTS)
        return c->events * claim->base == c->trials * claim->number;
    if (claim->form == ASSAY_CLAIM_ONE_IN && !(c->events > 0)) return false;
    return floor(steps_of(claim, c) + shift) == want;
}

// "0 %" says that there was none, "100 %" and "1 in 1" that nothing else was:
// one event, or one of another kind, is enough to say otherwise. Rounded or cut
// off, any rate below 1 % would be 0 %.
static bool is_none_or_all(const assay_claim *claim)
{
    return claim->rate <= 0 || claim->rate >= 1;
}

static bool comes_out(const assay_claim *claim, const assay_claim_counts *c)
{
    if (claim->rate <= 0) return c->events <= 0;
    if (claim->rate >= 1) return c->events >= c->trials;
    return equals(claim, c, 0.5) || equals(claim, c, 0);
}

bool assay_claim_cut_off(const assay_claim *claim,
                         const assay_claim_counts *counts)
{
    return counts->trials > 0 && !is_none_or_all(claim) &&
           !equals(claim, counts, 0.5) && equals(claim, counts, 0);
}

static bool is_near(const assay_claim *claim, const assay_claim_counts *c)
{
    if (is_none_or_all(claim))
        return claim->form == ASSAY_CLAIM_ON_BASE && equals(claim, c, 0.5);
    return fabs(c->events / c->trials - claim->rate) <= 0.05 * claim->rate;
}

assay_claim_verdict assay_claim_hold(const assay_claim *claim,
                                     const assay_claim_counts *counts)
{
    if (!(counts->trials > 0)) return ASSAY_CLAIM_NO;
    if (comes_out(claim, counts)) return ASSAY_CLAIM_COMES_OUT;
    if (is_near(claim, counts)) return ASSAY_CLAIM_NEAR;
    if (counts->low <= claim->rate && claim->rate <= counts->high)
        return ASSAY_CLAIM_INSIDE;
    return ASSAY_CLAIM_NO;
}
