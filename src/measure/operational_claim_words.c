// SPDX-License-Identifier: Apache-2.0
// What is answered to a claim.
#include "measure/operational_claim.h"

#include "base/days.h"
#include "base/people_figures.h"
#include "measure/sentences.h"

#include <math.h>
#include <string.h>

enum { SAID_MOST = 3, FIGURES_MOST = 8, OTHERS_MOST = 4 };

// One who answers a claim.
typedef struct speaker {
    assay_operational_study *study;
    const char *text;
    const assay_claim *claim;
    const assay_readings *readings;
} speaker;

// Never NULL; lack of memory is remembered.
static const char *sure(const speaker *s, const char *text)
{
    if (text) return text;
    s->study->ledger->no_memory = true;
    return "";
}

// Adds to a text that is being made.
static const char *join(const speaker *s, const char *a, const char *between,
                        const char *b)
{
    return sure(s, assay_ledger_text(s->study->ledger, "%s%s%s", a,
                                     a[0] ? between : "", b));
}

static void say(const speaker *s, const char *text,
                const assay_figure *const *figures, size_t count)
{
    const char *ids[FIGURES_MOST];
    for (size_t i = 0; i < count; i++) ids[i] = figures[i]->id;
    const assay_statement statement = {ASSAY_CLAIM, text, ids, count};
    if (text)
        assay_build_statement(s->study->result, &statement);
    else
        s->study->ledger->no_memory = true;
}

static const char *number(const speaker *s, double value)
{
    return sure(s, assay_spoken_number(&s->study->ledger->arena,
                                       (uint64_t)floor(value + 0.5)));
}

// Three digits; from a thousand on, whole numbers.
static const char *digits(const speaker *s, double value)
{
    if (value >= 1000 && value < 1e15) return number(s, value);
    return assay_operational_digits(s->study, value, 3);
}

// To three digits, written out: 19,400.
static double rounded(double value)
{
    double step = 1;
    while (value / step >= 1000) step *= 10;
    return floor(value / step + 0.5) * step;
}

// A rate in the form of the claim: "1 in 33,435", "81 %", "39 in 1,000".
static const char *in_form(const speaker *s, double rate, bool exact)
{
    const assay_claim *c = s->claim;
    assay_ledger *ledger = s->study->ledger;
    if (!(rate > 0)) return "none";
    if (c->form == ASSAY_CLAIM_ONE_IN)
        return sure(s,
                    assay_ledger_text(
                        ledger, "1 in %s",
                        1 / rate < 100
                            ? digits(s, 1 / rate)
                            : number(s, exact ? 1 / rate : rounded(1 / rate))));
    if (c->form == ASSAY_CLAIM_ON_BASE && c->base > 100)
        return sure(s, assay_ledger_text(ledger, "%s in %s",
                                         digits(s, rate * c->base),
                                         number(s, c->base)));
    if (c->form == ASSAY_CLAIM_ON_BASE && c->base < 2) return digits(s, rate);
    return sure(s, assay_ledger_text(ledger, "%s %%", digits(s, rate * 100)));
}

static bool is_wrong(const assay_reading *r)
{
    return strcmp(r->figure->name, assay_operational_false_alerts) == 0;
}

static const char *name_of(const speaker *s, const assay_reading *r)
{
    static const char *const ends[] = {
        [ASSAY_READING_SEEN] = "",
        [ASSAY_READING_MOST] = ", every open outcome counted as one",
        [ASSAY_READING_LEAST] = ", no open outcome counted as one",
        [ASSAY_READING_REST] = ""};
    const char *name = r->figure->name;
    if (r->end == ASSAY_READING_REST)
        return is_wrong(r) ? "alerts that were not recorded as wrong per alert"
                           : "alerts that were not verified as right per alert";
    if (strcmp(name, assay_operational_either) == 0)
        return r->end == ASSAY_READING_MOST
                   ? "false alerts per alert, all judged from pictures wrong"
                   : "false alerts per alert, all judged from pictures right";
    return sure(
        s, assay_ledger_text(s->study->ledger, "%s%s", name, ends[r->end]));
}

