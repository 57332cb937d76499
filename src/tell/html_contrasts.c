// SPDX-License-Identifier: Apache-2.0
// Groups against each other, below the table of their rates: ratios to the
// others, and how far all groups lie apart. Each rate has a panel of its own.
#include "tell/html_page.h"

#include "base/figure_place.h"
#include "base/notes.h"
#include "tell/format.h"
#include "tell/html_put.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// The greatest p at which rates count as equal within the margin.
static const double equal_at = 0.05;

// One rate of the groups of a table.
typedef struct side {
    const assay_page *page;
    size_t result;
    const assay_figure *figures;
    size_t count;
    const assay_figure *like; ///< a rate of the table above
    const char *rate;         ///< "FMR"
    char by[ASSAY_FORMAT_SIZE];
} side;

// A part of a table: against whom, with which references.
typedef struct part {
    const char *words;
    const char *against;
    bool near; ///< of pairs within a group
} part;

static const part parts[] = {
    {"Against all others", "all others", false},
    {"Pairs within a group, against all others", "all others", true},
    {"Against the reference group", "the reference group", false},
    {"Pairs within a group, against the reference group", "the reference group",
     true},
};
enum { PARTS = sizeof parts / sizeof *parts };

// What is said of a ratio: what stands before the rate, behind it and behind
// the others in the name.
typedef struct words {
    const char *before, *behind, *end;
} words;

static const words ratio_words = {"", " ratio to ", ""};
static const words adjusted_words = {"adjusted p of ", " ratio to ", ""};
static const words equal_words = {"p of ", " equivalence to ", ""};
static const words least_words = {"least ", " ratio to ", " shown"};

static bool is(const char *text, const char *wanted)
{
    return text && strcmp(text, wanted) == 0;
}

// Whether a figure has this name, and stands in the table and at its point; of
// pairs within a group (`near`), or not.
static bool is_there(const side *s, const char *name, bool near,
                     const assay_figure *f)
{
    return is(f->name, name) && f->group_count > 0 &&
           is(f->references, "same group") == near &&
           (f->watchlist_size > 0) == (s->like->watchlist_size > 0) &&
           assay_figure_same_by(f, s->like) &&
           assay_page_same_point(f, s->like);
}

static const char *name_of(const side *s, const part *p, const words *w,
                           char name[2 * ASSAY_FORMAT_SIZE])
{
    (void)snprintf(name, 2 * (size_t)ASSAY_FORMAT_SIZE, "%s%s%s%s%s", w->before,
                   s->rate, w->behind, p->against, w->end);
    return name;
}

// The figure of this name, of the group of `ratio`; NULL: there is none.
static const assay_figure *named(const side *s, const char *name, bool near,
                                 const assay_figure *ratio)
{
    for (size_t i = 0; i < s->count; i++) {
        if (is_there(s, name, near, &s->figures[i]) &&
            assay_figure_same_group(&s->figures[i], ratio))
            return &s->figures[i];
    }
    return NULL;
}

// What is said of the ratio `ratio`; NULL: nothing.
static const assay_figure *about(const side *s, const part *p, const words *w,
                                 const assay_figure *ratio)
{
    char name[2 * ASSAY_FORMAT_SIZE];
    return named(s, name_of(s, p, w, name), p->near, ratio);
}

// The p of a group among groups drawn anew; NULL: there is none.
static const assay_figure *drawn(const side *s, const part *p,
                                 const assay_figure *ratio)
{
    char name[2 * ASSAY_FORMAT_SIZE];
    if (strcmp(p->against, "all others") != 0) return NULL;
    (void)snprintf(name, sizeof name, "permutation p of equal %s", s->rate);
    return named(s, name, p->near, ratio);
}

// The first ratio of the part from figure `*at` on, which moves behind it;
// NULL: there is none.
static const assay_figure *next_ratio(const side *s, const part *p, size_t *at)
{
    char name[2 * ASSAY_FORMAT_SIZE];
    (void)name_of(s, p, &ratio_words, name);
    while (*at < s->count) {
        const assay_figure *f = &s->figures[(*at)++];
        if (is_there(s, name, p->near, f)) return f;
    }
    return NULL;
}

