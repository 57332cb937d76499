// SPDX-License-Identifier: Apache-2.0
// Failures, and the table of all figures.
#include "tell/html_page.h"

#include "base/figure_place.h"
#include "base/text.h"
#include "tell/format.h"
#include "tell/html_put.h"
#include "tell/search_rows.h"

#include <math.h>
#include <string.h>

// A cell that sorts by the number that it shows.
static void put_cell(assay_output *out, const char *text)
{
    assay_html_put(out, "<td>{}</td>", text, NULL);
}

// The value, in its unit and with few digits: it sorts by more of them.
static void put_value(assay_output *out, const assay_figure *f)
{
    enum { DIGITS = 7 };
    char key[ASSAY_FORMAT_SIZE] = "";
    char text[ASSAY_FORMAT_SIZE];
    (void)assay_format_value(f, text);
    if (isfinite(f->value)) (void)assay_print_double(f->value, DIGITS, key);
    if (!text[0] || strcmp(f->unit, "count") == 0 || strcmp(key, text) == 0)
        put_cell(out, text);
    else
        assay_html_put(out, "<td data-n=\"{}\">{}</td>", key, text, NULL);
}

static void put_count(assay_output *out, int64_t count)
{
    char text[ASSAY_FORMAT_SIZE];
    put_cell(out, assay_format_count(count, text));
}

static void put_status(assay_output *out, const assay_figure *f)
{
    if (f->status != ASSAY_FIGURE_OK)
        assay_html_put(out, " <span class=\"tag\">{}</span>",
                       assay_figure_status_name(f->status), NULL);
    if (f->note)
        assay_html_put(out, f->of[0] || f->watchlist_size > 0 ? "; {}" : " {}",
                       f->note, NULL);
}

// Of searches: the list, and for which lists the interval holds.
static void put_list(assay_output *out, const assay_figure *f)
{
    char text[ASSAY_FORMAT_SIZE];
    const bool has_base = f->of[0] || f->per[0] || f->weights;
    if (f->watchlist_size > 0)
        assay_html_put(out, has_base ? "; list of {}" : "list of {}",
                       assay_format_count(f->watchlist_size, text), NULL);
    if (f->rank > 0)
        assay_html_put(out, f->rank == 1 ? "; rank {}" : "; ranks up to {}",
                       assay_format_count(f->rank, text), NULL);
    if (f->target) assay_html_put(out, "; interval: {}", f->target, NULL);
}

// The denominator in words, and what else tells this figure from its
// neighbours.
static void put_base(assay_output *out, const assay_figure *f)
{
    assay_html_put(out, "<td>{.}", f->of[0] ? f->of : f->per, NULL);
    if (f->weights && strcmp(f->weights, "subject") == 0)
        assay_output_text(out, "; people count equally");
    if (f->weights && strcmp(f->weights, "comparison") == 0)
        assay_output_text(out, strcmp(f->per, "search") == 0
                                   ? "; by search"
                                   : "; by comparison");
    put_list(out, f);
    if (f->references && strcmp(f->references, "all") != 0)
        assay_html_put(out, "; references: {}", f->references, NULL);
    if (f->threshold_from && strcmp(f->threshold_from, "group") == 0)
        assay_output_text(out, "; the group&#39;s own threshold");
    put_status(out, f);
    assay_output_text(out, "</td>");
}