// "all of 2024", or "all rows asked for".
static const char *all_rows(const speaker *s)
{
    const assay_deployments *rows = &s->study->rows;
    int year = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const assay_deployed *row = &rows->rows[i];
        const int first =
            row->when == ASSAY_WHEN_NONE ? -1 : assay_days_year(row->first);
        if (first < 0 || assay_days_year(row->last) != first ||
            (year && year != first))
            return "all rows asked for";
        year = first;
    }
    return sure(s, assay_ledger_text(s->study->ledger, "all of %d", year));
}

// The period that a label names; as many as there are: none.
static size_t period_of(const speaker *s, const assay_label *label)
{
    const assay_timeline *t = s->study->timeline;
    size_t p = 0;
    if (strcmp(label->attribute, "period") != 0) return t->periods;
    while (p < t->periods &&
           strcmp(t->groups[p].labels[0].value, label->value) != 0)
        p++;
    return p;
}

// Whose rows: "2024", "to 23 July 2024", "threshold 0.64".
static const char *rows_of(const speaker *s, const assay_figure *f)
{
    const char *all = "";
    if (!f->group_count) return all_rows(s);
    for (size_t i = 0; i < f->group_count; i++) {
        const assay_label *l = &f->group[i];
        const size_t p = period_of(s, l);
        const char *one = l->value;
        if (p < s->study->timeline->periods)
            one = assay_timeline_words(s->study, p, true);
        else if (strcmp(l->attribute, "year") != 0)
            one = sure(s, assay_ledger_text(s->study->ledger, "%s %s",
                                            l->attribute, l->value));
        all = join(s, all, ", ", one);
    }
    return all;
}

// Periods that a figure's rows are of: none where it is of one alone.
static size_t periods_of(const speaker *s, const assay_figure *f, bool *in)
{
    const assay_operational_study *study = s->study;
    size_t count = 0;
    for (size_t p = 0; p < study->timeline->periods; p++) in[p] = false;
    for (size_t i = 0; i < study->rows.count; i++) {
        const uint32_t p = assay_timeline_period(study, i);
        if (p == UINT32_MAX || in[p] || !assay_claim_holds(study, i, f))
            continue;
        in[p] = true;
        count++;
    }
    return count;
}

// " (1 in 19,400 to 1 in 57,700)", the smaller number first.
static const char *range_of(const speaker *s, double low, double high)
{
    const bool turned = s->claim->form == ASSAY_CLAIM_ONE_IN && low > 0;
    return sure(s, assay_ledger_text(s->study->ledger, " (%s to %s)",
                                     in_form(s, turned ? high : low, false),
                                     in_form(s, turned ? low : high, false)));
}

// "27 of 902,748, 1 in 33,435 (1 in 19,400 to 1 in 57,700)".
static const char *counts_of(const speaker *s, const assay_reading *r)
{
    const assay_claim_counts *c = &r->counts;
    const char *rate = in_form(s, c->events / c->trials, true);
    const char *range = "";
    if (!isnan(c->low) && !isnan(c->high)) range = range_of(s, c->low, c->high);
    if (r->figure->trials <= 0)
        return sure(s,
                    assay_ledger_text(s->study->ledger, "%s%s", rate, range));
    return sure(s,
                assay_ledger_text(s->study->ledger, "%s of %s, %s%s",
                                  c->events > 0 ? number(s, c->events) : "none",
                                  number(s, c->trials), rate, range));
}

static void say_reading(const speaker *s, const assay_reading *r)
{
    const bool out = r->verdict == ASSAY_CLAIM_COMES_OUT;
    const char *how = !out ? "near" : "comes out";
    if (out && assay_claim_cut_off(s->claim, &r->counts))
        how = "comes out when cut off, not rounded,";
    say(s,
        assay_ledger_text(s->study->ledger, "'%s' %s%s as %s, %s: %s.", s->text,
                          out ? "" : "is ", how, name_of(s, r),
                          rows_of(s, r->figure), counts_of(s, r)),
        &r->figure, 1);
}

static bool ends_with(const char *text, const char *end)
{
    const size_t n = strlen(text), k = strlen(end);
    return n >= k && strcmp(text + n - k, end) == 0;
}