static const assay_figure *first_ratio(const side *s, const part *p)
{
    size_t at = 0;
    return next_ratio(s, p, &at);
}

// "0.031", "< 0.001"; "" without a figure.
static const char *write_p(const assay_figure *f, char *text)
{
    text[0] = '\0';
    if (!f || isnan(f->value)) return text;
    if (f->value >= 0.001) return assay_format_fixed(f->value, 3, text);
    (void)snprintf(text, ASSAY_FORMAT_SIZE, "< 0.001");
    return text;
}

static void put_equal(assay_output *out, const assay_figure *f)
{
    char p[ASSAY_FORMAT_SIZE];
    (void)write_p(f, p);
    assay_html_put(out, "<td class=\"n\">{}{}</td>", p,
                   !p[0]                  ? ""
                   : f->value <= equal_at ? ", shown"
                                          : ", not shown",
                   NULL);
}

// "not adequately powered"; "" where the note of the ratio doesn't say.
static const char *powered(const assay_figure *ratio)
{
    static const char *const says[] = {ASSAY_NOTE_POWERED,
                                       ASSAY_NOTE_UNPOWERED};
    for (size_t i = 0; ratio->note && i < 2; i++)
        if (strstr(ratio->note, says[i])) return says[i] + 2;
    return "";
}

static void put_least(assay_output *out, const assay_figure *ratio,
                      const assay_figure *f)
{
    char text[ASSAY_FORMAT_SIZE] = "";
    if (f && isnan(f->value))
        (void)snprintf(text, sizeof text, "none");
    else if (f)
        (void)assay_format_value(f, text);
    assay_html_put(out, "<td class=\"r\">{}", text, NULL);
    if (powered(ratio)[0])
        assay_html_put(out, "<br><span class=\"power\">{}</span>",
                       powered(ratio), NULL);
    assay_output_text(out, "</td></tr>\n");
}

// What stands below the interval of a ratio that isn't to be quoted.
static const char *tag_of(const assay_figure *f)
{
    return f->note && strstr(f->note, ASSAY_NOTE_NO_CONCLUSION)
               ? &ASSAY_NOTE_NO_CONCLUSION[2]
               : assay_figure_status_name(f->status);
}

static void put_ratio(const side *s, const part *p, const assay_figure *f)
{
    char value[ASSAY_FORMAT_SIZE];
    char text[ASSAY_FORMAT_SIZE];
    assay_output *out = s->page->out;
    if (!assay_page_open_row(out, f, "5")) return;
    assay_html_put(out, "<td class=\"r\">{}</td><td class=\"n\">{}",
                   assay_format_value(f, value), assay_format_interval(f, text),
                   NULL);
    if (f->status != ASSAY_FIGURE_OK)
        assay_html_put(out, "<br><span class=\"tag\">{}</span>", tag_of(f),
                       NULL);
    assay_html_put(out, "</td><td class=\"r\">{}",
                   write_p(about(s, p, &adjusted_words, f), text), NULL);
    if (write_p(drawn(s, p, f), text)[0])
        assay_html_put(out, "<br><span class=\"drawn-p\">drawn {}</span>", text,
                       NULL);
    assay_output_text(out, "</td>");
    put_equal(out, about(s, p, &equal_words, f));
    put_least(out, f, about(s, p, &least_words, f));
}

// A line above the rows of a part; with the status of all of them, or NULL.
static void put_part(assay_output *out, const char *text, const char *columns,
                     const assay_figure *status)
{
    assay_html_put(out,
                   "<tr class=\"part\"><th colspan=\"{}\" scope=\"rowgroup\">"
                   "{}",
                   columns, text, NULL);
    if (status)
        assay_html_put(out, " <span class=\"tag\">{}</span>",
                       assay_figure_status_name(status->status), NULL);
    assay_output_text(out, "</th></tr>\n");
}