// The interval, with its level where that isn't 95 %, and the bounds.
static void put_interval(assay_output *out, const assay_figure *f)
{
    char text[ASSAY_FORMAT_SIZE];
    char level[ASSAY_FORMAT_SIZE];
    const bool bounded = !isnan(f->bounds[0]);
    assay_output_text(out, "<td>");
    if (bounded)
        assay_html_put(out, isnan(f->low) ? "{} (bounds)" : "{} (bounds), ",
                       assay_format_bounds(f, text), NULL);
    if (bounded && isnan(f->low)) {
        assay_output_text(out, "</td>");
        return;
    }
    assay_html_put(out, "{}", assay_format_interval(f, text), NULL);
    if (text[0] && !isnan(f->confidence) && f->confidence != 0.95)
        assay_html_put(out, " ({} %)",
                       assay_format_shortest(100 * f->confidence, level), NULL);
    if (text[0] && (strcmp(f->interval, "prediction") == 0 ||
                    strcmp(f->interval, "posterior") == 0))
        assay_html_put(out, " ({})", f->interval, NULL);
    assay_output_text(out, "</td>");
}

// Whether the tables of operating points, groups and extrapolations show it
// too: on paper it isn't repeated.
static bool stands_above(const assay_figure *f)
{
    const bool rate = strcmp(f->name, "FMR") == 0 ||
                      strcmp(f->name, "FNMR") == 0 ||
                      strcmp(f->name, "TMR") == 0;
    if (assay_search_rows_has(f))
        return f->group_count == 0 || strcmp(f->name, "FPIR") == 0 ||
               strcmp(f->name, "FNIR") == 0;
    if (strcmp(f->name, "extrapolated FPIR") == 0) return !isnan(f->value);
    return rate &&
           (f->reference_group_count > 0 || !isnan(assay_figure_at(f, "FMR")) ||
            !isnan(assay_figure_at(f, "threshold")));
}

static void put_figure(const assay_page *page, size_t r, size_t i,
                       const assay_figure *f)
{
    assay_output *out = page->out;
    char text[ASSAY_FORMAT_SIZE];
    assay_output_format(out, "<tr id=\"f%zu-%zu\"", r, i);
    const bool above = stands_above(f), few = f->status != ASSAY_FIGURE_OK;
    if (above || few)
        assay_html_put(out, " class=\"{}{}{}\"", above ? "above" : "",
                       above && few ? " " : "", few ? "few" : "", NULL);
    assay_html_put(out, "><th scope=\"row\"><bdi>{,}</bdi></th>", f->id, NULL);
    put_value(out, f);
    put_interval(out, f);
    put_count(out, f->events);
    put_count(out, f->trials);
    put_count(out, f->subjects);
    put_cell(out, isnan(f->effective)
                      ? ""
                      : assay_format_digits(f->effective, 3, text));
    put_cell(out, assay_format_threshold(f->threshold, text));
    put_base(out, f);
    assay_output_text(out, "</tr>\n");
}

// A page has an end; the CSV file hasn't.
static void put_left_out(const assay_page *page, size_t r, size_t shown)
{
    size_t all = 0;
    char text[ASSAY_FORMAT_SIZE];
    (void)assay_result_figures(page->results[r], &all);
    if (all == shown) return;
    assay_html_put(page->out,
                   "<p>{} more are too many for a page: they are in the CSV "
                   "and JSON files.</p>\n",
                   assay_format_count((int64_t)(all - shown), text), NULL);
}

static void put_table(const assay_page *page, size_t r)
{
    size_t count = 0;
    const assay_figure *figures =
        assay_page_some_figures(page->results[r], &count);
    assay_page_result_heading(page, r);
    assay_page_open_room(page, r, "Figures");
    char level[ASSAY_FORMAT_SIZE];
    assay_html_put(
        page->out,
        "<table class=\"tooled\" data-file=\"figures\"><thead><tr>"
        "<th scope=\"col\">Figure</th><th scope=\"col\" class=\"r\">Value</th>"
        "<th scope=\"col\">{} interval</th><th scope=\"col\" class=\"r\">"
        "Events</th><th scope=\"col\" class=\"r\">of trials</th><th "
        "scope=\"col\" class=\"r\">People</th><th scope=\"col\" class=\"r\">"
        "Effective trials</th><th scope=\"col\" class=\"r\">Threshold</th><th "
        "scope=\"col\">Counted over; remarks</th></tr></thead><tbody>\n",
        assay_page_level(page->results[r], level), NULL);
    for (size_t i = 0; i < count; i++) put_figure(page, r, i, &figures[i]);
    assay_output_text(page->out, "</tbody></table></div>\n");
    put_left_out(page, r, count);
}