// What a reading counts, and leaves out.
static void say_counts(const speaker *s, const assay_reading *r)
{
    const char *name = r->figure->name;
    const char *text =
        "It counts alerts of one outcome alone, as the force recorded them.";
    if (strcmp(name, assay_people_figures[ASSAY_OF_GROUP_SHARE_FALSE]) == 0)
        text = "It counts wrong alerts alone: how many of the group passed is "
               "left out, so that it is no rate per person.";
    else if (ends_with(name, "per face counted"))
        text = "It counts faces, not people: one person can be counted many "
               "times; how many were on the list and passed is left out.";
    else if (r->end == ASSAY_READING_REST)
        text = is_wrong(r) ? "It counts every alert that was not recorded as "
                             "wrong, whatever it was; how many people passed "
                             "is left out."
                           : "It counts every alert that was not verified as "
                             "right, whatever it was; how many people passed "
                             "is left out.";
    else if (r->end == ASSAY_READING_MOST)
        text = "It counts every alert whose outcome is open as such a one; how "
               "many people passed is left out.";
    else if (strstr(name, "per alert"))
        text = "It counts alerts alone: how many people passed, and how many "
               "listed people raised none, is left out.";
    say(s, text, &r->figure, 1);
}

// Each part of a mixture: "27 of 181,443 (1 in 6,720), to 23 July 2024".
static const char *part_of(const speaker *s, const assay_reading *r,
                           const assay_figure *f, size_t p)
{
    const bool open = !isnan(f->bounds[1]);
    const assay_claim_counts c = assay_claim_counts_of(
        f, r->end == ASSAY_READING_MOST && !open ? ASSAY_READING_SEEN : r->end);
    const char *when = assay_timeline_words(s->study, p, true);
    const char *rate = in_form(s, c.events / c.trials, false);
    if (f->trials < 0)
        return sure(s,
                    assay_ledger_text(s->study->ledger, "%s %s", rate, when));
    return sure(s,
                assay_ledger_text(s->study->ledger, "%s of %s%s%s%s, %s",
                                  c.events > 0 ? number(s, c.events) : "none",
                                  number(s, c.trials), c.events > 0 ? " (" : "",
                                  c.events > 0 ? rate : "",
                                  c.events > 0 ? ")" : "", when));
}

static void say_mixture(const speaker *s, const assay_reading *r)
{
    const assay_timeline *t = s->study->timeline;
    bool *in =
        assay_arena_new(&s->study->ledger->arena, t->periods + 1, sizeof *in);
    const char *parts = "";
    const assay_figure *figures[FIGURES_MOST] = {r->figure};
    size_t count = 1;
    if (!in) {
        s->study->ledger->no_memory = true;
        return;
    }
    const size_t mixed = periods_of(s, r->figure, in);
    if (mixed < 2) return;
    for (size_t p = 0; p < t->periods; p++) {
        const assay_figure *f =
            in[p] ? assay_periods_find(s->study, r->figure->name, p) : NULL;
        if (!f) continue;
        parts = join(s, parts, "; ", part_of(s, r, f, p));
        if (count < FIGURES_MOST) figures[count++] = f;
    }
    say(s,
        assay_ledger_text(s->study->ledger,
                          "It is a mixture of %zu periods and describes "
                          "%s; the periods themselves: %s.",
                          mixed, mixed == 2 ? "neither part" : "no part",
                          parts),
        figures, count);
}

// Whether a figure counts the same events of the same rows over something else.
static bool is_other(const assay_figure *f, const assay_reading *r)
{
    const char *mine = strstr(r->figure->name, " per ");
    const size_t n = mine ? (size_t)(mine - r->figure->name) + 5 : 0;
    if (!n || strncmp(f->name, r->figure->name, n) != 0) return false;
    if (strcmp(f->name, r->figure->name) == 0 || isnan(f->value)) return false;
    if (strcmp(f->name, assay_operational_either) == 0) return false;
    if (f->group_count != r->figure->group_count) return false;
    for (size_t i = 0; i < f->group_count; i++)
        if (strcmp(f->group[i].value, r->figure->group[i].value) != 0)
            return false;
    return true;
}

