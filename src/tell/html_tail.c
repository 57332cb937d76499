// SPDX-License-Identifier: Apache-2.0
// Beyond what searches carry: the tail of false alerts, and what is
// extrapolated along it.
#include "tell/html_page.h"

#include "tell/format.h"
#include "tell/html_put.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Room for the texts that are put together here.
enum { TEXT = 768 };

void assay_page_tail_plot(const assay_page *page, size_t r)
{
    char caption[TEXT];
    char level[ASSAY_FORMAT_SIZE];
    if (!assay_page_has_curve(page->results[r], "tail of false alerts", false))
        return;
    (void)snprintf(
        caption, sizeof caption,
        "The tail of false alerts: by how much the best candidates of searches "
        "by people who are not on the list exceed a threshold, on average, and "
        "the shape of a generalised Pareto tail fitted above it, with %s "
        "intervals by people. Where such a tail holds the first is a straight "
        "line and the second is level. Vertical: the threshold from which the "
        "tail is taken.",
        assay_page_level(page->results[r], level));
    assay_page_put_plot(
        page,
        &(assay_page_plot){"tail", "The tail of false alerts", "", r, caption});
}

static bool is_row(const assay_figure *f)
{
    return strcmp(f->name, "extrapolated FPIR") == 0 && !isnan(f->value);
}

static void put_head(const assay_page *page, size_t r)
{
    char level[ASSAY_FORMAT_SIZE];
    assay_output_text(page->out, "<div>\n");
    assay_page_open_room(page, r, "FPIR beyond the test");
    assay_html_put(
        page->out,
        "<table class=\"sizes\"><caption><span>FPIR beyond the test: "
        "extrapolated, not measured</span></caption><thead><tr>"
        "<th scope=\"col\">At</th><th scope=\"col\" class=\"r\">Threshold</th>"
        "<th scope=\"col\" class=\"r\">List of</th><th scope=\"col\" "
        "class=\"r\">FPIR</th><th scope=\"col\">{} interval</th><th "
        "scope=\"col\" class=\"r\">Limit, as counted</th></tr></thead>"
        "<tbody>\n",
        assay_page_level(page->results[r], level), NULL);
}

static void put_row(const assay_page *page, const assay_figure *f)
{
    char point[ASSAY_FORMAT_SIZE];
    char threshold[ASSAY_FORMAT_SIZE];
    char size[ASSAY_FORMAT_SIZE];
    char value[ASSAY_FORMAT_SIZE];
    char range[ASSAY_FORMAT_SIZE];
    char most[ASSAY_FORMAT_SIZE];
    const size_t at = strlen("at ");
    (void)assay_page_point(f, point);
    assay_html_put(
        page->out,
        "<tr class=\"few\"><th scope=\"row\">{}</th><td class=\"r\">{}</td>"
        "<td class=\"r\">{}</td><td class=\"r\">{}</td><td class=\"n\">{}</td>"
        "<td class=\"r\">{} %</td></tr>\n",
        point[0] ? point + at : "all",
        assay_format_threshold(f->threshold, threshold),
        assay_format_count(f->watchlist_size, size),
        assay_format_value(f, value), assay_format_interval(f, range),
        assay_format_percent(f->bounds[1], assay_format_decimals(f->bounds[1]),
                             most),
        NULL);
}

void assay_page_tail_table(const assay_page *page, size_t r)
{
    bool open = false;
    size_t count = 0;
    const assay_figure *figures =
        assay_page_some_figures(page->results[r], &count);
    for (size_t i = 0; i < count; i++) {
        if (!is_row(&figures[i])) continue;
        if (!open) put_head(page, r);
        open = true;
        put_row(page, &figures[i]);
    }
    if (!open) return;
    assay_output_text(
        page->out,
        "</tbody></table></div>\n<p class=\"meta\">Extrapolated along the tail "
        "of false alerts: what a test with more searches would find is not "
        "known. A larger list counts as several of those that were searched. "
        "The limit is the FPIR counted at the highest threshold with ten false "
        "alerts, times how much larger the list is (union bound); it is an "
        "estimate too.</p>\n</div>\n");
}
