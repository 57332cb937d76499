// SPDX-License-Identifier: Apache-2.0
// What leaving out pairs of low quality would do: the curves, and a table; and
// the curve of attacks.
#include "tell/html_page.h"

#include "base/figure_place.h"
#include "tell/discard_rows.h"
#include "tell/format.h"
#include "tell/html_put.h"

#include <stdio.h>

enum { TEXT = 512 };

static void put_percent(const assay_page *page, const assay_figure *f)
{
    char value[ASSAY_FORMAT_SIZE] = "";
    char range[ASSAY_FORMAT_SIZE] = "";
    char trials[ASSAY_FORMAT_SIZE] = "";
    if (f) {
        assay_format_value(f, value);
        assay_format_interval(f, range);
        assay_format_count(f->trials, trials);
    }
    assay_html_put(page->out,
                   "<td class=\"r\">{}</td><td class=\"n\">{}</td>"
                   "<td class=\"n\">{}</td>",
                   value, range, trials, NULL);
}

static void put_row(const assay_page *page, const assay_discard_row *row)
{
    char who[ASSAY_FORMAT_SIZE];
    char share[ASSAY_FORMAT_SIZE];
    char gate[ASSAY_FORMAT_SIZE] = "";
    assay_format_group(row->gone->group, row->gone->group_count, who,
                       sizeof who);
    assay_format_level(assay_figure_at(row->gone, "discard"), share);
    if (row->gate) assay_format_value(row->gate, gate);
    assay_html_put(page->out,
                   "<tr><th scope=\"row\"><bdi>{.}</bdi></th>"
                   "<td class=\"n\">{} %</td><td class=\"n\">{}</td>",
                   who, share, gate, NULL);
    put_percent(page, row->gone);
    put_percent(page, row->left);
    assay_output_text(page->out, "</tr>\n");
}

static void put_table(const assay_page *page, size_t r)
{
    char point[ASSAY_FORMAT_SIZE] = "";
    size_t count = 0;
    assay_discard_row row;
    const assay_result *result = page->results[r];
    const assay_figure *lead = assay_discard_rows_lead(result);
    if (lead) assay_page_point(lead, point);
    (void)assay_page_some_figures(result, &count);
    assay_page_open_room(page, r, "Pairs left out by quality");
    assay_html_put(page->out,
                   "<table>\n<caption>Pairs of the same person left out by "
                   "quality, and FNMR of the others {}</caption>\n<thead><tr>"
                   "<th scope=\"col\">Who</th><th scope=\"col\" class=\"n\">"
                   "Leave out</th><th scope=\"col\" class=\"n\">Quality from"
                   "</th><th scope=\"col\" class=\"n\">Left out</th>"
                   "<th scope=\"col\" class=\"n\">Interval</th>"
                   "<th scope=\"col\" class=\"n\">Of</th>"
                   "<th scope=\"col\" class=\"n\">FNMR</th>"
                   "<th scope=\"col\" class=\"n\">Interval</th>"
                   "<th scope=\"col\" class=\"n\">Of</th></tr></thead>\n"
                   "<tbody>\n",
                   point, NULL);
    for (size_t i = 0; i < count; i++)
        if (assay_discard_rows_at(result, i, lead, &row)) put_row(page, &row);
    assay_output_text(page->out, "</tbody>\n</table>\n</div>\n");
}

static bool has_any(const assay_result *result)
{
    size_t count = 0;
    assay_discard_row row;
    (void)assay_page_some_figures(result, &count);
    for (size_t i = 0; i < count; i++)
        if (assay_discard_rows_at(result, i, NULL, &row)) return true;
    return false;
}

static void put_result(const assay_page *page, size_t r)
{
    assay_page_result_heading(page, r);
    if (assay_page_has_curve(page->results[r], "EDC", false))
        assay_page_put_plot(
            page, &(assay_page_plot){
                      "edc", "Error versus discard", "", r,
                      "Error versus discard: the share of pairs of the same "
                      "person that fail (FNMR) when those of the lowest "
                      "quality are left out, at one threshold. Each value "
                      "holds to the right, until the next quality. Fewer "
                      "pairs are left towards the right, and chance moves "
                      "the line more."});
    put_table(page, r);
}

void assay_page_quality(const assay_page *page)
{
    bool any = false;
    for (size_t i = 0; i < page->count; i++)
        any = any || has_any(page->results[i]);
    if (!any) return;
    assay_output_text(page->out,
                      "<section id=\"quality\">\n<h2>Quality</h2>\n<p>Who is "
                      "left out is turned away: a gate that leaves out more "
                      "of one group fails to acquire that group more often."
                      "</p>\n");
    for (size_t i = 0; i < page->count; i++)
        if (has_any(page->results[i])) put_result(page, i);
    assay_output_text(page->out, "</section>\n");
}

static void put_attacks(const assay_page *page, size_t r)
{
    if (!assay_page_has_curve(page->results[r], "APCER and BPCER", false))
        return;
    assay_page_result_heading(page, r);
    assay_page_put_plot(
        page, &(assay_page_plot){
                  "attacks", "APCER and BPCER", "", r,
                  "The share of bona fide presentations taken for attacks "
                  "(BPCER) against the share of attacks taken for bona fide "
                  "(APCER), of the species that passes most often at each "
                  "threshold, as the threshold moves. Shares of 0 are not "
                  "drawn."});
}

void assay_page_attacks(const assay_page *page)
{
    bool any = false;
    for (size_t i = 0; i < page->count; i++)
        any = any ||
              assay_page_has_curve(page->results[i], "APCER and BPCER", false);
    if (!any) return;
    assay_output_text(page->out,
                      "<section id=\"attacks\">\n<h2>Attacks</h2>\n");
    for (size_t i = 0; i < page->count; i++) put_attacks(page, i);
    assay_output_text(page->out, "</section>\n");
}