// "21 in 1,000", "2.87 in 100": on a base on which it has two digits, or, where
// it is no share, one before the point.
static const char *on_base(const speaker *s, const assay_figure *f)
{
    const bool share = strcmp(f->unit, "proportion") == 0;
    double base = share ? 100 : 1;
    if (!(f->value > 0)) return "none";
    while (f->value * base < (share ? 9.5 : 0.95) && base < 1e9) base *= 10;
    if (base < 2) return digits(s, f->value);
    return sure(s,
                assay_ledger_text(s->study->ledger, "%s in %s",
                                  digits(s, f->value * base), number(s, base)));
}

// "false alerts per alert, 21 in 1,000 (by period 39.2 in 1,000, none)".
static const char *other(const speaker *s, const assay_figure *f, bool mixed)
{
    const char *parts = "";
    for (size_t p = 0; mixed && p < s->study->timeline->periods; p++) {
        const assay_figure *part = assay_periods_find(s->study, f->name, p);
        if (part) parts = join(s, parts, ", ", on_base(s, part));
    }
    return sure(s,
                assay_ledger_text(s->study->ledger, "%s, %s%s%s%s", f->name,
                                  on_base(s, f), parts[0] ? " (by period " : "",
                                  parts, parts[0] ? ")" : ""));
}

static void say_others(const speaker *s, const assay_reading *r)
{
    const assay_ledger *ledger = s->study->ledger;
    const bool mixed = s->study->timeline->periods && !r->figure->group_count;
    const char *all = "";
    const assay_figure *figures[FIGURES_MOST];
    size_t count = 0;
    for (size_t i = 0; i < ledger->count && count < OTHERS_MOST; i++) {
        const assay_figure *f = &ledger->entries[i].figure;
        if (!is_other(f, r)) continue;
        figures[count++] = f;
        all = join(s, all, "; ", other(s, f, mixed));
    }
    if (count)
        say(s,
            assay_ledger_text(s->study->ledger,
                              "The same counts by other definitions: %s.", all),
            figures, count);
}

static const char *ending(size_t n)
{
    return n == 1 ? "s" : "";
}

// "39 readings were tried (definitions 13, sets of rows 3): 1 comes out, ..."
static void say_tried(const speaker *s)
{
    const assay_readings *r = s->readings;
    const size_t *of = r->of;
    say(s,
        assay_ledger_text(
            s->study->ledger,
            "'%s': %zu readings were tried (definitions %zu, sets of rows "
            "%zu): %zu come%s out, %zu come%s near, %zu hold%s it in the "
            "interval alone.",
            s->text, r->count, r->definitions, r->groups,
            of[ASSAY_CLAIM_COMES_OUT], ending(of[ASSAY_CLAIM_COMES_OUT]),
            of[ASSAY_CLAIM_NEAR], ending(of[ASSAY_CLAIM_NEAR]),
            of[ASSAY_CLAIM_INSIDE], ending(of[ASSAY_CLAIM_INSIDE])),
        NULL, 0);
}

// Readings of the best verdict that there is, the first few.
void assay_claim_say(assay_operational_study *study, const char *text,
                     const assay_claim *claim, const assay_readings *readings)
{
    const speaker s = {study, text, claim, readings};
    const assay_claim_verdict best = readings->of[ASSAY_CLAIM_COMES_OUT]
                                         ? ASSAY_CLAIM_COMES_OUT
                                         : ASSAY_CLAIM_NEAR;
    const assay_reading *first = NULL;
    size_t said = 0;
    if (best == ASSAY_CLAIM_NEAR)
        say(&s,
            assay_ledger_text(study->ledger, "'%s' does not come out.", text),
            NULL, 0);
    for (size_t i = 0; i < readings->count && said < SAID_MOST; i++) {
        if (readings->all[i].verdict != best) continue;
        if (!first) first = &readings->all[i];
        say_reading(&s, &readings->all[i]);
        say_mixture(&s, &readings->all[i]);
        said++;
    }
    if (first) say_counts(&s, first);
    if (first) say_others(&s, first);
    say_tried(&s);
}