void assay_page_figures(const assay_page *page)
{
    assay_output_text(page->out,
                      "<section id=\"figures\">\n<h2>All figures</h2>\n<p>Each "
                      "has a name that stays the same from run to run and can "
                      "be cited. Effective trials: how many independent trials "
                      "would tell as much.</p>\n<p class=\"on-paper\">On paper "
                      "the rates that stand in the tables above are not "
                      "repeated here.</p>\n");
    for (size_t i = 0; i < page->count; i++) put_table(page, i);
    assay_output_text(page->out, "</section>\n");
}

static bool is_failure(const assay_figure *f)
{
    if (f->group_count > 0 && f->status == ASSAY_FIGURE_NO_DATA) return false;
    return strncmp(f->name, "FTA", 3) == 0 || strncmp(f->name, "FTE", 3) == 0 ||
           strstr(f->name, "fail");
}

static void put_failure(assay_output *out, const assay_figure *f)
{
    char value[ASSAY_FORMAT_SIZE];
    char range[ASSAY_FORMAT_SIZE];
    char events[ASSAY_FORMAT_SIZE];
    char trials[ASSAY_FORMAT_SIZE];
    assay_format_count(f->events, events);
    assay_format_count(f->trials, trials);
    assay_html_put(out,
                   "<tr><th scope=\"row\"><bdi>{.}</bdi></th><td class=\"r\">"
                   "{}</td><td class=\"n\">{}</td><td class=\"n\">{}{}{}</td>"
                   "<td>{.}</td></tr>\n",
                   f->id, assay_format_value(f, value),
                   assay_format_interval(f, range), events,
                   trials[0] ? " of " : "", trials, f->note ? f->note : f->of,
                   NULL);
}

static void open_failures(const assay_page *page, size_t r)
{
    assay_page_open_room(page, r, "Failures");
    char level[ASSAY_FORMAT_SIZE];
    assay_html_put(
        page->out,
        "<table><thead><tr><th scope=\"col\">Figure</th><th scope=\"col\" "
        "class=\"r\">Value</th><th scope=\"col\">{} interval</th><th "
        "scope=\"col\">Counts</th><th scope=\"col\">What it counts</th></tr>"
        "</thead><tbody>\n",
        assay_page_level(page->results[r], level), NULL);
}

static size_t put_failures(const assay_page *page, size_t r)
{
    size_t count = 0;
    size_t rows = 0;
    const assay_figure *figures =
        assay_page_some_figures(page->results[r], &count);
    for (size_t i = 0; i < count; i++) {
        if (!is_failure(&figures[i])) continue;
        if (rows++ == 0) open_failures(page, r);
        put_failure(page->out, &figures[i]);
    }
    if (rows) assay_output_text(page->out, "</tbody></table></div>\n");
    return rows;
}

void assay_page_failures(const assay_page *page)
{
    const bool searches = assay_page_is_searches(page->results[0]);
    if (!searches &&
        strcmp(assay_result_evaluation(page->results[0]), "verification") != 0)
        return;
    assay_output_text(page->out, "<section id=\"failures\">\n<h2>Failures to "
                                 "acquire, enrol or compare</h2>\n");
    for (size_t i = 0; i < page->count; i++) {
        assay_page_result_heading(page, i);
        if (put_failures(page, i) == 0)
            assay_output_text(page->out,
                              searches ? "<p>None is recorded in these "
                                         "files.</p>\n"
                                       : "<p>None is recorded in these files; "
                                         "comparisons that failed without a "
                                         "trace are not in any figure.</p>\n");
    }
    assay_output_text(page->out, "</section>\n");
}