// The margin within which rates count as equal; NaN: nothing is said of it.
static double margin_of(const side *s, const part *p)
{
    const assay_figure *ratio = first_ratio(s, p);
    const assay_figure *equal = ratio ? about(s, p, &equal_words, ratio) : NULL;
    return equal ? assay_figure_at(equal, "margin") : (double)NAN;
}

static void put_ratio_head(const side *s, const part *p)
{
    char label[4 * ASSAY_FORMAT_SIZE];
    char point[ASSAY_FORMAT_SIZE];
    char level[ASSAY_FORMAT_SIZE];
    char margin[ASSAY_FORMAT_SIZE];
    const assay_figure *adjusted =
        about(s, p, &adjusted_words, first_ratio(s, p));
    (void)assay_page_point(s->like, point);
    (void)snprintf(label, sizeof label, "Ratios of %s by %s %s", s->rate, s->by,
                   point);
    assay_page_open_room(s->page, s->result, label);
    assay_html_put(
        s->page->out,
        "<table class=\"sides\"><caption><span>{}: {} of a group / {} of the "
        "others{}{}</span></caption><thead><tr><th scope=\"col\">{}</th><th "
        "scope=\"col\" class=\"r\">Ratio</th><th scope=\"col\">{} interval"
        "</th><th scope=\"col\" class=\"r\">p of equal rates, adjusted</th>"
        "<th scope=\"col\">p of equality within {}</th><th scope=\"col\" "
        "class=\"r\">Least ratio to be seen</th></tr></thead>\n",
        label, s->rate, s->rate,
        adjusted && adjusted->method ? "; p adjusted: " : "",
        adjusted && adjusted->method ? adjusted->method : "", s->by,
        assay_page_level(s->page->results[s->result], level),
        assay_format_shortest(margin_of(s, p), margin), NULL);
}

static void put_ratios(const side *s)
{
    bool open = false;
    for (size_t i = 0; i < PARTS; i++) {
        const part *p = &parts[i];
        if (!first_ratio(s, p)) continue;
        if (!open) put_ratio_head(s, p);
        open = true;
        assay_output_text(s->page->out, "<tbody>");
        put_part(s->page->out, p->words, "6", NULL);
        size_t at = 0;
        for (const assay_figure *f = next_ratio(s, p, &at); f;
             f = next_ratio(s, p, &at))
            put_ratio(s, p, f);
        assay_output_text(s->page->out, "</tbody>\n");
    }
    if (open) assay_output_text(s->page->out, "</table></div>\n");
}

// ---- How far all groups lie apart ------------------------------------------

static const char *const measures[] = {
    "max/min", "max/geometric-mean", "worst/reference",
    "Gini",    "sd of log",          "largest interaction"};
enum { MEASURES = sizeof measures / sizeof *measures };

// The measure of the whole table, or (`equal`) what equal groups would show.
static const assay_figure *spread(const side *s, const char *measure, bool near,
                                  bool equal)
{
    char name[2 * ASSAY_FORMAT_SIZE];
    (void)snprintf(name, sizeof name, "%s %s%s", measure, s->rate,
                   equal ? " if equal" : "");
    for (size_t i = 0; i < s->count; i++) {
        if (is_there(s, name, near, &s->figures[i]) &&
            is(s->figures[i].group[0].value, "*"))
            return &s->figures[i];
    }
    return NULL;
}

static void put_spread(assay_output *out, const char *measure,
                       const assay_figure *f, const assay_figure *equal)
{
    char value[ASSAY_FORMAT_SIZE] = "";
    char range[ASSAY_FORMAT_SIZE] = "";
    assay_html_put(out,
                   "<tr class=\"{}\"><th scope=\"row\" class=\"measure\">{}"
                   "</th><td class=\"r\">{}</td><td class=\"n\">{}",
                   f->status == ASSAY_FIGURE_OK ? "" : "few", measure,
                   assay_format_value(f, value),
                   assay_format_interval(f, range), NULL);
    if (f->note && strncmp(f->note, "zero_adjusted", 13) == 0)
        assay_output_text(out, "<br><span class=\"tag\">zero_adjusted</span>");
    value[0] = range[0] = '\0';
    if (equal && !isnan(equal->value)) {
        (void)assay_format_value(equal, value);
        (void)assay_format_interval(equal, range);
    }
    assay_html_put(out, "</td><td class=\"n\">{}{}{}{}</td></tr>\n", value,
                   range[0] ? " (" : "", range, range[0] ? ")" : "", NULL);
    if (f->note && is(measure, "largest interaction"))
        assay_html_put(out,
                       "<tr class=\"remark\"><td colspan=\"4\">{}</td></tr>\n",
                       f->note, NULL);
}

