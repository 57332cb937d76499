// SPDX-License-Identifier: Apache-2.0
// A day forecast: alerts by size of the list, the share of alerts that are
// right, and the counts of the day, thresholds, limits and groups as tables.
#include "tell/html_page.h"

#include "base/figure_place.h"
#include "tell/format.h"
#include "tell/html_put.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Room for the texts that are put together here.
enum { TEXT = 768 };

bool assay_page_is_forecast(const assay_result *result)
{
    return strcmp(assay_result_evaluation(result), "forecast") == 0;
}

static bool is(const char *a, const char *b)
{
    return a && strcmp(a, b) == 0;
}

static bool ends_with(const char *text, const char *end)
{
    const size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

// ---- Plots -----------------------------------------------------------------

void assay_page_forecast_plot(const assay_page *page)
{
    char caption[TEXT];
    char level[ASSAY_FORMAT_SIZE];
    const assay_result *first = page->results[0];
    (void)snprintf(
        caption, sizeof caption,
        "Alerts in 1,000 passages like those tested, against how many people "
        "are on the list, both on logarithmic axes. Wrong: a line with its %s "
        "interval; the interval alone where none was seen. Right: a band, from "
        "the least to the greatest share of listed people that was given, each "
        "with its interval; none without one. Vertical: the largest list that "
        "was searched; past it the line is dashed, an estimate between "
        "limits.",
        assay_page_level(first, level));
    assay_output_text(page->out, "<section id=\"main-plot\">\n<h2 "
                                 "class=\"unseen\">The main plot</h2>\n");
    if (assay_page_has_curve(first, "alerts by watchlist size", false))
        assay_page_put_plot(
            page, &(assay_page_plot){"forecast", "Alerts by size of the list",
                                     "", 0, caption});
    assay_output_text(page->out, "</section>\n");
}

static void put_shares(const assay_page *page, size_t r)
{
    char caption[TEXT];
    char level[ASSAY_FORMAT_SIZE];
    const assay_result *result = page->results[r];
    if (!assay_page_has_curve(result, "share of alerts right", false)) return;
    assay_page_result_heading(page, r);
    (void)snprintf(
        caption, sizeof caption,
        "What share of alerts is right, against what share of passages is by "
        "people on the list. A band, no line: the %s interval that the test "
        "leaves; where on the axis a street lies is not known from the test.",
        assay_page_level(result, level));
    assay_page_put_plot(page,
                        &(assay_page_plot){"share-right",
                                           "Share of alerts that are right", "",
                                           r, caption});
}

// ---- The day ---------------------------------------------------------------

// Equal numbers, or both absent.
static bool equal(double a, double b)
{
    return isnan(a) ? isnan(b) : a == b;
}

// Whether both are of one group, threshold, list and day.
static bool same_place(const assay_figure *a, const assay_figure *b)
{
    static const char *const keys[] = {"prevalence", "faces", "hours"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (!equal(assay_figure_at(a, keys[i]), assay_figure_at(b, keys[i])))
            return false;
    return equal(a->threshold, b->threshold) &&
           a->watchlist_size == b->watchlist_size &&
           assay_figure_same_group(a, b);
}

static const char expected[] = " expected";

// "wrong alerts on a day" beside "wrong alerts expected"; or NULL.
static const assay_figure *day_of(const assay_page *page, size_t r,
                                  const assay_figure *f)
{
    size_t count = 0;
    char name[ASSAY_FORMAT_SIZE];
    const assay_figure *all = assay_page_some_figures(page->results[r], &count);
    (void)snprintf(name, sizeof name, "%.*s on a day",
                   (int)(strlen(f->name) - strlen(expected)), f->name);
    for (size_t i = 0; i < count; i++)
        if (is(all[i].name, name) && same_place(&all[i], f)) return &all[i];
    return NULL;
}

static bool is_beyond(const assay_figure *f)
{
    return f->note && strstr(f->note, "beyond the test") != NULL;
}

// Threshold and list: two cells.
static void put_place(const assay_page *page, const assay_figure *f)
{
    char text[2][ASSAY_FORMAT_SIZE] = {"", ""};
    if (!isnan(f->threshold)) assay_format_threshold(f->threshold, text[0]);
    if (!isnan(assay_figure_at(f, "watchlist_size")))
        assay_format_count(f->watchlist_size, text[1]);
    assay_html_put(page->out, "<td class=\"r\">{}</td><td class=\"r\">{}</td>",
                   text[0], text[1], NULL);
}

static const char place_heads[] =
    "<th scope=\"col\" class=\"r\">Threshold</th>"
    "<th scope=\"col\" class=\"r\">On the list</th>";

static bool is_expected(const assay_figure *f)
{
    return !f->group_count && ends_with(f->name, expected);
}

// The columns that some count of the day fills.
typedef struct columns {
    bool place; ///< thresholds and lists
    bool share; ///< shares of passages by people on the list
} columns;

static columns find_columns(const assay_page *page, size_t r)
{
    size_t count = 0;
    columns c = {false, false};
    const assay_figure *all = assay_page_some_figures(page->results[r], &count);
    for (size_t i = 0; i < count; i++) {
        if (!is_expected(&all[i])) continue;
        c.place = c.place || !isnan(all[i].threshold) ||
                  !isnan(assay_figure_at(&all[i], "watchlist_size"));
        c.share = c.share || !isnan(assay_figure_at(&all[i], "prevalence"));
    }
    return c;
}

// "0.36 to 1.5" of a figure that may be NULL; "" without ends.
static char *range_of(const assay_figure *f, char *text)
{
    char low[ASSAY_FORMAT_SIZE];
    char high[ASSAY_FORMAT_SIZE];
    text[0] = '\0';
    if (!f || isnan(f->low) || isnan(f->high)) return text;
    (void)snprintf(text, ASSAY_FORMAT_SIZE, "%.40s to %.40s",
                   assay_format_digits(f->low, 3, low),
                   assay_format_digits(f->high, 3, high));
    return text;
}

// A count that a file may hold as any number; "" of one that is none.
static char *whole(double value, char *text)
{
    text[0] = '\0';
    return value >= 0 && value < 1e15 ? assay_format_count((int64_t)value, text)
                                      : text;
}

// "3 to 223" of the count of one day; "" without one.
static char *counts_of(const assay_figure *f, char *text)
{
    char low[ASSAY_FORMAT_SIZE];
    char high[ASSAY_FORMAT_SIZE];
    text[0] = '\0';
    if (!f || isnan(f->low) || isnan(f->high)) return text;
    (void)snprintf(text, ASSAY_FORMAT_SIZE, "%.40s to %.40s",
                   whole(f->low, low), whole(f->high, high));
    return text;
}

// "wrong alerts" of "wrong alerts expected", where, and of how many listed.
static void open_count(const assay_page *page, const assay_figure *f,
                       const columns *c)
{
    char name[ASSAY_FORMAT_SIZE];
    char share[ASSAY_FORMAT_SIZE] = "";
    const double listed = assay_figure_at(f, "prevalence");
    (void)snprintf(name, sizeof name, "%.*s",
                   (int)(strlen(f->name) - strlen(expected)), f->name);
    assay_html_put(page->out, "<tr class=\"{}\"><th scope=\"row\">{}</th>",
                   is_beyond(f) ? "few" : "", name, NULL);
    if (c->place) put_place(page, f);
    if (!isnan(listed)) assay_format_shortest(listed, share);
    if (c->share)
        assay_html_put(page->out, "<td class=\"r\">{}</td>", share, NULL);
}

static void put_count(const assay_page *page, size_t r, const assay_figure *f,
                      const columns *c)
{
    char value[ASSAY_FORMAT_SIZE] = "";
    char range[ASSAY_FORMAT_SIZE];
    char day[ASSAY_FORMAT_SIZE];
    open_count(page, f, c);
    if (isnan(f->value) && isnan(f->high)) {
        assay_html_put(page->out, "<td colspan=\"5\">{}</td></tr>\n",
                       f->note ? f->note : assay_figure_status_name(f->status),
                       NULL);
        return;
    }
    if (!isnan(f->value)) assay_format_digits(f->value, 3, value);
    assay_html_put(page->out,
                   "<td class=\"r\">{}</td><td class=\"n\">{}</td>"
                   "<td class=\"n\">{}</td><td>{}</td><td>{}</td></tr>\n",
                   value, range_of(f, range),
                   counts_of(day_of(page, r, f), day), f->of ? f->of : "",
                   is_beyond(f) ? "beyond the test" : "", NULL);
}

static void open_day(const assay_page *page, size_t r, const columns *c)
{
    char level[ASSAY_FORMAT_SIZE];
    assay_page_open_room(page, r, "Counts of a day");
    assay_html_put(
        page->out,
        "<table class=\"points\">\n<caption><span>Expected: the mean "
        "of such days, with the interval that the source leaves. On "
        "such a day: where the count of one day lies on {} of such "
        "days.</span></caption>\n<thead><tr>"
        "<th scope=\"col\">Count</th>",
        assay_page_level(page->results[r], level), NULL);
    if (c->place) assay_output_text(page->out, place_heads);
    if (c->share)
        assay_output_text(page->out, "<th scope=\"col\" class=\"r\">Listed, of "
                                     "passages</th>");
    assay_html_put(page->out,
                   "<th scope=\"col\" class=\"r\">Expected</th>"
                   "<th scope=\"col\">{} interval</th>"
                   "<th scope=\"col\">On such a day</th>"
                   "<th scope=\"col\">Of</th><th scope=\"col\">Remark</th></tr>"
                   "</thead>\n<tbody>\n",
                   level, NULL);
}

// What is remarked of some of the figures, each remark once.
static void put_notes(const assay_page *page, const assay_figure *all,
                      size_t count, bool (*wanted)(const assay_figure *f))
{
    for (size_t i = 0; i < count; i++) {
        size_t k = 0;
        if (!wanted(&all[i]) || !all[i].note || isnan(all[i].value)) continue;
        while (k < i && !(wanted(&all[k]) && !isnan(all[k].value) &&
                          is(all[k].note, all[i].note)))
            k++;
        if (k == i)
            assay_html_put(page->out, "<p class=\"meta\">{}</p>\n", all[i].note,
                           NULL);
    }
}

static void put_day(const assay_page *page, size_t r)
{
    size_t count = 0;
    const columns c = find_columns(page, r);
    const assay_figure *all = assay_page_some_figures(page->results[r], &count);
    assay_page_result_heading(page, r);
    open_day(page, r, &c);
    for (size_t i = 0; i < count; i++)
        if (is_expected(&all[i])) put_count(page, r, &all[i], &c);
    assay_output_text(page->out, "</tbody>\n</table>\n</div>\n");
    put_notes(page, all, count, is_expected);
}

// ---- Thresholds ------------------------------------------------------------

static const char by_threshold[] = "alerts by threshold";

// A row of the curve: threshold, wrong alerts in 1,000 and their ends, share
// found and its ends.
static void put_threshold(const assay_page *page, const double *row)
{
    char threshold[ASSAY_FORMAT_SIZE];
    char text[6][ASSAY_FORMAT_SIZE];
    for (size_t i = 0; i < 6; i++) {
        const double v = i < 3 ? row[1 + i] : 100 * row[1 + i];
        text[i][0] = '\0';
        if (!isnan(v)) assay_format_digits(v, 3, text[i]);
    }
    assay_html_put(page->out,
                   "<tr><th scope=\"row\">{}</th><td class=\"r\">{}</td>"
                   "<td class=\"n\">{} to {}</td><td class=\"r\">{}</td>"
                   "<td class=\"n\">{} to {}</td></tr>\n",
                   assay_format_threshold(row[0], threshold), text[0], text[1],
                   text[2], text[3], text[4], text[5], NULL);
}

// "3,000, beyond the test": the list of a curve by threshold.
static void name_list(const assay_page *page, size_t r,
                      const assay_curve *curve, char *text)
{
    static const char key[] = "watchlist_size=";
    char number[ASSAY_FORMAT_SIZE];
    double size = 0;
    double largest = (double)INFINITY;
    const char *at = strstr(curve->id, key);
    const char *fact = assay_page_fact(page->results[r], "from.largest_list");
    if (fact) (void)sscanf(fact, "%lf", &largest);
    if (!at || sscanf(at + strlen(key), "%lf", &size) != 1 || !(size > 0))
        (void)snprintf(text, ASSAY_FORMAT_SIZE, "as tested");
    else
        (void)snprintf(text, ASSAY_FORMAT_SIZE, "%.40s%s", whole(size, number),
                       size > largest ? ", beyond the test" : "");
}

static void put_threshold_table(const assay_page *page, size_t r,
                                const assay_curve *curve)
{
    char level[ASSAY_FORMAT_SIZE];
    char size[ASSAY_FORMAT_SIZE];
    char label[2 * ASSAY_FORMAT_SIZE];
    name_list(page, r, curve, size);
    (void)snprintf(label, sizeof label, "Thresholds, on the list: %.60s", size);
    assay_page_open_room(page, r, label);
    assay_html_put(
        page->out,
        "<table class=\"sizes\">\n<caption><span>On the list: {}. "
        "Wrong alerts in 1,000 passages by people who are not on it, "
        "and right alerts in 100 passages by people on it"
        "</span></caption>\n<thead><tr>"
        "<th scope=\"col\">Threshold</th>"
        "<th scope=\"col\" class=\"r\">Wrong of 1,000</th>"
        "<th scope=\"col\">{} interval</th>"
        "<th scope=\"col\" class=\"r\">Found of 100</th>"
        "<th scope=\"col\">{} interval</th></tr></thead>\n<tbody>\n",
        size, assay_page_level(page->results[r], level), level, NULL);
    for (size_t i = 0; i < curve->row_count; i++)
        put_threshold(page, curve->values + curve->column_count * i);
    assay_output_text(page->out, "</tbody>\n</table>\n</div>\n");
}

static void put_thresholds(const assay_page *page, size_t r)
{
    size_t count = 0;
    const assay_curve *all = assay_result_curves(page->results[r], &count);
    assay_page_result_heading(page, r);
    for (size_t i = 0; i < count; i++)
        if (is(all[i].name, by_threshold) && all[i].column_count == 7)
            put_threshold_table(page, r, &all[i]);
}

// ---- Within a limit --------------------------------------------------------

static bool is_limit(const assay_figure *f)
{
    return !isnan(assay_figure_at(f, "wrong_at_most"));
}

static void put_limit(const assay_page *page, const assay_figure *f)
{
    char most[ASSAY_FORMAT_SIZE];
    char given[ASSAY_FORMAT_SIZE];
    char value[ASSAY_FORMAT_SIZE];
    const bool size = is(f->unit, "count");
    assay_format_shortest(assay_figure_at(f, "wrong_at_most"), most);
    assay_format_threshold(f->threshold, given);
    if (!size) assay_format_count(f->watchlist_size, given);
    assay_html_put(page->out,
                   "<tr><th scope=\"row\">{}</th><td>{}{}</td>"
                   "<td>{}{}</td></tr>\n",
                   most, size ? "threshold " : "list of ", given,
                   isnan(f->value) ? ""
                   : size          ? "up to this many on the list: "
                                   : "from this threshold on: ",
                   !isnan(f->value) ? assay_format_value(f, value)
                   : f->note        ? f->note
                                    : assay_figure_status_name(f->status),
                   NULL);
}

static void put_limits(const assay_page *page, size_t r)
{
    size_t count = 0;
    char level[ASSAY_FORMAT_SIZE];
    const assay_figure *all = assay_page_some_figures(page->results[r], &count);
    assay_page_result_heading(page, r);
    assay_page_open_room(page, r, "Within the limit");
    assay_html_put(page->out,
                   "<table class=\"sides\">\n<caption><span>What keeps wrong "
                   "alerts within the limit on {} of such days</span></caption>"
                   "\n<thead><tr><th scope=\"col\">Wrong alerts, at most</th>"
                   "<th scope=\"col\">With</th><th scope=\"col\">Keeps it</th>"
                   "</tr></thead>\n<tbody>\n",
                   assay_page_level(page->results[r], level), NULL);
    for (size_t i = 0; i < count; i++)
        if (is_limit(&all[i])) put_limit(page, &all[i]);
    assay_output_text(page->out, "</tbody>\n</table>\n</div>\n");
}

// ---- For whom --------------------------------------------------------------

static bool is_grouped(const assay_figure *f)
{
    return f->group_count > 0 && (is(f->name, "FPIR") || is(f->name, "TPIR"));
}

static void put_group(const assay_page *page, const assay_figure *f)
{
    char who[ASSAY_FORMAT_SIZE];
    char value[ASSAY_FORMAT_SIZE];
    char range[ASSAY_FORMAT_SIZE];
    assay_format_group(f->group, f->group_count, who, sizeof who);
    assay_html_put(page->out,
                   "<tr class=\"{}\"><th scope=\"row\"><bdi>{.}</bdi></th>"
                   "<td>{}</td>",
                   is_beyond(f) ? "few" : "", who,
                   is(f->name, "FPIR") ? "wrong alert" : "found", NULL);
    put_place(page, f);
    if (isnan(f->value)) {
        assay_html_put(page->out, "<td colspan=\"4\">{}</td></tr>\n",
                       f->note ? f->note : assay_figure_status_name(f->status),
                       NULL);
        return;
    }
    assay_html_put(page->out,
                   "<td class=\"r\">{}</td><td class=\"n\">{}</td><td>{}</td>"
                   "<td>{}</td></tr>\n",
                   assay_format_value(f, value),
                   assay_format_interval(f, range), f->of ? f->of : "",
                   is_beyond(f) ? "beyond the test" : "", NULL);
}

// Wrongly pointed at and found are two questions: first the one, then the
// other.
static void put_groups(const assay_page *page, size_t r)
{
    size_t count = 0;
    char level[ASSAY_FORMAT_SIZE];
    static const char *const names[] = {"FPIR", "TPIR"};
    const assay_figure *all = assay_page_some_figures(page->results[r], &count);
    assay_page_result_heading(page, r);
    assay_page_open_room(page, r, "For whom");
    assay_output_text(page->out,
                      "<table class=\"points\">\n<thead><tr><th scope=\"col\">"
                      "Group</th><th scope=\"col\">What</th>");
    assay_output_text(page->out, place_heads);
    assay_html_put(page->out,
                   "<th scope=\"col\" class=\"r\">Share</th>"
                   "<th scope=\"col\">{} interval</th>"
                   "<th scope=\"col\">Of</th><th scope=\"col\">Remark</th></tr>"
                   "</thead>\n<tbody>\n",
                   assay_page_level(page->results[r], level), NULL);
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < count; i++)
            if (is_grouped(&all[i]) && is(all[i].name, names[k]))
                put_group(page, &all[i]);
    assay_output_text(page->out, "</tbody>\n</table>\n</div>\n");
    put_notes(page, all, count, is_grouped);
}

// ---- The page --------------------------------------------------------------

static bool has_curve(const assay_page *page, const char *name)
{
    for (size_t i = 0; i < page->count; i++)
        if (assay_page_is_forecast(page->results[i]) &&
            assay_page_has_curve(page->results[i], name, false))
            return true;
    return false;
}

static bool has_figure(const assay_page *page, size_t r,
                       bool (*wanted)(const assay_figure *f))
{
    size_t count = 0;
    const assay_figure *all = assay_page_some_figures(page->results[r], &count);
    for (size_t i = 0; i < count; i++)
        if (wanted(&all[i])) return true;
    return false;
}

// A section with a part of each forecast of the page; with `wanted`, of those
// alone that have such a figure.
static void put_section(const assay_page *page, const char *id,
                        const char *head,
                        void (*part)(const assay_page *page, size_t r),
                        bool (*wanted)(const assay_figure *f))
{
    bool open = false;
    for (size_t i = 0; i < page->count; i++) {
        if (!assay_page_is_forecast(page->results[i])) continue;
        if (wanted && !has_figure(page, i, wanted)) continue;
        if (!open)
            assay_html_put(page->out, "<section id=\"{}\">\n<h2>{}</h2>\n", id,
                           head, NULL);
        open = true;
        part(page, i);
    }
    if (open) assay_output_text(page->out, "</section>\n");
}

void assay_page_forecast(const assay_page *page)
{
    if (has_curve(page, "share of alerts right"))
        put_section(page, "shares", "What share of alerts is right", put_shares,
                    NULL);
    put_section(page, "day", "Counts of a day", put_day, NULL);
    if (has_curve(page, by_threshold))
        put_section(page, "thresholds", "Thresholds", put_thresholds, NULL);
    put_section(page, "limits", "Within the limit", put_limits, is_limit);
    put_section(page, "groups", "For whom", put_groups, is_grouped);
}