static void put_spread_head(const side *s)
{
    char label[4 * ASSAY_FORMAT_SIZE];
    char point[ASSAY_FORMAT_SIZE];
    char level[ASSAY_FORMAT_SIZE];
    (void)assay_page_point(s->like, point);
    (void)snprintf(label, sizeof label, "How far %s lies apart by %s %s",
                   s->rate, s->by, point);
    assay_page_open_room(s->page, s->result, label);
    assay_html_put(
        s->page->out,
        "<table class=\"sides\"><caption><span>{}</span></caption><thead><tr>"
        "<th scope=\"col\">Of all groups</th><th scope=\"col\" class=\"r\">"
        "Value</th><th scope=\"col\">{} interval</th><th scope=\"col\">Equal "
        "groups: middle (95 % of draws)</th></tr></thead>\n",
        label, assay_page_level(s->page->results[s->result], level), NULL);
}

// Above the rows of all pairs, or of those within a group; `f`: the first.
static void put_spread_start(const side *s, bool near, const assay_figure *f)
{
    const bool few = f->status != ASSAY_FIGURE_OK;
    assay_output_text(s->page->out, "<tbody>");
    if (near || few)
        put_part(s->page->out, near ? "Pairs within a group" : "All groups",
                 "4", few ? f : NULL);
}

// Whether groups drawn anew differ as much as any of these.
static void put_drawn(const side *s)
{
    char name[2 * ASSAY_FORMAT_SIZE];
    char p[ASSAY_FORMAT_SIZE];
    const assay_figure *f = NULL;
    (void)snprintf(name, sizeof name, "permutation p of equal %s", s->rate);
    for (size_t i = 0; i < s->count && !f; i++) {
        if (is_there(s, name, false, &s->figures[i]) &&
            is(s->figures[i].group[0].value, "*"))
            f = &s->figures[i];
    }
    if (write_p(f, p)[0])
        assay_html_put(s->page->out,
                       "<tr><th scope=\"row\" class=\"measure\">p, drawn</th>"
                       "<td class=\"r\">{}</td><td></td><td></td></tr>\n",
                       p, NULL);
}

// The rows of all pairs, or of those within a group (`near`); none: nothing.
static void put_spread_part(const side *s, bool near, bool *open)
{
    bool any = false;
    for (size_t i = 0; i < MEASURES; i++) {
        const assay_figure *f = spread(s, measures[i], near, false);
        if (!f || isnan(f->value)) continue;
        if (!*open) put_spread_head(s);
        *open = true;
        if (!any) put_spread_start(s, near, f);
        any = true;
        put_spread(s->page->out, measures[i], f,
                   spread(s, measures[i], near, true));
    }
    if (any && !near) put_drawn(s);
    if (any) assay_output_text(s->page->out, "</tbody>\n");
}

static void put_spreads(const side *s)
{
    bool open = false;
    put_spread_part(s, false, &open);
    put_spread_part(s, true, &open);
    if (open) assay_output_text(s->page->out, "</table></div>\n");
}

static side make_side(const assay_page *page, size_t r,
                      const assay_figure *like, const char *rate)
{
    side s = {.page = page, .result = r, .like = like, .rate = rate};
    s.figures = assay_page_some_figures(page->results[r], &s.count);
    for (size_t i = 0; i < like->group_count; i++)
        (void)snprintf(s.by + strlen(s.by), sizeof s.by - strlen(s.by),
                       "%s%.40s", i ? ", " : "", like->group[i].attribute);
    return s;
}

static bool has_ratios(const side *s)
{
    for (size_t i = 0; i < PARTS; i++) {
        if (first_ratio(s, &parts[i])) return true;
    }
    return false;
}

bool assay_page_contrasts(const assay_page *page, size_t r,
                          const assay_figure *like)
{
    const bool searches = like->watchlist_size > 0;
    const char *missed = is(like->name, "TPIR") ? "TPIR"
                         : searches             ? "FNIR"
                                                : "FNMR";
    const side sides[] = {make_side(page, r, like, searches ? "FPIR" : "FMR"),
                          make_side(page, r, like, missed)};
    if (!has_ratios(&sides[0]) && !has_ratios(&sides[1])) return false;
    assay_output_text(page->out, "<div class=\"pair contrasts\">\n");
    for (size_t i = 0; i < 2; i++) {
        assay_output_text(page->out, "<div>\n");
        put_ratios(&sides[i]);
        put_spreads(&sides[i]);
        assay_output_text(page->out, "</div>\n");
    }
    assay_output_text(page->out, "</div>\n");
    return true;
}

// Whether the result has a ratio of this rate, of any group at any point.
static bool has_ratio_of(const assay_page *page, size_t r, const char *rate)
{
    size_t count = 0;
    const size_t n = strlen(rate);
    const assay_figure *figures =
        assay_page_some_figures(page->results[r], &count);
    for (size_t i = 0; i < count; i++) {
        const char *name = figures[i].name;
        if (figures[i].group_count > 0 && !isnan(figures[i].value) &&
            strncmp(name, rate, n) == 0 &&
            (is(name + n, " ratio to all others") ||
             is(name + n, " ratio to the reference group")))
            return true;
    }
    return false;
}

void assay_page_ratio_plot(const assay_page *page, size_t r, const char *rate)
{
    char name[ASSAY_FORMAT_SIZE];
    char caption[8 * ASSAY_FORMAT_SIZE];
    char level[ASSAY_FORMAT_SIZE];
    if (!has_ratio_of(page, r, rate)) return;
    (void)snprintf(name, sizeof name, "Ratios of %.60s", rate);
    (void)snprintf(caption, sizeof caption,
                   "%.60s of each group over that of the others, with %s "
                   "intervals: 1, the broken line, is equal rates; within the "
                   "band rates differ by less than the margin of equality. "
                   "Intervals that leave the plot are in the table. Grey: not "
                   "to be quoted.",
                   rate, assay_page_level(page->results[r], level));
    assay_page_put_plot(page,
                        &(assay_page_plot){"ratios", name, rate, r, caption});
}

void assay_page_open_point(const assay_page *page, const assay_figure *like)
{
    static const char *const keys[] = {"FMR", "FPIR", "threshold"};
    char text[ASSAY_FORMAT_SIZE];
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const double value = assay_figure_at(like, keys[i]);
        if (isnan(value)) continue;
        assay_html_put(page->out,
                       "<div class=\"at\" data-at=\"{}\" data-value=\"{}\">\n",
                       keys[i], assay_format_shortest(value, text), NULL);
        return;
    }
    assay_output_text(page->out, "<div>\n");
}

void assay_page_contrast_words(const assay_page *page)
{
    assay_output_text(
        page->out,
        "<p class=\"meta\">A ratio compares a group with the others named; p "
        "of equal rates is the chance of a ratio so far from 1 if rates are "
        "equal; drawn, the same where groups are drawn anew among the same "
        "people (permutation), adjusted for the number of groups. Equality "
        "within the margin is shown where its p is at most 0.05; a ratio that "
        "is not told from 1 doesn&#39;t show it. Least "
        "ratio to be seen: what a test of so many events had a chance of 80 % "
        "to see; smaller ones it may miss. Adequately powered: each side has "
        "the events, over the design effect, that a ratio of 2 takes to be "
        "seen with that chance. No conclusion: fewer than 10 events, and "
        "ratios "
        "of 0.8 and 1.25 both fit. How far groups lie apart is to be "
        "read beside their rates, and beside what groups of one rate and as "
        "many events would show: the middle of draws, and 95 in 100 of them. "
        "Other such measures, and those that put both rates in one number, "
        "stand under All figures.</p>\n");
}
